"""What is kept of responses for the figures, worked by hand."""

from collections.abc import Sequence
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aiinfra_study.core.history import SPACED, learned, past, tallied
from aiinfra_study.core.interaction import CONFIDENCES
from aiinfra_study.core.replay import replay
from core.logbook import SECTION, Logbook

DAYS = [f"2026-11-{day:02}" for day in range(1, 29)]


def said(credit: float = 1, confidence: str | None = "sure", day: int = 0, **more: Any) -> dict[str, Any]:
    return {"credit": credit, "confidence": confidence, "day": DAYS[day], "section": SECTION, "seconds": 10.0, **more}


def row(*responses: tuple[dict[str, Any], bool]) -> dict[str, Any]:
    """The row after responses, each with whether it rates."""
    kept: dict[str, Any] | None = None
    for event, rated in responses:
        kept = learned(kept, event, rated=rated)
    assert kept is not None
    return kept


# a question


def test_a_response_that_does_not_rate_is_met_and_not_asked() -> None:
    assert row((said(), False)) == {"section": SECTION, "responses": 1, "credit": 1, "day": DAYS[0]}


def test_first_responses_of_a_day_are_counted_with_the_days_of_right_ones() -> None:
    kept = row((said(day=0), True), (said(0.5, day=3), True), (said(day=4), True), (said(0, day=4), False))
    assert (kept["asked"], kept["right"], kept["days"]) == (3, 2, [DAYS[0], DAYS[4]])
    assert (kept["responses"], kept["credit"], kept["day"]) == (4, 0, DAYS[4])


@pytest.mark.parametrize(("confidence", "right"), [("sure", 1), ("unsure", 1), (None, 1), ("guess", 0)])
def test_a_lucky_guess_is_not_right(confidence: str | None, right: int) -> None:
    assert row((said(1, confidence), True)).get("right", 0) == right


def test_no_more_days_are_kept_than_solid_takes() -> None:
    kept = row(*((said(day=day), True) for day in range(10)))
    assert kept["days"] == DAYS[10 - SPACED : 10]


def test_sure_and_wrong_stays_until_put_right() -> None:
    wrong = (said(0), True)
    assert row(wrong)["wrong"] == DAYS[0]
    assert row(wrong, (said(), False))["wrong"] == DAYS[0]  # the same day, after the feedback
    assert row(wrong, (said(1, "guess", 1), True))["wrong"] == DAYS[0]  # luck
    assert row(wrong, (said(0.5, "sure", 1), True))["wrong"] == DAYS[0]
    assert "wrong" not in row(wrong, (said(day=1), True))
    assert "wrong" not in row(wrong, (said(day=1), False))  # cram, on a later day
    assert row(wrong, (said(day=1), True), (said(0, day=2), True))["wrong"] == DAYS[2]


@pytest.mark.parametrize(("credit", "confidence"), [(0, "unsure"), (0, "guess"), (0, None), (0.5, "sure"), (1, "sure")])
def test_only_sure_and_all_wrong_is_a_confident_error(credit: float, confidence: str | None) -> None:
    assert "wrong" not in row((said(credit, confidence), True))


def test_misconceptions_are_held_until_put_right() -> None:
    chose: dict[str, Any] = {"misconceptions": ["c/a", "c/b"]}
    assert row((said(0, **chose), True))["held"] == ["c/a", "c/b"]
    again = row((said(0, **chose), True), (said(0.5, day=1, misconceptions=["c/z", "c/a"]), True))
    assert again["held"] == ["c/a", "c/b", "c/z"]
    assert "held" not in row((said(0, **chose), True), (said(day=1), True))
    assert row((said(0, **chose), False), (said(), False))["held"] == ["c/a", "c/b"]


@pytest.mark.parametrize("named", [None, "c/a", 7, {"c/a": 1}])
def test_misconceptions_that_are_no_list_are_none(named: Any) -> None:
    assert "held" not in row((said(0, misconceptions=named), True))


def test_rows_are_replaced_and_never_changed() -> None:
    before = row((said(0, misconceptions=["c/a"]), True))
    copy = {key: list(value) if isinstance(value, list) else value for key, value in before.items()}
    learned(before, said(day=1), rated=True)
    learned(before, said(0, day=1, misconceptions=["c/b"]), rated=True)
    assert before == copy


# a day


def test_a_day_is_summed_up() -> None:
    tally: dict[str, Any] | None = None
    for event, rating, known in (
        (said(stage="pre", confidence="guess"), "", False),
        (said(stage="review"), "good", False),
        (said(0, stage="review"), "again", True),
        (said(stage="review", confidence="unsure", seconds=300), "hard", True),
        (said(stage="review"), "", True),  # a repeat of the same day
        (said(stage="cram", seconds=None), "", True),
    ):
        tally = tallied(tally, event, rating, known=known)
    assert tally == {
        "seconds": 10 + 10 + 10 + 60 + 10,
        "reviews": 5,
        "known": 2,
        "kept": 1,
        "wrong": 1,
        "sure": [2, 1],
        "unsure": [1, 1],
        "guess": [1, 1],
    }


@pytest.mark.parametrize("confidence", [None, "certain", 7, ""])
def test_a_word_that_is_none_is_not_counted(confidence: Any) -> None:
    assert tallied(None, said(stage="review") | {"confidence": confidence}, "good", known=False).keys() == {
        "seconds",
        "reviews",
    }


# some days


def test_days_before_are_left_out_and_courses_told_apart() -> None:
    one: dict[str, Any] = {"reviews": 3, "seconds": 30.0, "known": 2, "kept": 1, "sure": [2, 1]}
    tallies: dict[str, dict[str, Any]] = {
        DAYS[0]: {"a": one},
        DAYS[1]: {"a": one, "b": {"seconds": 5.0}},
        DAYS[2]: {"b": one},
    }
    found = past(tallies, DAYS[1], DAYS[-1])
    assert found.reviews == {DAYS[1]: 3, DAYS[2]: 3}
    assert (found.known, found.kept, found.seconds) == (4, 2, 65.0)
    assert found.said == {"sure": (4, 2), "unsure": (0, 0), "guess": (0, 0)}
    assert past(tallies, DAYS[1], DAYS[-1], "a").reviews == {DAYS[1]: 3}
    assert past(tallies, DAYS[1], DAYS[-1], "b").seconds == 35.0
    assert past(tallies, DAYS[3], DAYS[-1]) == past({}, DAYS[0], DAYS[-1])
    assert past(tallies, DAYS[0], DAYS[0]).reviews == {DAYS[0]: 3}, "a clock that was set back leaves later days"
    assert (past(tallies, DAYS[0], DAYS[-1]).days, past(tallies, DAYS[0], DAYS[-1], "a").days) == (3, 2)


def test_a_day_of_pre_quizzes_is_no_day_of_review() -> None:
    assert past({DAYS[0]: {"a": {"seconds": 5.0}}}, DAYS[0], DAYS[-1]).reviews == {}


# from a log


STAGES = st.sampled_from(["pre", "post", "practice", "review", "cram", "ahead"])
RESPONSE = st.tuples(
    st.integers(0, 9),
    st.sampled_from("abc"),
    STAGES,
    st.sampled_from([0, 0.5, 1]),
    st.sampled_from([*CONFIDENCES, None]),
)
LOGS = st.lists(RESPONSE, max_size=25)
EARNED = {0: "again", 0.5: "hard", 1: "good"}


def logged(responses: Sequence[tuple[int, str, str, float, str | None]]) -> Logbook:
    book = Logbook()
    for day, name, stage, credit, confidence in sorted(responses, key=lambda response: response[0]):
        earned = "again" if confidence == "guess" else EARNED[credit]
        more = {"day": DAYS[day], "stage": stage, "confidence": confidence, "earned": earned}
        book.respond(None, name, credit, **more)
    return book


@given(LOGS)
def test_tallies_are_the_sums_of_the_log(responses: list[Any]) -> None:
    book = logged(responses)
    found = past(replay(book.events).tallies, DAYS[0], DAYS[-1])
    assert found.seconds == pytest.approx(1.5 * len(responses))
    with_feedback = [r for r in responses if r[2] != "pre"]
    assert found.reviews == {
        DAYS[day]: sum(r[0] == day for r in with_feedback) for day in {r[0] for r in with_feedback}
    }
    rating = {(r[0], r[1]) for r in responses if r[2] in ("post", "practice", "review")}
    assert found.known == len(rating) - len({name for _, name in rating})
    assert 0 <= found.kept <= found.known
    for count, right in found.said.values():
        assert 0 <= right <= count


@given(LOGS)
def test_rows_keep_within_what_was_asked(responses: list[Any]) -> None:
    progress = replay(logged(responses).events)
    for address, kept in progress.questions.items():
        mine = [r for r in responses if f"course/{r[1]}" == address]
        assert kept["responses"] == len(mine)
        days = {r[0] for r in mine if r[2] in ("post", "practice", "review")}
        assert kept.get("asked", 0) == len(days)
        assert kept.get("right", 0) <= kept.get("asked", 0)
        assert len(kept.get("days", [])) <= min(SPACED, kept.get("right", 0))
        assert kept.get("days", []) == sorted(set(kept.get("days", [])))


@given(LOGS, st.data())
def test_what_is_taken_back_is_counted_nowhere(responses: list[Any], data: st.DataObject) -> None:
    book = logged(responses)
    gone = data.draw(st.lists(st.sampled_from(book.events), unique_by=lambda e: str(e["id"]))) if responses else []
    for event in gone:
        book.undo(event["id"])
    without = [event for event in book.events if event["event"] == "response" and event not in gone]
    undone, never = replay(book.events), replay(without)
    assert (undone.tallies, undone.questions) == (never.tallies, never.questions)
