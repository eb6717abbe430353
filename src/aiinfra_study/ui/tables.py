"""Tables as lines: columns where they fit, else a block of lines for each row. Pure; nothing is printed."""

from collections.abc import Iterable, Sequence

from aiinfra_study.ui.layout import ORNAMENT, Line, joined, line_width, plain, widest_piece, wrap


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
    if spoken is not None:
        parts = [([(indent, "")], text) for pair in spoken for indent, text in zip(("  ", "    "), pair, strict=True)]
        return [line for first, text in parts for line in wrap([(text, "")], width, first, first[0][0] + "  ")]
    styled = [[_cell(value, style) for value in row] for row, style in ((head, "dim"), *((row, "") for row in rows))]
    columns = list(zip(*styled, strict=True))
    sizes = [max(map(line_width, column)) for column in columns]
    least = [max(map(widest_piece, column)) for column in columns]
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
            lines.append(joined(line))
        if ruled and row is styled[0]:
            lines.append([("  ".join("─" * size for size in sizes), ORNAMENT)])
    return lines


def _cell(value: str | Line, style: str) -> Line:
    """The spans of a cell; those without a style take that of their row."""
    return [(value, style)] if isinstance(value, str) else [(text, own or style) for text, own in value]


def _blocks(head: Sequence[Line], rows: Sequence[Sequence[Line]], width: int) -> list[Line]:
    lines: list[Line] = []
    for row in rows:
        if lines:
            lines.append([])
        for label, value in zip(head, row, strict=True):
            if plain(value):
                lines.extend(wrap([*label, (": ", "dim"), *value] if plain(label) else value, width, hang="  "))
    return lines
