"""Copies of the log, one for each of the last seven days of use, and how to bring one back losing nothing."""

import contextlib
import glob
from pathlib import Path
from typing import NamedTuple

from aiinfra_study.core.errors import DataError, UsageError
from aiinfra_study.core.progress import Progress
from aiinfra_study.store.durable import replace_durably
from aiinfra_study.store.log import Log, is_newer, newer, split_lines, unseal
from aiinfra_study.store.snapshot import Damaged, NewerSchema, Snapshot, dump, load

KEEP = 7
FOLDER = "backups"


class Restored(NamedTuple):
    """What a restore did: events from the backup, those only the present log had, and where the old log went."""

    events: int
    kept: int
    set_aside: Path | None


def folder_of(log: Path) -> Path:
    return log.parent / FOLDER


def daily(log: Path, day: str) -> None:
    """Copy the log once a study day, after its first session; a failed copy is tried again next time.

    A log only grows. Should one have shrunk, its largest copy is kept beyond the seven.
    """
    target = folder_of(log) / f"{log.stem}-{day}.jsonl"
    if target.exists() or not log.exists():
        return
    with contextlib.suppress(OSError):
        target.parent.mkdir(exist_ok=True)
        replace_durably(target, log.read_bytes())
        copies = listed(log)
        largest = max(copies, key=lambda path: path.stat().st_size)
        for old in copies[KEEP:]:
            if old != largest:
                old.unlink()


def listed(log: Path) -> list[Path]:
    """The daily copies, newest first."""
    days = "[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]"
    return sorted(folder_of(log).glob(f"{glob.escape(log.stem)}-{days}.jsonl"), reverse=True)


def chosen(log: Path, name: str | None) -> Path:
    """The backup of a name or path, else the newest."""
    found = listed(log)
    if name is None:
        if not found:
            raise DataError("no-backup", f"there is no backup in {folder_of(log)}", "One is made on every day of use.")
        return found[0]
    for path in (Path(name), folder_of(log) / name, folder_of(log) / f"{log.stem}-{name}.jsonl"):
        if path.is_file():
            return path
    names = ", ".join(path.name for path in found) or "none"
    raise UsageError("unknown-backup", f'there is no backup "{name}"', f"Backups: {names}.")


def restore(backup: Path, log: Path, snapshot: Path, stamp: str) -> Restored:
    """Make the log the union of a backup and every readable line the present log has beyond it.

    The present log is set aside, and the snapshot covers nothing until the next start. Who wants to append meanwhile
    waits, and then finds the new log.
    """
    file = Log(log)
    try:
        theirs = _lines(backup)
        if not theirs:
            raise DataError("backup-damaged", f"{backup} holds no readable event", "Name another backup.")
        file.open()
        with file.held():
            ours = _lines(log)
            aside = folder_of(log) / f"{log.stem}-before-restore-{stamp}.jsonl" if file.size() else None
            if aside:
                aside.parent.mkdir(exist_ok=True)
                replace_durably(aside, file.read())
            _cover_nothing(snapshot)
            both = dict.fromkeys(theirs + ours)
            replace_durably(log, b"".join(line + b"\n" for line in both))
    except OSError as error:
        raise DataError("not-restored", f"{log} cannot be restored ({error})", "Make it writable.") from None
    finally:
        file.close()
    return Restored(len(theirs), len(both) - len(set(theirs)), aside)


def _lines(path: Path) -> list[bytes]:
    """The readable lines of a log; those of a later version are refused."""
    found = {line: unseal(line) for line in split_lines(path.read_bytes())}
    if any(event is not None and is_newer(event) for event in found.values()):
        raise newer(path, "events")
    return [line for line, event in found.items() if event is not None]


def _cover_nothing(snapshot: Path) -> None:
    """Have the snapshot rebuilt, keeping what does not come from the log."""
    try:
        old = load(snapshot.read_bytes())
    except (FileNotFoundError, Damaged):
        return
    except NewerSchema:
        raise newer(snapshot, "a schema") from None
    empty = Snapshot(Progress())
    empty.status, empty.extra = old.status, old.extra
    replace_durably(snapshot, dump(empty))
