"""Between two layers: every net gets a track, so that lines never run on each other and cross as little as can be."""

from collections.abc import Sequence
from itertools import combinations
from typing import NamedTuple

from aiinfra_study.ui.diagram.nets import Net
from aiinfra_study.ui.diagram.plan import Unfit


class Routed(NamedTuple):
    """The track of each net (-1: straight on), how many tracks there are, how many lines cross."""

    tracks: list[int]
    rows: int
    crossings: int


def ends(net: Net) -> tuple[list[int], list[int]]:
    return [port.place for port in net.upper], [port.place for port in net.lower]


def route(nets: Sequence[Net], near: int) -> Routed:
    """Tracks for the nets of one gap. Lines along the flow that are `near` or nearer must not run side by side."""
    spots = [ends(net) for net in nets]
    spans = [(min(up + down), max(up + down)) for up, down in spots]
    bent = [at for at, (low, high) in enumerate(spans) if low != high]
    first: dict[int, set[int]] = {at: set() for at in bent}  # what must lie nearer to the upper layer
    wish: dict[int, set[int]] = {at: set() for at in bent}
    for a, b in combinations(bent, 2):
        for one, other in ((a, b), (b, a)):
            if any(abs(x - y) <= near for x in spots[one][1] for y in spots[other][0]):
                first[one].add(other)
        above, below = _crossing(spots, spans, a, b), _crossing(spots, spans, b, a)
        if above != below:
            wish[b if above < below else a].add(a if above < below else b)
    tracks = [-1] * len(nets)
    done: list[int] = []
    while len(done) < len(bent):
        ready = [at for at in bent if at not in done and first[at] <= set(done)]
        if not ready:
            raise Unfit("lines in each other's way")
        at = min(ready, key=lambda at: (len(wish[at] - set(done)), spans[at][1] - spans[at][0], at))
        under = [tracks[o] for o in done if o in first[at] or _overlap(spans[o], spans[at], near)]
        tracks[at] = max(under, default=-1) + 1
        done.append(at)
    return Routed(tracks, max(tracks, default=-1) + 1, _count(spots, spans, tracks))


def _overlap(a: tuple[int, int], b: tuple[int, int], near: int) -> bool:
    return a[0] <= b[1] + near and b[0] <= a[1] + near


def _crossing(spots: Sequence[tuple[list[int], list[int]]], spans: Sequence[tuple[int, int]], a: int, b: int) -> int:
    """How often nets cross if `a` lies above `b`."""
    down = sum(spans[b][0] < x < spans[b][1] for x in spots[a][1])
    return down + sum(spans[a][0] < x < spans[a][1] for x in spots[b][0])


def _count(spots: Sequence[tuple[list[int], list[int]]], spans: Sequence[tuple[int, int]], tracks: list[int]) -> int:
    total = 0
    for a, b in combinations(range(len(tracks)), 2):
        if tracks[a] < 0 and tracks[b] < 0:
            continue
        if tracks[a] < 0 or tracks[b] < 0:
            straight, bent = (a, b) if tracks[a] < 0 else (b, a)
            total += spans[bent][0] < spans[straight][0] < spans[bent][1]
        elif tracks[a] != tracks[b]:
            total += _crossing(spots, spans, *((a, b) if tracks[a] < tracks[b] else (b, a)))
    return total
