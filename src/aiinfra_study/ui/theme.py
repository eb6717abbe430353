"""Colours, glyphs and their plain twins; the one door through which text reaches the terminal."""

import codecs
import os
import sys
from collections.abc import Callable, Iterable
from typing import TextIO

from aiinfra_study.core.text import clean
from aiinfra_study.ui.layout import MARK, MIN_WIDTH, ORNAMENT, Line, line_width, plain, verbatim, wrap

# Words are as bright as the terminal's own, whatever its palette: bold, but never coloured nor dim. Standard green,
# yellow and cyan on white, blue on black and dim grey on either are below the 4.5:1 that WCAG 2.2 (1.4.3) asks of text.
# Colour is for signs alone, and what a sign says stands beside it in words.
_SGR = {
    "good": "1",
    "bad": "1",
    "half": "1",
    "chosen": "1",
    "strong": "1",
    "title": "1",
    "emphasis": "3",
    "link": "4",
    "signs of good": "32",
    "signs of bad": "31",
    "signs of half": "33",
    f"signs of {MARK}": "36",
    "signs of chosen": "1;36",
    ORNAMENT: "2",
}
_UTF_GLYPHS = {"right": "✓", "wrong": "✗", "half": "◐", "full": "━", "rest": "─"}
_ASCII_GLYPHS = {"right": "+", "wrong": "x", "half": "~", "full": "#", "rest": "-"}
_SPOKEN_GLYPHS = {"right": "Right:", "wrong": "Wrong:", "half": "Partly:", "full": "", "rest": ""}
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
_SIGNS = " ✓✗◐●◉›·░▒▓█▁▂▃▄▅▆▇▏▎▍▌▋▊▉"  # what may have a colour, where it stands before the words
_BLANKS = str.maketrans("\n\t\xa0\u202f", "    ")
ROWS = 24  # of a terminal that does not say


class Out:
    """A stream with its colour, width and glyphs."""

    def __init__(self, stream: TextIO, *, color: bool, width: Callable[[], int]) -> None:
        self.stream = stream
        self.color = color
        self._width = width
        self._encoding = getattr(stream, "encoding", None) or "ascii"
        self.utf = self._encoding.lower().startswith("utf")
        self.glyphs = _UTF_GLYPHS if self.utf else _ASCII_GLYPHS
        self.spoken = False

    def speak(self) -> None:
        """From now on somebody listens: words in the place of glyphs, blanks in that of ornaments."""
        self.spoken = True
        self.glyphs = _SPOKEN_GLYPHS

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
        return "".join(_painted(text, style) if self.color else text for text, style in self._parts(line))

    def bare(self, line: Line) -> str:
        """The characters of a line as they go to the stream, without their colours."""
        return "".join(text for text, _ in self._parts(line))

    def _parts(self, line: Line) -> Line:
        """What of a line is shown: ** only where nothing else says so, ornaments only to eyes."""
        marked = self.color or self.spoken
        parts = [(text, style) for text, style in line if not (style == MARK and marked and text == "**")]
        if self.spoken:
            parts = [(" " * len(text) if style == ORNAMENT else text, style) for text, style in parts]
        return [(self._shown(text), style) for text, style in parts]

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


def _painted(text: str, style: str) -> str:
    """A text in its style: signs before the words in the colour of signs, the words bold or as they are."""
    words = "" if style == MARK else text if style == ORNAMENT else text.lstrip(_SIGNS)
    return _sgr(text.removesuffix(words), f"signs of {style}") + _sgr(words, style)


def _sgr(text: str, style: str) -> str:
    code = _SGR.get(style)
    return f"\x1b[{code}m{text}\x1b[0m" if code and text else text


def terminal_width(stream: TextIO) -> int:
    """COLUMNS, else the terminal's own width, else 80."""
    named = os.environ.get("COLUMNS", "")
    if named.isdecimal() and int(named) > 0:
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
    """No character may stop the program: its twin stands for what an encoding lacks. ASCII input may as well be UTF-8,
    which is what comes where a locale says nothing."""
    codecs.register_error("twin", _twins)
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="twin")
    if hasattr(sys.stdin, "reconfigure"):
        ascii_only = codecs.lookup(sys.stdin.encoding).name == "ascii"
        sys.stdin.reconfigure(encoding="utf-8" if ascii_only else None, errors="replace")


def _twins(error: UnicodeError) -> tuple[str, int]:
    """What stands for characters that an encoding lacks."""
    if not isinstance(error, UnicodeEncodeError):
        raise error
    text = error.object[error.start : error.end].translate(_ASCII)
    return text.encode("ascii", "replace").decode("ascii"), error.end
