"""aiinfra flag, unflag, suspend, unsuspend: mark questions, or leave them out of review."""

import contextlib
from typing import Annotated, NamedTuple

import typer

from aiinfra_study.cli.complete import questions
from aiinfra_study.cli.desk import Desk
from aiinfra_study.cli.outcome import guarded
from aiinfra_study.core.errors import UsageError
from aiinfra_study.ui.layout import wrap
from aiinfra_study.ui.show import heading

_NAMES = ("imaging-model-after-a-year", "ai-fundamentals/imaging-model-after-a-year")
EXAMPLES = {
    command: [f"aiinfra {command} {name}" for name in _NAMES] for command in ("flag", "unflag", "suspend", "unsuspend")
}
_Questions = Annotated[
    list[str], typer.Argument(metavar="QUESTION...", help="Ids, or course/id.", autocompletion=questions)
]


def flag(
    ctx: typer.Context,
    question: Annotated[
        list[str] | None, typer.Argument(metavar="[QUESTION...]", help="Ids, or course/id.", autocompletion=questions)
    ] = None,
) -> None:
    """Mark questions for attention; without one, list those that are marked."""
    raise typer.Exit(guarded(lambda desk: _mark(desk, question, FLAG) if question else _flagged(desk), ctx.obj))


def unflag(ctx: typer.Context, question: _Questions) -> None:
    """Take marks away."""
    raise typer.Exit(guarded(lambda desk: _mark(desk, question, UNFLAG), ctx.obj))


def suspend(ctx: typer.Context, question: _Questions) -> None:
    """Leave questions out of review until `aiinfra unsuspend`; their history is kept."""
    raise typer.Exit(guarded(lambda desk: _mark(desk, question, SUSPEND), ctx.obj))


def unsuspend(ctx: typer.Context, question: _Questions) -> None:
    """Take questions into review again, as they were."""
    raise typer.Exit(guarded(lambda desk: _mark(desk, question, UNSUSPEND), ctx.obj))


class Mark(NamedTuple):
    """An event that sets or clears a mark, where the marks are, and how to say it."""

    event: str
    kept_in: str
    sets: bool
    words: str


FLAG = Mark("flag", "flagged", True, "flagged")
UNFLAG = Mark("unflag", "flagged", False, "not flagged")
SUSPEND = Mark("suspend", "suspended", True, "left out of review")
UNSUSPEND = Mark("unsuspend", "suspended", False, "in review")


def _flagged(desk: Desk) -> int:
    """List the flagged questions, each with what it asks; of one that is gone, its address."""
    flagged = desk.store.progress.flagged
    if not flagged:
        desk.out.say("No question is flagged. The key f flags the one you are at.")
        return 0
    for address in flagged:
        lines = wrap([(address, "title")], desk.out.width)
        with contextlib.suppress(UsageError):
            asked = " ".join(heading(desk.question(address)[1].posed(0)).split())
            lines += wrap([(asked, "")], desk.out.width, [("  ", "")], "  ")
        desk.out.lines(lines)
    return 0


def _mark(desk: Desk, names: list[str], mark: Mark) -> int:
    addresses = [_address(desk, name, mark) for name in names]
    for address in dict.fromkeys(addresses):
        already = (address in getattr(desk.store.progress, mark.kept_in)) == mark.sets
        if not already:
            desk.commit(mark.event, question=address)
        desk.out.say(f"{address}: {mark.words}{' already' if already else ''}.")
    return 0


def _address(desk: Desk, name: str, mark: Mark) -> str:
    """The address of a question; a mark may be taken from one that is no longer in the banks."""
    marked = getattr(desk.store.progress, mark.kept_in)
    return name if name in marked and not mark.sets else desk.question(name)[1].address
