"""aiinfra status: one line for a shell prompt. Exit 0 whatever the state of the store; never a traceback."""

from typing import Annotated, Any

import typer

from aiinfra_study.cli.clock import today
from aiinfra_study.cli.desk import Desk, Globals
from aiinfra_study.cli.glance import words
from aiinfra_study.core.days import streak

EXAMPLES = {"status": ["aiinfra status", "aiinfra status --json"]}


def status(
    ctx: typer.Context,
    as_json: Annotated[bool, typer.Option("--json", help="Print the figures as JSON.")] = False,
) -> None:
    """One line for a shell prompt: what is due and new."""
    import json

    from aiinfra_study.ui.theme import prepare_streams

    prepare_streams()
    facts = gather(ctx.obj)
    if as_json:
        print(json.dumps({"schema": "aiinfra/status/1", **facts}, ensure_ascii=False))
    else:
        print(words(facts["due"], facts["new"]))


def gather(options: Globals | None) -> dict[str, Any]:
    """The figures; of what cannot be read, nothing is known."""
    facts: dict[str, Any] = {
        "due": 0, "new": 0, "learning": 0, "next_due": None, "streak": 0, "current_course": None,
    }  # fmt: skip
    desk = Desk(options)
    try:
        facts["current_course"] = desk.current_course.id
    except Exception:
        facts["current_course"] = None
    try:
        progress = desk.store.progress
        day = today(desk.settings.get("day_start"))
        dues = [str(card["due"]) for address, card in progress.cards.items() if address not in progress.suspended]
        due = sum(when <= day.isoformat() for when in dues)
        facts.update(
            due=due,
            new=int(desk.store.status.get("new", 0)),
            learning=int(desk.store.status.get("learning", 0)),
            next_due=day.isoformat() if due else min(dues, default=None),
            streak=streak(progress.days, day),
        )
    except Exception:
        return facts
    return facts
