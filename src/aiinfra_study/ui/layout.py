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
    return [joined(line) for line in lines]


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


def widest_piece(line: Line) -> int:
    """The cells of the longest part of a line that a line break does not divide."""
    return max((size for _, _, size in _pieces(line)), default=0)


def joined(line: Line) -> Line:
    """Neighbouring spans of one style as one, without space at the end."""
    spans: Line = []
    for text, style in line:
        if spans and spans[-1][1] == style:
            spans[-1] = (spans[-1][0] + text, style)
        else:
            spans.append((text, style))
    while spans:
        text, style = spans.pop()
        if text.rstrip():
            return [*spans, (text.rstrip(), style)]
    return spans


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
