"""Streams: only our own escape codes reach them, no character stops the program, colour says nothing alone."""

import io
import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from aiinfra_study.core.interaction import Grade
from aiinfra_study.core.text import UNSAFE, clean
from aiinfra_study.ui.ask import Said
from aiinfra_study.ui.cells import width_of
from aiinfra_study.ui.dialog import dialog_for
from aiinfra_study.ui.layout import inline, plain
from aiinfra_study.ui.live import Live
from aiinfra_study.ui.show import feedback_lines, question_lines
from aiinfra_study.ui.theme import Out, terminal_width, wants_color

from .laboratory import IDS, posed
from .streams import Terminal

OURS = re.compile(r"\x1b\[(?:0|1|2|3|4|3[1-6]|1;36)m")
NASTY = st.sampled_from([
    "\x1b[31m", "\x1b]0;title\x07", "\x1b[2J", "\x9b31m", "\x90q\x9c", "\u202eabc\u202c", "\u2066x\u2069", "\r",
    "\x08\x08", "\x00", "\x7f", "\u200b", "\ufeff", "\u2028", "[red]", "[/b]", "[bold red on white]x[/]", "\\[",
    ":smile:", "\ud800", "\U000e0041",
])  # fmt: skip
anything = st.lists(
    st.one_of(st.text(st.characters(exclude_categories=()), max_size=12), NASTY), max_size=12
).map("".join)  # fmt: skip


def said(text: str, *, color: bool, style: str = "", width: int = 60) -> str:
    stream = Terminal()
    Out(stream, color=color, width=lambda: width).say(text, style)
    return stream.getvalue()


@settings(deadline=None)
@given(anything, st.booleans(), st.sampled_from(["", "dim", "good", "chosen", "code", "strong"]))
def test_only_our_own_codes_reach_the_stream_and_all_else_is_visible(text: str, color: bool, style: str) -> None:
    shown = said(text, color=color, style=style)
    bare = OURS.sub("", shown) if color else shown
    assert UNSAFE.search(bare.replace("\n", "")) is None
    assert "".join(bare.split()) == clean("".join(text.split()))
    if color and style in ("good", "chosen", "strong") and text.isprintable() and text.strip():
        assert shown != bare


@settings(deadline=None)
@given(anything)
def test_inline_code_cannot_smuggle_codes_either(text: str) -> None:
    for color in (False, True):
        stream = Terminal()
        Out(stream, color=color, width=lambda: 40).lines([inline(f"`{text}` **{text}**")])
        assert UNSAFE.search(OURS.sub("", stream.getvalue()).replace("\n", "")) is None


@settings(deadline=None)
@given(anything, st.integers(40, 100))
def test_what_is_made_visible_does_not_make_a_line_too_wide(text: str, width: int) -> None:
    assert all(width_of(line) <= width for line in said(text, color=False, width=width).split("\n"))


def test_rich_markup_is_text() -> None:
    assert (
        said("shape [batch, seq] [/v1/chat] [red]x[/red]", color=True) == "shape [batch, seq] [/v1/chat] [red]x[/red]\n"
    )


def test_spaces_that_do_not_break_are_shown_as_spaces() -> None:
    assert said("94\xa0% of 1\u202f000\ttokens", color=False) == "94 % of 1 000 tokens\n"


# encodings


def on(encoding: str, text: str, width: int = 60) -> str:
    """What a strict stream of an encoding holds after a text was said."""
    buffer = io.BytesIO()
    stream = io.TextIOWrapper(buffer, encoding=encoding, newline="\n")
    out = Out(stream, color=False, width=lambda: width)
    out.say(text)
    out.lines([[(out.glyphs[name], "") for name in out.glyphs]])
    return buffer.getvalue().decode(encoding)


@pytest.mark.parametrize("encoding", ["ascii", "cp1252", "cp437", "latin-1"])
def test_a_stream_without_unicode_gets_ascii_glyphs(encoding: str) -> None:
    shown = on(encoding, "› 1) a → b ← c … “x” – ≥ ▏ ✓ ✗ ◐ ━ ↑↓ · 94\xa0%")
    assert shown.isascii()
    assert shown == '> 1) a -> b <- c ... "x" - >= _ + x ~ # updown - 94 %\n+x~#-\n'


@settings(deadline=None)
@given(anything, st.sampled_from(["ascii", "cp1252", "cp437", "shift_jis", "utf-8"]), st.integers(40, 80))
def test_no_character_stops_the_program_nor_widens_a_line(text: str, encoding: str, width: int) -> None:
    shown = on(encoding, text + " → … ≥ " * 9, width)
    assert all(width_of(line) <= width for line in shown.split("\n"))


def test_a_stream_that_says_nothing_of_its_encoding_gets_ascii() -> None:
    stream = io.StringIO()
    Out(stream, color=False, width=lambda: 40).say("a → b")
    assert stream.getvalue() == "a -> b\n"


# colour


@pytest.mark.parametrize(
    ("environment", "tty", "plain_asked", "no_color", "wanted"),
    [
        ({}, True, False, False, True),
        ({}, False, False, False, False),
        ({"TERM": "dumb"}, True, False, False, False),
        ({"NO_COLOR": "1"}, True, False, False, False),
        ({"NO_COLOR": ""}, True, False, False, True),
        ({"FORCE_COLOR": "1"}, False, False, False, True),
        ({"FORCE_COLOR": ""}, False, False, False, False),
        ({"FORCE_COLOR": "1", "NO_COLOR": "1"}, True, False, False, False),
        ({"FORCE_COLOR": "1"}, True, True, False, False),
        ({"FORCE_COLOR": "1"}, True, False, True, False),
    ],
)
def test_colour_by_flag_then_no_color_then_force_color_then_terminal(
    monkeypatch: pytest.MonkeyPatch,
    environment: dict[str, str],
    tty: bool,
    plain_asked: bool,
    no_color: bool,
    wanted: bool,
) -> None:
    for name in ("NO_COLOR", "FORCE_COLOR"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("TERM", "xterm-256color")
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    stream = Terminal() if tty else io.StringIO()
    assert wants_color(stream, plain=plain_asked, no_color=no_color) is wanted


@pytest.mark.parametrize(("columns", "width"), [("100", 100), ("0", 80), ("", 80), ("wide", 80), ("²", 80)])
def test_the_width_is_that_of_columns_else_of_the_terminal_else_eighty(
    monkeypatch: pytest.MonkeyPatch, columns: str, width: int
) -> None:
    monkeypatch.setenv("COLUMNS", columns)
    assert terminal_width(io.StringIO()) == width


@pytest.mark.parametrize(("lines", "height"), [("50", 50), ("0", 24), ("", 24), ("high", 24), ("²", 24), ("-3", 24)])
def test_the_height_is_that_of_lines_else_of_the_terminal_else_twenty_four(
    monkeypatch: pytest.MonkeyPatch, lines: str, height: int
) -> None:
    monkeypatch.setenv("LINES", lines)
    assert Live(Out(io.StringIO(), color=False, width=lambda: 80)).height == height


def in_both(lines: list[list[tuple[str, str]]]) -> tuple[str, str]:
    """Lines with and without colour, without our codes, and without the marks that stand for a style."""
    texts = []
    for color in (True, False):
        stream = Terminal()
        Out(stream, color=color, width=lambda: 70).lines(lines)
        texts.append(OURS.sub("", stream.getvalue()))
    return texts[0], texts[1].replace("**", "")


@pytest.mark.parametrize("identity", IDS)
def test_without_colour_the_words_and_glyphs_are_the_same(identity: str) -> None:
    question = posed(identity)
    glyphs = Out(Terminal(), color=True, width=lambda: 70).glyphs
    dialog = dialog_for(question.interaction)
    for key in "214":
        dialog.press(key)
    for lines in (
        question_lines(question, 70),
        dialog.body(70)[0],
        feedback_lines(question, None, None, 70, glyphs),
    ):
        colored, bare = in_both(lines)
        assert colored == bare


def test_code_between_backticks_in_a_block_keeps_them() -> None:
    stream = Terminal()
    Out(stream, color=True, width=lambda: 40).lines([[("│ ", "dim"), ("`uname -r`", "code")]])
    assert "`uname -r`" in stream.getvalue()


def test_every_verdict_differs_by_its_words_and_its_glyph() -> None:
    question = posed("plain-claim")
    for glyphs in (
        Out(Terminal(), color=False, width=lambda: 70).glyphs,
        Out(io.StringIO(), color=False, width=int).glyphs,
    ):
        grades = (None, Grade(1), Grade(0.5), Grade(0))
        heads = [plain(feedback_lines(question, grade, None, 70, glyphs)[0]) for grade in grades]
        assert [head.split()[1] for head in heads] == ["Skipped", "Right", "Partly", "Wrong"]
        assert len({head.split()[0] for head in heads[1:]}) == 3


@pytest.mark.parametrize("identity", IDS)
def test_what_was_chosen_can_be_told_without_colour(identity: str) -> None:
    """Pictures of different responses differ in their characters."""
    pictures: dict[str, object] = {}
    for keys in ("1", "2", "12", "21", "123", "132", "1234", "4321", "2143"):
        dialog = dialog_for(posed(identity).interaction)
        for key in keys:
            dialog.press(key)
        picture = "\n".join(map(plain, dialog.body(70)[0]))
        response = Said(dialog.response, None) if dialog.response else None
        assert pictures.setdefault(picture, response) == response
    assert len(pictures) > 1
