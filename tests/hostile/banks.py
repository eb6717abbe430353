"""Banks, course files and the linter: damaged and invented YAML, read, posed and judged by every rule."""

import json
import re
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from functools import cache
from random import Random
from textwrap import dedent, indent
from typing import NamedTuple, TypeAlias

from aiinfra_study.core.bank import read_section
from aiinfra_study.core.course import CourseHead
from aiinfra_study.core.course_file import read_course
from aiinfra_study.core.kinds import MARKERS, NAMES, body_class
from aiinfra_study.core.problem import SEVERITIES, Problem
from aiinfra_study.core.question import COMMON, Question
from aiinfra_study.core.reading import read_reading
from aiinfra_study.core.source import Source
from aiinfra_study.lint import File, Wanted, lint
from aiinfra_study.lint.ids import with_ids
from aiinfra_study.lint.item import LintBank, LintCourse
from aiinfra_study.lint.rule import catalogue
from aiinfra_study.store import yaml_events
from aiinfra_study.store.comments import ignored
from aiinfra_study.store.files import as_text
from aiinfra_study.store.places import bundled
from aiinfra_study.store.yaml_document import read_yaml
from aiinfra_study.ui.show import feedback_lines, question_lines
from aiinfra_study.ui.theme import _UTF_GLYPHS

from .harness import Target, controls, printed
from .nasty import NASTY as COMMONLY_NASTY
from .nasty import damaged, encoded, flipped, fragment
from .readings import page

Tree: TypeAlias = str | int | float | bool | list["Tree"] | dict[str, "Tree"] | None

HEAD = ("format", "section", "title", "objectives", "draw", "defaults", "rationale", "version", "license", "questions")
COURSE = ("format", "title", "description", "license", "sources", "after", "sections", "misconceptions")
INNER = ("text", "why", "misconception", "number", "choose", "range", "path", "alt", "id", "week", "lectures", "kind")
NASTY = (
    *COMMONLY_NASTY,
    *(
        "1e300/0.00000000001",
        "9**9**9",
        "(-8)**0.5",
        "10**64*10**64",
        "round(1e20, -30)",
        "±1e400",
        "-5%",
        "1 GB",
        "gb",
    ),
    *("$/h", "a/b/" * 9, "/" * 2000, "[[", "[[]]", "[[|]]", "[[a", "]]", "((", "&a b", "!t x", "- ", "? ", "```"),
    *("# aiinfra: ignore[I] x", "# aiinfra: ignore", "#anchor", "a # b", ": ", "a: b", "All of the above", "A and B"),
    *("never " * 99, "not", "1, 2", "1 and 3 only", "a" * 3000, "a " * 2000, "_" * 2000, "`" * 2000, "[a](" * 500),
    *("(" * 2000, "A. " * 900, "1,000." * 400, "\\" * 999, "\u200d" * 999, "$1 " * 900, "\u4f60" * 99),
)


class BankFile(NamedTuple):
    """Bytes of a file of a bank folder, and whether libyaml reads them."""

    name: str
    data: bytes
    fast: bool = True


# inputs


@cache
def heads() -> tuple[str, ...]:
    return tuple(text.partition("\nquestions:\n")[0] for text in _texts())


@cache
def questions() -> tuple[str, ...]:
    """Every shipped question, and those that fail in the manuals of the rules, as their lines."""
    listed = [text.partition("\nquestions:\n")[2] for text in _texts()]
    shipped = [f"  - id:{one}" for text in listed for one in f"\n{text}".split("\n  - id:")[1:]]
    return (*shipped, *_bad())


def _bad() -> Iterator[str]:
    """Questions of the rules' manuals that fail."""
    for rule in catalogue().values():
        for example in re.findall(r"^Fails:\n((?:    .*\n|\n)+)", rule.manual + "\n", re.MULTILINE):
            for one in re.split(r"\n\n(?=- id:)", dedent(example).strip("\n")):
                if one.startswith("- id:"):
                    yield indent(one, "  ")


@cache
def courses() -> tuple[str, ...]:
    return tuple(path.read_text(encoding="utf-8") for path in sorted(bundled().rglob("course.yaml")))


def _texts() -> list[str]:
    return [path.read_text(encoding="utf-8") for path in sorted((bundled() / "ai-fundamentals").glob("section-*.yaml"))]


def bank(chance: Random) -> str:
    """Some shipped questions under a shipped head."""
    chosen = "\n".join(chance.choices(questions(), k=chance.choice((1, 1, 2, 3, 4, 12))))
    return f"{chance.choice(heads())}\nquestions:\n{chosen}\n"


def course(chance: Random) -> str:
    """Some lines of a shipped course.yaml, one after another."""
    lines = chance.choice(courses()).split("\n")
    start = chance.randrange(len(lines))
    return "\n".join([*lines[: chance.randint(1, 12)], *lines[start : start + chance.randint(1, 40)]])


def _other_value(text: str, chance: Random) -> str:
    """Something nasty in the place of a value."""
    lines = text.split("\n")
    places = [at for at, line in enumerate(lines) if ": " in line]
    if places:
        at = chance.choice(places)
        nasty = chance.choice(NASTY) if chance.random() < 0.9 else fragment(chance)
        quoted = json.dumps(nasty)
        form = chance.choice((nasty, nasty, quoted, f"[{quoted}, x]", f"{{x: {quoted}}}"))
        lines[at] = lines[at].partition(": ")[0] + ": " + form
    return "\n".join(lines)


def _other_key(text: str, chance: Random) -> str:
    lines = text.split("\n")
    places = [at for at, line in enumerate(lines) if ": " in line]
    if places:
        at = chance.choice(places)
        key, _, value = lines[at].partition(": ")
        indent = key[: len(key) - len(key.lstrip(" -"))]
        lines[at] = f"{indent}{chance.choice((*HEAD, *COMMON, *MARKERS, *INNER, *NASTY))}: {value}"
    return "\n".join(lines)


def _splice(text: str, chance: Random) -> str:
    other = bank(chance)
    return text[: chance.randint(0, len(text))] + other[chance.randint(0, len(other)) :]


def _anywhere(text: str, chance: Random) -> str:
    return damaged(text, chance, (1,))


MUTATIONS: tuple[Callable[[str, Random], str], ...] = (
    *(_other_value, _other_value, _other_value, _other_key, _splice),
    *(_anywhere,) * 7,
)


def tree(chance: Random, depth: int = 0) -> Tree:
    """A value of any shape, made of the names that the format knows."""
    roll = chance.random()
    if depth > 5 or roll < 0.45:
        return chance.choice((*NASTY, *HEAD, *MARKERS, *NAMES, "a", "b", "What is it?", 1, 2.5, True, None))
    if roll < 0.7:
        return [tree(chance, depth + 1) for _ in range(chance.choice((0, 1, 2, 3, 12)))]
    names = (*COMMON, *MARKERS, *INNER, *HEAD)
    return {chance.choice(names): tree(chance, depth + 1) for _ in range(chance.randint(0, 6))}


def question_tree(chance: Random) -> Tree:
    """The fields of one kind, and some of the others, with values of any shape; often with a stem that can be read."""
    name = chance.choice(NAMES).replace("-", "_")
    keys = [*body_class(name).SCHEMA, *chance.sample(COMMON, chance.randint(0, 9))]
    found: dict[str, Tree] = {"id": f"q-{chance.randrange(9)}", "ask": "What holds?"}
    found |= {key: tree(chance, 3) for key in keys if key != "id" or chance.random() < 0.1}
    return found


def wild(chance: Random, names: Sequence[str]) -> str:
    """A bank (or a course.yaml) from random trees, as JSON, which is YAML too."""
    body: dict[str, Tree] = {key: tree(chance, 1) for key in chance.sample(names, chance.randint(0, len(names)))}
    if names is HEAD and chance.random() < 0.9:
        body["questions"] = [question_tree(chance) for _ in range(chance.randint(1, 6))]
    return json.dumps(body, ensure_ascii=chance.random() < 0.3, indent=chance.choice((None, 1)))


def _file(name: str, text: str, chance: Random) -> BankFile:
    """A text as a file, damaged; one of fifty is read as where libyaml is missing."""
    for _ in range(chance.choice((0, 1, 1, 2, 3, 8))):
        text = chance.choice(MUTATIONS)(text, chance)
    return BankFile(name, flipped(encoded(text, chance), chance, 0.1), chance.random() > 0.02)


def make_bank(chance: Random) -> BankFile:
    return _file("section-01.yaml", wild(chance, HEAD) if chance.random() < 0.3 else bank(chance), chance)


def make_course(chance: Random) -> BankFile:
    return _file("course.yaml", wild(chance, COURSE) if chance.random() < 0.3 else course(chance), chance)


def make_folder(chance: Random) -> list[BankFile]:
    """A bank; now and then with others, a course.yaml and a reading."""
    files = [make_bank(chance)._replace(name=f"section-{n:02}.yaml") for n in range(1, chance.choice((2, 2, 2, 3)))]
    if chance.random() < 0.2:
        files.append(make_course(chance))
    if chance.random() < 0.3:
        files.append(BankFile("section-01.md", page(chance)))
    return files


# looking


@contextmanager
def _loader(fast: bool) -> Iterator[None]:
    """Read with libyaml, or as where it is missing."""
    there = yaml_events.FAST
    yaml_events.FAST = there and fast
    try:
        yield
    finally:
        yaml_events.FAST = there


def problems_in(source: Source, problems: Sequence[Problem]) -> Iterator[str]:
    """Complaints of problems: places outside the file, nothing said, control characters."""
    lines = source.text.split("\n")
    for problem in problems:
        mark = problem.mark
        if not (1 <= mark.line <= len(lines) and 1 <= mark.column <= len(lines[mark.line - 1]) + 1):
            yield f"no such place: {problem}"
        if problem.edit and not 0 <= problem.edit.start <= problem.edit.end <= len(source.text):
            yield f"an edit outside the file: {problem!r}"
        yield from told(problem)


def told(problem: Problem) -> Iterator[str]:
    """Complaints of one problem, wherever it stands."""
    for text in (problem.mark.file, problem.message, problem.help, problem.question or ""):
        yield from controls(text, allowed="")
    if not problem.message or problem.level not in SEVERITIES:
        yield f"no message or no level: {problem!r}"


def look_bank(file: BankFile) -> Iterator[str]:
    """Read a bank, and pose each of its questions as the program would print it."""
    with _loader(file.fast):
        document = read_yaml(file.data, file.name)
        read = read_section(document.tree, document.source, document.problems, "course", "section-01")
    yield from problems_in(read.source, read.problems)
    for question in read.questions:
        yield from look_question(question, len(file.data))


def look_question(question: Question, seed: int) -> Iterator[str]:
    posed = question.posed(seed)
    if not (all(posed.body.key_lines) and question.fingerprint and question.outline):
        yield f"no key: {question}"
    width = (20, 40, 80)[seed % 3]
    lines = question_lines(posed, width)
    yield from printed([*lines, *feedback_lines(posed, None, None, width, _UTF_GLYPHS)], width)


def look_course(file: BankFile) -> Iterator[str]:
    with _loader(file.fast):
        document = read_yaml(file.data, file.name)
        head = read_course(document.tree, document.source, document.problems)
    yield from problems_in(document.source, document.problems)
    for text in (head.title, *(belief.belief for belief in head.misconceptions.values())):
        yield from controls(text)


def look_lint(folder: Sequence[BankFile]) -> Iterator[str]:
    """Judge a folder by every rule."""
    files: list[File] = []
    sources: dict[str, Source] = {}
    banks: list[LintBank] = []
    head, anchors = CourseHead(), None
    for file in folder:
        if file.name.endswith(".md"):
            reading = read_reading(file.name, as_text(file.data))
            anchors = {"section-1": reading.anchors}
            files.append(File(file.name, reading.problems, reading=reading))
            continue
        with _loader(file.fast):
            document = read_yaml(file.data, file.name)
            if file.name == "course.yaml":
                head = read_course(document.tree, document.source, document.problems)
                sources[file.name] = document.source
                files.append(File(file.name, document.problems))
                continue
            stem = file.name.removesuffix(".yaml")
            read = read_section(document.tree, document.source, document.problems, "course", stem)
        sources[file.name] = read.source
        banks.append(LintBank(read))
        files.append(File(file.name, with_ids(read.problems, read.source), banks[-1], ignored(read.source)))
    found = lint(LintCourse("course", head, tuple(banks), anchors), files, Wanted(select=("",)))
    for problem in found:
        source = sources.get(problem.mark.file)
        yield from told(problem) if source is None else problems_in(source, [problem])


TARGETS = (
    Target("bank", 35, make_bank, look_bank),
    Target("course", 60, make_course, look_course),
    Target("lint", 20, make_folder, look_lint),
)
