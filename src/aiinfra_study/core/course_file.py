"""Reading course.yaml: its tree to the head of a course; and what its form shares with that of a section file."""

from collections.abc import Iterator

from aiinfra_study.core.course import CourseHead, Lecture, Misconception
from aiinfra_study.core.fields import Fields
from aiinfra_study.core.problem import Noted, Problem
from aiinfra_study.core.source import Place, Source, Tree

FORMAT = "1"
MAX_LISTED = 1000  # sections of a course, lectures of a section
COURSE_FIELDS = ("format", "title", "description", "license", "sources", "after", "sections", "misconceptions")


def read_format(head: Fields) -> None:
    """Report a format that is not ours."""
    if "format" not in head.tree:
        head.missing("format", "write format: 1")
    elif head.text("format") != FORMAT:
        head.wrong("format", "S203", "this program reads format 1", "write format: 1")


def entries(head: Fields, key: str) -> Iterator[tuple[Fields, str, Tree]]:
    """The keys and values of a field that holds a mapping, each with that mapping; not a repeated key: it is reported
    (Y102) and kept apart by a NUL."""
    inner = head.sub(key)
    if inner is not None:
        yield from ((inner, name, value) for name, value in inner.tree.items() if "\0" not in name)


def read_course(tree: Tree | None, source: Source, problems: Noted) -> CourseHead:
    """`course.yaml`; an unreadable one counts as absent, with its problems reported."""
    tree = {} if tree == "" else tree
    if not isinstance(tree, dict):
        if tree is not None:
            problems.append(
                Problem(source.mark(0), "S203", "error", "course.yaml is a mapping", "begin with format: 1")
            )
        return CourseHead()
    head = Fields(tree, source, problems)
    head.known(COURSE_FIELDS)
    read_format(head)
    order, lectures = _read_sections(head)
    for key in ("description", "license"):  # for people: only checked here
        head.text(key)
    head.texts("sources")
    course = CourseHead(
        title=head.text("title"),
        after=head.texts("after"),
        order=tuple(order),
        lectures=lectures,
        misconceptions=_read_misconceptions(head),
    )
    problems.tell_rest()
    return course


def _read_sections(head: Fields) -> tuple[list[str], dict[str, tuple[Lecture, ...]]]:
    """The ids of the sections in their order, and of each its lectures where it says them."""
    order: list[str] = []
    lectures: dict[str, tuple[Lecture, ...]] = {}
    for value, place in _listed(head, "sections", "split the course"):
        if isinstance(value, str) and value.strip():
            order.append(value)
            continue
        if not isinstance(value, dict):
            head.report(place, "S203", "a section should be an id or a mapping", "write - id: section-1")
            continue
        one = head.inside(value, place)
        one.known(("id", "week", "lectures"))
        identity = one.text("id", required="write id: section-1")
        if not identity.strip():
            continue
        order.append(identity)
        one.whole("week", 0, 0, 1000)  # for people too
        lectures[identity] = tuple(_read_lectures(one))
    return order, lectures


def _listed(fields: Fields, key: str, cure: str) -> Iterator[tuple[Tree, Place]]:
    """The entries of a list; none where there are too many."""
    found = fields.tree.get(key)
    if isinstance(found, list) and len(found) > MAX_LISTED:
        fields.wrong(key, "S203", f"more than {MAX_LISTED} {key}", cure)
        return
    yield from fields.items(key)


def _read_lectures(section: Fields) -> list[Lecture]:
    lectures = []
    for value, place in _listed(section, "lectures", "split the section"):
        if not isinstance(value, dict):
            section.report(
                place, "S203", "a lecture should be a mapping", "write - {number: 1, title: …, kind: lecture}"
            )
            continue
        one = section.inside(value, place)
        one.known(("number", "title", "kind"))
        kind = one.one_of("kind", ("lecture", "lab"), "lecture")
        lectures.append(Lecture(one.whole("number", 0), one.text("title", required="write title: …"), kind))
    return lectures


def _read_misconceptions(head: Fields) -> dict[str, Misconception]:
    found: dict[str, Misconception] = {}
    for inner, identity, value in entries(head, "misconceptions"):
        if not isinstance(value, dict):
            inner.wrong(identity, "S203", "a misconception should be a mapping", "write {belief: …, contrast: …}")
            continue
        one = inner.inside(value, (inner.tree, identity))
        one.known(("belief", "contrast"))
        belief = one.text("belief", required="write belief: what somebody wrongly holds")
        found[identity] = Misconception(
            identity, belief, one.text("contrast", required="write contrast: what holds instead")
        )
    return found
