"""Where things lie: option, environment, setting, the bundled banks."""

import os
import tempfile
import zipfile
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


def test_a_section_is_found_by_its_id_whatever_its_file_is_called(tmp_path: Path) -> None:
    ids = {"section-01": "section-2", "section-02": "section-1", "section-03": "", "intro": "a-first-look"}
    for stem, named in ids.items():
        (tmp_path / f"{stem}.yaml").write_text(f"format: 1\nsection: {named}\n" if named else "format: 1\n")
    (course,) = find_courses([tmp_path], Cache(tmp_path / "cache"))
    named = [course.find(name) for name in ("section-1", "section-2", "section-3", "a-first-look")]
    assert [bank and bank.path.stem for bank in named] == ["section-02", "section-01", "section-03", "intro"]
    assert course.find("intro") is None


@pytest.mark.parametrize("order", ["section-2, section-1", "section-02, section-01"])
def test_a_course_orders_its_sections_by_id_or_by_file_name(tmp_path: Path, order: str) -> None:
    (tmp_path / "course.yaml").write_text(f"format: 1\nsections: [{order}]\n")
    for stem in ("section-01", "section-02", "section-03"):
        (tmp_path / f"{stem}.yaml").write_text("format: 1\n")
    (course,) = find_courses([tmp_path], Cache(tmp_path / "cache"))
    assert [bank.section.id for bank in course.banks] == ["section-2", "section-1", "section-3"]


def test_the_first_course_of_an_id_counts_and_says_which_it_hides(tmp_path: Path) -> None:
    option, one, two, _ = folders(tmp_path)
    (course,) = find_courses([option, one, two], Cache(tmp_path / "cache"))
    assert course.folder == option / "mine"
    assert course.replaces == str(one / "mine")
    assert not course.bundled


def test_only_the_last_folder_is_the_bundle(tmp_path: Path) -> None:
    courses = []
    for name in ("option", "setting", "bundle"):
        (tmp_path / name / f"of-{name}").mkdir(parents=True)
        (tmp_path / name / f"of-{name}" / "section-01.yaml").write_text("format: 1\n")
        courses.append(tmp_path / name)
    found = {course.id: course.bundled for course in find_courses(courses, Cache(tmp_path / "cache"))}
    assert found == {"of-option": False, "of-setting": False, "of-bundle": True}


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


@pytest.mark.parametrize("origin", ["AIINFRA_HOME", "AIINFRA_BANKS", 'the setting "banks"'])
def test_the_home_of_nobody_is_an_error_of_usage(monkeypatch: pytest.MonkeyPatch, origin: str) -> None:
    nobody = "~nobodyhere/x"
    if origin.isupper():
        monkeypatch.setenv(origin, nobody)
    with pytest.raises(UsageError) as caught:
        places.home() if origin == "AIINFRA_HOME" else places.bank_folders([], [nobody])
    assert caught.value.message == f"{origin} names {nobody}: no such user"
    assert caught.value.code == "no-home"
    assert caught.value.hint


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


def zipped(path: Path) -> Path:
    """A program in a zip archive with two banks, files that are none of them, and a name that leads out."""
    inside = "aiinfra_study/question_banks"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr(f"{inside}/", "")
        archive.writestr(f"{inside}/course/", "")
        archive.writestr(f"{inside}/course/section-01.yaml", "format: 1\n")
        archive.writestr(f"{inside}/course/section-01.md", "# One\n")
        archive.writestr(f"{inside}/../../out.yaml", "format: 1\n")
        archive.writestr("aiinfra_study/cli/app.py", "")
    return path / "aiinfra_study"


def unpacked(folder: Path) -> dict[str, str]:
    return {path.relative_to(folder).as_posix(): path.read_text() for path in folder.rglob("*") if path.is_file()}


def test_the_banks_of_a_zip_archive_are_unpacked_once(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    package = zipped(tmp_path / "program.zip")
    folder = places._unpacked(package)
    assert folder.is_relative_to(places.cache_dir())
    assert unpacked(folder) == {"course/section-01.yaml": "format: 1\n", "course/section-01.md": "# One\n"}
    assert not list(tmp_path.rglob("out.yaml"))
    monkeypatch.setattr(zipfile.ZipFile, "read", None)
    assert places._unpacked(package) == folder


def test_without_a_cache_they_are_unpacked_among_temporary_files(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    (tmp_path / "file").touch()
    (tmp_path / "temporary").mkdir()
    monkeypatch.setattr(places, "cache_dir", lambda: tmp_path / "file" / "cache")
    monkeypatch.setattr(tempfile, "gettempdir", lambda: str(tmp_path / "temporary"))
    folder = places._unpacked(zipped(tmp_path / "program.zip"))
    assert folder.is_relative_to(tmp_path / "temporary")
    assert unpacked(folder).keys() == {"course/section-01.yaml", "course/section-01.md"}
    monkeypatch.setattr(tempfile, "gettempdir", lambda: str(tmp_path / "file"))
    with pytest.raises(UsageError, match="cannot be unpacked"):
        places._unpacked(tmp_path / "program.zip" / "aiinfra_study")


def test_another_process_may_have_unpacked_them_first(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    package = zipped(tmp_path / "program.zip")
    real = Path.rename

    def second(self: Path, target: Path) -> Path:
        real(self, target)
        raise OSError(17, "it is there")

    monkeypatch.setattr(Path, "rename", second)
    assert unpacked(places._unpacked(package)).keys() == {"course/section-01.yaml", "course/section-01.md"}


def test_a_program_without_banks_says_so(tmp_path: Path) -> None:
    (tmp_path / "no.zip").write_text("no archive")
    for package in (tmp_path / "no.zip" / "aiinfra_study", tmp_path / "aiinfra_study"):
        with pytest.raises(UsageError, match="came without question banks") as caught:
            places._unpacked(package)
        assert caught.value.code == "no-banks"


def test_the_bundled_banks_are_those_of_the_code_that_runs() -> None:
    assert list(places.bundled().glob("*/section-*.yaml"))
