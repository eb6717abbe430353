"""A full or failing disk: what could not be kept is said so, and the session goes on."""

from pathlib import Path

import pytest

from aiinfra_study.core.errors import DataError
from aiinfra_study.store.progress import ProgressStore

from .disk import failing_sync, full_disk, limited_file, room_for, sick_disk
from .right_store import Right, response
from .wrong_stores import AcknowledgesFirst, NoTruncate


def test_a_disk_that_fills_up_loses_nothing_and_keeps_nothing_unsaid(tmp_path: Path) -> None:
    tally = full_disk(Right, tmp_path, range(0, 1600, 13))
    assert tally.clean, tally
    assert tally.failed > tally.rounds
    assert tally.surplus == 0


def test_a_file_that_may_not_grow_loses_nothing(tmp_path: Path) -> None:
    tally = limited_file(Right, tmp_path, range(600, 6000, 997))
    assert tally.clean, tally
    assert tally.failed == 3 * tally.rounds
    assert tally.surplus == 0


def test_a_sync_that_fails_is_no_acknowledgement_and_leaves_nothing(tmp_path: Path) -> None:
    tally = sick_disk(Right, tmp_path)
    assert tally.clean, tally
    assert tally.failed > tally.rounds
    assert tally.surplus == 0


def test_the_log_is_as_long_as_before_when_an_append_failed(tmp_path: Path) -> None:
    store = ProgressStore(tmp_path / "progress.json")
    store.append(response("first"))
    size = store.log_path.stat().st_size
    for trouble in (room_for(50), failing_sync()):
        with trouble, pytest.raises(DataError, match="not saved") as caught:
            store.append(response("lost"))
        assert caught.value.code == "not-saved"
        assert store.log_path.stat().st_size == size
        assert store.progress.events == 1
    assert store.append(response("second"))["id"].endswith("-2")


def test_a_full_disk_is_said_before_the_first_question(tmp_path: Path) -> None:
    store = ProgressStore(tmp_path / "progress.json")
    with room_for(10), pytest.raises(DataError, match="No space left") as caught:
        store.writable()
    assert caught.value.code == "progress-full"
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("trouble", [lambda: room_for(100), lambda: failing_sync(name="fsync")])
def test_a_snapshot_that_cannot_be_written_leaves_the_old_one_and_says_so(tmp_path: Path, trouble: object) -> None:
    store = ProgressStore(tmp_path / "progress.json")
    store.append(response("first"))
    store.fold()
    before = store.path.read_bytes()
    store.append(response("second"))
    with trouble():  # type: ignore[operator]
        store.fold()
    assert store.path.read_bytes() == before
    assert "was not written" in store.notices[-1]
    assert sorted(path.name for path in tmp_path.iterdir()) == ["events.jsonl", "progress.json"]
    assert ProgressStore(store.path).progress.events == 2


def test_the_harness_catches_a_store_that_leaves_half_lines(tmp_path: Path) -> None:
    assert full_disk(NoTruncate, tmp_path, range(5, 200, 10)).lost > 0
    assert limited_file(NoTruncate, tmp_path, range(500, 1500, 97)).lost > 0
    assert sick_disk(NoTruncate, tmp_path).surplus > 0


def test_the_harness_catches_a_store_that_never_waits_for_the_disk(tmp_path: Path) -> None:
    assert sick_disk(AcknowledgesFirst, tmp_path).lost > 0
