"""The event log: lines sealed with a checksum, and the file they are appended to.

Law: bytes are in the log only after `append` returned; when it raises, it took back what it wrote, unless the file
system has no locks.
"""

import contextlib
import json
import os
import zlib
from collections.abc import Callable, Iterator, Mapping
from math import isfinite
from pathlib import Path
from typing import Any

from aiinfra_study.core.errors import DataError
from aiinfra_study.core.preset import ALGORITHM, PARAMETERS
from aiinfra_study.store.durable import locked, sync, sync_folder, write_all
from aiinfra_study.store.migrations import VERSION, migrated
from aiinfra_study.store.recorded import Event, Recorded, pread


def seal(event: Mapping[str, Any]) -> bytes:
    """An event as one line: compact JSON whose last key holds the CRC-32 of every byte before its eight digits."""
    body = json.dumps(event, separators=(",", ":"), ensure_ascii=False, allow_nan=False)[:-1] + ',"crc":"'
    data = body.encode("utf-8", "backslashreplace")  # half a surrogate pair becomes \udcXX, which is JSON too
    return b'%b%08x"}\n' % (data, zlib.crc32(data))


def unseal(line: bytes) -> dict[str, Any] | None:
    """The event of a line as the present version has it, or None when the line is torn or altered. An editor may have
    ended it with CR LF."""
    line = line.rstrip(b"\r")
    if line[-2:] != b'"}' or line[-10:-2] != b"%08x" % zlib.crc32(line[:-10]):
        return None
    try:
        text = line.decode("utf-8", "surrogatepass").lstrip(" \t")
        event, end = _DECODER.raw_decode(text)
    except (ValueError, RecursionError):
        return None
    return migrated(event) if isinstance(event, dict) and end == len(text) else None


def _finite(number: str) -> float:
    """A number that a snapshot can hold: JSON has no NaN and no infinity, of which `1e999` is one."""
    value = float(number)
    if not isfinite(value):
        raise ValueError(number)
    return value


_FLAGS = getattr(os, "O_CLOEXEC", 0) | getattr(os, "O_BINARY", 0)
_DECODER = json.JSONDecoder(parse_float=_finite, parse_constant=_finite)


def is_newer(event: Mapping[str, Any]) -> str:
    """What of a line is of a later version than this program knows: the format, the scheduler, or nothing."""
    version = event.get("v")
    if isinstance(version, (int, float)) and version > VERSION:
        return "events"
    tag = event.get("scheduler")
    if isinstance(tag, dict) and (tag.get("algo"), tag.get("params")) != (ALGORITHM, PARAMETERS):
        return f"cards of the scheduler {tag.get('algo')} (parameters {tag.get('params')})"
    return ""


def newer(path: Path, what: str) -> DataError:
    """The refusal of a file that holds `what` of a later version than this program knows."""
    return DataError(
        "progress-newer",
        f"{path} has {what} of a newer aiinfra",
        "Nothing was changed. Upgrade aiinfra, or use another --progress file.",
    )


def split_lines(data: bytes) -> list[bytes]:
    """The whole lines of some bytes of a log; a torn end is left out."""
    return data[: data.rfind(b"\n") + 1].split(b"\n")[:-1]


class Log:
    """The file of events. Read by its path; opened for appending when something is to be kept."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.replaced = False  # another file than the one that was read stands at the path now
        self._seen = (0, 0)  # the file that was read: device and inode
        self._descriptor = -1
        self._unsynced = False

    @property
    def opened(self) -> bool:
        return self._descriptor >= 0

    def open(self) -> None:
        """Open for appending, making the file where there is none."""
        fresh = not self.path.exists()
        self._descriptor = os.open(self.path, os.O_RDWR | os.O_APPEND | os.O_CREAT | _FLAGS, 0o600)
        if fresh:
            sync_folder(self.path.parent)

    def close(self) -> None:
        if self.opened:
            os.close(self._descriptor)
            self._descriptor = -1

    @contextlib.contextmanager
    def _reading(self) -> Iterator[int]:
        """A descriptor to read from: that of the open file, else one of the file at the path; -1: there is none."""
        self.replaced, own = False, not self.opened
        try:
            descriptor = os.open(self.path, os.O_RDONLY | _FLAGS) if own else self._descriptor
        except FileNotFoundError:
            yield -1
            return
        try:
            self._seen = _identity(os.fstat(descriptor))
            yield descriptor
        finally:
            if own:
                os.close(descriptor)

    def read(self) -> bytes:
        """All bytes; none where there is no file."""
        with self._reading() as descriptor:
            return pread(descriptor, _size(descriptor), 0)

    @contextlib.contextmanager
    def recorded(self, read: Callable[[bytes], Event | None], start: int = 0) -> Iterator[Recorded]:
        """The events that stand from an offset on in the file now, which `read` makes of its lines; none where there is
        no file."""
        with self._reading() as descriptor:
            yield Recorded(descriptor, start, _size(descriptor), read)

    def size(self) -> int:
        """The length of the open file."""
        return _size(self._descriptor)

    @contextlib.contextmanager
    def held(self) -> Iterator[bool]:
        """Hold the lock of the file that stands at the path; False where the file system has none.

        While waiting for it, a restore, an editor's save or a sync may have put another file there.
        """
        while True:
            with locked(self._descriptor) as alone:
                ours = _identity(os.fstat(self._descriptor))
                if ours == _identity(os.stat(self.path)):
                    self.replaced = ours != self._seen
                    if self._unsynced:  # Ctrl-C came between a write and its sync
                        sync(self._descriptor)
                        self._unsynced = False
                    yield alone
                    return
            self.close()
            self.open()

    def append(self, data: bytes, *, alone: bool) -> None:
        """Write and sync; on an error take back what was written. Without a lock it may have others' lines behind it,
        and stays."""
        size = self.size()
        self._unsynced = True
        try:
            write_all(self._descriptor, data)
            sync(self._descriptor)
        except OSError:
            self._unsynced = False
            if alone:
                with contextlib.suppress(OSError):
                    os.ftruncate(self._descriptor, size)
            raise
        self._unsynced = False


def _size(descriptor: int) -> int:
    return os.fstat(descriptor).st_size if descriptor >= 0 else 0


def _identity(stat: os.stat_result) -> tuple[int, int]:
    return stat.st_dev, stat.st_ino
