"""aiinfra status: one line for a shell prompt. Exit 0 whatever the state of the store; never a traceback."""

from contextlib import suppress
from typing import Annotated, Any

import typer

from aiinfra_study.cli.clock import today
from aiinfra_study.cli.desk import Desk, Globals
from aiinfra_study.cli.glance import words
from aiinfra_study.cli.outcome import guarded
from aiinfra_study.core.days import streak

EXAMPLES = {"status": ["aiinfra status", "aiinfra status --json"]}


def status(
    ctx: typer.Context,
    as_json: Annotated[bool, typer.Option("--json", help="Print the figures as JSON.")] = False,
) -> None:
    """One line for a shell prompt: what is due and new."""
    raise typer.Exit(guarded(lambda desk: _tell(desk.options, as_json), ctx.obj, as_json=as_json))


def _tell(options: Globals, as_json: bool) -> int:
    import json

    facts = gather(options)
    if as_json:
        print(json.dumps({"schema": "aiinfra/status/1", **facts}, ensure_ascii=False))
    else:
        print(words(facts["due"], facts["new"]))
    return 0


def gather(options: Globals) -> dict[str, Any]:
    """The figures; None for what cannot be known. A desk of its own, so that nothing is said or written."""
    facts: dict[str, Any] = dict.fromkeys(("due", "new", "learning", "next_due", "streak", "current_course"))
    desk = Desk(options)
    if options.course is not None or options.banks:  # what the command line says wrong is no state of the store
        _ = desk.courses if options.course is None else desk.course(options.course)
    with suppress(Exception):
        facts["current_course"] = desk.current_course.id
    with suppress(Exception):
        progress = desk.store.progress
        day = today(desk.settings.get("day_start"))
        within = f"{options.course}/" if options.course is not None else ""
        dues = [
            str(card["due"])
            for address, card in progress.cards.items()
            if address.startswith(within) and address not in progress.suspended
        ]
        due = sum(when <= day.isoformat() for when in dues)
        facts |= {
            "due": due,
            "new": int(desk.store.status.get("new", 0)),
            "learning": int(desk.store.status.get("learning", 0)),
            "next_due": day.isoformat() if due else min(dues, default=None),
            "streak": streak(progress.days, day),
        }
    return facts
