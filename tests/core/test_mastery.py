"""Mastery: the mean chance to recall, and the word for it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aiinfra_study.core.mastery import SOLID, mastery, standing

RECALLS = st.lists(st.none() | st.floats(0, 1), min_size=1)


@pytest.mark.parametrize(
    ("recalls", "share", "word"),
    [
        ([], None, "new"),
        ([None, None], 0.0, "new"),
        ([0.0], 0.0, "shaky"),
        ([None, 1.0], 0.5, "shaky"),
        ([0.79], 0.79, "shaky"),
        ([0.8], 0.8, "solid"),
        ([1.0, 1.0, 0.5], 2.5 / 3, "solid"),
    ],
)
def test_questions_never_met_count_as_unknown(recalls: list[float | None], share: float | None, word: str) -> None:
    assert mastery(recalls) == pytest.approx(share) if share is not None else mastery(recalls) is None
    assert standing(recalls) == word


@given(RECALLS)
def test_mastery_is_a_share_and_only_a_high_one_is_solid(recalls: list[float | None]) -> None:
    share = mastery(recalls)
    assert share is not None
    assert 0 <= share <= 1.0000001
    assert (standing(recalls) == "solid") == (share >= SOLID)


@given(RECALLS)
def test_one_more_that_was_never_met_makes_nothing_solid(recalls: list[float | None]) -> None:
    if standing(recalls) != "solid":
        assert standing([*recalls, None]) != "solid"
