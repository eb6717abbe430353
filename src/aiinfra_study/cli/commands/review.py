"""aiinfra review: today's drill."""

from typing import Annotated

import typer

from aiinfra_study.cli.arguments import NoConfidence, Sections
from aiinfra_study.cli.desk import Desk
from aiinfra_study.cli.drilling import drill
from aiinfra_study.cli.outcome import guarded
from aiinfra_study.cli.reviewing import ReviewRequest
from aiinfra_study.core.errors import UsageError

EXAMPLES = {"review": ["aiinfra review", "aiinfra review section-2 --limit 10", "aiinfra review --cram --minutes 15"]}


def review(
    ctx: typer.Context,
    section: Sections = None,
    limit: Annotated[
        int | None, typer.Option("--limit", "-n", metavar="N", min=1, help="At most so many questions.")
    ] = None,
    new: Annotated[int | None, typer.Option(metavar="N", min=0, help="So many new questions.")] = None,
    minutes: Annotated[
        float | None, typer.Option(metavar="M", min=0, help="Stop after so many minutes, the question finished.")
    ] = None,
    cram: Annotated[bool, typer.Option("--cram", help="Any card, weakest first; the schedule stays.")] = False,
    ahead: Annotated[
        int | None,
        typer.Option(metavar="DAYS", min=1, max=36500, help="Cards due within so many days; the schedule stays."),
    ] = None,
    spread: Annotated[
        int | None, typer.Option(metavar="DAYS", min=1, max=365, help="Deal a backlog out over so many days.")
    ] = None,
    no_confidence: NoConfidence = False,
    as_json: Annotated[bool, typer.Option("--json", help="Print the result as JSON on stdout.")] = False,
) -> None:
    """Ask what is due today, then new questions of the sections you have opened."""
    if new is not None and (cram or ahead is not None):
        raise typer.BadParameter("cram and ahead ask cards, no new questions", param_hint="--new")
    if minutes is not None and not 0 <= minutes < 1e6:  # not a number, or for ever
        raise typer.BadParameter("it is a number of minutes", param_hint="--minutes")
    ways = [f"--{name}" for name, given in (("cram", cram), ("ahead", ahead), ("spread", spread)) if given]
    request = ReviewRequest(tuple(section or ()), limit, new, minutes, cram, ahead, spread, not no_confidence, as_json)

    def command(desk: Desk) -> int:
        if len(ways) > 1:
            raise UsageError("two-modes", f"{ways[0]} and {ways[1]} exclude each other", "Name one of them.")
        return drill(desk, request)

    raise typer.Exit(guarded(command, ctx.obj, as_json=as_json))
