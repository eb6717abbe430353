"""Files that were cut or changed on the disk: what of them is still believed, and whether it is said in words."""

import os
import random
import time
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any
from unittest import mock

from aiinfra_study.core.errors import AiinfraError
from aiinfra_study.core.replay import replay
from aiinfra_study.store.banks import open_bank
from aiinfra_study.store.cache import Cache
from aiinfra_study.store.progress import ProgressStore
from aiinfra_study.store.settings import SETTINGS, Settings

from .crash import Tally
from .program import Place
from .quiz_crash import write_course
from .right_store import Right


def write_some(store: Any, folder: Path, count: int) -> dict[str, str]:
    """A store with some texts; what it acknowledged."""
    folder.mkdir(parents=True, exist_ok=True)
    writer = store(folder)
    texts = [f"text {number}" for number in range(count)]
    kept = {writer.append(text): text for text in texts}
    writer.close()
    return kept


def _cuts(
    store: Any, whole: Path, torn: Path, kept: Mapping[str, str], last: int
) -> Iterator[tuple[bytes, dict[str, str]]]:
    """Puts the file of a whole folder alone into another, cut at each of its last bytes; yields what is left of it, and
    what it acknowledged that ended before the cut."""
    data = (whole / store.LOG).read_bytes()
    ends = [at + 1 for at, byte in enumerate(data) if byte == 10]
    torn.mkdir()
    for at in range(len(data) - min(last, len(data)), len(data) + 1):
        for left in torn.iterdir():
            left.unlink()
        (torn / store.LOG).write_bytes(data[:at])
        yield data[:at], dict(list(kept.items())[: sum(end <= at for end in ends)])


def cut_everywhere(store: Any, folder: Path, last: int = 700) -> Tally:
    """Cut the file at each of its last bytes: what ended before the cut stays, and nothing else is ever read."""
    tally, torn = Tally(), folder / "torn"
    kept = write_some(store, folder / "whole", 12)
    for _, below in _cuts(store, folder / "whole", torn, kept, last):
        tally.rounds += 1
        tally.acknowledged += len(below)
        tally.compare(store, torn, below)
        if tally.known - below.keys() - {list(kept)[len(below)] if len(below) < len(kept) else ""}:
            tally.different += 1
            tally.why.add("something was read that the cut had taken")
        tally.known.clear()
    return tally


def go_on_after_cut(store: Any, folder: Path, last: int = 700) -> Tally:
    """Cut the file at each of its last bytes, then keep two more: they and what ended before the cut are there."""
    tally, torn = Tally(), folder / "torn"
    kept = write_some(store, folder / "whole", 12)
    for data, must in _cuts(store, folder / "whole", torn, kept, last):
        tally.rounds += 1
        writer = store(torn)
        must |= {writer.append(text): text for text in ("after", "and on")}
        writer.fold()
        writer.close()
        tally.acknowledged += len(must)
        tally.compare(store, torn, must)
        tally.different += not (torn / store.LOG).read_bytes().startswith(data)
        tally.known.clear()
    return tally


def flipped(data: bytes, chance: random.Random) -> bytes:
    """The bytes with one bit changed."""
    at = chance.randrange(len(data))
    return data[:at] + bytes([data[at] ^ 1 << chance.randrange(8)]) + data[at + 1 :]


def flip_bits(store: Any, folder: Path, flips: int = 300, seed: int = 1) -> Tally:
    """Change one bit of the file at a time: no other text is ever read, and only the lines touched are gone."""
    chance = random.Random(seed)
    tally = Tally()
    kept = write_some(store, folder / "whole", 40)
    data = (folder / "whole" / store.LOG).read_bytes()
    changed = folder / "changed"
    changed.mkdir()
    for _ in range(flips):
        at = chance.randrange(len(data))
        line = data.count(b"\n", 0, at)
        touched = set(list(kept)[line : line + 2 if data[at] == 10 else line + 1])
        (changed / store.LOG).write_bytes(data[:at] + bytes([data[at] ^ 1 << chance.randrange(8)]) + data[at + 1 :])
        tally.rounds += 1
        tally.acknowledged += len(kept)
        tally.known.clear()
        untouched = {key: text for key, text in kept.items() if key not in touched}
        tally.compare(store, changed, untouched)
        strange = tally.known - kept.keys()
        if strange:
            tally.different += len(strange)
            tally.why.add("an event was read that nobody wrote")
        try:
            found = store.read(changed)
        except Exception:
            continue
        tally.different += sum(found[key] != kept[key] for key in touched & found.keys())
    return tally


def _in_words(tally: Tally, look: Callable[[], bool], refused: Callable[[AiinfraError], bool]) -> str:
    """Look at something damaged: it is as it was, or refused in words. Returns what happened."""
    try:
        same = look()
    except AiinfraError as error:
        tally.different += not refused(error)
        return error.code
    except Exception as error:
        tally.tracebacks += 1
        tally.why.add(f"{type(error).__name__}: {error}")
        return "traceback"
    tally.different += not same
    return "same" if same else "different"


def flip_snapshot(folder: Path, flips: int, seed: int = 1) -> Tally:
    """One bit of the snapshot at a time: the log is asked, and no number is other than it was.

    A digit of the schema, or the name of the scheduler, may become a later one: that is refused, as it must be.
    """
    chance, tally, newer = random.Random(seed), Tally(), 0
    write_some(Right, folder, 40)
    store = ProgressStore(folder / "progress.json")
    store.fold()
    store.close()
    right = replay(list(store.events()))
    data = store.path.read_bytes()
    for _ in range(flips):
        store.path.write_bytes(flipped(data, chance))
        tally.rounds += 1
        tally.acknowledged += 40
        what = _in_words(
            tally, lambda: ProgressStore(store.path).progress == right, lambda error: error.code == "progress-newer"
        )
        newer += what == "progress-newer"
    tally.different += newer > max(flips // 50, 1)
    tally.note = f"{newer} taken for a newer version and refused"
    return tally


def flip_status(folder: Path, flips: int, seed: int = 1) -> Tally:
    """One bit of the snapshot at a time: the status line, read from its bytes, says the same or asks the log."""
    with mock.patch("aiinfra_study.store.places.bundled", return_value=folder / "none"):  # they would be read each time
        return _flip_status(folder, flips, random.Random(seed))


def _flip_status(folder: Path, flips: int, chance: random.Random) -> Tally:
    tally, looked = Tally(), 0
    (folder / "none").mkdir(parents=True, exist_ok=True)
    place = _with_cards(folder)
    right = place.here("status")
    data = place.snapshot.read_bytes()
    for _ in range(flips):
        place.snapshot.write_bytes(flipped(data, chance))
        tally.rounds += 1
        done = place.here("status")
        tally.tracebacks += done.bug
        wrong = done.out != right.out and "?" not in done.out
        if wrong:
            tally.why.add(f"{done.out.strip()!r} in place of {right.out.strip()!r}")
        tally.different += wrong
        looked += bool(done.err)
        for left in (place.home / "progress.json.damaged",):
            left.unlink(missing_ok=True)
    tally.note = f"{looked} said to be damaged"
    return tally


def _with_cards(folder: Path) -> Place:
    """A home with cards due today and on other days, banks and course named in its settings, and the clock of today."""
    place = Place.make(folder)
    place.home.mkdir()
    settings = f'banks = ["{place.folder / "banks"}"]\ncourse = "faults"\nfuzz = false\n'
    (place.home / "config.toml").write_text(settings, encoding="utf-8")
    ours = {key: value for key, value in place.variables.items() if key not in ("AIINFRA_BANKS", "AIINFRA_COURSE")}
    place = place._replace(variables=ours)
    for days in (6, 5, 3):
        then = time.strftime("%Y-%m-%dT09:00:00Z", time.gmtime(time.time() - days * 86400))
        place.at(then).here("review", "section-1", "--new", "10", typed=[str(1 + n % 4) for n in range(9)])
    os.utime(place.home / "config.toml", (1, 1))
    place.here("flag", "q1")
    return place


def flip_cache(folder: Path, flips: int, seed: int = 1) -> Tally:
    """One bit of a compiled bank at a time: every question is what its file says."""
    chance, tally = random.Random(seed), Tally()
    path = write_course(folder) / "faults" / "section-01.yaml"
    cache = Cache(folder / "cache")
    whole = open_bank(path, "faults", cache)
    bodies = [question.body for question in whole.questions()]
    data = cache.path_of(path).read_bytes()

    def same() -> bool:
        bank = open_bank(path, "faults", cache)
        return bank.section == whole.section and [question.body for question in bank.questions()] == bodies

    for _ in range(flips):
        cache.path_of(path).write_bytes(flipped(data, chance))
        tally.rounds += 1
        _in_words(tally, same, lambda _: False)
    return tally


CONFIG = b'# mine\ncourse = "faults"\nretention = 0.9\nbanks = ["here", "there"]\nday_start = 4\nfuzz = true\n'


def flip_config(folder: Path, flips: int, seed: int = 1, read: Any = Settings) -> Tally:
    """One bit of config.toml at a time: an error that names the file and says what to do, or other good settings."""
    chance, tally = random.Random(seed), Tally()
    path = folder / "config.toml"
    outcomes = []
    for _ in range(flips):
        path.write_bytes(flipped(CONFIG, chance))
        tally.rounds += 1
        outcomes.append(
            _in_words(
                tally,
                lambda: read(path).values.keys() <= SETTINGS.keys(),
                lambda error: str(path) in error.message and bool(error.hint),
            )
        )
    tally.note = f"{outcomes.count('same')} still good settings, the others refused in words"
    return tally
