"""Stores of an older version, which are read as if they were of this one, and of a newer one, which are refused."""

import json
import random
import re
import shutil
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from aiinfra_study.core.errors import AiinfraError
from aiinfra_study.core.replay import replay
from aiinfra_study.store.log import seal
from aiinfra_study.store.migrations import VERSION
from aiinfra_study.store.progress import ProgressStore
from aiinfra_study.store.snapshot import SCHEMA, _crc

from .crash import Tally
from .program import Place
from .right_store import response

OLDER = {"at": "time", "event": "type", "response": "answer"}  # the names of version 0
NEWER = ("line", "scheduler", "schema", "cards")
WRITING = (
    *(["quiz", "section-1", "--practice"], ["review"], ["flag", "q1"], ["suspend", "q1"], ["--yes", "undo"]),
    *(["--yes", "reset", "section-1"], ["plan", "--by", "2027-01-15"], ["progress"], ["stats"], ["next"], ["sections"]),
)


def of_version_0(event: Mapping[str, Any]) -> bytes:
    """An event as a line of version 0 would have it."""
    named = {OLDER.get(key, key): value for key, value in event.items() if key != "crc"}
    return seal({**named, "v": 0, "type": {"response": "answer"}.get(str(event["event"]), event["event"])})


def older(folder: Path, rounds: int, seed: int = 1) -> Tally:
    """Logs whose first lines are of version 0, beside no snapshot, one of version 0, or one without newer fields."""
    chance, tally = random.Random(seed), Tally()
    whole = _history(folder / "history")
    for number in range(rounds):
        tally.rounds += 1
        place = folder / f"older-{number % 10}"
        shutil.rmtree(place, ignore_errors=True)
        place.mkdir()
        lines = [seal({k: v for k, v in event.items() if k != "crc"}) for event in whole]
        count = chance.randint(1, len(lines))
        lines[:count] = [of_version_0(event) for event in whole[:count]]
        (place / "events.jsonl").write_bytes(b"".join(lines))
        kind = number % 3
        if kind:
            (place / "progress.json").write_bytes(_old_snapshot(folder / "history", zero=kind == 1))
        tally.acknowledged += len(whole)
        _read(place, whole, b"".join(lines), tally)
    return tally


def _history(folder: Path) -> list[dict[str, Any]]:
    folder.mkdir(parents=True)
    store = ProgressStore(folder / "progress.json")
    for number in range(12):
        store.append(response(f"text {number}"))
    store.append({"at": "2026-11-21T09:01:00.000Z", "day": "2026-11-21", "event": "flag", "question": "faults/q1"})
    store.fold()
    store.close()
    return list(store.events())


def _old_snapshot(folder: Path, *, zero: bool) -> bytes:
    data = (folder / "progress.json").read_bytes()
    if zero:
        return json.dumps({"schema": 0, "log": {"bytes": 10, "events": 13}, "answers": {}}).encode()
    head, _, rest = data.partition(b"\n")
    rest = b"".join(line for line in rest.splitlines(keepends=True) if not line.startswith(b'"tallies":'))
    raw = json.loads(head.rstrip(b",") + b"}")["log"]
    log = f'{{"bytes":{raw["bytes"]},"events":{raw["events"]}}}'
    return re.sub(rb'"crc":"\w+"', b'"crc":"%b"' % _crc(log, rest).encode(), head) + b"\n" + rest


def _read(place: Path, whole: list[dict[str, Any]], data: bytes, tally: Tally) -> None:
    right = replay(whole)
    try:
        store = ProgressStore(place / "progress.json")
        found = {event["id"]: event.get("response") for event in store.events()}
        tally.lost += sum(event["id"] not in found for event in whole)
        tally.different += store.progress != right
        store.append(response("after"))
        store.fold()
        store.close()
        again = ProgressStore(place / "progress.json")
    except AiinfraError as error:
        tally.unreadable += 1
        tally.why.add(f"{error.code}: {error.message}")
        return
    except Exception as error:
        tally.tracebacks += 1
        tally.why.add(f"{type(error).__name__}: {error}")
        return
    tally.different += again.progress.events != len(whole) + 1 or bool(again.notices)
    tally.different += not (place / "events.jsonl").read_bytes().startswith(data)


def newer(folder: Path, rounds: int, seed: int = 1) -> Tally:
    """Commands at a home that a newer version wrote: exit 3, and not a byte is changed."""
    chance, tally = random.Random(seed), Tally()
    place = Place.make(folder).at("2026-11-22T09:00:00Z")
    for number in range(rounds):
        tally.rounds += 1
        shutil.rmtree(place.home, ignore_errors=True)
        _history(place.home)
        _make_newer(place, NEWER[number % len(NEWER)])
        before = contents(place.home)
        words = chance.choice(WRITING)
        done = place.here(*words, typed=["1"] * 9)
        tally.tracebacks += done.bug
        if done.code != 3 or done.out:
            tally.different += 1
            tally.why.add(f"{' '.join(words)} at a newer {NEWER[number % 4]} ended with {done.code}: {done.out[:200]}")
        if contents(place.home) != before:
            tally.lost += 1
            tally.why.add(f"{' '.join(words)} changed a home with a newer {NEWER[number % 4]}")
        line = place.here("status")
        tally.tracebacks += line.bug
        tally.different += "? due" not in line.out or contents(place.home) != before
    return tally


def _make_newer(place: Place, what: str) -> None:
    tags = {"line": {"v": VERSION + 1}, "scheduler": {"scheduler": {"algo": "fsrs-7", "params": "default"}}}
    if what in tags:
        line = seal({"v": 1, "id": "0a0a0a0a-1", **response("later"), **tags[what]})
        place.log.write_bytes(place.log.read_bytes() + line)
        return
    head, _, rest = place.snapshot.read_bytes().partition(b"\n")
    if what == "schema":
        place.snapshot.write_bytes(head.replace(b'"schema":%d' % SCHEMA, b'"schema":%d' % (SCHEMA + 1)) + b"\n" + rest)
        return
    rest = rest.replace(b'"scheduler":"fsrs-6"', b'"scheduler":"fsrs-7"')
    raw = json.loads(head.rstrip(b",") + b"}")["log"]
    log = f'{{"bytes":{raw["bytes"]},"events":{raw["events"]}}}'
    head = re.sub(rb'"crc":"\w+"', b'"crc":"%b"' % _crc(log, rest).encode(), head)
    place.snapshot.write_bytes(head + b"\n" + rest)


def contents(folder: Path) -> dict[str, bytes]:
    """Every file of a folder."""
    return {str(path.relative_to(folder)): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()}
