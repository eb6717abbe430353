"""`given`: names in a question's texts and numbers, drawn anew each time or computed from names before them."""

import math
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import islice, product
from typing import NamedTuple

from aiinfra_study.core.dice import Dice
from aiinfra_study.core.expression import Number, evaluate
from aiinfra_study.core.fields import Fields
from aiinfra_study.core.quantity import parse
from aiinfra_study.core.schema_parts import EXPRESSION, NUMERALS, Schema
from aiinfra_study.core.source import Tree

MAX_NAMES = 20
MAX_CHOICES = 1000
MAX_DRAWN = 5_000_000  # numbers to draw from in a file
ROUNDING = 1e-9  # what computing may lose, as a share

_NUMBERS = NUMERALS | {"minItems": 1, "maxItems": MAX_CHOICES}
_DRAW: Schema = {
    "type": ["string", "number", "object"],
    **EXPRESSION,
    "properties": {"choose": _NUMBERS, "range": _NUMBERS | {"minItems": 2, "maxItems": 3}},
    "additionalProperties": False,
    "minProperties": 1,
    "maxProperties": 1,
}
GIVEN: Schema = {
    "type": "object",
    "propertyNames": {"pattern": "^[a-z][a-z0-9_]*$"},
    "additionalProperties": _DRAW,
    "maxProperties": MAX_NAMES,
    "description": "Names drawn anew for each attempt: {choose: […]}, {range: [low, high, step]}, an expression.",
}


class Given(NamedTuple):
    """A name drawn from `choices`, or computed from names before it."""

    name: str
    choices: tuple[Number, ...] = ()
    expression: str = ""


def names_of(given: Sequence[Given], drawn: Iterable[Number]) -> dict[str, Number]:
    """The value of every name, with a drawn one for each that has choices; raises ExpressionError."""
    values = iter(drawn)
    names: dict[str, Number] = {}
    for one in given:
        names[one.name] = next(values) if one.choices else evaluate(one.expression, names)
    return names


def draws_of(given: Sequence[Given], most: int, dice: Dice) -> Iterator[Mapping[str, Number]]:
    """Every draw of the names, or so many of them by chance where there are more; raises ExpressionError."""
    drawn = [one.choices for one in given if one.choices]
    if math.prod(map(len, drawn)) <= most:
        picks: Iterator[Sequence[Number]] = product(*drawn)
    else:
        picks = ([dice.choice(choices) for choices in drawn] for _ in iter(int, 1))
    return (names_of(given, pick) for pick in islice(picks, most))


def read_given(fields: Fields) -> tuple[Given, ...]:
    """The names under `given:`, in their order; what is wrong with them is reported (N501)."""
    inner = fields.sub("given")
    if inner is None:
        return ()
    if len(inner.tree) > MAX_NAMES:
        fields.wrong("given", "N501", f"{len(inner.tree)} names; there may be {MAX_NAMES}", "split the question")
        return ()
    given = []
    for name, value in inner.tree.items():
        if "\0" in name:  # written twice: reported (Y102)
            continue
        if not re.match(r"[a-z][a-z0-9_]*\Z", name):
            inner.wrong(name, "N501", f'"{name}" is not a name', "use a-z, 0-9 and _, beginning with a letter")
        if isinstance(value, str):
            given.append(Given(name, expression=value))
            continue
        choices = _choices(value)
        if not choices:
            inner.wrong(
                name,
                "N501",
                f'"{name}" is not drawn from anything',
                "write {choose: [1, 2]} or {range: [low, high, step]}",
            )
        inner.source.drawn += len(choices)
        if inner.source.drawn > MAX_DRAWN:
            inner.wrong(name, "N501", f"more than {MAX_DRAWN:,} numbers to draw from in this file", "split the section")
            break
        given.append(Given(name, choices or (1,)))
    return tuple(given)


def _choices(value: Tree) -> tuple[Number, ...]:
    """The numbers that `{choose: […]}` or `{range: [low, high, step]}` draws from; none where it is neither."""
    if not isinstance(value, dict) or len(value) != 1:
        return ()
    way, listed = next(iter(value.items()))
    if not isinstance(listed, list) or len(listed) > MAX_CHOICES:
        return ()
    try:
        numbers = [bare_number(item) for item in listed]
    except ValueError:
        return ()
    if way == "choose":
        return tuple(_tidy(number) for number in numbers)
    if way == "range" and len(numbers) in (2, 3):
        low, high, step = (*numbers, 1.0)[:3]
        steps = (high - low) / step + ROUNDING if step > 0 and high >= low else math.inf
        if steps >= MAX_CHOICES:
            return ()
        if low.is_integer() and step.is_integer():
            return tuple(range(int(low), int(low) + int(steps) * int(step) + 1, int(step)))
        return tuple(_tidy(low + i * step) for i in range(int(steps) + 1))
    return ()


def _tidy(number: float) -> Number:
    return int(number) if number == int(number) else number


def bare_number(text: Tree) -> float:
    """A number without a unit; raises ValueError in words."""
    if not isinstance(text, str):
        raise ValueError("not a number")
    found = parse(text)
    if found.unit:
        raise ValueError(f'"{text}" has a unit')
    return found.number
