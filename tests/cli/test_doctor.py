"""doctor: exit 1 when something is to be done, whatever is broken; --restore loses nothing."""

import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from cli.banks import question, section

pytestmark = pytest.mark.usefixtures("bench")

Refused = Callable[..., None]
MONDAY = {"AIINFRA_NOW": "2026-11-16T09:00:00Z"}
TUESDAY = {"AIINFRA_NOW": "2026-11-17T09:00:00Z"}
WEDNESDAY = {"AIINFRA_NOW": "2026-11-18T09:00:00Z"}


def findings(done: Any) -> list[str]:
    assert done.code == (1 if done.json["findings"] else 0)
    return [finding["message"] for finding in done.json["findings"]]


def events(home: Path) -> list[str]:
    lines = (home / "events.jsonl").read_text(encoding="utf-8").splitlines()
    return [json.loads(line)["event"] for line in lines]


def test_a_healthy_place_exits_0_and_tells_paths_and_versions(
    aiinfra: Any, bench: Path, home: Path, warm_cache: Path
) -> None:
    aiinfra("quiz", "section-4", input="yes\n" * 4, env=MONDAY)
    done = aiinfra("doctor", env={"COLUMNS": "999"})
    assert (done.code, done.err) == (0, "")
    for told in (
        *(home / "progress.json", home / "events.jsonl", home / "config.toml", bench, warm_cache / "aiinfra"),
        *("2026-11-16", "Python 3", "typer", "rich", "999 columns", "Nothing to do"),
    ):
        assert str(told) in done.out
    body = aiinfra("doctor", "--json").json
    assert list(body) == ["schema", "facts", "findings"]
    assert body["schema"] == "aiinfra/doctor/1"
    assert {"aiinfra", "libraries", "progress", "log", "settings", "banks", "cache", "terminal"} <= set(body["facts"])


def test_what_is_wrong_is_told_with_what_to_do(aiinfra: Any, bench: Path, home: Path) -> None:
    aiinfra("quiz", "section-4", input="yes\n" * 4)
    data = bytearray((home / "events.jsonl").read_bytes())
    data[40] ^= 1
    (home / "events.jsonl").write_bytes(bytes(data))
    (home / "progress.json").write_bytes(b"no")
    broken = section("Broken", [question("good-1"), "  - id: bad-1\n    ask: What?\n"])
    (bench / "bench/section-05.yaml").write_text(broken, encoding="utf-8")
    done = aiinfra("doctor", env={"COLUMNS": "999"})
    assert done.code == 1
    assert re.search(r"section-05\.yaml:\d+:\d+", done.out)
    for told in ("1 damaged or torn line (1)", "progress.json is damaged", "--restore"):
        assert told in done.out
    assert len(findings(aiinfra("doctor", "--json"))) >= 3


@pytest.mark.parametrize(
    ("text", "told"),
    [("day_start = \n", "line 1"), ("day_start = 99\n", "day_start"), ('course = "gone"\n', "gone")],
)
def test_broken_settings_do_not_stop_it(text: str, told: str, aiinfra: Any, home: Path) -> None:
    home.mkdir()
    (home / "config.toml").write_text(text, encoding="utf-8")
    (message,) = findings(aiinfra("doctor", "--json", env={"AIINFRA_COURSE": None}))
    assert told in message
    done = aiinfra("doctor", env={"AIINFRA_COURSE": None, "COLUMNS": "999"})
    assert (done.code, done.err) == (1, "")
    assert str(home / "events.jsonl") in done.out, "the paths are told all the same"


def test_banks_that_are_not_there_do_not_stop_it(aiinfra: Any, tmp_path: Path) -> None:
    (message,) = findings(aiinfra("doctor", "--json", env={"AIINFRA_BANKS": str(tmp_path / "gone")}))
    assert "gone" in message


def test_a_home_that_cannot_be_written_is_told(aiinfra: Any, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("", encoding="utf-8")
    done = aiinfra("doctor", "--json", "--progress", str(tmp_path / "file/progress.json"))
    assert any("cannot be written" in message for message in findings(done))


def test_it_changes_nothing(aiinfra: Any, home: Path) -> None:
    assert aiinfra("doctor").code == 0
    assert not home.exists()


def test_a_backup_is_made_each_day_and_brought_back(aiinfra: Any, home: Path) -> None:
    """Restoring the older one keeps what only the present log has."""
    aiinfra("quiz", "section-4", input="yes\n" * 4, env=MONDAY)
    aiinfra("quiz", "section-4", input="yes\n", env=TUESDAY)
    names = sorted(path.name for path in (home / "backups").iterdir())
    assert names == ["events-2026-11-16.jsonl", "events-2026-11-17.jsonl"]
    before = events(home)
    (home / "events.jsonl").write_bytes(b"".join((home / "events.jsonl").read_bytes().splitlines(True)[:2]))
    assert any("shorter" in message for message in findings(aiinfra("doctor", "--json")))
    done = aiinfra("doctor", "--restore", "--yes", env=WEDNESDAY)
    assert done.code == 0
    assert "events-2026-11-17.jsonl" in done.out
    assert events(home) == before
    assert findings(aiinfra("doctor", "--json")) == []
    aiinfra("quiz", "section-4", input="yes\n" * 6, env=WEDNESDAY)
    longer = events(home)
    assert aiinfra("doctor", "--restore", "2026-11-16", "-y", env=WEDNESDAY).code == 0
    assert sorted(events(home)) == sorted(longer)
    states = aiinfra("sections", "--json").json["courses"][0]["sections"][3]
    assert states["state"] == "post"


def test_restore_asks_first(aiinfra: Any, home: Path, refused: Refused) -> None:
    refused(aiinfra("doctor", "--restore", "--yes"), 3, "no backup")
    aiinfra("quiz", "section-4", input="yes\n", env=MONDAY)
    log = (home / "events.jsonl").read_bytes()
    refused(aiinfra("doctor", "--restore", input="y\n"), 2, "--yes")
    refused(aiinfra("doctor", "--restore", "1999-01-01", "--yes"), 2, "events-2026-11-16.jsonl")
    assert (home / "events.jsonl").read_bytes() == log


@pytest.mark.parametrize("named", [[], ["2026-11-16"]])
def test_restore_has_no_json(named: list[str], aiinfra: Any, home: Path) -> None:
    aiinfra("quiz", "section-4", input="yes\n", env=MONDAY)
    aiinfra("quiz", "section-4", input="yes\n", env=TUESDAY)
    before = {path: path.read_bytes() for path in home.rglob("*") if path.is_file()}
    done = aiinfra("doctor", "--restore", *named, "--yes", "--json", env=WEDNESDAY)
    assert (done.code, done.json["error"]["code"]) == (2, "usage")
    assert {path: path.read_bytes() for path in home.rglob("*") if path.is_file()} == before


def test_a_progress_of_its_own_has_backups_of_its_own(aiinfra: Any, tmp_path: Path) -> None:
    place = ["--progress", str(tmp_path / "exam.json")]
    aiinfra("quiz", "section-4", *place, input="yes\n" * 4, env=MONDAY)
    (tmp_path / "exam.events.jsonl").unlink()
    assert findings(aiinfra("doctor", "--json", *place))
    assert aiinfra("doctor", "--restore", "-y", *place, env=TUESDAY).code == 0
    assert findings(aiinfra("doctor", "--json", *place)) == []
    assert aiinfra("sections", "--json", *place).json["courses"][0]["sections"][3]["state"] == "pre"
