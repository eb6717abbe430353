"""Study days: the local date with a roll-over hour, and the run of them."""

from collections.abc import Collection
from datetime import date, datetime, timedelta
from typing import TypeGuard

WINDOW = 7  # study days, in which so many may be off without ending a run
DAYS_OFF = 2


def study_day(local: datetime, day_start: int) -> date:
    """The study day of a local wall-clock time: before the roll-over hour (0-23) it is still the day before."""
    return (local.replace(tzinfo=None) - timedelta(hours=day_start)).date()


def is_day(text: object) -> TypeGuard[str]:
    """Whether something is a study day as it is written: YYYY-MM-DD."""
    try:
        return isinstance(text, str) and date.fromisoformat(text).isoformat() == text
    except ValueError:
        return False


def streak(days: Collection[str], today: date) -> int:
    """Study days with a response in the run up to today in which no 7 days hold more than 2 without.

    Today itself does not break a run. `days` are ISO dates.
    """
    count = back = 0
    gaps: list[int] = []
    while True:
        day = today - timedelta(days=back)
        if day.isoformat() in days:
            count += 1
        elif back:
            gaps = [gap for gap in gaps if back - gap < WINDOW] + [back]
            if len(gaps) > DAYS_OFF:
                return count
        back += 1


def in_words(day: str, today: date) -> str:
    """A study day (YYYY-MM-DD) seen from today: `tomorrow`, `in 4 days (Wed 25 Nov)`, `2 days ago (Thu 19 Nov)`."""
    then = date.fromisoformat(day)
    distance = (then - today).days
    if abs(distance) <= 1:
        return ("yesterday", "today", "tomorrow")[distance + 1]
    named = on_day(then, today)
    return f"in {distance} days ({named})" if distance > 0 else f"{-distance} days ago ({named})"


def on_day(day: date, today: date) -> str:
    """`Thu 26 Nov`; with its year where that is another."""
    return f"{DAYS[day.weekday()]} {short(day)}" + ("" if day.year == today.year else f" {day.year}")


def short(day: date) -> str:
    """`26 Nov`."""
    return f"{day.day} {MONTHS[day.month - 1]}"


DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
