"""How a reading reaches its reader: printed, through the pager that PAGER names, or through our own."""

import os
import shlex
import subprocess
import sys

from aiinfra_study.cli.front import draws
from aiinfra_study.cli.reading import Study
from aiinfra_study.ui.reading import Page


def read(session: Study, *, pager: bool = True) -> None:
    """Show a whole reading, in the pager where it is longer than the screen, and keep where it was left. Raises
    KeyboardInterrupt, or EndOfInput when the keyboard is gone."""
    session.tell_problems()
    out = session.out
    if pager and sys.stdout.isatty():
        from aiinfra_study.ui.live import Live

        height = Live(out).height
        first = session.page(out.width, enough=height)
        if len(first.lines) >= height:
            if _outside(session, os.environ.get("PAGER", "")):
                session.keep_place("", finished=True)
                return
            if draws(session.desk, out):
                _inside(session, first)
                return
    session.print(session.page(out.width).lines)
    session.keep_place("", finished=True)


def _inside(session: Study, first: Page) -> None:
    """The pager of this program; the place is kept whatever ends it."""
    from aiinfra_study.ui.pager import Pager, page_through
    from aiinfra_study.ui.terminal import raw_screen

    start = session.place
    pager = Pager(session.page, session.out.fitted)
    if start:
        pager.said = "Here you stopped last time. g goes to the beginning."
    with raw_screen(session.out) as keyboard:
        try:
            page_through(session.out, keyboard, pager, start, None if start else first)
        finally:
            if pager.lines:
                session.keep_place(pager.left.anchor, finished=pager.left.finished)


def _outside(session: Study, command: str) -> bool:
    """Whether a text could be shown by the pager that PAGER names; how far it was read nobody knows."""
    try:
        words = shlex.split(command)
        if not words:
            return False
        text = "".join(f"{text}\n" for text in session.texts(session.page(session.out.width).lines))
        environment = {**os.environ, "LESS": os.environ.get("LESS", "FRX")}
        program = subprocess.Popen(words, stdin=subprocess.PIPE, env=environment)
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or error
        session.desk.err.say(f"PAGER={command} cannot be started ({reason}); the reading is shown without it.")
        return False
    while True:  # Ctrl-C is for the pager
        try:
            program.communicate(text.encode(sys.stdout.encoding or "utf-8", "replace"))
            break
        except KeyboardInterrupt:
            continue
    failed = 0 < program.returncode < 128
    if failed:
        session.desk.err.say(f"PAGER={command} ended with {program.returncode}; the reading is shown without it.")
    return not failed
