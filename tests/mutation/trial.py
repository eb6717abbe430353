"""Puts one mutant after another into a copy of the checkout and runs tests on it: the process of one copy.

Reads a trial a line as JSON on stdin, answers with a line on stdout. The libraries are imported once; each run of
tests is a fork of this process, in a group of its own, so that what hangs can be ended with all it has started.
"""

import contextlib
import importlib
import json
import os
import resource
import signal
import sys
import time
from pathlib import Path
from typing import Any

import hypothesis
import pytest

PATIENCE = 120  # seconds for the tests of one mutant at each distance
MEMORY = 4 << 30
_LIBRARIES = (
    "typer",
    "typer.testing",
    "rich.console",
    "yaml",
    "fsrs",
    "markdown_it",
    "pygments.lexers",
    "questionary",
    "jsonschema",
    "hypothesis.strategies",
    "pyte",
    "pexpect",
    "_pytest.assertion.rewrite",
)
_OPTIONS = (
    "-x",
    "-q",
    "-n0",
    "-p",
    "no:cacheprovider",
    "-p",
    "no:randomly",
    "--no-header",
    "--tb=line",
    "-W",
    "ignore::pytest.PytestAssertRewriteWarning",  # the libraries are there before the tests
)


class Chosen:
    """Keeps the tests that are asked for, in the order asked for; remembers the first that fails."""

    def __init__(self, tests: list[str]) -> None:
        self._order = {name: at for at, name in enumerate(tests)}
        self.failed = ""

    def pytest_collection_modifyitems(self, items: list[pytest.Item]) -> None:
        items[:] = sorted(
            (item for item in items if item.nodeid in self._order), key=lambda item: self._order[item.nodeid]
        )

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        if report.failed:
            self.failed = self.failed or f"{report.nodeid} ({report.when})"

    def pytest_collectreport(self, report: pytest.CollectReport) -> None:
        if report.failed:
            self.failed = self.failed or report.nodeid


def run(tests: list[str], says: Path) -> str:
    """What comes of these tests: '' if all pass, else the first that fails, or why there is no verdict."""
    says.write_text("", encoding="utf-8")
    child = os.fork()
    if not child:
        _in_the_child(tests, says)
    code = _wait(child)
    if code is None:
        return "time"
    if code in (0, 5):
        return ""
    return says.read_text(encoding="utf-8") or f"pytest itself failed: exit {code}"  # controls show if without a reason


def _in_the_child(tests: list[str], says: Path) -> None:
    os.setsid()
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    quiet = os.open(os.devnull, os.O_RDWR)
    for stream in (0, 1, 2):
        os.dup2(quiet, stream)
    chosen = Chosen(tests)
    files = list(dict.fromkeys(name.partition("::")[0] for name in tests))
    code = 70
    try:
        code = int(pytest.main([*_OPTIONS, *files], plugins=[chosen]))
    except BaseException as error:  # (whatever a mutant may raise while tests are collected)
        chosen.failed = chosen.failed or f"pytest itself failed: {error!r}"[:300]
    finally:
        says.write_text(chosen.failed, encoding="utf-8")
        os._exit(code)


def _wait(child: int) -> int | None:
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end:
        done, status = os.waitpid(child, os.WNOHANG)
        if done:
            _end(child)
            return os.waitstatus_to_exitcode(status)
        time.sleep(0.02)
    _end(child)
    os.waitpid(child, 0)
    return None


def _end(child: int) -> None:
    """Ends the group, and whatever a test left running in it."""
    with contextlib.suppress(ProcessLookupError):
        os.killpg(child, signal.SIGKILL)


def try_one(trial: dict[str, Any], says: Path, tick: int) -> dict[str, Any]:
    """One mutant: killed at the first failure, nearest tests first."""
    path = Path(trial["path"])
    source, stamp = path.read_bytes(), path.stat().st_mtime
    began = time.monotonic()
    try:
        path.write_text(trial["text"], encoding="utf-8")
        os.utime(path, (stamp + tick, stamp + tick))  # or Python takes the compiled file of the mutant before
        for tests in trial["tests"]:
            if tests and (verdict := run(tests, says)):
                break
        else:
            verdict = ""
    finally:
        path.write_bytes(source)
        os.utime(path, (stamp, stamp))
    return {"verdict": verdict, "seconds": round(time.monotonic() - began, 1)}


def main() -> None:
    """Trials from stdin until there are no more."""
    hypothesis.settings.register_profile(
        "mutation",
        deadline=None,
        suppress_health_check=list(hypothesis.HealthCheck),
        derandomize=True,
        phases=(hypothesis.Phase.explicit, hypothesis.Phase.generate),  # a failure is enough: no smaller one is sought
    )
    os.environ["HYPOTHESIS_PROFILE"] = "mutation"
    os.environ["PYTEST_DEBUG_TEMPROOT"] = os.getcwd()  # other runs of pytest tidy up in the usual folder
    for name in _LIBRARIES:
        importlib.import_module(name)
    answers = os.fdopen(os.dup(1), "w", encoding="utf-8")
    for tick, line in enumerate(sys.stdin, 1):
        trial = json.loads(line)
        answers.write(json.dumps(try_one(trial, Path("says.txt"), tick)) + "\n")
        answers.flush()


if __name__ == "__main__":
    main()
