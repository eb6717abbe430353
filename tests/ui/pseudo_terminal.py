"""The real program on a pseudo-terminal: keys in, a screen as a person sees it out."""

import ctypes
import os
import signal
import sys
import time
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import Any, NamedTuple

import pytest

pexpect = pytest.importorskip("pexpect")
pyte = pytest.importorskip("pyte")

PATIENCE = 30  # seconds until a screen that does not come is a failure; never waited for when all is well
DOWN, UP = "\x1b[B", "\x1b[A"
INTERRUPT, END_OF_INPUT = "\x03", "\x04"
PROMPTS = (b"\n> ", b"[y/N] ")  # what waits for a line; the program writes nothing behind one
SETTLED = 0.02  # seconds of silence after which a screen is whole
OFFERED = b"any other key leaves."  # the next command


class Session:
    """One run at a terminal of a given size. A twin of the screen, far wider, shows what would have wrapped."""

    def __init__(
        self,
        arguments: list[str],
        environment: Mapping[str, str],
        columns: int = 80,
        rows: int = 24,
        command: str = sys.executable,
    ) -> None:
        self.columns, self.rows = columns, rows
        self.raw = b""
        self._met = 0  # what of it has been reacted to
        self.screen = pyte.Screen(columns, rows)
        self.twin = pyte.Screen(columns * 3, rows)
        self._streams = [pyte.ByteStream(screen) for screen in (self.screen, self.twin)]
        if command == sys.executable:
            arguments = ["-m", "aiinfra_study", *arguments]
        self.child = pexpect.spawn(command, arguments, env=dict(environment), dimensions=(rows, columns))
        self.child.delaybeforesend = None
        self._slave = os.open(_other_end(self.child.child_fd), os.O_RDWR | os.O_NOCTTY)  # outlives the program
        self.modes = self.stty()

    def __enter__(self) -> "Session":
        return self

    def __exit__(self, *_: object) -> None:
        os.close(self._slave)
        self.child.close(force=True)

    def stty(self) -> list[Any]:
        """The modes of the terminal."""
        import termios

        return termios.tcgetattr(self._slave)

    # what is seen

    @property
    def lines(self) -> list[str]:
        return [line.rstrip() for line in self.screen.display]

    @property
    def text(self) -> str:
        return "\n".join(self.lines).strip("\n")

    @property
    def last_line(self) -> str:
        """The lowest line that is not empty: where the keys are named."""
        return self.text.rpartition("\n")[2]

    @property
    def widest(self) -> int:
        """Cells of the widest row, had the terminal been wide enough to wrap none."""
        rows = (self.twin.buffer[number] for number in range(self.rows))
        return max(
            at + 1 for row in rows for at, cell in [(-1, None), *row.items()] if cell is None or cell.data != " "
        )

    def marked(self, mark: str) -> str:
        """The line that begins with a mark."""
        return next((line for line in self.lines if line.startswith(mark)), "")

    # what is done

    def _read(self, wait: float) -> bool:
        """Take in what the program wrote; False when it has ended."""
        try:
            data = self.child.read_nonblocking(65536, timeout=wait)
        except pexpect.TIMEOUT:
            return True
        except pexpect.EOF:
            return False
        self.raw += data
        for stream in self._streams:
            stream.feed(data)
        return True

    def until(self, seen: "str | Callable[[Session], bool]") -> "Session":
        """Read until a text stands on the screen, or something holds of it."""
        deadline = time.monotonic() + PATIENCE
        while not _holds(seen, self):
            if not self._read(0.05) or time.monotonic() > deadline:
                pytest.fail(f"{seen!r} never came; the screen:\n{self.text}")
        drawn = -1
        while len(self.raw) > drawn:  # the rest of what is being drawn
            drawn = len(self.raw)
            self._read(SETTLED)
        return self

    def press(self, keys: str, seen: "str | Callable[[Session], bool]") -> "Session":
        """Send keys, then read until something is seen that comes after them."""
        before = self._met = len(self.raw)
        self.child.send(keys.encode())
        return self.until(lambda session: len(session.raw) > before and _holds(seen, session))

    def resize(self, columns: int, rows: int) -> None:
        self.columns, self.rows = columns, rows
        self.screen.resize(rows, columns)
        self.twin.resize(rows, columns * 3)
        self.child.setwinsize(rows, columns)

    def end(self, *, patient: bool = False) -> int:
        """Read to the end; the exit code, or the negative number of the signal that killed it. An offer of the next
        command is refused by a key, which takes less time than to wait until it is withdrawn."""
        deadline = time.monotonic() + PATIENCE
        begun = self._met
        while self._read(0.05):
            if not patient and self._met == begun and self.raw.rfind(OFFERED) >= begun:
                self._met = len(self.raw)
                self.child.send("x")
            assert time.monotonic() < deadline, f"it does not end; the screen:\n{self.text}"
        self.child.wait()
        return -int(self.child.signalstatus) if self.child.exitstatus is None else int(self.child.exitstatus)

    def kill(self) -> int:
        os.kill(self.child.pid, signal.SIGKILL)
        return self.end()


class Typed(NamedTuple):
    """A run that was typed to in lines: its exit code, and all that stood on the paper, with what was typed."""

    code: int
    text: str


def typed(
    arguments: list[str], environment: Mapping[str, str], lines: Iterable[str] = (), folder: Path | None = None
) -> Typed:
    """Type a line at each prompt, then end the input."""
    command = ["-m", "aiinfra_study", *arguments]
    child = pexpect.spawn(sys.executable, command, env=dict(environment), dimensions=(24, 80), cwd=folder)
    child.delaybeforesend = None
    raw, left, answered = b"", list(lines), 0
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline:
        try:
            raw += child.read_nonblocking(65536, timeout=PATIENCE)
        except (pexpect.EOF, pexpect.TIMEOUT):
            break
        if raw.endswith(PROMPTS) and len(raw) > answered:
            answered = len(raw)
            child.send(f"{left.pop(0)}\n" if left else END_OF_INPUT)
    child.wait()
    assert not left, f"nobody asked for {left}:\n{raw.decode()}"
    return Typed(int(child.exitstatus or 0), raw.decode().replace("\r\n", "\n"))


def _holds(seen: "str | Callable[[Session], bool]", session: Session) -> bool:
    return seen in session.text if isinstance(seen, str) else seen(session)


def _other_end(descriptor: int) -> str:
    """The path of a pseudo-terminal whose controlling end this is (os.ptsname, which Python has since 3.13)."""
    ptsname = ctypes.CDLL(None).ptsname
    ptsname.restype = ctypes.c_char_p
    return os.fsdecode(ptsname(descriptor))


def asking(session: Session) -> bool:
    """Whether a question stands there complete: its last line names the keys."""
    return session.last_line.endswith("q stop")


def answered(session: Session) -> bool:
    """Whether the feedback stands there complete."""
    return session.last_line.endswith("q stop") and "Enter go on" in session.text
