"""aiinfra study: the reading of a section."""

from typing import Annotated

import typer

from aiinfra_study.cli.arguments import Section
from aiinfra_study.cli.outcome import guarded
from aiinfra_study.cli.studying import StudyRequest
from aiinfra_study.cli.studying import study as show

EXAMPLES = {
    "study": ["aiinfra study section-2", "aiinfra study 2 --list", "aiinfra study linux --part permissions --no-pager"]
}


def study(
    ctx: typer.Context,
    section: Section = None,
    listed: Annotated[bool, typer.Option("--list", help="Only the headings, with their anchors.")] = False,
    part: Annotated[
        str | None, typer.Option(metavar="HEADING", help="Only this part: an anchor, or words of its heading.")
    ] = None,
    no_pager: Annotated[bool, typer.Option("--no-pager", help="Print all of it at once.")] = False,
    no_state: Annotated[bool, typer.Option("--no-state", help="Without the state of the questions.")] = False,
    width: Annotated[int | None, typer.Option(metavar="N", min=20, max=500, help="So many columns.")] = None,
) -> None:
    """Show the reading of a section: key points, tables, diagrams, code.

    Under each heading stands how many questions it has, and how well you know them. Where the reading is longer than
    the screen it opens in a pager, at the place where you stopped. PAGER names another pager.
    """
    request = StudyRequest(section, listed, part, not no_pager, not no_state, width)
    raise typer.Exit(guarded(lambda desk: show(desk, request), ctx.obj))
