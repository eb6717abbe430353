"""The card after a response, as its event tells it; computed anew only where that does not follow from the card before:
a response was taken back, two machines' logs were united, or it was kept before there were cards."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from aiinfra_study.core.days import is_day
from aiinfra_study.core.rating import RATINGS, earned_before
from aiinfra_study.core.sequence import Event


def earned_by(event: Event) -> str:
    """The rating a response would give, as it says itself, else by what it kept."""
    said = event.get("earned") or event.get("rating")
    if said in RATINGS:
        return str(said)
    return earned_before(event["credit"], event.get("confidence"), event.get("hint"))


def card_after(before: dict[str, Any] | None, event: Event, said: str) -> dict[str, Any]:
    """The card after a response: as the event tells, where that was computed from the card before it; else computed."""
    told: Any = event.get("card")
    fits = event.get("rating") == said and event.get("before") == basis(before)
    if not (fits and sound(told) and told["reps"] == (before["reps"] if before else 0) + 1):
        from aiinfra_study.core.preset import preset_of
        from aiinfra_study.core.schedule import scheduler_for

        scheduler = scheduler_for(preset_of(event.get("scheduler")))
        told = scheduler.review(event["question"], before, said, date.fromisoformat(event["day"]))
    key, rev = event.get("key"), event.get("rev")
    return {
        "due": told["due"],
        "stability": told["stability"],
        "difficulty": told["difficulty"],
        "reps": told["reps"],
        "lapses": told["lapses"],
        "last": event["day"],
        "key": key if isinstance(key, str) else None,
        "rev": rev if type(rev) is int else None,
    }


def basis(card: Mapping[str, Any] | None) -> dict[str, Any] | None:
    """What of a card the next one is computed from, as a response keeps it."""
    if card is None:
        return None
    return {
        "due": card.get("was", card["due"]),
        "stability": card["stability"],
        "difficulty": card["difficulty"],
        "reps": card["reps"],
        "lapses": card["lapses"],
        "last": card["last"],
    }


def sound(card: object) -> bool:
    """Whether a card's state is one that the schedule can go on from."""
    if not isinstance(card, Mapping):
        return False
    try:
        numbers = 0 < card["stability"] < 1e9 and 1 <= card["difficulty"] <= 10
        return bool(numbers and 0 < card["reps"] < 1e9 and 0 <= card["lapses"] < 1e9 and is_day(card["due"]))
    except (KeyError, TypeError):
        return False
