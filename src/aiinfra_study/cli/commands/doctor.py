"""aiinfra doctor: paths, versions, terminal, health of progress and banks; what to do."""

import os
import platform
import sys
from pathlib import Path
from shlex import quote
from typing import Annotated

import typer

from aiinfra_study import __version__
from aiinfra_study.cli.desk import Desk
from aiinfra_study.cli.front import confirmed
from aiinfra_study.cli.outcome import guarded
from aiinfra_study.cli.pasted import whole_command
from aiinfra_study.core.errors import AiinfraError, Exit, UsageError
from aiinfra_study.store import places
from aiinfra_study.store.backups import chosen, folder_of, listed, restore
from aiinfra_study.store.health import Finding, check_banks, check_log
from aiinfra_study.ui.layout import Line, wrap
from aiinfra_study.ui.machine import print_json

EXAMPLES = {"doctor": ["aiinfra doctor", "aiinfra doctor --restore", "aiinfra doctor --restore 2026-11-20 --yes"]}


def doctor(
    ctx: typer.Context,
    backup: Annotated[
        str | None, typer.Argument(metavar="BACKUP", help="With --restore: which backup (default: the newest).")
    ] = None,
    restoring: Annotated[bool, typer.Option("--restore", help="Bring a backup of the log back.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Print the findings as JSON.")] = False,
) -> None:
    """Check paths, versions, terminal, progress and banks; exit 1 when something is to be done."""

    def command(desk: Desk) -> int:
        if restoring:
            if as_json:
                raise UsageError("usage", "--restore has no JSON", "Run it without --json.")
            return _restore(desk, backup)
        if backup is not None:
            hint = f"Run: {whole_command(desk, f'doctor --restore {quote(backup)}')}"
            raise UsageError("usage", f'"{backup}" without --restore', hint)
        return _check(desk, as_json)

    raise typer.Exit(guarded(command, ctx.obj, as_json=as_json))


def _snapshot(desk: Desk) -> Path:
    return desk.options.progress or places.home() / "progress.json"


def _facts(desk: Desk, snapshot: Path) -> dict[str, str]:
    from aiinfra_study.store.yaml_events import FAST

    log = places.log_beside(snapshot)
    libraries = ", ".join(f"{name} {_version(name)}" for name in ("typer", "rich", "PyYAML", "questionary", "fsrs"))
    return {
        "aiinfra": f"{__version__}, Python {platform.python_version()} on {platform.system()}",
        "libraries": libraries + ("" if FAST else " (YAML in pure Python: slow, but right)"),
        "progress": str(snapshot),
        "log": f"{log} ({_size(log)})",
        "backups": f"{folder_of(log)} ({', '.join(p.stem[-10:] for p in listed(log)) or 'none yet'})",
        "settings": str(places.home() / "config.toml"),
        "banks": _bank_folders(desk),
        "cache": str(places.cache_dir()),
        "terminal": f"TERM={os.environ.get('TERM', '')}, {sys.stdout.encoding}, {desk.out.width} columns",
    }


def _version(library: str) -> str:
    from importlib.metadata import PackageNotFoundError, version

    try:
        return version(library)
    except PackageNotFoundError:  # packed into a zip archive without its description
        return "of unknown version"


def _size(log: Path) -> str:
    try:
        return f"{os.path.getsize(log)} bytes"
    except OSError:
        return "none yet"


def _bank_folders(desk: Desk) -> str:
    try:
        return ", ".join(map(str, places.bank_folders(desk.options.banks, desk.settings.get("banks"))))
    except AiinfraError:  # the findings tell
        return "unknown"


def _check(desk: Desk, as_json: bool) -> int:
    snapshot = _snapshot(desk)
    facts = _facts(desk, snapshot)
    findings = [*_check_courses(desk), *_check_place(snapshot), *check_log(snapshot)]
    if as_json:
        body = [{"message": finding.message, "hint": finding.hint} for finding in findings]
        print_json({"schema": "aiinfra/doctor/1", "facts": facts, "findings": body})
    else:
        desk.out.lines(_lines(facts, findings, desk.out.width, {} if desk.plain else desk.out.glyphs))
    return int(Exit.FINDINGS if findings else Exit.OK)


def _lines(facts: dict[str, str], findings: list[Finding], width: int, glyphs: dict[str, str]) -> list[Line]:
    """Facts and findings; as they are heard, where there are no glyphs."""
    lines: list[Line] = []
    for key, value in facts.items():
        lines += wrap([(value, "")], width, [(f"{key:<10}" if glyphs else f"{key}: ", "dim")], " " * 10)
    lines.append([])
    if not findings:
        return [*lines, [(f"{glyphs['right']} Nothing to do." if glyphs else "Nothing to do.", "good")]]
    for finding in findings:
        lines += wrap([(finding.message, "")], width, [(f"{glyphs['wrong']} " if glyphs else "- ", "bad")], "  ")
        lines += wrap([(finding.hint, "dim")], width, [("  ", "")], "  ")
    return lines


def _check_courses(desk: Desk) -> list[Finding]:
    findings: list[Finding] = []
    try:
        findings += check_banks(desk.courses)
        _ = desk.current_course
    except AiinfraError as error:
        findings.append(Finding(error.message, error.hint))
    return findings


def _check_place(snapshot: Path) -> list[Finding]:
    """Whether a response could be kept: the folder, or where it would be made, may be written."""
    folder = next((path for path in snapshot.parents if os.path.exists(path)), snapshot.parent)
    if folder.is_dir() and os.access(folder, os.W_OK | os.X_OK):
        return []
    hint = "Make it writable, or name another place with AIINFRA_HOME or --progress."
    return [Finding(f"{snapshot.parent} cannot be written, so no response could be kept", hint)]


def _restore(desk: Desk, name: str | None) -> int:
    snapshot = _snapshot(desk)
    log = places.log_beside(snapshot)
    backup = chosen(log, name)
    events = sum(1 for line in backup.read_bytes().split(b"\n") if line)
    if not confirmed(desk, f"Restore {events} lines of {backup.name}? What the present log has beyond them is kept."):
        desk.out.say("Nothing was changed.")
        return 0
    done = restore(backup, log, snapshot, desk.now().replace(":", "").replace(".", ""))
    desk.out.say(f"Restored {done.events} events of {backup.name}, and kept {done.kept} that only the present log had.")
    if done.set_aside:
        desk.out.say(f"The log as it was: {done.set_aside}")
    desk.store.writable()
    return 0
