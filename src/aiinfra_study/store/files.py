"""Files of a bank folder: which they are, their bytes within bounds, and what they say with every problem."""

import gc
import os
import stat as stats
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from aiinfra_study.core.course import CourseHead, natural
from aiinfra_study.core.problem import Mark, Problem
from aiinfra_study.core.text import clean
from aiinfra_study.store.cache import Stamp

if TYPE_CHECKING:
    from aiinfra_study.core.bank import SectionFile
    from aiinfra_study.core.source import Source

MAX_BYTES = 2 * 1024 * 1024
MAX_READING = 512 * 1024  # a book of 80,000 words
_SUFFIXES = (".yaml", ".yml")


class Unreadable(NamedTuple):
    """A file that cannot be read at all."""

    problem: Problem


def section_files(folder: Path) -> list[Path]:
    """The section files of a course folder, in natural order."""
    try:
        names = os.listdir(folder)
    except OSError:
        return []
    wanted = [n for n in names if n.endswith(_SUFFIXES) and n != "course.yaml" and not n.startswith((".", "_"))]
    return [folder / name for name in sorted(wanted, key=natural)]


def read_bytes(path: Path) -> "tuple[bytes, Stamp] | Unreadable":
    """The bytes of a regular file of at most 2 MiB, and its stamp from before they were read."""
    try:
        found = os.stat(path)
        if not stats.S_ISREG(found.st_mode):
            return _unreadable(path, "is not a regular file")
        if found.st_size > MAX_BYTES:
            return _too_large(path, f"{MAX_BYTES // 1024**2} MiB")
        with open(path, "rb") as file:
            data = file.read(MAX_BYTES + 1)
        if len(data) > MAX_BYTES:
            return _too_large(path, f"{MAX_BYTES // 1024**2} MiB")
        return data, Stamp.of(found)
    except OSError as error:
        return _unreadable(path, f"cannot be read ({error.strerror})")


def reading_path(section: Path) -> Path:
    """Where the reading of a section file lies."""
    return section.with_suffix(".md")


def read_text(path: Path) -> str | Unreadable:
    """The text of a reading."""
    found = read_bytes(path)
    if isinstance(found, Unreadable):
        return found
    return unfit_reading(path, found[0]) or as_text(found[0])


def unfit_reading(path: Path, data: bytes) -> Unreadable | None:
    """Why the bytes of a reading are not shown: more than 512 KiB, or a link that leads out of the bank folder."""
    real = Path(os.path.realpath(path))  # (a course folder may be a link itself)
    if not any(real.is_relative_to(os.path.realpath(folder)) for folder in (path.parent, path.parent.parent)):
        return _unreadable(path, "leads out of its bank folder", "put the file itself there")
    if len(data) > MAX_READING:
        return _too_large(path, f"{MAX_READING // 1024} KiB")
    return None


def as_text(data: bytes) -> str:
    """UTF-8 with lines that end in one way; what is no UTF-8 is replaced."""
    return data.decode("utf-8-sig", "replace").replace("\r\n", "\n").replace("\r", "\n")


def _unreadable(path: Path, what: str, help: str = "") -> Unreadable:
    help = help or f"a {'reading is a UTF-8 Markdown' if path.suffix == '.md' else 'bank is a UTF-8 text'} file"
    return Unreadable(Problem(Mark(str(path)), "Y100", "error", f"{clean(path.name)} {what}", help))


def _too_large(path: Path, most: str) -> Unreadable:
    return _unreadable(path, f"is larger than {most}", "split the section")


@contextmanager
def _collector_paused() -> Iterator[None]:
    """Nothing read here is cyclic, and rescanning a growing heap costs up to four times the reading."""
    collecting = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if collecting:
            gc.enable()


def read_section_file(path: Path, data: bytes, course: str, stem: str = "") -> "SectionFile":
    """A section with every problem of its file; `stem` stands for the name of a file that has none."""
    from aiinfra_study.core.bank import read_section
    from aiinfra_study.store.yaml_document import read_yaml

    with _collector_paused():
        document = read_yaml(data, str(path))
        return read_section(document.tree, document.source, document.problems, course, stem or path.stem)


class CourseFile(NamedTuple):
    """A course.yaml as read: what it says, every problem, and where everything stands."""

    head: CourseHead
    problems: list[Problem]
    source: "Source"


def read_course_file(path: Path, data: bytes) -> CourseFile:
    """A course.yaml with every problem of the file."""
    from aiinfra_study.core.course_file import read_course
    from aiinfra_study.store.yaml_document import read_yaml

    document = read_yaml(data, str(path))
    head = read_course(document.tree, document.source, document.problems)
    return CourseFile(head, document.problems, document.source)
