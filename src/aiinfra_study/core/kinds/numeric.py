"""numeric: a number with a unit and a tolerance; `given` names may be drawn anew each time.

`slips` are predictable wrong numbers, each with its own explanation; confusions of bits and bytes, GB and GiB and of
prefixes are recognised without being named.
"""

from collections.abc import Iterator, Mapping
from typing import ClassVar

from aiinfra_study.core.accepted import ACCEPT, Accept, read_accept
from aiinfra_study.core.dice import Dice
from aiinfra_study.core.expression import FUNCTIONS, ExpressionError, NoValueError, Number, evaluate
from aiinfra_study.core.fields import Fields
from aiinfra_study.core.given import (
    GIVEN,
    Given,
    draws_of,
    names_of,
    read_given,
)
from aiinfra_study.core.interaction import Grade, Remark, Response, TextEntry
from aiinfra_study.core.quantity import COUNTED, Quantity, calculated, parse, parse_unit, show, unit_slip, with_unit
from aiinfra_study.core.question import Body, braces, fill
from aiinfra_study.core.schema_parts import Schema, arithmetic, saying, text
from aiinfra_study.core.slips import SLIPS, Slip, read_slips

MAX_DRAWS = 200  # checked while reading; of more, so many by a fixed seed
FEW_DRAWS = 5  # in a file that has had enough to compute
MAX_COMPUTED = 3_000_000  # characters of expressions evaluated in a file, until a question has fewer draws checked
OVERHEAD = 15  # what a value costs beside its characters, in characters

_UNIT = r"^\s*([^\s0-9_.,±+\-(){}\[\]?!:;][^±+(){}\[\]?!:;,]*)?$"


class Kind(Body):
    """`names` holds the values of this draw."""

    SCHEMA: ClassVar[dict[str, Schema]] = {
        "number": arithmetic("The right number, or an expression."),
        "unit": text("The unit of the key.")
        | {"type": ["string", "boolean", "null"]}
        | saying(_UNIT, "Write a unit: GB, ms, %, tokens/s."),
        "accept": ACCEPT,
        "given": GIVEN,
        "slips": SLIPS,
    }
    EXAMPLE = """\
# numeric: a number with a unit. `given` draws new numbers for each attempt.
id: memory-of-weights
objective: size-memory
level: apply
use: both
given:
  params: {choose: [7, 13, 70]}
  bits: {choose: [4, 8, 16]}
  need: params * bits / 8
ask: A model has {params} billion parameters, kept at {bits} bits each. How much memory do its weights take?
number: need
unit: GB
accept: 2%
# wrong numbers to expect, each with the step that leads there
slips:
  - {number: params * bits, why: "Those are {bits}-bit numbers: divide by 8 bits a byte."}
because: "{params} × 10⁹ parameters × {bits} bits ÷ 8 bits a byte = {need} GB."
refs: ["Efficient Memory Management for LLM Serving (Kwon et al., 2023)"]
"""
    kind = "numeric"

    def __init__(
        self,
        number: str,
        unit: str,
        accept: Accept,
        slips: tuple[Slip, ...],
        given: tuple[Given, ...],
        names: Mapping[str, Number],
    ) -> None:
        self.number = number
        self.unit = unit
        self.accept = accept
        self.slips = slips
        self.given = given
        self.names = names

    @property
    def key(self) -> float:
        """The right number, in the question's unit."""
        return float(evaluate(self.number, self.names))

    @property
    def key_lines(self) -> tuple[str, ...]:
        return (with_unit(self.key, self.unit),)

    @property
    def slip_lines(self) -> tuple[str, ...]:
        """Predictable wrong numbers of this draw, with the step that leads to each."""
        return tuple(f"{with_unit(float(evaluate(s.number, self.names)), self.unit)}: {s.why}" for s in self.slips)

    @property
    def identity(self) -> tuple[str, ...]:
        drawn = (f"{given.name}={given.choices}{given.expression}" for given in self.given)
        return (self.number, self.unit, str(self.accept), *drawn)

    @property
    def misconceptions(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(slip.misconception for slip in self.slips if slip.misconception))

    @classmethod
    def read(cls, fields: Fields) -> "Kind | None":
        number = fields.text("number", required="write number: 42, or an expression over given names")
        unit = fields.text("unit")
        try:
            parse_unit(unit)
        except ValueError as error:
            fields.wrong("unit", "N504", str(error), "write unit: GB")
        given = read_given(fields)
        body = cls(number, unit, read_accept(fields), read_slips(fields), given, {})
        if not fields.failed:
            _check_draws(fields, body)
        return None if fields.failed else body

    def drawn(self, dice: Dice) -> tuple["Kind", Mapping[str, str]]:
        names: Mapping[str, Number] = {}
        for _ in range(MAX_DRAWS):  # not all of many draws are checked while reading: a rare one may have no value
            try:
                names = names_of(self.given, (dice.choice(one.choices) for one in self.given if one.choices))
                for text in (self.number, *(slip.number for slip in self.slips)):
                    evaluate(text, names)
            except NoValueError:
                continue
            break
        return self.with_names(names)

    def with_names(self, names: Mapping[str, Number]) -> tuple["Kind", Mapping[str, str]]:
        """This body with its names settled, and how they read in a text."""
        shown = {name: show(float(value)) for name, value in names.items()}
        slips = tuple(slip._replace(why=fill(slip.why, shown)) for slip in self.slips)
        return Kind(self.number, self.unit, self.accept, slips, self.given, names), shown

    def interaction(self, dice: Dice) -> TextEntry:  # noqa: ARG002
        return TextEntry(unit=self.unit, unreadable=self._unreadable, value=self._value)

    def _unreadable(self, text: str) -> str:
        """What is wrong with a text that is no number, or whose unit nobody knows."""
        try:
            said = calculated(text)
        except ValueError as error:
            return f"{error}."
        if COUNTED in said.dimension and said.dimension != parse_unit(self.unit)[1]:
            return f'The unit "{said.unit}" is not known; ' + (
                f"write it in {self.unit}." if self.unit else "write a bare number."
            )
        return ""

    def _value(self, text: str) -> str:
        """What a calculation, or a number in another unit, comes to; nothing for a number as it is."""
        if self._unreadable(text):
            return ""
        said = calculated(text)
        try:
            calculation = parse(text) != said
        except ValueError:
            calculation = True
        values = [with_unit(said.number, said.unit or self.unit)] if calculation else []
        factor, dimension = parse_unit(self.unit)
        if said.unit and said.dimension == dimension and said.factor != factor:
            values.append(with_unit(said.value / factor, self.unit))
        return "".join(f" = {value}" for value in values).lstrip()

    def grade(self, response: Response) -> Grade:
        said, want = calculated(str(response)), self.key
        factor, dimension = parse_unit(self.unit)
        if not said.unit:
            said = Quantity(said.number, self.unit, factor, dimension)
        if said.dimension != dimension:
            wanted = f"a number of {self.unit}" if self.unit else "a bare number"
            return Grade(
                0.0, 1, False, (Remark(str(response), f"{said.unit} is another kind of quantity; {wanted} is wanted."),)
            )
        got = said.value / factor
        if self.accept.takes(got, want):
            return Grade(1.0)
        for slip in self.slips:
            if self.accept.same(got, float(evaluate(slip.number, self.names))):
                return Grade(0.0, 1, False, (Remark(str(response), slip.why, False, slip.misconception),))
        if self.unit == "%" and self.accept.takes(100 * got, want):
            return Grade(0.0, 1, False, (Remark(str(response), "That is the share of one; × 100 gives per cent."),))
        confusion = unit_slip(got, want, dimension, max(self.accept.share, 0.005))
        return Grade(0.0, 1, False, (Remark(str(response), confusion),) if confusion else ())

    def record(self, response: Response) -> str:
        return str(response)

    @property
    def length(self) -> int:
        """How much there is to compute in a draw, in characters of expressions."""
        written = [*(given.expression for given in self.given), self.number, *(slip.number for slip in self.slips)]
        return sum(map(len, written)) + OVERHEAD * (len(written) + 1)

    def draws(self, most: int = MAX_DRAWS) -> Iterator[Mapping[str, Number]]:
        """Every draw of the given names, or so many of them by a fixed seed where there are more."""
        return draws_of(self.given, most, Dice("draws", self.number))


def _check_draws(fields: Fields, body: Kind) -> None:
    """Every draw must have a key, none may equal a slip, and every name in braces must be given (N501, N502)."""
    names = {given.name for given in body.given}
    shown = [(key, fields.text(key)) for key in ("ask", "because", "hint", "code")]
    for key, words in [*shown, *(("slips", slip.why) for slip in body.slips)] if names else ():
        for name in braces(words):
            if name not in names:
                declared = f"given here: {', '.join(sorted(names))}"
                fields.wrong(key, "N501", f'"{{{name}}}" is not a given name', declared)
    where = "number"
    length = body.length
    draws = MAX_DRAWS if fields.source.computed < MAX_COMPUTED else FEW_DRAWS
    try:
        for drawn in body.draws(draws):
            fields.source.computed += length
            where = "number"
            want = float(evaluate(body.number, drawn))
            if not body.accept.takes(want, want):
                fields.wrong("accept", "N502", f"with {_shown(drawn)} the key is out of range", "widen [low, high]")
                return
            where = "slips"
            if any(body.accept.takes(float(evaluate(slip.number, drawn)), want) for slip in body.slips):
                fields.wrong("slips", "N502", f"with {_shown(drawn)} a slip equals the key", "draw other numbers")
                return
    except ExpressionError as error:
        rule = "N502" if isinstance(error, NoValueError) else "N501"
        cure = _cure(body.number) if where == "number" else ""
        fields.wrong(where, rule, str(error), cure or f"use given names, + - * / // % ** and {', '.join(FUNCTIONS)}")


def _shown(drawn: Mapping[str, Number]) -> str:
    return ", ".join(f"{name} = {show(float(value))}" for name, value in drawn.items()) or "these numbers"


def _cure(written: str) -> str:
    """What to write in the place of a number that has its unit with it, or a comma."""
    try:
        said = parse(written)
    except ValueError as error:
        return "write a decimal point" if "decimals" in str(error) else ""
    number = f"{said.number:.12g}"
    if said.unit:
        return f"write number: {number} and unit: {said.unit}"
    return f"write number: {number}" if "," in written else ""
