"""What a learner types: numbers and arithmetic, lines for every kind of question, and keys at a terminal."""

import codecs
import math
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from io import StringIO
from random import Random
from typing import Any, NamedTuple

from aiinfra_study.core.bank import read_section
from aiinfra_study.core.expression import MAX_VALUE, ExpressionError, evaluate
from aiinfra_study.core.interaction import Response
from aiinfra_study.core.quantity import parse, parse_unit, show, unit_slip
from aiinfra_study.core.question import Posed, Question
from aiinfra_study.store.places import bundled
from aiinfra_study.store.yaml_document import read_yaml
from aiinfra_study.ui.ask import EndOfInput, Place, Reply, Said
from aiinfra_study.ui.keys import Keys
from aiinfra_study.ui.lines import ACTIONS, Lines
from aiinfra_study.ui.show import feedback_lines
from aiinfra_study.ui.terminal import PASTE, decode
from aiinfra_study.ui.theme import _UTF_GLYPHS, Out

from .harness import Stream, Target, as_json, controls, printed, screen
from .nasty import DAMAGE, ESCAPES, MOST, NUMBERS, fragment, text

UNITS = (
    *("GB", "GiB", "gb", "Gbps", "Gbit/s", "B/s", "TFLOPS", "$/h", "$", "€", "%", "ms", "µs", "pods", "x", "kWh", "m"),
    *("tokens/s", "a/b/c/d", "/", "//", "GB/", "Ki", "KiB", "1/s", "per day", "GB s", "\u212a", "Ω"),
)
WORDS = (
    "1",
    "2",
    "3",
    "9",
    "a",
    "b",
    "1b",
    "2a",
    "3c",
    "true",
    "f",
    "no",
    "?",
    "??",
    "|",
    "/skip",
    "/hint",
    "/quit",
    "1,3",
)
TYPED = 40  # characters typed one after another: the screen is drawn for each
KEYS = (
    *("1", "2", "3", "4", " ", "\r", "\r", "u", "g", "j", "k", "x", "?", "s", "f", "z", "\x7f", "\t", "\x15", "\x17"),
    *("\x1b[A", "\x1b[B", "\x1b[C", "\x1b[D", "\x1b[5~", "\x1b[6~", "\x1b[Z", "\x1bOA", "\x1b", "\x1b[", "\x1b[99;5u"),
    *("\x1b[M !!", "\x1b[<0;1;1M", "\x1b]0;x\x07", "\x1b[200~", "\x1b[201~", "\x1b[I", "\x1b[200~pasted\x1b[201~"),
)


# numbers and arithmetic


def make_number(chance: Random) -> str:
    """A number with a unit, or arithmetic; seldom whole."""
    roll = chance.random()
    number = chance.choice(NUMBERS) if roll < 0.4 else f"{chance.uniform(-1e4, 1e4):.{chance.randrange(6)}f}"
    if chance.random() < 0.3:
        number += chance.choice(("e3", " x 10^3", "*10**-400", "/3", "/0", ",000", "e", "e99999999", " 000", "^2"))
    said = f"{number}{chance.choice(('', ' '))}{chance.choice(UNITS) if chance.random() < 0.7 else ''}"
    if roll > 0.6:
        said = _arithmetic(chance, 0)
    if chance.random() < 0.4:
        said = chance.choice(DAMAGE)(said, chance)
    return said


def _arithmetic(chance: Random, depth: int) -> str:
    if depth > 3 or chance.random() < 0.35:
        return chance.choice(
            (*NUMBERS, "params", "x", "1", "2.5", "7", "1e30", "True", "''", "y", "lambda: 1", "[1]", "1j")
        )
    one, two = _arithmetic(chance, depth + 1), _arithmetic(chance, depth + 1)
    if chance.random() < 0.3:
        name = chance.choice(("ceil", "round", "sqrt", "log2", "log10", "exp", "min", "max", "abs", "eval", "pow"))
        return f"{name}({one}{chance.choice(('', f', {two}'))})"
    return f"({one} {chance.choice(('+', '-', '*', '/', '//', '%', '**', '**', '<<', 'or', 'if', '@', '.'))} {two})"


def look_number(said: str) -> Iterator[str]:
    try:
        found = parse(said)
        if not (math.isfinite(found.number) and math.isfinite(found.value)):
            yield f"{said!r} is {found}"
        show(found.number)
        unit_slip(found.value, 350e9, found.dimension, 0.01)
    except ValueError as error:
        if not str(error):
            yield f"{said!r} is refused without a word"
    try:
        factor, _ = parse_unit(said)
        if not 0 < factor < math.inf:
            yield f"the unit {said!r} has the factor {factor}"
    except ValueError:
        pass
    try:
        value = evaluate(said, {"params": 7, "x": 0.5})
        if not -MAX_VALUE <= value <= MAX_VALUE:
            yield f"{said!r} is {value}"
        show(float(value))
    except ExpressionError:
        pass


# questions


class Session(NamedTuple):
    """A question (its place among the shipped ones), the seed it is posed with, what is typed, and the screen."""

    question: int
    seed: int
    typed: str
    confidence: bool
    width: int
    veiled: bool = False


@cache
def questions() -> tuple[Question, ...]:
    """Shipped questions of every kind."""
    found: list[Question] = []
    for path in sorted((bundled() / "ai-fundamentals").glob("section-*.yaml")):
        document = read_yaml(path.read_bytes(), path.name)
        found += read_section(document.tree, document.source, document.problems, "course", path.stem).questions
    return tuple(found)


def _line(posed: Posed, chance: Random) -> str:
    """A line as somebody may type it: right, nearly right, or anything."""
    roll = chance.random()
    key = chance.choice((" | ", "\\n", " ")).join(posed.body.key_lines)
    if roll < 0.2:
        return key
    if roll < 0.4:
        return chance.choice(DAMAGE)(key, chance)
    if roll < 0.6:
        return make_number(chance)
    if roll < 0.65:
        return chance.choice(tuple(ACTIONS)) + chance.choice(("", " ", "\x1b"))
    return text(chance, WORDS) + chance.choice(("", "", " ?", " ??"))


def _session(chance: Random) -> Session:
    place = chance.randrange(len(questions()))
    return Session(place, chance.randrange(1000), "", chance.random() < 0.7, chance.choice((20, 40, 80, 120)))


def make_typed(chance: Random) -> Session:
    session = _session(chance)
    posed = questions()[session.question].posed(session.seed)
    lines = (_line(posed, chance) for _ in range(chance.randint(1, 4)))
    return session._replace(typed="\n".join(lines)[:MOST] + chance.choice(("\n", "", "\r\n")))


def make_keys(chance: Random) -> Session:
    parts = []
    for _ in range(chance.randint(1, 14)):
        roll = chance.random()
        said = fragment(chance) if roll > 0.7 else chance.choice(KEYS)
        parts.append(
            f"\x1b[200~{said}\x1b[201~" if roll > 0.95 else chance.choice(ESCAPES) if roll > 0.9 else said[:TYPED]
        )
    return _session(chance)._replace(typed="".join(parts), veiled=chance.random() < 0.2)


def look_typed(session: Session) -> Iterator[str]:
    """Lines through the plain front end, each graded, kept and told as in a quiz."""
    posed = questions()[session.question].posed(session.seed)
    with _out(session.width) as (out, stream):
        front = Lines(out, StringIO(session.typed))
        try:
            for number in range(8):
                reply = front.pose(
                    posed, Place(number + 1, 9, "pre"), confidence=session.confidence, notice="A notice."
                )
                yield from _look_reply(posed, reply, session.width)
        except EndOfInput:
            pass
    yield from screen(stream.getvalue())


READ = 4096  # characters that come at once


class _Typist:
    """Keys from a text, as the raw terminal makes them of what it reads."""

    def __init__(self, typed: str) -> None:
        decoder = codecs.getincrementaldecoder("utf-8")("replace")
        self._left = decoder.decode(typed.encode("utf-8", "surrogatepass"))
        self._buffer = ""

    @property
    def waiting(self) -> bool:
        return self._buffer[:1] not in ("", "\x1b")

    def read(self) -> str:
        key, rest = decode(self._buffer) if self._buffer else ("", "")
        while not key and self._left:
            self._buffer, self._left = self._buffer + self._left[:READ], self._left[READ:]
            key, rest = decode(self._buffer)
        if not self._buffer:
            return "eof"
        if not key:  # not complete: a lone ESC is a key after a while, anything else would be waited for
            key, rest = ("escape" if self._buffer == "\x1b" else "eof"), ""
        assert len(rest) < len(self._buffer)
        self._buffer = rest
        assert len(key) == 1 or key.startswith(PASTE) or key.replace("-", "").isalpha(), key
        return key


def look_keys(session: Session) -> Iterator[str]:
    """Keys through the screen that draws in place."""
    posed = questions()[session.question].posed(session.seed)
    with _out(session.width) as (out, stream):
        typist: Any = _Typist(session.typed)
        front = Keys(out, typist)
        front.veiled = session.veiled
        try:
            for number in range(8):
                place = Place(number + 1, 9, "pre")
                reply = front.pose(posed, place, confidence=session.confidence, notice="A notice.")
                front.result(posed, place, reply)
                yield from _look_reply(posed, reply, session.width)
        except (EndOfInput, KeyboardInterrupt):
            pass
    yield from screen(stream.getvalue())


def _look_reply(posed: Posed, reply: Reply, width: int) -> Iterator[str]:
    if not isinstance(reply, Said):
        return
    response: Response = reply.response
    grade = posed.body.grade(response)
    if not 0 <= grade.credit <= 1 or grade.slips < 0:
        yield f"{response!r} earns {grade}"
    yield from as_json(posed.body.record(response))
    yield from printed(feedback_lines(posed, grade, reply.confidence, width, _UTF_GLYPHS), width)
    for remark in grade.remarks:
        yield from controls(remark.why)


@contextmanager
def _out(width: int) -> Iterator[tuple[Out, StringIO]]:
    """Something to print on, and what was printed. (Only a real terminal is asked for its height.)"""
    stream = Stream("utf-8")
    yield Out(stream, color=True, width=lambda: width), stream


TARGETS = (
    Target("number", 430, make_number, look_number),
    Target("typed", 100, make_typed, look_typed),
    Target("keys", 8, make_keys, look_keys),
)
