"""A log of a million events: how long it takes to open, to keep one more and to fold, and how much memory."""

import json
import os
import subprocess
import sys
import zlib
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from aiinfra_study.core.card import basis
from aiinfra_study.core.preset import Preset
from aiinfra_study.core.schedule import scheduler_for

from .crash import Tally
from .program import Place
from .quiz_crash import acknowledged_in
from .right_store import response

CARDS = 10_000
DAYS, FIRST = 1000, date(2024, 10, 4)
RATED = ("good", "good", "good", "hard", "again")
ANEW, SNAPSHOT, SITTING = 120.0, 5.0, 10.0  # seconds of the processor that are still sensible
MEMORY = 256  # MB that are


def million(folder: Path, events: int = 1_000_000, seed: int = 1) -> Tally:  # noqa: ARG001
    """Open from the log alone, fold, open from the snapshot, and two sittings of the real program: responses with their
    cards as the program writes them, and responses from before there were cards."""
    tally = Tally()
    for cards in (True, False):
        _one(folder / ("cards" if cards else "bare"), events, tally, cards=cards)
    return tally


def _one(folder: Path, events: int, tally: Tally, *, cards: bool) -> None:
    tally.rounds += 1
    tally.acknowledged += events
    folder.mkdir(parents=True, exist_ok=True)
    place = Place.make(folder).at("2029-08-19T09:00:00Z")
    place.home.mkdir()
    size = write_log(place.log, events, cards=cards)
    told = [f"{'with' if cards else 'without'} cards {size / 1e6:.0f} MB"]
    for name, limit in (("anew", ANEW), ("snapshot", SNAPSHOT)):
        found = _measured(place)
        told.append(f"{name} {found['open']:.2f} s, fold {found['fold']:.2f} s, {found['memory']:.0f} MB")
        tally.lost += events - found["events"] + (name == "snapshot")
        tally.unreadable += (found["open"] > limit) + (found["memory"] > MEMORY)
    begun = _children()
    done = place.run("quiz", "section-1", "--practice", "-n", "3", typed="1\n2\n3\n")
    told.append(f"a quiz of 3 responses {_children() - begun:.2f} s")
    tally.unreadable += _children() - begun > SITTING
    tally.tracebacks += done.bug
    tally.different += len(acknowledged_in(done.out)) != 3
    begun = _children()
    tally.different += place.run("status").code != 0
    told.append(f"status {_children() - begun:.2f} s (of the processor)")
    tally.note = "; ".join(filter(None, (tally.note, *told)))


def _children() -> float:
    """Seconds that the processor gave to programs that ended."""
    times = os.times()
    return times.children_user + times.children_system


def write_log(path: Path, events: int, *, cards: bool) -> int:
    """Responses to so many cards, each with its day, over a thousand days; returns the size."""
    base = {**response(""), "kind": "single", "earned": None, "misconceptions": [], "before": None}
    known: dict[str, dict[str, Any]] = {}
    with open(path, "wb") as file:
        for number in range(events):
            day, question = FIRST + timedelta(days=number * DAYS // events), f"faults/q{number % CARDS}"
            base.update(at=f"{day}T09:00:00.000Z", day=f"{day}", question=question, response=str(number))
            if cards:
                base.update(_rated(known, question, day, RATED[number * 7919 % len(RATED)]))
            body = json.dumps({"v": 1, "id": f"abcdef01-{number + 1}", **base}, separators=(",", ":"))[:-1] + ',"crc":"'
            file.write(b'%b%08x"}\n' % (body.encode(), zlib.crc32(body.encode())))
        return file.tell()


def _rated(known: dict[str, dict[str, Any]], question: str, day: date, rating: str) -> dict[str, Any]:
    """What a response says of its card, as `cli.keeping` does."""
    before, preset = known.get(question), Preset()
    card = scheduler_for(preset).review(question, before, rating, day)
    known[question] = {**card, "last": f"{day}"}
    told = {"earned": rating, "rating": rating, "credit": int(rating != "again"), "before": basis(before)}
    return {**told, "card": card, "scheduler": preset.tag()}


_MEASURE = """
import json, sys, time
from pathlib import Path
from aiinfra_study.store.progress import ProgressStore
begun = time.process_time()
store = ProgressStore(Path(sys.argv[1]))
opened = time.process_time()
events = store.progress.events
store.append({"at": "2029-08-19T08:00:00.000Z", "day": "2029-08-19", "event": "flag", "question": "faults/q1"})
kept = time.process_time()
store.fold()
folded = time.process_time()
status = Path("/proc/self/status")  # (what getrusage tells begins with the peak of the process that started this one)
known = dict(line.split(":") for line in status.read_text().splitlines()) if status.exists() else {}
memory = int(known.get("VmHWM", "0 kB").split()[0]) / 1024  # MB, where the system tells
print(json.dumps({"open": opened - begun, "append": kept - opened, "fold": folded - kept, "events": events,
                  "memory": memory}))
"""


def _measured(place: Place) -> dict[str, float]:
    done = subprocess.run(
        [sys.executable, "-c", _MEASURE, str(place.snapshot)], capture_output=True, env=place.variables, check=True
    )
    found: dict[str, float] = json.loads(done.stdout)
    return found
