"""Whole commands as a person sees them, held to tests/golden/ (AIINFRA_GOLDEN=write renews the files)."""

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from aiinfra_study.store.progress import ProgressStore
from cli.banks import drawn, right_line
from cli.conftest import NOW

Check = Callable[..., None]
MISSED = {"k-single": "1", "k-numeric": "28 ?", "k-ordering": "/skip", "k-cloze": "MIG | slicing ??"}


def told(run: Any, *arguments: str, input: str = "", **env: str) -> tuple[str, Any]:
    """A command line and what it did."""
    shown = "".join(f"{line}\n" for line in input.splitlines())
    heading = " ".join(["aiinfra", *arguments]) + (f" <<responses\n{shown}responses" if input else "")
    return heading, run(*arguments, input=input, env={"AIINFRA_NOW": NOW, **env})


def test_a_pre_quiz_over_a_pipe(aiinfra: Any, bench: Path, transcript: Check) -> None:
    questions = drawn(bench / "bench/section-01.yaml", "pre", 7)
    lines = "\n".join(MISSED.get(posed.question.id) or right_line(posed) for posed in questions)
    transcript("quiz-pre", told(aiinfra, "quiz", "section-1", "--seed", "7", input=lines))


def test_a_post_quiz_with_feedback_and_gain(aiinfra: Any, bench: Path, home: Path, transcript: Check) -> None:
    questions = drawn(bench / "bench/section-01.yaml", "pre", 7)
    lines = "\n".join(MISSED.get(posed.question.id) or right_line(posed) for posed in questions)
    aiinfra("quiz", "section-1", "--seed", "7", input=lines, env={"AIINFRA_NOW": NOW})
    progress = ProgressStore(home / "progress.json").progress
    questions = drawn(bench / "bench/section-01.yaml", "post", 8, progress)
    wrong = {"k-single": "/hint\n1 2\n2", "k-multiple": "1", "k-numeric": "/hint\n28 ?", "k-output": r"a\nc"}
    lines = "\n".join(wrong.get(posed.question.id) or right_line(posed) for posed in questions)
    transcript("quiz-post", told(aiinfra, "quiz", "1", "--seed", "8", input=lines))


@pytest.mark.usefixtures("bench")
def test_a_quiz_that_stops_and_goes_on(aiinfra: Any, transcript: Check) -> None:
    first = told(aiinfra, "quiz", "section-4", "--seed", "3", input="yes\nno ?\n")
    again = told(aiinfra, "quiz", "section-4", input="/undo\nyes\n/flag\n/quit\n")
    transcript("quiz-resumed", first, again, told(aiinfra, "quiz", "section-4", input="yes\nyes\n"))


@pytest.mark.usefixtures("bench")
def test_three_days_of_review(aiinfra: Any, transcript: Check) -> None:
    def on(day: int, *arguments: str, input: str = "") -> tuple[str, Any]:
        return told(aiinfra, *arguments, input=input, AIINFRA_NOW=f"2026-11-{day}T09:00:00Z")

    transcript(
        "review",
        on(21, "review"),
        on(21, "review", "section-4", input="yes\nno\nyes ??\n/undo\nyes ?\n/quit\n"),
        on(21, "status"),
        on(21, "next"),
        on(21, "review", input="yes\nyes\n"),
        on(21, "review"),
        on(22, "next"),
        on(22, "review", input="yes\nyes ??\nyes\n"),
        on(22, "show", "cache-3"),
        on(24, "review", "--cram", "--limit", "1", input="yes\n"),
        on(24, "review", "--spread", "2", input="yes\n"),
        on(24, "undo", "--yes"),
        on(24, "undo", "--list"),
        on(24, "suspend", "cache-2"),
        on(24, "reset", "section-4"),
        on(24, "reset", "section-4", "--yes"),
        on(24),
    )


@pytest.mark.usefixtures("bench")
def test_a_quiz_as_json(aiinfra: Any, transcript: Check) -> None:
    lines = "yes\nno ??\n/skip\n"
    command, done = told(aiinfra, "quiz", "section-4", "--seed", "3", "--json", input=lines)
    pretty = re.sub(r'("questions": \[|\}, |\], )', r"\1\n  ", done.out)
    transcript("quiz-json", (command, done._replace(out=pretty)))


@pytest.mark.usefixtures("bench")
def test_sections_courses_and_a_question(aiinfra: Any, transcript: Check) -> None:
    """The bundled banks change their words, so they are cut away here."""
    aiinfra("quiz", "section-4", "--seed", "3", input="yes\n" * 4, env={"AIINFRA_NOW": NOW})
    aiinfra("quiz", "section-4", "--seed", "3", input="yes\nno ?\n", env={"AIINFRA_NOW": NOW})
    aiinfra("flag", "cache-1", env={"AIINFRA_NOW": NOW})
    command, listed = told(aiinfra, "sections")
    transcript(
        "sections",
        (command, listed._replace(out=listed.out[: listed.out.index("\n\n", listed.out.index("other"))] + "\n")),
        told(aiinfra, "sections", "--course", "other"),
    )
    transcript(
        "show", told(aiinfra, "show", "k-single"), told(aiinfra, "show", "cache-1"), told(aiinfra, "show", "k-numeric")
    )
    command, listed = told(aiinfra, "course")
    lines = [line for line in listed.out.splitlines() if re.search("sections|bench|other", line)]
    lines = [re.sub(r"  +", "  ", line) for line in lines]  # the columns are as wide as the bundled titles
    transcript("course", (command, listed._replace(out="\n".join(lines) + "\n")))


def test_settings(aiinfra: Any, transcript: Check) -> None:
    transcript(
        "config",
        told(aiinfra, "config", "new_per_day", "5"),
        told(aiinfra, "config", "new_per_day"),
        told(aiinfra, "config"),
        told(aiinfra, "config", "retention", "0.99"),
        told(aiinfra, "config", "--path"),
    )


@pytest.mark.usefixtures("bench")
def test_home_from_the_start_to_the_end(aiinfra: Any, transcript: Check) -> None:
    start = told(aiinfra)
    begun = told(aiinfra, "quiz", "section-1", "-n", "2", "--seed", "1", input="/skip\n")
    transcript("home", start, (begun[0], begun[1]._replace(out="...\n")), told(aiinfra))


@pytest.mark.usefixtures("bench")
def test_doctor(aiinfra: Any, transcript: Check) -> None:
    """Versions, folders of banks and the terminal are those of the machine."""
    command, done = told(aiinfra, "doctor", COLUMNS="999")
    out = re.sub(r"^(aiinfra  |libraries|banks|terminal)( +).*$", r"\1\2...", done.out, flags=re.MULTILINE)
    out = re.sub(r"^cache .*$", "cache     ...", out, flags=re.MULTILINE)
    transcript("doctor", (command, done._replace(out=out)))


def test_help(aiinfra: Any, transcript: Check) -> None:
    transcript("help", told(aiinfra, "--help"), told(aiinfra, "quiz", "--help"))
    transcript("help-40", told(aiinfra, "quiz", "-h", COLUMNS="40"))
    transcript("help-review", told(aiinfra, "review", "--help"), told(aiinfra, "review", "--help", COLUMNS="40"))


@pytest.mark.usefixtures("bench")
def test_errors(aiinfra: Any, transcript: Check) -> None:
    transcript(
        "errors",
        told(aiinfra, "quizz"),
        told(aiinfra, "quiz", "--cuont", "3"),
        told(aiinfra, "quiz", "storage"),
        told(aiinfra, "config", "day-start"),
        told(aiinfra, "quiz", "--pre", "--post", "--json"),
    )
