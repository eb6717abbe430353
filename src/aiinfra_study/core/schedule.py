"""Scheduling by FSRS-6, the only door to the `fsrs` library. Days in, days out: no instants, no unseeded chance.

The library counts days of 24 hours, spreads intervals with unseeded chance that may leave its range, and takes any
retention; here it sees whole study days only, and the spread is our own.
FSRS: Ye, Su & Cao, "A stochastic shortest path algorithm for optimizing spaced repetition scheduling", KDD 2022, and
the FSRS-6 formulas of the open-spaced-repetition project.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, date, datetime, timedelta
from functools import cache, cached_property
from math import floor
from typing import Any

from fsrs import Card as FsrsCard
from fsrs import Rating as FsrsRating
from fsrs import Scheduler as FsrsScheduler
from fsrs import State as FsrsState

from aiinfra_study.core.dice import Dice
from aiinfra_study.core.preset import RETENTION, Preset
from aiinfra_study.core.rating import RATINGS

Card = Mapping[str, Any]  # a row of the snapshot: due, stability, difficulty, reps, lapses, last, key, rev
DIGITS = 6  # of stability and difficulty, kept and computed with
# Anki's bands: the share of each part of an interval by which it may be spread (rslib/src/scheduler/states/fuzz.rs)
FUZZ_BANDS = ((2.5, 7.0, 0.15), (7.0, 20.0, 0.1), (20.0, float("inf"), 0.05))
SHORTEST_SPREAD = 2  # days
FOREVER = 1_000_000  # days
LAST_DAYS = 7  # before a target date, over which intervals cut short are spread


class Scheduler:
    """Cards in, cards out, for one preset. Raises ValueError for a retention outside 0.70-0.97."""

    def __init__(self, preset: Preset) -> None:
        if not RETENTION[0] <= preset.retention <= RETENTION[1]:
            raise ValueError(
                f"desired retention {preset.retention} is not within {RETENTION[0]:.2f}-{RETENTION[1]:.2f}"
            )
        self.preset = preset

    @cached_property
    def _fsrs(self) -> FsrsScheduler:
        return self._library(self.preset.maximum_interval)

    @cached_property
    def _unbounded(self) -> FsrsScheduler:
        return self._library(FOREVER)

    def _library(self, maximum_interval: int) -> FsrsScheduler:
        return FsrsScheduler(
            desired_retention=self.preset.retention,
            learning_steps=(),
            relearning_steps=(),
            maximum_interval=maximum_interval,
            enable_fuzzing=False,
        )

    def review(self, address: str, card: Card | None, rating: str, day: date) -> dict[str, Any]:
        """The card after a review on a study day (`card` None: its first). A day before its last review counts as it.

        Returns `due`, `stability` (days), `difficulty` (1-10), `reps` and `lapses`, as the log keeps them.
        """
        after, interval = _reviewed(self._fsrs, card, rating, day)
        reps = (0 if card is None else card["reps"]) + 1
        if self.preset.fuzz:
            before = 0 if card is None or rating == "again" else interval_of(card)
            interval = fuzzed(interval, self.preset.maximum_interval, before, Dice("fuzz", address, reps))
        start = day if card is None else max(day, date.fromisoformat(card["last"]))
        if self.preset.until:
            left = (date.fromisoformat(self.preset.until) - start).days
            interval = before_date(interval, left, Dice("cap", address, reps))
        return {
            "due": _on(start, interval),
            "stability": round(float(after.stability or 0), DIGITS),
            "difficulty": round(float(after.difficulty or 0), DIGITS),
            "reps": reps,
            "lapses": 0 if card is None else card["lapses"] + (rating == "again"),
        }

    def crossing(self, card: Card) -> str:
        """The study day on which recall falls to the desired retention, whatever the spread made of the due day."""
        days = self._unbounded._next_interval(stability=card["stability"])
        return _on(date.fromisoformat(card["last"]), days)

    def recall(self, card: Card, day: date) -> float:
        """Probability (0-1) of recalling a card on a study day: FSRS's retrievability."""
        return float(self._fsrs.get_card_retrievability(_fsrs_card(card), _instant(_elapsed(card, day))))

    def recalls(self, cards: Iterable[Card], days: Sequence[date]) -> list[tuple[float, ...]]:
        """The same for many cards on some days, ten times as fast: (1 + f t / S) ^ decay, with decay = -w20 and
        f = 0.9 ^ (1 / decay) - 1 (FSRS-6)."""
        decay = -self._fsrs.parameters[20]
        factor = 0.9 ** (1 / decay) - 1
        ordinals = [day.toordinal() for day in days]
        last: dict[str, int] = {}
        found = []
        for card in cards:
            reviewed = last.get(card["last"])
            if reviewed is None:
                reviewed = last[card["last"]] = date.fromisoformat(card["last"]).toordinal()
            slope = factor / card["stability"]
            found.append(
                tuple([(1 + slope * (day - reviewed)) ** decay if day > reviewed else 1.0 for day in ordinals])
            )
        return found


@cache
def scheduler_for(preset: Preset) -> Scheduler:
    return Scheduler(preset)


def interval_of(card: Card) -> int:
    """Days the schedule gave a card at its last review, before a backlog was dealt out."""
    return (date.fromisoformat(card.get("was", card["due"])) - date.fromisoformat(card["last"])).days


def fuzz_range(interval: int, maximum: int) -> tuple[int, int]:
    """Shortest and longest day an interval may be spread to; the interval itself where it is too short to spread."""
    if interval < FUZZ_BANDS[0][0]:
        return interval, interval
    delta = 1.0 + sum(share * max(min(interval, end) - start, 0.0) for start, end, share in FUZZ_BANDS)
    longest = min(floor(interval + delta + 0.5), maximum)
    return min(max(floor(interval - delta + 0.5), SHORTEST_SPREAD), longest), longest


def fuzzed(interval: int, maximum: int, before: int, dice: Dice) -> int:
    """An interval spread evenly over its range, and not below the one `before` a pass (ankitects/anki#1474, #4431)."""
    shortest, longest = fuzz_range(interval, maximum)
    shortest = min(max(shortest, before), longest)
    return shortest + dice.below(longest - shortest + 1)


def before_date(interval: int, left: int, dice: Dice) -> int:
    """An interval that ends before a date `left` days away: within the last days before it, so that not all fall on
    one. What is reviewed in those days comes on the date itself; one of a day stays, and any once the date is here."""
    if left <= 0 or interval < left or interval <= 1:
        return interval
    if left <= LAST_DAYS:
        return left
    spread = min(LAST_DAYS, max(left // 4, 1))
    return max(left - 1 - dice.below(spread), 1)


# The library sees days as instants after the last review, which is always the same instant.


def _reviewed(library: FsrsScheduler, card: Card | None, rating: str, day: date) -> tuple[FsrsCard, int]:
    """A card after a review, and the interval in days."""
    now = _instant(0 if card is None else _elapsed(card, day))
    memory = FsrsCard(card_id=1) if card is None else _fsrs_card(card)
    after = library.review_card(memory, FsrsRating(RATINGS.index(rating) + 1), now)[0]
    return after, (after.due - now).days


def _elapsed(card: Card, day: date) -> int:
    return min(max((day - date.fromisoformat(card["last"])).days, 0), FOREVER)


def _fsrs_card(card: Card) -> FsrsCard:
    memory = FsrsCard(card_id=1, state=FsrsState.Review, due=_instant(0), last_review=_instant(0))
    memory.stability, memory.difficulty = float(card["stability"]), float(card["difficulty"])
    return memory


def _instant(days: int) -> datetime:
    return datetime(2000, 1, 1, tzinfo=UTC) + timedelta(days=days)


def _on(day: date, interval: int) -> str:
    try:
        return (day + timedelta(days=interval)).isoformat()
    except OverflowError:
        return date.max.isoformat()
