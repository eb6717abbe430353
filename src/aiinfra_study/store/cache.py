"""Compiled banks in the user's cache folder: checked on every use, rebuilt in silence when anything differs.

A file is one header line, an index and records, all JSON: a damaged or planted cache may be refused, never run.
Only the index is read at once; a record is read, and its checksum tried, when somebody asks for it.
"""

import contextlib
import json
import os
import zlib
from pathlib import Path
from typing import Any, NamedTuple

from aiinfra_study import __version__

FORMAT = 3
MAX_HEADER = 1 << 16
YOUNG_NS = 2_000_000_000  # a source this new may change again within the clock tick of its file system


class Stamp(NamedTuple):
    """What a source looked like: size, times and inode; the change time betrays an edit that restores the others."""

    size: int
    mtime: int
    ctime: int
    inode: int

    @classmethod
    def of(cls, stat: os.stat_result) -> "Stamp":
        return cls(stat.st_size, stat.st_mtime_ns, stat.st_ctime_ns, stat.st_ino)


class Entry(NamedTuple):
    """A compiled source: its index, and its records by offset and length."""

    head: dict[str, Any]
    records: "Records"


class Records:
    """The records of a compiled source: in memory, or in its file from `start` on."""

    def __init__(self, data: bytes = b"", path: Path | None = None, start: int = 0) -> None:
        self._data = data
        self._path = path
        self._start = start

    def read(self, offset: int, length: int) -> bytes:
        """One record; what stands there now, should the file have been replaced since."""
        if self._path is None:
            return self._data[offset : offset + length]
        try:
            with open(self._path, "rb") as file:
                file.seek(self._start + offset)
                return file.read(length)
        except OSError:
            return b""

    def all(self) -> bytes:
        """Every record, one behind the other (of those in memory)."""
        return self._data


class Cache:
    """The folder of compiled sources."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def path_of(self, source: Path) -> Path:
        return self._path_of(source, os.path.realpath(source))

    def _path_of(self, source: Path, real: str) -> Path:
        """Where the compiled form lies of a source whose path without links is `real`."""
        mark = zlib.crc32(real.encode("utf-8", "surrogateescape"))
        return self.folder / f"{source.parent.name}-{source.stem}-{mark:08x}.bank"

    def load(self, source: Path, stamp: Stamp) -> Entry | None:
        """The compiled form of a source, or None when there is none that fits it exactly."""
        real = os.path.realpath(source)
        path = self._path_of(source, real)
        try:
            with open(path, "rb") as file:
                line = file.readline(MAX_HEADER)
                header = json.loads(line)
                index = file.read(header["index"])
            if header["format"] != FORMAT or header["program"] != __version__ or Stamp(*header["stamp"]) != stamp:
                return None
            if zlib.crc32(index) != header["crc"] or header["path"] != real:
                return None
            if (header["young"] or os.name == "nt") and digest(source.read_bytes()) != header["sha256"]:
                return None
            return Entry(json.loads(index), Records(path=path, start=len(line) + len(index)))
        except (OSError, ValueError, KeyError, TypeError, AttributeError, RecursionError):
            return None

    def keep(self, source: Path, stamp: Stamp, data: bytes, entry: Entry) -> None:
        """Write the compiled form; a cache that cannot be written is done without."""
        index = json.dumps(entry.head, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "surrogatepass")
        header = {
            "format": FORMAT,
            "program": __version__,
            "path": os.path.realpath(source),
            "stamp": [stamp.size, stamp.mtime, stamp.ctime, stamp.inode],
            "young": _now_ns() - stamp.mtime < YOUNG_NS or _now_ns() - stamp.ctime < YOUNG_NS,
            "sha256": digest(data),
            "index": len(index),
            "crc": zlib.crc32(index),
        }
        target = self.path_of(source)
        temporary = target.with_name(f"{target.name}.{os.getpid()}.tmp")
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
            temporary.write_bytes(json.dumps(header).encode() + b"\n" + index + entry.records.all())
            os.replace(temporary, target)
        except (OSError, UnicodeEncodeError):
            with contextlib.suppress(OSError):
                temporary.unlink()


def digest(data: bytes) -> str:
    import hashlib

    return hashlib.sha256(data).hexdigest()


def _now_ns() -> int:
    import time

    return time.time_ns()
