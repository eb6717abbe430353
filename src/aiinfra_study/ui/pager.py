"""A page longer than the screen: moved through by keys, its place kept when the terminal changes its size."""

from collections.abc import Callable, Iterable
from typing import NamedTuple

from aiinfra_study.ui.ask import EndOfInput, Keyboard
from aiinfra_study.ui.cells import shortened, width_of
from aiinfra_study.ui.layout import MIN_WIDTH, Line, line_width, plain, verbatim
from aiinfra_study.ui.live import Live
from aiinfra_study.ui.reading import CodeLine, Page
from aiinfra_study.ui.search import Search
from aiinfra_study.ui.theme import Out, terminal_width

_AT_END = ("Enter or q leaves · b back · g to the beginning", "Enter or q leaves · b back")
_FOUND = ("n next match · Space on · b back · q leave", "n next match · q leave")
_HELP = (
    "Space on · b back · j k line · n p heading · g G begin, end · / find · q leave",
    "Space on · b back · n p heading · / find · q leave",
    "Space on · b back · q leave",
)
_DOWN, _UP = (" ", "f", "pagedown", "right"), ("b", "pageup", "left")


class Left(NamedTuple):
    """How a reading was left: the anchor it stopped at, and whether its end was seen."""

    anchor: str
    finished: bool


class Pager:
    """The part of a page in view. Pure: keys in, rows out. `relaid` gives the page for a width, `fitted` a line as it
    is shown, which may take more than one."""

    def __init__(self, relaid: Callable[[int], Page], fitted: Callable[[Iterable[Line]], list[Line]] = list) -> None:
        self._relaid = relaid
        self._fitted = fitted
        self._width = self._height = 0
        self.lines: list[Line] = []
        self.starts: dict[str, int] = {}
        self.top = 0
        self.rows = 1
        self.finished = False
        self.said = ""
        self._search = Search()
        self._spot = ("", 0)  # the heading above the top line, and how many characters below it that stands

    @property
    def left(self) -> Left:
        return Left("" if self.finished else self.anchor, self.finished)

    @property
    def anchor(self) -> str:
        """The heading whose text is at the top of the screen."""
        return next((anchor for anchor, at in reversed(self.starts.items()) if at <= self.top), "")

    @property
    def at_end(self) -> bool:
        return self.top + self.rows >= len(self.lines)

    def fit(self, width: int, height: int) -> None:
        """Lay the page out for a screen; what is at the top stays there."""
        self._height, self.rows = height, max(height - 1, 1)
        spot, top = self._spot, self.top
        if width != self._width:
            self._width = width
            self.lines, self.starts = folded(self._relaid(max(width, MIN_WIDTH)), width, self._fitted)
            self._search.at = None
            top = self._place(*spot)
        self._to(top)
        self._spot = spot  # so that many resizes in a row end where they began

    def open_at(self, anchor: str) -> None:
        """Begin at a heading; the end counts as seen only when it is in view from there."""
        self.finished = False
        self._to(self.starts.get(anchor, 0))

    def _place(self, anchor: str, below: int) -> int:
        """The line on which the text of a spot stands now."""
        at = self.starts.get(anchor, 0)
        end = min((start for start in self.starts.values() if start > at), default=len(self.lines))
        if not below:
            return at
        while at + 1 < end and below >= _size(self.lines[at]):
            below -= _size(self.lines[at])
            at += 1
        return at

    def _to(self, top: int) -> None:
        self.top = max(min(top, len(self.lines) - self.rows), 0)
        self.finished = self.finished or self.at_end
        anchor = self.anchor
        self._spot = anchor, sum(map(_size, self.lines[self.starts.get(anchor, 0) : self.top]))

    def press(self, key: str) -> bool:
        """Take a key; True when the reader wants to leave."""
        self.said = ""
        if self._search.typed is not None:
            if self._search.press(key):
                self._find()
            return False
        if key in ("q", "escape") or (key == "enter" and self.at_end):
            return True
        if key == "/":
            self._search.typed = ""
        elif key == "n" and self._search.found:
            self._find()
        else:
            self._move(key)
        return False

    def _move(self, key: str) -> None:
        page = max(self.rows - 2, 1)
        match key:
            case _ if key in _DOWN:
                self._to(self.top + page)
            case _ if key in _UP:
                self._to(self.top - page)
            case "j" | "down" | "enter":
                self._to(self.top + 1)
            case "k" | "up":
                self._to(self.top - 1)
            case "g" | "home":
                self._to(0)
            case "G" | "end":
                self._to(len(self.lines))
            case "n" | "tab":
                self._to(next((at for at in self.starts.values() if at > self.top), self.top))
            case "p" | "backtab":
                self._to(next((at for at in reversed(self.starts.values()) if at < self.top), 0))

    def _find(self) -> None:
        at = self._search.next(self.lines, self.top)
        if at is not None:
            self._to(at)
        elif self._search.found:
            self.said = f'"{self._search.found}" is not in this reading.'
            self._search = Search()

    def shown(self) -> list[Line]:
        """The rows of the screen: the part in view, and a line that says where one is and which keys there are."""
        body = self.lines[self.top : self.top + self.rows]
        at = self._search.at
        if at is not None and self.top <= at < self.top + len(body):
            body[at - self.top] = [(plain(self.lines[at]), "chosen")]
        return [*body, *([[]] * (self.rows - len(body))), self._foot()][: max(self._height, 1)]

    def glimpse(self, page: Page, width: int, height: int) -> list[Line]:
        """The first screen, from a page of which only so much is laid out."""
        lines, _ = folded(page, width, self._fitted)
        body = lines[: max(height - 1, 1)]
        keys = next((text for text in _HELP if width_of(text) < width), "")
        return [*body, *([[]] * (height - 1 - len(body))), [(keys, "dim")]]

    def _foot(self) -> Line:
        room = max(self._width - 1, 1)
        if self._search.typed is not None:
            return [(shortened(f"/{self._search.typed}", room - 1), "chosen"), ("_", "")]
        if self.said:
            return [(shortened(self.said, room), "half")]
        seen = min(self.top + self.rows, len(self.lines))
        where = "End" if self.at_end else f"{100 * seen // len(self.lines)} %"
        keys = _FOUND if self._search.found else _AT_END if self.at_end else _HELP
        told = next((f" · {text}" for text in keys if width_of(where + text) + 3 <= room), "")
        return [(shortened(where, room), "title"), (told, "dim")]


def _size(line: Line) -> int:
    """Characters of a line, spaces left out: the same at any width."""
    return sum(len("".join(text.split())) for text, _ in line)


def folded(
    page: Page, width: int, fitted: Callable[[Iterable[Line]], list[Line]] = list
) -> tuple[list[Line], dict[str, int]]:
    """A page without lines wider than the screen: code too long goes on behind an arrow."""
    lines: list[Line] = []
    starts = dict(page.starts)
    moved = {at: anchor for anchor, at in page.starts.items()}
    for at, line in enumerate(page.lines):
        if at in moved:
            starts[moved[at]] = len(lines)
        if isinstance(line, CodeLine) and "\t" in plain(line):
            line = [(plain(line).expandtabs(4), "code")]
        if line_width(line) > width:
            text = plain(line)
            indent = text[: min(len(text) - len(text.lstrip(" ")), width // 2)]
            first, *others = verbatim(text[len(indent) :], max(width - 2 - len(indent), 1), "code")
            lines += [[(indent, ""), *first], *([("↪ ", "dim"), *other] for other in others)]
        else:
            lines += fitted([line])
    return lines, starts


def page_through(out: Out, keyboard: Keyboard, pager: Pager, start: str = "", first: Page | None = None) -> None:
    """Let somebody read, on a screen of its own; `pager.left` says how it was left, whatever ended it. `first` is the
    beginning of the page, shown at once while all of it is laid out. Raises KeyboardInterrupt or EndOfInput."""
    live = Live(out)
    with keyboard.own_screen():
        if first is not None:
            _draw(out, pager.glimpse(first, terminal_width(out.stream), live.height))
        pager.fit(terminal_width(out.stream), live.height)
        if start:
            pager.open_at(start)
        try:
            _hold(out, keyboard, pager, live)
        finally:
            out.write("\r\x1b[J")  # the keys, on a terminal that has one screen only


def _draw(out: Out, lines: Iterable[Line]) -> None:
    rows = "\n".join(f"\x1b[2K{out.encoded(line)}" for line in lines)
    out.write(f"\x1b[H{rows}\x1b[J")


def _hold(out: Out, keyboard: Keyboard, pager: Pager, live: Live) -> None:
    """Draw and take keys until the reader leaves; between keys that came at once nothing is drawn."""
    drawn = False
    while True:
        if not (drawn and keyboard.waiting):
            _draw(out, pager.shown())
            drawn = True
        match keyboard.read():
            case "interrupt":
                raise KeyboardInterrupt
            case "eof":
                raise EndOfInput
            case "resize":
                out.write("\x1b[2J")
                pager.fit(terminal_width(out.stream), live.height)
            case key if pager.press(key):
                return
