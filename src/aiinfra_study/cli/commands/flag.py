"""aiinfra flag, unflag: mark questions for attention."""

from typing import Annotated

import typer

from aiinfra_study.cli.complete import questions
from aiinfra_study.cli.desk import Desk
from aiinfra_study.cli.outcome import guarded

EXAMPLES = {
    "flag": ["aiinfra flag imaging-model-after-a-year", "aiinfra flag ai-fundamentals/imaging-model-after-a-year"],
    "unflag": [
        "aiinfra unflag imaging-model-after-a-year",
        "aiinfra unflag ai-fundamentals/imaging-model-after-a-year",
    ],
}
_Questions = Annotated[
    list[str], typer.Argument(metavar="QUESTION...", help="Ids, or course/id.", autocompletion=questions)
]


def flag(ctx: typer.Context, question: _Questions) -> None:
    """Mark questions for attention; `aiinfra show QUESTION` tells, and authors see them."""
    raise typer.Exit(guarded(lambda desk: _mark(desk, question, "flag"), ctx.obj))


def unflag(ctx: typer.Context, question: _Questions) -> None:
    """Take marks away."""
    raise typer.Exit(guarded(lambda desk: _mark(desk, question, "unflag"), ctx.obj))


def _mark(desk: Desk, names: list[str], event: str) -> int:
    addresses = [desk.question(name)[1].address for name in names]
    for address in dict.fromkeys(addresses):
        already = (address in desk.store.progress.flagged) == (event == "flag")
        if not already:
            desk.commit(event, question=address)
        desk.out.say(f"{address}: {'flagged' if event == 'flag' else 'not flagged'}{' already' if already else ''}.")
    return 0
