"""The pager: every key, every size, and the place kept through all of it."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from aiinfra_study.core.reading import read_reading
from aiinfra_study.ui.highlight import uncoloured
from aiinfra_study.ui.layout import line_width, plain
from aiinfra_study.ui.pager import Left, Pager
from aiinfra_study.ui.reading import Manner, Page, lay_out, source_lines

PARTS = 8
TEXT = "# Title\n\nBefore.\n\n" + "".join(
    f"## Part {number} {{#p{number}}}\n\n" + f"{' '.join(f'w{number}x{word}' for word in range(60))}\n\n" * 2
    for number in range(PARTS)
)
LONG_CODE = "# A\n\n```\n" + "0123456789" * 12 + "\n\tx\n```\n"


def relaid(text: str = TEXT) -> Pager:
    reading = read_reading("f", text)
    manner = Manner(False, lambda source, _: source_lines(source), uncoloured)

    def page(width: int) -> Page:
        return lay_out(reading, width, manner)

    return Pager(page)


def opened(width: int = 80, height: int = 10, text: str = TEXT) -> Pager:
    pager = relaid(text)
    pager.fit(width, height)
    return pager


def press(pager: Pager, *keys: str) -> Pager:
    for key in keys:
        assert not pager.press(key), key
    return pager


def rows(pager: Pager) -> list[str]:
    return [plain(row) for row in pager.shown()]


def foot(pager: Pager) -> str:
    return rows(pager)[-1]


@pytest.mark.parametrize(
    ("keys", "top"),
    [
        ([" "], 7),
        (["f", "pagedown"], 14),
        (["right", "left"], 0),
        ([" ", "b"], 0),
        ([" ", "pageup", "pageup"], 0),
        (["j", "down", "enter"], 3),
        (["j", "j", "k", "up", "up"], 0),
        (["G", "g"], 0),
        (["end", "home"], 0),
        (["x", "resize", "unknown"], 0),
    ],
)
def test_keys_move_by_lines_and_screens(keys: list[str], top: int) -> None:
    assert press(opened(), *keys).top == top


def test_keys_go_from_heading_to_heading() -> None:
    pager = press(opened(), "n")
    assert (pager.anchor, rows(pager)[0]) == ("p0", "Part 0")
    assert press(pager, "n", "tab").anchor == "p2"
    assert press(pager, "j", "p").anchor == "p2"
    assert press(pager, "p").anchor == "p1"
    assert press(pager, "backtab", "p", "p").top == 0


@pytest.mark.parametrize("key", ["q", "escape"])
def test_it_can_be_left_anywhere(key: str) -> None:
    pager = press(opened(), "n", "n")
    assert pager.press(key)
    assert pager.left == Left("p1", False)


def test_enter_goes_on_and_leaves_at_the_end() -> None:
    pager = press(opened(), "enter", "G")
    assert pager.at_end
    assert "Enter or q leaves" in foot(pager)
    assert pager.press("enter")
    assert pager.left == Left("", True)


def test_the_end_once_seen_stays_seen() -> None:
    assert press(opened(), "G", "g").left == Left("", True)


def test_a_page_shorter_than_the_screen_is_seen_at_once() -> None:
    pager = opened(text="# A\n\nb")
    assert pager.left == Left("", True)
    assert len(rows(pager)) == 10
    assert foot(pager).startswith("End")


def test_a_page_without_headings_or_without_anything_can_be_read() -> None:
    assert opened(text="").left == Left("", True)
    pager = opened(text="word " * 600)
    assert press(pager, "n", "p", " ").left == Left("", False)


def test_opening_at_a_heading_does_not_count_what_lies_before_the_resize_as_read() -> None:
    pager = opened()
    pager.open_at("p3")
    assert (rows(pager)[0], pager.left) == ("Part 3", Left("p3", False))
    pager.open_at("gone")
    assert pager.top == 0


# searching


def test_a_search_finds_the_next_and_begins_again_after_the_end() -> None:
    pager = press(opened(), "/", *"Part", "backspace", "t", "enter")
    assert rows(pager)[0] == "Part 0"
    assert pager.shown()[0] == [("Part 0", "chosen")]
    assert "n next match" in foot(pager)
    assert press(pager, "n", "n").anchor == "p2"
    for _ in range(PARTS - 2):
        press(pager, "n")
    assert pager.anchor == "p0"
    assert press(pager, "/", "enter").anchor == "p1"


def test_a_search_is_blind_to_case_and_finds_words_over_the_end_of_a_line() -> None:
    pager = opened()
    first = rows(press(pager, "n"))[3].split()[-1]
    second = rows(pager)[4].split()[0]
    press(pager, "g", "/", f"paste:{first.upper()}  {second}\nmore", "enter")
    assert rows(pager)[0].endswith(first)


def test_what_is_not_there_is_said_and_n_is_for_headings_again() -> None:
    pager = press(opened(), "/", *"nowhere", "enter")
    assert foot(pager) == '"nowhere" is not in this reading.'
    assert pager.top == 0
    assert press(pager, "n").anchor == "p0"


@pytest.mark.parametrize("key", ["escape", "clear", "backspace"])
def test_a_search_can_be_called_off(key: str) -> None:
    pager = press(opened(), "/")
    assert foot(pager) == "/_"
    assert press(pager, key, "n").anchor == "p0"
    assert press(opened(), "/", *"q", "down", "enter").left == Left("title", False), "letters are text while typing"


# sizes


@settings(deadline=None, max_examples=60)
@given(
    st.lists(st.tuples(st.integers(8, 130), st.integers(1, 40)), min_size=1, max_size=4),
    st.lists(st.sampled_from([" ", "b", "j", "n", "p", "G", "/", "w", "enter", "backspace", "escape"]), max_size=12),
)
def test_no_row_is_wider_nor_more_than_the_screen(sizes: list[tuple[int, int]], keys: list[str]) -> None:
    pager = relaid(TEXT + LONG_CODE)
    for width, height in sizes:
        pager.fit(width, height)
        for key in keys:
            shown = pager.shown()
            assert len(shown) <= height
            assert all(line_width(row) <= width for row in shown), rows(pager)
            pager.press(key)


@pytest.mark.parametrize("key", ["n", " ", "j"])
def test_a_resize_keeps_the_text_at_the_top_and_many_do_not_drift(key: str) -> None:
    pager = press(opened(), *[key] * 5)
    before = pager.top
    word = next(iter(rows(pager)[0].split()), "")
    for width, height in ((40, 10), (61, 20), (20, 5), (120, 8), (80, 10)):
        pager.fit(width, height)
        assert word in " ".join(rows(pager)[:3]).split() or not word
    assert pager.top == before


def test_every_word_is_seen_at_ten_columns_and_five_rows() -> None:
    pager = opened(10, 5)
    seen = ""
    while not pager.at_end:
        seen += "".join(row.replace("↪ ", "").replace(" ", "") + "\n" for row in rows(pager)[:1])
        press(pager, "j")
    assert "Part7" in seen
    assert "w5x42" in seen.replace("\n", "")


def test_code_too_wide_for_the_screen_goes_on_behind_an_arrow() -> None:
    pager = opened(50, 20, LONG_CODE)
    shown = [row for row in rows(pager) if "0123" in row]
    assert [row[:2] for row in shown] == ["  ", "↪ ", "↪ "]
    assert "".join(row.replace("↪ ", "").strip() for row in shown) == "0123456789" * 12
    assert "        x" in rows(pager)


@pytest.mark.parametrize(("width", "keys"), [(120, "g G begin, end"), (80, "/ find"), (40, "b back"), (10, "%")])
def test_the_foot_says_as_much_as_there_is_room_for(width: int, keys: str) -> None:
    text = foot(opened(width))
    assert keys in text
    assert "q leave" in text or width < 40
