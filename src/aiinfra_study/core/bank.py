"""Reading a bank: the tree of a section file to a section and its questions, with every problem of the file."""

from collections.abc import Mapping
from typing import NamedTuple

from aiinfra_study.core.course import Objective, Section, section_id
from aiinfra_study.core.course_file import entries, read_format
from aiinfra_study.core.fields import Fields, kind_of
from aiinfra_study.core.problem import Noted, Problem
from aiinfra_study.core.question import DEFAULTABLE, ID, Question, is_id
from aiinfra_study.core.question_fields import read_question
from aiinfra_study.core.source import Place, Source, Tree
from aiinfra_study.core.text import did_you_mean

MAX_QUESTIONS = 5000  # of a section: a hundred times the largest that ships
MAX_OBJECTIVES = 1000
MAX_HINTS = 50  # near misses looked for: each is compared with all objectives
BROKEN = "Y101"  # the rule of broken syntax: its question was blanked so that the rest can be read
RATIONALES = ("some", "all", "none")
SECTION_FIELDS = (
    *("format", "questions", "section", "title", "objectives", "draw", "defaults"),
    *("rationale", "version", "license", "author", "source"),
)


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


def read_section(tree: Tree | None, source: Source, problems: Noted, course: str, stem: str) -> SectionFile:
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
    head.known(SECTION_FIELDS)
    read_format(head)
    identity = head.text("section") or section_id(stem)
    if not ID.match(identity):
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
        left_out=left_out + problems.counts.get(BROKEN, 0),  # and those blanked to read the rest
        rationale=head.one_of("rationale", RATIONALES, "some"),
    )
    for key in ("version", "license", "author", "source"):
        head.text(key)
    for problem in dict.fromkeys(defaults.problems):
        head.note(problem)
    problems.tell_rest()
    return SectionFile(section, tuple(questions), tuple(trees), defaults.tree, problems, source, tree, tuple(starts))


def _read_objectives(head: Fields) -> dict[str, Objective]:
    objectives: dict[str, Objective] = {}
    for inner, identity, value in entries(head, "objectives"):
        if len(objectives) == MAX_OBJECTIVES:
            head.wrong("objectives", "S203", f"more than {MAX_OBJECTIVES} objectives", "split the section")
            break
        if not ID.match(identity):
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


def _read_questions(
    head: Fields, defaults: Fields, objectives: Mapping[str, Objective], course: str
) -> tuple[list[Question], list[dict[str, Tree]], list[Place], int]:
    """The questions that can be asked, their trees and places, and how many cannot."""
    listed = _listed(head)
    if not listed:
        return [], [], [], 0
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
            _report_objective(fields, question.objective, objectives, hint=hints >= 0)
        questions.append(question)
        trees.append(tree)
        starts.append(place)
    return questions, trees, starts, len(listed) - len(questions)


def _listed(head: Fields) -> list[Tree]:
    """What stands under `questions:`; nothing where that is no list, or an empty one, which is reported."""
    listed = head.tree.get("questions")
    if isinstance(listed, list) and listed:
        if len(listed) > MAX_QUESTIONS:
            head.wrong("questions", "S203", f"more than {MAX_QUESTIONS} questions", "split the section")
        return listed
    if "questions" not in head.tree:
        head.missing("questions", "write questions: and a list of them")
    elif listed or all(problem.rule != BROKEN for problem in head.problems):  # (its only question may be blanked)
        message = '"questions" should be a list with at least one question'
        head.wrong("questions", "S203", message, "write - id: …")
    return []


def _report_objective(fields: Fields, named: str, objectives: Mapping[str, Objective], *, hint: bool) -> None:
    """An objective that the section does not declare."""
    near = did_you_mean(named[:100], sorted(objectives)) if hint else ""
    declared = f"declared: {', '.join(list(objectives)[:20])}"
    fields.wrong("objective", "S206", f'the objective "{named[:80]}" is not declared', near or declared, fatal=False)
