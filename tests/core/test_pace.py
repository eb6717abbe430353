"""The learner's own pace, and whether "sure" means sure."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aiinfra_study.core.pace import (
    IDLE,
    USUAL,
    Overconfidence,
    capped,
    middle,
    minutes,
    overconfidence,
    seconds_each,
)

START = datetime(2026, 11, 21, 9, tzinfo=UTC)


def rows(*after: float, seconds: Any = 5.0) -> list[list[Any]]:
    """Responses so many seconds after the one before."""
    found, at = [], START
    for gap in after:
        at += timedelta(seconds=gap)
        found.append([at.isoformat(timespec="milliseconds").replace("+00:00", "Z"), "single", seconds, "sure", 1])
    return found


@pytest.mark.parametrize(
    ("recent", "seconds"),
    [
        ([], USUAL),
        (rows(0), 5),  # one response tells its own time
        (rows(0, 20, 30, 40, 20, 40), 30),  # feedback is read too
        (rows(0, 20, 40, 20, 40, 20, 40), 40),  # the upper one of two
        (rows(0, 20, 20, 20, 3600, 20, 20), 20),  # a pause between two sittings is none of them
        (rows(0, *[599] * 5), IDLE),  # a coffee counts a minute
        (rows(0, 20, 30), 5),  # too few to tell
        (rows(0, 3600, 90000, seconds=7), 7),  # no two in one sitting
        (rows(0, seconds=400), IDLE),
        (rows(0, 0, 0, seconds=0), 1),  # nobody needs no time at all
        (rows(0, -50, -50, seconds=9), 9),  # the clock was set back
    ],
)
def test_the_pace_is_the_median_from_one_question_to_the_next(recent: list[list[Any]], seconds: float) -> None:
    assert seconds_each(recent) == seconds


@pytest.mark.parametrize("instant", [None, "", "soon", 7, "2026-11-21", "9999-12-31T23:59:59+00:00", [], "t"])
def test_an_instant_that_is_none_tells_nothing(instant: object) -> None:
    broken = [[instant, None, 8.0, None, 1]]
    assert seconds_each(broken * 3) == 8
    assert 1 <= seconds_each(rows(0, 20, 20) + broken) <= IDLE


@pytest.mark.parametrize(
    ("seconds", "counted"),
    [(0, 0), (12.5, 12.5), (60, 60), (61, 60), (1e9, 60), (None, 0), ("9", 0), (float("inf"), 60)],
)
def test_time_away_from_the_keyboard_does_not_count(seconds: object, counted: float) -> None:
    assert capped(seconds) == counted


@pytest.mark.parametrize("seconds", [float("nan"), 10**400, -(10**400), float("-inf"), -5], ids=lambda v: str(v)[:5])
def test_seconds_that_are_no_time_count_nothing(seconds: object) -> None:
    """Only another program writes them."""
    assert capped(seconds) in (0, IDLE)


@given(st.lists(st.floats(0, 100), min_size=1))
def test_half_lie_at_or_below_the_median(numbers: list[float]) -> None:
    found = middle(numbers)
    assert found in numbers
    assert sum(number <= found for number in numbers) * 2 >= len(numbers)
    assert sum(number >= found for number in numbers) * 2 >= len(numbers)


@pytest.mark.parametrize(
    ("questions", "each", "said"),
    [
        (0, 25, "1 min"),
        (1, 25, "1 min"),
        (12, 25, "5 min"),
        (238, 25, "99 min"),
        (240, 25, "1.7 h"),
        (300, 25, "2.1 h"),
        (1000, 60, "16.7 h"),
    ],
)
def test_minutes_are_said_as_a_person_says_them(questions: int, each: float, said: str) -> None:
    assert minutes(questions, each) == said


# sure


def said(sure: int, wrong: int, others: int = 0, unasked: int = 0) -> list[list[Any]]:
    """So many sure responses, of these so many wrong, and others."""
    kinds = (
        [("sure", 0.0)] * wrong + [("sure", 1.0)] * (sure - wrong) + [("guess", 1.0)] * others + [(None, 0.0)] * unasked
    )
    return [["t", "single", 5.0, confidence, credit] for confidence, credit in kinds]


@pytest.mark.parametrize(
    ("recent", "told"),
    [
        (said(40, 5), Overconfidence(40, 5)),
        (said(40, 4), None),  # a tenth is not more than a tenth
        (said(39, 30), None),  # too few to say
        (said(39, 30, others=1), Overconfidence(39, 30)),  # one of 40 is hardly ever
        (said(38, 30, others=2), None),  # one of 20 is more than that
        (said(96, 50, others=4), Overconfidence(96, 50)),
        (said(95, 50, others=5), None),
        (said(30, 30, unasked=100), None),  # nobody asked how sure
        (said(40, 5, unasked=100), Overconfidence(40, 5)),
        (said(0, 0, others=200), None),
        ([], None),
    ],
)
def test_hardly_ever_unsure_and_wrong_in_more_than_a_tenth(
    recent: list[list[Any]], told: Overconfidence | None
) -> None:
    assert overconfidence(recent) == told


def test_half_right_is_not_right() -> None:
    recent = [["t", "single", 5.0, "sure", 0.5]] * 40
    assert overconfidence(recent) == Overconfidence(40, 40)
