"""The files of a course folder as a lint run reads them."""

import os
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from aiinfra_study.cli.linting import STDIN, Folder, label
from aiinfra_study.core.bank import SectionFile
from aiinfra_study.core.course import CourseHead
from aiinfra_study.core.problem import Mark, Problem
from aiinfra_study.core.source import Source
from aiinfra_study.lint.ids import with_ids
from aiinfra_study.store.files import (
    MAX_BYTES,
    Unreadable,
    as_text,
    read_bytes,
    read_course_file,
    read_section_file,
    reading_path,
    section_files,
    unfit_reading,
)

if TYPE_CHECKING:
    from aiinfra_study.core.blocks import Reading


class Opened(NamedTuple):
    """A file of a run: its path (None: stdin), its name in findings, and what was read of it."""

    path: Path | None
    name: str
    problems: Sequence[Problem]
    section: SectionFile | None = None
    source: Source | None = None
    head: CourseHead | None = None
    reading: "Reading | None" = None


def files_of(place: Folder) -> list[Path | None]:
    """The files of a course folder, those asked for too (a draft whose name begins with `_`)."""
    if place.path is None:
        return [None]
    sections = section_files(place.path)
    beside = [place.path / "course.yaml", *(reading_path(path) for path in sections)]
    files = [*sections, *(path for path in beside if os.path.lexists(path))]
    return [*files, *sorted(path for path in place.asked if path not in files)]


def opened(path: Path | None, folder: Path | None, draft: bytes | None = None) -> Opened:
    """A file as it lies there, or as its draft has it."""
    name = STDIN if path is None else label(path)
    data = draft if draft is not None else _bytes(path, name)
    if isinstance(data, Problem):
        return Opened(path, name, [data])
    if path is not None and path.name == "course.yaml":
        head = read_course_file(Path(name), data)
        return Opened(path, name, head.problems, None, head.source, head.head)
    if path is not None and path.suffix == ".md":
        from aiinfra_study.core.reading import read_reading

        reading = read_reading(name, as_text(data))
        return Opened(path, name, reading.problems, source=Source(name, as_text(data).encode()), reading=reading)
    course = "stdin" if path is None else (folder or path.parent).resolve().name
    section = read_section_file(Path(name), data, course, "" if path is not None else "section-1")
    return Opened(path, name, with_ids(section.problems, section.source), section, section.source)


def _bytes(path: Path | None, name: str) -> bytes | Problem:
    if path is None:
        data = sys.stdin.buffer.read(MAX_BYTES + 1) if sys.stdin is not None else b""
        if len(data) <= MAX_BYTES:
            return data
        return Problem(
            Mark(STDIN), "Y100", "error", f"stdin is larger than {MAX_BYTES // 1024**2} MiB", "split the section"
        )
    found = read_bytes(path)
    unfit = found if isinstance(found, Unreadable) else unfit_reading(path, found[0]) if path.suffix == ".md" else None
    if unfit is not None:
        return unfit.problem._replace(mark=unfit.problem.mark._replace(file=name))
    assert not isinstance(found, Unreadable)
    return found[0]
