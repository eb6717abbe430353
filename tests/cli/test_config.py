"""Settings: every key, every bound, where a value comes from (docs/cli.md, Settings)."""

import json
import os
import re
import tomllib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from aiinfra_study.store.settings import SETTINGS

Refused = Callable[..., None]

DEFAULTS = {  # as they are shown; tests/store/test_settings.py holds the values
    key: json.dumps(setting.default) if setting.default not in (None, []) else "none"
    for key, setting in SETTINGS.items()
}
GOOD = [
    *(("retention", "0.70"), ("retention", "0.97"), ("maximum_interval", "2"), ("maximum_interval", "36500")),
    *(("new_per_day", "0"), ("new_per_day", "9999"), ("day_start", "0"), ("day_start", "23"), ("quiz_count", "1")),
    *(("fuzz", "false"), ("easy", "true"), ("confidence", "off"), ("plain", "yes"), ("leech_lapses", "1")),
]
BAD = [
    *(("retention", "0.69"), ("retention", "0.98"), ("retention", "nan"), ("retention", "90%"), ("retention", "")),
    *(("maximum_interval", "1"), ("maximum_interval", "36501"), ("maximum_interval", "2.5"), ("new_per_day", "ten")),
    *(("day_start", "24"), ("day_start", "4.5"), ("fuzz", "maybe"), ("easy", "2"), ("quiz_count", "0")),
    *(("course", "gone"), ("course", ""), ("banks", "not-there"), ("leech_lapses", "0"), ("plain", "")),
]


def test_the_list_names_every_setting_with_value_and_source(aiinfra: Any) -> None:
    rows = aiinfra("config", env={"COLUMNS": "200"}).out.splitlines()
    assert {tuple(row.split()[:3]) for row in rows[1:]} == {(*pair, "default") for pair in DEFAULTS.items()}
    for key, value in DEFAULTS.items():
        assert aiinfra("config", key).out == f"{value}\n"


@pytest.mark.parametrize(("key", "value"), GOOD)
def test_a_value_within_bounds_is_kept(key: str, value: str, aiinfra: Any, home: Path) -> None:
    done = aiinfra("config", key, value)
    assert (done.code, done.err) == (0, "")
    assert key in tomllib.loads((home / "config.toml").read_text(encoding="utf-8"))
    assert f"{key} " in aiinfra("config", env={"COLUMNS": "200"}).out
    aiinfra("config", "--unset", key)
    assert aiinfra("config", key).out == f"{DEFAULTS[key]}\n"


@pytest.mark.usefixtures("bench")
@pytest.mark.parametrize(("key", "value"), BAD)
def test_a_value_out_of_bounds_is_refused(key: str, value: str, aiinfra: Any, home: Path, refused: Refused) -> None:
    refused(aiinfra("config", key, value), 2)
    assert not (home / "config.toml").exists()


def test_a_negative_number_is_refused(aiinfra: Any, home: Path, refused: Refused) -> None:
    refused(aiinfra("config", "new_per_day", "-1"), 2)
    refused(aiinfra("config", "--", "new_per_day", "-1"), 2)
    assert not home.exists()


@pytest.mark.usefixtures("bench")
def test_the_source_is_told(aiinfra: Any) -> None:
    def source(key: str, *flags: str, **env: str) -> list[str]:
        rows = aiinfra("config", *flags, env={"COLUMNS": "200", "AIINFRA_COURSE": None, **env}).out.splitlines()
        found = next(row for row in rows if row.strip().startswith(f"{key} "))
        heard = re.match(r"  \w+ is (.+), from (.+)", found)
        return list(heard.groups()) if heard else found.split()[1:3]

    assert aiinfra("config", "course", "other").code == 0
    assert source("course") == ["other", "config.toml"]
    assert source("course", AIINFRA_COURSE="bench") == ["bench", "AIINFRA_COURSE"]
    assert source("course", "-c", "bench") == ["bench", "--course"]
    assert source("plain", AIINFRA_PLAIN="1") == ["true", "AIINFRA_PLAIN"]
    assert source("plain", AIINFRA_PLAIN="0") == ["false", "AIINFRA_PLAIN"]
    assert source("plain", "--plain") == ["true", "--plain"]


def test_the_path_is_told_even_when_the_file_is_damaged(aiinfra: Any, home: Path, refused: Refused) -> None:
    home.mkdir()
    (home / "config.toml").write_text("day_start = \n", encoding="utf-8")
    assert aiinfra("config", "--path").out == f"{home / 'config.toml'}\n"
    refused(aiinfra("config"), 3, "config.toml", "line 1")


@pytest.mark.usefixtures("bench")
def test_a_file_with_an_unknown_key_or_a_wrong_value_is_told(aiinfra: Any, home: Path, refused: Refused) -> None:
    home.mkdir()
    for text, word in (("day_strat = 4\n", "day_start"), ("day_start = 30\n", "0 to 23"), ("fuzz = 1\n", "fuzz")):
        (home / "config.toml").write_text(text, encoding="utf-8")
        for line in (["config"], ["quiz", "section-4"], ["sections"]):
            refused(aiinfra(*line, input="yes\n"), 2, "config.toml", word)


def test_settings_of_another_hand_stay_as_they_were(aiinfra: Any, home: Path) -> None:
    home.mkdir()
    (home / "config.toml").write_text("# mine\nfuzz = false # exact\n\nday_start = 5\n", encoding="utf-8")
    aiinfra("config", "day_start", "6")
    aiinfra("config", "easy", "true")
    text = (home / "config.toml").read_text(encoding="utf-8")
    assert text == "# mine\nfuzz = false # exact\n\nday_start = 6\neasy = true\n"
    aiinfra("config", "--unset", "day_start")
    assert "day_start" not in (home / "config.toml").read_text(encoding="utf-8")


@pytest.mark.usefixtures("bench")
def test_a_course_is_switched_by_its_command_or_its_setting(aiinfra: Any) -> None:
    env = {"AIINFRA_COURSE": None}
    for command in (["course", "other"], ["config", "course", "other"]):
        assert aiinfra(*command).code == 0
        assert aiinfra("status", "--json", env=env).json["current_course"] == "other"
        assert "current  other" in aiinfra("course", env=env).out
        aiinfra("config", "--unset", "course")


def test_several_bank_folders_are_kept(aiinfra: Any, tmp_path: Path, home: Path) -> None:
    for name in ("one", "two"):
        (tmp_path / name).mkdir()
    value = os.pathsep.join(["one", str(tmp_path / "two")])
    assert aiinfra("config", "banks", value, cwd=tmp_path).code == 0
    kept = tomllib.loads((home / "config.toml").read_text(encoding="utf-8"))["banks"]
    assert kept == [str(tmp_path / "one"), str(tmp_path / "two")]


def test_what_is_told_of_bank_folders_can_be_given_back(aiinfra: Any, tmp_path: Path) -> None:
    folders = [tmp_path / name for name in ("one", "with, comma", "with space")]
    for folder in folders:
        folder.mkdir()
    told = f"{os.pathsep.join(map(str, folders))}\n"
    aiinfra("config", "banks", told.strip())
    assert aiinfra("config", "banks").out == told
    assert aiinfra("config", "banks", aiinfra("config", "banks").out.strip()).code == 0
    assert aiinfra("config", "banks").out == told


@pytest.mark.parametrize("words", [("quiz_count", "5"), ("quiz_count",), ("--unset", "quiz_count"), ("--unset",)])
def test_path_stands_alone(words: tuple[str, ...], aiinfra: Any, home: Path, refused: Refused) -> None:
    aiinfra("config", "quiz_count", "7")
    refused(aiinfra("config", *words, "--path"), 2, "--path")
    assert (home / "config.toml").read_text(encoding="utf-8") == "quiz_count = 7\n"
