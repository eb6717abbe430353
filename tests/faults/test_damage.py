"""Cut and changed files: damage is never read as something else, and never as emptiness."""

import contextlib
import json
import tomllib
from pathlib import Path
from types import SimpleNamespace
from unittest import mock

import pytest

from aiinfra_study.store.progress import ProgressStore

from .damage import (
    cut_everywhere,
    flip_bits,
    flip_cache,
    flip_config,
    flip_snapshot,
    flip_status,
    go_on_after_cut,
    write_some,
)
from .right_store import Right, response
from .wrong_stores import NoChecksum, WholeFile

FLIPS = 300


def test_a_log_cut_anywhere_gives_what_ended_before_the_cut(tmp_path: Path) -> None:
    tally = cut_everywhere(Right, tmp_path)
    assert tally.rounds > 700
    assert tally.clean, tally


def test_a_session_goes_on_after_a_cut_anywhere_in_the_last_line(tmp_path: Path) -> None:
    tally = go_on_after_cut(Right, tmp_path, 430)
    assert tally.rounds == 431
    assert tally.clean, tally


def test_a_changed_bit_in_the_log_is_never_believed(tmp_path: Path) -> None:
    tally = flip_bits(Right, tmp_path, FLIPS)
    assert tally.rounds == FLIPS
    assert tally.clean, tally


def test_a_changed_bit_in_the_snapshot_is_found_and_the_log_asked(tmp_path: Path) -> None:
    tally = flip_snapshot(tmp_path, FLIPS)
    assert tally.clean, tally


def test_a_changed_bit_in_the_snapshot_changes_no_number_of_the_status_line(tmp_path: Path) -> None:
    tally = flip_status(tmp_path, FLIPS)
    assert tally.clean, tally


def test_a_changed_bit_in_a_compiled_bank_is_found_and_the_bank_compiled_again(tmp_path: Path) -> None:
    tally = flip_cache(tmp_path, FLIPS // 6)
    assert tally.clean, tally


def test_a_changed_bit_in_the_settings_is_an_error_in_words_or_another_good_value(tmp_path: Path) -> None:
    tally = flip_config(tmp_path, FLIPS)
    assert tally.clean, tally


@pytest.mark.parametrize("content", [b"", b"\0" * 900, b"{", b"[]", b"null", b'{"schema":1}', b"\xff\xfe"])
def test_nonsense_in_the_log_is_kept_and_skipped(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "events.jsonl").write_bytes(content)
    store = ProgressStore(tmp_path / "progress.json")
    assert store.progress.events == 0
    store.append(response("first"))
    assert (tmp_path / "events.jsonl").read_bytes().startswith(content)
    assert list(Right.read(tmp_path).values()) == ["first"]


def test_every_line_of_the_log_is_json_for_others_too(tmp_path: Path) -> None:
    write_some(Right, tmp_path, 5)
    assert [json.loads(line)["response"] for line in Right.lines(tmp_path)] == [f"text {n}" for n in range(5)]


def test_the_harness_catches_a_store_without_checksums(tmp_path: Path) -> None:
    assert flip_bits(NoChecksum, tmp_path, FLIPS).different > 0


def test_the_harness_catches_a_store_in_one_document(tmp_path: Path) -> None:
    assert cut_everywhere(WholeFile, tmp_path).unreadable > 0


def test_the_harness_catches_a_store_that_writes_behind_a_torn_line(tmp_path: Path) -> None:
    assert go_on_after_cut(NoChecksum, tmp_path, 50).lost > 0


class Anything(str):
    """A checksum that fits everything."""

    __slots__ = ()
    __hash__ = None  # type: ignore[assignment]

    def __eq__(self, _: object) -> bool:
        return True

    def __ne__(self, _: object) -> bool:
        return False


def test_the_harnesses_catch_a_snapshot_whose_checksum_nobody_tries(tmp_path: Path) -> None:
    with mock.patch("aiinfra_study.store.snapshot._crc", return_value=Anything("00000000")):
        assert flip_snapshot(tmp_path, FLIPS).different > 0


def test_the_harness_catches_a_compiled_bank_whose_checksums_nobody_tries(tmp_path: Path) -> None:
    module = SimpleNamespace(crc32=lambda _: 7)
    with contextlib.ExitStack() as stack:
        for name in ("cache", "compiled", "banks"):
            stack.enter_context(mock.patch(f"aiinfra_study.store.{name}.zlib", module))
        tally = flip_cache(tmp_path, FLIPS // 6)
    assert tally.different + tally.tracebacks > 0


def test_the_harness_catches_settings_that_are_believed_as_they_stand(tmp_path: Path) -> None:
    def read(path: Path) -> SimpleNamespace:
        return SimpleNamespace(values=tomllib.loads(path.read_text()))

    tally = flip_config(tmp_path, FLIPS, read=read)
    assert tally.different > 0
    assert tally.tracebacks > 0
