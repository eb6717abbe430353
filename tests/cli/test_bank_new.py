"""aiinfra bank new: a bank to start from, which is in order as it stands, and never over a file."""

import json
import re
from pathlib import Path
from typing import Any

import pytest

from aiinfra_study.core.kinds import NAMES
from aiinfra_study.lint.rule import catalogue
from aiinfra_study.store.files import read_section_file

GUIDE = Path(__file__).parents[2] / "docs" / "authoring.md"


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty course folder to stand in."""
    course = tmp_path / "banks" / "training"
    course.mkdir(parents=True)
    monkeypatch.chdir(course)
    return course


@pytest.mark.parametrize(
    ("section", "name"),
    [
        ("4", "section-04.yaml"),
        ("section-4", "section-04.yaml"),
        ("section-04", "section-04.yaml"),
        ("12", "section-12.yaml"),
        ("serving-models", "serving-models.yaml"),
    ],
)
def test_a_section_is_written_to_its_file_and_the_path_printed(
    section: str, name: str, aiinfra: Any, folder: Path
) -> None:
    done = aiinfra("bank", "new", section)
    assert (done.code, done.out, done.err) == (0, f"{name}\n", "")
    assert [path.name for path in folder.iterdir()] == [name]


def test_it_goes_to_the_folder_that_is_named(aiinfra: Any, folder: Path, tmp_path: Path) -> None:
    other = tmp_path / "other"
    other.mkdir()
    assert aiinfra("bank", "new", "4", str(other)).out == f"{other / 'section-04.yaml'}\n"
    assert list(folder.iterdir()) == []


def test_the_bank_has_every_kind_and_lints_without_error_or_warning(aiinfra: Any, folder: Path) -> None:
    aiinfra("bank", "new", "4")
    file = folder / "section-04.yaml"
    read = read_section_file(file, file.read_bytes(), "training")
    assert read.problems == []
    assert sorted(question.kind for question in read.questions) == sorted(NAMES)
    assert {question.objective for question in read.questions} == set(read.section.objectives)
    done = aiinfra("lint", "--format", "json", "section-04.yaml")
    assert done.code == 0
    assert {finding["severity"] for finding in json.loads(done.out)} <= {"info"}


def test_banks_of_several_sections_in_one_folder_lint_clean_as_they_stand(aiinfra: Any, folder: Path) -> None:
    names = ("5", "4", "serving-models", "a-name-that-is-very-long-" + "x" * 39)
    ids = set()
    for name in names:
        file = folder / aiinfra("bank", "new", name).out.strip()
        read = read_section_file(file, file.read_bytes(), "training")
        assert len(read.questions) == len(NAMES)
        ids |= {question.id for question in read.questions}
    assert len(ids) == len(names) * len(NAMES)
    done = aiinfra("lint", "--format", "json", "--fail-on", "warning", ".")
    assert done.code == 0, done.out


def test_its_first_line_is_for_editors_and_the_others_are_explained(aiinfra: Any, folder: Path) -> None:
    aiinfra("bank", "new", "4")
    text = (folder / "section-04.yaml").read_text("utf-8")
    assert text.startswith("# yaml-language-server: $schema=../bank.schema.json\n")
    for kind in NAMES:
        assert f"  # {kind}: " in text


@pytest.mark.parametrize("there", ["section-04.yaml", "section-4.yml", "section-004.yaml"])
def test_it_never_writes_over_a_file_or_beside_one_of_the_same_section(
    there: str, aiinfra: Any, folder: Path, refused: Any
) -> None:
    (folder / there).write_text("format: 1\n", encoding="utf-8")
    done = aiinfra("bank", "new", "4")
    refused(done, 2)
    assert there in done.err
    assert [path.read_text("utf-8") for path in folder.iterdir()] == ["format: 1\n"]


def test_a_link_that_leads_nowhere_is_a_file_too(aiinfra: Any, folder: Path, refused: Any) -> None:
    (folder / "section-04.yaml").symlink_to(folder / "gone.yaml")
    refused(aiinfra("bank", "new", "4"), 2)
    assert not (folder / "gone.yaml").exists()


@pytest.mark.parametrize("section", ["", "../4", "a/b", "Four", "course", "_draft", "4.yaml", "x" * 65, "٤"])
def test_a_name_that_is_none_is_refused(section: str, aiinfra: Any, folder: Path, refused: Any) -> None:
    refused(aiinfra("bank", "new", section), 2)
    assert list(folder.iterdir()) == []


def test_a_folder_that_is_not_there_is_refused(aiinfra: Any, folder: Path, refused: Any) -> None:
    done = aiinfra("bank", "new", "4", "gone/far away")
    refused(done, 2)
    assert "mkdir -p 'gone/far away'" in done.err
    (folder / "file").write_text("", encoding="utf-8")
    refused(aiinfra("bank", "new", "4", "file"), 2)
    assert [path.name for path in folder.iterdir()] == ["file"]


def test_the_guide_for_authors_can_be_followed(aiinfra: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    text = GUIDE.read_text("utf-8")
    lines = "".join(re.findall(r"^```sh\n(.*?)^```", text, re.DOTALL | re.MULTILINE)).splitlines()
    assert len(lines) >= 9
    for line in lines:
        command, _, file = line.partition(" > ")
        program, *words = command.split()
        if program == "mkdir":
            Path(words[-1]).mkdir(parents=True)
            continue
        words = [word for word in words if word != "--watch"]  # which would go on until Ctrl-C
        done = aiinfra(*(word.replace("/tmp/trial", str(tmp_path)) for word in words))
        ended_early = 130 if "quiz" in words else 0  # as nobody responds
        assert (program, done.code) == ("aiinfra", ended_early), f"{line}\n{done.err}"
        if file:
            Path(file).write_text(done.out, encoding="utf-8")
    for name in re.findall(r"\$schema=\.\./(\S+\.json)", text):
        assert Path("my-banks", name).is_file()
    bank = re.search(r"^```yaml\n(# yaml-language-server.*?)^```", text, re.DOTALL | re.MULTILINE)
    assert bank is not None
    assert read_section_file(Path("section-01.yaml"), bank[1].encode(), "training").problems == []
    assert set(re.findall(r"\b[YSINTBL]\d{3}\b", text)) <= set(catalogue())


def test_an_action_that_is_not_there_is_refused(aiinfra: Any, folder: Path, refused: Any) -> None:
    refused(aiinfra("bank", "old", "4"), 2)
    refused(aiinfra("bank"), 2)
    assert list(folder.iterdir()) == []
