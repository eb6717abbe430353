"""Clocks that jump by a day and zones that change, between sessions and within them."""

import os
import random
import shutil
from datetime import UTC, datetime, timedelta
from pathlib import Path

from aiinfra_study.core.replay import replay
from aiinfra_study.store.progress import ProgressStore

from .crash import Tally
from .program import Place, Typed, set_zone
from .quiz_crash import acknowledged_in, write_course

ZONES = ("UTC", "Europe/Berlin", "America/New_York", "Australia/Lord_Howe", "Asia/Tokyo", "America/Los_Angeles")
# around the hours at which clocks change in these zones (UTC)
CHANGES = ("2026-03-29T01:00", "2026-10-25T01:00", "2026-11-01T06:00", "2026-03-08T07:00", "2026-10-03T15:30")
JUMPS = tuple(timedelta(hours=hours) for hours in (-24, 24, -25, 25, -1, 1, -0.5, 0.5, 0, 0.01, 12, 30))
SESSIONS, QUESTIONS = 6, 6
PLACES = 10  # used again and again


def clocks(folder: Path, rounds: int, seed: int = 1) -> Tally:
    """Sessions while the clock jumps: no response is lost, their order stays, and no card is rated twice a day."""
    chance, tally = random.Random(seed), Tally()
    for number in range(rounds):
        tally.rounds += 1
        if number < PLACES:
            write_course(folder / str(number), QUESTIONS)
        place = Place.make(folder / str(number % PLACES))
        shutil.rmtree(place.home, ignore_errors=True)
        jumping = _Jumping(chance)
        seen: list[str] = []
        for _ in range(SESSIONS):
            seen += _session(place, jumping, chance, tally)
        tally.acknowledged += len(seen)
        _judge(place, seen, tally)
    return tally


class _Jumping:
    """A clock that is somewhere else each time somebody looks."""

    def __init__(self, chance: random.Random) -> None:
        self.chance = chance
        self.instant = datetime.fromisoformat(chance.choice(CHANGES)).replace(tzinfo=UTC)
        self.zone = "UTC"

    def jump(self, _: int = 0) -> None:
        """Set the clock, with an offset or as local time, and now and then the zone."""
        self.instant += self.chance.choice(JUMPS)
        if self.chance.random() < 0.3:
            self.zone = self.chance.choice(ZONES)
        local = self.chance.random() < 0.5
        os.environ["AIINFRA_NOW"] = self.instant.strftime("%Y-%m-%dT%H:%M:%S" + ("" if local else "+00:00"))
        os.environ["TZ"] = self.zone
        set_zone()


def _session(place: Place, jumping: _Jumping, chance: random.Random, tally: Tally) -> list[str]:
    words = chance.choice(
        [["review", "section-1"], ["quiz", "section-1", "--practice", "--restart", "--seed", "1", "-n", "6"]]
    )
    typed = Typed([str(chance.randint(1, 4)) for _ in range(QUESTIONS)] + ["/quit"] * 3, jumping.jump)
    begun = jumping.instant.strftime("%Y-%m-%dT%H:%M:%SZ")
    done = place.at(begun, TZ=jumping.zone).here(*words, typed=typed)
    tally.tracebacks += done.bug
    if done.code not in (0, 130):
        tally.unreadable += 1
        tally.why.add(f"{' '.join(words)} ended with {done.code}: {done.err[-300:]}")
    return acknowledged_in(done.out)


def _judge(place: Place, seen: list[str], tally: Tally) -> None:
    store = ProgressStore(place.snapshot)
    events = list(store.events())
    responses = [event for event in events if event["event"] == "response"]
    tally.lost += max(len(seen) - len(responses), 0)
    tally.different += [event["question"] for event in responses] != seen
    numbers = [int(event["id"].rpartition("-")[2]) for event in events]
    tally.different += numbers != sorted(set(numbers)) or store.progress != replay(events)
    rated: dict[str, list[str]] = {}
    for event in responses:
        if event["rating"]:
            rated.setdefault(event["question"], []).append(event["day"])
    for question, days in rated.items():
        if days != sorted(set(days)):
            tally.different += 1
            tally.why.add(f"{question} was rated on {days}")
    tally.different += sum(card["due"] <= card["last"] for card in store.progress.cards.values())
