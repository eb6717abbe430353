"""progress.json: what a person or jq reads, and what saves replaying the log. A cache, complete and checked.

Its first line names how much of the log it covers and the checksum of the rest; cards stand one a line, sorted by due.
"""

import json
import zlib
from collections.abc import Mapping
from typing import Any

from aiinfra_study.core.progress import Attempt, Progress

SCHEMA = 1
TAIL = 64  # bytes of the log before the end of the part covered, by which it is known again


class NewerSchema(ValueError):
    """Written by a later version than this program knows."""


class Damaged(ValueError):
    """Not a whole snapshot."""


class StoredProgress(Progress):
    """Progress whose questions and cards, which may be many, are parsed when somebody first asks for them."""

    def __init__(self, rows: dict[str, bytes]) -> None:
        super().__init__()
        self._rows = rows
        for name in rows:
            delattr(self, name)

    def __getattr__(self, name: str) -> Any:
        if name == "_rows" or name not in self._rows:
            raise AttributeError(name)
        parsed = json.loads(self._rows[name])
        setattr(self, name, parsed)  # Ctrl-C before this line loses nothing
        return parsed


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


_OURS = {
    *("schema", "log", "crc", "status", "device", "host", "tail", "counters", "days"),
    *("flagged", "suspended", "attempts", "questions", "cards"),
}


def dump(snapshot: Snapshot) -> bytes:
    """The bytes of a snapshot."""
    progress = snapshot.progress
    hidden = sorted(
        str(progress.cards[address].get("due")) for address in progress.suspended if address in progress.cards
    )
    attempts = {key: vars(attempt) for key, attempt in progress.attempts.items()}
    due = sorted(progress.cards.items(), key=lambda item: (str(item[1].get("due")), item[0]))
    parts = [
        f'"status":{_json({**snapshot.status, "hidden": hidden})}',
        f'"device":{_json(snapshot.device)},"host":{_json(snapshot.host)},"tail":{snapshot.tail}',
        f'"counters":{_json(progress.counters)}',
        f'"days":{_json(progress.days)}',
        f'"flagged":{_json(progress.flagged)}',
        f'"suspended":{_json(progress.suspended)}',
        *(f"{_json(key)}:{_json(value)}" for key, value in snapshot.extra.items()),
        '"attempts":{\n' + ",\n".join(f"{_json(key)}:{_json(value)}" for key, value in attempts.items()) + "\n}",
        f'"questions":{_rows(progress.questions)}',
        f'"cards":{_rows(dict(due))}',
    ]
    rest = (",\n".join(parts) + "}\n").encode("utf-8", "backslashreplace")
    log = f'{{"bytes":{snapshot.covered},"events":{progress.events}}}'
    return f'{{"schema":{SCHEMA},"log":{log},"crc":"{_crc(log, rest)}",\n'.encode() + rest


def load(data: bytes) -> Snapshot:
    """The snapshot of some bytes; raises Damaged or NewerSchema."""
    try:
        head, rows = _parted(data)
        raw = json.loads(head)
        if int(raw["schema"]) > SCHEMA:
            raise NewerSchema(str(raw["schema"]))
        log = f'{{"bytes":{raw["log"]["bytes"]},"events":{raw["log"]["events"]}}}'
        if raw["crc"] != _crc(log, data.partition(b"\n")[2]):
            raise Damaged("the checksum does not fit")
        progress = StoredProgress(rows)
        progress.attempts = {key: Attempt(**value) for key, value in raw["attempts"].items()}
        progress.flagged = raw["flagged"]
        progress.suspended = raw["suspended"]
        progress.days = raw["days"]
        progress.counters = raw["counters"]
        progress.events = raw["log"]["events"]
        snapshot = Snapshot(progress, raw["device"], raw["host"])
        snapshot.covered = raw["log"]["bytes"]
        snapshot.tail = raw["tail"]
        snapshot.status = raw["status"]
        snapshot.extra = {key: value for key, value in raw.items() if key not in _OURS}
        return snapshot
    except NewerSchema:
        raise
    except (ValueError, KeyError, TypeError, AttributeError, OverflowError, RecursionError) as error:
        raise Damaged(str(error)) from None


def _parted(data: bytes) -> tuple[bytes, dict[str, bytes]]:
    """The head as an object of its own, and the rows of questions and cards (no text holds a bare line break)."""
    questions, cards = data.rfind(b'\n"questions":{\n'), data.rfind(b'\n"cards":{\n')
    if not 0 < questions < cards:
        return data, {}
    rows = {
        "questions": data[data.index(b"{", questions) : cards].rstrip(b","),
        "cards": data[data.index(b"{", cards) :].rstrip()[:-1],
    }
    return data[:questions].rstrip(b",") + b"}", rows


def _crc(log: str, rest: bytes) -> str:
    return f"{zlib.crc32(rest, zlib.crc32(log.encode())):08x}"


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def _rows(rows: Mapping[str, Any]) -> str:
    """One row a line, encoded in one call, which halves the time of many rows: the separator holds a control character
    that no text of JSON can, so that the ends of rows are known again."""
    text = json.dumps(rows, ensure_ascii=False, separators=(f",{_MARK}", ":"))
    return "{\n" + text[1:-1].replace("}," + _MARK, "},\n").replace(_MARK, "") + "\n}"


_MARK = "\x1e"
