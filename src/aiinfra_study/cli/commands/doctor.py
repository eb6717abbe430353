"""aiinfra doctor: paths, versions, terminal, health of progress and banks; what to do."""

import json
import os
import platform
import sys
from typing import Annotated, Any

import typer

from aiinfra_study import __version__
from aiinfra_study.cli.commands.undo import confirmed
from aiinfra_study.cli.desk import Desk
from aiinfra_study.cli.outcome import guarded
from aiinfra_study.core.errors import AiinfraError, Exit
from aiinfra_study.store import places
from aiinfra_study.store.backups import chosen, folder_of, listed, restore
from aiinfra_study.store.health import Finding, check_banks, check_log
from aiinfra_study.ui.layout import Line, wrap

EXAMPLES = {"doctor": ["aiinfra doctor", "aiinfra doctor --restore", "aiinfra doctor --restore 2026-11-20 --yes"]}


def doctor(
    ctx: typer.Context,
    backup: Annotated[str | None, typer.Argument(help="With --restore: which backup (default: the newest).")] = None,
    restoring: Annotated[bool, typer.Option("--restore", help="Bring a backup of the log back.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Print the findings as JSON.")] = False,
) -> None:
    """Check paths, versions, terminal, progress and banks; exit 1 when something is to be done."""
    command = (lambda desk: _restore(desk, backup)) if restoring else (lambda desk: _check(desk, as_json))
    raise typer.Exit(guarded(command, ctx.obj, as_json=as_json))


def _facts(desk: Desk) -> dict[str, str]:
    from importlib.metadata import version

    from aiinfra_study.store.yaml_events import FAST

    snapshot = desk.options.progress or places.home() / "progress.json"
    log = places.log_beside(snapshot)
    libraries = ", ".join(f"{name} {version(name)}" for name in ("typer", "rich", "PyYAML", "questionary"))
    return {
        "aiinfra": f"{__version__}, Python {platform.python_version()} on {platform.system()}",
        "libraries": libraries + ("" if FAST else " (YAML in pure Python: slow, but right)"),
        "progress": str(snapshot),
        "log": f"{log} ({log.stat().st_size} bytes)" if log.exists() else f"{log} (none yet)",
        "backups": f"{folder_of(log)} ({', '.join(p.stem[-10:] for p in listed(log)) or 'none yet'})",
        "settings": str(places.home() / "config.toml"),
        "banks": ", ".join(map(str, places.bank_folders(desk.options.banks, desk.settings.get("banks")))),
        "cache": str(places.cache_dir()),
        "terminal": f"TERM={os.environ.get('TERM', '')}, {sys.stdout.encoding}, {desk.out.width} columns",
    }


def _check(desk: Desk, as_json: bool) -> int:
    findings: list[Finding] = []
    try:
        facts = _facts(desk)
        findings += check_banks(desk.courses)
    except AiinfraError as error:
        facts = {"aiinfra": __version__}
        findings.append(Finding(error.message, error.hint))
    findings += check_log(desk.options.progress or places.home() / "progress.json")
    if as_json:
        body = [{"message": finding.message, "hint": finding.hint} for finding in findings]
        print(json.dumps({"schema": "aiinfra/doctor/1", "facts": facts, "findings": body}, ensure_ascii=False))
    else:
        desk.out.lines(_lines(facts, findings, desk.out.width, desk.out.glyphs))
    return int(Exit.FINDINGS if findings else Exit.OK)


def _lines(facts: dict[str, str], findings: list[Finding], width: int, glyphs: dict[str, Any]) -> list[Line]:
    lines: list[Line] = []
    for key, value in facts.items():
        lines += wrap([(value, "")], width, [(f"{key:<10}", "dim")], " " * 10)
    lines.append([])
    if not findings:
        return lines + [[(f"{glyphs['right']} Nothing to do.", "good")]]
    for finding in findings:
        lines += wrap([(finding.message, "")], width, [(f"{glyphs['wrong']} ", "bad")], "  ")
        lines += wrap([(finding.hint, "dim")], width, [("  ", "")], "  ")
    return lines


def _restore(desk: Desk, name: str | None) -> int:
    snapshot = desk.options.progress or places.home() / "progress.json"
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
