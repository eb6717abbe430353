"""Markdown as tokens, and the text of tokens: the only door to markdown-it-py (CommonMark and GitHub's tables)."""

import re
from collections.abc import Iterator, Sequence
from functools import cache
from typing import TYPE_CHECKING, TypeAlias

from aiinfra_study.core.blocks import BREAK, CALL_OUTS, Span, Spans, plain

if TYPE_CHECKING:
    from markdown_it import MarkdownIt
    from markdown_it import token as tokens
    from markdown_it.rules_core import StateCore

Token: TypeAlias = "tokens.Token"
LONGEST = 10_000  # characters of a paragraph: markdown-it-py takes time by their square; longer ones stay as written
DEEPEST = 12  # blocks within blocks: lists in six lists
_MARKS = re.compile(r"[\\\n`*_\[!<&]")  # text without one of them says nothing but itself
_CALL_OUT = re.compile(r"\[!(\w+)\][^\S\n]*(?:\n|\Z)")


def tokens_of(text: str) -> Sequence[Token]:
    """The tokens of a text; HTML is text, as everything unknown is."""
    return _parser().parse(text)


@cache
def _parser() -> "MarkdownIt":
    from markdown_it import MarkdownIt

    parser = MarkdownIt("commonmark", {"html": False, "maxNesting": DEEPEST}).enable("table")
    parser.core.ruler.at("inline", _inline)
    return parser


def _inline(state: "StateCore") -> None:
    """Parse the marks of the paragraphs that have some, and are not too long for that."""
    for token in state.tokens:
        if token.type != "inline":
            continue
        token.children = None
        if len(token.content) <= LONGEST and _MARKS.search(token.content):
            token.children = []
            state.md.inline.parse(token.content, state.md, state.env, token.children)


def end_of(tokens: Sequence[Token], at: int) -> int:
    """The place of the token that closes the one here: itself where it closes itself."""
    depth = 0
    for place in range(at, len(tokens)):
        depth += tokens[place].nesting
        if depth <= 0:
            return place
    return len(tokens)


def language_of(info: str) -> str:
    words = info.split(maxsplit=1)
    return words[0].strip("{}.").lower() if words else ""


def call_out_of(inner: Sequence[Token]) -> str:
    found = _CALL_OUT.match(inner[1].content) if len(inner) > 1 else None
    kind = found[1].lower() if found else ""
    return kind if kind in CALL_OUTS else ""


def spans_of(children: Sequence[Token]) -> Spans:
    """The text of inline tokens, styled; a link shows where it leads unless its text says so."""
    spans: list[Span] = []
    styles: list[str] = []
    opened: list[tuple[str, int]] = []  # links: where each leads, and how many spans come before it
    for child in children:
        style = styles[-1] if styles else ""
        match child.type:
            case "strong_open" | "em_open":
                styles.append("strong" if child.type == "strong_open" or "strong" in styles else "emphasis")
            case "link_open":
                opened.append((str(child.attrs.get("href", "")), len(spans)))
                styles.append("link")
            case "strong_close" | "em_close":
                styles.pop()
            case "link_close":
                styles.pop()
                href, start = opened.pop()
                spans += _target(href, plain(tuple(spans[start:])))
            case "code_inline":
                spans.append((child.content, "code"))
            case "softbreak":
                spans.append((" ", ""))
            case "hardbreak":
                spans.append(BREAK)
            case "image":
                spans.append((f"[image: {child.content}]", style))
            case _:
                if child.content:
                    spans.append((child.content, style))
    return tuple(_merged(spans))


def _target(href: str, shown: str) -> list[Span]:
    """Where a link leads, for a page that cannot be clicked; nothing for places of the same reading."""
    if not href or href.startswith("#") or shown.endswith(href.removeprefix("mailto:")):
        return []
    return [(f" ({href})", "")]


def _merged(spans: Sequence[Span]) -> Iterator[Span]:
    """Neighbouring spans of one style as one."""
    pieces: list[str] = []
    style = ""
    for span in spans:
        alone = span == BREAK or span[1] == "code"
        if pieces and (alone or span[1] != style):
            yield "".join(pieces), style
            pieces = []
        if alone:
            yield span
        else:
            pieces.append(span[0])
            style = span[1]
    if pieces:
        yield "".join(pieces), style
