"""Command lines that cannot be understood, in words: what it is, the nearest that exists, where help is."""

from collections.abc import Iterable
from typing import Any

from aiinfra_study.core.errors import UsageError
from aiinfra_study.core.text import nearest


def unknown_command(name: str, commands: Iterable[str]) -> UsageError:
    return UsageError("unknown-command", f'there is no command "{name}"', _hint(name, commands, "aiinfra"))


def in_words(error: Any) -> UsageError:
    """An error of Typer's parser as one of ours."""
    context = getattr(error, "ctx", None)
    where = context.command_path if context is not None else "aiinfra"
    if hasattr(error, "possibilities"):  # an option that nobody knows
        name = error.option_name
        return UsageError("unknown-option", f'there is no option "{name}"', _hint(name, _options(context), where))
    message = " ".join(error.format_message().split()).rstrip(".")
    return UsageError("usage", message[:1].lower() + message[1:], f"Run: {where} --help")


def _options(context: Any) -> list[str]:
    """The options of a command, and the global ones, which may stand there too."""
    found: list[str] = []
    while context is not None:
        found += [name for one in context.command.get_params(context) for name in one.opts if name.startswith("--")]
        context = context.parent
    return sorted(set(found))


def _hint(name: str, known: Iterable[str], where: str) -> str:
    near = nearest(name, list(known))
    return f"Nearest: {', '.join(near)}. Help: {where} --help" if near else f"Run: {where} --help"
