"""aiinfra lint: what ruff is to code, for question banks."""

from pathlib import Path
from typing import Annotated, Any

import typer

from aiinfra_study.cli.desk import Desk
from aiinfra_study.cli.lint_rules import explain, list_rules
from aiinfra_study.cli.linted import LintRequest, lint_once
from aiinfra_study.cli.outcome import guarded
from aiinfra_study.cli.watching import watch
from aiinfra_study.core.errors import UsageError
from aiinfra_study.ui.problem_formats import FORMATS

EXAMPLES = {
    "lint": [
        "aiinfra lint question_banks",
        "aiinfra lint section-02.yaml --select I --format concise",
        "aiinfra lint --explain I301",
    ]
}
_Codes = list[str] | None


def _complete_codes(incomplete: str) -> list[tuple[str, str]]:
    """Codes of rules with their names; of several with commas the last."""
    from aiinfra_study.lint.rule import catalogue

    before, comma, last = incomplete.rpartition(",")
    found = [rule for code, rule in catalogue().items() if code.startswith(last.upper())]
    return [(f"{before}{comma}{rule.code}", rule.name) for rule in found]


def _of_codes(metavar: str, help: str, *names: str) -> Any:
    return typer.Option(*names, metavar=metavar, help=help, autocompletion=_complete_codes)


def lint(
    ctx: typer.Context,
    path: Annotated[
        list[str] | None, typer.Argument(metavar="PATH...", help="Banks, course folders, or - for stdin.")
    ] = None,
    form: Annotated[str, typer.Option("--format", metavar="FORMAT", help=" | ".join(FORMATS))] = "auto",
    output: Annotated[Path | None, typer.Option("--output-file", metavar="FILE", help="Write to a file.")] = None,
    select: Annotated[_Codes, _of_codes("CODES", "Only these rules: codes or prefixes.")] = None,
    ignore: Annotated[_Codes, _of_codes("CODES", "Without these rules.")] = None,
    extend_select: Annotated[_Codes, _of_codes("CODES", "These rules too.")] = None,
    fail_on: Annotated[str | None, typer.Option(metavar="LEVEL", help="error | warning | never")] = None,
    baseline: Annotated[Path | None, typer.Option(metavar="FILE", help="Findings known already.")] = None,
    write_baseline: Annotated[
        Path | None, typer.Option(metavar="FILE", help="Write the findings as known to a file.")
    ] = None,
    fix: Annotated[bool, typer.Option("--fix", help="Mend what can be mended.")] = False,
    unsafe: Annotated[bool, typer.Option("--unsafe", help="With --fix: words that a learner reads, too.")] = False,
    diff: Annotated[bool, typer.Option("--diff", help="Show what --fix would change.")] = False,
    watching: Annotated[bool, typer.Option("--watch", help="Lint again on each save.")] = False,
    code: Annotated[str | None, _of_codes("CODE", "The manual of a rule.", "--explain")] = None,
    listing: Annotated[bool, typer.Option("--rules", help="A table of the rules.")] = False,
    statistics: Annotated[bool, typer.Option("--statistics", help="How often each rule found something.")] = False,
) -> None:
    """Look for mistakes in question banks: broken YAML, wrong fields, and questions that give their key away.

    Without a path it looks at the banks in scope. Exit 1 when there is a finding at the level of --fail-on (error).
    """
    request = LintRequest(
        tuple(path or ()), form, output, tuple(select or ()), tuple(ignore or ()), tuple(extend_select or ()),
        fail_on, baseline, write_baseline, fix, unsafe, diff, statistics,
    )  # fmt: skip

    def command(desk: Desk) -> int:
        if "" in request.paths:
            raise UsageError("usage", "a PATH is empty", "Name a bank, or . for this folder.")
        if code is not None:
            return explain(desk, code)
        if listing:
            return list_rules(desk)
        return watch(desk, request) if watching else lint_once(desk, request)

    raise typer.Exit(guarded(command, ctx.obj))
