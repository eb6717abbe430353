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

FORMAT = 5
MAX_HEADER = 1 << 16  # bytes looked at to know whether a file is a cache: ours has some hundred
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
            header, index, start = _read(path, real)
            if Stamp(*header["stamp"]) != stamp:
                return None
            if (header["young"] or os.name == "nt") and digest(source.read_bytes()) != header["sha256"]:
                return None
            return Entry(json.loads(index), Records(path=path, start=start))
        except _UNFIT:
            return None

    def keep(self, source: Path, stamp: Stamp, data: bytes, entry: Entry) -> None:
        """Write the compiled form; a cache that cannot be written is done without."""
        facts = {"stamp": stamp, "young": is_young(stamp), "sha256": digest(data)}
        real = os.path.realpath(source)
        self._write(self._path_of(source, real), {"path": real, **facts}, entry.head, entry.records.all())

    def load_outlines(self, folder: Path) -> dict[str, tuple[Stamp, dict[str, Any]]]:
        """By name of file, the indexes of the sections of a course, which lie together in one file."""
        if os.name == "nt":  # stamps alone tell too little there
            return {}
        real = os.path.realpath(folder)
        try:
            found = json.loads(_read(self._outlines_of(folder, real), real)[1])
            return {name: (Stamp(*stamp), index) for name, (stamp, index) in found.items()}
        except _UNFIT:
            return {}

    def keep_outlines(self, folder: Path, sections: dict[str, tuple[Stamp, dict[str, Any]]]) -> None:
        """Write them; of sources that are not young only."""
        real = os.path.realpath(folder)
        if os.name != "nt":
            self._write(self._outlines_of(folder, real), {"path": real}, sections, b"")

    def _outlines_of(self, folder: Path, real: str) -> Path:
        return self._path_of(folder, real).with_suffix(".outlines")

    def _write(self, target: Path, facts: dict[str, Any], body: object, records: bytes) -> None:
        index = json.dumps(body, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "surrogatepass")
        header = {"format": FORMAT, "program": __version__, **facts, "index": len(index), "crc": zlib.crc32(index)}
        temporary = target.with_name(f"{target.name}.{os.getpid()}.tmp")
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
            temporary.write_bytes(json.dumps(header).encode() + b"\n" + index + records)
            os.replace(temporary, target)
        except (OSError, UnicodeEncodeError):
            with contextlib.suppress(OSError):
                temporary.unlink()


_UNFIT = (OSError, ValueError, KeyError, TypeError, AttributeError, RecursionError)


def _read(path: Path, real: str) -> tuple[dict[str, Any], bytes, int]:
    """Header, index and start of the records of a file compiled by this version from `real`; raises one of _UNFIT."""
    with open(path, "rb") as file:
        line = file.readline(MAX_HEADER)
        header = json.loads(line)
        index = file.read(header["index"])
    if (header["format"], header["program"], header["path"]) != (FORMAT, __version__, real):
        raise ValueError("of another version or another source")
    if zlib.crc32(index) != header["crc"]:
        raise ValueError("damaged")
    return header, index, len(line) + len(index)


def is_young(stamp: Stamp) -> bool:
    """Whether a source may change again without another stamp."""
    now = _now_ns()
    return now - stamp.mtime < YOUNG_NS or now - stamp.ctime < YOUNG_NS


def digest(data: bytes) -> str:
    import hashlib

    return hashlib.sha256(data).hexdigest()


def _now_ns() -> int:
    import time

    return time.time_ns()
