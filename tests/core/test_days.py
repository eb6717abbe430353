"""Study days and the run of them."""

from datetime import UTC, date, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aiinfra_study.core.days import streak, study_day

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
