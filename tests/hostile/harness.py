"""Throw many inputs at a target and keep count: what it raised, what it complained of, which input was slowest.

An input is made from seed, target and number alone, so that every failure can be had again.
"""

import gc
import json
import re
import signal
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from io import StringIO
from random import Random
from traceback import format_exc
from typing import Any, NamedTuple

from aiinfra_study.core.text import unsafe
from aiinfra_study.ui.layout import Line
from aiinfra_study.ui.theme import _SGR, Out

PATIENCE = 1.0  # seconds of processor time until an input hangs
WAITING = 30  # times as many seconds by the clock: it waits for something that does not come
KEPT_FAILURES = 50
# what Out writes for its colours, and Live to draw in place
_OURS = re.compile(f"\x1b\\[(?:{'|'.join(_SGR.values())}|0)m|\r?(?:\x1b\\[\\d+A)?\x1b\\[J")


class Hang(BaseException):
    """It took too long. (Nothing that catches exceptions may catch this one.)"""


class Complaint(AssertionError):
    """Something that must not be."""


class Target(NamedTuple):
    """One door of the program: `make` an input by chance, and `look` at what becomes of it.

    `look` deals with the exceptions that the door documents, and raises or yields complaints of everything else;
    `share` is its part of a run, larger where an input costs little.
    """

    name: str
    share: int
    make: Callable[[Random], Any]
    look: Callable[[Any], Iterable[str] | None]


@dataclass
class Tally:
    """What came of the inputs of one target."""

    target: str
    inputs: int = 0
    seconds: float = 0.0
    slowest: float = 0.0
    slowest_input: int = 0
    failed: int = 0
    failures: list[tuple[int, str]] = field(default_factory=list)

    def __str__(self) -> str:
        told = [f"{self.target} {number}: {why}" for number, why in self.failures]
        mean = 1e6 * self.seconds / max(self.inputs, 1)
        row = f"{self.target:<10} {self.inputs:>9,} inputs {self.failed:>4} failures {self.seconds:>8.1f} s"
        return "\n".join(
            [*told, f"{row} {mean:>8.0f} us each, slowest {1e3 * self.slowest:.0f} ms ({self.slowest_input})"]
        )


@contextmanager
def patience(seconds: float) -> Iterator[None]:
    """Raise Hang when so much processor time is used, or far more time is waited, where the system can tell."""

    def over(*_: object) -> None:
        raise Hang(f"more than {seconds} s")

    if not hasattr(signal, "setitimer"):
        yield
        return
    timers = ((signal.SIGPROF, signal.ITIMER_PROF, seconds), (signal.SIGALRM, signal.ITIMER_REAL, WAITING * seconds))
    before = [(number, signal.signal(number, over)) for number, _, _ in timers]
    for _, timer, wait in timers:
        signal.setitimer(timer, wait)
    try:
        yield
    finally:
        for _, timer, _ in timers:
            signal.setitimer(timer, 0)
        for number, handler in before:
            signal.signal(number, handler)


def chance_of(seed: int, target: str, number: int) -> Random:
    """The chance from which an input is made."""
    return Random(f"{seed}:{target}:{number}")


def run(target: Target, inputs: int, seed: int = 1, first: int = 1, longest: float = PATIENCE) -> Tally:
    """Look at inputs `first` to `first + inputs - 1` of a target."""
    tally = Tally(target.name)
    for number in range(first, first + inputs):
        data = target.make(chance_of(seed, target.name, number))
        begun = time.process_time()
        why = ""
        try:
            with patience(longest):
                why = next(iter(target.look(data) or ()), "")
        except (Exception, Hang, SystemExit):
            why = format_exc(limit=-6)
        took = time.process_time() - begun
        if took > tally.slowest:
            tally.slowest, tally.slowest_input = took, number
        if why:
            tally.failed += 1
            tally.failures += [(number, why)] if len(tally.failures) < KEPT_FAILURES else []
        tally.inputs += 1
        tally.seconds += took
        if number % 1000 == 0:
            gc.collect()
    return tally


# what every door has in common


def controls(text: str, *, allowed: str = "\n") -> Iterator[str]:
    """Complaints of characters that act on a terminal; YAML's newline is none."""
    for found in unsafe(text):
        if found[0] not in allowed:
            yield f"U+{ord(found[0]):04X} would be printed in {text[max(found.start() - 30, 0) : found.end() + 10]!r}"
            return


def printed(lines: Sequence[Line], width: int, *, encoding: str = "utf-8") -> Iterator[str]:
    """Complaints of lines as they leave `Out`: what stays when its own colours are taken away."""
    stream = Stream(encoding)
    Out(stream, color=True, width=lambda: width).lines(lines)
    yield from screen(stream.getvalue())


def screen(text: str) -> Iterator[str]:
    """Complaints of what went to a terminal: what stays when the program's own codes are taken away."""
    yield from controls(_OURS.sub("", text))
    if "\t" in text:
        yield "a tab would be printed"


class Stream(StringIO):
    """Text with an encoding, as a terminal has."""

    def __init__(self, encoding: str) -> None:
        super().__init__()
        self._encoding = encoding

    @property
    def encoding(self) -> str:  # type: ignore[override]
        return self._encoding


def as_json(value: Any) -> Iterator[str]:
    """Complaints of a value that is not to be had as JSON."""
    try:
        json.dumps(value, allow_nan=False)
    except (ValueError, TypeError) as error:
        yield f"no JSON ({error}): {value!r}"[:400]
