"""Homes that may not be written, and homes that are taken away in the middle of a session."""

import contextlib
import os
import random
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

from aiinfra_study.store.progress import ProgressStore

from .crash import Tally
from .program import Place, Typed
from .quiz_crash import acknowledged_in
from .right_store import response
from .versions import contents

KEEPING = (
    *(["quiz", "section-1", "--practice"], ["review"], ["flag", "q1"], ["suspend", "q1"], ["--yes", "undo"]),
    *(["--yes", "reset", "section-1"], ["plan", "--by", "2027-01-15"], ["config", "new_per_day", "3"]),
    *(["--yes", "doctor", "--restore"], ["course", "faults"]),
)
READING = (
    ["status"],
    ["progress"],
    ["stats"],
    ["sections"],
    ["next"],
    ["show", "q1"],
    ["doctor"],
    ["status", "--json"],
)
TAKEN = ("home", "log", "home and back", "log and back")


class Unmountable(Exception):
    """Whoever runs this may not mount a file system."""


@contextlib.contextmanager
def mounted(folder: Path, size: int = 1 << 20) -> Iterator[None]:
    """A small file system of its own at a folder."""
    words = ["mount", "-t", "tmpfs", "-o", f"size={size}", "tmpfs", str(folder)]
    try:
        done = subprocess.run(words, capture_output=True, check=False)
    except FileNotFoundError:
        raise Unmountable from None
    if done.returncode:
        raise Unmountable
    try:
        yield
    finally:
        subprocess.run(["umount", "-l", str(folder)], check=True)


@contextlib.contextmanager
def unwritable(folder: Path) -> Iterator[None]:
    """A folder that may only be read: by its mode, or for root, who heeds no mode, as a file system of that kind."""
    if os.geteuid():
        paths = [folder, *folder.rglob("*")]
        for path in paths:
            path.chmod(0o555 if path.is_dir() else 0o444)
        try:
            yield
        finally:
            for path in paths:
                path.chmod(0o755 if path.is_dir() else 0o644)
        return
    kept = folder.with_name("kept")
    shutil.rmtree(kept, ignore_errors=True)
    shutil.copytree(folder, kept)
    with mounted(folder):
        shutil.copytree(kept, folder, dirs_exist_ok=True)
        subprocess.run(["mount", "-o", "remount,ro", str(folder)], check=True)
        yield


def read_only(folder: Path, rounds: int, seed: int = 1) -> Tally:
    """Commands at a home that may not be written: those that would keep something end with exit 3 before they ask."""
    chance, tally = random.Random(seed), Tally()
    place = Place.make(folder).at("2026-11-22T09:00:00Z")
    place.home.mkdir()
    store = ProgressStore(place.snapshot)
    for number in range(9):
        store.append(response(f"text {number}"))
    store.fold()
    store.close()
    (place.home / "backups").mkdir()
    shutil.copy(place.log, place.home / "backups" / "events-2026-11-21.jsonl")
    before = contents(place.home)
    try:
        with unwritable(place.home):
            for number in range(rounds):
                tally.rounds += 1
                keeping = number % 2 == 0
                _command(place, chance.choice(KEEPING if keeping else READING), tally, keeping=keeping)
                tally.different += contents(place.home) != before
    except Unmountable:
        tally.note = "not run: root may not mount here"
    return tally


def _command(place: Place, words: list[str], tally: Tally, *, keeping: bool) -> None:
    done = place.here(*words, typed=["1"] * 9)
    told = f"{' '.join(words)} ended with {done.code}: {(done.err or done.out)[-300:]}"
    if done.bug:
        tally.tracebacks += 1
        tally.why.add(told)
    elif keeping and (done.code != 3 or acknowledged_in(done.out) or len(done.err.splitlines()) != 2):
        tally.different += 1
        tally.why.add(told)
    elif not keeping and done.code not in ((0, 1) if words == ["doctor"] else (0,)):
        tally.unreadable += 1
        tally.why.add(told)


def taken_away(folder: Path, rounds: int, seed: int = 1) -> Tally:
    """A quiz whose home or log goes while it runs, and perhaps comes back: what is acknowledged then is kept."""
    chance, tally = random.Random(seed), Tally()
    for number in range(rounds):
        tally.rounds += 1
        place = Place.make(folder / str(number % 20)).at("2026-11-22T09:00:00Z")
        for left in (place.home, place.folder / "away"):
            shutil.rmtree(left, ignore_errors=True)
        how = TAKEN[number % len(TAKEN)]
        thief = _Thief(place, how, gone=chance.randint(1, 4), back=chance.randint(6, 9))
        typed = Typed([str(chance.randint(1, 4)) for _ in range(12)], thief.look)
        done = place.here("quiz", "section-1", "--practice", "-n", "40", typed=typed)
        if done.bug or done.code not in (0, 3, 130):
            tally.tracebacks += 1
            tally.why.add(f"{how}: ended with {done.code}: {(done.out + done.err)[-300:]}")
        _judge(place, thief, acknowledged_in(done.out), done.out + done.err, tally)
    return tally


class _Thief:
    """Takes the home or the log away before a line is typed, and brings it back before a later one."""

    def __init__(self, place: Place, how: str, gone: int, back: int) -> None:
        self.how = how
        self.target = place.home if how.startswith("home") else place.log
        self.away = place.folder / "away"
        self.gone, self.back = gone, back

    def look(self, number: int) -> None:
        if number == self.gone:
            os.rename(self.target, self.away)
        if number == self.back and self.how.endswith("back"):
            if self.target.is_dir():
                shutil.rmtree(self.target)
            os.replace(self.away, self.target)


def _judge(place: Place, thief: _Thief, seen: list[str], said: str, tally: Tally) -> None:
    """Before the theft `gone` responses were acknowledged; where nothing came back they went with it."""
    back = thief.how.endswith("back")
    due = seen if back else seen[thief.gone :]
    tally.acknowledged += len(due)
    tally.different += len(seen) < thief.gone or "ot saved" not in said
    if not due:
        return
    try:
        store = ProgressStore(place.snapshot)
        kept = [str(event["question"]) for event in store.events() if event["event"] == "response"]
    except Exception as error:
        tally.unreadable += 1
        tally.why.add(f"{thief.how}: {error}")
        return
    lost = set(due) - set(kept)
    tally.lost += len(lost)
    if lost:
        tally.why.add(f"{thief.how}: {len(lost)} of {len(due)} lost")
