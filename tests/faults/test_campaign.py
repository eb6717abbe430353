"""Every part of the campaign in its short form, and each harness at a program or store that is wrong on purpose."""

import contextlib
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from unittest import mock

import pytest

from aiinfra_study.store import migrations
from aiinfra_study.store.progress import ProgressStore

from . import campaign, clocks, disk, homes, killed, killed_once, million, versions
from .crash import Tally
from .program import Place, Typed
from .right_store import Right, response
from .wrong_programs import LATE, NEVER, TORN, TORN_LOG, TORN_MENDING
from .wrong_stores import NoTruncate, OneWrite


@pytest.mark.parametrize("name", [name for name, part in campaign.PARTS.items() if part.short])
def test_nothing_acknowledged_is_lost_and_nothing_is_a_traceback(name: str, tmp_path: Path) -> None:
    part = campaign.PARTS[name]
    tally = part.run(tmp_path, part.short, 7)
    print(campaign.line(name, tally, 0))
    if tally.note.startswith("not run"):
        pytest.skip(tally.note)
    assert tally.rounds > 0
    assert tally.clean, tally


def test_a_large_log_is_opened_kept_in_and_folded(tmp_path: Path) -> None:
    tally = million.million(tmp_path, 5000)
    assert tally.clean, tally


def test_the_campaign_prints_a_line_for_each_part_and_says_by_its_code_whether_all_is_well(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    bad = campaign.Part(lambda *_: Tally(rounds=1, lost=2, why={"two went"}), 9, 0, "")
    monkeypatch.setitem(campaign.PARTS, "bad", bad)
    monkeypatch.setattr(sys, "argv", ["campaign", "--rounds", "3", "short-writes"])
    assert campaign.main() == 0
    figures = "rounds 3, acknowledged 3, lost 0, unreadable 0, different 0, tracebacks 0, 0 s"
    assert capsys.readouterr().out.split() == ["short-writes", *figures.split()]
    monkeypatch.setattr(sys, "argv", ["campaign", "bad"])
    assert campaign.main() == 1
    assert "lost 2" in (out := capsys.readouterr().out)
    assert "two went" in out


# harnesses that find nothing wrong with these prove nothing


@pytest.mark.parametrize("harness", [killed.quiz, killed.review, killed.terminals])
def test_the_sittings_catch_a_program_that_acknowledges_first(harness: Any, tmp_path: Path) -> None:
    assert harness(tmp_path, 3, 5, LATE).lost > 0


@pytest.mark.parametrize(
    ("harness", "patch"),
    [
        (killed_once.study, NEVER),
        (killed_once.plan, NEVER),
        (killed_once.fold, TORN),
        (killed_once.lint, TORN_MENDING),
        (killed_once.restore, TORN_LOG),
    ],
)
def test_the_harnesses_catch_a_program_that_writes_over_its_files_or_not_at_all(
    harness: Any, patch: str, tmp_path: Path
) -> None:
    """A kill hits such a moment within a few rounds."""
    seeds = (5, 9, 10, 11, 4, 7, 1, 2)  # those first whose kill falls within the write
    tallies = (harness(tmp_path / str(seed), 2, seed, patch) for seed in seeds)
    assert any(tally.lost + tally.different > 0 for tally in tallies)


def test_the_harness_catches_a_write_that_is_taken_for_a_whole_one(tmp_path: Path) -> None:
    assert disk.short_writes(OneWrite, tmp_path, 20).lost > 0


def test_the_harness_catches_a_snapshot_that_forgets_when_the_disk_fails(tmp_path: Path) -> None:
    class Forgets(NoTruncate):
        def fold(self) -> None:
            self.path.write_bytes(b"")

    assert disk.sick_fold(Forgets, tmp_path, 4).lost > 0


def test_the_harness_catches_a_program_that_rates_a_card_twice_a_day(tmp_path: Path) -> None:
    always: dict[str, Any] = {"return_value": True}
    with mock.patch("aiinfra_study.cli.keeping.may_rate", **always):
        assert clocks.clocks(tmp_path, 4).different > 0


def test_the_harness_catches_a_store_that_does_not_migrate(tmp_path: Path) -> None:
    with mock.patch.dict(migrations.STEPS, clear=True):
        assert versions.older(tmp_path, 3).different > 0


def test_the_harness_catches_a_store_that_writes_to_a_newer_one(tmp_path: Path) -> None:
    with mock.patch("aiinfra_study.store.progress.is_newer", return_value=""):
        tally = versions.newer(tmp_path, 8)
    assert tally.lost > 0
    assert tally.different > 0


@contextlib.contextmanager
def a_store_that_says_nothing() -> Iterator[None]:
    """Whatever cannot be kept is acknowledged all the same."""
    append = ProgressStore.append

    def silent(self: ProgressStore, event: dict[str, Any]) -> dict[str, Any]:
        with contextlib.suppress(Exception):
            return append(self, event)
        return {"id": "", **event}

    writable = ProgressStore.writable

    def trusting(self: ProgressStore) -> None:
        with contextlib.suppress(Exception):
            writable(self)

    with mock.patch.object(ProgressStore, "append", silent), mock.patch.object(ProgressStore, "writable", trusting):
        yield


def test_the_harness_catches_a_program_that_is_silent_about_a_home_that_went(tmp_path: Path) -> None:
    with a_store_that_says_nothing():
        tally = homes.taken_away(tmp_path, 4)
    assert tally.different > 0


def test_the_harness_catches_a_program_that_is_silent_about_a_home_that_may_not_be_written(tmp_path: Path) -> None:
    with a_store_that_says_nothing():
        tally = homes.read_only(tmp_path, 8)
    if tally.note:
        pytest.skip(tally.note)
    assert tally.different > 0


# what the campaign found


def test_an_older_snapshot_whose_log_is_gone_is_not_an_empty_store(tmp_path: Path) -> None:
    place = Place.make(tmp_path)
    place.home.mkdir()
    store = ProgressStore(place.snapshot)
    store.append(response("kept"))
    store.close()
    for data in (b'{"schema":0,"log":{"bytes":9,"events":1}}', versions._old_snapshot(_folded(store), zero=False)):
        place.snapshot.write_bytes(data)
        place.log.rename(tmp_path / "away")
        done = place.here("flag", "q1")
        assert (done.code, place.snapshot.read_bytes()) == (3, data), done
        assert "is missing or empty" in done.err
        (tmp_path / "away").rename(place.log)


def test_a_quiz_that_another_terminal_began_anew_is_no_bug(tmp_path: Path) -> None:
    place = Place.make(tmp_path)
    words = ("quiz", "section-1", "--practice", "--restart", "-n", "4")

    def at_another_terminal(number: int) -> None:
        if number == 1:
            assert place.run(*words, typed="1\n").code == 130

    done = place.here(*words, typed=Typed(["1"] * 4, at_another_terminal))
    assert not done.bug, done


def _folded(store: ProgressStore) -> Path:
    store.fold()
    store.close()
    return store.path.parent


def test_a_log_that_is_gone_is_not_said_to_have_everything(tmp_path: Path) -> None:
    store = Right(tmp_path / "home").store
    store.append(response("gone"))
    (tmp_path / "home").rename(tmp_path / "away")
    store.fold()
    assert "events.jsonl is gone: put it back" in store.notices[-1]
