"""Readings: Markdown becomes blocks with places; nothing is lost, nothing raises, and what is wrong is told."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from aiinfra_study.core.blocks import (
    BREAK,
    Block,
    Divider,
    Fence,
    Heading,
    Listing,
    Paragraph,
    Quote,
    Reading,
    Table,
    fences,
    plain,
    words,
)
from aiinfra_study.core.markdown import LONGEST
from aiinfra_study.core.reading import read_reading, slug
from aiinfra_study.core.text import unsafe


def read(text: str) -> Reading:
    return read_reading("section-01.md", text)


def problems(text: str) -> list[tuple[str, int]]:
    return [(problem.rule, problem.mark.line) for problem in read(text).problems]


# blocks


def test_every_kind_of_block_is_read_with_its_line() -> None:
    text = "# A\n\nb\n\n```py\nc\n```\n\n|d|\n|-|\n|e|\n\n- f\n\n> g\n\n---\n\n3. h\n"
    blocks = read(text).blocks
    kinds = [Heading, Paragraph, Fence, Table, Listing, Quote, Divider, Listing]
    assert [type(block) for block in blocks] == kinds
    assert [block.line for block in blocks] == [1, 3, 5, 9, 13, 15, 17, 19]
    assert blocks[2] == Fence("py", "c", 5)
    assert isinstance(blocks[7], Listing)
    assert (blocks[4].start, blocks[7].start) == (None, 3)  # type: ignore[union-attr]


def test_marks_become_styles_and_a_link_tells_where_it_leads() -> None:
    text = "a *b* **c *d*** `e` [f](g.html) [h](#i) <http://j.k> ![l](m)\\\nn\no"
    paragraph = read(text).blocks[0]
    assert isinstance(paragraph, Paragraph)
    assert paragraph.spans == (
        *(("a ", ""), ("b", "emphasis"), (" ", ""), ("c d", "strong"), (" ", ""), ("e", "code"), (" ", "")),
        *(("f", "link"), (" (g.html) ", ""), ("h", "link"), (" ", ""), ("http://j.k", "link"), (" [image: l]", "")),
        *(BREAK, ("n o", "")),
    )
    assert read("[xg.html](g.html) and [y](g.html)").blocks[0].spans[-1] == (" (g.html)", "")  # type: ignore[union-attr]


@pytest.mark.parametrize("kind", ["note", "tip", "important", "warning", "caution"])
def test_a_quotation_that_begins_with_its_kind_is_a_call_out(kind: str) -> None:
    for text in (f"> [!{kind.upper()}]\n> Mind *this*.", f"> [!{kind}]\n>\n> Mind *this*."):
        (quote,) = read(text).blocks
        assert isinstance(quote, Quote)
        assert quote.kind == kind
        assert [plain(block.spans) for block in quote.blocks] == ["Mind this."]  # type: ignore[union-attr]


def test_a_quotation_of_another_kind_keeps_its_words() -> None:
    (quote,) = read("> [!HUGE]\n> Mind.").blocks
    assert quote == Quote("", (Paragraph((("[!HUGE] Mind.", ""),), 1),), 1)


def test_html_is_text() -> None:
    (block,) = read("<b>bold</b> <!-- said -->").blocks
    assert isinstance(block, Paragraph)
    assert plain(block.spans) == "<b>bold</b> <!-- said -->"
    (block,) = read("<div>\n*bold*\n</div>").blocks
    assert block == Paragraph((("<div> ", ""), ("bold", "emphasis"), (" </div>", "")), 1)


def test_two_pieces_of_code_side_by_side_stay_two() -> None:
    (block,) = read("`a`*`b`*, which is code").blocks
    assert block == Paragraph((("a", "code"), ("b", "code"), (", which is code", "")), 1)


def test_diagrams_and_code_are_found_within_lists_and_quotations() -> None:
    text = "- a\n  ```sh\n  b\n  ```\n\n> ```mermaid\n> flowchart LR\n> ```\n"
    reading = read(text)
    assert [fence.text for fence in reading.code()] == ["b"]
    assert [fence.text for fence in reading.diagrams()] == ["flowchart LR"]
    assert [fence.line for fence in fences(reading.blocks)] == [2, 6]
    assert reading.problems == ()


def test_words_of_every_block_are_counted() -> None:
    assert words(read("# a b\n\nc\n\n- d\n\n> e f\n\n|g|h|\n|-|-|\n|i|j|\n\n---\n").blocks) == 10
    assert words(read("```\na\nb\n```").blocks) == 20


# headings


def test_a_heading_has_the_anchor_that_was_given_or_the_one_that_github_gives() -> None:
    text = "# Data *drift*, and `why` {#drift}\n## It's 2 × 3: a_b-c\n## Same\n## Same\n### {#bare}\n## ?!\n"
    headings = read(text).headings
    assert [heading.anchor for heading in headings] == ["drift", "its-2--3-a_b-c", "same", "same-1", "bare", "part"]
    assert headings[0].text == "Data drift, and why"
    assert [heading.level for heading in headings] == [1, 2, 2, 2, 3, 2]
    assert slug("Größe & Zahl") == "größe--zahl"


@given(st.lists(st.sampled_from(["a", "a {#a}", "a-1", "A {#a-1}", "!", "a-1 {#part}"]), max_size=12))
def test_no_two_headings_share_an_anchor(titles: list[str]) -> None:
    headings = read("".join(f"# {title}\n" for title in titles)).headings
    assert len({heading.anchor for heading in headings}) == len(titles)


NAMED = read(
    "# Drift {#drift-1}\n## Data drift {#data}\n## Why drift {#x}\n### drift-1\n## Twice\n## Twice\n## Q {#abc}"
)


@pytest.mark.parametrize(
    ("name", "anchors"),
    [
        ("data", ["data"]),
        ("#DATA", ["data"]),
        ("Drift", ["drift-1"]),
        ("drift-1", ["drift-1"]),
        ("  why  DRIFT ", ["x"]),
        ("why", ["x"]),
        ("bc", ["abc"]),
        ("twice", ["twice"]),
        ("rift", ["drift-1", "data", "x", "drift-1-1"]),
        ("", []),
        ("nothing", []),
    ],
)
def test_a_heading_is_named_by_anchor_title_or_a_part_of_them(name: str, anchors: list[str]) -> None:
    assert [heading.anchor for heading in NAMED.named(name)] == anchors


def test_the_nearest_anchors_come_nearest_first() -> None:
    assert NAMED.near("dta")[0] == "data"
    assert NAMED.near("#drift 1")[0] == "drift-1"
    assert read("no heading").near("x") == []


def test_a_part_goes_to_the_next_heading_as_high() -> None:
    reading = read("# A\n\na\n\n## B\n\nb\n\n### C\n\nc\n\n## D\n\nd\n")
    assert [heading.anchor for heading in reading.part("b").headings] == ["b", "c"]
    assert [heading.anchor for heading in reading.part("d").headings] == ["d"]
    assert len(reading.part("a").blocks) == len(reading.blocks)
    with pytest.raises(KeyError):
        reading.part("e")


# what is wrong


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("a\n\n```py\nb\n", [("D703", 3)]),
        ("~~~\na\n```\n", [("D703", 1)]),
        ("- a\n\n  ```\n  b\n\nc", [("D703", 3)]),
        ("> ```\n> a\n\nb", [("D703", 1)]),
        ("````\n```\n````", []),
        ("> - ```\n>   a\n>   ```", []),
        ("```\n```", []),
        ("    a", []),
        ("x\n\n|a|b|c|\n|-|-|\n|1|2|3|", [("D704", 3)]),
        ("|a|b|c|\n|-|-|", [("D704", 1)]),
        ("|a|b|\n|1|2|", [("D704", 1)]),
        ("|a|b|\n|-|-|\n|1|2|\n|1|2|3|", [("D704", 4)]),
        ("> |a|b|\n> |-|-|\n> |1|2\\|3|\n> |1|2|3|", [("D704", 4)]),
        ("|a|b|\n|-|-|\n|1|", []),
        ("a | b", []),
        ("# a {#x}\n# b {#x}", [("D705", 2)]),
        ("# x\n# b {#x}", [("D705", 2)]),
        ("# a\n# a", []),
        ("a\n\x1b[31mb\n\u202ec", [("T601", 2), ("T601", 3)]),
        ("a\tb\xa0c", []),
    ],
)
def test_what_is_wrong_is_told_with_its_line(text: str, found: list[tuple[str, int]]) -> None:
    assert problems(text) == found


def test_links_to_headings_that_are_not_there_are_known_by_their_lines() -> None:
    assert read("# A\n\n[b](#a) [c](#nope)\n\n- [d](#e)\n\n|[f](#g)|\n|-|\n").dangling == (
        *((3, "nope"), (5, "e"), (7, "g")),
    )


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("|a|b|\n|1|2|", "this table has no line of hyphens below its head"),
        ("|a|b|c|\n|-|-|", "this is no table: 3 columns above the line of hyphens, 2 in it"),
        ("a\n|b|c|\n|-|-|-|", "this is no table: 2 columns above the line of hyphens, 3 in it"),
        ("|a|b|\n|-|-|\n|1|2|3|", "this row has 3 cells, its table 2 columns: the rest is not shown"),
    ],
)
def test_lines_between_bars_are_called_what_they_are(text: str, message: str) -> None:
    assert message in [problem.message for problem in read(text).problems]


def test_what_acts_on_a_terminal_becomes_visible() -> None:
    assert texts(read("a&#x202e;b").blocks) == "a<U+202E>b"
    (paragraph, fence) = read("a\x1b[31mb\x00\u200bc\n\n```\nd\x07\te\n```").blocks
    assert plain(paragraph.spans) == "a␛[31mb␀<U+200B>c"  # type: ignore[union-attr]
    assert fence.text == "d␇\te"  # type: ignore[union-attr]


# any text


def texts(blocks: tuple[Block, ...]) -> str:
    """All the text of blocks, in order."""
    found = []
    for block in blocks:
        match block:
            case Heading(spans=spans) | Paragraph(spans=spans):
                found.append(plain(spans))
            case Fence(text=text):
                found.append(text)
            case Table(head=head, rows=rows):
                found += [plain(cell) for row in (head, *rows) for cell in row]
            case Listing(items=items):
                found += map(texts, items)
            case Quote(blocks=inner):
                found.append(texts(inner))
    return "\n".join(found)


MARKDOWN = st.lists(
    st.one_of(
        st.sampled_from(list("#>*_`[]()!|-+<&\\~{}:0123. \n\t\x1b\x00\r")),
        st.sampled_from(
            ["\n\n", "\n- ", "\n1. ", "\n> ", "\n```\n", "\n|a|b|\n|-|-|\n|", "**", "](", "{#a}", "> [!NOTE]\n"]
        ),
        st.text(max_size=5),
    ),
    max_size=60,
).map("".join)


@settings(deadline=None, max_examples=300)
@given(MARKDOWN)
def test_any_text_is_read_and_nothing_in_it_acts_on_a_terminal(text: str) -> None:
    reading = read(text)
    assert next(unsafe(texts(reading.blocks)), None) is None
    assert all(1 <= problem.mark.line <= text.count("\n") + 1 for problem in reading.problems)


WORD = st.text("abcdefghij", min_size=1, max_size=8)
LEAF = st.lists(WORD, min_size=1, max_size=6).map(" ".join)
NESTED = st.recursive(
    LEAF,
    lambda inner: st.one_of(
        st.lists(inner, min_size=1, max_size=3).map(
            lambda texts: "\n".join("- " + text.replace("\n", "\n  ") for text in texts)
        ),
        inner.map(lambda text: "> " + text.replace("\n", "\n> ")),
    ),
    max_leaves=8,
)


@settings(deadline=None)
@given(st.lists(NESTED, min_size=1, max_size=5))
def test_every_word_is_there_in_order(parts: list[str]) -> None:
    text = "\n\n# x\n\n".join(parts)
    expected = [word for word in text.split() if word not in ("-", ">", "#")]
    assert texts(read(text).blocks).split() == expected


def test_of_lines_nested_too_deep_only_the_first_marks_are_taken_away() -> None:
    (block,) = read("> " * 400 + "one - two\n" + "> " * 400 + "three * four").blocks
    assert texts((block,)) == "one - two three * four"
    while isinstance(block, Quote):
        (block,) = block.blocks
    assert block.line == 1


@pytest.mark.parametrize(
    "text", ["> " * 400 + "word", "- " * 400 + "word", "1. > " * 200 + "word", ">" * 9000 + "word"]
)
def test_words_nested_too_deep_are_still_there(text: str) -> None:
    assert "word" in texts(read(text).blocks)


@pytest.mark.parametrize(
    "text",
    [
        *(
            sign * 100_000
            for sign in ("[", "*", "_", "`", "<", "!", "&", "\\", "#", "~", "|", "![", "[](", "*a ", "a*_")
        ),
        *(f"{sign}" * 10_000 + "x" for sign in ("> ", ">", "- ", "1. ", "> - ")),
        *("word " * 100_000, "x" * 500_000, "a\n" * 100_000, "# a\n" * 20_000, "[a]: b\n" * 20_000),
        *("|a|b|\n|-|-|\n" + "|x|y|\n" * 20_000, "|" + "a|" * 5000 + "\n|" + "-|" * 5000, "|a|b|\n" * 20_000),
        *("- a\n" * 20_000, "```\n" * 20_000, "\x1b[31m" * 50_000, "> " * 9 + "a\n" * 20_000, "`a" * 50_000),
        "".join(f"{'`' * size} " for size in range(1, 400)),
        "# a" + " " * 300_000 + "{#a",
    ],
    ids=lambda text: f"{text[:6]!r} {len(text)}",
)
def test_a_text_made_to_be_slow_is_read(text: str) -> None:
    """Each of them took minutes, hours or the stack of a program that goes over it again for each mark."""
    read(text)


def test_a_paragraph_too_long_for_marks_stays_as_written() -> None:
    text = "*a* " * (LONGEST // 4 + 1)
    (paragraph,) = read(text).blocks
    assert paragraph == Paragraph(((text.strip(), ""),), 1)
