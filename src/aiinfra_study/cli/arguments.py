"""Arguments that several commands take."""

from typing import Annotated, TypeAlias

import typer

from aiinfra_study.cli.complete import sections

_NAMES = "Id, number or part of the title."

Section: TypeAlias = Annotated[str | None, typer.Argument(metavar="SECTION", help=_NAMES, autocompletion=sections)]
Sections: TypeAlias = Annotated[
    list[str] | None,
    typer.Argument(metavar="SECTION...", help="Ids, numbers or parts of titles.", autocompletion=sections),
]
NoConfidence: TypeAlias = Annotated[bool, typer.Option("--no-confidence", help="Do not ask how sure you are.")]
