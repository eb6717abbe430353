"""The raw console of Windows: its keys, under the names that all terminals share."""

import os
from typing import Any

from aiinfra_study.ui.terminal import CONTROLS, Written

TICK = 0.02  # seconds between looks at the keyboard


class WindowsKeyboard(Written):
    """Keys of a Windows console. Resizes are noticed at the next key."""

    _SPECIAL = {
        "H": "up", "P": "down", "K": "left", "M": "right", "G": "home", "O": "end", "S": "delete",
        "I": "pageup", "Q": "pagedown", "\x0f": "backtab",
    }  # fmt: skip
    _OTHERS = {"\x1a": "eof", "\x1b": "escape"}

    def __enter__(self) -> "WindowsKeyboard":
        os.system("")  # switches the console to escape sequences
        self._take_screen()
        return self

    def __exit__(self, *_: object) -> None:
        self._give_back_screen()

    @property
    def waiting(self) -> bool:
        import msvcrt

        pressed: Any = getattr(msvcrt, "kbhit")  # noqa: B009  (typed only on Windows)
        return bool(pressed())

    def read(self, within: float | None = None) -> str:
        import msvcrt
        import time

        getwch: Any = getattr(msvcrt, "getwch")  # noqa: B009  (typed only on Windows)
        pressed: Any = getattr(msvcrt, "kbhit")  # noqa: B009
        late = None if within is None else time.monotonic() + within
        while late is not None and not pressed():
            if time.monotonic() > late:
                return ""
            time.sleep(TICK)
        character = str(getwch())
        if character in ("\x00", "\xe0"):
            return self._SPECIAL.get(str(getwch()), "unknown")
        if character == "\x03":
            raise KeyboardInterrupt
        if "\ud800" <= character < "\udc00":  # the first half of a character beyond 16 bits
            character = (character + str(getwch())).encode("utf-16", "surrogatepass").decode("utf-16", "replace")
        return self._OTHERS.get(character) or CONTROLS.get(character, character)
