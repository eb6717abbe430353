"""A lint run: the files, the rules, the findings, and what is done with them."""

import os
import sys
import time
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

from aiinfra_study.cli.desk import Desk
from aiinfra_study.cli.linting import (
    FAIL_ON,
    Folder,
    Opened,
    Run,
    fails,
    folders,
    label,
    prefixes,
    settings_beside,
)
from aiinfra_study.core.errors import DataError, Exit, UsageError
from aiinfra_study.core.problem import Problem
from aiinfra_study.core.text import did_you_mean
from aiinfra_study.lint import Wanted
from aiinfra_study.lint.rule import catalogue
from aiinfra_study.store import places
from aiinfra_study.ui.layout import Line, prose, table, wrap
from aiinfra_study.ui.problem_formats import FORMATS, render
from aiinfra_study.ui.problems import Report, numbered, statistics_lines, text_lines

LOOK_EVERY = 0.25  # seconds, between two looks of --watch


class LintRequest(NamedTuple):
    """What the command line asked for; None and () mean the setting beside the banks, else the default."""

    paths: tuple[str, ...]
    form: str
    output: Path | None
    select: tuple[str, ...]
    ignore: tuple[str, ...]
    extend: tuple[str, ...]
    fail_on: str | None
    baseline: Path | None
    write_baseline: Path | None
    fix: bool
    unsafe: bool
    diff: bool
    statistics: bool


class Plan(NamedTuple):
    """A request with the settings beside the banks filled in, checked."""

    places: list[Folder]
    wanted: Wanted
    fail_on: str
    baseline: Path | None


def planned(desk: Desk, request: LintRequest) -> Plan:
    """Raises UsageError for a path that is not there, an unknown rule, format or level."""
    if request.form not in FORMATS:
        hint = did_you_mean(request.form, list(FORMATS)) or f"Known: {', '.join(FORMATS)}."
        raise UsageError("usage", f'there is no format "{request.form}"', hint)
    if request.paths == ("-",):
        found = [Folder(None, frozenset(), True)]
    elif request.paths:
        found = folders([Path(path) for path in request.paths])
    else:
        scope = places.bank_folders(desk.options.banks, desk.settings.get("banks"))
        found = folders([desk.current_course.folder] if desk.options.course is not None else scope)
    beside = settings_beside(found)
    fail_on = request.fail_on or str(beside.get("fail-on", "error"))
    if fail_on not in FAIL_ON:
        raise UsageError("usage", f'--fail-on cannot be "{fail_on}"', f"It is one of {', '.join(FAIL_ON)}.")
    wanted = Wanted(
        prefixes(request.select or beside.get("select", ()), "--select"),
        prefixes(request.ignore or beside.get("ignore", ()), "--ignore"),
        prefixes((*request.extend, *beside.get("extend-select", ())), "--extend-select"),
    )
    known = request.baseline or (Path(beside["baseline"]) if "baseline" in beside else None)
    return Plan(found, wanted, fail_on, known)


def lint_once(desk: Desk, request: LintRequest) -> int:
    """Lint, mend where that was asked for, tell; returns the exit code."""
    plan = planned(desk, request)
    run = Run(plan.places, plan.wanted)
    problems = run.problems()
    if request.fix or request.diff:
        changed = _mend(desk, run, problems, request)
        if request.diff:
            return int(Exit.FINDINGS if changed else Exit.OK)
        run = Run(plan.places, plan.wanted)
        problems = run.problems()
    if request.write_baseline is not None:
        return _write_baseline(desk, request.write_baseline, problems)
    if plan.baseline is not None:
        problems = _without_known(plan.baseline, problems)
    _tell(desk, request, run, problems)
    return int(Exit.FINDINGS if fails(problems, plan.fail_on) else Exit.OK)


def _tell(desk: Desk, request: LintRequest, run: Run, problems: Sequence[Problem]) -> None:
    report = Report(problems, {code: rule.name for code, rule in run.rules.items()}, run.line, len(run.opened))
    form = request.form
    if form == "auto":
        form = "github" if os.environ.get("GITHUB_ACTIONS") == "true" else "text"
    summary = os.environ.get("GITHUB_STEP_SUMMARY")
    if form == "github" and summary:
        from aiinfra_study.ui.problems import markdown

        with open(summary, "a", encoding="utf-8") as file:
            file.write(markdown(report))
    if request.statistics:
        return desk.out.raw_lines(statistics_lines(report))
    if form == "text" and request.output is None:
        desk.out.raw_lines(text_lines(report, grouped=sys.stdout.isatty()))
        return desk.out.raw_lines(run.blind_scores())
    rules = [(rule.code, rule.name, rule.summary) for rule in run.rules.values() if run.wanted.takes(rule)]
    text = render(form, report, rules, sorted(run.opened))
    if request.output is None:
        sys.stdout.write(text)
        return None
    try:
        request.output.write_text(text, encoding="utf-8")
    except OSError as error:
        raise DataError(
            "io-error", f"{request.output} cannot be written ({error.strerror})", "Name another file."
        ) from None
    return None


# mending


def _mend(desk: Desk, run: Run, problems: Sequence[Problem], request: LintRequest) -> int:
    """Apply the edits of findings file by file, or show them; returns how many files change."""
    from aiinfra_study.store.mending import as_read, mended, write

    changed = 0
    for opened in run.opened.values():
        edits = [p.edit for p in problems if p.mark.file == opened.name and p.edit is not None]
        edits = [edit for edit in edits if edit.safe or request.unsafe]
        if not edits or opened.path is None or opened.source is None or not as_read(opened.path, opened.source.text):
            continue
        text = mended(opened.source.text, edits)
        if text == opened.source.text:
            continue
        changed += 1
        if request.diff:
            _show_diff(opened, text)
        else:
            try:
                write(opened.path, text)
            except OSError as error:
                raise DataError(
                    "io-error", f"{opened.name} cannot be written ({error.strerror})", "Make it writable."
                ) from None
            desk.err.say(f"Mended {opened.name}.")
    return changed


def _show_diff(opened: Opened, text: str) -> None:
    from difflib import unified_diff

    assert opened.source is not None
    before, after = opened.source.text.splitlines(keepends=True), text.splitlines(keepends=True)
    sys.stdout.writelines(unified_diff(before, after, f"a/{opened.name}", f"b/{opened.name}"))


# what is known already


def _write_baseline(desk: Desk, path: Path, problems: Sequence[Problem]) -> int:
    import json

    body = {"schema": "aiinfra/baseline/1", "findings": numbered(problems)}
    try:
        path.write_text(json.dumps(body, indent=1) + "\n", encoding="utf-8")
    except OSError as error:
        raise DataError("io-error", f"{path} cannot be written ({error.strerror})", "Name another file.") from None
    desk.out.say(f"{len(problems)} findings are known from now on: {path}")
    return 0


def _without_known(path: Path, problems: Sequence[Problem]) -> list[Problem]:
    """The findings that a baseline does not have."""
    import json

    try:
        known = Counter(json.loads(path.read_text(encoding="utf-8"))["findings"])
    except FileNotFoundError:
        raise UsageError("no-file", f"there is no {path}", "Write it with --write-baseline.") from None
    except (OSError, ValueError, KeyError, TypeError) as error:
        why = f"{path} is no baseline ({error})"
        raise UsageError("bad-baseline", why, "Write it with --write-baseline.") from None
    return [problem for problem, mark in zip(problems, numbered(problems), strict=True) if mark not in known]


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


def watch(desk: Desk, request: LintRequest) -> int:
    """Lint again whenever one of the files changes, until Ctrl-C."""
    plan = planned(desk, request)
    before: object = None
    while True:
        now = _stamps(plan.places)
        if now != before:
            before = now
            if sys.stdout.isatty() and not desk.plain:
                sys.stdout.write("\x1b[2J\x1b[H")
            lint_once(desk, request)
            desk.out.say("Watching; Ctrl-C ends it.", "dim")
        time.sleep(LOOK_EVERY)


def _stamps(found: Sequence[Folder]) -> list[tuple[str, int, int]]:
    stamps = []
    for place in found:
        for path in sorted(place.path.iterdir()) if place.path is not None and place.path.is_dir() else ():
            try:
                stat = path.stat()
            except OSError:
                continue
            stamps.append((label(path), stat.st_mtime_ns, stat.st_size))
    return stamps
