"""The command that comes next, offered at a terminal: Enter runs it, another may be typed, any other key leaves."""

import shlex
import sys
from typing import TYPE_CHECKING

from aiinfra_study.cli.desk import Desk
from aiinfra_study.cli.front import draws

if TYPE_CHECKING:
    from aiinfra_study.ui.ask import Keyboard
    from aiinfra_study.ui.live import Live

_PROGRAM = "aiinfra"
_LEAVING = ("enter", "escape", "interrupt", "eof", "")  # (nothing came in time)
WAIT = 20.0  # seconds; then the offer is taken off the screen, and the command above it stays


def accepted(desk: Desk) -> list[str] | None:
    """The arguments of the command that a desk leads to, when Enter said to run it, or of one typed in its place;
    None where nothing is to be run."""
    if not desk.lead or not draws(desk, desk.out):
        return None
    from aiinfra_study.ui.layout import wrap
    from aiinfra_study.ui.live import Live
    from aiinfra_study.ui.terminal import PASTE, raw_screen

    offer = Live(desk.out)
    with raw_screen(desk.out) as keyboard:
        key = "resize"
        while key == "resize":
            offer.draw(wrap([('Enter runs it; or type "aiinfra …"; any other key leaves.', "dim")], desk.out.width))
            key = keyboard.read(WAIT)
        line = _typed(desk, keyboard, offer, key) if key.removeprefix(PASTE)[:1] == _PROGRAM[0] else ""
        offer.erase()  # an offer that nobody keeps must not stand there
    if line:
        desk.out.say(f"> {line}", "title")
        return _command(desk, line)
    return shlex.split(desk.lead)[1:] + flags(desk) if key == "enter" else None


def _typed(desk: Desk, keyboard: "Keyboard", offer: "Live", key: str) -> str:
    """The line of somebody who types the next command without looking up: its first letter has come here."""
    from aiinfra_study.ui.layout import wrap
    from aiinfra_study.ui.typed import edited

    text = ""
    while key not in _LEAVING:
        text = edited(text, key.partition("\n")[0])
        offer.draw(wrap([(f"> {text}", "title")], desk.out.width))
        key = keyboard.read(WAIT)
    return text.strip() if key == "enter" else ""


def _command(desk: Desk, line: str) -> list[str] | None:
    """The arguments of a line that runs this program; what another one is told."""
    try:
        program, *arguments = shlex.split(line)
    except ValueError:
        program, arguments = "", []
    if program == _PROGRAM:
        return arguments
    desk.out.say("That was typed here, not at the shell, and did nothing.")
    return None


def flags(desk: Desk) -> list[str]:
    """The options of this command line that its next command keeps."""
    named = ("plain", "no_color", "yes")
    return [f"--{flag.replace('_', '-')}" for flag in named if getattr(desk.options, flag)]


def follow(arguments: list[str]) -> int:
    """Run an accepted command; returns its exit code."""
    from aiinfra_study.cli.app import run

    sys.stdout.flush()
    return run(arguments)
