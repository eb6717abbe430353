"""Settings: every key and bound checked, the file edited so that what a person wrote stays."""

import os
import sys
import tomllib
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from aiinfra_study.core.errors import DataError, Exit, UsageError
from aiinfra_study.store.settings import SETTINGS, Settings, parse

# the table of docs/cli.md: key, default, the lowest and highest word taken, words refused
TABLE: list[tuple[str, object, list[str], list[str]]] = [
    ("course", None, ["zero-to-hero", "1"], [""]),
    ("banks", [], ["/one", f"/one{os.pathsep}/two"], ["/not\udcffutf"]),
    ("retention", 0.90, ["0.70", "0.97", "0.9"], ["0.69", "0.98", "nan", "inf", "much", "1e5", "true"]),
    ("maximum_interval", 365, ["2", "36500"], ["1", "36501", "12.5", "", "-3"]),
    ("new_per_day", 10, ["0", "10"], ["-1", "ten"]),
    ("day_start", 4, ["0", "23"], ["24", "-1", "4:00"]),
    ("fuzz", True, ["true", "FALSE", "on", "off", "yes", "no", "1", "0"], ["maybe", "", "2"]),
    ("easy", False, ["true"], ["sometimes"]),
    ("confidence", True, ["false"], ["high"]),
    ("recall_first", False, ["true"], ["x"]),
    ("quiz_count", 10, ["1", "1000"], ["0", "1001"]),
    ("leech_lapses", 6, ["1", "100"], ["0", "101"]),
    ("plain", False, ["on"], ["plain"]),
]


def made(path: Path, text: str) -> Settings:
    path.write_text(text, encoding="utf-8")
    return Settings(path)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "config.toml"


def test_the_settings_are_those_of_the_contract() -> None:
    assert {row[0]: row[1] for row in TABLE} == {key: setting.default for key, setting in SETTINGS.items()}


@pytest.mark.parametrize(("key", "default", "good", "bad"), TABLE, ids=[row[0] for row in TABLE])
def test_a_setting_takes_what_is_within_its_bounds_and_nothing_else(
    path: Path, key: str, default: object, good: list[str], bad: list[str]
) -> None:
    found = Settings(path)
    assert (found.get(key), found.source(key)) == (default, "default")
    for word in good:
        value = Settings(path).set(key, word)
        again = Settings(path)
        assert (again.get(key), again.source(key)) == (value, "config.toml")
        assert type(again.get(key)) is type(value)
    before = path.read_bytes()
    for word in bad:
        with pytest.raises(UsageError) as caught:
            Settings(path).set(key, word)
        assert caught.value.code == "bad-setting"
        assert key in caught.value.message
        assert caught.value.hint
    assert path.read_bytes() == before
    Settings(path).unset(key)
    assert Settings(path).get(key) == default
    assert path.read_bytes() == b""


def test_a_number_in_the_file_is_checked_as_one_on_the_command_line(path: Path) -> None:
    for line in ("retention = 2", "day_start = 24", "day_start = true", 'fuzz = "yes"', "banks = [1]", "course = 7"):
        with pytest.raises(UsageError, match="cannot be") as caught:
            made(path, f"{line}\n")
        assert str(path) in caught.value.message
        assert caught.value.exit is Exit.USAGE


def test_an_unknown_setting_says_the_nearest(path: Path) -> None:
    with pytest.raises(UsageError, match="no setting") as caught:
        Settings(path).set("retension", "0.9")
    assert caught.value.code == "unknown-setting"
    assert caught.value.hint == 'Did you mean "retention"?'
    with pytest.raises(UsageError, match=r"config\.toml") as caught:
        made(path, "colour = 1\n")
    assert "retention" in caught.value.hint or "Did you mean" in caught.value.hint
    with pytest.raises(UsageError):
        Settings(path.with_name("none.toml")).unset("what")


def test_comments_and_the_order_of_lines_survive(path: Path) -> None:
    made(
        path,
        "# mine\n\nretention = 0.9   # for the exam\nbanks = [\n  '/a#b',  # first\n  '/c',\n]  # two\n\n"
        '  "course" = "a # b" # now\nday_start=5',
    )
    for key, word in (("retention", "0.8"), ("banks", "/x"), ("course", "other"), ("day_start", "6"), ("easy", "on")):
        Settings(path).set(key, word)
    assert path.read_text() == (
        '# mine\n\nretention = 0.8   # for the exam\nbanks = ["/x"]  # two\n\n'
        'course = "other" # now\nday_start = 6\neasy = true\n'
    )
    Settings(path).unset("banks")
    assert path.read_text().startswith("# mine\n\nretention = 0.8   # for the exam\n\ncourse")


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=60)
@given(st.lists(st.sampled_from([(key, word) for key, _, good, _ in TABLE for word in good]), max_size=8), st.data())
def test_after_any_changes_the_file_says_what_was_set(
    path: Path, changes: list[tuple[str, str]], data: st.DataObject
) -> None:
    path.unlink(missing_ok=True)
    expected: dict[str, object] = {}
    for key, word in changes:
        found = Settings(path)
        gone = data.draw(st.none() | st.sampled_from(sorted(expected))) if expected else None
        if gone is not None:
            found.unset(gone)
            del expected[gone]
        expected[key] = found.set(key, word)
        assert Settings(path).values == expected == found.values


@pytest.mark.parametrize("word", ['say "hi" # not a comment', "back\\slash", "tab\tnew\nline", "del\x7f", "ünï → 你好"])
def test_any_text_is_written_so_that_it_comes_back(path: Path, word: str) -> None:
    Settings(path).set("course", word)
    assert Settings(path).get("course") == word
    assert tomllib.loads(path.read_text(encoding="utf-8")) == {"course": word}
    Settings(path).set("course", "plain")
    assert path.read_text() == 'course = "plain"\n'


def test_a_file_of_a_windows_editor_is_read_and_edited(path: Path) -> None:
    path.write_bytes(b"\xef\xbb\xbfretention = 0.8 # mine\r\nday_start = 5\r\n")
    found = Settings(path)
    assert (found.get("retention"), found.get("day_start")) == (0.8, 5)
    found.set("retention", "0.9")
    assert Settings(path).values == {"retention": 0.9, "day_start": 5}
    assert "# mine" in path.read_text()


@pytest.mark.parametrize(
    "content",
    [
        b"retention = \n",
        b"retention = 0.9\nretention = 0.8\n",
        b"\xff",
        b"a = " + b"[" * 5000,
        b"\0",
        b"day_start = 0x" + b"f" * 4000,
    ],
)
def test_a_damaged_file_is_an_error_in_words(path: Path, content: bytes) -> None:
    path.write_bytes(content)
    with pytest.raises(DataError, match=r"config\.toml") as caught:
        Settings(path)
    assert caught.value.code == "config-damaged"
    assert path.read_bytes() == content


def test_a_folder_in_its_place_is_an_error_in_words(path: Path) -> None:
    path.mkdir()
    with pytest.raises(DataError, match="cannot be read"):
        Settings(path)


def test_a_place_that_cannot_be_written_is_an_error_in_words(tmp_path: Path) -> None:
    found = Settings(tmp_path / "home" / "config.toml")
    (tmp_path / "home").write_text("a file")
    with pytest.raises(DataError, match="cannot be written") as caught:
        found.set("plain", "on")
    assert caught.value.code == "config-read-only"


@pytest.mark.skipif(sys.platform == "win32", reason="links need a right of their own")
def test_a_link_stays_one_and_the_file_it_leads_to_is_changed(path: Path) -> None:
    target = path.with_name("dotfiles") / "aiinfra.toml"
    target.parent.mkdir()
    target.write_text("retention = 0.9 # mine\n")
    path.symlink_to(target)
    Settings(path).set("retention", "0.8")
    assert path.is_symlink()
    assert target.read_text() == "retention = 0.8 # mine\n"
    Settings(path).unset("retention")
    assert path.is_symlink()
    assert target.read_text() == ""


@pytest.mark.parametrize(
    ("key", "word", "wanted"), [("day_start", "4.5", "whole number"), ("retention", "much", "number")]
)
def test_what_is_no_number_is_told_which_kind_is_wanted(key: str, word: str, wanted: str) -> None:
    with pytest.raises(UsageError) as caught:
        parse(key, word)
    assert caught.value.message == f'{key} is a {wanted}, not "{word}"'


def test_list_settings_are_parted_as_the_environment_parts_them() -> None:
    assert parse("banks", f"/a{os.pathsep}{os.pathsep}/b") == ["/a", "/b"]
    assert parse("banks", "") == []
