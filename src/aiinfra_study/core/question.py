"""Question: what all kinds share; Body: what a kind must be able to do."""

import re
from abc import ABC, abstractmethod
from collections.abc import Mapping
from functools import cache
from typing import ClassVar, NamedTuple, TypeGuard, cast
from zlib import crc32

from aiinfra_study.core.course import Outline
from aiinfra_study.core.dice import Dice
from aiinfra_study.core.fields import Fields, Tree
from aiinfra_study.core.interaction import Grade, Interaction, Recorded, Response
from aiinfra_study.core.kinds import MARKERS, body_class, by_kind, kind_name

LEVELS = ("remember", "understand", "apply", "analyze", "evaluate", "create")
USES = ("both", "pre", "post", "review")
DEFAULTABLE = ("level", "tags", "refs", "as_of", "author", "source", "license")
COMMON = (
    *(
        "id",
        "ask",
        "code",
        "because",
        "refs",
        "hint",
        "as_of",
        "objective",
        "lectures",
        "level",
        "tags",
        "family",
    ),
    *("use", "rev", "points", "confidence", "media", "author", "source", "license"),
)
# names that other formats of questions use, and what to write here
FOREIGN = {
    **dict.fromkeys(("options", "choices"), "write right: and wrong:"),
    **dict.fromkeys(("question", "prompt", "stem"), "write ask:"),
    "correct": "write right:",
    "answers": "write answer:",
    "explanation": "write because:",
    "tolerance": "write accept:",
    "difficulty": "write level:",
    "type": "leave it out: the field with the key says the kind",
}
MAX_ID = 64
_ID = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*\Z")
_PLACE = re.compile(r"(?:[a-z0-9-]+/[a-z0-9-]+)?#\S+\Z")  # as a reading is referred to
_BRACES = re.compile(r"\{([a-z][a-z0-9_]*)\}")


class Body(ABC):
    """The part of a question that differs from kind to kind: adding a kind is writing one of these.

    Bodies are values: made once, never changed, equal when all they hold is equal.
    """

    FIELDS: ClassVar[tuple[str, ...]]
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
        return tuple(ref for ref in self.refs if not _PLACE.match(ref))

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
    return _BRACES.sub(lambda match: names.get(match[1], match[0]), text)


def braces(text: str) -> list[str]:
    """The names that stand in braces in a text."""
    return _BRACES.findall(text)


def read_question(fields: Fields, defaults: Fields, course: str) -> Question | None:
    """One question from its mapping, or None (with problems reported) when it cannot be asked."""
    identity = _read_id(fields)
    fields.question = f"{course}/{identity}" if identity else None
    kinds = sorted({MARKERS[key] for key in fields.tree if key in MARKERS})
    if len(kinds) != 1:
        _report_kinds(fields, kinds)
        fields.known(_all_fields(), FOREIGN)
        _read_common(fields, defaults, None, identity, course)
        return None
    body_type = body_class(kind_name(kinds[0], fields.tree))
    fields.known(_known_fields(body_type), FOREIGN)
    failed, fields.failed = fields.failed, False  # a kind may stop at its own problems, not at others
    body = body_type.read(fields)
    question = _read_common(fields, defaults, body, identity, course)
    return None if body is None or failed or fields.failed else question


@cache
def _known_fields(body_type: type[Body]) -> frozenset[str]:
    """Every field that a question of a kind may have."""
    return frozenset((*COMMON, *body_type.FIELDS))


@cache
def _all_fields() -> frozenset[str]:
    """Every field that a question of some kind may have."""
    kinds = (body_class(kind_name(marked, {"right": right})) for marked in by_kind() for right in ("one", ["a", "b"]))
    return frozenset((*COMMON, *(name for kind in kinds for name in kind.FIELDS)))


def is_id(value: Tree | None) -> TypeGuard[str]:
    """Whether a value can name a question."""
    return isinstance(value, str) and len(value) <= MAX_ID and _ID.match(value) is not None


def _read_id(fields: Fields) -> str:
    identity = fields.text("id")
    if not identity:
        if isinstance(fields.tree.get("id", ""), str):
            fields.report(fields.place, "S205", "the question has no id", "aiinfra lint --fix writes one")
    elif not is_id(identity):
        fields.wrong(
            "id",
            "S205",
            f'"{identity[:80]}" is not an id',
            f"use a-z, 0-9 and -, at most {MAX_ID} characters",
        )
    return identity


def _report_kinds(fields: Fields, kinds: list[str]) -> None:
    ways = ", ".join(" + ".join(marks) for marks in by_kind().values())
    if kinds:
        marks = ", ".join(key for key in fields.tree if key in MARKERS)
        fields.report(fields.place, "S204", f"more than one kind in one question: {marks}", f"keep one of {ways}")
    else:
        fields.report(fields.place, "S202", "nothing says what is right", f"write one of {ways}")


def _read_common(fields: Fields, defaults: Fields, body: Body | None, identity: str, course: str) -> Question:
    """The question, with every problem of its common fields reported; it counts only when it has a body."""
    tree = fields.tree
    asks_itself = "claim" in tree or "blanks" in tree
    ask = fields.text("ask", required="" if asks_itself else "write ask: the question to be answered")

    def either(key: str) -> Fields:
        return fields if key in tree or key not in defaults.tree else defaults

    for key in ("author", "source", "license"):
        fields.text(key)  # kept for those who read the file; only checked here
    return Question(
        address=f"{course}/{identity}",
        body=cast("Body", body),
        ask=ask,
        code=fields.text("code"),
        because=fields.text("because"),
        refs=either("refs").texts("refs"),
        hint=fields.text("hint"),
        objective=fields.text("objective"),
        lectures=fields.texts("lectures"),
        level=either("level").one_of("level", LEVELS, "") if "level" in either("level").tree else "",
        tags=either("tags").texts("tags"),
        family=fields.text("family"),
        use=fields.one_of("use", USES, "") if "use" in tree else "",
        rev=fields.whole("rev", 1),
        points=fields.whole("points", 1, 1, 100),
        confidence=fields.one_of("confidence", ("on", "off"), "on") == "on",
        as_of=_read_month(either("as_of")),
        media=_read_media(fields),
    )


def _read_month(fields: Fields) -> str:
    value = fields.text("as_of")
    if value and not re.fullmatch(r"\d{4}-(0[1-9]|1[0-2])", value):
        fields.wrong("as_of", "S203", f'"{value[:20]}" is not a month', "write as_of: 2026-11", fatal=False)
    return value


def _read_media(fields: Fields) -> str:
    """A picture cannot be shown in a terminal: its description is, with the path."""
    inner = fields.sub("media")
    if inner is None:
        return ""
    inner.known(("path", "alt"))
    path, alt = (
        inner.text("path", required="write path: of the file"),
        inner.text("alt", required="write alt: what it shows"),
    )
    if path.startswith(("/", "\\")) or ".." in path.replace("\\", "/").split("/") or ":" in path:
        inner.wrong("path", "S206", "the path leaves the bank folder", "use a path below the bank's folder")
    fields.failed = fields.failed or inner.failed
    return f"{alt} ({path})"
