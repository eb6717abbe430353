"""A target date: what it takes, what follows it, and what does not."""

import json
import re
import time
from collections import Counter
from collections.abc import Iterable
from datetime import date, datetime, timedelta
from math import ceil
from pathlib import Path
from random import Random
from types import SimpleNamespace
from typing import Any

import pytest

from aiinfra_study.cli import glance
from aiinfra_study.cli.commands.status import gather
from aiinfra_study.cli.desk import Globals
from aiinfra_study.core.plan import Course, outlook
from aiinfra_study.core.preset import Preset
from aiinfra_study.core.schedule import Scheduler
from aiinfra_study.store.log import seal
from aiinfra_study.ui.cells import width_of
from cli.banks import question, section, write_course
from cli.learner import FIRST_DAY, Learner, asked
from conftest import set_zone

BY = "2026-12-31"  # 40 days after the first
DOCS = Path(__file__).parents[2] / "docs" / "json.md"


def day(number: int) -> str:
    return (date.fromisoformat(FIRST_DAY) + timedelta(days=number)).isoformat()


def some(prefix: str, count: int, use: str = "") -> list[str]:
    """So many questions, that no stage keeps for itself unless `use` says so."""
    return [question(f"{prefix}{number:02}", use=use) for number in range(count)]


def yes(count: int = 200) -> str:
    return "yes\n" * count


@pytest.fixture
def four(learner: Learner) -> Learner:
    """Four sections of 20 questions each, all new."""
    for number in range(1, 5):
        learner.write(number, some(f"s{number}-", 20))
    return learner


def plan(learner: Learner) -> dict[str, Any]:
    return learner.json("plan")


def new_ones(body: dict[str, Any], learner: Learner) -> list[str]:
    """Ids of the questions that a review showed for the first time, in order."""
    events = learner.events()
    rated = [event for event in events if event["day"] == events[-1]["day"] and event["card"] is not None]
    first = {event["question"].partition("/")[2] for event in rated if event["before"] is None}
    return [identity for identity in dict.fromkeys(asked(body)) if identity in first]


# which dates


@pytest.mark.parametrize(
    ("by", "words"),
    [
        (FIRST_DAY, "not after today"),
        ("2026-11-20", "not after today"),
        ("2031-11-26", "five years"),
        ("9999-12-31", "five years"),
        *(
            (text, "is not a date")
            for text in ("soon", "", "2027-1-15", "20270115", "2027-W02-5", "2027-02-30", "\x1b[1m")
        ),
    ],
)
def test_a_date_that_is_none_or_past_or_too_far_is_refused_and_nothing_is_kept(
    by: str, words: str, four: Learner, refused: Any
) -> None:
    done = four("plan", f"--by={by}")
    refused(done, 2, words)
    assert "\x1b" not in done.err
    assert not four.log.exists()


@pytest.mark.parametrize("by", ["2026-11-22", "2031-11-25"])
def test_tomorrow_is_a_date_and_a_day_in_five_years_too(by: str, four: Learner) -> None:
    assert four("plan", "--by", by).code == 0
    assert plan(four)["by"] == by


def test_a_plan_made_at_night_counts_from_the_study_day(four: Learner, refused: Any) -> None:
    """At three in the morning it is still the day before, so today's date is a day away."""
    four.on(0, "03:00:00Z")
    refused(four("plan", "--by", "2026-11-20"), 2, "not after today (2026-11-20)")
    assert four("plan", "--by", FIRST_DAY).out.startswith("Plan: small, by Sat 21 Nov, tomorrow.")
    assert (plan(four)["made"], plan(four)["days"], plan(four)["active"]) == ("2026-11-20", 1, True)
    four.on(0, "04:00:00Z")
    assert (plan(four)["days"], plan(four)["active"]) == (0, False)


@pytest.mark.parametrize(("first", "share"), [(19, 0.6), (20, 0.0)])
def test_it_reckons_with_three_of_five_first_responses_right_until_there_are_twenty(
    first: int, share: float, four: Learner
) -> None:
    """In a pre-quiz, which makes no cards: nineteen wrong ones say too little, twenty say that nothing is known."""
    by = date.fromisoformat(FIRST_DAY) + timedelta(days=2)
    four("plan", "--by", by.isoformat())
    four("quiz", "section-1", "--pre", "--count", str(first), input="no\n" * first)
    addresses = [f"small/s{number}-{place:02}" for number in range(1, 5) for place in range(20)]
    scheduler = Scheduler(Preset(until=by.isoformat()))
    found = plan(four)
    course = Course(scheduler, date.fromisoformat(FIRST_DAY), by, found["new_per_day"], share)
    assert found["unseen"] == len(addresses)
    assert found["ready_then"] == outlook(addresses, {}, course).then


# which sections


@pytest.mark.parametrize(
    ("words", "code", "told"),
    [
        (("--by", BY, "--clear"), 2, "--by and --clear exclude each other"),
        (("section-1",), 2, "needs a date"),
        (("--by", BY, "section-9"), 2, 'no section "section-9"'),
        (("--by", BY, "1", "nothing"), 2, 'no section "nothing"'),
        (("--by", BY, "section-5"), 3, "section-05.yaml:4:5"),
        (("--by", BY, "--course", "nowhere"), 2, 'no course "nowhere"'),
    ],
)
def test_what_cannot_be_planned_is_refused_and_nothing_is_kept(
    words: tuple[str, ...], code: int, told: str, four: Learner, refused: Any
) -> None:
    four.write(5, ["  - {id: broken, ask: What is right?}\n"])
    refused(four("plan", *words), code, told)
    assert not four.log.exists()


def test_without_names_it_is_about_the_sections_of_the_course_that_have_questions(four: Learner) -> None:
    four.write(5, ["  - {id: broken, ask: What is right?}\n"])
    four("plan", "--by", BY)
    assert plan(four)["sections"] == [f"small/section-{number}" for number in range(1, 5)]


def test_sections_come_in_the_order_named_once_each_of_any_course(four: Learner) -> None:
    write_course(four.banks / "other", {"section-01.yaml": section("Elsewhere", some("o", 3))})
    out = four("plan", "--by", BY, "3", "other/section-1", "section-3", "Section number 1").out
    assert plan(four)["sections"] == ["small/section-3", "other/section-1", "small/section-1"]
    assert out.startswith("Plan: section-3, other/section-1, section-1, by Thu 31 Dec, in 40 days.")
    assert new_ones(four.review(input=yes()), four) == ["s3-00", "s3-01"]
    four("plan", "--by", "2026-11-23", "--course", "other")
    assert plan(four)["sections"] == ["other/section-1"]
    assert new_ones(four.on(1).review(input=yes()), four) == ["o00", "o01", "o02"]


def test_of_many_sections_three_are_named(four: Learner) -> None:
    write_course(four.banks / "other", {"section-01.yaml": section("Elsewhere", some("o", 3))})
    out = four("plan", "--by", BY, "4", "3", "2", "1", "other/section-1").out
    assert out.startswith("Plan: section-4, section-3, section-2 and 2 more, by Thu 31 Dec")


def test_sections_deleted_since_are_left_out(four: Learner) -> None:
    four("plan", "--by", BY, "2", "1")
    (four.banks / "small" / "section-02.yaml").unlink()
    found = plan(four)
    assert (found["sections"], found["questions"]) == (["small/section-1"], 20)
    assert new_ones(four.review(input=yes()), four) == ["s1-00"]


@pytest.mark.parametrize("how", ["gone", "suspended"])
@pytest.mark.parametrize("over", [False, True])
def test_of_no_question_at_all_no_share_is_made_up(how: str, over: bool, four: Learner) -> None:
    four.write(5, some("s5-", 1))
    four("plan", "--by", BY, "5")
    if how == "gone":
        (four.banks / "small" / "section-05.yaml").unlink()
    else:
        four("suspend", "s5-00")
    four.on(40 if over else 1)
    found = plan(four)
    assert (found["questions"], found["ready"], found["ready_then"], found["ready_idle"]) == (0, None, None, None)
    assert not found["new_today"]
    done = four("plan")
    assert "%" not in done.out
    assert "has no question left" in done.out
    for command in ((), ("next",), ("status",)):
        assert four(*command).code == 0, command


def test_when_all_is_begun_no_new_ones_are_asked_for(four: Learner) -> None:
    four.review("1", "--new", "20", input=yes())
    four("plan", "--by", BY, "1")
    found = plan(four.on(1))
    assert (found["unseen"], found["new_per_day"], found["new_today"]) == (0, 0, 0)
    assert "In this order" not in four("plan").out
    assert four("status").out == "0 due · 0 new\n"


# impossible


@pytest.mark.parametrize(("by", "sizes"), [(1, (300, 600)), (2, (500, 500, 900)), (5, (400, 400, 400, 1000))])
def test_a_plan_of_more_than_four_hours_a_day_is_refused_and_what_is_offered_is_possible(
    by: int, sizes: tuple[int, ...], learner: Learner, refused: Any
) -> None:
    for number, size in enumerate(sizes, 1):
        learner.write(number, some(f"s{number}-", size))
    learner("plan", "--by", BY, "1")
    kept = learner.log.read_bytes()
    done = learner("plan", "--by", day(by))
    refused(done, 2, f"{day(by)} would take ", "Possible in 4 hours a day: ")
    hours = re.search(r"([\d.]+) hours a day\n", done.err)
    assert hours is not None
    assert float(hours[1]) > 4
    assert learner.log.read_bytes() == kept, "the plan before stays"
    later = re.search(r"all of it by (\S+)\.\n", done.err)
    assert later is not None
    named = re.search(r"by then section-(\d)(?: to section-(\d))?;", done.err)
    assert named is not None
    last = int(named[2] or named[1])
    assert learner("plan", "--by", day(by), *map(str, range(1, last + 1))).code == 0
    assert learner("plan", "--by", later[1]).code == 0


def test_what_no_date_within_five_years_can_hold_is_told_so(learner: Learner, refused: Any) -> None:
    learner("config", "maximum_interval", "2")
    learner.write(1, some("s1-", 2400))
    done = learner("plan", "--by", day(1500))
    refused(done, 2, "Possible in 4 hours a day: fewer sections.")


# the end of it


def test_clear_ends_it_and_says_when_there_is_none(four: Learner) -> None:
    assert four("plan", "--clear").out == "There is no plan.\n"
    assert not four.log.exists()
    assert four("plan").out == "There is no plan.\nTo make one: aiinfra plan --by DATE\n"
    assert plan(four) == {"schema": "aiinfra/plan/1", "by": None}
    four("plan", "--by", BY)
    assert four("plan", "--clear").out == "The plan is ended; cards keep the days they have.\n"
    assert four.json("plan", "--clear") == {"schema": "aiinfra/plan/1", "by": None}
    assert [event["by"] for event in four.events("plan")] == [BY, None]
    assert plan(four)["by"] is None
    assert "Plan" not in four().out
    assert four("status").out == "0 due · 0 new\n"


def test_once_the_date_has_come_the_plan_leads_nothing(four: Learner) -> None:
    four("config", "new_per_day", "7")
    four("plan", "--by", day(8), "2")
    four.review("1", "--new", "1", input=yes())
    four.on(8)
    out = four("plan").out
    assert out.startswith("The plan for Sun 29 Nov is over: 0 % ready today.\nTo end it: ")
    assert out.endswith("aiinfra plan --clear\n")
    assert "Plan" not in four().out
    body = four.review(input=yes())
    assert new_ones(body, four) == [f"s1-{number:02}" for number in range(1, 8)]
    assert all("until" not in event["scheduler"] for event in four.events() if event["day"] == day(8))


def test_its_ready_today_is_one_number_in_words_and_in_json(four: Learner) -> None:
    four("plan", "--by", day(6), "1")
    four.review(input=yes())
    four("suspend", "s1-19")
    for on in (1, 6):
        ready = plan(four.on(on))["ready"]
        assert f"{100 * ready:.0f} %" in four("plan").out
        assert 0 < ready < 1


# what is told


def tables(text: str) -> set[str]:
    """The keys that the page on `plan --json` names."""
    part = text.split("\n## plan\n")[1].split("\n## ")[0]
    return {key for row in re.findall(r"^\| (`[^|]*) \|", part, re.MULTILINE) for key in re.findall(r"`(\w+)`", row)}


@pytest.mark.parametrize("state", ["made", "over", "seen"])
def test_the_json_has_the_keys_of_its_page_and_no_nan(state: str, four: Learner) -> None:
    four("plan", "--by", day(9))
    if state == "seen":
        four.review("--new", "80", input=yes())
    four.on({"made": 0, "seen": 2, "over": 30}[state])

    def refuse(constant: str) -> None:
        raise AssertionError(constant)

    found = json.loads(four("plan", "--json").out, parse_constant=refuse)
    assert set(found) == tables(DOCS.read_text(encoding="utf-8"))
    assert found["schema"] == "aiinfra/plan/1"
    assert (found["by"], found["made"], found["questions"]) == (day(9), FIRST_DAY, 80)
    assert found["active"] is (state != "over")
    assert found["unseen"] == (0 if state == "seen" else 80)
    counts = [found[key] for key in ("new_per_day", "new_today")]
    numbers = [found[key] for key in ("reviews_per_day", "minutes_per_day", "ready_then", "ready_idle")]
    if state == "over":
        assert set(counts + numbers) == {None}
    else:
        assert all(type(value) is int for value in counts)
        assert all(type(value) is float and value >= 0 for value in numbers)
        assert max(found["ready"], found["ready_then"], found["ready_idle"]) <= 1


@pytest.mark.parametrize("width", [40, 80])
@pytest.mark.parametrize("plain", [False, True])
def test_it_fits_the_screen(width: int, plain: bool, four: Learner) -> None:
    four("plan", "--by", BY)
    four.on(10).review(input=yes(2))
    env = {"COLUMNS": str(width), "AIINFRA_PLAIN": "1" if plain else "0"}
    for command in (("plan",), ()):
        out = four(*command, env=env).out
        assert max(map(width_of, out.splitlines())) <= width
        assert "\x1b" not in out
    out = four("plan", env=env).out
    assert ("█" in out) == (width == 80 and not plain)
    assert "Ready" in out
    assert all(word in out for word in ("if nothing is", "section-4", "20 of 20"))
    assert re.search(r"Each\s+day:\s+3\s+new\s+and\s+about", out)
    assert re.search(r"Today:\s+0\s+due,\s+1\s+new\s+left", out)
    assert re.search(r"the\s+last\s+3\s+days\s+bring\s+no\s+new\s+ones", out)


def test_a_hostile_title_reaches_no_terminal(four: Learner) -> None:
    text = section('"\\e]0;x\\a[bold]red[/bold]"', some("x", 2))
    write_course(four.banks / "small", {"section-05.yaml": text})
    out = four("plan", "--by", BY, "5").out
    assert "\x1b" not in out
    assert "\x07" not in out
    assert "[bold]red[/bold]" in out


# what a day brings


def told(learner: Learner) -> dict[str, int]:
    """How many new questions each screen says that today still brings."""
    home = re.search(r"Plan for [^:]*: (?:(\d+) of|today's)", learner().out)
    shown = re.search(r"(\d+) new left", learner("plan").out)
    status = re.search(r"(\d+) new", learner("status").out)
    assert home
    assert shown
    assert status
    return {
        "home": int(home[1] or 0),
        "plan": int(shown[1]),
        "json": plan(learner)["new_today"],
        "status": int(status[1]),
        "status --json": learner.json("status")["new"],
    }


def test_the_number_follows_what_is_left_and_all_screens_agree(four: Learner) -> None:
    """40 questions in 12 days, of which the last three bring no new ones: 40 / 9 is 5 a day."""
    four("plan", "--by", day(12), "2", "1")
    order = [f"s{section_}-{number:02}" for section_ in (2, 1) for number in range(20)]
    assert set(told(four).values()) == {5}
    body = four.review("--limit", "2", input=yes())
    assert asked(body) == order[:2]
    assert set(told(four).values()) == {3}, "those begun today count"
    found = four.json("next")
    assert found["command"] == "aiinfra review"
    assert found["why"] == "your plan for Thu 3 Dec asks for 3 more new questions today"
    done = four("review", input=yes())
    assert "3 new, about 1 min. Your plan for 3 Dec brings 5 new a day.\n" in done.out
    assert set(told(four).values()) == {0}
    four.on(4)  # three days missed: 35 left for five days
    assert set(told(four).values()) == {7}
    assert "It was 5 new a day when the plan was made on Sat 21 Nov." in four("plan").out
    assert new_ones(four.review(input=yes()), four) == order[5:12]


def test_a_section_not_begun_is_begun_with_its_pre_quiz(four: Learner) -> None:
    four("plan", "--by", BY, "3")
    found = four.json("next")
    assert found["command"] == "aiinfra learn section-3"
    assert found["why"] == "your plan for Thu 31 Dec comes to Section number 3"
    assert four().out.endswith("  aiinfra learn section-3\n")
    assert four("plan").out.endswith("Next: aiinfra learn section-3\n")


def test_a_number_of_ones_own_comes_before_that_of_the_plan(four: Learner) -> None:
    four("plan", "--by", BY, "1")
    done = four("review", "--new", "4", input=yes())
    assert "Review: 0 due, 4 new, about" in done.out
    assert "Your plan" not in done.out
    assert set(told(four).values()) == {0}
    assert plan(four)["unseen"] == 16


def test_while_a_backlog_is_dealt_out_there_are_no_new_ones(four: Learner) -> None:
    four.review("1", "--new", "20", input=yes())
    four("plan", "--by", BY, "2")
    four.on(6)
    four("review", "--spread", "3", input="/quit\n")
    for on in (6, 7, 8):
        assert set(told(four.on(on)).values()) == {0}
        assert new_ones(four.review(input=yes()), four) == []
    four.on(9)
    assert set(told(four).values()) == {1}


def test_suspended_questions_do_not_count(four: Learner) -> None:
    four("plan", "--by", day(12), "1")
    before = plan(four)
    for number in range(10):
        four("suspend", f"s1-{number:02}")
    after = plan(four)
    assert (before["questions"], before["unseen"], before["new_per_day"]) == (20, 20, 3)
    assert (after["questions"], after["unseen"], after["new_per_day"]) == (10, 10, 2)
    assert set(told(four).values()) == {2}
    assert new_ones(four.review(input=yes()), four) == ["s1-10", "s1-11"]


def test_siblings_of_which_one_is_asked_a_day_are_told_as_one(learner: Learner) -> None:
    learner.write(1, [question(f"q{number}", use="", family="twins") for number in range(8)])
    learner("plan", "--by", day(2), "1")
    assert plan(learner)["new_per_day"] == 4
    assert plan(learner)["new_today"] == learner.json("status")["new"] == 1


def test_what_only_the_post_quiz_asks_first_is_not_made_up_for_by_other_sections(learner: Learner) -> None:
    learner.write(1, some("a", 6, use="post"))
    learner.write(2, some("b", 9))
    learner.review("2", "--new", "2", input=yes())
    learner("plan", "--by", day(5), "1")
    assert set(told(learner.on(1)).values()) == {0}
    assert new_ones(learner.review(input=yes()), learner) == []
    assert learner.json("next")["command"] == "aiinfra quiz section-1"


# the fast status


def both_ways(learner: Learner, zone: str = "UTC") -> tuple[str | None, str]:
    """The status line from the bytes of the snapshot, and that of the whole program, at the learner's instant."""
    second = datetime.fromisoformat(learner.now).timestamp()
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("TZ", zone)
        set_zone()
        patch.setenv("AIINFRA_NOW", learner.now)
        facts = gather(Globals())
        for name in ("AIINFRA_NOW", "AIINFRA_BANKS", "AIINFRA_COURSE"):
            patch.delenv(name, raising=False)
        stopped = SimpleNamespace(localtime=lambda at=second: time.localtime(at), mktime=time.mktime)
        patch.setattr(glance, "time", stopped)
        found = glance.glance()
    set_zone()
    return found, glance.words(facts["due"], facts["new"])


def test_the_fast_status_is_that_of_the_whole_program_or_none(four: Learner) -> None:
    four("config", "new_per_day", "99")
    steps: Iterable[tuple[int, tuple[str, ...], str]] = (
        (0, ("review", "1", "--new", "2"), yes()),
        (0, ("plan", "--by", day(9), "2", "3"), ""),
        (0, ("review",), yes(3)),
        (0, ("plan", "--by", day(9), "4", "--json"), ""),
        (1, ("flag", "s1-00"), ""),
        (1, ("suspend", "s4-00"), ""),
        (2, ("review",), yes()),
        (2, ("quiz", "3", "--practice", "-n", "2"), yes()),
        (3, ("undo", "--yes"), ""),
        (3, ("plan", "--clear"), ""),
        (3, ("plan", "--by", day(6), "2"), ""),
        (5, ("reset", "section-1", "--yes"), ""),
        (6, ("review",), yes(2)),
        (7, ("plan", "--clear"), ""),
    )
    for on, command, typed in steps:
        four.on(on)
        before = both_ways(four)
        assert before[0] in (None, before[1]), (on, command)
        done = four(*command, input=typed)
        assert done.code in (0, 130), done
        found, whole = both_ways(four)
        assert found == whole, (on, command)


def test_on_another_day_only_the_whole_program_knows_the_number_of_a_plan(four: Learner) -> None:
    four("plan", "--by", day(9), "2", "3")
    assert both_ways(four)[0] == both_ways(four)[1] == "0 due · 6 new"
    assert both_ways(four.on(1)) == (None, "0 due · 7 new")
    assert both_ways(four.on(0, "03:59:00Z")) == (None, "0 due · 5 new"), "the clock was set back"
    assert both_ways(four.on(9)) == (None, "0 due · 0 new")
    four.on(0, "09:00:00Z")("plan", "--clear")
    assert both_ways(four.on(1)) == ("0 due · 0 new", "0 due · 0 new")


@pytest.mark.skipif(not hasattr(time, "tzset"), reason="the zone of a process cannot be set here")
@pytest.mark.parametrize(("now", "known"), [("2026-10-25T02:30:00Z", False), ("2026-10-25T03:30:00Z", True)])
def test_the_night_in_which_clocks_are_set_back_has_one_study_day(now: str, known: bool, four: Learner) -> None:
    """In Berlin the clock shows 03:30, then 04:30 of winter time: the study day begins in between."""
    four.now = "2026-10-25T11:00:00Z"
    four("plan", "--by", "2026-11-03", "1", env={"TZ": "Europe/Berlin"})
    four.now = now
    found, whole = both_ways(four, "Europe/Berlin")
    assert found == (whole if known else None)


def test_once_a_plan_is_over_its_sections_are_as_closed_as_before(four: Learner) -> None:
    four("config", "new_per_day", "99")
    four.review("1", "--new", "2", input=yes())
    four("plan", "--by", day(3), "2", "3")
    four.on(3)("quiz", "section-1", input="yes\nyes\n/quit\n")
    found, whole = both_ways(four)
    assert found in (None, whole)


# intervals


def test_no_interval_goes_beyond_the_date_and_other_sections_are_as_without_a_plan(four: Learner) -> None:
    other = four.twin()
    for learner in (four, other):
        learner.review("1", "2", "--new", "40", input=yes())
    four("plan", "--by", day(30), "1")
    for on in (2, 3, 4, 9, 13, 17, 21):
        for learner in (four, other):
            learner.on(on).review(input=yes())
    planned = {name: card for name, card in four.cards.items() if name.startswith("s1-")}
    beside = {name: card for name, card in four.cards.items() if name.startswith("s2-")}
    assert beside == {name: card for name, card in other.cards.items() if name.startswith("s2-")}
    assert max(card["due"] for card in planned.values()) < day(30)
    assert max(card["due"] for card in other.cards.values()) > day(30)
    dues = Counter(card["due"] for card in planned.values() if card["due"] >= day(23))
    assert len(dues) > 2, "not all on one day"
    for event in four.events():
        late = event["day"] > FIRST_DAY and event["section"] == "small/section-1"
        assert event["scheduler"].get("until") == (day(30) if late else None)


def test_cards_keep_their_days_when_a_plan_is_made_or_ended(four: Learner) -> None:
    four.review("1", "--new", "20", input=yes())
    before = four.cards
    four("plan", "--by", day(5), "1")
    assert four.cards == before
    four.on(2).review(input=yes())
    capped = four.cards
    four("plan", "--clear")
    assert four.cards == capped


def test_replay_of_the_log_gives_the_same_cards_also_after_an_undo(four: Learner) -> None:
    four("plan", "--by", day(20), "1", "2")
    for on in range(12):
        four.on(on).review(input="yes\nno\nyes\n" * 40)
        if on % 3 == 1:
            four("undo", "--yes")
            four("undo", "--yes")
    four("plan", "--clear")
    four.on(12).review(input=yes())
    kept = four.state
    four.file.unlink()
    assert four("status").code == 0
    four("flag", "s1-00")
    assert {**four.state, "flagged": {}} == kept

    def forgetful(event: dict[str, Any]) -> dict[str, Any]:
        return {**event, "card": None} if event["event"] == "response" else event

    four.rewrite(forgetful)  # every card computed anew, by what its event says of the schedule
    four("unflag", "s1-00")
    assert four.state == kept


# logs


def add(learner: Learner, number: int, **fields: Any) -> None:
    """An event of another device."""
    line = {"v": 1, "id": f"cafe-{number}", "at": f"2026-11-22T09:{number:02}:00.000Z", "day": day(1), **fields}
    with open(learner.log, "ab") as log:
        log.write(seal(line))


def test_the_plan_made_last_is_the_one_that_leads(four: Learner) -> None:
    four("plan", "--by", day(30), "1")
    four("plan", "--by", day(10), "2")
    assert (plan(four)["by"], plan(four)["sections"]) == (day(10), ["small/section-2"])
    assert new_ones(four.review(input=yes()), four) == ["s2-00", "s2-01", "s2-02"]


def test_a_plan_of_another_device_leads_too(four: Learner) -> None:
    four("plan", "--by", day(30), "1")
    add(four, 1, event="plan", by=day(12), sections=["small/section-3", "elsewhere/section-1"], new=7)
    four.on(2)
    found = plan(four)
    assert (found["by"], found["made"], found["sections"]) == (day(12), day(1), ["small/section-3"])
    assert new_ones(four.review(input=yes()), four) == ["s3-00", "s3-01", "s3-02"]
    add(four, 2, event="plan", by=None)
    assert plan(four)["by"] is None


@pytest.mark.parametrize(
    "change",
    [
        *({"by": value} for value in (5, "soon", "2026-1-1", ["x"], False, "")),
        *({"sections": value} for value in (None, 5, [1], [["x"]], [None])),
        *({"day": value} for value in (5, "x", None)),
        pytest.param({"sections": "small/section-2"}),
        pytest.param({"sections": {"a": 1}}),
    ],
)
def test_a_forged_plan_changes_nothing(change: dict[str, Any], four: Learner) -> None:
    four("plan", "--by", BY, "1")
    before = {**plan(four), "days": 39}
    add(four, 1, **{"event": "plan", "by": day(12), "sections": ["small/section-2"], "new": 1, **change})
    after = plan(four.on(1))
    for key in ("by", "made", "sections", "unseen"):
        assert after[key] == before[key]


@pytest.mark.parametrize(
    "change",
    [
        {"by": "9999-12-31"},
        {"by": "0001-01-01"},
        {"sections": []},
        {"sections": ["a/b\x1b[31m", "", "/", "x"]},
        *({"new": value} for value in ("x", -3, True, 1.5, 10**30, None)),
    ],
)
def test_no_forged_plan_breaks_a_command(change: dict[str, Any], four: Learner) -> None:
    four("plan", "--by", BY, "1")
    add(four, 1, **{"event": "plan", "by": day(12), "sections": ["small/section-2"], "new": 1, **change})
    four.on(1)
    for command in (("plan",), ("plan", "--json"), (), ("status",), ("next",), ("review",), ("plan", "--clear")):
        done = four(*command, input=yes(4))
        assert done.code in (0, 130), (command, done)
        assert "\x1b" not in done.out
        assert not done.err


def test_a_reset_of_its_section_raises_the_number(four: Learner) -> None:
    four("plan", "--by", day(12), "1")
    four.review(input=yes())
    assert plan(four.on(1))["new_per_day"] == 3
    for on in (1, 2, 3, 4):
        four.on(on).review(input=yes())
    assert plan(four.on(5))["unseen"] == 8
    four("reset", "section-1", "--yes")
    found = plan(four)
    assert (found["unseen"], found["new_per_day"], found["by"]) == (20, 5, day(12))


# forty days


def follow(learner: Learner, missed: Iterable[int] = ()) -> list[int]:
    """Review on each of 40 days but those missed, nine of ten responses right; the new questions of each day."""
    dice = Random(9)
    counts = []
    for on in range(40):
        if on in missed:
            counts.append(0)
            continue
        lines = "".join("yes\n" if dice.random() < 0.9 else "no\n" for _ in range(300))
        body = learner.on(on).review("--course", "small", input=lines)
        counts.append(len(new_ones(body, learner)))
        assert body["left"] == 0
    return counts


def expected(every: int, missed: Iterable[int] = ()) -> list[int]:
    """New questions a day: those left over the days left, the last three of 40 aside."""
    left, counts = every, []
    for on in range(40):
        count = 0 if on in missed or on >= 37 else ceil(left / (37 - on))
        counts.append(count)
        left -= count
    return counts


@pytest.mark.parametrize("missed", [(), range(14, 21)])
def test_who_follows_a_plan_for_forty_days_is_as_ready_as_was_foreseen(missed: Iterable[int], learner: Learner) -> None:
    """A week missed in between is made up for by more new questions a day."""
    for number in (1, 2, 3):
        learner.write(number, some(f"s{number}-", 24))
    learner("plan", "--by", BY)
    foreseen = plan(learner)
    assert (foreseen["days"], foreseen["new_per_day"], foreseen["ready"]) == (40, 2, 0)
    counts = follow(learner, missed)
    assert counts == expected(72, missed)
    assert max(counts) == (3 if missed else 2)
    assert max(card["due"] for card in learner.cards.values()) <= BY
    learner.on(40)
    found = plan(learner)
    assert (found["unseen"], found["active"]) == (0, False)
    assert abs(found["ready"] - foreseen["ready_then"]) <= 0.15
    assert found["ready"] == pytest.approx(learner.json("progress")["courses"][0]["mastery"])
