"""The bytes of a YAML file to a document: its encoding, what does not belong in a text, and broken syntax.

After a syntax error the broken questions are blanked and the rest is read.
"""

from itertools import islice
from typing import NamedTuple

from aiinfra_study.core.problem import Mark, Noted, Problem
from aiinfra_study.core.source import Source, Tree
from aiinfra_study.core.text import UNSAFE, clean, unsafe
from aiinfra_study.store.yaml_errors import questions_of, without_lines, without_question
from aiinfra_study.store.yaml_events import MAX_SAME, Broken, Reader, Stop, control_character

MAX_RECOVERIES = 5
_SAFE_BYTES = bytes([9, 10, 13, *range(0x20, 0x7F)])
_UTF16 = (b"\xff\xfe", b"\xfe\xff")  # its byte order marks


class Document(NamedTuple):
    """What a YAML file holds (None when it cannot be read at all), where everything stands, and what is wrong."""

    tree: Tree | None
    source: Source
    problems: Noted


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
            problems.note(control_character(source.mark(match.start()), match[0]))
        data = clean(source.text).encode("utf-8")
    return _read_recovering(data, file, problems)


def _not_utf8(data: bytes, file: str) -> Mark:
    """The place of the first byte that is not UTF-8."""
    good = data.decode("utf-8", "surrogateescape")
    at = next(i for i, character in enumerate(good) if "\udc80" <= character <= "\udcff")
    return Mark(file, good.count("\n", 0, at) + 1, at - good.rfind("\n", 0, at))


def _read_recovering(data: bytes, file: str, problems: Noted) -> Document:
    """Read; where the syntax is broken inside questions, report it, blank them and read again."""
    whole = data
    for _ in range(MAX_RECOVERIES):
        found = Noted()
        reader = Reader(data, file, found)
        try:
            tree = reader.read()
        except Stop:
            tree = None
        except Broken as broken:
            text = _without_broken(reader.source.text, file, problems)
            if text is None:
                problems.note(broken.problem)
                text = without_question(reader.source.text, broken.line)
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
        try:
            Reader("\n".join(lines[begin:end]).encode("utf-8"), file, Noted()).read()
        except Stop:
            continue
        except Broken as one:
            mark = one.problem.mark
            problems.note(one.problem._replace(mark=mark._replace(line=begin + mark.line)))
            broken.append((begin, end))
    return without_lines(text, broken) if broken else None
