"""The result of an attempt, as the summary tells it and as JSON."""

import json
from typing import Any

import pytest

from aiinfra_study.core.gain import Gain
from aiinfra_study.core.progress import Attempt
from aiinfra_study.core.question import Question
from aiinfra_study.core.result import Result, result_of

from .logbook import Logbook, folded
from .reading import bank, checked

FOUND = checked(
    "objectives: {place: Place pods, size: Size memory, never: Never asked}\n"
    + bank(
        "id: a\nobjective: place\nclaim: x\ntruth: true\npoints: 3",
        "id: b\nobjective: place\nask: x\nright: k\nwrong: w",
        "id: c\nobjective: size\nask: x\nnumber: 1",
        "id: d\nobjective: size\nask: x\nanswer: x",
    )
)
QUESTIONS = {question.address: question for question in FOUND.questions}


def attempt(credits: dict[str, float], stage: str = "post", *, ended: bool = True, **said: Any) -> Attempt:
    log = Logbook()
    log.begin("att", ["a", "b", "c", "d"], stage)
    for question, credit in credits.items():
        log.respond("att", question, credit, **said)
    if ended:
        log.end("att", 0.5)
    return folded(log.events).attempts["att"]


def result(sat: Attempt, before: Attempt | None = None, passing: float | None = None) -> Result:
    return result_of(sat, QUESTIONS, FOUND.section, before, passing)


def test_the_score_is_the_mean_credit_weighted_by_points() -> None:
    told = result(attempt({"a": 1, "b": 0, "c": 0.5, "d": 0}))
    assert told.score == (3 * 1 + 0 + 0.5 + 0) / 6
    assert (told.right, told.responded, told.drawn) == (1, 4, 4)


def test_nothing_responded_has_no_score() -> None:
    told = result(attempt({}, ended=False))
    assert (told.score, told.credit, told.responded, told.drawn) == (None, 0, 0, 4)


@pytest.mark.parametrize(
    ("passing", "passed"), [(None, None), (75, True), (75.0001, False), (0, True), (100, False), (74.9, True)]
)
def test_passing_is_reaching_the_percentage(passing: float | None, passed: bool | None) -> None:
    told = result(attempt({"a": 1, "b": 1, "c": 0.5, "d": 0}), passing=passing)
    assert told.score == 0.75
    assert told.passed is passed


def test_nobody_fails_by_the_last_bit_of_a_number() -> None:
    """100 × 0.57 is 56.99999999999999."""
    told = result(attempt({"b": 0.57}), passing=57)
    assert told.passed is True


def test_an_unfinished_attempt_neither_passes_nor_gains() -> None:
    before = attempt({"a": 0}, "pre")
    told = result(attempt({"a": 1}, ended=False), before, 50)
    assert (told.passed, told.gain) == (None, None)


@pytest.mark.parametrize("stage", ["pre", "practice"])
def test_only_a_post_has_a_gain(stage: str) -> None:
    assert result(attempt({"a": 1}, stage), attempt({"a": 0}, "pre")).gain is None
    assert result(attempt({"a": 1}, "post"), None).gain is None


def test_a_gain_compares_with_the_pre() -> None:
    gain = result(attempt({"a": 1, "b": 1, "c": 0}), attempt({"a": 0, "b": 1}, "pre")).gain
    assert gain is not None
    assert (gain.pre, gain.post, gain.repeated, gain.gained, gain.lost) == (0.25, 1, 2, 1, 0)
    assert (gain.fresh, gain.fresh_score) == (1, 0)


def test_objectives_are_told_in_their_order_where_something_was_asked() -> None:
    told = result(attempt({"c": 0.5, "a": 1, "b": 0}))
    assert told.objectives == (("Place pods", 1, 2), ("Size memory", 0, 1))


def test_sure_and_wrong_is_told_of_what_earned_nothing() -> None:
    log = Logbook()
    log.begin("att", ["a", "b", "c", "d"])
    for question, credit, confidence in (("a", 0, "sure"), ("b", 0, "unsure"), ("c", 0.5, "sure"), ("d", 1, "sure")):
        log.respond("att", question, credit, confidence=confidence)
    told = result(folded(log.events).attempts["att"])
    assert [question.id for question in told.sure_and_wrong] == ["a"]


def test_an_idle_minute_is_the_most_that_counts() -> None:
    log = Logbook()
    log.begin("att", ["a", "b", "c", "d"])
    for question, seconds in (("a", 5.5), ("b", 3600), ("c", None)):
        log.respond("att", question, 1, seconds=seconds)
    told = result(folded(log.events).attempts["att"])
    assert told.seconds == 65.5
    assert [row["seconds"] for row in told.as_json()["questions"]] == [5.5, 3600, None]  # as measured


def test_the_json_has_the_keys_of_the_contract() -> None:
    told = result(attempt({"a": 1, "b": 0}), attempt({"a": 0}, "pre"), 50).as_json()
    assert list(told) == [
        *("schema", "course", "section", "stage", "attempt", "seed", "started", "finished", "count", "responded"),
        *("score", "credit", "passed", "questions", "gain"),
    ]
    assert list(told["questions"][0]) == [
        *("id", "kind", "response", "confidence", "credit", "correct", "rating", "seconds"),
    ]
    assert list(told["gain"]) == [
        *("pre", "post", "repeated", "gained", "lost", "p", "verdict", "fresh", "fresh_score", "change"),
    ]


def test_the_json_tells_the_attempt() -> None:
    told = result(attempt({"a": 1, "b": 0.5}, response="k")).as_json()
    assert told == {
        "schema": "aiinfra/quiz/1",
        "course": "course",
        "section": "section-1",
        "stage": "post",
        "attempt": "att",
        "seed": 7,
        "started": "tdev-1",
        "finished": "tdev-4",
        "count": 4,
        "responded": 2,
        "score": 0.875,
        "credit": 3.5,
        "passed": None,
        "questions": [
            {**ROW, "id": "a", "kind": "true-false", "credit": 1, "correct": True},
            {**ROW, "id": "b", "kind": "single", "credit": 0.5, "correct": False},
        ],
        "gain": None,
    }
    assert json.loads(json.dumps(told, allow_nan=False)) == told


ROW = {"response": "k", "confidence": "sure", "rating": None, "seconds": 1.5}


def test_a_question_gone_from_the_bank_still_counts() -> None:
    left: dict[str, Question] = {address: q for address, q in QUESTIONS.items() if address != "course/a"}
    told = result_of(attempt({"a": 1, "b": 0}), left, FOUND.section, None, None)
    assert told.score == 0.5
    assert [row["kind"] for row in told.as_json()["questions"]] == [None, "single"]
    assert told.objectives == (("Place pods", 0, 1),)


def test_an_unfinished_attempt_says_so_in_json() -> None:
    told = result(attempt({"a": 1}, ended=False)).as_json()
    assert told["finished"] is None
    assert (told["count"], told["responded"]) == (4, 1)


def test_gain_in_json_gives_words_for_the_verdict() -> None:
    told = result(attempt({"a": 1}), attempt({"a": 0}, "pre")).as_json()["gain"]
    figures = Gain(0, 1, 1, 1, 0, 0.5, 0, None)._asdict()
    assert figures.pop("once") == 0
    assert told == {**figures, "verdict": "could-be-luck", "change": None}
