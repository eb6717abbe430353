"""What stands in a layer, and the nets between two layers: edges that share an end where that can be read back."""

from collections.abc import Mapping, Sequence

from aiinfra_study.core.graph import Edge

Link = tuple["Item", "Item", int]  # an item, one of the next layer, the edge between them


class Port:
    """Where a net meets an item. `at` counts from the item's own beginning; a fixed one stays where it is."""

    def __init__(self, item: "Item", edge: int, mark: str, through: bool) -> None:
        self.item = item
        self.edge = edge
        self.mark = mark
        self.through = through
        self.at = 0
        self.fixed = False
        self.facing: list[Port] = []  # the other side of its net
        self.pull = 0.0  # their mean place in the order of their layer

    @property
    def place(self) -> int:
        return self.item.b + self.at


class Net:
    """A line between two layers: one edge, or several that share an end. `upper` are ports of the layer above."""

    def __init__(self, upper: list[Port], lower: list[Port], line: str) -> None:
        self.upper = upper
        self.lower = lower
        self.line = line


class Item:
    """What takes room in a layer: a `node`, a `group`, a `label`, a `bend` of a long edge, a `port` in the frame."""

    def __init__(self, kind: str, id: str = "", text: str = "", shape: str = "") -> None:
        self.kind = kind
        self.id = id
        self.text = text
        self.shape = shape
        self.edge = -1
        self.loops: list[Edge] = []
        self.above: list[Port] = []
        self.below: list[Port] = []
        self.lines: list[str] = []
        self.a = self.b = self.size_a = self.size_b = 0  # along the flow, and across it
        self.box_a = self.box_b = 0  # how much of that is the box; the rest are its loops
        self.last = 0  # the last place across the flow where a line may arrive


def nets(edges: Sequence[Edge], links: list[Link], spot: Mapping[Item, int], starred: set[int]) -> list[Net]:
    """The nets of a gap. Edges become one net where one end is the same and its mark differs from all the others.

    `starred` are edges that share a net already: no edge does so twice, as it could no longer be told where it leads.
    """
    found: list[Net] = []
    free = set(range(len(links)))
    for star in _stars(edges, links):
        legs = [at for at in star if at in free and links[at][2] not in starred]
        if len(legs) > 1:
            free -= set(legs)
            starred |= {links[at][2] for at in legs}
            found.append(_net(edges, [links[at] for at in legs]))
    found += [_net(edges, [links[at]]) for at in sorted(free)]
    for net in found:
        for ports, others in ((net.upper, net.lower), (net.lower, net.upper)):
            for port in ports:
                side = port.item.above if ports is net.lower else port.item.below
                side.append(port)
                port.facing = others
                port.pull = sum(spot[other.item] for other in others) / len(others)
    for item in spot:
        item.above.sort(key=lambda port: port.pull)
        item.below.sort(key=lambda port: port.pull)
    return found


def _stars(edges: Sequence[Edge], links: list[Link]) -> list[list[int]]:
    """Groups of links that could be one net, the largest first."""
    groups: dict[tuple[bool, Item, str, str], list[int]] = {}
    for at, (upper, lower, place) in enumerate(links):
        edge = edges[place]
        for item, is_upper in ((upper, True), (lower, False)):
            if not _ends(edge, item):
                continue
            mark, other = (edge.head, edge.tail) if edge.target == item.id else (edge.tail, edge.head)
            if bool(mark) != bool(other):
                groups.setdefault((is_upper, item, edge.line, mark), []).append(at)
    return sorted(groups.values(), key=len, reverse=True)


def _ends(edge: Edge, item: Item) -> bool:
    return item.kind in ("node", "group") and item.id in (edge.source, edge.target)


def _net(edges: Sequence[Edge], links: list[Link]) -> Net:
    """The net of one link, or of several with one end in common."""
    share_upper = len(links) > 1 and len({id(link[0]) for link in links}) == 1
    share_lower = len(links) > 1 and not share_upper
    above = [_port(edges, links[0][0], links[0][2])] if share_upper else [_port(edges, a, e) for a, _, e in links]
    below = [_port(edges, links[0][1], links[0][2])] if share_lower else [_port(edges, b, e) for _, b, e in links]
    return Net(above, below, edges[links[0][2]].line)


def _port(edges: Sequence[Edge], item: Item, place: int) -> Port:
    edge = edges[place]
    if not _ends(edge, item):
        return Port(item, place, "", item.kind == "group")
    return Port(item, place, edge.head if edge.target == item.id else edge.tail, False)
