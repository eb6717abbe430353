"""The front end of a command: keys for somebody at a terminal that can draw in place, lines everywhere else."""

import contextlib
import sys
from collections.abc import Iterator

from aiinfra_study.cli.desk import Desk
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
