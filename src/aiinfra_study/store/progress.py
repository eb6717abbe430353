"""The progress store: an append-only log of events, which is the truth, and a snapshot of what it says.

Law: a response is acknowledged only after `append` returned, and `append` returns only after the disk has it.
"""

import contextlib
import errno
import os
import zlib
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from aiinfra_study.core.errors import DataError
from aiinfra_study.core.folding import apply
from aiinfra_study.core.progress import Progress
from aiinfra_study.core.replay import replay
from aiinfra_study.core.sequence import clock_after, in_sequence
from aiinfra_study.store.durable import NO_ROOM, probe, replace_durably, sweep
from aiinfra_study.store.log import Log, is_newer, newer, seal, unseal
from aiinfra_study.store.migrations import VERSION
from aiinfra_study.store.places import log_beside
from aiinfra_study.store.recorded import Recorded
from aiinfra_study.store.snapshot import TAIL, Damaged, NewerSchema, Outdated, Snapshot, dump, load


class ProgressStore:
    """One learner's progress. Open it, append events, fold at the end of the command."""

    def __init__(self, snapshot: Path) -> None:
        self.path = snapshot
        self.log_path = log_beside(snapshot)
        self.notices: list[str] = []
        self._log = Log(self.log_path)
        self._set_aside = False  # the old snapshot knows what nothing else does, or is for experts to look at
        self._snapshot = self._load()
        self._folded = self._snapshot.covered  # how much of the log the snapshot on the disk covers
        self._whole = True  # False while events are folded in: Ctrl-C may have come in between
        self._locks = True
        self._kept: list[bytes] = []  # the lines this session acknowledged
        try:
            self._catch_up()
        except OSError as error:
            raise _unreadable(self.log_path, error) from None

    @property
    def progress(self) -> Progress:
        return self._snapshot.progress

    @property
    def status(self) -> dict[str, Any]:
        """Facts for the status line, kept in the head of the snapshot."""
        return self._snapshot.status

    @property
    def writing(self) -> bool:
        """Whether the snapshot must follow: something may have been appended, or it was behind from the start."""
        return self._log.opened or self._set_aside or self._folded != self._snapshot.covered

    # reading

    def _load(self) -> Snapshot:
        """The snapshot as it lies there; an empty one where there is none or where it is damaged."""
        try:
            data = self.path.read_bytes()
            return load(data) if data else Snapshot(Progress())
        except FileNotFoundError:
            pass
        except NewerSchema as error:
            raise newer(self.path, f"a {error}") from None
        except Outdated as old:
            empty = Snapshot(Progress())
            empty.progress.events = old.events  # so many the log must have
            return empty
        except Damaged:
            self._set_aside = True
            self.notices.append(f"{self.path.name} was damaged and is rebuilt from {self.log_path.name}.")
        except OSError as error:
            raise _unreadable(self.path, error) from None
        return Snapshot(Progress())

    def _catch_up(self) -> None:
        """Fold in the lines beyond what we know: those of another terminal, or from before a crash."""
        known = self._snapshot
        if self._log.opened and not self._log.replaced and self._whole and self._log.size() == known.covered:
            return
        usable = self._whole and known.covered and not self._log.replaced
        with self._log.recorded(self._event, known.covered) as events:
            end = events.before(known.covered, TAIL)
            if usable and events.size >= known.covered and zlib.crc32(end) == known.tail:
                found = iter(events)
                if self._fold_in(found):
                    self._cover(events)
                for _ in found:
                    pass  # to know how many lines are damaged
                self._report(events.damaged)
                return
        self._put_back()
        self._report(self._read_anew(self.progress.events))

    def _fold_in(self, events: Iterable[dict[str, Any]]) -> bool:
        """Make what was written last visible; False where it reaches back, and the whole log was read for it. What the
        snapshot covers must follow."""
        self._whole = False
        for event in events:
            if event.get("event") == "undo" or not in_sequence(self.progress, event):
                self._read_anew(self.progress.events + 1)
                return False
            apply(self.progress, event)
        return True

    def _cover(self, events: Recorded) -> None:
        """The snapshot says what these events say, and all before them."""
        known, end = self._snapshot, events.before(events.covered, TAIL)
        known.covered, known.end = events.covered - len(end), b""
        known.cover(end)
        self._whole = True

    def _read_anew(self, expected: int) -> int:
        """Replay the whole log, which should hold so many events at least; returns the number of damaged lines."""
        known = self._snapshot
        with self._log.recorded(self._event) as events:
            if not events.size and (expected or self._set_aside):
                raise self._missing()
            progress = replay(events, events.undos())
            self._whole = False
            known.progress = progress
            self._cover(events)
        lost = expected - len(events)
        if lost > 0:
            self._set_aside = True
            known.device = ""
            what = "1 event that was" if lost == 1 else f"{lost} events that were"
            self.notices.append(f"{self.log_path.name} lacks {what} kept in it. Run: aiinfra doctor")
        return events.damaged

    def _missing(self) -> DataError:
        return DataError(
            "log-missing",
            f"{self.log_path} is missing or empty, though events were kept in it",
            "Put it back, or run: aiinfra doctor --restore",
        )

    def _put_back(self) -> None:
        """Append again what this session acknowledged and the file that now stands there lacks (an old copy saved by an
        editor or a sync)."""
        if not self._kept:
            return
        missing = dict.fromkeys(self._kept)
        with self._log.recorded(unseal) as there:
            for line in there.lines():
                missing.pop(line.rstrip(b"\r") + b"\n", None)
        if there.size and missing:
            self._log.append(b"\n" + b"".join(missing), alone=True)

    def _event(self, line: bytes) -> dict[str, Any] | None:
        """The event of a line, None for a damaged one; a later version is refused."""
        event = unseal(line)
        if event is not None and (what := is_newer(event)):
            raise newer(self.log_path, what)
        return event

    def _report(self, damaged: int) -> None:
        """Say once that lines cannot be read. Their numbers are never given again: a backup may still have them."""
        if damaged:
            self._snapshot.device = ""
            self.notices.append(
                f"{damaged} line{'s' * (damaged != 1)} of {self.log_path.name} cannot be read (torn or damaged); "
                "kept and skipped. Run: aiinfra doctor"
            )

    def events(self) -> Iterator[dict[str, Any]]:
        """Every readable event of the log, in order."""
        try:
            with self._log.recorded(self._event) as events:
                yield from events
        except OSError as error:
            raise _unreadable(self.log_path, error) from None

    # writing

    def writable(self) -> None:
        """Open the log for appending; raises DataError before anything is asked when that cannot work."""
        if self._log.opened:
            return
        try:
            self.path.parent.mkdir(parents=True, exist_ok=True)
            probe(self.path)
            self._log.open()
        except OSError as error:
            full = error.errno in NO_ROOM
            raise DataError(
                "progress-full" if full else "progress-read-only",
                f"{self.path.parent} cannot be written ({error.strerror}), so no response could be kept",
                f"Make {'room' if full else 'it writable'}, or name another place with AIINFRA_HOME or --progress.",
            ) from None

    @contextlib.contextmanager
    def _held(self) -> Iterator[bool]:
        """Hold the log's lock, knowing all that is in it; False where the file system has no locks."""
        with self._log.held() as alone:
            if not alone and self._locks:
                self._locks = False
                self._snapshot.device = ""  # two writers at once must not give one number twice
                self.notices.append(
                    f"The file system of {self.path.parent} has no locks: study in one terminal at a time there."
                )
            self._catch_up()
            yield alone

    def append(self, event: dict[str, Any]) -> dict[str, Any]:
        """Make one event durable, then fold it in. Returns it with its id; raises DataError when it was not saved."""
        self.writable()
        try:
            with self._held() as alone:
                if self._log.size() > self._snapshot.covered:  # a writer died inside its line: end it, keep its bytes
                    self._log.append(b"\n", alone=alone)
                    self._catch_up()
                identity = self._next_id()
                clock = clock_after(self.progress, self._snapshot.device, str(event.get("at", "")))
                sealed = {"v": VERSION, "id": identity, **event, **({"clock": clock} if clock else {})}
                line = seal(sealed)
                self._log.append(line, alone=alone)
                self._kept.append(line)
                if not alone:  # others' lines may stand before it
                    self._catch_up()
                elif self._fold_in([sealed]):
                    self._snapshot.cover(line)
                    self._whole = True
        except OSError as error:
            todo = {errno.ENOENT: "Put it back"}.get(error.errno or 0, "Check the disk")
            raise DataError(
                "not-saved",
                f"not saved: {self.log_path} cannot be written ({error.strerror})",
                f"{'Make room' if error.errno in NO_ROOM else todo}, then respond again.",
            ) from None
        return sealed

    def _next_id(self) -> str:
        """The id of the next event: this device and one more than its last number."""
        known = self._snapshot
        if not known.device or known.host != _host():
            known.device, known.host = os.urandom(4).hex(), _host()
        return f"{known.device}-{known.progress.counters.get(known.device, 0) + 1}"

    def fold(self) -> None:
        """Write the snapshot, so that it is complete at the end of a command. The log stays the truth if that fails."""
        if not self.writing:
            return
        appending = self._log.opened
        try:
            self.writable()
            with self._held() as alone:
                if self._set_aside:
                    with contextlib.suppress(OSError):
                        os.replace(self.path, self.path.with_name(f"{self.path.name}.damaged"))
                replace_durably(self.path, dump(self._snapshot))
                self._set_aside = False
                self._folded = self._snapshot.covered
                if alone:
                    sweep(self.path)
        except OSError as error:
            has = "has everything" if self.log_path.exists() else "is gone: put it back"
            self.notices.append(f"{self.path.name} was not written ({error.strerror}); {self.log_path.name} {has}.")
        except DataError as error:
            if appending:
                self.notices.append(error.message)

    def confirm(self) -> None:
        """See that what this session kept stands in the log; raises DataError where the log is gone."""
        if not self._log.opened:
            return
        try:
            with self._held():
                pass
        except FileNotFoundError:
            raise self._missing() from None
        except OSError as error:
            raise _unreadable(self.log_path, error) from None

    def close(self) -> None:
        self._log.close()


def _host() -> str:
    """A mark of this machine, so that a folder carried to another one gets a device id of its own."""
    name = os.uname().nodename if hasattr(os, "uname") else os.environ.get("COMPUTERNAME", "")
    return f"{zlib.crc32(name.encode('utf-8', 'replace')):08x}"


def _unreadable(path: Path, error: OSError) -> DataError:
    return DataError("progress-unreadable", f"{path} cannot be read ({error.strerror})", "Check its permissions.")
