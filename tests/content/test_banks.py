"""The shipped banks: they read cleanly, cover what they promise, and cannot be answered without knowledge."""

import re
from collections.abc import Callable, Iterable
from functools import cache
from pathlib import Path
from typing import NamedTuple

import pytest

from aiinfra_study.core.bank import SectionFile
from aiinfra_study.core.blocks import Block, Fence, Listing, Quote, Reading, Table
from aiinfra_study.core.blocks import words as words_of
from aiinfra_study.core.course import CourseHead
from aiinfra_study.core.diagram import read_diagram
from aiinfra_study.core.interaction import Choice
from aiinfra_study.core.kinds import NAMES
from aiinfra_study.core.options import Option
from aiinfra_study.core.question import Question
from aiinfra_study.core.reading import read_reading
from aiinfra_study.store.files import read_course_file, read_section_file, reading_path, section_files

BANKS = Path(__file__).parents[2] / "question_banks"
COURSES = sorted(path for path in BANKS.iterdir() if path.is_dir())
FILES = [file for course in COURSES for file in section_files(course)]
each_section = pytest.mark.parametrize("file", FILES, ids=lambda file: f"{file.parent.name}/{file.stem}")
each_course = pytest.mark.parametrize("course", COURSES, ids=lambda course: course.name)
ABSOLUTE = re.compile(r"\b(always|never|only|all|every|must|completely|entirely|cannot|none)\b", re.IGNORECASE)


@cache
def read(file: Path) -> SectionFile:
    return read_section_file(file, file.read_bytes(), file.parent.name)


def head_of(course: Path) -> CourseHead:
    head, problems, _ = read_course_file(course / "course.yaml", (course / "course.yaml").read_bytes())
    assert [f"{problem}: {problem.help}" for problem in problems] == []
    return head


def questions_of(course: Path) -> list[Question]:
    return [question for file in section_files(course) for question in read(file).questions]


def options_of(question: Question) -> tuple[Option, ...]:
    options: tuple[Option, ...] = getattr(question.body, "options", ())
    return options


@each_section
def test_a_section_reads_cleanly(file: Path) -> None:
    assert [str(problem) for problem in read(file).problems] == []


@each_course
def test_a_course_has_every_kind_and_names_its_misconceptions(course: Path) -> None:
    head, questions = head_of(course), questions_of(course)
    assert head.title
    assert list(head.order) == [read(file).section.id for file in section_files(course)], "`sections` of course.yaml"
    assert sorted({question.kind for question in questions}) == sorted(NAMES), "a course asks questions of every kind"
    assert sum(bool(getattr(question.body, "given", ())) for question in questions) >= 2
    used = set()
    for question in questions:
        keys = set(question.posed(0).body.key_lines)
        for option in options_of(question):
            if option.text in keys:
                continue
            assert option.misconception, f"{question.id}: {option.text}"
            used.add(option.misconception)
        used |= {slip.misconception for slip in getattr(question.body, "slips", ()) if slip.misconception}
    assert used - set(head.misconceptions) == set(), "declare them in course.yaml, with `belief` and `contrast`"
    assert set(head.misconceptions) - used == set(), "no question names these: take them out of course.yaml"
    assert len({question.id for question in questions}) == len(questions)


def at_least(hits: float, chances: list[float]) -> float:
    """The chance of this many hits or more for a guesser (Poisson binomial, by convolution; Wang 1993)."""
    distribution = [1.0]
    for chance in chances:
        previous = [*distribution, 0.0]
        distribution = [p * (1 - chance) + (previous[i - 1] * chance if i else 0.0) for i, p in enumerate(previous)]
    return sum(distribution[round(hits) :])


def words(text: str) -> set[str]:
    return {word[:5] for word in re.findall(r"[a-z]{4,}", text.lower())}


def longest(question: Question, texts: list[str]) -> list[int]:  # noqa: ARG001
    size = max(map(len, texts))
    return [place for place, text in enumerate(texts) if len(text) == size]


def overlapping(question: Question, texts: list[str]) -> list[int]:
    shared = [len(words(text) & words(question.ask)) for text in texts]
    return [place for place, count in enumerate(shared) if count == max(shared)]


def modest(question: Question, texts: list[str]) -> list[int]:  # noqa: ARG001
    kept = [place for place, text in enumerate(texts) if not ABSOLUTE.search(text)]
    return kept or list(range(len(texts)))


def test_the_blind_guesser_is_caught_on_a_bad_bank() -> None:
    """Fourteen longest keys of fifteen, as in notes nobody checked, are far from chance."""
    assert at_least(14, [0.25] * 15) < 0.001
    assert at_least(4, [0.25] * 15) > 0.05


# What the courses promise of each of their sections.


class Promise(NamedTuple):
    """At least so many questions, of `use: both`, of `use: post`, and numeric ones; words of a reading."""

    questions: int = 14
    both: int = 8
    post: int = 3
    numeric: int = 2
    words: tuple[int, int] = (900, 1500)


PROMISES = {
    "ai-fundamentals": Promise(20, words=(1000, 1700)),
    "compute-for-ai": Promise(16),
    "zero-to-hero": Promise(22, numeric=3, words=(1000, 1800)),
}
INTRODUCTION = Promise(12, 6, 2, 3, (1000, 1800))  # the first section of zero-to-hero has one lecture
KINDS = 5  # at least, in a section
TRUE_FALSE, DEEP_ONES = 0.2, 0.6  # shares of the questions: at most, at least
BECAUSE = 12  # words at least
DEEP = {"apply", "analyze", "evaluate", "create"}
Strategy = Callable[[Question, list[str]], list[int]]


def promise_of(found: SectionFile) -> Promise:
    section = found.section
    return INTRODUCTION if section.address == "zero-to-hero/section-1" else PROMISES.get(section.course, Promise())


def reading_of(file: Path) -> Reading:
    path = reading_path(file)
    assert path.is_file(), f"write the reading of this section: {file.parent.name}/{path.name}"
    return read_reading(str(path), path.read_text(encoding="utf-8"))


def prose(blocks: Iterable[Block]) -> list[Block]:
    """Blocks without code, diagrams and tables, also those within lists and quotations."""
    kept: list[Block] = []
    for block in blocks:
        match block:
            case Fence() | Table():
                continue
            case Listing(items=items):
                kept.append(block._replace(items=tuple(tuple(prose(item)) for item in items)))
            case Quote(blocks=inner):
                kept.append(block._replace(blocks=tuple(prose(inner))))
            case _:
                kept.append(block)
    return kept


def first_of_many(question: Question, texts: list[str]) -> list[int]:  # noqa: ARG001
    """What stands first in a hundred attempts: what one seed shuffles to says nothing about a bank."""
    shown = [question.posed(seed).interaction for seed in range(100)]
    return [each.order[0] for each in shown if isinstance(each, Choice)]


STRATEGIES: list[Strategy] = [longest, overlapping, modest, first_of_many]


def singles(questions: Iterable[Question]) -> list[tuple[Question, list[str]]]:
    """Each question with one right option, and its options as texts, the key first."""
    return [(each, [option.text for option in options_of(each)]) for each in questions if each.kind == "single"]


def guessed(strategy: Strategy, questions: Iterable[Question]) -> tuple[float, list[float]]:
    """The hits of a strategy (a share of one where it names several options), and the chance of each question."""
    picks = [(strategy(question, texts), texts) for question, texts in singles(questions)]
    return sum(pick.count(0) / len(pick) for pick, _ in picks), [1 / len(texts) for _, texts in picks]


@each_section
def test_a_section_has_enough_questions_of_each_use_kind_and_level(file: Path) -> None:
    found = read(file)
    questions = found.questions
    promise = promise_of(found)
    assert len(questions) >= promise.questions, "questions"
    assert sum(question.use == "both" for question in questions) >= promise.both, "questions with `use: both`"
    assert sum(question.use == "post" for question in questions) >= promise.post, "questions with `use: post`"
    assert len({question.kind for question in questions}) >= KINDS, "kinds"
    assert sum(question.kind == "numeric" for question in questions) >= promise.numeric, "numeric questions"
    assert sum(question.kind == "true-false" for question in questions) <= TRUE_FALSE * len(questions), "true-false"
    assert sum(question.level in DEEP for question in questions) >= DEEP_ONES * len(questions), f"a level of {DEEP}"


def test_the_page_for_contributors_promises_the_same() -> None:
    page = " ".join((BANKS.parent / "CONTRIBUTING.md").read_text(encoding="utf-8").split())
    told = {**PROMISES, "its section-1": INTRODUCTION, "any other course": Promise()}
    for name, promise in told.items():
        counts = " | ".join(map(str, promise[:4]))
        least, most = promise.words
        assert f"| {name} | {counts} | {least:,}–{most:,} |" in page
    shares = f"{KINDS} kinds, at most {TRUE_FALSE:.0%} true-false, at least {DEEP_ONES:.0%} of level apply or above"
    assert f"at least {shares}" in page
    assert f"`because` of at least {BECAUSE} words" in page


@each_section
def test_a_section_asks_each_of_its_objectives_and_lectures(file: Path) -> None:
    found = read(file)
    assert [question.id for question in found.questions if not question.objective] == [], "name their `objective`"
    asked = {question.objective for question in found.questions}
    assert set(found.section.objectives) - asked == set(), "no question asks for these objectives"
    assert asked - set(found.section.objectives) == set(), "`objectives` does not have these"
    lectures = {name: held for name, held in head_of(file.parent).lectures.items() if held}
    if not lectures:  # a course without them
        return
    assert [question.id for question in found.questions if not question.lectures] == [], "name their `lectures`"
    held = {str(lecture.number) for lecture in lectures[found.section.id]}
    assert {number for question in found.questions for number in question.lectures} == held
    assert {number for objective in found.section.objectives.values() for number in objective.lectures} == held


@cache
def elsewhere() -> set[str]:
    """Every anchor of every reading, as questions of other sections refer to it."""
    files = [file for file in FILES if reading_path(file).is_file()]
    return {f"{read(file).section.address}#{anchor}" for file in files for anchor in reading_of(file).anchors}


@each_section
def test_a_question_says_why_and_names_a_place_in_the_reading_and_a_source(file: Path) -> None:
    questions, anchors = read(file).questions, {f"#{anchor}" for anchor in reading_of(file).anchors}
    assert [each.id for each in questions if not all(option.why for option in options_of(each))] == [], "no `why`"
    assert [each.id for each in questions if len(each.because.split()) < BECAUSE] == [], "`because` is too short"
    assert [each.id for each in questions if not anchors.intersection(each.refs)] == [], (
        f"name a place in the reading in `refs`: one of {', '.join(sorted(anchors))}"
    )
    known = anchors | elsewhere()
    strangers = [(each.id, ref) for each in questions for ref in each.refs if "#" in ref and ref not in known]
    assert strangers == [], "no reading has these places"
    assert [each.id for each in questions if all("#" in ref for ref in each.refs)] == [], "name a source in `refs`"


@each_section
def test_a_reading_has_its_length_and_a_described_diagram(file: Path) -> None:
    """So many words, as `words` of the blocks counts them, of headings, paragraphs, lists and quotations: code,
    diagrams and tables are left out, for their lines and cells are looked at and not read through."""
    reading = reading_of(file)
    assert [str(problem) for problem in reading.problems] == []
    assert reading.dangling == ()
    length = words_of(prose(reading.blocks))
    least, most = promise_of(read(file)).words
    assert least <= length <= most, "words of the reading"
    drawn = [read_diagram(fence.text) for fence in reading.diagrams()]
    assert drawn, "draw a diagram in the reading"
    assert all(diagram.description for diagram in drawn), "describe each diagram: a line `accDescr: …`"


@pytest.mark.parametrize("strategy", STRATEGIES)
@each_section
def test_a_blind_guesser_scores_no_better_than_chance_in_a_section(file: Path, strategy: Strategy) -> None:
    hits, chances = guessed(strategy, read(file).questions)
    assert at_least(hits, chances) >= 0.05, f"{hits:.2f} of {len(chances)}, by chance {sum(chances):.2f}"


@pytest.mark.parametrize("strategy", STRATEGIES)
@each_course
def test_a_blind_guesser_stays_within_six_points_of_chance_over_the_course(course: Path, strategy: Strategy) -> None:
    hits, chances = guessed(strategy, questions_of(course))
    assert abs(hits - sum(chances)) <= 0.06 * len(chances), f"{hits:.2f} of {len(chances)}, chance {sum(chances):.2f}"


@each_course
def test_the_key_is_the_strictly_longest_option_about_as_often_as_any_other(course: Path) -> None:
    asked = singles(questions_of(course))
    share = sum(len(texts[0]) > max(map(len, texts[1:])) for _, texts in asked) / len(asked)
    assert 0.18 <= share <= 0.34, f"{share:.1%} of {len(asked)}"
