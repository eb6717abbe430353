"""Bank folders to courses and sections; a section's questions come from the compiled bank, one by one."""

import json
import os
import zlib
from collections.abc import Iterator, Sequence
from functools import cached_property
from pathlib import Path
from typing import Any

from aiinfra_study.core.course import (
    CourseHead,
    Lecture,
    Misconception,
    Objective,
    Outline,
    Section,
    natural,
    section_id,
)
from aiinfra_study.core.errors import DataError
from aiinfra_study.core.fields import Fields, Source, Tree
from aiinfra_study.core.problem import Problem
from aiinfra_study.core.question import Question, read_question
from aiinfra_study.core.text import clean
from aiinfra_study.store.cache import Cache, Entry, Records, Stamp
from aiinfra_study.store.files import Unreadable, read_bytes, read_course_file, read_section_file, section_files


class Bank:
    """One section, opened: its outline at hand, its questions read when asked for."""

    def __init__(self, path: Path, index: dict[str, Any], records: Records, error: str = "") -> None:
        self.path = path
        self.error = error
        self._index = index
        self._records = records

    @cached_property
    def section(self) -> Section:
        raw = self._index["section"]
        *texts, misconceptions, points, chances, _, _, _ = self._index["questions"]
        return Section(
            course=raw["course"],
            id=raw["id"],
            title=raw["title"],
            objectives={key: Objective(key, text, tuple(lectures)) for key, text, lectures in raw["objectives"]},
            outlines=tuple(map(Outline, *texts, map(tuple, misconceptions), points, chances)),
            draw=raw["draw"],
            left_out=raw["left_out"],
            rationale=raw["rationale"],
        )

    @cached_property
    def _rows(self) -> dict[str, tuple[int, int, int]]:
        ids, *_, offsets, lengths, checksums = self._index["questions"]
        return dict(zip(ids, zip(offsets, lengths, checksums, strict=True), strict=True))

    def question(self, identity: str) -> Question:
        """One question by its id; KeyError when the section has none of that name."""
        offset, length, checksum = self._rows[identity]
        record = self._records.read(offset, length)
        if zlib.crc32(record) != checksum:  # the compiled form was damaged: what the file says is at hand
            return next(found for found in self._read_again() if found.id == identity)
        source = Source(str(self.path))
        problems: list[Problem] = []
        defaults = Fields(self._index["defaults"], source, problems)
        question = read_question(
            Fields(json.loads(record), source, problems), defaults, self._index["section"]["course"]
        )
        if question is None:
            raise ValueError(f"the compiled record of {identity} cannot be read: {problems[:1]}")
        return question

    def _read_again(self) -> tuple[Question, ...]:
        found = read_bytes(self.path)
        if isinstance(found, Unreadable):
            raise DataError("bank-unreadable", found.problem.message, "Make it readable.")
        return read_section_file(self.path, found[0], self._index["section"]["course"]).questions

    def questions(self) -> Iterator[Question]:
        return (self.question(outline.id) for outline in self.section.outlines)


class CourseFolder:
    """A course as it lies on the disk. `replaces` is the folder whose course of the same id it hides."""

    def __init__(self, folder: Path, cache: Cache, *, bundled: bool) -> None:
        self.id = clean(Path(os.path.realpath(folder)).name)
        self.folder = folder
        self.cache = cache
        self.bundled = bundled
        self.replaces: str | None = None
        self.files = section_files(folder)
        self._opened: dict[Path, Bank] = {}

    @cached_property
    def head(self) -> CourseHead:
        """What course.yaml says (an empty head where there is none)."""
        path = self.folder / "course.yaml"
        found = read_bytes(path) if path.exists() else None
        if found is None or isinstance(found, Unreadable):
            return CourseHead()
        data, stamp = found
        entry = self.cache.load(path, stamp)
        if entry is not None:
            try:
                return _head_from(entry.head)
            except (KeyError, TypeError, ValueError):
                pass
        head = read_course_file(path, data).head
        self.cache.keep(path, stamp, data, Entry(_head_index(head), Records()))
        return head

    @property
    def title(self) -> str:
        return self.head.title or self.id

    def open(self, path: Path) -> Bank:
        """A section's bank: the compiled one when it fits the file, else compiled now."""
        if path not in self._opened:
            self._opened[path] = open_bank(path, self.id, self.cache)
        return self._opened[path]

    @property
    def opened(self) -> list[Bank]:
        """The banks read so far."""
        return list(self._opened.values())

    @property
    def whole(self) -> bool:
        """Whether all of them were read."""
        return len(self._opened) == len(self.files)

    @cached_property
    def banks(self) -> tuple[Bank, ...]:
        """All sections in the order of course.yaml, those it does not name after them by file name."""
        banks = [self.open(path) for path in self.files]
        order = {identity: place for place, identity in enumerate(self.head.order)}
        return tuple(sorted(banks, key=lambda bank: order.get(bank.section.id, len(order))))

    def find(self, identity: str) -> Bank | None:
        """The section of an id, opening as few files as possible."""
        for path in self.files:
            if section_id(path.stem) == identity and (bank := self.open(path)).section.id == identity:
                return bank
        return next((bank for bank in self.banks if bank.section.id == identity), None)


def find_courses(folders: list[Path], cache: Cache) -> list[CourseFolder]:
    """Every course of the folders in order; of two with one id the first counts and says which it replaces."""
    found: dict[str, CourseFolder] = {}
    for place, folder in enumerate(folders):
        for path in sorted(_courses_in(folder), key=lambda path: natural(path.name)):
            course = CourseFolder(path, cache, bundled=place == len(folders) - 1)
            first = found.setdefault(course.id, course)
            if first is not course and first.replaces is None:
                first.replaces = str(path)
    return list(found.values())


def _courses_in(folder: Path) -> Iterator[Path]:
    if section_files(folder):
        yield folder
        return
    try:
        names = os.listdir(folder)
    except OSError as error:
        raise DataError(
            "banks-unreadable", f"{folder} cannot be read ({error.strerror})", "Make it readable."
        ) from None
    for name in names:
        if not name.startswith((".", "_")) and section_files(folder / name):
            yield folder / name


def open_bank(path: Path, course: str, cache: Cache) -> Bank:
    """The bank of a file, from the cache where it fits."""
    try:
        stamp = Stamp.of(os.stat(path))
        entry = cache.load(path, stamp)
        if entry is not None and entry.head["section"]["course"] == course:
            return _checked(Bank(path, entry.head, entry.records))
    except (OSError, KeyError, TypeError, ValueError):
        pass
    return compile_bank(path, course, cache)


def _checked(bank: Bank) -> Bank:
    """A bank from the cache, after its outline could be read."""
    assert bank.section.outlines is not None
    return bank


def compile_bank(path: Path, course: str, cache: Cache) -> Bank:
    """Read the YAML of a section and keep the compiled form."""
    found = read_bytes(path)
    if isinstance(found, Unreadable):
        nothing = Section(course, section_id(path.stem), section_id(path.stem), {}, ())
        return Bank(path, _section_index(nothing, (), {})[0], Records(), found.problem.message)
    data, stamp = found
    read = read_section_file(path, data, course)
    index, records = _section_index(read.section, read.trees, read.defaults)
    error = ""
    if not read.questions and any(problem.level == "error" for problem in read.problems):
        error = str(next(problem for problem in read.problems if problem.level == "error"))
    else:
        cache.keep(path, stamp, data, Entry(index, records))
    return Bank(path, index, records, error)


def _section_index(
    section: Section, trees: Sequence[dict[str, Tree]], defaults: dict[str, Tree]
) -> tuple[dict[str, Any], Records]:
    columns: list[list[Any]] = [[] for _ in range(len(Outline._fields) + 3)]
    records, offset = [], 0
    for outline, tree in zip(section.outlines, trees, strict=True):
        record = json.dumps(tree, ensure_ascii=False, separators=(",", ":")).encode()
        for column, value in zip(columns, (*outline, offset, len(record), zlib.crc32(record)), strict=True):
            column.append(value)
        records.append(record)
        offset += len(record)
    head = {
        "course": section.course,
        "id": section.id,
        "title": section.title,
        "objectives": [[o.id, o.text, list(o.lectures)] for o in section.objectives.values()],
        "draw": section.draw,
        "left_out": section.left_out,
        "rationale": section.rationale,
    }
    return {"section": head, "defaults": defaults, "questions": columns}, Records(b"".join(records))


def _head_index(head: CourseHead) -> dict[str, Any]:
    return {
        "texts": [head.title, head.description, head.license],
        "lists": [head.sources, head.after, head.order],
        "weeks": head.weeks,
        "lectures": {key: [[x.number, x.title, x.kind] for x in found] for key, found in head.lectures.items()},
        "misconceptions": [[m.id, m.belief, m.contrast] for m in head.misconceptions.values()],
    }


def _head_from(index: dict[str, Any]) -> CourseHead:
    title, description, license = map(str, index["texts"])
    sources, after, order = (tuple(map(str, found)) for found in index["lists"])
    return CourseHead(
        title=title,
        description=description,
        license=license,
        sources=sources,
        after=after,
        order=order,
        weeks=index["weeks"],
        lectures={key: tuple(Lecture(*row) for row in rows) for key, rows in index["lectures"].items()},
        misconceptions={row[0]: Misconception(*row) for row in index["misconceptions"]},
    )
