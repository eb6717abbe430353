"""Where things lie: option, environment, setting, the bundled banks."""

import os
from pathlib import Path

import platformdirs
import pytest

from aiinfra_study.core.errors import Exit, UsageError
from aiinfra_study.store import places
from aiinfra_study.store.banks import find_courses
from aiinfra_study.store.cache import Cache

from .conftest import unprivileged


@pytest.mark.parametrize(
    ("snapshot", "log"),
    [
        ("progress.json", "events.jsonl"),
        ("/some/where/progress.json", "/some/where/events.jsonl"),
        ("mine.json", "mine.events.jsonl"),
        ("deep/er/my.progress.json", "deep/er/my.progress.events.jsonl"),
        ("noend", "noend.events.jsonl"),
    ],
)
def test_the_log_lies_beside_its_snapshot(snapshot: str, log: str) -> None:
    assert places.log_beside(Path(snapshot)) == Path(log)


def test_the_home_is_named_by_the_environment(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    assert places.home() == tmp_path / "home"
    monkeypatch.setenv("AIINFRA_HOME", "~/study")
    assert places.home() == Path.home() / "study"


@pytest.mark.parametrize("named", [None, "", "/data"])
def test_without_it_home_and_cache_are_where_the_platform_says(monkeypatch: pytest.MonkeyPatch, named: str) -> None:
    monkeypatch.delenv("AIINFRA_HOME")
    for variable in ("XDG_DATA_HOME", "XDG_CACHE_HOME"):
        monkeypatch.delenv(variable, raising=False)
        if named is not None:
            monkeypatch.setenv(variable, named)
    assert places.home() == Path(platformdirs.user_data_dir("aiinfra", appauthor=False))
    assert places.cache_dir() == Path(platformdirs.user_cache_dir("aiinfra", appauthor=False))


def folders(tmp_path: Path) -> list[Path]:
    made = [tmp_path / name for name in ("option", "one", "two", "setting")]
    for folder in made:
        (folder / "mine").mkdir(parents=True)
        (folder / "mine" / "section-01.yaml").write_text(f"format: 1\ntitle: {folder.name}\n")
    return made


def test_banks_are_looked_for_in_options_environment_setting_and_bundle(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    option, one, two, setting = folders(tmp_path)
    monkeypatch.setenv("AIINFRA_BANKS", os.pathsep.join([str(one), "", str(two)]))
    assert places.bank_folders([option], [str(setting)]) == [option, one, two, setting, places.bundled()]


def test_the_first_course_of_an_id_counts_and_says_which_it_hides(tmp_path: Path) -> None:
    option, one, two, _ = folders(tmp_path)
    (course,) = find_courses([option, one, two], Cache(tmp_path / "cache"))
    assert course.folder == option / "mine"
    assert course.replaces == str(one / "mine")
    assert not course.bundled


@pytest.mark.parametrize("origin", ["--banks", "AIINFRA_BANKS", 'the setting "banks"'])
def test_a_bank_folder_that_is_none_is_an_error_of_usage(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, origin: str
) -> None:
    missing = str(tmp_path / "missing")
    if origin == "AIINFRA_BANKS":
        monkeypatch.setenv(origin, missing)
    options = [Path(missing)] if origin == "--banks" else []
    with pytest.raises(UsageError, match="is not a folder") as caught:
        places.bank_folders(options, [missing] if origin.startswith("the") else [])
    assert caught.value.message.startswith(f"{origin} names {missing}")
    assert caught.value.code == "no-bank-folder"
    assert caught.value.exit is Exit.USAGE


@pytest.mark.parametrize("name", ["a file", "a\0b", "x" * 300])
def test_what_cannot_be_a_folder_is_an_error_of_usage(tmp_path: Path, name: str) -> None:
    (tmp_path / "a file").touch()
    with pytest.raises(UsageError):
        places.bank_folders([tmp_path / name], [])


def test_a_folder_behind_a_closed_door_is_an_error_of_usage(public: Path) -> None:
    (public / "closed" / "banks").mkdir(parents=True)
    (public / "closed").chmod(0o700)
    with unprivileged(), pytest.raises(UsageError):
        places.bank_folders([public / "closed" / "banks"], [])


def test_the_bundled_banks_are_those_of_the_code_that_runs() -> None:
    assert list(places.bundled().glob("*/section-*.yaml"))
