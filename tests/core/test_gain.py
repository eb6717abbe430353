"""Gain: flips, what luck alone would do, and no grand claims."""

from fractions import Fraction
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aiinfra_study.core.gain import measure, normalised_change, sign_test, weighted_mean


@pytest.mark.parametrize(
    ("gained", "lost", "p"),
    [
        (5, 0, 0.03125),
        (8, 0, 0.00390625),
        (0, 0, 1.0),
        (4, 0, 0.0625),
        (0, 5, 1.0),
        (7, 1, 9 / 256),
        (3, 3, 42 / 64),
        (9, 2, 67 / 2048),
    ],
)
def test_the_sign_test_is_exact(gained: int, lost: int, p: float) -> None:
    """By hand: the upper tail of the binomial at one half."""
    assert sign_test(gained, lost) == p


@pytest.mark.parametrize("flips", range(1, 9))
def test_the_sign_test_counts_the_throws_of_a_fair_coin(flips: int) -> None:
    throws = [sum(throw) for throw in product((0, 1), repeat=flips)]
    for gained in range(flips + 1):
        as_many = sum(heads >= gained for heads in throws)
        assert sign_test(gained, flips - gained) == Fraction(as_many, len(throws))


@given(st.integers(0, 300), st.integers(0, 300))
def test_a_chance_is_a_chance_and_more_gained_is_less_likely_luck(gained: int, lost: int) -> None:
    assert 0 <= sign_test(gained + 1, lost) <= sign_test(gained, lost) <= 1


@pytest.mark.parametrize(
    ("pre", "post", "change"),
    [
        (0.4, 0.8, 2 / 3),
        (0.8, 0.4, -0.5),
        (0.5, 0.5, 0.0),
        (0, 0, None),
        (1, 1, None),
        (0, 1, 1),
        (1, 0, -1),
        (0.5, 1, 1),
    ],
)
def test_normalised_change_is_the_share_of_what_could_be_gained_or_lost(
    pre: float, post: float, change: float | None
) -> None:
    """Marx & Cummings (2007): undefined where there was neither room to gain nor anything to lose and nothing moved."""
    assert normalised_change(pre, post) == (change if change is None else pytest.approx(change))


def test_repeated_and_fresh_questions_are_told_apart() -> None:
    pre = {"a": 0.0, "b": 1.0, "c": 0.5, "only-pre": 1.0}
    post = {"a": 1.0, "b": 0.5, "c": 1.0, "new": 0.0, "newer": 1.0}
    gain = measure(pre, post, {})
    assert gain.pre == 0.5
    assert gain.post == pytest.approx(2.5 / 3)
    assert (gain.repeated, gain.gained, gain.lost) == (3, 2, 1)
    assert gain.p == sign_test(2, 1)
    assert (gain.fresh, gain.fresh_score) == (2, 0.5)


def test_scores_are_weighted_by_points_and_flips_are_not() -> None:
    gain = measure({"a": 0, "b": 1}, {"a": 1, "b": 0, "c": 1, "d": 0}, {"a": 3, "c": 4})
    assert (gain.pre, gain.post, gain.fresh_score) == (0.25, 0.75, 0.8)
    assert (gain.gained, gain.lost) == (1, 1)


def test_only_right_and_not_right_flip() -> None:
    gain = measure({"a": 0, "b": 0.5, "c": 1}, {"a": 0.5, "b": 0, "c": 1}, {})
    assert (gain.gained, gain.lost, gain.p) == (0, 0, 1.0)


@pytest.mark.parametrize(("flips", "verdict"), [(4, "could-be-luck"), (5, "unlikely-luck"), (0, "could-be-luck")])
def test_the_verdict_needs_five_of_five(flips: int, verdict: str) -> None:
    names = [f"q{i}" for i in range(flips)]
    assert measure(dict.fromkeys(names, 0), dict.fromkeys(names, 1), {}).verdict == verdict


@pytest.mark.parametrize(("count", "change"), [(19, None), (20, 1.0)])
def test_change_is_told_from_twenty_questions_on(count: int, change: float | None) -> None:
    names = [f"q{i}" for i in range(count)]
    assert measure(dict.fromkeys(names, 0), dict.fromkeys(names, 1), {}).change == change


def test_without_fresh_questions_there_is_no_score_of_them() -> None:
    gain = measure({"a": 1}, {"a": 1}, {})
    assert (gain.fresh, gain.fresh_score) == (0, None)


def test_without_a_repeated_question_there_is_no_score_before_nor_now() -> None:
    gain = measure({"a": 1}, {"b": 1}, {})
    assert (gain.pre, gain.post, gain.repeated, gain.change) == (None, None, 0, None)
    assert (gain.fresh, gain.fresh_score) == (1, 1.0)


CREDITS = st.dictionaries(st.sampled_from("abcdefgh"), st.sampled_from([0, 0.5, 1]))


@given(CREDITS, CREDITS, st.dictionaries(st.sampled_from("abcdefgh"), st.integers(1, 9)))
def test_shares_stay_shares(pre: dict[str, float], post: dict[str, float], points: dict[str, int]) -> None:
    gain = measure(pre, post, points)
    for share in (gain.pre, gain.post):
        assert (share is None) == (not gain.repeated)
        assert share is None or 0 <= share <= 1
    assert gain.fresh_score is None or 0 <= gain.fresh_score <= 1
    assert gain.repeated + gain.fresh == len(post)
    assert gain.gained + gain.lost <= gain.repeated


def test_the_mean_of_nothing_is_unknown() -> None:
    assert weighted_mean({}, {}) is None
    assert weighted_mean({"a": 1, "b": 0}, {"a": 3}) == 0.75
