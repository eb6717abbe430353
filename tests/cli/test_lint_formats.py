"""What `aiinfra lint` prints and writes: every format, to stdout and to a file; what CI sets; baselines."""

import json
import os
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest

from conftest import Run  # type: ignore[import-not-found]

BANK = """\
format: 1
questions:
  - id: cold-start
    ask: Which of these does not shorten the time to first token?
    right: A longer prompt
    wrong: [A cache of prefixes, A faster prefill, A shorter queue]
    because: The first token waits until the whole prompt has been worked through.
    becuase: twice
  - id: weights
    ask: Which memory holds the weights of a served model?
    right: The HBM of the GPU
    wrong: [The DRAM of the host, The NVMe disk, The registers]
"""
PROGRAMS = ("json", "sarif", "junit", "gitlab")


@pytest.fixture
def course(tmp_path: Path) -> Path:
    """A working folder with one course of one bank in it."""
    folder = tmp_path / "work" / "bank"
    folder.mkdir(parents=True)
    (folder / "section-01.yaml").write_text(BANK, encoding="utf-8")
    return folder


@pytest.fixture
def lint(aiinfra: Run, course: Path) -> Run:
    """`aiinfra lint` in the folder above the course."""

    def lint(*arguments: str, **more: Any) -> Any:
        return aiinfra("lint", *arguments, **{"cwd": course.parent, **more})

    return lint


def found(done: Any) -> list[dict[str, Any]]:
    return list(json.loads(done.out))


@pytest.mark.parametrize("form", ["text", "concise", "json", "github", "sarif", "junit", "gitlab", "auto"])
def test_a_file_gets_what_stdout_would(lint: Run, course: Path, form: str) -> None:
    told = lint("bank", "--format", form)
    written = lint("bank", "--format", form, "--output-file", "found.txt")
    assert told.code == written.code == 1
    assert (written.out, written.err) == ("", "")
    text = (course.parent / "found.txt").read_text(encoding="utf-8")
    assert text.splitlines() == [line for line in told.out.splitlines() if "blind guessers" not in line]
    assert "bank/section-01.yaml" in text
    assert "\x1b" not in text


def test_text_tells_place_source_carets_help_and_counts(lint: Run) -> None:
    lines = lint("bank", "--select", "S201").out.splitlines()
    assert lines == [
        'bank/section-01.yaml:8:5: error S201 unknown-field: unknown field "becuase"',
        "  8 |     becuase: twice",
        "    |     ^^^^^^^^^^^^^^",
        '  help: Did you mean "because"?',
        "",
        "1 file: 1 error.",
    ]


def test_a_clean_bank_is_an_empty_list_in_every_format(lint: Run) -> None:
    done = {form: lint("bank", "--select", "Y", "--format", form) for form in PROGRAMS}
    assert {one.code for one in done.values()} == {0}
    assert found(done["json"]) == found(done["gitlab"]) == []
    assert json.loads(done["sarif"].out)["runs"][0]["results"] == []
    assert ElementTree.fromstring(done["junit"].out)[0].get("failures") == "0"
    assert lint("bank", "--select", "Y").out == "1 file: nothing found.\n"


def test_json_tells_where_a_value_begins_and_ends(lint: Run, course: Path) -> None:
    (course / "section-01.yaml").write_text(BANK.replace("    becuase: twice\n", ""), encoding="utf-8")
    (one,) = found(lint("bank", "--format", "json", "--select", "I310"))
    assert (one["line"], one["column"], one["end_line"], one["end_column"]) == (4, 10, 4, 66)
    assert (one["file"], one["question"], one["fixable"]) == ("bank/section-01.yaml", "bank/cold-start", True)


def test_what_programs_read_is_utf_8_whatever_the_terminal_speaks(run: Run, course: Path) -> None:
    bank = course / "section-01.yaml"
    bank.write_text(BANK.replace("becuase", "größe"), encoding="utf-8")
    done = run("lint", str(bank), "--format", "json", "--select", "S201", env={"PYTHONIOENCODING": "ascii"})
    assert 'unknown field \\"größe\\"' in done.out


def test_a_file_whose_name_is_no_utf_8_is_told_in_every_format(lint: Run, course: Path) -> None:
    try:
        os.rename(course / "section-01.yaml", os.fsencode(course) + b"/\xff.yaml")
    except (OSError, UnicodeError):
        pytest.skip("this file system has no such names")
    for form in PROGRAMS:
        done = lint("bank", "--format", form, "--output-file", "found")
        assert (done.code, done.err) == (1, "")
        assert "S201" in (course.parent / "found").read_text(encoding="utf-8")


@pytest.mark.parametrize("option", ["--output-file", "--write-baseline"])
def test_results_never_replace_a_bank(lint: Run, refused: Any, course: Path, option: str) -> None:
    refused(lint("bank", option, "bank/section-01.yaml"), 2, "section-01.yaml")
    assert (course / "section-01.yaml").read_text(encoding="utf-8") == BANK


@pytest.mark.parametrize("option", ["--output-file", "--write-baseline"])
def test_results_that_cannot_be_written_are_an_error(lint: Run, refused: Any, option: str) -> None:
    refused(lint("bank", option, "no/such/folder"), 3, "no/such/folder")


def test_statistics_go_to_a_file_too(lint: Run, course: Path) -> None:
    told = lint("bank", "--statistics")
    lint("bank", "--statistics", "--output-file", "found")
    assert "S201  unknown-field  (error)" in told.out
    assert (course.parent / "found").read_text(encoding="utf-8") == told.out


def test_statistics_are_json_too(lint: Run, course: Path) -> None:
    unknown = {"code": "S201", "name": "unknown-field", "severity": "error", "count": 1}
    done = lint("bank", "--statistics", "--format", "json")
    assert unknown in found(done)
    assert [one["count"] for one in found(done)] == sorted((one["count"] for one in found(done)), reverse=True)
    lint("bank", "--statistics", "--format", "json", "--output-file", "found")
    assert (course.parent / "found").read_text(encoding="utf-8") == done.out
    assert found(lint("bank", "--statistics", "--format", "json", "--select", "Y")) == []


@pytest.mark.parametrize("form", ["github", "sarif", "junit", "gitlab"])
def test_statistics_are_in_no_other_format_for_programs(lint: Run, refused: Any, form: str) -> None:
    refused(lint("bank", "--statistics", "--format", form), 2, form)


def test_statistics_in_a_workflow_are_for_people(lint: Run) -> None:
    assert lint("bank", "--statistics", env={"GITHUB_ACTIONS": "true"}).out == lint("bank", "--statistics").out


def test_an_unknown_format_names_the_nearest(lint: Run, refused: Any) -> None:
    refused(lint("bank", "--format", "jsno"), 2, 'Did you mean "json"?')


# GitHub


def test_in_a_workflow_the_usual_format_is_github(lint: Run) -> None:
    done = lint("bank", env={"GITHUB_ACTIONS": "true"})
    assert done.out.startswith("::error file=bank/section-01.yaml,line=8,col=5,endColumn=19,title=S201 unknown-field::")
    assert lint("bank", "--format", "concise", env={"GITHUB_ACTIONS": "true"}).out.startswith("bank/")


def test_the_job_summary_is_added_to(lint: Run, course: Path) -> None:
    summary = course.parent / "summary.md"
    summary.write_text("before\n", encoding="utf-8")
    lint("bank", "--format", "github", env={"GITHUB_STEP_SUMMARY": str(summary)})
    text = summary.read_text(encoding="utf-8")
    assert text.startswith("before\n### aiinfra lint: 1 error, ")
    assert "| error | bank/section-01.yaml:8:5 | S201 unknown-field | " in text


def test_a_job_summary_that_cannot_be_written_is_said_and_hides_no_finding(lint: Run, course: Path) -> None:
    done = lint("bank", "--format", "github", env={"GITHUB_STEP_SUMMARY": str(course)})
    assert done.code == 1
    assert done.out.startswith("::error file=bank/section-01.yaml")
    assert done.err.startswith("The job summary cannot be written (")
    assert done.err.count("\n") == 1


# baselines


def test_what_a_baseline_has_is_not_told_wherever_lines_and_folders_move(lint: Run, course: Path) -> None:
    written = lint("bank", "--write-baseline", "known.json")
    assert (written.code, written.err) == (0, "")
    assert "are known from now on: known.json" in written.out
    moved = BANK.replace("questions:", "title: Moved\n\n# down\nquestions:")
    (course / "section-01.yaml").write_text(moved, encoding="utf-8")
    known = ("--baseline", str(course.parent / "known.json"), "--format", "json")
    assert found(lint("bank", *known)) == []
    assert found(lint("section-01.yaml", *known, cwd=course)) == []
    assert found(lint(str(course), *known, cwd=course.parent.parent)) == []


def test_a_new_finding_is_told_beside_known_ones(lint: Run, course: Path) -> None:
    lint("bank", "--write-baseline", "known.json")
    (course / "section-01.yaml").write_text(BANK + "    refz: none\n    reft: none\n", encoding="utf-8")
    done = lint("bank", "--baseline", "known.json", "--format", "json")
    assert done.code == 1
    assert [one["message"] for one in found(done)] == ['unknown field "refz"', 'unknown field "reft"']


def test_a_finding_that_comes_twice_is_new_the_second_time(lint: Run, course: Path) -> None:
    lint("bank", "--write-baseline", "known.json")
    (course / "section-01.yaml").write_text(BANK.replace("    becuase", "    hnit: x\n    becuase"), encoding="utf-8")
    assert len(found(lint("bank", "--baseline", "known.json", "--format", "json"))) == 1


def test_a_baseline_in_the_settings_lies_beside_them(lint: Run, course: Path) -> None:
    lint("bank", "--write-baseline", "bank/known.json")
    (course / "aiinfra.toml").write_text('[lint]\nbaseline = "known.json"\n', encoding="utf-8")
    assert found(lint("bank", "--format", "json")) == []
    assert found(lint(".", "--format", "json", cwd=course)) == []
    (course / "known.json").unlink()
    assert lint("bank").code == 2


@pytest.mark.parametrize(
    "text",
    ["", "{", "[]", "5", "null", "{}", '{"findings": 5}', '{"schema": "aiinfra/baseline/2", "findings": []}',
     '{"schema": "aiinfra/baseline/1", "findings": "abc"}', "[" * 100_000, "\x00"],
)  # fmt: skip
def test_a_broken_baseline_is_a_usage_error(lint: Run, refused: Any, course: Path, text: str) -> None:
    (course.parent / "known.json").write_text(text, encoding="utf-8")
    refused(lint("bank", "--baseline", "known.json"), 2, "known.json", "--write-baseline")


def test_a_baseline_that_is_a_folder_or_not_there_is_a_usage_error(lint: Run, refused: Any, course: Path) -> None:
    (course.parent / "folder").mkdir()
    refused(lint("bank", "--baseline", "folder"), 2, "folder")
    if hasattr(os, "mkfifo"):
        os.mkfifo(course.parent / "pipe")
        refused(lint("bank", "--baseline", "pipe"), 2, "pipe", "not a regular file")
    refused(lint("bank", "--baseline", "none.json"), 2, "there is no none.json")
    (course.parent / "latin").write_bytes(b'{"findings": ["\xff"]}')
    refused(lint("bank", "--baseline", "latin"), 2, "latin")
