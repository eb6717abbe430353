"""No damage to a bank makes the linter crash, hang or point outside the file. AIINFRA_FUZZ_INPUTS sets how many."""

import os
import signal
import time

import pytest

from aiinfra_study.core.fields import Source
from aiinfra_study.core.problem import Mark, Problem

from .fuzz import Looked, fuzz, made

INPUTS = int(os.environ.get("AIINFRA_FUZZ_INPUTS", "250"))


def test_no_damaged_bank_makes_the_linter_fail() -> None:
    tally = fuzz(INPUTS, seed=int(os.environ.get("AIINFRA_FUZZ_SEED", "1")))
    print(tally)
    assert not tally.failures, tally
    assert tally.findings > INPUTS
    assert len(tally.rules) > 20  # the damage is not so great that nothing is left to judge


def test_an_input_can_be_made_again_from_its_number() -> None:
    assert made(1, 17) == made(1, 17) != made(2, 17)


def _one(message: str = "so", line: int = 1, level: str = "error") -> Looked:
    return Looked(Source("f", b"a: 1\n"), [Problem(Mark("f", line), "S201", level, message)])


def test_the_harness_catches_a_reader_that_raises() -> None:
    assert "ZeroDivisionError" in fuzz(1, look=lambda *_: _one(str(1 // 0))).failures[0][1]


def test_the_harness_catches_a_finding_outside_the_file() -> None:
    assert "no such place" in fuzz(1, look=lambda *_: _one(line=3)).failures[0][1]


def test_the_harness_catches_a_control_character_in_a_message() -> None:
    assert "control character" in fuzz(1, look=lambda *_: _one("a\x1bb")).failures[0][1]


@pytest.mark.skipif(not hasattr(signal, "setitimer"), reason="no timer that interrupts")
def test_the_harness_catches_a_rule_that_hangs() -> None:
    def slow(*_: object) -> Looked:
        time.sleep(30)
        return _one()

    assert "Hang" in fuzz(1, look=slow, longest=0.05).failures[0][1]
