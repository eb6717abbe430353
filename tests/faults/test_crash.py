"""What was acknowledged survives any death of the writer. AIINFRA_FAULT_ROUNDS sets the number of rounds."""

import os
from pathlib import Path

from .crash import crash, together
from .quiz_crash import acknowledged_in, make_late, quiz_crash
from .right_store import Right
from .wrong_stores import AcknowledgesFirst, NoLock, WholeFile

ROUNDS = int(os.environ.get("AIINFRA_FAULT_ROUNDS", "50"))
QUIZ_ROUNDS = max(ROUNDS // 5, 10)


def test_a_killed_writer_loses_nothing_it_acknowledged(tmp_path: Path) -> None:
    tally = crash(Right, tmp_path, ROUNDS)
    print(tally)
    assert tally.clean, tally
    assert tally.acknowledged > ROUNDS  # however slow the disk
    assert tally.surplus <= tally.rounds  # at most the one response that was being kept


def test_two_killed_writers_lose_nothing_they_acknowledged(tmp_path: Path) -> None:
    tally = crash(Right, tmp_path, ROUNDS // 2, writers=2)
    print(tally)
    assert tally.clean, tally
    assert tally.surplus <= 2 * tally.rounds


def test_three_writers_at_once_keep_everything(tmp_path: Path) -> None:
    tally = together(Right, tmp_path, writers=3, count=100)
    assert tally.acknowledged == 300
    assert tally.clean, tally
    assert tally.surplus == 0


def test_a_killed_quiz_loses_nothing_it_gave_feedback_on(tmp_path: Path) -> None:
    tally = quiz_crash(tmp_path, QUIZ_ROUNDS)
    print(tally)
    assert tally.clean, tally
    assert tally.acknowledged > QUIZ_ROUNDS
    assert 0 <= tally.surplus <= tally.rounds


def test_feedback_is_recognised_line_by_line() -> None:
    first = "1/2\nWhich one is meant by q7?\n  1) a\n> \n✗ Wrong (and you were sure)\n  Right: b\n"
    cut = "2/2\nWhich one is meant by q8?\n> \n◐ Partly ri"
    assert acknowledged_in(first + cut) == ["faults/q7"]


def test_the_harness_catches_a_store_that_acknowledges_first(tmp_path: Path) -> None:
    tally = crash(AcknowledgesFirst, tmp_path, 6)
    assert tally.lost > 0


def test_the_harness_catches_a_store_that_writes_the_whole_file_over_itself(tmp_path: Path) -> None:
    tally = crash(WholeFile, tmp_path, 8)
    assert tally.unreadable > 0


def test_the_harness_catches_a_store_without_a_lock(tmp_path: Path) -> None:
    tally = together(NoLock, tmp_path, writers=3, count=60)
    assert tally.lost > 0


def test_the_quiz_harness_catches_a_program_that_acknowledges_first(tmp_path: Path) -> None:
    make_late(tmp_path)
    tally = quiz_crash(tmp_path, 3)
    assert tally.lost > 0
