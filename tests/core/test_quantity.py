"""Numbers with units, as people type them."""

import math
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aiinfra_study.core.quantity import MAX_TYPED, calculated, parse, parse_unit, show, unit_slip

BITS, SECONDS = "data", "time"


@pytest.mark.parametrize(
    ("typed", "number"),
    [
        ("350", 350),
        (" 350 ", 350),
        ("1,000", 1000),
        ("12,345,678.9", 12345678.9),
        ("1 000 000", 1e6),
        ("1\u202f000", 1000),
        ("1\xa0000", 1000),
        ("1_000", 1000),
        ("0.5", 0.5),
        (".5", 0.5),
        ("1e3", 1000),
        ("2.5E-3", 0.0025),
        ("3e-1", 0.3),
        ("7 × 10^9", 7e9),
        ("7x10^9", 7e9),
        ("7*10**9", 7e9),
        ("1.4 × 10^-3", 0.0014),
        ("3/4", 0.75),
        ("3 / 4", 0.75),
        ("1/0.5", 2),
        ("-5", -5),
        ("−5", -5),
        ("+5", 5),
    ],
)
def test_a_number_is_read_as_typed(typed: str, number: float) -> None:
    assert parse(typed)[:2] == (number, "")


@pytest.mark.parametrize(
    ("typed", "value", "dimension"),
    [
        ("1 B", 8, BITS),
        ("1 b", 1, BITS),
        ("350 GB", 350e9 * 8, BITS),
        ("350GB", 350e9 * 8, BITS),
        ("1 GiB", 2**30 * 8, BITS),
        ("1 KiB", 1024 * 8, BITS),
        ("1 kB", 8000, BITS),
        ("1 KB", 8000, BITS),
        ("1 mB", 8e6, BITS),
        ("2 Gb", 2e9, BITS),
        ("2 Gbit", 2e9, BITS),
        ("1.5 TB", 1.5e12 * 8, BITS),
        ("3 bytes", 24, BITS),
        ("400 Gbps", 400e9, "data/time"),
        ("400 Gbit/s", 400e9, "data/time"),
        ("50 GB/s", 50e9 * 8, "data/time"),
        ("1 GBps", 8e9, "data/time"),
        ("1 MB/ms", 8e9, "data/time"),
        ("5 ms", 0.005, SECONDS),
        ("5 µs", 5e-6, SECONDS),  # micro sign
        ("5 μs", 5e-6, SECONDS),  # Greek letter
        ("5 us", 5e-6, SECONDS),
        ("2 h", 7200, SECONDS),
        ("2 min", 120, SECONDS),
        ("1 day", 86400, SECONDS),
        ("989 TFLOPS", 989e12, "FLOP/time"),
        ("989 TFLOP/s", 989e12, "FLOP/time"),
        ("3e23 FLOP", 3e23, "FLOP"),
        ("700 W", 700, "power"),
        ("1.5 kWh", 5.4e6, "energy"),
        ("85 %", 0.85, ""),
        ("85%", 0.85, ""),
        ("3x", 3, ""),
        ("$2", 2, "$"),
        ("2 USD", 2, "$"),
        ("$2.50/h", 2.5 / 3600, "$/time"),
        ("2.50 $/h", 2.5 / 3600, "$/time"),
        ("8 pods", 8, "count:pod"),
        ("8 GPU-hours", 8, "count:gpu-hour"),
        ("40 tokens/s", 40, "count:token/time"),
    ],
)
def test_a_unit_says_how_much_of_what(typed: str, value: float, dimension: str) -> None:
    quantity = parse(typed)
    assert quantity.value == pytest.approx(value)
    assert quantity.dimension == dimension


@pytest.mark.parametrize(
    ("typed", "number", "unit"),
    [
        ("6*34e9*10e12/(4096*400e12)/86400", 14.411078559, ""),
        ("(80-14)/2 GB", 33, "GB"),
        ("(80-14)/2GB/s", 33, "GB/s"),
        ("34e9/400e12", 8.5e-5, ""),
        ("8/2e3 s", 0.004, "s"),
        ("1,000 * 2 + .5", 2000.5, ""),
        ("1 000*2", 2000, ""),
        ("−(5 + 5) × 2 ÷ 4", -5, ""),
        ("3 x 4", 12, ""),
        ("10^-3 * 5 s", 0.005, "s"),
        ("2^10 KiB", 1024, "KiB"),
        ("2**3**2", 512, ""),
        ("-2^2", -4, ""),
        ("2*4 pods", 8, "pods"),
        ("(1+1) %", 2, "%"),
    ],
)
def test_a_calculation_is_its_value(typed: str, number: float, unit: str) -> None:
    said = calculated(typed)
    assert said.number == pytest.approx(number)
    assert said.unit == unit
    assert (said.factor, said.dimension) == parse_unit(unit)


@pytest.mark.parametrize("typed", ["350 GB", "1e3", "3/4", "1,000", "7*10**9", "3/4 e2e tests", "-5", "3x", "$2.50/h"])
def test_what_is_a_number_stays_that_number(typed: str) -> None:
    assert calculated(typed) == parse(typed)


@pytest.mark.parametrize(
    "typed",
    [*("9**9**9**9", "2**999", "1e999*0", "2**64*1e30", "(-8)**0.5", "1*1/0", "2*(3", "2(3)*4", "()*2", "5 -"),
     *("2* *3", "(5)", "8*" + "(" * 9999, "+".join("1" * 5000)),
     *("1*2,5", "2*x", "e3*2", "5//2*3", "2*__import__('os')", "2*3 gb")],
)  # fmt: skip
def test_no_calculation_without_a_value_is_taken(typed: str) -> None:
    with pytest.raises(ValueError, match=r"is not|has no value|could be"):
        calculated(typed)


@given(st.text("0123456789.,eE+-/×x*^() GBs", max_size=70))
def test_a_calculation_comes_to_a_finite_number_or_is_refused(typed: str) -> None:
    try:
        said = calculated(typed)
    except ValueError:
        return
    assert math.isfinite(said.number)


@pytest.mark.parametrize(
    "typed",
    [*("", " ", "abc", "GB", "about 5", "-", ".", "$", "e3", "5 80 GB", "1.2.3", "12:30", "5 %%", "1/0", "nan", "inf")],
)
def test_what_is_no_number_is_refused_in_words(typed: str) -> None:
    with pytest.raises(ValueError, match=r"is not|has no value"):
        parse(typed)


@pytest.mark.parametrize("typed", ["1,5", "0,75", "3,14 GB", "1.000,5", "12,34", "1,0000"])
def test_a_decimal_comma_is_refused_with_a_hint(typed: str) -> None:
    with pytest.raises(ValueError, match="use a point for decimals"):
        parse(typed)


@pytest.mark.parametrize("typed", ["1e400", "1e-301", "5 × 10^999", "9" * 40 + "e290"])
def test_a_number_beyond_measure_is_refused(typed: str) -> None:
    with pytest.raises(ValueError, match=r"too large|has no value"):
        parse(typed)


@pytest.mark.parametrize(("unit", "named"), [("gb", "GB"), ("mb", "MB"), ("kb", "kB"), ("tb", "TB")])
def test_bits_or_bytes_must_be_said(unit: str, named: str) -> None:
    """`gb` could be either, and guessing is wrong by a factor of eight; both ways out work."""
    with pytest.raises(ValueError, match=f'"{unit}" could be') as refusal:
        parse(f"5 {unit}")
    bits = named[0] + "bit"
    assert f"{named} (bytes) or {bits} (bits)" in str(refusal.value)
    assert parse(f"5 {named}").value == 8 * parse(f"5 {bits}").value


@pytest.mark.parametrize("unit", ["ps", "apps", "steps", "E", "k", "parsecs"])
def test_a_word_we_do_not_know_counts_itself(unit: str) -> None:
    assert parse_unit(unit)[1].startswith("count:")


def test_a_unit_has_an_end() -> None:
    assert parse_unit("x" * MAX_TYPED)[1] == f"count:{'x' * MAX_TYPED}"
    with pytest.raises(ValueError, match="is too long for a unit"):
        parse_unit("x" * (MAX_TYPED + 1))


@pytest.mark.parametrize(
    ("unit", "factor"),
    [("bit", 1), ("B", 8), ("kB", 8e3), ("MB", 8e6), ("GB", 8e9), ("TB", 8e12), ("PB", 8e15), ("KiB", 8 * 2**10),
     ("MiB", 8 * 2**20), ("GiB", 8 * 2**30), ("TiB", 8 * 2**40), ("Gbit", 1e9), ("ms", 1e-3), ("TFLOP", 1e12)],
)  # fmt: skip
def test_a_prefix_is_exactly_what_it_says(unit: str, factor: float) -> None:
    assert parse_unit(unit)[0] == factor


def test_a_plural_is_the_same_unit() -> None:
    assert parse_unit("pods") == parse_unit("Pod")


@pytest.mark.parametrize("factor", [8, 1 / 8])
def test_bits_against_bytes_are_seen(factor: float) -> None:
    assert "bits against bytes" in unit_slip(100 * factor, 100, BITS, 0.005)


@pytest.mark.parametrize("power", [1, 2, 3, 4, 5, -1, -3, -5])
@pytest.mark.parametrize("dimension", ["data", "data/time"])
def test_decimal_against_binary_prefixes_are_seen(power: int, dimension: str) -> None:
    assert "1 GiB is 1.074 GB" in unit_slip(100 * 1.024**power, 100, dimension, 0.02)


@pytest.mark.parametrize("factor", [1e3, 1e-3, 1e6, 1e-6])
@pytest.mark.parametrize("dimension", [BITS, SECONDS, "FLOP/time", ""])
def test_a_wrong_prefix_is_seen(factor: float, dimension: str) -> None:
    assert "prefix" in unit_slip(100 * factor, 100, dimension, 0.005)


@pytest.mark.parametrize(
    ("got", "want", "dimension"),
    [(200, 100, BITS), (800, 100, SECONDS), (107.4, 100, SECONDS), (0, 100, BITS), (100, 0, BITS), (-800, 100, BITS)],
)
def test_other_numbers_are_no_confusion_of_units(got: float, want: float, dimension: str) -> None:
    assert unit_slip(got, want, dimension, 0.005) == ""


@pytest.mark.parametrize(
    ("number", "shown"),
    [
        (140.0, "140"),
        (1_000_000, "1000000"),
        (1 / 3, "0.3333"),
        (2.5, "2.5"),
        (1234.56, "1235"),
        (12345.67, "12346"),
        (9999.96, "10000"),
        (-0.25, "-0.25"),
        (0.0001234567, "0.0001235"),
        (0.00001234567, "1.235e-05"),
        (3e23, "3e+23"),
        (0.0, "0"),
        (-0.0, "0"),
    ],
)
def test_a_number_is_shown_as_a_person_writes_it(number: float, shown: str) -> None:
    assert show(number) == shown


@given(st.floats(-1e30, 1e30).filter(lambda x: x == 0 or abs(x) > 1e-290))
def test_what_is_shown_reads_back_as_nearly_the_same(number: float) -> None:
    quantity = parse(show(number))
    assert math.isclose(quantity.number, number, rel_tol=6e-4)
    assert quantity.unit == ""


@given(st.integers(-(10**14), 10**14))
def test_whole_numbers_are_shown_whole(number: int) -> None:
    assert parse(show(float(number))).number == number


@given(st.text() | st.text("0123456789.,eE+-/×*^ $%GMKiBbps\u202f_", max_size=70))
def test_any_line_is_a_finite_number_or_refused_in_words(typed: str) -> None:
    try:
        quantity = parse(typed)
    except ValueError:
        return
    assert math.isfinite(quantity.number)


@pytest.mark.parametrize(("less", "more"), [*pairwise(["B", "KiB", "MiB", "GiB", "TiB", "PiB", "EiB"])])
def test_a_binary_prefix_is_1024_of_the_one_before(less: str, more: str) -> None:
    assert parse(f"1 {more}").value == parse(f"1024 {less}").value
