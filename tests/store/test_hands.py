"""Several hands on one log: other terminals, editors, restores, file systems without locks."""

import contextlib
import errno
import os
import shutil
import stat
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from aiinfra_study.core.errors import DataError
from aiinfra_study.store import durable
from aiinfra_study.store.backups import restore

from .events import logged, replayed, response, store_at


def said(folder: Path) -> list[str]:
    return [event["response"] for event in logged(folder) if event["event"] == "response"]


# another file in the log's place


def test_an_editor_that_saves_the_log_as_another_file_does_not_lose_what_comes_after(tmp_path: Path) -> None:
    store = store_at(tmp_path)
    store.append(response(response="one"))
    shutil.copy(store.log_path, tmp_path / "edited")
    os.replace(tmp_path / "edited", store.log_path)
    store.append(response(response="two"))
    store.fold()
    assert said(tmp_path) == ["one", "two"]
    assert store.notices == []
    assert store_at(tmp_path).progress == replayed(tmp_path)


def test_an_old_copy_in_the_place_of_the_log_gets_back_what_this_session_acknowledged(tmp_path: Path) -> None:
    store_at(tmp_path).append(response(response="before"))
    store = store_at(tmp_path)
    shutil.copy(store.log_path, tmp_path / "edited")
    store.append(response(response="one"))
    store.append(response(response="two"))
    os.replace(tmp_path / "edited", store.log_path)
    store.append(response(response="three"))
    assert said(tmp_path) == ["before", "one", "two", "three"]
    assert store.progress == replayed(tmp_path)


def test_an_old_copy_is_noticed_at_the_end_of_the_command_too(tmp_path: Path) -> None:
    store_at(tmp_path).append(response(response="before"))
    store = store_at(tmp_path)
    shutil.copy(store.log_path, tmp_path / "edited")
    store.append(response(response="one"))
    os.replace(tmp_path / "edited", store.log_path)
    store.fold()
    assert said(tmp_path) == ["before", "one"]
    assert store_at(tmp_path).progress == replayed(tmp_path)


def test_an_edited_log_of_the_same_length_is_read_again(tmp_path: Path) -> None:
    store = store_at(tmp_path)
    store.append(response("c/q1"))
    reader = store_at(tmp_path)
    reader.writable()
    (tmp_path / "edited").write_bytes(store.log_path.read_bytes().replace(b"c/q1", b"c/q2"))
    os.replace(tmp_path / "edited", store.log_path)
    reader.append(response("c/q3"))
    assert list(reader.progress.questions) == ["c/q3"]
    assert reader.progress == replayed(tmp_path)
    assert "lacks 1 event" in reader.notices[0]


def test_a_log_that_vanished_is_said_and_the_response_not_acknowledged(tmp_path: Path) -> None:
    store = store_at(tmp_path)
    store.append(response())
    store.log_path.rename(tmp_path / "moved")
    with pytest.raises(DataError, match="not saved") as caught:
        store.append(response())
    assert caught.value.code == "not-saved"
    assert "Put it back" in caught.value.hint
    (tmp_path / "moved").rename(store.log_path)
    store.append(response())
    store.fold()
    assert store_at(tmp_path).progress == replayed(tmp_path)


def test_what_a_session_kept_is_confirmed_only_while_it_stands_in_the_log(tmp_path: Path) -> None:
    store = store_at(tmp_path)
    store.confirm()
    assert not store.log_path.exists(), "nothing was kept, and nothing is made"
    store.append(response())
    shutil.copy(store.log_path, tmp_path / "old")
    store.append(response())
    store.confirm()
    os.replace(tmp_path / "old", store.log_path)
    store.confirm()
    assert len(logged(tmp_path)) == 2, "what an old copy lacks is put back before it is said to be kept"
    shutil.rmtree(tmp_path)
    with pytest.raises(DataError, match="missing or empty") as caught:
        store.confirm()
    assert caught.value.code == "log-missing"


def test_a_log_emptied_under_us_is_not_taken_for_a_new_beginning(tmp_path: Path) -> None:
    store = store_at(tmp_path)
    store.append(response())
    os.truncate(store.log_path, 0)
    with pytest.raises(DataError, match="missing or empty"):
        store.append(response())


def test_a_line_another_writer_took_back_leaves_no_trace_here(tmp_path: Path) -> None:
    writer = store_at(tmp_path)
    writer.append(response("c/q1"))
    size = writer.log_path.stat().st_size
    writer.append(response("c/q2"))
    reader = store_at(tmp_path)  # saw the line before its sync failed
    os.truncate(reader.log_path, size)
    reader.append(response("c/q3", at="2026-11-21T09:00:01.000Z"))
    assert list(reader.progress.questions) == ["c/q1", "c/q3"]
    assert reader.progress == replayed(tmp_path)


def test_a_restore_in_another_terminal_waits_for_the_lock_and_loses_nothing(tmp_path: Path) -> None:
    store = store_at(tmp_path)
    store.append(response(response="one"))
    backup = tmp_path / "backup.jsonl"
    shutil.copy(store.log_path, backup)
    restored = threading.Thread(target=restore, args=(backup, store.log_path, store.path, "now"))
    with store._log.held():
        restored.start()
        restored.join(0.05)
        assert restored.is_alive()
        assert not (tmp_path / "backups").exists()
    for word in ("two", "three"):
        store.append(response(response=word))
    restored.join()
    store.append(response(response="four"))
    store.fold()
    assert sorted(said(tmp_path)) == ["four", "one", "three", "two"]
    assert store_at(tmp_path).progress == replayed(tmp_path)


# two terminals at once


def test_folding_in_two_terminals_at_once_never_leaves_less_than_the_log(tmp_path: Path) -> None:
    script = (
        "import sys; from pathlib import Path; from aiinfra_study.store.progress import ProgressStore\n"
        "for n in range(12):\n"
        "    store = ProgressStore(Path(sys.argv[1]))\n"
        "    store.append({'event': 'flag', 'question': f'c/{sys.argv[2]}{n}', 'at': 'now', 'day': '2026-11-21'})\n"
        "    store.fold()\n"
        "    store.close()\n"
    )
    command = [sys.executable, "-c", script, str(tmp_path / "progress.json")]
    hands = [subprocess.Popen([*command, letter]) for letter in "abc"]
    assert [hand.wait() for hand in hands] == [0, 0, 0]
    store = store_at(tmp_path)
    assert len(store.progress.flagged) == 36
    assert not store.writing  # the last fold covers everything
    assert store.progress == replayed(tmp_path)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["events.jsonl", "progress.json"]


@contextlib.contextmanager
def no_locks() -> Iterator[None]:
    real = durable._lock
    durable._lock = lambda descriptor: descriptor < 0
    try:
        yield
    finally:
        durable._lock = real


def test_without_locks_nothing_is_lost_and_it_is_said_once(tmp_path: Path) -> None:
    with no_locks():
        first = store_at(tmp_path)
        first.append(response())
        first.fold()
        one, two = store_at(tmp_path), store_at(tmp_path)
        ids = [store.append(response())["id"] for _ in range(5) for store in (one, two)]
        one.fold()
        two.fold()
    assert len({identity.partition("-")[0] for identity in ids}) == 2  # two devices: no number can be given twice
    assert len(set(ids)) == 10
    assert len(logged(tmp_path)) == 11
    assert [notice for notice in one.notices if "no locks" in notice] == one.notices
    assert len(one.notices) == 1
    assert store_at(tmp_path).progress == replayed(tmp_path)


def test_a_file_system_that_cannot_sync_folders_is_good_enough(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def sync(descriptor: int) -> None:
        if stat.S_ISDIR(os.fstat(descriptor).st_mode):
            raise OSError(errno.EINVAL, os.strerror(errno.EINVAL))

    monkeypatch.setattr(os, "fsync", sync)
    store = store_at(tmp_path)
    store.append(response())
    store.fold()
    assert store.notices == []
    assert not store_at(tmp_path).writing
