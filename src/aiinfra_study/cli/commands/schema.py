"""aiinfra schema: the JSON Schema of banks, for editors."""

from enum import StrEnum
from typing import Annotated

import typer

from aiinfra_study.cli.desk import Desk
from aiinfra_study.cli.outcome import guarded
from aiinfra_study.ui.machine import print_json

EXAMPLES = {"schema": ["aiinfra schema > bank.schema.json", "aiinfra schema course > course.schema.json"]}


class Of(StrEnum):
    """What there is a schema of."""

    BANK = "bank"
    COURSE = "course"


def schema(
    ctx: typer.Context,
    of: Annotated[Of, typer.Argument(metavar="[bank|course]", help="A section file, or course.yaml.")] = Of.BANK,
) -> None:
    """The JSON Schema (draft-07) of a bank or of course.yaml, with which an editor completes and checks fields."""
    raise typer.Exit(guarded(lambda desk: _print(desk, of), ctx.obj))


def _print(desk: Desk, of: Of) -> int:  # noqa: ARG001
    from aiinfra_study.core.schema import SCHEMAS

    print_json(SCHEMAS[of](), indent=2)
    return 0
