"""What a diagram says: nodes, edges, groups, notes. And the sketch that a reader of Mermaid fills in."""

from typing import NamedTuple

from aiinfra_study.core.text import clean

MAX_NODES = 5_000  # a reading of 512 KiB can name more, and each is laid out or told
MAX_EDGES = 10_000
MAX_DEPTH = 20  # groups within groups
DIRECTIONS = {"TD": "TD", "TB": "TD", "BT": "BT", "LR": "LR", "RL": "RL"}


class DiagramError(ValueError):
    """What stands in a fence is no diagram that can be drawn; the line counts from 1 inside the fence."""

    def __init__(self, line: int, message: str, help: str = "") -> None:
        super().__init__(message)
        self.line = line
        self.message = clean(message)
        self.help = help

    def __str__(self) -> str:
        return f"line {self.line}: {self.message}"


class Node(NamedTuple):
    """A step or a state. `group` is the id of the innermost group that holds it, or nothing."""

    id: str
    label: str
    shape: str = "rect"
    group: str = ""


class Edge(NamedTuple):
    """A link between two ids, of nodes or groups. `head` and `tail` are the marks at its target and its source:
    `arrow`, `cross`, `circle` or nothing. `line` is `solid`, `dotted` or `thick`."""

    source: str
    target: str
    label: str = ""
    head: str = "arrow"
    tail: str = ""
    line: str = "solid"


class Group(NamedTuple):
    """A frame around nodes: a subgraph, a composite state, a region of one. `direction` only where it has its own."""

    id: str
    label: str
    parent: str = ""
    direction: str = ""


class Note(NamedTuple):
    """A remark beside a node or group."""

    node: str
    text: str


class Diagram(NamedTuple):
    """One diagram. `kind` is `flowchart` or `state`, `direction` TD, BT, LR or RL."""

    kind: str
    direction: str = "TD"
    nodes: tuple[Node, ...] = ()
    edges: tuple[Edge, ...] = ()
    groups: tuple[Group, ...] = ()
    notes: tuple[Note, ...] = ()
    title: str = ""
    description: str = ""


class _Frame:
    """A group whose end has not been read yet."""

    def __init__(self, id: str, line: int) -> None:
        self.id = id
        self.line = line
        self.named: dict[str, None] = {}
        self.regions = 0


class Sketch:
    """A diagram while it is read. A node belongs to the first group to end that names it, as in Mermaid."""

    def __init__(self, kind: str, direction: str) -> None:
        self.kind = kind
        self.direction = direction
        self.labels: dict[str, str] = {}
        self.shapes: dict[str, str] = {}
        self.home: dict[str, str] = {}
        self.groups: dict[str, Group] = {}
        self.edges: list[Edge] = []
        self.notes: list[Note] = []
        self.frames = [_Frame("", 0)]

    def name(self, id: str, line: int, label: str | None = None, shape: str | None = None) -> None:
        """Somebody names a node; a label or shape given later wins."""
        self.frames[-1].named.setdefault(id)
        if id not in self.labels:
            if len(self.labels) >= MAX_NODES:
                raise DiagramError(line, f"The diagram has more than {MAX_NODES} nodes", "Draw a part of it.")
            self.labels[id] = id
        if label is not None:
            self.labels[id] = label
        if shape is not None:
            self.shapes[id] = shape

    def link(self, edge: Edge, line: int) -> None:
        if len(self.edges) >= MAX_EDGES:
            raise DiagramError(line, f"The diagram has more than {MAX_EDGES} edges", "Draw a part of it.")
        self.edges.append(edge)

    def begin(self, id: str, label: str, line: int) -> None:
        """A group begins."""
        if len(self.frames) > MAX_DEPTH:
            raise DiagramError(line, f"Groups are nested more than {MAX_DEPTH} deep", "Flatten the diagram.")
        if id in self.groups:
            raise DiagramError(line, f'There are two groups "{id}"', "Give one of them another id.")
        self.groups[id] = Group(id, label, self.frames[-1].id)
        self.frames.append(_Frame(id, line))

    def leave(self) -> None:
        """A group ends: it owns what it named, except what a group within it owns already."""
        frame = self.frames.pop()
        for id in frame.named:
            self.home.setdefault(id, frame.id)

    def turn(self, word: str, line: int) -> None:
        """A statement says in which direction the innermost group runs, or the diagram outside of all."""
        if word not in DIRECTIONS:
            raise DiagramError(line, f'"{word[:40]}" is no direction', "Directions are TD, BT, LR and RL.")
        inner = self.frames[-1].id
        if inner:
            self.groups[inner] = self.groups[inner]._replace(direction=DIRECTIONS[word])
        else:
            self.direction = DIRECTIONS[word]

    def finished(self, title: str, description: str) -> Diagram:
        """The diagram; ids that are those of groups mean the groups."""
        self._untwist()
        nodes = tuple(
            Node(id, label or "(blank)", self.shapes.get(id, "rect"), self.home.get(id, ""))
            for id, label in self.labels.items()
            if id not in self.groups
        )
        known = {node.id for node in nodes} | set(self.groups)
        notes = tuple(note for note in self.notes if note.node in known)
        groups = tuple(group._replace(label=group.label or "(no title)") for group in self.groups.values())
        return Diagram(self.kind, self.direction, nodes, tuple(self.edges), groups, notes, title, description)

    def _untwist(self) -> None:
        """A group named inside another group, and defined elsewhere, is held by it, unless that makes a circle."""
        for id, group in list(self.groups.items()):
            holder = self.home.get(id, "")
            if group.parent or not holder:
                continue
            above = holder
            while above and above != id:
                above = self.groups[above].parent
            if not above:
                self.groups[id] = group._replace(parent=holder)
