"""Exit codes, and errors in two lines: what happened, what to do (docs/cli.md)."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from aiinfra_study.store.snapshot import SCHEMA
from cli.banks import question, section, write_course

pytestmark = pytest.mark.usefixtures("bench")

Refused = Callable[..., None]

USAGE = {
    "unknown command": ["quizz"],
    "unknown option": ["quiz", "--cuont", "3"],
    "unknown short option": ["-x"],
    "option without its value": ["quiz", "--count"],
    "global option without its value": ["quiz", "--course"],
    "too many arguments": ["status", "now"],
    "count out of range": ["quiz", "section-1", "--count", "0"],
    "count no number": ["quiz", "section-1", "-n", "few"],
    "seed no number": ["quiz", "section-1", "--seed", "x"],
    "pass out of range": ["quiz", "section-1", "--pass", "101"],
    "pass no number": ["quiz", "section-1", "--pass", "nan"],
    "progress without a name": ["--progress", "", "sections"],
    "progress that is a folder": ["--progress", "/", "sections"],
    "banks that are a file": ["sections", "--banks", __file__],
    "two stages": ["quiz", "section-1", "--pre", "--post"],
    "unknown section": ["quiz", "sectoin-2"],
    "ambiguous section": ["quiz", "storage"],
    "unknown course": ["course", "bnech"],
    "unknown course by option": ["sections", "--course", "bnech"],
    "section of an unknown course": ["quiz", "bnech/section-1"],
    "unknown question": ["show", "k-singel"],
    "question in two courses": ["show", "disk-1"],
    "unknown question to flag": ["flag", "k-single", "k-singel"],
    "no question": ["show"],
    "question and preview": ["show", "k-single", "--preview", "a.yaml:b"],
    "preview without an id": ["show", "--preview", "a.yaml"],
    "preview without a file": ["show", "--preview", "a.yaml:b"],
    "unknown setting": ["config", "day-start"],
    "setting out of range": ["config", "day_start", "24"],
    "unset without a name": ["config", "--unset"],
    "unset with a value": ["config", "--unset", "retention", "0.9"],
    "unknown event": ["undo", "nobody-1", "--yes"],
    "unknown backup": ["doctor", "--restore", "1999-01-01", "--yes"],
    "backup without restore": ["doctor", "1999-01-01"],
    "bank folder that is not there": ["sections", "--banks", "not-there"],
    "status of an unknown course": ["status", "--course", "bnech"],
}


@pytest.mark.parametrize("arguments", USAGE.values(), ids=USAGE)
def test_what_the_command_line_says_wrong_exits_2(
    arguments: list[str], aiinfra: Any, home: Path, refused: Refused
) -> None:
    refused(aiinfra(*arguments), 2)
    assert not (home / "events.jsonl").exists()


@pytest.mark.parametrize(
    ("arguments", "nearest"),
    [
        (["quizz"], "Nearest: quiz"),
        (["sectoins"], "Nearest: sections"),
        (["quiz", "--cuont", "3"], "Nearest: --count"),
        (["quiz", "--no-colour"], "Nearest: --no-color"),
        (["status", "--corse", "bench"], "Nearest: --course"),
        (["quiz", "sectoin-2"], "Nearest: section-2"),
        (["quiz", "Section-3"], "Nearest: section-3"),
        (["quiz", "famillies"], "Nearest: section-2"),
        (["quiz", "networks"], "Nearest: other/section-1"),
        (["quiz", "other/section-4"], "Nearest: other/section-1"),
        (["course", "bnech"], "Courses: bench"),
        (["quiz", "ohter/section-1"], "Courses: other"),
        (["show", "k-singel"], "Nearest: k-single"),
        (["show", "single"], "Nearest: k-single"),
        (["show", "section-1"], "That is a section. Run: aiinfra progress section-1"),
        (["quiz", "bench"], "Name one of it: bench/section-1, bench/section-2, "),
        (["quiz", "99"], "Nearest: section-4, section-3, "),
        (["flag", "bench/both_1"], "Nearest: both-1"),
        (["config", "day-start"], '"day_start"'),
        (["config", "retentoin", "0.9"], '"retention"'),
    ],
)
def test_the_hint_begins_with_the_nearest_name(
    arguments: list[str], nearest: str, aiinfra: Any, refused: Refused
) -> None:
    done = aiinfra(*arguments)
    refused(done, 2)
    hint = done.err.splitlines()[1]
    assert hint.startswith(nearest) or hint == f"Did you mean {nearest}?"


@pytest.mark.parametrize(
    ("arguments", "code", "exit"),
    [
        (["quizz", "--json"], "unknown-command", 2),
        (["quiz", "--cuont", "--json"], "unknown-option", 2),
        (["quiz", "-n", "0", "--json"], "usage", 2),
        (["quiz", "sectoin-2", "--json"], "unknown-section", 2),
        (["quiz", "storage", "--json"], "ambiguous-section", 2),
        (["sections", "--course", "x", "--json"], "unknown-course", 2),
        (["show", "k-singel", "--json"], "unknown-question", 2),
        (["show", "disk-1", "--json"], "ambiguous-question", 2),
        (["quiz", "--pre", "--practice", "--json"], "two-stages", 2),
        (["sections", "--banks", "not-there", "--json"], "no-bank-folder", 2),
        (["status", "--course", "x", "--json"], "unknown-course", 2),
        (["doctor", "1999-01-01", "--json"], "usage", 2),
    ],
)
def test_with_json_the_error_is_also_the_object_on_stdout(
    arguments: list[str], code: str, exit: int, aiinfra: Any
) -> None:
    done = aiinfra(*arguments)
    assert done.code == exit
    body = done.json
    assert list(body) == ["schema", "error"]
    assert body["schema"] == "aiinfra/error/1"
    assert list(body["error"]) == ["code", "message", "hint"]
    assert body["error"]["code"] == code
    assert done.err == f"Error: {body['error']['message']}\n{body['error']['hint']}\n"


def test_a_section_without_a_usable_question_exits_3(aiinfra: Any, bench: Path, refused: Refused) -> None:
    broken = section("Broken", ["  - id: nothing-right\n    ask: What is right?\n"])
    (bench / "bench/section-05.yaml").write_text(broken, encoding="utf-8")
    (bench / "bench/section-06.yaml").write_bytes(b"\xff\xfe\x00")
    refused(aiinfra("quiz", "section-5"), 3, "section-05.yaml", "aiinfra lint")
    refused(aiinfra("quiz", "section-6"), 3, "section-06.yaml")
    assert aiinfra("quiz", "section-5", "--json").json["error"]["code"] == "no-questions"
    assert aiinfra("quiz", "section-4", input="yes\n" * 4).code == 0


def test_a_stage_without_questions_exits_3(aiinfra: Any, bench: Path, refused: Refused) -> None:
    only = section("Only after reading", [question("late-1", "post")])
    (bench / "bench/section-05.yaml").write_text(only, encoding="utf-8")
    refused(aiinfra("quiz", "section-5", "--pre"), 3)
    refused(aiinfra("quiz", "section-5", "--practice"), 3)
    assert aiinfra("quiz", "section-5", "--post", input="yes\n").code == 0


def test_a_broken_question_is_left_out_and_one_line_says_so(aiinfra: Any, bench: Path) -> None:
    mixed = section("Mixed", [question("good-1"), "  - id: bad-1\n    ask: What?\n", question("good-2")])
    (bench / "bench/section-05.yaml").write_text(mixed, encoding="utf-8")
    done = aiinfra("quiz", "section-5", "--json", input="yes\n" * 2)
    assert done.code == 0
    assert {said["id"] for said in done.json["questions"]} == {"good-1", "good-2"}
    done = aiinfra("quiz", "section-5", "--post", input="yes\n" * 2)
    assert done.err.count("\n") == 1
    assert "1 question was left out of bench/section-5" in done.err
    assert "aiinfra lint" in done.err
    listed = aiinfra("sections", "--json").json["courses"][0]["sections"][4]
    assert (listed["questions"], listed["left_out"], listed["error"]) == (2, 1, None)


def test_a_course_without_a_usable_section_exits_3(aiinfra: Any, tmp_path: Path, refused: Refused) -> None:
    folder = write_course(tmp_path / "b" / "void", {"section-01.yaml": "format: 1\ntitle: Void\nquestions: []\n"})
    for command in ([], ["quiz"]):
        refused(aiinfra("--banks", str(folder), "--course", "void", *command), 3, "void")


def test_progress_of_a_newer_program_is_refused_untouched(aiinfra: Any, home: Path, refused: Refused) -> None:
    aiinfra("quiz", "section-4", input="yes\n")
    whole = (home / "progress.json").read_bytes()
    newer = whole.replace(b'{"schema":%d' % SCHEMA, b'{"schema":%d' % (SCHEMA + 1), 1)
    assert newer != whole
    (home / "progress.json").write_bytes(newer)
    log = (home / "events.jsonl").read_bytes()
    for arguments in (["quiz", "section-4"], ["undo", "--yes"], ["flag", "cache-1"], [], ["sections"]):
        refused(aiinfra(*arguments, input="yes\n"), 3, "newer")
    assert aiinfra("quiz", "section-4", "--json").json["error"]["code"] == "progress-newer"
    assert (home / "progress.json").read_bytes() == newer
    assert (home / "events.jsonl").read_bytes() == log


def test_a_home_that_cannot_be_written_stops_a_quiz_before_the_first_question(
    aiinfra: Any, tmp_path: Path, refused: Refused
) -> None:
    (tmp_path / "file").write_text("in the way", encoding="utf-8")
    for place in filter(Path.exists, (tmp_path / "file", Path("/proc/self"))):  # even root makes no folder there
        arguments = ["--progress", str(place / "folder" / "progress.json"), "quiz", "section-4"]
        refused(aiinfra(*arguments, input="yes\n"), 3)
        assert aiinfra(*arguments, "--json").json["error"]["code"].startswith("progress-")
    refused(aiinfra("quiz", "section-4", env={"AIINFRA_HOME": str(tmp_path / "file" / "home")}), 3)


def test_ending_with_questions_left_exits_130_and_stopping_exits_0(aiinfra: Any) -> None:
    assert aiinfra("quiz", "section-4", input="yes\n").code == 130
    assert aiinfra("quiz", "section-4", input="/quit\n").code == 0
    assert aiinfra("quiz", "section-4", input="yes\n" * 3).code == 0


def test_a_score_below_the_one_asked_for_exits_1(aiinfra: Any) -> None:
    half = "yes\nno\n" * 2
    assert aiinfra("quiz", "section-4", "--pass", "50", input=half).code == 0
    done = aiinfra("quiz", "section-4", "--practice", "--pass", "50.5", input=half)
    assert done.code == 1
    assert "Not passed" in done.out
    done = aiinfra("quiz", "section-4", "--practice", "--pass", "50", "--json", input=half)
    assert (done.code, done.json["passed"]) == (0, True)
    assert aiinfra("quiz", "section-4", "--practice", "--pass", "50", input="no\n").code == 130


def test_a_bug_exits_70_and_says_where_the_traceback_is(
    aiinfra: Any, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    import tempfile

    def broken(*_: object) -> None:
        raise ZeroDivisionError("planted")

    monkeypatch.setattr("aiinfra_study.cli.listing._course", broken)
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    done = aiinfra("sections")
    assert done.code == 70
    assert "Traceback" not in done.err
    assert len(done.err.splitlines()) == 2
    (kept,) = tmp_path.glob("aiinfra-bug-*.txt")
    assert str(kept) in done.err
    assert "planted" in kept.read_text(encoding="utf-8")
    shown = aiinfra("sections", "--json", env={"AIINFRA_DEBUG": "1"})
    assert "Traceback" in shown.err
    assert "planted" in shown.err
    assert (shown.code, shown.json["error"]["code"]) == (70, "bug")
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "gone"))
    nowhere = aiinfra("sections")
    assert nowhere.code == 70
    assert "planted" in nowhere.err


def test_every_error_in_the_source_says_what_to_do() -> None:
    """`UsageError(code, message, hint)`: three arguments wherever one is raised, the code in kebab case."""
    import ast

    import aiinfra_study

    for path in Path(aiinfra_study.__file__).parent.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            called = node.func.id if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) else ""
            if called in ("UsageError", "DataError", "AiinfraError"):
                assert isinstance(node, ast.Call)
                assert len(node.args) == 3, f"{path.name}:{node.lineno}"
                if isinstance(node.args[0], ast.Constant):
                    assert str(node.args[0].value).replace("-", "").isalpha()
                assert json.dumps(ast.unparse(node.args[2])) not in ("\"''\"",), f"{path.name}:{node.lineno}"
