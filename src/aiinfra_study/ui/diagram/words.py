"""A diagram in sentences, for screen readers: no arrows, no boxes, one line for each node that leads somewhere."""

import re
from itertools import groupby

from aiinfra_study.core.graph import Diagram, Edge
from aiinfra_study.ui.diagram.names import names_of, outgoing, quoted
from aiinfra_study.ui.layout import Line, wrap

_RESERVED = re.compile(
    r"[;“”]|, (?:labelled|dotted|thick)|^(?:Alone|[Gg]roup|Note on)|[.:]$"
    r"| (?:leads to|is linked with|goes both ways with|holds|begins|ends)\b"
)
# marks at the target and the source → what the source does
_RELATIONS = {
    ("arrow", ""): "leads to",
    ("", ""): "is linked with",
    ("arrow", "arrow"): "goes both ways with",
}
_MARKS = {"arrow": "an arrow", "cross": "a cross", "circle": "a circle", "": "nothing"}


def relation(edge: Edge) -> str:
    """`leads to`, `is linked with`; rarer marks are named one by one."""
    known = _RELATIONS.get((edge.head, edge.tail))
    if known:
        return known
    start = f"begins with {_MARKS[edge.tail]} and " if edge.tail else ""
    return f"{start}ends with {_MARKS[edge.head]} at"


def sentences(diagram: Diagram, width: int) -> list[Line]:
    """The diagram as lines of words; a line that goes on is indented."""
    names = {id: quoted(name, _RESERVED) for id, name in names_of(diagram).items()}
    texts = [_count(diagram)] if diagram.nodes or diagram.groups else ["The diagram is empty."]
    for group in diagram.groups:
        held = [names[node.id] for node in diagram.nodes if node.group == group.id]
        held += [f"group {names[inner.id]}" for inner in diagram.groups if inner.parent == group.id]
        texts.append(f"Group {names[group.id]} holds: {'; '.join(held) or 'nothing'}.")
    met = {id for edge in diagram.edges for id in (edge.source, edge.target)}
    for id, edges in outgoing(diagram).items():
        for verb, same in groupby(edges, relation):
            texts.append(f"{names[id]} {verb}: {'; '.join(_target(edge, names) for edge in same)}.")
    alone = [names[node.id] for node in diagram.nodes if node.id not in met]
    if alone:
        texts.append(f"Alone: {'; '.join(alone)}.")
    texts += [f"Note on {names[note.node]}: {quoted(note.text, _RESERVED)}" for note in diagram.notes]
    return [line for text in texts for line in wrap([(text, "")], width, hang="  ")]


def _target(edge: Edge, names: dict[str, str]) -> str:
    label = f", labelled {quoted(edge.label, _RESERVED)}" if edge.label else ""
    return names[edge.target] + label + (f", {edge.line}" if edge.line != "solid" else "")


def _count(diagram: Diagram) -> str:
    """`6 steps, 5 links, 1 group.`"""
    things = ("state", "transition") if diagram.kind == "state" else ("step", "link")
    counts = [
        (len(diagram.nodes), things[0]),
        (len(diagram.edges), things[1]),
        (len(diagram.groups), "group"),
        (len(diagram.notes), "note"),
    ]
    return ", ".join(f"{count} {word}{'s' if count != 1 else ''}" for count, word in counts if count) + "."
