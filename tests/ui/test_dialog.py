"""Key by key: what each interaction does with it, and what it says."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from aiinfra_study.core.interaction import Arrange, Blanks, Choice, Pair, TextEntry
from aiinfra_study.ui.arranging import Order, Pairs
from aiinfra_study.ui.ask import Act, Reply, Said
from aiinfra_study.ui.choosing import Pick, Ticks
from aiinfra_study.ui.dialog import Dialog, dialog_for, reply_to
from aiinfra_study.ui.layout import plain
from aiinfra_study.ui.terminal import PASTE
from aiinfra_study.ui.typed import Gaps, Typed

SINGLE = Choice(("a", "b", "c"), (2, 0, 1))
SEVERAL = Choice(("a", "b", "c"), (2, 0, 1), several=True)
TRUTH = Choice(("True", "False"), (0, 1), truth=True)
ITEMS = Arrange(("first", "second", "third"), (1, 2, 0))
PAIRS = Pair(("l0", "l1", "l2"), ("r0", "r1", "r2"), (1, 2, 0), (2, 0, 1))
TEXT = TextEntry()
NUMBER = TextEntry(unit="GB", unreadable=lambda text: "" if text.isdigit() else f'"{text}" is not a number.')
LINES = TextEntry(lines=True)
GAPS = Blanks(("one ", " two ", "."))
ALL = [SINGLE, SEVERAL, TRUTH, ITEMS, PAIRS, TEXT, NUMBER, LINES, GAPS]
# keys that say a response, once one is chosen
CHOSEN = [(SINGLE, "1"), (SEVERAL, "1"), (TRUTH, "1"), (ITEMS, "12"), (PAIRS, "123")]
TYPED = [(TEXT, ["x", "enter"]), (NUMBER, ["7", "enter"]), (LINES, ["x", "enter"]), (GAPS, ["x", "enter", "enter"])]
READY = [*((interaction, list(keys)) for interaction, keys in CHOSEN), *TYPED]


def press(dialog: Dialog, keys: "str | list[str]", *, confidence: bool = True) -> Reply | None:
    """The reply to the last of the keys."""
    reply = None
    for key in keys:
        assert reply is None, "a reply before the last key"
        reply = reply_to(dialog, key, confidence=confidence)
    return reply


def chosen(interaction: object, keys: "str | list[str]") -> object:
    """The response after some keys and Enter, None when it only says that there is none."""
    dialog = dialog_for(interaction)  # type: ignore[arg-type]
    press(dialog, keys)
    reply = press(dialog, ["enter"])
    assert reply is None or isinstance(reply, Said)
    return reply.response if reply else None


def picture(dialog: Dialog) -> list[str]:
    return [plain(line) for line in dialog.body(60)[0]]


def test_every_interaction_has_its_dialog() -> None:
    kinds = [Pick, Ticks, Pick, Order, Pairs, Typed, Typed, Typed, Gaps]
    assert [type(dialog_for(interaction)) for interaction in ALL] == kinds


# what all have in common


@pytest.mark.parametrize(("interaction", "keys"), READY)
@pytest.mark.parametrize(("key", "confidence"), [("enter", "sure"), ("u", "unsure"), ("g", "guess")])
def test_one_key_says_it_with_its_confidence(interaction: object, keys: list[str], key: str, confidence: str) -> None:
    dialog = dialog_for(interaction)  # type: ignore[arg-type]
    press(dialog, keys)
    said = press(dialog, [key])
    assert isinstance(said, Said)
    assert said.confidence == confidence


@pytest.mark.parametrize(("interaction", "keys"), READY)
def test_without_confidence_enter_says_it_and_u_and_g_do_nothing(interaction: object, keys: list[str]) -> None:
    dialog = dialog_for(interaction)  # type: ignore[arg-type]
    press(dialog, keys)
    before = picture(dialog)
    for key in "ug":
        assert press(dialog, [key], confidence=False) is None
        assert dialog.message == ""
        assert picture(dialog) == before
    said = press(dialog, ["enter"], confidence=False)
    assert isinstance(said, Said)
    assert said.confidence is None


@pytest.mark.parametrize("interaction", ALL)
@pytest.mark.parametrize("key", ["enter", "u", "g"])
def test_with_nothing_chosen_they_only_say_so(interaction: object, key: str) -> None:
    dialog = dialog_for(interaction)  # type: ignore[arg-type]
    if dialog.typing:
        press(dialog, ["escape"])
    assert press(dialog, [key]) is None
    assert dialog.message
    press(dialog, ["escape"])
    assert dialog.message == ""


@pytest.mark.parametrize("interaction", ALL)
@pytest.mark.parametrize(("key", "act"), [("?", "hint"), ("s", "skip"), ("f", "flag"), ("z", "undo"), ("q", "quit")])
def test_letters_are_actions_with_something_chosen_or_not(interaction: object, key: str, act: str) -> None:
    dialog = dialog_for(interaction)  # type: ignore[arg-type]
    typed = dialog.typing
    if typed:
        press(dialog, ["escape"])
    assert press(dialog, [key]) == Act(act)
    for digit in "12":
        press(dialog, [digit])
    if typed:
        press(dialog, ["escape"])
    assert press(dialog, [key]) == Act(act)


@pytest.mark.parametrize("interaction", [SINGLE, SEVERAL, TRUTH, ITEMS, PAIRS])
def test_other_keys_a_paste_and_digits_too_high_change_nothing(interaction: object) -> None:
    dialog = dialog_for(interaction)  # type: ignore[arg-type]
    before = picture(dialog)
    for key in ("0", "9", "x", "A", "é", "²", "left", "right", "home", "escape", "unknown", "delete", f"{PASTE}1", "¹"):
        assert press(dialog, [key]) is None
        assert picture(dialog) == before


@settings(deadline=None)
@given(
    st.sampled_from(ALL),
    st.lists(
        st.sampled_from([*"123456789jkug ?x", "up", "down", "tab", "enter", "backspace", "escape", f"{PASTE}1\r2"]),
        max_size=25,
    ),
    st.integers(20, 120),
)
def test_no_sequence_of_keys_breaks_a_dialog(interaction: object, keys: list[str], width: int) -> None:
    dialog = dialog_for(interaction)  # type: ignore[arg-type]
    for key in keys:
        reply_to(dialog, key, confidence=True)
        lines, focus = dialog.body(width)
        assert 0 <= focus.start <= focus.stop <= len(lines)
        assert dialog.help


# one of several


@pytest.mark.parametrize(
    ("keys", "response"),
    [
        (["1"], (2,)),
        (["2"], (0,)),
        (["3"], (1,)),
        (["1", "3"], (1,)),
        (["3", "3"], (1,)),
        (["down"], (2,)),
        (["j"], (2,)),
        (["down", "down"], (0,)),
        (["j", "j", "j", "j"], (2,)),
        (["up"], (1,)),
        (["k"], (1,)),
        (["up", "up", "up", "up"], (1,)),
        (["2", "down"], (1,)),
        (["2", "k"], (2,)),
    ],
)
def test_a_digit_selects_and_arrows_move_around(keys: list[str], response: tuple[int, ...]) -> None:
    assert chosen(SINGLE, keys) == response


def test_true_is_1_and_false_is_2() -> None:
    assert picture(dialog_for(TRUTH)) == ["  1) True", "  2) False"]
    assert chosen(TRUTH, "1") == (0,)
    assert chosen(TRUTH, "2") == (1,)


def test_the_chosen_option_is_marked_and_kept_in_view() -> None:
    dialog = dialog_for(SINGLE)
    press(dialog, "2")
    assert picture(dialog) == ["  1) c", "› 2) a", "  3) b"]
    assert dialog.body(60)[1] == range(1, 2)


# several of several


@pytest.mark.parametrize(
    ("keys", "response"),
    [
        (["1"], (2,)),
        (["1", "2"], (2, 0)),
        (["2", "1"], (2, 0)),
        (["1", "1"], None),
        ([" "], (2,)),
        (["down", " "], (0,)),
        (["j", " ", "k", " "], (2, 0)),
        (["up", " "], (1,)),
        (["3", " "], None),
        (["3", "down", " "], (2, 1)),
        (["down"], None),
    ],
)
def test_digits_and_space_toggle_and_arrows_only_move(keys: list[str], response: tuple[int, ...] | None) -> None:
    assert chosen(SEVERAL, keys) == response


def test_ticks_are_shown_as_characters() -> None:
    dialog = dialog_for(SEVERAL)
    press(dialog, "13")
    assert picture(dialog) == ["  1) [x] c", "  2) [ ] a", "› 3) [x] b"]


def test_how_many_are_ticked_is_said_where_the_stem_asks_for_so_many() -> None:
    dialog = dialog_for(SEVERAL._replace(wanted=2))
    told = [dialog.help.partition(" · ")[0]]
    for key in "131":
        press(dialog, key)
        told.append(dialog.help.partition(" · ")[0])
    assert told == ["0 of 2 ticked", "1 of 2 ticked", "2 of 2 ticked", "1 of 2 ticked"]
    assert "ticked" not in dialog_for(SEVERAL).help
    assert chosen(SEVERAL._replace(wanted=2), "1") == (2,)  # one alone may be all that is known: it has its credit


# ordering


@pytest.mark.parametrize(
    ("keys", "response"),
    [
        ("312", (0, 1, 2)),
        ("31", (0, 1, 2)),
        ("3", None),
        ("", None),
        (["3", "1", "backspace", "backspace", "2"], (0, 2, 1)),
        (["1", "1"], None),
        (["1", "2", "2", "2"], (1, 0, 2)),
    ],
)
def test_items_are_ordered_by_their_digits_and_the_last_goes_by_itself(
    keys: "str | list[str]", response: tuple[int, ...] | None
) -> None:
    assert chosen(ITEMS, keys) == response


def test_it_says_how_many_items_have_no_place() -> None:
    dialog = dialog_for(ITEMS)
    assert press(dialog, ["2", "enter"]) is None
    assert dialog.message == "2 of 3 items have no place yet: press their digits in order."
    assert picture(dialog) == ["  1) second", "  2) third ←\xa01", "  3) first", "", "Your order: 2"]


# matching


@pytest.mark.parametrize(
    ("keys", "response"),
    [
        # left items stand as l1 l2 l0, right ones as r2 r0 r1
        ("123", (1, 2, 0)),
        ("321", (2, 1, 0)),
        ("12", None),
        (["down", "1", "2", "3"], (0, 1, 2)),
        (["k", "1", "2", "3"], (2, 0, 1)),
        (["1", "2", "3", "backspace", "3"], (1, 2, 0)),
        (["1", "2", "3", "backspace", "backspace", "1"], None),
        (["1", "1"], None),
    ],
)
def test_a_digit_gives_the_marked_item_its_partner(keys: "str | list[str]", response: tuple[int, ...] | None) -> None:
    assert chosen(PAIRS, keys) == response


def test_a_partner_taken_again_leaves_the_first_without() -> None:
    dialog = dialog_for(PAIRS)
    press(dialog, "11")
    assert picture(dialog)[:3] == ["  [_] l1", "  [1] l2", "› [_] l0"]
    assert press(dialog, ["enter"]) is None
    assert dialog.message == "2 of 3 items have no partner yet: press a digit for each."


def test_backspace_takes_the_last_partner_back() -> None:
    dialog = dialog_for(PAIRS)
    press(dialog, ["1", "2", "backspace"])
    assert picture(dialog)[:3] == ["  [1] l1", "› [_] l2", "  [_] l0"]


# typed

EVERY = [*"qszfug?0123456789jk /|`*[]é梯 ", "~"]


def test_while_typing_every_character_is_text() -> None:
    for interaction in (TEXT, LINES, NUMBER):
        dialog = dialog_for(interaction)
        assert press(dialog, EVERY) is None
        assert isinstance(dialog, Typed)
        assert dialog.text == "".join(EVERY)
    gaps = dialog_for(GAPS)
    assert press(gaps, EVERY) is None
    assert isinstance(gaps, Gaps)
    assert gaps.texts == ["".join(EVERY), ""]


@settings(deadline=None)
@given(st.text(st.characters(exclude_categories=("C", "Zl", "Zp", "Zs")), min_size=1, max_size=60))
def test_what_was_typed_is_what_is_said(text: str) -> None:
    from unicodedata import normalize

    assert chosen(TEXT, [*text, "enter"]) == normalize("NFC", text)


def test_enter_ends_typing_then_the_keys_act_and_backspace_types_on() -> None:
    dialog = dialog_for(TEXT)
    press(dialog, ["a", "b", "enter"])
    assert not dialog.typing
    assert dialog.help == "Backspace edit"
    assert press(dialog, ["backspace"]) is None
    assert dialog.typing
    press(dialog, ["c", "enter"])
    assert press(dialog, ["u"]) == Said("abc", "unsure")


@pytest.mark.parametrize("interaction", [TEXT, NUMBER, LINES, Blanks(("one ", "."))])
def test_enter_ends_an_empty_line_too_and_says_that_nothing_is_typed(interaction: object) -> None:
    dialog = dialog_for(interaction)  # type: ignore[arg-type]
    assert press(dialog, ["enter"]) is None
    assert (dialog.typing, dialog.help) == (False, "Esc type")
    assert dialog.message == "Nothing typed yet. Esc goes between typing and the keys."
    assert press(dialog, ["s"]) == Act("skip")
    assert press(dialog, ["enter"]) is None  # nothing to say: typing goes on
    assert dialog.typing
    assert press(dialog, ["enter", *"kubectl"]) is None
    assert isinstance(dialog, Typed | Gaps)
    assert (dialog.typing, dialog.texts) == (True, ["kubectl"])


def test_empty_gaps_are_left_by_enter_but_for_the_last() -> None:
    dialog = dialog_for(GAPS)
    press(dialog, ["enter"])
    assert (dialog.typing, dialog.message) == (True, "")
    press(dialog, [" ", "enter"])
    assert (dialog.typing, dialog.message[:17]) == (False, "Nothing typed yet")


@pytest.mark.parametrize("interaction", [TEXT, NUMBER, LINES, GAPS])
def test_escape_leads_to_the_actions_and_back(interaction: object) -> None:
    dialog = dialog_for(interaction)  # type: ignore[arg-type]
    assert dialog.help == "type your response · Enter ends it · Esc, then ? hint, s skip, q stop"
    press(dialog, ["escape"])
    assert (dialog.typing, dialog.help) == (False, "Esc type")
    press(dialog, ["escape"])
    assert dialog.typing
    press(dialog, ["escape"])
    assert press(dialog, ["s"]) == Act("skip")
    press(dialog, ["enter"])
    assert dialog.typing
    assert dialog.message.startswith("Nothing typed yet.")


@pytest.mark.parametrize("key", [*"127xjk (~é", f"{PASTE}7"])
@pytest.mark.parametrize("interaction", [TEXT, LINES, GAPS])
def test_among_the_actions_a_key_that_is_text_types_on(interaction: object, key: str) -> None:
    dialog = dialog_for(interaction)  # type: ignore[arg-type]
    press(dialog, ["5", "escape", key])
    assert dialog.typing
    assert isinstance(dialog, Typed | Gaps)
    assert dialog.texts[0] == f"5{key.removeprefix(PASTE)}"


def test_a_number_that_cannot_be_read_is_explained_and_typing_goes_on() -> None:
    dialog = dialog_for(NUMBER)
    assert press(dialog, ["x", "enter"]) is None
    assert dialog.typing
    assert dialog.message == '"x" is not a number.'
    press(dialog, ["backspace", "7", "enter"])
    assert not dialog.typing
    assert press(dialog, ["g"]) == Said("7", "guess")


def test_the_unit_of_a_number_is_shown() -> None:
    assert picture(dialog_for(NUMBER)) == ["> ▏", "(in GB)"]


def test_what_a_calculation_comes_to_is_shown_while_it_is_typed() -> None:
    dialog = dialog_for(NUMBER._replace(value=lambda text: "= 33 GB" if text == "66/2" else ""))
    press(dialog, [*"66/"])
    assert picture(dialog) == ["> 66/▏", "(in GB: a number or a calculation)"]
    press(dialog, ["2"])
    assert picture(dialog) == ["> 66/2▏", "= 33 GB"]


def test_output_of_several_lines_is_typed_with_backslash_n() -> None:
    assert chosen(LINES, [*"a\\nb", "enter"]) == "a\nb"
    assert chosen(LINES, [*" a  b ", "enter"]) == "a  b"
    assert chosen(LINES, [*"\\n", "enter"]) is None
    assert chosen(TEXT, [*"a\\nb", "enter"]) == "a\\nb"


def test_typing_after_enter_begins_another_line_where_lines_count() -> None:
    assert chosen(LINES, [*"12", "enter", *"3", "enter"]) == "12\n3"
    assert chosen(LINES, [*"12\\n", "enter", *"3", "enter"]) == "12\n3"
    assert chosen(LINES, [*"12", "enter", "backspace", *"3", "enter"]) == "123"
    assert chosen(LINES, [*"12", "escape", *"3", "enter"]) == "123"
    assert chosen(TEXT, [*"12", "enter", *"3", "enter"]) == "123"
    dialog = dialog_for(LINES)
    press(dialog, [*"12", "enter", "pagedown"])
    assert picture(dialog)[0] == "> 12"


@pytest.mark.parametrize("newline", ["\r", "\n", "\r\n"])
def test_a_paste_keeps_its_lines_where_lines_count(newline: str) -> None:
    paste = f"{PASTE}{newline.join(('one', ' two', 'three'))}{newline}"
    assert chosen(LINES, [paste, "enter"]) == "one\n two\nthree"
    assert chosen(TEXT, [paste, "enter"]) == "one  two three"
    assert chosen(GAPS, ["x", "enter", paste, "enter"]) == ("x", "one  two three")


def test_a_paste_leaves_out_what_cannot_be_seen() -> None:
    paste = f"{PASTE}\x1b[31mkube\u200bctl\xa0get pods\x07"
    dialog = dialog_for(TEXT)
    press(dialog, [paste, "enter"])
    said = press(dialog, ["enter"])
    assert isinstance(said, Said)
    assert said.response == "[31mkubectl get pods"


@pytest.mark.parametrize(
    ("keys", "text"),
    [
        (["backspace"], "two word"),
        (["clear"], ""),
        (["delete-word"], "two "),
        ([" ", "delete-word"], "two "),
        (["escape", "left", "home", "delete", "unknown", "pageup"], "two words"),
        (["\u200b"], "two words"),
    ],
)
def test_a_text_is_edited_at_its_end(keys: list[str], text: str) -> None:
    dialog = dialog_for(TEXT)
    press(dialog, [*"two words", *keys])
    assert isinstance(dialog, Typed)
    assert dialog.text == text


def test_a_typed_text_does_not_grow_without_end() -> None:
    dialog = dialog_for(TEXT)
    press(dialog, [PASTE + "x" * 5000, "y"])
    assert isinstance(dialog, Typed)
    assert len(dialog.text) == 2000


def test_typed_text_is_shown_with_every_space_and_its_end_is_kept_in_view() -> None:
    dialog = dialog_for(TEXT)
    press(dialog, [*"a  b "])
    assert picture(dialog) == ["> a  b ▏"]
    press(dialog, [PASTE + "long " * 40])
    lines, focus = dialog.body(40)
    assert plain(lines[focus[-1]]).endswith("▏")


def test_typed_text_is_composed() -> None:
    assert chosen(TEXT, ["e", "\u0301", "enter"]) == "\u00e9"
    assert chosen(GAPS, ["e", "\u0301", "enter", "x", "enter"]) == ("\u00e9", "x")


# gaps


def test_enter_goes_from_gap_to_gap_and_ends_at_the_last() -> None:
    dialog = dialog_for(GAPS)
    press(dialog, ["a", "enter"])
    assert dialog.typing
    assert picture(dialog) == ["one [a] two [2:____].", "", "  1: a", "› 2: ▏"]
    press(dialog, ["b", "enter"])
    assert not dialog.typing
    assert press(dialog, ["enter"]) == Said(("a", "b"), "sure")


@pytest.mark.parametrize(
    ("keys", "texts"),
    [
        (["a", "tab", "b", "backtab", "c"], ["ac", "b"]),
        (["a", "down", "b", "up", "c"], ["ac", "b"]),
        (["a", "enter", "backspace", "backspace", "x"], ["x", ""]),
        (["a", "enter", "b", "enter", "backspace", "c"], ["a", "bc"]),
        (["tab", "tab", "down", "b"], ["", "b"]),
    ],
)
def test_arrows_tab_and_backspace_move_between_gaps(keys: list[str], texts: list[str]) -> None:
    dialog = dialog_for(GAPS)
    press(dialog, keys)
    assert isinstance(dialog, Gaps)
    assert dialog.texts == texts


def test_one_gap_may_stay_empty_but_not_all() -> None:
    assert chosen(GAPS, ["enter", "b", "enter"]) == ("", "b")
    assert chosen(GAPS, ["enter", " ", "enter"]) is None
