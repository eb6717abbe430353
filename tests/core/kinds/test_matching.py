"""matching: credit is the share of pairs that are right."""

import pytest

from aiinfra_study.core.interaction import Pair

from ..reading import question, refused

SCALERS = "match: {HPA: replicas, VPA: requests, Cluster Autoscaler: nodes}"


@pytest.mark.parametrize(
    ("chosen", "credit", "slips"),
    [((0, 1, 2), 1, 0), ((1, 0, 2), 1 / 3, 1), ((1, 2, 0), 0, 2), ((0, 0, 0), 1 / 3, 2), ((0, 2, 2), 2 / 3, 1)],
)
def test_each_right_pair_earns_its_share(chosen: tuple[int, ...], credit: float, slips: int) -> None:
    grade = question(SCALERS).body.grade(chosen)
    assert grade.credit == pytest.approx(credit)
    assert grade.slips == slips


def test_each_wrong_pair_is_put_right() -> None:
    remarks = question(SCALERS).body.grade((1, 0, 2)).remarks
    assert [(remark.about, remark.why) for remark in remarks] == [
        ("HPA → requests", 'it goes with "replicas".'),
        ("VPA → replicas", 'it goes with "requests".'),
    ]


def test_the_record_maps_left_to_right_and_the_key_shows_the_pairs() -> None:
    body = question(SCALERS).body
    assert body.record((1, 0, 2)) == {"HPA": "requests", "VPA": "replicas", "Cluster Autoscaler": "nodes"}
    assert body.key_lines == ("HPA → replicas", "VPA → requests", "Cluster Autoscaler → nodes")


def test_both_sides_are_shuffled_apart() -> None:
    """Were both in one order, the pairs would face each other."""
    drawn = [question(SCALERS).posed(seed).interaction for seed in range(30)]
    assert any(isinstance(pair, Pair) and pair.left_order != pair.right_order for pair in drawn)
    assert len({pair.right_order for pair in drawn if isinstance(pair, Pair)}) > 2


@pytest.mark.parametrize(
    "lines",
    [
        "id: q\nask: x\nmatch: ⟦S203⟧{a: b}",
        "id: q\nask: x\nmatch: ⟦S203⟧[a, b]",
        "id: q\nask: x\nmatch: ⟦S203⟧{a: 1, b: 2, c: 3, d: 4, e: 5, f: 6, g: 7, h: 8, i: 9, j: 10}",
        "id: q\nask: x\nmatch: ⟦S209⟧{a: b, c: b}",
        "id: q\nask: x\nmatch: ⟦S209⟧{a: b, ' a': c}",
        "id: q\nask: x\nmatch: ⟦S209⟧{a: b, c: ''}",
        "id: q\nask: x\nmatch: {a: b, ⟦Y102⟧a: c}",
    ],
)
def test_what_cannot_be_asked_is_left_out_with_its_place(lines: str) -> None:
    refused(lines)


def test_a_side_that_is_no_text_is_refused_where_it_stands() -> None:
    refused("id: q\nask: x\nmatch: ⟦S209⟧{a: b, c: ⟦S203⟧[d]}")


def test_a_blind_guesser_finds_one_pair_however_many_there_are() -> None:
    assert question("match: {a: b, c: d}").body.chance == 1 / 2
    assert question(SCALERS).body.chance == pytest.approx(1 / 3)
