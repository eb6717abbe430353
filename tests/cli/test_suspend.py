"""Leaving questions out of review, and taking them in again as they were."""

from collections.abc import Callable

import pytest

from cli.banks import question
from cli.learner import Learner, asked

Refused = Callable[..., None]
YES = "yes\n"


@pytest.fixture
def four(learner: Learner) -> Learner:
    learner.write(1, [question(f"q-{n}") for n in range(1, 5)])
    learner.review("1", "--limit", "3", input=YES * 3)
    return learner.on(2)


def test_a_suspended_card_is_neither_asked_nor_counted(four: Learner) -> None:
    done = four("suspend", "q-1", "small/q-2")
    assert (done.code, done.out) == (0, "small/q-1: left out of review.\nsmall/q-2: left out of review.\n")
    assert four.json("status")["due"] == 1
    assert four("status").out == "1 due · 1 new\n"
    assert asked(four.review(input=YES * 9)) == ["q-3", "q-4"]
    for line in (["--cram"], ["--ahead", "99"]):
        assert not {"q-1", "q-2"} & set(asked(four.review(*line, input=YES * 9)))


def test_a_suspended_new_question_is_not_asked(four: Learner) -> None:
    four("suspend", "q-4")
    assert four.json("status")["new"] == 0
    assert "q-4" not in asked(four.review(input=YES * 9))
    assert asked(four.review("1", "--new", "9", input=YES)) == []


def test_quizzes_still_ask_it(four: Learner) -> None:
    four("suspend", "q-1")
    body = four.json("quiz", "1", "--pre", input=YES * 4)
    assert "q-1" in {said["id"] for said in body["questions"]}


def test_unsuspend_brings_it_back_as_it_was(four: Learner) -> None:
    before = four.state
    four("suspend", "q-1")
    assert "q-1" in four.cards, "its card is kept"
    done = four("unsuspend", "q-1")
    assert (done.code, done.out) == (0, "small/q-1: in review.\n")
    assert four.state == before
    assert "q-1" in asked(four.review(input=YES * 9))


def test_twice_is_once(four: Learner) -> None:
    assert four("unsuspend", "q-1").out == "small/q-1: in review already.\n"
    four("suspend", "q-1", "q-1")
    assert four("suspend", "q-1").out == "small/q-1: left out of review already.\n"
    assert len(four.events("suspend")) == 1
    assert four.events("unsuspend") == []


def test_show_says_so_with_the_command_that_ends_it(four: Learner) -> None:
    four("suspend", "q-1")
    assert "aiinfra unsuspend small/q-1" in four.json("show", "q-1")["why"]
    assert "suspended" in four("show", "q-1").out.splitlines()[0]
    assert [event["event"] for event in four.json("show", "q-1")["history"]] == ["response", "suspend"]


def test_where_all_are_suspended_that_is_what_is_said(four: Learner) -> None:
    four("suspend", "q-1", "q-2", "q-3", "q-4")
    done = four("review")
    assert done.code == 0
    assert "no cards yet" not in done.out
    assert "suspended" in done.out
    assert four.json("status")["next_due"] is None


def test_one_unknown_name_and_nothing_is_suspended(four: Learner, refused: Refused) -> None:
    for command in ("suspend", "unsuspend"):
        refused(four(command, "q-1", "q-99"), 2, "q-99", "Nearest: q-")
        refused(four(command), 2)
    assert four.events("suspend") == []


def test_undo_takes_back_responses_not_marks(four: Learner) -> None:
    four("suspend", "q-1")
    four("undo", "--yes")
    assert four.snapshot["suspended"].keys() == {"small/q-1"}
    assert len(four.cards) == 2


def test_the_mark_of_a_question_that_left_the_bank_can_be_taken_away(four: Learner) -> None:
    four("suspend", "q-1")
    four.write(1, [question("q-2")])
    assert four("unsuspend", "small/q-1").code == 0
    assert four.snapshot["suspended"] == {}


def test_the_prompt_line_knows_too(four: Learner) -> None:
    """Both ways in: the line read off the snapshot and the whole program."""
    four("suspend", "q-1")
    four.file.unlink()
    four("sections")
    assert four("status").out == four("status", "--plain").out == "2 due · 1 new\n"
