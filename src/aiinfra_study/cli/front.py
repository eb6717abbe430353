"""How a command asks: by keys at a terminal that can draw in place, by lines everywhere else; and for a yes."""

import contextlib
import sys
from collections.abc import Iterator

from aiinfra_study.cli.desk import Desk
from aiinfra_study.core.errors import UsageError
from aiinfra_study.ui.ask import FrontEnd
from aiinfra_study.ui.theme import Out


def fancy_terminal() -> bool:
    """Whether the terminal can draw in place."""
    import os

    return os.environ.get("TERM", "" if os.name != "nt" else "windows") not in ("", "dumb")


def draws(desk: Desk, out: Out) -> bool:
    """Whether to draw in place, for somebody at a terminal."""
    streams = (sys.stdin, sys.stdout, out.stream)
    return not desk.plain and all(stream.isatty() for stream in streams) and fancy_terminal()


@contextlib.contextmanager
def front_end(desk: Desk, out: Out) -> Iterator[FrontEnd]:
    """Keys at a terminal, lines everywhere else."""
    if not draws(desk, out):
        from aiinfra_study.ui.lines import Lines

        yield Lines(out)
        return
    from aiinfra_study.ui.keys import Keys
    from aiinfra_study.ui.terminal import raw_screen

    with raw_screen(out) as keyboard:
        yield Keys(out, keyboard)


def confirmed(desk: Desk, question: str) -> bool:
    """--yes, or a person who says so; without either a usage error that names the option."""
    if desk.options.yes:
        return True
    if not (sys.stdin.isatty() and sys.stdout.isatty()):
        raise UsageError("needs-yes", "this asks for confirmation, and there is no terminal", "Add --yes.")
    if desk.plain or not fancy_terminal():
        how = "Type y for yes; anything else leaves it. " * desk.out.spoken
        desk.out.write(f"{question} {how}[y/N] ")
        return sys.stdin.readline().strip().lower() in ("y", "yes")
    from aiinfra_study.ui.menu import confirm

    return confirm(question, desk.out.width)
