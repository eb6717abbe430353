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

MAX_LENGTH = 200
MAX_NODES = 100
MAX_EXPONENT = 64
MAX_VALUE = 1e30
MAX_PLACES = 30

Number = int | float
_OPERATORS: dict[type[ast.AST], Callable[..., Any]] = {
    ast.Add: operator.add,
    ast.Sub: operator.sub,
    ast.Mult: operator.mul,
    ast.Div: operator.truediv,
    ast.FloorDiv: operator.floordiv,
    ast.Mod: operator.mod,
    ast.Pow: operator.pow,
    ast.USub: operator.neg,
    ast.UAdd: operator.pos,
}


class ExpressionError(ValueError):
    """The expression is not allowed, or has no value for these names."""


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
    tree = _parsed(text)
    try:
        return _value(tree, names)
    except ZeroDivisionError:
        raise ExpressionError(f'"{text}" divides by zero') from None
    except (OverflowError, TypeError, ValueError) as error:
        message = str(error) if isinstance(error, ExpressionError) else f'"{text}" has no value'
        raise ExpressionError(message) from None


@lru_cache(maxsize=256)
def _parsed(text: str) -> ast.expr:
    """The tree of an expression; kept, as every draw of a question evaluates the same few."""
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
    return tree.body


def _value(node: ast.expr, names: Mapping[str, Number]) -> Number:
    match node:
        case ast.Constant(value=int() | float() as number) if not isinstance(number, bool):
            result: Any = number
        case ast.Name(id=name) if name in names:
            result = names[name]
        case ast.Name(id=name):
            raise ExpressionError(f'"{name}" is not a name given before')
        case ast.UnaryOp(op=op, operand=operand) if type(op) in _OPERATORS:
            result = _OPERATORS[type(op)](_value(operand, names))
        case ast.BinOp(left=left, op=op, right=right) if type(op) in _OPERATORS:
            a, b = _value(left, names), _value(right, names)
            if isinstance(op, ast.Pow) and abs(b) > MAX_EXPONENT:
                raise ExpressionError(f"an exponent beyond {MAX_EXPONENT}")
            result = _OPERATORS[type(op)](a, b)
        case ast.Call(func=ast.Name(id=name), args=args, keywords=[]) if name in FUNCTIONS:
            result = FUNCTIONS[name](*(_value(argument, names) for argument in args))
        case _:
            raise ExpressionError(
                f"{ast.unparse(node)[:60]} is not allowed; known: + - * / // % ** {' '.join(FUNCTIONS)}"
            )
    if not isinstance(result, int | float) or not abs(result) <= MAX_VALUE:
        raise ExpressionError(f"a value beyond {MAX_VALUE:g}")
    return result
