"""Lint: rules on item-writing quality over courses, what authors silence, and the findings in order. Pure."""

from collections.abc import Collection, Iterable, Sequence
from typing import NamedTuple

from aiinfra_study.core.fields import Source
from aiinfra_study.core.problem import Ignored, Problem
from aiinfra_study.lint.item import Item, LintBank, LintCourse
from aiinfra_study.lint.rule import Found, Rule, catalogue

LEVELS = ("error", "warning", "info")  # worst first


class File(NamedTuple):
    """A file that was read: its problems, its bank (None: it could not be read), and its silencing comments."""

    name: str
    problems: Sequence[Problem]
    bank: LintBank | None = None
    ignored: Sequence[Ignored] = ()


class Wanted(NamedTuple):
    """Which rules run: prefixes of codes. Nothing selected means all that are on by default."""

    select: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()
    extend: tuple[str, ...] = ()

    def takes(self, rule: Rule) -> bool:
        """Whether a rule is wanted; the longest prefix that fits decides, `ignore` where both are as long."""
        chosen = max((len(p) for p in (*self.select, *self.extend) if rule.code.startswith(p)), default=-1)
        if chosen < 0 and not self.select and rule.default:
            chosen = 0
        return chosen > max((len(p) for p in self.ignore if rule.code.startswith(p)), default=-1)


def lint(course: LintCourse, files: Sequence[File], wanted: Wanted) -> list[Problem]:
    """Every finding on the files of a course, worst first within each file; silenced ones left out."""
    table = catalogue()
    active = {code: rule for code, rule in table.items() if wanted.takes(rule)}
    found: list[Problem] = []
    for file in files:
        found += [problem for problem in file.problems if problem.rule in active or problem.rule not in table]
        if file.bank is not None:
            found += _of_bank(file.bank, active.values())
    for rule in active.values():
        if rule.on == "course":
            found += [_stamped(rule, bank.source, one, item) for bank, item, one in rule.check(course)]
    return in_order(_without_ignored(found, files, active))


def _of_bank(bank: LintBank, active: Iterable[Rule]) -> list[Problem]:
    on_questions = [rule for rule in active if rule.on == "question"]
    found = [
        _stamped(rule, bank.source, one, item)
        for item in bank.items
        for rule in on_questions
        for one in rule.check(item) or ()
    ]
    for rule in active:
        if rule.on == "bank":
            found += [_stamped(rule, bank.source, one, item) for item, one in rule.check(bank) or ()]
    for item in bank.items:
        item.forget()
    return found


def _stamped(rule: Rule, source: Source, one: Found, item: Item | None) -> Problem:
    """A finding with code, level and the address of its question."""
    address = item.question.address if item is not None else None
    return Problem(source.mark(one.place), rule.code, one.level or rule.level, one.message, one.help, address, one.edit)


def _without_ignored(found: list[Problem], files: Sequence[File], active: Collection[str]) -> list[Problem]:
    """Without what comments silence; comments that silence nothing, or give no reason, are findings themselves."""
    first_lines = {
        (item.question.address, bank.source.file): bank.source.mark(item.start).line
        for bank in (file.bank for file in files)
        if bank is not None and any(file.ignored for file in files)
        for item in bank.items
    }
    silenced: set[int] = set()
    told: list[Problem] = []
    for file in files:
        for comment in file.ignored:
            used = set()
            for at, problem in enumerate(found):
                if problem.mark.file == file.name and _fits(problem, comment, first_lines):
                    used |= {code for code in comment.codes if problem.rule.startswith(code)}
                    silenced |= {at} if comment.reason else set()
            told += _on_comment(comment, used, active)
    return [problem for at, problem in enumerate(found) if at not in silenced] + told


def _fits(problem: Problem, comment: Ignored, first_lines: dict[tuple[str, str], int]) -> bool:
    line = comment.mark.line
    here = problem.mark.line == line
    whole = first_lines.get((problem.question or "", problem.mark.file)) == line
    return (here or whole) and problem.rule.startswith(comment.codes)


def _on_comment(comment: Ignored, used: set[str], active: Collection[str]) -> list[Problem]:
    found = []
    if not comment.reason and "L902" in active:
        message = "a silenced rule needs a reason"
        found.append(Problem(comment.mark, "L902", "warning", message, "write it behind the bracket"))
    for code in comment.codes:
        if comment.reason and code not in used and "L901" in active and any(c.startswith(code) for c in active):
            message = f"{code} finds nothing here, so there is nothing to silence"
            found.append(Problem(comment.mark, "L901", "warning", message, "delete the comment"))
    return found


def in_order(problems: Iterable[Problem]) -> list[Problem]:
    """By file, worst first, then by place; each finding once."""
    unique = dict.fromkeys(problems)
    return sorted(unique, key=lambda p: (p.mark.file, LEVELS.index(p.level), p.mark.line, p.mark.column, p.rule))


def worst(problems: Iterable[Problem]) -> str | None:
    """The worst level there is."""
    levels = {problem.level for problem in problems}
    return next((level for level in LEVELS if level in levels), None)
