"""A region of lines at the bottom of the screen, drawn again in place."""

import os
import sys
from collections.abc import Sequence

from aiinfra_study.ui.cells import rows_of
from aiinfra_study.ui.layout import Line
from aiinfra_study.ui.theme import ROWS, Out


class Live:
    """Lines at the bottom of the screen that are replaced in place, and erased at the end."""

    def __init__(self, out: Out) -> None:
        self.out = out
        self._shown: list[str] = []  # the lines that stand there

    @property
    def stands(self) -> bool:
        """Whether something is drawn."""
        return bool(self._shown)

    @property
    def height(self) -> int:
        named = os.environ.get("LINES", "")
        return int(named) if named.isdecimal() and int(named) > 0 else self._size.lines

    @property
    def _size(self) -> os.terminal_size:
        """What the terminal has now, whatever COLUMNS says."""
        try:
            columns, lines = os.get_terminal_size(self.out.stream.fileno())
        except (OSError, ValueError):
            columns = lines = 0
        return os.terminal_size((columns or sys.maxsize, lines or ROWS))

    def draw(self, lines: Sequence[Line]) -> None:
        """Show lines, fewer than the screen has rows, in the place of those before."""
        text = "\n".join(self.out.encoded(line) for line in lines)
        self.out.write(f"{self._clear()}{text}")
        self._shown = [self.out.bare(line) for line in lines]

    def erase(self) -> None:
        self.out.write(self._clear())
        self._shown = []

    def _clear(self) -> str:
        """Up to the first of our lines and clear from there; what stands above is the record and stays. Where the
        terminal has become narrower it has wrapped our lines anew; one that does not do so loses as many lines more."""
        columns = self._size.columns
        rows = sum(rows_of(text, columns) for text in self._shown)
        up = f"\x1b[{rows - 1}A" if rows > 1 else ""
        return f"\r{up}\x1b[J" if rows else ""
