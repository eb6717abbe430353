"""cloze: credit is the share of gaps filled right."""

import pytest

from aiinfra_study.core.interaction import Blanks

from ..reading import question, refused

MIG = "blanks: Hardware slices come with [[MIG|multi-instance GPU]], turns in time with [[time-slicing]]."


@pytest.mark.parametrize(
    ("said", "credit", "slips", "near"),
    [
        (("MIG", "time-slicing"), 1, 0, False),
        (("multi-instance gpu", " Time-Slicing "), 1, 0, False),
        (("mig", "time-slising"), 0.75, 1, True),
        (("MPS", "time-slicing"), 0.5, 1, False),
        (("time-slicing", "MIG"), 0, 2, False),
        (("MPS", "time-slising"), 0.25, 2, False),
        (("", ""), 0, 2, False),
    ],
)
def test_each_right_gap_earns_its_share_and_a_near_one_half(
    said: tuple[str, ...], credit: float, slips: int, near: bool
) -> None:
    grade = question(MIG).body.grade(said)
    assert (grade.credit, grade.slips, grade.near) == (credit, slips, near)


def test_each_gap_that_is_not_right_is_spoken_of() -> None:
    remarks = question(MIG).body.grade(("", "time-slising")).remarks
    assert [(remark.about, remark.why) for remark in remarks] == [
        ("(empty)", 'gap 1 is "MIG".'),
        ("time-slising", 'check the spelling: "time-slicing".'),
    ]


def test_the_gaps_part_the_text_and_need_no_stem() -> None:
    posed = question(MIG).posed(1)
    assert posed.interaction == Blanks(("Hardware slices come with ", ", turns in time with ", "."))
    assert posed.ask == ""


def test_the_record_is_what_was_typed_and_the_key_the_first_text_of_each_gap() -> None:
    body = question(MIG).body
    assert body.record(("mig", " x ")) == ["mig", " x "]
    assert body.key_lines == ("MIG", "time-slicing")


def test_brackets_of_another_kind_are_text() -> None:
    posed = question("blanks: 'A list [a] and {b} need [[commas]].'").posed(1)
    assert posed.interaction == Blanks(("A list [a] and {b} need ", "."))


@pytest.mark.parametrize(
    "lines",
    [
        "id: q\nblanks: ⟦S202⟧no gap at all",
        "id: q\nblanks: ⟦S202⟧an [[ ]] empty one",
        "id: q\nblanks: ⟦S202⟧an [[]] empty one and [[another]]",
        "id: q\nblanks: ⟦S202⟧only a bar [[|]]",
        "id: q\nblanks: ⟦S202⟧''",
        "id: q\nblanks: ⟦S203⟧[a]",
        "id: q\nblanks: ⟦S203⟧'" + "[[a]] " * 10 + "'",
    ],
)
def test_what_cannot_be_asked_is_left_out_with_its_place(lines: str) -> None:
    refused(lines)
