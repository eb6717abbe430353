"""Disks that fill up or fail while something is kept."""

import contextlib
import errno
import os
import stat
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from unittest import mock

from .crash import Tally, acknowledged_by, start

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
