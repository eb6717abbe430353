"""`progress`: every number is what the log and the banks say, on every screen; and nothing is made up."""

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from cli.banks import question
from cli.learner import Learner, two_sections, yes
from cli.ninety_days import (
    AWAY,
    COURSE,
    NOW,
    OTHER,
    STUBBORN,
    TODAY,
    Kept,
    Looking,
    differences,
    lived_once,
    looking,
    ninety_days,
    strict,
)
from cli.recomputed import Part, read_log
from cli.screens import eighths, of_all, of_section, unaccounted

WIDTHS = (80, 40)
SECTION_KEYS = {
    *("id", "title", "questions", "seen", "pre", "post", "gain", "mastery", "mastery_30_days", "due", "next"),
    *("corrected", "stayed"),
}
NEAR_KEYS = {"objectives", "weakest", "confident_errors", "misconceptions", "attempts", "read"}


@pytest.fixture(scope="module")
def kept(tmp_path_factory: pytest.TempPathFactory) -> Kept:
    return lived_once(tmp_path_factory.getbasetemp())


@pytest.fixture
def look(aiinfra: Callable[..., Any], monkeypatch: pytest.MonkeyPatch, kept: Kept) -> Looking:
    return looking(aiinfra, monkeypatch, kept)


def parts(look: Looking) -> list[Part]:
    return [part for part in look.recomputed.parts.values() if part.id != "section-5"]


# the ninety days


def test_the_ninety_days_hold_all_that_may_happen(look: Looking) -> None:
    """Else the comparison would prove little."""
    events = read_log(look.kept.home / "events.jsonl")
    responses = [event for event in events if event["event"] == "response"]
    assert len(responses) > 800
    assert {event["stage"] for event in responses} == {"pre", "post", "practice", "review", "cram", "ahead"}
    assert len({event["kind"] for event in responses}) == 9
    assert {event["confidence"] for event in responses} == {"sure", "unsure", "guess", None}
    assert any(event["hint"] for event in responses)
    assert any(event["seconds"] > 60 for event in responses)
    assert {event["event"] for event in events} >= {"reset", "spread", "read", "suspend", "unsuspend", "begin", "end"}
    assert len({event["day"] for event in responses}) < 90 - len(AWAY)
    found = look.recomputed
    assert {attempt.finished is None for attempt in found.attempts} == {True, False}
    assert any(row["misconceptions"] for row in map(found.closely, parts(look)))
    assert any(row["confident_errors"] for row in map(found.closely, parts(look)))
    assert found.status()["due"] > 0
    gain = found.gain(found.courses[0].parts)
    assert gain is not None
    assert gain["change"] is not None
    assert gain["p"] < 0.05


def test_the_cards_of_the_log_are_those_of_the_published_formulas(look: Looking) -> None:
    assert look.recomputed.odd == []


def test_the_same_learner_leaves_the_same_log(kept: Kept, tmp_path: Path) -> None:
    """But for the names of device and attempts; the first days are enough to see it."""
    again = ninety_days(tmp_path / "again", days=12)
    logs = [(place.home / "events.jsonl").read_text("utf-8") for place in (again, kept)]
    few, all_days = (re.sub(r'"(id|undoes|attempt|crc)":"[0-9a-f-]+"', "", log) for log in logs)
    assert few.count("\n") > 100
    assert all_days.startswith(few)


# every number


def told(numbers: Any) -> Any:
    """Without what is compared by itself."""
    return {key: value for key, value in numbers.items() if key not in ("schema", "corrected")}


def test_every_number_of_progress_is_recomputed(look: Looking) -> None:
    mine, theirs = look.recomputed.progress(), look.json("progress")
    for course, shown in zip(mine["courses"], theirs["courses"], strict=True):
        for numbers in (course, shown):
            numbers["sections"] = [told(section) for section in numbers["sections"]]
    assert differences(told(mine), told(theirs)) == []


def test_every_number_of_a_section_is_recomputed(look: Looking) -> None:
    for part in look.recomputed.parts.values():
        (course,) = look.json("progress", part.address)["courses"]
        (section,) = course["sections"]
        assert differences(told(look.recomputed.closely(part)), told(section)) == []


def test_every_number_of_status_is_recomputed(look: Looking) -> None:
    assert differences(look.recomputed.status(), told(look.json("status"))) == []


def test_scores_corrected_for_guessing_are_weighted_as_the_scores_beside_them(look: Looking) -> None:
    """A share corrected for guessing is never above the share itself."""
    for part in parts(look):
        section = look.json("progress", part.address)["courses"][0]["sections"][0]
        assert differences(look.recomputed.corrected(part), section["corrected"], near=2e-4) == []
        for name in ("pre", "post") if section["corrected"] else ():
            assert section["corrected"][name] <= section["gain"][name] + 2e-4


@pytest.mark.parametrize("columns", WIDTHS)
@pytest.mark.parametrize("plain", [(), ("--plain",)], ids=["drawn", "plain"])
def test_every_number_on_the_screen_is_recomputed(look: Looking, columns: int, plain: tuple[str, ...]) -> None:
    screen, heard = look("progress", *plain, columns=columns).out, 80 * bool(plain)  # a list sounds alike at any width
    assert not re.search(r"\d", unaccounted(screen, of_all(look.recomputed, heard or columns)))


@pytest.mark.parametrize("columns", WIDTHS)
@pytest.mark.parametrize("plain", [(), ("--plain",)], ids=["drawn", "plain"])
def test_every_number_on_the_screen_of_a_section_is_recomputed(
    look: Looking, columns: int, plain: tuple[str, ...]
) -> None:
    heard = 80 * bool(plain)
    for part in look.recomputed.parts.values():
        screen = look("progress", part.address, *plain, columns=columns).out
        assert not re.search(r"\d", unaccounted(screen, of_section(look.recomputed, part, heard or columns))), (
            part.address
        )


def test_a_bar_is_as_long_as_mastery(look: Looking) -> None:
    drawn = re.findall(r"^    ([█▏▎▍▌▋▊▉░]{12}) (\d+) % now", look("progress").out, re.MULTILINE)
    assert len(drawn) == 6
    for bar, now in drawn:
        assert eighths(bar) == pytest.approx(int(now) / 100 * 12 * 8, abs=1)


# screens


@pytest.mark.parametrize("columns", WIDTHS)
def test_the_screen_of_progress(look: Looking, columns: int, golden: Callable[[str, str], None]) -> None:
    golden(f"progress-{columns}", look("progress", columns=columns).out)


def test_the_screen_of_a_section(look: Looking, golden: Callable[[str, str], None]) -> None:
    golden("progress-section-80", look("progress", "section-2").out)


@pytest.mark.parametrize("columns", [*range(40, 61, 4), 79, 80, 120])
def test_no_line_is_wider_than_the_terminal(look: Looking, columns: int) -> None:
    for arguments in (("progress",), ("progress", "section-1"), ("progress", "section-2", "--plain")):
        lines = look(*arguments, columns=columns).out.splitlines()
        assert max(len(line) for line in lines if not line.startswith("  aiinfra ")) <= columns  # to be pasted whole
        assert not any(line != line.rstrip() for line in lines)


def test_plain_screens_have_no_bars_and_the_same_numbers(look: Looking) -> None:
    for arguments in (("progress",), ("progress", "section-2")):
        drawn, plain = (look(*arguments, *how).out for how in ((), ("--plain",)))
        assert not re.search("[█▏▎▍▌▋▊▉░▒▓━─●]", plain)
        assert re.findall(r"\d+", drawn) == re.findall(r"\d+", plain)


def test_without_utf_the_same_numbers_are_told(look: Looking, run: Callable[..., Any]) -> None:
    environment = {"PYTHONIOENCODING": "ascii", "PYTHONUTF8": "0", "AIINFRA_NOW": NOW}
    told = run("progress", env=environment)
    assert told.code == 0
    assert re.findall(r"\d+", told.out) == re.findall(r"\d+", look("progress").out)


def test_colour_is_asked_for_and_changes_no_word(look: Looking) -> None:
    coloured = look("progress", FORCE_COLOR="1").out
    assert "\x1b[" in coloured
    assert re.sub(r"\x1b\[[\d;]*m", "", coloured) == look("progress").out


# JSON


def test_the_keys_are_those_of_the_contract(look: Looking) -> None:
    body = look.json("progress")
    assert body.keys() == {"schema", "today", "courses"}
    assert (body["schema"], body["today"]) == ("aiinfra/progress/1", TODAY)
    assert [course["id"] for course in body["courses"]] == [COURSE, OTHER]
    for course in body["courses"]:
        assert course.keys() == {
            *("id", "title", "mastery", "mastery_30_days", "due", "sections"),
            *("gain", "stayed"),
        }
        for section in course["sections"]:
            assert section.keys() == SECTION_KEYS
            for score in filter(None, (section["pre"], section["post"])):
                assert score.keys() == {"score", "count", "low", "high", "finished"}
                assert 0 <= score["low"] <= score["score"] <= score["high"] <= 1


def test_the_keys_of_a_section_are_those_of_the_contract(look: Looking) -> None:
    (course,) = look.json("progress", "section-2")["courses"]
    (section,) = course["sections"]
    assert section.keys() == SECTION_KEYS | NEAR_KEYS
    assert {tuple(row) for row in section["objectives"]} == {("id", "text", "state", "questions", "seen")}
    assert {row["state"] for row in section["objectives"]} <= {"new", "shaky", "solid"}
    assert {tuple(row) for row in section["misconceptions"]} == {("id", "belief", "contrast", "chosen")}
    assert {row["id"] for row in section["misconceptions"]} & {*STUBBORN}
    assert {tuple(row) for row in section["attempts"]} == {
        ("attempt", "stage", "started", "finished", "score", "count")
    }
    assert section["weakest"][: len(section["confident_errors"])] == section["confident_errors"][:10]


def test_the_object_stands_alone_on_stdout(look: Looking) -> None:
    for arguments in (("progress",), ("progress", "garden/section-2")):
        strict(look(*arguments, "--json").out)


# one truth


def test_home_status_next_and_progress_tell_the_same(look: Looking) -> None:
    status, courses = look.json("status"), look.json("progress")["courses"]
    due = sum(course["due"] for course in courses)
    assert due == status["due"] == sum(section["due"] for course in courses for section in course["sections"])
    assert look("status").out.startswith(f"{due} due · {status['new']} new")
    assert look().out.startswith(f"{due} due · {status['new']} new")
    step = look.json("next")
    assert step["why"].startswith(f"{due} cards are due")
    assert step["why"] in look().out
    listed = {f"{c['id']}/{s['id']}": s["due"] for c in look.json("sections")["courses"] for s in c["sections"]}
    for course in courses:
        for section in course["sections"]:
            assert listed[f"{course['id']}/{section['id']}"] == section["due"]


def test_the_next_step_of_a_section_can_be_pasted(look: Looking) -> None:
    for course in look.json("progress")["courses"]:
        for section in course["sections"]:
            words = section["next"].split()
            assert words[0] == "aiinfra"
            look(*words[1:3], "--help")


def test_show_and_progress_tell_the_same_recall(look: Looking) -> None:
    for part in parts(look):
        recalls = [look.json("show", question.address)["recall"] or 0.0 for question in part.questions[:4]]
        assert recalls == pytest.approx([look.recomputed.recall(q.address) for q in part.questions[:4]])


def test_another_course_is_named_with_its_course(look: Looking) -> None:
    (course,) = look.json("progress", "--course", OTHER)["courses"]
    assert course["id"] == OTHER
    mine = look.recomputed.progress()["courses"][1]
    assert course["mastery"] == pytest.approx(mine["mastery"])


def test_days_on_no_card_is_touched_lower_mastery_to_what_was_foretold(look: Looking) -> None:
    now = look.json("progress")["courses"]
    later = look.json("progress", now="2026-12-21T20:30:00Z")["courses"]
    for before, after in zip(now, later, strict=True):
        assert after["mastery"] == pytest.approx(before["mastery_30_days"])
        assert before["mastery"] > before["mastery_30_days"] > after["mastery_30_days"]


def test_looking_writes_nothing(look: Looking) -> None:
    before = {path: path.read_bytes() for path in look.kept.home.rglob("*") if path.is_file()}
    for arguments in (("progress",), ("progress", "section-1"), ("progress", "--json")):
        look(*arguments)
    assert before == {path: path.read_bytes() for path in look.kept.home.rglob("*") if path.is_file()}


# little, nothing, and what is no longer there


@pytest.fixture
def small(learner: Learner) -> Learner:
    """A course without course.yaml: two sections, one with objectives."""
    return two_sections(learner)


def screens(learner: Learner, *arguments: str) -> str:
    """A command in every form, each read to its end."""
    forms = [learner(*arguments, *how, env={"COLUMNS": str(n)}) for n in WIDTHS for how in ((), ("--plain",))]
    for done in forms:
        assert (done.code, done.err) == (0, ""), done
        assert "nan" not in done.out.lower().replace("finance", "")
        assert "inf" not in done.out.lower().replace("aiinfra", "")
    assert max(len(line) for line in forms[2].out.splitlines()) <= 40
    strict(learner(*arguments, "--json").out)
    return " ".join(str(forms[0].out).split())


def test_a_learner_who_did_nothing_knows_nothing(small: Learner) -> None:
    text = screens(small, "progress")
    assert "Mastery counts from the post-quiz on; 0 of 6 questions met, 0 due." in text
    assert "Not begun" in text
    (course,) = small.json("progress")["courses"]
    assert (course["id"], course["title"], course["gain"], course["stayed"]) == ("small", "small", None, None)
    for section in course["sections"]:
        found = {key: section[key] for key in ("pre", "post", "gain", "corrected", "stayed")}
        assert found == dict.fromkeys(found)
        assert (section["mastery"], section["mastery_30_days"], section["seen"], section["due"]) == (0, 0, 0, 0)
    screens(small, "progress", "section-1")
    (state,) = {row["state"] for row in near(small)["objectives"]}
    assert state == "new"


def near(learner: Learner, name: str = "section-1") -> dict[str, Any]:
    section: dict[str, Any] = learner.json("progress", name)["courses"][0]["sections"][0]
    return section


def test_one_response_is_one_response(small: Learner) -> None:
    small.review("section-1", "--limit", "1", input="yes\n")
    text = screens(small, "progress", "section-1")
    assert "Mastery 33 % now, 31 % in 30 days" not in text  # that many days lower it more
    assert "1 of 3 questions met." in text
    assert "shaky Tell the two apart (1 of 1 right)" in text
    assert near(small)["mastery"] == pytest.approx(1 / 3)
    screens(small, "progress")


def test_one_miss_is_a_weak_question_and_a_confident_error(small: Learner) -> None:
    small.review("section-1", "--limit", "1", input="no\nyes\n")
    section = near(small)
    assert section["weakest"] == section["confident_errors"] == ["small/one-1"] or len(section["weakest"]) == 1
    text = screens(small, "progress", "section-1")
    assert f"sure and wrong: {section['weakest'][0].partition('/')[2]}" in text
    small.on(1).review(input="yes\n")
    assert near(small)["confident_errors"] == []


def test_a_pre_quiz_alone_is_a_score_with_its_interval_and_no_gain(small: Learner) -> None:
    small("quiz", "section-1", "--pre", "--seed", "1", input="yes\nno\n/skip\n")
    text = screens(small, "progress")
    assert "pre 33 % (8–75 %)" in text  # of 3: the roots of (p - 1/3)^2 = 2.7055 p (1 - p) / 3
    assert "gain" not in text.lower()
    section = small.json("progress")["courses"][0]["sections"][0]
    assert section["pre"]["count"] == 3
    assert (section["gain"], section["post"], section["mastery"]) == (None, None, 0)


def test_a_clock_set_back_tells_no_negative_days(small: Learner) -> None:
    small.on(5)("quiz", "section-1", "--practice", input="yes\nno\nyes ?\n")
    mastery = near(small)["mastery"]
    small.on(0)
    assert near(small)["mastery"] == mastery == 1  # it counts as the day of the rating: nothing is forgotten yet
    screens(small, "progress")
    screens(small, "progress", "section-1")


def test_a_section_that_left_the_banks_is_told_no_more_and_stops_nothing(small: Learner) -> None:
    small.review("section-1", "section-2", "--new", "6", input="yes\n" * 6)
    (small.banks / "small" / "section-02.yaml").unlink()
    (course,) = small.json("progress")["courses"]
    assert [section["id"] for section in course["sections"]] == ["section-1"]
    assert course["mastery"] == 1
    screens(small, "progress")
    gone = small("progress", "section-2")
    assert gone.code == 2
    assert "section-1" in gone.err


def test_questions_that_left_their_bank_count_no_more(small: Learner) -> None:
    small("quiz", "section-1", "--pre", "--seed", "1", input="yes\n" * 3)
    small("quiz", "section-1", "--post", "--seed", "1", input="yes\n" * 3)
    small.write(1, [yes("one-1", "    objective: tell-apart\n")], "objectives: {tell-apart: Tell the two apart}\n")
    section = near(small)
    assert (section["questions"], section["seen"]) == (1, 1)
    assert section["gain"]["repeated"] == 3  # what was measured then stays
    screens(small, "progress")
    screens(small, "progress", "section-1")


def test_a_suspended_question_is_known_as_before_and_never_due(small: Learner) -> None:
    small.review("section-1", "--new", "3", input="yes\n" * 3)
    small.on(30)
    before = near(small)
    assert before["due"] == 3
    small("suspend", "one-1", "one-2", "one-3")
    after = near(small)
    assert (after["due"], after["mastery"]) == (0, before["mastery"])


def test_an_undone_response_never_was(small: Learner) -> None:
    nothing = small.json("progress")
    small.review("section-1", "--limit", "1", input="no\n")
    assert small.json("progress") != nothing
    while "Taken back" in small("undo", "--yes").out:
        pass
    after = small.json("progress")
    assert after == nothing


def test_a_reset_section_is_as_if_not_begun(small: Learner) -> None:
    nothing = small.json("progress")
    small("quiz", "section-1", "--pre", input="yes\nno\nyes\n")
    small("quiz", "section-1", "--post", input="yes\nno\nyes\n")
    small("reset", "section-1", "--yes")
    assert small.json("progress") == nothing


def test_an_unfinished_quiz_is_the_next_step(small: Learner) -> None:
    small("quiz", "section-2", "--pre", input="yes\n/quit\n")
    section = near(small, "section-2")
    assert section["next"] == "aiinfra quiz section-2 --pre"
    assert section["attempts"][0]["finished"] is None
    assert "pre-quiz, unfinished" in screens(small, "progress", "section-2")
    assert "2 left" in screens(small, "progress", "section-2")


def test_quiz_and_progress_tell_the_same_gain(small: Learner) -> None:
    """Also where the post-quiz was begun before the pre-quiz that it was ended after."""
    small("quiz", "section-2", "--pre", "--seed", "1", input="no\n" * 3)
    small("quiz", "section-2", "--post", "--seed", "1", input="yes\n/quit\n")
    small.on(1)("quiz", "section-2", "--pre", "--seed", "1", input="no\n" * 3)
    ended = small.on(2).json("quiz", "section-2", "--post", input="yes\n" * 2)
    assert ended["finished"]
    assert near(small, "section-2")["gain"] == ended["gain"]


def test_right_in_the_pre_quiz_is_not_told_as_forgotten(small: Learner) -> None:
    """Without a card nothing is known about recall: a percentage would be made up."""
    small("quiz", "section-2", "--pre", "--seed", "1", input="yes\n" * 3)
    assert "recall 0 %" not in screens(small, "progress", "section-2")


def test_a_score_counts_the_questions_it_is_the_mean_of(small: Learner) -> None:
    """Questions that left the bank while the quiz stood still were never asked."""
    small("quiz", "section-2", "--pre", "--seed", "1", input="yes\n/quit\n")
    (asked,) = (event["question"].partition("/")[2] for event in small.events())
    small.write(2, [yes(asked)])
    small("quiz", "section-2", "--pre")
    pre = near(small, "section-2")["pre"]
    assert (pre["score"], pre["count"]) == (1, 1)
    assert pre["low"] == pytest.approx(0.27, abs=0.005)


def test_the_history_is_told_in_study_days(small: Learner) -> None:
    """At one in the morning it is still the day before, and east of Greenwich the next day already."""
    small.on(1, "01:00:00Z")("quiz", "section-1", "--pre", "--seed", "1", input="yes\nno\nyes\n")
    assert "Sat 21 Nov  pre-quiz" in small("progress", "section-1").out
    small.on(3, "22:00:00Z")(
        "quiz", "section-2", "--pre", "--seed", "1", input="yes\nno\nyes\n", env={"TZ": "Asia/Tokyo"}
    )
    assert "Wed 25 Nov  pre-quiz" in small("progress", "section-2", env={"TZ": "Asia/Tokyo"}).out


@pytest.mark.usefixtures("small")
def test_an_unknown_section_is_refused_with_the_nearest(small: Learner, refused: Callable[..., None]) -> None:
    refused(small("progress", "section-9"), 2, "section-9", "section-1")
    error = small("progress", "section-9", "--json")
    assert error.code == 2
    assert strict(error.out)["error"]["code"] == "unknown-section"
    assert small("progress", "--course", "nowhere").code == 2


def test_an_empty_name_is_not_the_same_as_none(small: Learner, refused: Callable[..., None]) -> None:
    """The variable of a script may be empty."""
    refused(small("progress", ""), 2)


def test_hostile_texts_reach_no_terminal(small: Learner) -> None:
    bad = "\\e[31mred\\e[0m [bold]not markup[/bold]"
    objective = f'objectives: {{tell-apart: "{bad}"}}\n'
    small.write(1, [f'  - id: bad\n    objective: tell-apart\n    ask: "{bad}"\n    answer: ["yes"]\n'], objective)
    small.write_head(f'format: 1\ntitle: "{bad}"\n')
    small.review("section-1", "--limit", "1", input="no\n/quit\n")
    for arguments in (("progress",), ("progress", "section-1")):
        text = screens(small, *arguments)
        assert "\x1b" not in text
        assert "[bold]not markup[/bold]" in " ".join(text.split())


def test_numbers_stay_shares_however_a_bank_changes(small: Learner) -> None:
    """Points raised, a key changed, a question moved: what was measured stays a share."""
    small("quiz", "section-1", "--pre", "--seed", "1", input="yes\nno\nyes\n")
    small("quiz", "section-1", "--post", "--seed", "1", input="yes\nyes\nno\n")
    small.write(1, [yes("one-1", "    points: 100\n")])
    small.write(2, [yes("one-2"), yes("one-3", "    rev: 7\n")])
    for section in small.json("progress")["courses"][0]["sections"]:
        shares = [section["mastery"], section["mastery_30_days"]]
        shares += [section["gain"][name] for name in ("pre", "post")] if section["gain"] else []
        assert all(0 <= share <= 1 for share in shares)
    screens(small, "progress")


def test_many_sections_not_begun_are_one_sentence_once_something_is(learner: Learner) -> None:
    for number in range(1, 9):
        learner.write(number, [question(f"q{number}")])
    assert "section-8" in learner("progress").out
    learner("quiz", "1", input="yes\n")
    told = " ".join(learner("progress").out.split())
    assert "Not begun: 7 sections with 7 questions, section-2 to section-8; aiinfra sections lists them." in told
    learner("quiz", "2", input="yes\n")
    learner("quiz", "3", input="yes\n")
    assert "Not begun: " not in learner("progress").out


def test_a_miss_of_today_is_said_to_count_as_known(learner: Learner) -> None:
    learner.write(1, [question(f"q{number}") for number in range(3)])
    learner("quiz", "1", "--post", input="no\nno\nyes\n")
    words = "2 questions missed today count as known here until tomorrow"
    assert words in " ".join(learner("progress").out.split())
    assert words in " ".join(learner("progress", "1").out.split())
    assert "missed today" in " ".join(learner("show", "q0").out.split()) + " ".join(learner("show", "q1").out.split())
    assert "missed today" not in learner.on(1)("progress").out


def test_between_the_quizzes_no_question_is_named_by_how_it_went(learner: Learner) -> None:
    """The post-quiz asks it again: of a claim that was missed the key would be told."""
    learner.write(1, [question(f"q{number}") for number in range(3)])
    learner("quiz", "1", input="no\n" * 2)  # stopped
    assert "Weakest questions" not in learner("progress", "1").out
    assert "wrong" not in learner("undo", "--list").out
    learner("quiz", "1", input="no\n")
    assert "Weakest questions" not in learner("progress", "1").out
    learner.on(0, "10:00:00Z")("quiz", "1", input="no\n" * 3)
    assert "Weakest questions" in learner("progress", "1").out
    assert "wrong" in learner("undo", "--list").out
    learner.on(0, "11:00:00Z")("quiz", "1", "--pre", input="no\n")  # all over again
    assert "Weakest questions" not in learner("progress", "1").out
