"""A diagram as boxes and lines: tried in several shapes, drawn, read back; nothing where no drawing is exact."""

from collections.abc import Callable, Iterator

from aiinfra_study.core.graph import Diagram, Edge
from aiinfra_study.ui.cells import width_of
from aiinfra_study.ui.diagram.check import says
from aiinfra_study.ui.diagram.grid import DOWN, LEFT, RIGHT, TAKEN, UP, Cell, Grid
from aiinfra_study.ui.diagram.measure import Budget, Laid, Placed, measured
from aiinfra_study.ui.diagram.names import things
from aiinfra_study.ui.diagram.nets import Item, Net, Port
from aiinfra_study.ui.diagram.plan import Scope, Unfit, plan
from aiinfra_study.ui.diagram.sizes import Try
from aiinfra_study.ui.layout import Line, plain

# how wide labels may be, of nodes and of edges: tried one after the other
WORDS = ((26, 22), (20, 14), (16, 12), (12, 12), (9, 9))
SHARES = (1, 2)
LONGEST = 500  # characters of a label: one of more fills half a screen, however it is broken, and is no picture
DRAWINGS = 3  # how many may be drawn and read back
STEPS = 400  # items that may be placed for one drawing, in all tries together
FEW, MANY = 1, 4  # crossings with which a drawing is taken at once, or not at all
_SWAPPED = {"TD": "LR", "LR": "TD", "BT": "RL", "RL": "BT"}


def boxes(diagram: Diagram, width: int) -> list[Line] | None:
    """The drawing with the fewest crossings, the first of those that are alike; None if none is exact."""
    labels = [item.label for item in things(diagram)] + [edge.label for edge in diagram.edges]
    if any(len(label) > LONGEST for label in labels) or not all(map(_plain, labels)):
        return None
    best: tuple[int, list[Line]] | None = None
    drawn = 0
    for laid in _attempts(diagram, width):
        if laid.crossings > MANY or (best and laid.crossings >= best[0]):
            continue
        drawn += 1
        if drawn > DRAWINGS:
            break
        try:
            lines = _Drawing(diagram, laid).lines()
        except Unfit:
            continue
        if says([plain(line) for line in lines], diagram):
            best = laid.crossings, lines
            if laid.crossings <= FEW:
                break
    return best[1] if best else None


def _plain(text: str) -> bool:
    """Whether a text has no glyph of the drawing in it, and every character its own cells."""
    return not TAKEN & set(text) and width_of(text) == sum(map(width_of, text)) and bool(text == "" or width_of(text))


def _attempts(diagram: Diagram, width: int) -> Iterator[Laid]:
    """The ways to lay a diagram out that fit: the direction it asks for first, wide labels first."""
    budget = Budget(STEPS)
    for direction in (diagram.direction, _SWAPPED[diagram.direction]):
        try:
            scope = plan(diagram, direction)
        except Unfit:
            continue
        for share in SHARES if diagram.groups else SHARES[:1]:
            for words, label in WORDS:
                try:
                    yield measured(scope, Try(words, label, share), width, budget)
                except Unfit:
                    continue


class _Drawing:
    """Puts a measured scope on a sheet."""

    def __init__(self, diagram: Diagram, laid: Laid) -> None:
        self.diagram = diagram
        self.laid = laid
        self.grid = Grid()
        self.titles: list[tuple[int, int, int, str]] = []
        self.net = list(range(len(diagram.edges)))  # edges whose lines touch have one net
        self._join(laid.scope)
        self.loops = len(diagram.edges)

    def _join(self, scope: Scope) -> None:
        for part in scope.parts:
            for net in (net for gap in part.gaps for net in gap):
                first = self.net[net.upper[0].edge]
                joined = {self.net[port.edge] for port in (*net.upper, *net.lower)}
                self.net = [first if each in joined else each for each in self.net]
        for inner in scope.inner.values():
            self._join(inner)

    def lines(self) -> list[Line]:
        self._scope(self.laid, 0, 0, (0, 0))
        for x, y, wide, text in self.titles:
            self.grid.title(x, y, wide, text)
        return self.grid.drawn()

    def _scope(self, laid: Laid, x: int, y: int, frame: tuple[int, int]) -> None:
        """What is inside a frame whose borders are so far away, before and behind, along the flow."""
        for placed in laid.placed:
            at = _placer(laid.down, placed, x, y)
            for layer in placed.part.layers:
                for item in layer:
                    self._item(laid, item, *at(item.a, item.b))
            for gap, tracks in zip(placed.part.gaps, placed.tracks, strict=True):
                for net, track in zip(gap, tracks, strict=True):
                    self._net(laid, placed, net, track, at, frame)

    def _item(self, laid: Laid, item: Item, x: int, y: int) -> None:
        wide, high = (item.box_b, item.box_a) if laid.down else (item.box_a, item.box_b)
        if item.kind == "node":
            self.grid.box(x, y, wide, high, item.shape, item.lines)
            first = y + 1 if laid.down else y + high - 1 - 2 * len(item.loops)
            for step, edge in enumerate(item.loops):
                self._loop(edge, x + wide - 1, first + 2 * step)
        elif item.kind == "label":
            for row, words in enumerate(item.lines):
                before = (wide - 2 * (not laid.down) - width_of(words)) // 2 + (not laid.down)
                self.grid.text(x + before, y + row, words, "code")
        elif item.kind == "group":
            self.grid.frame(x, y, wide, high)
            self.titles.append((x, y, wide, item.text))
            (right, down), inner = laid.shift[item.id], laid.inner[item.id]
            frame = (down, high - down - inner.high) if inner.down else (right, wide - right - inner.wide)
            self._scope(inner, x + right, y + down, frame)

    def _loop(self, edge: Edge, x: int, y: int) -> None:
        """An edge from a node to itself, on its right side."""
        net = self.loops = self.loops + 1
        start = x + 1 if edge.tail else x
        if edge.label:
            end = x + width_of(edge.label) + 5
            self.grid.line([(start, y), (x + 1, y)], net, edge.line)
            self.grid.text(x + 3, y, edge.label, "code")
            self.grid.line([(end - 1, y), (end, y), (end, y + 1), (x + 1, y + 1)], net, edge.line)
        else:
            self.grid.line([(start, y), (x + 3, y), (x + 3, y + 1), (x + 1, y + 1)], net, edge.line)
        if edge.tail:
            self.grid.mark((x + 1, y), edge.tail, LEFT, net)
        if edge.head:
            self.grid.mark((x + 1, y + 1), edge.head, LEFT, net)
        else:
            self.grid.line([(x, y + 1), (x + 1, y + 1)], net, edge.line)

    def _net(
        self,
        laid: Laid,
        placed: Placed,
        net: Net,
        track: int,
        at: Callable[[int, int], Cell],
        frame: tuple[int, int],
    ) -> None:
        number = self.net[net.upper[0].edge]
        forth, back = (DOWN, UP) if laid.down else (RIGHT, LEFT)
        ends = []
        for port in net.upper:
            a = _end(laid, placed, port, frame, True)
            ends.append((port, a, back))
        for port in net.lower:
            ends.append((port, _end(laid, placed, port, frame, False), forth))
        if track < 0:
            (upper, a, _), (lower, other, _) = ends
            self.grid.line([at(a, upper.place), at(other, lower.place)], number, net.line)
        else:
            spots = [port.place for port, _, _ in ends]
            self.grid.line([at(track, min(spots)), at(track, max(spots))], number, net.line)
            for port, a, _ in ends:
                self.grid.line([at(a, port.place), at(track, port.place)], number, net.line)
        for port, a, side in ends:
            if port.mark:
                self.grid.mark(at(a, port.place), port.mark, side, number)
            elif port.item.kind == "label" and laid.down:
                self.grid.line([at(a, port.place)], number, net.line, side)


def _end(laid: Laid, placed: Placed, port: Port, frame: tuple[int, int], upper: bool) -> int:
    """Where along the flow the line of a port begins."""
    item = port.item
    if item.kind == "port":
        return -frame[0] - placed.a if upper else laid.size_a - placed.a + frame[1] - 1
    if item.kind == "bend":
        return item.a
    away = 1 if port.mark or item.kind == "label" else 0
    return item.a + item.box_a - 1 + away if upper else item.a - away


def _placer(down: bool, placed: Placed, x: int, y: int) -> Callable[[int, int], Cell]:
    """From places along and across the flow to cells."""

    def at(a: int, b: int) -> Cell:
        along, across = placed.a + a, placed.b + b
        return (x + across, y + along) if down else (x + along, y + across)

    return at
