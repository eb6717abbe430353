"""YAML text to trees with places, from libyaml's event stream, with guards.

Twice as fast as CSafeLoader, with the place of every field, and nothing in a bank can hurt us: no tags, anchors,
aliases or second documents, no repeated keys, bounded depth (composing 40,000 nested lists kills CSafeLoader) and size.
Every scalar stays the text the author wrote. After a syntax error the broken questions are blanked and the rest read.
"""

from collections.abc import Callable
from contextlib import suppress
from itertools import islice
from typing import Any, NamedTuple

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
from aiinfra_study.store.yaml_errors import explain, questions_of, without_lines, without_question

MAX_DEPTH = 32
MAX_SCALAR = 64 * 1024
MAX_CELLS = 300_000  # keys and values: 5,000 questions of 60
MAX_DIRECTIVES = 9  # libyaml compares each %TAG with all before it
MAX_RECOVERIES = 5
MAX_SAME = 20
_SAFE_BYTES = bytes([9, 10, 13, *range(0x20, 0x7F)])
_UTF16 = (b"\xff\xfe", b"\xfe\xff")  # its byte order marks

try:
    from yaml.cyaml import CParser  # type: ignore[attr-defined]

    FAST = True
except ImportError:
    FAST = False


class Document(NamedTuple):
    """What a YAML file holds (None when it cannot be read at all), where everything stands, and what is wrong."""

    tree: Tree | None
    source: Source
    problems: Noted


class _Stop(Exception):
    """Reading further makes no sense."""


def read_yaml(data: bytes, file: str) -> Document:
    """Read one YAML document from bytes."""
    problems = Noted()
    data = data.removeprefix(b"\xef\xbb\xbf")
    if b"\r" in data:
        data = data.replace(b"\r\n", b"\n").replace(b"\r", b"\n")
    try:
        unusual = data.translate(None, _SAFE_BYTES).decode("utf-8")
        data.decode("utf-8")
    except UnicodeDecodeError:
        message = "the file is UTF-16, not UTF-8" if data[:2] in _UTF16 else "the file is not UTF-8"
        problems.note(Problem(_not_utf8(data, file), "Y100", "error", message, "save it as UTF-8"))
        return Document(None, Source(file, data), problems)
    if UNSAFE.search(unusual):
        source = Source(file, data)
        for match in islice(unsafe(source.text), MAX_SAME):
            problems.note(_unsafe(source.mark(match.start()), match[0]))
        data = clean(source.text).encode("utf-8")
    return _read_recovering(data, file, problems)


def _not_utf8(data: bytes, file: str) -> Mark:
    """The place of the first byte that is not UTF-8."""
    good = data.decode("utf-8", "surrogateescape")
    at = next(i for i, character in enumerate(good) if "\udc80" <= character <= "\udcff")
    return Mark(file, good.count("\n", 0, at) + 1, at - good.rfind("\n", 0, at))


def _unsafe(mark: Mark, character: str) -> Problem:
    return Problem(
        mark,
        "T601",
        "error",
        f"control character U+{ord(character):04X}",
        "delete it; it is shown as a mark instead",
    )


def _read_recovering(data: bytes, file: str, problems: Noted) -> Document:
    """Read; where the syntax is broken inside questions, report it, blank them and read again."""
    whole = data
    for _ in range(MAX_RECOVERIES):
        found = Noted()
        reader = _Reader(data, file, found)
        try:
            tree = reader.read()
        except _Stop:
            tree = None
        except yaml.YAMLError as error:
            text = _without_broken(reader.source.text, file, problems)
            if text is None:
                line, problem = explain(error, reader.source)
                problems.note(problem)
                text = without_question(reader.source.text, line)
            if text is None:
                break
            data = text.encode("utf-8")
            continue
        problems.note_all(found)
        reader.source.written = whole if data is not whole else None
        return Document(tree, reader.source, problems)
    source = Source(file, data)
    source.written = whole if data is not whole else None
    return Document(None, source, problems)


def _without_broken(text: str, file: str, problems: Noted) -> str | None:
    """The text with the questions blank that cannot be parsed by themselves, or None where all can."""
    lines = text.split("\n")
    broken = []
    for begin, end in questions_of(text):
        one = _Reader("\n".join(lines[begin:end]).encode("utf-8"), file, Noted())
        try:
            one.read()
        except _Stop:
            continue
        except yaml.YAMLError as error:
            _, problem = explain(error, one.source)
            line = begin + problem.mark.line
            problems.note(problem._replace(mark=problem.mark._replace(line=line)))
            broken.append((begin, end))
    return without_lines(text, broken) if broken else None


class _Reader:
    """One pass over the events of one document."""

    def __init__(self, data: bytes, file: str, problems: Noted) -> None:
        self.source = Source(file, data)
        self.problems = problems

    def refuse(self, event: Any, rule: str, message: str, help: str) -> None:
        """A value that a bank may not have; its question cannot be used."""
        at = event.start_mark.index
        self.source.spoiled.append(at)
        if self.problems.take(rule):
            self.problems.append(Problem(self.source.mark(at), rule, "error", message, help))

    def read(self) -> Tree:
        """The tree of the one document; raises _Stop (a problem is noted) or yaml.YAMLError."""
        data = self.source.data
        if data.count(b"\n%") > MAX_DIRECTIVES:
            mark = self.source.mark(self.source.text.index("\n%") + 1)
            help = "a bank needs no line that begins with %"
            self.problems.note(Problem(mark, "Y103", "error", "directives are not allowed", help))
            raise _Stop
        next_event: Callable[[], Any] = (CParser(data) if FAST else yaml.SafeLoader(data)).get_event
        note_place = self.source.cells.append
        cells = self.source.cells
        keys: dict[str, str] = {}  # one copy of each key, however often it is written
        decorated = b"&" in data or b"!" in data
        escaped = b"\\" in data
        stack: list[tuple[Any, bool, str | None]] = []
        container: Any = []
        mapping = False
        key: str | None = None
        documents = 0
        while True:
            event = next_event()
            kind = type(event)
            if kind is ScalarEvent:
                value: Any = event.value
                if len(value) > MAX_SCALAR or (decorated and (event.anchor is not None or event.tag is not None)):
                    self._check(event)
                    value = value[:MAX_SCALAR]
                if len(cells) >= MAX_CELLS:
                    self.refuse(event, "Y103", f"more than {MAX_CELLS:,} values", "split the section")
                    raise _Stop
                if escaped and event.style == '"' and UNSAFE.search(value):
                    value = self._escaped(event)
                note_place(event.start_mark.index)
            elif kind is MappingStartEvent or kind is SequenceStartEvent:
                if decorated and (event.anchor is not None or event.tag is not None):
                    self._check(event)
                if len(cells) >= MAX_CELLS:
                    self.refuse(event, "Y103", f"more than {MAX_CELLS:,} values", "split the section")
                    raise _Stop
                if len(stack) >= MAX_DEPTH:
                    self.refuse(event, "Y103", f"nested more than {MAX_DEPTH} deep", "a bank needs no such depth")
                    raise _Stop
                if mapping and key is None:
                    self.refuse(event, "Y103", "a key should be text", "write key: value")
                    raise _Stop
                note_place(event.start_mark.index)
                stack.append((container, mapping, key))
                mapping = kind is MappingStartEvent
                container = Map() if mapping else Seq()
                container.at = len(cells)
                key = None
                continue
            elif kind is MappingEndEvent or kind is SequenceEndEvent:
                value = container
                container, mapping, key = stack.pop()
            elif kind is AliasEvent:
                self.refuse(event, "Y103", "aliases are not allowed", "write the text out where it is needed")
                value = ""
                note_place(event.start_mark.index)
            elif kind is StreamEndEvent:
                break
            elif kind is DocumentStartEvent:
                documents += 1
                if documents > 1:
                    self.refuse(event, "Y103", "a second document in the file", "one file holds one bank")
                    break
                continue
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
        tree: Tree = container[0] if container else ""
        return tree

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
                self.problems.append(_unsafe(self.source.mark(event.start_mark.index), match[0]))
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
    next_event: Callable[[], Any] = (CParser(text) if FAST else yaml.SafeLoader(text)).get_event
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
