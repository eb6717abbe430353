"""A plan: how many new questions a day, and what the schedule makes of it."""

from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from aiinfra_study.core.plan import ENOUGH, FARTHEST, SAMPLE, Course, Outlook, Plan, outlook, plan_of
from aiinfra_study.core.preset import Preset
from aiinfra_study.core.progress import Progress
from aiinfra_study.core.schedule import Scheduler

MADE = date(2026, 11, 21)
EXACT = Preset(fuzz=False)


def plan(days: int) -> Plan:
    return Plan(MADE + timedelta(days=days), ("c/section-1",), MADE)


def on(number: int) -> date:
    return MADE + timedelta(days=number)


# new questions a day


@pytest.mark.parametrize(
    ("days", "rest"), [(1, 0), (3, 0), (4, 1), (7, 1), (8, 2), (11, 2), (12, 3), (13, 3), (40, 3), (1800, 3)]
)
def test_a_quarter_of_the_days_brings_no_new_ones_and_three_at_most(days: int, rest: int) -> None:
    assert plan(days).rest == rest
    assert plan(days).learning_days(MADE) == days - rest


@given(st.integers(1, 60), st.integers(0, 500))
def test_who_keeps_to_it_has_begun_all_before_the_days_of_rest(days: int, unseen: int) -> None:
    """The number never rises, and those days bring none, however near they are."""
    made, before = plan(days), unseen
    for number in range(days):
        new = made.new_a_day(on(number), unseen, 0)
        assert new <= before
        assert made.new_a_day(on(number), unseen - new, new) == new, "those begun today count for today"
        before, unseen = new, unseen - new
        if number >= days - made.rest - 1:
            assert unseen == 0
            assert number < days - made.rest or new == 0


@given(st.integers(1, 60), st.integers(1, 500), st.sets(st.integers(0, 59)))
def test_missed_days_raise_the_number_and_all_comes_in_time(days: int, unseen: int, missed: set[int]) -> None:
    """As long as the last day is not missed too."""
    made, before = plan(days), 0
    for number in range(days):
        new = made.new_a_day(on(number), unseen, 0)
        left = days - number
        if number - 1 in missed and left > made.rest:
            assert new >= before
        before = new
        if number not in missed or left == 1:
            unseen -= new
    assert unseen == 0


def test_what_was_not_begun_in_time_is_spread_over_the_days_of_rest() -> None:
    """Of forty days the last three bring none; thirty questions are left when they come."""
    assert [plan(40).new_a_day(on(number), 30, 0) for number in range(34, 40)] == [10, 15, 30, 10, 15, 30]


@given(st.integers(1, 100), st.integers(0, 1000), st.integers(0, 100), st.integers(0, 50))
def test_the_number_is_the_smallest_that_reaches_all(days: int, unseen: int, number: int, begun: int) -> None:
    made, today = plan(days), on(min(number, days - 1))
    new, left = made.new_a_day(today, unseen, begun), made.learning_days(today)
    assert 1 <= left <= made.days(today)
    assert new * left >= unseen + begun
    assert new == 0 or (new - 1) * left < unseen + begun


def test_days_are_counted_to_the_date_and_not_with_it() -> None:
    assert [plan(2).days(on(number)) for number in (-1, 0, 1, 2, 3)] == [3, 2, 1, 0, -1]
    assert plan(2).learning_days(on(5)) == 1, "once it is over nothing is divided by nothing"


# what was kept


def kept(**changes: Any) -> Progress:
    progress = Progress()
    progress.plan = {"by": "2026-12-31", "sections": ["c/section-1"], "day": "2026-11-21", "new": 4, **changes}
    return progress


def test_a_plan_is_what_was_kept() -> None:
    assert plan_of(Progress()) is None
    assert plan_of(kept()) == (date(2026, 12, 31), ("c/section-1",), MADE, 4)
    over = plan_of(kept(by="2020-01-01"))
    assert over is not None
    assert over.rest == 0


def test_a_date_beyond_all_that_can_be_planned_is_none() -> None:
    assert plan_of(kept(by=on(FARTHEST).isoformat())) is not None
    assert plan_of(kept(by=on(FARTHEST + 1).isoformat())) is None


# what comes of it


def card(last: int, stability: float, due: int) -> dict[str, Any]:
    day = {"last": on(last).isoformat(), "due": on(due).isoformat()}
    return {"stability": stability, "difficulty": 5.0, "reps": 2, "lapses": 0, **day}


class Counting(Scheduler):
    """A scheduler that counts the cards it makes."""

    made = 0

    def review(self, *arguments: Any) -> dict[str, Any]:
        self.made += 1
        return super().review(*arguments)


def course(days: int, new: int = 5, first_right: float = 0.9, preset: Preset = EXACT) -> Course:
    by = on(days)
    return Course(Counting(preset._replace(until=by.isoformat())), MADE, by, new, first_right)


def recall(days: int, stability: float) -> float:
    """FSRS-6 with its default decay, written anew."""
    decay = -0.1542
    return float((1 + (0.9 ** (1 / decay) - 1) * days / stability) ** decay)


def test_ready_today_and_when_nothing_is_done_are_mean_recall() -> None:
    """Two cards and two questions without one, which nobody knows."""
    cards = {"c/a": card(-3, 10.0, 30), "c/b": card(-8, 4.0, 30)}
    found = outlook(["c/a", "c/x", "c/b", "c/y"], cards, course(20, new=0))
    assert found.now == pytest.approx((recall(3, 10) + recall(8, 4)) / 4)
    assert found.idle == pytest.approx((recall(23, 10) + recall(28, 4)) / 4)
    assert found.then == pytest.approx(found.idle), "nothing is due, and nothing new is begun"
    assert found.reviews == 0


def test_what_is_begun_the_day_before_is_known_on_the_day_if_the_first_response_was_right() -> None:
    """Good at first sight leaves a stability of 2.3065, Again one of 0.212."""
    for right, stability in ((1.0, 2.3065), (0.0, 0.212)):
        found = outlook(["c/a"], {}, course(1, new=1, first_right=right))
        assert found.then == pytest.approx(recall(1, stability))
        assert (found.now, found.idle, found.reviews) == (0, 0, 0)


def test_what_is_begun_on_the_day_or_later_is_not_known() -> None:
    addresses = [f"c/q{number}" for number in range(10)]
    found = outlook(addresses, {}, course(4, new=2, first_right=1.0))
    assert 0.7 < found.then < 0.8, "eight of ten are begun"


def test_an_overdue_card_is_reviewed_today_and_then_when_due() -> None:
    steady = EXACT._replace(maximum_interval=2)
    found = outlook(["c/a"], {"c/a": card(-40, 9000.0, -20)}, course(9, preset=steady))
    assert found.reviews == pytest.approx(5 / 9), "today and every second day before the date"


@settings(max_examples=40)
@given(
    st.integers(0, 15), st.integers(0, 15), st.integers(1, 40), st.integers(0, 9), st.floats(0, 1), st.integers(0, 9)
)
def test_shares_are_shares_and_work_helps(
    known: int, unseen: int, days: int, new: int, first_right: float, last: int
) -> None:
    cards = {f"c/k{number}": card(-last, 1.0 + number, number - 9) for number in range(known)}
    addresses = [*cards, *(f"c/n{number}" for number in range(unseen))]
    found = outlook(addresses, cards, course(days, new, first_right))
    assert all(0 <= share <= 1 for share in found[:3])
    assert found.reviews >= 0
    assert found.idle <= found.now
    assert outlook(addresses, cards, course(days, new, first_right)) == found, "there is no chance in it"


def test_of_nothing_nothing_is_foreseen() -> None:
    assert outlook([], {}, course(9)) == Outlook(0, 0, 0, 0)


def test_a_large_plan_is_foreseen_by_a_sample_that_says_nearly_the_same() -> None:
    addresses = [f"c/q{number}" for number in range(5000)]
    large = course(60, new=88)
    found = outlook(addresses, {}, large)
    assert isinstance(large.scheduler, Counting)
    assert large.scheduler.made <= SAMPLE + ENOUGH + 60
    few = outlook(addresses[::20], {}, course(60, new=5))
    assert found.then == pytest.approx(few.then, abs=0.02)
    assert found.reviews == pytest.approx(20 * few.reviews, rel=0.1)


def test_a_far_date_with_short_intervals_takes_no_longer() -> None:
    """Of nine hundred reviews for each question a few are enough."""
    steady = course(1800, new=1, preset=EXACT._replace(maximum_interval=2))
    found = outlook([f"c/q{number}" for number in range(600)], {}, steady)
    assert isinstance(steady.scheduler, Counting)
    assert steady.scheduler.made <= SAMPLE + ENOUGH + 900
    assert 600 * 0.55 / 2 < found.reviews < 600, "of 600 begun over a third of the time, each every second day or so"


def test_of_half_known_questions_the_sample_has_half() -> None:
    cards = {f"c/q{number}": card(-1, 10_000.0, 400) for number in range(2000)}
    addresses = [f"c/q{number}" for number in range(4000)]
    found = outlook(addresses, cards, course(30, new=0))
    assert found.then == pytest.approx(0.5, abs=0.01)


def test_reviews_are_those_of_all_questions() -> None:
    steady = EXACT._replace(maximum_interval=2)
    cards = {"c/a": card(-40, 9000.0, -20), "c/b": card(-1, 9000.0, 30)}
    for addresses in (["c/a", "c/b"], ["c/b", "c/a"]):
        found = outlook(addresses, cards, course(9, preset=steady))
        assert found.reviews == pytest.approx(5 / 9), "five of the one and none of the other"
