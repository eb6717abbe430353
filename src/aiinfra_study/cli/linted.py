"""A lint run: the files, the rules, the findings, and what is done with them."""

import sys
from pathlib import Path
from typing import NamedTuple

from aiinfra_study.cli.desk import Desk
from aiinfra_study.cli.lint_output import check_target, report_of, tell
from aiinfra_study.cli.lint_run import Memory, Run
from aiinfra_study.cli.linting import FAIL_ON, STDIN, Folder, fails, folders, prefixes, settings_beside
from aiinfra_study.core.errors import Exit, UsageError
from aiinfra_study.core.problem import Problem
from aiinfra_study.core.text import did_you_mean
from aiinfra_study.lint import Wanted
from aiinfra_study.store import places
from aiinfra_study.ui.problem_formats import FOR_PEOPLE, FORMATS
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
    baselines: tuple[Path, ...]  # none where one is written: what was known stays known
    roots: tuple[Path, ...]


def planned(desk: Desk, request: LintRequest) -> Plan:
    """Raises UsageError for a path that is not there, an unknown rule, format or level."""
    if request.form not in FORMATS:
        hint = did_you_mean(request.form, list(FORMATS)) or f"Known: {', '.join(FORMATS)}."
        raise UsageError("usage", f'there is no format "{request.form}"', hint)
    if request.diff and request.write_baseline is not None:
        raise UsageError("usage", "--diff and --write-baseline exclude each other", "Name one of them.")
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
    known = (request.baseline,) if request.baseline is not None else tuple(map(Path, beside.get("baseline", ())))
    return Plan(found, wanted, fail_on, () if request.write_baseline is not None else known, tuple(roots))


def lint_once(desk: Desk, request: LintRequest, memory: Memory | None = None) -> int:
    """Lint, mend where that was asked for, tell; returns the exit code."""
    plan = planned(desk, request)
    if request.fix or request.diff:
        return _mend(desk, request, plan)
    run = Run(plan.places, plan.wanted, memory)
    return _told(desk, request, plan, run, _findings(run, plan), desk.out)


def _findings(run: Run, plan: Plan) -> list[Problem]:
    """What a run finds and the baselines do not have."""
    problems = run.problems()
    if not plan.baselines:
        return problems
    from aiinfra_study.cli.baseline import without_known

    return without_known(plan.baselines, report_of(run, problems))


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

        check_target(request.write_baseline, run)
        return write_baseline(desk, request.write_baseline, report_of(run, problems))
    tell(desk, request, run, problems, out)
    return int(Exit.FINDINGS if fails(problems, plan.fail_on) else Exit.OK)
