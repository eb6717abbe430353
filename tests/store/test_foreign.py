"""What others wrote: newer versions, unknown keys and events, files that are none."""

import json
import re
import zlib
from pathlib import Path

import pytest

from aiinfra_study.core.errors import DataError, Exit
from aiinfra_study.core.progress import Progress
from aiinfra_study.store.migrations import VERSION
from aiinfra_study.store.progress import ProgressStore
from aiinfra_study.store.snapshot import SCHEMA, Snapshot, dump, load

from .events import (
    AT,
    add_lines,
    filled,
    replayed,
    response,
    snapshot_of,
    stamps,
    store_at,
)


@pytest.mark.parametrize("change", [b'"schema":%d' % (SCHEMA + 1), b'"schema":99'])
def test_a_newer_schema_is_refused_and_nothing_touched(tmp_path: Path, change: bytes) -> None:
    filled(tmp_path)
    path = tmp_path / "progress.json"
    path.write_bytes(path.read_bytes().replace(b'"schema":1', change))
    before = stamps(tmp_path)
    with pytest.raises(DataError, match="newer aiinfra") as caught:
        store_at(tmp_path)
    assert caught.value.code == "progress-newer"
    assert stamps(tmp_path) == before


def test_a_newer_schema_in_a_form_we_do_not_know_is_refused_too(tmp_path: Path) -> None:
    filled(tmp_path)
    (tmp_path / "progress.json").write_text(json.dumps({"cards": [], "schema": SCHEMA + 1}, indent=2))
    with pytest.raises(DataError, match="newer aiinfra"):
        store_at(tmp_path)


@pytest.mark.parametrize("without_snapshot", [True, False])
def test_a_newer_line_is_refused_and_nothing_touched(tmp_path: Path, without_snapshot: bool) -> None:
    filled(tmp_path)
    add_lines(tmp_path, {"v": VERSION + 1, "event": "response", "question": {"of": "tomorrow"}})
    if without_snapshot:
        (tmp_path / "progress.json").unlink()
    before = stamps(tmp_path)
    with pytest.raises(DataError, match="newer aiinfra") as caught:
        store_at(tmp_path)
    assert caught.value.code == "progress-newer"
    assert stamps(tmp_path) == before


@pytest.mark.parametrize("tag", [{"algo": "fsrs-7", "params": "default"}, {"algo": "fsrs-6", "params": "fitted-1"}])
def test_cards_of_a_newer_scheduler_are_refused_by_name_and_nothing_touched(
    tmp_path: Path, tag: dict[str, str]
) -> None:
    filled(tmp_path)
    add_lines(tmp_path, response("c/q9", due="2026-12-01", scheduler=tag))
    before = stamps(tmp_path)
    with pytest.raises(DataError) as caught:
        store_at(tmp_path)
    assert caught.value.code == "progress-newer"
    assert tag["algo"] in caught.value.message
    assert tag["params"] in caught.value.message
    assert stamps(tmp_path) == before


def test_a_snapshot_of_a_newer_scheduler_is_refused_by_name(tmp_path: Path) -> None:
    filled(tmp_path)
    path = tmp_path / "progress.json"
    path.write_bytes(resealed(path.read_bytes().replace(b'"scheduler":"fsrs-6"', b'"scheduler":"fsrs-7"')))
    before = stamps(tmp_path)
    with pytest.raises(DataError, match="fsrs-7") as caught:
        store_at(tmp_path)
    assert caught.value.code == "progress-newer"
    assert stamps(tmp_path) == before


def resealed(data: bytes) -> bytes:
    """A changed snapshot with the checksum that fits it."""
    head, _, rest = data.partition(b"\n")
    log = head[head.index(b'"log":') + 6 : head.index(b',"crc"')]
    return head[: head.index(b',"crc"')] + b',"crc":"%08x",\n' % zlib.crc32(rest, zlib.crc32(log)) + rest


def test_a_snapshot_from_before_there_were_cards_is_made_anew_without_a_word(tmp_path: Path) -> None:
    """Its responses have their cards at once, and nothing is put aside as damaged."""
    add_lines(tmp_path, response("c/q1"), response("c/q2", credit=0), response("c/q3", stage="pre"))
    store = store_at(tmp_path)
    store.append(response("c/q4"))
    store.fold()
    store.close()
    path = tmp_path / "progress.json"
    path.write_bytes(resealed(path.read_bytes().replace(b'"scheduler":"fsrs-6",\n', b"")))
    old = store_at(tmp_path)
    assert set(old.progress.cards) == {"c/q1", "c/q2", "c/q4"}
    assert old.progress.cards["c/q2"]["stability"] == 0.212
    assert old.writing
    old.fold()
    assert old.notices == []
    assert set(snapshot_of(tmp_path)["cards"]) == {"c/q1", "c/q2", "c/q4"}
    assert not list(tmp_path.glob("*.damaged"))


@pytest.mark.parametrize("field", [name for name in Progress.FIELDS if name not in ("attempts", "questions", "cards")])
def test_a_snapshot_without_a_field_that_is_kept_since_is_made_anew_without_a_word(tmp_path: Path, field: str) -> None:
    filled(tmp_path)
    path = tmp_path / "progress.json"
    without, times = re.subn(rb'(?m)^"%b":.*,\n' % field.encode(), b"", path.read_bytes())
    assert times == 1
    path.write_bytes(resealed(without))
    old = store_at(tmp_path)
    assert old.progress == replayed(tmp_path)
    assert old.writing
    old.fold()
    assert old.notices == []
    assert field in snapshot_of(tmp_path)
    assert not list(tmp_path.glob("*.damaged"))


def test_a_newer_line_of_another_terminal_stops_the_session_and_nothing_is_touched(tmp_path: Path) -> None:
    filled(tmp_path)
    store = store_at(tmp_path)
    store.append(response())
    add_lines(tmp_path, {"v": VERSION + 1, "event": "response"})
    before = stamps(tmp_path)
    with pytest.raises(DataError, match="newer aiinfra"):
        store.append(response())
    store.fold()
    assert "newer aiinfra" in store.notices[-1]
    assert stamps(tmp_path) == before


def test_unknown_events_and_questions_are_kept_and_counted(tmp_path: Path) -> None:
    filled(tmp_path)
    add_lines(
        tmp_path,
        {"event": "dream", "of": ["sheep"]},
        response("gone/question-of-a-course-that-is-no-more", due="2026-12-01", later={"key": 1}),
        {"event": 7, "id": "no counter"},
        {"question": None},
    )
    log = (tmp_path / "events.jsonl").read_bytes()
    store = store_at(tmp_path)
    store.append(response())
    store.fold()
    assert store.log_path.read_bytes().startswith(log)
    assert store.progress.events == 10
    assert snapshot_of(tmp_path)["cards"]["gone/question-of-a-course-that-is-no-more"]["due"] == "2026-12-01"
    assert store.progress == replayed(tmp_path)


def test_unknown_keys_of_the_snapshot_are_carried_through(tmp_path: Path) -> None:
    filled(tmp_path)
    path = tmp_path / "progress.json"
    known = load(path.read_bytes())
    known.extra = {"theme": {"of": "tomorrow"}, "list": [1, 2.5, None]}
    path.write_bytes(dump(known))
    store = store_at(tmp_path)
    store.append(response())
    store.fold()
    assert snapshot_of(tmp_path)["theme"] == {"of": "tomorrow"}
    log = tmp_path / "events.jsonl"
    log.write_bytes(log.read_bytes()[:-40])
    store = store_at(tmp_path)
    store.append(response())
    store.fold()
    assert snapshot_of(tmp_path)["list"] == [1, 2.5, None]


def test_a_foreign_card_without_a_due_day_is_computed_anew(tmp_path: Path) -> None:
    filled(tmp_path)
    add_lines(tmp_path, response("c/q9", card={"stability": 1}), {"event": "suspend", "question": "c/q9"})
    store = store_at(tmp_path)
    store.append(response())
    store.fold()
    card = snapshot_of(tmp_path)["cards"]["c/q9"]
    assert (card["stability"], card["reps"], card["last"]) == (2.3065, 1, AT["day"])
    assert card["due"] > AT["day"]


# what the disk may be


def test_a_folder_in_the_place_of_a_file_is_an_error_in_words(tmp_path: Path) -> None:
    (tmp_path / "progress.json").mkdir()
    with pytest.raises(DataError, match="cannot be read"):
        store_at(tmp_path)
    (tmp_path / "progress.json").rmdir()
    (tmp_path / "events.jsonl").mkdir()
    with pytest.raises(DataError, match="cannot be read"):
        store_at(tmp_path)


def test_a_home_below_a_file_is_an_error_before_anything_is_asked(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(DataError) as caught:
        ProgressStore(tmp_path / "file" / "progress.json").writable()
    assert caught.value.exit is Exit.DATA


def test_progress_named_otherwise_has_its_log_beside_it(tmp_path: Path) -> None:
    store = ProgressStore(tmp_path / "deep" / "mine.json")
    store.append(response())
    store.fold()
    assert sorted(path.name for path in (tmp_path / "deep").iterdir()) == ["mine.events.jsonl", "mine.json"]
    assert ProgressStore(tmp_path / "deep" / "mine.json").progress.events == 1


def test_a_snapshot_of_nothing_can_be_read(tmp_path: Path) -> None:
    (tmp_path / "progress.json").write_bytes(dump(Snapshot(Progress())))
    store = store_at(tmp_path)
    assert store.progress == Progress()
    assert not store.writing
