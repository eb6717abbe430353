"""A drawing as cells: which of them are boxes, frames and labels, found from the characters alone."""

from collections.abc import Sequence

from aiinfra_study.ui.cells import width_of

Cell = tuple[int, int]  # row, column
State = tuple[int, int, str]  # a cell, and "|" or "-" where two lines cross in it; a label is (row, column, "t")

STROKES = frozenset("│┆║─┄═┌╔┐╗└╚┘╝├╠┤╣┬╦┴╩┼")
_CORNERS = {"┌": "┐┘└", "╭": "╮╯╰", "╱": "╲╱╲", "╒": "╕╛╘", "╓": "╖╜╙", "╔": "╗╝╚"}
_OTHERS = frozenset("▲▼◄►×○╧╤╢╟ ")


class Unclear(Exception):
    """The drawing cannot be read without doubt."""


def squeezed(text: str) -> str:
    return "".join(text.split())


class Sheet:
    """The cells of a drawing, and what stands in them besides lines."""

    def __init__(self, rows: Sequence[str]) -> None:
        self.cells: dict[Cell, str] = {}
        for y, row in enumerate(rows):
            x = 0
            for character in row:
                size = width_of(character)
                if size == 0 and x == 0:
                    raise Unclear
                if size == 0:
                    self.cells[y, x - 1] = self.cells.get((y, x - 1), "") + character
                else:
                    self.cells[y, x] = character
                    x += size
        self.names: dict[Cell, tuple[str, ...]] = {}  # the border cells of boxes and frames
        self.frames: dict[Cell, str] = {}  # those of frames: which way the border runs
        self.inside: set[Cell] = set()  # cells of boxes and titles
        self.nodes: list[tuple[str, ...]] = []
        self.groups: list[tuple[str, ...]] = []
        self.texts: dict[Cell, tuple[State, str]] = {}
        self.known: set[State] = set()

    def find_boxes(self) -> None:
        """Closed rectangles, outer before inner: a frame has words in its upper border."""
        found = [box for cell in list(self.cells) if (box := self._box(*cell))]
        around: list[tuple[int, int, int, int, tuple[str, ...]]] = []
        for top, left, bottom, right in sorted(found, key=lambda box: (box[0] - box[2]) * (box[3] - box[1])):
            upper = "".join(self.cells.get((top, x), "") for x in range(left + 1, right))
            holders = [b for b in around if b[0] < top and b[1] < left and b[2] > bottom and b[3] > right]
            path = max((b[4] for b in holders), key=len, default=())
            title = upper.strip("─┼┬┴") if self.cells[top, left] == "┌" else ""
            if title:
                name = (*path, f"{squeezed(title)}]")
                self.groups.append(name)
                around.append((top, left, bottom, right, name))
                self.inside |= {(top, x) for x in range(left, right + 1)} - {
                    (top, x) for x in range(left, right + 1) if self.cells.get((top, x)) in ("┼", "┴", "┬")
                }
            else:
                text = (self.cells.get((y, x), "") for y in range(top + 1, bottom) for x in range(left + 1, right))
                name = (*path, squeezed("".join(text)))
                self.nodes.append(name)
                self.inside |= {(y, x) for y in range(top, bottom + 1) for x in range(left, right + 1)}
            self._border(top, left, bottom, right, name, bool(title))

    def _border(self, top: int, left: int, bottom: int, right: int, name: tuple[str, ...], frame: bool) -> None:
        for x in range(left, right + 1):
            for y in (top, bottom):
                self.names[y, x] = name
                if frame:
                    self.frames[y, x] = "-"
        for y in range(top, bottom + 1):
            for x in (left, right):
                self.names[y, x] = name
                if frame:
                    self.frames[y, x] = "|" if top < y < bottom else "+"

    def _box(self, top: int, left: int) -> tuple[int, int, int, int] | None:
        """The rectangle whose upper left corner is here: left side, lower side and right side are traced."""
        corners = _CORNERS.get(self.cells[top, left])
        if not corners:
            return None
        y = top + 1
        while self.cells.get((y, left), " ") in "│║├┤╟╢┼":
            y += 1
        x = left + 1
        while self.cells.get((y, x), " ") in "─═┬┴╤╧┼":
            x += 1
        right_side = all(self.cells.get((row, x), " ") in "│║├┤╟╢┼" for row in range(top + 1, y))
        ends = self.cells.get((top, x)), self.cells.get((y, x)), self.cells.get((y, left))
        return (top, left, y, x) if right_side and y > top + 1 and ends == tuple(corners) else None

    def find_labels(self) -> None:
        """Words outside of boxes: a run ends where two spaces stand; runs below each other are one label."""
        free = {c for c, g in self.cells.items() if c not in self.inside and g not in STROKES | _OTHERS}
        runs: dict[int, list[list[int]]] = {}
        for y, x in sorted(free):
            row = runs.setdefault(y, [])
            gap = x - row[-1][1] if row else 9
            if gap == 1 or (gap == 2 and self.cells.get((y, x - 1), " ") == " "):
                row[-1][1] = x + width_of(self.cells[y, x]) - 1
            else:
                row.append([x, x + width_of(self.cells[y, x]) - 1])
        blocks: list[list[tuple[int, int, int]]] = []
        for y in sorted(runs):
            for low, high in runs[y]:
                over = [b for b in blocks if b[-1][0] == y - 1 and b[-1][1] <= high and low <= b[-1][2]]
                if len(over) > 1:
                    raise Unclear
                if over:
                    over[0].append((y, low, high))
                else:
                    blocks.append([(y, low, high)])
        for block in blocks:
            text = "".join(self.cells.get((y, x), "") for y, low, high in block for x in range(low, high + 1))
            state = (block[0][0], block[0][1], "t")
            for y, low, high in block:
                self.texts.update({(y, x): (state, squeezed(text)) for x in range(low, high + 1)})
