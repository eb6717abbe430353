"""The shipped banks: they read cleanly, cover what they promise, and cannot be answered without knowledge."""

import re
from pathlib import Path

import pytest

from aiinfra_study.core.bank import SectionFile
from aiinfra_study.core.course import CourseHead
from aiinfra_study.core.dice import Dice
from aiinfra_study.core.interaction import Choice
from aiinfra_study.core.kinds import NAMES
from aiinfra_study.core.options import Option
from aiinfra_study.core.question import Question
from aiinfra_study.store.files import read_course_file, read_section_file, section_files

BANKS = Path(__file__).parents[1] / "question_banks"
COURSES = sorted(path for path in BANKS.iterdir() if path.is_dir())
FILES = [file for course in COURSES for file in section_files(course)]
ABSOLUTE = re.compile(r"\b(always|never|only|all|every|must|completely|entirely|cannot|none)\b", re.IGNORECASE)


def read(file: Path) -> SectionFile:
    return read_section_file(file, file.read_bytes(), file.parent.name)


def head_of(course: Path) -> CourseHead:
    head, problems, _ = read_course_file(course / "course.yaml", (course / "course.yaml").read_bytes())
    assert not problems
    return head


def questions_of(course: Path) -> list[Question]:
    return [question for file in section_files(course) for question in read(file).questions]


def options_of(question: Question) -> tuple[Option, ...]:
    options: tuple[Option, ...] = getattr(question.body, "options", ())
    return options


@pytest.mark.parametrize("file", FILES, ids=lambda file: f"{file.parent.name}/{file.stem}")
def test_a_section_reads_cleanly_and_names_objective_reason_and_source(file: Path) -> None:
    found = read(file)
    assert [str(problem) for problem in found.problems] == []
    assert len(found.questions) >= 12
    assert sum(question.use == "both" for question in found.questions) >= 5
    assert sum(question.use == "post" for question in found.questions) >= 3
    assert sum(question.kind == "true-false" for question in found.questions) <= 0.2 * len(found.questions)
    for question in found.questions:
        assert question.objective, question.id
        assert question.refs, question.id
        assert len(question.because.split()) >= 8, question.id
        for option in options_of(question):
            assert option.why, f"{question.id}: {option.text}"


@pytest.mark.parametrize("course", COURSES, ids=lambda course: course.name)
def test_a_course_has_every_kind_and_names_its_misconceptions(course: Path) -> None:
    head, questions = head_of(course), questions_of(course)
    assert head.title
    assert list(head.order) == [read(file).section.id for file in section_files(course)]
    assert {question.kind for question in questions} == set(NAMES)
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
    assert used == set(head.misconceptions)
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


def first(question: Question, texts: list[str]) -> list[int]:
    shown = question.posed(Dice("blind", question.address).bits()).interaction
    assert isinstance(shown, Choice)
    return [shown.order[0]] if texts else []


@pytest.mark.parametrize("strategy", [longest, overlapping, modest, first])
@pytest.mark.parametrize("course", COURSES, ids=lambda course: course.name)
def test_a_blind_guesser_scores_no_better_than_chance(course: Path, strategy) -> None:  # type: ignore[no-untyped-def]
    """One-sided: hits of the strategy (ties shared) against guessing one option of k, p at least 0.05."""
    hits, chances = 0.0, []
    for question in questions_of(course):
        if question.kind != "single":
            continue
        texts = [option.text for option in options_of(question)]
        picks = strategy(question, texts)
        hits += (0 in picks) / len(picks)
        chances.append(1 / len(texts))
    assert at_least(hits, chances) >= 0.05, f"{hits:.2f} of {len(chances)}"


def test_the_blind_guesser_is_caught_on_a_bad_bank() -> None:
    """Fourteen longest keys of fifteen, as in notes nobody checked, are far from chance."""
    assert at_least(14, [0.25] * 15) < 0.001
    assert at_least(4, [0.25] * 15) > 0.05
