"""Charts of characters: bars, intervals, columns, a heat map. Right at any width, readable without colour."""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from math import ceil

from aiinfra_study.core.days import DAYS, MONTHS
from aiinfra_study.core.measure import Share
from aiinfra_study.ui.layout import ORNAMENT, Line

SHADES = "·░▒▓█"  # nothing, and four quarters of the most
_EIGHTHS = "▁▂▃▄▅▆▇█"
_PARTS = " ▏▎▍▌▋▊▉"
WEEK = 7
WEEKS = 53


def percent(share: float) -> str:
    return f"{100 * share:.0f} %"


def share_words(share: Share) -> str:
    """`80 % (44–95 %)`, which no line break divides."""
    return f"{100 * share.share:.0f}\xa0% ({100 * share.low:.0f}–{100 * share.high:.0f}\xa0%)"


def bar(share: float, width: int, style: str = "good") -> Line:
    """A share (0-1) as a bar on a ground, to an eighth of a cell."""
    eighths = round(min(max(share, 0.0), 1.0) * width * 8)
    full, rest = divmod(eighths, 8)
    text = "█" * full + (_PARTS[rest] if rest else "")
    return [(text, style), ("░" * (width - len(text)), ORNAMENT)]


def interval(low: float, share: float, high: float, wanted: float | None, width: int) -> Line:
    """A share with its interval on a line from 0 to 1, and a mark at what is wanted."""
    cells = ["─"] * width
    last = width - 1
    for cell in range(round(low * last), round(high * last) + 1):
        cells[cell] = "━"
    cells[round(share * last)] = "●"
    if wanted is not None:
        at = round(wanted * last)
        cells[at] = "┃" if cells[at] != "●" else "◉"
    return [("".join(cells), "")]


def columns(counts: Sequence[int], height: int, wide: int) -> list[Line]:
    """Counts as columns, the largest as high as there are rows; anything above nothing shows."""
    most = max(counts, default=0) or 1
    rows = []
    for row in range(height - 1, -1, -1):
        cells = []
        for count in counts:
            eighths = ceil(count / most * height * 8) - row * 8
            cells.append((" " if eighths <= 0 else _EIGHTHS[min(eighths, 8) - 1]) * wide)
        rows.append([("".join(cells).rstrip(), "chosen")])
    return rows


def heat_map(counts: Mapping[str, int], today: date, days: int, width: int) -> list[Line]:
    """Counts by study day (YYYY-MM-DD) of the last so many: a column a week up to this one, a row a day of the week."""
    weeks = min(WEEKS, width - 4)
    monday = today - timedelta(days=today.weekday() + WEEK * (weeks - 1))
    mondays = [monday + timedelta(days=WEEK * week) for week in range(weeks)]
    most = max(counts.values(), default=0)
    lines: list[Line] = [[("    " + _months(mondays), "dim")]]
    for weekday in range(WEEK):
        cells = ""
        for first in mondays:
            day = first + timedelta(days=weekday)
            cells += " " if not 0 <= (today - day).days < days else shade(counts.get(day.isoformat(), 0), most)
        lines.append([(f"{DAYS[weekday]} ", "dim"), (cells.rstrip(), "good")])
    return lines


def shade(count: int, most: int) -> str:
    return SHADES[min(ceil(count / most * 4), 4)] if count else SHADES[0]


def _months(mondays: Sequence[date]) -> str:
    """The names of months over their first weeks, where there is room."""
    text = ""
    for place, monday in enumerate(mondays):
        if monday.day <= WEEK and len(text) <= place and place + 3 <= len(mondays):
            text = text.ljust(place) + MONTHS[monday.month - 1] + " "
    return text.rstrip()
