"""aiinfra config: settings with their source."""

from typing import Annotated, Any

import typer

from aiinfra_study.cli.complete import settings
from aiinfra_study.cli.desk import Desk
from aiinfra_study.cli.outcome import guarded
from aiinfra_study.core.errors import UsageError
from aiinfra_study.store.settings import SETTINGS, known
from aiinfra_study.ui.layout import table

EXAMPLES = {"config": ["aiinfra config", "aiinfra config new_per_day 5", "aiinfra config --unset new_per_day"]}


def config(
    ctx: typer.Context,
    key: Annotated[str | None, typer.Argument(help="A setting.", autocompletion=settings)] = None,
    value: Annotated[str | None, typer.Argument(help="Its new value.")] = None,
    unset: Annotated[bool, typer.Option("--unset", help="Back to the default.")] = False,
    path: Annotated[bool, typer.Option("--path", help="Print where the file is.")] = False,
) -> None:
    """Show, read or change settings."""

    def command(desk: Desk) -> int:
        if path:
            print(desk.settings.path)
        elif key is None:
            if unset:
                raise UsageError("no-setting", "--unset needs the name of a setting", "Run: aiinfra config")
            _list(desk)
        elif unset:
            desk.settings.unset(key)
        elif value is None:
            known(key)
            print(_shown(desk.settings.get(key)))
        else:
            _set(desk, key, value)
        return 0

    raise typer.Exit(guarded(command, ctx.obj))


def _set(desk: Desk, key: str, value: str) -> None:
    known(key)
    if key == "course":
        desk.course(value)
    desk.settings.set(key, value)


def _list(desk: Desk) -> None:
    rows = [
        (key, _shown(desk.settings.get(key)), desk.settings.source(key), setting.about)
        for key, setting in SETTINGS.items()
    ]
    desk.out.lines(table(("setting", "value", "from", "what it does"), rows, desk.out.width))


def _shown(value: Any) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, list):
        return ", ".join(value) or "none"
    return "none" if value is None else str(value)
