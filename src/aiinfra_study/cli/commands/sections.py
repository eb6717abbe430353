"""aiinfra sections: courses and sections with their state."""

from typing import Annotated

import typer

from aiinfra_study.cli.listing import tell_sections
from aiinfra_study.cli.outcome import guarded

EXAMPLES = {"sections": ["aiinfra sections", "aiinfra sections --course ai-fundamentals", "aiinfra sections --json"]}


def sections(
    ctx: typer.Context,
    as_json: Annotated[bool, typer.Option("--json", help="Print the list as JSON.")] = False,
) -> None:
    """Courses and sections with title, number of questions and state."""
    raise typer.Exit(guarded(lambda desk: tell_sections(desk, as_json=as_json), ctx.obj, as_json=as_json))
