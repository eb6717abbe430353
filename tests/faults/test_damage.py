"""Cut and changed files: damage is never read as something else, and never as emptiness."""

import json
import random
from pathlib import Path

import pytest

from aiinfra_study.core.errors import AiinfraError, DataError
from aiinfra_study.core.replay import replay
from aiinfra_study.store.banks import open_bank
from aiinfra_study.store.cache import Cache
from aiinfra_study.store.progress import ProgressStore
from aiinfra_study.store.settings import SETTINGS, Settings

from .damage import cut_everywhere, flip_bits, write_some
from .quiz_crash import write_course
from .right_store import Right, response
from .wrong_stores import NoChecksum, WholeFile

FLIPS = 300


def flipped(data: bytes, chance: random.Random) -> bytes:
    """The bytes with one bit changed."""
    at = chance.randrange(len(data))
    return data[:at] + bytes([data[at] ^ 1 << chance.randrange(8)]) + data[at + 1 :]


def test_a_log_cut_anywhere_gives_what_ended_before_the_cut(tmp_path: Path) -> None:
    tally = cut_everywhere(Right, tmp_path)
    assert tally.rounds > 700
    assert tally.clean, tally


def test_a_session_goes_on_after_a_cut_anywhere_in_the_last_line(tmp_path: Path) -> None:
    write_some(Right, tmp_path / "whole", 3)
    data = (tmp_path / "whole" / "events.jsonl").read_bytes()
    last = data.rindex(b"\n", 0, -1) + 1
    for at in range(last, len(data) + 1):
        folder = tmp_path / str(at)
        folder.mkdir()
        (folder / "events.jsonl").write_bytes(data[:at])
        store = ProgressStore(folder / "progress.json")
        store.append(response("after"))
        store.append(response("and on"))
        store.fold()
        store.close()
        assert (folder / "events.jsonl").read_bytes().startswith(data[:at])
        said = list(Right.read(folder).values())
        whole = at >= len(data) - 1
        assert said == ["text 0", "text 1", *(["text 2"] if whole else []), "after", "and on"]


def test_a_changed_bit_in_the_log_is_never_believed(tmp_path: Path) -> None:
    tally = flip_bits(Right, tmp_path, FLIPS)
    assert tally.rounds == FLIPS
    assert tally.clean, tally


def test_a_changed_bit_in_the_snapshot_is_found_and_the_log_asked(tmp_path: Path) -> None:
    chance = random.Random(2)
    write_some(Right, tmp_path, 12)
    store = ProgressStore(tmp_path / "progress.json")
    store.fold()
    store.close()
    right = replay(store.events())
    data = store.path.read_bytes()
    refused = []
    for _ in range(FLIPS):
        store.path.write_bytes(flipped(data, chance))
        try:
            assert ProgressStore(store.path).progress == right
        except DataError as error:  # the digit of the schema itself: a newer program's file cannot be told from it
            refused.append(error.code)
    assert set(refused) <= {"progress-newer"}
    assert len(refused) < FLIPS // 50


def test_a_changed_bit_in_a_compiled_bank_is_found_and_the_bank_compiled_again(tmp_path: Path) -> None:
    chance = random.Random(3)
    path = write_course(tmp_path) / "faults" / "section-01.yaml"
    cache = Cache(tmp_path / "cache")
    whole = open_bank(path, "faults", cache)
    questions = [question.body for question in whole.questions()]
    data = cache.path_of(path).read_bytes()
    for _ in range(FLIPS // 6):
        cache.path_of(path).write_bytes(flipped(data, chance))
        bank = open_bank(path, "faults", cache)
        assert bank.section == whole.section
        assert [question.body for question in bank.questions()] == questions


def test_a_changed_bit_in_the_settings_is_an_error_in_words_or_another_good_value(tmp_path: Path) -> None:
    chance = random.Random(4)
    path = tmp_path / "config.toml"
    data = b'# mine\ncourse = "faults"\nretention = 0.9\nbanks = ["here", "there"]\nday_start = 4\nfuzz = true\n'
    errors = []
    for _ in range(FLIPS):
        path.write_bytes(flipped(data, chance))
        try:
            assert Settings(path).values.keys() <= SETTINGS.keys()
        except AiinfraError as error:
            errors.append(error)
    assert len(errors) > FLIPS // 4
    assert all(str(path) in error.message and error.hint for error in errors)


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
