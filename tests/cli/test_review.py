"""The daily drill: what it asks, in which order, what comes back, and how it ends (docs/cli.md)."""

import re
import sys
from collections.abc import Callable
from datetime import date, timedelta
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

from aiinfra_study.cli.conversation import Conversation
from cli.banks import question, yes_section
from cli.learner import FIRST_DAY, Learner, asked

Refused = Callable[..., None]
YES = "yes\n"


def rows(prefix: str, count: int) -> list[str]:
    return [question(f"{prefix}-{number}") for number in range(1, count + 1)]


def day(number: int) -> str:
    return (date.fromisoformat(FIRST_DAY) + timedelta(number)).isoformat()


# what is asked


def test_without_cards_nothing_is_asked_and_it_says_how_cards_come(learner: Learner) -> None:
    learner.write(1, rows("q", 3))
    done = learner("review", input=YES)
    assert (done.code, done.err) == (0, "")
    assert "What comes now" not in done.out  # the next command follows
    assert "Next: aiinfra quiz section-1" in done.out
    assert "What comes now: aiinfra next" in learner("review", "--cram").out
    assert not learner.log.exists(), "and nothing is written"


def test_a_section_between_its_quizzes_is_reviewed_with_a_warning(learner: Learner) -> None:
    learner.write(1, rows("q", 3))
    learner.write(2, rows("r", 3))
    early = "The post-quiz of section-1 is still to come: what you see here now will count in its gain."
    assert early not in learner("review", "section-1", input=YES).out
    learner("quiz", "section-1", input=YES * 3)
    assert early in " ".join(learner("review", "section-1", input=YES).out.split())
    assert early in " ".join(learner("quiz", "section-1", "--practice", "-n", "1", input=YES).out.split())
    assert early not in learner("review", "section-2", input=YES).out
    learner("quiz", "section-1", input=YES * 3)
    assert early not in " ".join(learner("review", "section-1", "--cram", input=YES).out.split())


def test_going_ahead_reaches_the_next_card(learner: Learner) -> None:
    learner.write(1, rows("q", 2))
    for number in (0, 3, 20):
        learner.on(number)("review", "section-1", input=YES * 2)
    done = learner.on(20)("review")
    days = int(re.search(r"aiinfra review --ahead (\d+)", done.out)[1])  # type: ignore[index]
    assert days > 3
    assert "1/" in learner.on(20)("review", "--ahead", str(days), input=YES).out


def test_cards_of_a_course_whose_folder_is_not_named_are_told_of(learner: Learner, tmp_path: Path) -> None:
    learner.write(1, rows("q", 3))
    learner("review", "section-1", input=YES * 3)
    (tmp_path / "elsewhere").mkdir()
    done = learner.on(9)("review", env={"AIINFRA_BANKS": str(tmp_path / "elsewhere")})
    told = " ".join(done.out.split())
    assert "Cards of a course that is not here wait: 3 of small. Name its folder with --banks" in told
    assert "3 due" in learner.on(9)("status").out
    assert "is not here" not in learner.on(9)("review", input=YES * 3).out


def test_nothing_due_is_fine_and_says_when_the_next_card_comes(learner: Learner) -> None:
    learner.write(1, rows("q", 2))
    learner.review("1", input=YES * 2)
    done = learner("review", input=YES)
    assert done.code == 0
    assert "Nothing is due today" in done.out
    assert "in 2 days (Mon 23 Nov)" in done.out
    assert len(learner.events()) == 2


def test_due_cards_come_first_those_nearest_to_being_forgotten_at_the_head_then_new_ones(learner: Learner) -> None:
    for number in range(1, 5):
        learner.write(number, [question(f"q-{number}")])
    for place, number in enumerate((3, 1, 2)):
        learner.on(place).review(str(number), input=YES)
    learner.write(1, [question("q-1"), question("fresh")])
    assert asked(learner.on(9).review(input=YES * 4)) == ["q-3", "q-1", "q-2", "fresh"]


def test_sections_that_are_not_open_never_appear_unasked(learner: Learner) -> None:
    for number in (1, 2, 3):
        learner.write(number, rows(f"s{number}", 2))
    assert asked(learner.review("section-2", input=YES * 9)) == ["s2-1", "s2-2"]
    for later in range(1, 9):
        body = learner.on(later).review("--new", "50", input=YES * 9)
        assert not {name for name in asked(body) if not name.startswith("s2")}
    assert set(learner.cards) == {"s2-1", "s2-2"}


def test_a_section_stays_open_once_it_has_a_card(learner: Learner) -> None:
    learner.write(1, rows("q", 4))
    learner.review("1", "--limit", "1", input=YES)
    assert asked(learner.review(input=YES * 9)) == ["q-2", "q-3", "q-4"]


def test_naming_a_section_opens_it_for_that_review_only(learner: Learner) -> None:
    learner.write(1, rows("q", 4))
    assert learner.review("section-1", input="/quit\n")["left"] == 4
    assert learner.review()["left"] == 0
    assert learner.json("status")["new"] == 0


@pytest.mark.parametrize("line", [["1"], ["1", "--new", "3"], ["2", "--cram"], ["2", "--ahead", "5"]], ids=" ".join)
def test_the_command_that_goes_on_with_a_review_asks_what_is_left(line: list[str], learner: Learner) -> None:
    """Stopped early, the summary names a command; that one leads on, in the same sections and the same way."""
    learner.write(1, rows("q", 4))
    learner.write(2, rows("z", 4))
    learner.review("2", input=YES * 4)
    out = learner("review", *line, input="/quit\n").out
    command = out.splitlines()[-1].partition("aiinfra ")[2].split()
    done = learner(*command, "--json", input="/quit\n")
    assert (done.code, done.json["count"]) == (0, 3 if "3" in line else 4), command


def test_sections_narrow_a_review(learner: Learner) -> None:
    for number in (1, 2, 3):
        learner.write(number, rows(f"s{number}", 1))
    learner.review("1", "2", "3", input=YES * 3)
    assert asked(learner.on(2).review("2", "section-03", input=YES * 3)) == ["s2-1", "s3-1"]
    assert asked(learner.review("number 1", input=YES)) == ["s1-1"], "a part of the title, as anywhere"


def test_all_courses_take_part_and_course_narrows(learner: Learner) -> None:
    learner.write(1, rows("q", 1))
    (learner.banks / "second").mkdir()
    (learner.banks / "second/section-01.yaml").write_text(yes_section("Of another course", "z", 2), encoding="utf-8")
    learner.review("1", "second/section-1", input=YES * 3)
    body = learner.on(2).review(input="/quit\n")
    assert (body["count"], body["left"]) == (3, 3)
    assert learner.review("--course", "second", input="/quit\n")["left"] == 2
    addresses = [said["question"] for said in learner.review("-c", "small", input=YES)["questions"]]
    assert addresses == ["small/q-1"]


def test_what_the_pre_quiz_showed_orders_the_new_ones(learner: Learner) -> None:
    """Sure and wrong before all, then what else was missed, then what was not asked, then what was right."""
    learner.write(1, [*(question(f"asked-{n}") for n in range(1, 5)), question("unasked", "review")])
    learner("quiz", "1", "--pre", "--no-shuffle", input="yes\nno ?\n/skip\nno\n")
    body = learner.review("1", input=YES * 5)
    assert asked(body) == ["asked-4", "asked-2", "asked-3", "unasked", "asked-1"]


def test_questions_of_a_stage_take_part_when_it_is_over(learner: Learner) -> None:
    uses = ["both", "", "review", "pre", "post", "post"]
    learner.write(1, [question(f"{use or 'plain'}-{n}", use) for n, use in enumerate(uses)])
    assert asked(learner.review("1", "--new", "50", input=YES * 50)) == ["both-0", "plain-1", "review-2"]
    learner("quiz", "1", "--pre", input=YES * 2)
    assert asked(learner.review("--new", "50", input=YES * 50)) == [], "an attempt that is not finished is not over"
    learner("quiz", "1", "--pre", input=YES * 9)
    assert asked(learner.review("--new", "50", input=YES * 50)) == ["pre-3"]
    body = learner.json("quiz", "1", "--post", "-n", "1", input=YES)
    (done,) = (said["id"] for said in body["questions"])
    assert asked(learner.review("--new", "50", input=YES * 50)) == [{"post-4": "post-5", "post-5": "post-4"}[done]]


def test_the_next_objective_comes_in_between(learner: Learner) -> None:
    mixed = [question(f"{name}-{n}", objective=name) for name in ("wide", "rare") for n in range(3)]
    learner.write(1, mixed, "objectives: {wide: Do the one, rare: Do the other}\n")
    new = asked(learner.review("1", input=YES * 6))
    due = asked(learner.on(2).review(input=YES * 6))
    for ids in (new, due):
        assert len(ids) == 6
        assert all(before[:4] != after[:4] for before, after in pairwise(ids)), ids


def test_a_sibling_is_left_out_for_the_day_and_comes_on_another(learner: Learner) -> None:
    learner.write(1, [question("twin-a", family="twins"), question("twin-b", family="twins"), question("single")])
    assert asked(learner.review("1", input=YES * 9)) == ["twin-a", "single"]
    assert asked(learner.review(input=YES)) == [], "nor in a second review of the day"
    assert asked(learner.on(1).review(input=YES)) == ["twin-b"]
    status = learner.on(3).json("status")
    assert status["due"] == 2, "the sibling that is left out is not counted"
    assert "2 cards are due" in learner("next").out
    assert set(asked(learner.review(input=YES * 9))) == {"twin-a", "single"}
    status = learner.json("status")
    assert (status["due"], status["next_due"]) == (0, day(4))
    assert "left out today" in learner.json("show", "twin-b")["why"]
    assert "Nothing is due today. The next card is due tomorrow" in learner("review").out
    assert asked(learner.on(4).review(input=YES)) == ["twin-b"]


def test_a_missed_question_comes_back_after_five_others(learner: Learner) -> None:
    learner.write(1, rows("q", 8))
    body = learner.review("1", input="no\n" + YES * 8)
    assert asked(body) == [f"q-{n}" for n in (1, 2, 3, 4, 5, 6, 1, 7, 8)]
    assert (body["count"], body["responded"]) == (8, 9)


@pytest.mark.parametrize("miss", ["no", "/skip", "yes ??"])
def test_or_at_the_end_until_it_is_right_once(miss: str, learner: Learner) -> None:
    learner.write(1, rows("q", 3))
    body = learner.review("1", input=f"yes\n{miss}\nyes\n{miss}\n{miss}\nyes\nyes\n")
    assert asked(body) == ["q-1", "q-2", "q-3", "q-2", "q-2", "q-2"]
    assert [said["rating"] for said in body["questions"]] == ["good", "again", "good", None, None, None]
    assert learner.json("status")["learning"] == 0


def test_what_was_not_yet_right_comes_back_in_the_next_review_of_the_day(learner: Learner) -> None:
    learner.write(1, rows("q", 3))
    learner.review("1", input="no\nyes\n/quit\n")
    assert learner.json("status")["learning"] == 1
    body = learner.review(input=YES * 9)
    assert sorted(asked(body)) == ["q-1", "q-3"]
    assert learner.json("status")["learning"] == 0
    assert asked(learner.review(input=YES)) == []


def test_drawn_numbers_are_new_each_time_and_options_are_shuffled(learner: Learner) -> None:
    drawn = "{a: {range: [1, 99]}, b: {range: [1, 99]}}"
    options = "[" + ", ".join(f"option {n}" for n in range(8)) + "]"
    learner.write(
        1,
        [
            f"  - {{id: number, ask: 'What is {{a}} + {{b}}?', given: {drawn}, number: a + b}}\n",
            f"  - {{id: options, ask: Which?, right: key, wrong: {options}}}\n",
        ],
    )
    out = learner("review", "1", input="/skip\n" * 6).out
    asked_of = re.findall(r"What is (\d+ \+ \d+)", out)
    orders = re.findall(r"Which\?\n((?:  \d\) .*\n){9})", out)
    assert min(len(asked_of), len(orders)) >= 3
    assert min(len(set(asked_of)), len(set(orders))) > 1
    out = learner.on(1)("review", input="/skip\n" * 2).out
    assert {*re.findall(r"What is (\d+ \+ \d+)", out)} != {*asked_of}


# options


def test_new_ones_a_day_are_those_of_the_setting_one_fewer_for_every_ten_due(learner: Learner) -> None:
    learner.write(1, rows("old", 22))
    learner.write(2, rows("new", 20))
    learner.review("1", "--new", "22", input=YES * 22)
    learner.on(1).review("2", "--new", "1", input=YES)
    assert learner.on(2).json("status")["new"] == 8
    body = learner.review(input=YES * 12)
    assert (body["count"], body["left"], body["responded"]) == (30, 18, 12)
    assert learner.json("status")["new"] == 8, "the cards that were due today still count"
    body = learner.review(input=YES * 50)
    assert [name.partition("-")[0] for name in asked(body)] == ["old"] * 10 + ["new"] * 8
    assert learner.review(input=YES)["left"] == 0


def test_the_setting_holds_for_the_day_and_new_n_is_as_given(learner: Learner) -> None:
    assert learner("config", "new_per_day", "3").code == 0
    learner.write(1, rows("q", 12))
    assert len(asked(learner.review("1", input=YES * 12))) == 3
    assert asked(learner.review(input=YES * 12)) == []
    assert len(asked(learner.review("--new", "4", input=YES * 12))) == 4
    assert asked(learner.on(1).review("--new", "0", input=YES * 12)) == []
    assert len(asked(learner.review(input=YES * 12))) == 3
    learner("config", "new_per_day", "0")
    assert asked(learner.on(2).review("--new", "1", "--limit", "99", input=YES * 99))[-1] == "q-11"


def test_a_limit_counts_questions(learner: Learner) -> None:
    learner.write(1, rows("q", 9))
    body = learner.review("1", "--limit", "4", input=YES * 9)
    assert (asked(body), body["count"]) == (["q-1", "q-2", "q-3", "q-4"], 4)
    assert body["finished"] is not None, "what was asked for is done"
    assert body["left"] == 5
    assert len(asked(learner.on(2).review("--limit", "6", input=YES * 9))) == 6


def test_minutes_finish_the_running_question(learner: Learner) -> None:
    learner.write(1, rows("q", 9))
    done = learner("review", "1", "--minutes", "0.00001", "--json", input="/hint\n/flag\nno\nyes\n")
    assert done.code == 0
    assert (done.json["responded"], done.json["left"]) == (1, 9)
    assert done.json["finished"] is not None
    assert asked(learner.review("1", "--minutes", "60", input=YES * 9 + YES * 9))[0] == "q-1"


@pytest.mark.parametrize("option", [("--limit", "0"), ("--limit", "many"), ("--new", "-1"), ("--minutes", "-1")])
def test_a_value_out_of_range_is_refused(option: tuple[str, str], learner: Learner, refused: Refused) -> None:
    learner.write(1, rows("q", 2))
    refused(learner("review", "1", *option, input=YES), 2, option[0])


@pytest.mark.parametrize("option", [("--ahead", "0"), ("--spread", "0"), ("--minutes", "nan"), ("--ahead", "99999")])
def test_so_are_days_and_minutes_that_are_none(option: tuple[str, str], learner: Learner, refused: Refused) -> None:
    learner.write(1, rows("q", 2))
    learner.review("1", input=YES * 2)
    refused(learner.on(2)("review", *option, input=YES), 2, option[0])


@pytest.mark.parametrize("pair", [("--cram", "--ahead=3"), ("--ahead=3", "--spread=2"), ("--spread=2", "--cram")])
def test_two_ways_together_are_refused(pair: tuple[str, str], learner: Learner, refused: Refused) -> None:
    learner.write(1, rows("q", 2))
    learner.review("1", input=YES * 2)
    names = [option.partition("=")[0] for option in pair]
    refused(learner("review", *pair, input=YES), 2, *names)
    done = learner("review", *pair, "--json", input=YES)
    assert (done.code, done.json["error"]["code"]) == (2, "two-modes")
    assert len(learner.events()) == 2


def test_an_unknown_section_is_refused_before_anything_is_asked(learner: Learner, refused: Refused) -> None:
    learner.write(1, rows("q", 2))
    refused(learner("review", "1", "section-1x", input=YES), 2, "section-1x", "Nearest: section-1")
    refused(learner("review", "--course", "gone", input=YES), 2, "gone")
    assert not learner.log.exists()


# outside the schedule


def test_cram_asks_any_card_weakest_first_and_leaves_the_schedule(learner: Learner) -> None:
    for number in (1, 2, 3):
        learner.write(number, [question(f"q-{number}"), question(f"unseen-{number}")])
    for place, number in enumerate((2, 3, 1)):
        learner.on(place).review(str(number), "--limit", "1", input=YES)
    learner.on(3)
    before = learner.state
    body = learner.review("--cram", input="yes\nno\nyes ??\nyes\nyes\n")
    assert body["mode"] == "cram"
    assert asked(body) == ["q-2", "q-3", "q-1", "q-3", "q-1"], "no new ones, and what was missed comes back"
    assert {said["rating"] for said in body["questions"]} == {None}
    assert body["ratings"] == {"again": 0, "hard": 0, "good": 0, "easy": 0}
    after = learner.state
    assert after["cards"] == before["cards"]
    assert (after["drill"], after["missed"]) == (before["drill"], before["missed"])
    crammed = [event for event in learner.events() if event["stage"] == "cram"]
    assert len(crammed) == 5
    assert {(event["rating"], event["card"], event["scheduler"]) for event in crammed} == {(None, None, None)}


def test_cram_of_a_section_and_with_a_limit(learner: Learner) -> None:
    for number in (1, 2):
        learner.write(number, rows(f"s{number}", 3))
    learner.review("1", "2", input=YES * 6)
    assert asked(learner.review("2", "--cram", "--limit", "2", input=YES * 9)) == ["s2-1", "s2-2"]


def test_ahead_asks_cards_due_after_today_within_the_days(learner: Learner) -> None:
    """A good card is due in 2 days, an unsure one tomorrow."""
    for number in (1, 2, 3):
        learner.write(number, [question(f"q-{number}")])
    learner.review("1", input=YES)
    learner.on(1).review("2", input=YES)
    learner.on(2).review("3", input="yes ?\n")
    before = learner.state
    assert asked(learner.review("--ahead", "1", input=YES * 9)) == ["q-2", "q-3"], "q-1 is due today"
    body = learner.on(0).review("--ahead", "1", input=YES * 9)
    assert (body["mode"], body["questions"]) == ("ahead", []), "all are due later than that"
    assert sorted(asked(learner.review("--ahead", "3", input=YES * 9))) == ["q-1", "q-2", "q-3"]
    assert learner.state["cards"] == before["cards"]
    assert "1 days" not in learner.on(9)("review", "--ahead", "1").out


@pytest.mark.parametrize("outside", [["--cram"], ["--ahead", "9"]], ids=str)
def test_neither_uses_up_the_first_response_of_the_day(outside: list[str], learner: Learner) -> None:
    learner.write(1, rows("q", 1))
    learner.review("1", input=YES)
    learner.on(1)
    learner.review(*outside, input="no\nyes\n")
    assert learner.json("status")["learning"] == 0
    body = learner.json("quiz", "1", "--practice", input=YES)
    assert body["questions"][0]["rating"] == "good"
    assert learner.cards["q-1"]["reps"] == 2


def test_outside_the_schedule_the_feedback_says_so(learner: Learner) -> None:
    learner.write(1, rows("q", 1))
    learner.review("1", input=YES)
    out = learner("review", "--cram", input=YES).out
    assert "in 2 days (Mon 23 Nov)" in out
    assert "The schedule was not touched." in out
    assert "Retention" not in out


# a backlog


def test_spread_deals_a_backlog_out_by_recall_and_pauses_new_ones(learner: Learner) -> None:
    for number in range(1, 7):
        learner.write(number, [question(f"q-{number}"), question(f"fresh-{number}")])
        learner.on(6 - number).review(str(number), "--limit", "1", input=YES)
    learner.on(30)
    assert learner.json("status")["new"] == 6
    done = learner("review", "--spread", "3", "--json", input=YES * 9)
    assert asked(done.json) == ["q-6", "q-5"], "a third of them, nearest to being forgotten first"
    assert "6 cards dealt out over 3 days: 2 of these a day" in done.err
    assert "more cards forgotten" in " ".join(done.err.split()), "the cost is told"
    assert learner.events("spread")[0]["due"] == {
        f"small/q-{number}": day(30 + place // 2) for place, number in enumerate((6, 5, 4, 3, 2, 1))
    }
    assert (learner.json("status")["due"], learner.json("status")["new"]) == (0, 0)
    assert asked(learner.on(31).review(input=YES * 9)) == ["q-4", "q-3"]
    assert learner.on(32).json("status")["new"] == 0
    assert asked(learner.review(input=YES * 9)) == ["q-2", "q-1"]
    assert learner.on(33).json("status")["new"] == 6
    assert all(card["due"] > day(30) for card in learner.cards.values())


def test_spread_counts_in_study_days_and_a_card_dealt_out_says_so(learner: Learner) -> None:
    learner.write(1, rows("q", 4))
    learner.review("1", input=YES * 4)
    learner.on(10)("review", "--spread", "2", input="/quit\n")
    why = learner.json("show", "q-4")["why"]
    assert "tomorrow" in why
    assert "dealt out" in why
    assert learner.json("status")["due"] == 2


def test_a_few_cards_are_not_spread_over_more_days_than_there_are_cards(learner: Learner) -> None:
    learner.write(1, rows("q", 3))
    learner.review("1", input=YES * 3)
    learner.on(10)("review", "--spread", "365", input="/quit\n")
    assert sorted(learner.events("spread")[0]["due"].values()) == [day(10), day(11), day(12)]


def test_spread_without_a_backlog_changes_nothing(learner: Learner) -> None:
    learner.write(1, rows("q", 2))
    learner.review("1", input=YES * 2)
    done = learner("review", "--spread", "3")
    assert done.code == 0
    assert "Nothing is due today" in done.out
    assert learner.events("spread") == []


def test_after_a_break_a_large_pile_is_said_with_the_command_that_deals_it_out(learner: Learner) -> None:
    learner.write(1, rows("q", 50))
    learner.review("1", "--new", "50", input=YES * 50)
    out = learner.on(2)("review", input="/quit\n").out
    assert "--spread" not in out, "two days are no break"
    out = learner.on(20)("review", input="/quit\n").out
    assert "50 cards" in out
    assert "aiinfra review --spread 3" in out
    assert learner.events("spread") == []


# mix-ups

HEAD = """\
format: 1
misconceptions:
  nodes-by-hpa: {belief: The HPA adds nodes., contrast: It adds pods; nodes are added by another loop.}
"""


def confusing(identity: str) -> str:
    """A single question: 1 is right, 2 is the mix-up, 3 is another one."""
    return (
        f"  - id: {identity}\n    ask: Is {identity} right?\n    keep_order: 1\n    right: key\n"
        f"    wrong: [{{text: mix-up {identity}, misconception: nodes-by-hpa}}, other]\n"
    )


@pytest.fixture
def confused(learner: Learner) -> Learner:
    learner.write_head(HEAD)
    rows = [confusing("mix-a"), *(question(f"q-{n}") for n in range(7)), confusing("mix-b"), confusing("mix-c")]
    learner.write(1, rows)
    return learner


def test_the_same_mix_up_twice_brings_a_question_that_contrasts(confused: Learner) -> None:
    done = confused("review", "1", "--json", input="2\n" + YES * 5 + "1\n" + YES * 2 + "2\n1\n1\n")
    body = done.json
    ids = asked(body)
    place = ids.index("mix-b")
    assert ids[place : place + 3] == ["mix-b", "mix-c", "mix-b"]
    assert "The HPA adds nodes." in done.err[: done.err.index("Is mix-c right?")]
    assert ids.count("mix-c") == 1
    summary = " ".join(done.err[done.err.rindex("Rated:") :].split())
    assert "It adds pods; nodes are added by another loop." in summary
    assert "The HPA adds nodes." in confused("show", "mix-a").out
    assert confused.events()[0]["misconceptions"] == ["small/nodes-by-hpa"]


def test_another_wrong_option_or_a_first_mix_up_brings_none(confused: Learner) -> None:
    done = confused("review", "1", "--json", input="3\n" + YES * 5 + "1\n" + YES * 2 + "2\n1\n1\n")
    assert asked(done.json)[-3:] == ["mix-b", "mix-c", "mix-b"], "in its own place"
    assert "twice" not in done.err


def test_a_mix_up_is_remembered_from_one_day_to_another(confused: Learner) -> None:
    confused.review("1", "--limit", "1", input="2\n1\n")
    done = confused.on(1)("review", "--new", "1", "--json", input="2\n" + YES * 9)
    assert asked(done.json)[:2] == ["mix-a", "mix-b"], "one that was not asked today is put in between"
    assert "The HPA adds nodes." in done.err


def test_a_mix_up_that_was_taken_back_is_none(confused: Learner) -> None:
    done = confused("review", "1", "--json", input="2\n/undo\n1\n" + YES * 7 + "2\n1\n1\n")
    assert "twice" not in done.err
    done = confused.on(4)("review", "--json", input="/quit\n")
    assert "twice" not in done.err


def test_taking_a_mix_up_back_takes_its_contrast_back(confused: Learner) -> None:
    """The question put in between goes to its own place again, and no word of a mix-up stays."""
    confused("review", "1", "--limit", "1", input="2\n1\n")
    confused.on(1)
    done = confused("review", "--limit", "4", "--json", input="2\n/undo\n1\n" + "yes\n" * 3)
    ids = asked(done.json)
    assert ids[0] == "mix-a"
    assert "mix-b" not in ids[1:2]
    tail = done.err[done.err.rindex("Taken back") :]
    assert "mix-up twice" not in tail


# words at the end


def test_a_question_forgotten_often_is_named_and_never_hidden(learner: Learner) -> None:
    learner("config", "leech_lapses", "2")
    learner.write(1, rows("q", 2))
    learner.review("1", input=YES * 2)
    assert "Hard to keep" not in learner.on(2)("review", input="no\nyes\nyes\n").out
    out = learner.on(3)("review", input="no\nyes\n").out
    told = " ".join(out[out.index("Hard to keep") :].split())
    assert learner.cards["q-1"]["lapses"] == 2
    for words in ("small/q-1", "2 times", "aiinfra show small/q-1", "small/section-1", "aiinfra suspend small/q-1"):
        assert words in told
    assert learner.on(4).json("status")["due"] == 1
    assert asked(learner.review(input=YES)) == ["q-1"]


def test_sure_and_wrong_is_told_once_more_with_the_reason_at_the_end(learner: Learner) -> None:
    text = (
        "  - id: a\n    ask: Which?\n    keep_order: 1\n    right: key\n    wrong: [{text: no, why: It is not.}, x]\n"
    )
    learner.write(1, [text, question("b"), question("c")])
    out = learner("review", "1", input="2\nno ?\nyes\n1\nyes\n").out
    summary = out[out.index("Sure and wrong: 1.") :]
    assert "Which?" in summary
    assert "It is not." in summary
    assert "Right: key" in summary
    assert "Is b right?" not in summary, "not sure, so not among them"


def test_sure_and_wrong_names_the_question_and_what_each_reason_is_about(learner: Learner) -> None:
    """Also of a cloze, which has no stem of its own, and of pairs, whose reasons speak of one pair each."""
    gaps = "  - {id: c, blanks: 'One [[alpha]] two [[beta]].'}\n"
    learner.write(1, [gaps, "  - {id: p, ask: Match., match: {cat: meow, dog: woof}}\n"])
    out = learner("review", "1", input="x | y\n/skip\n/quit\n").out
    summary = out[out.index("Sure and wrong: 1.") :]
    assert "One " in summary
    assert "  -\n" not in summary
    assert summary.index("x") < summary.index('"alpha"') < summary.index("y") < summary.index('"beta"')


def overconfident(learner: Learner, unsure: int = 0) -> None:
    """45 responses of a pre-quiz: 6 sure ones wrong, some unsure."""
    learner.write(1, [*(question(f"p-{n}", "pre") for n in range(45)), *rows("q", 9)])
    lines = "no\n" * 6 + "yes ?\n" * unsure + YES * (39 - unsure)
    learner("quiz", "1", "--pre", "-n", "45", input=lines)


def test_whoever_is_always_sure_and_often_wrong_is_told_once_a_week(learner: Learner) -> None:
    overconfident(learner)
    review = ("review", "1", "--limit", "1")
    told = " ".join(learner(*review, input=YES).out.split())
    assert "of your last 46" in told.lower()
    assert "6 were wrong" in told
    assert "How sure" not in learner(*review, input=YES).out
    assert "How sure" not in learner.on(6)(*review, input=YES).out
    assert "How sure" in learner.on(7)(*review, input=YES).out
    assert "How sure" not in learner.on(8)(*review, input=YES).out


@pytest.mark.parametrize("unsure", [3, 20])
def test_whoever_doubts_now_and_then_is_not(unsure: int, learner: Learner) -> None:
    overconfident(learner, unsure)
    assert "How sure" not in learner("review", "1", "--limit", "1", input=YES).out


def test_the_summary_says_what_comes_tomorrow_and_the_run_of_days(learner: Learner) -> None:
    learner.write(1, rows("q", 4))
    out = learner("review", "1", input="no ?\nyes\nyes ?\nyes\nyes\n").out
    assert "Tomorrow: 2 due" in out
    out = learner.on(1)("review", input=YES * 2).out
    assert "2 of 2 recalled" in out
    assert "2 days in this run" in out
    assert "Tomorrow: 2 due" in out


def test_a_first_response_is_no_retention(learner: Learner) -> None:
    """What was never learned cannot have been kept or lost: new questions count for ratings only."""
    learner.write(1, rows("q", 4))
    body = learner.review("1", input="no\nno\nno\nyes\n" + YES * 3)
    assert body["ratings"] == {"again": 3, "hard": 0, "good": 1, "easy": 0}
    assert body["retention"] is None


def test_it_says_at_the_start_how_much_there_is(learner: Learner) -> None:
    learner.write(1, rows("q", 12))
    assert learner("review", "1", input="/quit\n").out.startswith("Review: 0 due, 10 new, about 4 min.\n")
    learner.review("1", "--new", "3", input=YES * 3)
    learner.on(2)
    first = learner("review", "--limit", "2", input="/quit\n").out.splitlines()[0]
    assert first.startswith("Review: 3 due, 9 new; of these 2, about ")


# in between


def test_actions_within_a_review(learner: Learner) -> None:
    learner.write(1, rows("q", 3))
    done = learner("review", "1", "--json", input="/undo\n/flag\n/hint\nno\n/undo\nyes\n/read\nyes\n/quit\n")
    assert done.code == 0
    assert "Nothing to take back" in done.err
    assert "No hint" in done.err
    assert [event["event"] for event in learner.events("")] == ["flag", "response", "undo", "response", "response"]
    assert asked(done.json) == ["q-1", "q-2"]
    assert learner.snapshot["flagged"].keys() == {"small/q-1"}


def test_bad_input_is_explained_and_the_third_time_skipped(learner: Learner) -> None:
    learner.write(1, ["  - {id: a, claim: It is so., truth: true}\n", question("b")])
    done = learner("review", "1", "--json", input="maybe\n\n9\nyes\n1\n")
    assert "neither true nor false" in done.err
    assert "Skipped after 3 tries" in done.err
    assert [said["response"] for said in done.json["questions"]] == [None, "yes", True]


def test_a_question_that_left_the_bank_meanwhile_is_passed_over(learner: Learner) -> None:
    learner.write(1, rows("q", 3))
    learner.review("1", input=YES * 3)
    learner.write(1, [question("q-2")])
    assert asked(learner.on(2).review(input=YES * 3)) == ["q-2"]


def test_without_confidence_question_marks_are_text(learner: Learner) -> None:
    learner.write(1, rows("q", 2))
    body = learner.review("1", "--no-confidence", input="no ?\nyes\nyes\n")
    assert [said["response"] for said in body["questions"]] == ["no ?", "yes", "yes"]
    assert {said["confidence"] for said in body["questions"]} == {None}
    assert learner.cards["q-2"]["due"] == day(2), "what is right counts as sure"


def test_a_broken_question_is_left_out_and_said(learner: Learner) -> None:
    learner.write(1, [*rows("q", 2), "  - {id: broken, ask: What is right?}\n"])
    done = learner("review", "1", "--json", input=YES * 2)
    assert (done.code, done.json["responded"]) == (0, 2)
    assert "1 question was left out of small/section-1" in done.err
    done = learner.on(2)("review", "--json", input=YES * 2)
    assert (done.code, done.json["responded"]) == (0, 2)
    assert "left out" in done.err
    assert "aiinfra lint" in done.err


def test_a_bank_that_cannot_be_read_does_not_stop_the_others(learner: Learner) -> None:
    for number in (1, 2):
        learner.write(number, rows(f"s{number}", 1))
    learner.review("1", "2", input=YES * 2)
    (learner.banks / "small/section-01.yaml").write_bytes(b"\xff\x00")
    done = learner.on(2)("review", "--json", input=YES * 2)
    assert (done.code, asked(done.json)) == (0, ["s2-1"])


def test_two_terminals_see_each_others_responses(learner: Learner, run: Any) -> None:
    learner.write(1, rows("q", 3))
    learner.review("1", "--limit", "2", input=YES * 2)
    there = run("review", "--json", input=YES * 3, env={"AIINFRA_NOW": learner.now})
    assert (there.code, asked(there.json)) == (0, ["q-3"])
    assert learner.review(input=YES)["left"] == 0


@pytest.mark.skipif(sys.platform == "win32", reason="an open file can be removed as POSIX has it")
@pytest.mark.parametrize("words", [("review", "1"), ("quiz", "1", "--practice")], ids=" ".join)
def test_a_log_that_vanished_meanwhile_is_said_in_place_of_the_figures(
    words: tuple[str, ...], learner: Learner, monkeypatch: pytest.MonkeyPatch
) -> None:
    """After the last response, before anything is said to be kept."""
    learner.write(1, rows("q", 2))
    hold = Conversation.hold

    def held(conversation: Conversation) -> None:
        hold(conversation)
        learner.log.unlink()

    monkeypatch.setattr(Conversation, "hold", held)
    done = learner(*words, "--json", input="yes\n/quit\n")
    assert (done.code, done.json["error"]["code"]) == (3, "log-missing")
