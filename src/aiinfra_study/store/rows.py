"""Rows of the snapshot, one a line: parsed when somebody asks for one, and written back as they were."""

import json
from collections.abc import Iterable, Iterator, Mapping, MutableMapping
from typing import Any

from aiinfra_study.core.progress import Brief

Row = dict[str, Any]
_DUE, _DAY = len('"":{"due":"'), len("2026-11-21")
_KEY, _END, _DIGITS = b'"key":"', b'","rev":1}', 8
_KEY_FROM = -len(_END) - _DIGITS
_MARK = "\x1e"


class Rows(MutableMapping[str, Row]):
    """Rows by name. A row is a value: it is replaced, never changed in place."""

    def __init__(self, block: bytes = b"{\n\n}") -> None:
        """From `{`, the rows, and `}`, each on lines of their own."""
        self._lines: dict[str, bytes] = {}  # as they were written; empty where the row was replaced
        self._made: dict[str, Row] = {}
        for line in block[2:-2].split(b",\n") if len(block) > 4 else ():
            name = line[1 : line.index(b'":{')]
            if b"\\" in name:  # not where it seems to end
                self.update(json.loads(b"{%b}" % line))
            else:
                self._lines[name.decode()] = line

    def __getitem__(self, name: str) -> Row:
        row = self._made.get(name)
        if row is None:
            row = self._made[name] = _row(self._lines[name])
        return row

    def __setitem__(self, name: str, row: Row) -> None:
        self._lines[name] = b""
        self._made[name] = row

    def __delitem__(self, name: str) -> None:
        del self._lines[name]
        self._made.pop(name, None)

    def __iter__(self) -> Iterator[str]:
        return iter(self._lines)

    def __len__(self) -> int:
        return len(self._lines)

    def __contains__(self, name: object) -> bool:
        return name in self._lines

    def fetch(self, names: Iterable[str]) -> None:
        """Parse many rows in one call, which takes a third of the time."""
        wanted = {name: line for name in names if name not in self._made and (line := self._lines.get(name))}
        texts = b",".join(line[line.index(b'":{') + 2 :] for line in wanted.values())
        self._made.update(zip(wanted, json.loads(b"[%b]" % texts), strict=True))

    def brief(self) -> Iterator[Brief]:
        """Due day, key and revision of each row that is a card, read from its line where that is as we write it."""
        for name, line in self._lines.items():
            if line[_KEY_FROM - len(_KEY) : _KEY_FROM] == _KEY and line[-len(_END) :] == _END:
                due = len(name) + _DUE
                if line[due - 8 : due] == b'{"due":"':
                    yield name, line[due : due + _DAY].decode(), line[_KEY_FROM : -len(_END)].decode(), 1
                    continue
            row = self[name]
            yield name, row["due"], row.get("key"), row.get("rev")

    def lines(self) -> Iterator[tuple[str, bytes]]:
        """Each row as name and line."""
        return ((name, line or _line(name, _text(self._made[name]))) for name, line in self._lines.items())


def lines_of(rows: Mapping[str, Row]) -> list[tuple[str, bytes]]:
    """Each row as name and line. Rows of a plain mapping are encoded in one call, which halves the time of many: the
    separator holds a control character that no text of JSON can, so that the ends of rows are known again."""
    if isinstance(rows, Rows):
        return list(rows.lines())
    text = json.dumps(list(rows.values()), ensure_ascii=False, separators=(f",{_MARK}", ":"))
    texts = text[1:-1].replace("}," + _MARK + "{", "}\n{").replace(_MARK, "").split("\n") if rows else []
    return [(name, _line(name, text)) for name, text in zip(rows, texts, strict=True)]


def _row(line: bytes) -> Row:
    row: Row = json.loads(line[line.index(b'":{') + 2 :])
    return row


def _text(row: Row) -> str:
    return json.dumps(row, ensure_ascii=False, separators=(",", ":"))


def _line(name: str, text: str) -> bytes:
    return f"{json.dumps(name, ensure_ascii=False)}:{text}".encode("utf-8", "backslashreplace")
