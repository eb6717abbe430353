"""Places across the flow: items side by side, as near as can be to what they are linked with; ports on their sides."""

from collections.abc import Sequence

from aiinfra_study.ui.diagram.nets import Item, Net, Port
from aiinfra_study.ui.diagram.plan import Part, Unfit

ROUNDS = 7  # of pulling together: with 3 our readings' diagrams have 3 % more corners, with more than 7 hardly fewer
_STIFF = {"bend": 6, "label": 3, "port": 3, "node": 1, "group": 1}


class Rules:
    """Room that lines and boxes need across the flow: between items, between ports, at a side's ends."""

    def __init__(self, gap: int, pitch: int, margin: int) -> None:
        self.gap = gap
        self.pitch = pitch
        self.margin = margin


def place(part: Part, room: int, rules: Rules) -> int:
    """Give all items and ports of a part their places; the size across the flow. Unfit if there is no room."""
    for layer in part.layers:
        for item in layer:
            spread(item, item.above, rules)
            spread(item, item.below, rules)
        if sum(item.size_b for item in layer) + rules.gap * (len(layer) - 1) > room:
            raise Unfit("too wide")
    for layer in part.layers:
        _settle(layer, [0.0] * len(layer), [1.0] * len(layer), room, rules.gap)
    for turn in range(ROUNDS):
        both = turn >= ROUNDS - 3
        for layer in part.layers if turn % 2 == 0 else reversed(part.layers):
            _sweep(layer, room, rules.gap, above=both or turn % 2 == 0, below=both or turn % 2 == 1)
    low = min(item.b for layer in part.layers for item in layer)
    for layer in part.layers:
        for item in layer:
            item.b -= low
    for layer in part.layers:
        _even(layer, rules.gap, room, above=True)
    for layer in reversed(part.layers):
        _even(layer, rules.gap, room, above=False)
    _straighten(part, rules)
    return max(item.b + item.size_b for layer in part.layers for item in layer)


def spread(item: Item, ports: Sequence[Port], rules: Rules) -> None:
    """Ports at equal distances along a side, out of the way of those that are fixed."""
    free = [port for port in ports if not port.fixed]
    low, high = span(item, rules)
    taken = [port.at for port in ports if port.fixed]
    for i, port in enumerate(free):
        want = low + round((2 * i + 1) * (high - low) / (2 * len(free)))
        if len(free) == 1:
            want = (low + high) // 2
        spots = sorted(range(low, high + 1), key=lambda at: abs(at - want))
        port.at = next((at for at in spots if all(abs(at - other) >= rules.pitch for other in taken)), -1)
        if port.at < 0:
            raise Unfit("no room for ports")
        taken.append(port.at)


def span(item: Item, rules: Rules) -> tuple[int, int]:
    """The first and the last place of a side where a line may arrive."""
    if item.kind in ("node", "group"):
        return rules.margin, item.last
    middle = (item.size_b - 1) // 2
    return middle, middle


def _sweep(layer: list[Item], room: int, gap: int, above: bool, below: bool) -> None:
    """Every item wants to stand where its links are straight."""
    wants, weights = [], []
    for item in layer:
        pulls = _pulls(item, above, below)
        weight = sum(force for _, force in pulls)
        wants.append(sum(at * force for at, force in pulls) / weight if weight else float(item.b))
        weights.append(weight or 0.1)
    _settle(layer, wants, weights, room, gap)


def _pulls(item: Item, above: bool, below: bool) -> list[tuple[float, float]]:
    pulls: list[tuple[float, float]] = []
    for ports, wanted in ((item.above, above), (item.below, below)):
        for port in ports if wanted else ():
            others = port.facing
            mean = sum(other.place for other in others) / len(others)
            stiff = _STIFF[item.kind] * max(_STIFF[other.item.kind] for other in others)
            shared = len(others[0].facing)  # how many ends of the net are on this side
            pulls.append((mean - port.at, stiff / shared))
    return pulls


def _settle(layer: list[Item], wants: list[float], weights: list[float], room: int, gap: int) -> None:
    """Places nearest to the wanted ones that keep order and distance (pool adjacent violators)."""
    offsets, at = [], 0
    for item in layer:
        offsets.append(at)
        at += item.size_b + gap
    slack = room - (at - gap)
    pools: list[tuple[float, float, int]] = []  # place, weight, how many
    for want, weight, offset in zip(wants, weights, offsets, strict=True):
        here, mass, count = want - offset, weight, 1
        while pools and pools[-1][0] > here:
            place, other, many = pools.pop()
            here = (here * mass + place * other) / (mass + other)
            mass, count = mass + other, count + many
        pools.append((here, mass, count))
    spots = [here for here, _, count in pools for _ in range(count)]
    for item, offset, spot in zip(layer, offsets, spots, strict=True):
        item.b = offset + min(max(round(spot), 0), slack)


def _even(layer: list[Item], gap: int, room: int, above: bool) -> None:
    """Bends and labels come to stand under what they hang on, where there is room: rounding has moved them apart."""
    for i, item in enumerate(layer):
        ports = item.above if above else item.below
        if item.kind in ("node", "group") or len(ports) != 1 or not _rigid(ports[0].facing[0]):
            continue
        low = layer[i - 1].b + layer[i - 1].size_b + gap if i else 0
        high = (layer[i + 1].b - gap if i + 1 < len(layer) else room) - item.size_b
        want = item.b + ports[0].facing[0].place - ports[0].place
        if low <= want <= high:
            item.b = want


def _straighten(part: Part, rules: Rules) -> None:
    """Ports move along their sides to where lines need no bend; those of a net with many ends out of their way."""
    for layer in part.layers:
        for item in layer:
            if item.kind in ("node", "group"):
                _seek(item, item.above, rules)
                _seek(item, item.below, rules)
    for gap in part.gaps:
        for net in gap:
            if len(net.upper) == len(net.lower) == 1:
                _align(net.upper[0], net.lower[0], rules)
        for net in gap:
            if len(net.upper) != len(net.lower):
                _part_ways(net, rules)


def _seek(item: Item, ports: list[Port], rules: Rules) -> None:
    """Ports of a side move to where their lines want to go, in their order and apart from each other."""
    if any(port.fixed for port in ports):
        return
    low, high = span(item, rules)
    spots: list[int] = []
    for i, port in enumerate(ports):
        first, last = low + i * rules.pitch, high - (len(ports) - 1 - i) * rules.pitch
        least = max(first, spots[-1] + rules.pitch) if spots else first
        spots.append(min(max(_wish(item, port, rules) - item.b, least), last))
    for port, spot in zip(ports, spots, strict=True):
        port.at = spot


def _wish(item: Item, port: Port, rules: Rules) -> int:
    """Where a line would leave an item to go straight on: half way along what both ends share."""
    others = port.facing
    if len(others) > 1:
        return sum(other.place for other in others) // len(others)
    if _rigid(others[0]):
        return others[0].place
    low, high = span(item, rules)
    other_low, other_high = span(others[0].item, rules)
    start, end = max(item.b + low, others[0].item.b + other_low), min(item.b + high, others[0].item.b + other_high)
    if len(others[0].facing) > 1:
        return item.b + (low + high) // 2
    return (start + end) // 2


def _align(upper: Port, lower: Port, rules: Rules) -> None:
    if upper.place == lower.place:
        return
    ranges = [free_range(port, rules) for port in (upper, lower)]
    low, high = max(r[0] for r in ranges), min(r[1] for r in ranges)
    if low > high:
        return
    wish = upper.place if _rigid(upper) else lower.place if _rigid(lower) else (low + high) // 2
    spot = min(max(wish, low), high)
    upper.at, lower.at = spot - upper.item.b, spot - lower.item.b


def _rigid(port: Port) -> bool:
    return port.fixed or port.item.kind not in ("node", "group")


def free_range(port: Port, rules: Rules) -> tuple[int, int]:
    """Between which places a port may move without passing another of its side."""
    if _rigid(port):
        return port.place, port.place
    low, high = span(port.item, rules)
    side = port.item.above if port in port.item.above else port.item.below
    low = max([low, *(other.at + rules.pitch for other in side if other.at < port.at)])
    high = min([high, *(other.at - rules.pitch for other in side if other.at > port.at)])
    return port.item.b + low, port.item.b + high


def _part_ways(net: Net, rules: Rules) -> None:
    """The shared end of a net stands above none of its other ends, or beside all of them: no four-way junction."""
    one, many = (net.upper[0], net.lower) if len(net.upper) == 1 else (net.lower[0], net.upper)
    low, high = free_range(one, rules)
    ends = {port.place for port in many}
    want = one.place
    for spot in sorted(range(low, high + 1), key=lambda at: (abs(at - want), at)):
        if spot not in ends or spot in (min(ends), max(ends)):
            one.at = spot - one.item.b
            return
    raise Unfit("a junction of four lines")
