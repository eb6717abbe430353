"""The progress store: an append-only log of events, which is the truth, and a snapshot of what it says.

Law: a response is acknowledged only after `append` returned, and `append` returns only after the disk has it.
"""

import contextlib
import os
import zlib
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from aiinfra_study.core.errors import DataError
from aiinfra_study.core.progress import Progress, apply, replay
from aiinfra_study.store import log as lines
from aiinfra_study.store.log import (
    locked,
    replace_durably,
    seal,
    split_lines,
    sync,
    sync_folder,
    unseal,
    write_all,
)
from aiinfra_study.store.places import log_beside
from aiinfra_study.store.snapshot import Damaged, NewerSchema, Snapshot, dump, load

TAIL = 64
_NEWER_HINT = "Nothing was changed. Upgrade aiinfra, or use another --progress file."


class ProgressStore:
    """One learner's progress. Open it, append events, fold at the end of the command."""

    def __init__(self, snapshot: Path) -> None:
        self.path = snapshot
        self.log_path = log_beside(snapshot)
        self.notices: list[str] = []
        self.damaged_lines = 0
        self._snapshot = Snapshot(Progress())
        self._descriptor: int | None = None
        self._at = 0
        self._damaged_snapshot = False
        self._shrunk = False
        self._reported = 0
        self._load()

    @property
    def progress(self) -> Progress:
        return self._snapshot.progress

    @property
    def status(self) -> dict[str, Any]:
        """Facts for the status line, kept in the head of the snapshot."""
        return self._snapshot.status

    @property
    def writing(self) -> bool:
        """Whether anything was opened for writing, so that the snapshot must follow."""
        return self._descriptor is not None

    # reading

    def _load(self) -> None:
        """Snapshot, then whatever the log holds beyond it."""
        try:
            self._snapshot = load(self.path.read_bytes())
        except FileNotFoundError:
            pass
        except NewerSchema as error:
            raise DataError(
                "progress-newer", f"{self.path} was written by a newer aiinfra (schema {error})", _NEWER_HINT
            ) from None
        except Damaged:
            self._damaged_snapshot = True
            self.notices.append(f"{self.path.name} was damaged and is rebuilt from {self.log_path.name}.")
        except OSError as error:
            raise _unreadable(self.path, error) from None
        self._check_log()
        self._at = self._snapshot.covered
        self._catch_up(self._read_from)

    def _check_log(self) -> None:
        """Is the log the one the snapshot speaks of? Missing: stop. Shorter or changed: rebuild from what is there."""
        covered = self._snapshot.covered
        size = self.log_path.stat().st_size if self.log_path.exists() else 0
        if covered and not size:
            raise DataError(
                "log-missing",
                f"{self.log_path} is missing or empty, though {self.progress.events} events were kept in it",
                "Put it back, or run: aiinfra doctor --restore",
            )
        if size < covered:
            self._shrunk = True
            self.notices.append(
                f"{self.log_path.name} is {covered - size} bytes shorter than it was: what stood there is missing. "
                "Run: aiinfra doctor"
            )
        if size < covered or (
            covered and self._tail_of(self._read_from(max(covered - TAIL, 0))) != self._snapshot.tail
        ):
            self._forget()

    def _forget(self) -> None:
        """Begin anew from the log; what does not come from it stays."""
        old = self._snapshot
        self._snapshot = Snapshot(Progress(), old.device, old.host)
        self._snapshot.status, self._snapshot.extra = old.status, old.extra

    def _tail_of(self, data: bytes) -> int:
        covered = self._snapshot.covered
        return zlib.crc32(data[: covered - max(covered - TAIL, 0)])

    def _read_from(self, offset: int) -> bytes:
        """The bytes of the log from an offset on, by its path."""
        try:
            with open(self.log_path, "rb") as file:
                file.seek(offset)
                return file.read()
        except FileNotFoundError:
            return b""
        except OSError as error:
            raise _unreadable(self.log_path, error) from None

    def _catch_up(self, read_from: Callable[[int], bytes]) -> None:
        """Fold in lines written since we last looked: by another terminal, or before a crash."""
        data = read_from(self._at)
        if not data:
            return
        whole = data.rfind(b"\n") + 1
        events = list(self._events(split_lines(data)))
        self._at += whole
        if any(event.get("event") == "undo" for event in events):
            self._snapshot.progress = replay(self._events(split_lines(read_from(0))))
        else:
            for event in events:
                apply(self.progress, event)
        self._report_damage()

    def _events(self, found: Iterator[bytes]) -> Iterator[dict[str, Any]]:
        """The events of some lines; damaged lines are counted and skipped, a later version is refused."""
        self.damaged_lines = 0
        for line in found:
            event = unseal(line)
            if event is None:
                self.damaged_lines += bool(line)
                continue
            if int(event.get("v", 0)) > lines.VERSION:
                raise DataError(
                    "progress-newer",
                    f"{self.log_path} has events of a newer aiinfra (version {event['v']})",
                    _NEWER_HINT,
                )
            yield event

    def _report_damage(self) -> None:
        if self.damaged_lines > self._reported:
            count = self.damaged_lines
            self.notices.append(
                f"{count} line{'s' * (count != 1)} of {self.log_path.name} cannot be read (torn or damaged); "
                "kept and skipped. Run: aiinfra doctor"
            )
            self._reported = count

    # writing

    def writable(self) -> None:
        """Open the log for appending; raises DataError before anything is asked when that cannot work."""
        if self._descriptor is not None:
            return
        flags = os.O_RDWR | os.O_APPEND | getattr(os, "O_CLOEXEC", 0) | getattr(os, "O_BINARY", 0)
        try:
            self.path.parent.mkdir(parents=True, exist_ok=True)
            fresh = not self.log_path.exists()
            self._descriptor = os.open(self.log_path, flags | os.O_CREAT, 0o600)
            if fresh:
                sync_folder(self.path.parent)
            if self.path.exists() and not os.access(self.path.parent, os.W_OK):
                raise PermissionError(13, "Permission denied")
        except OSError as error:
            raise DataError(
                "progress-read-only",
                f"{self.path.parent} cannot be written ({error.strerror}), so no response could be kept",
                "Make it writable, or name another place with AIINFRA_HOME or --progress.",
            ) from None
        if not self._snapshot.device or self._snapshot.host != _host():
            self._snapshot.device, self._snapshot.host = os.urandom(4).hex(), _host()

    def append(self, event: dict[str, Any]) -> dict[str, Any]:
        """Make one event durable, then fold it in. Returns it with its id; raises DataError when it was not saved."""
        self.writable()
        self._same_file()
        assert self._descriptor is not None
        try:
            with locked(self._descriptor) as held:
                self._catch_up(self._pread)
                size = os.fstat(self._descriptor).st_size
                device = self._snapshot.device
                number = self.progress.counters.get(device, 0) + 1
                sealed = {"v": lines.VERSION, "id": f"{device}-{number}", **event}
                # a writer died inside the line before ours: end it, keep its bytes, never acknowledge it
                torn = size > self._at
                data = (b"\n" if torn else b"") + seal(sealed)
                try:
                    write_all(self._descriptor, data)
                    sync(self._descriptor)
                except OSError:
                    if held:
                        with contextlib.suppress(OSError):
                            os.ftruncate(self._descriptor, size)
                    raise
                self._at = size + len(data)
                if torn:
                    self.notices.append(
                        f"The last line of {self.log_path.name} was cut off by a crash; it is kept and skipped."
                    )
        except OSError as error:
            raise DataError(
                "not-saved",
                f"not saved: {self.log_path} cannot be written ({error.strerror})",
                "Make room, then respond again.",
            ) from None
        if sealed["event"] == "undo":
            self._snapshot.progress = replay(self._events(split_lines(self._pread(0))))
        else:
            apply(self.progress, sealed)
        return sealed

    def _pread(self, offset: int) -> bytes:
        """The bytes of the log from an offset on, by its descriptor."""
        assert self._descriptor is not None
        size = os.fstat(self._descriptor).st_size
        if size <= offset:
            return b""
        if hasattr(os, "pread"):
            return os.pread(self._descriptor, size - offset, offset)
        os.lseek(self._descriptor, offset, os.SEEK_SET)
        return os.read(self._descriptor, size - offset)

    def _same_file(self) -> None:
        """An editor's save or a sync may have put another file in the log's place: then read that one."""
        assert self._descriptor is not None
        try:
            there, ours = os.stat(self.log_path), os.fstat(self._descriptor)
        except OSError as error:
            raise DataError(
                "not-saved", f"not saved: {self.log_path} is gone ({error.strerror})", "Put it back."
            ) from None
        if (there.st_ino, there.st_dev) != (ours.st_ino, ours.st_dev):
            self.close()
            self._forget()
            self._at = 0
            self._catch_up(self._read_from)
            self.writable()

    def fold(self) -> None:
        """Write the snapshot, so that it is complete at the end of a command. The log stays the truth if that fails."""
        if self._descriptor is None:
            return
        try:
            with locked(self._descriptor):
                self._catch_up(self._pread)
                self._snapshot.covered = self._at
                self._snapshot.tail = self._tail_of(self._pread(max(self._at - TAIL, 0)))
                if self._damaged_snapshot or self._shrunk:
                    with contextlib.suppress(OSError):
                        os.replace(self.path, self.path.with_name(f"{self.path.name}.damaged"))
                replace_durably(self.path, dump(self._snapshot))
                self._damaged_snapshot = self._shrunk = False
        except OSError as error:
            self.notices.append(
                f"{self.path.name} was not written ({error.strerror}); {self.log_path.name} has everything."
            )

    def events(self) -> Iterator[dict[str, Any]]:
        """Every readable event of the log, in order."""
        return self._events(split_lines(self._read_from(0)))

    def close(self) -> None:
        if self._descriptor is not None:
            os.close(self._descriptor)
            self._descriptor = None


def _host() -> str:
    """A mark of this machine, so that a folder carried to another one gets a device id of its own."""
    name = os.uname().nodename if hasattr(os, "uname") else os.environ.get("COMPUTERNAME", "")
    return f"{zlib.crc32(name.encode('utf-8', 'replace')):08x}"


def _unreadable(path: Path, error: OSError) -> DataError:
    return DataError("progress-unreadable", f"{path} cannot be read ({error.strerror})", "Check its permissions.")
