"""aiinfra next: the best next step, as a command that can be pasted."""

from typing import Annotated

import typer

from aiinfra_study.cli.desk import Desk
from aiinfra_study.cli.guidance import next_step
from aiinfra_study.cli.leading import flags, follow
from aiinfra_study.cli.outcome import guarded
from aiinfra_study.ui.layout import wrap
from aiinfra_study.ui.machine import print_json

EXAMPLES = {"next": ["aiinfra next", "aiinfra next --run", "aiinfra next --json"]}


def next(
    ctx: typer.Context,
    run: Annotated[bool, typer.Option("--run", help="Run it at once.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Print it as JSON.")] = False,
) -> None:
    """The one best next step, and why."""
    told: list[str] = []
    code = guarded(lambda desk: _tell(desk, told, run=run, as_json=as_json), ctx.obj, as_json=as_json)
    if run and told:
        code = follow(told)
    raise typer.Exit(code)


def _tell(desk: Desk, told: list[str], *, run: bool, as_json: bool) -> int:
    import shlex

    step = next_step(desk)
    told += shlex.split(step.command)[1:]
    told += flags(desk)
    if as_json and not run:
        print_json({"schema": "aiinfra/next/1", "command": step.command, "why": step.why})
        return 0
    told += ["--json"] if as_json else []
    out = desk.err if as_json else desk.out
    why = step.why[0].upper() + step.why[1:] + "."
    out.lines([*wrap([(why, "")], out.width), [("  ", ""), (step.command, "title")]])
    desk.lead = "" if run or as_json else step.command
    return 0
