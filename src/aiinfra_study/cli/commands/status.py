"""aiinfra status: one line for a shell prompt. Exit 0 whatever the state of the store; never a traceback."""

from contextlib import suppress
from typing import Annotated, Any

import typer

from aiinfra_study.cli.desk import Desk, Globals
from aiinfra_study.cli.glance import words
from aiinfra_study.cli.outcome import guarded
from aiinfra_study.cli.shelf import Shelf
from aiinfra_study.core.days import streak
from aiinfra_study.ui.machine import print_json

EXAMPLES = {"status": ["aiinfra status", "aiinfra status --json"]}


def status(
    ctx: typer.Context,
    as_json: Annotated[bool, typer.Option("--json", help="Print the figures as JSON.")] = False,
) -> None:
    """One line for a shell prompt: what is due and new."""
    raise typer.Exit(guarded(lambda desk: _tell(desk.options, as_json), ctx.obj, as_json=as_json))


def _tell(options: Globals, as_json: bool) -> int:
    facts = gather(options)
    if as_json:
        print_json({"schema": "aiinfra/status/1", **facts})
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
        facts["streak"] = streak(progress.days, desk.today())
        facts |= _counted(desk)
    with suppress(Exception):  # the banks can be read too: what left them, and what is new
        facts |= today_figures(desk)
    return facts


def _counted(desk: Desk) -> dict[str, Any]:
    """What the cards alone say."""
    progress, today = desk.store.progress, desk.today().isoformat()
    within = f"{desk.options.course}/" if desk.options.course is not None else ""
    out = {*progress.suspended, *desk.store.status.get("gone", ())}
    dues = [card["due"] for a, card in progress.cards.items() if a.startswith(within) and a not in out]
    due = sum(day <= today for day in dues)
    learning = sum(a.startswith(within) and a not in out for a in progress.learning(today))
    return {"due": due, "learning": learning, "next_due": today if due else min(dues, default=None)}


def today_figures(desk: Desk) -> dict[str, Any]:
    """What today's drill would ask for."""
    progress, today = desk.store.progress, desk.today().isoformat()
    shelf = Shelf.of(desk)
    day = shelf.day()
    usable = [a for a in progress.cards if a in shelf.items and a not in progress.suspended]
    return {
        "due": len(day.due),
        "new": shelf.new_today(day),
        "learning": sum(address in usable for address in progress.learning(today)),
        "next_due": shelf.next_due(day),
    }
