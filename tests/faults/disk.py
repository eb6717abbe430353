"""Disks that fill up or fail while something is kept."""

import contextlib
import errno
import os
import random
import stat
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from unittest import mock

from aiinfra_study.store.progress import ProgressStore

from .crash import Tally, acknowledged_by, start
from .homes import Unmountable, mounted
from .program import Place
from .quiz_crash import acknowledged_in

APPENDS = 4


@contextlib.contextmanager
def room_for(size: int) -> Iterator[None]:
    """A disk that takes so many bytes more, the last of them as a short write, and then says that it is full."""
    left = size
    real = os.write

    def write(descriptor: int, data: Any) -> int:
        nonlocal left
        if not stat.S_ISREG(os.fstat(descriptor).st_mode):
            return real(descriptor, data)
        if left <= 0:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        done = real(descriptor, memoryview(data)[:left])
        left -= done
        return done

    with mock.patch.object(os, "write", write):
        yield


@contextlib.contextmanager
def failing_sync(times: int = 1, name: str = "fdatasync") -> Iterator[None]:
    """A disk whose next syncs fail."""
    left = times
    real = getattr(os, name)

    def sync(descriptor: int) -> None:
        nonlocal left
        left -= 1
        if left >= 0:
            raise OSError(errno.EIO, os.strerror(errno.EIO))
        real(descriptor)

    with mock.patch.object(os, name, sync):
        yield


@contextlib.contextmanager
def short_writes_of(chance: random.Random) -> Iterator[None]:
    """A disk that takes a few bytes of a file at a time."""
    real = os.write

    def write(descriptor: int, data: Any) -> int:
        if not stat.S_ISREG(os.fstat(descriptor).st_mode):
            return real(descriptor, data)
        return real(descriptor, memoryview(data)[: chance.randint(1, 400)])

    with mock.patch.object(os, "write", write):
        yield


def short_writes(store: Any, folder: Path, rounds: int, seed: int = 1) -> Tally:
    """Writes that take a part of the bytes only: everything is kept all the same, lines and snapshot."""
    chance, tally = random.Random(seed), Tally()
    place = folder / "short"
    place.mkdir()
    writer = store(place)
    acknowledged: dict[str, str] = {}
    with short_writes_of(chance):
        for number in range(rounds):
            tally.rounds += 1
            acknowledged |= _append(writer, 1, f"short {number}", tally)
            if number % 10 == 0:
                writer.fold()
        writer.fold()
    writer.close()
    tally.acknowledged = len(acknowledged)
    tally.compare(store, place, acknowledged)
    return tally


def sick_fold(store: Any, folder: Path, rounds: int) -> Tally:
    """An fsync that fails while the snapshot is written: the old one stays, and what is kept is kept."""
    tally = Tally()
    place = folder / "sick-fold"
    place.mkdir()
    writer = store(place)
    acknowledged: dict[str, str] = {}
    for number in range(rounds):
        tally.rounds += 1
        acknowledged |= _append(writer, 1, f"fold {number}", tally)
        with failing_sync(1 + number % 2, "fsync"):
            writer.fold()
        tally.compare(store, place, acknowledged)
        tally.unreadable += sum(path.suffix == ".tmp" for path in place.iterdir())
    writer.close()
    tally.acknowledged = len(acknowledged)
    return tally


ROOM = 64 * 1024  # bytes of the small file system


def full_home(folder: Path, rounds: int, seed: int = 1) -> Tally:
    """A quiz whose home is a small file system with little room: what has feedback is kept; with room again it goes on.

    Room is given out in pages, so the quiz stops somewhere in its responses, or before the first.
    """
    chance, tally, stopped = random.Random(seed), Tally(), 0
    try:
        for number in range(rounds):
            place = Place.make(folder / str(number % 10)).at("2026-11-22T09:00:00Z")
            place.home.mkdir(exist_ok=True)
            with mounted(place.home, ROOM):
                tally.rounds += 1
                stopped += _quiz_without_room(place, chance, tally)
    except Unmountable:
        tally.note = "not run: only root may mount, where it may"
        return tally
    tally.note = f"{stopped} ran out of room"
    return tally


def _quiz_without_room(place: Place, chance: random.Random, tally: Tally) -> bool:
    words = ["quiz", "section-1", "--practice", "--restart", "-n", "40"]
    filler = place.home / "filler"
    filler.write_bytes(bytes(ROOM - 4096 * chance.randint(1, 9)))
    first = place.here(*words, typed=["1"] * 43)
    filler.unlink()
    again = place.here(*words, typed=["1"] * 3)
    seen = acknowledged_in(first.out) + acknowledged_in(again.out)
    tally.acknowledged += len(seen)
    tally.tracebacks += first.bug + again.bug
    kept = [event["question"] for event in ProgressStore(place.snapshot).events() if event["event"] == "response"]
    tally.lost += len(set(seen) - set(kept))
    tally.different += kept != seen or len(acknowledged_in(again.out)) != 3
    return "ot saved" in first.out + first.err or first.code == 3


def full_disk(store: Any, folder: Path, sizes: "list[int] | range") -> Tally:
    """For each size: a disk with that much room fills up in the middle of appends; then there is room again."""
    tally = Tally()
    for size in sizes:
        tally.rounds += 1
        place = folder / f"{store.__name__}-{size}"
        place.mkdir()
        writer = store(place)
        acknowledged = _append(writer, APPENDS, "before", tally)
        with room_for(size):
            acknowledged |= _append(writer, APPENDS, "meanwhile", tally)
        after = _append(writer, APPENDS, "after", tally)
        if len(after) < APPENDS:
            tally.unreadable += 1
            tally.why.add("the session died")
        writer.fold()
        writer.close()
        tally.acknowledged += len(acknowledged | after)
        tally.compare(store, place, acknowledged | after)
        tally.known.clear()
    return tally


def sick_disk(store: Any, folder: Path, rounds: int = 20) -> Tally:
    """Syncs that fail once, twice, …: nothing of it is acknowledged, and what comes after is kept."""
    tally = Tally()
    for number in range(rounds):
        tally.rounds += 1
        place = folder / f"sick-{number}"
        place.mkdir()
        writer = store(place)
        acknowledged = _append(writer, number % 3, "before", tally)
        with failing_sync(1 + number % 3):
            failed = _append(writer, 1 + number % 3, "meanwhile", tally)
        if failed:
            tally.lost += len(failed)
            tally.why.add("acknowledged though the disk had not taken it")
        acknowledged |= _append(writer, 2, "after", tally)
        writer.fold()
        writer.close()
        tally.acknowledged += len(acknowledged)
        tally.compare(store, place, acknowledged)
        tally.known.clear()
    return tally


def limited_file(store: Any, folder: Path, sizes: "list[int] | range", count: int = 40) -> Tally:
    """The kernel itself refuses to let the file grow (RLIMIT_FSIZE) until three appends failed."""
    tally = Tally()
    for size in sizes:
        tally.rounds += 1
        place = folder / f"limit-{size}"
        place.mkdir()
        child = start(store, place, "limited", count, size)
        acknowledged, failed = acknowledged_by(child)
        tally.failed += failed
        tally.acknowledged += len(acknowledged)
        if child.wait() or len(acknowledged) < count:
            tally.unreadable += 1
            tally.why.add("the session died")
        tally.compare(store, place, acknowledged)
        tally.known.clear()
    return tally


def _append(writer: Any, count: int, when: str, tally: Tally) -> dict[str, str]:
    """Append texts; those that were acknowledged."""
    kept = {}
    for number in range(count):
        text = f"{when}/{number}"
        try:
            kept[writer.append(text)] = text
        except OSError:
            tally.failed += 1
    return kept
