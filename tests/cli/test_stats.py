"""`stats`: every number and every chart is what the log and the banks say; and nothing is made up."""

import re
from collections.abc import Callable
from itertools import count
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from aiinfra_study.cli import conversation
from cli.learner import FIRST_DAY, Learner, two_sections, yes
from cli.ninety_days import COURSE, OTHER, TODAY, Kept, Looking, differences, lived_once, looking, strict
from cli.screens import eighths, heat, heights, of_stats, unaccounted

WIDTHS = (80, 40)
HUGE = 36500


@pytest.fixture(scope="module")
def kept(tmp_path_factory: pytest.TempPathFactory) -> Kept:
    return lived_once(tmp_path_factory.getbasetemp())


@pytest.fixture
def look(aiinfra: Callable[..., Any], monkeypatch: pytest.MonkeyPatch, kept: Kept) -> Looking:
    return looking(aiinfra, monkeypatch, kept)


# every number


@pytest.mark.parametrize("days", [1, 7, 30, 371, HUGE])
def test_every_number_of_stats_is_recomputed(look: Looking, days: int) -> None:
    shown = look.json("stats", "--days", str(days))
    assert shown.pop("schema") == "aiinfra/stats/1"
    mine = look.recomputed.stats(days)
    assert shown.pop("minutes_ahead") == pytest.approx(mine.pop("minutes_ahead"), abs=0.006)
    assert shown.pop("seconds") == pytest.approx(mine.pop("seconds"), abs=0.01)
    assert differences(mine, shown) == []


@pytest.mark.parametrize("course", [COURSE, OTHER])
def test_one_course_is_told_by_itself(look: Looking, course: str) -> None:
    shown, mine = look.json("stats", "--course", course), look.recomputed.stats(course=course)
    for name in ("reviews", "forecast", "retention", "calibration", "hardest"):
        assert differences(mine[name], shown[name]) == []


def test_the_courses_add_up_to_all(look: Looking) -> None:
    whole, *each = (look.json("stats", *how) for how in ((), ("-c", COURSE), ("-c", OTHER)))
    assert whole["seconds"] == pytest.approx(sum(one["seconds"] for one in each))
    assert whole["retention"]["count"] == sum(one["retention"]["count"] for one in each)
    for table in ("reviews", "forecast"):
        days = {day for one in each for day in one[table]}
        assert whole[table] == {day: sum(one[table].get(day, 0) for one in each) for day in sorted(days)}


@pytest.mark.parametrize("columns", WIDTHS)
@pytest.mark.parametrize("plain", [False, True], ids=["drawn", "plain"])
def test_every_number_on_the_screen_is_recomputed(look: Looking, columns: int, plain: bool) -> None:
    screen = look("stats", *(("--plain",) if plain else ()), columns=columns).out
    texts = of_stats(look.recomputed, 80 if plain else columns, plain=plain)
    assert not re.search(r"\d", unaccounted(screen, texts))


@pytest.mark.parametrize(("columns", "weeks"), [(80, 53), (57, 53), (40, 36)])
def test_each_cell_of_the_heat_map_is_its_day(look: Looking, columns: int, weeks: int) -> None:
    drawn = re.findall(
        r"^(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun) ([·░▒▓█ ]+)$", look("stats", columns=columns).out, re.MULTILINE
    )
    assert drawn == heat(look.recomputed.stats()["reviews"], TODAY, weeks)
    assert {*"".join(drawn)} == {*"·░▒▓█ "} - {" "}


@pytest.mark.parametrize(("columns", "wide"), [(80, 2), (66, 2), (65, 1), (40, 1)])
def test_each_column_of_the_forecast_is_as_high_as_its_day(look: Looking, columns: int, wide: int) -> None:
    lines = look("stats", columns=columns).out.splitlines()
    at = next(number for number, line in enumerate(lines) if re.match(r" +\d+ [ ▁-█]*$", line))
    counts = list(look.recomputed.stats()["forecast"].values())
    label = len(str(max(counts))) + 2
    found = heights([line[label:] for line in lines[at : at + 5]], wide, len(counts))
    for height, cards in zip(found, counts, strict=True):
        assert height == pytest.approx(cards / max(counts) * 40, abs=1)
        assert (height > 0) == (cards > 0)
    marks = lines[at + 5][label:]
    assert [marks.index(day) // wide for day in re.findall(r"\d+ \w{3}", marks)] == [0, 7, 14, 21, 28]


def test_the_line_of_retention_shows_share_interval_and_goal(look: Looking) -> None:
    found = look.recomputed.stats()["retention"]
    (line,) = re.findall(r"^0 % (\S+) 100 %$", look("stats").out, re.MULTILINE)
    last = len(line) - 1
    assert last == 49
    assert line.index("●") == round(found["observed"] * last)
    assert line.index("┃") == round(found["desired"] * last)
    thick = [place for place, cell in enumerate(line) if cell in "━●"]
    goal = line.index("┃")
    thick = (
        sorted([*thick, goal])
        if goal in (thick[0] - 1, thick[-1] + 1) and goal <= round(found["high"] * last)
        else thick
    )
    assert (thick[0], thick[-1]) == (round(found["low"] * last), round(found["high"] * last))


def test_a_bar_of_calibration_is_as_long_as_its_share(look: Looking) -> None:
    said = look.recomputed.stats()["calibration"]
    drawn = dict(re.findall(r"^(sure|unsure|guess) +([█▏▎▍▌▋▊▉░]{24}) ", look("stats").out, re.MULTILINE))
    assert drawn.keys() == {"sure", "unsure", "guess"}
    for word, bar in drawn.items():
        assert eighths(bar) == round(said[word]["right"] / said[word]["count"] * 24 * 8)


# screens


@pytest.mark.parametrize("columns", WIDTHS)
def test_the_screen_of_stats(look: Looking, columns: int, golden: Callable[[str, str], None]) -> None:
    golden(f"stats-{columns}", look("stats", columns=columns).out)


def test_the_plain_screen_of_stats(look: Looking, golden: Callable[[str, str], None]) -> None:
    golden("stats-plain", look("stats", "--plain").out)


TOO_WIDE = [pytest.param(n) for n in (60, 65, 70)]


@pytest.mark.parametrize("columns", [40, 44, 48, 52, 56, 59, *TOO_WIDE, 75, 79, 80, 120])
def test_no_line_is_wider_than_the_terminal(look: Looking, columns: int) -> None:
    for arguments in (("stats",), ("stats", "--plain"), ("stats", "--days", "7")):
        assert max(map(len, look(*arguments, columns=columns).out.splitlines())) <= columns


def test_the_plain_screen_draws_nothing(look: Looking) -> None:
    for columns in WIDTHS:
        assert not re.search("[█▏▎▍▌▋▊▉░▒▓━─●┃▁-▇]", look("stats", "--plain", columns=columns).out)


def test_the_heat_map_reads_without_utf(look: Looking, run: Callable[..., Any]) -> None:
    from cli.ninety_days import NOW

    told = run("stats", env={"PYTHONIOENCODING": "ascii", "PYTHONUTF8": "0", "AIINFRA_NOW": NOW})
    assert told.code == 0
    assert re.findall(r"\d+", told.out) == re.findall(r"\d+", look("stats").out)
    (row,) = re.findall(r"^Mon (\D*)$", told.out, re.MULTILINE)
    assert len({*row}) == len({*re.findall(r"^Mon (\D*)$", look("stats").out, re.MULTILINE)[0]})


# JSON, and one truth


def test_the_keys_are_those_of_the_contract(look: Looking) -> None:
    body = look.json("stats")
    assert body.keys() == {
        *("schema", "today", "days", "reviews", "forecast", "retention"),
        *("calibration", "seconds", "hardest", "minutes_ahead"),
    }
    assert body["retention"].keys() == {"observed", "low", "high", "count", "desired"}
    assert body["calibration"].keys() == {"sure", "unsure", "guess", "brier"}
    assert {tuple(body["calibration"][word]) for word in ("sure", "unsure", "guess")} == {("count", "right")}
    assert {tuple(row) for row in body["hardest"]} == {("course", "section", "objective", "right", "count")}
    assert (body["today"], body["days"], len(body["forecast"]), min(body["forecast"])) == (TODAY, 371, 30, TODAY)
    strict(look("stats", "--json").out)


def test_what_is_due_is_what_status_progress_and_sections_say(look: Looking) -> None:
    due = look.json("stats")["forecast"][TODAY]
    assert due == look.json("status")["due"]
    assert due == sum(course["due"] for course in look.json("progress")["courses"])
    sections = [section for course in look.json("sections")["courses"] for section in course["sections"]]
    assert due == sum(section["due"] for section in sections)


def test_the_goal_is_the_setting(look: Looking, tmp_path: Path, aiinfra: Callable[..., Any]) -> None:
    environment = {"AIINFRA_HOME": str(tmp_path / "other")}
    assert aiinfra("config", "retention", "0.85", env=environment).code == 0
    assert aiinfra("stats", "--json", env=environment).json["retention"]["desired"] == 0.85
    assert "your goal is 85 %" in aiinfra("stats", env=environment).out
    assert look.json("stats")["retention"]["desired"] == 0.9


# little, nothing, and what is no longer there


@pytest.fixture
def small(learner: Learner) -> Learner:
    return two_sections(learner)


def screen(learner: Learner, *arguments: str) -> str:
    """`stats` in every form, each read to its end."""
    forms = [learner("stats", *arguments, *how, env={"COLUMNS": str(n)}) for n in WIDTHS for how in ((), ("--plain",))]
    for done in forms:
        assert (done.code, done.err) == (0, ""), done
        assert "nan" not in done.out.lower()
        assert "-inf" not in done.out.lower()
        for line in done.out.splitlines():
            assert len(line) <= 80
    assert max(len(line) for line in forms[2].out.splitlines()) <= 40
    strict(learner("stats", *arguments, "--json").out)
    return " ".join(str(forms[0].out).split())


def test_nothing_done_is_told_in_words_and_nothing_is_made_up(small: Learner) -> None:
    text = screen(small)
    assert "No review in the last 371 days." in text
    assert "Nothing is due in the next 30 days." in text
    assert "No card was reviewed a second time yet; your goal is 90 %." in text
    assert "No response said how sure it was yet." in text
    assert re.findall(r"(\d+) %", text) == ["90"]
    body = small.json("stats")
    assert body["retention"] == {"observed": None, "low": None, "high": None, "count": 0, "desired": 0.9}
    assert body["calibration"]["brier"] is None
    assert (body["reviews"], body["seconds"], body["hardest"], body["minutes_ahead"]) == ({}, 0, [], 0)
    assert set(body["forecast"].values()) == {0}


def test_one_response_is_one_review(small: Learner) -> None:
    small.review("section-1", "--limit", "1", input="yes\n")
    text = screen(small)
    assert "1 review on 1 of the last 371 days; most on Sat 21 Nov (1)." in text
    body = small.json("stats")
    assert body["reviews"] == {FIRST_DAY: 1}
    assert body["retention"]["count"] == 0  # what was never learned could not be kept or lost
    assert body["calibration"]["sure"] == {"count": 1, "right": 1}
    assert body["calibration"]["brier"] is None
    assert sum(body["forecast"].values()) == 1


def test_few_reviews_are_too_few_to_tell(small: Learner) -> None:
    small.review("section-1", "--limit", "2", input="yes\nyes\n")
    small.on(3).review("--new", "0", input="yes\nno\nyes\n")
    text = screen(small)
    assert "50 % (12–88 %) of 2 first reviews of a day recalled; your goal is 90 %: too few to tell." in text
    body = small.json("stats")["retention"]
    assert (body["observed"], body["count"]) == (0.5, 2)


def test_only_the_first_review_of_a_day_counts_for_retention_and_calibration(small: Learner) -> None:
    small.review("section-1", "--limit", "1", input="yes\n")
    small.on(3).review("--new", "0", input="no\nyes\n")
    small.review("--cram", input="no\nno\nyes\n")
    body = small.json("stats")
    assert (body["retention"]["observed"], body["retention"]["count"]) == (0, 1)
    assert body["calibration"]["sure"] == {"count": 2, "right": 1}
    assert body["reviews"] == {FIRST_DAY: 1, "2026-11-24": 5}


def test_a_pre_quiz_is_no_review_but_says_how_sure_one_is(small: Learner) -> None:
    small("quiz", "section-1", "--pre", "--seed", "1", input="yes\nno ?\nyes ??\n")
    body = small.json("stats")
    assert body["reviews"] == {}
    assert {word: body["calibration"][word] for word in ("sure", "unsure", "guess")} == {
        "sure": {"count": 1, "right": 1},
        "unsure": {"count": 1, "right": 0},
        "guess": {"count": 1, "right": 1},
    }
    screen(small)


def test_brier_needs_twenty_responses(small: Learner) -> None:
    small.write(3, [yes(f"three-{n:02}") for n in range(1, 21)])
    small.review("section-3", "--new", "19", input="yes\n" * 19)
    assert small.json("stats")["calibration"]["brier"] is None
    small.review("section-3", "--new", "1", input="yes\n")
    assert small.json("stats")["calibration"]["brier"] == pytest.approx(0.01)  # (1 - 0.9)^2
    assert "Brier score 0.01 (0 is best, 0.25 as good as no word)." in screen(small)


def test_a_clock_set_back_tells_of_the_days_up_to_today(small: Learner) -> None:
    small.on(5).review("section-1", "--limit", "1", input="yes\n")
    small.on(0)
    assert "review" in screen(small)
    assert sum(small.json("stats")["forecast"].values()) == 1


def test_the_last_days_end_with_today(small: Learner) -> None:
    small.on(5).review("section-1", "--limit", "1", input="yes\n")
    assert small.on(0).json("stats", "--days", "1")["reviews"] == {}
    assert small.on(5).json("stats", "--days", "1")["reviews"] == {"2026-11-26": 1}


def test_the_heat_map_shows_as_many_days_as_were_looked_at(small: Learner) -> None:
    """A day that was not looked at is not a day without a review."""
    small.review("section-1", "--limit", "1", input="yes\n")
    small.on(20).review("section-1", "--limit", "1", input="yes\n")
    drawn = re.findall(
        r"^(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun) ([·░▒▓█ ]*)$", small("stats", "--days", "7").out, re.MULTILINE
    )
    assert sum(cell != " " for row in drawn for cell in row) == 7


def test_the_time_of_a_day_is_that_of_the_days_it_was_spent_on(small: Learner, monkeypatch: pytest.MonkeyPatch) -> None:
    """Three days with pre-quizzes only, a minute each."""
    ticks = count(0, 20)
    monkeypatch.setattr(conversation, "time", SimpleNamespace(monotonic=lambda: next(ticks)))
    for day in range(3):
        small.on(day)("quiz", "section-1", "--pre", "--seed", "1", input="yes\n" * 3)
    assert "3 min 0 s in the last 371 days, about 1 min 0 s a day" in screen(small)


def test_sure_and_partly_right_is_not_wrong(small: Learner) -> None:
    """As at the end of a quiz and of a review: wrong is no credit at all."""
    small.write(3, ["  - id: two\n    ask: Which?\n    right: [a1, b1]\n    wrong: [c1, d1]\n    keep_order: [1, 2]\n"])
    small.review("section-3", "--new", "1", input="1\n1 2\n")
    assert "Sure and wrong: 0" in screen(small)


def test_days_look_back_so_far_and_not_further(small: Learner) -> None:
    small.review("section-1", "--new", "1", "--limit", "1", input="yes\n")
    small.on(1).review("section-1", "--new", "1", "--limit", "1", input="yes\n")
    assert small.json("stats", "--days", "1")["reviews"] == {"2026-11-22": 1}
    assert len(small.json("stats", "--days", "2")["reviews"]) == 2
    assert small.on(2).json("stats", "--days", "1")["reviews"] == {}
    assert "No review in the last 1 day." in screen(small, "--days", "1")
    assert len(small.json("stats", "--days", str(HUGE))["reviews"]) == 2
    assert "2 reviews on 2 of the last 36500 days" in screen(small, "--days", str(HUGE))


@pytest.mark.parametrize("days", ["0", "-3", "36501", "9" * 40, "many", "1.5"])
def test_days_out_of_range_are_refused(small: Learner, days: str) -> None:
    done = small("stats", "--days", days)
    assert (done.code, done.out) == (2, "")
    assert "Traceback" not in done.err
    with_json = small("stats", "--days", days, "--json")
    assert with_json.code == 2
    assert strict(with_json.out)["error"]["code"] == "usage"


def test_an_unknown_course_is_refused(small: Learner) -> None:
    done = small("stats", "--course", "nowhere", "--json")
    assert done.code == 2
    assert strict(done.out)["error"]["code"] == "unknown-course"


def test_what_left_the_banks_is_history_and_not_due(small: Learner) -> None:
    small.review("section-1", "section-2", "--new", "6", input="yes\n" * 6)
    (small.banks / "small" / "section-02.yaml").unlink()
    small.write(1, [yes("one-1")])
    body = small.json("stats")
    assert body["reviews"] == {FIRST_DAY: 6}
    assert sum(body["forecast"].values()) == 1
    screen(small)


def test_suspended_cards_are_not_foretold(small: Learner) -> None:
    small.review("section-1", "--new", "3", input="yes\n" * 3)
    small("suspend", "one-1", "one-2")
    assert sum(small.json("stats")["forecast"].values()) == 1


def test_siblings_left_out_today_come_tomorrow(small: Learner) -> None:
    small.write(1, [yes("one-1", "    family: twins\n"), yes("one-2", "    family: twins\n"), yes("one-3")])
    small("quiz", "section-1", "--practice", "--seed", "1", input="yes\n" * 3)
    small.on(1)("quiz", "section-1", "--practice", "--seed", "2", input="yes\n" * 3)
    small.on(1).review("section-1", "--new", "9", input="yes\n" * 3)
    small.on(40)
    forecast = list(small.json("stats")["forecast"].values())
    assert (forecast[0], forecast[1]) == (2, 1)
    assert forecast[0] == small.json("status")["due"]


def test_an_overdue_pile_is_due_today(small: Learner) -> None:
    small.review("section-1", "--new", "3", input="yes\n" * 3)
    small.on(300)
    assert list(small.json("stats")["forecast"].values())[:2] == [3, 0]
    assert "3 due today, 3 within 30 days; most today (3)" in screen(small)


def test_undone_responses_leave_the_history(small: Learner) -> None:
    small.review("section-1", "--limit", "1", input="yes\n")
    small("undo", "--yes")
    assert small.json("stats")["reviews"] == {}


def test_hardest_are_the_objectives_missed_most_surely(small: Learner) -> None:
    head = "objectives: {easy-one: Do the easy one, hard-one: Do the hard one, never-met: Do nothing}\n"
    rows = [yes(f"three-{n}", f"    objective: {'hard' if n % 2 else 'easy'}-one\n") for n in range(1, 9)]
    small.write(3, rows, head)
    found = small("quiz", "section-3", "--practice", "--no-shuffle", "--seed", "1", input="no\nyes\n" * 3 + "no\nno\n")
    assert found.code == 0
    assert [(row["objective"], row["right"], row["count"]) for row in small.json("stats")["hardest"]] == [
        ("hard-one", 0, 4),
        ("easy-one", 3, 4),
    ]
    assert "Do the hard one (0 of 4 right, section-3)" in screen(small)


def test_minutes_ahead_are_the_cards_of_seven_days_at_the_usual_pace(small: Learner) -> None:
    small.review("section-1", "--new", "3", input="yes\n" * 3)
    body = small.json("stats")
    soon = sum(list(body["forecast"].values())[:7])
    each = 60 * body["minutes_ahead"] / soon
    assert 1 <= each <= 60
