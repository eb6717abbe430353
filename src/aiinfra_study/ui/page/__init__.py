"""The page of `aiinfra report`: one HTML file that needs no network and no script."""

from collections.abc import Sequence

from aiinfra_study.core.days import DAYS, MONTHS
from aiinfra_study.ui.charts import percent
from aiinfra_study.ui.page.chapter import chapter_section
from aiinfra_study.ui.page.markup import Html, el, joined, void
from aiinfra_study.ui.page.style import CSS
from aiinfra_study.ui.page.timeline import timeline_sections
from aiinfra_study.ui.page.values import Chapter, Report
from aiinfra_study.ui.summary import spent

POLICY = "default-src 'none'; style-src 'unsafe-inline'"  # nothing is loaded, nothing runs
NOTES = (
    "Intervals are Wilson 90 % intervals: the fewer the cases, the wider. Mastery is the mean chance to recall by FSRS,"
    " questions never met counted as unknown. The test of luck is the exact one-sided sign test on what flipped."
)


def page(report: Report) -> str:
    """The whole document."""
    day = report.today
    told = f"{DAYS[day.weekday()]} {day.day} {MONTHS[day.month - 1]} {day.year}"
    parts = [] if report.blank else _parts(report)
    links = [el("li", el("a", title, href=f"#{name}")) for name, title, _ in parts]
    body = joined(
        el("a", "Skip to the figures", href="#main", class_="skip"),
        el("header", el("h1", "Learning report"), _lead(report, told)),
        el("nav", el("ul", *links), aria_label="Parts of the report") if links else None,
        el("main", *(part for _, _, part in parts), None if parts else _welcome(report), id="main", tabindex=-1),
        el("footer", el("p", NOTES)) if parts else None,
    )
    head = joined(
        void("meta", charset="utf-8"),
        void("meta", http_equiv="Content-Security-Policy", content=POLICY),
        void("meta", name="viewport", content="width=device-width, initial-scale=1"),
        void("meta", name="color-scheme", content="light dark"),
        el("title", f"Learning report, {told}"),
        el("style", Html(CSS)),
    )
    return f"<!DOCTYPE html>\n{el('html', el('head', head), el('body', body), lang='en')}\n"


def _lead(report: Report, told: str) -> Html:
    titles = [chapter.title for chapter in report.chapters]
    what = f"{titles[0]} and {len(titles) - 1} more" if len(titles) > 2 else " and ".join(titles)
    day = el("time", told, datetime=report.today.isoformat())
    return el("p", day, void("br"), what, class_="lead")


def _welcome(report: Report) -> Html:
    first = el("p", "Nothing was asked yet, so there is nothing to measure. One quiz is enough to begin.")
    return el("section", el("h2", "Your figures come here"), first, _next(report))


def _next(report: Report) -> Html:
    command, why = report.step
    return el("p", f"Next: {why}.", void("br"), el("code", command), class_="next")


def _parts(report: Report) -> Sequence[tuple[str, str, Html]]:
    """Anchor, title and content of every part."""
    glance = el("section", el("h2", "At a glance"), _tiles(report), _next(report), id="glance")
    chapters = [
        (name, chapter.title, chapter_section(chapter, name))
        for number, chapter in enumerate(report.chapters, 1)
        for name in [f"course-{number}"]
    ]
    return [("glance", "At a glance", glance), *chapters, *timeline_sections(report)]


def _tiles(report: Report) -> Html:
    """The headline figures."""
    history, several = report.history, len(report.chapters) > 1
    tiles = [_mastery(chapter, several) for chapter in report.chapters]
    if not several and (stayed := report.chapters[0].figures.stayed) is not None:
        tiles.append(("What stayed", percent(stayed.share), f"of {stayed.of} questions, one to four weeks later"))
    due, kept = list(history.forecast.values()), history.retention
    tiles.append(("Due today", str(due[0]), f"{sum(due)} within {len(due)} days"))
    if kept is not None:
        words = f"{100 * kept.low:.0f}–{percent(kept.high)}, your goal is {percent(history.desired)}"
        tiles.append(("Retention", percent(kept.share), words))
    tiles.append(("Streak", str(history.streak), "study day" if history.streak == 1 else "study days"))
    if history.past.seconds >= 1:
        tiles.append(("Time", spent(history.past.seconds), f"in the last {history.days} days"))
    made = [el("div", el("dt", name), el("dd", el("b", number), note)) for name, number, note in tiles]
    return el("dl", *made, class_="tiles")


def _mastery(chapter: Chapter, several: bool) -> tuple[str, str, str]:
    name = chapter.title if several else "Mastery now"
    now, later = chapter.figures.memory
    if now is None or later is None:
        return name, "–", "no questions"
    return name, percent(now), f"{percent(later)} in 30 days without review"
