"""The formats of findings by name: those that CI and other programs read."""

import json
from collections.abc import Callable, Sequence
from typing import Any, NamedTuple

from aiinfra_study.core.problem import Problem
from aiinfra_study.core.text import clean
from aiinfra_study.ui.layout import plain
from aiinfra_study.ui.problems import Report, counted, one_line, statistics, text_lines

FOR_PEOPLE = ("text", "concise")  # the others are UTF-8 whatever the terminal speaks
_SARIF_LEVELS = {"info": "note"}


class Beside(NamedTuple):
    """What some formats tell beside the findings."""

    rules: Sequence["Described"]
    files: Sequence[str]
    summary: bool


class Described(NamedTuple):
    """A rule as a format may tell it."""

    code: str
    name: str
    level: str
    summary: str
    manual: str


def render(
    form: str, report: Report, rules: Sequence[Described], files: Sequence[str], *, summary: bool = False
) -> str:
    """The findings in a format, as a text. `rules` and `files` are those that took part; `summary`: whether a job
    summary has all findings."""
    return _WRITERS[form](report, Beside(rules, files, summary))


def statistics_json(report: Report) -> str:
    """How often each rule found something, as JSON."""
    keys = ("code", "name", "severity", "count")
    return _json([dict(zip(keys, one, strict=True)) for one in statistics(report)])


def _json(value: Any) -> str:
    """JSON as UTF-8 can hold it: half a surrogate pair (of a file name that is no UTF-8) stays an escape."""
    text = json.dumps(value, ensure_ascii=False, indent=2) + "\n"
    return text.encode("utf-8", "backslashreplace").decode("utf-8")


def _object(report: Report, problem: Problem) -> dict[str, Any]:
    mark = problem.mark
    return {
        "file": mark.file,
        "line": mark.line,
        "column": mark.column,
        "end_line": mark.line,
        "end_column": report.end_column(problem),
        "code": problem.rule,
        "rule": report.name(problem),
        "severity": problem.level,
        "message": problem.message,
        "help": problem.help,
        "question": problem.question,
        "fixable": problem.edit is not None,
    }


def sarif(report: Report, rules: Sequence[Described]) -> str:
    """SARIF 2.1.0 (OASIS, 2020; errata 01, 2023)."""
    from aiinfra_study import __version__

    place = {rule.code: index for index, rule in enumerate(rules)}
    results = [
        {
            "ruleId": problem.rule,
            **({"ruleIndex": place[problem.rule]} if problem.rule in place else {}),
            "level": _SARIF_LEVELS.get(problem.level, problem.level),
            "message": {"text": ". ".join(filter(None, (problem.message, problem.help)))},
            "locations": [{"physicalLocation": _location(report, problem)}],
            "partialFingerprints": {"aiinfraLint/v1": mark},
        }
        for problem, mark in zip(report.problems, report.fingerprints(), strict=True)
    ]
    described = [
        {
            "id": rule.code,
            "name": rule.name,
            "shortDescription": {"text": rule.summary or rule.name},
            "help": {"text": rule.manual or rule.summary or rule.name},
            "defaultConfiguration": {"level": _SARIF_LEVELS.get(rule.level, rule.level)},
        }
        for rule in rules
    ]
    driver = {"name": "aiinfra lint", "semanticVersion": __version__, "rules": described}
    body = {
        "$schema": "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json",
        "version": "2.1.0",
        "runs": [{"tool": {"driver": driver}, "columnKind": "unicodeCodePoints", "results": results}],
    }
    return _json(body)


def _location(report: Report, problem: Problem) -> dict[str, Any]:
    mark = problem.mark
    region = {"startLine": mark.line, "startColumn": mark.column, "endColumn": report.end_column(problem)}
    return {"artifactLocation": {"uri": _uri(mark.file)}, "region": region}


def _uri(file: str) -> str:
    """A relative file as a relative reference, one in full as `file:`, by RFC 3986."""
    from urllib.parse import quote

    path = quote(file.encode("utf-8", "surrogateescape"))
    if file.startswith("/"):
        return f"file://{path}"
    return f"file:///{path.replace('%3A', ':', 1)}" if file[1:3] == ":/" else path


def junit(report: Report, files: Sequence[str]) -> str:
    """JUnit XML: a file is a test case, which fails by its errors and warnings."""
    from xml.sax.saxutils import quoteattr

    by_file: dict[str, list[Problem]] = {file: [] for file in files}
    for problem in report.problems:
        by_file.setdefault(problem.mark.file, []).append(problem)
    cases, failed = [], 0
    for file, problems in by_file.items():
        bad = [problem for problem in problems if problem.level != "info"]
        good = [problem for problem in problems if problem.level == "info"]
        failed += bool(bad)
        what = quoteattr(counted(bad))
        inner = f"<failure message={what}>{_told(report, bad)}</failure>" if bad else ""
        inner += f"<system-out>{_told(report, good)}</system-out>" if good else ""
        cases.append(f'    <testcase classname="aiinfra.lint" name={quoteattr(_xml(file))}>{inner}</testcase>\n')
    head = f'<testsuite name="aiinfra lint" tests="{len(cases)}" failures="{failed}" errors="0">'
    xml = '<?xml version="1.0" encoding="UTF-8"?>'
    return f"{xml}\n<testsuites>\n  {head}\n{''.join(cases)}  </testsuite>\n</testsuites>\n"


def _told(report: Report, problems: Sequence[Problem]) -> str:
    from xml.sax.saxutils import escape

    return escape(_xml("\n".join(one_line(report, problem) for problem in problems)))


def _xml(text: str) -> str:
    """Without what XML 1.0 cannot hold, whatever the escaping."""
    return "".join(sign if _in_xml(sign) else "\ufffd" for sign in clean(text))


def _in_xml(sign: str) -> bool:
    return sign in "\t\n" or " " <= sign <= "\ud7ff" or "\ue000" <= sign <= "\ufffd" or sign > "\uffff"


def gitlab(report: Report) -> str:
    """GitLab's code quality report."""
    severity = {"error": "major", "warning": "minor", "info": "info"}
    body = [
        {
            "description": problem.message,
            "check_name": report.title(problem),
            "fingerprint": mark,
            "severity": severity[problem.level],
            "location": {"path": problem.mark.file, "lines": {"begin": problem.mark.line}},
        }
        for problem, mark in zip(report.problems, report.fingerprints(), strict=True)
    ]
    return _json(body)


def _text(report: Report, _: Beside) -> str:
    return "".join(f"{plain(line)}\n" for line in text_lines(report))


def _concise(report: Report, _: Beside) -> str:
    return "".join(f"{one_line(report, problem)}\n" for problem in report.problems)


def _github(report: Report, beside: Beside) -> str:
    from aiinfra_study.ui.problem_github import github

    return github(report, summary=beside.summary)


_WRITERS: dict[str, Callable[[Report, Beside], str]] = {
    "text": _text,
    "concise": _concise,
    "json": lambda report, _: _json([_object(report, problem) for problem in report.problems]),
    "github": _github,
    "sarif": lambda report, beside: sarif(report, beside.rules),
    "junit": lambda report, beside: junit(report, beside.files),
    "gitlab": lambda report, _: gitlab(report),
}
FORMATS = ("auto", *_WRITERS)
