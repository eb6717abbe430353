"""Reading a bank: the tree of a section file or of course.yaml to values, with every problem of the file."""

import re
from collections.abc import Iterator, Mapping
from typing import NamedTuple

from aiinfra_study.core.course import CourseHead, Lecture, Misconception, Objective, Section, section_id
from aiinfra_study.core.fields import Fields, Noted, Place, Source, Tree, kind_of
from aiinfra_study.core.problem import Problem
from aiinfra_study.core.question import DEFAULTABLE, Question, is_id, read_question
from aiinfra_study.core.text import did_you_mean

FORMAT = "1"
MAX_QUESTIONS = 5000
MAX_OBJECTIVES = 1000
MAX_HINTS = 50
RATIONALES = ("some", "all", "none")
_SECTION_FIELDS = (
    *("format", "questions", "section", "title", "objectives", "draw", "defaults"),
    *("rationale", "version", "license", "author", "source"),
)
_COURSE_FIELDS = (*("format", "title", "description", "license", "sources", "after", "sections", "misconceptions"),)
_ID = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*\Z")


class SectionFile(NamedTuple):
    """A section as read from its file: the questions that can be asked, their trees, and what is wrong.

    `tree` is the whole file ({} where it is none), `source` knows the places, `starts` those of the questions.
    """

    section: Section
    questions: tuple[Question, ...]
    trees: tuple[dict[str, Tree], ...]
    defaults: dict[str, Tree]
    problems: list[Problem]
    source: Source
    tree: dict[str, Tree]
    starts: tuple[Place, ...]


def read_section(tree: Tree | None, source: Source, problems: list[Problem], course: str, stem: str) -> SectionFile:
    """A section from the tree of its file. Reports everything that is wrong; keeps every question that can be asked."""
    tree = {} if tree == "" else tree  # an empty file lacks everything
    if not isinstance(tree, dict):
        if tree is not None:
            mark = source.mark(0)
            problems.append(
                Problem(mark, "S203", "error", f"a bank is a mapping, not {kind_of(tree)}", "begin with format: 1")
            )
        empty = Section(course, section_id(stem), section_id(stem), {}, ())
        return SectionFile(empty, (), (), {}, problems, source, {}, ())
    head = Fields(tree, source, problems)
    head.known(_SECTION_FIELDS)
    _read_format(head)
    identity = head.text("section") or section_id(stem)
    if not _ID.match(identity):
        head.wrong("section", "S205", f'"{identity[:80]}" is not an id', "use a-z, 0-9 and -")
        identity = section_id(stem)
    objectives = _read_objectives(head)
    defaults = _read_defaults(head)
    questions, trees, starts, left_out = _read_questions(head, defaults, objectives, course)
    section = Section(
        course=course,
        id=identity,
        title=head.text("title") or identity,
        objectives=objectives,
        outlines=tuple(question.outline for question in questions),
        draw=head.whole("draw", 0, 1, MAX_QUESTIONS),
        left_out=left_out,
        rationale=head.one_of("rationale", RATIONALES, "some"),
    )
    for key in ("version", "license", "author", "source"):
        head.text(key)
    for problem in dict.fromkeys(defaults.problems):
        head.note(problem)
    if isinstance(problems, Noted):
        problems.tell_rest()
    return SectionFile(section, tuple(questions), tuple(trees), defaults.tree, problems, source, tree, tuple(starts))


def _read_format(head: Fields) -> None:
    if "format" not in head.tree:
        head.missing("format", "write format: 1")
    elif head.text("format") != FORMAT:
        head.wrong("format", "S203", "this program reads format 1", "write format: 1")


def _read_objectives(head: Fields) -> dict[str, Objective]:
    inner = head.sub("objectives")
    objectives: dict[str, Objective] = {}
    for identity, value in _once(inner):
        assert inner is not None
        if len(objectives) == MAX_OBJECTIVES:
            head.wrong("objectives", "S203", f"more than {MAX_OBJECTIVES} objectives", "split the section")
            break
        if not _ID.match(identity):
            inner.wrong(identity, "S205", f'"{identity[:80]}" is not an id', "use a-z, 0-9 and -")
        if isinstance(value, dict):
            one = inner.inside(value, (inner.tree, identity))
            one.known(("text", "lectures"))
            text = one.text("text", required="write text: what a learner can do afterwards")
            objectives[identity] = Objective(identity, text, one.texts("lectures"))
        else:
            objectives[identity] = Objective(identity, inner.text(identity))
    return objectives


def _read_defaults(head: Fields) -> Fields:
    """The defaults, with a list of problems of their own: a wrong one is met with each question."""
    given = head.sub("defaults")
    defaults = Fields(given.tree if given else {}, head.source, Noted(), (head.tree, "defaults"))
    defaults.known(DEFAULTABLE)
    return defaults


def _once(inner: Fields | None) -> Iterator[tuple[str, Tree]]:
    """The keys and values of a mapping; not a repeated key: it is reported (Y102) and kept apart by a NUL."""
    return ((key, value) for key, value in inner.tree.items() if "\0" not in key) if inner else iter(())


def _read_questions(
    head: Fields, defaults: Fields, objectives: Mapping[str, Objective], course: str
) -> tuple[list[Question], list[dict[str, Tree]], list[Place], int]:
    """The questions that can be asked, their trees and places, and how many cannot."""
    listed = head.tree.get("questions")
    if not isinstance(listed, list) or not listed:
        if "questions" not in head.tree:
            head.missing("questions", "write questions: and a list of them")
        elif listed or not _broken_by_syntax(head):  # (its only question may have been blanked)
            head.wrong(
                "questions",
                "S203",
                '"questions" should be a list with at least one question',
                "write - id: …",
            )
        return [], [], [], _broken_by_syntax(head)
    if len(listed) > MAX_QUESTIONS:
        head.wrong("questions", "S203", f"more than {MAX_QUESTIONS} questions", "split the section")
    hints = MAX_HINTS
    questions: list[Question] = []
    trees: list[dict[str, Tree]] = []
    starts: list[Place] = []
    seen: dict[str, int] = {}  # the ids of broken questions are used, too
    for index, tree in enumerate(listed[:MAX_QUESTIONS]):
        place: Place = (listed, index)
        if not isinstance(tree, dict):
            head.report(place, "S203", f"a question should be a mapping, not {kind_of(tree)}", "write - id: …")
            continue
        fields = Fields(tree, head.source, head.problems, place)
        question = read_question(fields, defaults, course)
        identity = tree.get("id")
        first = seen.setdefault(identity, index) if is_id(identity) else index
        if first != index:
            message = f'the id "{identity}" is taken in this course, at line {head.source.mark((listed, first)).line}'
            fields.wrong("id", "S205", message, "ids are never reused: choose another")
            continue
        if question is None or head.source.is_spoiled(listed, index):
            continue
        if question.objective and question.objective not in objectives and objectives:
            hints -= 1
            near = did_you_mean(question.objective[:100], sorted(objectives)) if hints >= 0 else ""
            fields.wrong(
                "objective",
                "S206",
                f'the objective "{question.objective[:80]}" is not declared',
                near or f"declared: {', '.join(list(objectives)[:20])}",
                fatal=False,
            )
        questions.append(question)
        trees.append(tree)
        starts.append(place)
    return questions, trees, starts, len(listed) - len(questions) + _broken_by_syntax(head)


def _broken_by_syntax(head: Fields) -> int:
    """Questions that had to be blanked to read the rest: one for each syntax error."""
    if isinstance(head.problems, Noted):
        return head.problems.counts.get("Y101", 0)
    return sum(problem.rule == "Y101" for problem in head.problems)


def read_course(tree: Tree | None, source: Source, problems: list[Problem]) -> CourseHead:
    """`course.yaml`; an unreadable one counts as absent, with its problems reported."""
    tree = {} if tree == "" else tree
    if not isinstance(tree, dict):
        if tree is not None:
            problems.append(
                Problem(source.mark(0), "S203", "error", "course.yaml is a mapping", "begin with format: 1")
            )
        return CourseHead()
    head = Fields(tree, source, problems)
    head.known(_COURSE_FIELDS)
    _read_format(head)
    order: list[str] = []
    weeks: dict[str, int] = {}
    lectures: dict[str, tuple[Lecture, ...]] = {}
    for value, place in head.items("sections"):
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
        weeks[identity] = one.whole("week", 0, 0, 1000)
        lectures[identity] = tuple(_read_lectures(one))
    course = CourseHead(
        title=head.text("title"),
        description=head.text("description"),
        license=head.text("license"),
        sources=head.texts("sources"),
        after=head.texts("after"),
        order=tuple(order),
        weeks=weeks,
        lectures=lectures,
        misconceptions=_read_misconceptions(head),
    )
    if isinstance(problems, Noted):
        problems.tell_rest()
    return course


def _read_lectures(section: Fields) -> list[Lecture]:
    lectures = []
    for value, place in section.items("lectures"):
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
    inner = head.sub("misconceptions")
    found: dict[str, Misconception] = {}
    for identity, value in _once(inner):
        assert inner is not None
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
