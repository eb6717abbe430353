"""Markdown → a reading: its tokens as blocks with places, an anchor for each heading, and what is wrong."""

import re
from collections.abc import Sequence

from aiinfra_study.core.blocks import (
    Block,
    Divider,
    Fence,
    Heading,
    Listing,
    Paragraph,
    Quote,
    Reading,
    Spans,
    Table,
    plain,
)
from aiinfra_study.core.markdown import DEEPEST, Token, call_out_of, end_of, language_of, spans_of, tokens_of
from aiinfra_study.core.problem import Mark, Problem
from aiinfra_study.core.text import clean, unsafe, visible

_ANCHOR = re.compile(r"\{#([A-Za-z0-9][\w.:-]*)\}\s*\Z")
_CLOSING = re.compile(r"[\s>*+.)\d-]*(`{3,}|~{3,})\s*\Z")
_ROW = re.compile(r"\s*\|.*\|\s*\Z")
_DROPPED = re.compile(r"[^\w\- ]")
_LEADING = re.compile(r"[\s>*+-]+")


def slug(text: str) -> str:
    """The anchor that GitHub gives to a heading: lower case, without punctuation, spaces as hyphens."""
    return _DROPPED.sub("", text.strip().lower()).replace(" ", "-") or "part"


def read_reading(file: str, text: str) -> Reading:
    """Markdown to a reading; never raises."""
    return _Builder(file, text).reading()


class _Builder:
    """Tokens to blocks, noting problems."""

    def __init__(self, file: str, text: str) -> None:
        self.file = file
        self.problems: list[Problem] = []
        self._check_characters(text)
        self.text = clean(text)
        self.lines = self.text.split("\n")
        self.anchors: dict[str, int] = {}  # each with how often it was wanted
        self.links: list[tuple[int, str]] = []

    def reading(self) -> Reading:
        blocks = self._blocks(tokens_of(self.text))
        dangling = [(line, anchor) for line, anchor in self.links if anchor not in self.anchors]
        return Reading(self.file, blocks, self.problems, dangling)

    def _problem(self, line: int, rule: str, level: str, message: str, help: str) -> None:
        self.problems.append(Problem(Mark(self.file, line, 1), rule, level, message, help))

    def _check_characters(self, text: str) -> None:
        for number, line in enumerate(text.split("\n"), 1):
            sign = next(unsafe(line), None) if not line.isprintable() else None
            if sign is not None:
                message = f"the character U+{ord(sign[0]):04X} acts on a terminal; it is shown as {visible(sign)}"
                self._problem(number, "T601", "error", message, "delete it")

    def _blocks(self, tokens: Sequence[Token]) -> tuple[Block, ...]:
        found: list[Block] = []
        at = 0
        while at < len(tokens):
            end = end_of(tokens, at)
            block = self._block(tokens[at], tokens[at + 1 : end])
            if block is not None:
                found.append(block)
            at = end + 1
        return tuple(found)

    def _block(self, token: Token, inner: Sequence[Token]) -> Block | None:
        line = token.map[0] + 1 if token.map else 1
        match token.type:
            case "heading_open":
                return self._heading(int(token.tag[1:]), self._spans(inner[0], line), line)
            case "paragraph_open":
                self._check_bars(inner[0].content, line)
                return Paragraph(self._spans(inner[0], line), line)
            case "fence" | "code_block":
                self._check_closed(token, line)
                return Fence(language_of(token.info), token.content.removesuffix("\n"), line)
            case "table_open":
                return self._table(inner, line)
            case "bullet_list_open" | "ordered_list_open":
                return self._listing(token, inner, line)
            case "blockquote_open":
                return self._quote(token, inner, line)
            case "hr":
                return Divider(line)
        return None

    def _spans(self, token: Token, line: int) -> Spans:
        if not token.children:
            return ((token.content.replace("\n", " "), ""),) if token.content else ()
        places = (str(child.attrs.get("href", "")) for child in token.children if child.type == "link_open")
        self.links += [(line, href[1:]) for href in places if href.startswith("#")]
        return tuple((clean(text), style) for text, style in spans_of(token.children))  # (&#x202e; is text by now)

    def _heading(self, level: int, spans: Spans, line: int) -> Heading:
        named = _ANCHOR.search(plain(spans[-1:])) if spans and not spans[-1][1] else None
        if named:
            rest = spans[-1][0][: named.start()].rstrip()
            spans = (*spans[:-1], *(((rest, ""),) if rest else ()))
            if named[1] in self.anchors:
                help = "give each heading a name of its own: links find the first only"
                self._problem(line, "D705", "error", f'the anchor "{named[1]}" is there twice', help)
        anchor = self._unused(named[1] if named else slug(plain(spans)))
        return Heading(level, spans, anchor, line)

    def _unused(self, anchor: str) -> str:
        """An anchor, numbered as GitHub does where it is taken."""
        wanted, name = anchor, anchor
        while name in self.anchors:
            self.anchors[wanted] += 1
            name = f"{wanted}-{self.anchors[wanted]}"
        self.anchors[name] = 0
        return name

    def _table(self, inner: Sequence[Token], line: int) -> Table:
        rows: list[list[Spans]] = []
        for token in inner:
            if token.type == "tr_open":
                rows.append([])
                if len(rows) > 1 and token.map:
                    self._check_row(token.map[0] + 1, len(rows[0]))
            elif token.type == "inline":
                rows[-1].append(self._spans(token, line))
        return Table(tuple(rows[0]), tuple(map(tuple, rows[1:])), line)

    def _listing(self, token: Token, inner: Sequence[Token], line: int) -> Listing:
        items = []
        at = 0
        while at < len(inner):
            end = end_of(inner, at)
            items.append(self._within(inner[at], inner[at + 1 : end]))
            at = end + 1
        start = int(token.attrs.get("start", 1)) if token.type == "ordered_list_open" else None
        return Listing(tuple(items), start, line)

    def _quote(self, token: Token, inner: Sequence[Token], line: int) -> Quote:
        blocks = self._within(token, inner)
        if inner and blocks and isinstance(blocks[0], Paragraph) and (kind := call_out_of(inner)):
            text, style = blocks[0].spans[0]
            rest = text.partition("]")[2].lstrip()
            spans = (*(((rest, style),) if rest else ()), *blocks[0].spans[1:])
            first = (Paragraph(spans, blocks[0].line),) if spans else ()
            return Quote(kind, first + blocks[1:], line)
        return Quote("", blocks, line)

    def _within(self, token: Token, inner: Sequence[Token]) -> tuple[Block, ...]:
        """The blocks within a block; as written where they are nested too deep."""
        if inner or token.map is None or token.level + 1 < DEEPEST:
            return self._blocks(inner)
        line, end = token.map
        written = (_LEADING.sub("", text, count=1) for text in self.lines[line:end])
        text = " ".join(filter(None, written))
        return (Paragraph(((text, ""),), line + 1),) if text else ()

    def _check_closed(self, token: Token, line: int) -> None:
        """A fence that nobody closes takes all that follows as code."""
        last = self.lines[token.map[1] - 1] if token.map and token.map[1] <= len(self.lines) else ""
        closing = _CLOSING.match(last)
        closed = closing and closing[1].startswith(token.markup) and token.map and token.map[1] > line
        if token.type == "fence" and not closed:
            self._problem(line, "D703", "error", "this fence is not closed", f"write {token.markup} below the code")

    def _check_bars(self, content: str, line: int) -> None:
        """Lines between bars that are no table: its second line does not fit the first."""
        rows = content.split("\n")
        for at, row in enumerate(rows[1:], 1):
            if "-" in row and set(row) <= set("|-: ") and _ROW.match(rows[at - 1]):
                head, rule = (text.strip().strip("|").count("|") + 1 for text in (rows[at - 1], row))
                message = f"this is no table: {head} columns above the line of hyphens, {rule} in it"
                self._problem(line + at - 1, "D704", "error", message, "give both lines as many cells")
                return
        if len(rows) > 1 and all(map(_ROW.match, rows)):
            help = "write a line such as |---|---| below the first"
            self._problem(line, "D704", "error", "this table has no line of hyphens below its head", help)

    def _check_row(self, line: int, columns: int) -> None:
        """Markdown leaves out what a row has beyond its head."""
        bars = self.lines[line - 1].replace("\\|", "").strip("> \t").strip("|").count("|")
        if bars >= columns:
            message = f"this row has {bars + 1} cells, its table {columns} columns: the rest is not shown"
            self._problem(line, "D704", "error", message, "give it as many cells, or write a bar in a cell as \\|")
