"""Starting sections over: cards and attempts count no more, the log keeps them, undo brings them back."""

from collections.abc import Callable

import pytest

from cli.banks import question
from cli.learner import Learner, asked

Refused = Callable[..., None]
YES = "yes\n"


@pytest.fixture
def done(learner: Learner) -> Learner:
    """Section 1 with pre, post and reviews; section 2 with a review; section 3 with a pre-quiz only."""
    for number in (1, 2, 3):
        learner.write(number, [question(f"s{number}-{n}") for n in range(1, 4)])
    for stage in ("--pre", "--post"):
        learner("quiz", "1", stage, input=YES * 9)
    learner("quiz", "3", "--pre", input=YES * 9)
    learner.review("2", input="no\nyes\nyes\nyes\n")
    return learner.on(2)


def state_of(learner: Learner, number: int) -> tuple[int, str]:
    section = learner.json("sections")["courses"][0]["sections"][number - 1]
    return section["cards"], section["state"]


def test_without_yes_and_without_a_terminal_it_exits_2_names_it_and_changes_nothing(
    done: Learner, refused: Refused
) -> None:
    before = done.log.read_bytes()
    refused(done("reset", "1", input="y\n"), 2, "--yes")
    assert done.log.read_bytes() == before


@pytest.mark.parametrize("yes", [["reset", "1", "--yes"], ["-y", "reset", "section-01"], ["reset", "-y", "number 1"]])
def test_it_says_the_counts_and_the_section_is_as_new(yes: list[str], done: Learner) -> None:
    out = done(*yes)
    assert out.code == 0
    words = " ".join(out.out.split())
    for told in ("small/section-1", "3 cards", "2 attempts", "aiinfra undo"):
        assert told in words
    assert state_of(done, 1) == (0, "new")
    assert not [name for name in done.cards if name.startswith("s1")]
    assert not [name for name in done.snapshot["questions"] if name.startswith("small/s1")]
    assert "First time here" in done("quiz", "1", input="/quit\n").out


def test_other_sections_stay_as_they_were(done: Learner) -> None:
    before = {name: card for name, card in done.cards.items() if not name.startswith("s1")}
    done("reset", "1", "--yes")
    assert done.cards == before
    assert (state_of(done, 2), state_of(done, 3)) == ((3, "new"), (0, "pre"))


def test_several_sections_at_once_and_one_named_twice(done: Learner) -> None:
    out = done("reset", "1", "section-1", "3", "--yes").out
    assert "3 cards, 3 attempts" in " ".join(out.split())
    assert done.events("reset")[0]["sections"] == ["small/section-1", "small/section-3"]
    assert {name[:2] for name in done.cards} == {"s2"}


def test_the_log_keeps_everything(done: Learner) -> None:
    before = done.log.read_bytes()
    done("reset", "1", "--yes")
    assert done.log.read_bytes().startswith(before)
    assert len(done.json("show", "s1-1")["history"]) == 2
    assert done.json("show", "s1-1")["card"] is None


def test_its_questions_leave_the_queue_and_begin_again(done: Learner) -> None:
    assert done.json("status")["due"] == 6
    done("reset", "1", "--yes")
    assert done.json("status")["due"] == 3
    assert {name[:2] for name in asked(done.review(input=YES * 9))} == {"s2"}
    assert len(asked(done.review("1", input=YES * 9))) == 3
    assert {card["reps"] for name, card in done.cards.items() if name.startswith("s1")} == {1}


def test_undo_brings_it_back_as_it_was(done: Learner) -> None:
    before = done.state, [state_of(done, number) for number in (1, 2, 3)], done.json("status")
    done("reset", "1", "2", "--yes")
    out = done("undo", "--yes")
    assert "reset of small/section-1, small/section-2" in " ".join(out.out.split())
    assert (done.state, [state_of(done, number) for number in (1, 2, 3)], done.json("status")) == before


def test_undo_of_a_reset_keeps_what_was_learned_since(done: Learner) -> None:
    done("reset", "2", "--yes")
    reset = done.events("reset")[0]["id"]
    done.review("2", "--limit", "1", input=YES)
    (name,) = (name for name in done.cards if name.startswith("s2"))
    assert done.cards[name]["reps"] == 1
    done("undo", reset, "--yes")
    assert done.cards[name]["reps"] == 2
    assert len([name for name in done.cards if name.startswith("s2")]) == 3


def test_a_reset_can_be_listed_and_what_came_before_it_still_be_taken_back(done: Learner) -> None:
    done("reset", "1", "--yes")
    assert "reset of small/section-1" in done("undo", "--list").out
    done("undo", "--yes")
    assert "s2" in done("undo", "--yes").out


def test_an_unfinished_attempt_is_dropped(done: Learner) -> None:
    done("quiz", "1", "--practice", input=YES)
    done("reset", "1", "--yes")
    assert "Resumed" not in done("quiz", "1", input="/quit\n").out


def test_marks_stay(done: Learner) -> None:
    """They are the learner's own words, not what was learned."""
    done("flag", "s1-1")
    done("suspend", "s1-2")
    done("reset", "1", "--yes")
    assert done.snapshot["flagged"].keys() == {"small/s1-1"}
    assert done.snapshot["suspended"].keys() == {"small/s1-2"}


def test_a_section_with_nothing_to_lose_needs_no_confirmation(learner: Learner) -> None:
    learner.write(1, [question("q")])
    out = learner("reset", "1")
    assert out.code == 0
    assert "nothing to start over" in out.out
    assert not learner.log.exists()


def test_one_unknown_section_and_nothing_is_reset(done: Learner, refused: Refused) -> None:
    before = done.log.read_bytes()
    refused(done("reset", "1", "section-9", "--yes"), 2, "section-9")
    refused(done("reset", "--yes"), 2)
    assert done.log.read_bytes() == before


def test_a_section_that_left_the_banks_can_be_reset_by_its_address(done: Learner) -> None:
    (done.banks / "small/section-02.yaml").unlink()
    assert done("reset", "small/section-2", "--yes").code == 0
    assert not [name for name in done.cards if name.startswith("s2")]


def test_the_same_day_begins_anew_too(learner: Learner) -> None:
    learner.write(1, [question("q")])
    learner.review("1", input=YES)
    learner("reset", "1", "--yes")
    body = learner.review("1", input="no\nyes\n")
    assert body["questions"][0]["rating"] == "again"
    assert learner.cards["q"]["reps"] == 1
    learner.file.unlink()
    learner("sections")
    assert learner.cards["q"]["reps"] == 1
