"""ordering: credit is (longest run of items in the right relative order - 1) / (n - 1)."""

from itertools import combinations, permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aiinfra_study.core.interaction import Arrange

from ..reading import question, refused

DRAIN = "order: [Cordon, Evict, Reboot, Uncordon]"


def longest(order: tuple[int, ...]) -> int:
    """The length of the longest rising subsequence, by trying all."""
    sizes = range(len(order), 0, -1)
    return next(size for size in sizes if any(list(run) == sorted(run) for run in combinations(order, size)))


@pytest.mark.parametrize(
    ("order", "credit", "slips"),
    [
        ((0, 1, 2, 3), 1, 0),
        ((3, 2, 1, 0), 0, 3),
        ((0, 1, 3, 2), 2 / 3, 1),  # neighbours swapped
        ((3, 0, 1, 2), 2 / 3, 1),  # one item misplaced, however far
        ((1, 2, 3, 0), 2 / 3, 1),
        ((1, 0, 3, 2), 1 / 3, 2),
        ((2, 3, 0, 1), 1 / 3, 2),
    ],
)
def test_one_misplaced_item_costs_one_step_wherever_it_went(order: tuple[int, ...], credit: float, slips: int) -> None:
    grade = question(DRAIN).body.grade(order)
    assert grade.credit == pytest.approx(credit)
    assert grade.slips == slips


@pytest.mark.parametrize("n", [2, 3, 4, 5])
def test_every_order_earns_what_its_longest_run_says(n: int) -> None:
    body = question(f"order: {[f'item {i}' for i in range(n)]}").body
    for order in permutations(range(n)):
        assert body.grade(order).credit == pytest.approx((longest(order) - 1) / (n - 1))


def test_the_first_wrong_place_is_named() -> None:
    (remark,) = question(DRAIN).body.grade((0, 2, 1, 3)).remarks
    assert remark == ("Reboot", 'at place 2 comes "Evict".', False, "")


def test_the_record_is_the_order_given_and_the_key_is_numbered() -> None:
    body = question(DRAIN).body
    assert body.record((3, 0, 1, 2)) == ["Uncordon", "Cordon", "Evict", "Reboot"]
    assert body.key_lines == ("1. Cordon", "2. Evict", "3. Reboot", "4. Uncordon")


@given(st.integers(), st.integers(2, 9))
def test_the_items_never_stand_in_their_right_order(seed: int, n: int) -> None:
    """They would answer themselves."""
    shown = question(f"order: {[f'item {i}' for i in range(n)]}").posed(seed).interaction
    assert isinstance(shown, Arrange)
    assert list(shown.order) != sorted(shown.order)


@pytest.mark.parametrize(
    "lines",
    [
        "id: q\nask: x\norder: ⟦S203⟧[a]",
        "id: q\nask: x\norder: ⟦S203⟧a",
        "id: q\nask: x\norder: ⟦S203⟧[a, b, c, d, e, f, g, h, i, j]",
        "id: q\nask: x\norder: ⟦S209⟧[a, b, a]",
        "id: q\nask: x\norder: ⟦S209⟧[a, '']",
        "id: q\nask: x\norder: ⟦S203⟧[a, [b]]",
        "id: q\nask: x\norder: ⟦S203⟧{a: b}",
    ],
)
def test_what_cannot_be_asked_is_left_out_with_its_place(lines: str) -> None:
    refused(lines)
