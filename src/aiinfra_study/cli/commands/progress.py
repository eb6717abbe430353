"""aiinfra progress: what is known now, what will be forgotten, and what to do about it."""

from typing import Annotated

import typer

from aiinfra_study.cli.arguments import Section
from aiinfra_study.cli.dashboard import tell_progress
from aiinfra_study.cli.outcome import guarded

EXAMPLES = {"progress": ["aiinfra progress", "aiinfra progress section-2", "aiinfra progress --json"]}


def progress(
    ctx: typer.Context,
    section: Section = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print the figures as JSON.")] = False,
) -> None:
    """What you know now, what you will forget, and the next step: for each section, or one from near."""
    raise typer.Exit(guarded(lambda desk: tell_progress(desk, section, as_json=as_json), ctx.obj, as_json=as_json))
