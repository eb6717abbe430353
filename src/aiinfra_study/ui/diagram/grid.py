"""A sheet of cells on which boxes, frames, texts and lines are put; what would blur two of them is refused."""

from collections.abc import Sequence
from itertools import pairwise

from aiinfra_study.ui.cells import width_of
from aiinfra_study.ui.diagram.plan import Unfit
from aiinfra_study.ui.layout import Line

Cell = tuple[int, int]  # x, y
UP, DOWN, LEFT, RIGHT = 1, 2, 4, 8
_TURN = {(0, -1): UP, (0, 1): DOWN, (-1, 0): LEFT, (1, 0): RIGHT}
_BACK = {UP: DOWN, DOWN: UP, LEFT: RIGHT, RIGHT: LEFT}
# glyphs by which of the four sides a line leaves a cell: index is the sum of UP, DOWN, LEFT, RIGHT
GLYPHS = {
    "solid": " │││─┘┐┤─└┌├─┴┬┼",
    "dotted": " ┆┆┆┄┘┐┤┄└┌├┄┴┬┼",
    "thick": " ║║║═╝╗╣═╚╔╠═╩╦┼",
}
# shape: corners from the upper left on round, the horizontal line, the vertical line
BORDERS = {
    "rect": "┌┐┘└─│",
    "round": "╭╮╯╰─│",
    "diamond": "╱╲╱╲─│",
    "cylinder": "╒╕╛╘═│",
    "subroutine": "╓╖╜╙─║",
    "double": "╔╗╝╚═║",
}
_BORDER_OF = {
    **dict.fromkeys(("round", "stadium", "circle", "ellipse", "start"), "round"),
    **dict.fromkeys(("diamond", "hexagon", "choice"), "diamond"),
    **dict.fromkeys(("subroutine", "fork", "join"), "subroutine"),
    **dict.fromkeys(("double-circle", "end"), "double"),
    "cylinder": "cylinder",
}
_TEES = {
    "─": {UP: "┴", DOWN: "┬"},
    "═": {UP: "╧", DOWN: "╤"},
    "│": {LEFT: "┤", RIGHT: "├"},
    "║": {LEFT: "╢", RIGHT: "╟"},
}
MARKS = {
    "arrow": {UP: "▲", DOWN: "▼", LEFT: "◄", RIGHT: "►"},
    "cross": dict.fromkeys((UP, DOWN, LEFT, RIGHT), "×"),
    "circle": dict.fromkeys((UP, DOWN, LEFT, RIGHT), "○"),
}
TAKEN = frozenset("".join(GLYPHS.values()) + "".join(BORDERS.values()) + "▲▼◄►×○╧╤╢╟┴┬┤├") - {" "}


class Grid:
    """The cells that have something in them."""

    def __init__(self) -> None:
        self.solid: dict[Cell, tuple[str, str]] = {}  # boxes and texts: a glyph and its style
        self.frames: dict[Cell, str] = {}
        self.marks: dict[Cell, tuple[str, int]] = {}
        self.lines: dict[Cell, dict[int, tuple[int, str]]] = {}  # what runs through a cell: net → sides and kind

    def text(self, x: int, y: int, text: str, style: str) -> None:
        for character in text:
            size = width_of(character)
            if size == 0 and (x - 1, y) not in self.solid:
                raise Unfit("a mark without a letter")
            if size == 0:
                glyph, style = self.solid[x - 1, y]
                self.solid[x - 1, y] = glyph + character, style
                continue
            self._put((x, y), character, style)
            if size == 2:
                self._put((x + 1, y), "", style)
            x += size

    def _put(self, cell: Cell, glyph: str, style: str) -> None:
        if cell in self.solid or cell in self.frames:
            raise Unfit("two things in one place")
        self.solid[cell] = glyph, style

    def box(self, x: int, y: int, wide: int, high: int, shape: str, lines: Sequence[str]) -> None:
        """A node: its border and its words in the middle."""
        left_up, right_up, right_down, left_down, flat, tall = tuple(BORDERS[_BORDER_OF.get(shape, "rect")])
        self.text(x, y, left_up + flat * (wide - 2) + right_up, "")
        self.text(x, y + high - 1, left_down + flat * (wide - 2) + right_down, "")
        top = (high - 2 - len(lines)) // 2
        for row in range(high - 2):
            words = lines[row - top] if 0 <= row - top < len(lines) else ""
            before = (wide - 2 - width_of(words)) // 2
            body = " " * before + words
            self.text(x, y + 1 + row, tall, "")
            self.text(x + 1, y + 1 + row, body + " " * (wide - 2 - width_of(body)), "")
            self.text(x + wide - 1, y + 1 + row, tall, "")

    def frame(self, x: int, y: int, wide: int, high: int) -> None:
        """The border of a group."""
        for step in range(1, wide - 1):
            self._frame((x + step, y), "─")
            self._frame((x + step, y + high - 1), "─")
        for step in range(1, high - 1):
            self._frame((x, y + step), "│")
            self._frame((x + wide - 1, y + step), "│")
        corners = ((x, y), (x + wide - 1, y), (x + wide - 1, y + high - 1), (x, y + high - 1))
        for cell, glyph in zip(corners, "┌┐┘└", strict=True):
            self._frame(cell, glyph)

    def _frame(self, cell: Cell, glyph: str) -> None:
        if cell in self.solid or cell in self.frames:
            raise Unfit("two things in one place")
        self.frames[cell] = glyph

    def title(self, x: int, y: int, wide: int, text: str) -> None:
        """The title of a group in its upper border, where no line passes."""
        room = width_of(text) + 2
        for start in (x + 2, *range(x + 3, x + wide - 1 - room)):
            cells = [(start + step, y) for step in range(-1, room + 1)]
            if start + room < x + wide and not any(cell in self.lines for cell in cells):
                for cell in cells[1:-1]:
                    del self.frames[cell]
                self.text(start, y, f" {text} ", "title")
                return
        raise Unfit("no room for a title")

    def line(self, cells: Sequence[Cell], net: int, kind: str, before: int = 0, after: int = 0) -> None:
        """A line from cell to cell; `before` and `after` are sides on which its ends touch a text."""
        for one, other in pairwise(cells):
            step = (other[0] > one[0]) - (other[0] < one[0]), (other[1] > one[1]) - (other[1] < one[1])
            if step == (0, 0):
                continue
            side = _TURN[step]
            while one != other:
                following = one[0] + step[0], one[1] + step[1]
                self._sides(one, net, kind, side)
                self._sides(following, net, kind, _BACK[side])
                one = following
        self._sides(cells[0], net, kind, before)
        self._sides(cells[-1], net, kind, after)

    def _sides(self, cell: Cell, net: int, kind: str, sides: int) -> None:
        here = self.lines.setdefault(cell, {})
        here[net] = here.get(net, (0, kind))[0] | sides, kind

    def mark(self, cell: Cell, mark: str, side: int, net: int) -> None:
        """The head of an arrow that points to a side."""
        if cell in self.marks:
            raise Unfit("two marks in one place")
        self.marks[cell] = MARKS[mark][side], net

    def drawn(self) -> list[Line]:
        """The sheet as lines."""
        cells = {cell: (glyph, "dim") for cell, glyph in self.frames.items()} | self.solid
        for cell, nets in self.lines.items():
            cells[cell] = self._joined(cell, nets)
        for cell, (glyph, net) in self.marks.items():
            if cell in self.solid or cell in self.frames or set(self.lines.get(cell, {})) - {net}:
                raise Unfit("a mark on something else")
            cells[cell] = glyph, ""
        rows: dict[int, list[tuple[int, str, str]]] = {}
        for (x, y), (glyph, style) in cells.items():
            rows.setdefault(y, []).append((x, glyph, style))
        return [_row(sorted(rows.get(y, []))) for y in range(max(rows, default=-1) + 1)]

    def _joined(self, cell: Cell, nets: dict[int, tuple[int, str]]) -> tuple[str, str]:
        """The glyph where lines meet each other, a border or a frame."""
        if cell in self.solid:
            glyph, style = self.solid[cell]
            sides = [sides for sides, _ in nets.values() if sides]
            tee = _TEES.get(glyph, {}).get(sides[0]) if len(sides) == 1 else None
            if sides and tee is None:
                raise Unfit("a line through a box")
            return tee or glyph, style
        found = sorted(sides for sides, _ in nets.values())
        if cell in self.frames:
            border = self.frames[cell]
            tee = _TEES.get(border, {}).get(found[0])
            crossed = found == [{"─": UP + DOWN, "│": LEFT + RIGHT}.get(border)]
            if len(found) > 1 or not (tee or crossed):
                raise Unfit("a line along a frame")
            return tee or "┼", "dim"
        if found == [UP + DOWN, LEFT + RIGHT]:
            return "┼", ""
        if len(found) > 1 or found[0] == UP + DOWN + LEFT + RIGHT:
            raise Unfit("lines on each other")
        ((only, kind),) = nets.values()
        return GLYPHS[kind][only], ""


def _row(cells: Sequence[tuple[int, str, str]]) -> Line:
    line: Line = []
    at = 0
    for x, glyph, style in cells:
        if x > at:
            line.append((" " * (x - at), ""))
        if line and line[-1][1] == style:
            line[-1] = line[-1][0] + glyph, style
        else:
            line.append((glyph, style))
        at = x + 1
    while line and not line[-1][0].rstrip():
        line.pop()
    if line:
        line[-1] = line[-1][0].rstrip(), line[-1][1]
    return line
