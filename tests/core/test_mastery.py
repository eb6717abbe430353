"""Mastery: the mean chance to recall; and the word for how well a part is known."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aiinfra_study.core.mastery import mastery, standing

DAYS = [f"2026-11-{day}" for day in range(10, 20)]
RECALLS = st.lists(st.none() | st.floats(0, 1), min_size=1)


def row(asked: int = 0, right: int = 0, days: list[str] | None = None) -> dict[str, Any]:
    return {"asked": asked, "right": right, "days": days or []}


@pytest.mark.parametrize(
    ("recalls", "share"), [([], None), ([None, None], 0.0), ([None, 1.0], 0.5), ([1.0, 1.0, 0.5], 2.5 / 3)]
)
def test_questions_without_a_card_count_as_unknown(recalls: list[float | None], share: float | None) -> None:
    assert mastery(recalls) == (share if share is None else pytest.approx(share))


@given(RECALLS)
def test_mastery_is_a_share(recalls: list[float | None]) -> None:
    assert 0 <= (mastery(recalls) or 0) <= 1.0000001


@pytest.mark.parametrize(
    ("rows", "word"),
    [
        ([], "new"),
        ([None, None], "new"),
        ([{}], "shaky"),  # met in a pre-quiz only
        ([row(1, 1, DAYS[:1])], "shaky"),
        ([row(2, 2, DAYS[:2])], "shaky"),
        ([row(2, 2, DAYS[:2]), row(2, 2, DAYS[:2])], "shaky"),  # that of 4 of 4 at 0.597
        ([row(3, 3, DAYS[:3])], "solid"),  # the interval of 3 of 3 begins at 0.526
        ([row(4, 3, DAYS[:3])], "shaky"),  # that of 3 of 4 at 0.372
        ([row(1, 1, DAYS[:1]), row(1, 1, DAYS[1:2]), row(1, 1, DAYS[2:3])], "solid"),
        ([row(1, 1, DAYS[:1]), row(1, 1, DAYS[:1]), row(1, 1, DAYS[:1])], "shaky"),  # three at once are one day
        ([row(3, 3, DAYS[:3]), None], "solid"),
        ([row(3, 3, DAYS[:3]), row(3, 0)], "shaky"),
        ([row(3, 3, DAYS[:3]), {}], "solid"),  # a question met in a pre-quiz only changes no share
    ],
)
def test_solid_takes_three_days_and_an_interval_above_a_half(rows: list[Any], word: str) -> None:
    assert standing(rows) == word


@given(st.lists(st.none() | st.builds(row, st.integers(1, 5), st.just(0), st.just([]))))
def test_nothing_is_solid_that_was_never_right(rows: list[Any]) -> None:
    assert standing(rows) != "solid"
