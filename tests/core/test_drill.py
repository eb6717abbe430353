"""One sitting of a review: what is missed comes back until it is right, and everything can be taken back."""

from itertools import pairwise
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from aiinfra_study.core.drill import AGAIN_AFTER, Drill


def asked(drill: Drill, wrong: "set[tuple[str, int]]", most: int = 200) -> list[str]:
    """The whole sitting: `wrong` are the questions and the times they are missed (0: the first)."""
    order: list[str] = []
    while (address := drill.current) is not None and len(order) < most:
        drill.pass_on(again=(address, order.count(address)) in wrong)
        order.append(address)
    return order


def test_all_right_goes_through_once() -> None:
    drill = Drill("abc")
    assert asked(drill, set()) == ["a", "b", "c"]
    assert (drill.current, drill.coming, drill.done) == (None, [], 3)


def test_nothing_planned_is_nothing_asked() -> None:
    drill = Drill([])
    assert drill.current is None
    assert not drill.take_back()


def test_a_miss_comes_back_after_five_others() -> None:
    assert "".join(asked(Drill("abcdefgh"), {("a", 0)})) == "abcdefagh"


def test_a_miss_near_the_end_comes_back_at_the_end() -> None:
    assert "".join(asked(Drill("abcd"), {("c", 0)})) == "abcdc"
    assert "".join(asked(Drill("a"), {("a", 0), ("a", 1)})) == "aaa"


def test_it_comes_back_until_it_is_right_once() -> None:
    assert "".join(asked(Drill("abcdefghijklm"), {("a", 0), ("a", 1)})) == "abcdefaghijkalm"


letters = st.text("abcdefghijkl", max_size=12).map(lambda text: "".join(dict.fromkeys(text)))
misses = st.sets(st.tuples(st.sampled_from("abcdefghijkl"), st.integers(0, 2)), max_size=12)


@given(letters, misses)
def test_between_two_times_lie_five_others_or_all_that_are_left(planned: str, wrong: "set[tuple[str, int]]") -> None:
    order = asked(Drill(planned), wrong)
    for letter in planned:
        places = [place for place, other in enumerate(order) if other == letter]
        missed = 0
        while (letter, missed) in wrong:
            missed += 1
        assert len(places) == missed + 1  # until right once
        for one, other in pairwise(places):
            between = order[one + 1 : other]
            left = set(planned) - set(order[: one + 1]) | set(between)
            assert len(between) >= AGAIN_AFTER or left == set(between)


# contrast


def test_a_contrast_comes_right_after_the_miss_and_not_twice() -> None:
    drill = Drill("abcdefg")
    drill.pass_on(again=True, contrast="x")
    assert "".join(drill.coming) == "xbcdeafg"
    assert drill.planned == [*"abcdefg", "x"]
    drill = Drill("abcdefg")
    drill.pass_on(again=True, contrast="e")
    assert "".join(drill.coming) == "ebcdfag"
    assert drill.planned == [*"abcdefg"]


def test_a_contrast_comes_though_nothing_else_is_left() -> None:
    drill = Drill("a")
    drill.pass_on(again=True, contrast="x")
    assert drill.coming == ["x", "a"]


# taking back


@given(letters, st.lists(st.tuples(st.booleans(), st.sampled_from([None, "x", "y"])), max_size=12))
def test_every_response_can_be_taken_back_down_to_the_first(
    planned: str, given_: list[tuple[bool, str | None]]
) -> None:
    drill = Drill(planned)
    before: list[Any] = []
    for again, contrast in given_:
        if drill.current is None:
            break
        before.append((list(drill.coming), list(drill.planned), drill.done))
        drill.pass_on(again=again, contrast=contrast if drill.current != contrast else None)
    while before:
        assert drill.take_back()
        assert (drill.coming, drill.planned, drill.done) == before.pop()
    assert not drill.take_back()
    assert drill.coming == [*planned]


def test_after_taking_back_it_goes_on_as_if_it_had_not_been() -> None:
    drill, other = Drill("abcdefgh"), Drill("abcdefgh")
    for again in (True, False, True):
        drill.pass_on(again=again)
    for _ in range(3):
        drill.take_back()
    assert asked(drill, {("b", 0)}) == asked(other, {("b", 0)})


# what is gone


def test_a_question_that_is_gone_is_dropped_and_counts_nothing() -> None:
    drill = Drill("abc")
    drill.pass_on(again=False)
    drill.drop()
    assert (drill.current, drill.done, drill.planned) == ("c", 1, ["a", "c"])
    assert drill.take_back()
    assert drill.current == "a"
