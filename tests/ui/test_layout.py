"""Text into lines: nothing wider than asked for, nothing lost, no word cut that would fit."""

import re
import string
import time
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from aiinfra_study.ui.cells import width_of
from aiinfra_study.ui.layout import Line, code, inline, line_width, plain, prose, verbatim, wrap
from aiinfra_study.ui.tables import table

WIDE = "梯度检查点内存并行模型训练参数推理한글모델にほんご，。（）"
PLAIN = "".join(set(string.ascii_letters + string.digits + "-_/.,:;()[]{}<>=+!?'\"$%&äéµ→×") - set("`*"))

widths = st.integers(20, 120)
short_words = st.text(PLAIN, min_size=1, max_size=18)
long_tokens = st.text(PLAIN, min_size=19, max_size=150)
wide_words = st.text(WIDE + "abcGPU", min_size=1, max_size=40)
words = st.one_of(short_words, short_words, short_words, long_tokens, wide_words)
phrases = st.lists(words, min_size=1, max_size=4).map(" ".join)
texts = st.lists(
    st.one_of(phrases, phrases.map("`{}`".format), phrases.map("**{}**".format)), min_size=1, max_size=12
).map(" ".join)


def assert_fits(lines: list[Line], width: int) -> None:
    for line in lines:
        assert line_width(line) <= width, plain(line)


def assert_whole(text: str, lines: list[str], room: int) -> None:
    """Every word stands in the lines, in order; one of narrow characters that fits a line stands in one line."""
    tokens = iter([token for line in lines for token in line.split()])
    for word in text.split():
        got = next(tokens)
        while got != word:
            assert width_of(word) > room or any(character in WIDE for character in word), f"{word!r} was cut"
            got += next(tokens)
            assert word.startswith(got)
    assert next(tokens, None) is None


@settings(deadline=None)
@given(texts, widths, st.sampled_from(["", "1) ", "Right: ", "  › 1) [x] "]), st.sampled_from(["", "  ", "     "]))
def test_wrapping_loses_no_word_cuts_none_that_fits_and_is_never_too_wide(
    text: str, width: int, label: str, hang: str
) -> None:
    lines = wrap(inline(text), width, [(label, "dim")] if label else [], hang)
    assert_fits(lines, width)
    shown = [plain(line) for line in lines]
    assert shown[0].startswith(label.rstrip())
    assert all(line.startswith(hang) for line in shown[1:])
    assert_whole(text, [shown[0][len(label) :], *shown[1:]], width - len(hang))


@settings(deadline=None)
@given(texts, widths)
def test_as_much_stands_in_a_line_as_fits(text: str, width: int) -> None:
    shown = [plain(line) for line in wrap(inline(text), width)]
    for line, following in pairwise(shown):
        word = following.split()[0]
        if not any(character in WIDE for character in word) and width_of(word) < 19:
            assert width_of(line) + 1 + width_of(word) > width


@settings(deadline=None)
@given(st.lists(st.text("abcdefgh", min_size=1, max_size=14), min_size=1, max_size=6), widths)
def test_a_latin_word_among_wide_characters_is_kept_whole(parts: list[str], width: int) -> None:
    lines = [plain(line) for line in wrap([("检查" + "点，".join(parts), "")], width)]
    assert re.findall("[a-h]+", " ".join(lines)) == parts


def test_wide_text_breaks_anywhere_but_not_before_its_closing_marks() -> None:
    lines = [plain(line) for line in wrap([("梯度检查点可以减少激活值，但是不会减少参数。", "")], 24)]
    assert lines == ["梯度检查点可以减少激活", "值，但是不会减少参数。"]
    lines = [plain(line) for line in wrap([("梯度检查点可以减少激活（值）", "")], 24)]
    assert lines == ["梯度检查点可以减少激活", "（值）"]


def test_combining_marks_stay_with_their_letter() -> None:
    accented = "e\u0301" * 30
    assert "".join(plain(line) for line in wrap([(accented, "")], 20)) == accented
    assert not any(plain(line).startswith("\u0301") for line in wrap([(accented, "")], 20))


@pytest.mark.parametrize(
    "text", ["字" * 250_000, "字字字 " * 62_500, "a long text " * 20_800, "x" * 250_000, "é–" * 125_000]
)
def test_a_reading_of_the_greatest_length_is_wrapped_in_less_than_a_second(text: str) -> None:
    begun = time.process_time()
    lines = wrap([(text, "")], 40)
    assert time.process_time() - begun < 1
    assert_fits(lines, 40)
    assert "".join(map(plain, lines)).replace(" ", "") == text.replace(" ", "")


def test_a_no_break_space_does_not_break() -> None:
    lines = [plain(line) for line in wrap([("takes twenty 94\xa0percent", "")], 20)]
    assert lines == ["takes twenty", "94\xa0percent"]


def test_options_hang_behind_their_number() -> None:
    lines = [plain(line) for line in wrap([("one two three four five six", "")], 20, [("  1) ", "dim")], " " * 5)]
    assert lines == ["  1) one two three", "     four five six"]


def test_a_word_that_fits_behind_the_hang_is_not_cut_behind_a_long_label() -> None:
    lines = [plain(line) for line in wrap([("abcdefghijklmno end", "")], 20, [("  Right: ", "good")], "    ")]
    assert lines == ["  Right:", "    abcdefghijklmno", "    end"]


def test_code_and_strong_are_styled_between_their_marks() -> None:
    assert inline("use `kubectl top` **twice** now") == [
        ("use ", ""), ("`", "mark"), ("kubectl top", "code"), ("`", "mark"), (" ", ""),
        ("**", "mark"), ("twice", "strong"), ("**", "mark"), (" now", ""),
    ]  # fmt: skip


@pytest.mark.parametrize(
    "text", ["2 * 3 * 4", "a ** b", "`open", "snake_case_name", "[batch, seq]", "[/v1/chat]", "**", "``"]
)
def test_what_only_looks_like_markup_stays(text: str) -> None:
    assert plain(inline(text)) == text
    assert plain(wrap(inline(text), 40)[0]) == text


def test_a_code_span_of_several_words_is_one_style_even_across_lines() -> None:
    first, second = wrap(inline("run `kubectl get pods` now"), 20)
    assert first == [("run ", ""), ("`", "mark"), ("kubectl get", "code")]
    assert second == [("pods", "code"), ("`", "mark"), (" now", "")]


# prose


@settings(deadline=None)
@given(st.lists(texts, min_size=1, max_size=4), widths)
def test_prose_keeps_paragraphs_apart_and_every_word(paragraphs: list[str], width: int) -> None:
    paragraphs = [f"x {text}" for text in paragraphs]  # none begins like a list or a fence
    lines = prose("\n\n".join(paragraphs), width)
    assert_fits(lines, width)
    shown = "\n".join(plain(line) for line in lines)
    for text, part in zip(paragraphs, shown.split("\n\n"), strict=True):
        assert_whole(text, part.split("\n"), width)


def test_lists_hang_behind_their_mark_and_keep_their_depth() -> None:
    text = "Steps:\n- first of all look at the node\n  - then at each of its pods\n10. and at the rest of it"
    assert [plain(line) for line in prose(text, 20)] == [
        "Steps:",
        "- first of all look",
        "  at the node",
        "  - then at each of",
        "    its pods",
        "10. and at the rest",
        "    of it",
    ]


@settings(deadline=None)
@given(st.integers(0, 60), words, widths)
def test_a_list_however_deep_stays_inside(depth: int, word: str, width: int) -> None:
    assert_fits(prose(f"{' ' * depth}- {word} {word}", width), width)


def test_a_fence_is_code_even_when_nothing_closes_it() -> None:
    for end in ("\n```\nafter", ""):
        lines = [plain(line) for line in prose(f"before\n```sh\nls  -l\n{end}", 40)]
        assert lines[:2] == ["before", "│ ls  -l"]
        assert lines[2:] == (["after"] if end else [])


# code

code_lines = st.text(PLAIN + WIDE + "  `*\t", max_size=130).map(lambda line: line.replace("\t", "    ").rstrip())


@settings(deadline=None)
@given(st.lists(code_lines, min_size=1, max_size=5), widths, st.sampled_from(["", "  ", "    "]))
def test_code_is_never_wider_and_goes_on_behind_an_arrow(raw: list[str], width: int, indent: str) -> None:
    raw = ["#!", *raw, "end"]
    lines = code("\n".join(raw), width, indent)
    assert_fits(lines, width)
    joined: list[str] = []
    for line in map(plain, lines):
        assert line.startswith(f"{indent}│ ")
        line = line.removeprefix(f"{indent}│ ")
        if line.startswith("↪ "):
            joined[-1] += line.removeprefix("↪ ")
        else:
            joined.append(line)
    assert [line.rstrip() for line in joined] == raw


# typed text


@settings(deadline=None)
@given(st.text(PLAIN + WIDE + "      ", max_size=200), widths)
def test_typed_text_keeps_every_space(text: str, width: int) -> None:
    lines = verbatim(text, width, "chosen", [("> ", "dim")], "  ")
    assert_fits(lines, width)
    assert "".join(plain(line)[2:] for line in lines) == text


def test_typed_words_are_not_cut() -> None:
    lines = [plain(line) for line in verbatim("kubectl describe node", 20, "", [("> ", "dim")], "  ")]
    assert lines == ["> kubectl describe ", "  node"]


# tables

cells = st.lists(st.one_of(short_words, wide_words), min_size=0, max_size=9).map(" ".join)


@settings(deadline=None)
@given(st.integers(1, 5).flatmap(lambda n: st.lists(st.tuples(*[cells] * n), min_size=1, max_size=4)), widths)
def test_a_table_is_never_too_wide_and_cuts_no_word(rows: list[tuple[str, ...]], width: int) -> None:
    head = ["label", "second", "third", "fourth", "fifth"][: len(rows[0])]
    lines = table(head, rows, width)
    assert_fits(lines, width)
    seen = " ".join(plain(line) for line in lines).split()
    for row in rows:
        for cell in row:
            for word in cell.split():
                if not any(character in WIDE for character in word) and width_of(word) <= width - 2:
                    assert word in seen


def test_a_table_becomes_blocks_below_sixty_columns() -> None:
    head, rows = ("", "name", "what it does"), [("*", "quiz", "asks"), ("", "study", "")]
    assert [plain(line) for line in table(head, rows, 60)] == [
        "   name   what it does",
        "*  quiz   asks",
        "   study",
    ]
    blocks = ["*", "name: quiz", "what it does: asks", "", "name: study"]
    assert [plain(line) for line in table(head, rows, 59)] == blocks


def test_a_table_whose_words_do_not_fit_side_by_side_becomes_blocks() -> None:
    path = "/a/path/without/any/space/that/takes/fifty/columns"
    lines = [plain(line) for line in table(("file", "other"), [(path, path)], 80)]
    assert lines == [f"file: {path}", f"other: {path}"]


def test_widths_known_without_rich_are_those_of_rich() -> None:
    from rich.cells import cell_len

    for point in (*range(0x20, 0x7F), *range(0xA0, 0x300), *range(0x2010, 0x2300)):
        if not 0x2028 <= point <= 0x202F:
            assert width_of(chr(point)) == cell_len(chr(point)), hex(point)
