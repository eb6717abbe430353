"""What the linter found, as people read it: a line each, the source line with carets, and counts. Pure."""

import re
from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from aiinfra_study.core.problem import SEVERITIES, Problem
from aiinfra_study.core.text import clean
from aiinfra_study.ui.cells import width_of
from aiinfra_study.ui.layout import Line, wrap

STYLES = {"error": "bad", "warning": "half", "info": "dim"}
TAB = 4
LONGEST_LINE = 120  # cells of a source line shown where there is no terminal
LEAST_SHOWN = 16  # cells of a source line, however narrow the terminal
AROUND = 500  # characters before and behind the place: a line of 64 KiB is not measured as a whole
_QUOTED = re.compile(r""""(?:[^"\\]|\\.)*"|'(?:[^']|'')*'""")
_BRACKET = re.compile(rf"(?<=[\s\[{{,])(?:{_QUOTED.pattern}|(?P<opened>[\[{{]))|(?P<closed>[\]}}])")
_COMMENT = re.compile(r"[ \t]+#")
LONGEST_LOOKED = 2000  # characters of a line in which the end of a value is looked for
_FLOW_END = re.compile(r",(?=\s|$)|[\]}]")


def _same(file: str) -> str:
    return file


class Report(NamedTuple):
    """Findings in the order to tell them; the kebab names of their codes; the lines of their files; how many files;
    what a file is called whatever the working folder."""

    problems: Sequence[Problem]
    names: Mapping[str, str]
    line: Callable[[str, int], str]
    files: int = 0
    address: Callable[[str], str] = _same

    def name(self, problem: Problem) -> str:
        return self.names.get(problem.rule, "")

    def title(self, problem: Problem) -> str:
        """Code and name of the rule."""
        return f"{problem.rule} {self.name(problem)}".rstrip()

    def end_column(self, problem: Problem) -> int:
        """The column behind the value on its line, or one behind where there is none."""
        line = self.line(problem.mark.file, problem.mark.line)
        if len(line) > LONGEST_LOOKED:
            return problem.mark.column + 1
        return max(_value_end(line, problem.mark.column - 1) + 1, problem.mark.column + 1)

    def fingerprints(self) -> list[str]:
        """The fingerprint of each finding; of equal ones the second, the third … has its number behind it."""
        seen: Counter[str] = Counter()
        marks = []
        for problem in self.problems:
            mark = fingerprint(problem, self.address(problem.mark.file))
            seen[mark] += 1
            marks.append(mark if seen[mark] == 1 else f"{mark}:{seen[mark]}")
        return marks


def fingerprint(problem: Problem, file: str) -> str:
    """What stays the same when lines move: rule and question; where there is no question, the file and the message
    without its figures, which every other question changes."""
    from hashlib import sha256

    words = re.sub(r"\d+(?:[.,]\d+)*", "#", problem.message)
    what = (problem.rule, problem.question) if problem.question else (problem.rule, file, words)
    return sha256("\x1f".join(what).encode("utf-8", "surrogatepass")).hexdigest()[:32]


def _value_end(line: str, start: int) -> int:
    """Where the value that begins at a place ends on its line, as far as the line alone can tell."""
    quoted = _QUOTED.match(line, start)
    if quoted:
        return quoted.end()
    in_flow = _open_brackets(line[:start]) > 0
    if line[start : start + 1] in ("[", "{"):
        end = _closing_bracket(line, start)
        if end is not None:
            return end
        in_flow = False
    comment = _COMMENT.search(line, start)
    end = comment.start() if comment and line[start : start + 1] != "#" else len(line)
    flow = _FLOW_END.search(line, start, end) if in_flow else None
    return len(line[: flow.start() if flow else end].rstrip())


def _open_brackets(text: str) -> int:
    """How many brackets of YAML stand open behind a text."""
    bare = _QUOTED.sub("", text)
    opened = sum(1 for _ in re.finditer(r"(?:^|(?<=[\s\[{,]))[\[{]", bare))
    return opened and opened - bare.count("]") - bare.count("}")


def _closing_bracket(line: str, start: int) -> int | None:
    """Where the list or mapping ends that begins at a bracket; None where it goes on below."""
    depth = 1
    for token in _BRACKET.finditer(line, start + 1):
        if token["opened"]:
            depth += 1
        elif token["closed"]:
            depth -= 1
            if not depth:
                return token.end()
    return None


def one_line(report: Report, problem: Problem) -> str:
    """`path:line:column: level CODE name: message`."""
    return _flat(f"{problem.mark}: {problem.level} {report.title(problem)}: {problem.message}")


def _flat(text: str) -> str:
    return " ".join(clean(text).split("\n"))


def text_lines(report: Report, width: int | None = None, *, framed: bool = True) -> Iterator[Line]:
    """Each finding with its source line, carets (where it is `framed`: a voice reads them as noise) and the next move.
    With a width as people read it at a terminal: grouped by question, the group with the worst finding first, and no
    line wider."""
    if width is None:
        for problem in report.problems:
            yield from _finding(report, problem, None, framed=framed)
    else:
        for (_, question), problems in _groups(report.problems):
            yield from wrap([(_flat(question or problems[0].mark.file), "title")], width)
            for problem in problems:
                yield from _finding(report, problem, width, framed=framed)
            yield []
    yield from summary_lines(report, width)


def _groups(problems: Iterable[Problem]) -> list[tuple[tuple[str, str | None], list[Problem]]]:
    """The findings by file and question. They come worst first, and so do their groups."""
    groups: dict[tuple[str, str | None], list[Problem]] = {}
    for problem in problems:
        groups.setdefault((problem.mark.file, problem.question), []).append(problem)
    return list(groups.items())


def _finding(report: Report, problem: Problem, width: int | None, *, framed: bool) -> Iterator[Line]:
    line, place = one_line(report, problem), _flat(f"{problem.mark}: ")
    head: Line = [(place, ""), (line[len(place) :], STYLES[problem.level])]
    help: Line = [("help: ", "dim"), (_flat(problem.help), "")]
    yield from [head] if width is None else wrap(head, width, hang="    ")
    if framed:
        yield from _frame(report, problem, LONGEST_LINE if width is None else width)
    if problem.help:
        yield from [[("  ", ""), *help]] if width is None else wrap(help, width, [("  ", "")], "    ")


def _frame(report: Report, problem: Problem, width: int) -> Iterator[Line]:
    """The source line and carets under the place, right for tabs and wide characters; of a long line the part around
    it."""
    source = report.line(problem.mark.file, problem.mark.line)
    if not source.strip():
        return
    number = f"  {problem.mark.line} | "
    at = problem.mark.column - 1
    cut = max(0, at - AROUND)
    shown = _shown(source[cut : at + AROUND])
    begin = len(_shown(source[cut:at]))
    end = len(_shown(source[cut : min(report.end_column(problem) - 1, at + AROUND)]))
    room = max(width - len(number), LEAST_SHOWN)
    text, first, behind = _window(shown, begin, end, room)
    gap, carets = width_of(text[: begin - first]), width_of(text[begin - first : min(end, behind) - first])
    yield [(number, "dim"), (text.rstrip(), "")]
    bar = " " * (len(number) - 2) + "| "
    gap = min(gap, room - 1)  # an accent at the end of a full line takes no cell of its own
    yield [(bar + " " * gap, "dim"), ("^" * max(carets, 1), STYLES[problem.level])]


def _shown(text: str) -> str:
    """A source line as one that can be shown: tabs as spaces to the next stop, control characters visible."""
    first, *rest = clean(text).split("\t")
    parts, width = [first], width_of(first)
    for part in rest:
        gap = TAB - width % TAB
        parts += (" " * gap, part)
        width += gap + width_of(part)
    return "".join(parts)


def _window(text: str, begin: int, end: int, room: int) -> tuple[str, int, int]:
    """The part of a line to show in so many cells, where it begins, and what is behind it; `…` where it is cut."""
    if width_of(text) <= room:
        return text, 0, len(text)
    first = 0
    if width_of(text[:end]) > room - 1:  # as much of the value as there is room for, and a third before it
        before = max(room // 3, room - 1 - width_of(text[begin:end]))
        first = begin + 1 - bisect_left(range(begin + 1), before, key=lambda back: width_of(text[begin - back : begin]))
    left = "…" if first else ""
    behind = len(text)
    if width_of(left + text[first:]) > room:
        shown = range(first, behind)
        behind = first - 1 + bisect_right(shown, room - 1, key=lambda behind: width_of(left + text[first:behind]))
    right = "…" if behind < len(text) else ""
    return left + text[first:behind] + right, first - len(left), behind


def summary_lines(report: Report, width: int | None = None) -> Iterator[Line]:
    """How many files, how many findings of each level, and what can be mended."""
    files = f"{report.files} file{'s' * (report.files != 1)}"
    if not report.problems:
        yield [(f"{files}: nothing found.", "good")]
        return
    if width is None:
        yield []
    yield [(f"{files}: {counted(report.problems)}.", "title")]
    safe = sum(problem.edit is not None and problem.edit.safe for problem in report.problems)
    unsafe = sum(problem.edit is not None and not problem.edit.safe for problem in report.problems)
    if safe:
        yield [(f"{safe} can be mended by --fix.", "")]
    if unsafe:
        yield [(f"{unsafe}{' more' * bool(safe)} can be mended by --fix --unsafe.", "")]


def counted(problems: Iterable[Problem]) -> str:
    """How many findings of each level."""
    counts = Counter(problem.level for problem in problems)
    return ", ".join(f"{counts[level]} {_noun(level, counts[level])}" for level in SEVERITIES if counts[level])


def _noun(level: str, count: int) -> str:
    return level if level == "info" else f"{level}{'s' * (count != 1)}"


def statistics(report: Report) -> list[tuple[str, str, str, int]]:
    """How often each rule found something, the most frequent first: code, name, level, count."""
    counts = Counter((problem.rule, report.name(problem), problem.level) for problem in report.problems)
    return [(*rule, count) for rule, count in sorted(counts.items(), key=lambda pair: (-pair[1], pair[0]))]


def statistics_lines(report: Report) -> Iterator[Line]:
    """The statistics, a line each."""
    for code, name, level, count in statistics(report):
        yield [(f"{count:>6}  {code}  {name}  ({level})", "")]
