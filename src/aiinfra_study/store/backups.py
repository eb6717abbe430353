"""Copies of the log, one for each of the last seven days of use, and how to bring one back losing nothing."""

import contextlib
import os
from pathlib import Path
from typing import NamedTuple

from aiinfra_study.core.errors import DataError, UsageError
from aiinfra_study.store.log import replace_durably, split_lines, unseal

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
    """Copy the log once a study day, after its first session; a failed copy is tried again next time."""
    target = folder_of(log) / f"{log.stem}-{day}.jsonl"
    if target.exists() or not log.exists():
        return
    import shutil

    with contextlib.suppress(OSError):
        target.parent.mkdir(exist_ok=True)
        temporary = target.with_suffix(f".{os.getpid()}.tmp")
        shutil.copyfile(log, temporary)
        os.replace(temporary, target)
        for old in listed(log)[KEEP:]:
            old.unlink()


def listed(log: Path) -> list[Path]:
    """The daily copies, newest first."""
    days = "[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]"
    return sorted(folder_of(log).glob(f"{log.stem}-{days}.jsonl"), reverse=True)


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

    The present log is set aside first, and the snapshot is rebuilt at the next start.
    """
    ours = _events(log) if log.exists() else []
    theirs = _events(backup)
    if not theirs and not ours:
        raise DataError("backup-damaged", f"{backup} holds no readable event", "Name another backup.")
    known = {identity for identity, _ in theirs}
    added = [line for identity, line in ours if identity not in known]
    aside = None
    if log.exists():
        aside = folder_of(log) / f"{log.stem}-before-restore-{stamp}.jsonl"
        aside.parent.mkdir(exist_ok=True)
        replace_durably(aside, log.read_bytes())
    replace_durably(log, b"".join(line + b"\n" for line in ([line for _, line in theirs] + added)))
    snapshot.unlink(missing_ok=True)
    return Restored(len(theirs), len(added), aside)


def _events(path: Path) -> list[tuple[str, bytes]]:
    """The readable lines of a log with their event ids."""
    found = ((unseal(line), line) for line in split_lines(path.read_bytes()))
    return [(str(event["id"]), line) for event, line in found if event is not None and "id" in event]
