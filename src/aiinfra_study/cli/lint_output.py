"""Where the findings of a lint run go: the screen, a file, the job summary of GitHub."""

import os
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from aiinfra_study.cli.desk import Desk
from aiinfra_study.cli.lint_run import Run
from aiinfra_study.core.errors import DataError, UsageError
from aiinfra_study.core.problem import Problem
from aiinfra_study.ui.layout import Line, plain, wrap
from aiinfra_study.ui.problem_formats import FOR_PEOPLE, Described, render, statistics_json
from aiinfra_study.ui.problems import Report, statistics_lines, text_lines
from aiinfra_study.ui.theme import Out

if TYPE_CHECKING:
    from aiinfra_study.cli.linted import LintRequest


def report_of(run: Run, problems: Sequence[Problem]) -> Report:
    names = {code: rule.name for code, rule in run.rules.items()}

    def address(file: str) -> str:
        path = run.opened[file].path if file in run.opened else None
        return "/".join(path.absolute().parts[-2:]) if path is not None else file

    return Report(problems, names, run.line, len(run.opened), address)


def tell(desk: Desk, request: "LintRequest", run: Run, problems: Sequence[Problem], out: Out) -> None:
    """Tell findings in the form that was asked for."""
    report = report_of(run, problems)
    form = request.form
    if form == "auto":
        form = "github" if os.environ.get("GITHUB_ACTIONS") == "true" else "text"
    summary = form == "github" and not request.statistics and _summarised(desk, report)
    if request.output is not None:
        check_target(request.output, run)
    elif form == "text" or (request.statistics and form != "json"):
        lines = statistics_lines(report) if request.statistics else _text(run, report, out)
        return out.raw_lines(lines)
    if request.statistics and form == "json":
        text = statistics_json(report)
    elif request.statistics:
        text = "".join(f"{plain(line)}\n" for line in statistics_lines(report))
    else:
        active = (rule for rule in run.rules.values() if run.wanted.takes(rule))
        rules = [Described(rule.code, rule.name, rule.level, rule.summary, rule.manual) for rule in active]
        text = render(form, report, rules, sorted(run.opened), summary=summary)
    return _deliver(text, request.output, out, utf=form not in FOR_PEOPLE)


def _text(run: Run, report: Report, out: Out) -> Iterator[Line]:
    width = out.width if out.stream.isatty() else None
    yield from text_lines(report, width, framed=not out.spoken)
    for line in run.blind_scores():
        yield from [line] if width is None else wrap(line, width, hang="    ")


def _summarised(desk: Desk, report: Report) -> bool:
    """Append to the job summary where GitHub wants one; whether it has the findings now."""
    from aiinfra_study.ui.problem_github import markdown

    path = os.environ.get("GITHUB_STEP_SUMMARY")
    try:
        if path:
            with open(path, "a", encoding="utf-8", newline="\n") as file:
                file.write(markdown(report))
    except (OSError, ValueError) as error:
        why = getattr(error, "strerror", None) or error
        desk.err.lines([[(f"The job summary cannot be written ({why}): {path}", "")]])
        return False
    return bool(path)


def check_target(path: Path, run: Run) -> None:
    """Raise UsageError for a file of results that would destroy a bank."""
    if any(opened.path is not None and opened.path.resolve() == path.resolve() for opened in run.opened.values()):
        raise UsageError("usage", f"{path} is a bank that is linted", "Name another file.")


def _deliver(text: str, path: Path | None, out: Out, *, utf: bool) -> None:
    """Write findings to a file or a stream; what programs read is UTF-8 everywhere."""
    if path is not None:
        try:
            path.write_text(text, encoding="utf-8", errors="backslashreplace", newline="\n")
        except OSError as error:
            what = f"{path} cannot be written ({error.strerror})"
            raise DataError("io-error", what, "Name another file.") from None
    elif utf and hasattr(out.stream, "buffer"):
        out.stream.flush()
        out.stream.buffer.write(text.encode("utf-8", "backslashreplace"))
        out.stream.buffer.flush()
    else:
        out.write(text)
