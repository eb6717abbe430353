"""Findings as people and programs read them. sarif-2.1.0.schema.json is the schema of the OASIS standard:
https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"""

import json
import time
from collections.abc import Mapping
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import jsonschema
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from aiinfra_study.core.problem import Edit, Mark, Problem
from aiinfra_study.ui.cells import width_of
from aiinfra_study.ui.layout import line_width, plain
from aiinfra_study.ui.problem_formats import FORMATS, Described, render
from aiinfra_study.ui.problem_github import SUMMARY_BYTES, markdown
from aiinfra_study.ui.problems import Report, text_lines

SARIF = jsonschema.Draft4Validator(
    json.loads((Path(__file__).parent / "sarif-2.1.0.schema.json").read_text(encoding="utf-8"))
)
RULES = (Described("I301", "key-much-longer", "warning", "The key is longer.", "The key is longer.\n\nMore."),)
NAMES = {"I301": "key-much-longer"}
FILE = "bank/section-01.yaml"


def problem(line: int = 1, column: int = 1, **fields: Any) -> Problem:
    values = {"rule": "I301", "level": "warning", "message": "too long", "help": "", "question": "bank/one"}
    values |= fields
    return Problem(Mark(values.pop("file", FILE), line, column), **values)


def report(*problems: Problem, lines: Mapping[int, str] | None = None) -> Report:
    return Report(problems, NAMES, lambda _, number: (lines or {}).get(number, ""), 1)


def told(form: str, *problems: Problem, **more: Any) -> str:
    return render(form, report(*problems), RULES, [FILE], **more)


def frame(source: str, column: int, width: int | None = None) -> tuple[str, str]:
    """The source line as shown, and the line of carets below it."""
    found = [plain(line) for line in text_lines(report(problem(1, column), lines={1: source}), width)]
    at = next(number for number, line in enumerate(found) if line.startswith("  1 | "))
    return found[at], found[at + 1]


# where the carets stand


@pytest.mark.parametrize(
    ("source", "column", "marked"),
    [
        ("    right: HBM", 12, "HBM"),
        ("    right: HBM  # or not", 12, "HBM"),
        ('    right: "a # b"  # c', 12, '"a # b"'),
        ("    right: 'it''s'", 12, "'it''s'"),
        ("    wrong: [Disk, Tape, RAM]", 19, "Tape"),
        ("    wrong: [Disk, Tape, RAM]", 25, "RAM"),
        ("    wrong: [Disk, [Tape]]  # two", 12, "[Disk, [Tape]]"),
        ('    wrong: ["Disk]", Tape]', 12, '["Disk]", Tape]'),
        ("    right: [it's], wrong: [don't]", 12, "[it's]"),
        ("    wrong: [Disk, [a, b]]  # two", 12, "[Disk, [a, b]]"),
        ("  - {ask: What is it?, right: [x]}", 11, "What is it?"),
        ("    ask: What is a[0], and why?", 10, "What is a[0], and why?"),
        ("    ask: 質問は何ですか", 10, "質問は何ですか"),
        ("  # aiinfra: ignore[I301] why", 3, "# aiinfra: ignore[I301] why"),
        ("    right: HBM", 15, " "),
    ],
)
def test_carets_stand_below_the_value(source: str, column: int, marked: str) -> None:
    shown, carets = frame(source, column)
    before = width_of("  1 | " + source[: column - 1])
    assert shown == "  1 | " + source
    assert carets == "    | ".ljust(before) + "^" * width_of(marked)


@pytest.mark.parametrize("text", ["cafe\u0301 x", "한국어 x", "👩‍🚀 x", "a\tb\tx", "\tx"])
def test_what_is_wide_narrow_or_a_tab_before_the_place_moves_the_carets(text: str) -> None:
    shown, carets = frame(text, len(text))
    assert width_of(shown[: shown.index("x")]) == carets.index("^")


@given(
    st.text(st.sampled_from("ab 質한e\u0301\t:,[]#'\"…"), min_size=1, max_size=300),
    st.integers(1, 300),
    st.sampled_from([40, 80, 120]),
)
def test_a_frame_is_never_wider_than_the_terminal_and_carets_are_within_it(text: str, at: int, width: int) -> None:
    problems = report(problem(1, min(at, len(text))), lines={1: text})
    lines = list(text_lines(problems, width))
    assert all(line_width(line) <= width for line in lines), lines
    carets = [plain(line) for line in lines if "^" in plain(line)]
    assert len(carets) == bool(text.strip())


@pytest.mark.parametrize("width", [40, 80])
@pytest.mark.parametrize("at", [0, 100, 200])
def test_of_a_long_line_the_part_around_the_place_is_shown(width: int, at: int) -> None:
    source = "w " * (at // 2) + "HERE" + " w" * 100
    shown, carets = frame(source, at + 1, width)
    cell = carets.index("^")
    assert shown[cell : cell + 4] == "HERE"
    assert width_of(shown) <= width
    assert ("…" in shown[:cell]) == (at > 0)
    assert shown.endswith("…")


def test_a_line_of_64_kib_is_framed() -> None:
    shown, carets = frame("\t質" * 32768 + "x", 65537, 80)
    assert width_of(shown[: shown.index("x")]) == carets.index("^")


@pytest.mark.parametrize("part", ["[x], ", "é\t", "質", "x"])
def test_many_findings_on_a_long_line_are_told_at_once(part: str) -> None:
    problems = report(*(problem(1, column) for column in range(1, 1901, 19)), lines={1: f"a: [{part * 400}]"})
    start = time.process_time()
    assert len(list(text_lines(problems))) > 300
    assert time.process_time() - start < 1, "a hundred took up to 100 seconds"


# text


def test_at_a_terminal_findings_stand_together_by_question_the_worst_first() -> None:
    problems = (
        problem(9, question="bank/two", level="error"),
        problem(3, help="make it shorter"),
        problem(4),
        problem(8, question="bank/two"),
    )
    lines = [plain(line) for line in text_lines(report(*problems), 100)]
    assert lines == [
        "bank/two",
        f"{FILE}:9:1: error I301 key-much-longer: too long",
        f"{FILE}:8:1: warning I301 key-much-longer: too long",
        "",
        "bank/one",
        f"{FILE}:3:1: warning I301 key-much-longer: too long",
        "  help: make it shorter",
        f"{FILE}:4:1: warning I301 key-much-longer: too long",
        "",
        "1 file: 1 error, 3 warnings.",
    ]


def test_the_summary_says_what_can_be_mended_and_how() -> None:
    problems = [problem(1, edit=Edit(0, 0, "x")), problem(2, edit=Edit(0, 0, "x", safe=False))]
    lines = [plain(line) for line in text_lines(report(*problems))]
    assert lines[-2:] == ["1 can be mended by --fix.", "1 more can be mended by --fix --unsafe."]


def test_concise_is_one_line_a_finding_whatever_the_message() -> None:
    text = told("concise", problem(message="two\nlines \x1b[2J"), problem(2))
    assert text.splitlines() == [
        f"{FILE}:1:1: warning I301 key-much-longer: two lines ␛[2J",
        f"{FILE}:2:1: warning I301 key-much-longer: too long",
    ]


# GitHub


def test_github_commands_are_escaped() -> None:
    text = told("github", problem(message="100 %: a\r\nb, c", help="x::y", file="a,b:c%.yaml"))
    assert text == (
        "::warning file=a%2Cb%3Ac%25.yaml,line=1,col=1,endColumn=2,title=I301 key-much-longer"
        "::100 %25: a␍%0Ab, c%0Ahelp: x::y\n"
    )


def test_github_gets_ten_of_a_kind_worst_first_and_one_notice_of_the_rest() -> None:
    levels = ["info"] * 12 + ["warning"] * 11 + ["error"] * 3
    lines = told("github", *(problem(n, level=level) for n, level in enumerate(levels, 1)), summary=True).splitlines()
    kinds = [line.split(" ")[0] for line in lines]
    assert kinds == ["::error"] * 3 + ["::warning"] * 10 + ["::notice"] * 10
    assert lines[-1] == "::notice title=aiinfra lint::4 more; the job summary has them all"


def test_ten_of_a_kind_need_no_notice_of_more() -> None:
    lines = told("github", *(problem(n, level=level) for level in ("info", "error") for n in range(10))).splitlines()
    assert len(lines) == 20
    assert not any("more" in line for line in lines)


def test_a_job_summary_is_a_table_whatever_the_message() -> None:
    text = markdown(report(problem(message="a | b `c` <img> \\| [x](y)\nz")))
    assert text.splitlines()[0] == "### aiinfra lint: 1 warning"
    row = text.splitlines()[-1]
    assert row.endswith(r" a \| b \`c\` &lt;img> \\\| \[x\](y) z |")


def test_a_job_summary_stays_below_what_github_takes() -> None:
    text = markdown(report(*(problem(n, message="m" * 500) for n in range(3000))))
    assert len(text.encode()) < 1 << 20
    assert len(text.encode()) > SUMMARY_BYTES * 0.99
    assert text.splitlines()[-1].endswith(" more")


# for programs

NASTY = st.text(st.characters(exclude_categories=[]), max_size=30)


@settings(max_examples=50)
@given(st.lists(st.tuples(NASTY, NASTY, NASTY, st.sampled_from(["error", "warning", "info"])), max_size=4))
def test_every_format_can_be_read_whatever_files_and_messages_are_called(found: list[tuple[str, ...]]) -> None:
    problems = [
        problem(file=file or "f", message=text, help=help, level=level, question=None)
        for file, text, help, level in found
    ]
    texts = {form: told(form, *problems) for form in FORMATS if form != "auto"}
    assert all(text.encode("utf-8") is not None for form, text in texts.items() if form not in ("text", "concise"))
    assert len(json.loads(texts["json"])) == len(problems)
    SARIF.validate(json.loads(texts["sarif"]))
    suite = ElementTree.fromstring(texts["junit"].encode("utf-8")).find("testsuite")
    assert suite is not None
    assert int(suite.get("tests", "")) == len(suite) == len({FILE, *(p.mark.file for p in problems)})
    assert len(json.loads(texts["gitlab"])) == len(problems)
    assert len(texts["concise"].split("\n")) == len(problems) + 1
    assert texts["github"].count("\n") == len(problems)


def test_sarif_has_rules_relative_uris_and_columns_in_code_points() -> None:
    text = told("sarif", problem(5, 12, file="my bank/ä.yaml"), problem(6, level="info", file="/abs/x.yaml"))
    (run,) = json.loads(text)["runs"]
    SARIF.validate(json.loads(text))
    assert run["columnKind"] == "unicodeCodePoints"
    (rule,) = run["tool"]["driver"]["rules"]
    assert (rule["id"], rule["name"]) == ("I301", "key-much-longer")
    assert rule["defaultConfiguration"] == {"level": "warning"}
    assert rule["help"]["text"].startswith(rule["shortDescription"]["text"])
    first, second = (result["locations"][0]["physicalLocation"] for result in run["results"])
    assert first["artifactLocation"]["uri"] == "my%20bank/%C3%A4.yaml"
    assert first["region"] == {"startLine": 5, "startColumn": 12, "endColumn": 13}
    assert second["artifactLocation"]["uri"] == "file:///abs/x.yaml"
    assert [result["level"] for result in run["results"]] == ["warning", "note"]
    assert [result["ruleIndex"] for result in run["results"]] == [0, 0]


def test_junit_fails_files_by_errors_and_warnings_and_keeps_infos() -> None:
    problems = (problem(message='<a> & "b" \x00'), problem(file="b.yaml", level="info"))
    suite = ElementTree.fromstring(render("junit", report(*problems), RULES, [FILE, "b.yaml", "c.yaml"]).encode())[0]
    assert (suite.get("tests"), suite.get("failures")) == ("3", "1")
    bad, info, good = suite
    assert bad[0].tag == "failure"
    assert bad[0].text == f'{FILE}:1:1: warning I301 key-much-longer: <a> & "b" ␀'
    assert info[0].tag == "system-out"
    assert len(good) == 0


def marks(*problems: Problem) -> list[str]:
    return report(*problems).fingerprints()


def test_fingerprints_differ_from_each_other_and_gitlab_and_sarif_have_them() -> None:
    problems = (problem(1), problem(2), problem(2, rule="I302"), problem(question="bank/two"), problem(question=None))
    found = marks(*problems)
    assert len(set(found)) == 5
    assert [one["fingerprint"] for one in json.loads(told("gitlab", *problems))] == found
    results = json.loads(told("sarif", *problems))["runs"][0]["results"]
    assert [one["partialFingerprints"]["aiinfraLint/v1"] for one in results] == found


def test_a_fingerprint_survives_other_lines_other_findings_and_other_figures() -> None:
    whole = problem(2, rule="B401", question=None, message="longest in 14 of 15 (93.3 %, p = 4e-8)")
    (one, bank) = marks(problem(3), whole)
    later = whole._replace(message="longest in 15 of 16 (93.8 %, p = 1e-8)", mark=Mark(FILE, 9, 2))
    other = problem(1, rule="S201", question=None, message="unknown")
    assert marks(other, problem(1, question="bank/new"), later, problem(77, 5, message="too long by 3"))[2:] == [
        bank,
        one,
    ]


def test_findings_on_a_file_are_apart_by_what_they_name() -> None:
    assert len(set(marks(*(problem(question=None, message=f'"{name}" is unused') for name in "abc")))) == 3
