"""Global options, bank folders, places and the clock (docs/cli.md)."""

import json
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from cli.banks import write_course, yes_section

Refused = Callable[..., None]


def events(log: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in log.read_text(encoding="utf-8").splitlines()]


def course_ids(done: Any) -> list[str]:
    return [course["id"] for course in done.json["courses"]]


@pytest.mark.usefixtures("bench")
def test_global_options_stand_before_or_after_the_command(aiinfra: Any, tmp_path: Path) -> None:
    other = str(tmp_path / "elsewhere.json")
    options = ["--course", "other", f"--progress={other}", "--plain", "--no-color", "-y"]
    for line in (
        [*options, "quiz", "1", "--json"],
        ["quiz", "1", "--json", *options],
        ["quiz", *options, "1", "--json"],
        [*options[:2], "quiz", "1", *options[2:], "--json"],
    ):
        body = aiinfra(*line, "--restart", input="/quit\n").json
        assert body["course"] == "other"
    assert len(events(tmp_path / "elsewhere.events.jsonl")) == 4


@pytest.mark.usefixtures("bench")
def test_behind_two_dashes_nothing_is_an_option(aiinfra: Any, refused: Refused) -> None:
    refused(aiinfra("quiz", "--", "--plain"), 2, 'no section "--plain"')


def test_version_is_one_line_wherever_it_stands(aiinfra: Any) -> None:
    from importlib.metadata import version

    for line in (["--version"], ["-V"], ["quiz", "--version"], ["--plain", "-V"]):
        done = aiinfra(*line)
        assert (done.code, done.out, done.err) == (0, f"aiinfra {version('aiinfra-study')}\n", "")


@pytest.mark.usefixtures("bench")
def test_without_arguments_it_says_where_you_are_and_exits_0(aiinfra: Any) -> None:
    done = aiinfra()
    assert (done.code, done.err) == (0, "")
    assert len(done.out.splitlines()) <= 6
    assert "aiinfra quiz section-1" in done.out


@pytest.mark.usefixtures("bench")
def test_banks_may_be_repeated_and_come_before_the_environment(aiinfra: Any, tmp_path: Path) -> None:
    one = write_course(tmp_path / "one/alpha", {"section-1.yaml": yes_section("Alpha", "a", 1)})
    two = write_course(tmp_path / "two/beta", {"section-1.yaml": yes_section("Beta", "b", 1)})
    ids = course_ids(aiinfra("sections", "--json", "--banks", str(one), f"--banks={two}"))
    assert ids[:4] == ["alpha", "beta", "bench", "other"]
    assert len(ids) > 4, "the bundled ones come last"


def test_the_environment_may_name_several_folders(aiinfra: Any, bench: Path, tmp_path: Path, refused: Refused) -> None:
    one = write_course(tmp_path / "one/alpha", {"section-1.yaml": yes_section("Alpha", "a", 1)})
    both = os.pathsep.join([str(one), str(bench), ""])
    assert course_ids(aiinfra("sections", "--json", env={"AIINFRA_BANKS": both}))[:3] == ["alpha", "bench", "other"]
    missing = os.pathsep.join([str(one), str(tmp_path / "gone")])
    for line in (["sections"], ["quiz", "1"], ["show", "a-1"], []):
        refused(aiinfra(*line, env={"AIINFRA_BANKS": missing}), 2, "AIINFRA_BANKS", str(tmp_path / "gone"))


@pytest.mark.usefixtures("bench")
def test_the_setting_adds_folders_too(aiinfra: Any, tmp_path: Path, refused: Refused) -> None:
    one = write_course(tmp_path / "one/alpha", {"section-1.yaml": yes_section("Alpha", "a", 1)})
    refused(aiinfra("config", "banks", str(tmp_path / "gone")), 2, str(tmp_path / "gone"))
    assert aiinfra("config", "banks", "one", cwd=tmp_path).code == 0, "a relative name is kept as the whole one"
    assert course_ids(aiinfra("sections", "--json"))[:3] == ["bench", "other", "alpha"]
    one.rename(tmp_path / "moved")
    refused(aiinfra("sections"), 2, 'the setting "banks"')
    assert aiinfra("config", "--unset", "banks").code == 0
    assert "alpha" not in course_ids(aiinfra("sections", "--json"))


def test_the_first_course_of_an_id_hides_the_others_and_sections_says_so(
    aiinfra: Any, bench: Path, tmp_path: Path
) -> None:
    mine = write_course(tmp_path / "mine/bench", {"section-1.yaml": yes_section("My own bench", "own", 2)})
    listed = aiinfra("sections", "--json", "--banks", str(mine)).json["courses"]
    hiding = next(course for course in listed if course["id"] == "bench")
    assert hiding["folder"] == str(mine / "bench")
    assert hiding["replaces"] == str(bench / "bench")
    assert [course["id"] for course in listed].count("bench") == 1
    assert {course["replaces"] for course in listed if course is not hiding} == {None}
    told = aiinfra("sections", "--banks", str(mine), env={"COLUMNS": "999"}).out
    assert f"hides {bench / 'bench'}" in told


def test_a_folder_that_is_itself_a_course_is_one(aiinfra: Any, bench: Path) -> None:
    env = {"AIINFRA_BANKS": None, "AIINFRA_COURSE": None}
    ids = course_ids(aiinfra("sections", "--json", "--banks", str(bench / "other"), env=env))
    assert ids[0] == "other"
    assert "bench" not in ids


@pytest.mark.usefixtures("bench")
def test_the_bundled_banks_are_there_by_themselves(aiinfra: Any) -> None:
    listed = aiinfra("sections", "--json", env={"AIINFRA_BANKS": None, "AIINFRA_COURSE": None}).json["courses"]
    assert listed
    assert all(course["bundled"] for course in listed)
    assert all(section["questions"] for course in listed for section in course["sections"])


@pytest.mark.usefixtures("bench")
def test_progress_goes_where_it_is_told_with_its_log_beside_it(aiinfra: Any, tmp_path: Path, home: Path) -> None:
    for name, log in (("exam.json", "exam.events.jsonl"), ("deep/progress.json", "deep/events.jsonl")):
        done = aiinfra("quiz", "section-4", "--progress", str(tmp_path / name), input="yes\n" * 4)
        assert done.code == 0
        assert len(events(tmp_path / log)) == 6
        assert json.loads((tmp_path / name).read_bytes())["log"]["events"] == 6
    assert not home.exists()
    assert aiinfra("sections", "--json").json["courses"][0]["sections"][3]["state"] == "new"
    line = ["sections", "--json", "--progress", "exam.json"]
    assert aiinfra(*line, cwd=tmp_path).json["courses"][0]["sections"][3]["state"] == "pre"


@pytest.mark.usefixtures("bench")
def test_home_is_made_where_the_environment_says(aiinfra: Any, tmp_path: Path) -> None:
    env = {"AIINFRA_HOME": str(tmp_path / "a/b"), "AIINFRA_NOW": "2026-11-21T09:00:00Z"}
    aiinfra("quiz", "section-4", input="yes\n" * 4, env=env)
    assert sorted(path.name for path in (tmp_path / "a/b").iterdir()) == ["backups", "events.jsonl", "progress.json"]
    assert [path.name for path in (tmp_path / "a/b/backups").iterdir()] == ["events-2026-11-21.jsonl"]
    aiinfra("config", "day_start", "0", env=env)
    assert (tmp_path / "a/b/config.toml").exists()


@pytest.mark.usefixtures("bench")
@pytest.mark.parametrize(
    ("now", "zone", "at", "day"),
    [
        ("2026-11-21T09:00:00Z", "UTC", "2026-11-21T09:00:00.000Z", "2026-11-21"),
        ("2026-11-21T03:59:59Z", "UTC", "2026-11-21T03:59:59.000Z", "2026-11-20"),
        ("2026-11-21T04:00:00Z", "UTC", "2026-11-21T04:00:00.000Z", "2026-11-21"),
        ("2026-11-21T09:00:00+05:30", "UTC", "2026-11-21T03:30:00.000Z", "2026-11-20"),
        ("2026-11-21T09:00", "UTC", "2026-11-21T09:00:00.000Z", "2026-11-21"),
        ("2026-11-21T09:00", "JST-9", "2026-11-21T00:00:00.000Z", "2026-11-21"),
        ("2026-11-20T19:00:00Z", "JST-9", "2026-11-20T19:00:00.000Z", "2026-11-21"),
        ("2026-11-20T18:59:59Z", "JST-9", "2026-11-20T18:59:59.000Z", "2026-11-20"),
        ("2026-03-01T00:30:00.250Z", "EST5EDT,M3.2.0,M11.1.0", "2026-03-01T00:30:00.250Z", "2026-02-28"),
    ],
)
def test_the_clock_stands_where_it_is_told(now: str, zone: str, at: str, day: str, aiinfra: Any, home: Path) -> None:
    if not hasattr(__import__("time"), "tzset"):
        zone = "UTC"
    body = aiinfra("quiz", "section-4", "--json", input="yes\n" * 4, env={"AIINFRA_NOW": now, "TZ": zone}).json
    assert {(event["at"], event["day"]) for event in events(home / "events.jsonl")} == {(at, day)}
    assert (body["started"], body["finished"]) == (at, at)
    assert list(json.loads((home / "progress.json").read_bytes())["days"]) == [day]


@pytest.mark.usefixtures("bench")
def test_the_study_day_begins_at_the_hour_of_the_setting(aiinfra: Any, home: Path) -> None:
    aiinfra("config", "day_start", "6")
    aiinfra("quiz", "section-4", "-n", "1", input="yes\n", env={"AIINFRA_NOW": "2026-11-21T05:59:00Z"})
    aiinfra("config", "day_start", "0")
    aiinfra("quiz", "section-4", "--post", "-n", "1", input="yes\n", env={"AIINFRA_NOW": "2026-11-21T00:00:00Z"})
    days = [event["day"] for event in events(home / "events.jsonl")]
    assert days == ["2026-11-20"] * 3 + ["2026-11-21"] * 3


@pytest.mark.usefixtures("bench")
@pytest.mark.parametrize(
    "now", ["tomorrow", "2026-13-01", "12:00", "0001-01-01T00:00:00", "9999-12-31T23:59:59-05:00", "\x1b[2J"]
)
def test_a_clock_that_is_no_instant_exits_2_before_anything_is_asked(
    now: str, aiinfra: Any, refused: Refused, home: Path
) -> None:
    aiinfra("quiz", "section-4", input="yes\n")
    log = (home / "events.jsonl").read_bytes()
    for line in (["quiz", "section-4"], ["quiz"], ["sections"], ["status"], [], ["undo", "--yes"]):
        done = aiinfra(*line, input="yes\n" * 3, env={"AIINFRA_NOW": now})
        refused(done, 2, "AIINFRA_NOW")
        assert "\x1b" not in done.err
    assert (home / "events.jsonl").read_bytes() == log


@pytest.mark.usefixtures("bench")
def test_width_is_that_of_columns(aiinfra: Any) -> None:
    """No line is wider, and no word is cut that would fit."""
    lines = [
        *(["quiz", "section-1", "--seed", "7", "--restart"], ["quiz", "section-1", "--post"], ["sections"], ["course"]),
        *(["show", "k-numeric"], ["config"], [], ["--help"], ["undo", "--list"]),
    ]
    for columns in (40, 61, 100):
        for line in lines:
            text = aiinfra(*line, input="2\n" * 40, env={"COLUMNS": str(columns)}).out
            assert text
            for row in text.splitlines():
                assert len(row) <= columns, (line, row)


@pytest.mark.parametrize("name", ["quiz", "status", "sections", "course", "show", "undo", "flag", "config", "doctor"])
@pytest.mark.parametrize("columns", [40, 60, 80, 120])
def test_help_cuts_no_word_and_ends_with_two_or_three_examples(name: str, columns: int, aiinfra: Any) -> None:
    done = aiinfra(name, "--help", env={"COLUMNS": str(columns)})
    assert (done.code, done.err) == (0, "")
    assert max(map(len, done.out.splitlines())) <= columns
    assert "…" not in done.out
    examples = done.out[done.out.index("Examples:") :]
    assert 2 <= examples.count("aiinfra ") <= 3
    for option in {"quiz": ["--no-confidence", "--practice", "--no-shuffle"], "doctor": ["--restore"]}.get(name, []):
        assert option in done.out


@pytest.mark.parametrize("how", ["--plain", "AIINFRA_PLAIN", "TERM"])
def test_plain_help_has_no_boxes(how: str, aiinfra: Any) -> None:
    env = {"AIINFRA_PLAIN": {"AIINFRA_PLAIN": "1"}, "TERM": {"TERM": "dumb"}}.get(how, {})
    flags = [how] if how == "--plain" else []
    for line in (["--help"], ["quiz", "--help"]):
        done = aiinfra(*flags, *line, env=env)
        assert done.code == 0
        assert not set(done.out) & set("╭│─`")


@pytest.mark.usefixtures("bench")
def test_plain_has_no_escape_codes_even_where_colour_is_forced(aiinfra: Any) -> None:
    colour = {"FORCE_COLOR": "1"}
    assert "\x1b[" in aiinfra("sections", env=colour).out
    for line, env in (
        (["--plain"], colour),
        (["--no-color"], colour),
        ([], {**colour, "AIINFRA_PLAIN": "1"}),
        ([], {**colour, "NO_COLOR": "1"}),
    ):
        assert "\x1b" not in aiinfra("sections", *line, env=env).out
    aiinfra("config", "plain", "true")
    assert "\x1b" not in aiinfra("sections", env=colour).out
    assert "\x1b[" in aiinfra("sections", env={**colour, "AIINFRA_PLAIN": "0"}).out, "environment before config.toml"


@pytest.mark.usefixtures("bench")
def test_a_quiz_over_a_pipe_has_no_escape_codes(aiinfra: Any) -> None:
    done = aiinfra("quiz", "section-1", "--post", input="2\n" * 40, env={"FORCE_COLOR": "1"})
    assert "\x1b" not in done.out + done.err


@pytest.mark.usefixtures("bench")
def test_switching_the_course_says_what_still_comes_first(aiinfra: Any) -> None:
    assert "bench" in aiinfra("course", "other").err
    assert aiinfra("course", "bench").err == ""
    assert aiinfra("course", "other", env={"AIINFRA_COURSE": None}).err == ""


def test_debugging_shows_no_traceback_of_what_is_no_bug(aiinfra: Any, refused: Refused) -> None:
    for line in (["quizz"], ["quiz", "section-99"], ["quiz", "-n", "0"]):
        refused(aiinfra(*line, env={"AIINFRA_DEBUG": "1"}), 2)


@pytest.mark.usefixtures("bench")
def test_results_go_to_stdout_and_notices_to_stderr(aiinfra: Any, home: Path) -> None:
    done = aiinfra("quiz", "section-4", input="yes\n" * 4)
    assert done.err == ""
    (home / "progress.json").write_bytes(b"not a snapshot")
    done = aiinfra("sections")
    assert "progress.json was damaged" in done.err
    assert "damaged" not in done.out
    assert aiinfra("sections").err == ""
