"""What the linter found, in every format that people and CI read. Pure: texts out, the command prints them."""

import json
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from aiinfra_study.core.problem import Problem
from aiinfra_study.core.text import clean
from aiinfra_study.ui.layout import Line, width_of

LEVELS = ("error", "warning", "info")
STYLES = {"error": "bad", "warning": "half", "info": "dim"}
TAB = 4
LONGEST_LINE = 120  # characters of a source line shown
ANNOTATIONS = 10  # of each level: GitHub shows no more and drops the rest in print order


class Report(NamedTuple):
    """Findings in the order to tell them; the kebab names of their codes; the lines of their files; how many files."""

    problems: Sequence[Problem]
    names: Mapping[str, str]
    line: Callable[[str, int], str]
    files: int = 0

    def name(self, problem: Problem) -> str:
        return self.names.get(problem.rule, "")

    def end_column(self, problem: Problem) -> int:
        """Where the value ends on its line, or one behind where there is none."""
        end = len(self.line(problem.mark.file, problem.mark.line).rstrip()) + 1
        return max(end, problem.mark.column + 1)


def one_line(report: Report, problem: Problem) -> str:
    """`path:line:column: level CODE name: message`."""
    name = f" {report.name(problem)}" if report.name(problem) else ""
    return clean(f"{problem.mark}: {problem.level} {problem.rule}{name}: {problem.message}").replace("\n", " ")


def text_lines(report: Report, *, grouped: bool) -> Iterator[Line]:
    """Each finding with its source line, a caret and the next move; grouped by question for people."""
    group: tuple[str, str | None] | None = None
    for problem in report.problems:
        here = (problem.mark.file, problem.question)
        if grouped and here != group and problem.question:
            yield []
            yield [(problem.question, "title")]
        group = here
        line = one_line(report, problem)
        level = f"{problem.mark}: "
        yield [(level, ""), (line[len(level) :], STYLES[problem.level])] if line.startswith(level) else [(line, "")]
        yield from _frame(report, problem)
        if problem.help:
            yield [("  help: ", "dim"), (clean(problem.help).replace("\n", " "), "")]
    yield from summary_lines(report)


def _frame(report: Report, problem: Problem) -> Iterator[Line]:
    """The source line and a caret under the place, right for tabs and wide characters."""
    source = report.line(problem.mark.file, problem.mark.line)
    if not source.strip():
        return
    at, end = problem.mark.column - 1, report.end_column(problem) - 1
    first = max(0, at - LONGEST_LINE // 2) if len(source) > LONGEST_LINE else 0
    shown = source[first : first + LONGEST_LINE]
    before, marked = shown[: at - first], shown[at - first : end - first]
    number = f"  {problem.mark.line} | "
    yield [(number, "dim"), (_flat(shown, ""), "")]
    carets = max(width_of(_flat(marked, before)), 1)
    gap = " " * (len(number) - 2) + "| " + " " * width_of(_flat(before, ""))
    yield [(gap, "dim"), ("^" * carets, STYLES[problem.level])]


def _flat(text: str, before: str) -> str:
    """A source line as one that can be shown: tabs as spaces to the next stop, control characters visible."""
    out = ""
    for sign in text:
        out += " " * (TAB - width_of(before + out) % TAB) if sign == "\t" else sign
    return clean(out)


def summary_lines(report: Report) -> Iterator[Line]:
    counts = Counter(problem.level for problem in report.problems)
    files = f"{report.files} file{'s' * (report.files != 1)}"
    if not report.problems:
        yield [(f"{files}: nothing found.", "good")]
        return
    told = [f"{counts[level]} {_noun(level, counts[level])}" for level in LEVELS if counts[level]]
    fixable = sum(problem.edit is not None for problem in report.problems)
    yield []
    yield [(f"{files}: {', '.join(told)}.", "title")]
    if fixable:
        yield [(f"{fixable} can be mended by --fix.", "")]


def _noun(level: str, count: int) -> str:
    return level if level == "info" else f"{level}{'s' * (count != 1)}"


def statistics_lines(report: Report) -> Iterator[Line]:
    """How often each rule found something, the most frequent first."""
    counts = Counter((problem.rule, report.name(problem), problem.level) for problem in report.problems)
    for (code, name, level), count in counts.most_common():
        yield [(f"{count:>6}  {code}  {name}  ({level})", "")]


def concise(report: Report) -> str:
    return "".join(f"{one_line(report, problem)}\n" for problem in report.problems)


def as_json(report: Report) -> str:
    return json.dumps([_object(report, problem) for problem in report.problems], ensure_ascii=False, indent=2) + "\n"


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


def github(report: Report) -> str:
    """Workflow commands, worst first, as many as are shown, and one notice of how many more there are."""
    told: Counter[str] = Counter()
    lines, more = [], 0
    for problem in sorted(report.problems, key=lambda p: LEVELS.index(p.level)):
        told[problem.level] += 1
        if told[problem.level] > ANNOTATIONS:
            more += 1
            continue
        kind = {"info": "notice"}.get(problem.level, problem.level)
        mark = problem.mark
        where = {"file": mark.file, "line": mark.line, "col": mark.column, "endColumn": report.end_column(problem)}
        title = f"{problem.rule} {report.name(problem)}"
        properties = ",".join(f"{key}={_property(value)}" for key, value in {**where, "title": title}.items())
        text = "\n".join(filter(None, (problem.message, problem.help and f"help: {problem.help}")))
        lines.append(f"::{kind} {properties}::{_data(text)}\n")
    if more:
        lines.append(f"::notice title=aiinfra lint::{more} more findings; the job summary has them all\n")
    return "".join(lines)


def _data(text: str) -> str:
    return clean(text).replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(value: object) -> str:
    return _data(str(value)).replace(":", "%3A").replace(",", "%2C")


def markdown(report: Report) -> str:
    """The job summary of GitHub Actions."""
    counts = Counter(problem.level for problem in report.problems)
    told = ", ".join(f"{counts[level]} {_noun(level, counts[level])}" for level in LEVELS if counts[level])
    lines = [f"### aiinfra lint: {told or 'nothing found'}", ""]
    if report.problems:
        lines += ["| | where | rule | what |", "|---|---|---|---|"]
    for problem in report.problems:
        cells = (problem.level, str(problem.mark), f"{problem.rule} {report.name(problem)}", problem.message)
        lines.append("| " + " | ".join(_cell(cell) for cell in cells) + " |")
    return "\n".join(lines) + "\n"


def _cell(text: str) -> str:
    escaped = clean(text).replace("&", "&amp;").replace("<", "&lt;").replace("|", "\\|")
    return escaped.replace("\n", " ").replace("`", "\\`")


def fingerprint(problem: Problem) -> str:
    """What stays the same when lines move: rule, file and question, and the message where there is no question."""
    from hashlib import sha256

    what = (problem.rule, problem.question or problem.mark.file, "" if problem.question else problem.message)
    return sha256("\x1f".join(what).encode("utf-8", "surrogatepass")).hexdigest()[:32]


def numbered(problems: Sequence[Problem]) -> list[str]:
    """The fingerprint of each finding; of equal ones the second, the third … has its number behind it."""
    seen: Counter[str] = Counter()
    marks = []
    for problem in problems:
        mark = fingerprint(problem)
        seen[mark] += 1
        marks.append(mark if seen[mark] == 1 else f"{mark}:{seen[mark]}")
    return marks


def sarif(report: Report, version: str, rules: Sequence[tuple[str, str, str]]) -> str:
    """SARIF 2.1.0 (OASIS, 2020). `rules` are code, name and summary of those that ran."""
    place = {code: index for index, (code, _, _) in enumerate(rules)}
    results = [
        {
            "ruleId": problem.rule,
            **({"ruleIndex": place[problem.rule]} if problem.rule in place else {}),
            "level": {"info": "note"}.get(problem.level, problem.level),
            "message": {"text": ". ".join(filter(None, (problem.message, problem.help)))},
            "locations": [
                {
                    "physicalLocation": {
                        "artifactLocation": {"uri": _uri(problem.mark.file)},
                        "region": {
                            "startLine": problem.mark.line,
                            "startColumn": problem.mark.column,
                            "endColumn": report.end_column(problem),
                        },
                    }
                }
            ],
            "partialFingerprints": {"aiinfraLint/v1": mark},
        }
        for problem, mark in zip(report.problems, numbered(report.problems), strict=True)
    ]
    described = [
        {"id": code, "name": name, "shortDescription": {"text": summary or name}} for code, name, summary in rules
    ]
    driver = {"name": "aiinfra lint", "semanticVersion": version, "rules": described}
    body = {
        "$schema": "https://json.schemastore.org/sarif-2.1.0.json",
        "version": "2.1.0",
        "runs": [{"tool": {"driver": driver}, "columnKind": "unicodeCodePoints", "results": results}],
    }
    return json.dumps(body, ensure_ascii=False, indent=2) + "\n"


def _uri(file: str) -> str:
    from urllib.parse import quote

    return quote(file.replace("\\", "/"))


def junit(report: Report, files: Sequence[str]) -> str:
    """JUnit XML: a file is a test case, which fails by its errors and warnings."""
    from xml.sax.saxutils import escape, quoteattr

    by_file: dict[str, list[Problem]] = {file: [] for file in files}
    for problem in report.problems:
        by_file.setdefault(problem.mark.file, []).append(problem)
    cases, failed = [], 0
    for file, problems in by_file.items():
        bad = [problem for problem in problems if problem.level != "info"]
        failed += bool(bad)
        inner = ""
        if bad:
            told = escape(_xml("\n".join(one_line(report, problem) for problem in bad)))
            what = quoteattr(_xml(f"{len(bad)} findings"))
            inner = f"<failure message={what}>{told}</failure>"
        cases.append(f'    <testcase classname="aiinfra.lint" name={quoteattr(_xml(file))}>{inner}</testcase>\n')
    head = f'<testsuite name="aiinfra lint" tests="{len(cases)}" failures="{failed}" errors="0">'
    xml = '<?xml version="1.0" encoding="UTF-8"?>'
    return f"{xml}\n<testsuites>\n  {head}\n{''.join(cases)}  </testsuite>\n</testsuites>\n"


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
            "check_name": f"{problem.rule} {report.name(problem)}",
            "fingerprint": mark,
            "severity": severity[problem.level],
            "location": {"path": problem.mark.file, "lines": {"begin": problem.mark.line}},
        }
        for problem, mark in zip(report.problems, numbered(report.problems), strict=True)
    ]
    return json.dumps(body, ensure_ascii=False, indent=2) + "\n"
