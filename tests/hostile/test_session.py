"""A session of the real program reads and writes only where it may, starts nothing, and never asks the network."""

import json
import os
import subprocess
import sys
import sysconfig
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from aiinfra_study.store.places import bundled
from conftest import PATIENCE, environment

from .lines import HEAD, READING, bank_text

SOURCE = Path(__file__).parents[2] / "src"
TRACING = Path(__file__).parent / "tracing"
# what Python or the C library may look at: the terminal, chance, zones
SYSTEM = ("/dev/null", "/dev/tty", "/dev/urandom", "/etc/localtime", "/usr/share/zoneinfo")
WRITING = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC | os.O_APPEND
CHANGING = ("os.mkdir", "os.rename", "os.remove", "os.rmdir", "os.link", "os.symlink", "os.truncate", "os.chmod")
LISTING = ("os.listdir", "os.scandir")
STARTING = ("subprocess.Popen", "os.system", "os.exec", "os.posix_spawn", "os.fork", "os.forkpty")
# nothing of Python's own: no bytecode is written, and the folder that it is started in is not searched for modules
QUIET = {"PYTHONDONTWRITEBYTECODE": "1", "PYTHONSAFEPATH": "1", "AIINFRA_COURSE": "course"}
SESSION = (
    *(("status",), ("--version",), ("sections",), ("course", "course"), ("config", "new_per_day", "5"), ("config",)),
    *(("quiz", "section-1", "--pre"), ("study", "section-1"), ("quiz", "section-1", "--post", "--json"), ("review",)),
    *(("learn", "section-2"), ("undo", "--list"), ("undo",), ("flag", "q10"), ("suspend", "q11"), ("show", "q10")),
    *(
        ("progress",),
        ("progress", "section-1", "--json"),
        ("stats",),
        ("plan", "--by", "2027-01-15"),
        ("plan", "--json"),
    ),
    *(("report", "../named/page.html"), ("next",), ("status", "--json"), ("reset", "section-2", "--yes")),
    *(("lint", "../named/bank.yaml", "--fix"), ("lint", "--format", "sarif", "--output-file", "../named/out.sarif")),
    *(("bank", "new", "7", "../named"), ("schema",), ("doctor",), ("doctor", "--restore"), ("--help",), ("nonsense",)),
)


class Event(NamedTuple):
    """Something a process did: what, in which folder, with which details."""

    name: str
    folder: str
    details: list[Any]

    @property
    def paths(self) -> list[str]:
        """What it is about, as real paths."""
        named = self.details[:1] if self.name == "open" else self.details
        return [os.path.realpath(os.path.join(self.folder, one)) for one in named if isinstance(one, str) and one]

    @property
    def changes(self) -> bool:
        return self.name in CHANGING or (self.name == "open" and bool((self.details[2] or 0) & WRITING))

    @property
    def looks(self) -> bool:
        return self.name in LISTING or (self.name == "open" and isinstance(self.details[0], str))


class Place(NamedTuple):
    """The folders of one learner."""

    home: Path
    cache: Path
    banks: Path
    named: Path
    trace: Path
    work: Path

    @property
    def writable(self) -> tuple[Path, ...]:
        return (self.home, self.cache, self.named)

    @property
    def readable(self) -> tuple[Path, ...]:
        python = {sys.prefix, sys.base_prefix, *(path for path in sys.path if path), *sysconfig.get_paths().values()}
        python -= {str(self.work), str(Path(__file__).parents[1]), str(Path(__file__).parents[2])}
        return (
            *self.writable,
            self.banks,
            bundled(),
            SOURCE / "aiinfra_study",
            TRACING,
            *map(Path, (*python, *SYSTEM)),
        )


@pytest.fixture
def place(tmp_path: Path) -> Place:
    found = Place(*(tmp_path / name for name in ("home", "cache", "banks", "named", "trace", "work")))
    for folder in (found.banks / "course", found.named, found.work):
        folder.mkdir(parents=True)
    for number in (1, 2):
        (found.banks / "course" / f"section-0{number}.yaml").write_text(bank_text(number), encoding="utf-8")
        (found.banks / "course" / f"section-0{number}.md").write_text(READING, encoding="utf-8")
    (found.banks / "course" / "course.yaml").write_text(HEAD, encoding="utf-8")
    (found.named / "bank.yaml").write_text(bank_text(1), encoding="utf-8")
    return found


def traced_environment(place: Place) -> dict[str, str]:
    told = {"AIINFRA_BANKS": place.banks, "PYTHONPATH": TRACING, "HOSTILE_TRACE": place.trace}
    named = {name: str(path) for name, path in told.items()}
    return environment({**named, "HOSTILE_NO_SOCKETS": "1", **QUIET})


def python(place: Place, *arguments: str, typed: str = "") -> subprocess.CompletedProcess[bytes]:
    command = [sys.executable, *arguments]
    return subprocess.run(
        command,
        input=typed.encode(),
        capture_output=True,
        env=traced_environment(place),
        cwd=place.work,
        timeout=PATIENCE,
        check=False,
    )


def events(place: Place) -> list[Event]:
    return [Event(*json.loads(line)) for line in place.trace.read_text(encoding="utf-8").splitlines()]


def faults(place: Place, events: list[Event]) -> Iterator[str]:
    """What leaves the places of a learner, starts a program or asks the network."""

    def within(path: str, folders: tuple[Path, ...]) -> bool:
        return any(path == real or path.startswith(real + os.sep) for real in map(os.path.realpath, folders))

    for event in events:
        local = event.name == "socket.__new__" and event.details[1] == 1
        if event.name.startswith(("socket.", "urllib.", "http.", "ftplib.", "smtplib.")) and not local:
            yield f"network: {event}"
        if event.name in STARTING:
            yield f"another program: {event}"
        for path in event.paths if event.changes else ():
            if not within(path, (*place.writable, Path(os.devnull), Path("/dev/tty"))):
                yield f"written: {event.name} {path}"
        for path in event.paths if event.looks and not event.changes else ():
            if not within(path, place.readable):
                yield f"read: {event.name} {path}"


@pytest.mark.slow
def test_a_session_stays_at_home_and_off_the_network(place: Place) -> None:
    typed = "1\n2 1\nyes\n12 GB\n1a 2b\n/skip\n/read\n/flag\n" * 5
    for line in SESSION:
        done = python(place, "-m", "aiinfra_study", *line, typed=typed)
        assert done.returncode in (0, 1, 2, 3, 130), (line, done)
        assert b"Traceback" not in done.stderr, (line, done)
    found = events(place)
    assert not list(faults(place, found))
    written = {path for event in found if event.changes for path in event.paths}
    for path in (
        place.home / "events.jsonl",
        place.named / "page.html",
        place.named / "out.sarif",
        place.home / "config.toml",
    ):
        assert any(os.path.realpath(path) in one for one in written), path
    assert any(str(bundled()) in path for event in found if event.looks for path in event.paths)


@pytest.mark.skipif(sys.platform == "win32", reason="no pseudo-terminals")
def test_a_quiz_at_a_terminal_does_so_too(place: Place) -> None:
    from ui.pseudo_terminal import Session, answered, asking

    with Session(
        ["quiz", "section-1", "--practice", "--no-shuffle"], {**traced_environment(place), "TERM": "xterm"}
    ) as session:
        session.until(asking)
        session.press("s", answered).press("q", lambda session: "quiz" in session.text)
        session.end()
    assert not list(faults(place, events(place)))


@pytest.mark.parametrize(
    ("code", "fault"),
    [
        ("open('/etc/passwd').read()", "read: open /etc/passwd"),
        ("import os; os.listdir('/etc')", "read: os.listdir /etc"),
        ("open('{work}/x', 'w').close()", "written: open {work}/x"),
        ("import os; os.mkdir('{work}/x')", "written: os.mkdir {work}/x"),
        ("import os; os.rename('{banks}', '{work}/y')", "written: os.rename {banks}"),
        ("import subprocess; subprocess.run(['true'])", "another program"),
        ("import socket; socket.socket()", "network"),
        ("import socket; socket.getaddrinfo('localhost', 80)", "network"),
        ("import urllib.request; urllib.request.urlopen('http://localhost')", "network"),
    ],
)
def test_the_trace_shows_who_leaves(code: str, fault: str, place: Place) -> None:
    told = {"work": os.path.realpath(place.work), "banks": os.path.realpath(place.banks)}
    python(place, "-c", code.format(**told))
    assert any(one.startswith(fault.format(**told)) for one in faults(place, events(place)))


def test_a_socket_is_refused_to_the_program(place: Place) -> None:
    assert b"no network here" in python(place, "-c", "import socket; socket.socket()").stderr
