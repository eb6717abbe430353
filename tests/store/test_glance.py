"""The status line from the snapshot's bytes agrees with the whole program, and is never in its way."""

import random
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from aiinfra_study.cli import clock, glance
from aiinfra_study.cli.commands.status import gather
from aiinfra_study.cli.desk import Desk, Globals
from aiinfra_study.store.snapshot import SCHEMA

from .events import add_lines, response

ASKED = 30  # questions in the bank; cards of others are those of questions that were deleted
distances = st.integers(-400, 400) | st.integers(-2, 2)
Card = tuple[int, bool, str | int]  # due so many days from today, suspended, the question: in the bank, or gone
cards = st.lists(
    st.tuples(distances, st.booleans(), st.text('ab "\\{},:é\n\ud800', max_size=6) | st.integers(0, ASKED - 1)),
    max_size=40,
    unique_by=lambda card: str(card[2]),
)


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "home"
    folder.mkdir()
    write_bank(folder)
    for name in ("AIINFRA_NOW", "AIINFRA_BANKS", "AIINFRA_COURSE"):
        monkeypatch.delenv(name, raising=False)
    return folder


def write_bank(folder: Path, siblings: int = 0) -> None:
    """The course `c` beside the home: a section of questions q0, q1 …, so many of them in pairs of one family."""
    course = folder.parent / "banks" / "c"
    course.mkdir(parents=True, exist_ok=True)
    lines = ["format: 1", "objectives: {o: Know it}", "questions:"]
    for number in range(ASKED):
        family = f", family: f{number // 2}" if number < siblings else ""
        lines.append(f"  - {{id: q{number}, objective: o, claim: It is {number}., truth: true, because: So.{family}}}")
    (course / "section-01.yaml").write_text("\n".join(lines), encoding="utf-8")


def fill(folder: Path, found: list[Card], day_start: int, new_per_day: int, ago: int = 1) -> None:
    """A home with cards, left by a command so many days ago that had opened every bank; they were seen a day before."""
    for name in ("events.jsonl", "progress.json"):
        (folder / name).unlink(missing_ok=True)
    settings = [f"day_start = {day_start}", f"new_per_day = {new_per_day}", f"banks = ['{folder.parent / 'banks'}']"]
    (folder / "config.toml").write_text("\n".join(settings))
    seen = str(date.today() - timedelta(days=ago + 1))
    events: list[dict[str, Any]] = [{"event": "suspend", "question": "c/without-a-card"}]
    for days, hidden, name in found:
        address = f"c/q{name}" if isinstance(name, int) else f"c/{name}"
        events.append(response(address, due=str(date.today() + timedelta(days=days)), day=seen))
        if hidden:
            events.append({"event": "suspend", "question": address})
    add_lines(folder, *events)
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("AIINFRA_NOW", (datetime.now(UTC) - timedelta(days=ago)).isoformat())
        desk = Desk(Globals())
        assert all(course.banks for course in desk.courses)
        assert desk.store.progress.events == len(events)
        desk.close()


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=60)
@given(cards, st.integers(0, 23), st.integers(0, 20), st.sampled_from([0, 1, 40]))
def test_the_fast_status_is_that_of_the_whole_program(
    home: Path, found: list[Card], day_start: int, new_per_day: int, ago: int
) -> None:
    """Also on a later day than that of the command that wrote the snapshot."""
    fill(home, found, day_start, new_per_day, ago)
    facts = gather(Globals())
    assert glance.glance() == glance.words(facts["due"], facts["new"])
    today = clock.today(day_start)
    dues = [date.today() + timedelta(days=days) for days, hidden, name in found if isinstance(name, int) and not hidden]
    due = sum(day <= today for day in dues)
    assert facts["due"] == due
    opened = any(isinstance(name, int) for _, _, name in found)
    left = ASKED - sum(isinstance(name, int) for _, _, name in found)
    assert facts["new"] == (min(left, max(0, new_per_day - due // 10)) if opened else 0)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=25)
@given(cards, st.sampled_from([0, 1, 40]))
def test_of_siblings_the_fast_status_says_the_same_or_nothing(home: Path, found: list[Card], ago: int) -> None:
    write_bank(home, siblings=20)
    fill(home, found, 4, 10, ago)
    facts = gather(Globals())
    assert glance.glance() in (None, glance.words(facts["due"], facts["new"]))
    if not ago:
        assert glance.glance() is not None


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=25)
@given(cards, st.integers(0, 15), st.sampled_from([0, 10]), st.sampled_from(["review", "practice", "pre", "cram"]))
def test_what_was_done_today_is_known_to_both(
    home: Path, found: list[Card], count: int, siblings: int, stage: str
) -> None:
    """Due cards that were rated, new ones that were begun, and what their siblings have to wait for."""
    write_bank(home, siblings)
    fill(home, found, 4, 10, ago=0)
    desk = Desk(Globals())
    assert all(course.banks for course in desk.courses)
    for number in range(count):
        given_ = {key: value for key, value in response(f"c/q{2 * number}", stage=stage).items() if key != "event"}
        desk.commit("response", **{**given_, "at": desk.now(), "day": str(desk.today())})
    desk.close()
    facts = gather(Globals())
    assert glance.glance() == glance.words(facts["due"], facts["new"])


def test_siblings_in_two_sections_are_one_new_question_a_day(home: Path) -> None:
    section = home.parent / "banks" / "c" / "section-01.yaml"
    write_bank(home, siblings=10)
    other = section.with_name("section-02.yaml")
    other.write_text(section.read_text(encoding="utf-8").replace("id: q", "id: r"), encoding="utf-8")
    fill(home, [(1, False, ASKED - 1), (1, False, f"r{ASKED - 1}")], 4, 99, ago=0)
    desk = Desk(Globals())
    _ = desk.bank("c/section-2").section  # a command that reads one of the two
    desk.commit("flag", question="c/r1")
    desk.close()
    facts = gather(Globals())
    assert glance.glance() in (None, glance.words(facts["due"], facts["new"]))


def test_a_section_that_left_the_banks_brings_no_new_questions(home: Path) -> None:
    section = home.parent / "banks" / "c" / "section-01.yaml"
    text = section.read_text(encoding="utf-8").replace("id: q", "id: r")
    other = section.with_name("section-02.yaml")
    other.write_text(text, encoding="utf-8")
    cards: list[Card] = [(1, False, 0), (1, False, "r0")]
    fill(home, cards, 4, 99, ago=0)
    assert glance.glance() == glance.words(0, 2 * ASKED - 2)
    other.unlink()
    go_on()
    assert glance.glance() == glance.words(gather(Globals())["due"], gather(Globals())["new"])


def go_on() -> None:
    """Another command that opens every bank and keeps something."""
    desk = Desk(Globals())
    assert all(course.banks for course in desk.courses)
    desk.commit("flag", question="c/q0")
    desk.close()


@pytest.mark.parametrize("day_start", range(24))
def test_both_know_the_same_day(day_start: int) -> None:
    assert glance._study_day(day_start).decode() == clock.today(day_start).isoformat()


def test_a_log_that_has_grown_or_is_gone_is_left_to_the_whole_program(home: Path) -> None:
    assert glance.glance() is None
    fill(home, [(-1, False, 0)], 4, 3)
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
    fill(home, [(days, days % 3 == 0, days + 9) for days in range(-9, 9)], 4, 3, ago=0)
    path = home / "progress.json"
    for data in damages(path.read_bytes()):
        path.write_bytes(data)
        line = glance.glance()
        assert line is None or " due " in line


def test_the_whole_status_knows_nothing_of_what_cannot_be_read(home: Path) -> None:
    fill(home, [(-1, False, 0)], 4, 3)
    path = home / "progress.json"
    data = path.read_bytes()
    for broken in (data.replace(b'"schema":%d' % SCHEMA, b'"schema":%d' % (SCHEMA + 1)), b"\0" * 50, data[:100]):
        path.write_bytes(broken)
        facts: dict[str, Any] = gather(Globals())
        assert facts["due"] in (None, 1)
    (home / "events.jsonl").unlink()
    assert gather(Globals())["due"] is None
