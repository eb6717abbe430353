"""Compiled forms: sections and heads of courses as JSON says them, and back."""

import json
import zlib
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from aiinfra_study.core.catalogue import Outlines, outlines_of
from aiinfra_study.core.course import CourseHead, Lecture, Misconception, Objective, Section
from aiinfra_study.store.cache import Entry, Records

if TYPE_CHECKING:
    from aiinfra_study.core.source import Tree


def compiled(section: Section, trees: "Iterable[dict[str, Tree]]", defaults: "dict[str, Tree]") -> Entry:
    """A section, and its questions as records."""
    records = [json.dumps(tree, ensure_ascii=False, separators=(",", ":")).encode() for tree in trees]
    lengths = [len(record) for record in records]
    columns = [lengths, [zlib.crc32(record) for record in records]]
    index = {"section": section_index(section), "defaults": defaults, "records": columns}
    return Entry(index, Records(b"".join(records)))


def section_index(section: Section) -> dict[str, Any]:
    return {
        "course": section.course,
        "id": section.id,
        "title": section.title,
        "objectives": [[o.id, o.text, list(o.lectures)] for o in section.objectives.values()],
        "outlines": outlines_of(section).texts,
        "draw": section.draw,
        "left_out": section.left_out,
        "rationale": section.rationale,
    }


def section_from(index: dict[str, Any]) -> Section:
    """The section of an index; raises KeyError, TypeError or ValueError for what is none."""
    return Section(
        course=index["course"],
        id=index["id"],
        title=index["title"],
        objectives={key: Objective(key, text, tuple(lectures)) for key, text, lectures in index["objectives"]},
        outlines=Outlines(*index["outlines"]),
        draw=index["draw"],
        left_out=index["left_out"],
        rationale=index["rationale"],
    )


def head_index(head: CourseHead) -> dict[str, Any]:
    return {
        "title": head.title,
        "lists": [head.after, head.order],
        "lectures": {key: [[x.number, x.title, x.kind] for x in found] for key, found in head.lectures.items()},
        "misconceptions": [[m.id, m.belief, m.contrast] for m in head.misconceptions.values()],
    }


def head_from(index: dict[str, Any]) -> CourseHead:
    after, order = (tuple(map(str, found)) for found in index["lists"])
    return CourseHead(
        title=str(index["title"]),
        after=after,
        order=order,
        lectures={key: tuple(Lecture(*row) for row in rows) for key, rows in index["lectures"].items()},
        misconceptions={row[0]: Misconception(*row) for row in index["misconceptions"]},
    )
