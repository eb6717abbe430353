"""The command that comes next, offered at a terminal: Enter runs it, anything else leaves it to be typed."""

import shlex
import sys

from aiinfra_study.cli.desk import Desk
from aiinfra_study.cli.front import draws

WAIT = 8.0  # seconds; whoever comes later finds the command on the screen and the shell below it


def accepted(desk: Desk) -> list[str]:
    """The arguments of the command that a desk leads to, when Enter said to run it; none otherwise."""
    if not desk.lead or not draws(desk, desk.out):
        return []
    from aiinfra_study.ui.terminal import raw_screen

    out = desk.out
    out.say("Enter runs it, any other key leaves.", "dim")
    with raw_screen(out) as keyboard:
        key = keyboard.read(WAIT)
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
