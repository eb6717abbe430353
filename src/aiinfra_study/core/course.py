"""Course, section, objective: what a bank is about, without the text of its questions."""

import re
from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import Any, NamedTuple

_NOTHING: Mapping[str, Any] = MappingProxyType({})


class Objective(NamedTuple):
    """What a learner can do afterwards."""

    id: str
    text: str
    lectures: tuple[str, ...] = ()


class Outline(NamedTuple):
    """What drawing a quiz or a review needs to know of a question; `key` is its fingerprint."""

    id: str
    objective: str = ""
    use: str = ""
    family: str = ""
    key: str = ""
    rev: int = 1
    misconceptions: tuple[str, ...] = ()
    points: int = 1
    chance: float = 0.0  # credit that a blind guess may expect


class Section(NamedTuple):
    """One unit of a course, without the text of its questions (they are many, and read when asked)."""

    course: str
    id: str
    title: str
    objectives: Mapping[str, Objective]
    outlines: Sequence[Outline]
    draw: int = 0
    left_out: int = 0
    rationale: str = "some"

    @property
    def address(self) -> str:
        return f"{self.course}/{self.id}"

    def question_address(self, identity: str) -> str:
        return f"{self.course}/{identity}"


class Misconception(NamedTuple):
    """A named wrong belief, and the sentence that puts it right."""

    id: str
    belief: str
    contrast: str


class Lecture(NamedTuple):
    """A lecture or lab of a section."""

    number: int
    title: str
    kind: str = "lecture"


class CourseHead(NamedTuple):
    """What `course.yaml` says: titles, the order of sections, the glossary of misconceptions."""

    title: str = ""
    after: tuple[str, ...] = ()
    order: tuple[str, ...] = ()
    lectures: Mapping[str, tuple[Lecture, ...]] = _NOTHING
    misconceptions: Mapping[str, Misconception] = _NOTHING


def in_order(after: Mapping[str, Sequence[str]]) -> list[str]:
    """Courses so that each comes behind those it builds on, else as given; a ring is broken where it begins."""
    ordered: list[str] = []
    waiting = list(after)
    while waiting:
        free = (name for name in waiting if not any(before in waiting for before in after[name] if before != name))
        found = next(free, waiting[0])
        waiting.remove(found)
        ordered.append(found)
    return ordered


def section_id(stem: str) -> str:
    """The id a file name gives: `section-02` is `section-2`."""
    return re.sub(r"(?<!\d)0+(?=\d)", "", stem)


def natural(text: str) -> list[tuple[int, int, str]]:
    """A sort key by which section-2 comes before section-10."""
    return [(0, int(part), "") if part.isdecimal() else (1, 0, part) for part in re.split(r"(\d+)", text) if part]
