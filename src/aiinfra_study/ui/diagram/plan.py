"""How the boxes of a diagram stand to each other, before anything is measured: scopes, layers, order, nets.

A scope is the whole diagram or one group. Its parts are what hangs together in it. An edge that leaves a group is cut
at the frame: within the group it ends at a port of the first or last layer.
"""

from collections.abc import Sequence
from typing import NamedTuple

from aiinfra_study.core.graph import Diagram, Edge
from aiinfra_study.ui.diagram.layers import acyclic, components, layers_of, ordered
from aiinfra_study.ui.diagram.nets import Item, Net, nets

MAX_ITEMS = 40  # nodes and groups: more than anybody reads in a terminal; told in sentences from there on
MAX_LINKS = 60
MAX_CROSSINGS = 12  # in the order of the layers, before lines are joined
MAX_NESTED = 4


class Unfit(Exception):
    """These boxes cannot be drawn so that every line is clear."""


class Part(NamedTuple):
    """Layers of items and the nets between them."""

    layers: list[list[Item]]
    gaps: list[list[Net]]


class Scope(NamedTuple):
    """The inside of a group, or of the diagram."""

    direction: str
    parts: list[Part]
    inner: dict[str, "Scope"]
    loose: bool


class Border(NamedTuple):
    """An edge on its way out of a scope, or into it: by the first layer or the last."""

    edge: int
    first: bool


class _Wire(NamedTuple):
    """An edge as it runs in one scope."""

    edge: int
    upper: Item
    lower: Item
    labelled: bool


def plan(diagram: Diagram, direction: str) -> Scope:
    """The plan of a diagram; raises Unfit where boxes make no sense."""
    if len(diagram.nodes) + len(diagram.groups) > MAX_ITEMS or len(diagram.edges) > MAX_LINKS:
        raise Unfit("too many boxes")
    return _Planner(diagram).scope("", direction, [])


class _Planner:
    def __init__(self, diagram: Diagram) -> None:
        self.diagram = diagram
        self.parent = {node.id: node.group for node in diagram.nodes} | {g.id: g.parent for g in diagram.groups}
        self.groups = {group.id: group for group in diagram.groups}
        self.starred: set[int] = set()
        self.crossings = 0
        self.level: dict[str, list[int]] = {}  # the edges of each scope
        for place, edge in enumerate(diagram.edges):
            self.level.setdefault(self._meeting(edge), []).append(place)

    def _path(self, id: str) -> list[str]:
        """The id and all groups around it, innermost first, the diagram last."""
        path = [id]
        while path[-1]:
            path.append(self.parent[path[-1]])
        return path

    def _meeting(self, edge: Edge) -> str:
        """The innermost scope in which both ends of an edge lie."""
        around = set(self._path(edge.target)[1:])
        path = self._path(edge.source)
        if edge.source != edge.target and (edge.source in around or edge.target in path[1:]):
            raise Unfit("an edge between a group and what it holds")
        return next(scope for scope in path[1:] if scope in around)

    def _member(self, id: str, scope: str) -> str:
        path = self._path(id)
        return path[path.index(scope) - 1]

    def scope(self, id: str, direction: str, borders: list[Border]) -> Scope:
        if id and len(self._path(id)) > MAX_NESTED + 2:
            raise Unfit("groups too deep")
        items = [Item("node", n.id, n.label, n.shape) for n in self.diagram.nodes if n.group == id]
        items += [Item("group", g.id, g.label) for g in self.diagram.groups if g.parent == id]
        index = {item.id: place for place, item in enumerate(items)}
        edges, pairs = self._pairs(id, index, items, direction in ("BT", "RL"))
        down = acyclic(len(items), pairs)
        hung = components(len(items), down)
        ports = [(border, index[self._member(self._inner_end(border, id), id)]) for border in borders]
        bound = {hung[at] for _, at in ports}
        parts: list[Part] = []
        inner: dict[str, Scope] = {}
        for root in dict.fromkeys(-1 if hung[at] in bound else hung[at] for at in range(len(items))):
            mine = [at for at in range(len(items)) if hung[at] == root or (root < 0 and hung[at] in bound)]
            wires = [(e, a, b) for e, (a, b) in zip(edges, down, strict=True) if a in mine]
            level, runs = self._leveled(items, mine, wires, ports if root < 0 else [])
            for item in level:
                if item.kind == "group":
                    crossing = [
                        Border(run.edge, run.lower is item)
                        for run in runs
                        if item in (run.upper, run.lower) and not self._is_end(run.edge, item)
                    ]
                    inner[item.id] = self.scope(item.id, self._direction(item.id, direction, crossing), crossing)
            parts.append(self._part(level, runs, inner))
        return Scope(direction, parts, inner, not borders)

    def _direction(self, group: str, around: str, borders: list[Border]) -> str:
        """A group that no edge leaves may run in a direction of its own, as in Mermaid."""
        return (self.groups[group].direction or around) if not borders else around

    def _inner_end(self, border: Border, scope: str) -> str:
        edge = self.diagram.edges[border.edge]
        return edge.source if scope in self._path(edge.source)[1:] else edge.target

    def _pairs(
        self, id: str, index: dict[str, int], items: list[Item], upwards: bool
    ) -> tuple[list[int], list[tuple[int, int]]]:
        """The edges of a scope between its members; loops go to their node."""
        edges, pairs = [], []
        for place in self.level.get(id, []):
            edge = self.diagram.edges[place]
            a, b = (index[self._member(end, id)] for end in (edge.source, edge.target))
            if a == b:
                if items[a].kind == "group":
                    raise Unfit("a group that leads to itself")
                items[a].loops.append(edge)
            else:
                edges.append(place)
                pairs.append((b, a) if upwards else (a, b))
        return edges, pairs

    def _leveled(
        self, items: list[Item], mine: list[int], wires: list[tuple[int, int, int]], ports: list[tuple[Border, int]]
    ) -> tuple[dict[Item, int], list[_Wire]]:
        """The layer of each item of a part, and the edges between them; ports are before and behind all others."""
        number = {at: place for place, at in enumerate(mine)}
        pairs = [(number[a], number[b]) for _, a, b in wires]
        busy = {a for wire in wires for _, a, _ in [wire] if self._labelled(wire)}
        lengths = [2 if wire[1] in busy or self._labelled(wire) else 1 for wire in wires]
        layer = layers_of(len(mine), pairs, lengths, int(any(border.first for border, _ in ports)))
        level = dict(zip((items[at] for at in mine), layer, strict=True))
        runs = [_Wire(e, items[a], items[b], self._labelled((e, a, b))) for e, a, b in wires]
        for border, at in ports:
            port = Item("port")
            port.edge = border.edge
            level[port] = 0 if border.first else max(layer) + 1
            ends = (port, items[at]) if border.first else (items[at], port)
            runs.append(_Wire(border.edge, *ends, False))
        return level, runs

    def _labelled(self, wire: tuple[int, int, int]) -> bool:
        return bool(self.diagram.edges[wire[0]].label)

    def _is_end(self, edge: int, item: Item) -> bool:
        return item.id in (self.diagram.edges[edge].source, self.diagram.edges[edge].target)

    def _part(self, level: dict[Item, int], wires: list[_Wire], inner: dict[str, Scope]) -> Part:
        """Long edges get bends and labels on their way; then layers are put in order."""
        layers: list[list[Item]] = [[] for _ in range(max(level.values(), default=0) + 1)]
        for item, at in level.items():
            layers[at].append(item)
        free = {i for i, layer in enumerate(layers) if not layer}
        links: list[list[tuple[Item, Item, int]]] = [[] for _ in layers[1:]]
        for wire in wires:
            top, bottom = level[wire.upper], level[wire.lower]
            spot = self._label_layer(wire, top, bottom, free) if wire.labelled else -1
            upper = wire.upper
            for i in range(top + 1, bottom):
                item = Item("label", text=self.diagram.edges[wire.edge].label) if i == spot else Item("bend")
                layers[i].append(item)
                links[i - 1].append((upper, item, wire.edge))
                upper = item
            links[bottom - 1].append((upper, wire.lower, wire.edge))
        everything = [item for layer in layers for item in layer]
        number = {item: place for place, item in enumerate(everything)}
        order, crossings = ordered(
            [[number[item] for item in layer] for layer in layers],
            [
                [
                    (number[a], number[b], self._rank(a, e, inner, False), self._rank(b, e, inner, True))
                    for a, b, e in gap
                ]
                for gap in links
            ],
        )
        self.crossings += crossings
        if self.crossings > MAX_CROSSINGS:
            raise Unfit("too many crossings")
        place = {n: i for layer in order for i, n in enumerate(layer)}
        spot_of = {item: place[number[item]] for item in everything}
        gaps = [nets(self.diagram.edges, gap, spot_of, self.starred) for gap in links]
        return Part([[everything[n] for n in layer] for layer in order], gaps)

    def _rank(self, item: Item, edge: int, inner: dict[str, Scope], first: bool) -> float:
        """How far along the side of a group, from 0 to 1, an edge passes its frame."""
        for part in inner[item.id].parts if item.kind == "group" else ():
            layer = part.layers[0 if first else -1]
            for place, port in enumerate(layer):
                if port.kind == "port" and port.edge == edge:
                    return (place + 1) / (len(layer) + 2)
        return 0.5

    def _label_layer(self, wire: _Wire, top: int, bottom: int, free: set[int]) -> int:
        """Where the label of an edge stands: near its source, in a layer of labels where there is one."""
        source = self.diagram.edges[wire.edge].source
        path = self._path(source)
        way: Sequence[int] = range(top + 1, bottom)
        if wire.upper.id not in path:
            way = way[::-1]
        return next((i for i in way if i in free), way[0])
