"""Arithmetic that an author may write: numbers, names, + - * / // % ** and ten functions. Nothing else parses.

The limits keep a hostile bank from costing time or memory: 200 characters, 100 nodes, exponents to 64, values to 1e30.
"""

import ast
import math
import operator
import warnings
from collections.abc import Callable, Mapping
from functools import lru_cache
from typing import Any

# What somebody else wrote is evaluated here: each bound keeps time and memory small (docs/bank-format.md names them)
MAX_LENGTH = 200  # characters
MAX_NODES = 100  # of the syntax tree
MAX_EXPONENT = 64
MAX_VALUE = 1e30
MAX_PLACES = 30  # after the point, to round to

Number = int | float
_Run = Callable[[Mapping[str, Number]], Number]
_OPERATORS: dict[type[ast.AST], Callable[..., Any]] = {
    ast.Add: operator.add,
    ast.Sub: operator.sub,
    ast.Mult: operator.mul,
    ast.Div: operator.truediv,
    ast.FloorDiv: operator.floordiv,
    ast.Mod: operator.mod,
    ast.USub: operator.neg,
    ast.UAdd: operator.pos,
}


class ExpressionError(ValueError):
    """The expression is not allowed, or has no value for these names."""


class NoValueError(ExpressionError):
    """The expression is allowed, and has no value for these names."""


def _round(number: Number, places: int | None = None) -> Number:
    """`round` within bounds: to -10**9 places it would first compute ten to that power."""
    if places is not None and abs(places) > MAX_PLACES:
        raise ExpressionError(f"rounding to more than {MAX_PLACES} places")
    return round(number, places)


FUNCTIONS: dict[str, Callable[..., Any]] = {
    "ceil": math.ceil,
    "floor": math.floor,
    "round": _round,
    "sqrt": math.sqrt,
    "log2": math.log2,
    "log10": math.log10,
    "exp": math.exp,
    "min": min,
    "max": max,
    "abs": abs,
}


def evaluate(text: str, names: Mapping[str, Number]) -> Number:
    """The value of an expression; raises ExpressionError in words for anything that has none."""
    run = _compiled(text)
    try:
        return run(names)
    except ZeroDivisionError:
        raise NoValueError(f'"{text}" divides by zero') from None
    except ExpressionError:
        raise
    except (OverflowError, TypeError, ValueError):
        raise NoValueError(f'"{text}" has no value') from None


@lru_cache(maxsize=256)
def _compiled(text: str) -> _Run:
    """An expression as a function of the names; kept, as every draw of a question evaluates the same few."""
    if len(text) > MAX_LENGTH:
        raise ExpressionError(f"the expression is longer than {MAX_LENGTH} characters")
    try:
        with warnings.catch_warnings():  # Python would warn of `1or 2` on the learner's screen
            warnings.simplefilter("ignore")
            tree = ast.parse(text.strip(), mode="eval")
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        raise ExpressionError(f'"{text[:60]}" is not arithmetic') from None
    if sum(1 for _ in ast.walk(tree)) > MAX_NODES:
        raise ExpressionError(f"the expression has more than {MAX_NODES} parts")
    return _function(tree.body)


def _function(node: ast.expr) -> _Run:
    """A node as a function of the names; what is not allowed is refused when its turn comes."""
    match node:
        case ast.Constant(value=int() | float() as number) if not isinstance(number, bool):
            return lambda _: _bounded(number)
        case ast.Name(id=name):
            return _named(name)
        case ast.UnaryOp(op=op, operand=operand) if type(op) in _OPERATORS:
            sign, inner = _OPERATORS[type(op)], _function(operand)
            return lambda names: _bounded(sign(inner(names)))
        case ast.BinOp(left=left, op=ast.Pow(), right=right):
            return _power(_function(left), _function(right))
        case ast.BinOp(left=left, op=op, right=right) if type(op) in _OPERATORS:
            combine, a, b = _OPERATORS[type(op)], _function(left), _function(right)
            return lambda names: _bounded(combine(a(names), b(names)))
        case ast.Call(func=ast.Name(id=name), args=args, keywords=[]) if name in FUNCTIONS:
            call, given = FUNCTIONS[name], [_function(argument) for argument in args]
            return lambda names: _bounded(call(*[argument(names) for argument in given]))
        case _:
            words = f"{ast.unparse(node)[:60]} is not allowed; known: + - * / // % ** {' '.join(FUNCTIONS)}"
            return _refusing(words)


def _named(name: str) -> _Run:
    def run(names: Mapping[str, Number]) -> Number:
        if name not in names:
            raise ExpressionError(f'"{name}" is not a name given before')
        return _bounded(names[name])

    return run


def _power(base: _Run, exponent: _Run) -> _Run:
    def run(names: Mapping[str, Number]) -> Number:
        a, b = base(names), exponent(names)
        if a < 0 and b != int(b):
            raise NoValueError("a root of a negative number")
        if abs(b) > MAX_EXPONENT:
            raise NoValueError(f"an exponent beyond {MAX_EXPONENT}")
        return _bounded(a**b)

    return run


def _refusing(words: str) -> _Run:
    def run(names: Mapping[str, Number]) -> Number:  # noqa: ARG001
        raise ExpressionError(words)

    return run


def _bounded(result: Any) -> Number:
    """A value that may be computed with further."""
    if isinstance(result, (int, float)) and -MAX_VALUE <= result <= MAX_VALUE:
        return result
    raise NoValueError(f"a value beyond {MAX_VALUE:g}")
