"""aiinfra reset: start sections over."""

from typing import Annotated

import typer

from aiinfra_study.cli.complete import sections
from aiinfra_study.cli.desk import Desk
from aiinfra_study.cli.front import confirmed
from aiinfra_study.cli.outcome import guarded
from aiinfra_study.cli.pasted import whole_command
from aiinfra_study.ui.layout import wrap
from aiinfra_study.ui.summary import command_lines

EXAMPLES = {"reset": ["aiinfra reset section-2", "aiinfra reset ai-fundamentals/section-1 section-2 --yes"]}


def reset(
    ctx: typer.Context,
    section: Annotated[
        list[str],
        typer.Argument(metavar="SECTION...", help="Ids, numbers or parts of titles.", autocompletion=sections),
    ],
) -> None:
    """Start sections over: their cards and attempts count no more; `aiinfra undo` brings them back."""
    raise typer.Exit(guarded(lambda desk: _reset(desk, section), ctx.obj))


def _reset(desk: Desk, names: list[str]) -> int:
    progress = desk.store.progress
    kept = {row["section"] for row in progress.questions.values()}  # one that left the banks can be reset too
    addresses = list(dict.fromkeys(name if name in kept else desk.bank(name).section.address for name in names))
    known = {address for address, row in progress.questions.items() if row["section"] in addresses}
    cards = sum(address in progress.cards for address in known)
    attempts = sum(attempt.section in addresses for attempt in progress.attempts.values())
    what = f"{', '.join(addresses)}: {_count(cards, 'card')}, {_count(attempts, 'attempt')}"
    if not known and not attempts:
        desk.out.say(f"{what}: nothing to start over.")
        return 0
    if not confirmed(desk, f"Start over {what}?"):
        desk.out.say("Nothing was changed.")
        return 0
    desk.commit("reset", sections=addresses)
    told = wrap([(f"Started over {what}.", "")], desk.out.width)
    desk.out.lines([*told, *command_lines("To bring it back: ", whole_command(desk, "undo"), desk.out.width)])
    return 0


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}{'s' * (number != 1)}"
