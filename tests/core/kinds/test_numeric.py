"""numeric: a number with a unit and a tolerance, its numbers drawn anew each time."""

from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aiinfra_study.core.accepted import Accept
from aiinfra_study.core.dice import Dice
from aiinfra_study.core.given import MAX_CHOICES, MAX_NAMES
from aiinfra_study.core.interaction import TextEntry
from aiinfra_study.core.kinds.numeric import (
    FEW_DRAWS,
    MAX_COMPUTED,
    MAX_DRAWS,
    Kind,
)
from aiinfra_study.core.quantity import with_unit
from aiinfra_study.core.question import Question
from aiinfra_study.core.slips import MAX_SLIPS

from ..reading import bank, checked, question, read, refused

WEIGHTS = """
id: weights
ask: A model has {params} billion parameters at {bits} bits. How much memory do they need?
given:
  params: {choose: [7, 13, 34, 70]}
  bits: {choose: [4, 8, 16]}
  need: params * bits / 8
number: need
unit: GB
accept: 2%
slips:
  - {number: params * bits, why: "{params} × {bits} are gigabits.", misconception: bits-are-bytes}
because: "{params} × {bits} ÷ 8 = {need} GB, {other} stays."
"""


def weights() -> Question:
    return checked(bank(WEIGHTS.replace(", {other} stays", ""))).questions[0]


def body_of(lines: str) -> Kind:
    body = question(lines).body
    assert isinstance(body, Kind)
    return body


@pytest.mark.parametrize(
    ("lines", "right", "wrong"),
    [
        ("number: 100", ["100", "1e2", "100.0", "200/2", "+100"], ["100.01", "99.99", "-100", "0"]),
        ("number: 100\naccept: exact", ["100"], ["100.01"]),
        ("number: 100\naccept: 2%", ["100", "98", "102", "98.5"], ["97.99", "102.01"]),
        ("number: -100\naccept: 2%", ["-98", "-102"], ["-97.9", "-102.1", "100"]),
        ("number: 100\naccept: 50%", ["50", "150"], ["49", "151", "199"]),
        ("number: 3\naccept: ±0.1", ["2.9", "3.1", "3"], ["2.89", "3.11"]),
        ("number: 3\naccept: +-0.1", ["2.9", "3.1"], ["2.89", "3.11"]),
        ("number: 0\naccept: ±1", ["-1", "1", "0.5"], ["1.01"]),
        ("number: 5\naccept: [4, 7]", ["4", "7", "5.5"], ["3.99", "7.01"]),
        ("number: 300\nunit: GB\naccept: [300, 400]", ["0.3 TB", "0.4 TB", "350"], ["0.29 TB"]),
        ("number: 1/3\naccept: 1%", ["0.333", "1/3", "33.3%"], ["0.32", "33.3"]),
    ],
)
def test_accept_says_which_numbers_are_right(lines: str, right: list[str], wrong: list[str]) -> None:
    body = body_of(lines)
    assert [said for said in right if not body.grade(said).correct] == []
    assert [said for said in wrong if body.grade(said).credit] == []


@given(
    st.integers(1, 10**6),
    st.sampled_from([1, -1]),
    st.integers(1, 100),
    st.integers(-30, 30).filter(lambda n: abs(n) != 10),
)
def test_a_share_is_a_share_of_the_key(size: int, sign: int, percent: int, tenths: int) -> None:
    """`tenths` of the allowed distance away from the key, on either side of it and of zero."""
    want = float(sign * size)
    got = want * (1 + percent / 100 * tenths / 10)
    assert Accept(share=percent / 100).takes(got, want) == (abs(tenths) < 10)


@pytest.mark.parametrize("said", ["350", "350 GB", "350GB", "0.35 TB", "2800 Gb", "325.963 GiB", "350,000 MB"])
def test_any_unit_of_the_same_quantity_will_do_and_none_means_that_of_the_question(said: str) -> None:
    assert body_of("number: 350\nunit: GB\naccept: 0.1%").grade(said).correct


@pytest.mark.parametrize(
    ("unit", "number", "right"),
    [
        ("$/h", "2.5", ["$2.50/h", "2.5", "2.5 $/h", "$60/day"]),
        ("%", "85", ["85", "85 %", "0.85x"]),
        ("ms", "250", ["250 ms", "0.25 s", "1/4 s"]),
        ("Gbit/s", "400", ["400 Gbps", "50 GB/s", "400"]),
        ("TFLOPS", "989", ["989", "989 TFLOP/s", "0.989 PFLOPS"]),
        ("pods", "12", ["12", "12 pods", "12 Pod"]),
        ("tokens/s", "40", ["40", "40 tokens/s", "40 token/s"]),
    ],
)
def test_units_of_money_time_speed_and_things(unit: str, number: str, right: list[str]) -> None:
    body = body_of(f"number: {number}\nunit: '{unit}'")
    assert [said for said in right if not body.grade(said).correct] == []


def test_a_calculation_is_graded_by_its_value_and_kept_as_typed() -> None:
    posed = question("number: 33\nunit: GB").posed(1)
    entry = posed.interaction
    assert isinstance(entry, TextEntry)
    assert entry.value is not None
    for said in ("(80-14)/2", "(80-14)/2 GB", "66*8/2 Gbit"):
        assert entry.unreadable(said) == ""
        assert posed.body.grade(said).correct
        assert posed.body.record(said) == said
    typed = ("(80-14)/2", "(80-14)*500 MB", "33", "66/2", "33 GB", "2*", "2*3 s", "9000 MB", "33 s")
    shown = {said: entry.value(said) for said in typed}
    assert shown == {
        "(80-14)/2": "= 33 GB",
        "(80-14)*500 MB": "= 33000 MB = 33 GB",
        "33": "",
        "66/2": "",
        "33 GB": "",
        "2*": "",
        "2*3 s": "= 6 s",
        "9000 MB": "= 9 GB",
        "33 s": "",
    }
    assert "is not a calculation" in entry.unreadable("2*")


def test_another_quantity_is_wrong_in_words() -> None:
    grade = body_of("number: 350\nunit: GB").grade("350 s")
    assert (grade.credit, grade.slips) == (0, 1)
    assert grade.remarks[0].why == "s is another kind of quantity; a number of GB is wanted."
    assert "bare number" in body_of("number: 350").grade("350 GB").remarks[0].why


@pytest.mark.parametrize(
    ("lines", "said", "fault"),
    [
        ("number: 350\nunit: GB", "abc", '"abc" is not a number.'),
        ("number: 350\nunit: GB", "1,5", "use a point for decimals"),
        ("number: 350\nunit: GB", "5 gb", "could be GB (bytes) or Gbit (bits)"),
        ("number: 350\nunit: GB", "5 bananas", 'The unit "bananas" is not known; write it in GB.'),
        ("number: 350", "5 bananas", "write a bare number"),
        (
            "number: 66\nunit: GB",
            "80 GB - 14 GB",
            '"80 GB - 14 GB" has a unit inside; it stands once, at the end: (80-14)/2 GB.',
        ),
        ("number: 66\nunit: GB", "2 GB*33", "has a unit inside"),
        ("number: 66\nunit: GB", "(80 GB + 52)/2", "has a unit inside"),
        ("number: 66\nunit: GB", "1e-3 + ", "is not a calculation"),
        ("number: 3\nunit: s/token", "3 s/tok", "write it in s/token"),
        ("number: 350\nunit: GB", "350 GB", ""),
        ("number: 350\nunit: GB", "350 s", ""),
        ("number: 12\nunit: pods", "12 pods", ""),
    ],
)
def test_a_line_that_cannot_be_read_is_explained_and_not_graded(lines: str, said: str, fault: str) -> None:
    entry = question(lines).posed(1).interaction
    assert isinstance(entry, TextEntry)
    assert fault in entry.unreadable(said)
    assert bool(fault) == bool(entry.unreadable(said))


@pytest.mark.parametrize(
    ("said", "why"),
    [
        ("2800", "You forgot to divide by 8."),
        ("2850", "You forgot to divide by 8."),  # within the same tolerance
        ("350 GiB", "1 GiB is 1.074 GB"),
        ("43.75", "bits against bytes"),
        ("350 TB", "prefix"),
        ("123", ""),
    ],
)
def test_a_wrong_number_that_was_foreseen_gets_its_own_reason(said: str, why: str) -> None:
    slips = "slips: [{number: 350 * 8, why: You forgot to divide by 8.}]"
    grade = body_of(f"number: 350\nunit: GB\naccept: 2%\n{slips}").grade(said)
    assert (grade.credit, grade.slips) == (0, 1)
    assert why in "".join(remark.why for remark in grade.remarks)
    assert bool(why) == bool(grade.remarks)


def test_a_slip_is_explained_beside_a_range_too() -> None:
    body = body_of("number: 5\naccept: [4, 7]\nslips: [{number: 9, why: One too many., misconception: off-by-one}]")
    assert body.grade("9").remarks == (("9", "One too many.", False, "off-by-one"),)


def test_the_numbers_of_a_draw_fit_each_other() -> None:
    seen = set()
    for seed in range(60):
        posed = weights().posed(seed)
        assert isinstance(posed.body, Kind)
        params, bits = posed.body.names["params"], posed.body.names["bits"]
        need = params * bits / 8
        assert posed.ask.startswith(f"A model has {params} billion parameters at {bits} bits.")
        assert posed.because == f"{params} × {bits} ÷ 8 = {need:g} GB."
        assert posed.body.key_lines == (f"{need:g} GB",)
        assert posed.body.grade(f"{need:g}").correct
        assert posed.body.grade(str(params * bits)).remarks[0].why == f"{params} × {bits} are gigabits."
        seen.add((params, bits))
    assert seen == set(product([7, 13, 34, 70], [4, 8, 16]))


def test_a_draw_without_a_value_is_drawn_again_and_the_others_stay() -> None:
    spread = "{range: [1, 1000]}"
    asked = question(f"given: {{a: {spread}, b: {spread}, c: 100 / (a - b)}}\nnumber: c")
    again = 0
    for seed in range(3000):
        body, dice = asked.posed(seed).body, Dice(seed, asked.address)
        assert isinstance(body, Kind)
        a, b = body.names["a"], body.names["b"]
        assert body.key == pytest.approx(100 / (a - b))
        first = [dice.choice(range(1, 1001)) for _ in "ab"]
        again += first != [a, b]
        assert first == [a, b] or first[0] == first[1]
    assert again == 2


def test_every_draw_is_checked_while_reading_or_200_of_them() -> None:
    body = weights().body
    assert isinstance(body, Kind)
    assert sorted((names["params"], names["bits"]) for names in body.draws()) == sorted(
        product([7, 13, 34, 70], [4, 8, 16])
    )
    many = body_of("given: {a: {range: [1, 900]}, b: {range: [0, 1, 0.25]}}\nnumber: a * b")
    drawn = list(many.draws())
    assert len(drawn) == 200
    assert drawn == list(many.draws())
    assert {names["b"] for names in drawn} == {0, 0.25, 0.5, 0.75, 1}


@pytest.mark.parametrize(
    ("spread", "values"),
    [
        ("{range: [1, 4]}", {1, 2, 3, 4}),
        ("{range: [0, 1, 0.1]}", {i / 10 for i in range(11)}),
        ("{range: [5, 5]}", {5}),
        ("{range: [1, 8, 3]}", {1, 4, 7}),
        ("{choose: [1e3, 3/4, 0.5]}", {1000, 0.75, 0.5}),
    ],
)
def test_a_name_is_drawn_from_its_numbers(spread: str, values: set[float]) -> None:
    drawn = sorted({names["a"] for names in body_of(f"given: {{a: {spread}}}\nnumber: a").draws()})
    assert drawn == pytest.approx(sorted(values))


def test_braces_around_anything_else_stay() -> None:
    posed = checked(bank("id: q\nask: A set {1, 2} of {}.\ngiven: {a: {choose: [2]}}\nnumber: a")).questions[0].posed(1)
    assert posed.ask == "A set {1, 2} of {}."


def test_the_record_is_what_was_typed() -> None:
    assert body_of("number: 350\nunit: GB").record("0.35 TB") == "0.35 TB"


@pytest.mark.parametrize(
    ("number", "unit", "shown"),
    [(2.5, "$/h", "$2.5/h"), (85, "%", "85 %"), (350, "GB", "350 GB"), (3, "", "3"), (9, "€", "€9")],
)
def test_a_key_is_shown_with_its_unit_as_people_write_it(number: float, unit: str, shown: str) -> None:
    assert with_unit(number, unit) == shown


@pytest.mark.parametrize(
    "lines",
    [
        "id: q\nask: x\nnumber: ⟦S202⟧''",
        "id: q\nask: x\nnumber: ⟦N501⟧3 pods",
        "id: q\nask: x\nnumber: ⟦N501⟧later",
        "id: q\nask: x\nnumber: ⟦N501⟧().real",
        "id: q\nask: x\nnumber: ⟦N502⟧1 / 0",
        "id: q\nask: x\nnumber: ⟦N502⟧10 ** 40",
        "id: q\nask: x\nnumber: ⟦N502⟧sqrt(-1)",
        "id: q\nask: x\nnumber: 1\nunit: ⟦N504⟧gb",
        "id: q\nask: x\nnumber: 1\nunit: ⟦N504⟧5",
        "id: q\nask: x\nnumber: 1\naccept: ⟦S203⟧0.5",
        "id: q\nask: x\nnumber: 1\naccept: ⟦S203⟧about",
        "id: q\nask: x\nnumber: 1\naccept: ⟦S203⟧two%",
        "id: q\nask: x\nnumber: 1\naccept: ⟦S203⟧-2%",
        "id: q\nask: x\nnumber: 1\naccept: ⟦S203⟧±5 GB",
        "id: q\nask: x\nnumber: 1\naccept: ⟦S203⟧[2, 0]",
        "id: q\nask: x\nnumber: 1\naccept: ⟦S203⟧[0, 1, 2]",
        "id: q\nask: x\nnumber: 1\naccept: ⟦S203⟧{low: 0}",
        "id: q\nask: x\nnumber: 9\naccept: ⟦N502⟧[1, 2]",
        "id: q\nask: x\nnumber: a\ngiven: ⟦S203⟧[a]",
        "id: q\nask: x\nnumber: 1\ngiven: {A: ⟦N501⟧{choose: [1]}}",
        "id: q\nask: x\nnumber: a\ngiven: {a: ⟦N501⟧{choose: []}}",
        "id: q\nask: x\nnumber: a\ngiven: {a: ⟦N501⟧{choose: [[1]]}}",
        "id: q\nask: x\nnumber: a\ngiven: {a: ⟦N501⟧{choose: [1 GB]}}",
        "id: q\nask: x\nnumber: a\ngiven: {a: ⟦N501⟧{choose: [" + "1, " * (MAX_CHOICES + 1) + "]}}",
        "id: q\nask: x\nnumber: a\ngiven: {a: ⟦N501⟧{choose: [x]}}",
        "id: q\nask: x\nnumber: a\ngiven: {a: ⟦N501⟧{pick: [1]}}",
        "id: q\nask: x\nnumber: a\ngiven: {a: ⟦N501⟧[1, 2]}",
        "id: q\nask: x\nnumber: a\ngiven: {a: ⟦N501⟧{range: [2, 1]}}",
        "id: q\nask: x\nnumber: a\ngiven: {a: ⟦N501⟧{range: [1, 2, 0]}}",
        "id: q\nask: x\nnumber: a\ngiven: {a: ⟦N501⟧{range: [1, 1e6]}}",
        "id: q\nask: x\nnumber: a\ngiven: {a: ⟦N501⟧{range: [0, 1e300, 1e-300]}}",
        "id: q\nask: x\nnumber: ⟦N501⟧1\ngiven: {b: a + 1, a: {choose: [1]}}",
        "id: q\nask: x\nnumber: ⟦N502⟧1 / a\ngiven: {a: {choose: [1, 0]}}",
        "id: q\nask: ⟦N501⟧how many {pods}?\nnumber: a\ngiven: {a: {choose: [1]}}",
        "id: q\nask: x\nnumber: 1\nslips: ⟦S203⟧2",
        "id: q\nask: x\nnumber: 1\nslips: [⟦S202⟧{number: 2}]",
        "id: q\nask: x\nnumber: 1\nslips: [{number: 2, why: x, ⟦S201⟧wy: y}]",
        "id: q\nask: x\nnumber: 1\nslips: ⟦N501⟧[{number: b, why: x}]",
        "id: q\nask: x\nnumber: 1\nslips: [⟦S203⟧text]",
        "id: q\nask: x\nnumber: 1\nslips: ⟦S203⟧[" + "{number: 2, why: x}, " * (MAX_SLIPS + 1) + "]",
        "id: q\nask: x\nnumber: 1\ngiven: ⟦N501⟧{" + "".join(f"a{n}: 1, " for n in range(MAX_NAMES + 1)) + "}",
        "id: q\nask: x\nnumber: 2\nslips: ⟦N502⟧[{number: 1 + 1, why: x}]",
        "id: q\nask: x\nnumber: 100\naccept: 5%\nslips: ⟦N502⟧[{number: 104, why: x}]",
        "id: q\nask: x\nnumber: 5\naccept: [4, 7]\nslips: ⟦N502⟧[{number: 6, why: x}]",
        "id: q\nask: x\nnumber: a * 2\ngiven: {a: {choose: [1, 2, 3]}}\nslips: ⟦N502⟧[{number: a ** 2, why: x}]",
    ],
)
def test_what_cannot_be_asked_is_left_out_with_its_place(lines: str) -> None:
    refused(lines)


def test_so_many_slips_and_names_there_may_be() -> None:
    slips = "".join(f"{{number: {n + 2}, why: x}}, " for n in range(MAX_SLIPS))
    names = "".join(f"a{n}: {n}, " for n in range(MAX_NAMES))
    assert len(body_of(f"number: 1\nslips: [{slips}]").slips) == MAX_SLIPS
    assert read(bank(f"id: q\nask: x\nnumber: a{MAX_NAMES - 1}\ngiven: {{{names}}}")).questions


@pytest.mark.parametrize("said", ["2800", "351 s", "99"])
def test_a_wrong_number_is_never_nearly_right(said: str) -> None:
    grade = body_of("number: 350\nunit: GB\nslips: [{number: 2800, why: In bits.}]").grade(said)
    assert (grade.credit, grade.slips, grade.near) == (0, 1, False)


def test_slips_are_listed_with_their_numbers_and_steps() -> None:
    body = body_of("number: 350\nunit: GB\nslips: [{number: 350 * 8, why: In bits.}, {number: 35, why: A digit.}]")
    assert body.slip_lines == ("2800 GB: In bits.", "35 GB: A digit.")


def drawn_bank(count: int) -> str:
    """Questions with far more draws than are checked, of which only the last ones have none."""
    given = "given: {a: {range: [1, 999]}, b: {range: [1, 999]}}"
    return bank(*(f"id: q-{i}\nask: x\n{given}\nnumber: a * b + {i}" for i in range(count)))


def test_questions_beyond_what_is_computed_of_a_file_have_a_few_draws_checked() -> None:
    (found, few) = (read(drawn_bank(count)) for count in (2, 1000))
    alone = found.source.computed / 2
    assert alone > 200
    assert len(few.questions) == 1000
    assert MAX_COMPUTED < few.source.computed < MAX_COMPUTED + 1000 * alone * FEW_DRAWS / MAX_DRAWS + alone


def test_there_is_an_end_to_the_numbers_of_a_file(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("aiinfra_study.core.given.MAX_DRAWN", 2 * 999)
    assert not read(drawn_bank(1)).problems
    monkeypatch.setattr("aiinfra_study.core.given.MAX_DRAWN", 2 * 999 - 1)
    (problem,) = read(drawn_bank(1)).problems
    assert (problem.rule, problem.message) == ("N501", "more than 1,997 numbers to draw from in this file")


@pytest.mark.parametrize(
    ("listed", "last"),
    [("[1, 10]", 10), ("[0, 10, 3]", 9), ("[-4, -1, 2]", -2), ("[0.5, 2]", 1.5), ("[1, 2, 0.25]", 2)],
)
def test_a_range_ends_at_its_last_step(listed: str, last: float) -> None:
    body = body_of(f"number: a\ngiven: {{a: {{range: {listed}}}}}")
    assert body.given[0].choices[-1] == last


def test_a_slip_that_is_none_hides_no_other_mistake() -> None:
    refused("id: q\nask: x\nnumber: 1\nslips:\n- ⟦S203⟧one\n- number: 2\n  ⟦S201⟧wy: y\n  why: x")


def test_a_share_in_the_place_of_per_cent_is_told_as_such() -> None:
    grade = body_of('number: 36.1\nunit: "%"\naccept: 2%').grade("0.361")
    assert (grade.credit, grade.remarks[0].why) == (0, "That is the share of one; × 100 gives per cent.")
    assert not body_of('number: 36.1\nunit: "%"\naccept: 2%').grade("0.2").remarks


def test_a_name_in_braces_that_is_not_given_is_reported_in_a_slip_too() -> None:
    refused(
        "id: q\nask: How many {things}?\ngiven: {things: {choose: [2, 3]}}\nnumber: things\n"
        'slips: ⟦N501⟧[{number: things + 1, why: "{thing} and one."}]'
    )
