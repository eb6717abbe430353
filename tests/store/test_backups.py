"""Daily copies of the log, and a restore that loses nothing."""

from pathlib import Path

import pytest

from aiinfra_study.core.errors import DataError, UsageError
from aiinfra_study.store.backups import KEEP, chosen, daily, folder_of, listed, restore
from aiinfra_study.store.log import seal
from aiinfra_study.store.migrations import VERSION
from aiinfra_study.store.progress import ProgressStore
from aiinfra_study.store.snapshot import dump, load

from .events import add_lines, logged, replayed, response, snapshot_of, stamps, store_at


def a_week(folder: Path, days: int = 10) -> ProgressStore:
    """One response and one copy a day."""
    store = store_at(folder)
    for day in range(1, days + 1):
        store.append(response(f"c/q{day}"))
        daily(store.log_path, f"2026-11-{day:02}")
    store.fold()
    return store


def test_there_is_one_copy_a_day_of_its_first_session(tmp_path: Path) -> None:
    store = store_at(tmp_path)
    store.append(response())
    daily(store.log_path, "2026-11-21")
    first = store.log_path.read_bytes()
    store.append(response())
    daily(store.log_path, "2026-11-21")
    assert [path.name for path in listed(store.log_path)] == ["events-2026-11-21.jsonl"]
    assert listed(store.log_path)[0].read_bytes() == first


def test_seven_days_of_use_are_kept_newest_first(tmp_path: Path) -> None:
    store = a_week(tmp_path)
    names = [path.stem[-10:] for path in listed(store.log_path)]
    assert names == [f"2026-11-{day:02}" for day in range(10, 10 - KEEP, -1)]
    assert len(list(folder_of(store.log_path).iterdir())) == KEEP


def test_a_log_that_shrank_does_not_push_its_good_copy_out(tmp_path: Path) -> None:
    store = a_week(tmp_path)
    good = listed(store.log_path)[0]
    store.log_path.write_bytes(store.log_path.read_bytes()[:200])
    for day in range(11, 25):
        daily(store.log_path, f"2026-11-{day}")
    assert good in listed(store.log_path)
    assert len(listed(store.log_path)) == KEEP + 1


def test_without_a_log_there_is_nothing_to_copy(tmp_path: Path) -> None:
    daily(tmp_path / "events.jsonl", "2026-11-21")
    assert list(tmp_path.iterdir()) == []


def test_a_copy_that_cannot_be_made_stops_nothing(tmp_path: Path) -> None:
    store = store_at(tmp_path)
    store.append(response())
    (tmp_path / "backups").write_text("in the way")
    daily(store.log_path, "2026-11-21")
    assert (tmp_path / "backups").read_text() == "in the way"


def test_copies_of_two_logs_in_one_folder_do_not_mix(tmp_path: Path) -> None:
    for name in ("progress.json", "a[b]*.json", "events.json"):
        store = ProgressStore(tmp_path / name)
        store.append(response())
        daily(store.log_path, "2026-11-21")
        assert [path.name for path in listed(store.log_path)] == [f"{store.log_path.stem}-2026-11-21.jsonl"]


def test_a_restore_unites_copy_and_log(tmp_path: Path) -> None:
    store = a_week(tmp_path, 5)
    backup = listed(store.log_path)[1]
    store.append(response("c/later"))
    lines = store.log_path.read_bytes().splitlines(keepends=True)
    store.log_path.write_bytes(b"".join([lines[0], b"damaged\n", *lines[3:]]))
    before = store.log_path.read_bytes()
    done = restore(backup, store.log_path, store.path, "stamp")
    assert [event["question"] for event in logged(tmp_path)] == [f"c/q{n}" for n in range(1, 6)] + ["c/later"]
    assert (done.events, done.kept) == (4, 2)
    assert done.set_aside is not None
    assert done.set_aside.read_bytes() == before
    assert store_at(tmp_path).progress == replayed(tmp_path)


def test_an_event_without_an_id_and_two_events_with_one_id_survive_a_restore(tmp_path: Path) -> None:
    store = a_week(tmp_path, 2)
    with open(store.log_path, "ab") as log:
        log.write(seal({"v": 1, "event": "nameless"}))
        log.write(seal({"v": 1, "id": logged(tmp_path)[0]["id"], "event": "namesake"}))
    restore(listed(store.log_path)[0], store.log_path, store.path, "stamp")
    assert [event["event"] for event in logged(tmp_path)] == ["response", "response", "nameless", "namesake"]


def test_a_restored_line_of_the_same_length_counts_at_once(tmp_path: Path) -> None:
    store = a_week(tmp_path, 5)
    backup = listed(store.log_path)[0]
    data = store.log_path.read_bytes()
    store.log_path.write_bytes(data[:50] + bytes([data[50] ^ 1]) + data[51:])
    store.path.unlink()
    rebuilt = store_at(tmp_path)
    assert rebuilt.progress.events == 4
    rebuilt.fold()
    rebuilt.close()
    restore(backup, store.log_path, store.path, "stamp")
    assert store_at(tmp_path).progress.events == 5


def test_a_restore_keeps_the_unknown_keys_of_the_snapshot(tmp_path: Path) -> None:
    store = a_week(tmp_path, 2)
    known = load(store.path.read_bytes())
    known.extra = {"theme": "dark"}
    store.path.write_bytes(dump(known))
    restore(listed(store.log_path)[0], store.log_path, store.path, "stamp")
    again = store_at(tmp_path)
    again.fold()
    assert snapshot_of(tmp_path)["theme"] == "dark"
    assert snapshot_of(tmp_path)["log"]["events"] == 2


def test_a_missing_log_is_restored(tmp_path: Path) -> None:
    store = a_week(tmp_path, 3)
    store.close()
    store.log_path.unlink()
    done = restore(chosen(store.log_path, None), store.log_path, store.path, "stamp")
    assert done.set_aside is None
    assert store_at(tmp_path).progress.events == 3


def test_what_is_newer_is_not_restored_over(tmp_path: Path) -> None:
    store = a_week(tmp_path, 3)
    backup = listed(store.log_path)[0]
    add_lines(tmp_path, {"v": VERSION + 1, "event": "response"})
    before = stamps(tmp_path)
    with pytest.raises(DataError, match="newer aiinfra"):
        restore(backup, store.log_path, store.path, "stamp")
    assert stamps(tmp_path) == before


def test_a_copy_without_a_readable_event_is_refused_and_nothing_touched(tmp_path: Path) -> None:
    store = a_week(tmp_path, 3)
    backup = tmp_path / "nonsense"
    backup.write_bytes(b"nonsense\n")
    before = stamps(tmp_path)
    with pytest.raises(DataError, match="no readable event"):
        restore(backup, store.log_path, store.path, "stamp")
    assert stamps(tmp_path) == before


def test_a_restore_that_cannot_write_is_an_error_in_words(tmp_path: Path) -> None:
    store = a_week(tmp_path, 3)
    backup = listed(store.log_path)[0]
    store.close()
    store.log_path.unlink()
    store.log_path.mkdir()
    with pytest.raises(DataError, match="cannot be restored") as caught:
        restore(backup, store.log_path, store.path, "stamp")
    assert caught.value.code == "not-restored"


def test_a_copy_is_named_by_day_by_name_or_by_path(tmp_path: Path) -> None:
    store = a_week(tmp_path, 3)
    day = folder_of(store.log_path) / "events-2026-11-02.jsonl"
    assert chosen(store.log_path, "2026-11-02") == day
    assert chosen(store.log_path, day.name) == day
    assert chosen(store.log_path, str(day)) == day
    assert chosen(store.log_path, None).name == "events-2026-11-03.jsonl"
    with pytest.raises(UsageError, match="no backup") as caught:
        chosen(store.log_path, "2025-01-01")
    assert "events-2026-11-03.jsonl" in caught.value.hint
    with pytest.raises(DataError, match="there is no backup"):
        chosen(tmp_path / "other.jsonl", None)
