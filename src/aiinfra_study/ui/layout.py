"""Text into lines of a given width: styled spans, wrapped on words with a hanging indent. Pure; nothing is printed.

The question screen must appear within a few milliseconds and be drawn again on every key, so it does not go through
Rich (which study pages and tables of reports may); cell widths are Rich's.
"""

import re
from collections.abc import Iterable, Sequence
from typing import TypeAlias
from unicodedata import east_asian_width

Span: TypeAlias = tuple[str, str]  # text without line breaks, style name
Line: TypeAlias = list[Span]

MIN_WIDTH = 20
_INLINE = re.compile(r"(`+)(.+?)\1(?!`)|\*\*(?=\S)(.+?)(?<=\S)\*\*", re.DOTALL)
_LIST = re.compile(r"\s*(?:[-*•]|\d{1,2}[.)])\s+")


def width_of(text: str) -> int:
    """Terminal cells a text takes."""
    if text.isascii():
        return len(text)
    from rich.cells import cell_len

    return cell_len(text)


def _has_wide(text: str) -> bool:
    """Whether a text has characters of two cells: such scripts write no spaces and may break anywhere."""
    return not text.isascii() and any(east_asian_width(character) in "WF" for character in text)


def line_width(line: Line) -> int:
    return sum(width_of(text) for text, _ in line)


def plain(line: Line) -> str:
    return "".join(text for text, _ in line)


def inline(text: str, style: str = "") -> Line:
    """Spans of a paragraph: `code` and **strong**; everything else stays as it is."""
    spans: Line = []
    at = 0
    for match in _INLINE.finditer(text):
        if match.start() > at:
            spans.append((text[at : match.start()], style))
        if match[2] is not None:
            spans.append((f"`{match[2].strip()}`", "code"))
        else:
            spans.append((f"**{match[3]}**", "strong"))
        at = match.end()
    if at < len(text):
        spans.append((text[at:], style))
    return spans


def wrap(spans: Iterable[Span], width: int, first: Sequence[Span] = (), hang: str = "") -> list[Line]:
    """Break spans into lines on spaces. `first` opens the first line, `hang` every other."""
    lines: list[Line] = [list(first)]
    used = opened = line_width(lines[0])
    for word in _words(spans):
        size = line_width(word)
        breakable = any(_has_wide(text) for text, _ in word)
        if used > opened and used + 1 + size > width and not breakable:
            lines.append([(hang, "")] if hang else [])
            used = opened = width_of(hang)
        gap = 1 if used > opened else 0
        if gap:
            lines[-1].append((" ", ""))
            used += 1
        if used + size <= width:
            lines[-1] += word
            used += size
            continue
        for text, style in word:  # longer than a line, or without spaces by nature: break where the line ends
            for character in text:
                cell = width_of(character)
                if used + cell > width and used > width_of(hang):
                    lines.append([(hang, "")] if hang else [])
                    used = width_of(hang)
                    opened = used
                lines[-1].append((character, style))
                used += cell
    return [_joined(line) for line in lines]


def _words(spans: Iterable[Span]) -> Iterable[Line]:
    """Runs without spaces, each with its styles."""
    word: Line = []
    for text, style in spans:
        for piece in re.split(r"(\s+)", text):
            if piece.isspace():
                if word:
                    yield word
                word = []
            elif piece:
                word.append((piece, style))
    if word:
        yield word


def _joined(line: Line) -> Line:
    """Neighbouring spans of one style as one, without space at the end."""
    joined: Line = []
    for text, style in line:
        if joined and joined[-1][1] == style:
            joined[-1] = (joined[-1][0] + text, style)
        else:
            joined.append((text, style))
    while joined and not joined[-1][0].strip():
        joined.pop()
    return joined


def prose(text: str, width: int, style: str = "", indent: str = "") -> list[Line]:
    """Paragraphs, lists and fenced code of a text."""
    lines: list[Line] = []
    paragraph: list[str] = []
    fence: list[str] | None = None

    def flush() -> None:
        if paragraph:
            mark = _LIST.match(paragraph[0])
            hang = indent + " " * (len(mark[0]) if mark else 0)
            lines.extend(
                wrap(inline(" ".join(part.strip() for part in paragraph), style), width, _opening(indent), hang)
            )
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


def _opening(indent: str) -> Line:
    return [(indent, "")] if indent else []


def code(text: str, width: int, indent: str = "") -> list[Line]:
    """Lines of code with a bar beside them; one too long goes on behind an arrow."""
    lines: list[Line] = []
    room = max(width - len(indent) - 2, 8)
    for raw in text.expandtabs(4).rstrip().split("\n"):
        rest, mark = raw, "│ "
        while True:
            cut = _cut(rest, room if mark == "│ " else room - 2)
            lines.append([(indent + mark, "dim"), (rest[:cut], "code")])
            rest = rest[cut:]
            if not rest:
                break
            mark = "│ ↪ "
    return lines


def _cut(text: str, room: int) -> int:
    """How many characters of a text fit in so many cells."""
    if text.isascii():
        return min(len(text), room)
    used = 0
    for place, character in enumerate(text):
        used += width_of(character)
        if used > room:
            return place
    return len(text)


def shortened(text: str, width: int) -> str:
    """A text that fits, with … where something was left out."""
    return text if width_of(text) <= width else text[: _cut(text, max(width - 1, 1))] + "…"


def pad(text: str, width: int) -> str:
    return text + " " * max(width - width_of(text), 0)


def table(head: Sequence[str], rows: Sequence[Sequence[str]], width: int, narrow: int = 60) -> list[Line]:
    """Columns, the last one wrapped; below `narrow` columns a block of "label: value" lines for each row."""
    if width < narrow:
        return _blocks(head, rows, width)
    sizes = [max(width_of(row[i]) for row in (head, *rows)) for i in range(len(head))]
    flexible = max(range(len(head)), key=lambda i: sizes[i])
    sizes[flexible] = max(min(sizes[flexible], width - sum(sizes) + sizes[flexible] - 2 * (len(head) - 1)), 10)
    lines: list[Line] = []
    for row, style in ((head, "dim"), *((row, "") for row in rows)):
        cells = [wrap([(text, style)], size) for text, size in zip(row, sizes, strict=True)]
        for step in range(max(map(len, cells))):
            line: Line = []
            for cell, size in zip(cells, sizes, strict=True):
                text = plain(cell[step]) if step < len(cell) else ""
                line.append((pad(text, size) + "  ", style))
            lines.append(_joined(line))
    return [
        [(text.rstrip() if i == len(line) - 1 else text, style) for i, (text, style) in enumerate(line)]
        for line in lines
    ]


def _blocks(head: Sequence[str], rows: Sequence[Sequence[str]], width: int) -> list[Line]:
    lines: list[Line] = []
    for row in rows:
        if lines:
            lines.append([])
        for label, value in zip(head, row, strict=True):
            if value:
                lines.extend(wrap([(value, "")], width, [(f"{label}: ", "dim")], "  "))
    return lines
