"""Question: what all kinds share; Body: what a kind must be able to do."""

import re
from abc import ABC, abstractmethod
from collections.abc import Mapping
from typing import ClassVar, NamedTuple, TypeGuard
from zlib import crc32

from aiinfra_study.core.course import Outline
from aiinfra_study.core.dice import Dice
from aiinfra_study.core.fields import Fields
from aiinfra_study.core.interaction import Grade, Interaction, Recorded, Response
from aiinfra_study.core.schema_parts import Schema
from aiinfra_study.core.source import Tree

NO_ID = "the question has no id"  # the finding whose mend is to write one
LEVELS = ("remember", "understand", "apply", "analyze", "evaluate", "create")
USES = ("both", "pre", "post", "review")
DEFAULTABLE = ("level", "tags", "refs", "as_of", "author", "source", "license")
COMMON = (
    *("id", "ask", "code", "because", "refs", "hint", "as_of", "objective", "lectures", "level", "tags", "family"),
    *("use", "rev", "points", "confidence", "media", "author", "source", "license"),
)
MAX_ID = 64
ID = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*\Z")
_PLACE = r"(?:[a-z0-9-]+/[a-z0-9-]+)?#\S+\Z"  # as a reading is referred to
_BRACES = r"\{([a-z][a-z0-9_]*)\}"


class Body(ABC):
    """The part of a question that differs from kind to kind: adding a kind is writing one of these.

    Bodies are values: made once, never changed, equal when all they hold is equal.

    Two laws (tests/core/kinds/test_laws.py): what `key_lines` shows is accepted when it is typed, and earns 1; what
    `unreadable` of a TextEntry lets pass, `grade` survives, be it 5,000 digits.
    """

    SCHEMA: ClassVar[Mapping[str, Schema]]  # the fields of the kind, and what each may hold
    EXAMPLE: ClassVar[str]  # a question in YAML below a comment that says what the kind is, as in a new bank
    STEM: ClassVar[str] = "ask"  # the field that says what is asked
    kind: ClassVar[str]

    @property
    @abstractmethod
    def key_lines(self) -> tuple[str, ...]:
        """What is right, in words, one line an item."""

    @property
    @abstractmethod
    def identity(self) -> tuple[str, ...]:
        """Key and options as texts: two questions with equal identity ask for the same."""

    @property
    def misconceptions(self) -> tuple[str, ...]:
        """Ids of the misconceptions that a wrong response may show."""
        return ()

    @property
    def chance(self) -> float:
        """The credit (0-1) that a blind guess may expect; 0 where the response is made, not chosen."""
        return 0.0

    @classmethod
    @abstractmethod
    def read(cls, fields: Fields) -> "Body | None":
        """Read the kind's own fields; report what is wrong and return None when it cannot be asked."""

    def drawn(self, dice: Dice) -> "tuple[Body, Mapping[str, str]]":  # noqa: ARG002
        """This body with its chance settled, and what stands for `{name}` in the question's texts."""
        return self, {}

    @abstractmethod
    def interaction(self, dice: Dice) -> Interaction:
        """How one may respond, in the order of this draw."""

    @abstractmethod
    def grade(self, response: Response) -> Grade:
        """What a response earns."""

    @abstractmethod
    def record(self, response: Response) -> Recorded:
        """The response as the log and JSON keep it."""

    def __eq__(self, other: object) -> bool:
        return type(other) is type(self) and vars(other) == vars(self)

    def __hash__(self) -> int:
        return hash(self.identity)


class Question(NamedTuple):
    """One thing asked, with its key; `address` is `course/id`."""

    address: str
    body: Body
    ask: str
    code: str = ""
    because: str = ""
    refs: tuple[str, ...] = ()
    hint: str = ""
    objective: str = ""
    lectures: tuple[str, ...] = ()
    level: str = ""
    tags: tuple[str, ...] = ()
    family: str = ""
    use: str = ""
    rev: int = 1
    points: int = 1
    confidence: bool = True
    as_of: str = ""
    media: str = ""

    @property
    def id(self) -> str:
        return self.address.partition("/")[2]

    @property
    def kind(self) -> str:
        return self.body.kind

    @property
    def sources(self) -> tuple[str, ...]:
        """The references that name a source; the others name places in readings."""
        return tuple(ref for ref in self.refs if not re.match(_PLACE, ref))

    @property
    def elsewhere(self) -> tuple[str, ...]:
        """Sections of other courses whose readings teach the same, as `course/section`."""
        places = (ref.partition("#")[0] for ref in self.refs if ref not in self.sources)
        course = self.address.partition("/")[0]
        return tuple(dict.fromkeys(place for place in places if "/" in place and place.partition("/")[0] != course))

    @property
    def fingerprint(self) -> str:
        """Eight hex digits that change when the key or an option changes, and not with stem or explanation."""
        return f"{crc32(chr(31).join((self.kind, *self.body.identity)).encode('utf-8', 'surrogatepass')):08x}"

    @property
    def outline(self) -> Outline:
        """What drawing and reviewing need to know of it."""
        body = self.body
        more = (self.fingerprint, self.rev, body.misconceptions, self.points, round(body.chance, 4))
        return Outline(self.id, self.objective, self.use, self.family, *more)

    def posed(self, seed: int | str) -> "Posed":
        """The question with its numbers and the order of its options settled by a seed."""
        dice = Dice(seed, self.address)
        body, names = self.body.drawn(dice)
        texts = (self.ask, self.code, self.because, self.hint)
        ask, code, because, hint = (fill(text, names) for text in texts) if names else texts
        return Posed(self, body, body.interaction(dice), ask, code, because, hint)


class Posed(NamedTuple):
    """A question as one learner sees it once."""

    question: Question
    body: Body
    interaction: Interaction
    ask: str
    code: str
    because: str
    hint: str


def fill(text: str, names: Mapping[str, str]) -> str:
    """Put drawn values in the place of `{name}`; braces around anything else stay as they are."""
    return re.sub(_BRACES, lambda match: names.get(match[1], match[0]), text)


def braces(text: str) -> list[str]:
    """The names that stand in braces in a text."""
    return re.findall(_BRACES, text)


def is_id(value: Tree | None) -> TypeGuard[str]:
    """Whether a value can name a question."""
    return isinstance(value, str) and len(value) <= MAX_ID and ID.match(value) is not None
