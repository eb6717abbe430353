"""aiinfra lint: what it looks at, what it says of it, and the exit code."""

import json
import os
import re
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from cli.banks import write_course

Refused = Callable[..., None]
KEYS = {
    "file": str, "line": int, "column": int, "end_line": int, "end_column": int, "code": str, "rule": str,
    "severity": str, "message": str, "help": str, "question": (str, type(None)), "fixable": bool,
}  # fmt: skip
THINGS = (
    "placement of pods on nodes", "storage of cluster state", "start of containers", "stable addresses",
    "small secrets", "one pod for each node", "tasks that end", "replicas behind load", "checkpoints of training",
)  # fmt: skip
WHY = "It has another duty and leaves this one to others."


def good(identity: str, thing: str, **fields: str) -> str:
    """A question no rule has anything to say of."""
    lines = {
        "ask": f"Which part is there for {thing}?",
        "right": "The scheduler",
        "wrong": f"[{{text: The kubelet, why: {WHY}}}, The controller]",
        "because": "It watches what is wanted and what there is, and it acts until both are alike again.",
        **fields,
    }
    return "".join([f"  - id: {identity}\n", *(f"    {key}: {value}\n" for key, value in lines.items() if value)])


def bank(*questions: str, head: str = "") -> str:
    return f"format: 1\n{head}questions:\n{''.join(questions)}"


CLEAN = bank(*(good(f"clean-{n}", thing, level="apply") for n, thing in enumerate(THINGS)))
NO_LESSON = good("no-lesson", "many a thing", because="")  # a warning: I321
NO_WHY = good("no-why", "many a thing", wrong="[The kubelet, The controller]")  # an info: I323
BROKEN = good("broken", "many a thing", right="")  # an error: S202


@pytest.fixture
def course(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty course folder in a bank folder, which is the working folder."""
    folder = tmp_path / "banks" / "course"
    folder.mkdir(parents=True)
    monkeypatch.chdir(folder.parent)
    return folder


@pytest.fixture
def lint(aiinfra: Any, course: Path) -> Callable[..., list[dict[str, Any]]]:  # noqa: ARG001
    """The findings of a run as objects; nothing may be on stderr, and the exit code tells of errors."""

    def lint(*arguments: str, **options: Any) -> list[dict[str, Any]]:
        done = aiinfra("lint", "--format", "json", *arguments, **options)
        assert done.err == ""
        found: list[dict[str, Any]] = json.loads(done.out)
        assert done.code == any(one["severity"] == "error" for one in found)
        return found

    return lint


Lint = Callable[..., list[dict[str, Any]]]


def codes(found: list[dict[str, Any]]) -> list[str]:
    return [one["code"] for one in found]


def places(found: list[dict[str, Any]], code: str) -> list[tuple[str, int, str | None]]:
    return [(one["file"], one["line"], one["question"]) for one in found if one["code"] == code]


def write(folder: Path, **files: str) -> None:
    """Section files of a course: section_01 is section-01.yaml."""
    write_course(folder, {f"{name.replace('section_', 'section-')}.yaml": text for name, text in files.items()})


# exit codes


@pytest.mark.parametrize(
    ("questions", "fail_on", "code"),
    [
        ("", "error", 0), ("", "warning", 0), ("", "never", 0),
        (NO_WHY, "error", 0), (NO_WHY, "warning", 0), (NO_WHY, "never", 0),
        (NO_LESSON, "error", 0), (NO_LESSON, "warning", 1), (NO_LESSON, "never", 0),
        (BROKEN, "error", 1), (BROKEN, "warning", 1), (BROKEN, "never", 0),
    ],
)  # fmt: skip
def test_the_exit_code_says_whether_a_finding_is_at_the_level(
    questions: str, fail_on: str, code: int, course: Path, aiinfra: Any
) -> None:
    write(course, section_01=CLEAN + questions)
    done = aiinfra("lint", "course", "--fail-on", fail_on)
    assert (done.code, done.err) == (code, "")
    assert ("nothing found" in done.out) == (not questions)


def test_errors_fail_where_no_level_is_named(course: Path, aiinfra: Any) -> None:
    for questions, code in ((NO_WHY, 0), (NO_LESSON, 0), (BROKEN, 1)):
        write(course, section_01=CLEAN + questions)
        assert aiinfra("lint", "course").code == code


WRONG = {
    "a path that is not there": (["course/section-1.yaml"], "there is no course", '"course/section-01.yaml"'),
    "a folder that is not there": (["cuorse"], '"course"'),
    "a path in a folder that is not there": (["cuorse/section-01.yaml"], '"course"'),
    "one of several": (["course/section-01.yaml", "nothing-like-it"], "nothing-like-it"),
    "no path": ([""], "empty"),
    "a name too long": (["x" * 300], "there is no"),
    "stdin and a file": (["-", "course"], "stands alone"),
    "a file and stdin": (["course", "-"], "stands alone"),
    "a folder without a bank": (["empty"], "empty holds no bank"),
    "an unknown rule": (["course", "--select", "II301"], "--select", "II301", '"I301"'),
    "a name for a code": (["course", "--ignore", "key-much-longer"], "--ignore", '"I301"'),
    "one of several rules": (["course", "--extend-select", "I,X9"], "--extend-select", "X9", "--rules"),
    "no rule": (["course", "--select", ","], "--select"),
    "an unknown level": (["course", "--fail-on", "info"], "error, warning, never"),
    "a level without a value": (["course", "--fail-on"], "--fail-on"),
    "an unknown format": (["course", "--format", "jsn"], '"json"'),
    "an unknown option": (["course", "--selct", "I"], "--select"),
    "an unknown course": (["--course", "cuorse"], "cuorse"),
    "a bank folder that is not there": (["--banks", "nowhere"], "nowhere"),
    "a baseline that is not there": (["course", "--baseline", "known.json"], "known.json"),
    "an unknown rule to explain": (["--explain", "II301"], '"I301"'),
    "an unknown name to explain": (["--explain", "key-much-longr"], '"key-much-longer"'),
}


@pytest.mark.parametrize("case", WRONG.values(), ids=WRONG)
def test_what_the_command_line_says_wrong_exits_2(
    case: tuple[Any, ...], course: Path, aiinfra: Any, refused: Refused
) -> None:
    write(course, section_01=CLEAN)
    (course.parent / "empty").mkdir()
    arguments, *words = case
    refused(aiinfra("lint", *arguments), 2, *words)


def test_a_baseline_is_not_written_of_what_only_would_be_mended(course: Path, aiinfra: Any, refused: Refused) -> None:
    write(course, section_01=CLEAN + NO_LESSON)
    refused(aiinfra("lint", "course", "--diff", "--write-baseline", "known.json"), 2, "--diff", "--write-baseline")
    assert not (course.parent / "known.json").exists()


def test_an_output_that_cannot_be_written_exits_3(course: Path, aiinfra: Any, refused: Refused) -> None:
    write(course, section_01=CLEAN)
    refused(aiinfra("lint", "course", "--output-file", "no/such/folder.json"), 3, "no/such/folder.json")


def test_the_nearest_names_come_first(course: Path, aiinfra: Any) -> None:
    write(course, section_01=CLEAN, section_02=CLEAN, notes=CLEAN)
    (course / ".hidden-01.yaml").write_text(CLEAN, encoding="utf-8")
    hint = aiinfra("lint", "course/section-2.yaml").err.splitlines()[1]
    assert hint == 'Did you mean "course/section-02.yaml" or "course/section-01.yaml"?'


# what is looked at


def test_a_file_a_course_and_a_bank_folder_say_the_same_of_a_bank(course: Path, lint: Lint) -> None:
    write(course, section_01=CLEAN + NO_LESSON)
    expected = [("course/section-01.yaml", CLEAN.count("\n") + 1, "course/no-lesson")]
    for path in ("course/section-01.yaml", "course", ".", "course/", "./course/../course"):
        assert places(lint(path), "I321") == expected


def test_several_files_may_be_named_and_no_other_is_told_of(course: Path, lint: Lint) -> None:
    write(course, section_01=CLEAN + NO_LESSON, section_02=bank(NO_LESSON), section_03=bank(NO_LESSON))
    found = lint("course/section-01.yaml", "course/section-03.yaml", "--select", "I321")
    assert [one["file"] for one in found] == ["course/section-01.yaml", "course/section-03.yaml"]


def test_the_courses_of_a_bank_folder_are_told_of_in_natural_order(course: Path, lint: Lint) -> None:
    write(course, section_2=bank(NO_LESSON), section_10=bank(NO_LESSON))
    write(course.parent / "another", section_01=bank(NO_LESSON))
    found = [one["file"] for one in lint(".", "--select", "I321")]
    assert found == ["another/section-01.yaml", "course/section-2.yaml", "course/section-10.yaml"]


def test_a_folder_that_holds_section_files_is_one_course(course: Path, lint: Lint, monkeypatch: Any) -> None:
    write(course, section_01=bank(NO_LESSON))
    assert places(lint("course"), "I321") == [("course/section-01.yaml", 3, "course/no-lesson")]
    monkeypatch.chdir(course)
    for path in (".", "section-01.yaml", "../course"):
        assert places(lint(path), "I321") == [("section-01.yaml", 3, "course/no-lesson")]


def test_names_that_begin_with_a_dot_or_an_underscore_are_looked_at_only_when_named(course: Path, lint: Lint) -> None:
    write(course, section_01=CLEAN, _draft=bank(NO_LESSON), **{".hidden": bank(NO_LESSON)})
    write(course.parent / "_old", section_01=bank(NO_LESSON))
    assert lint(".") == lint("course") == []
    for path in ("course/_draft.yaml", "course/.hidden.yaml", "_old"):
        assert [file for file, _, _ in places(lint(path), "I321")] == [path.replace("_old", "_old/section-01.yaml")]


def test_course_yaml_is_no_bank_but_what_is_wrong_with_it_is_told(course: Path, lint: Lint) -> None:
    write(course, section_01=CLEAN + NO_LESSON, course="format: 1\ntilte: A course\n")
    assert [(one["file"], one["code"], one["line"]) for one in lint("course", "--select", "S")] == [
        ("course/course.yaml", "S201", 2)
    ]
    assert codes(lint("course/course.yaml")) == ["S201"]
    assert codes(lint("course/section-01.yaml")) == ["I321"]


def test_a_course_may_have_nothing_but_its_head(course: Path, lint: Lint) -> None:
    write(course, course="format: 1\ntilte: A course\n")
    assert codes(lint("course")) == ["S201"]


def test_a_file_named_twice_or_by_two_ways_is_told_of_once(course: Path, lint: Lint) -> None:
    write(course, section_01=CLEAN + NO_LESSON)
    once = lint("course/section-01.yaml")
    ways = ["course/section-01.yaml", str(course / "section-01.yaml"), "course/../course/section-01.yaml"]
    assert lint(*ways, *ways) == once
    assert lint(*reversed(ways)) == once
    assert lint("course", "course/section-01.yaml", ".", str(course)) == once


def test_paths_are_relative_to_the_working_folder_and_in_full_outside_it(
    course: Path, lint: Lint, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(course, section_01=CLEAN + NO_LESSON)
    (tmp_path / "elsewhere").mkdir()
    monkeypatch.chdir(course)
    for path in ("section-01.yaml", str(course / "section-01.yaml"), "..", "../course"):
        assert [one["file"] for one in lint(path)] == ["section-01.yaml"]
    monkeypatch.chdir(tmp_path / "elsewhere")
    in_full = (course / "section-01.yaml").as_posix()
    for path in ("../banks/course/section-01.yaml", in_full, "../banks", "../banks/course"):
        assert [one["file"] for one in lint(path)] == [in_full]


@pytest.mark.skipif(sys.platform == "win32", reason="links need a right of their own")
class TestLinks:
    def test_a_link_to_a_course_seen_already_is_not_looked_at_again(self, course: Path, lint: Lint) -> None:
        write(course, section_01=CLEAN + NO_LESSON)
        (course.parent / "alias").symlink_to(course)
        assert codes(lint(".")) == ["I321"]
        assert [one["file"] for one in lint("alias")] == ["alias/section-01.yaml"]

    def test_a_linked_file_belongs_to_the_course_of_the_link(self, course: Path, lint: Lint) -> None:
        write(course, section_01=CLEAN)
        write(course.parent / "other", section_01=bank(NO_LESSON))
        (course / "section-02.yaml").symlink_to(course.parent / "other" / "section-01.yaml")
        (found,) = lint("course", "--select", "I321")
        assert (found["file"], found["question"]) == ("course/section-02.yaml", "course/no-lesson")

    def test_a_link_that_leads_out_and_back_names_the_file_that_was_read(self, course: Path, lint: Lint) -> None:
        write(course, section_01=CLEAN)
        write(course.parent.parent / "far" / "near", section_01=bank(NO_LESSON))
        (course.parent / "link").symlink_to(course.parent.parent / "far" / "near")
        far = course.parent.parent / "far" / "near" / "section-01.yaml"
        assert [one["file"] for one in lint("link/../near", "--select", "I321")] == [far.as_posix()]

    @pytest.mark.parametrize("target", ["nowhere.yaml", "section-02.yaml"], ids=["dangling", "loop"])
    def test_a_link_that_leads_nowhere_is_a_finding(self, target: str, course: Path, lint: Lint) -> None:
        write(course, section_01=CLEAN + NO_LESSON)
        (course / "section-02.yaml").symlink_to(target)
        found = [("course/section-02.yaml", "Y100"), ("course/section-01.yaml", "I321")]
        assert [(one["file"], one["code"]) for one in lint("course")] == found
        assert codes(lint("course/section-02.yaml")) == ["Y100"]

    def test_a_head_that_leads_nowhere_is_a_finding(self, course: Path, lint: Lint) -> None:
        write(course, section_01=CLEAN)
        (course / "course.yaml").symlink_to("nowhere.yaml")
        assert [(one["file"], one["code"]) for one in lint("course")] == [("course/course.yaml", "Y100")]


def test_without_a_path_the_banks_in_scope_are_looked_at(course: Path, lint: Lint, aiinfra: Any) -> None:
    write(course, section_01=CLEAN + NO_LESSON)
    write(course.parent.parent / "more" / "second", section_01=bank(NO_LESSON))
    (course.parent.parent / "nothing").mkdir()
    one, two, none = (str(course.parent.parent / name) for name in ("banks", "more", "nothing"))

    def seen(*arguments: str, **env: str) -> set[str]:
        return {Path(found["file"]).parent.name for found in lint(*arguments, env=env)}

    told = aiinfra("lint")
    looked = re.search(r"(\d+) files: ", told.out + told.err)
    assert looked
    assert int(looked[1]) >= 3, "those that came with the program; where they are clean nothing else tells"
    bundled = seen()
    assert "course" not in bundled
    assert seen("--banks", one) == bundled | {"course"}
    assert seen("--banks", one, "--banks", two) == bundled | {"course", "second"}
    assert seen(AIINFRA_BANKS=os.pathsep.join((one, two))) == bundled | {"course", "second"}
    assert seen("--banks", none) == bundled, "an empty bank folder adds nothing"
    assert seen("--course", "second", AIINFRA_BANKS=os.pathsep.join((one, two))) == {"second"}
    assert seen(AIINFRA_BANKS=one, AIINFRA_COURSE="course") == bundled | {"course"}, "only --course narrows"
    assert seen(two, "--banks", one) == {"second"}, "a path is all that is looked at"


def test_stdin_is_one_bank(lint: Lint, aiinfra: Any) -> None:
    found = lint("-", input=bank(NO_LESSON))
    assert places(found, "I321") == [("<stdin>", 3, "stdin/no-lesson")]
    done = aiinfra("lint", "-", "--format", "concise", input=bank(NO_LESSON))
    assert done.out.startswith("<stdin>:2:1: warning B409 thin-section: ")
    assert codes(lint("-", input="")) == ["S202", "S202"]
    assert codes(lint("-", input="# " + "x" * 2 * 1024 * 1024)) == ["Y100"]


# the course behind a file


def test_an_id_taken_in_another_file_is_told_at_the_later_one_alone(course: Path, lint: Lint) -> None:
    write(course, section_01=bank(good("same", "one thing")), section_02=bank(good("same", "other matters")))
    (found,) = lint("course/section-02.yaml", "--select", "S205")
    assert (found["file"], found["line"], found["column"]) == ("course/section-02.yaml", 3, 9)
    assert found["question"] == "course/same"
    assert "course/section-01.yaml:3:5" in found["message"]
    assert lint("course/section-01.yaml", "--select", "S205") == []
    assert lint("course", "--select", "S205") == [found]


def test_a_question_asked_in_another_file_is_told_at_the_later_one_alone(course: Path, lint: Lint) -> None:
    write(course, section_01=bank(good("first", "one thing")), section_02=bank(good("second", "one thing")))
    (found,) = lint("course/section-02.yaml", "--select", "B406")
    assert (found["severity"], found["line"], found["question"]) == ("error", 4, "course/second")
    assert '"first"' in found["message"]
    assert lint("course/section-01.yaml", "--select", "B406") == []


def test_names_of_course_yaml_count_for_a_file_alone(course: Path, lint: Lint) -> None:
    wrong = f"[{{text: The kubelet, why: {WHY}, misconception: kubelet-placs}}, The controller]"
    head = "format: 1\nmisconceptions:\n  kubelet-places: {belief: It places pods., contrast: It starts them.}\n"
    write(course, section_01=CLEAN, section_02=bank(good("wrong-name", "one thing", wrong=wrong)), course=head)
    (found,) = lint("course/section-02.yaml", "--select", "S206")
    assert (found["question"], found["help"]) == ("course/wrong-name", 'Did you mean "kubelet-places"?')
    assert lint("course/section-01.yaml", "--select", "S206") == []


def test_courses_beside_each_other_share_no_names(course: Path, lint: Lint) -> None:
    for folder in (course, course.parent / "other"):
        write(folder, section_01=bank(good("same", "one thing")))
    assert lint(".", "--select", "S205,B406") == []


@pytest.mark.parametrize(
    ("name", "data", "code"),
    [
        ("section-02.yaml", b"", "S202"),
        ("section-02.yaml", b"format: 1\nquestions: [\n", "Y101"),
        ("section-02.yaml", b"\xff\xfe\x00", "Y100"),
        ("section-02.yaml", b"# " + b"x" * 2 * 1024 * 1024, "Y100"),
        ("section-02.yaml", b"[" * 100_000, "Y103"),
        ("section-02.yaml", b"a: &x 1\nb: *x\n", "Y103"),
        ("section-02.yaml", b"- just\n- a list\n", "S203"),
        ("section-02.yaml", None, "Y100"),
        ("course.yaml", b"misconceptions: [\n", "Y101"),
        ("course.yaml", b"- a\n", "S203"),
        ("course.yaml", None, "Y100"),
    ],
    ids=lambda value: str(value)[:24],
)
def test_a_broken_file_silences_nothing_in_the_others(
    name: str, data: bytes | None, code: str, course: Path, lint: Lint
) -> None:
    write(course, section_01=bank(good("same", "one thing")), section_03=bank(good("same", "other matters"), NO_LESSON))
    broken = course / name
    broken.mkdir() if data is None else broken.write_bytes(data)
    found = lint("course")
    assert ("course/" + name, code) in {(one["file"], one["code"]) for one in found}
    assert places(found, "S205") == [("course/section-03.yaml", 3, "course/same")]
    assert [file for file, _, _ in places(found, "I321")] == ["course/section-03.yaml"]
    assert name not in {Path(one["file"]).name for one in lint("course/section-03.yaml")}


@pytest.mark.parametrize(
    ("broken", "code"),
    [
        (BROKEN, "S202"),
        ("  - id: broken\n    ask: Why: what?\n    right: a\n", "Y101"),
        ("  - id: broken\n    ask: &x Why?\n    right: a\n", "Y103"),
        ("  - just text\n", "S203"),
        ("  - {ask: Why?, right: a}\n", "S205"),
    ],
)
def test_a_broken_question_silences_nothing_of_the_others(broken: str, code: str, course: Path, lint: Lint) -> None:
    same = good("same", "one thing")
    for text in (bank(same, broken, NO_LESSON), bank(broken, same, NO_LESSON), bank(same, NO_LESSON, broken)):
        write(course, section_01=bank(good("same", "other matters")), section_02=text)
        found = lint("course/section-02.yaml")
        assert code in codes(found)
        assert [question for _, _, question in places(found, "S205") if question] == ["course/same"]
        assert [question for _, _, question in places(found, "I321")] == ["course/no-lesson"]


# which rules


MIXED = bank(NO_LESSON, NO_WHY.replace("many a thing", "other matters"), good("odd", "a third thing", rigth="x"))


@pytest.mark.parametrize(
    ("arguments", "expected"),
    [
        ([], {"S201", "I321", "I323", "B409"}),
        (["--select", "I"], {"I321", "I323"}),
        (["--select", "I321"], {"I321"}),
        (["--select", "i321"], {"I321"}),
        (["--select", "I321,S2"], {"I321", "S201"}),
        (["--select", " I321 , S2, "], {"I321", "S201"}),
        (["--select", "I321", "--select", "S2"], {"I321", "S201"}),
        (["--select", "ALL"], {"S201", "I321", "I323", "B409"}),
        (["--select", "all", "--ignore", "I"], {"S201", "B409"}),
        (["--ignore", "I"], {"S201", "B409"}),
        (["--ignore", "ALL"], set()),
        (["--ignore", "I,B", "--ignore", "s201"], set()),
        (["--select", "I", "--ignore", "I321"], {"I323"}),
        (["--select", "I321", "--ignore", "I"], {"I321"}),
        (["--select", "I321", "--ignore", "I321"], set()),
        (["--ignore", "I", "--extend-select", "I321"], {"S201", "B409", "I321"}),
        (["--select", "S", "--extend-select", "I321"], {"S201", "I321"}),
        (["--ignore", "ALL", "--select", "I32"], {"I321", "I323"}),
    ],
)
def test_the_longest_prefix_decides_and_ignore_where_both_are_as_long(
    arguments: list[str], expected: set[str], course: Path, lint: Lint
) -> None:
    write(course, section_01=MIXED)
    assert set(codes(lint("course", *arguments))) == expected


def test_rules_that_are_off_run_when_they_are_named(course: Path, lint: Lint) -> None:
    question = good(
        "statements",
        "a thing",
        ask="Which of these statements is true?",
        right="A GPU has its own memory.",
        wrong=f"[{{text: A taint moves pods away., why: {WHY}}}, Object storage is faster than NVMe.]",
    )
    write(course, section_01=bank(question))
    assert "I320" not in codes(lint("course"))
    for arguments in (["--select", "ALL"], ["--select", "I"], ["--extend-select", "I320"], ["--extend-select", "i"]):
        assert "I320" in codes(lint("course", *arguments))


def test_a_file_that_was_not_looked_at_is_never_called_clean(course: Path, lint: Lint) -> None:
    write(course, section_01="format: 1\nquestions: [\n")
    (course / "section-02.yaml").mkdir()
    assert codes(lint("course", "--select", "I301")) == ["Y101", "Y100"]
    assert lint("course", "--ignore", "Y") == []


# what is said


def test_a_finding_has_the_documented_keys(course: Path, lint: Lint) -> None:
    write(course, section_01=CLEAN + NO_LESSON + NO_WHY.replace("many", "one") + BROKEN, section_02="format: 1\n")
    found = lint("course")
    assert {one["severity"] for one in found} == {"error", "warning", "info"}
    for one in found:
        assert set(one) == set(KEYS)
        for key, kind in KEYS.items():
            assert isinstance(one[key], kind), key  # type: ignore[arg-type]
        assert (one["line"], one["column"]) >= (1, 1)
        assert (one["end_line"], one["end_column"]) > (one["line"], one["column"])
        assert one["question"] is None or one["question"].startswith("course/")
        assert one["rule"] == one["rule"].lower() != ""


def test_a_clean_bank_is_an_empty_list(course: Path, aiinfra: Any) -> None:
    write(course, section_01=CLEAN)
    done = aiinfra("lint", "course", "--format", "json")
    assert (done.code, done.out, done.err) == (0, "[]\n", "")


def test_columns_are_code_points_from_1(course: Path, lint: Lint) -> None:
    text = "  - {id: wide, ask: Was heißt 漢字 e\u0301 😀?, "
    write(course, section_01=bank(f"{text}rihgt: x, right: a, wrong: [b, c]}}\n"))
    (found,) = lint("course", "--select", "S201")
    assert (found["line"], found["column"]) == (3, len(text) + 1)
    lines = (course / "section-01.yaml").read_bytes()
    (course / "section-01.yaml").write_bytes(b"\xef\xbb\xbf" + lines.replace(b"\n", b"\r\n"))
    (same,) = lint("course", "--select", "S201")
    assert (same["line"], same["column"]) == (3, len(text) + 1)


def test_a_finding_on_a_bank_stands_at_its_questions(course: Path, lint: Lint) -> None:
    write(course, section_01=bank(good("only", "one thing"), head="title: A bank\n"))
    (found,) = lint("course", "--select", "B409")
    assert (found["line"], found["column"], found["question"]) == (3, 1, None)


def test_a_missing_field_stands_at_the_first_line_of_its_question(course: Path, lint: Lint) -> None:
    write(course, section_01=bank(good("fine", "one thing"), NO_LESSON))
    (found,) = lint("course", "--select", "I321")
    assert (found["line"], found["column"], found["question"]) == (8, 5, "course/no-lesson")


def test_a_second_id_in_one_file_names_the_first_and_stands_at_the_later(course: Path, lint: Lint) -> None:
    write(course, section_01=bank(good("same", "one thing"), good("same", "other matters")))
    (found,) = lint("course", "--select", "S205")
    assert (found["line"], found["column"], found["question"]) == (8, 9, "course/same")
    assert found["message"] == 'the id "same" is taken in this course, at line 3'


@pytest.mark.parametrize("form", ["text", "concise", "json"])
def test_the_worst_comes_first(form: str, course: Path, aiinfra: Any) -> None:
    text = bank(NO_WHY, good("fine", "one thing"), NO_LESSON.replace("many", "one"), good("odd", "a third", rigth="x"))
    write(course, section_01=text, section_02=text.replace("id: ", "id: other-"))
    out = aiinfra("lint", "course", "--format", form).out
    if form == "json":
        levels = [one["severity"] for one in json.loads(out)]
    else:
        words = [line.split(": ")[1].split()[0] for line in out.splitlines() if line.startswith("course/section-")]
        levels = [word for word in words if word in ("error", "warning", "info")]
    assert set(levels) == {"error", "warning", "info"}
    assert levels == sorted(levels, key=["error", "warning", "info"].index)


def test_statistics_count_findings_by_rule_the_most_frequent_first(course: Path, aiinfra: Any) -> None:
    write(course, section_01=CLEAN + NO_LESSON, section_02=bank(BROKEN, NO_LESSON.replace("no-", "another-")))
    done = aiinfra("lint", "course", "--statistics", "--ignore", "B")
    rows = [line.split()[:3] for line in done.out.splitlines()]
    assert rows == [["2", "I321", "no-explanation"], ["1", "S202", "missing-key"]]
    assert (done.code, done.err) == (1, "")


def test_a_table_names_every_rule(aiinfra: Any) -> None:
    done = aiinfra("lint", "--rules", env={"COLUMNS": "200"})
    assert (done.code, done.err) == (0, "")
    rows = [line.split()[:3] for line in done.out.splitlines()]
    assert ["I301", "key-much-longer", "warning"] in rows
    assert ["I320", "true-false-set", "info,"] in rows
    assert len({row[0] for row in rows if row and row[0][1:].isdigit()}) > 50


@pytest.mark.parametrize("name", ["I301", "i301", " I301 ", "key-much-longer", "Key-Much-Longer"])
def test_a_manual_is_found_by_code_and_by_name(name: str, aiinfra: Any) -> None:
    done = aiinfra("lint", "--explain", name)
    assert (done.code, done.err) == (0, "")
    assert done.out.startswith("I301 key-much-longer (warning)\n")
    assert "Fails:" in done.out
    assert "Passes:" in done.out


def test_every_rule_has_a_manual_that_can_be_asked_for(aiinfra: Any) -> None:
    listed = [line.split()[:2] for line in aiinfra("lint", "--rules", env={"COLUMNS": "200"}).out.splitlines()]
    for code, name in (row for row in listed if row and row[0][1:].isdigit()):
        assert aiinfra("lint", "--explain", code).out.startswith(f"{code} {name} (")


@pytest.mark.parametrize(
    ("line", "answered"),
    [
        ("--select I30", {f"I30{n}" for n in range(1, 10)}),
        ("--ignore S,N50", {"S,N501", "S,N502", "S,N503", "S,N504"}),
        ("--explain L9", {"L901", "L902"}),
    ],
)
def test_codes_complete(line: str, answered: set[str], aiinfra: Any) -> None:
    env = {"_AIINFRA_COMPLETE": "complete_bash", "COMP_WORDS": f"aiinfra lint {line}", "COMP_CWORD": "3"}
    assert set(aiinfra(env=env).out.split()) == answered
