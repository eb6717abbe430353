"""The status line from the snapshot's bytes agrees with the whole program, and is never in its way."""

import random
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from aiinfra_study.cli import clock, glance
from aiinfra_study.cli.commands.status import gather
from aiinfra_study.cli.desk import Globals

from .events import add_lines, response, store_at

cards = st.lists(
    st.tuples(st.integers(-400, 400) | st.integers(-2, 2), st.booleans(), st.text(max_size=6)), max_size=40
)


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "home"
    folder.mkdir()
    for name in ("AIINFRA_NOW", "AIINFRA_BANKS", "AIINFRA_COURSE"):
        monkeypatch.delenv(name, raising=False)
    return folder


def fill(folder: Path, found: list[tuple[int, bool, str]], day_start: int, new: int) -> None:
    """A home with cards due so many days from today, some of them suspended."""
    for path in folder.iterdir():
        path.unlink()
    (folder / "config.toml").write_text(f"day_start = {day_start}\n")
    events: list[dict[str, Any]] = [{"event": "suspend", "question": "c/without-a-card"}]
    for number, (days, hidden, name) in enumerate(found):
        due = str(date.today() + timedelta(days=days))
        events.append(response(f"c/{name}{number}", due=due))
        if hidden:
            events.append({"event": "suspend", "question": f"c/{name}{number}"})
    add_lines(folder, *events)
    store = store_at(folder)
    store.status.update(new=new, learning=0, day_start=day_start, streak=0, current_course='a "course"')
    store.fold()
    store.close()


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=60)
@given(cards, st.integers(0, 23), st.integers(0, 99))
def test_the_fast_status_is_that_of_the_whole_program(
    home: Path, found: list[tuple[int, bool, str]], day_start: int, new: int
) -> None:
    fill(home, found, day_start, new)
    facts = gather(Globals())
    assert glance.glance() == glance.words(facts["due"], facts["new"])
    today = clock.today(day_start)
    dues = [date.today() + timedelta(days=days) for days, hidden, _ in found if not hidden]
    assert facts["due"] == sum(due <= today for due in dues)
    assert facts["new"] == new


@pytest.mark.parametrize("day_start", range(24))
def test_both_know_the_same_day(day_start: int) -> None:
    assert glance._study_day(day_start).decode() == clock.today(day_start).isoformat()


def test_a_log_that_has_grown_or_is_gone_is_left_to_the_whole_program(home: Path) -> None:
    assert glance.glance() is None
    fill(home, [(0, False, "q")], 4, 3)
    assert glance.glance() == glance.words(1, 3)
    with open(home / "events.jsonl", "ab") as log:
        log.write(b"x")
    assert glance.glance() is None
    (home / "events.jsonl").unlink()
    assert glance.glance() is None


@pytest.mark.parametrize("name", ["AIINFRA_NOW", "AIINFRA_BANKS", "AIINFRA_COURSE"])
def test_another_clock_or_course_is_left_to_the_whole_program(
    home: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    fill(home, [], 4, 0)
    monkeypatch.setenv(name, "2026-11-21")
    assert glance.glance() is None


def damages(data: bytes) -> list[bytes]:
    chance = random.Random(5)
    cuts = [data[: chance.randrange(len(data))] for _ in range(100)]
    places = [chance.randrange(len(data)) for _ in range(400)]
    flips = [data[:at] + bytes([data[at] ^ 1 << chance.randrange(8)]) + data[at + 1 :] for at in places]
    holes = [data[:at] + bytes(40) + data[at + 40 :] for at in places[:100]]
    gaps = [data[:at] + data[at + chance.randrange(60) :] for at in places[:100]]
    return [b"", bytes(len(data)), data[::-1], data * 2, *cuts, *flips, *holes, *gaps]


def test_damage_never_raises(home: Path) -> None:
    fill(home, [(days, days % 3 == 0, "q") for days in range(-9, 9)], 4, 3)
    path = home / "progress.json"
    for data in damages(path.read_bytes()):
        path.write_bytes(data)
        line = glance.glance()
        assert line is None or " due " in line


def test_the_whole_status_knows_nothing_of_what_cannot_be_read(home: Path) -> None:
    fill(home, [(0, False, "q")], 4, 3)
    path = home / "progress.json"
    data = path.read_bytes()
    for broken in (data.replace(b'"schema":1', b'"schema":2'), b"\0" * 50, data[:100]):
        path.write_bytes(broken)
        facts: dict[str, Any] = gather(Globals())
        assert facts["due"] in (None, 1)
    (home / "events.jsonl").unlink()
    assert gather(Globals())["due"] is None
