"""The command that comes next, offered at a terminal: Enter runs it, anything else leaves it to be typed."""

import shlex
import sys

from aiinfra_study.cli.desk import Desk
from aiinfra_study.cli.front import draws

WAIT = 20.0  # seconds; then the offer is taken off the screen, and the command above it stays


def accepted(desk: Desk) -> list[str]:
    """The arguments of the command that a desk leads to, when Enter said to run it; none otherwise."""
    if not desk.lead or not draws(desk, desk.out):
        return []
    from aiinfra_study.ui.layout import wrap
    from aiinfra_study.ui.terminal import Live, raw_screen

    offer = Live(desk.out)
    with raw_screen(desk.out) as keyboard:
        key = "resize"
        while key == "resize":
            offer.draw(wrap([("Enter runs it, any other key leaves.", "dim")], desk.out.width))
            key = keyboard.read(WAIT)
        offer.erase()  # an offer that nobody keeps must not stand there
    return shlex.split(desk.lead)[1:] + flags(desk) if key == "enter" else []


def flags(desk: Desk) -> list[str]:
    """The options of this command line that its next command keeps."""
    named = ("plain", "no_color", "yes")
    return [f"--{flag.replace('_', '-')}" for flag in named if getattr(desk.options, flag)]


def follow(arguments: list[str]) -> int:
    """Run an accepted command; returns its exit code."""
    from aiinfra_study.cli.app import run

    sys.stdout.flush()
    return run(arguments)
