"""`aiinfra learn`: pre-quiz, reading, post-quiz, gain; left and taken up again at each step."""

import re
from pathlib import Path

import pytest

from cli.learner import Learner
from cli.readings import QUESTIONS, with_reading

YES, NO = "yes\n" * 4, "no\n" * 4


@pytest.fixture
def reader(learner: Learner) -> Learner:
    return with_reading(learner)


def steps(text: str) -> list[str]:
    return re.findall(r"^Step (\d of \d): the ([\w-]+)", text, re.MULTILINE)


def test_three_steps_in_one_sitting(reader: Learner) -> None:
    done = reader("learn", "1", input=NO + YES)
    assert (done.code, done.err) == (0, "")
    assert steps(done.out) == [("1 of 3", "pre-quiz"), ("2 of 3", "reading"), ("3 of 3", "post-quiz")]
    order = ["Pre-quiz of section-1: 0 of 4 right", "Clusters in short", "The last words.", "Post-quiz of section-1: 4"]
    places = [done.out.index(text) for text in order]
    assert places == sorted(places)
    assert re.search(r"Gain|gain", done.out[places[-1] :])
    assert done.out.rstrip().split("\n")[-1].endswith(("day by day.", "aiinfra review"))
    assert "Resume" not in done.out
    assert done.out.count("Now read") == 0


@pytest.mark.parametrize("number", [0, 1, 3])
def test_leaving_a_quiz_keeps_what_was_done_and_the_same_command_goes_on(reader: Learner, number: int) -> None:
    for stage, before in (("pre", ""), ("post", NO)):
        done = reader("learn", "1", input=before + "no\n" * number + "/quit\n")
        assert done.code == 0
        assert done.out.rstrip().endswith("Resume: aiinfra learn section-1")
        done = reader("learn", "1")
        assert done.code == 130, "the end of input, with questions left"
        assert done.out.rstrip().endswith("Resume: aiinfra learn section-1")
        assert steps(done.out)[0][1] == f"{stage}-quiz"
        reader("reset", "1", "--yes")


def test_a_step_that_is_done_is_not_done_again(reader: Learner) -> None:
    reader("quiz", "1", "--pre", input=NO)
    done = reader("learn", "1")
    assert steps(done.out) == [("2 of 3", "reading"), ("3 of 3", "post-quiz")]
    assert done.code == 130
    assert steps(reader("learn", "1", input=YES).out) == [("3 of 3", "post-quiz")]
    done = reader("learn", "1")
    assert (done.code, steps(done.out)) == (0, [])
    assert "is learned: every step is done." in done.out
    assert "Review" in done.out or "aiinfra review" in done.out


def test_reading_before_the_quizzes_counts(reader: Learner) -> None:
    reader("study", "1")
    assert steps(reader("learn", "1", input=NO + YES).out) == [("1 of 3", "pre-quiz"), ("3 of 3", "post-quiz")]


def test_once_there_is_a_post_quiz_it_is_too_late_for_the_pre_quiz(reader: Learner) -> None:
    reader("quiz", "1", "--post", input="yes\n")
    assert steps(reader("learn", "1", input=YES).out) == [("2 of 3", "reading"), ("3 of 3", "post-quiz")]
    assert "is learned" in reader("learn", "1").out


def test_with_both_quizzes_begun_it_goes_on_with_the_post_quiz(reader: Learner) -> None:
    for stage in ("--pre", "--post"):
        reader("quiz", "1", stage, input="yes\n/quit\n")
    done = reader("learn", "1", input=YES)
    assert (done.code, steps(done.out)) == (0, [("2 of 3", "reading"), ("3 of 3", "post-quiz")])
    assert "Resumed: 1 of 4 done." in done.out
    assert "is learned" in reader("learn", "1").out


def test_a_section_without_a_reading_has_two_steps(learner: Learner) -> None:
    learner.write(1, QUESTIONS)
    done = learner("learn", "1", input=NO + YES)
    assert done.code == 0
    assert steps(done.out) == [("1 of 2", "pre-quiz"), ("2 of 2", "post-quiz")]
    assert "small/section-1 has no reading" in done.err


def test_each_step_says_how_long_it_takes(reader: Learner) -> None:
    done = reader("learn", "1", input=NO)
    assert len(re.findall(r"Step .*, about \d+ (min|s)$", done.out, re.MULTILINE)) == 3


def test_without_a_section_it_takes_the_next(reader: Learner) -> None:
    with_reading(reader, "# Two\n", 2)
    assert "Pre-quiz of section-1" in reader("learn", input=NO + YES).out
    assert "Pre-quiz of section-2" in reader("learn", input="/quit\n").out


def test_what_waits_for_review_is_offered(reader: Learner) -> None:
    reader("learn", "1", input=NO + YES)
    done = reader.on(40)("learn", "1")
    assert re.search(r"To keep it \(\d+ questions? waits?, about \d+ \w+\):", done.out)


def test_a_section_that_is_not_there_is_refused(reader: Learner) -> None:
    done = reader("learn", "9")
    assert (done.code, done.out) == (2, "")
    assert Path(reader.folder).exists()
