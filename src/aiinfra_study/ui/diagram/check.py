"""Reads a drawing back, from its characters alone: a drawing that does not say exactly the diagram is not shown."""

from collections import Counter
from collections.abc import Iterable, Sequence

from aiinfra_study.core.graph import Diagram
from aiinfra_study.ui.diagram.sheet import Cell, Sheet, State, Unclear, squeezed

Fact = tuple[object, ...]

N, S, W, E = (-1, 0), (1, 0), (0, -1), (0, 1)
_BACK = {N: S, S: N, W: E, E: W}
_SIDES = {
    **dict.fromkeys("│┆║", (N, S)),
    **dict.fromkeys("─┄═", (W, E)),
    **dict.fromkeys("┌╔", (S, E)),
    **dict.fromkeys("┐╗", (S, W)),
    **dict.fromkeys("└╚", (N, E)),
    **dict.fromkeys("┘╝", (N, W)),
    **dict.fromkeys("├╠", (N, S, E)),
    **dict.fromkeys("┤╣", (N, S, W)),
    **dict.fromkeys("┬╦", (W, E, S)),
    **dict.fromkeys("┴╩", (W, E, N)),
    "┼": (N, S, W, E),
}
_TEES = {"┬": S, "╤": S, "┴": N, "╧": N, "├": E, "╟": E, "┤": W, "╢": W}
_POINTS = {"▲": N, "▼": S, "◄": W, "►": E}
_KINDS = {"┆": "dotted", "┄": "dotted", "║": "thick", "═": "thick"}


def says(rows: Sequence[str], diagram: Diagram) -> bool:
    """Whether the drawing has the nodes, groups and edges of a diagram, and no others."""
    try:
        return Counter(_Reading(rows).facts()) == Counter(_facts(diagram))
    except Unclear:
        return False


def _facts(diagram: Diagram) -> Iterable[Fact]:
    """A diagram as facts without ids: every thing is called by the labels of what holds it and its own."""
    parents = {group.id: group for group in diagram.groups}

    def around(group: str) -> tuple[str, ...]:
        return (*around(parents[group].parent), f"{squeezed(parents[group].label)}]") if group else ()

    names = {node.id: (*around(node.group), squeezed(node.label)) for node in diagram.nodes}
    yield from (("node", name) for name in names.values())
    for group in diagram.groups:
        names[group.id] = around(group.id)
        yield "group", names[group.id]
    for edge in diagram.edges:
        ends = sorted([(names[edge.source], edge.tail), (names[edge.target], edge.head)])
        yield "edge", tuple(ends), squeezed(edge.label), edge.line


class _Reading(Sheet):
    def facts(self) -> Iterable[Fact]:
        self.find_boxes()
        self.find_labels()
        yield from (("node", name) for name in self.nodes)
        yield from (("group", name) for name in self.groups)
        seen: set[State] = set()
        states = self._states()
        self.known = set(states)
        for state in states:
            if state not in seen:
                found = self._flood(state)
                seen |= found
                yield from self._edges(found)
        if {state for state, _ in self.texts.values()} - seen:
            raise Unclear

    def _states(self) -> list[State]:
        """Every piece of a line: a cell, twice where lines cross."""
        found: list[State] = []
        for (y, x), glyph in self.cells.items():
            if (y, x) in self.inside or (y, x) in self.texts:
                continue
            if (y, x) in self.frames:
                if glyph == "┼":
                    found.append((y, x, "|" if self.frames[y, x] == "-" else "-"))
            elif glyph == "┼":
                found += [(y, x, "|"), (y, x, "-")]
            elif glyph in _SIDES or glyph in _POINTS or glyph in "×○":
                found.append((y, x, ""))
        return found

    def _flood(self, start: State) -> set[State]:
        found, waiting = {start}, [start]
        while waiting:
            for other in self._next(waiting.pop()):
                if other not in found:
                    found.add(other)
                    waiting.append(other)
        return found

    def _sides(self, state: State) -> tuple[Cell, ...]:
        y, x, way = state
        glyph = self.cells[y, x]
        if way == "t":
            return ()
        if way:
            return (N, S) if way == "|" else (W, E)
        if glyph in _POINTS:
            return (_BACK[_POINTS[glyph]],)
        if glyph in "×○":
            return tuple(side for side in (N, S, W, E) if self._meets(y, x, side))
        return _SIDES[glyph]

    def _meets(self, y: int, x: int, side: Cell) -> bool:
        """Whether a line comes from a side towards a mark that points nowhere."""
        cell = y + side[0], x + side[1]
        glyph = self.cells.get(cell, " ")
        if cell in self.names and not (cell in self.frames and glyph == "┼"):
            return _TEES.get(glyph) == _BACK[side]
        return cell not in self.inside and glyph in _SIDES and _BACK[side] in _SIDES[glyph]

    def _next(self, state: State) -> list[State]:
        """The pieces that a piece of a line goes on with."""
        if state[2] == "t":
            return [s for s in self._around(state) if any(t == state for t in self._next(s))]
        found = []
        for side in self._sides(state):
            cell = state[0] + side[0], state[1] + side[1]
            if self.cells.get(cell, " ") == " " and side in (W, E):
                cell = cell[0], cell[1] + side[1]  # a label beside a line has a blank before it
                if cell not in self.texts:
                    raise Unclear
            if cell in self.texts:
                found.append(self.texts[cell][0])
            elif cell not in self.names or (cell in self.frames and self.cells[cell] == "┼"):
                found.append(self._arrive(cell, side))
        return found

    def _arrive(self, cell: Cell, side: Cell) -> State:
        """The piece that a line meets when it goes on to a side."""
        glyph = self.cells.get(cell, " ")
        way = ("|" if side in (N, S) else "-") if glyph == "┼" else ""
        state = (*cell, way)
        if glyph == " " or (glyph not in _SIDES and glyph not in _POINTS and glyph not in "×○"):
            raise Unclear
        if _BACK[side] not in self._sides(state):
            raise Unclear
        return state

    def _around(self, state: State) -> list[State]:
        cells = [cell for cell, (label, _) in self.texts.items() if label == state]
        near = {(y + dy, x + dx * far) for y, x in cells for dy, dx in (N, S, W, E) for far in (1, 2)}
        return [s for c in near - set(cells) for w in ("", "|", "-") if (s := (*c, w)) in self.known]

    def _edges(self, found: set[State]) -> Iterable[Fact]:
        """The edges of one net: from the one end that differs to all the others."""
        steps = {state: self._next(state) for state in found}
        labels = [state for state in found if state[2] == "t"]
        if sum(map(len, steps.values())) != 2 * (len(found) - 1) or any(len(steps[label]) != 2 for label in labels):
            raise Unclear
        ends = [(state, end) for state in found for end in self._ends(state)]
        tails = [end for end in ends if not end[1][1]]
        heads = [end for end in ends if end[1][1]]
        if len(ends) == 2:
            pairs = [(ends[0], ends[1])]
        elif len(tails) == 1 or len(heads) == 1:
            pairs = [(tail, head) for tail in tails for head in heads]
        else:
            raise Unclear
        kinds = {
            _KINDS[self.cells[state[:2]]] for state in found if self.cells[state[:2]] in _KINDS and state[2] != "t"
        }
        if not pairs or len(kinds) > 1:
            raise Unclear
        for (start, one), (stop, other) in pairs:
            said = [self.texts[state[:2]][1] for state in _way(steps, start, stop) if state[2] == "t"]
            if len(said) > 1:
                raise Unclear
            yield "edge", tuple(sorted([one, other])), "".join(said), "".join(kinds) or "solid"

    def _ends(self, state: State) -> Iterable[tuple[tuple[str, ...], str]]:
        """The boxes and frames at which a piece of a line ends, and the mark it has there."""
        y, x, way = state
        glyph = self.cells[y, x]
        if way == "t":
            return
        for side in self._sides(state):
            cell = y + side[0], x + side[1]
            if cell in self.names and not (cell in self.frames and self.cells[cell] == "┼"):
                if _TEES.get(self.cells[cell]) != _BACK[side]:
                    raise Unclear
                yield self.names[cell], ""
        if glyph in _POINTS or glyph in "×○":
            mark = {"×": "cross", "○": "circle"}.get(glyph, "arrow")
            ways = [_BACK[side] for side in self._sides(state)]
            cell = (y + ways[0][0], x + ways[0][1]) if len(ways) == 1 else (-1, -1)
            if cell not in self.names:
                raise Unclear
            yield self.names[cell], mark


def _way(steps: dict[State, list[State]], start: State, stop: State) -> list[State]:
    """The pieces between two of them; there is one way in a tree."""
    before: dict[State, State] = {start: start}
    waiting = [start]
    for state in waiting:
        for other in steps[state]:
            if other not in before:
                before[other] = state
                waiting.append(other)
    way = [stop]
    while way[-1] != start:
        way.append(before[way[-1]])
    return way
