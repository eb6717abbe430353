"""A target date: how many new questions a day it takes, and what the schedule makes of it by then. Pure."""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from itertools import count
from math import ceil, gcd
from typing import Any, NamedTuple

from aiinfra_study.core.dice import Dice
from aiinfra_study.core.measure import mean
from aiinfra_study.core.progress import Progress
from aiinfra_study.core.schedule import Scheduler

REST = 3  # days before the date without new questions, so that the last ones come back once
FARTHEST = 5 * 366  # days from the making of a plan to its date
SAMPLE, ENOUGH = 400, 3000  # questions, and reviews, by which the course of a larger plan is foreseen
GOLDEN = 0.618  # of a whole: steps so long visit all parts evenly
FIRST_RIGHT = 0.6  # share of first responses taken for right, until the learner's own is known
LOTS = 10_000  # lots to draw from, so that a chance is told to four places

Cards = Mapping[str, Mapping[str, Any]]


class Plan(NamedTuple):
    """The study day something must be known on, the sections (addresses, in order), the day it was made, and the new
    questions a day it took then."""

    by: date
    sections: tuple[str, ...]
    made: date
    new: int = 0

    def days(self, today: date) -> int:
        """Study days before the date, today the first."""
        return (self.by - today).days

    @property
    def rest(self) -> int:
        """The last of all its days, which bring no new questions: three at most, and at most a quarter."""
        return min(REST, max((self.by - self.made).days, 0) // 4)

    def learning_days(self, today: date) -> int:
        """Days left that bring new questions; the last ones are used where some were not begun before."""
        left = self.days(today)
        return max(left - self.rest if left > self.rest else left, 1)

    def new_a_day(self, today: date, unseen: int, begun_today: int) -> int:
        """New questions a day so that the last unseen one comes in time; those begun today count for today."""
        return ceil((unseen + begun_today) / self.learning_days(today))


def plan_of(progress: Progress) -> Plan | None:
    """The plan that was made last, its date over or not; none that no command makes, as its date is too far."""
    kept = progress.plan
    if kept is None:
        return None
    by, made = date.fromisoformat(kept["by"]), date.fromisoformat(kept["day"])
    if (by - made).days > FARTHEST:
        return None
    return Plan(by, tuple(kept["sections"]), made, kept.get("new", 0))


class Outlook(NamedTuple):
    """Readiness (mean recall, 0-1) today, on the day when the plan is kept, and when nothing is done; reviews a day."""

    now: float
    then: float
    idle: float
    reviews: float


class Course(NamedTuple):
    """What is foreseen with: the scheduler, today, the date, new questions a day, share of first responses right."""

    scheduler: Scheduler
    today: date
    by: date
    new_a_day: int
    first_right: float


def outlook(addresses: Sequence[str], cards: Cards, course: Course) -> Outlook:
    """What becomes of some questions, in the order they are begun: each review succeeds with the chance to recall that
    the schedule gives it, drawn by a seed of the question's own. Of more than 400 questions, or 3000 reviews, an even
    sample stands for all."""
    places = {address: place for place, address in enumerate(a for a in addresses if a not in cards)}
    known = [address for address in addresses if address in cards]
    recalls = course.scheduler.recalls([cards[a] for a in known], [course.today, course.by])
    futures: list[tuple[float, int]] = []
    reviews = 0
    for address in _evenly(addresses)[:SAMPLE]:
        futures.append(_future(address, cards.get(address), places.get(address, 0), course))
        reviews += futures[-1][1]
        if reviews >= ENOUGH:
            break
    every = len(addresses) or 1
    days = max((course.by - course.today).days, 1)
    return Outlook(
        sum(now for now, _ in recalls) / every,
        mean(recall for recall, _ in futures) or 0.0,
        sum(then for _, then in recalls) / every,
        reviews * every / max(len(futures), 1) / days,
    )


def _evenly(addresses: Sequence[str]) -> list[str]:
    """All of them in an order of which any first part is spread over the whole."""
    every = len(addresses)
    step = next(step for step in count(round(GOLDEN * every)) if gcd(step, every) == 1)
    return [addresses[place * step % every] for place in range(every)]


def _future(address: str, card: Mapping[str, Any] | None, place: int, course: Course) -> tuple[float, int]:
    """Recall of one question on the day, and its reviews until then; the first response to it is none."""
    scheduler, dice = course.scheduler, Dice("plan", address)
    reviews = 0
    if card is None:
        day = course.today + timedelta(days=place // max(course.new_a_day, 1))
        if day >= course.by or not course.new_a_day:
            return 0.0, 0
        card = _after(address, None, dice.below(LOTS) < course.first_right * LOTS, day, scheduler)
    while True:
        day = max(date.fromisoformat(card["due"]), course.today)
        if day >= course.by:
            return scheduler.recall(card, course.by), reviews
        card = _after(address, card, dice.below(LOTS) < scheduler.recall(card, day) * LOTS, day, scheduler)
        reviews += 1


def _after(address: str, card: Any, right: bool, day: date, scheduler: Scheduler) -> dict[str, Any]:
    after = scheduler.review(address, card, "good" if right else "again", day)
    return {**after, "last": day.isoformat()}
