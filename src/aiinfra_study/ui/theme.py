"""Colours, glyphs and their plain twins; the one door through which text reaches the terminal."""

import os
import sys
from collections.abc import Callable, Iterable
from typing import TextIO

from aiinfra_study.core.text import clean
from aiinfra_study.ui.layout import MARK, MIN_WIDTH, Line, line_width, plain, verbatim, wrap

# Standard colours only, readable on light and dark themes; every use also has a word or a glyph.
_SGR = {
    "good": "32",
    "bad": "31",
    "half": "33",
    "code": "36",
    "strong": "1",
    "emphasis": "3",
    "link": "4",
    "number": "35",
    "title": "1",
    "dim": "2",
    "chosen": "1;36",
}
_UTF_GLYPHS = {"right": "✓", "wrong": "✗", "half": "◐", "at": "›", "full": "━", "rest": "─", "caret": "▏"}
_ASCII_GLYPHS = {"right": "+", "wrong": "x", "half": "~", "at": ">", "full": "#", "rest": "-", "caret": "_"}
_ASCII = str.maketrans({
    "…": "...", "–": "-", "—": "-", "·": "-", "→": "->", "×": "x", "│": "|", "↪": ">", "“": '"', "”": '"',
    "’": "'", "≥": ">=", "≤": "<=", "±": "+-", "µ": "u", "↑": "up", "↓": "down", "⏎": "Enter", "←": "<-", "›": ">",
    "▏": "_", "✓": "+", "✗": "x", "◐": "~", "━": "#", "─": "-", "•": "*", "−": "-", "␛": "^[",
    # charts
    "░": ".", "▒": "o", "▓": "O", "█": "#", "▁": "_", "▂": "_", "▃": "-", "▄": "-", "▅": "=", "▆": "=", "▇": "#",
    "▎": " ", "▍": "-", "▌": "-", "▋": "=", "▊": "=", "▉": "#", "●": "o", "◉": "0", "┃": "|",
    # diagrams, one cell for one cell; a crossing is a line that goes on over another one, not a junction
    "┌": "+", "┐": "+", "└": "+", "┘": "+", "├": "+", "┤": "+", "┬": "+", "┴": "+", "┼": "|",
    "╭": ".", "╮": ".", "╰": "'", "╯": "'", "╱": "/", "╲": "\\", "▼": "v", "▲": "^", "◄": "<", "►": ">", "○": "o",
    "═": "=", "║": "#", "╔": "+", "╗": "+", "╚": "+", "╝": "+", "╠": "+", "╣": "+", "╦": "+", "╩": "+",
    "╒": "+", "╕": "+", "╘": "+", "╛": "+", "╓": "+", "╖": "+", "╙": "+", "╜": "+", "╧": "+", "╤": "+", "╟": "+",
    "╢": "+", "┄": "~", "┆": ":", "↺": "^",
})  # fmt: skip
_BLANKS = str.maketrans("\n\t\xa0\u202f", "    ")


class Out:
    """A stream with its colour, width and glyphs."""

    def __init__(self, stream: TextIO, *, color: bool, width: Callable[[], int]) -> None:
        self.stream = stream
        self.color = color
        self._width = width
        self._encoding = getattr(stream, "encoding", None) or "ascii"
        self.utf = self._encoding.lower().startswith("utf")
        self.glyphs = _UTF_GLYPHS if self.utf else _ASCII_GLYPHS

    @property
    def width(self) -> int:
        return max(self._width(), MIN_WIDTH)

    def _shown(self, text: str) -> str:
        """The characters that stand for a text on this stream."""
        safe = text if text.isprintable() else clean(text).translate(_BLANKS)
        if self.utf:
            return safe
        return safe.translate(_ASCII).encode(self._encoding, "replace").decode(self._encoding)

    def encoded(self, line: Line) -> str:
        """A line as it goes to the stream: cleaned, coloured where colour is wanted."""
        if not self.color:
            return "".join(self._shown(text) for text, _ in line)
        return "".join(
            f"\x1b[{_SGR[style]}m{self._shown(text)}\x1b[0m" if style else self._shown(text)
            for text, style in line
            if style != MARK
        )

    def fitted(self, lines: Iterable[Line]) -> list[Line]:
        """The lines, those broken again whose characters take more room on this stream than in the text."""
        return [part for line in lines for part in self._fitted(line)]

    def _fitted(self, line: Line) -> list[Line]:
        if self.utf and all(text.isprintable() for text, _ in line):
            return [line]
        shown: Line = [(self._shown(text), style) for text, style in line]
        if line_width(shown) <= self.width:
            return [shown]
        text = plain(shown)
        indent = " " * min(len(text) - len(text.lstrip()), self.width // 2)
        return verbatim(text, self.width, hang=indent)

    def lines(self, lines: Iterable[Line]) -> None:
        """Print lines and flush."""
        self.write("".join(f"{self.encoded(line)}\n" for line in self.fitted(lines)))

    def raw_lines(self, lines: Iterable[Line]) -> None:
        """Print lines as long as they are: those of code, which are cut nowhere."""
        self.write("".join(f"{self.encoded(line)}\n" for line in lines))

    def say(self, text: str = "", style: str = "") -> None:
        """Print one text, wrapped."""
        self.lines(wrap([(text, style)], self.width))

    def write(self, text: str) -> None:
        """Characters that are already safe."""
        try:
            self.stream.write(text)
        except UnicodeEncodeError:
            self.stream.write(text.encode(self._encoding, "replace").decode(self._encoding))
        self.stream.flush()


def terminal_width(stream: TextIO) -> int:
    """COLUMNS, else the terminal's own width, else 80."""
    named = os.environ.get("COLUMNS", "")
    if named.isdigit() and int(named) > 0:
        return int(named)
    try:
        return os.get_terminal_size(stream.fileno()).columns or 80
    except (OSError, ValueError):
        return 80


def wants_color(stream: TextIO, *, plain: bool, no_color: bool) -> bool:
    """Flag, then NO_COLOR, then FORCE_COLOR, then whether a person is looking."""
    if plain or no_color or os.environ.get("NO_COLOR"):
        return False
    if os.environ.get("FORCE_COLOR"):
        return True
    return stream.isatty() and os.environ.get("TERM", "") != "dumb"


def prepare_streams() -> None:
    """No character may stop the program: what an encoding lacks is replaced, broken surrogates shown."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="replace")
    if hasattr(sys.stdin, "reconfigure"):
        sys.stdin.reconfigure(errors="replace")
