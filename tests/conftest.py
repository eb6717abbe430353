"""Every test runs in places of its own; `run` is the real program, `aiinfra` the same within this process."""

import compileall
import io
import json
import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from hypothesis import HealthCheck, settings

# No verdict hangs on how busy the machine is, nor on luck: the examples are those of the last run, unless
# HYPOTHESIS_PROFILE=random asks for others.
settings.register_profile("steady", deadline=None, suppress_health_check=[HealthCheck.too_slow], derandomize=True)
settings.register_profile("random", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "steady"))

os.environ["_TYPER_FORCE_DISABLE_TERMINAL"] = "1"  # Typer would force colour where GITHUB_ACTIONS is set
_OUTSIDE = ("AIINFRA_", "_AIINFRA_", "XDG_", "COMP_", "_TYPER_COMPLETE")
_ALSO = ("COLUMNS", "LINES", "NO_COLOR", "FORCE_COLOR", "PAGER", "TERMINAL_WIDTH", "GITHUB_ACTIONS", "PYTHONUNBUFFERED")
_SHOWN = {"COLUMNS": "80", "TERM": "xterm", "PYTHONIOENCODING": "utf-8"}
PATIENCE = 60  # seconds until a program that hangs is a failure
SOURCE = Path(__file__).parents[1] / "src"


def pytest_configure(config: pytest.Config) -> None:
    """Compile the sources once: a thousand programs are started, and each would do it where Python is told to write
    no bytecode; and let pytest keep the tests as it rewrote them. Let programs hear Ctrl-C: what a shell runs in the
    background begins deaf, with all that it starts."""
    sys.dont_write_bytecode = False
    if not hasattr(config, "workerinput"):
        compileall.compile_dir(SOURCE, quiet=2)
    if signal.getsignal(signal.SIGINT) == signal.SIG_IGN:
        signal.signal(signal.SIGINT, signal.default_int_handler)


class Outcome(NamedTuple):
    """What a command did."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        """The one object on stdout."""
        assert self.out.endswith("\n")
        assert self.out.count("\n") == 1, self.out
        return json.loads(self.out)


Run = Callable[..., Outcome]
Environment = Mapping[str, str | None]


@pytest.fixture(autouse=True)
def own_places(tmp_path: Path) -> Iterator[None]:
    """No test sees or touches what belongs to the person who runs it."""
    with at_home_in(tmp_path):
        yield


@contextmanager
def at_home_in(folder: Path, **more: str) -> Iterator[pytest.MonkeyPatch]:
    """The variables of this process as of somebody who has all they have in a folder; and more of them."""
    places = {"AIINFRA_HOME": "home", "XDG_CACHE_HOME": "cache", "HOME": "user", "USERPROFILE": "user"}
    try:
        with pytest.MonkeyPatch.context() as patch:
            for name in [name for name in os.environ if name.startswith(_OUTSIDE) or name in _ALSO]:
                patch.delenv(name)
            for name, place in places.items():
                patch.setenv(name, str(folder / place))
            for name, value in {"TZ": "UTC", **more}.items():
                patch.setenv(name, value)
            set_zone()
            yield patch
    finally:
        set_zone()


def put_in_scope(patch: pytest.MonkeyPatch, banks: Path, course: str, cache: Path) -> None:
    """Let the program find these banks, this course, and compiled forms that several tests share."""
    for name, value in {"AIINFRA_BANKS": banks, "AIINFRA_COURSE": course, "XDG_CACHE_HOME": cache}.items():
        patch.setenv(name, str(value))


@pytest.fixture(scope="session")
def one_section(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Shipped banks with one section: reading all of them takes most of a second, each time."""
    course = tmp_path_factory.mktemp("few") / "compute-for-ai"
    course.mkdir()
    for name in ("course.yaml", "section-01.yaml", "section-01.md"):
        shutil.copy(SOURCE.parent / "question_banks" / course.name / name, course)
    return course.parent


@pytest.fixture
def few_banks(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch, one_section: Path) -> None:
    """In this process one shipped section, but for tests marked `shipped`; other processes see all."""
    if request.node.get_closest_marker("shipped") is None:
        monkeypatch.setattr("aiinfra_study.store.places.bundled", lambda: one_section)


def _needs_zones(env: Environment | None) -> None:
    """Windows has no way to tell a process its zone."""
    if "TZ" in (env or {}) and not hasattr(time, "tzset"):
        pytest.skip("the zone of a process cannot be set here")


def set_zone() -> None:
    if hasattr(time, "tzset"):
        time.tzset()


@pytest.fixture
def run() -> Run:
    """The program as a person starts it: another process, its streams connected to pipes."""

    def run(*arguments: str, input: str = "", env: Environment | None = None, cwd: Path | None = None) -> Outcome:
        _needs_zones(env)
        done = subprocess.run(
            [sys.executable, "-m", "aiinfra_study", *arguments],
            input=input.encode(),
            capture_output=True,
            env=environment(env),
            cwd=cwd,
            timeout=PATIENCE,
            check=False,
        )
        return Outcome(done.returncode, _text(done.stdout), _text(done.stderr))

    return run


def environment(changes: Environment | None = None) -> dict[str, str]:
    """The variables a process of the program gets; None takes one away."""
    together = {**os.environ, **_SHOWN, **(changes or {})}
    return {name: value for name, value in together.items() if value is not None}


def _text(data: bytes) -> str:
    return data.decode("utf-8").replace("\r\n", "\n")


@pytest.fixture
def aiinfra(monkeypatch: pytest.MonkeyPatch) -> Run:
    """The same program without a new process: ten times as fast, for whatever does not need one."""

    def aiinfra(*arguments: str, input: str = "", env: Environment | None = None, cwd: Path | None = None) -> Outcome:
        _needs_zones(env)
        with monkeypatch.context() as patch:
            for name, value in {**_SHOWN, **(env or {})}.items():
                patch.delenv(name, raising=False) if value is None else patch.setenv(name, value)
            code, out, err = within(arguments, input.encode(), cwd=cwd)
        set_zone()
        return Outcome(code, _text(out), _text(err))

    return aiinfra


def within(
    arguments: Iterable[str], typed: bytes = b"", encoding: str = "utf-8", cwd: Path | None = None
) -> tuple[int, bytes, bytes]:
    """The program in this process, with streams of an encoding: its exit code, and what it wrote to the two."""
    from aiinfra_study.cli.fast import run

    given = io.TextIOWrapper(io.BytesIO(typed), encoding)
    out = io.TextIOWrapper(io.BytesIO(), encoding, write_through=True)
    err = io.TextIOWrapper(io.BytesIO(), encoding, "backslashreplace", write_through=True)
    with pytest.MonkeyPatch.context() as patch:
        set_zone()
        for name, stream in (("stdin", given), ("stdout", out), ("stderr", err)):
            patch.setattr(sys, name, stream)
        if cwd is not None:
            patch.chdir(cwd)
        try:
            code = run(list(arguments))
        except SystemExit as done:  # completion ends so
            code = done.code if isinstance(done.code, int) else int(bool(done.code))
    return code, out.buffer.getvalue(), err.buffer.getvalue()  # type: ignore[attr-defined]
