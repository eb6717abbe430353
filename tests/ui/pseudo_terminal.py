"""The real program on a pseudo-terminal: keys in, a screen as a person sees it out."""

import ctypes
import os
import signal
import sys
import time
from collections.abc import Callable, Mapping
from typing import Any

import pytest

pexpect = pytest.importorskip("pexpect")
pyte = pytest.importorskip("pyte")

PATIENCE = 30  # seconds until a screen that does not come is a failure; never waited for when all is well
DOWN, UP = "\x1b[B", "\x1b[A"
INTERRUPT, END_OF_INPUT = "\x03", "\x04"
SETTLED = 0.02  # seconds of silence after which a screen is whole


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
        while not (seen in self.text if isinstance(seen, str) else seen(self)):
            if not self._read(0.05) or time.monotonic() > deadline:
                pytest.fail(f"{seen!r} never came; the screen:\n{self.text}")
        drawn = -1
        while len(self.raw) > drawn:  # the rest of what is being drawn
            drawn = len(self.raw)
            self._read(SETTLED)
        return self

    def press(self, keys: str, seen: "str | Callable[[Session], bool]") -> "Session":
        """Send keys, then read until something is seen that comes after them."""
        before = len(self.raw)
        self.child.send(keys.encode())
        return self.until(lambda session: len(session.raw) > before).until(seen)

    def resize(self, columns: int, rows: int) -> None:
        self.columns, self.rows = columns, rows
        self.screen.resize(rows, columns)
        self.twin.resize(rows, columns * 3)
        self.child.setwinsize(rows, columns)

    def end(self) -> int:
        """Read to the end; the exit code, or the negative number of the signal that killed it."""
        deadline = time.monotonic() + PATIENCE
        while self._read(0.05):
            assert time.monotonic() < deadline, f"it does not end; the screen:\n{self.text}"
        self.child.wait()
        return -int(self.child.signalstatus) if self.child.exitstatus is None else int(self.child.exitstatus)

    def kill(self) -> int:
        os.kill(self.child.pid, signal.SIGKILL)
        return self.end()


def _other_end(descriptor: int) -> str:
    """The path of a pseudo-terminal whose controlling end this is (os.ptsname, which Python has since 3.13)."""
    ptsname = ctypes.CDLL(None).ptsname
    ptsname.restype = ctypes.c_char_p
    return os.fsdecode(ptsname(descriptor))


def asking(session: Session) -> bool:
    """Whether a question stands there complete: its last line names the keys."""
    return session.last_line.endswith(("q stop", "stops and keeps"))


def answered(session: Session) -> bool:
    """Whether the feedback stands there complete."""
    return session.last_line.endswith("q stop") and "Enter go on" in session.text
