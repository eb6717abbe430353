"""The program itself, in places of its own: in this process, or on a terminal where it may be killed."""

import contextlib
import io
import os
import re
import select
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any, NamedTuple
from unittest import mock

from .quiz_crash import environment, write_course

PATIENCE = 30  # seconds without a word from the program
_CONTROL = re.compile(r"\x1b\[[0-9;?]*[A-Za-z]|\x1b[=>]")
_BUG = re.compile(r"Traceback \(most recent|a bug in aiinfra")
COLUMNS, ROWS = 100, 220  # a screen on which a whole session stands


class Done(NamedTuple):
    """What a command did."""

    code: int
    out: str
    err: str

    @property
    def bug(self) -> bool:
        return self.code == 70 or is_bug(self.out + self.err)


def is_bug(text: str) -> bool:
    """Whether the program told of a defect of its own."""
    return bool(_BUG.search(text))


class Place(NamedTuple):
    """A folder with a bank of plain questions and the home of a learner."""

    folder: Path
    variables: dict[str, str]

    @property
    def home(self) -> Path:
        return self.folder / "home"

    @property
    def snapshot(self) -> Path:
        return self.home / "progress.json"

    @property
    def log(self) -> Path:
        return self.home / "events.jsonl"

    @classmethod
    def make(cls, folder: Path, patch: str = "", **variables: str) -> "Place":
        """`patch` is what the program runs when it starts, to make it a wrong one."""
        folder.mkdir(parents=True, exist_ok=True)
        if not (folder / "banks").exists():
            write_course(folder)
        if patch:
            (folder / "patch").mkdir(exist_ok=True)
            (folder / "patch" / "sitecustomize.py").write_text(patch, encoding="utf-8")
        ours = {"AIINFRA_BANKS": str(folder / "banks"), "AIINFRA_COURSE": "faults", "TERM": "xterm-256color"}
        return cls(folder, {**environment(folder), **ours, "PYTHONUTF8": "1", **variables})

    def at(self, instant: str, **more: str) -> "Place":
        """The same place with the clock standing elsewhere."""
        return self._replace(variables={**self.variables, "AIINFRA_NOW": instant, **more})

    def run(self, *words: str, typed: str = "") -> Done:
        """The program in a process of its own, its streams connected to pipes."""
        command = [sys.executable, "-m", "aiinfra_study", *words]
        pipe = subprocess.PIPE
        with subprocess.Popen(command, stdin=pipe, stdout=pipe, stderr=pipe, env=self.variables) as child:
            told = _told_by(child, typed.encode())
        return Done(child.returncode, *(text.decode("utf-8", "replace") for text in told))

    def here(self, *words: str, typed: "list[str] | Typed" = []) -> Done:  # noqa: B006
        """The program in this process: ten times as fast."""
        from aiinfra_study.cli.fast import run

        source = typed if isinstance(typed, Typed) else Typed(typed)
        out, err = (io.TextIOWrapper(io.BytesIO(), "utf-8", write_through=True) for _ in range(2))
        with _variables(self.variables), _streams(stdin=source, stdout=out, stderr=err):
            try:
                code = run(list(words))
            except SystemExit as ended:
                code = ended.code if isinstance(ended.code, int) else 1
        texts = [stream.buffer.getvalue().decode("utf-8", "replace") for stream in (out, err)]  # type: ignore[attr-defined]
        return Done(code, *texts)


def _told_by(child: "subprocess.Popen[bytes]", typed: bytes) -> tuple[bytes, bytes]:
    """What a program says until it ends. One that waits for something that never comes is killed; one that only waits
    for its turn on a busy machine is not."""
    for _ in range(20):
        try:
            return child.communicate(typed, timeout=PATIENCE)
        except subprocess.TimeoutExpired:
            if not _runs(child.pid):
                break
    child.kill()
    out, err = child.communicate()
    return out, err + b"\nit hung and was killed"


def _runs(pid: int) -> bool:
    """Whether a process could go on, were it given the time (where the system tells)."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] == "R"
    except OSError:
        return False


class Typed(io.StringIO):
    """Lines typed one by one; `before` happens each time when one is waited for, with its number."""

    def __init__(self, lines: list[str], before: Callable[[int], object] = lambda _: None) -> None:
        super().__init__("".join(f"{line}\n" for line in lines))
        self.before = before
        self.number = 0

    def readline(self, *arguments: Any) -> str:
        self.before(self.number)
        self.number += 1
        return super().readline(*arguments)


@contextlib.contextmanager
def _variables(variables: Mapping[str, str]) -> Iterator[None]:
    with mock.patch.dict(os.environ, variables, clear=True):
        set_zone()
        yield
    set_zone()


def set_zone() -> None:
    """Take note of a changed TZ."""
    if hasattr(time, "tzset"):
        time.tzset()


@contextlib.contextmanager
def _streams(**streams: Any) -> Iterator[None]:
    with contextlib.ExitStack() as stack:
        for name, stream in streams.items():
            stack.enter_context(mock.patch.object(sys, name, stream))
        yield


QUIET = 0.03  # seconds without output after which a screen is whole


class Terminal:
    """One run of the program on a pseudo-terminal."""

    def __init__(self, place: Place, *words: str, rows: int = ROWS) -> None:
        import fcntl
        import struct
        import termios

        self.raw = b""
        self._rows = rows
        self._ours, theirs = os.openpty()
        fcntl.ioctl(theirs, termios.TIOCSWINSZ, struct.pack("HHHH", rows, COLUMNS, 0, 0))
        self.child = subprocess.Popen(
            [sys.executable, "-m", "aiinfra_study", *words],
            stdin=theirs,
            stdout=theirs,
            stderr=theirs,
            env=place.variables,
            start_new_session=True,
        )
        os.close(theirs)

    def __enter__(self) -> "Terminal":
        return self

    def __exit__(self, *_: object) -> None:
        self.kill()
        os.close(self._ours)

    def _read(self, wait: float) -> bool:
        """Take in what came; False when nothing will come any more."""
        if not select.select([self._ours], [], [], wait)[0]:
            return True
        try:
            data = os.read(self._ours, 65536)
        except OSError:  # EIO: nobody has the other end open
            return False
        self.raw += data
        return bool(data)

    def until(self, seen: str | Callable[[], bool], since: int = 0) -> bool:
        """Whether words came in what was written after `since` bytes, or something became true, before the program
        ended or fell silent."""

        def found() -> bool:
            return seen in plain(self.raw[since:]) if isinstance(seen, str) else seen()

        deadline = time.monotonic() + PATIENCE
        while not found():
            if not self._read(0.5 if isinstance(seen, str) else 0.002) or time.monotonic() > deadline:
                return found()
        return True

    def press(self, keys: str, words: str) -> bool:
        """Send keys once the screen is quiet; whether words came then."""
        before = -1
        while len(self.raw) > before:
            before = len(self.raw)
            self._read(QUIET)
        since = len(self.raw)
        self.send(keys)
        return self.until(words, since)

    def send(self, keys: str) -> None:
        with contextlib.suppress(OSError):
            os.write(self._ours, keys.encode())

    def kill(self, after: float = 0.0) -> int:
        """Kill it after so many seconds, reading meanwhile; the exit code of what had ended before."""
        deadline = time.monotonic() + after
        while (left := deadline - time.monotonic()) > 0 and self.child.poll() is None:
            self._read(min(left, 0.002) if left < 0.01 else left / 2)
        with contextlib.suppress(ProcessLookupError):
            self.child.send_signal(signal.SIGKILL)
        self.child.wait()
        while self._read(0.2) and select.select([self._ours], [], [], 0)[0]:
            pass
        return self.child.returncode

    def end(self) -> int:
        """Read to the end; the exit code."""
        deadline = time.monotonic() + PATIENCE
        while self._read(0.5) and time.monotonic() < deadline:
            pass
        return self.child.wait(PATIENCE)

    @property
    def said(self) -> str:
        return plain(self.raw)

    @property
    def screen(self) -> str:
        """What a person saw at last."""
        import pyte

        screen = pyte.Screen(COLUMNS, self._rows)
        pyte.ByteStream(screen).feed(self.raw)
        return "\n".join(line.rstrip() for line in screen.display) + "\n"


def plain(raw: bytes) -> str:
    """Bytes of a terminal without what moves and colours."""
    return _CONTROL.sub("", raw.decode("utf-8", "replace"))
