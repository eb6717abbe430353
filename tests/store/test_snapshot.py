"""The snapshot: readable by others, one card a line, sorted by due; checked before it is believed."""

import json
import shutil
import subprocess
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aiinfra_study.core.progress import Progress
from aiinfra_study.store.snapshot import SCHEMA, Damaged, NewerSchema, Snapshot, dump, load

from .events import begin, response, store_at

texts = st.text(max_size=8)
cards = st.dictionaries(
    texts,
    st.fixed_dictionaries({"due": st.dates().map(str), "stability": st.floats(0.1, 100), "reps": st.integers(0, 9)}),
    max_size=8,
)


def lines_of_cards(data: bytes) -> list[str]:
    text = data.decode("utf-8")
    return text[text.index('\n"cards":{\n') + 11 : text.rindex("\n}}")].split("\n")


@given(cards, st.dictionaries(texts, st.integers(), max_size=3), texts)
def test_a_snapshot_comes_back_as_it_was(found: dict[str, dict[str, object]], extra: dict[str, int], name: str) -> None:
    snapshot = Snapshot(Progress(), "0a1b2c3d", "host")
    snapshot.progress.cards = found
    snapshot.progress.suspended = dict.fromkeys(list(found)[:2], "2026")
    snapshot.progress.counters = {name: 7}
    snapshot.extra = {f"x-{key}": value for key, value in extra.items()}
    snapshot.status = {"new": 3, "current_course": name}
    snapshot.cover(b'{"crc":"01234567"}\n')
    again = load(dump(snapshot))
    assert again.progress == snapshot.progress
    assert (again.extra, again.device, again.host) == (snapshot.extra, "0a1b2c3d", "host")
    assert (again.covered, again.tail) == (snapshot.covered, snapshot.tail)
    assert again.status["current_course"] == name
    assert dump(again) == dump(snapshot)


@given(cards)
def test_cards_stand_one_a_line_sorted_by_due(found: dict[str, dict[str, object]]) -> None:
    snapshot = Snapshot(Progress())
    snapshot.progress.cards = found
    data = dump(snapshot)
    rows = [json.loads("{" + line.rstrip(",") + "}") for line in lines_of_cards(data) if line]
    assert len(rows) == len(found)
    assert [next(iter(row)) for row in rows] == sorted(found, key=lambda key: (found[key]["due"], key))
    assert json.loads(data)["cards"] == found


def test_the_first_lines_say_what_the_status_line_needs(tmp_path: Path) -> None:
    store = store_at(tmp_path)
    store.append(response(due="2026-11-25"))
    store.append({**begin("a1"), "event": "suspend", "question": "c/q0"})
    store.status.update(new=3, day_start=4)
    store.fold()
    first, second = store.path.read_bytes().split(b"\n")[:2]
    size = store.log_path.stat().st_size
    assert first.startswith(b'{"schema":%d,"log":{"bytes":%d,"events":2},"crc":"' % (SCHEMA, size))
    assert second == b'"status":{"new":3,"day_start":4,"hidden":["2026-11-25"]},'


def test_others_can_read_it_too(tmp_path: Path) -> None:
    store = store_at(tmp_path)
    store.append(response("c/ünïcödé → 你好 \u2028 😀", due="2026-11-25"))
    store.append(response('c/"quotes" and \\', due="2026-11-26"))
    store.fold()
    found = json.loads(store.path.read_bytes().decode("utf-8"))
    assert list(found)[:2] == ["schema", "log"]
    assert list(found)[-1] == "cards"
    jq = shutil.which("jq")
    if jq:
        done = subprocess.run([jq, ".cards | length", str(store.path)], capture_output=True, text=True, check=True)
        assert done.stdout.strip() == "2"


def test_every_byte_behind_the_first_line_is_checked() -> None:
    snapshot = Snapshot(Progress())
    snapshot.progress.cards = {"c/q": {"due": "2026-11-25"}}
    data = dump(snapshot)
    for at in range(data.index(b"\n") + 1, len(data)):
        with pytest.raises(Damaged):
            load(data[:at] + bytes([data[at] ^ 1]) + data[at + 1 :])


def test_what_the_snapshot_covers_is_checked_too() -> None:
    snapshot = Snapshot(Progress())
    snapshot.cover(b"x" * 70)
    with pytest.raises(Damaged):
        load(dump(snapshot).replace(b'"bytes":70', b'"bytes":71'))
    with pytest.raises(NewerSchema):
        load(dump(snapshot).replace(b'"schema":1', b'"schema":3'))


@given(st.binary(max_size=200))
def test_any_bytes_are_a_snapshot_or_damage(data: bytes) -> None:
    with pytest.raises((Damaged, NewerSchema)):
        load(data)
