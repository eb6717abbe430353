"""How long questions take this learner, and whether "sure" means sure: both told by the last responses."""

from collections.abc import Sequence
from datetime import datetime
from itertools import pairwise
from typing import Any, NamedTuple

IDLE = 60  # seconds that one response or pause counts at most
PAUSE = 600  # a longer gap between responses is another sitting
FEW = 5  # gaps below which the time of the responses alone says more
USUAL = 25.0  # seconds a question, while nothing is known

ENOUGH = 40  # responses with a confidence before anything is said about it
HARDLY_EVER = 0.05  # share of responses said unsure or a guess, from which on the words are used
TENTH = 0.10  # wrong of those said to be sure: what the word stands for (measure.STATED)


def seconds_each(recent: Sequence[Sequence[Any]]) -> float:
    """Seconds from one question to the next, feedback read: the median over the last responses.

    A row is instant, kind, seconds, confidence, credit. Where too few stand in one sitting, the time of the responses.
    """
    instants = [_second(row[0]) for row in recent]
    gaps = [after - before for before, after in pairwise(instants)]
    near = [min(gap, IDLE) for gap in gaps if 0 < gap <= PAUSE]
    if len(near) < FEW:
        near = [capped(row[2]) for row in recent]
    return max(middle(near), 1.0) if near else USUAL


def capped(seconds: object) -> float:
    """Seconds of a response without the time away from the keyboard."""
    return float(min(seconds, IDLE)) if isinstance(seconds, (int, float)) and seconds > 0 else 0.0


def middle(numbers: Sequence[float]) -> float:
    """The median, the upper one of two (the module `statistics` costs a third of our start)."""
    return sorted(numbers)[len(numbers) // 2]


def _second(instant: object) -> float:
    try:
        return datetime.fromisoformat(str(instant)).timestamp()
    except (ValueError, OverflowError):
        return 0.0


def minutes(questions: int, each: float) -> str:
    """So many questions at so many seconds each, as a person says it."""
    whole = max(1, round(questions * each / 60))
    return f"{whole} min" if whole < 100 else f"{whole / 60:.1f} h"


class Overconfidence(NamedTuple):
    """Of the last responses: how many were sure, and how many of those were wrong."""

    sure: int
    wrong: int


def overconfidence(recent: Sequence[Sequence[Any]]) -> Overconfidence | None:
    """A learner who hardly ever (under 5 % of 40 responses or more) says unsure or guess, and is wrong in more than a
    tenth of the sure ones; None for everybody else. Overconfidence is what steers study time wrong."""
    said = [row for row in recent if row[3] is not None]
    sure = [row for row in said if row[3] == "sure"]
    wrong = sum(row[4] < 1 for row in sure)
    if len(said) < ENOUGH or len(said) - len(sure) >= HARDLY_EVER * len(said) or wrong <= TENTH * len(sure):
        return None
    return Overconfidence(len(sure), wrong)
