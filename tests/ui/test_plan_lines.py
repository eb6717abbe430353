"""A plan as lines: what it says in which case, at any width."""

from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from aiinfra_study.core.plan import Outlook, Plan
from aiinfra_study.ui.layout import line_width, plain
from aiinfra_study.ui.plan import BARS_FROM, Daily, PlanTold, empty_lines, over_lines, plan_lines

TODAY = date(2026, 11, 21)
ROWS = [
    ("section-1", "Serving of models", 4, 9),
    ("other/section-12", "A title of many words, all of them long", 20, 20),
]


def told(days: int = 40, daily: Daily | None = None, new: int = 5, made: int = 0, title: str = "GPU notes") -> PlanTold:
    plan = Plan(TODAY + timedelta(days=days), ("c/section-1",), TODAY - timedelta(days=made), new)
    outlook = Outlook(0.4211, 0.951, 0.0, 7.0)
    return PlanTold(plan, TODAY, title, outlook, daily or Daily(5, 7.4, 8.6, 3, 12), ROWS, "aiinfra review")


def text(found: PlanTold, width: int = 200, *, bare: bool = False) -> str:
    return "\n".join(plain(line) for line in plan_lines(found, width, plain=bare))


def test_it_says_how_ready_what_it_takes_in_which_order_and_what_is_next() -> None:
    shown = text(told())
    assert shown.startswith("Plan: GPU notes, by Thu 31 Dec, in 40 days.\nReady\n")
    for line in ("42 %  today", "95 %  on the day, if you keep to it", "0 %  if nothing is done"):
        assert f" {line}\n" in shown
    assert "\nEach day: 5 new and about 7 reviews, 9 min; the last 3 days bring no new ones.\n" in shown
    assert "\nToday: 12 due, 3 new left.\n" in shown
    assert "section-1         Serving of models" in shown
    assert "4 of 9" in shown
    assert shown.endswith("\nNext: aiinfra review")


@pytest.mark.parametrize(("width", "bare"), [(BARS_FROM - 1, False), (200, True)])
def test_where_no_bars_fit_it_is_a_sentence(width: int, bare: bool) -> None:
    shown = " ".join(text(told(), width, bare=bare).split())
    assert "Ready: 42 % today, 95 % on the day, if you keep to it, 0 % if nothing is done." in shown
    assert "█" not in shown


@pytest.mark.parametrize(
    ("daily", "said"),
    [
        (Daily(0, 0, 0, 0, 0), "Nothing has to be done for it until then."),
        (Daily(0, 0.3, 0.2, 0, 0), "Each day: 0 new and less than one review, 1 min."),
        (Daily(1, 1.2, 1.0, 0, 0), "Each day: 1 new and about 1 review, 1 min; the last 3 days bring no new ones."),
        (Daily(2, 30, 60, 0, 0), "Each day: 2 new and about 30 reviews, 1 h 0 min; the last 3 days bring no new ones."),
        (Daily(2, 30, 110, 0, 0), "Each day: 2 new and about 30 reviews, 1 h 50 min; the last"),
    ],
)
def test_what_a_day_takes(daily: Daily, said: str) -> None:
    assert f"\n{said}" in text(told(daily=daily))


@pytest.mark.parametrize(
    ("days", "made", "said"),
    [
        (1, 0, "by Sun 22 Nov, tomorrow."),
        (2, 0, "by Mon 23 Nov, in 2 days."),
        (4, 0, "9 min; the last day brings no new ones."),
        (4, 30, "9 min; the last 3 days bring no new ones."),
        (3, 30, "9 min.\n"),
        (60, 0, "by Wed 20 Jan 2027, in 60 days."),
    ],
)
def test_how_long_there_is(days: int, made: int, said: str) -> None:
    assert said in text(told(days, made=made))


@pytest.mark.parametrize(("new", "raised"), [(4, True), (5, False), (9, False), (0, False), (-3, True)])
def test_a_number_that_has_risen_is_told(new: int, raised: bool) -> None:
    """One that was never kept, or not as a number, is 0."""
    assert (f"It was {new} new a day when the plan was made on Wed 11 Nov." in text(told(new=new, made=10))) == raised


def test_what_is_over_or_empty_says_how_to_end_it() -> None:
    over = over_lines(told(-2).plan, TODAY, 0.666, "aiinfra plan --clear", 80)
    assert [plain(line) for line in over] == [
        "The plan for Thu 19 Nov is over: 67 % ready today.",
        "To end it: aiinfra plan --clear",
    ]
    empty = "\n".join(plain(line) for line in empty_lines(told().plan, TODAY, "aiinfra plan --clear", 200))
    assert empty.startswith("The plan for Thu 31 Dec has no question left: its sections are gone, or all is suspended.")
    assert empty.endswith("To end it: aiinfra plan --clear")


@settings(deadline=None)
@given(st.integers(30, 120), st.booleans(), st.integers(1, 400), st.text("ab \u6f22", max_size=60), st.integers(0, 999))
def test_no_line_is_too_wide(width: int, bare: bool, days: int, title: str, count: int) -> None:
    daily = Daily(count, count * 1.7, count * 2.2, count, count)
    lines = plan_lines(told(days, daily, new=1, title=title), width, plain=bare)
    lines += over_lines(told(days).plan, TODAY, 0.5, "aiinfra plan --clear", width)
    lines += empty_lines(told(days).plan, TODAY, "aiinfra plan --clear", width)
    assert max(map(line_width, lines)) <= width
