"""Bank folders to courses and sections; a section's questions come from the compiled bank, one by one."""

import contextlib
import json
import os
import zlib
from collections.abc import Callable, Iterator
from functools import cached_property
from itertools import accumulate
from pathlib import Path
from typing import TYPE_CHECKING, Any

from aiinfra_study.core.catalogue import Outlines
from aiinfra_study.core.course import CourseHead, Section, natural, section_id
from aiinfra_study.core.errors import DataError
from aiinfra_study.core.text import clean
from aiinfra_study.store.cache import Cache, Entry, Records, Stamp, is_young
from aiinfra_study.store.compiled import compiled, head_from, head_index, section_from, section_index
from aiinfra_study.store.files import Unreadable, read_bytes, read_course_file, read_section_file, section_files

if TYPE_CHECKING:  # imported when the first question is read
    from aiinfra_study.core.problem import Problem
    from aiinfra_study.core.question import Question


class Bank:
    """One section: its outlines at hand, its questions read when asked for."""

    def __init__(self, path: Path, section: Section, entry: Callable[[], Entry], stamp: Stamp | None) -> None:
        self.path = path
        self.section = section
        self.error = ""
        self.stamp = stamp  # of the file it was compiled from; None where that is not kept
        self._open = entry

    @cached_property
    def entry(self) -> Entry:
        """Its compiled form."""
        return self._open()

    @cached_property
    def _rows(self) -> dict[str, tuple[int, int, int]]:
        """Offset, length and checksum of each record."""
        lengths, checksums = self.entry.head["records"]
        ids = Outlines(*self.entry.head["section"]["outlines"]).ids
        offsets = list(accumulate(lengths, initial=0))[:-1]
        return dict(zip(ids, zip(offsets, lengths, checksums, strict=True), strict=True))

    def question(self, identity: str) -> "Question":
        """One question by its id; KeyError when the section has none of that name."""
        from aiinfra_study.core.fields import Fields
        from aiinfra_study.core.question_fields import read_question
        from aiinfra_study.core.source import Source

        offset, length, checksum = self._rows[identity]
        record = self.entry.records.read(offset, length)
        if zlib.crc32(record) != checksum:  # the compiled form was damaged: what the file says is at hand
            return next(found for found in self._read_again() if found.id == identity)
        source = Source(str(self.path))
        problems: list[Problem] = []
        defaults = Fields(self.entry.head["defaults"], source, problems)
        question = read_question(Fields(json.loads(record), source, problems), defaults, self.section.course)
        if question is None:
            raise ValueError(f"the compiled record of {identity} cannot be read: {problems[:1]}")
        return question

    def _read_again(self) -> "tuple[Question, ...]":
        found = read_bytes(self.path)
        if isinstance(found, Unreadable):
            raise DataError("bank-unreadable", found.problem.message, "Make it readable.")
        return read_section_file(self.path, found[0], self.section.course).questions

    def questions(self) -> "Iterator[Question]":
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
                return head_from(entry.head)
            except (KeyError, TypeError, ValueError):
                pass
        head = read_course_file(path, data).head
        self.cache.keep(path, stamp, data, Entry(head_index(head), Records()))
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
        self._open_all()
        banks = [self._opened[path] for path in self.files]
        order = {section_id(identity): place for place, identity in enumerate(self.head.order)}  # `section-02` too
        return tuple(sorted(banks, key=lambda bank: order.get(section_id(bank.section.id), len(order))))

    def _open_all(self) -> None:
        """Open every section: from the outlines of the course, kept in one file, where they fit the section's file."""
        known = self.cache.load_outlines(self.folder)
        fitting = set()
        for path in self.files:
            if path.name in known:
                with contextlib.suppress(OSError, KeyError, TypeError, ValueError):
                    bank = _outlined(path, self.id, self.cache, known[path.name])
                    self._opened.setdefault(path, bank)
                    fitting.add(path.name)
        banks = [self.open(path) for path in self.files]
        settled = {bank.path.name: bank for bank in banks if bank.stamp is not None and not is_young(bank.stamp)}
        if not fitting == settled.keys() == known.keys():
            rows = {name: (bank.stamp, section_index(bank.section)) for name, bank in settled.items() if bank.stamp}
            self.cache.keep_outlines(self.folder, rows)

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
        for path in sorted(courses_in(folder), key=lambda path: natural(path.name)):
            course = CourseFolder(path, cache, bundled=place == len(folders) - 1)
            first = found.setdefault(course.id, course)
            if first is not course and first.replaces is None:
                first.replaces = str(path)
    return list(found.values())


def courses_in(folder: Path) -> Iterator[Path]:
    """The courses at or directly below a folder."""
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
        if entry is not None:
            return Bank(path, _section_of(entry.head["section"], course), lambda: entry, stamp)
    except (OSError, KeyError, TypeError, ValueError):
        pass
    return compile_bank(path, course, cache)


def _outlined(path: Path, course: str, cache: Cache, known: tuple[Stamp, dict[str, Any]]) -> Bank:
    """A bank of which the outlines are at hand; raises ValueError when its file is another by now."""
    stamp, index = known
    if Stamp.of(os.stat(path)) != stamp:
        raise ValueError(f"{path} has changed")
    return Bank(path, _section_of(index, course), lambda: open_bank(path, course, cache).entry, stamp)


def _section_of(index: dict[str, Any], course: str) -> Section:
    section = section_from(index)
    if section.course != course:
        raise ValueError(f"a section of {section.course}")
    return section


def compile_bank(path: Path, course: str, cache: Cache) -> Bank:
    """Read the YAML of a section and keep the compiled form."""
    found = read_bytes(path)
    if isinstance(found, Unreadable):
        nothing = Section(course, section_id(path.stem), section_id(path.stem), {}, ())
        return _broken(path, nothing, compiled(nothing, (), {}), found.problem.message)
    data, stamp = found
    read = read_section_file(path, data, course)
    entry = compiled(read.section, read.trees, read.defaults)
    if not read.questions and any(problem.level == "error" for problem in read.problems):
        error = next(problem for problem in read.problems if problem.level == "error")
        return _broken(path, read.section, entry, str(error))
    cache.keep(path, stamp, data, entry)
    return Bank(path, read.section, lambda: entry, stamp)


def _broken(path: Path, section: Section, entry: Entry, error: str) -> Bank:
    """A bank without a question, and why."""
    bank = Bank(path, section, lambda: entry, None)
    bank.error = error
    return bank
