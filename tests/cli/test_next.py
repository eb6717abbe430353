"""The one best next step, and the places that speak of the same: next, home, status, sections, show, review."""

import re
import shlex
from collections.abc import Callable
from typing import Any

import pytest

from cli.banks import question, yes_section
from cli.learner import Learner, asked

Refused = Callable[..., None]
YES = "yes\n"


def rows(prefix: str, count: int) -> list[str]:
    return [question(f"{prefix}-{number}") for number in range(1, count + 1)]


@pytest.fixture
def small(learner: Learner) -> Learner:
    """Three sections of four questions."""
    for number in (1, 2, 3):
        learner.write(number, rows(f"s{number}", 4))
    return learner


def step(learner: Learner, *arguments: str) -> tuple[str, str]:
    """The command and the reason, which words and JSON tell alike."""
    body = learner.json("next", *arguments)
    assert list(body) == ["schema", "command", "why"]
    assert body["schema"] == "aiinfra/next/1"
    said = learner("next", *arguments, env={"COLUMNS": "200"})
    assert said.code == 0
    assert body["why"][1:] in said.out
    assert said.out.splitlines()[-1].strip() == body["command"]
    return body["command"], body["why"]


def finish(learner: Learner, number: int, right: str = YES) -> None:
    """Pre and post of a section."""
    for stage in ("--pre", "--post"):
        assert learner("quiz", str(number), stage, input=right * 9).code == 0


def test_a_new_learner_begins_with_the_first_section(small: Learner) -> None:
    command, why = step(small)
    assert command == "aiinfra quiz section-1"
    assert "Section number 1" in why


def test_after_the_pre_quiz_comes_the_post_quiz(small: Learner) -> None:
    small("quiz", "1", "--pre", input=YES * 4)
    assert step(small)[0] == "aiinfra quiz section-1"
    assert "post-quiz" in step(small)[1]


def test_a_section_that_was_begun_comes_before_an_earlier_one_that_was_not(small: Learner) -> None:
    small("quiz", "2", "--pre", input=YES * 4)
    small("quiz", "3", "--pre", input=YES * 4)
    assert step(small)[0] == "aiinfra quiz section-3"


def test_what_is_due_comes_before_all_else(small: Learner) -> None:
    finish(small, 1)
    small("quiz", "2", input=YES)
    command, why = step(small.on(4))
    assert command == "aiinfra review"
    assert "4 cards are due" in why
    assert "2 days ago (Mon 23 Nov)" in why
    small.review("--limit", "3", input=YES * 3)
    assert "1 card is due" in step(small)[1]


def test_then_an_unfinished_attempt(small: Learner) -> None:
    small("quiz", "2", "--practice", input=YES)
    command, why = step(small)
    assert command == "aiinfra quiz section-2 --practice"
    assert "3 of 4 left" in why
    resumed = small(*shlex.split(command)[1:], input=YES * 3)
    assert "Resumed: 1 of 4 done." in resumed.out
    assert resumed.code == 0


def test_an_attempt_that_was_only_looked_at_is_nothing_to_finish(small: Learner) -> None:
    small("quiz", "2", "--practice", input="")
    assert step(small)[0] == "aiinfra quiz section-1"
    assert "Resumed: 0 of 4 done." in small("quiz", "2", "--practice", input="").out


def test_then_new_questions_of_open_sections(small: Learner) -> None:
    small.review("1", "--limit", "1", input=YES)
    command, why = step(small)
    assert command == "aiinfra review"
    assert "3 new questions" in why
    small.review("--limit", "2", input=YES * 2)
    assert "1 new question " in step(small)[1]


def test_then_the_weakest_section(small: Learner) -> None:
    finish(small, 1)
    finish(small, 2, "no\n")
    small.on(1)("review", input=YES * 50)
    small("suspend", *(f"s{number}-{n}" for number in (1, 2) for n in range(1, 5)))
    command, why = step(small.on(2))
    assert command == "aiinfra quiz section-3", "all were right at the last try"
    small("quiz", "2", "--practice", input="no\n" * 4)
    assert step(small)[0] == "aiinfra quiz section-3", "it was practised today"
    command, why = step(small.on(3))
    assert command == "aiinfra quiz section-2 --practice"
    assert "Section number 2" in why
    assert "0 % right" in why


def test_then_the_next_section_and_at_the_end_practice(small: Learner) -> None:
    finish(small, 1)
    assert step(small)[0] == "aiinfra quiz section-2"
    for number in (2, 3):
        finish(small, number)
    command, why = step(small)
    assert command.endswith("--practice")
    assert "nothing is due" in why


def test_next_run_runs_it(small: Learner) -> None:
    done = small("next", "--run", input=YES * 4)
    assert done.code == 0
    assert "Pre-quiz of section-1" in done.out
    assert small("next", "--run", input=YES).code == 130, "with the exit code of what it ran"
    small("quiz", "1", "--post", "--restart", input=YES * 9)
    assert "Review: 4 due" in small.on(2)("next", "--run", input="/quit\n").out


def test_next_run_keeps_the_places_and_the_manner_that_were_named(small: Learner) -> None:
    other = small.twin("other file")
    other.review("1", input=YES * 4)
    assert "other file.json" in other.json("next")["command"]
    assert "Review: 4 due" in other.on(2)("next", "--run", input="/quit\n").out
    assert not small.log.exists()


def test_next_run_with_json_prints_one_object(small: Learner) -> None:
    """`--json` prints one object and nothing else on stdout (docs/json.md)."""
    done = small("next", "--run", "--json", input=YES * 4)
    assert done.out.startswith("{")
    assert done.json


def test_a_course_narrows_it_and_the_command_does_the_same(small: Learner) -> None:
    (small.banks / "second").mkdir()
    (small.banks / "second/section-01.yaml").write_text(yes_section("Of another course", "z", 2), encoding="utf-8")
    small.review("1", "second/section-1", input=YES * 6)
    small.on(2)
    assert "6 cards are due" in step(small)[1]
    command, why = step(small, "--course", "second")
    assert "2 cards are due" in why
    assert asked(small(*shlex.split(command)[1:], "--json", input=YES * 9).json) == ["z-1", "z-2"]


def test_without_any_usable_section_it_says_so(learner: Learner, refused: Refused) -> None:
    learner.write(1, ["  - {id: broken, ask: What is right?}\n"])
    refused(learner("next"), 3, "lint")


def test_a_course_whose_name_has_a_space_is_named_so_that_it_can_be_pasted(small: Learner, monkeypatch: Any) -> None:
    """In every step that names a section; and so it is run."""
    monkeypatch.delenv("AIINFRA_COURSE")
    (small.banks / "small").rename(small.banks / "my course")

    def runs(more: str, input: str) -> None:
        assert step(small, "--course", "my course")[0] == f"aiinfra quiz 'my course/section-1'{more}"
        assert small("next", "--course", "my course", "--run", input=input).code == 0

    runs("", "no\n/quit\n")
    runs(" --pre", "no\n" * 3)
    runs("", "no\n" * 4)
    small("suspend", *(f"s1-{n}" for n in range(1, 5)))
    small.on(1)
    runs(" --practice", YES * 4)


def test_a_finished_section_whose_questions_all_broke_is_not_named(small: Learner) -> None:
    finish(small, 1, "no\n")
    small("suspend", *(f"s1-{n}" for n in range(1, 5)))
    small.on(1)
    assert step(small)[0] == "aiinfra quiz section-1 --practice", "the weakest"
    small.write(1, [f"  - {{id: s1-{n}, ask: What is right?}}\n" for n in range(1, 5)])
    command, why = step(small)
    assert (command, "Section number 1" in why) == ("aiinfra quiz section-2", False)
    assert small("next", "--run", input=YES * 4).code == 0


# one truth in many places


def told(learner: Learner) -> dict[str, Any]:
    """What each place says of today."""
    status = learner.json("status")
    home = learner(env={"COLUMNS": "200"})
    assert home.code == 0
    line = re.search(r"(\d+) due · (\d+) new", home.out)
    sections = learner.json("sections")["courses"][0]["sections"]
    cards = [learner.json("show", name) for name in learner.cards]
    review = learner.review(input="")
    now = learner.now[:10]
    return {
        "status": (status["due"], status["new"]),
        "line": tuple(map(int, re.findall(r"\d+", learner("status").out))),
        "home": tuple(map(int, line.groups())) if line else (0, 0),
        "sections": sum(section["due"] for section in sections),
        "cards": sum(section["cards"] for section in sections),
        "show": sum(card["due"] is not None and card["due"] <= now for card in cards),
        "left": review["left"],
        "learning": status["learning"],
        "next": learner.json("next"),
    }


def test_all_places_agree_day_after_day(small: Learner) -> None:
    for number, lines in enumerate(("no\nyes\nyes ?\nyes\nyes\n", YES * 9, "no\n" + YES * 9, YES * 2, YES * 20)):
        small.on(number)
        small.review("1", *(["2"] if number == 2 else []), "--new", "3", input=lines)
        found = told(small)
        due, new = found["status"]
        assert found["line"] == found["home"] == found["status"]
        assert found["sections"] == due
        assert found["show"] == due
        assert found["cards"] == len(small.cards)
        assert found["left"] >= due + new
        assert bool(re.match(r"\d+ cards? (is|are) due", found["next"]["why"])) == (due > 0)
        tomorrow = small.on(number + 1).json("status")
        assert small.on(number).review(input="/quit\n")["due_tomorrow"] == tomorrow["due"]


def test_what_is_missed_and_not_yet_right_is_told_as_that_and_not_as_due(small: Learner) -> None:
    """`due` counts cards whose day has come; a miss of today comes back tomorrow."""
    small.review("1", "--limit", "1", input="no\n/quit\n")
    small("suspend", "s1-2", "s1-3", "s1-4")
    status = small.json("status")
    assert (status["due"], status["learning"]) == (0, 1)
    why = small.json("next")["why"]
    assert "due" not in why


def test_nor_is_a_question_that_changed(small: Learner) -> None:
    """It is asked once soon, before its day."""
    small.review("1", input=YES * 4)
    small.write(1, [*rows("s1", 3), question("s1-4") + "    rev: 2\n"])
    assert small.on(1).json("status")["due"] == 0
    command, why = step(small)
    assert command == "aiinfra review"
    assert "due" not in why


def test_suspended_and_hidden_cards_are_counted_nowhere(learner: Learner) -> None:
    learner.write(1, [question("twin-a", family="t"), question("twin-b", family="t"), *rows("q", 3)])
    learner.review("1", input=YES * 9)
    learner.on(1).review(input=YES * 9)
    learner("suspend", "q-1")
    learner.on(4)
    found = told(learner)
    assert found["status"] == (3, 0)
    assert found["line"] == found["home"] == (3, 0)
    assert "3 cards are due" in found["next"]["why"]
    assert found["sections"] == 3


def test_home_welcomes_and_then_tells_what_is_due(small: Learner) -> None:
    out = small().out
    assert "Welcome" in out
    assert "aiinfra quiz section-1" in out
    small.review("1", input=YES * 4)
    out = small.on(2)().out
    assert out.startswith("4 due · 0 new\n")
    assert out.splitlines()[-1] == "  aiinfra review"


@pytest.mark.parametrize("columns", ["40", "20", "10", "200"])
def test_its_command_stays_whole_at_any_width(columns: str, small: Learner) -> None:
    small("quiz", "2", "--practice", input=YES)
    for line in (["next"], []):
        assert "aiinfra quiz section-2 --practice\n" in small(*line, env={"COLUMNS": columns}).out
