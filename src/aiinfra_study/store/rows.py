"""Rows of the snapshot, one a line: parsed when somebody asks for one, and written back as they were."""

import json
from collections.abc import Iterable, Iterator, Mapping, MutableMapping
from typing import Any

Row = dict[str, Any]
_DUE, _DAY = len('"":{"due":"'), len("2026-11-21")
_MARK = "\x1e"


class Rows(MutableMapping[str, Row]):
    """Rows by name. A row is a value: it is replaced, never changed in place."""

    def __init__(self, block: bytes | memoryview = b"{\n\n}") -> None:
        """From `{`, the rows, and `}`, each on lines of their own."""
        text = str(block, "utf-8")
        self._lines: dict[str, str] = {}  # as they were written; empty where the row was replaced
        self._made: dict[str, Row] = {}
        self._replaced = False
        lines = text[2:-2].split(",\n") if len(text) > 4 else []
        if "\\" not in text:
            self._lines = {line[1 : line.index('":{')]: line for line in lines}
            return
        for line in lines:
            name = line[1 : line.index('":{')]
            if "\\" in name:  # not where it seems to end
                self.update(json.loads(f"{{{line}}}"))
            else:
                self._lines[name] = line

    def __getitem__(self, name: str) -> Row:
        row = self._made.get(name)
        if row is None:
            line = self._lines[name]
            row = self._made[name] = json.loads(line[line.index('":{') + 2 :])
        return row

    def __setitem__(self, name: str, row: Row) -> None:
        self._lines[name] = ""
        self._replaced = True
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

    def fetch(self, names: Iterable[str]) -> dict[str, Row]:
        """Those of some names that are there: parsing many rows in one call takes a third of the time."""
        names, made = list(names), self._made
        wanted = {name: line for name in names if name not in made and (line := self._lines.get(name))}
        texts = ",".join([line[line.index('":{') + 2 :] for line in wanted.values()])
        made.update(zip(wanted, json.loads(f"[{texts}]"), strict=True))
        return {name: made[name] for name in names if name in made}

    def dues(self) -> Iterator[tuple[str, str]]:
        """Name and due day of each row, which is a card."""
        for name, line in self._lines.items():
            at = len(name) + _DUE
            yield name, line[at : at + _DAY] if line[at - 8 : at] == '{"due":"' else self[name]["due"]

    def due(self, day: str) -> list[str]:
        """Names of the cards due on a day or earlier: lines as they were written stand in the order of their days."""
        found = []
        for name, due in self.dues():
            if due <= day:
                found.append(name)
            elif self._lines[name]:
                break
        else:
            return found
        replaced = [name for name, line in self._lines.items() if not line] if self._replaced else []
        return list(dict.fromkeys([*found, *(name for name in replaced if self._made[name]["due"] <= day)]))

    def against(self, keys: Iterable[tuple[str, str]]) -> tuple[list[str], list[str]]:
        """Which of some names have no row, and which have one whose line does not end with their key and revision 1."""
        get = self._lines.get
        unlike = [name for name, key in keys if not get(name, "").endswith(f':"{key}","rev":1}}')]
        without = [name for name in unlike if name not in self._lines]
        return without, [name for name in unlike if name in self._lines]

    def lines(self) -> Iterator[tuple[str, str]]:
        """Each row as name and line."""
        return ((name, line or _line(name, _text(self._made[name]))) for name, line in self._lines.items())


def lines_of(rows: Mapping[str, Row]) -> list[tuple[str, str]]:
    """Each row as name and line. Rows of a plain mapping are encoded in one call, which halves the time of many: the
    separator holds a control character that no text of JSON can, so that the ends of rows are known again."""
    if isinstance(rows, Rows):
        return list(rows.lines())
    text = json.dumps(list(rows.values()), ensure_ascii=False, separators=(f",{_MARK}", ":"))
    texts = text[1:-1].replace("}," + _MARK + "{", "}\n{").replace(_MARK, "").split("\n") if rows else []
    return [(name, _line(name, text)) for name, text in zip(rows, texts, strict=True)]


def _text(row: Row) -> str:
    return json.dumps(row, ensure_ascii=False, separators=(",", ":"))


def _line(name: str, text: str) -> str:
    return f"{json.dumps(name, ensure_ascii=False)}:{text}"
