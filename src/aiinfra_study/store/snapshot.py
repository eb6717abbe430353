"""progress.json: what a person or jq reads, and what saves replaying the log. A cache, complete and checked.

Its first line names how much of the log it covers and the checksum of the rest; cards stand one a line, sorted by due.
"""

import json
import zlib
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import Any

from aiinfra_study.core.progress import Attempt, Progress

SCHEMA = 1


class NewerSchema(ValueError):
    """Written by a later version than this program knows."""


class Damaged(ValueError):
    """Not a whole snapshot."""


@dataclass(slots=True)
class Snapshot:
    """A progress, the part of the log it covers, and what the status line needs to know."""

    progress: Progress
    covered: int = 0
    tail: int = 0
    device: str = ""
    host: str = ""
    status: dict[str, Any] = field(default_factory=dict)
    extra: dict[str, Any] = field(default_factory=dict)


_OURS = {
    *("schema", "log", "crc", "status", "device", "host", "tail", "counters", "days"),
    *("flagged", "suspended", "attempts", "questions", "cards"),
}


def dump(snapshot: Snapshot) -> bytes:
    """The bytes of a snapshot."""
    progress = snapshot.progress
    hidden = sorted(str(progress.cards[address]["due"]) for address in progress.suspended if address in progress.cards)
    attempts = {key: asdict(attempt) for key, attempt in progress.attempts.items()}
    due = sorted(progress.cards.items(), key=lambda item: (str(item[1].get("due")), item[0]))
    parts = [
        f'"status":{_json({**snapshot.status, "hidden": hidden})}',
        f'"device":{_json(snapshot.device)},"host":{_json(snapshot.host)},"tail":{snapshot.tail}',
        f'"counters":{_json(progress.counters)}',
        f'"days":{_json(progress.days)}',
        f'"flagged":{_json(progress.flagged)}',
        f'"suspended":{_json(progress.suspended)}',
        *(f"{_json(key)}:{_json(value)}" for key, value in snapshot.extra.items()),
        f'"attempts":{_rows(attempts)}',
        f'"questions":{_rows(progress.questions)}',
        f'"cards":{_rows(dict(due))}',
    ]
    rest = (",\n".join(parts) + "}\n").encode("utf-8", "surrogatepass")
    log = f'{{"bytes":{snapshot.covered},"events":{progress.events}}}'
    return f'{{"schema":{SCHEMA},"log":{log},"crc":"{_crc(log, rest)}",\n'.encode() + rest


def load(data: bytes) -> Snapshot:
    """The snapshot of some bytes; raises Damaged or NewerSchema."""
    try:
        raw = json.loads(data)
        if int(raw["schema"]) > SCHEMA:
            raise NewerSchema(str(raw["schema"]))
        log = f'{{"bytes":{raw["log"]["bytes"]},"events":{raw["log"]["events"]}}}'
        if raw["crc"] != _crc(log, data.partition(b"\n")[2]):
            raise Damaged("the checksum does not fit")
        progress = Progress(
            cards=raw["cards"],
            questions=raw["questions"],
            attempts={key: Attempt(**value) for key, value in raw["attempts"].items()},
            flagged=raw["flagged"],
            suspended=raw["suspended"],
            days=raw["days"],
            counters=raw["counters"],
            events=raw["log"]["events"],
        )
        extra = {key: value for key, value in raw.items() if key not in _OURS}
        return Snapshot(progress, raw["log"]["bytes"], raw["tail"], raw["device"], raw["host"], raw["status"], extra)
    except NewerSchema:
        raise
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise Damaged(str(error)) from None


def _crc(log: str, rest: bytes) -> str:
    return f"{zlib.crc32(rest, zlib.crc32(log.encode())):08x}"


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def _rows(rows: Mapping[str, Any]) -> str:
    encode = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode
    return "{\n" + ",\n".join([f"{encode(key)}:{encode(value)}" for key, value in rows.items()]) + "\n}"
