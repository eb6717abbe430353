"""aiinfra next: the best next step, as a command that can be pasted."""

import json
import sys
from typing import Annotated

import typer

from aiinfra_study.cli.desk import Desk
from aiinfra_study.cli.guidance import next_step
from aiinfra_study.cli.outcome import guarded
from aiinfra_study.ui.layout import wrap

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
        from aiinfra_study.cli.app import run as run_command

        sys.stdout.flush()
        code = run_command(told)
    raise typer.Exit(code)


def _tell(desk: Desk, told: list[str], *, run: bool, as_json: bool) -> int:
    import shlex

    step = next_step(desk)
    told += shlex.split(step.command)[1:]
    told += [f"--{flag.replace('_', '-')}" for flag in ("plain", "no_color", "yes") if getattr(desk.options, flag)]
    if as_json and not run:
        print(json.dumps({"schema": "aiinfra/next/1", "command": step.command, "why": step.why}, ensure_ascii=False))
        return 0
    told += ["--json"] if as_json else []
    out = desk.err if as_json else desk.out
    why = step.why[0].upper() + step.why[1:] + "."
    out.lines([*wrap([(why, "")], out.width), [("  ", ""), (step.command, "title")]])
    return 0
