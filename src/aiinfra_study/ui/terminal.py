"""The raw terminal: keys in, and the terminal given back as it was.

The question screen reads keys itself: prompt_toolkit costs ten times the start-up of everything else, and its screens
27 ms a question. Menus and confirmations still go through questionary.
"""

import contextlib
import os
import signal
import sys
from collections.abc import Callable, Iterator
from types import FrameType
from typing import TYPE_CHECKING, Any

from aiinfra_study.ui.theme import ROWS, Out

if TYPE_CHECKING:
    from aiinfra_study.ui.ask import Keyboard

ESCAPE_WAIT = 0.05  # seconds until a lone ESC is a key of its own
_SEQUENCES = {
    "[A": "up", "[B": "down", "[C": "right", "[D": "left", "OA": "up", "OB": "down", "OC": "right", "OD": "left",
    "[H": "home", "[F": "end", "OH": "home", "OF": "end", "[1~": "home", "[4~": "end", "[3~": "delete",
    "[5~": "pageup", "[6~": "pagedown", "[Z": "backtab",
}  # fmt: skip
CONTROLS = {
    "\r": "enter", "\n": "enter", "\x7f": "backspace", "\x08": "backspace", "\t": "tab", "\x04": "eof",
    "\x03": "interrupt", "\x15": "clear", "\x17": "delete-word", "\x01": "home", "\x05": "end",
}  # fmt: skip
PASTE = "paste:"
_TAKE = "\x1b[?25l\x1b[?2004h"  # hide the cursor, mark pastes
_GIVE_BACK = "\x1b[?2004l\x1b[?25h"
_TOP = "\x1b[H"
_OVER, _BACK = "\x1b[?1049h", "\x1b[?1049l"  # another screen over the one that scrolls, and back


def decode(buffer: str) -> tuple[str, str]:
    """The first key of what was read, and the rest; ("", buffer) when an escape sequence is not complete yet."""
    if not buffer.startswith("\x1b"):
        first = buffer[0]
        return CONTROLS.get(first, first), buffer[1:]
    if buffer.startswith("\x1b[200~"):
        end = buffer.find("\x1b[201~")
        return ("", buffer) if end < 0 else (PASTE + buffer[6:end], buffer[end + 6 :])
    for length in (2, 3):
        if buffer[1 : 1 + length] in _SEQUENCES:
            return _SEQUENCES[buffer[1 : 1 + length]], buffer[1 + length :]
    if len(buffer) == 1 or buffer[1] not in "[O":
        return ("", buffer) if len(buffer) == 1 else ("escape", buffer[1:])
    for place, character in enumerate(buffer[2:], 2):  # some other sequence: swallow it whole
        if "@" <= character <= "~":
            return "unknown", buffer[place + 1 :]
    return "", buffer


class Written:
    """What a keyboard writes to its terminal."""

    def __init__(self, write: Callable[[str], None]) -> None:
        self._write = write
        self._over = False

    def _take_screen(self) -> None:
        self._write(_TAKE + _OVER * self._over)

    def _give_back_screen(self) -> None:
        self._write(_BACK * self._over + _GIVE_BACK)

    @contextlib.contextmanager
    def own_screen(self) -> Iterator[None]:
        """Another screen for as long as something is read there; what stood before comes back."""
        self._over = True
        try:
            self._write(_OVER)
            yield
        finally:
            self._over = False
            self._write(_BACK)


class PosixKeyboard(Written):
    """Keys of a Unix terminal in cbreak mode, with notice of resizes and of coming back from a suspension.

    The terminal is given back as it was at the end, and for as long as Ctrl-Z stops the program.
    """

    def __init__(self, write: Callable[[str], None]) -> None:
        import codecs

        super().__init__(write)
        self._descriptor = sys.stdin.fileno()
        self._buffer = ""
        self._decoder = codecs.getincrementaldecoder(sys.stdin.encoding or "utf-8")("replace")
        self._wake_read, self._wake_write = os.pipe()
        self._saved: Any = None
        self._handlers: dict[int, Any] = {}

    def __enter__(self) -> "PosixKeyboard":
        import termios

        self._saved = termios.tcgetattr(self._descriptor)
        os.set_blocking(self._wake_write, False)
        self._handlers = {
            number: signal.signal(number, self._woken) for number in (signal.SIGWINCH, signal.SIGCONT, signal.SIGTERM)
        }
        self._handlers[signal.SIGTSTP] = signal.signal(signal.SIGTSTP, self._stopped)
        self._take()
        return self

    def _take(self) -> None:
        import termios
        import tty

        tty.setcbreak(self._descriptor, termios.TCSADRAIN)
        self._take_screen()

    def _give_back(self) -> None:
        import termios

        self._give_back_screen()
        with contextlib.suppress(termios.error):  # the terminal may be gone
            termios.tcsetattr(self._descriptor, termios.TCSADRAIN, self._saved)

    def _stopped(self, number: int, _frame: FrameType | None) -> None:
        """Ctrl-Z: stop, and go on here when the shell says so."""
        self._give_back()
        self._write("\n")
        signal.signal(number, signal.SIG_DFL)
        os.kill(os.getpid(), number)
        signal.signal(number, self._stopped)
        self._take()
        self._woken(signal.SIGWINCH, None)

    def _woken(self, number: int, _frame: FrameType | None) -> None:
        if number == signal.SIGTERM:
            raise KeyboardInterrupt
        with contextlib.suppress(OSError):
            os.write(self._wake_write, b"c" if number == signal.SIGCONT else b"w")

    def __exit__(self, *_: object) -> None:
        self._give_back()
        for number, handler in self._handlers.items():
            signal.signal(number, handler)
        os.close(self._wake_read)
        os.close(self._wake_write)

    @property
    def waiting(self) -> bool:
        """Whether another key was read already."""
        return self._buffer[:1] not in ("", "\x1b")

    def read(self, within: float | None = None) -> str:
        """The next key: a character, a name such as `enter`, `paste:…`, or `resize`; "" after so many seconds without
        one."""
        import select

        while True:
            if self._buffer:
                key, rest = decode(self._buffer)
                if key:
                    self._buffer = rest
                    return key
            wait = ESCAPE_WAIT if self._buffer == "\x1b" else within
            ready = select.select([self._descriptor, self._wake_read], [], [], wait)[0]
            if not ready:
                escape, self._buffer = self._buffer == "\x1b", ""
                return "escape" if escape else ""
            if self._wake_read in ready:
                return self._resized()
            data = os.read(self._descriptor, 4096)
            if not data:
                return "eof"
            self._buffer += self._decoder.decode(data)

    def _resized(self) -> str:
        if b"c" in os.read(self._wake_read, 64):
            self._take()
            self._write("\n" * (os.get_terminal_size(self._descriptor).lines or ROWS) + _TOP)  # what the shell wrote
        return "resize"


def keyboard(write: Callable[[str], None]) -> "contextlib.AbstractContextManager[Keyboard]":
    """The keys of this terminal, for a `with` block."""
    if os.name == "nt":
        from aiinfra_study.ui.windows import WindowsKeyboard

        return WindowsKeyboard(write)
    return PosixKeyboard(write)


@contextlib.contextmanager
def raw_screen(out: Out) -> "Iterator[Keyboard]":
    """Keys, a hidden cursor and marked pastes, for the time of one conversation; all restored at the end."""
    with keyboard(out.write) as keys:
        yield keys
