"""Comments that silence rules: what they silence, and what is wrong with them (L901, L902)."""

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import NamedTuple

from aiinfra_study.core.problem import Ignored, Problem
from aiinfra_study.core.source import Place, Source, Tree
from aiinfra_study.core.text import did_you_mean
from aiinfra_study.lint import UNSEEN, File
from aiinfra_study.lint.rule import catalogue


def without_silenced(found: list[Problem], files: Sequence[File], active: Collection[str]) -> list[Problem]:
    """Without what comments silence; comments that silence nothing, or give no reason, are findings themselves."""
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
    return [Problem(comment.mark, rule, catalogue()[rule].level, message, help) for rule, message, help in said]
