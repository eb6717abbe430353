"""The charts of a course: bars of mastery, scores with their intervals; and the signs that legends explain."""

from collections.abc import Sequence

from aiinfra_study.core.report import SectionFigures
from aiinfra_study.ui.charts import percent
from aiinfra_study.ui.dashboard import gain_words
from aiinfra_study.ui.page.markup import Html, joined
from aiinfra_study.ui.page.svg import LINE, across, chart, dot, label, scale, shape, words

BAR = 11  # pixels
ROW = 46
OUTSIDE = -51  # pixels left of the scale, where its words begin


def mastery_bars(name: str, rows: Sequence[SectionFigures]) -> Html:
    """A bar a section: what would be recalled in 30 days is full, what will have faded until then an outline."""
    drawn = []
    for place, row in enumerate(rows):
        now, later, top = row.memory.now or 0.0, row.memory.later or 0.0, ROW * place
        drawn += [
            label(row.section.title, top + 12),
            shape("rect", "s", y=top + 19, width="100%", height=BAR, rx=2),
            shape("rect", "a", y=top + 19, width=across(later), height=BAR, rx=2),
            shape("rect", "f", x=across(later), y=top + 19.75, width=across(now - later), height=BAR - 1.5, rx=2),
            words(f"{percent(now)} → {percent(later)}", top + 29, "d e", "100%", 101),
        ]
    count = "one section" if len(rows) == 1 else f"each of {len(rows)} sections"
    desc = f"A bar for {count}: mastery now, and in 30 days without review."
    return chart(f"{name}-mastery", "Mastery by section", desc, ROW * len(rows), joined(*drawn), "bars")


def score_dots(name: str, rows: Sequence[SectionFigures]) -> Html:
    """A line for each score of a section, with its interval, and the gain in words."""
    drawn, top = [], 26
    for row in rows:
        marks = [
            (told, share, mark)
            for told, share, mark in (
                ("pre", row.pre and row.pre.score, "open"),
                ("post", row.post and row.post.score, "full"),
                ("stayed", row.stayed, "diamond"),
            )
            if share is not None
        ]
        drawn.append(label(row.section.title, top + 6, OUTSIDE))
        for place, (told, share, mark) in enumerate(marks):
            y = top + 22 + LINE * place
            score = words(percent(share.share), y + 4, "d e", "100%", 54)
            drawn += [words(told, y + 4, "d", OUTSIDE), dot(share, y, mark), score]
        top += 20 + LINE * len(marks)
        if row.gain is not None and row.gain.repeated:
            drawn.append(words(short_gain(gain_words(row.gain)), top + 9, "d", OUTSIDE))
            top += LINE
        top += 22
    count = "one section" if len(rows) == 1 else f"each of {len(rows)} sections"
    desc = f"For {count} the scores before and after, and what stayed, with 90 % intervals."
    return chart(f"{name}-scores", "Scores by section", desc, top + 12, joined(scale(14, top - 6), *drawn), "dots")


def short_gain(told: str) -> str:
    """The gain without the number of questions, which the table has: a phone is narrow."""
    flips, _, rest = told.partition(" on ")
    return f"{flips}: {rest.rpartition(': ')[2]}"


def sign(mark: str) -> Html:
    """A mark as the legend shows it."""
    match mark:
        case "diamond":
            return shape("path", "a", d="M8 7L14 1 20 7 14 13z")
        case "dashed":
            return shape("line", "q", x1=1, x2=27, y1=7, y2=7)
        case "bar" | "outline":
            return shape("rect", "a" if mark == "bar" else "f", x=2, y=2, width=24, height=10, rx=2)
        case _:
            return shape("circle", "o" if mark == "open" else "a", cx=14, cy=7, r=5)
