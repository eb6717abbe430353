"""true-false: a claim to accept or reject."""

import pytest

from aiinfra_study.core.interaction import Choice

from ..reading import question, refused

HPA = "claim: The HPA can add nodes.\ntruth: {}"


@pytest.mark.parametrize("truth", [True, False])
@pytest.mark.parametrize("place", [0, 1])
def test_saying_what_holds_earns_all_and_the_other_nothing(truth: bool, place: int) -> None:
    body = question(HPA.format(str(truth).lower())).body
    right = truth == (place == 0)
    assert body.grade((place,)).credit == right
    assert body.grade((place,)).slips == (not right)
    assert body.record((place,)) is (place == 0)
    assert body.key_lines == (str(truth),)


def test_true_always_stands_first() -> None:
    for seed in range(9):
        shown = question(HPA.format("false")).posed(seed).interaction
        assert shown == Choice(("True", "False"), (0, 1), truth=True)


def test_the_claim_needs_no_stem() -> None:
    assert question(HPA.format("true")).ask == ""


@pytest.mark.parametrize(
    "lines",
    [
        "⟦S202⟧id: q\nclaim: x",
        "id: q\nclaim: ⟦S202⟧''\ntruth: true",
        "⟦S202⟧id: q\ntruth: true\nask: x",
        "id: q\nclaim: ⟦S203⟧[x]\ntruth: true",
        "id: q\nclaim: x\ntruth: ⟦S203⟧yes",
        "id: q\nclaim: x\ntruth: ⟦S203⟧[true]",
        "id: q\nclaim: x\ntruth: true\n⟦S201⟧slips: []",
    ],
)
def test_what_cannot_be_asked_is_left_out_with_its_place(lines: str) -> None:
    refused(lines)


@pytest.mark.parametrize("truth", ["true", "false"])
def test_a_blind_guess_is_right_every_second_time(truth: str) -> None:
    assert question(HPA.format(truth)).body.chance == 0.5
