"""Files that are none, too large, closed or not text: each a problem with a place, never a hang or a traceback."""

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from aiinfra_study.core.errors import DataError
from aiinfra_study.store.banks import CourseFolder, find_courses, open_bank
from aiinfra_study.store.cache import Cache
from aiinfra_study.store.files import MAX_BYTES, Unreadable, read_bytes

from .conftest import unprivileged


def fifo(path: Path) -> None:
    os.mkfifo(path)


def device(path: Path) -> None:
    path.symlink_to("/dev/zero")


def directory(path: Path) -> None:
    path.mkdir()


def large(path: Path) -> None:
    with open(path, "wb") as file:
        file.truncate(MAX_BYTES + 1)


def dangling(path: Path) -> None:
    path.symlink_to("nowhere")


def circle(path: Path) -> None:
    path.symlink_to(path)


STRANGE: list[tuple[Callable[[Path], None], str]] = [
    (fifo, "is not a regular file"),
    (device, "is not a regular file"),
    (directory, "is not a regular file"),
    (large, "is larger than 2 MiB"),
    (dangling, "cannot be read"),
    (circle, "cannot be read"),
]


@pytest.fixture
def course(tmp_path: Path) -> Path:
    """A folder with one good section."""
    folder = tmp_path / "mine"
    folder.mkdir()
    (folder / "section-02.yaml").write_text(
        "format: 1\ntitle: Good\nobjectives: {o: Do it}\nquestions:\n"
        "  - {id: q, objective: o, ask: Why?, right: a, wrong: [b, c], because: So.}\n"
    )
    return folder


@pytest.mark.parametrize(("make", "what"), STRANGE, ids=[make.__name__ for make, _ in STRANGE])
def test_a_strange_section_file_is_a_problem_with_a_place(
    course: Path, tmp_path: Path, make: Callable[[Path], None], what: str
) -> None:
    path = course / "section-01.yaml"
    make(path)
    found = read_bytes(path)
    assert isinstance(found, Unreadable)
    assert (found.problem.mark.file, found.problem.rule, found.problem.level) == (str(path), "Y100", "error")
    assert what in found.problem.message
    cache = Cache(tmp_path / "cache")
    (one,) = find_courses([tmp_path], cache)
    strange, good = one.banks
    assert (strange.section.outlines, good.section.title) == ((), "Good")
    assert what in strange.error
    assert not cache.path_of(path).exists()


@pytest.mark.parametrize(("make", "what"), STRANGE, ids=[make.__name__ for make, _ in STRANGE])
def test_a_strange_course_file_is_as_none(
    course: Path, tmp_path: Path, make: Callable[[Path], None], what: str
) -> None:
    make(course / "course.yaml")
    assert what
    found = CourseFolder(course, Cache(tmp_path / "cache"), bundled=False)
    assert found.title == "mine"
    assert len(found.banks) == 1


def test_a_file_that_is_not_utf_8_is_a_problem_with_line_and_column(course: Path, tmp_path: Path) -> None:
    path = course / "section-01.yaml"
    path.write_bytes("format: 1\ntitle: Größe".encode("latin-1"))
    bank = open_bank(path, "mine", Cache(tmp_path / "cache"))
    assert bank.error == f"{path}:2:10: error Y100: the file is not UTF-8"
    assert bank.section.outlines == ()


def test_a_file_that_may_not_be_read_is_a_problem_with_a_place(public: Path) -> None:
    path = public / "section-01.yaml"
    path.write_text("format: 1\n")
    path.chmod(0o000)
    with unprivileged():
        found = read_bytes(path)
        assert open_bank(path, "mine", Cache(public / "cache")).error == found.problem.message  # type: ignore[union-attr]
    assert isinstance(found, Unreadable)
    assert "Permission denied" in found.problem.message


def test_a_folder_that_may_not_be_read_is_an_error_in_words(public: Path) -> None:
    (public / "banks").mkdir()
    (public / "banks").chmod(0o300)
    with unprivileged(), pytest.raises(DataError, match="cannot be read") as caught:
        find_courses([public / "banks"], Cache(public / "cache"))
    assert caught.value.code == "banks-unreadable"


def test_a_closed_course_among_others_is_left_out(public: Path) -> None:
    for name in ("closed", "open"):
        (public / "banks" / name).mkdir(parents=True)
        (public / "banks" / name / "section-01.yaml").write_text("format: 1\n")
    (public / "banks").chmod(0o755)
    (public / "banks" / "closed").chmod(0o300)
    (public / "banks" / "open").chmod(0o755)
    with unprivileged():
        assert [course.id for course in find_courses([public / "banks"], Cache(public / "cache"))] == ["open"]


def test_the_largest_file_is_read(course: Path) -> None:
    path = course / "section-01.yaml"
    path.write_bytes(b"#" * MAX_BYTES)
    assert not isinstance(read_bytes(path), Unreadable)
