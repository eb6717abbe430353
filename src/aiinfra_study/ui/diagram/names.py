"""Names by which the text forms of a diagram call nodes and groups: no two alike, and none taken for an arrow."""

import re
from collections import Counter
from collections.abc import Mapping

from aiinfra_study.core.graph import Diagram, Edge, Group, Node

LINES = {"solid": "─", "dotted": "┄", "thick": "═"}
HEADS = {"arrow": "►", "cross": "×", "circle": "○"}
TAILS = {"arrow": "◄", "cross": "×", "circle": "○"}


def things(diagram: Diagram) -> list[Node | Group]:
    """All that an edge may lead to."""
    return [*diagram.nodes, *diagram.groups]


def names_of(diagram: Diagram) -> dict[str, str]:
    """id → name: the label, with a number where several have the same."""
    labels = {item.id: item.label for item in things(diagram)}
    count = Counter(labels.values())
    taken = set(labels.values())
    names: dict[str, str] = {}
    step: Counter[str] = Counter()
    for id, label in labels.items():
        name = label
        while count[label] > 1 and name in taken:
            step[label] += 1
            name = f"{label} ({step[label]})"
        taken.add(name)
        names[id] = name
    return names


def quoted(text: str, reserved: re.Pattern[str]) -> str:
    """The text, in quotes where something in it means something to the form it stands in."""
    return "“" + text.replace("”", "””") + "”" if reserved.search(text) else text


def arrow(edge: Edge, label: str) -> str:
    """`─►`, `◄─►`, `─ label ─►`: marks at the end where they are, the line as it is."""
    line = LINES[edge.line]
    head, tail = HEADS.get(edge.head, line), TAILS.get(edge.tail, "")
    return f"{tail}{line} {label} {line}{head}" if label else f"{tail}{line}{head}"


def outgoing(diagram: Diagram) -> Mapping[str, list[Edge]]:
    """The edges of each node or group, in the order of the source."""
    found: dict[str, list[Edge]] = {item.id: [] for item in things(diagram)}
    for edge in diagram.edges:
        found[edge.source].append(edge)
    return found
