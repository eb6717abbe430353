"""Arithmetic of an author: Python's own numbers, and nothing but numbers."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aiinfra_study.core.expression import FUNCTIONS, MAX_LENGTH, MAX_NODES, ExpressionError, evaluate

NAMES = {"params": 70, "bits": 16, "x": 2.5}

LEAVES = st.sampled_from(["params", "bits", "x"]) | st.integers(0, 99).map(str) | st.sampled_from(["0.5", "1e3", "2."])
OPERATORS = st.sampled_from(["+", "-", "*", "/", "//", "%"])


def combined(inner: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    pair = st.tuples(inner, inner)
    return (
        st.tuples(inner, OPERATORS, inner).map(lambda t: f"({t[0]} {t[1]} {t[2]})")
        | inner.map(lambda a: f"-{a}")
        | inner.map(lambda a: f"+{a}")
        | st.tuples(st.sampled_from(["floor", "ceil", "abs", "round"]), inner).map(lambda t: f"{t[0]}({t[1]})")
        | st.tuples(st.sampled_from(["min", "max"]), pair).map(lambda t: f"{t[0]}({t[1][0]}, {t[1][1]})")
    )


@given(st.recursive(LEAVES, combined, max_leaves=8).filter(lambda text: len(text) <= 200))
def test_arithmetic_is_that_of_python(text: str) -> None:
    known = {name: getattr(math, name) for name in ("floor", "ceil", "sqrt", "log2", "log10", "exp")}
    try:
        expected = eval(text, known | NAMES)
    except ZeroDivisionError:
        with pytest.raises(ExpressionError, match="divides by zero"):
            evaluate(text, NAMES)
    else:
        assert evaluate(text, NAMES) == expected


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("params * bits / 8", 140),
        ("2 ** 10", 1024),
        ("-2 ** 2", -4),
        ("7 // 2 + 7 % 2", 4),
        ("  1 + 1\n", 2),
        ("1_000 * 2", 2000),
        ("ceil(2.1) + floor(2.9) + round(2.567, 2)", 7.57),
        ("round(1234, -2)", 1200),
        ("sqrt(16) + log2(8) + log10(1000) + exp(0)", 11),
        ("min(3, 1, 2) + max(1, 2) + abs(-1)", 4),
        ("1e30", 1e30),
        ("2 ** 64", 2**64),
    ],
)
def test_what_an_author_needs_works(text: str, value: float) -> None:
    assert evaluate(text, NAMES) == pytest.approx(value)


def test_there_are_ten_functions() -> None:
    assert len(FUNCTIONS) == 10


HOSTILE = [
    *("().__class__.__mro__", "x.real", "x.__class__", "__import__('os').system('id')", "eval('1')", "open('/x')"),
    *("lambda: 1", "(lambda: 1)()", "[i for i in (1, 2)]", "{1: 2}", "{1, 2}", "(1, 2)", "[1]", "x[0]", "*x"),
    *("'a' * 10 ** 9", "'%1000000000d' % 1", "b'a'", "f'{1}'", "f'{x:>1000000000}'", "(x := 5)", "yield 1", "await x"),
    *("1 if 1 else 2", "1 < 2", "1 and 2", "not 1", "~1", "1 << 99", "1 | 2", "1 @ 2", "True", "None", "...", "1j"),
    *("2 ** 1000", "9 ** 9 ** 9 ** 9", "2 ** -65", "1e400", "-1e400", "1e30 * 10", "10 ** 31", "9" * 150),
    *("1 / 0", "1 % 0", "1 // 0", "0 ** -1", "(-8) ** 0.5", "(-8) ** (1 / 3)", "sqrt(-1)", "log2(0)", "exp(1000)"),
    *("min()", "min(1)", "max(1, key=2)", "min(*x)", "abs(1, 2)", "round(1, -10 ** 9)", "round(1, 10 ** 9)"),
    *("round(2.5, 0.5)", "round(1, 2, 3)", "unknown + 1", "sqrt", "sqrt(sqrt)", "min(1, 2)(3)", "params(1)", "1(2)"),
    *("", " ", "1 +", "1; 2", "1\n2", "import os", "x = 1", "\0", "\ud800", "1 1", "1or 2", r"'\d'", "0777", "(" * 99),
    *("-" * 150 + "1", "+".join("1" * 60), "min(" * 45 + "1" + ",1)" * 45, "1" + " " * 200),
]


@pytest.mark.parametrize("text", HOSTILE, ids=lambda text: repr(text[:30]))
def test_anything_else_is_refused_in_words(text: str) -> None:
    with pytest.raises(ExpressionError) as refusal:
        evaluate(text, NAMES)
    assert len(str(refusal.value)) > 10
    assert "Traceback" not in str(refusal.value)


@given(st.text("0123456789.+-*/%()xe ,_'[]{}:;=<>~@&|^!lambdr\n", max_size=60))
def test_nothing_but_a_number_or_a_refusal_comes_out(text: str) -> None:
    try:
        value = evaluate(text, NAMES)
    except ExpressionError:
        return
    assert isinstance(value, int | float)
    assert abs(value) <= 1e30


def test_only_names_given_before_are_known() -> None:
    with pytest.raises(ExpressionError, match='"later" is not a name given before'):
        evaluate("later + 1", {"earlier": 1})


@pytest.mark.parametrize("text", ["1or 2", r"'\d' * 2", "1 is 1"])
def test_python_says_nothing_of_its_own_about_it(text: str, recwarn: pytest.WarningsRecorder) -> None:
    with pytest.raises(ExpressionError):
        evaluate(text, {})
    assert not recwarn


def test_what_is_refused_is_refused_when_its_turn_comes() -> None:
    with pytest.raises(ExpressionError, match="divides by zero"):
        evaluate("1 / 0 + [1]", {})
    with pytest.raises(ExpressionError, match="is not allowed"):
        evaluate("[1] + 1 / 0", {})


def test_an_expression_has_a_hundred_parts_at_most() -> None:
    """A sign makes two, a number one, the whole another."""
    assert evaluate("-" * ((MAX_NODES - 2) // 2) + "1", {}) == -1
    with pytest.raises(ExpressionError, match=f"more than {MAX_NODES} parts"):
        evaluate("-" * ((MAX_NODES - 5) // 2 + 1) + "1 + 1", {})


def test_a_long_expression_of_few_parts_is_worked_out() -> None:
    name = "n" * (MAX_LENGTH // 2 - 2)
    assert evaluate(f"{name} + {name}", {name: 2}) == 4
