"""aiinfra bank new: a bank to start from."""

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from aiinfra_study.cli.desk import Desk
from aiinfra_study.cli.new_bank import write_new
from aiinfra_study.cli.outcome import guarded
from aiinfra_study.cli.pasted import lint_command

EXAMPLES = {"bank": ["aiinfra bank new 4", "aiinfra bank new section-4 my-banks/training"]}


class Action(StrEnum):
    """What can be done with banks."""

    NEW = "new"


def bank(
    ctx: typer.Context,
    action: Annotated[Action, typer.Argument(metavar="new", help="Write a bank.", show_default=False)],
    section: Annotated[str, typer.Argument(metavar="SECTION", help="Its number or id.")],
    folder: Annotated[Path, typer.Argument(metavar="[DIR]", help="Where to.", show_default=False)] = Path(),
) -> None:
    """Write a bank to start from: one question of every kind, with comments. It prints the path of the file.

    A file that is there already is never overwritten.
    """
    assert action is Action.NEW
    raise typer.Exit(guarded(lambda desk: _new(desk, section, folder), ctx.obj))


def _new(desk: Desk, section: str, folder: Path) -> int:
    path = write_new(section, folder)
    print(path)
    if desk.err.stream.isatty():
        desk.err.lines([[(f"Look at it: {lint_command(path)}", "dim")]])
    return 0
