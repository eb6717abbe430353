"""aiinfra config: settings with their source."""

import os
from typing import Annotated, Any

import typer

from aiinfra_study.cli.complete import settings
from aiinfra_study.cli.desk import Desk, plain_by_environment
from aiinfra_study.cli.outcome import guarded
from aiinfra_study.core.errors import UsageError
from aiinfra_study.store import places
from aiinfra_study.store.settings import SETTINGS, known
from aiinfra_study.ui.tables import table

EXAMPLES = {"config": ["aiinfra config", "aiinfra config new_per_day 5", "aiinfra config --unset new_per_day"]}


def config(
    ctx: typer.Context,
    key: Annotated[str | None, typer.Argument(metavar="KEY", help="A setting.", autocompletion=settings)] = None,
    value: Annotated[str | None, typer.Argument(metavar="VALUE", help="Its new value.")] = None,
    unset: Annotated[bool, typer.Option("--unset", help="Back to the default.")] = False,
    path: Annotated[bool, typer.Option("--path", help="Print where the file is.")] = False,
) -> None:
    """Show, read or change settings."""

    def command(desk: Desk) -> int:
        if path and (key is not None or unset):
            raise UsageError("usage", "--path stands alone", "Run: aiinfra config --path")
        if path:
            print(places.home() / "config.toml")
        elif key is None:
            if unset:
                raise UsageError("no-setting", "--unset needs the name of a setting", "Run: aiinfra config")
            _list(desk)
        elif unset and value is not None:
            raise UsageError("usage", "--unset takes no value", f"Run: aiinfra config --unset {key}")
        elif unset:
            desk.settings.unset(key)
        elif value is None:
            known(key)
            print(_shown(_effective(desk, key)[0]))
        else:
            _set(desk, key, value)
        return 0

    raise typer.Exit(guarded(command, ctx.obj))


def _set(desk: Desk, key: str, value: str) -> None:
    known(key)
    if key == "course":
        desk.course(value)
    if key == "banks":  # kept so that they are found from any folder
        folders = [places.expanded(part, '"banks"').absolute() for part in value.split(os.pathsep) if part]
        for folder in folders:
            if not folder.is_dir():
                raise UsageError("no-bank-folder", f"{folder} is not a folder", "Name a folder of banks.")
        value = os.pathsep.join(map(str, folders))
    desk.settings.set(key, value)


def _effective(desk: Desk, key: str) -> tuple[Any, str]:
    """The value that holds, and where it comes from: flag, environment, config.toml or default."""
    if key == "course" and desk.options.course is not None:
        return desk.options.course, "--course"
    if key == "plain" and desk.options.plain:
        return True, "--plain"
    if key == "course" and os.environ.get("AIINFRA_COURSE"):
        return os.environ["AIINFRA_COURSE"], "AIINFRA_COURSE"
    if key == "plain" and plain_by_environment() is not None:
        return desk.plain, "AIINFRA_PLAIN"
    return desk.settings.get(key), desk.settings.source(key)


def _list(desk: Desk) -> None:
    rows = []
    for key, setting in SETTINGS.items():
        value, source = _effective(desk, key)
        rows.append((key, _shown(value), source, setting.about))
    spoken = [(f"{key} is {value}, from {source}", about) for key, value, source, about in rows]
    columns = ("setting", "value", "from", "what it does")
    desk.out.lines(table(columns, rows, desk.out.width, spoken=spoken if desk.plain else None))


def _shown(value: Any) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, list):
        return os.pathsep.join(value) or "none"
    return "none" if value is None else str(value)
