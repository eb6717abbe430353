"""A YAML value with its places: where every key and value stands in its file.

A tree read back from the compiled bank carries no places: everything then stands at 1:1.
"""

import re
from array import array
from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from functools import cached_property
from itertools import accumulate
from typing import TypeAlias

from aiinfra_study.core.problem import Mark


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


class Source:
    """A file's name and bytes (UTF-8), and where its values stand: `cells` holds, in the order of the text, the offset
    in characters of every key, text, mapping and list; `spoiled` those of values that make a question unusable."""

    def __init__(self, file: str, data: bytes = b"") -> None:
        self.file = file
        self.data = data
        self.written: bytes | None = None
        self.cells = array("I")
        self.spoiled = array("I")
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
        starts = array("I", [0])
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
        return re.compile(r"[ \t]*#").match(self.text, offset) is not None

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
