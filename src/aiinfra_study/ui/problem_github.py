"""Findings as GitHub Actions takes them: annotations, and the job summary."""

from aiinfra_study.core.problem import SEVERITIES, Problem
from aiinfra_study.core.text import clean
from aiinfra_study.ui.problems import Report, counted

ANNOTATIONS = 10  # of each kind: GitHub shows no more of a step and drops the rest in print order
SUMMARY_BYTES = 900_000  # GitHub refuses a job summary of more than 1 MiB
_KINDS = {"info": "notice"}


def github(report: Report, *, summary: bool) -> str:
    """Workflow commands, worst first, as many as are shown, and one notice of how many more there are."""
    kinds: dict[str, list[str]] = {level: [] for level in SEVERITIES}
    for problem in report.problems:
        kinds[problem.level].append(_annotation(report, problem))
    if not any(len(lines) > ANNOTATIONS for lines in kinds.values()):
        return "".join(line for lines in kinds.values() for line in lines)
    room = {**dict.fromkeys(SEVERITIES, ANNOTATIONS), "info": ANNOTATIONS - 1}  # the one below is a notice too
    shown = [line for level, lines in kinds.items() for line in lines[: room[level]]]
    more = len(report.problems) - len(shown)
    where = "the job summary has them all" if summary else "aiinfra lint tells them all"
    return "".join([*shown, f"::notice title=aiinfra lint::{more} more; {where}\n"])


def _annotation(report: Report, problem: Problem) -> str:
    properties = {
        "file": problem.mark.file,
        "line": problem.mark.line,
        "col": problem.mark.column,
        "endColumn": report.end_column(problem),
        "title": report.title(problem),
    }
    told = ",".join(f"{key}={_property(value)}" for key, value in properties.items())
    text = "\n".join(filter(None, (problem.message, problem.help and f"help: {problem.help}")))
    return f"::{_KINDS.get(problem.level, problem.level)} {told}::{_data(text)}\n"


def _data(text: str) -> str:
    return clean(text).replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(value: object) -> str:
    return _data(str(value)).replace(":", "%3A").replace(",", "%2C")


def markdown(report: Report) -> str:
    """The job summary of GitHub Actions."""
    text = f"### aiinfra lint: {counted(report.problems) or 'nothing found'}\n\n"
    if report.problems:
        text += "| | where | rule | what |\n|---|---|---|---|\n"
    size = 0
    rows = []
    for problem in sorted(report.problems, key=lambda p: SEVERITIES.index(p.level)):
        cells = (problem.level, str(problem.mark), report.title(problem), problem.message)
        row = "| " + " | ".join(_cell(cell) for cell in cells) + " |\n"
        size += len(row.encode())
        if size > SUMMARY_BYTES:
            break
        rows.append(row)
    more = len(report.problems) - len(rows)
    return text + "".join(rows) + (f"\n{more} more\n" if more else "")


def _cell(text: str) -> str:
    text = clean(text).replace("\n", " ").replace("\\", "\\\\").replace("&", "&amp;").replace("<", "&lt;")
    for sign in "|`*_[]~$":
        text = text.replace(sign, f"\\{sign}")
    return text
