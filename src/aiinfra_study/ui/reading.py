"""A reading as lines of a given width: prose, lists, tables, call-outs, code, diagrams."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

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
    Spans,
    Table,
)
from aiinfra_study.ui.layout import MARK, ORNAMENT, Line, Span, line_width, wrap
from aiinfra_study.ui.tables import table

MEASURE = 88  # columns of prose: longer lines are hard to follow back
NARROW = 16  # columns that text keeps however deep its list or quotation
CODE_INDENT = "    "
_KIND_WORDS = {"note": "Note", "tip": "Tip", "important": "Important", "warning": "Warning", "caution": "Caution"}
_KIND_STYLES = {"tip": "good", "important": "half", "warning": "half", "caution": "bad"}

Draw = Callable[[str, int], list[Line]]  # the source of a diagram and a width


class CodeLine(list[Span]):
    """A line of code: as long as it is, with its tabs, and never further in than CODE_INDENT."""


class Page(NamedTuple):
    """A reading laid out: its lines, and the line at which each heading stands, by anchor, in order."""

    lines: list[Line]
    starts: dict[str, int]


class Manner(NamedTuple):
    """How a page is shown: `plain` for a reader that speaks, `draw` for diagrams, `paint` for code; what is said
    below a heading, by its anchor."""

    plain: bool
    draw: Draw
    paint: Callable[[str, str], list[Line]]
    below: Mapping[str, Line] = {}


def lay_out(reading: Reading, width: int, manner: Manner, enough: int | None = None) -> Page:
    """The page of a reading; only its beginning where so many lines are `enough`."""
    page = Page([], {})
    for block in reading.blocks:
        if enough is not None and len(page.lines) >= enough:
            break
        lines = _block(block, width, manner)
        if page.lines and lines:
            page.lines.append([])
        if isinstance(block, Heading):
            page.starts[block.anchor] = len(page.lines)
        page.lines.extend(lines)
    return page


def contents(reading: Reading, width: int, below: Mapping[str, Line]) -> list[Line]:
    """The headings, indented by level, with their anchors."""
    lines: list[Line] = []
    for heading in reading.headings:
        lead = "  " * (heading.level - 1)
        spans: list[Span] = [*_styled(heading.spans), (" ", ""), (f"#{heading.anchor}", "dim")]
        lines.extend(wrap(spans, width, [(lead, "")] if lead else [], lead + "  "))
        if heading.anchor in below:
            lines.extend(wrap(below[heading.anchor], width, [(lead + "  ", "")], lead + "  "))
    return lines


def source_lines(text: str) -> list[Line]:
    """A text as lines of code in one colour."""
    return [CodeLine([(CODE_INDENT, ""), (line, "code")]) if line else [] for line in text.split("\n")]


def _block(block: Block, width: int, manner: Manner) -> list[Line]:
    match block:
        case Heading():
            return list(_heading(block, width, manner))
        case Paragraph(spans):
            return _prose(spans, width)
        case Fence(language, text) if block.is_diagram:
            return [*_named("Diagram", manner), *manner.draw(text, width)]
        case Fence(language, text):
            return _code(language, text, manner)
        case Table(head, rows):
            narrow = width + 1 if manner.plain else 60  # a voice reads "label: value", not columns
            cells = [[_styled(cell) for cell in row] for row in rows]
            many = f"Table, {len(rows)} row{'s' * (len(rows) != 1)}"
            return [
                *_named(many, manner),
                *table([_styled(cell) for cell in head], cells, width, narrow, ruled=True),
            ]
        case Listing():
            return _listing(block, width, manner)
        case Quote(kind, blocks):
            return _quote(kind, blocks, width, manner)
        case Divider():
            return [] if manner.plain else [[("─" * min(width, MEASURE), ORNAMENT)]]


def _heading(heading: Heading, width: int, manner: Manner) -> Iterator[Line]:
    room = min(width, MEASURE)
    title = [(text, style or "title") for text, style in _styled(heading.spans)]
    lines = wrap(title, room, [("#" * heading.level + " ", "")] if manner.plain else [])
    yield from lines
    if not manner.plain and heading.level < 3:
        yield [(("━" if heading.level == 1 else "─") * max(map(line_width, lines)), ORNAMENT)]
    if heading.anchor in manner.below:
        yield from wrap(manner.below[heading.anchor], room)


def _styled(spans: Spans) -> Line:
    """Spans as the layout has them; code between signs that are shown where there is no colour."""
    line: Line = []
    for text, style in spans:
        if style == "code":
            line += [("`", MARK), (text, "code"), ("`", MARK)]
        else:
            line.append((text, "" if text == " " or style == "break" else style))
    return line


def _prose(spans: Spans, width: int) -> list[Line]:
    lines: list[Line] = []
    part: list[Span] = []
    for span in (*spans, BREAK):
        if span != BREAK:
            part.append(span)
        elif part:
            lines.extend(wrap(_styled(tuple(part)), min(width, MEASURE)))
            part = []
    return lines


def _named(what: str, manner: Manner) -> list[Line]:
    """What begins here, for whoever does not see it."""
    return [[(f"{what}:", "")]] if manner.plain else []


def _code(language: str, text: str, manner: Manner) -> list[Line]:
    """Code as it stands: what is broken cannot be copied."""
    named = _named(f"Code{f', {language}' if language else ''}", manner)
    return named + [CodeLine([(CODE_INDENT, ""), *line]) if line else [] for line in manner.paint(text, language)]


def _stacked(blocks: Sequence[Block], width: int, manner: Manner, loose: bool = True) -> list[Line]:
    lines: list[Line] = []
    for block in blocks:
        if lines and loose:
            lines.append([])
        lines.extend(_block(block, width, manner))
    return lines


def _listing(listing: Listing, width: int, manner: Manner) -> list[Line]:
    loose = any(sum(not isinstance(block, Listing) for block in item) > 1 for item in listing.items)
    last = (listing.start or 0) + len(listing.items) - 1
    bullet = "- " if manner.plain else "• "
    lines: list[Line] = []
    for place, item in enumerate(listing.items):
        sign = bullet if listing.start is None else f"{listing.start + place}. ".ljust(len(f"{last}. "))
        if lines and loose:
            lines.append([])
        room = width - len(sign)
        if room < NARROW:  # no room to go further in
            lines += [[(sign.rstrip(), "")], *_stacked(item, width, manner, loose)]
        else:
            lines += _indented(_stacked(item, room, manner, loose), sign, " " * len(sign))
    return lines


def _quote(kind: str, blocks: Sequence[Block], width: int, manner: Manner) -> list[Line]:
    word = _KIND_WORDS.get(kind, "")
    if manner.plain:
        return [[(f"{word or 'Quotation'}:", "")], *_stacked(blocks, width, manner)]
    head: list[Line] = [[(word, _KIND_STYLES.get(kind, "strong"))]] if word else []
    room = min(width, MEASURE) - 2
    if room < NARROW:
        return head + _stacked(blocks, width, manner)
    return _indented(head + _stacked(blocks, room, manner), "│ ", "│ ", ORNAMENT)


def _indented(lines: Iterable[Line], first: str, hang: str, style: str = "") -> list[Line]:
    """Lines with a sign before the first and room before the others; code keeps its place."""
    indented: list[Line] = []
    for line in lines:
        if isinstance(line, CodeLine):
            indented += [line] if indented else [[(first.rstrip(), style)], line]
            continue
        sign = first if not indented else hang
        indented.append([(sign, style), *line] if line else [(sign.rstrip(), style)] if sign.strip() else [])
    return indented or [[(first.rstrip(), style)]]
