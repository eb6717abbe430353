"""What a response says about memory: the table of ratings, row by row (docs/review.md, Ratings)."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aiinfra_study.core.interaction import Grade, Response
from aiinfra_study.core.rating import QUICK_FROM, RATING_STAGES, RATINGS, earned, earned_before, is_quick

from .reading import question

RIGHT = Grade(1.0)
WRONG = Grade(0.0, 1)
ONE_SLIP = Grade(0.5, 1)
NEAR = Grade(0.5, 1, near=True)

AGAIN = [
    ("wrong", WRONG, "sure"),
    ("wrong and unsure", WRONG, "unsure"),
    ("wrong and a guess", WRONG, "guess"),
    ("wrong, and nobody asked how sure", WRONG, None),
    ("more than one slip", Grade(0.9, 2), "sure"),
    ("one slip that cost more than half", Grade(0.49, 1), "sure"),
    ("partly right without a slip to name", Grade(0.8, 0), "sure"),
    ("passed over", None, None),
    ("passed over by somebody sure", None, "sure"),
    ("a lucky guess", RIGHT, "guess"),
    ("one slip in a guess", ONE_SLIP, "guess"),
]
HARD = [
    ("right but unsure", RIGHT, "unsure"),
    ("one slip", ONE_SLIP, "sure"),
    ("one slip and unsure", ONE_SLIP, "unsure"),
    ("one slip, and nobody asked how sure", ONE_SLIP, None),
    ("one letter off", NEAR, "sure"),
    ("one slip of many", Grade(0.9, 1), "sure"),
]
GOOD = [("right and sure", RIGHT, "sure"), ("right, and nobody asked how sure", RIGHT, None)]
ROWS = [*((*row, rating) for rating, rows in (("again", AGAIN), ("hard", HARD), ("good", GOOD)) for row in rows)]


@pytest.mark.parametrize(("outcome", "grade", "confidence", "rating"), ROWS, ids=[row[0] for row in ROWS])
def test_the_table(outcome: str, grade: Grade | None, confidence: str | None, rating: str) -> None:
    assert earned(grade, confidence, hint=False) == rating, outcome


@pytest.mark.parametrize(("outcome", "grade", "confidence", "rating"), ROWS, ids=[row[0] for row in ROWS])
def test_after_a_hint_good_becomes_hard_and_nothing_else_changes(
    outcome: str, grade: Grade | None, confidence: str | None, rating: str
) -> None:
    expected = "hard" if rating == "good" else rating
    assert earned(grade, confidence, hint=True) == expected, outcome


@pytest.mark.parametrize(("outcome", "grade", "confidence", "rating"), ROWS, ids=[row[0] for row in ROWS])
def test_quick_makes_easy_of_good_and_of_nothing_else(
    outcome: str, grade: Grade | None, confidence: str | None, rating: str
) -> None:
    expected = "easy" if rating == "good" else rating
    assert earned(grade, confidence, hint=False, quick=True) == expected, outcome
    assert earned(grade, confidence, hint=True, quick=True) != "easy"


PAIRS = "match: {HPA: replicas, VPA: requests, Cluster Autoscaler: nodes, Descheduler: pods}"


@pytest.mark.parametrize(
    ("lines", "response", "rating"),
    [
        ("right: [a, b]\nwrong: [c, d]", (0, 1), "good"),
        ("right: [a, b]\nwrong: [c, d]", (0, 1, 2), "hard"),  # an option too many
        ("right: [a, b]\nwrong: [c, d]", (0,), "hard"),  # an option too few
        ("right: [a, b]\nwrong: [c, d]", (0, 2), "again"),  # one too few and one too many
        (PAIRS, (0, 1, 2, 3), "good"),
        (PAIRS, (1, 0, 2, 3), "hard"),  # one pair exchanged for another
        (PAIRS, (1, 2, 0, 3), "again"),
        ("blanks: A [[pod]] runs on a [[node]].", ("pod", "node"), "good"),
        ("blanks: A [[pod]] runs on a [[node]].", ("pod", "cluster"), "hard"),  # one blank
        ("blanks: A [[pod]] runs on a [[node]].", ("chart", "cluster"), "again"),
        ("order: [Cordon, Evict, Reboot, Uncordon]", (0, 2, 1, 3), "hard"),  # one item
        ("order: [Cordon, Evict, Reboot, Uncordon]", (3, 2, 1, 0), "again"),
        ("answer: toleration", "toleration", "good"),
        ("answer: toleration", "tolaration", "hard"),  # one letter off
        ("answer: toleration", "taint", "again"),
        ("number: 7\nunit: GB", "7 GB", "good"),
        ("number: 7\nunit: GB", "8 GB", "again"),
        ("right: a\nwrong: [b, c]", (1,), "again"),
    ],
)
def test_a_slip_of_each_kind_of_question(lines: str, response: Response, rating: str) -> None:
    body = question(lines).body
    if isinstance(response, str | tuple):
        assert earned(body.grade(response), "sure", hint=False) == rating


@given(
    st.none() | st.builds(Grade, st.floats(0, 1), st.integers(0, 3)),
    st.sampled_from([None, "sure", "unsure", "guess"]),
    st.booleans(),
    st.booleans(),
)
def test_a_guess_is_never_a_pass_and_what_is_not_right_never_good(
    grade: Grade | None, confidence: str | None, hint: bool, quick: bool
) -> None:
    rating = earned(grade, confidence, hint=hint, quick=quick)
    assert rating in RATINGS
    if confidence == "guess" or grade is None:
        assert rating == "again"
    if rating in ("good", "easy"):
        assert grade is not None
        assert grade.correct
        assert confidence in (None, "sure")
        assert not hint


def test_feedback_at_once_is_what_makes_a_stage_count() -> None:
    assert RATING_STAGES == ("post", "practice", "review")


# what was kept before ratings were


@pytest.mark.parametrize(
    ("credit", "confidence", "hint", "rating"),
    [
        (1, "sure", False, "good"),
        (1, None, False, "good"),
        (1, "unsure", False, "hard"),
        (1, "sure", True, "hard"),
        (1, "guess", False, "again"),
        (0.5, "sure", False, "hard"),
        (0.49, "sure", False, "again"),
        (0, "sure", False, "again"),
        (0, None, None, "again"),  # a skip
        (1, 7, "yes", "hard"),
        (1, ["sure"], None, "good"),
    ],
)
def test_an_old_response_earns_by_credit_confidence_and_hint(
    credit: float, confidence: object, hint: object, rating: str
) -> None:
    assert earned_before(credit, confidence, hint) == rating


# quick


def test_nothing_is_quick_before_enough_is_known() -> None:
    assert not is_quick(1, [])
    assert not is_quick(1, [9.0] * (QUICK_FROM - 1))
    assert is_quick(1, [9.0] * QUICK_FROM)


def test_quick_is_faster_than_one_s_own_median() -> None:
    usual = [*range(1, 12)]  # the median is 6
    assert is_quick(5.9, usual)
    assert not is_quick(6, usual)
    assert not is_quick(60, usual)
