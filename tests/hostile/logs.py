"""The log, the snapshot and config.toml: lines that are sealed but say anything, and files that were damaged."""

import atexit
import contextlib
import json
import math
import os
import re
import tempfile
import zlib
from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from functools import cache
from pathlib import Path
from random import Random
from typing import Any, NamedTuple

from aiinfra_study.core.course import Objective, Outline, Section
from aiinfra_study.core.days import streak
from aiinfra_study.core.errors import DataError, UsageError
from aiinfra_study.core.folding import apply
from aiinfra_study.core.forecast import Load, forecast
from aiinfra_study.core.history import past
from aiinfra_study.core.measure import brier, share_of
from aiinfra_study.core.pace import overconfidence, seconds_each
from aiinfra_study.core.plan import Course, outlook, plan_of
from aiinfra_study.core.preset import ALGORITHM, PARAMETERS, Preset
from aiinfra_study.core.progress import Progress
from aiinfra_study.core.replay import replay
from aiinfra_study.core.report import Figures
from aiinfra_study.core.result import result_of
from aiinfra_study.core.schedule import Scheduler
from aiinfra_study.core.sequence import clock_after, in_sequence
from aiinfra_study.store.log import is_newer, split_lines, unseal
from aiinfra_study.store.settings import SETTINGS, Settings
from aiinfra_study.store.snapshot import Damaged, NewerSchema, Outdated, Snapshot, dump, load

from .harness import Target, as_json, controls
from .nasty import NASTY, damaged, flipped, fragment, text

TODAY = date(2026, 11, 21)
COURSE = "course"
SECTIONS = tuple(
    Section(
        COURSE,
        f"section-{number}",
        f"Section {number}",
        {name: Objective(name, f"To {name}") for name in ("name", "count")},
        tuple(Outline(f"q{number}{n}", "name" if n % 2 else "count", key=f"0000000{n}", chance=0.25) for n in range(6)),
    )
    for number in (1, 2)
)
ADDRESSES = tuple(f"{COURSE}/{outline.id}" for section in SECTIONS for outline in section.outlines)
SCHEDULER = Scheduler(Preset())
STAGES = ("pre", "post", "practice", "review", "cram", "ahead")
DAYS = ("2026-11-21", "0001-01-01", "9999-12-31", "2026-02-30", "20261121", "2026-11-21T00:00:00", "1969-12-31", "")
DEEP = 60  # lists in lists: what a line of JSON may hold


# the log


def _value(chance: Random, depth: int = 0) -> Any:
    """A value that no field expects."""
    roll = chance.random() * (1 if depth < 3 else 0.8)
    if roll < 0.25:
        return chance.choice((None, True, False, [], {}, "", 0, -1, 2, 1.5, -0.0))
    if roll < 0.45:
        return chance.choice((math.nan, math.inf, -math.inf, 1e308, 5e-324, 10**30, 10**400, -(10**18), 2**63))
    if roll < 0.6:
        return chance.choice((*DAYS, *STAGES, "again", "easy", "sure", "guess", *ADDRESSES[:2], "course/section-1"))
    if roll < 0.8:
        return fragment(chance)[:2000]
    if roll < 0.9:
        return [_value(chance, depth + 1) for _ in range(chance.choice((1, 2, 3, 40 >> depth)))]
    if roll < 0.98:
        keys = ("due", "reps", "x", *ADDRESSES)
        return {chance.choice(keys): _value(chance, depth + 1) for _ in range(chance.randint(1, 4))}
    nested: Any = "x"
    for _ in range(DEEP):
        nested = [nested] if chance.random() < 0.5 else {"a": nested}
    return nested


def _day(chance: Random, number: int) -> str:
    if chance.random() < 0.03:
        return chance.choice(DAYS)
    return (TODAY - timedelta(days=max(60 - number - chance.choice((0, 0, 0, 1, 30)), 0))).isoformat()


def _fields(chance: Random, word: str, day: str) -> dict[str, Any]:
    """The fields of an event as the program writes them."""
    section = chance.choice(SECTIONS)
    attempt = chance.choice(("a1", "a2", "a3"))
    match word:
        case "begin":
            asked = chance.sample(ADDRESSES[:6], 3)
            return {
                "attempt": attempt,
                "section": section.address,
                "stage": chance.choice(STAGES[:3]),
                "seed": 7,
                "questions": asked,
            }
        case "end":
            return {"attempt": attempt, "score": chance.choice((0, 0.5, 1, 0.666667))}
        case "response":
            return _response(chance, section, attempt, day)
        case "undo":
            return {"undoes": f"dev-{chance.randint(1, 40)}"}
        case "reset":
            return {"sections": [section.address]}
        case "spread":
            return {"due": {address: _day(chance, chance.randint(0, 90)) for address in chance.sample(ADDRESSES, 3)}}
        case "read":
            return {"section": section.address, "place": "here", "finished": chance.random() < 0.5}
        case "plan":
            by = chance.choice(("2026-12-24", "2027-06-01", "2026-11-01", "9999-12-31", None))
            return {"by": by, "sections": [section.address], "new": 3}
        case "told":
            return {"about": "confidence"}
        case _:
            return {"question": chance.choice(ADDRESSES)}


def _response(chance: Random, section: Section, attempt: str, day: str) -> dict[str, Any]:
    credit = chance.choice((0, 1, 1, 0.5))
    said = chance.choice(("again", "hard", "good", "good", "easy"))
    card = {"due": day, "stability": 3.2, "difficulty": 5.1, "reps": chance.randint(1, 3), "lapses": 0}
    return {
        "question": chance.choice(ADDRESSES),
        "section": section.address,
        "rev": 1,
        "key": "00000001",
        "kind": chance.choice(("single", "numeric")),
        "stage": chance.choice(STAGES),
        "attempt": attempt,
        "response": "x",
        "confidence": chance.choice(("sure", "sure", "unsure", "guess", None)),
        "hint": False,
        "credit": credit,
        "earned": said,
        "rating": said,
        "misconceptions": ["course/m1"] if not credit else [],
        "seconds": 12.5,
        "seed": 7,
        "scheduler": {"algo": ALGORITHM, "params": PARAMETERS},
        "before": None,
        "card": card if chance.random() < 0.5 else None,
    }


WORDS = (*("response",) * 12, "begin", "begin", "end", "end", "undo", "reset", "spread", "read", "plan", "told")
WORDS = (*WORDS, "flag", "unflag", "suspend", "unsuspend", "gone", "")


def make_events(chance: Random) -> list[dict[str, Any]]:
    """A log as events, some of them with fields that say something else, or not there."""
    events = []
    wild = chance.choice((0, 0.02, 0.1))
    for number in range(1, chance.choice((2, 8, 20, 50))):
        day, word = _day(chance, number), chance.choice(WORDS)
        at = f"{day}T09:{number % 60:02}:00.000Z"
        device = "dev" if chance.random() < 0.95 else chance.choice(("other", "", "a-b", "dev-1"))
        event = {"v": 1, "id": f"{device}-{number}", "at": at, "day": day, "event": word, **_fields(chance, word, day)}
        for key in list(event):
            if chance.random() < wild:
                event[key] = _value(chance)
            elif chance.random() < wild / 4:
                del event[key]
        if chance.random() < wild:
            event["clock"] = chance.choice((at, "9999-12-31T23:59:59.999Z", "~", _value(chance)))
        events.append(event)
    return events


def sealed(event: Mapping[str, Any], *, ascii: bool = False, huge: bool = False) -> bytes:
    """A line with its checksum, whatever it says (`store.log.seal` would refuse NaN); `huge`: infinity as a number."""
    body = json.dumps(event, separators=(",", ":"), ensure_ascii=ascii)[:-1] + ',"crc":"'
    body = body.replace("Infinity", "1e999") if huge else body
    data = body.encode("utf-8", "backslashreplace")
    return b'%b%08x"}\n' % (data, zlib.crc32(data))


def make_log(chance: Random) -> bytes:
    huge = chance.random() < 0.1
    lines = [sealed(event, ascii=chance.random() < 0.2, huge=huge) for event in make_events(chance)]
    if chance.random() < 0.1:
        lines.insert(chance.randint(0, len(lines)), text(chance).encode("utf-8", "surrogatepass") + b"\n")
    if chance.random() < 0.1:
        chance.shuffle(lines)
    return flipped(b"".join(lines), chance, 0.15)


def look_log(data: bytes) -> Iterator[str]:
    """A log's lines to events, progress, snapshot and every figure."""
    events = [event for event in map(unseal, filter(None, map(bytes.strip, split_lines(data)))) if event is not None]
    what = next(filter(None, map(is_newer, events)), "")
    if what:
        yield from controls(what) if "\x1b" in what and not what.isprintable() else ()
        return
    progress = replay(events)
    yield from look_progress(progress)
    one_by_one = Progress()
    for event in events:
        if event.get("event") == "undo" or not in_sequence(one_by_one, event):
            break
        apply(one_by_one, event)
    else:
        if events and one_by_one != progress:
            yield "folded one by one it says something else than replayed"


def look_progress(progress: Progress) -> Iterator[str]:
    """The snapshot of a progress says the same and is JSON; every figure has a value."""
    snapshot = Snapshot(progress, "dev", "host")
    written = dump(snapshot)
    json.loads(written, parse_constant=_no_constant)
    again = load(written).progress
    different = [name for name in Progress.FIELDS if getattr(again, name) != getattr(progress, name)]
    if different:
        yield f"the snapshot says other {different}"
    yield from look_figures(progress)


def _no_constant(name: str) -> None:
    raise ValueError(f"{name} stands in the snapshot, which is no JSON")


def look_figures(progress: Progress) -> Iterator[str]:
    figures = Figures(progress, SECTIONS, SCHEDULER, TODAY)
    found: list[Any] = [figures.course(), figures.hardest()]
    for section in SECTIONS:
        found += [figures.objectives(section), figures.confident_errors(section), figures.weakest(section)]
        found += [figures.held(section), [attempt.left for attempt in figures.attempts(section)]]
        results = [result_of(attempt, {}, section, None, 50) for attempt in figures.attempts(section)]
        yield from as_json([result.as_json() for result in results])
        progress.next_stage(section.address)
        progress.reached(section.address)
    history = past(progress.tallies, "2026-01-01", COURSE)
    found += [history, share_of(history.kept, history.known), brier(history.said)]
    found += [forecast(progress, ADDRESSES, Load(1, 1), TODAY, 30), streak(progress.days, TODAY)]
    found += [seconds_each(progress.recent), overconfidence(progress.recent), progress.due(TODAY.isoformat())]
    found += [progress.drilled(TODAY.isoformat()), progress.learning(TODAY.isoformat())]
    plan = plan_of(progress)
    if plan is not None and 0 < plan.days(TODAY) < 1000:
        course = Course(SCHEDULER, TODAY, plan.by, plan.new_a_day(TODAY, 6, 0), 0.6)
        found.append(outlook(ADDRESSES, progress.rows("cards", ADDRESSES), course))
    clock_after(progress, "dev", "2026-11-21T09:00:00.000Z")
    for address in progress.cards:
        SCHEDULER.review(address, progress.cards[address], "good", TODAY)
    bad = next(_unsound(found), None)
    if bad is not None:
        yield f"a figure is {bad}"


def _unsound(value: Any) -> Iterator[str]:
    """Numbers among figures that are none."""
    if isinstance(value, float) and not math.isfinite(value):
        yield str(value)
    elif isinstance(value, Mapping):
        for one in value.values():
            yield from _unsound(one)
    elif isinstance(value, list | tuple):
        for one in value:
            yield from _unsound(one)


# the snapshot


@cache
def _snapshots() -> tuple[bytes, ...]:
    """Snapshots as the program writes them."""
    found = []
    for seed in range(40):
        events = make_events(Random(f"snapshot {seed}"))
        snapshot = Snapshot(replay(events), "dev", "host")
        snapshot.status = {"day": "2026-11-21", "due": 3, "new": 2, "buried": 0, "gone": []}
        snapshot.cover(b"".join(map(sealed, events)))
        with contextlib.suppress(ValueError):
            found.append(dump(snapshot))
    return tuple(found)


_HEAD = re.compile(rb'\A\{"schema":([^,]*),"log":(\{[^}\n]*\}),"crc":"[^"\n]*",\n')


def make_snapshot(chance: Random) -> bytes:
    """A snapshot, damaged; of half of them the checksum fits nevertheless."""
    data = chance.choice(_snapshots())
    if chance.random() < 0.6:
        shown = damaged(data.decode("utf-8", "replace"), chance, (1, 1, 2, 5))
        for _ in range(chance.choice((0, 0, 1, 3))):
            shown = _other_json(shown, chance)
        data = shown.encode("utf-8", "replace")
    data = flipped(data, chance, 0.3)
    return resealed(data) if chance.random() < 0.5 else data


def _other_json(shown: str, chance: Random) -> str:
    """Another value behind some colon."""
    places = [match.start() for match in re.finditer(":", shown)]
    if not places:
        return shown
    at = chance.choice(places) + 1
    end = min((place for place in (shown.find(sign, at) for sign in ",}\n") if place >= 0), default=len(shown))
    value = json.dumps(_value(chance), ensure_ascii=chance.random() < 0.5)
    return shown[:at] + value + shown[end:]


def resealed(data: bytes) -> bytes:
    """The same with a checksum that fits, where it has a head."""
    head = _HEAD.match(data)
    if head is None:
        return data
    rest = data[head.end() :]
    crc = zlib.crc32(rest, zlib.crc32(head[2]))
    return b'{"schema":%b,"log":%b,"crc":"%08x",\n' % (head[1], head[2], crc) + rest


def look_snapshot(data: bytes) -> Iterator[str]:
    """It is refused in a way that the store knows, or read."""
    try:
        found = load(data)
    except (Damaged, NewerSchema, Outdated):
        return
    if not isinstance(found.progress, Progress):
        yield "no progress"


# config.toml


class Config(NamedTuple):
    """A config.toml, and a setting to change in it."""

    data: bytes
    key: str
    value: str


_VALUES = (
    "true",
    "false",
    "4",
    "0.9",
    '"course"',
    "[]",
    '["a", "b"]',
    "'x'",
    '"""a\nb"""',
    "1e400",
    "nan",
    "inf",
    "0x1F",
)


def make_config(chance: Random) -> Config:
    lines = []
    for _ in range(chance.randint(0, 6)):
        key = chance.choice(tuple(SETTINGS)) if chance.random() < 0.9 else fragment(chance)
        value = chance.choice(_VALUES) if chance.random() < 0.8 else json.dumps(fragment(chance))
        lines.append(chance.choice((f"{key} = {value}", f"{key}={value} # {key} = 1", f'"{key}" = {value}', "# x", "")))
    body = damaged("\n".join(lines) + "\n", chance, (0, 0, 0, 1, 1, 3))
    key = chance.choice(tuple(SETTINGS)) if chance.random() < 0.95 else fragment(chance)[:200]
    value = chance.choice(_VALUES) if chance.random() < 0.5 else chance.choice(NASTY)
    return Config(flipped(body.encode("utf-8", "surrogatepass"), chance, 0.1), key, value)


@cache
def folder() -> Path:
    """Where files lie that a target writes: in memory, where there is such a place."""
    memory = "/dev/shm"
    kept = tempfile.TemporaryDirectory(prefix="hostile-", dir=memory if os.access(memory, os.W_OK) else None)
    atexit.register(kept.cleanup)
    return Path(kept.name)


def look_config(config: Config) -> Iterator[str]:
    """Read a file, change one setting, and read it again: only this one is another."""
    path = folder() / "config.toml"
    path.write_bytes(config.data)
    try:
        settings = Settings(path)
    except (DataError, UsageError):
        return
    before = dict(settings.values)
    try:
        value = settings.set(config.key, config.value)
    except (DataError, UsageError):
        if path.read_bytes() != config.data:
            yield "refused, but the file was changed"
        return
    after = Settings(path).values
    if after != {**before, config.key: value}:
        yield f"set {config.key!r} to {value!r}: {before} became {after}"
    settings.unset(config.key)
    if Settings(path).values != {key: value for key, value in before.items() if key != config.key}:
        yield f"unset {config.key!r}: another setting was changed"


TARGETS = (
    Target("log", 60, make_log, look_log),
    Target("snapshot", 100, make_snapshot, look_snapshot),
    Target("config", 100, make_config, look_config),
)
