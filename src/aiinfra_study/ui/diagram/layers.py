"""Graphs in layers (Sugiyama's method): cycles broken, layers given, nodes of a layer put in order. Pure graphs.

Sugiyama, Tagawa, Toda: Methods for visual understanding of hierarchical system structures (1981).
"""

from collections.abc import Mapping, Sequence

Pair = tuple[int, int]
Link = tuple[int, int, float, float]  # two nodes, and where on their sides (0 to 1) the line begins and ends
Near = dict[int, list[tuple[int, float]]]
SWEEPS = 12  # through the layers: after the fourth no diagram of our readings changes


def acyclic(count: int, pairs: Sequence[Pair]) -> list[Pair]:
    """The pairs, those turned round that would close a circle on the way from the first nodes on."""
    out: list[list[int]] = [[] for _ in range(count)]
    led = [0] * count
    for place, (a, b) in enumerate(pairs):
        out[a].append(place)
        led[b] += 1
    state = [0] * count  # 1: on the way here, 2: left behind
    turned = list(pairs)
    for start in sorted(range(count), key=lambda node: led[node] > 0):
        if state[start]:
            continue
        state[start] = 1
        stack = [(start, iter(out[start]))]
        while stack:
            node, edges = stack[-1]
            place = next(edges, -1)
            if place < 0:
                state[node] = 2
                stack.pop()
                continue
            target = pairs[place][1]
            if state[target] == 1:
                turned[place] = (target, node)
            elif state[target] == 0:
                state[target] = 1
                stack.append((target, iter(out[target])))
    return turned


def layers_of(count: int, pairs: Sequence[Pair], lengths: Sequence[int], floor: int) -> list[int]:
    """The layer of each node: as high as its predecessors let it be; sources come down to what they lead to."""
    layer = [floor] * count
    out: list[list[int]] = [[] for _ in range(count)]
    waiting = [0] * count
    for place, (a, b) in enumerate(pairs):
        out[a].append(place)
        waiting[b] += 1
    sources = [node for node in range(count) if not waiting[node]]
    ready = list(sources)
    while ready:
        node = ready.pop()
        for place in out[node]:
            target = pairs[place][1]
            layer[target] = max(layer[target], layer[node] + lengths[place])
            waiting[target] -= 1
            if not waiting[target]:
                ready.append(target)
    for node in sources:
        if out[node]:
            layer[node] = max(floor, min(layer[pairs[place][1]] - lengths[place] for place in out[node]))
    return layer


def components(count: int, pairs: Sequence[Pair]) -> list[int]:
    """For each node the smallest node it hangs together with."""
    root = list(range(count))

    def find(node: int) -> int:
        while root[node] != node:
            root[node] = root[root[node]]
            node = root[node]
        return node

    for a, b in pairs:
        a, b = find(a), find(b)
        root[max(a, b)] = min(a, b)
    return [find(node) for node in range(count)]


def ordered(layers: list[list[int]], links: Sequence[Sequence[Link]]) -> tuple[list[list[int]], int]:
    """The nodes of each layer in an order with few crossings, and how many there are.

    `links[i]` are those from layer i to i + 1.
    """
    best, least = [list(layer) for layer in layers], _crossings(layers, links)
    current = [list(layer) for layer in layers]
    downs, ups = _neighbours(links)
    for sweep in range(SWEEPS):
        if not least:
            break
        down = sweep % 2 == 0
        for i in range(1, len(current)) if down else range(len(current) - 2, -1, -1):
            _sort(current[i], current[i - 1 if down else i + 1], (ups if down else downs), sweep % 4 > 1)
        _switch(current, links)
        count = _crossings(current, links)
        if count < least:
            best, least = [list(layer) for layer in current], count
    return best, least


def _neighbours(links: Sequence[Sequence[Link]]) -> tuple[Near, Near]:
    downs: Near = {}
    ups: Near = {}
    for gap in links:
        for a, b, at_a, at_b in gap:
            downs.setdefault(a, []).append((b, at_b))
            ups.setdefault(b, []).append((a, at_a))
    return downs, ups


def _sort(layer: list[int], fixed: list[int], near: Mapping[int, list[tuple[int, float]]], turn: bool) -> None:
    """By the mean place of the neighbours; ties turn round every other time, to leave a dead end."""
    place = {node: i for i, node in enumerate(fixed)}
    mean = {
        node: sum(place[other] + at for other, at in near[node]) / len(near[node]) if near.get(node) else i + 0.5
        for i, node in enumerate(layer)
    }
    if turn:
        layer.reverse()
    layer.sort(key=mean.__getitem__)


def _switch(layers: list[list[int]], links: Sequence[Sequence[Link]]) -> None:
    """Neighbours change places while that saves crossings."""
    for i, layer in enumerate(layers):
        above = _places(layers[i - 1], links[i - 1], True) if i else {}
        below = _places(layers[i + 1], links[i], False) if i + 1 < len(layers) else {}
        for at in range(len(layer) - 1):
            a, b = layer[at], layer[at + 1]
            now = sum(x > y for near in (above, below) for x in near.get(a, ()) for y in near.get(b, ()))
            then = sum(x < y for near in (above, below) for x in near.get(a, ()) for y in near.get(b, ()))
            if then < now:
                layer[at], layer[at + 1] = b, a


def _places(fixed: list[int], gap: Sequence[Link], above: bool) -> dict[int, list[float]]:
    place = {node: i for i, node in enumerate(fixed)}
    near: dict[int, list[float]] = {}
    for a, b, at_a, at_b in gap:
        near.setdefault(b if above else a, []).append(place[a] + at_a if above else place[b] + at_b)
    return near


def _crossings(layers: list[list[int]], links: Sequence[Sequence[Link]]) -> int:
    total = 0
    for i, gap in enumerate(links):
        upper = {node: place for place, node in enumerate(layers[i])}
        lower = {node: place for place, node in enumerate(layers[i + 1])}
        ends = sorted((upper[a] + at_a, lower[b] + at_b) for a, b, at_a, at_b in gap)
        total += sum(d < b for at, (a, b) in enumerate(ends) for c, d in ends[at + 1 :] if c > a)
    return total
