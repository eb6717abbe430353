"""Commands that write once, killed at a random moment of their short life: the old or the new, never a torn one."""

import contextlib
import os
import random
import shutil
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from unittest import mock

from aiinfra_study.store.backups import folder_of
from aiinfra_study.store.log import split_lines, unseal
from aiinfra_study.store.progress import ProgressStore
from aiinfra_study.store.snapshot import Damaged, load

from .crash import Tally
from .killed import Life, Seen, goes_on, kept_in, killed_at, lifetime, look_at, places
from .program import Place, Terminal, is_bug
from .right_store import response

EARLIEST, LATEST = 0.4, 1.1  # of the time that the command takes when nobody kills it
READING = "# Kept\n\n" + "".join(f"## Part {n} {{#p{n}}}\n\n{'Words to read. ' * 90}\n\n" for n in range(6))
MENDED_FILES = 4
ROUNDS_KEPT = 5  # places that are used again and again


@contextlib.contextmanager
def unsynced() -> Iterator[None]:
    """What is made ready for a round need not wait for the disk."""
    with mock.patch.object(os, "fsync", return_value=None), mock.patch.object(os, "fdatasync", return_value=None):
        yield


def killed_somewhen(place: Place, words: list[str], chance: random.Random, life: Life, since: Seen) -> str:
    """What a command said that was killed at some moment of its life, or of what is left of it after `since`."""
    if chance.random() < 0.4:
        return killed_at(place, words, chance.uniform(EARLIEST, LATEST) * life.whole)
    return killed_at(place, words, chance.uniform(0, LATEST) * (life.whole - life.seen), since)


def _said(text: str, tally: Tally) -> None:
    if is_bug(text):
        tally.tracebacks += 1
        tally.why.add(text[-300:])


# the snapshot


def fold(folder: Path, rounds: int, seed: int = 1, patch: str = "") -> Tally:
    """`flag` with a snapshot of 2,000 cards to be folded: it is the old or a new one, and what was said is kept."""
    chance, tally, folded = random.Random(seed), Tally(), 0
    place = Place.make(folder, patch).at("2026-11-22T09:00:00Z")
    _many_cards(place, 2000)
    life = lifetime(place, ["flag", "q39"], "lagged")
    for number in range(rounds):
        tally.rounds += 1
        word, name = ("flag", "unflag")[number // 39 % 2], f"q{number % 39}"
        before = place.snapshot.read_bytes()
        text = killed_somewhen(place, [word, name], chance, life, "lagged")
        _said(text, tally)
        after = place.snapshot.read_bytes()
        folded += after != before
        try:
            load(after)
        except Damaged as error:
            tally.different += 1
            tally.why.add(f"the snapshot is torn: {error}")
        last = [(e["event"], e["question"]) for e in kept_in(place, tally) if e["event"] in ("flag", "unflag")][-1:]
        if "lagged" in text:
            tally.acknowledged += 1
            tally.lost += last != [(word, f"faults/{name}")]
        goes_on(place, chance, tally)
    tally.note = f"{folded} times after the fold"
    return tally


def _many_cards(place: Place, count: int) -> None:
    with unsynced():
        store = ProgressStore(place.snapshot)
        card = {"due": "2026-12-01", "stability": 4.5, "difficulty": 5.1, "reps": 1, "lapses": 0}
        for number in range(count):
            rated = {"question": f"other/q{number}", "rating": "good", "earned": "good", "stage": "review"}
            store.append({**response(str(number)), **rated, "before": None, "card": card})
        store.fold()
        store.close()


# the place in a reading


def study(folder: Path, rounds: int, seed: int = 1, patch: str = "") -> Tally:
    """`study`, left at a random part and killed: a place that was acknowledged is where the next reading begins."""
    chance, tally = random.Random(seed), Tally()
    for _, place in places(folder, rounds, patch):
        (place.folder / "banks" / "faults" / "section-01.md").write_text(READING, encoding="utf-8")
        tally.rounds += 1
        before = len(_reads(place, tally))
        part = chance.randrange(1, 5)
        with Terminal(place, "study", "section-1", rows=30) as terminal:
            shown = terminal.until(lambda t=terminal: "q leave" in t.said or "you stopped last time" in t.said)
            if shown and terminal.press("g", "q leave"):
                for _ in range(part):
                    terminal.press("n", "q leave")
            terminal.press("j", "q leave")
            terminal.press("k", "q leave")
            at = terminal.screen.partition("\n")[0]
            terminal.send("q")
            terminal.kill(chance.uniform(0, 0.15))
            look_at(terminal, tally)
            acknowledged = any(words in terminal.said for words in ("Next:", "The place is kept"))
        after = _reads(place, tally)[before:]
        tally.acknowledged += acknowledged
        tally.lost += acknowledged and not after
        tally.different += any(name != at.lower().replace("art ", "") for name in after) or len(after) > 1
        goes_on(place, chance, tally)
    return tally


def _reads(place: Place, tally: Tally) -> list[str]:
    return [str(event["place"]) for event in kept_in(place, tally) if event["event"] == "read"]


# a plan


def plan(folder: Path, rounds: int, seed: int = 1, patch: str = "") -> Tally:
    """`plan --by`: a plan that was shown as made is kept."""
    chance, tally, life = random.Random(seed), Tally(), None
    for number, place in places(folder, rounds, patch):
        tally.rounds += 1
        life = life or lifetime(place, ["plan", "--by", "2027-06-01"], "Plan: ")
        by = f"2027-{1 + number // 28 % 5:02}-{1 + number % 28:02}"
        text = killed_somewhen(place, ["plan", "--by", by], chance, life, "Plan: ")
        _said(text, tally)
        made = [event["by"] for event in kept_in(place, tally) if event["event"] == "plan"]
        acknowledged = "Plan: " in text
        tally.acknowledged += acknowledged
        tally.lost += acknowledged and made[-1:] != [by]
        goes_on(place, chance, tally)
    return tally


# a bank that is mended


def lint(folder: Path, rounds: int, seed: int = 1, patch: str = "") -> Tally:
    """`lint --fix` on several banks: each is the old or the mended one, and a mended one that was told is mended."""
    chance, tally = random.Random(seed), Tally()
    place = Place.make(folder, patch)
    old = _untidy(place)
    healthy = Place.make(folder / "healthy")
    _untidy(healthy)
    life = lifetime(healthy, _fix(healthy), "Mended")
    new = {path.name: path.read_bytes() for path in _banks(healthy)}
    assert all(new[name] != old[name] for name in old)
    for _ in range(rounds):
        tally.rounds += 1
        _untidy(place)
        text = killed_somewhen(place, _fix(place), chance, life, "Mended")
        _said(text, tally)
        found = {path.name: path.read_bytes() for path in _banks(place)}
        tally.different += sum(found.get(name) not in (old[name], new[name]) for name in old)
        told = [name for name in old if f"{name}." in "".join(text.split())]
        tally.acknowledged += len(told)
        tally.lost += sum(found.get(name) != new[name] for name in told)
        done = place.run(*_fix(place))
        tally.tracebacks += done.bug
        tally.different += any(path.read_bytes() != new[path.name] for path in _banks(place))
        tally.surplus += sum(path.name.startswith(".") for path in (place.folder / "banks" / "faults").iterdir())
    return tally


def _untidy(place: Place) -> dict[str, bytes]:
    """Write banks with something to mend in each question; the bytes of each."""
    course = place.folder / "banks" / "faults"
    original = place.folder / "original.yaml"
    if not original.exists():
        shutil.copy(course / "section-01.yaml", original)
    text = original.read_text(encoding="utf-8").replace('."\n', '."   \n')
    files = {}
    for number in range(1, MENDED_FILES + 1):
        name = f"section-{number:02}.yaml"
        files[name] = text.replace("id: q", f"id: q{'x' * number}-").encode()
        (course / name).write_bytes(files[name])
    return files


def _banks(place: Place) -> list[Path]:
    return sorted((place.folder / "banks" / "faults").glob("section-*.yaml"))


def _fix(place: Place) -> list[str]:
    return ["lint", str(place.folder / "banks"), "--fix", "--fail-on", "never", "--format", "concise"]


# a backup that is brought back


def restore(folder: Path, rounds: int, seed: int = 1, patch: str = "") -> Tally:
    """`doctor --restore`: what the present log has is never lost, and after "Restored" what the backup has is there."""
    chance, tally, life = random.Random(seed), Tally(), None
    whole_log, backup = _history(folder / "history")
    for number in range(rounds + 1):
        tally.rounds += number > 0
        place = Place.make(folder / f"place-{number % ROUNDS_KEPT}", patch).at("2026-11-22T09:00:00Z")
        shutil.rmtree(place.home, ignore_errors=True)
        folder_of(place.log).mkdir(parents=True)
        lines = whole_log.splitlines(keepends=True)
        gone = chance.sample(range(len(lines)), 20)
        present = [line[: len(line) // 2] + b"\n" if at in gone else line for at, line in enumerate(lines)]
        place.log.write_bytes(b"".join(present))
        (folder_of(place.log) / "events-2026-11-20.jsonl").write_bytes(backup)
        words = ["--yes", "doctor", "--restore", "2026-11-20"]
        if life is None:  # once with nobody to kill it
            life = lifetime(place, words, partial(_begun, place))
            continue
        text = killed_somewhen(place, words, chance, life, partial(_begun, place))
        _said(text, tally)
        kept = {str(event["id"]) for event in kept_in(place, tally)}
        must = _ids(b"".join(present))
        if "Restored " in text:
            tally.acknowledged += 1
            must |= _ids(backup)
        tally.lost += len(must - kept)
        tally.different += len(kept - _ids(whole_log))
        goes_on(place, chance, tally)
    return tally


def _begun(place: Place) -> bool:
    """Whether a restore has set the present log aside."""
    return any(folder_of(place.log).glob("*-before-restore-*.jsonl"))


def _history(folder: Path) -> tuple[bytes, bytes]:
    """A log of 1,200 responses, and what it was after the first 800."""
    folder.mkdir(parents=True)
    with unsynced():
        store = ProgressStore(folder / "progress.json")
        for number in range(1200):
            store.append(response(f"text {number}"))
        store.close()
    data = store.log_path.read_bytes()
    lines = data.splitlines(keepends=True)
    return data, b"".join(lines[:800])


def _ids(data: bytes) -> set[str]:
    return {str(event["id"]) for event in map(unseal, split_lines(data)) if event is not None}
