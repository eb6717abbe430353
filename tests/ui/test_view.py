"""The window on a text longer than the screen: nothing can be passed by unseen."""

from hypothesis import given, settings
from hypothesis import strategies as st

from aiinfra_study.ui.layout import Line, plain
from aiinfra_study.ui.view import View

counts, rooms = st.integers(0, 60), st.integers(1, 30)
focuses = st.tuples(st.integers(0, 59), st.integers(0, 12))


def numbered(count: int) -> list[Line]:
    return [[(f"line {number}", "")] for number in range(count)]


@settings(deadline=None)
@given(counts, rooms, st.lists(focuses, max_size=6))
def test_the_window_is_full_and_says_what_is_above_and_below(
    count: int, room: int, moves: list[tuple[int, int]]
) -> None:
    view = View()
    for start, size in moves:
        if start + size <= count:
            view.keep(range(start, start + size), count, room)
    shown = [plain(line) for line in view.shown(numbered(count), room)]
    seen = view.seen(count, room)
    assert len(shown) == min(count, room)
    assert [line for line in shown if line.startswith("line")] == [f"line {number}" for number in seen]
    if room >= 3 and count > room:
        assert (shown[0] == f"↑ {seen.start} more lines (PgUp)") == (seen.start > 0)
        assert (shown[-1] == f"↓ {count - seen.stop} more lines (PgDn)") == (seen.stop < count)


@settings(deadline=None)
@given(counts, rooms, st.lists(focuses, min_size=1, max_size=6))
def test_what_is_to_be_kept_is_in_view_or_begins_it(count: int, room: int, moves: list[tuple[int, int]]) -> None:
    view = View()
    for start, size in moves:
        focus = range(start, start + size)
        if focus.stop > count:
            continue
        view.keep(focus, count, room)
        seen = view.seen(count, room)
        if len(focus) <= (room - 2 if room >= 3 else room):
            assert set(focus) <= set(seen)
        else:
            assert focus.start in seen


@settings(deadline=None)
@given(counts, rooms)
def test_a_view_that_moves_only_when_needed_stays_where_it_is(count: int, room: int) -> None:
    view = View()
    for line in view.seen(count, room):
        view.keep(range(line, line + 1), count, room)
        assert view.top == 0


@settings(deadline=None)
@given(counts, rooms)
def test_turning_pages_shows_every_line_forward_and_back(count: int, room: int) -> None:
    view = View()
    forward = [*view.seen(count, room)]
    while view.turn(1, count, room):
        forward += view.seen(count, room)
    back = [*view.seen(count, room)]
    while view.turn(-1, count, room):
        back += view.seen(count, room)
    assert set(forward) == set(back) == set(range(count))


@settings(deadline=None)
@given(st.integers(10, 60), st.integers(3, 9), focuses)
def test_it_reaches_only_what_leaves_no_unseen_line_between(count: int, room: int, focus: tuple[int, int]) -> None:
    view = View()
    target = range(focus[0], min(focus[0] + focus[1], count))
    if focus[0] < count and view.reaches(target, 1, count, room):
        before = view.seen(count, room)
        view.keep(target, count, room)
        assert view.seen(count, room).start <= before.stop


def test_a_smaller_text_or_a_larger_screen_brings_the_beginning_back() -> None:
    view = View()
    view.keep(range(50, 51), 60, 10)
    assert view.seen(12, 10) == range(3, 12)
    assert view.seen(60, 70) == range(60)
