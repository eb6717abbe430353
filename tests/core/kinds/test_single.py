"""single: one of several options is right."""

import pytest

from aiinfra_study.core.interaction import Choice

from ..reading import bank, question, read, refused

TAINT = """
    right: {text: Pods that tolerate it, why: A toleration is permission.}
    wrong:
      - {text: Pods that request a GPU, why: A request is matched later., misconception: requests-imply-tolerations}
      - Pods of the control plane
"""


def test_an_option_is_a_text_or_a_text_with_its_reason() -> None:
    options = question(TAINT).body.options  # type: ignore[attr-defined]
    assert [tuple(option) for option in options] == [
        ("Pods that tolerate it", "A toleration is permission.", ""),
        ("Pods that request a GPU", "A request is matched later.", "requests-imply-tolerations"),
        ("Pods of the control plane", "", ""),
    ]


def test_a_list_of_one_right_option_is_a_single_too() -> None:
    assert question("right: [yes]\nwrong: no").kind == "single"


@pytest.mark.parametrize(("place", "credit"), [(0, 1), (1, 0), (2, 0)])
def test_the_key_earns_all_and_a_distractor_nothing(place: int, credit: float) -> None:
    grade = question(TAINT).body.grade((place,))
    assert (grade.credit, grade.slips, grade.correct) == (credit, 1 - credit, credit == 1)


def test_what_is_said_is_about_the_chosen_option() -> None:
    (remark,) = question(TAINT).body.grade((1,)).remarks
    assert remark == ("Pods that request a GPU", "A request is matched later.", False, "requests-imply-tolerations")


def test_the_record_and_the_key_are_texts_of_options() -> None:
    body = question(TAINT).body
    assert body.record((1,)) == "Pods that request a GPU"
    assert body.key_lines == ("Pods that tolerate it",)


@pytest.mark.parametrize("place", [1, 2, 3])
def test_keep_order_puts_the_key_at_its_place_and_the_others_as_written(place: int) -> None:
    fixed = question(f"right: key\nwrong: [first, second]\nkeep_order: {place}")
    for seed in range(9):
        choice = fixed.posed(seed).interaction
        assert isinstance(choice, Choice)
        shown = [choice.options[i] for i in choice.order]
        wanted = ["first", "second"]
        wanted.insert(place - 1, "key")
        assert shown == wanted


@pytest.mark.parametrize(
    "lines",
    [
        "⟦S202⟧id: q\nask: x\nwrong: [a, b]",
        "⟦S202⟧id: q\nask: x\nright: a",
        "⟦S202⟧id: q\nask: x\nright: []\nwrong: [a, b]",
        "id: q\nask: x\nright: a\nwrong: ⟦S203⟧[]",
        "id: q\nask: x\nright: a\nwrong: ⟦S203⟧[b, c, d, e, f, g, h, i, j]",
        "id: q\nask: x\nright: a\nwrong: [b, ⟦S209⟧a]",
        "id: q\nask: x\nright: a\nwrong: [b, ⟦S209⟧b]",
        "id: q\nask: x\nright: two  words\nwrong: [⟦S209⟧two words, c]",
        "id: q\nask: x\nright: a\nwrong: [b, ⟦S202⟧'']",
        "id: q\nask: x\nright: a\nwrong: [b, ⟦S203⟧[c]]",
        "id: q\nask: x\nright: a\nwrong: [{text: b, ⟦S201⟧wy: c}]",
        "id: q\nask: x\nright: a\nwrong: [⟦S202⟧{why: c}]",
        "id: q\nask: x\nright: a\nwrong: [{text: ⟦S203⟧[b]}]",
        "id: q\nask: x\nright: a\nwrong: [{text: b, why: ⟦S203⟧{c: d}}]",
        "id: q\nask: x\nright: a\nwrong: [b, c]\nkeep_order: ⟦S203⟧0",
        "id: q\nask: x\nright: a\nwrong: [b, c]\nkeep_order: ⟦S203⟧4",
        "id: q\nask: x\nright: a\nwrong: [b, c]\nkeep_order: ⟦S203⟧0011",
        "id: q\nask: x\nright: a\nwrong: [b, c]\nkeep_order: ⟦S203⟧[1, 2]",
        "id: q\nask: x\nright: a\nwrong: [b, c]\nkeep_order: ⟦S203⟧true",
    ],
)
def test_what_cannot_be_asked_is_left_out_with_its_place(lines: str) -> None:
    refused(lines)


def test_an_option_with_a_colon_is_one_finding_with_its_cure() -> None:
    refused("id: q\nask: x\nright: a\nwrong:\n  - ⟦S201⟧RDMA: it bypasses\n  - b")


@pytest.mark.parametrize("kept", ["[1, 1]", "[]", "[2, 3]"])
def test_one_right_option_has_one_place(kept: str) -> None:
    refused(f"id: q\nask: x\nright: a\nwrong: [b, c]\nkeep_order: ⟦S203⟧{kept}")


def test_a_single_option_is_counted_as_one() -> None:
    (problem,) = read(bank("id: q\nask: x\nright: a\nwrong: []")).problems
    assert problem.message == "1 option; there must be 2 to 9"


@pytest.mark.parametrize(("wrong", "chance"), [("[a]", 1 / 2), ("[a, b]", 1 / 3), ("[a, b, c, d, e, f, g, h]", 1 / 9)])
def test_a_blind_guess_is_right_once_in_as_many_options(wrong: str, chance: float) -> None:
    assert question(f"right: key\nwrong: {wrong}").body.chance == pytest.approx(chance)
