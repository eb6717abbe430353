"""The line for a shell prompt: exit 0 whatever the state of the store, one line, the same by both ways in."""

import os
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from aiinfra_study.cli.glance import glance
from aiinfra_study.core.days import study_day
from aiinfra_study.store.log import seal
from cli.banks import yes_section
from cli.damage import STATES, folders

pytestmark = pytest.mark.usefixtures("bench")

NOW = "2026-11-21T09:00:00Z"


def card(number: int, question: str, due: str) -> bytes:
    """A response as a later version will write it: with a card."""
    fields = {
        "v": 1, "id": f"cafe-{number}", "at": NOW, "day": "2026-11-21", "event": "response",
        "question": question, "section": "bench/section-4", "rev": 1, "key": "00000000", "stage": "review",
        "attempt": None, "response": "yes", "confidence": "sure", "hint": False, "credit": 1, "rating": "good",
        "seconds": 1, "seed": 1, "scheduler": "fsrs-6",
        "card": {"stability": 2.0, "difficulty": 5.0, "due": due, "reps": 1, "lapses": 0},
    }  # fmt: skip
    return seal(fields)


def write_cards(home: Path, dues: dict[str, str]) -> Path:
    """A log in which questions have cards, the last of them suspended."""
    home.mkdir()
    last = {"v": 1, "id": "cafe-99", "at": NOW, "day": "2026-11-21", "event": "suspend", "question": list(dues)[-1]}
    lines = [card(number, name, due) for number, (name, due) in enumerate(dues.items(), 1)]
    (home / "events.jsonl").write_bytes(b"".join([*lines, seal(last)]))
    return home


@pytest.fixture
def cards(home: Path) -> Path:
    dues = {"cache-1": "2026-11-20", "cache-2": "2026-11-21", "cache-3": "2026-11-22", "cache-4": "2026-11-01"}
    named = {f"bench/{name}": due for name, due in dues.items()}
    return write_cards(home, {"other/link-1": "2026-11-21", **named})


@pytest.fixture
def timeless_cards(home: Path) -> Path:
    """Two are due by any clock, one by none, one is suspended."""
    dues = {"cache-1": "2001-01-01", "cache-2": "2001-01-02", "cache-3": "2999-01-01", "cache-4": "2001-01-01"}
    return write_cards(home, {f"bench/{name}": due for name, due in dues.items()})


@pytest.mark.usefixtures("cards")
def test_status_counts_what_is_due(aiinfra: Any) -> None:
    for now, due, next_due in (
        ("2026-11-21T09:00:00Z", 3, "2026-11-21"),
        ("2026-11-21T03:00:00Z", 1, "2026-11-20"),
        ("2026-11-19T09:00:00Z", 0, "2026-11-20"),
        ("2026-12-24T09:00:00Z", 4, "2026-12-24"),
    ):
        done = aiinfra("status", env={"AIINFRA_NOW": now})
        assert (done.code, done.out, done.err) == (0, f"{due} due · 1 new\n", ""), "one in the other open section"
        body = aiinfra("status", "--json", env={"AIINFRA_NOW": now}).json
        assert (body["due"], body["next_due"]) == (due, next_due)


@pytest.mark.usefixtures("cards")
def test_a_course_narrows_status(aiinfra: Any) -> None:
    for spelling in (["status", "--course", "other"], ["-c", "other", "status"]):
        assert aiinfra(*spelling, env={"AIINFRA_NOW": NOW}).out == "1 due · 1 new\n"
    assert aiinfra("status", "-c", "bench", env={"AIINFRA_NOW": NOW}).out == "2 due · 0 new\n"
    body = aiinfra("status", "--json", "-c", "bench", env={"AIINFRA_NOW": NOW}).json
    assert (body["due"], body["current_course"]) == (2, "bench")


def name_banks_in_settings(home: Path, bench: Path) -> dict[str, None]:
    """The banks by the setting, since the quick way in leaves variables of the environment to the whole program."""
    (home / "config.toml").write_text(f"banks = ['{bench}']\ncourse = 'bench'\n", encoding="utf-8")
    return {"AIINFRA_BANKS": None, "AIINFRA_COURSE": None}


def both_ways(aiinfra: Any, bare: dict[str, None]) -> str:
    """The line read off the snapshot's bytes and what the whole program says, which are the same."""
    done = aiinfra("status", env=bare)
    assert done == aiinfra("status", "--plain", env=bare)
    said: str = done.out
    return said


def test_both_ways_in_say_the_same(aiinfra: Any, timeless_cards: Path, bench: Path) -> None:
    bare = name_banks_in_settings(timeless_cards, bench)
    assert glance() is None, "there is no snapshot yet"
    assert both_ways(aiinfra, bare) == "2 due · 0 new\n"
    aiinfra("flag", "cache-1")
    assert both_ways(aiinfra, bare) == "2 due · 0 new\n"
    (bench / "bench/section-04.yaml").write_text(yes_section("Storage for serving", "cache", 1), encoding="utf-8")
    aiinfra("unflag", "cache-1")
    assert both_ways(aiinfra, bare) == "1 due · 0 new\n", "deleted questions are left out"


def days_ago(number: int) -> str:
    """An instant some study days before now, at noon."""
    return f"{study_day(datetime.now(UTC), 4) - timedelta(number)}T12:00:00Z"


@pytest.mark.parametrize("later", [0, 1, 2, 5])
def test_both_ways_agree_on_the_days_after_a_review(
    later: int, aiinfra: Any, home: Path, bench: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The snapshot is of an earlier day, the clock is the real one: due cards and the share of new ones have moved."""
    home.mkdir()
    bare = name_banks_in_settings(home, bench)
    env = {**bare, "AIINFRA_NOW": days_ago(later)}
    aiinfra("review", "section-3", "--new", "12", input="no\n" + "yes\n" * 12, env=env)
    aiinfra("review", "section-2", "--new", "1", input="yes\n", env=env)
    aiinfra("suspend", "disk-3", env=env)
    for name in bare:
        monkeypatch.delenv(name)
    assert glance() is not None, "no question of a family has a card, so the quick way can tell"
    due = {0: 0, 1: 1, 2: 12, 5: 12}[later]
    assert both_ways(aiinfra, bare).startswith(f"{due} due · ")
    aiinfra("flag", "disk-1")
    assert both_ways(aiinfra, bare).startswith(f"{due} due · ")


def test_where_siblings_have_cards_the_whole_program_looks_on_another_day(
    aiinfra: Any, home: Path, bench: Path
) -> None:
    home.mkdir()
    bare = name_banks_in_settings(home, bench)
    for ago in (9, 8):
        env = {**bare, "AIINFRA_NOW": days_ago(ago)}
        aiinfra("review", "section-2", "--new", "50", input="yes\n" * 50, env=env)
        aiinfra("quiz", "section-2", "--practice", "-n", "50", input="yes\n" * 50, env=env)
    both_ways(aiinfra, bare)
    aiinfra("review", "--limit", "3", input="yes\n" * 3, env=bare)
    both_ways(aiinfra, bare)


def test_a_changed_hour_of_the_day_counts_at_once(
    aiinfra: Any, timeless_cards: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    aiinfra("config", "day_start", "3")
    aiinfra("flag", "cache-1")
    for name in ("AIINFRA_BANKS", "AIINFRA_COURSE"):
        monkeypatch.delenv(name)
    assert glance() == "2 due · 0 new"
    os.utime(timeless_cards / "progress.json", (1, 1))
    assert glance() is None, "the snapshot is older than the settings: the whole program looks"


def test_the_streak_counts_study_days(aiinfra: Any) -> None:
    for day in (17, 18, 20, 21):
        env = {"AIINFRA_NOW": f"2026-11-{day}T09:00:00Z"}
        aiinfra("quiz", "section-3", "--practice", "-n", "1", input="yes\n", env=env)
    body = aiinfra("status", "--json", env={"AIINFRA_NOW": "2026-11-22T09:00:00Z"}).json
    assert body["streak"] == 4
    assert aiinfra("status", "--json", env={"AIINFRA_NOW": "2026-12-22T09:00:00Z"}).json["streak"] == 0


@pytest.mark.parametrize("state", STATES, ids=lambda state: state.__name__)
@pytest.mark.parametrize("scope", ["with banks", "bare"])
def test_status_never_fails(state: Any, scope: str, aiinfra: Any, home: Path) -> None:
    """And changes nothing, and says nothing but its line."""
    aiinfra("quiz", "section-4", input="yes\n" * 4)
    state(home)
    before = {path.name: path.read_bytes() for path in home.iterdir() if path.is_file()}
    env = {"AIINFRA_BANKS": None, "AIINFRA_COURSE": None} if scope == "bare" else {}
    done = aiinfra("status", env=env)
    assert (done.code, done.err) == (0, "")
    assert done.out in ("0 due · 0 new\n", "? due · ? new\n")
    body = aiinfra("status", "--json", env=env).json
    assert body["schema"] == "aiinfra/status/1"
    assert [body["due"], body["new"], body["learning"]] in ([0, 0, 0], [None, None, None])
    assert {path.name: path.read_bytes() for path in home.iterdir() if path.is_file()} == before


def test_what_cannot_be_read_is_null_and_not_nought(aiinfra: Any, home: Path) -> None:
    aiinfra("quiz", "section-4", input="yes\n" * 4)
    folders(home)
    body = aiinfra("status", "--json").json
    assert {body[key] for key in ("due", "new", "learning", "next_due", "streak")} == {None}
    assert body["current_course"] == "bench"
    assert aiinfra("status").out == "? due · ? new\n"


@pytest.mark.usefixtures("cards")
def test_banks_that_are_gone_do_not_stop_status(aiinfra: Any) -> None:
    for env in ({"AIINFRA_BANKS": "not-there"}, {"AIINFRA_COURSE": "gone"}):
        body = aiinfra("status", "--json", env={**env, "AIINFRA_NOW": NOW}).json
        assert (body["due"], body["current_course"]) == (3, None)


def test_status_of_a_terminal_without_utf8_is_plain(run: Any) -> None:
    assert run("status", env={"PYTHONIOENCODING": "ascii"}).out == "0 due - 0 new\n"
