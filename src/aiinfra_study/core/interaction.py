"""The ways to respond, as values: a kind says what may be responded, the terminal knows how to ask it.

The idea of separating a question from its interaction is QTI's (1EdTech, Question and Test Interoperability).
A response is always in terms of the question as written, never of the order it was shown in.
"""

from collections.abc import Callable
from typing import NamedTuple, TypeAlias


class Choice(NamedTuple):
    """Options to pick from. `order` lists the places of the options as shown; a response is a tuple of places.
    `wanted` is how many the stem asks for, 0 where it leaves that open."""

    options: tuple[str, ...]
    order: tuple[int, ...]
    several: bool = False
    truth: bool = False
    wanted: int = 0


class TextEntry(NamedTuple):
    """Text to type. `unreadable` says what is wrong with a text that cannot be taken at all, or nothing; `value` what
    a calculation comes to, or nothing, where a number is wanted."""

    unit: str = ""
    lines: bool = False
    unreadable: Callable[[str], str] = lambda _: ""
    value: Callable[[str], str] | None = None


class Blanks(NamedTuple):
    """Gaps to fill in a text; `parts` is the text around them, one longer than the number of gaps."""

    parts: tuple[str, ...]


class Arrange(NamedTuple):
    """Items to put in order. `order` lists the places of the items as shown; a response is the order wanted."""

    items: tuple[str, ...]
    order: tuple[int, ...]


PAIRED = " → "  # between a left item and its right one, in a text


class Pair(NamedTuple):
    """Left items to give right items to. A response is, for each left item, the place of its right item."""

    left: tuple[str, ...]
    right: tuple[str, ...]
    left_order: tuple[int, ...]
    right_order: tuple[int, ...]


Interaction: TypeAlias = Choice | TextEntry | Blanks | Arrange | Pair

# What a learner gave: places (Choice, Arrange, Pair), a text (TextEntry), or one text a gap (Blanks).
Response: TypeAlias = str | tuple[int, ...] | tuple[str, ...]


def places(response: Response) -> tuple[int, ...]:
    """A response that consists of places."""
    return tuple(int(place) for place in response)


CONFIDENCES = ("sure", "unsure", "guess")  # what a learner may say with a response

# The same as it is kept in the log and in JSON (docs/json.md).
Recorded: TypeAlias = str | bool | list[str] | dict[str, str] | None


class Remark(NamedTuple):
    """One thing to say about a part of a response: which part, why it is so, whether it was right."""

    about: str
    why: str
    right: bool = False
    misconception: str = ""


class Grade(NamedTuple):
    """What a response earned: credit from 0 to 1, how many slips cost the rest, and what to say."""

    credit: float
    slips: int = 0
    near: bool = False
    remarks: tuple[Remark, ...] = ()

    @property
    def correct(self) -> bool:
        return self.credit >= 1
