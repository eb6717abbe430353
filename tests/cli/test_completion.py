"""Completion as the scripts of the four shells ask for it; it answers names, and never fails."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from cli.banks import write_course, yes_section

pytestmark = pytest.mark.usefixtures("bench")

Complete = Callable[[str], list[str]]
SHELLS = ("bash", "zsh", "fish", "powershell")


def asked(shell: str, line: str) -> dict[str, str]:
    """The variables a shell's script sets when Tab is pressed at the end of a line."""
    if shell == "bash":
        words = line.split(" ")
        return {"_AIINFRA_COMPLETE": "complete_bash", "COMP_WORDS": line, "COMP_CWORD": str(len(words) - 1)}
    asking = {"_AIINFRA_COMPLETE": f"complete_{shell}", "_TYPER_COMPLETE_ARGS": line}
    if shell == "fish":
        asking["_TYPER_COMPLETE_FISH_ACTION"] = "get-args"
    if shell == "powershell":
        asking["_TYPER_COMPLETE_WORD_TO_COMPLETE"] = line.rpartition(" ")[2]
    return asking


def names(shell: str, out: str) -> list[str]:
    """The names in what a shell is told."""
    if shell == "zsh":
        return out.split('"')[1::4] if out.startswith("_arguments") else []
    split = {"bash": "\0", "fish": "\t", "powershell": ":::"}[shell]
    return [line.split(split)[0] for line in out.splitlines() if line]


@pytest.fixture(params=SHELLS)
def complete(request: pytest.FixtureRequest, aiinfra: Any) -> Complete:
    def complete(line: str) -> list[str]:
        done = aiinfra(env=asked(request.param, line))
        assert done.err == ""
        assert done.code == 0
        return names(request.param, done.out)

    return complete


def test_sections_are_answered_by_id_those_of_other_courses_with_their_course(complete: Complete) -> None:
    answered = complete("aiinfra quiz ")
    assert answered[:5] == ["section-1", "section-2", "section-3", "section-4", "other/section-1"]
    assert complete("aiinfra quiz section-3") == ["section-3"]
    assert complete("aiinfra quiz other/") == ["other/section-1"]
    assert complete("aiinfra quiz --post -n 5 sec") == ["section-1", "section-2", "section-3", "section-4"]
    assert complete("aiinfra quiz zzz") == []


def test_questions_courses_settings_commands_and_options_are_answered(complete: Complete) -> None:
    assert complete("aiinfra show k-s") == ["k-single", "k-short"]
    assert complete("aiinfra flag both-1 both-2") == ["both-2"]
    assert complete("aiinfra unflag twin") == ["twin-a", "twin-b"]
    assert complete("aiinfra show other/") == ["other/disk-1"], "an id that two courses share is told with its course"
    assert "disk-1" not in complete("aiinfra show disk-1")
    assert complete("aiinfra course be") == ["bench"]
    assert complete("aiinfra config new") == ["new_per_day"]
    assert complete("aiinfra un") == ["undo", "unsuspend", "unflag"]
    assert complete("aiinfra suspend k-s") == ["k-single", "k-short"]
    assert complete("aiinfra re") == ["review", "report", "reset"]
    assert complete("aiinfra review --new 3 section-3") == ["section-3"]
    assert complete("aiinfra review section-1 section-4") == ["section-4"]
    assert complete("aiinfra reset other/") == ["other/section-1"]
    assert complete("aiinfra review --s") == ["--spread"]
    assert complete("aiinfra next --") == ["--run", "--json", "--help"]
    assert complete("aiinfra quiz --re") == ["--restart"]


def test_global_options_count_for_what_is_answered(complete: Complete, tmp_path: Path) -> None:
    assert complete("aiinfra --course ot") == ["other"]
    assert complete("aiinfra quiz --course ot") == ["other"]
    for line in ("aiinfra --course other quiz ", "aiinfra quiz --course other ", "aiinfra quiz -c other "):
        assert complete(line)[0] == "section-1"
        assert "bench/section-4" in complete(line)
    mine = write_course(tmp_path / "mine/own", {"section-07.yaml": yes_section("My own", "own", 1)})
    assert complete(f"aiinfra quiz --banks {mine} own/") == ["own/section-7"]


def test_titles_are_told_where_the_shell_shows_them(aiinfra: Any) -> None:
    for shell in ("zsh", "fish", "powershell"):
        assert "Storage for training" in aiinfra(env=asked(shell, "aiinfra quiz section-3")).out


def test_words_of_a_bank_cannot_become_commands_of_the_shell(complete: Complete, aiinfra: Any, bench: Path) -> None:
    """The scripts of zsh and PowerShell evaluate what they are told, and Typer reads markup in it."""
    text = yes_section("'A [/x] [bold] \\$(touch gone) `touch gone` ; \"title\"'", "h", 1)
    (bench / "bench/section-05.yaml").write_text(text, encoding="utf-8")
    write_course(bench / "$(touch gone)", {"section-01.yaml": text})
    assert complete("aiinfra quiz section-5") == ["section-5"]
    assert "bench" in complete("aiinfra course ")
    for shell in SHELLS:
        for line in ("aiinfra quiz sec", "aiinfra course ", "aiinfra --course "):
            out = aiinfra(env=asked(shell, line)).out
            assert out
            assert not set(out) & set("$`[]\\;")


@pytest.mark.parametrize(
    "env",
    [
        {"AIINFRA_BANKS": "not-there"},
        {"AIINFRA_COURSE": "gone"},
        {"AIINFRA_NOW": "never"},
        {"AIINFRA_HOME": "/dev/null"},
        {"AIINFRA_DEBUG": "1", "AIINFRA_BANKS": "not-there"},
    ],
    ids=str,
)
@pytest.mark.parametrize("line", ["aiinfra quiz ", "aiinfra show k", "aiinfra --course "])
def test_nothing_makes_it_fail(env: dict[str, str], line: str, aiinfra: Any) -> None:
    for shell in SHELLS:
        done = aiinfra(env={**asked(shell, line), **env})
        assert (done.code, done.err) == (0, "")


def test_broken_banks_and_settings_do_not_make_it_fail(complete: Complete, bench: Path, tmp_path: Path) -> None:
    (bench / "bench/section-05.yaml").write_bytes(b"\xff\x00[[[[")
    assert "section-1" in complete("aiinfra quiz ")
    (tmp_path / "home").mkdir(exist_ok=True)
    (tmp_path / "home/config.toml").write_text("course = [\n", encoding="utf-8")
    complete("aiinfra quiz ")
    for line in ("aiinfra", "aiinfra ", "", "aiinfra quiz '", "aiinfra --banks", "aiinfra nothing ", "aiinfra -- "):
        complete(line)


@pytest.mark.parametrize("shell", ["zsh", "fish", "powershell", "pwsh"])
def test_the_script_of_a_shell_is_told(shell: str, aiinfra: Any) -> None:
    done = aiinfra(env={"_AIINFRA_COMPLETE": f"source_{shell}"})
    assert done.code == 0
    assert "_AIINFRA_COMPLETE" in done.out
    assert "aiinfra" in done.out


def test_an_empty_request_is_none(aiinfra: Any) -> None:
    """PowerShell leaves the variable behind, empty."""
    assert aiinfra("--version", env={"_AIINFRA_COMPLETE": ""}).out.startswith("aiinfra ")
