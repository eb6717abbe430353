"""Whatever state the files of a learner are in, every command ends in words (docs/cli.md)."""

import shutil
from pathlib import Path
from typing import Any

import pytest

from aiinfra_study.store.progress import ProgressStore
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


@pytest.mark.parametrize("typed", ["/skip\n", "/skip\n/quit\n"])
def test_nothing_is_said_to_be_kept_when_the_home_went_meanwhile(
    typed: str, aiinfra: Any, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = ProgressStore.append

    def append(store: ProgressStore, event: dict[str, Any]) -> dict[str, Any]:
        kept = real(store, event)
        if event["event"] == "response":
            shutil.rmtree(home)
        return kept

    monkeypatch.setattr(ProgressStore, "append", append)
    done = aiinfra("quiz", "section-1", "--practice", input=typed)
    assert done.code == 3
    assert "kept." not in done.out
    assert "is missing or empty, though events were kept in it\nPut it back" in done.err
    assert not home.exists()
