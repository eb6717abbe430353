"""The log is the truth and the snapshot says the same, whatever happened to either."""

from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from aiinfra_study.core.errors import DataError, Exit
from aiinfra_study.core.progress import Progress
from aiinfra_study.store.snapshot import load

from .events import AT, QUESTIONS, filled, logged, replayed, response, snapshot_of, stamps, steps, store_at


@settings(max_examples=120, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(steps, max_size=25))
def test_snapshot_and_memory_always_say_what_the_log_says(tmp_path_factory: Any, life: list[Any]) -> None:
    folder = tmp_path_factory.mktemp("life")
    store = store_at(folder)
    ids: list[str] = []
    others = 0
    for step in life:
        caught_up = True
        if isinstance(step, dict):
            if "undo" in step:
                step = {**AT, "event": "undo", "undoes": ids[max(len(ids) - 1 - step["undo"], 0)] if ids else "nothing"}
            ids.append(store.append(step)["id"])
        elif step == "other hand":
            others += 1
            other = store_at(folder)
            other.append(response(QUESTIONS[others % 6]))
            if others % 2:
                other.fold()
            other.close()
            caught_up = False
        elif step == "torn":
            with open(store.log_path, "ab") as log:
                log.write(b'{"v":1,"id":"torn')
        elif step == "fold":
            caught_up = store.writing
            store.fold()
            assert not caught_up or load(store.path.read_bytes()).progress == store.progress
        else:
            if step == "reopen":
                store.fold()
            store.close()
            store = store_at(folder)
        if caught_up and ids and step != "torn":
            assert store.progress == replayed(folder)
    store.fold()
    store.close()
    assert store_at(folder).progress == (replayed(folder) if store.log_path.exists() else Progress())


def test_a_snapshot_covers_the_log_and_says_so_in_its_first_line(tmp_path: Path) -> None:
    filled(tmp_path)
    head = snapshot_of(tmp_path)
    assert head["schema"] == 1
    assert head["log"] == {"bytes": (tmp_path / "events.jsonl").stat().st_size, "events": 5}


def test_reading_leaves_everything_as_it_is(tmp_path: Path) -> None:
    before = stamps(filled(tmp_path))
    store = store_at(tmp_path)
    assert not store.writing
    list(store.events())
    store.fold()
    store.close()
    assert stamps(tmp_path) == before


def test_looking_at_nothing_makes_nothing(tmp_path: Path) -> None:
    store = store_at(tmp_path / "not" / "there")
    store.fold()
    store.close()
    assert list(tmp_path.iterdir()) == []


def test_a_snapshot_behind_its_log_is_completed_by_a_command_that_only_reads(tmp_path: Path) -> None:
    filled(tmp_path)
    killed = store_at(tmp_path)
    killed.append(response())
    killed.close()
    reader = store_at(tmp_path)
    assert reader.writing
    reader.fold()
    assert snapshot_of(tmp_path)["log"]["bytes"] == reader.log_path.stat().st_size


def test_a_crash_while_folding_leaves_no_files_behind_for_long(tmp_path: Path) -> None:
    filled(tmp_path)
    (tmp_path / "progress.json.4711.tmp").write_bytes(b"half")
    (tmp_path / "notes.tmp").write_bytes(b"mine")
    store = store_at(tmp_path)
    store.append(response())
    store.fold()
    assert sorted(path.name for path in tmp_path.iterdir()) == ["events.jsonl", "notes.tmp", "progress.json"]


def test_a_missing_snapshot_is_rebuilt(tmp_path: Path) -> None:
    filled(tmp_path)
    before = snapshot_of(tmp_path)
    (tmp_path / "progress.json").unlink()
    store = store_at(tmp_path)
    assert store.notices == []
    store.fold()
    after = snapshot_of(tmp_path)
    assert {key: after[key] for key in ("log", "cards", "questions", "attempts")} == {
        key: before[key] for key in ("log", "cards", "questions", "attempts")
    }


@pytest.mark.parametrize(
    "damage",
    [
        lambda _: b"",
        lambda data: data[: len(data) // 2],
        lambda data: bytes(len(data)),
        lambda data: data[:40] + bytes([data[40] ^ 4]) + data[41:],
        lambda data: data.replace(b'"stability":3.2', b'"stability":9.2'),
        lambda _: b"[1, 2]",
        lambda _: b"null",
        lambda _: b"[" * 100_000,
        lambda _: b'{"schema":"one"}',
        lambda _: b'{"schema":1e999}',
        lambda _: b"\xff" * 50,
    ],
    ids=["empty", "half", "zeroes", "bit", "figure", "list", "null", "deep", "word", "infinite", "bytes"],
)
def test_a_damaged_snapshot_is_set_aside_and_rebuilt_equal(tmp_path: Path, damage: Any) -> None:
    filled(tmp_path)
    path = tmp_path / "progress.json"
    before = load(path.read_bytes()).progress
    damaged = damage(path.read_bytes())
    path.write_bytes(damaged)
    store = store_at(tmp_path)
    assert store.progress == before
    assert bool(store.notices) == bool(damaged)
    store.fold()
    store.close()
    assert load(path.read_bytes()).progress == before
    aside = path.with_name("progress.json.damaged")
    assert (aside.read_bytes() == damaged) if damaged else not aside.exists()
    again = store_at(tmp_path)
    assert again.notices == []
    assert not again.writing


@pytest.mark.parametrize("empty", [True, False])
def test_a_missing_log_is_not_taken_for_a_new_beginning(tmp_path: Path, empty: bool) -> None:
    filled(tmp_path)
    if empty:
        (tmp_path / "events.jsonl").write_bytes(b"")
    else:
        (tmp_path / "events.jsonl").unlink()
    before = stamps(tmp_path)
    with pytest.raises(DataError, match="missing or empty") as caught:
        store_at(tmp_path)
    assert caught.value.code == "log-missing"
    assert caught.value.exit is Exit.DATA
    assert "--restore" in caught.value.hint
    assert stamps(tmp_path) == before


def test_a_missing_log_beside_a_damaged_snapshot_is_not_taken_for_a_new_beginning(tmp_path: Path) -> None:
    filled(tmp_path)
    (tmp_path / "events.jsonl").unlink()
    (tmp_path / "progress.json").write_bytes(b"\0" * 400)
    with pytest.raises(DataError, match="missing or empty"):
        store_at(tmp_path)


def test_an_empty_file_named_as_progress_is_a_new_beginning(tmp_path: Path) -> None:
    (tmp_path / "progress.json").touch()
    store = store_at(tmp_path)
    store.append(response())
    store.fold()
    assert store.notices == []
    assert snapshot_of(tmp_path)["log"]["events"] == 1


@pytest.mark.parametrize("cut", [1, 30, 400])
def test_a_log_that_lost_its_end_is_said_and_the_old_snapshot_kept_aside(tmp_path: Path, cut: int) -> None:
    filled(tmp_path)
    old = (tmp_path / "progress.json").read_bytes()
    log = tmp_path / "events.jsonl"
    log.write_bytes(log.read_bytes()[:-cut])
    store = store_at(tmp_path)
    assert "lacks" in store.notices[0]
    assert store.progress == replayed(tmp_path)
    store.fold()
    assert (tmp_path / "progress.json.damaged").read_bytes() == old
    assert load(store.path.read_bytes()).progress == replayed(tmp_path)


def test_a_zeroed_log_is_said_and_the_old_snapshot_kept_aside(tmp_path: Path) -> None:
    filled(tmp_path)
    old = (tmp_path / "progress.json").read_bytes()
    log = tmp_path / "events.jsonl"
    log.write_bytes(bytes(log.stat().st_size))
    store = store_at(tmp_path)
    assert "lacks 5 events" in store.notices[0]
    store.fold()
    assert (tmp_path / "progress.json.damaged").read_bytes() == old


def test_the_number_of_a_lost_line_is_never_given_again(tmp_path: Path) -> None:
    filled(tmp_path)
    lost = logged(tmp_path)[-1]["id"]
    log = tmp_path / "events.jsonl"
    data = log.read_bytes()
    log.write_bytes(data[: data.rindex(b"\n", 0, -1) + 1])
    assert store_at(tmp_path).append(response())["id"] != lost


def test_the_number_of_a_damaged_line_is_never_given_again(tmp_path: Path) -> None:
    filled(tmp_path)
    killed = store_at(tmp_path)
    damaged = killed.append(response())["id"]
    killed.close()
    log = tmp_path / "events.jsonl"
    data = log.read_bytes()
    log.write_bytes(data[:-40] + bytes([data[-40] ^ 1]) + data[-39:])
    assert store_at(tmp_path).append(response())["id"] != damaged


def test_a_log_changed_before_its_end_still_counts_as_the_snapshot_has_it(tmp_path: Path) -> None:
    filled(tmp_path)
    log = tmp_path / "events.jsonl"
    data = log.read_bytes()
    log.write_bytes(data[:100] + bytes([data[100] ^ 1]) + data[101:])
    store = store_at(tmp_path)
    assert store.progress.events == 5
    store.append(response())
    assert store.progress.events == 6


def test_an_undo_that_finds_old_lines_damaged_says_so(tmp_path: Path) -> None:
    filled(tmp_path)
    log = tmp_path / "events.jsonl"
    data = log.read_bytes()
    log.write_bytes(data[:100] + bytes([data[100] ^ 1]) + data[101:])
    store = store_at(tmp_path)
    store.append({**AT, "event": "undo", "undoes": logged(tmp_path)[-1]["id"]})
    assert "lacks 1 event" in store.notices[0]
    assert store.progress == replayed(tmp_path)
