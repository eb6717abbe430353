"""Lint: rules on item-writing quality over courses, what authors silence, and the findings in order. Pure."""

from collections.abc import Collection, Iterable, Sequence
from typing import TYPE_CHECKING, NamedTuple

from aiinfra_study.core.course import natural
from aiinfra_study.core.problem import SEVERITIES, Ignored, Mark, Problem
from aiinfra_study.core.source import Source
from aiinfra_study.lint.item import Item, LintBank, LintCourse
from aiinfra_study.lint.rule import Found, Rule, catalogue

if TYPE_CHECKING:  # most banks have no reading beside them
    from aiinfra_study.core.blocks import Reading

UNSEEN = ("Y100", "Y101", "Y103")  # what no rule could look at: told whatever is selected, unless it is ignored


class File(NamedTuple):
    """A file that was read: its problems, its bank or reading (None: there is none), its silencing comments, and what
    `of_file` says of it, where that is known."""

    name: str
    problems: Sequence[Problem]
    bank: LintBank | None = None
    ignored: Sequence[Ignored] = ()
    reading: "Reading | None" = None
    known: Sequence[Problem] | None = None


class Wanted(NamedTuple):
    """Which rules run: prefixes of codes. Nothing selected means those of `base`, or all that are on by default.

    `beside` has the base of each folder that settings were looked for in.
    """

    select: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()
    extend: tuple[str, ...] = ()
    base: "Wanted | None" = None
    beside: tuple[tuple[str, "Wanted"], ...] = ()

    def within(self, folder: str) -> "Wanted":
        """What is wanted of the files of a folder."""
        return self._replace(base=dict(self.beside).get(folder, self.base), beside=())

    def takes(self, rule: Rule) -> bool:
        """Whether a rule is wanted, in some folder at least; the longest prefix that fits decides, `ignore` where both
        are as long."""
        if self.beside:
            return any(self.within(folder).takes(rule) for folder, _ in self.beside)
        chosen = _longest((*self.select, *self.extend), rule)
        refused = _longest(self.ignore, rule)
        if max(chosen, refused) >= 0:
            return chosen > refused
        if self.select and rule.code not in UNSEEN:
            return False
        return self.base.takes(rule) if self.base is not None else rule.default


def _longest(prefixes: Iterable[str], rule: Rule) -> int:
    """The length of the longest prefix that fits a rule; -1 where none does."""
    return max((len(prefix) for prefix in prefixes if rule.code.startswith(prefix)), default=-1)


def folder_of(file: str) -> str:
    """The folder in the name of a file."""
    return file.rpartition("/")[0]


def lint(course: LintCourse, files: Sequence[File], wanted: Wanted) -> list[Problem]:
    """Every finding on the files of a course, worst first; silenced ones left out."""
    table = catalogue()
    wanted = wanted.within(folder_of(files[0].name) if files else "")
    active = {code: rule for code, rule in table.items() if wanted.takes(rule)}
    found: list[Problem] = []
    for file in files:
        found += [problem for problem in file.problems if problem.rule in active or problem.rule not in table]
        found += _of_file(file, active.values()) if file.known is None else file.known
    for rule in active.values():
        if rule.on == "course":
            found += [_stamped(rule, bank.source, one, item) for bank, item, one in rule.check(course)]
    if any(file.ignored for file in files):
        from aiinfra_study.lint.silencing import without_silenced

        found = without_silenced(found, files, active)
    return in_order(found)


def of_file(file: File, wanted: Wanted) -> list[Problem]:
    """What the rules on one file alone say, silenced or not."""
    wanted = wanted.within(folder_of(file.name))
    return _of_file(file, [rule for rule in catalogue().values() if wanted.takes(rule)])


def _of_file(file: File, active: Collection[Rule]) -> list[Problem]:
    found = _of_bank(file.bank, active) if file.bank is not None else []
    for rule in active:
        if rule.on == "page" and file.reading is not None:
            for line, message, help in rule.check(file.reading):
                found.append(Problem(Mark(file.name, line, 1), rule.code, rule.level, message, help))
    return found


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
        if rule.keeps is not None:
            bank.kept(rule.keeps)
    for item in bank.items:
        item.forget()
    return found


def _stamped(rule: Rule, source: Source, one: Found, item: Item | None) -> Problem:
    """A finding with code, level and the address of its question."""
    address = item.question.address if item is not None else None
    return Problem(source.mark(one.place), rule.code, one.level or rule.level, one.message, one.help, address, one.edit)


def in_order(problems: Iterable[Problem]) -> list[Problem]:
    """Worst first, then by file and place; each finding once."""
    unique = dict.fromkeys(problems)
    files = {problem.mark.file: natural(problem.mark.file) for problem in unique}
    return sorted(
        unique,
        key=lambda p: (SEVERITIES.index(p.level), files[p.mark.file], p.mark.file, p.mark.line, p.mark.column, p.rule),
    )
