"""Files of a bank folder: which there are, and which are not read."""

import gc
import os
import sys
from pathlib import Path

import pytest

from aiinfra_study.store.files import (
    MAX_BYTES,
    MAX_READING,
    Unreadable,
    as_text,
    read_bytes,
    read_section_file,
    read_text,
    reading_path,
    section_files,
)

posix = pytest.mark.skipif(sys.platform == "win32", reason="links and pipes as POSIX has them")


def refusal(found: object) -> str:
    assert isinstance(found, Unreadable)
    assert (found.problem.rule, found.problem.level, found.problem.mark.line) == ("Y100", "error", 1)
    return found.problem.message


def test_sections_stand_in_natural_order_and_what_is_no_section_is_left_out(tmp_path: Path) -> None:
    names = ["section-10.yaml", "section-2.yml", "section-1.yaml", "course.yaml", ".hidden.yaml", "_draft.yaml"]
    for name in [*names, "section-1.md", "notes.txt", "yaml"]:
        (tmp_path / name).touch()
    assert [path.name for path in section_files(tmp_path)] == ["section-1.yaml", "section-2.yml", "section-10.yaml"]
    assert section_files(tmp_path / "missing") == []


def test_a_file_is_read_up_to_its_greatest_size_and_no_further(tmp_path: Path) -> None:
    path = tmp_path / "section-1.yaml"
    assert MAX_BYTES == 2 * 1024**2
    path.write_bytes(b"#" * MAX_BYTES)
    found = read_bytes(path)
    assert not isinstance(found, Unreadable)
    assert len(found[0]) == MAX_BYTES
    path.write_bytes(b"#" * (MAX_BYTES + 1))
    assert refusal(read_bytes(path)) == "section-1.yaml is larger than 2 MiB"


def test_a_file_that_grows_while_it_is_read_is_refused_too(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    path = tmp_path / "section-1.yaml"
    path.write_bytes(b"#" * (MAX_BYTES + 1))
    (tmp_path / "small").touch()
    small = os.stat(tmp_path / "small")
    monkeypatch.setattr(os, "stat", lambda _: small)
    assert refusal(read_bytes(path)) == "section-1.yaml is larger than 2 MiB"


def test_a_reading_is_shown_up_to_its_greatest_size_and_no_further(tmp_path: Path) -> None:
    path = reading_path(tmp_path / "section-1.yaml")
    assert path.name == "section-1.md"
    path.write_bytes(b"a" * MAX_READING)
    assert read_text(path) == "a" * MAX_READING
    path.write_bytes(b"a" * (MAX_READING + 1))
    assert refusal(read_text(path)) == "section-1.md is larger than 512 KiB"
    assert MAX_READING == 512 * 1024


@posix
def test_what_is_no_file_is_refused_with_its_reason(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.md")
    (tmp_path / "folder.md").mkdir()
    for name in ("pipe.md", "folder.md"):
        assert refusal(read_text(tmp_path / name)) == f"{name} is not a regular file"
    assert refusal(read_bytes(tmp_path / "missing.yaml")).startswith("missing.yaml cannot be read (")
    refused = read_text(tmp_path / "folder.md")
    assert isinstance(refused, Unreadable)
    assert refused.problem.help == "a reading is a UTF-8 Markdown file"


@posix
def test_a_link_may_lead_within_the_bank_folder_and_not_out_of_it(tmp_path: Path) -> None:
    course, other = tmp_path / "banks" / "course", tmp_path / "banks" / "other"
    for folder in (course, other):
        folder.mkdir(parents=True)
    (other / "shared.md").write_text("shared")
    (tmp_path / "secret.md").write_text("secret")
    (course / "section-1.md").symlink_to(other / "shared.md")
    (course / "section-2.md").symlink_to(tmp_path / "secret.md")
    assert read_text(course / "section-1.md") == "shared"
    assert refusal(read_text(course / "section-2.md")) == "section-2.md leads out of its bank folder"


@pytest.mark.parametrize(
    ("data", "text"),
    [(b"\xef\xbb\xbfa", "a"), (b"a\r\nb\rc\n", "a\nb\nc\n"), (b"a\xffb", "a\ufffdb"), ("ü".encode(), "ü")],
)
def test_a_text_has_lines_that_end_in_one_way(data: bytes, text: str) -> None:
    assert as_text(data) == text


@pytest.mark.parametrize("collecting", [True, False])
def test_reading_a_bank_leaves_the_collector_as_it_was(collecting: bool) -> None:
    before = gc.isenabled()
    try:
        (gc.enable if collecting else gc.disable)()
        read = read_section_file(Path("section-07.yaml"), b"format: 1\n", "course")
        assert gc.isenabled() == collecting
    finally:
        (gc.enable if before else gc.disable)()
    assert read.section.id == "section-7"
    assert read_section_file(Path("-"), b"format: 1\n", "course", "section-2").section.id == "section-2"
