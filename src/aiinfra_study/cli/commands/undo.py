"""aiinfra undo: take back a response, whatever command gave it."""

from typing import Annotated, Any

import typer

from aiinfra_study.cli.desk import Desk
from aiinfra_study.cli.front import confirmed
from aiinfra_study.cli.outcome import guarded
from aiinfra_study.cli.pasted import whole_command
from aiinfra_study.cli.recounting import told, when
from aiinfra_study.core.errors import UsageError
from aiinfra_study.core.replay import undone
from aiinfra_study.ui.summary import command_lines
from aiinfra_study.ui.tables import table

EXAMPLES = {"undo": ["aiinfra undo", "aiinfra undo --list", "aiinfra undo 1a2b3c4d-17 --yes"]}
LISTED = 20
_CAN_BE_UNDONE = ("response", "reset", "spread")


def undo(
    ctx: typer.Context,
    event: Annotated[
        str | None, typer.Argument(metavar="EVENT", help="The id of an event, as --list shows it.")
    ] = None,
    listing: Annotated[bool, typer.Option("--list", help="Show the last responses with their ids.")] = False,
) -> None:
    """Take back the last response that was not taken back yet, or the one named."""
    raise typer.Exit(guarded(lambda desk: _list(desk) if listing else _undo(desk, event), ctx.obj))


def _standing(desk: Desk) -> list[dict[str, Any]]:
    """Responses that count, oldest first; with --course those of that course."""
    events = list(desk.store.events())
    taken = undone(events)
    within = f"{desk.current_course.id}/" if desk.options.course is not None else ""
    return [
        event
        for event in events
        if event.get("event") in _CAN_BE_UNDONE
        and isinstance(event.get("id"), str)
        and event["id"] not in taken
        and any(name.startswith(within) for name in _names(event))
    ]


def _names(event: dict[str, Any]) -> list[str]:
    """The addresses an event speaks of; none where it says none that are text (a line from elsewhere)."""
    named = event.get({"reset": "sections", "spread": "due"}.get(str(event.get("event")), "question"))
    names = [named] if isinstance(named, str) else list(named) if isinstance(named, list | dict) else []
    return names if all(isinstance(name, str) for name in names) else []


def _list(desk: Desk) -> int:
    rows = [(event["id"], when(event), _said(event)) for event in reversed(_standing(desk)[-LISTED:])]
    if not rows:
        desk.out.say("There is nothing to take back.")
        return 0
    spoken = [(what, f"{then}, event {name}") for name, then, what in rows]
    desk.out.lines(table(("event", "when", "what"), rows, desk.out.width, spoken=spoken if desk.plain else None))
    desk.out.lines([[], *command_lines("To take one back: ", whole_command(desk, "undo EVENT"), desk.out.width)])
    return 0


def _said(event: dict[str, Any]) -> str:
    match event["event"]:
        case "reset":
            return f"reset of {', '.join(_names(event))}"
        case "spread":
            return f"dealing out of {len(_names(event))} cards"
        case _:
            return f"{event['question']} ({told(event)})"


def _undo(desk: Desk, name: str | None) -> int:
    standing = _standing(desk)
    if name is None and not standing:
        desk.out.say("There is nothing to take back.")
        return 0
    found = standing[-1] if name is None else next((event for event in standing if event["id"] == name), None)
    if found is None:
        raise UsageError(
            "unknown-event", f'no response "{name}" can be taken back', f"Run: {whole_command(desk, 'undo --list')}"
        )
    if not confirmed(desk, f"Take back {_said(found)}?"):
        desk.out.say("Nothing was changed.")
        return 0
    desk.commit("undo", undoes=found["id"])
    desk.out.say(f"Taken back: {_said(found)}.")
    return 0
