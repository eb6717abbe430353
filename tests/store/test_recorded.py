"""Events read from the file one at a time: the same whatever the pieces, and never all in memory."""

import os
import tracemalloc
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from random import Random

import pytest

from aiinfra_study.core.replay import replay
from aiinfra_study.store import recorded
from aiinfra_study.store.log import Log, seal, unseal
from aiinfra_study.store.recorded import Recorded

from .events import AT, logged, response, store_at


@contextmanager
def read(path: Path, start: int = 0) -> Iterator[Recorded]:
    with Log(path).recorded(unseal, start) as events:
        yield events


def write(path: Path, *lines: bytes) -> None:
    path.write_bytes(b"".join(lines))


LINES = [seal({"v": 1, "id": f"dev-{number}", **response(f"c/q{number}")}) for number in range(1, 6)]


@pytest.mark.parametrize("piece", [1, 7, 100, len(LINES[0]), 1 << 18])
def test_whatever_is_read_at_a_time_the_events_are_the_same(
    piece: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(recorded, "PIECE", piece)
    monkeypatch.setattr(recorded, "LINE", piece)
    path = tmp_path / "events.jsonl"
    write(path, *LINES[:2], b"damaged\n", b"\n", b"\r\n", *LINES[2:4], LINES[4][:50])
    with read(path) as events:
        for _ in range(2):
            assert [event["id"] for event in events] == ["dev-1", "dev-2", "dev-3", "dev-4"]
            assert (len(events), events.damaged) == (4, 1)
            assert events.covered == path.stat().st_size - 50
        assert [events[number]["id"] for number in (3, 0, 2)] == ["dev-4", "dev-1", "dev-3"]
        assert events.before(events.covered, 64) == LINES[3][-64:]


def test_events_from_an_offset_on_are_those_of_the_lines_after_it(tmp_path: Path) -> None:
    path = tmp_path / "events.jsonl"
    write(path, *LINES)
    with read(path, len(LINES[0] + LINES[1])) as events:
        assert [event["id"] for event in events] == ["dev-3", "dev-4", "dev-5"]
        assert events[1]["id"] == "dev-4"
        assert events.covered == path.stat().st_size


def test_undos_are_found_however_they_are_spelt_and_nothing_else_is(tmp_path: Path) -> None:
    path = tmp_path / "events.jsonl"
    plain = seal({"v": 1, "id": "dev-6", "event": "undo", "undoes": "dev-1"})
    body = b'{"v":1,"id":"dev-7","event":"\\u0075ndo","undoes":"dev-2","crc":"'
    spelt = b'%b%08x"}\n' % (body, zlib.crc32(body))
    write(path, *LINES, plain, spelt, seal({"v": 1, "id": "dev-8", **response("c/undo", response="\x1b")}))
    with read(path) as events:
        assert [event["id"] for event in events.undos()] == ["dev-6", "dev-7"]
        assert list(replay(events, events.undos()).questions) == ["c/q3", "c/q4", "c/q5", "c/undo"]


def test_no_file_holds_no_events(tmp_path: Path) -> None:
    with read(tmp_path / "none") as events:
        assert list(events) == list(events.undos()) == []
        assert (events.size, events.covered, events.before(0, 64)) == (0, 0, b"")


def test_a_line_taken_back_while_it_is_read_is_an_event_of_nothing(tmp_path: Path) -> None:
    path = tmp_path / "events.jsonl"
    write(path, *LINES)
    with read(path) as events:
        assert len(list(events)) == 5
        os.truncate(path, len(LINES[0]) + 9)
        assert (events[0]["id"], events[1], events[4]) == ("dev-1", {}, {})


def test_the_logs_of_two_machines_behind_one_another_are_read_as_one_log_in_order(tmp_path: Path) -> None:
    """The store reads them line by line where they stand."""
    lines = []
    for device, minute in (("a", 0), ("b", 1)):
        at = [f"2026-11-21T09:{2 * n + minute:02}:00.000Z" for n in range(20)]
        events = [{**response(f"c/q{n % 6}"), "at": at[n], "response": f"{device}{n}"} for n in range(20)]
        lines += [seal({"v": 1, "id": f"{device}-{n + 1}", **event}) for n, event in enumerate(events)]
    lines.append(seal({"v": 1, "id": "b-21", **AT, "event": "undo", "undoes": "a-3"}))
    once = None
    for seed in range(4):
        mixed = [*lines, lines[seed]]
        Random(seed).shuffle(mixed)
        folder = tmp_path / str(seed)
        folder.mkdir()
        write(folder / "events.jsonl", *mixed)
        progress = store_at(folder).progress
        assert progress == replay(logged(folder))
        once = once or progress
        assert progress == once


def test_a_log_is_rebuilt_without_holding_its_events(tmp_path: Path) -> None:
    with open(tmp_path / "events.jsonl", "wb") as log:
        for number in range(1, 6001):
            text = "x" * 1000
            log.write(seal({"v": 1, "id": f"dev-{number}", **response(f"c/q{number % 6}", response=text)}))
    tracemalloc.start()
    try:
        assert store_at(tmp_path).progress.events == 6000
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert peak < (tmp_path / "events.jsonl").stat().st_size / 3
