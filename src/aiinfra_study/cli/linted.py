"""A lint run: the files, the rules, the findings, and what is done with them."""

import os
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from aiinfra_study.cli.desk import Desk
from aiinfra_study.cli.lint_run import Memory, Run
from aiinfra_study.cli.linting import FAIL_ON, STDIN, Folder, fails, folders, prefixes, settings_beside
from aiinfra_study.core.errors import DataError, Exit, UsageError
from aiinfra_study.core.problem import Problem
from aiinfra_study.core.text import did_you_mean
from aiinfra_study.lint import Wanted
from aiinfra_study.lint.rule import catalogue
from aiinfra_study.store import places
from aiinfra_study.ui.layout import Line, plain, prose, table, wrap
from aiinfra_study.ui.problem_formats import FOR_PEOPLE, FORMATS, Described, render, statistics_json
from aiinfra_study.ui.problems import Report, statistics_lines, text_lines
from aiinfra_study.ui.theme import Out


class LintRequest(NamedTuple):
    """What the command line asked for; None and () mean the setting beside the banks, else the default."""

    paths: tuple[str, ...]
    form: str = "auto"
    output: Path | None = None
    select: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()
    extend: tuple[str, ...] = ()
    fail_on: str | None = None
    baseline: Path | None = None
    write_baseline: Path | None = None
    fix: bool = False
    unsafe: bool = False
    diff: bool = False
    statistics: bool = False


class Plan(NamedTuple):
    """A request with the settings beside the banks filled in, checked."""

    places: list[Folder]
    wanted: Wanted
    fail_on: str
    baseline: Path | None
    roots: tuple[Path, ...]


def planned(desk: Desk, request: LintRequest) -> Plan:
    """Raises UsageError for a path that is not there, an unknown rule, format or level."""
    if request.form not in FORMATS:
        hint = did_you_mean(request.form, list(FORMATS)) or f"Known: {', '.join(FORMATS)}."
        raise UsageError("usage", f'there is no format "{request.form}"', hint)
    if request.statistics and request.form not in ("auto", "json", *FOR_PEOPLE):
        what = f"--statistics cannot be told as {request.form}"
        raise UsageError("usage", what, "It goes with --format text or --format json.")
    if request.paths == ("-",):
        roots: list[Path] = []
        found = [Folder(None, frozenset(), True)]
    else:
        scope = [Path(path) for path in request.paths]
        if not scope and desk.options.course is not None:
            scope = [desk.current_course.folder]
        roots = scope or list(places.bank_folders(desk.options.banks, desk.settings.get("banks")))
        found = folders(roots)
    beside = settings_beside(found)
    fail_on = request.fail_on or str(beside.get("fail-on", "error"))
    if fail_on not in FAIL_ON:
        raise UsageError("usage", f'--fail-on cannot be "{fail_on}"', f"It is one of {', '.join(FAIL_ON)}.")
    wanted = Wanted(
        prefixes(request.select, "--select"),
        prefixes(request.ignore, "--ignore"),
        prefixes(request.extend, "--extend-select"),
    )
    known = request.baseline or (Path(beside["baseline"]) if "baseline" in beside else None)
    return Plan(found, wanted, fail_on, known, tuple(roots))


def lint_once(desk: Desk, request: LintRequest, memory: Memory | None = None) -> int:
    """Lint, mend where that was asked for, tell; returns the exit code."""
    plan = planned(desk, request)
    if request.fix or request.diff:
        return _mend(desk, request, plan)
    run = Run(plan.places, plan.wanted, memory)
    return _told(desk, request, plan, run, _findings(run, plan), desk.out)


def _findings(run: Run, plan: Plan) -> list[Problem]:
    """What a run finds and the baseline does not have."""
    problems = run.problems()
    if plan.baseline is None:
        return problems
    from aiinfra_study.cli.baseline import without_known

    return without_known(plan.baseline, _report(run, problems))


def _mend(desk: Desk, request: LintRequest, plan: Plan) -> int:
    """--fix and --diff. Of a bank on stdin the mended text is the result, and findings go to stderr."""
    from aiinfra_study.cli.mends import Mender, untouched_stdin

    stdin = sys.stdin.buffer.read() if request.paths == ("-",) else None
    given = {STDIN: stdin} if stdin is not None else {}
    tidy = not plan.wanted.select
    mender = Mender(desk, unsafe=request.unsafe, tidy=tidy, stdin=stdin or b"")
    memory = Memory()
    run = Run(plan.places, plan.wanted, memory, given)
    problems = _findings(run, plan)

    def again() -> tuple[Run, list[Problem]]:
        nonlocal run, problems
        run = Run(plan.places, plan.wanted, memory, {**given, **mender.bytes})
        problems = _findings(run, plan)
        return run, problems

    mender.mend(run, problems, again)
    if request.diff:
        mender.show()
        return int(Exit.FINDINGS if mender.drafts else Exit.OK)
    mender.write()
    if stdin is not None:
        untouched_stdin(mender.drafts, stdin)
    return _told(desk, request, plan, run, problems, desk.out if stdin is None else desk.err)


def _told(desk: Desk, request: LintRequest, plan: Plan, run: Run, problems: list[Problem], out: Out) -> int:
    """Tell findings, or write them down as known; returns the exit code."""
    if request.write_baseline is not None:
        from aiinfra_study.cli.baseline import write_baseline

        _check_target(request.write_baseline, run)
        return write_baseline(desk, request.write_baseline, _report(run, problems))
    _tell(desk, request, run, problems, out)
    return int(Exit.FINDINGS if fails(problems, plan.fail_on) else Exit.OK)


def _report(run: Run, problems: Sequence[Problem]) -> Report:
    names = {code: rule.name for code, rule in run.rules.items()}

    def address(file: str) -> str:
        path = run.opened[file].path if file in run.opened else None
        return "/".join(path.absolute().parts[-2:]) if path is not None else file

    return Report(problems, names, run.line, len(run.opened), address)


def _tell(desk: Desk, request: LintRequest, run: Run, problems: Sequence[Problem], out: Out) -> None:
    report = _report(run, problems)
    form = request.form
    if form == "auto":
        form = "github" if os.environ.get("GITHUB_ACTIONS") == "true" else "text"
    summary = form == "github" and not request.statistics and _summarised(desk, report)
    if request.output is not None:
        _check_target(request.output, run)
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
    yield from text_lines(report, width)
    for line in run.blind_scores():
        yield from [line] if width is None else wrap(line, width, hang="    ")


def _summarised(desk: Desk, report: Report) -> bool:
    """Append to the job summary where GitHub wants one; whether it has the findings now."""
    from aiinfra_study.ui.problem_formats import markdown

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


def _check_target(path: Path, run: Run) -> None:
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


# rules


def explain(desk: Desk, code: str) -> int:
    """Print the manual of a rule, by its code or its name."""
    rules = catalogue()
    wanted = code.strip().casefold()
    for rule in rules.values():
        if wanted in (rule.code.casefold(), rule.name):
            default = "" if rule.default else ", off unless selected"
            head: Line = [(f"{rule.code} {rule.name}", "title"), (f" ({rule.level}{default})", "dim")]
            desk.out.lines(wrap(head, desk.out.width))
            desk.out.lines([[], *_manual(rule.manual, desk.out.width)])
            return 0
    names = [*rules, *(rule.name for rule in rules.values())]
    hint = did_you_mean(code, names) or "All: aiinfra lint --rules"
    raise UsageError("unknown-rule", f'no rule is called "{code}"', hint)


def _manual(text: str, width: int) -> list[Line]:
    """A manual: its sentences wrapped, its examples as they stand."""
    lines: list[Line] = []
    for part in text.split("\n\n"):
        words = [line for line in part.split("\n") if not line.startswith("    ")]
        example = [line for line in part.split("\n") if line.startswith("    ")]
        lines += ([[]] if lines else []) + (prose("\n".join(words), width) if words else [])
        lines += [[(line, "")] for line in example]
    return lines


def list_rules(desk: Desk) -> int:
    rows = [
        (rule.code, rule.name, rule.level if rule.default else f"{rule.level}, off", rule.summary)
        for rule in catalogue().values()
    ]
    desk.out.lines(table(("code", "name", "level", "finds"), rows, desk.out.width))
    return 0


# watching


def watch(desk: Desk, request: LintRequest) -> int:
    """Lint again whenever one of the files changes, until Ctrl-C."""
    from aiinfra_study.cli import watching

    if "-" in request.paths:
        raise UsageError("usage", "--watch cannot look at stdin", "Name a bank or a folder.")
    memory = Memory()
    clears = sys.stdout.isatty() and not desk.plain and os.environ.get("TERM") != "dumb"
    plan = planned(desk, request)

    def lint() -> None:
        nonlocal plan
        if clears:
            desk.out.write("\x1b[2J\x1b[H")
        plan = planned(desk, request)
        lint_once(desk, request, memory)

    def concerned() -> Iterator[Path]:
        for root in plan.roots:
            yield from watching.with_subfolders(root) if root.is_dir() else [root]
        for place in plan.places:
            if place.path is not None:
                yield from (place.path, place.path.parent / "aiinfra.toml", *place.asked)
        if plan.baseline is not None:
            yield plan.baseline

    watching.watch(lint, lambda: desk.err.say("Watching; Ctrl-C ends it.", "dim"), concerned)
    return int(Exit.OK)
