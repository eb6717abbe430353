"""Study days and the run of them."""

from datetime import UTC, date, datetime, timedelta, timezone
from itertools import groupby
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aiinfra_study.core.days import in_words, streak, study_day

TODAY = date(2026, 11, 21)


@pytest.mark.parametrize(
    ("clock", "day_start", "day"),
    [
        ("2026-11-21T03:59:59.999999", 4, "2026-11-20"),
        ("2026-11-21T04:00", 4, "2026-11-21"),
        ("2026-11-21T23:59", 4, "2026-11-21"),
        ("2026-11-22T00:01", 4, "2026-11-21"),
        ("2026-11-21T00:00", 0, "2026-11-21"),
        ("2026-11-21T22:59", 23, "2026-11-20"),
        ("2027-01-01T03:00", 4, "2026-12-31"),
        ("2028-03-01T03:00", 4, "2028-02-29"),
        ("2026-10-25T02:30", 3, "2026-10-24"),  # the hour that comes twice where clocks are set back
    ],
)
def test_before_the_roll_over_it_is_still_the_day_before(clock: str, day_start: int, day: str) -> None:
    assert study_day(datetime.fromisoformat(clock), day_start).isoformat() == day


@pytest.mark.parametrize("zone", [None, UTC, timezone(timedelta(hours=14)), timezone(timedelta(hours=-11))])
def test_the_wall_clock_counts_and_not_the_zone(zone: timezone | None) -> None:
    assert study_day(datetime(2026, 11, 21, 3, 59, tzinfo=zone), 4) == date(2026, 11, 20)
    assert study_day(datetime(2026, 11, 21, 4, 0, tzinfo=zone), 4) == TODAY


@pytest.mark.parametrize(
    ("day_start", "late", "night"),
    [(0, "2026-11-21", "2026-11-22"), (4, "2026-11-21", "2026-11-21"), (23, "2026-11-21", "2026-11-21")],
)
def test_a_minute_to_and_a_minute_past_midnight(day_start: int, late: str, night: str) -> None:
    assert study_day(datetime(2026, 11, 21, 23, 59), day_start).isoformat() == late
    assert study_day(datetime(2026, 11, 22, 0, 1), day_start).isoformat() == night


@given(st.datetimes(datetime(1971, 1, 1), datetime(8999, 1, 1)), st.integers(0, 23))
def test_a_study_day_begins_at_its_hour_and_lasts_until_the_next(local: datetime, day_start: int) -> None:
    day = study_day(local, day_start)
    begins = datetime(day.year, day.month, day.day, day_start)
    assert begins <= local < begins + timedelta(days=1)


def zone(name: str) -> ZoneInfo:
    try:
        return ZoneInfo(name)
    except ZoneInfoNotFoundError:
        pytest.skip(f"no rules for {name} on this machine")


@pytest.mark.parametrize("day_start", [0, 1, 2, 3, 4, 23])
@pytest.mark.parametrize(
    ("name", "change", "hours"),
    [
        ("Europe/Berlin", "2026-03-29", 23),
        ("Europe/Berlin", "2026-10-25", 25),
        ("America/New_York", "2026-03-08", 23),
        ("America/New_York", "2026-11-01", 25),
        ("Atlantic/Azores", "2026-10-25", 25),  # at midnight
        ("Australia/Lord_Howe", "2026-04-05", 24.5),  # by half an hour
    ],
)
def test_the_day_of_a_clock_change_is_an_hour_shorter_or_longer_and_days_never_go_back(
    name: str, change: str, hours: float, day_start: int
) -> None:
    place = zone(name)
    start = datetime.fromisoformat(f"{change}T12:00").replace(tzinfo=place).astimezone(UTC) - timedelta(days=3)
    instants = [start + timedelta(minutes=15 * n) for n in range(6 * 96)]
    days = [study_day(instant.astimezone(place), day_start) for instant in instants]
    assert days == sorted(days)
    lengths = {day: len(list(quarters)) / 4 for day, quarters in groupby(days)}
    whole = sorted(lengths)[1:-1]
    assert sorted({lengths[day] for day in whole}) == sorted({24, hours})


def test_who_flies_east_loses_hours_and_who_flies_west_has_a_day_again() -> None:
    """The day is that of the local clock, so it may go back: a review then counts as one of the later day."""
    tokyo, angeles = zone("Asia/Tokyo"), zone("America/Los_Angeles")
    left = datetime(2026, 11, 22, 10, tzinfo=tokyo)
    landed = left + timedelta(hours=10)
    assert study_day(left, 4) == date(2026, 11, 22)
    assert study_day(landed.astimezone(angeles), 4) == TODAY
    assert study_day((landed + timedelta(hours=1)).astimezone(angeles), 4) == date(2026, 11, 22)
    back = datetime(2026, 11, 23, 13, tzinfo=angeles) + timedelta(hours=12)
    assert study_day(back.astimezone(tokyo), 4) == date(2026, 11, 24)


@pytest.mark.parametrize(
    ("day", "words"),
    [
        ("2026-11-21", "today"),
        ("2026-11-22", "tomorrow"),
        ("2026-11-20", "yesterday"),
        ("2026-11-25", "in 4 days (Wed 25 Nov)"),
        ("2026-11-19", "2 days ago (Thu 19 Nov)"),
        ("2027-11-21", "in 365 days (Sun 21 Nov 2027)"),
        ("2025-12-31", "325 days ago (Wed 31 Dec 2025)"),
    ],
)
def test_a_day_in_words(day: str, words: str) -> None:
    assert in_words(day, TODAY) == words


def run(pattern: str) -> int:
    """The streak of a row of days, the last of them today; `x` is a day with a response."""
    back = range(len(pattern) - 1, -1, -1)
    days = {(TODAY - timedelta(days=n)).isoformat() for n, mark in zip(back, pattern, strict=True) if mark == "x"}
    return streak(days, TODAY)


@pytest.mark.parametrize(
    ("pattern", "days"),
    [
        ("", 0),
        ("x", 1),
        ("xxxxx", 5),
        ("xxxx.", 4),  # today does not break it
        ("xx.xx", 4),
        ("xx..xx", 4),  # a gap of two days
        ("xx...xx", 2),  # a gap of three
        ("xx..", 2),  # yesterday empty, and today
        ("xx...", 2),  # two empty days, and today
        ("xx....", 0),  # three empty days, and today
        ("x.x.x.x", 3),  # a third day without within seven
        ("x..xxxx.x", 5),  # three within seven days: the first is beyond
        ("x.xxxxx.x.x", 8),  # days without 1, 3 and 9 ago: the third lies beyond the window
        ("xxxxx..xxxxx..xxxxx", 15),  # five of seven, week after week
        ("xxxx..xxxx..xxxx", 8),  # four of six is not
    ],
)
def test_a_run_has_at_most_two_days_without_in_any_seven(pattern: str, days: int) -> None:
    assert run(pattern) == days


def longest_run(pattern: str) -> int:
    """The rule as it is written: the longest run up to today in which no 7 days hold more than 2 without."""
    marks = pattern[:-1] + pattern[-1:].replace(".", "-")  # today does not count as a day without
    for start in range(len(marks)):
        part = marks[start:]
        if all(part[at : at + 7].count(".") <= 2 for at in range(len(part))):
            return part.count("x")
    return 0


@given(st.text("x.", max_size=40))
def test_the_run_is_the_longest_that_keeps_the_rule(pattern: str) -> None:
    assert run(pattern) == longest_run(pattern)


def test_days_to_come_do_not_count() -> None:
    """The clock was set back."""
    assert streak({"2026-11-21", "2026-11-22", "2026-12-24"}, TODAY) == 1
