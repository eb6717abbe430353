"""What is kept of responses for the figures: a row a question, a tally a study day."""

from collections.abc import Mapping
from typing import Any, NamedTuple

from aiinfra_study.core.interaction import CONFIDENCES
from aiinfra_study.core.pace import capped
from aiinfra_study.core.sequence import Event

SPACED = 3  # study days on which something was right that make it solid (Rawson and Dunlosky 2011)

Row = Mapping[str, Any]


def learned(before: Row | None, event: Event, *, rated: bool) -> dict[str, Any]:
    """The row of a question after a response.

    `asked` and `right` count the responses that rated its card, the first of a study day with feedback; right is full
    credit that was not said to be a guess. `days` are the last three on which it was right. `wrong` is the day of a
    response that was sure and wrong, `held` are the misconceptions chosen, until the question is right in a response
    that rates, or on a later day.
    """
    was = before or {}
    credit, day = event["credit"], event["day"]
    row = {"section": event["section"], "responses": was.get("responses", 0) + 1, "credit": credit, "day": day}
    asked, right, days = was.get("asked", 0), was.get("right", 0), list(was.get("days", ()))
    wrong, held = was.get("wrong", ""), list(was.get("held", ()))
    known = credit >= 1 and event.get("confidence") != "guess"
    if rated:
        asked, right = asked + 1, right + known
        days = [*days, day][-SPACED:] if known and day not in days else days
    if known and (rated or was.get("day", day) < day):
        wrong, held = "", []
    elif credit < 1:
        wrong = day if credit == 0 and event.get("confidence") == "sure" else wrong
        named = event.get("misconceptions")
        fresh = [name for name in named if isinstance(name, str)] if isinstance(named, list) else []
        held = list(dict.fromkeys([*held, *fresh]))
    kept = {"asked": asked, "right": right, "days": days, "wrong": wrong, "held": held}
    return row | {name: value for name, value in kept.items() if value}


def tallied(before: Row | None, event: Event, rating: str, *, known: bool) -> dict[str, Any]:
    """The tally of a study day after a response. `rating` is "" where it did not rate a card; `known`: the card was
    there before.

    `reviews`: responses with feedback; `seconds`: at most 60 of each; `known` and `kept`: cards rated, and of these not
    Again (true retention); `wrong`: sure, and credit 0; by confidence [count, right]. Confidence counts in pre-quizzes
    and in responses that rate, as a question seen again the same day tells nothing about how sure one was.
    """
    tally = dict(before or {})
    said, pre, missed = event.get("confidence"), event.get("stage") == "pre", event["credit"] == 0
    tally["seconds"] = round(tally.get("seconds", 0) + capped(event.get("seconds")), 2)
    if not pre:
        tally["reviews"] = tally.get("reviews", 0) + 1
    if said == "sure" and missed and (rating or pre):
        tally["wrong"] = tally.get("wrong", 0) + 1
    if rating and known:
        tally["known"] = tally.get("known", 0) + 1
        tally["kept"] = tally.get("kept", 0) + (rating != "again")
    if said in CONFIDENCES and (rating or pre):
        count, right = tally.get(said, (0, 0))
        tally[said] = [count + 1, right + (event["credit"] >= 1)]
    return tally


class Past(NamedTuple):
    """What some study days came to: responses with feedback a day, cards rated and of these not Again, seconds, and by
    confidence (count, right); responses sure and wrong; days with a response."""

    reviews: dict[str, int]
    known: int
    kept: int
    seconds: float
    said: dict[str, tuple[int, int]]
    wrong: int = 0
    days: int = 0


def past(tallies: Mapping[str, Mapping[str, Row]], since: str, until: str, course: str | None = None) -> Past:
    """The tallies of one course, or of all, summed up from one study day (YYYY-MM-DD) to another: a clock that was set
    back leaves later ones."""
    reviews: dict[str, int] = {}
    known = kept = wrong = days = 0
    seconds = 0.0
    said = dict.fromkeys(CONFIDENCES, (0, 0))
    for day, courses in sorted(tallies.items()):
        counted = list(courses.values()) if course is None else [courses[course]] if course in courses else []
        if not since <= day <= until or not counted:
            continue
        days += 1
        for tally in counted:
            if "reviews" in tally:
                reviews[day] = reviews.get(day, 0) + tally["reviews"]
            known += tally.get("known", 0)
            kept += tally.get("kept", 0)
            seconds += tally.get("seconds", 0)
            wrong += tally.get("wrong", 0)
            for word in CONFIDENCES:
                count, right = tally.get(word, (0, 0))
                said[word] = (said[word][0] + count, said[word][1] + right)
    return Past(reviews, known, kept, seconds, said, wrong, days)
