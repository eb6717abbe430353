"""progress.json: what a person or jq reads, and what saves replaying the log. A cache, complete and checked.

Its first line names how much of the log it covers and the checksum of the rest; cards stand one a line, sorted by due.
"""

import json
import zlib
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from aiinfra_study.core.catalogue import prints_of
from aiinfra_study.core.preset import ALGORITHM
from aiinfra_study.core.progress import Attempt, Progress
from aiinfra_study.store.rows import Rows, lines_of

SCHEMA = 1
TAIL = 64  # bytes of the log before the end of the part covered, by which it is known again


class NewerSchema(ValueError):
    """Written by a later version than this program knows."""


class Damaged(ValueError):
    """Not a whole snapshot."""


class Outdated(ValueError):
    """Whole, but of an older version, or without what the log says now that there are cards: it is made anew."""

    def __init__(self, message: str, events: object) -> None:
        super().__init__(message)
        self.events = events if type(events) is int else 0  # how many the log had


class StoredProgress(Progress):
    """Progress whose questions and cards, which may be many, are read when somebody first asks for them."""

    def __init__(self, blocks: dict[str, memoryview]) -> None:
        super().__init__()
        self._blocks = blocks
        for name in blocks:
            delattr(self, name)

    def __getattr__(self, name: str) -> Any:
        if name == "_blocks" or name not in self._blocks:
            raise AttributeError(name)
        rows = Rows(self._blocks[name])
        setattr(self, name, rows)  # Ctrl-C before this line loses nothing
        return rows

    def rows(self, table: str, addresses: Iterable[str]) -> dict[str, dict[str, Any]]:
        rows = getattr(self, table)
        return rows.fetch(addresses) if isinstance(rows, Rows) else super().rows(table, addresses)

    def dues(self) -> Iterable[tuple[str, str]]:
        return self.cards.dues() if isinstance(self.cards, Rows) else super().dues()

    def due(self, day: str) -> list[str]:
        return self.cards.due(day) if isinstance(self.cards, Rows) else super().due(day)

    def against(self, items: Mapping[str, Any]) -> tuple[list[str], list[str]]:
        if not isinstance(self.cards, Rows):
            return super().against(items)
        without, other = self.cards.against(prints_of(items))
        return without, super().against({address: items[address] for address in other})[1]


class Snapshot:
    """A progress, how much of the log it covers, how that part ends, and what the status line needs to know."""

    def __init__(self, progress: Progress, device: str = "", host: str = "") -> None:
        self.progress = progress
        self.device = device
        self.host = host
        self.covered = 0
        self.end = b""
        self.tail = 0  # the checksum of `end`
        self.status: dict[str, Any] = {}
        self.extra: dict[str, Any] = {}

    def cover(self, data: bytes) -> None:
        """Speak of the next bytes of the log too."""
        self.covered += len(data)
        self.end = (self.end + data[-TAIL:])[-TAIL:]
        self.tail = zlib.crc32(self.end)


_OURS = {"schema", "log", "crc", "status", "scheduler", "device", "host", "tail", *Progress.FIELDS}
_ROWS = ("attempts", "questions", "cards")  # one row a line, after everything else


def dump(snapshot: Snapshot) -> bytes:
    """The bytes of a snapshot."""
    progress = snapshot.progress
    out = {*progress.suspended, *snapshot.status.get("gone", ())}
    hidden = sorted(str(progress.cards[address]["due"]) for address in out if address in progress.cards)
    attempts = {key: vars(attempt) for key, attempt in progress.attempts.items()}
    cards = lines_of(progress.cards)
    dues = dict(progress.dues())
    cards.sort(key=lambda row: (dues[row[0]], row[0]))
    parts = [
        f'"status":{_json({**snapshot.status, "hidden": hidden})}',
        f'"scheduler":{_json(ALGORITHM)}',
        f'"device":{_json(snapshot.device)},"host":{_json(snapshot.host)},"tail":{snapshot.tail}',
        *(f'"{name}":{_json(getattr(progress, name))}' for name in Progress.FIELDS if name not in _ROWS),
        *(f"{_json(key)}:{_json(value)}" for key, value in snapshot.extra.items()),
        '"attempts":{\n' + ",\n".join(f"{_json(key)}:{_json(value)}" for key, value in attempts.items()) + "\n}",
    ]
    head = ",\n".join(parts).encode("utf-8", "backslashreplace")
    questions, due = _block(lines_of(progress.questions)), _block(cards)
    rest = b'%b,\n"questions":%b,\n"cards":%b}\n' % (head, questions, due)
    log = f'{{"bytes":{snapshot.covered},"events":{progress.events}}}'
    return f'{{"schema":{SCHEMA},"log":{log},"crc":"{_crc(log, rest)}",\n'.encode() + rest


def load(data: bytes) -> Snapshot:
    """The snapshot of some bytes; raises Damaged, Outdated or NewerSchema."""
    try:
        head, rows = _parted(data)
        raw = json.loads(head)
        if int(raw["schema"]) > SCHEMA:
            raise NewerSchema(f"schema {raw['schema']}")
        if int(raw["schema"]) < SCHEMA:
            raise Outdated(f"schema {raw['schema']}", dict(raw.get("log") or {}).get("events"))
        log = f'{{"bytes":{raw["log"]["bytes"]},"events":{raw["log"]["events"]}}}'
        if raw["crc"] != _crc(log, memoryview(data)[data.index(b"\n") + 1 :]):
            raise Damaged("the checksum does not fit")
        if not rows or not {"scheduler", *Progress.FIELDS} - rows.keys() <= raw.keys():
            raise Outdated("from before all of this was kept", raw["log"]["events"])
        if raw["scheduler"] != ALGORITHM:
            raise NewerSchema(f"scheduler {raw['scheduler']}")
        progress = StoredProgress(rows)
        for name in Progress.FIELDS:
            if name not in _ROWS:
                setattr(progress, name, raw[name])
        progress.attempts = {key: Attempt(**value) for key, value in raw["attempts"].items()}
        progress.events = raw["log"]["events"]
        snapshot = Snapshot(progress, raw["device"], raw["host"])
        snapshot.covered = raw["log"]["bytes"]
        snapshot.tail = raw["tail"]
        snapshot.status = raw["status"]
        snapshot.extra = {key: value for key, value in raw.items() if key not in _OURS}
        return snapshot
    except (NewerSchema, Outdated):
        raise
    except (ValueError, KeyError, TypeError, AttributeError, OverflowError, RecursionError) as error:
        raise Damaged(str(error)) from None


def _parted(data: bytes) -> tuple[bytes, dict[str, memoryview]]:
    """The head as an object of its own, and the rows of questions and cards (no text holds a bare line break)."""
    questions = data.find(b',\n"questions":{\n')
    cards = data.find(b',\n"cards":{\n', questions + 1)
    if not 0 < questions < cards:
        return data, {}
    whole = memoryview(data)
    rows = {
        "questions": whole[data.index(b"{", questions) : cards],
        "cards": whole[data.index(b"{", cards) : data.rindex(b"}")],
    }
    return data[:questions] + b"}", rows


def _crc(log: str, rest: bytes | memoryview) -> str:
    return f"{zlib.crc32(rest, zlib.crc32(log.encode())):08x}"


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def _block(rows: Sequence[tuple[str, str]]) -> bytes:
    """Rows as a JSON object, one a line."""
    text = ",\n".join([line for _, line in rows])
    return f"{{\n{text}\n}}".encode("utf-8", "backslashreplace")
