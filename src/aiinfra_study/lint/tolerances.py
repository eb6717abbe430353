"""Whether the tolerance of a number lets its key be typed, and keeps clear of its slips, draw by draw."""

from collections.abc import Iterator, Mapping
from math import prod

from aiinfra_study.core.accepted import Accept
from aiinfra_study.core.expression import ExpressionError, Number, evaluate
from aiinfra_study.core.kinds.numeric import Kind
from aiinfra_study.core.quantity import show
from aiinfra_study.lint.item import Item
from aiinfra_study.lint.rule import Findings, Found

DRAWS = 5  # the ends, where key and slip are nearest as a rule, and some between
FOUR_DIGITS = 0.0005  # of a number: how far off it is at most when shown with four digits
NEAR = 0.5  # of the distance to a slip: from there on the bands of key and slip meet


def misfits(item: Item) -> Findings:
    """The first draw that shows the tolerance of a number as too narrow or too wide (N503)."""
    body = item.question.body
    if not isinstance(body, Kind) or (body.accept.share >= FOUR_DIGITS and not body.slips):
        return
    try:
        for drawn in _some_draws(body):
            want = float(evaluate(body.number, drawn))
            if not body.accept.takes(float(show(want)), want):
                message = f"the key {want!r} is shown as {show(want)}, which is not accepted{_with(drawn)}"
                yield Found(item.place("accept", "number"), message, "write accept: 1%, or round the key")
                return
            for slip in body.slips:
                missed = float(evaluate(slip.number, drawn))
                if (band := _band(body.accept, want, missed)) >= NEAR * abs(missed - want):
                    message = f"±{show(band)} around the key {show(want)} reaches half-way to the slip {show(missed)}"
                    help = "make the tolerance narrower, or draw numbers that lie further apart"
                    yield Found(item.place("accept", "number"), message + _with(drawn), help)
                    return
    except ExpressionError:  # (the reader tries other draws where there are many)
        return


def _some_draws(body: Kind) -> Iterator[dict[str, Number]]:
    """Up to five draws, spread over all from the first to the last."""
    count = prod(len(given.choices) for given in body.given if given.choices)
    for place in sorted({(count - 1) * step // (DRAWS - 1) for step in range(DRAWS)}):
        names: dict[str, Number] = {}
        for given in body.given:
            if given.choices:
                place, at = divmod(place, len(given.choices))
                names[given.name] = given.choices[at]
            else:
                names[given.name] = evaluate(given.expression, names)
        yield names


def _band(accept: Accept, want: float, towards: float) -> float:
    """How far from the key a number may lie on the side of another."""
    if accept.low is not None and accept.high is not None:
        return max(accept.high - want if towards > want else want - accept.low, 0.0)
    return max(accept.share * abs(want), accept.distance)


def _with(drawn: Mapping[str, Number]) -> str:
    """The draw in words, where there is one."""
    values = ", ".join(f"{name} = {show(float(value))}" for name, value in drawn.items())
    return f" with {values}" if values else ""
