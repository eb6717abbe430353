"""Mermaid state diagrams: a statement a line; composite states and their regions become groups."""

import re
from collections.abc import Callable

from aiinfra_study.core.diagram_text import label_of
from aiinfra_study.core.graph import DiagramError, Edge, Group, Note, Sketch

_ID = r"(\[\*\]|[^\W]+(?:[-.]\w+)*)"
_STYLED = r"(?:[ \t]*:::[\w-]+)?"
_STYLING = re.compile(r"(?:classDef|class|style|click|hide|scale)\b(?!\s*(?::|-->))")
_TRANSITION = re.compile(rf"{_ID}{_STYLED}[ \t]*-->[ \t]*{_ID}{_STYLED}[ \t]*(?::(.*))?$")
_DESCRIBED = re.compile(rf"{_ID}{_STYLED}[ \t]*:(?!:)(.*)$")
_ALONE = re.compile(rf"{_ID}{_STYLED}$")
_STATE = re.compile(
    r'state\b[ \t]*(?:("[^"]*")[ \t]+as[ \t]+)?([\w.-]+)[ \t]*(?:<<(\w+)>>|\[\[(\w+)\]\])?' + _STYLED + r"[ \t]*(\{)?$"
)
_NOTE = re.compile(r"note[ \t]+(left|right)[ \t]+of[ \t]+([\w.-]+)[ \t]*(?::(.*))?$")
_END_NOTE = re.compile(r"end[ \t]+note$")
_DIRECTION = re.compile(r"direction[ \t]+(\w+)$")
_KINDS = {"fork": "fork", "join": "join", "choice": "choice"}
_ENTITY = re.compile(r"(?:#\w{1,32}|&(?:#\w{1,32}|amp|lt|gt|quot|apos|nbsp))\Z")  # whose semicolon ends no statement
_HELP = "Known are `A --> B : label`, `A : description`, `state A {`, notes, `[*]`, `direction` and `--`."


class StateDiagram:
    """Reads the lines of a text from a place on."""

    def __init__(self, text: str, at: int, direction: str) -> None:
        self.first = text.count("\n", 0, at) + 1
        self.lines = text[at:].split("\n")
        self.sketch = Sketch("state", direction)
        self.line = self.first
        self.described: set[str] = set()
        self._note: tuple[str, int, list[str]] | None = None
        self._steps: list[tuple[re.Pattern[str], Callable[[re.Match[str]], None]]] = [
            (_DIRECTION, lambda match: self.sketch.turn(match[1], self.line)),
            (_NOTE, self._noted),
            (_STATE, self._state),
            (_TRANSITION, self._transition),
            (_DESCRIBED, lambda match: self._describe(match[1], match[2])),
            (_ALONE, self._alone),
        ]

    def read(self) -> Sketch:
        for step, raw in enumerate(self.lines):
            self.line = self.first + step
            self._read(_without_end(raw.split("%%")[0].strip()))
        if self._note:
            raise DiagramError(self._note[1], "This note has no `end note`", "Write `end note` after it.")
        if len(self.sketch.frames) > 1:
            raise DiagramError(self.sketch.frames[-1].line, "This state has no closing brace", "Write } after it.")
        self.sketch.leave()
        return self.sketch

    def _read(self, line: str) -> None:
        if self._note:
            self._in_note(line)
        elif line == "}":
            self._close()
        elif line == "--":
            self._region()
        elif line and not _STYLING.match(line):
            for pattern, step in self._steps:
                match = pattern.match(line)
                if match:
                    return step(match)
            raise DiagramError(self.line, f'"{label_of(line)[:40]}" is no statement of a state diagram', _HELP)
        return None

    def _alone(self, match: re.Match[str]) -> None:
        self._name(match[1], "")

    def _name(self, id: str, role: str) -> str:
        """The id of a state; every scope has a start and an end of its own."""
        if id != "[*]":
            self.sketch.name(id, self.line)
            return id
        if not role:
            raise DiagramError(self.line, "[*] is described", "Start and end have no description.")
        own = f"[*] {role} {self.sketch.frames[-1].id}".strip()
        self.sketch.name(own, self.line, role, role)
        return own

    def _transition(self, match: re.Match[str]) -> None:
        source, target = self._name(match[1], "start"), self._name(match[2], "end")
        self.sketch.link(Edge(source, target, label_of(match[3] or "")), self.line)

    def _describe(self, id: str, raw: str) -> None:
        """A first description takes the place of the id, further ones are added to it."""
        text = label_of(raw)
        name = self._name(id, "")
        if not text:
            return
        group = self.sketch.groups.get(name)
        before = f"{group.label if group else self.sketch.labels[name]} " if name in self.described else ""
        self.described.add(name)
        self.sketch.labels[name] = before + text
        if group:
            self.sketch.groups[name] = group._replace(label=before + text)

    def _state(self, match: re.Match[str]) -> None:
        quoted, id, kind, other, brace = match.groups()
        kind = (kind or other or "").lower()
        if kind and kind not in _KINDS:
            raise DiagramError(self.line, f'"{kind}" is no kind of state that is drawn', "Known: fork, join, choice.")
        self.sketch.name(id, self.line, kind or None, kind or None)
        if quoted:
            self._describe(id, quoted)
        if brace:
            self.sketch.begin(id, self.sketch.labels[id], self.line)

    def _close(self) -> None:
        if len(self.sketch.frames) == 1:
            raise DiagramError(self.line, "This brace closes no state", "Remove it.")
        inner = self.sketch.frames[-1].id
        self.sketch.leave()
        if inner in self.sketch.groups and " region " in inner:
            self.sketch.leave()

    def _region(self) -> None:
        """`--`: what came before in this state is one region of it, what comes now is the next."""
        sketch = self.sketch
        if len(sketch.frames) == 1:
            raise DiagramError(self.line, "`--` stands outside of a composite state", "Write it inside `state A {`.")
        if " region " in sketch.frames[-1].id:
            sketch.leave()
        else:
            self._first_region()
        state = sketch.frames[-1]
        state.regions += 1
        sketch.begin(f"{state.id} region {state.regions}", f"region {state.regions}", self.line)

    def _first_region(self) -> None:
        """What a state has named so far moves into a group of its own."""
        sketch, state = self.sketch, self.sketch.frames[-1]
        state.regions = 1
        id = f"{state.id} region 1"
        for held in [group for group in sketch.groups.values() if group.parent == state.id]:
            sketch.groups[held.id] = held._replace(parent=id)
        sketch.groups[id] = Group(id, "region 1", state.id)
        for name in state.named:
            sketch.home.setdefault(name, id)
        state.named.clear()

    def _noted(self, match: re.Match[str]) -> None:
        self.sketch.name(match[2], self.line)
        if match[3] is None:
            self._note = (match[2], self.line, [])
        else:
            self.sketch.notes.append(Note(match[2], label_of(match[3])))

    def _in_note(self, line: str) -> None:
        assert self._note is not None
        node, _, texts = self._note
        if _END_NOTE.match(line):
            self.sketch.notes.append(Note(node, label_of(" ".join(texts))))
            self._note = None
        else:
            texts.append(line)


def _without_end(line: str) -> str:
    """A statement without the semicolons behind it; that of an entity (`#quot;`) stays."""
    bare = line.rstrip(";")
    return f"{bare};" if bare != line and _ENTITY.search(bare) else bare
