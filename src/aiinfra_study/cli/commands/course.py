"""aiinfra course: show or switch the current course."""

import os
from typing import Annotated

import typer

from aiinfra_study.cli.complete import courses
from aiinfra_study.cli.desk import Desk
from aiinfra_study.cli.outcome import guarded
from aiinfra_study.ui.tables import table

EXAMPLES = {"course": ["aiinfra course", "aiinfra course ai-fundamentals"]}


def course(
    ctx: typer.Context,
    name: Annotated[
        str | None, typer.Argument(metavar="NAME", help="The course to switch to.", autocompletion=courses)
    ] = None,
) -> None:
    """Show or switch the current course."""
    raise typer.Exit(guarded(lambda desk: _show(desk) if name is None else _switch(desk, name), ctx.obj))


def _show(desk: Desk) -> int:
    current = desk.current_course
    rows = [
        ("current" if found is current else "", found.id, found.title, str(len(found.files))) for found in desk.courses
    ]
    spoken = [
        (f"{name}: {title}", f"{sections} section{'s' * (sections != '1')}{mark and ', current'}")
        for mark, name, title, sections in rows
    ]
    columns = ("", "course", "title", "sections")
    desk.out.lines(table(columns, rows, desk.out.width, spoken=spoken if desk.plain else None))
    return 0


def _switch(desk: Desk, name: str) -> int:
    found = desk.course(name)
    desk.settings.set("course", found.id)
    desk.out.say(f"The current course is {found.id}: {found.title}.")
    first = desk.options.course or os.environ.get("AIINFRA_COURSE")
    if first and first != found.id:
        desk.err.say(f"Here {first} still comes first: --course or AIINFRA_COURSE names it.")
    return 0
