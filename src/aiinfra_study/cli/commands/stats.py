"""aiinfra stats: what was done, what is kept, what comes."""

from typing import Annotated

import typer

from aiinfra_study.cli.outcome import guarded
from aiinfra_study.cli.statistics import DAYS, tell_stats

EXAMPLES = {"stats": ["aiinfra stats", "aiinfra stats --days 30", "aiinfra stats --plain"]}
MOST_DAYS = 36500


def stats(
    ctx: typer.Context,
    days: Annotated[
        int, typer.Option(metavar="N", min=1, max=MOST_DAYS, help="So many days of history, today the last.")
    ] = DAYS,
    as_json: Annotated[bool, typer.Option("--json", help="Print the figures as JSON.")] = False,
) -> None:
    """History and forecast: reviews a day, what is due, retention, calibration, time spent."""
    raise typer.Exit(guarded(lambda desk: tell_stats(desk, days, as_json=as_json), ctx.obj, as_json=as_json))
