"""A diagram as an outline: every edge stands on a line of its own, below the node it leaves; groups are headings.

What a node leads to is shown where the node is met first. ↺ says that it is shown elsewhere: in another place, or below
the heading of the group that the node belongs to.
"""

import re

from aiinfra_study.core.graph import Diagram, Edge, Group
from aiinfra_study.ui.diagram.names import arrow, names_of, outgoing, quoted
from aiinfra_study.ui.layout import Line, Span, wrap

_RESERVED = re.compile(r"[─┄═►◄×○↺“”•│├└\[\]]|^Note on ")
AGAIN = " ↺"


def outline(diagram: Diagram, width: int) -> list[Line]:
    """The outline, as lines no wider than `width`."""
    return _Outline(diagram, width).drawn()


def notes(diagram: Diagram, width: int) -> list[Line]:
    """The notes of a diagram, which stand below it."""
    names = names_of(diagram) if diagram.notes else {}
    lines: list[Line] = []
    for note in diagram.notes:
        first: list[Span] = [("Note on ", "dim"), (quoted(names[note.node], _RESERVED), ""), (": ", "dim")]
        lines += wrap([*first, (quoted(note.text, _RESERVED), "")], width, hang="  ")
    return lines


class _Outline:
    def __init__(self, diagram: Diagram, width: int) -> None:
        self.diagram = diagram
        self.width = width
        self.names = {id: quoted(name, _RESERVED) for id, name in names_of(diagram).items()}
        self.out = outgoing(diagram)
        self.home = {node.id: node.group for node in diagram.nodes} | {g.id: g.parent for g in diagram.groups}
        self.inside: dict[str, list[str]] = {"": []}
        self.subgroups: dict[str, list[Group]] = {"": []}
        for group in diagram.groups:
            self.inside[group.id], self.subgroups[group.id] = [], []
        for node in diagram.nodes:
            self.inside[node.group].append(node.id)
        for group in diagram.groups:
            self.subgroups[group.parent].append(group)
        self.deepest = max(self.width // 10, 1)
        self.shown: set[str] = set()
        self.entered: set[str] = set()  # nodes that have stood on a line
        self.lines: list[Line] = []

    def drawn(self) -> list[Line]:
        self._scope("", "")
        return [*self.lines, *notes(self.diagram, self.width)]

    def _put(self, first: list[Span], rest: list[Span], lead: str, hang: str) -> None:
        opening: list[Span] = [(lead, "dim")] if lead else []
        self.lines += wrap([*first, *rest], self.width, opening, hang)

    def _scope(self, scope: str, pad: str) -> None:
        """The nodes of a group, then the groups in it. Nodes to which something leads wait for it."""
        inside = self.inside[scope]
        led = {
            edge.target
            for id in inside
            for edge in self.out[id]
            if edge.target != id and self.home[edge.target] == scope
        }
        for id in (*(id for id in inside if id not in led), *inside):
            if id not in self.entered or (id not in self.shown and self.out[id]):
                self._node(id, pad)
        for group in self.subgroups[scope]:
            inner = pad + "  " if len(pad) < self.width // 3 else pad
            holder = f" in [{self.names[scope]}]" if inner == pad else ""
            self._put([(f"[{self.names[group.id]}]{holder}", "title")], [], pad, pad + "  ")
            self._tree(group.id, inner, 0)
            self._scope(group.id, inner)

    def _node(self, id: str, pad: str) -> None:
        self._put([(self.names[id], "")], [], pad + "• ", pad + "  ")
        self.entered.add(id)
        self._tree(id, pad + "  ", 0)

    def _tree(self, start: str, pad: str, depth: int) -> None:
        """The edges of a node, each with those of its target, as long as there is room to the right."""
        self.shown.add(start)
        stack = [(pad, iter(self._with_last(start)), depth)]
        while stack:
            bars, edges, deep = stack[-1]
            step = next(edges, None)
            if step is None:
                stack.pop()
                continue
            edge, last = step
            own = self._own(edge)
            expands = own and bool(self.out[edge.target]) and edge.target not in self.shown and deep < self.deepest
            below = bars + ("  " if last else "│ ")
            again = "" if expands or (own and not self.out[edge.target]) else AGAIN
            label = quoted(edge.label, _RESERVED)
            self._put(
                [(arrow(edge, label), "dim"), (" ", "")],
                [(self.names[edge.target] + again, "")],
                bars + ("└" if last else "├"),
                below + ("│ " if expands else "  "),
            )
            if own:
                self.entered.add(edge.target)
            if expands:
                self.shown.add(edge.target)
                stack.append((below, iter(self._with_last(edge.target)), deep + 1))

    def _with_last(self, id: str) -> list[tuple[Edge, bool]]:
        edges = self.out[id]
        return [(edge, edge is edges[-1]) for edge in edges]

    def _own(self, edge: Edge) -> bool:
        """Whether the target belongs where its source stands; else it has its place below another heading."""
        ends = (edge.source, edge.target)
        return self.home[ends[0]] == self.home[ends[1]] and not any(end in self.inside for end in ends)
