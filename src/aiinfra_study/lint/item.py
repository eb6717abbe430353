"""What rules look at: a question with its places and its text prepared once, a bank of them, a course of those."""

from collections.abc import Callable, Mapping
from typing import Any, Generic, NamedTuple, TypeVar, overload

from aiinfra_study.core.bank import SectionFile
from aiinfra_study.core.course import CourseHead
from aiinfra_study.core.options import Option
from aiinfra_study.core.question import Question
from aiinfra_study.core.source import Place, Tree
from aiinfra_study.lint.words import content, lead_in, plain

_Value = TypeVar("_Value")


class once(Generic[_Value]):  # noqa: N801 - reads as the decorator that it is
    """functools.cached_property without its lock, which on Python 3.11 costs more than most features."""

    def __init__(self, compute: Callable[[Any], _Value]) -> None:
        self.compute = compute
        self.name = compute.__name__
        self.__doc__ = compute.__doc__

    @overload
    def __get__(self, instance: None, owner: type) -> "once[_Value]": ...
    @overload
    def __get__(self, instance: object, owner: type) -> _Value: ...
    def __get__(self, instance: object | None, owner: type) -> "once[_Value] | _Value":
        if instance is None:
            return self
        value = instance.__dict__[self.name] = self.compute(instance)
        return value


class Offer:
    """An option as rules see it."""

    def __init__(self, option: Option, key: bool, place: Place) -> None:
        self.text = option.text
        self.why = option.why
        self.key = key
        self.place = place
        self.plain = plain(option.text)  # without Markdown, code masked
        self.folded = self.plain.casefold()

    @once
    def content(self) -> set[str]:
        return content(self.plain)

    @property
    def head(self) -> str:
        """The first word, folded."""
        return self.folded.partition(" ")[0]

    @property
    def shown(self) -> str:
        """Without Markdown, code as the learner sees it."""
        return plain(self.text.replace("`", "")) if "`" in self.text else self.plain


class Item:
    """A question, its tree and its places. Features are computed once, when the first rule asks."""

    def __init__(self, question: Question, tree: dict[str, Tree], start: Place, bank: "LintBank") -> None:
        self.question = question
        self.kind = question.kind
        self.tree = tree
        self.start = start
        self.bank = bank

    def forget(self) -> None:
        """Let go of what was computed for the rules: of many banks it is as much as all their text."""
        own = self.question, self.tree, self.start, self.bank
        vars(self).clear()
        self.question, self.tree, self.start, self.bank = own
        self.kind = self.question.kind

    def place(self, *keys: str) -> Place:
        """The value of the first of some fields that the question has, else its first line."""
        return next(((self.tree, key) for key in keys if key in self.tree), self.start)

    @property
    def kept(self) -> tuple[int, ...]:
        """The options in the order the author fixed, the key being 0; none where they are shuffled."""
        found: tuple[int, ...] = getattr(self.question.body, "kept", ())
        return found

    @once
    def offers(self) -> tuple[Offer, ...]:
        """The options of a question to choose from, keys first; none of other kinds."""
        options: tuple[Option, ...] = getattr(self.question.body, "options", ())
        if not options:
            return ()
        keys = getattr(self.question.body, "keys", 1)
        places = self._places("right") + self._places("wrong")
        return tuple([Offer(option, n < keys, places[n]) for n, option in enumerate(options)])

    def _places(self, side: str) -> list[Place]:
        value = self.tree.get(side)
        if isinstance(value, list):
            return [(value, index) for index in range(len(value))]
        return [] if value is None else [(self.tree, side)]

    @once
    def keys(self) -> tuple[Offer, ...]:
        return tuple([offer for offer in self.offers if offer.key])

    @once
    def distractors(self) -> tuple[Offer, ...]:
        return tuple([offer for offer in self.offers if not offer.key])

    @property
    def written(self) -> tuple[Offer, ...]:
        """The options in the order of the file."""
        if next((key for key in self.tree if key in ("right", "wrong")), "right") == "right":
            return self.offers
        return self.distractors + self.keys

    @once
    def options_folded(self) -> str:
        """All options in one text without case, one a line: what is not here need not be looked for in each."""
        return "\n".join([offer.folded for offer in self.offers])

    @property
    def shuffled(self) -> bool:
        """Whether its options are shown in another order each time."""
        return "keep_order" not in self.tree

    @once
    def stem(self) -> str:
        """The stem without Markdown, code masked; of a true-false the claim too."""
        claim = getattr(self.question.body, "claim", "")
        return plain(f"{self.question.ask} {claim}" if claim else self.question.ask)

    @once
    def stem_folded(self) -> str:
        return self.stem.casefold()

    @once
    def stem_content(self) -> set[str]:
        return content(self.stem)

    @once
    def lead_in(self) -> str:
        """The sentence of the stem that asks."""
        return lead_in(self.stem)

    @once
    def explanation(self) -> str:
        """The lesson without Markdown, code masked."""
        return plain(self.question.because)

    @once
    def said(self) -> str:
        """Stem, options and lesson, a line each."""
        return "\n".join((self.stem, *[offer.plain for offer in self.offers], self.explanation))


class LintBank:
    """A section file as rules see it: the questions that can be asked."""

    def __init__(self, file: SectionFile) -> None:
        self.section = file.section
        self.source = file.source
        self.tree = file.tree
        found = zip(file.questions, file.trees, file.starts, strict=True)
        self.items = tuple(Item(question, tree, start, self) for question, tree, start in found)
        self._kept: dict[Callable[[LintBank], Any], Any] = {}

    def kept(self, compute: "Callable[[LintBank], _Value]") -> _Value:
        """What is computed of this bank once, as long as it does not change."""
        if compute not in self._kept:
            self._kept[compute] = compute(self)
        value: _Value = self._kept[compute]
        return value

    @property
    def start(self) -> Place:
        """Where a finding on the whole bank stands: its `questions:` key."""
        return self.source.place_of_key(self.tree, "questions") if "questions" in self.tree else 0


class LintCourse(NamedTuple):
    """All banks of one folder, with what its course.yaml says, and the anchors of each section's reading (None: the
    readings were not read)."""

    id: str
    head: CourseHead
    banks: tuple[LintBank, ...]
    anchors: Mapping[str, frozenset[str]] | None = None
