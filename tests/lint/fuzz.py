"""Throw damaged banks at the reader and the rules: nothing may crash, hang, or be told of a place that is not there.

python -m tests.lint.fuzz --inputs 100000 [--seed 1] [--only 4711]
"""

import argparse
import json
import signal
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cache
from random import Random
from traceback import format_exc
from typing import NamedTuple, TypeAlias

from aiinfra_study.core.bank import read_course, read_section
from aiinfra_study.core.course import CourseHead
from aiinfra_study.core.fields import Source
from aiinfra_study.core.kinds import MARKERS, NAMES, body_class
from aiinfra_study.core.problem import Problem
from aiinfra_study.core.question import COMMON
from aiinfra_study.core.text import unsafe
from aiinfra_study.lint import LEVELS, File, Wanted, lint
from aiinfra_study.lint.ids import with_ids
from aiinfra_study.lint.item import LintBank, LintCourse
from aiinfra_study.store import yaml_events
from aiinfra_study.store.comments import ignored
from aiinfra_study.store.places import bundled
from aiinfra_study.store.yaml_events import read_yaml

PATIENCE = 5.0  # seconds until an input hangs
PURE_EVERY = 50  # inputs are read without libyaml, too
COURSE_EVERY = 10  # inputs are a course.yaml
Tree: TypeAlias = str | int | float | bool | list["Tree"] | dict[str, "Tree"] | None

HEAD = ("format", "section", "title", "objectives", "draw", "defaults", "rationale", "version", "license", "questions")
COURSE = ("format", "title", "description", "license", "sources", "after", "sections", "misconceptions")
INNER = ("text", "why", "misconception", "number", "choose", "range", "path", "alt", "id", "week", "lectures", "kind")
NASTY = (
    *("", " ", "~", "null", "true", "no", "0", "-1", "007", "1e999", "1e-999", ".inf", "nan", "9" * 40, "1_0", "0x1F"),
    *("1e300/0.00000000001", "9**9**9", "1/0", "x", "(-8)**0.5", "10**64*10**64", "round(1e20, -30)", "{x}", "{", "}"),
    *("±1e400", "-5%", "1 GB", "gb", "$/h", "a/b/" * 9, "/" * 2000, "[[", "[[]]", "[[|]]", "[[a", "]]", "|", "((", "*"),
    *("&a b", "*a", "!!python/object:os.system x", "!t x", "<<", "- ", "? ", "%TAG ! x", "---", "...", "`", "```", "@"),
    *(
        "\x1b[2J",
        "\x00",
        "\x9b",
        "\u202e",
        "\u2066",
        "\u200d",
        "\U0001f469\u200d\U0001f4bb",
        "\ufeff",
        "\uffff",
        "\x85",
    ),
    *("\u2028", "\t", "\r", "\r\n", "\n", "\\e[2J", "\\ud800", "\\x1b", "\u0301", "\ufb01", "\u0130", "\u4f60" * 99),
    *("# aiinfra: ignore[I] x", "# aiinfra: ignore", "#anchor", "a # b", ": ", "a: b", '"', "'", "../../x", "C:\\x"),
    *("All of the above", "A and B", "never " * 99, "not", "1, 2", "1 and 3 only", "a" * 3000, "a " * 2000, "_" * 2000),
    *("`" * 2000, "[a](" * 500, "(" * 2000, "A. " * 900, "1,000." * 400, "\\" * 999, "\u200d" * 999, "$1 " * 900),
)


class Looked(NamedTuple):
    """What was found in an input, and in which text."""

    source: Source
    problems: Sequence[Problem]


class Hang(BaseException):
    """It took too long. (No rule that catches exceptions may catch this one.)"""


@dataclass
class Tally:
    """What a run found."""

    inputs: int = 0
    findings: int = 0
    rules: "Counter[str]" = field(default_factory=Counter)
    failures: list[tuple[int, str]] = field(default_factory=list)
    slowest: float = 0.0
    slowest_input: int = 0

    def __str__(self) -> str:
        lines = [f"input {number}: {why}" for number, why in self.failures]
        counts = f"{self.inputs} inputs, {self.findings} findings of {len(self.rules)} rules"
        slowest = f"slowest {1000 * self.slowest:.0f} ms (input {self.slowest_input})"
        return "\n".join([*lines, f"{counts}, {len(self.failures)} failures, {slowest}"])


# inputs


@cache
def heads() -> tuple[str, ...]:
    return tuple(text.partition("\nquestions:\n")[0] for text in _texts())


@cache
def questions() -> tuple[str, ...]:
    """Every shipped question, as its lines."""
    listed = [text.partition("\nquestions:\n")[2] for text in _texts()]
    return tuple(f"  - id:{one}" for text in listed for one in f"\n{text}".split("\n  - id:")[1:])


@cache
def courses() -> tuple[str, ...]:
    return tuple(path.read_text(encoding="utf-8") for path in sorted(bundled().rglob("course.yaml")))


def _texts() -> list[str]:
    return [path.read_text(encoding="utf-8") for path in sorted((bundled() / "ai-fundamentals").glob("section-*.yaml"))]


def bank(chance: Random) -> str:
    """Some shipped questions under a shipped head."""
    chosen = "\n".join(chance.choices(questions(), k=chance.choice((1, 2, 3, 4, 12))))
    return f"{chance.choice(heads())}\nquestions:\n{chosen}\n"


def course(chance: Random) -> str:
    """Some lines of a shipped course.yaml, one after another."""
    lines = chance.choice(courses()).split("\n")
    start = chance.randrange(len(lines))
    return "\n".join([*lines[: chance.randint(1, 12)], *lines[start : start + chance.randint(1, 40)]])


def _drop_lines(text: str, chance: Random) -> str:
    lines = text.split("\n")
    at = chance.randrange(len(lines))
    return "\n".join([*lines[:at], *lines[at + chance.randint(1, 3) :]])


def _double_lines(text: str, chance: Random) -> str:
    lines = text.split("\n")
    at, count = chance.randrange(len(lines)), chance.randint(1, 8)
    times = chance.choice((1, 1, 2, 40))
    return "\n".join([*lines[: at + count], *lines[at : at + count] * times, *lines[at + count :]])


def _swap_lines(text: str, chance: Random) -> str:
    lines = text.split("\n")
    a, b = chance.randrange(len(lines)), chance.randrange(len(lines))
    lines[a], lines[b] = lines[b], lines[a]
    return "\n".join(lines)


def _other_value(text: str, chance: Random) -> str:
    """Something nasty in the place of a value."""
    lines = text.split("\n")
    places = [at for at, line in enumerate(lines) if ": " in line]
    if places:
        at = chance.choice(places)
        nasty = chance.choice(NASTY)
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


def _indent(text: str, chance: Random) -> str:
    lines = text.split("\n")
    at = chance.randrange(len(lines))
    bare = lines[at].lstrip()
    lines[at] = chance.choice((bare, f" {bare}", f"   {bare}", f"\t{bare}", f"- {bare}", f" {lines[at]}"))
    return "\n".join(lines)


def _insert(text: str, chance: Random) -> str:
    at = chance.randint(0, len(text))
    return text[:at] + chance.choice(NASTY) + text[at:]


def _cut(text: str, chance: Random) -> str:
    at = chance.randint(0, len(text))
    return text[:at] if chance.random() < 0.3 else text[:at] + text[at + chance.randint(1, 60) :]


def _splice(text: str, chance: Random) -> str:
    other = bank(chance)
    return text[: chance.randint(0, len(text))] + other[chance.randint(0, len(other)) :]


MUTATIONS: tuple[Callable[[str, Random], str], ...] = (
    *(_drop_lines, _double_lines, _swap_lines, _other_value, _other_value, _other_value, _other_key, _indent),
    *(_insert, _insert, _cut, _splice),
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
    keys = [*body_class(name).FIELDS, *chance.sample(COMMON, chance.randint(0, 9))]
    found: dict[str, Tree] = {"id": f"q-{chance.randrange(9)}", "ask": "What holds?"}
    found |= {key: tree(chance, 3) for key in keys if key != "id" or chance.random() < 0.1}
    return found


def wild(chance: Random) -> str:
    """A bank (or a course.yaml) from random trees, as JSON, which is YAML too."""
    names = COURSE if chance.random() < 0.2 else HEAD
    body: dict[str, Tree] = {key: tree(chance, 1) for key in chance.sample(names, chance.randint(0, len(names)))}
    if names is HEAD and chance.random() < 0.9:
        body["questions"] = [question_tree(chance) for _ in range(chance.randint(1, 6))]
    return json.dumps(body, ensure_ascii=chance.random() < 0.3, indent=chance.choice((None, 1)))


def made(seed: int, number: int) -> bytes:
    """One input; the same for the same seed and number."""
    chance = Random(f"{seed}:{number}")
    if chance.random() < 0.3:
        text = wild(chance)
    else:
        text = course(chance) if number % COURSE_EVERY == 0 else bank(chance)
        for _ in range(chance.choice((1, 1, 2, 3, 8))):
            text = chance.choice(MUTATIONS)(text, chance)
    data = text.encode(chance.choice(("utf-8",) * 30 + ("utf-16", "utf-32")), "surrogatepass")
    if chance.random() < 0.1:
        damaged = bytearray(data)
        for _ in range(chance.randint(1, 4)):
            at = chance.randint(0, len(damaged))
            damaged[at : at + chance.randint(0, 3)] = chance.randbytes(chance.randint(0, 3))
        data = bytes(damaged)
    return data


# looking


def look(data: bytes, number: int) -> Looked:
    """Read an input and run every rule on it; ask each of its questions once."""
    wanted = Wanted(select=("",))
    if number % COURSE_EVERY == 0:
        document = read_yaml(data, "course.yaml")
        head = read_course(document.tree, document.source, document.problems)
        files = [File("course.yaml", document.problems)]
        return Looked(document.source, lint(LintCourse("course", head, ()), files, wanted))
    document = read_yaml(data, "section-01.yaml")
    read = read_section(document.tree, document.source, document.problems, "course", "section-01")
    for question in read.questions:
        posed = question.posed(number)
        assert all(posed.body.key_lines)
        assert question.fingerprint
    listed = LintBank(read)
    files = [File("section-01.yaml", with_ids(read.problems, read.source), listed, ignored(read.source))]
    return Looked(read.source, lint(LintCourse("course", CourseHead(), (listed,)), files, wanted))


def complaints(looked: Looked) -> Iterator[str]:
    """What is wrong with findings."""
    lines = looked.source.text.split("\n")
    for problem in looked.problems:
        mark = problem.mark
        if not (1 <= mark.line <= len(lines) and 1 <= mark.column <= len(lines[mark.line - 1]) + 1):
            yield f"no such place: {problem}"
        for text in (mark.file, problem.message, problem.help, problem.question or ""):
            if next(unsafe(text), None):
                yield f"a control character in {text!r}"
        if not problem.message or problem.level not in LEVELS:
            yield f"no message or no level: {problem!r}"
        if problem.edit and not 0 <= problem.edit.start <= problem.edit.end <= len(looked.source.text):
            yield f"an edit outside the file: {problem!r}"


@contextmanager
def patience(seconds: float) -> Iterator[None]:
    """Raise Hang when time is over, where the system can."""

    def over(*_: object) -> None:
        raise Hang(f"more than {seconds} s")

    if not hasattr(signal, "setitimer"):
        yield
        return
    before = signal.signal(signal.SIGALRM, over)
    signal.setitimer(signal.ITIMER_REAL, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)


@contextmanager
def loader(number: int) -> Iterator[None]:
    """Some inputs are read as where libyaml is missing."""
    fast = yaml_events.FAST
    yaml_events.FAST = fast and number % PURE_EVERY != 0
    try:
        yield
    finally:
        yaml_events.FAST = fast


def fuzz(
    inputs: int, seed: int = 1, first: int = 1, look: Callable[[bytes, int], Looked] = look, longest: float = PATIENCE
) -> Tally:
    """Look at many inputs; every failure is told with the number that makes its input again."""
    tally = Tally()
    for number in range(first, first + inputs):
        data = made(seed, number)
        begun = time.perf_counter()
        why: list[str] = []
        try:
            with patience(longest), loader(number):
                looked = look(data, number)
            tally.findings += len(looked.problems)
            tally.rules.update(problem.rule for problem in looked.problems)
            why += complaints(looked)
        except (Exception, Hang):
            why.append(format_exc(limit=-5))
        took = time.perf_counter() - begun
        if took > tally.slowest:
            tally.slowest, tally.slowest_input = took, number
        tally.failures += [(number, one) for one in why[:1]]
        tally.inputs += 1
    return tally


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--inputs", type=int, default=100_000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--only", type=int, help="show this one input and what becomes of it")
    options = parser.parse_args()
    if options.only is not None:
        print(repr(made(options.seed, options.only)))
        tally = fuzz(1, options.seed, options.only)
    else:
        tally = fuzz(options.inputs, options.seed)
    print(tally)
    return 1 if tally.failures else 0


if __name__ == "__main__":
    sys.exit(main())
