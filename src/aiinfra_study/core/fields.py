"""The typed reading of a mapping's fields, and what is wrong with them.

Values stay the text the author wrote; the field that reads one decides its type, so `no`, `1.30` and `12:30`
survive as text.
"""

import re
from collections.abc import Collection, Iterator, Mapping
from typing import cast

from aiinfra_study.core.problem import MAX_TOLD, Noted, Problem
from aiinfra_study.core.source import Place, Source, Tree
from aiinfra_study.core.text import did_you_mean

MAX_DIGITS = 12  # of a whole number: more than any bound has
MAX_MESSAGE = 400  # characters
_NONE: Mapping[str, str] = {}


def kind_of(value: Tree) -> str:
    """The word for the shape of a value, for messages."""
    if isinstance(value, dict):
        return "a mapping"
    return "a list" if isinstance(value, list) else "text"


class Fields:
    """One mapping being read: each reader checks a type and reports what is wrong, with its place."""

    __slots__ = ("failed", "outer", "place", "problems", "question", "source", "tree")

    def __init__(
        self,
        tree: dict[str, Tree],
        source: Source,
        problems: list[Problem],
        place: Place = 0,
        question: str | None = None,
        outer: "Fields | None" = None,
    ) -> None:
        self.tree = tree
        self.source = source
        self.problems = problems
        self.place = place
        self.question = question
        self.outer = outer
        self.failed = False

    def report(
        self,
        place: Place,
        rule: str,
        message: str,
        help: str = "",
        *,
        fatal: bool = True,
    ) -> None:
        """Note a problem; a fatal one means that this mapping, and those around it, cannot be used."""
        failing = self if fatal else None
        while failing is not None:
            failing.failed = True
            failing = failing.outer
        if isinstance(self.problems, Noted) and not self.problems.take(rule):
            return
        if "\0" in message:  # a repeated key, as it is kept apart
            message = re.sub("\0[0-9]*", "", message)
        message = message if len(message) <= MAX_MESSAGE else message[: MAX_MESSAGE - 1] + "…"
        self.problems.append(Problem(self.source.mark(place), rule, "error", message, help, self.question))

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
        return Fields(tree, self.source, self.problems, place, self.question, self)
