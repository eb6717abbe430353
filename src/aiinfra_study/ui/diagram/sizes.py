"""How large boxes and labels are when their words are broken at some width, and how little room a scope could take."""

from functools import lru_cache
from typing import NamedTuple

from aiinfra_study.ui.cells import width_of
from aiinfra_study.ui.diagram.nets import Item
from aiinfra_study.ui.diagram.plan import Scope
from aiinfra_study.ui.layout import plain, wrap

MAX_ROWS = 60  # of a diagram: two screens and a half; beyond, sentences say more


class Try(NamedTuple):
    """One way to lay a diagram out: cells before labels of nodes and of edges are broken, and the share of the room
    that a group may take."""

    words: int
    label: int
    share: int


@lru_cache(maxsize=2048)
def _broken(text: str, words: int) -> tuple[str, ...]:
    longest = max(map(width_of, text.split()), default=1)
    if longest > words and any(ord(character) > 0x2E7F for character in text):
        longest = 0  # scripts without spaces break anywhere
    return tuple(plain(line) for line in wrap([(text, "")], max(words, longest)))


def broken(text: str, words: int) -> list[str]:
    """A label on lines of so many cells; a longer word stays whole."""
    return list(_broken(text, words))


def node_size(item: Item, way: Try, down: bool) -> tuple[int, int, int]:
    """Width and height of a box, and the room beside it for its loops."""
    lines = _broken(item.text, way.words)
    ports = max(len(item.above), len(item.below))
    wide, high = max(map(width_of, lines)) + 4, len(lines) + 2
    loops = 2 * len(item.loops)
    if down:
        wide, high = max(wide, 2 * ports + 1), max(high, loops + 2)
        wide += 1 - wide % 2
    else:
        forks = any(len(port.facing) > 2 for port in (*item.above, *item.below))
        high = max(high, ports + 2, 4 if forks else 0) + loops
    return wide, high, max((3 if not edge.label else width_of(edge.label) + 5 for edge in item.loops), default=0)


def least(scope: Scope, way: Try) -> tuple[int, int]:
    """A width and a height below which a scope cannot be drawn: what is hopeless is known before any work."""
    down = scope.direction in ("TD", "BT")
    along = across = 0
    for part in scope.parts:
        long = len(part.gaps) * (1 if down else 3)
        for layer in part.layers:
            sizes = [_least(item, scope, way, down) for item in layer]
            long += max(high if down else wide for wide, high in sizes)
            broad = sum(wide if down else high for wide, high in sizes) + (3 if down else 1) * (len(layer) - 1)
            across = max(across, broad)
        along = max(along, long)
    return (across, along) if down else (along, across)


def _least(item: Item, scope: Scope, way: Try, down: bool) -> tuple[int, int]:
    if item.kind == "node":
        wide, high, beside = node_size(item, way, down)
        return wide + beside, high
    if item.kind == "label":
        lines = _broken(item.text, way.label)
        return max(map(width_of, lines)) + (0 if down else 2), len(lines)
    if item.kind == "group":
        wide, high = least(scope.inner[item.id], way)
        return max(wide + 4, width_of(item.text) + 6), high + 2
    return (1, 0) if down else (0, 1)
