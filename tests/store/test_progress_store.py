"""Appending: durable, then visible; numbered, and seen by every terminal."""

import os
from pathlib import Path

import pytest

from aiinfra_study.store.log import seal

from .events import AT, filled, logged, replayed, response, store_at


def test_an_event_is_on_the_disk_before_it_is_seen(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    store = store_at(tmp_path)
    store.writable()
    seen = []
    monkeypatch.setattr(
        "aiinfra_study.store.log.sync", lambda _: seen.append((len(logged(tmp_path)), store.progress.events))
    )
    store.append(response())
    assert seen == [(1, 0)]
    assert store.progress.events == 1


def test_an_id_is_a_device_and_a_number_that_counts_on(tmp_path: Path) -> None:
    first = store_at(tmp_path)
    ids = [first.append(response())["id"] for _ in range(3)]
    first.fold()
    first.close()
    ids += [store_at(tmp_path).append(response())["id"]]
    device = ids[0].partition("-")[0]
    assert len(device) == 8
    assert ids == [f"{device}-{number}" for number in (1, 2, 3, 4)]
    assert [event["id"] for event in logged(tmp_path)] == ids


def test_the_event_returned_is_the_one_that_was_kept(tmp_path: Path) -> None:
    kept = store_at(tmp_path).append(response())
    (line,) = logged(tmp_path)
    assert list(line)[:2] == ["v", "id"]
    assert {key: line[key] for key in kept} == kept
    assert line["v"] == 1


def test_a_folder_carried_to_another_machine_gets_a_device_of_its_own(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    here = filled(tmp_path)
    monkeypatch.setattr("aiinfra_study.store.progress._host", lambda: "elsewhere")
    there = store_at(here).append(response())["id"]
    assert there.endswith("-1")
    assert there.partition("-")[0] != logged(here)[0]["id"].partition("-")[0]


def test_lines_of_another_terminal_are_seen_before_the_next_event(tmp_path: Path) -> None:
    one, two = store_at(tmp_path), store_at(tmp_path)
    one.append(response("c/q1", at="2026-11-21T09:00:01.000Z"))
    two.append(response("c/q2", at="2026-11-21T09:00:02.000Z"))
    one.append(response("c/q3", at="2026-11-21T09:00:03.000Z"))
    assert list(one.progress.questions) == ["c/q1", "c/q2", "c/q3"]
    one.fold()
    two.fold()
    assert one.progress == two.progress == replayed(tmp_path)


def test_an_undo_of_another_terminal_takes_effect_here(tmp_path: Path) -> None:
    one, two = store_at(tmp_path), store_at(tmp_path)
    first = one.append(response("c/q1"))
    two.append({**AT, "event": "undo", "undoes": first["id"]})
    one.append(response("c/q2"))
    assert list(one.progress.questions) == ["c/q2"]
    assert one.progress == replayed(tmp_path)


def test_two_first_starts_at_once_never_give_one_id_twice(tmp_path: Path) -> None:
    stores = [store_at(tmp_path) for _ in range(3)]
    ids = [store.append(response())["id"] for _ in range(4) for store in stores]
    for store in stores:
        store.fold()
    again = [store_at(tmp_path).append(response())["id"] for _ in range(2)]
    assert len(set(ids + again)) == 14


def test_a_reader_does_not_take_half_a_line_for_an_event_or_for_damage(tmp_path: Path) -> None:
    filled(tmp_path)
    line = seal({"v": 1, "id": "other-1", **response("c/q5")})
    for at in (1, 50, len(line) - 1):
        with open(tmp_path / "events.jsonl", "r+b") as log:
            log.seek(0, os.SEEK_END)
            log.write(line[:at])
        reader = store_at(tmp_path)
        assert reader.progress.events == 5
        assert reader.notices == []
        with open(tmp_path / "events.jsonl", "r+b") as log:
            log.truncate(reader.log_path.stat().st_size - at)


def test_a_torn_line_is_ended_kept_and_reported_once(tmp_path: Path) -> None:
    filled(tmp_path)
    torn = seal({"v": 1, "id": "other-1", **response("c/q5")})[:-30]
    with open(tmp_path / "events.jsonl", "ab") as log:
        log.write(torn)
    store = store_at(tmp_path)
    store.append(response("c/q4"))
    store.append(response("c/q4"))
    assert [notice for notice in store.notices if "cannot be read" in notice] == store.notices
    assert len(store.notices) == 1
    store.fold()
    assert torn + b"\n" in store.log_path.read_bytes()
    again = store_at(tmp_path)
    assert again.notices == []
    assert again.progress.events == 7


def test_a_line_that_only_lacks_its_end_counts_and_its_number_is_not_given_again(tmp_path: Path) -> None:
    filled(tmp_path)
    log = tmp_path / "events.jsonl"
    log.write_bytes(log.read_bytes()[:-1])
    new = store_at(tmp_path).append(response("c/q4"))
    ids = [event["id"] for event in logged(tmp_path)]
    assert len(ids) == len(set(ids)) == 6
    assert ids[-1] == new["id"]
