"""aiinfra lint: what aiinfra.toml and comments say of rules."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from cli.test_lint import BROKEN, CLEAN, NO_LESSON, NO_WHY, Lint, bank, codes, course, good, lint, places, write

__all__ = ["course", "lint"]  # fixtures

Refused = Callable[..., None]
OTHER_LESSON = NO_LESSON.replace("no-lesson", "other-lesson").replace("many a thing", "other matters")


def settle(folder: Path, text: str) -> None:
    """Settings beside banks."""
    (folder / "aiinfra.toml").write_text(f"[lint]\n{text}\n", encoding="utf-8")


# aiinfra.toml


@pytest.mark.parametrize("path", [".", "course", "course/section-01.yaml", "course/../course"])
@pytest.mark.parametrize("beside", ["", "course"])
def test_settings_of_the_bank_folder_and_of_the_course_count_however_a_bank_is_named(
    beside: str, path: str, course: Path, lint: Lint
) -> None:
    write(course, section_01=CLEAN + NO_LESSON)
    assert codes(lint(path)) == ["I321"]
    settle(course.parent / beside, 'ignore = ["I321"]')
    assert lint(path) == []


def test_settings_count_from_within_the_course_too(course: Path, lint: Lint, monkeypatch: Any) -> None:
    write(course, section_01=CLEAN + NO_LESSON)
    settle(course.parent, 'ignore = ["i321"]')
    monkeypatch.chdir(course)
    for path in (".", "section-01.yaml", "..", "../course"):
        assert lint(path) == []


def test_the_course_wins_over_its_bank_folder_key_by_key(course: Path, lint: Lint) -> None:
    write(course, section_01=CLEAN + NO_LESSON + NO_WHY.replace("many", "one"))
    settle(course.parent, 'ignore = ["I321"]\nextend-select = ["I316"]')
    settle(course, 'ignore = ["I323"]')
    assert codes(lint("course")) == ["I321"]


def test_what_one_course_ignores_stays_told_in_the_others(course: Path, lint: Lint) -> None:
    for folder in (course, course.parent / "other"):
        write(folder, section_01=CLEAN + NO_LESSON)
    settle(course, 'ignore = ["I321"]')
    for paths in ((".",), ("course", "other"), ("other", "course")):
        assert [question for _, _, question in places(lint(*paths), "I321")] == ["other/no-lesson"]


def test_options_win_over_settings(course: Path, lint: Lint) -> None:
    """--select replaces what the settings say of rules; --ignore and --extend-select are added to it."""
    write(course, section_01=CLEAN + NO_LESSON + NO_WHY.replace("many", "one"))
    settle(course, 'ignore = ["I321"]')
    assert codes(lint("course", "--select", "I")) == ["I321", "I323"]
    assert codes(lint("course", "--extend-select", "I321")) == ["I321", "I323"]
    assert codes(lint("course", "--ignore", "I323")) == []
    settle(course, 'select = ["I321"]')
    assert codes(lint("course")) == ["I321"]
    assert codes(lint("course", "--select", "I323")) == ["I323"]
    assert codes(lint("course", "--extend-select", "I323")) == ["I321", "I323"]
    assert codes(lint("course", "--ignore", "I")) == []
    settle(course, 'ignore = ["I"]\nextend-select = ["I323"]')
    assert codes(lint("course")) == ["I323"]


def test_fail_on_is_a_setting_and_the_option_wins(course: Path, aiinfra: Any) -> None:
    write(course, section_01=CLEAN + NO_LESSON)
    settle(course.parent, 'fail-on = "never"')
    settle(course, 'fail-on = "warning"')
    assert aiinfra("lint", "course").code == 1
    assert aiinfra("lint", "course", "--fail-on", "error").code == 0


def test_of_several_courses_the_strictest_fail_on_counts(course: Path, aiinfra: Any) -> None:
    for folder in (course, course.parent / "other"):
        write(folder, section_01=CLEAN + NO_LESSON)
    settle(course.parent / "other", 'fail-on = "warning"')
    assert (aiinfra("lint", "course").code, aiinfra("lint", ".").code) == (0, 1)
    settle(course.parent / "other", 'fail-on = "never"')
    write(course, section_01=CLEAN + BROKEN)
    assert aiinfra("lint", ".").code == 1


def test_a_baseline_lies_beside_its_settings(course: Path, lint: Lint, aiinfra: Any, monkeypatch: Any) -> None:
    write(course, section_01=CLEAN + NO_LESSON)
    assert aiinfra("lint", "course", "--write-baseline", "course/known.json").code == 0
    settle(course, 'baseline = "known.json"')
    assert lint("course") == []
    monkeypatch.chdir(course.parent.parent)
    assert lint("banks/course") == []


def test_each_course_keeps_a_baseline_of_its_own(course: Path, lint: Lint, aiinfra: Any) -> None:
    """Whichever is named, and whichever comes last."""
    for folder, question in ((course, NO_LESSON), (course.parent / "other", OTHER_LESSON)):
        write(folder, section_01=CLEAN + question)
        assert aiinfra("lint", folder.name, "--write-baseline", f"{folder.name}/known.json").code == 0
        settle(folder, 'baseline = "known.json"')
    for paths in ((".",), ("course", "other"), ("other", "course"), ("course",), ("other",)):
        assert aiinfra("lint", *paths, "--fail-on", "warning").code == 0
        assert lint(*paths) == []


def test_a_baseline_written_anew_keeps_what_was_known(course: Path, lint: Lint, aiinfra: Any) -> None:
    """Though nothing is new beside the baseline that is there."""
    write(course, section_01=CLEAN + NO_LESSON)
    for known in ((), ("--baseline", "base.json"), ("--baseline", "base.json")):
        assert aiinfra("lint", "course", *known, "--write-baseline", "base.json").code == 0
        assert aiinfra("lint", "course", "--baseline", "base.json", "--fail-on", "warning").code == 0
    settle(course, 'baseline = "../base.json"')
    assert aiinfra("lint", "course", "--write-baseline", "base.json").code == 0
    assert lint("course") == []


def test_a_byte_order_mark_and_an_empty_file_say_nothing(course: Path, lint: Lint) -> None:
    write(course, section_01=CLEAN + NO_LESSON)
    (course / "aiinfra.toml").write_bytes(b"")
    assert codes(lint("course")) == ["I321"]
    (course / "aiinfra.toml").write_bytes(b'\xef\xbb\xbf[lint]\r\nignore = ["I321"]\r\n')
    assert lint("course") == []


WRONG = {
    "no TOML": ("[lint\n",),
    "not UTF-8": (b'[lint]\nignore = ["\xff"]\n',),
    "a list too deep": ("a = " + "[" * 100_000,),
    "an unknown key": ('[lint]\nignroe = ["I321"]\n', '"ignore"'),
    "an unknown table": ('[lnt]\nignore = ["I321"]\n', '"lnt"', "[lint]"),
    "no table": ("lint = 1\n", "[lint]"),
    "a text for a list": ('[lint]\nignore = "I321"\n', "ignore", "list"),
    "numbers for codes": ("[lint]\nselect = [301]\n", "select", "list"),
    "an unknown code": ('[lint]\nselect = ["II301"]\n', "select", "II301", '"I301"'),
    "an unknown code to add": ('[lint]\nextend-select = ["X"]\n', "extend-select", '"X"'),
    "an unknown level": ('[lint]\nfail-on = "info"\n', "fail-on", "error, warning, never"),
    "a list for a level": ('[lint]\nfail-on = ["error"]\n', "fail-on"),
    "a number for a path": ("[lint]\nbaseline = 1\n", "baseline"),
    "a baseline that is not there": ('[lint]\nbaseline = "known.json"\n', "known.json"),
}


@pytest.mark.parametrize("beside", ["", "course"])
@pytest.mark.parametrize("case", WRONG.values(), ids=WRONG)
def test_a_setting_that_is_wrong_exits_2_and_names_the_file(
    case: tuple[Any, ...], beside: str, course: Path, aiinfra: Any, refused: Refused
) -> None:
    write(course, section_01=CLEAN)
    text, *words = case
    path = course.parent / beside / "aiinfra.toml"
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    named = [] if "known.json" in words else [path.relative_to(course.parent).as_posix()]
    refused(aiinfra("lint", "course"), 2, *named, *words)


def test_settings_that_cannot_be_read_exit_3(course: Path, aiinfra: Any, refused: Refused) -> None:
    write(course, section_01=CLEAN)
    (course / "aiinfra.toml").mkdir()
    refused(aiinfra("lint", "course"), 3, "course/aiinfra.toml")


# comments


def commented(question: str, comment: str, field: str = "id") -> str:
    """A question with a comment on the line of a field."""
    lines = question.split("\n")
    at = next(n for n, line in enumerate(lines) if f"{field}: " in line[:12])
    lines[at] += f"  {comment}"
    return "\n".join(lines)


@pytest.mark.parametrize(
    ("comment", "field", "left"),
    [
        ("# aiinfra: ignore[I321] the reading says it", "id", []),
        ("#aiinfra:ignore[I321] the reading says it", "id", []),
        ("# aiinfra: ignore[i321] in lower case", "id", []),
        ("# aiinfra: ignore[I32] a prefix", "id", []),
        ("# aiinfra: ignore[I] a prefix", "id", []),
        ("# aiinfra: ignore[I321]: with a colon", "id", []),
        ("# aiinfra: ignore[I321]", "id", ["I321", "L902"]),
        ("# aiinfra: ignore[I321]   ", "id", ["I321", "L902"]),
        ("# aiinfra: ignore[I323] the wrong rule", "id", ["I321", "L901"]),
        ("# aiinfra: ignore[I321, I323] one too many", "id", ["L901"]),
        ("# aiinfra: ignore[I321,I323,I301] two too many", "id", ["L901", "L901"]),
        ("# aiinfra: ignore[I321] on the wrong line", "ask", ["I321", "L901"]),
        ("# aiinfra: ignore[X321] no rule", "id", ["I321", "L901"]),
        ("# aiinfra: ignore[I321, key-much-longer] a name", "id", ["L901"]),
        ("# aiinfra: ignore[] nothing", "id", ["I321", "L901"]),
        ("# aiinfra: ignore everything", "id", ["I321", "L901"]),
        ("# aiinfra: ignore", "id", ["I321", "L901", "L902"]),
        ("# a comment", "id", ["I321"]),
    ],
)
def test_a_comment_silences_what_it_names_and_must_say_why(
    comment: str, field: str, left: list[str], course: Path, lint: Lint
) -> None:
    write(course, section_01=CLEAN + commented(NO_LESSON, comment, field) + good("after", "later things"))
    found = lint("course")
    assert sorted(codes(found)) == left
    line = CLEAN.count("\n") + (1 if field == "id" else 2)
    assert {one["line"] for one in found if one["code"].startswith("L")} <= {line}


def test_a_comment_on_the_line_of_a_field_silences_that_field_alone(course: Path, lint: Lint) -> None:
    two = commented(NO_WHY, "# aiinfra: ignore[I323] all are alike", "wrong") + NO_WHY.replace("no-why", "no-why-2")
    write(course, section_01=CLEAN + two.replace("many a thing", "one", 1))
    assert places(lint("course"), "I323") == [("course/section-01.yaml", CLEAN.count("\n") + 9, "course/no-why-2")]


def test_a_comment_on_a_question_says_nothing_of_the_next(course: Path, lint: Lint) -> None:
    write(course, section_01=CLEAN + commented(NO_LESSON, "# aiinfra: ignore[I321] known") + OTHER_LESSON)
    assert [question for _, _, question in places(lint("course"), "I321")] == ["course/other-lesson"]


def test_a_comment_on_the_questions_silences_what_is_said_of_the_bank(course: Path, lint: Lint) -> None:
    text = bank(good("only", "one thing"))
    write(course, section_01=text.replace("questions:", "questions:  # aiinfra: ignore[B409] a sample"))
    assert lint("course") == []
    write(course, section_01=text.replace("format: 1", "format: 1  # aiinfra: ignore[B409] a sample"))
    assert codes(lint("course")) == ["L901", "B409"]


def test_what_stands_within_a_text_is_no_comment(course: Path, lint: Lint) -> None:
    asks = [
        '"What does # aiinfra: ignore[I321] this mean?"',
        "|\n      What does this line of a bank mean?\n      # aiinfra: ignore[I321] it is a text",
        '>\n      What does it mean\n      # aiinfra: ignore[I321]\n      in a bank?',
    ]  # fmt: skip
    for ask in asks:
        question = good("quoted", "a thing", ask=ask, because="")
        write(course, section_01=CLEAN + question)
        assert codes(lint("course", "--ignore", "Y104,I318,I317")) == ["I321"]


def test_what_a_comment_hides_in_a_question_with_an_error_is_not_called_unused(course: Path, lint: Lint) -> None:
    comment = "# aiinfra: ignore[I323] all are alike"
    unused = commented(good("fine", "later things"), comment)
    for broken in (BROKEN, good("odd", "a thing", rigth="x"), good("odd", "a thing", ask="Why: what?")):
        for text in (commented(broken, comment) + unused, unused + commented(broken, comment)):
            write(course, section_01=CLEAN + text)
            (told,) = (one["line"] for one in lint("course") if one["code"] == "L901")
            lines = (course / "section-01.yaml").read_text(encoding="utf-8").split("\n")
            assert "id: fine" in lines[told - 1]


def test_an_error_that_keeps_a_question_out_can_be_silenced_on_its_first_line(course: Path, lint: Lint) -> None:
    odd = good("odd", "a thing", rigth="x")
    write(course, section_01=CLEAN + commented(odd, "# aiinfra: ignore[S201] another tool reads it"))
    assert lint("course") == []
    write(course, section_01=CLEAN + commented(odd, "# aiinfra: ignore[S201] another tool reads it", "rigth"))
    assert lint("course") == []


def test_comments_work_in_course_yaml(course: Path, lint: Lint) -> None:
    write(course, section_01=CLEAN, course="format: 1\ntilte: A  # aiinfra: ignore[S201] another tool reads it\n")
    assert lint("course") == []


def test_a_comment_for_a_rule_that_does_not_run_is_let_be(course: Path, lint: Lint) -> None:
    write(course, section_01=CLEAN + commented(good("fine", "a thing"), "# aiinfra: ignore[I301] its condition"))
    assert codes(lint("course")) == ["L901"]
    assert lint("course", "--ignore", "I301") == []
    assert lint("course", "--select", "S,L") == []


def test_findings_on_comments_can_be_left_out_like_others(course: Path, lint: Lint) -> None:
    write(course, section_01=CLEAN + commented(NO_LESSON, "# aiinfra: ignore[I321]"))
    assert codes(lint("course", "--ignore", "L")) == ["I321"]
    assert codes(lint("course", "--select", "L")) == ["L902"]


def test_a_comment_silences_a_pair_at_the_later_one(course: Path, lint: Lint) -> None:
    first, second = good("first", "one thing"), good("second", "one thing")
    comment = "# aiinfra: ignore[B406] asked on purpose"
    write(course, section_01=bank(first), section_02=bank(commented(second, comment)))
    assert lint("course", "--select", "B406,L") == []
    write(course, section_01=bank(commented(first, comment)), section_02=bank(second))
    assert codes(lint("course", "--select", "B406")) == ["B406"]
