"""A page of a reading: whatever its width, every word is whole, no line is too wide, and code stays as it is."""

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from aiinfra_study.core.reading import read_reading
from aiinfra_study.ui.highlight import MAX_CHARACTERS, coloured, uncoloured
from aiinfra_study.ui.layout import Line, line_width, plain
from aiinfra_study.ui.reading import CODE_INDENT, CodeLine, Manner, Page, contents, lay_out, source_lines
from core.test_reading import MARKDOWN


def drawn(source: str, width: int) -> list[Line]:
    assert width > 0
    return source_lines(source)


def page(text: str, width: int = 80, *, spoken: bool = False, below: dict[str, Line] | None = None) -> Page:
    manner = Manner(spoken, drawn, uncoloured, below or {})
    return lay_out(read_reading("f", text), width, manner)


def shown(text: str, width: int = 80, *, spoken: bool = False) -> list[str]:
    return [plain(line) for line in page(text, width, spoken=spoken).lines]


# how it looks


def test_headings_are_underlined_by_their_level() -> None:
    assert shown("# A b\n## Cd\n### E") == ["A b", "━━━", "", "Cd", "──", "", "E"]
    assert shown("# A b\n## Cd\n### E", spoken=True) == ["# A b", "", "## Cd", "", "### E"]


def test_what_is_known_stands_below_a_heading() -> None:
    lines = page("# A\n\nb", below={"a": [("2 questions, new", "dim")]}).lines
    assert [plain(line) for line in lines] == ["A", "━", "2 questions, new", "", "b"]


def test_lists_hang_and_are_as_loose_as_they_were_written() -> None:
    text = "- one two three four five six seven\n- b\n  - c\n    1. d\n\n10. e\n11. f"
    assert shown(text, 24) == [
        *("• one two three four", "  five six seven", "• b", "  • c", "    1. d", "", "10. e", "11. f"),
    ]
    assert shown("- a\n\n  b\n- c") == ["• a", "", "  b", "", "• c"]
    assert shown("- a", spoken=True) == ["- a"]


def test_a_call_out_says_its_kind_in_a_word() -> None:
    assert shown("> [!WARNING]\n> Mind.\n>\n> Gap.") == ["│ Warning", "│ Mind.", "│", "│ Gap."]
    assert shown("> [!TIP]\n> Mind.", spoken=True) == ["Tip:", "Mind."]
    assert shown("> Said.", spoken=True) == ["Quotation:", "Said."]
    assert shown("> Said.") == ["│ Said."]


def test_a_table_has_a_rule_below_its_head_and_is_blocks_where_it_is_narrow_or_spoken() -> None:
    text = "| GPU | Memory |\n|---|---|\n| H100 | 80 GB |\n| B200 | 192 GB |"
    assert shown(text) == ["GPU   Memory", "────  ──────", "H100  80 GB", "B200  192 GB"]
    blocks = ["GPU: H100", "Memory: 80 GB", "", "GPU: B200", "Memory: 192 GB"]
    assert shown(text, 40) == blocks
    assert shown(text, spoken=True) == ["Table, 2 rows:", *blocks]


def test_prose_is_capped_and_tables_are_not() -> None:
    assert max(map(len, shown("word " * 90, 120))) <= 88
    assert max(map(len, shown(f"|{'a ' * 60}|b|\n|-|-|\n|c|{'d ' * 60}|", 120))) > 88


def test_code_is_named_where_it_is_spoken() -> None:
    assert shown("```py\nx = 1\n```", spoken=True) == ["Code, py:", "    x = 1"]
    assert shown("```\nx = 1\n```", spoken=True) == ["Code:", "    x = 1"]


def test_code_keeps_its_place_in_lists_and_quotations() -> None:
    assert shown("- a\n\n  ```\n  b\n    c\n  ```\n\n> ```\n> d\n> ```") == [
        *("• a", "", "    b", "      c", "", "│", "    d"),
    ]


def test_breaks_dividers_and_empty_blocks() -> None:
    assert shown("a\\\nb  \nc\n\n---\n\n[x]: y\n\nd", 44) == ["a", "b", "c", "", "─" * 44, "", "d"]
    assert shown("a\n\n---\n\nb", spoken=True) == ["a", "", "b"]
    assert shown("-\n- \n\n>\n") == ["•", "•", "", "│"]


def test_contents_show_every_heading_with_its_anchor() -> None:
    reading = read_reading("f", "# A {#x}\n## B *c*\n### D")
    lines = contents(reading, 40, {"x": [("1 question, new", "dim")]})
    assert [plain(line) for line in lines] == ["A #x", "  1 question, new", "  B c #b-c", "    D #d"]


def test_a_page_knows_where_its_headings_stand() -> None:
    found = page("a\n\n# B\n\nc\n\n# D")
    assert found.starts == {"b": 2, "d": 7}
    assert [plain(found.lines[at]) for at in found.starts.values()] == ["B", "D"]


# any text


WIDTH = st.integers(40, 120)


@settings(deadline=None, max_examples=250)
@given(MARKDOWN, WIDTH, st.booleans())
def test_no_line_but_code_is_wider_than_the_page(text: str, width: int, spoken: bool) -> None:
    for line in page(text, width, spoken=spoken).lines:
        assert isinstance(line, CodeLine) or line_width(line) <= width, plain(line)
    for line in contents(read_reading("f", text), width, {}):
        assert line_width(line) <= width


WORD = st.text("abcdeäß0", min_size=1, max_size=18)
TEXT = st.lists(WORD, min_size=1, max_size=15).map(" ".join)
PIECES = st.one_of(
    TEXT,
    TEXT.map(lambda text: f"## {text}"),
    st.lists(TEXT, min_size=1, max_size=3).map(lambda items: "\n".join(f"- {item}" for item in items)),
    TEXT.map(lambda text: f"> [!NOTE]\n> {text}"),
    st.tuples(WORD, WORD, TEXT, TEXT).map("|{0[0]}|{0[1]}|\n|-|-|\n|{0[2]}|{0[3]}|".format),
)


@settings(deadline=None, max_examples=150)
@given(st.lists(PIECES, min_size=1, max_size=6), WIDTH)
def test_every_word_is_whole_and_in_order(pieces: list[str], width: int) -> None:
    """A table of two columns is read row by row; cells that wrap stand beside one another, so its words are a set."""
    for piece in pieces:
        words = " ".join(shown(piece, width)).split()
        source = [word for word in re.split(r"[\s|]+", piece.replace("|-|-|", "")) if word.strip(">#-![]NOTE")]
        source = [word for word in source if word]
        if piece.startswith("|"):
            assert set(source) <= {word.removesuffix(":") for word in words}
        else:
            assert [word for word in words if word.strip("•│#─━") and word != "Note"] == source


CODE = st.lists(
    st.text(st.characters(codec="utf-8", exclude_categories=["C", "Z"]), max_size=100), min_size=1, max_size=5
)


@settings(deadline=None)
@given(CODE, WIDTH, st.sampled_from(["", "py", "yaml", "nothing", "console"]))
def test_code_is_shown_as_it_is_behind_four_spaces(lines: list[str], width: int, language: str) -> None:
    lines = [line.replace("`", "'").replace(" ", "") for line in lines]
    text = "\n".join(["~~~~" + language, *lines, "~~~~"])
    for paint in (uncoloured, coloured):
        found = lay_out(read_reading("f", text), width, Manner(False, drawn, paint)).lines
        if not any(line.startswith("~~~~") for line in lines):
            assert [plain(line).removeprefix(CODE_INDENT) for line in found] == lines


# styles of code


@pytest.mark.parametrize(
    "language", ["py", "yaml", "bash", "json", "toml", "nothing", "", "mermaid", "python traceback"]
)
@pytest.mark.parametrize("text", ["x = 1  # y\n\n\n  'z'\t", "\n", "", "\n\na: [1, 'b']", "$ ls -l\nok\n"])
def test_styles_change_no_character(text: str, language: str) -> None:
    lines = coloured(text, language)
    assert "\n".join(map(plain, lines)) == text


def test_keywords_and_comments_have_styles_and_long_code_has_one() -> None:
    styles = {text: style for line in coloured("if x: y = 1  # z\n", "py") for text, style in line}
    assert (styles["if"], styles["# z"]) == ("strong", "emphasis")
    assert {style for text, style in styles.items() if text not in ("if", "# z")} == {"code"}
    assert {style for line in coloured("if x\n" * MAX_CHARACTERS, "py") for _, style in line} == {"code"}
