"""Whatever state the files of a learner are in, every command ends in words (cli.md, section 3)."""

from pathlib import Path
from typing import Any

import pytest

from cli.damage import STATES, newer_log, no_snapshot

pytestmark = pytest.mark.usefixtures("bench")
COMMANDS = [
    *([], ["sections"], ["sections", "--json"], ["show", "cache-1"], ["undo", "--list"], ["undo", "--yes"]),
    *(["flag", "cache-1"], ["quiz", "section-4", "--post"], ["quiz", "section-4", "--post", "--json"], ["course"]),
    *(["doctor", "--json"], ["doctor", "--restore", "--yes"], ["config"]),
]


@pytest.mark.parametrize("state", STATES, ids=lambda state: state.__name__)
def test_no_state_of_the_files_is_a_bug(state: Any, aiinfra: Any, home: Path) -> None:
    aiinfra("quiz", "section-4", input="yes\n" * 4)
    state(home)
    for line in COMMANDS:
        done = aiinfra(*line, input="yes\n" * 9)
        assert done.code in (0, 1, 2, 3), (line, done)
        assert "Traceback" not in done.err
        if done.code > 1:
            told = done.err[done.err.index("Error: ") :]
            assert len(told.splitlines()) == 2, (line, told)
        if "--json" in line:
            assert done.json["schema"].startswith("aiinfra/")


@pytest.mark.parametrize("state", STATES, ids=lambda state: state.__name__)
def test_doctor_finds_every_damage_and_changes_nothing(state: Any, aiinfra: Any, home: Path) -> None:
    aiinfra("quiz", "section-4", input="yes\n" * 4)
    state(home)
    before = {path: path.read_bytes() for path in home.rglob("*") if path.is_file()}
    done = aiinfra("doctor", "--json")
    healthy = state is no_snapshot  # it is only a cache
    assert done.code == (0 if healthy else 1)
    assert bool(done.json["findings"]) != healthy
    assert aiinfra("doctor").code == done.code
    assert {path: path.read_bytes() for path in home.rglob("*") if path.is_file()} == before


def test_events_of_a_newer_program_are_refused_untouched(aiinfra: Any, home: Path, refused: Any) -> None:
    aiinfra("quiz", "section-4", input="yes\n")
    newer_log(home)
    log = (home / "events.jsonl").read_bytes()
    for line in (["quiz", "section-4"], ["undo", "-y"], ["flag", "cache-1"], ["doctor", "--restore", "-y"]):
        refused(aiinfra(*line, input="yes\n"), 3, "newer")
    assert (home / "events.jsonl").read_bytes() == log
