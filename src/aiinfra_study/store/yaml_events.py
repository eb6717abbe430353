"""YAML text to trees with places, from libyaml's event stream, with guards.

Twice as fast as CSafeLoader, with the place of every field, and nothing in a bank can hurt us: no tags, anchors,
aliases or second documents, no repeated keys, bounded depth (composing 40,000 nested lists kills CSafeLoader) and size.
Every scalar stays the text the author wrote.
"""

from collections.abc import Callable
from contextlib import suppress
from itertools import islice
from typing import Any, NoReturn

import yaml
from yaml.events import (
    AliasEvent,
    DocumentStartEvent,
    MappingEndEvent,
    MappingStartEvent,
    ScalarEvent,
    SequenceEndEvent,
    SequenceStartEvent,
    StreamEndEvent,
)

from aiinfra_study.core.problem import Mark, Noted, Problem
from aiinfra_study.core.source import Map, Seq, Source, Tree
from aiinfra_study.core.text import UNSAFE, clean, unsafe
from aiinfra_study.store.yaml_errors import explain

MAX_DEPTH = 32
MAX_SCALAR = 64 * 1024
MAX_CELLS = 300_000  # keys and values: 5,000 questions of 60
MAX_DIRECTIVES = 9  # libyaml compares each %TAG with all before it
MAX_SAME = 20

try:
    from yaml.cyaml import CParser  # type: ignore[attr-defined]

    FAST = True
except ImportError:
    FAST = False


def _events_of(text: bytes | str) -> Callable[[], Any]:
    """What gives the next event of a YAML text; raises yaml.YAMLError where its syntax is broken."""
    found: Callable[[], Any] = (CParser(text) if FAST else yaml.SafeLoader(text)).get_event
    return found


class Stop(Exception):
    """Reading further makes no sense; a problem says why."""


class Broken(Exception):
    """The syntax is broken: the problem, and the line of the question it is in."""

    def __init__(self, line: int, problem: Problem) -> None:
        self.line, self.problem = line, problem


def control_character(mark: Mark, character: str) -> Problem:
    return Problem(
        mark,
        "T601",
        "error",
        f"control character U+{ord(character):04X}",
        "delete it; it is shown as a mark instead",
    )


class Reader:
    """One pass over the events of one document."""

    def __init__(self, data: bytes, file: str, problems: Noted) -> None:
        self.source = Source(file, data)
        self.problems = problems
        self._begun = False

    def refuse(self, event: Any, rule: str, message: str, help: str) -> None:
        """A value that a bank may not have; its question cannot be used."""
        at = event.start_mark.index
        self.source.spoiled.append(at)
        if self.problems.take(rule):
            self.problems.append(Problem(self.source.mark(at), rule, "error", message, help))

    def read(self) -> Tree:
        """The tree of the one document; raises Stop or Broken."""
        try:
            return self._tree(self._events())
        except yaml.YAMLError as error:
            raise Broken(*explain(error, self.source)) from None

    def _events(self) -> Callable[[], Any]:
        """What gives the next event of the file."""
        data = self.source.data
        if data.count(b"\n%") > MAX_DIRECTIVES:
            mark = self.source.mark(self.source.text.index("\n%") + 1)
            help = "a bank needs no line that begins with %"
            self.problems.note(Problem(mark, "Y103", "error", "directives are not allowed", help))
            raise Stop
        return _events_of(data)

    def _tree(self, next_event: Callable[[], Any]) -> Tree:
        """The tree of the events. Every value of every bank comes through here: only what is unusual costs a call."""
        cells = self.source.cells
        note_place = cells.append
        keys: dict[str, str] = {}  # one copy of each key, however often it is written
        decorated = b"&" in self.source.data or b"!" in self.source.data
        escaped = b"\\" in self.source.data
        stack: list[tuple[Any, bool, str | None]] = []
        container: Any = []
        mapping = False
        key: str | None = None
        while True:
            event = next_event()
            kind = type(event)
            if kind is ScalarEvent:
                value: Any = event.value
                if len(value) > MAX_SCALAR or (decorated and (event.anchor is not None or event.tag is not None)):
                    value = self._checked(event)
                if len(cells) >= MAX_CELLS:
                    self._too_many(event)
                if escaped and event.style == '"' and UNSAFE.search(value):
                    value = self._escaped(event)
                note_place(event.start_mark.index)
            elif kind is MappingStartEvent or kind is SequenceStartEvent:
                if decorated or len(cells) >= MAX_CELLS or len(stack) >= MAX_DEPTH or (mapping and key is None):
                    self._may_open(event, len(stack), is_key=mapping and key is None)
                note_place(event.start_mark.index)
                stack.append((container, mapping, key))
                mapping = kind is MappingStartEvent
                container = Map() if mapping else Seq()
                key = None
                container.at = len(cells)
                continue
            elif kind is MappingEndEvent or kind is SequenceEndEvent:
                value = container
                container, mapping, key = stack.pop()
            elif kind is AliasEvent:
                value = self._no_alias(event)
            elif kind is StreamEndEvent or (kind is DocumentStartEvent and self._is_second(event)):
                break
            else:
                continue
            if not mapping:
                container.append(value)
            elif key is not None:
                container[key] = value
                key = None
            else:
                if value in container or value == "<<":
                    value = self._twice(event, value, len(cells))
                key = keys.setdefault(value, value)
        return container[0] if container else ""

    def _is_second(self, event: Any) -> bool:
        """Whether the document that begins is not the first."""
        if not self._begun:
            self._begun = True
            return False
        self.refuse(event, "Y103", "a second document in the file", "one file holds one bank")
        return True

    def _may_open(self, event: Any, depth: int, *, is_key: bool) -> None:
        """Stop at a mapping or a list that may not begin here."""
        self._check(event)
        if len(self.source.cells) >= MAX_CELLS:
            self._too_many(event)
        if depth >= MAX_DEPTH:
            self.refuse(event, "Y103", f"nested more than {MAX_DEPTH} deep", "a bank needs no such depth")
            raise Stop
        if is_key:
            self.refuse(event, "Y103", "a key should be text", "write key: value")
            raise Stop

    def _too_many(self, event: Any) -> NoReturn:
        self.refuse(event, "Y103", f"more than {MAX_CELLS:,} values", "split the section")
        raise Stop

    def _no_alias(self, event: Any) -> str:
        """Refuse an alias; an empty text stands in its place."""
        self.refuse(event, "Y103", "aliases are not allowed", "write the text out where it is needed")
        self.source.cells.append(event.start_mark.index)
        return ""

    def _checked(self, event: Any) -> str:
        """A text that is too long or decorated, as much of it as is read."""
        self._check(event)
        return str(event.value[:MAX_SCALAR])

    def _check(self, event: Any) -> None:
        if len(getattr(event, "value", "")) > MAX_SCALAR:
            self.refuse(event, "Y103", f"a text longer than {MAX_SCALAR // 1024} KiB", "shorten it")
        if event.anchor is not None:
            self.refuse(event, "Y103", "anchors are not allowed", "write the text out where it is needed")
        if event.tag is not None:
            self.refuse(
                event,
                "Y103",
                f'the tag "{clean(str(event.tag))[:40]}" is not allowed',
                "a bank is plain text: drop it",
            )

    def _escaped(self, event: Any) -> str:
        value = str(event.value)
        for match in islice(unsafe(value), MAX_SAME):
            if self.problems.take("T601"):
                self.problems.append(control_character(self.source.mark(event.start_mark.index), match[0]))
        return clean(value)

    def _twice(self, event: Any, key: str, count: int) -> str:
        """Report a repeated key, and give it a name of its own so that nothing is overwritten silently."""
        if key == "<<":
            self.refuse(event, "Y103", "merge keys are not allowed", "write the fields out where they are needed")
        else:
            self.refuse(event, "Y102", f'"{key[:60]}" is written twice', "keep one of the two")
        return f"{key}\0{count}"


def text_spans(text: str) -> list[tuple[int, int]]:
    """Where the texts of a file stand (offsets), as far as it can be read: what is between them may be a comment."""
    spans: list[tuple[int, int]] = []
    if text.count("\n%") > MAX_DIRECTIVES:
        return spans
    next_event = _events_of(text)
    depth = 0
    with suppress(yaml.YAMLError):
        while depth <= MAX_DEPTH and (kind := type(event := next_event())) is not StreamEndEvent:
            if kind is ScalarEvent:
                spans.append((event.start_mark.index, event.end_mark.index))
            elif kind is MappingStartEvent or kind is SequenceStartEvent:
                depth += 1
            elif kind is MappingEndEvent or kind is SequenceEndEvent:
                depth -= 1
    return spans
