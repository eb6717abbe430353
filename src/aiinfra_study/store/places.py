"""Where banks, progress, settings and caches live: option, environment, setting, the user's folders, the bundle."""

import os
import sys
from collections.abc import Sequence
from pathlib import Path

from aiinfra_study.core.errors import UsageError

APP = "aiinfra"


def home() -> Path:
    """The folder of progress, settings and backups: AIINFRA_HOME, else the user's data folder."""
    named = os.environ.get("AIINFRA_HOME")
    if named:
        return expanded(named, "AIINFRA_HOME")
    on_linux = _xdg("XDG_DATA_HOME", ".local/share")
    if on_linux is not None:
        return on_linux
    from platformdirs import user_data_dir

    return Path(user_data_dir(APP, appauthor=False))


def cache_dir() -> Path:
    """What may be deleted at any time."""
    on_linux = _xdg("XDG_CACHE_HOME", ".cache")
    if on_linux is not None:
        return on_linux
    from platformdirs import user_cache_dir

    return Path(user_cache_dir(APP, appauthor=False))


def _xdg(variable: str, default: str) -> Path | None:
    """What platformdirs says on Linux (a test compares them): importing it costs as much as painting a question."""
    if sys.platform != "linux":
        return None
    named = os.environ.get(variable, "").strip()
    return Path(named or os.path.expanduser(f"~/{default}")) / APP


def log_beside(snapshot: Path) -> Path:
    """The event log that belongs to a snapshot: `events.jsonl` for `progress.json`, else `<stem>.events.jsonl`."""
    name = "events.jsonl" if snapshot.name == "progress.json" else f"{snapshot.stem}.events.jsonl"
    return snapshot.with_name(name)


def bank_folders(options: Sequence[Path], setting: list[str]) -> list[Path]:
    """Folders with courses, the first to be looked in first; the bundled one comes last."""
    folders = [(Path(option), "--banks") for option in options]
    named = os.environ.get("AIINFRA_BANKS", "")
    folders += [(expanded(part, "AIINFRA_BANKS"), "AIINFRA_BANKS") for part in named.split(os.pathsep) if part]
    folders += [(expanded(part, 'the setting "banks"'), 'the setting "banks"') for part in setting]
    for folder, origin in folders:
        if not os.path.isdir(folder):  # Path.is_dir would raise where a folder above may not be entered
            raise UsageError(
                "no-bank-folder", f"{origin} names {folder}, which is not a folder", "Name a folder of banks."
            )
    return [folder for folder, _ in folders] + [bundled()]


def expanded(named: str, origin: str) -> Path:
    """A path whose `~` stands for a home; raises UsageError for the home of nobody."""
    try:
        return Path(named).expanduser()
    except RuntimeError:  # `~ada` of nobody
        raise UsageError("no-home", f"{origin} names {named}: no such user", "Write the whole path.") from None


def bundled() -> Path:
    """The banks that came with the program: beside the package in a wheel, in the checkout, or in a zip archive.

    An editable install may leave a stale copy in site-packages, so only the folder of the code that runs is looked at.
    """
    package = Path(__file__).parents[1]
    if (package / "question_banks").is_dir():
        return package / "question_banks"
    checkout = package.parents[1] / "question_banks"
    return checkout if checkout.is_dir() else _unpacked(package)


def _unpacked(package: Path) -> Path:
    """The banks of a zip archive, unpacked once into the cache (a program run from a zip has no folder of its own)."""
    import tempfile
    import zipfile

    archive = next((parent for parent in package.parents if parent.is_file()), None)
    if archive is None or not zipfile.is_zipfile(archive):
        raise UsageError(
            "no-banks",
            "the program came without question banks",
            "Install it again, or name a folder with --banks.",
        )
    inside = f"{package.relative_to(archive).as_posix()}/question_banks/"
    stat = archive.stat()
    name = f"zip-{stat.st_mtime_ns:x}-{stat.st_size:x}"
    for root in (
        cache_dir(),
        Path(tempfile.gettempdir()) / f"{APP}-{os.getuid() if hasattr(os, 'getuid') else 0}",
    ):
        target = root / name
        if target.is_dir():
            return target / "question_banks"
        try:
            return _unpack(archive, inside, target) / "question_banks"
        except OSError:
            continue
    raise UsageError(
        "no-banks", "the bundled banks cannot be unpacked", "Make the cache folder writable, or use --banks."
    )


def _unpack(archive: Path, inside: str, target: Path) -> Path:
    """Unpack the banks that stand `inside` an archive; returns the folder they are in. The target appears whole."""
    import tempfile
    import zipfile

    target.parent.mkdir(parents=True, exist_ok=True)
    fresh = Path(tempfile.mkdtemp(dir=target.parent))
    with zipfile.ZipFile(archive) as bundle:
        for entry in bundle.namelist():
            if entry.startswith(inside) and not entry.endswith("/") and ".." not in entry:
                path = fresh / "question_banks" / entry[len(inside) :]
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_bytes(bundle.read(entry))
    try:
        return fresh.rename(target)
    except OSError:  # another process was first
        return target if target.is_dir() else fresh
