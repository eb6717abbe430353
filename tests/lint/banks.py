"""Banks written in a test, and what the linter says of them."""

from collections.abc import Mapping, Sequence
from textwrap import dedent, indent

from aiinfra_study.core.bank import read_section
from aiinfra_study.core.course import CourseHead, section_id
from aiinfra_study.core.course_file import read_course
from aiinfra_study.core.problem import Problem
from aiinfra_study.core.reading import read_reading
from aiinfra_study.lint import File, Wanted, lint
from aiinfra_study.lint.item import LintBank, LintCourse
from aiinfra_study.store.yaml_document import read_yaml


def bank(questions: str, head: str = "") -> str:
    """A section file of some questions; a text that begins with `format:` is one already."""
    text = dedent(questions).strip("\n")
    return text if text.startswith("format:") else f"format: 1\n{dedent(head)}questions:\n{indent(text, '  ')}\n"


def course_of(
    sections: Sequence[str], course: str = "", readings: Mapping[str, str] | None = None
) -> tuple[LintCourse, list[File]]:
    """A course from the texts of its files; `readings` by name."""
    files = []
    for number, text in enumerate(sections, 1):
        name = f"section-{number:02d}.yaml"
        document = read_yaml(text.encode(), name)
        read = read_section(document.tree, document.source, document.problems, "course", f"section-{number}")
        files.append(File(name, read.problems, LintBank(read)))
    head = CourseHead()
    if course:
        document = read_yaml(dedent(course).encode(), "course.yaml")
        head = read_course(document.tree, document.source, document.problems)
        files.append(File("course.yaml", document.problems))
    pages = [read_reading(name, dedent(text)) for name, text in (readings or {}).items()]
    files += [File(page.file, page.problems, reading=page) for page in pages]
    anchors = {section_id(page.file.removesuffix(".md")): page.anchors for page in pages} or None
    return LintCourse("course", head, tuple(f.bank for f in files if f.bank is not None), anchors), files


def findings(questions: str, *codes: str, head: str = "", course: str = "") -> list[Problem]:
    """What the rules of some codes (all where none is named) say of one bank."""
    opened, files = course_of([bank(questions, head)], course)
    return lint(opened, files, Wanted(select=codes))


def codes(questions: str, *wanted: str, head: str = "", course: str = "") -> list[str]:
    return [problem.rule for problem in findings(questions, *wanted, head=head, course=course)]
