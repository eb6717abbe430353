"""The numbers of the shipped banks, worked out a second time.

Each function of `recomputed` was written from the stem alone: what is asked, what is drawn, and the unit of the answer.
It takes those of the drawn numbers that matter, by name. Programs whose output is asked are run.
"""

import shutil
import subprocess
import sys
from collections.abc import Callable, Mapping
from importlib import import_module
from inspect import signature
from math import isclose
from pathlib import Path
from typing import Any

import pytest

from aiinfra_study.core.interaction import TextEntry
from aiinfra_study.core.kinds.numeric import Kind as Numeric
from aiinfra_study.core.kinds.output import Kind as Output
from aiinfra_study.core.quantity import show, with_unit
from aiinfra_study.core.question import Question
from aiinfra_study.store.files import read_section_file, section_files

BANKS = Path(__file__).parents[2] / "question_banks"
QUESTIONS = {
    question.address: question
    for course in sorted(path for path in BANKS.iterdir() if path.is_dir())
    for file in section_files(course)
    for question in read_section_file(file, file.read_bytes(), course.name).questions
}
SEEDS = range(12)


def told(what: str) -> dict[str, Any]:
    """NUMBERS or PROGRAMS of all modules of `recomputed`, by address: a module is named after its course."""
    found: dict[str, Any] = {}
    for file in sorted((Path(__file__).parent / "recomputed").glob("*_[0-9][0-9].py")):
        course = file.stem[:-3].replace("_", "-")
        named = getattr(import_module(f"content.recomputed.{file.stem}"), what, {})
        doubled = [name for name in named if f"{course}/{name}" in found]
        assert doubled == []
        found |= {f"{course}/{name}": value for name, value in named.items()}
    return found


RECOMPUTED: dict[str, Callable[..., float]] = told("NUMBERS")
PROGRAMS: dict[str, str] = told("PROGRAMS")  # what runs the program of a question


def of_kind(kind: str) -> set[str]:
    return {address for address, question in QUESTIONS.items() if question.kind == kind}


def settled(question: Question, seed: int) -> tuple[Numeric, TextEntry]:
    posed = question.posed(seed)
    assert isinstance(posed.body, Numeric)
    assert isinstance(posed.interaction, TextEntry)
    return posed.body, posed.interaction


def worked_out(function: Callable[..., float], body: Numeric) -> float:
    """The value of a function of what was drawn; it is not told what the bank computes from that."""
    drawn: Mapping[str, float] = {given.name: body.names[given.name] for given in body.given if given.choices}
    return function(**{name: drawn[name] for name in signature(function).parameters})


@pytest.mark.parametrize(
    ("kind", "name", "here"), [("numeric", "NUMBERS", RECOMPUTED), ("output", "PROGRAMS", PROGRAMS)]
)
def test_every_number_is_worked_out_and_every_program_run_here(kind: str, name: str, here: dict[str, Any]) -> None:
    assert of_kind(kind) - set(here) == set(), f"put these into {name} of tests/content/recomputed/COURSE_NN.py"
    assert set(here) - of_kind(kind) == set(), f"the banks do not have these of {name}"


@pytest.mark.parametrize("address", RECOMPUTED)
def test_a_key_is_what_its_stem_asks_for(address: str) -> None:
    """For several attempts, and for each of up to 200 draws (there are fewer)."""
    written = QUESTIONS[address].body
    assert isinstance(written, Numeric)
    attempts = [settled(QUESTIONS[address], seed)[0] for seed in SEEDS]
    for body in (*attempts, *(written.with_names(names)[0] for names in written.draws())):
        value = worked_out(RECOMPUTED[address], body)
        if isinstance(value, int):
            assert body.key == value, dict(body.names)
        else:
            assert isclose(body.key, value, rel_tol=1e-6), dict(body.names)


@pytest.mark.parametrize("address", RECOMPUTED)
def test_the_number_worked_out_is_graded_right_with_its_unit_and_without(address: str) -> None:
    for seed in SEEDS:
        body, entry = settled(QUESTIONS[address], seed)
        value = worked_out(RECOMPUTED[address], body)
        for typed in (with_unit(value, body.unit), f"{show(value)} {body.unit}", show(value)):
            assert entry.unreadable(typed) == ""
            assert body.grade(typed).credit == 1, f"{typed}: {dict(body.names)}"


@pytest.mark.parametrize("address", PROGRAMS)
def test_a_program_prints_what_its_key_says(address: str) -> None:
    posed = QUESTIONS[address].posed(0)
    assert isinstance(posed.body, Output)
    interpreter = sys.executable if PROGRAMS[address] == "python" else shutil.which("bash")
    if interpreter is None:
        pytest.skip("there is no bash here")
    done = subprocess.run([interpreter, "-c", posed.code], capture_output=True, check=False, text=True, timeout=60)
    assert done.stdout.strip()
    assert posed.body.grade(done.stdout).credit == 1, done.stdout
