"""Folders and files that may not be written or read: said before anything is asked."""

from pathlib import Path

import pytest

from aiinfra_study.core.errors import DataError, Exit
from aiinfra_study.store.progress import ProgressStore

from .conftest import unprivileged
from .events import response, stamps, store_at


def test_log_and_snapshot_are_for_the_eyes_of_the_learner_alone(tmp_path: Path) -> None:
    store = store_at(tmp_path)
    store.append(response())
    store.fold()
    assert [path.stat().st_mode & 0o077 for path in (store.path, store.log_path)] == [0, 0]


def test_a_folder_that_may_not_be_written_is_said_before_anything_is_asked(public: Path) -> None:
    store = store_at(public)
    store.append(response())
    store.fold()
    store.close()
    public.chmod(0o555)
    for path in public.iterdir():
        path.chmod(0o444)
    before = stamps(public)
    with unprivileged():
        store = store_at(public)
        assert store.progress.events == 1
        with pytest.raises(DataError, match="cannot be written") as caught:
            store.append(response())
        store.fold()
        store.close()
    assert caught.value.code == "progress-read-only"
    assert caught.value.exit is Exit.DATA
    assert stamps(public) == before


def test_a_folder_in_which_only_the_log_may_be_written_is_said_too(public: Path) -> None:
    store = store_at(public)
    store.append(response())
    store.fold()
    public.chmod(0o555)
    store.log_path.chmod(0o666)
    store.path.chmod(0o644)
    with unprivileged():
        with pytest.raises(DataError, match="cannot be written"):
            store_at(public).writable()
        reader = store_at(public)
        reader.fold()
        assert reader.notices == []


@pytest.mark.parametrize("name", ["progress.json", "events.jsonl"])
def test_a_file_that_may_not_be_read_is_an_error_in_words(public: Path, name: str) -> None:
    store = store_at(public)
    store.append(response())
    store.fold()
    for path in (store.path, store.log_path):
        path.chmod(0o644)
    (public / name).chmod(0o000)
    with unprivileged(), pytest.raises(DataError, match="cannot be read") as caught:
        store_at(public)
    assert caught.value.code == "progress-unreadable"
    (public / name).chmod(0o644)


def test_a_snapshot_behind_its_log_in_a_read_only_folder_is_read_in_silence(public: Path) -> None:
    store = store_at(public)
    store.append(response())
    store.close()
    store.log_path.chmod(0o444)
    public.chmod(0o555)
    with unprivileged():
        reader = store_at(public)
        assert reader.progress.events == 1
        reader.fold()
        assert reader.notices == []


def test_a_progress_file_elsewhere_leaves_the_home_alone(tmp_path: Path) -> None:
    store = ProgressStore(tmp_path / "elsewhere.json")
    store.append(response())
    store.fold()
    assert sorted(path.name for path in tmp_path.iterdir()) == ["elsewhere.events.jsonl", "elsewhere.json"]
