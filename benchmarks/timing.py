"""Interleaved timing: every round runs each case once in random order; a ratio is the median of paired ratios."""

import os
import pty
import random
import select
import statistics
import time
from collections.abc import Callable, Mapping
from itertools import count
from typing import NamedTuple

Case = Callable[[], float]


class Compared(NamedTuple):
    """Medians in milliseconds, the median of paired ratios and its interquartile range."""

    floor: float
    ours: float
    ratio: float
    spread: float


class Milliseconds(float):
    """A goal for ours, not for the ratio."""


def parse_events(data: bytes) -> None:
    """libyaml's parse only: every event made and thrown away."""
    from yaml.cyaml import CParser  # type: ignore[attr-defined]
    from yaml.events import StreamEndEvent

    next_event = CParser(data).get_event
    while type(next_event()) is not StreamEndEvent:
        pass


def compare(floor: Case, ours: Case, rounds: int) -> Compared:
    """Time two cases against each other; each returns its own seconds."""
    floor(), ours()
    pairs = []
    for _ in range(rounds):
        if random.random() < 0.5:
            a, b = floor(), ours()
        else:
            b, a = ours(), floor()
        pairs.append((a, b))
    ratios = [b / a for a, b in pairs]
    quarters = statistics.quantiles(ratios, n=4)
    return Compared(
        1000 * statistics.median(a for a, _ in pairs),
        1000 * statistics.median(b for _, b in pairs),
        statistics.median(ratios),
        quarters[2] - quarters[0],
    )


def timed(action: Callable[[], object]) -> Case:
    """A case that measures a call in this process."""

    def case() -> float:
        start = time.perf_counter()
        action()
        return time.perf_counter() - start

    return case


def process(command: list[str], environment: Mapping[str, str]) -> Case:
    """A case that runs a command to its end, output thrown away."""

    def case() -> float:
        null = os.open(os.devnull, os.O_RDWR)
        actions = [(os.POSIX_SPAWN_DUP2, null, stream) for stream in (0, 1, 2)]
        start = time.perf_counter()
        child = os.posix_spawn(command[0], command, environment, file_actions=actions)
        status = os.waitpid(child, 0)[1]
        seconds = time.perf_counter() - start
        os.close(null)
        if os.waitstatus_to_exitcode(status) not in (0, 130):
            raise SystemExit(f"{command}: exit {os.waitstatus_to_exitcode(status)}")
        return seconds

    return case


class Terminal:
    """A program in a pseudo-terminal."""

    def __init__(self, command: list[str], environment: Mapping[str, str]) -> None:
        self.start = time.perf_counter()
        self.child, self.descriptor = pty.fork()
        if not self.child:
            os.execve(command[0], command, dict(environment))

    def until(self, wanted: bytes) -> float:
        """Seconds from the last mark until some bytes were shown."""
        seen = b""
        while wanted not in seen:
            if not select.select([self.descriptor], [], [], 20)[0]:
                raise SystemExit(f"{wanted!r} never came; last: {seen[-300:]!r}")
            seen += os.read(self.descriptor, 65536)
        return time.perf_counter() - self.start

    def press(self, keys: bytes) -> None:
        self.start = time.perf_counter()
        os.write(self.descriptor, keys)

    def drain(self, seconds: float = 0.15) -> None:
        """Read what still comes, until it is quiet for so long."""
        while select.select([self.descriptor], [], [], seconds)[0]:
            os.read(self.descriptor, 65536)

    def kill(self) -> None:
        os.kill(self.child, 9)
        os.waitpid(self.child, 0)
        os.close(self.descriptor)


def pressing(terminal: Terminal, wanted: str, first: int) -> Case:
    """A case that presses Enter and waits for the next number to be shown, `{}` in what is wanted."""
    numbers = count(first)

    def case() -> float:
        terminal.press(b"\r")
        seconds = terminal.until(wanted.format(next(numbers)).encode())
        terminal.drain(0.05)
        return seconds

    return case


def beside(theirs: Case, ours: float, rounds: int) -> Compared:
    """A case against milliseconds of ours that were measured apart."""
    floor = 1000 * statistics.median(theirs() for _ in range(rounds))
    return Compared(floor, ours, ours / floor, 0.0)


def shown(command: list[str], environment: Mapping[str, str], wanted: bytes) -> Case:
    """A case that runs a command in a pseudo-terminal until some bytes are shown."""

    def case() -> float:
        terminal = Terminal(command, environment)
        seconds = terminal.until(wanted)
        terminal.kill()
        return seconds

    return case
