"""Lines of the log: what seals them, and what still counts as one."""

import json
import zlib
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aiinfra_study.store.log import Log, is_newer, seal, split_lines, unseal

from .events import response

LINE = seal({"v": 1, "id": "0a1b2c3d-7", **response(response="Größe → 3 µs")})

values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=8,
)


@given(st.dictionaries(st.text().filter(lambda key: key != "crc"), values, min_size=1))
def test_a_sealed_event_comes_back_as_it_was(event: dict[str, Any]) -> None:
    line = seal(event)
    assert line.count(b"\n") == 1
    found = unseal(line[:-1])
    assert found is not None
    assert found.pop("crc") == line[-11:-3].decode()
    assert found == event


def test_the_checksum_is_last_and_covers_every_byte_before_its_digits() -> None:
    assert LINE.endswith(b'","crc":"%08x"}\n' % zlib.crc32(LINE[:-11])) or LINE[-11:-3] == b"%08x" % zlib.crc32(
        LINE[:-11]
    )
    assert list(json.loads(LINE))[-1] == "crc"
    LINE.decode("utf-8")


@pytest.mark.parametrize("separators", [(",", ":"), (", ", ": "), (" ,  ", " :\t")])
def test_a_line_counts_however_it_is_spaced(separators: tuple[str, str]) -> None:
    body = json.dumps({"v": 1, "id": "x-1", "event": "flag"}, separators=separators)[:-1]
    data = f'{body}{separators[0]}"crc"{separators[1]}"'.encode()
    event = unseal(data + b'%08x"}' % zlib.crc32(data))
    assert event is not None
    assert event["event"] == "flag"


def test_a_line_counts_though_an_editor_ended_it_with_cr_lf() -> None:
    assert unseal(LINE[:-1] + b"\r") == unseal(LINE[:-1])


def test_no_change_of_one_bit_is_believed() -> None:
    whole = LINE[:-1]
    for at in range(len(whole)):
        for bit in range(8):
            assert unseal(whole[:at] + bytes([whole[at] ^ 1 << bit]) + whole[at + 1 :]) is None


def test_no_torn_line_is_believed() -> None:
    assert all(unseal(LINE[:at]) is None for at in range(len(LINE) - 1))


@pytest.mark.parametrize("body", [b"[" * 100_000 + b'"', b'{"a":', b'["', b'{"a":1,"'])
def test_a_fitting_checksum_does_not_make_an_event_of_nonsense(body: bytes) -> None:
    assert unseal(body + b'%08x"}' % zlib.crc32(body)) is None


def test_text_that_is_no_unicode_leaves_the_log_utf_8() -> None:
    line = seal({"response": "half \udc80 \ud83d pair"})
    assert json.loads(line.decode("utf-8"))["response"] == "half \udc80 \ud83d pair"


def test_what_is_no_number_is_not_written() -> None:
    with pytest.raises(ValueError, match="JSON compliant"):
        seal({"credit": float("nan")})


@pytest.mark.parametrize(("version", "newer"), [(1, ""), (2, "events"), (1.5, "events"), ("2", ""), (None, "")])
def test_only_a_higher_number_is_a_newer_version(version: object, newer: str) -> None:
    assert is_newer({"v": version}) == newer


@pytest.mark.parametrize("tag", [None, "fsrs-6", {"algo": "fsrs-6", "params": "default", "retention": 0.85}])
def test_the_scheduler_we_know_is_none_of_a_newer_version(tag: object) -> None:
    assert is_newer({"v": 1, "scheduler": tag}) == ""


@pytest.mark.parametrize(
    ("tag", "named"),
    [({"algo": "fsrs-7", "params": "default"}, "fsrs-7"), ({"algo": "fsrs-6", "params": "fitted-2"}, "fitted-2")],
)
def test_a_scheduler_or_parameter_set_of_a_newer_version_is_named(tag: dict[str, str], named: str) -> None:
    assert named in is_newer({"v": 1, "scheduler": tag})
    assert not is_newer({})


def test_lines_are_whole_ones_only() -> None:
    assert split_lines(b"") == []
    assert split_lines(b"torn") == []
    assert split_lines(b"one\ntwo\nto") == [b"one", b"two"]
    assert split_lines(b"\n\n") == [b"", b""]


def test_a_log_is_read_without_being_made(tmp_path: Path) -> None:
    log = Log(tmp_path / "events.jsonl")
    assert log.read() == b""
    assert list(tmp_path.iterdir()) == []


def test_a_checksum_seals_as_a_text_at_the_end_only() -> None:
    bodies = (b'{"v":1,"event":"flag","n":%d,"crc":1' % number for number in range(1000))
    line = next(b"%b%08d9}" % (body, int(crc)) for body in bodies if (crc := b"%08x" % zlib.crc32(body)).isdigit())
    assert json.loads(line)["event"] == "flag"
    assert unseal(line) is None


@pytest.mark.parametrize(("word", "now"), [("answer", "response"), ("flag", "flag"), ("added", "added")])
def test_an_event_of_version_0_is_read_as_one_of_the_present(word: str, now: str) -> None:
    found = unseal(seal({"v": 0, "time": "2026-11-21T09:00:00.000Z", "type": word, "answer": "b"})[:-1])
    assert found is not None
    del found["crc"]
    assert found == {"v": 1, "at": "2026-11-21T09:00:00.000Z", "event": now, "response": "b"}
