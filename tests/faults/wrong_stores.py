"""Stores with one defect each. A harness that finds nothing wrong with them proves nothing."""

import json
import os
from pathlib import Path


def _sync(descriptor: int) -> None:
    getattr(os, "fdatasync", os.fsync)(descriptor)


class _Lines:
    """An honest list of JSON lines without checksums, for the defects to be put into."""

    LOG = "lines.jsonl"

    def __init__(self, folder: Path) -> None:
        self.path = folder / self.LOG
        self.descriptor = os.open(self.path, os.O_RDWR | os.O_APPEND | os.O_CREAT, 0o600)
        self.mark = os.urandom(4).hex()
        self.count = 0

    def record(self, text: str) -> tuple[str, bytes]:
        self.count += 1
        identity = f"{self.mark}-{self.count}"
        return identity, json.dumps({"id": identity, "text": text}).encode() + b"\n"

    def append(self, text: str) -> str:
        identity, line = self.record(text)
        size = os.fstat(self.descriptor).st_size
        try:
            view = memoryview(line)
            while view:
                view = view[os.write(self.descriptor, view) :]
            _sync(self.descriptor)
        except OSError:
            os.ftruncate(self.descriptor, size)
            raise
        return identity

    def fold(self) -> None:
        """There is no snapshot."""

    def close(self) -> None:
        os.close(self.descriptor)

    @staticmethod
    def read(folder: Path) -> dict[str, str]:
        found = {}
        path = folder / _Lines.LOG
        for line in path.read_bytes().split(b"\n") if path.exists() else ():
            try:
                event = json.loads(line)
                found[str(event["id"])] = str(event["text"])
            except (ValueError, KeyError, TypeError):
                continue
        return found


class NoChecksum(_Lines):
    """Takes every line that parses for the truth."""


class AcknowledgesFirst(_Lines):
    """Says "kept" while the line waits in memory for nine others."""

    def __init__(self, folder: Path) -> None:
        super().__init__(folder)
        self.waiting: list[bytes] = []

    def append(self, text: str) -> str:
        identity, line = self.record(text)
        self.waiting.append(line)
        if len(self.waiting) == 10:
            os.write(self.descriptor, b"".join(self.waiting))
            self.waiting.clear()
        return identity


class NoTruncate(_Lines):
    """Leaves half a line behind when the disk is full, and writes the next line right after it."""

    def append(self, text: str) -> str:
        identity, line = self.record(text)
        view = memoryview(line)
        while view:
            view = view[os.write(self.descriptor, view) :]
        _sync(self.descriptor)
        return identity


class OneWrite(_Lines):
    """Takes a write for a whole one."""

    def append(self, text: str) -> str:
        identity, line = self.record(text)
        os.write(self.descriptor, line)
        _sync(self.descriptor)
        return identity


class WholeFile:
    """Writes all there is over the old file each time, and takes a damaged file for an empty one."""

    LOG = "all.json"

    def __init__(self, folder: Path) -> None:
        self.path = folder / self.LOG
        self.count = 0
        try:
            self.kept: dict[str, str] = json.loads(self.path.read_text())
        except (OSError, ValueError):
            self.kept = {}

    def append(self, text: str) -> str:
        self.count += 1
        identity = f"{os.getpid()}-{self.count}"
        self.kept[identity] = text + "." * 2000
        with open(self.path, "w") as file:
            json.dump(self.kept, file)
            file.flush()
            os.fsync(file.fileno())
        return identity

    def fold(self) -> None:
        """All there is stands in the file."""

    def close(self) -> None:
        """Nothing is open."""

    @staticmethod
    def read(folder: Path) -> dict[str, str]:
        path = folder / WholeFile.LOG
        kept = json.loads(path.read_text()) if path.exists() else {}
        return {identity: text.rstrip(".") for identity, text in kept.items()}


class NoLock(WholeFile):
    """Reads, changes and replaces the file, whole each time, but as if it were alone."""

    def append(self, text: str) -> str:
        self.count += 1
        identity = f"{os.getpid()}-{self.count}"
        self.kept = json.loads(self.path.read_text()) if self.path.exists() else {}
        self.kept[identity] = text
        temporary = self.path.with_name(f"{os.getpid()}.tmp")
        temporary.write_text(json.dumps(self.kept))
        os.replace(temporary, self.path)
        return identity
