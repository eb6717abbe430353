"""A YAML value with its places, and the typed reading of its fields.

Values stay the text the author wrote; the field that reads one decides its type, so `no`, `1.30` and `12:30`
survive as text. A tree read back from the compiled bank carries no places: everything then stands at 1:1.
"""

import re
from array import array
from bisect import bisect_left, bisect_right
from collections.abc import Collection, Iterator, Mapping
from functools import cached_property
from itertools import accumulate
from typing import TypeAlias, cast

from aiinfra_study.core.problem import Mark, Problem
from aiinfra_study.core.text import did_you_mean

MAX_DIGITS = 12
MAX_TOLD = 1000  # problems of one rule in one file
MAX_MESSAGE = 400  # characters
_KEPT_APART = re.compile("\0[0-9]*")
_COMMENT = re.compile(r"[ \t]*#")
_NONE: Mapping[str, str] = {}


class Map(dict[str, "Tree"]):
    """A mapping; `at` is the cell of its first key in its source."""

    __slots__ = ("at",)
    at: int


class Seq(list["Tree"]):
    """A list; `at` is the cell of its first item in its source."""

    __slots__ = ("at",)
    at: int


Tree: TypeAlias = str | dict[str, "Tree"] | list["Tree"]


def _cells_of(tree: Tree) -> int:
    """How many cells a value takes: one for itself, and those of everything in it."""
    if isinstance(tree, dict):
        return 1 + sum(1 + _cells_of(value) for value in tree.values())
    return 1 + sum(map(_cells_of, tree)) if isinstance(tree, list) else 1


def _starts(container: Map | Seq) -> Iterator[tuple[str | int, int]]:
    """The cell of every key of a mapping, of every item of a list."""
    cell = container.at
    if isinstance(container, Map):
        for key, value in container.items():
            yield key, cell
            cell += 1 + _cells_of(value)
    else:
        for index, value in enumerate(container):
            yield index, cell
            cell += _cells_of(value)


# Where a value stands: the offset of its first character, or its container and its key or index in it (found out
# only when somebody asks, as most places never matter).
Place: TypeAlias = int | tuple[dict[str, Tree], str] | tuple[list[Tree], int]


class Noted(list[Problem]):
    """The problems of one file: so many of each rule are told, the rest are counted."""

    def __init__(self) -> None:
        super().__init__()
        self.counts: dict[str, int] = {}

    def take(self, rule: str) -> bool:
        """Count one more of a rule; whether it is still to be told. (Ids are, as --fix writes one for each.)"""
        self.counts[rule] = count = self.counts.get(rule, 0) + 1
        return count <= MAX_TOLD or rule == "S205"

    def note(self, problem: Problem) -> None:
        if self.take(problem.rule):
            self.append(problem)

    def note_all(self, others: "Noted") -> None:
        """Take over the problems of another list, and its counts."""
        told: dict[str, int] = {}
        for problem in others:
            self.note(problem)
            told[problem.rule] = told.get(problem.rule, 0) + 1
        for rule, count in others.counts.items():
            self.counts[rule] += count - told.get(rule, 0)

    def tell_rest(self) -> None:
        """Say how many there are beyond those told, at the last of these."""
        last = {problem.rule: problem for problem in self}
        for rule, problem in last.items():
            more = self.counts[rule] - MAX_TOLD
            if more > 0 and rule != "S205":
                message = f"and {more} more problems of this kind in this file"
                self.append(Problem(problem.mark, rule, problem.level, message, "mend those told first"))
                self.counts[rule] = MAX_TOLD


class Source:
    """A file's name and bytes (UTF-8), and where its values stand: `cells` holds, in the order of the text, the offset
    in characters of every key, text, mapping and list; `spoiled` those of values that make a question unusable."""

    def __init__(self, file: str, data: bytes = b"") -> None:
        self.file = file
        self.data = data
        self.written: bytes | None = None
        self.cells = array("L")
        self.spoiled = array("L")
        self.computed = 0  # characters of expressions, each as often as it was evaluated
        self.drawn = 0  # numbers that names are drawn from
        self._measured: dict[int, dict[str | int, int]] = {}

    @cached_property
    def text(self) -> str:
        return self.data.decode("utf-8", "replace")

    @cached_property
    def shown(self) -> str:
        """The text to show people: with the questions that had to be blanked, which stand where the blanks do."""
        return self.text if self.written is None else self.written.decode("utf-8", "replace")

    @cached_property
    def _lines(self) -> "array[int]":
        """The offset at which each line begins."""
        starts = array("L", [0])
        starts.extend(accumulate(len(line) + 1 for line in self.text.split("\n")))
        starts.pop()
        return starts

    def mark(self, place: Place) -> Mark:
        """A place as file, line and column."""
        offset = place if isinstance(place, int) else self._offset(*place)
        line = bisect_right(self._lines, offset)
        return Mark(self.file, line, offset - self._lines[line - 1] + 1)

    def offset(self, mark: Mark) -> int:
        """The offset of a mark in the text."""
        return self._lines[mark.line - 1] + mark.column - 1

    def is_comment(self, place: Place) -> bool:
        """Whether a comment begins where a value should stand."""
        offset = place if isinstance(place, int) else self._offset(*place)
        return _COMMENT.match(self.text, offset) is not None

    def place_of_key(self, tree: dict[str, Tree], key: str) -> Place:
        return self.cells[self._cell(tree, key)] if isinstance(tree, Map) else 0

    def span(self, container: list[Tree], index: int) -> tuple[Mark, Mark]:
        """Where the first and the last value in an item of a list stand."""
        if not isinstance(container, Seq):
            return self.mark(0), self.mark(0)
        first = self._cell(container, index)
        return self.mark(self.cells[first]), self.mark(self.cells[first + _cells_of(container[index]) - 1])

    def is_spoiled(self, container: list[Tree], index: int) -> bool:
        """Whether an item of a list holds a spoiled value."""
        if not self.spoiled or not isinstance(container, Seq):
            return False
        first = self._cell(container, index)
        last = self.cells[first + _cells_of(container[index]) - 1]
        return bisect_left(self.spoiled, self.cells[first]) < bisect_right(self.spoiled, last)

    def _offset(self, container: dict[str, Tree] | list[Tree], at: str | int) -> int:
        if isinstance(container, Map):
            return self.cells[self._cell(container, at) + 1]
        if isinstance(container, Seq):
            return self.cells[self._cell(container, at)]
        return 0  # read back from the compiled bank, which keeps no places

    def _cell(self, container: Map | Seq, at: str | int) -> int:
        """The cell of a key or an item; a container is measured once, however many of its values are asked for."""
        starts = self._measured.get(container.at)
        if starts is None:
            starts = self._measured[container.at] = dict(_starts(container))
        return starts[at]


def kind_of(value: Tree) -> str:
    """The word for the shape of a value, for messages."""
    if isinstance(value, dict):
        return "a mapping"
    return "a list" if isinstance(value, list) else "text"


class Fields:
    """One mapping being read: each reader checks a type and reports what is wrong, with its place."""

    __slots__ = ("failed", "place", "problems", "question", "source", "tree")

    def __init__(
        self,
        tree: dict[str, Tree],
        source: Source,
        problems: list[Problem],
        place: Place = 0,
        question: str | None = None,
    ) -> None:
        self.tree = tree
        self.source = source
        self.problems = problems
        self.place = place
        self.question = question
        self.failed = False

    def report(
        self,
        place: Place,
        rule: str,
        message: str,
        help: str = "",
        *,
        fatal: bool = True,
        level: str = "error",
    ) -> None:
        """Note a problem; a fatal one means that this mapping cannot be used."""
        self.failed = self.failed or fatal
        if isinstance(self.problems, Noted) and not self.problems.take(rule):
            return
        if "\0" in message:
            message = _KEPT_APART.sub("", message)
        message = message if len(message) <= MAX_MESSAGE else message[: MAX_MESSAGE - 1] + "…"
        self.problems.append(Problem(self.source.mark(place), rule, level, message, help, self.question))

    def note(self, problem: Problem) -> None:
        """Take over a problem noted elsewhere."""
        if not isinstance(self.problems, Noted) or self.problems.take(problem.rule):
            self.problems.append(problem)

    def wrong(self, key: str, rule: str, message: str, help: str = "", *, fatal: bool = True) -> None:
        """A problem at the value of `key`, or at the mapping itself where the key is missing."""
        place: Place = (self.tree, key) if key in self.tree else self.place
        self.report(place, rule, message, help, fatal=fatal)

    def known(self, names: Collection[str], foreign: Mapping[str, str] = _NONE) -> None:
        """Report fields that the format does not have (S201); `foreign` has advice for names that other formats use."""
        for key in self.tree:
            if key not in names and "\0" not in key:  # (a repeated key is kept apart with a NUL: Y102)
                self.report(
                    self.source.place_of_key(self.tree, key),
                    "S201",
                    f'unknown field "{key[:60]}"',
                    foreign.get(key) or self.nearest("S201", key, names) or f"known here: {', '.join(sorted(names))}",
                )

    def nearest(self, rule: str, word: str, known: Collection[str]) -> str:
        """The known word that may be meant; not looked for where nobody will be told."""
        enough = isinstance(self.problems, Noted) and self.problems.counts.get(rule, 0) >= MAX_TOLD
        return "" if enough else did_you_mean(word[:100], sorted(known))

    def missing(self, key: str, help: str) -> None:
        self.report(self.place, "S202", f'"{key}" is missing', help)

    def text(self, key: str, *, required: str = "") -> str:
        """The text of a field, or "" when it is absent; `required` is the advice when it is."""
        value = self.tree.get(key, "")
        if isinstance(value, str):
            if required and not value.strip():
                self._empty(key, required)
            return value
        self.wrong(key, "S203", f'"{key}" should be text, not {kind_of(value)}', f"write {key}: some text")
        return ""

    def _empty(self, key: str, help: str) -> None:
        """Report a required text that is absent or blank."""
        if key not in self.tree:
            return self.missing(key, help)
        commented = self.source.is_comment((self.tree, key))
        help = "put the text in quotes: # begins a comment" if commented else help
        return self.wrong(key, "S202", f'"{key}" is empty', help)

    def one_of(self, key: str, words: Collection[str], default: str) -> str:
        """A field that holds one of a few words."""
        value = self.tree.get(key, default)
        if isinstance(value, str) and value in words:
            return value
        *others, last = words
        hint = self.nearest("S203", value, words) if isinstance(value, str) else ""
        self.wrong(
            key,
            "S203",
            f'"{key}" should be one of {", ".join(words)}',
            hint or f"write {key}: {', '.join(others)} or {last}",
        )
        return default

    def whole(self, key: str, default: int, low: int = 1, high: int = 1_000_000) -> int:
        """A whole number within bounds."""
        value = self.tree.get(key)
        if value is None:
            return default
        if isinstance(value, str) and value.isascii() and value.isdigit() and len(value) <= MAX_DIGITS:
            number = int(value)
            if low <= number <= high:
                return number
        self.wrong(
            key,
            "S203",
            f'"{key}" should be a whole number from {low} to {high}',
            f"write {key}: {default or low}",
        )
        return default

    def texts(self, key: str) -> tuple[str, ...]:
        """A text or a list of texts."""
        value = self.tree.get(key)
        if value is None:
            return ()
        if isinstance(value, str):
            return (value,)
        if isinstance(value, list) and all(isinstance(item, str) for item in value):
            return tuple(cast("list[str]", value))
        self.wrong(key, "S203", f'"{key}" should be a text or a list of texts', f"write {key}: [one, two]")
        return ()

    def sub(self, key: str) -> "Fields | None":
        """A field that holds a mapping; None when absent or of another shape (then reported)."""
        value = self.tree.get(key)
        if value is None:
            return None
        if isinstance(value, dict):
            return self.inside(value, (self.tree, key))
        self.wrong(key, "S203", f'"{key}" should be a mapping, not {kind_of(value)}', f"write {key}: {{name: value}}")
        return None

    def items(self, key: str) -> Iterator[tuple[Tree, Place]]:
        """The items of a list with their places; a single value counts as a list of one."""
        value = self.tree.get(key)
        if value is None:
            return
        if isinstance(value, list):
            for index, item in enumerate(value):
                yield item, (value, index)
        else:
            yield value, (self.tree, key)

    def inside(self, tree: dict[str, Tree], place: Place) -> "Fields":
        """Read a mapping within this one; it reports into the same list."""
        return Fields(tree, self.source, self.problems, place, self.question)
