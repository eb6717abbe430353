"""How sections, questions and courses are named, and where the current course comes from (docs/cli.md)."""

import shlex
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from cli.banks import write_course, yes_section

pytestmark = pytest.mark.usefixtures("bench")

Refused = Callable[..., None]


def asked(done: Any) -> str:
    """The section a quiz was held on."""
    body = done.json
    return f"{body['course']}/{body['section']}"


@pytest.mark.parametrize(
    "name",
    [
        *("section-2", "section-02", "section-002", "2", "02", "bench/section-2", "bench/2", "bench/section-02"),
        *("Uses and families", "families", "FAMILIES", "and fam", "bench/families", "Uses"),
    ],
)
def test_a_section_is_named_by_id_number_or_part_of_its_title(name: str, aiinfra: Any) -> None:
    assert asked(aiinfra("quiz", name, "--json", input="/quit\n")) == "bench/section-2"


def test_a_section_of_another_course_is_named_with_its_course(aiinfra: Any) -> None:
    for name in ("other/section-1", "other/1", "other/networks"):
        assert asked(aiinfra("quiz", name, "--json", input="/quit\n")) == "other/section-1"
    assert asked(aiinfra("--course", "other", "quiz", "1", "--json", input="/quit\n")) == "other/section-1"


def test_the_hint_for_a_section_of_another_course_can_be_typed(aiinfra: Any) -> None:
    hint = aiinfra("quiz", "networks").err.splitlines()[1]
    name = hint.removeprefix("Nearest: ").split(",")[0]
    assert asked(aiinfra("quiz", name, "--json", input="/quit\n")) == "other/section-1"


def test_a_part_of_several_titles_is_refused_with_their_names(aiinfra: Any, refused: Refused) -> None:
    refused(aiinfra("quiz", "storage"), 2, "section-3", "section-4", "Storage for training")
    assert asked(aiinfra("quiz", "storage for t", "--json", input="/quit\n")) == "bench/section-3"


def test_an_id_comes_before_a_title(aiinfra: Any, bench: Path) -> None:
    """A title that is the number of another section does not take it over."""
    (bench / "bench/section-05.yaml").write_text(yes_section("section-2 again, or 2", "again", 3), encoding="utf-8")
    assert asked(aiinfra("quiz", "section-2", "--json", input="/quit\n")) == "bench/section-2"
    assert asked(aiinfra("quiz", "2", "--json", input="/quit\n")) == "bench/section-2"


@pytest.mark.parametrize("name", ["", " ", "0", "9" * 5000, "²", "../section-1", "bench/", "/", "-", "section-2 "])
def test_strange_names_are_a_miss_and_never_a_bug(name: str, aiinfra: Any) -> None:
    done = aiinfra("quiz", "--json", "--", name, input="/quit\n")
    assert done.code == 2 or asked(done).startswith("bench/section-")
    assert "Traceback" not in done.err


def test_without_a_section_the_one_that_is_next_is_taken(aiinfra: Any) -> None:
    """The one with an unfinished attempt, else the first whose post-quiz is not finished."""
    assert asked(aiinfra("quiz", "--json", input="")) == "bench/section-1"
    aiinfra("quiz", "section-1", "--restart", "-n", "1", input="/skip\n")
    aiinfra("quiz", "section-1", "--post", "-n", "1", input="/skip\n")
    assert asked(aiinfra("quiz", "--json", input="/quit\n")) == "bench/section-2"
    aiinfra("quiz", "section-2", "--restart", "-n", "1", input="yes\n")
    aiinfra("quiz", "section-4", input="yes\n")
    assert asked(aiinfra("quiz", "--json", input="/quit\n")) == "bench/section-4"


def test_a_question_is_named_by_id_or_with_its_course(aiinfra: Any, refused: Refused) -> None:
    for name in ("both-1", "bench/both-1"):
        assert aiinfra("show", name, "--json").json["question"] == "bench/both-1"
    refused(aiinfra("show", "disk-1"), 2, "bench/disk-1", "other/disk-1")
    for course in ("bench", "other"):
        assert aiinfra("show", f"{course}/disk-1", "--json").json["question"] == f"{course}/disk-1"
        assert aiinfra("show", "disk-1", "-c", course, "--json").json["question"] == f"{course}/disk-1"
    refused(aiinfra("show", "both-1", "-c", "other"), 2)


def test_the_current_course_is_that_of_flag_then_environment_then_settings(aiinfra: Any) -> None:
    def current(*arguments: str, **env: str | None) -> str:
        course: str = aiinfra("sections", "--json", *arguments, env=env).json["current_course"]
        return course

    assert current(AIINFRA_COURSE=None) in ("zero-to-hero", "bench")
    assert aiinfra("course", "other").out == "The current course is other: other.\n"
    assert current(AIINFRA_COURSE=None) == "other"
    assert current() == "bench"
    assert current(AIINFRA_COURSE="") == "other"
    for spelling in (["--course", "other"], ["--course=other"], ["-c", "other"], ["-cother"]):
        assert current(*spelling) == "other"


def test_the_default_course_is_zero_to_hero_where_there_is_one(aiinfra: Any, tmp_path: Path) -> None:
    write_course(tmp_path / "b/a-first", {"section-1.yaml": yes_section("First", "a", 1)})
    env = {"AIINFRA_BANKS": str(tmp_path / "b"), "AIINFRA_COURSE": None}
    first = aiinfra("sections", "--json", env=env).json
    if "zero-to-hero" not in [course["id"] for course in first["courses"]]:
        assert first["current_course"] == "a-first"
    write_course(tmp_path / "b/zero-to-hero", {"section-1.yaml": yes_section("Zero", "z", 1)})
    assert aiinfra("status", "--json", env=env).json["current_course"] == "zero-to-hero"


def test_who_names_a_course_that_is_gone_is_told(aiinfra: Any, home: Path, refused: Refused) -> None:
    refused(aiinfra("sections", env={"AIINFRA_COURSE": "gone"}), 2, "gone", "AIINFRA_COURSE", "bench")
    refused(aiinfra("quiz", "bench/section-1", env={"AIINFRA_COURSE": "gone"}), 2, "AIINFRA_COURSE")
    home.mkdir()
    (home / "config.toml").write_text('course = "gone"\n', encoding="utf-8")
    refused(aiinfra("sections", env={"AIINFRA_COURSE": None}), 2, "gone", "config.toml")
    assert aiinfra("course", "bench", env={"AIINFRA_COURSE": None}).code == 0, "this mends it"
    assert aiinfra("sections", env={"AIINFRA_COURSE": None}).code == 0


def test_the_command_that_leads_on_finds_its_section_without_options(aiinfra: Any) -> None:
    assert aiinfra().out.endswith("aiinfra quiz section-1\n")
    assert aiinfra("--course", "other").out.endswith("aiinfra quiz other/section-1\n")


def test_the_command_that_leads_on_names_the_folders_it_needs(aiinfra: Any, tmp_path: Path) -> None:
    write_course(tmp_path / "my banks/own", {"section-1.yaml": yes_section("Own", "own", 2)})
    options = ["--banks", str(tmp_path / "my banks"), "--progress", str(tmp_path / "mine.json"), "-c", "own"]
    out = aiinfra(*options, "quiz", "1", input="yes\n", env={"COLUMNS": "999"}).out
    command = shlex.split(out.splitlines()[-1].removeprefix("Resume: "))
    assert command[0] == "aiinfra"
    assert "Resumed: 1 of 2 done." in aiinfra(*command[1:], input="/quit\n").out
