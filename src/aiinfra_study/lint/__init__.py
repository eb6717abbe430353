"""Lint: rules on item-writing quality over courses, what authors silence, and the findings in order. Pure."""

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, NamedTuple

from aiinfra_study.core.course import natural
from aiinfra_study.core.fields import Place, Source, Tree
from aiinfra_study.core.problem import Ignored, Mark, Problem
from aiinfra_study.core.text import did_you_mean
from aiinfra_study.lint.item import Item, LintBank, LintCourse
from aiinfra_study.lint.rule import Found, Rule, catalogue

if TYPE_CHECKING:  # most banks have no reading beside them
    from aiinfra_study.core.reading import Reading

LEVELS = ("error", "warning", "info")  # worst first
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
    return in_order(_without_ignored(found, files, active))


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
    for item in bank.items:
        item.forget()
    return found


def _stamped(rule: Rule, source: Source, one: Found, item: Item | None) -> Problem:
    """A finding with code, level and the address of its question."""
    address = item.question.address if item is not None else None
    return Problem(source.mark(one.place), rule.code, one.level or rule.level, one.message, one.help, address, one.edit)


def _without_ignored(found: list[Problem], files: Sequence[File], active: Collection[str]) -> list[Problem]:
    """Without what comments silence; comments that silence nothing, or give no reason, are findings themselves."""
    if not any(file.ignored for file in files):
        return found
    known = list(catalogue())
    silenced: set[int] = set()
    told: list[Problem] = []
    for file in (file for file in files if file.ignored):
        places: dict[int | str, list[int]] = defaultdict(list)  # a line, an address: the findings there
        for at, problem in enumerate(found):
            if problem.mark.file == file.name:
                places[problem.mark.line].append(at)
                places[problem.question or ""].append(at)
        asked = _asked(file)
        for comment in file.ignored:
            codes = tuple(code.upper() for code in comment.codes)
            mine = _question_at(asked, comment.mark.line)
            hit = {at for at in _about(comment.mark.line, mine, places) if found[at].rule.startswith(codes)}
            silenced |= hit if comment.reason else set()
            unseen = _unseen(file, asked, comment.mark.line)
            used = {code for code in codes if unseen or any(found[at].rule.startswith(code) for at in hit)}
            told += _on_comment(comment, codes, used, active, known)
    return [problem for at, problem in enumerate(found) if at not in silenced] + told


class _Asked(NamedTuple):
    """The lines of a question up to the next, the last of its values, its address, and whether rules look at it."""

    lines: range
    last: int
    address: str | None
    seen: bool


def _asked(file: File) -> list[_Asked]:
    """Every question of a file that was read, those left out too."""
    listed = file.bank.tree.get("questions") if file.bank is not None else None
    if file.bank is None or not isinstance(listed, list) or not listed:
        return []
    source, tree = file.bank.source, file.bank.tree
    starts = [source.mark((listed, index)).line for index in range(len(listed))]
    keys = (source.mark(source.place_of_key(tree, key)).line for key in tree)
    behind = min((line for line in keys if line > starts[-1]), default=source.mark(len(source.text)).line + 1)
    seen = {item.start[1]: item.question.address for item in file.bank.items if isinstance(item.start, tuple)}
    return [
        _Asked(range(start, max(end, start + 1)), _last_line(source, listed, index), seen.get(index), index in seen)
        for index, (start, end) in enumerate(zip(starts, [*starts[1:], behind], strict=True))
    ]


def _last_line(source: Source, listed: list[Tree], index: int) -> int:
    """The line on which the last value in an item begins."""
    place: Place = (listed, index)
    value = listed[index]
    while value and not isinstance(value, str):
        if isinstance(value, dict):
            key = next(reversed(value))
            place, value = (value, key), value[key]
        else:
            place, value = (value, len(value) - 1), value[-1]
    return source.mark(place).line


def _question_at(asked: Sequence[_Asked], line: int) -> _Asked | None:
    """The question that a line belongs to."""
    at = bisect_right(asked, line, key=lambda one: one.lines.start) - 1
    return asked[at] if at >= 0 and line in asked[at].lines else None


def _about(line: int, asked: _Asked | None, places: Mapping[int | str, list[int]]) -> Iterator[int]:
    """The findings that a comment on a line is about: those on it, and where a question begins there, all in that."""
    yield from places.get(line, ())
    if asked is not None and line == asked.lines.start:
        for one in (*asked.lines, *([asked.address] if asked.address else ())):
            yield from places.get(one, ())


def _unseen(file: File, asked: Sequence[_Asked], line: int) -> bool:
    """Whether a line is one that no rule looked at: in a question left out, or where something could not be read."""
    mine = _question_at(asked, line)
    if mine is not None and line <= mine.last:
        return not mine.seen
    broken = {problem.mark.line for problem in file.problems if problem.rule in UNSEEN}
    if mine is not None:
        return any(mine.last < one < mine.lines.stop for one in broken)
    return any(_question_at(asked, one) is None for one in broken)


def _on_comment(
    comment: Ignored, codes: Sequence[str], used: set[str], active: Collection[str], known: list[str]
) -> list[Problem]:
    said = []
    if not comment.reason and "L902" in active:
        said.append(("L902", "a silenced rule needs a reason", "write it behind the bracket"))
    if "L901" in active:
        if not codes:
            said.append(("L901", "this comment names no rule, so it silences nothing", "write ignore[CODE] and why"))
        for code in codes:
            if not any(one.startswith(code) for one in known):
                help = did_you_mean(code, known) or "all rules: aiinfra lint --rules"
                said.append(("L901", f'no rule is called "{code[:40]}", so there is nothing to silence', help))
            elif comment.reason and code not in used and any(one.startswith(code) for one in active):
                said.append(
                    ("L901", f"{code} finds nothing here, so there is nothing to silence", "delete the comment")
                )
    return [Problem(comment.mark, rule, "warning", message, help) for rule, message, help in said]


def in_order(problems: Iterable[Problem]) -> list[Problem]:
    """Worst first, then by file and place; each finding once."""
    unique = dict.fromkeys(problems)
    files = {problem.mark.file: natural(problem.mark.file) for problem in unique}
    return sorted(
        unique,
        key=lambda p: (LEVELS.index(p.level), files[p.mark.file], p.mark.file, p.mark.line, p.mark.column, p.rule),
    )


def worst(problems: Iterable[Problem]) -> str | None:
    """The worst level there is."""
    levels = {problem.level for problem in problems}
    return next((level for level in LEVELS if level in levels), None)
