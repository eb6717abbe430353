"""Text into lines of a given width: styled spans, wrapped on words with a hanging indent. Pure; nothing is printed.

The question screen must appear within a few milliseconds and be drawn again on every key, so it does not go through
Rich (which study pages and tables of reports may); cell widths are Rich's.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import TypeAlias

from aiinfra_study.ui.cells import cell, fitting, is_wide, may_break, width_of

Span: TypeAlias = tuple[str, str]  # text without line breaks, style name
Line: TypeAlias = list[Span]

MIN_WIDTH = 20  # columns: narrower ones are wrapped by the terminal
_INLINE = re.compile(r"(`+)(.+?)\1(?!`)|\*\*(?=\S)(.+?)(?<=\S)\*\*", re.DOTALL)
_LIST = re.compile(r"(\s*)(?:[-*•]|\d{1,2}[.)])\s+")
MAX_LIST_INDENT = 8  # cells
_SPACE = re.compile(r"([^\S\xa0\u202f]+)")  # no-break spaces do not break
MARK = "mark"  # the style of characters that stand for a style where there is no colour
ORNAMENT = "ornament"  # that of characters which only lead the eye, and are left out for the ear


def line_width(line: Line) -> int:
    return sum(width_of(text) for text, _ in line)


def plain(line: Line) -> str:
    return "".join(text for text, _ in line)


def inline(text: str, style: str = "") -> Line:
    """Spans of a paragraph: `code` and **strong** between their marks; everything else stays as it is."""
    spans: Line = []
    at = 0
    for match in _INLINE.finditer(text):
        if match.start() > at:
            spans.append((text[at : match.start()], style))
        if match[2] is not None:
            spans += [("`", MARK), (match[2].strip(), "code"), ("`", MARK)]
        else:
            spans += [("**", MARK), (match[3], "strong"), ("**", MARK)]
        at = match.end()
    if at < len(text):
        spans.append((text[at:], style))
    return spans


def wrap(spans: Iterable[Span], width: int, first: Sequence[Span] = (), hang: str = "") -> list[Line]:
    """Break spans into lines on spaces. `first` opens the first line, `hang` every other."""
    lines: list[Line] = [list(first)]
    used = opened = line_width(lines[0])
    indent = width_of(hang)
    for gap, piece, size in _pieces(spans):
        space = gap if used > opened else []
        if used + len(space) + size > width and (used > opened or indent + size <= width < used + size):
            lines.append([(hang, "")] if hang else [])
            used, opened, space = indent, indent, []
        lines[-1] += space
        used += len(space)
        if used + size <= width:
            lines[-1] += piece
            used += size
            continue
        for text, style in piece:  # longer than a line: break where the line ends
            for character in text:
                cells = cell(character)
                if used + cells > width and used > indent:
                    lines.append([(hang, "")] if hang else [])
                    used = opened = indent
                lines[-1].append((character, style))
                used += cells
    return [_joined(line) for line in lines]


def _pieces(spans: Iterable[Span]) -> Iterator[tuple[Line, Line, int]]:
    """What a line break does not divide and its cells, each with the space before it: one blank, or nothing."""
    gap: Line = []
    word: Line = []
    for text, style in (*spans, (" ", "")):
        for place, part in enumerate(_SPACE.split(text)):
            if place % 2 == 0:
                word += [(part, style)] if part else []
                continue
            if len(word) == 1 and word[0][0].isascii():
                yield gap, word, len(word[0][0])
            else:
                for piece, size in _divided(word):
                    yield gap, piece, size
                    gap = []
            word, gap = [], [(" ", style)]


def _divided(word: Line) -> Iterator[tuple[Line, int]]:
    """A word, cut where a script without spaces may break; each part with its cells."""
    if not any(not text.isascii() and any(map(is_wide, text)) for text, _ in word):
        if word:
            yield word, line_width(word)
        return
    piece: Line = []
    size = 0
    before = ""
    for text, style in word:
        for character in text:
            if before and may_break(before, character):
                yield piece, size
                piece, size = [], 0
            piece.append((character, style))
            size += cell(character)
            before = character
    yield piece, size


def _joined(line: Line) -> Line:
    """Neighbouring spans of one style as one, without space at the end."""
    joined: Line = []
    for text, style in line:
        if joined and joined[-1][1] == style:
            joined[-1] = (joined[-1][0] + text, style)
        else:
            joined.append((text, style))
    while joined:
        text, style = joined.pop()
        if text.rstrip():
            return [*joined, (text.rstrip(), style)]
    return joined


def prose(text: str, width: int, style: str = "", indent: str = "") -> list[Line]:
    """Paragraphs, lists and fenced code of a text."""
    lines: list[Line] = []
    paragraph: list[str] = []
    fence: list[str] | None = None

    def flush() -> None:
        if paragraph:
            mark = _LIST.match(paragraph[0])
            lead = indent + (mark[1][:MAX_LIST_INDENT] if mark else "")
            hang = lead + " " * (len(mark[0]) - len(mark[1]) if mark else 0)
            text = " ".join(part.strip() for part in paragraph)
            lines.extend(wrap(inline(text, style), width, [(lead, "")] if lead else [], hang))
            paragraph.clear()

    for raw in text.expandtabs(4).strip("\n").split("\n"):
        if raw.lstrip().startswith("```"):
            flush()
            if fence is None:
                fence = []
            else:
                lines.extend(code("\n".join(fence), width, indent))
                fence = None
        elif fence is not None:
            fence.append(raw)
        elif not raw.strip():
            flush()
            if lines and lines[-1]:
                lines.append([])
        else:
            if _LIST.match(raw):
                flush()
            paragraph.append(raw)
    flush()
    if fence is not None:
        lines.extend(code("\n".join(fence), width, indent))
    return lines


def code(text: str, width: int, indent: str = "") -> list[Line]:
    """Lines of code with a bar beside them; one too long goes on behind an arrow."""
    lines: list[Line] = []
    room = max(width - len(indent) - 2, 8)
    for raw in text.expandtabs(4).rstrip().split("\n"):
        rest, mark = raw, "│ "
        while True:
            cut = fitting(rest, room if mark == "│ " else room - 2)
            lines.append([(indent, ""), (mark, ORNAMENT), (rest[:cut], "code")])
            rest = rest[cut:]
            if not rest:
                break
            mark = "│ ↪ "
    return lines


def verbatim(text: str, width: int, style: str = "", first: Sequence[Span] = (), hang: str = "") -> list[Line]:
    """A text with every space it has, broken after a space where there is one. `first` is as wide as `hang`."""
    lines: list[Line] = []
    opening = list(first)
    while True:
        cut = fitting(text, width - width_of(hang))
        if cut < len(text):
            cut = text.rfind(" ", 0, cut) + 1 or cut
        lines.append([*opening, (text[:cut], style)])
        text, opening = text[cut:], [(hang, "")]
        if not text:
            return lines


def table(
    head: Sequence[str | Line],
    rows: Sequence[Sequence[str | Line]],
    width: int,
    narrow: int = 60,
    *,
    ruled: bool = False,
    spoken: Iterable[tuple[str, str]] | None = None,
) -> list[Line]:
    """Columns, wrapped where they must be; a block of "label: value" lines for each row below `narrow` columns, or
    where the columns would have to cut words. `ruled` draws a line below the head. `spoken` is what somebody hears who
    listens, in the place of columns: what a row is about, and below it what is said of it."""
    if spoken is not None and width >= narrow:
        parts = [([(indent, "")], text) for pair in spoken for indent, text in zip(("  ", "    "), pair, strict=True)]
        return [line for first, text in parts for line in wrap([(text, "")], width, first, first[0][0] + "  ")]
    styled = [[_cell(value, style) for value in row] for row, style in ((head, "dim"), *((row, "") for row in rows))]
    columns = list(zip(*styled, strict=True))
    sizes = [max(map(line_width, column)) for column in columns]
    least = [max(map(_widest_piece, column)) for column in columns]
    room = width - 2 * (len(head) - 1)
    if width < narrow or sum(least) > room:
        return _blocks(styled[0], styled[1:], width)
    sizes = [min(size, room) for size in sizes]
    while sum(sizes) > room:
        sizes[max((i for i in range(len(head)) if sizes[i] > least[i]), key=sizes.__getitem__)] -= 1
    lines: list[Line] = []
    for row in styled:
        cells = [wrap(cell, size) for cell, size in zip(row, sizes, strict=True)]
        for step in range(max(map(len, cells))):
            line: Line = []
            for broken, size in zip(cells, sizes, strict=True):
                part = broken[step] if step < len(broken) else []
                line += [*part, (" " * (size - line_width(part) + 2), "")]
            lines.append(_joined(line))
        if ruled and row is styled[0]:
            lines.append([("  ".join("─" * size for size in sizes), ORNAMENT)])
    return lines


def _cell(value: str | Line, style: str) -> Line:
    """The spans of a cell; those without a style take that of their row."""
    return [(value, style)] if isinstance(value, str) else [(text, own or style) for text, own in value]


def _widest_piece(line: Line) -> int:
    return max((size for _, _, size in _pieces(line)), default=0)


def _blocks(head: Sequence[Line], rows: Sequence[Sequence[Line]], width: int) -> list[Line]:
    lines: list[Line] = []
    for row in rows:
        if lines:
            lines.append([])
        for label, value in zip(head, row, strict=True):
            if plain(value):
                lines.extend(wrap([*label, (": ", "dim"), *value] if plain(label) else value, width, hang="  "))
    return lines
