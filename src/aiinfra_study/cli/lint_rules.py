"""The rules themselves: what --explain and --rules print."""

from aiinfra_study.cli.desk import Desk
from aiinfra_study.core.errors import UsageError
from aiinfra_study.core.text import did_you_mean
from aiinfra_study.lint.rule import catalogue
from aiinfra_study.ui.layout import Line, prose, wrap
from aiinfra_study.ui.tables import table


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
    spoken = [(f"{code} {name}, {level}", finds) for code, name, level, finds in rows]
    columns = ("code", "name", "level", "finds")
    desk.out.lines(table(columns, rows, desk.out.width, spoken=spoken if desk.plain else None))
    return 0
