"""How large things are, and where: scopes measured from the inside out, parts packed side by side."""

from typing import NamedTuple

from aiinfra_study.ui.cells import width_of
from aiinfra_study.ui.diagram.nets import Item, Net
from aiinfra_study.ui.diagram.place import Rules, free_range, place
from aiinfra_study.ui.diagram.plan import Part, Scope, Unfit
from aiinfra_study.ui.diagram.route import Routed, ends, route
from aiinfra_study.ui.diagram.sizes import MAX_ROWS, Try, broken, least, node_size

DOWNWARDS = Rules(gap=3, pitch=2, margin=1)
SIDEWAYS = Rules(gap=1, pitch=1, margin=1)


class Placed(NamedTuple):
    """A part with the place of its corner and the tracks of its nets, along the flow."""

    part: Part
    a: int
    b: int
    tracks: list[list[int]]


class Laid(NamedTuple):
    """A scope measured: `inner` and the `shift` of what is inside each group against its frame."""

    scope: Scope
    down: bool
    size_a: int
    size_b: int
    placed: list[Placed]
    inner: dict[str, "Laid"]
    shift: dict[str, tuple[int, int]]
    crossings: int

    @property
    def wide(self) -> int:
        return self.size_b if self.down else self.size_a

    @property
    def high(self) -> int:
        return self.size_a if self.down else self.size_b


class Budget:
    """How much may be tried for one diagram, in items placed: no wall clock, so every machine draws the same."""

    def __init__(self, steps: int) -> None:
        self.steps = steps

    def spend(self, steps: int) -> None:
        self.steps -= steps
        if self.steps < 0:
            raise Unfit("too much work")


def measured(scope: Scope, way: Try, room: int, budget: Budget) -> Laid:
    """A scope in `room` columns. Unfit where it does not fit."""
    return _Measure(scope, way, room, budget).laid()


class _Measure:
    def __init__(self, scope: Scope, way: Try, room: int, budget: Budget) -> None:
        self.budget = budget
        self.scope = scope
        self.way = way
        self.room = room
        self.down = scope.direction in ("TD", "BT")
        self.rules = DOWNWARDS if self.down else SIDEWAYS
        self.inner: dict[str, Laid] = {}
        self.shift: dict[str, tuple[int, int]] = {}
        self.crossings = 0

    def laid(self) -> Laid:
        across = self.room if self.down else MAX_ROWS
        wide, high = least(self.scope, self.way)
        if wide > self.room or high > MAX_ROWS:
            raise Unfit("too large")
        self.budget.spend(sum(len(layer) for part in self.scope.parts for layer in part.layers))
        sizes = []
        for part in self.scope.parts:
            for layer in part.layers:
                for item in layer:
                    self._item(item)
            size_b = place(part, across, self.rules)
            tracks, size_a = self._along(part)
            sizes.append((part, tracks, size_a, size_b))
        placed, size_a, size_b = self._packed(sizes, across)
        laid = Laid(self.scope, self.down, size_a, size_b, placed, self.inner, self.shift, self.crossings)
        if laid.wide > self.room or laid.high > MAX_ROWS:
            raise Unfit("too large")
        return laid

    def _item(self, item: Item) -> None:
        if item.kind == "node":
            self._node(item)
        elif item.kind == "group":
            self._group(item)
        elif item.kind == "label":
            item.lines = broken(item.text, self.way.label)
            wide = max(map(width_of, item.lines))
            self._size(item, wide if self.down else wide + 2, len(item.lines))
        else:
            item.size_a, item.size_b = 0, 1

    def _size(self, item: Item, wide: int, high: int, beside: int = 0) -> None:
        """The size of an item whose box is so wide and high, with loops `beside` it."""
        item.box_a, item.box_b = (high, wide) if self.down else (wide, high)
        item.size_a, item.size_b = (high, wide + beside) if self.down else (wide + beside, high)
        item.last = item.box_b - 1 - self.rules.margin

    def _node(self, item: Item) -> None:
        item.lines = broken(item.text, self.way.words)
        wide, high, beside = node_size(item, self.way, self.down)
        self._size(item, wide, high, beside)
        if not self.down:
            item.last -= 2 * len(item.loops)

    def _group(self, item: Item) -> None:
        inner = self._inside(item.id)
        self.inner[item.id] = inner
        self.crossings += inner.crossings
        wide = max(inner.wide + 4, width_of(item.text) + 6)
        ports = max(len(item.above), len(item.below))
        high = inner.high + 2
        if self.down:
            wide = max(wide, 2 * ports + 1)
        else:
            high = max(high, ports + 2)
        left = (wide - inner.wide) // 2
        crossing = [left + _port_place(inner, port.edge, True) for port in item.above if port.through]
        if self.down and crossing:  # the title stands before the lines through the upper border, or behind them
            before = max(width_of(item.text) + 5 - min(crossing), 0)
            behind = max(width_of(item.text) + 5 - (wide - 1 - max(crossing)), 0)
            wide += min(before, behind)
            left += before if before < behind else 0
        self._size(item, wide, high)
        shift = left, 1 + (high - 2 - inner.high) // 2
        self.shift[item.id] = shift
        across = shift[0] if self.down else shift[1]
        for first, ports_here in ((True, item.above), (False, item.below)):
            for port in ports_here:
                if port.through:
                    port.fixed = True
                    port.at = across + _port_place(inner, port.edge, first)

    def _inside(self, group: str) -> Laid:
        """A group in its share of the room; in more of it where it does not fit."""
        for share in range(self.way.share, 1, -1):
            try:
                return measured(self.scope.inner[group], self.way, self.room // share - 4, self.budget)
            except Unfit:
                continue
        return measured(self.scope.inner[group], self.way, self.room - 4, self.budget)

    def _along(self, part: Part) -> tuple[list[list[int]], int]:
        """Places along the flow: layer after layer with the tracks of the nets between them."""
        a = 0
        tracks: list[list[int]] = []
        for i, layer in enumerate(part.layers):
            size = max(item.size_a for item in layer)
            for item in layer:
                item.a = a + ((size - item.size_a) // 2 if item.kind == "label" else 0)
            a += size
            if i < len(part.gaps):
                spots, length = self._gap(part.gaps[i], layer, part.layers[i + 1], a)
                tracks.append(spots)
                a += length
        return tracks, a

    def _gap(self, nets: list[Net], upper: list[Item], lower: list[Item], a: int) -> tuple[list[int], int]:
        routed = self._routed(nets, 1 if self.down else 0)
        self.crossings += routed.crossings
        lead = int(any(port.mark for net in nets for port in net.upper))
        tail = int(any(port.mark for net in nets for port in net.lower))
        if self.down:
            lead = lead or int(_beneath(nets, routed.tracks, upper, True))
            tail = tail or int(_beneath(nets, routed.tracks, lower, False))
        else:
            lead, tail = lead + 1, tail + 1
        if any(net.line != "solid" for net in nets):
            tail += 1
        pitch = 1 if self.down else 2
        lines = pitch * (routed.rows - 1) + 1
        length = lead + tail + lines if routed.rows else max(lead + tail, 1 if self.down else 3)
        return [a + lead + pitch * track if track >= 0 else -1 for track in routed.tracks], length

    def _routed(self, nets: list[Net], near: int) -> Routed:
        """Tracks for the nets of a gap; where lines are in each other's way, a port gives way if that helps."""
        try:
            return route(nets, near)
        except Unfit:
            self.budget.spend(5 * len(nets))
        for port in (port for net in nets for port in (*net.upper, *net.lower)):
            low, high = free_range(port, self.rules)
            here = port.at
            for step in (2, -2, 1, -1, 3, -3):
                if low <= port.item.b + here + step <= high:
                    port.at = here + step
                    try:
                        return route(nets, near)
                    except Unfit:
                        port.at = here
        raise Unfit("lines in each other's way")

    def _packed(
        self, sizes: list[tuple[Part, list[list[int]], int, int]], across: int
    ) -> tuple[list[Placed], int, int]:
        """Parts side by side, in as many rows as it takes; only one row where an edge leaves the scope."""
        between, beyond = (3, 1) if self.down else (1, 3)
        placed: list[Placed] = []
        a = b = size_a = size_b = 0
        for part, tracks, long, broad in sizes:
            if b and b + broad > across:
                if not self.scope.loose:
                    raise Unfit("too wide")
                a, b = size_a + beyond, 0
            placed.append(Placed(part, a, b, tracks))
            size_a, size_b = max(size_a, a + long), max(size_b, b + broad)
            b += broad + between
        return placed, max(size_a, 1), max(size_b, 1)


def _port_place(inner: Laid, edge: int, first: bool) -> int:
    for placed in inner.placed:
        for item in placed.part.layers[0 if first else -1]:
            if item.kind == "port" and item.edge == edge:
                return placed.b + item.b
    raise Unfit("an edge without a port")


def _beneath(nets: list[Net], tracks: list[int], layer: list[Item], upper: bool) -> bool:
    """Whether a track would run along a box or a label that is none of its net's own."""
    edge = max(item.a + item.size_a for item in layer) if upper else 0
    for net, track in zip(nets, tracks, strict=True):
        if track < 0:
            continue
        spots = [spot for side in ends(net) for spot in side]
        low, high = min(spots), max(spots)
        own = {port.item for port in (net.upper if upper else net.lower)}
        for item in layer:
            solid = item.kind in ("node", "group", "label") and item not in own
            if solid and item.b <= high and low < item.b + item.size_b and (not upper or item.a + item.size_a == edge):
                return True
    return False
