"""multiple: two or more of several options are right; net credit, never below zero."""

import pytest

from aiinfra_study.core.interaction import Choice

from ..reading import bank, question, read, refused

PIN = "right: [a node selector, a taint]\nwrong: [a budget, an autoscaler]"


@pytest.mark.parametrize(
    ("ticked", "credit", "slips"),
    [
        ((0, 1), 1, 0),
        ((1, 0), 1, 0),
        ((0,), 0.5, 1),
        ((1,), 0.5, 1),
        ((2,), 0, 3),
        ((0, 2), 0, 2),
        ((0, 1, 2), 0.5, 1),
        ((0, 2, 3), 0, 3),
        ((2, 3), 0, 4),
        ((), 0, 2),
        ((0, 1, 2, 3), 0, 2),  # tick everything
    ],
)
def test_right_ticks_less_wrong_ticks_of_the_keys(ticked: tuple[int, ...], credit: float, slips: int) -> None:
    grade = question(PIN).body.grade(ticked)
    assert (grade.credit, grade.slips) == (credit, slips)


@pytest.mark.parametrize(("ticked", "credit"), [((0, 1), 1), ((0,), 0), ((0, 1, 2), 0), ((), 0)])
def test_partial_all_gives_all_or_nothing(ticked: tuple[int, ...], credit: float) -> None:
    assert question(PIN + "\npartial: all").body.grade(ticked).credit == credit


def test_a_blind_guesser_earns_a_fifth() -> None:
    """The mean over all 15 non-empty sets of ticks, two right of four: the figure that chose this rule."""
    body = question(PIN).body
    sets = [tuple(place for place in range(4) if mask >> place & 1) for mask in range(1, 16)]
    assert sum(body.grade(ticked).credit for ticked in sets) / 15 == pytest.approx(0.2)
    assert body.chance == pytest.approx(0.2)
    assert question(PIN + "\npartial: all").body.chance == pytest.approx(1 / 15)


def test_every_ticked_option_is_spoken_of() -> None:
    remarks = question(PIN).body.grade((3, 0)).remarks
    assert [(remark.about, remark.right) for remark in remarks] == [("a node selector", True), ("an autoscaler", False)]


def test_the_record_and_the_key_are_lists_of_texts() -> None:
    body = question(PIN).body
    assert body.record((2, 0)) == ["a node selector", "a budget"]
    assert body.key_lines == ("a node selector", "a taint")
    assert body.kind == "multiple"


@pytest.mark.parametrize("places", ["[1, 3]", "[3, 1]"])
def test_keep_order_fixes_the_places_of_all_keys(places: str) -> None:
    choice = question(f"{PIN}\nkeep_order: {places}").posed(1).interaction
    shown = [choice.options[place] for place in choice.order]  # type: ignore[union-attr]
    assert shown == ["a node selector", "a budget", "a taint", "an autoscaler"]


@pytest.mark.parametrize(
    "lines",
    [
        "id: q\nask: x\nright: [a, ⟦S209⟧a]\nwrong: [b]",
        "id: q\nask: x\nright: [a, b]\nwrong: [⟦S209⟧a]",
        "id: q\nask: x\nright: [a, ⟦S203⟧[b]]\nwrong: [c]",
        "⟦S202⟧id: q\nask: x\nright: [a, b]",
        "id: q\nask: x\nright: [a, b]\nwrong: [c]\npartial: ⟦S203⟧half",
        "id: q\nask: x\nright: [a, b]\nwrong: [c]\nkeep_order: ⟦S203⟧1",
        "id: q\nask: x\nright: [a, b]\nwrong: [c]\nkeep_order: ⟦S203⟧[1, 1]",
        "id: q\nask: x\nright: [a, b]\nwrong: [c]\nkeep_order: ⟦S203⟧[1, 4]",
    ],
)
def test_what_cannot_be_asked_is_left_out_with_its_place(lines: str) -> None:
    refused(lines)


def test_a_place_for_each_key_is_shown_where_they_are_not_named() -> None:
    (problem,) = read(bank(f"id: q\nask: x\n{PIN}\nkeep_order: 1")).problems
    assert problem.help == "write keep_order: [1, 2]"


@pytest.mark.parametrize(
    ("stem", "wanted"),
    [
        ("Which two of these hold?", 2),
        ("Select the two that hold.", 2),
        ("What holds? (choose 2)", 2),
        ("Which three of these hold?", 0),  # not as many as there are keys: then it means something else
        ("Which of these hold for two nodes?", 0),
        ("Which hold?", 0),
    ],
)
def test_a_stem_that_asks_for_so_many_is_known(stem: str, wanted: int) -> None:
    (found,) = read(bank(f"id: q\nask: {stem}\n{PIN}")).questions
    interaction = found.posed(1).interaction
    assert isinstance(interaction, Choice)
    assert interaction.wanted == wanted
