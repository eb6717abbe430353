"""A course on the page: mastery and scores by section, what is mixed up, what to look at again."""

from collections.abc import Sequence

from aiinfra_study.core.measure import Share
from aiinfra_study.core.report import SectionFigures
from aiinfra_study.ui.cells import shortened
from aiinfra_study.ui.charts import percent, share_words
from aiinfra_study.ui.dashboard import Near, Row, gain_words
from aiinfra_study.ui.layout import plain
from aiinfra_study.ui.page.markup import Child, Html, el, joined, prose, table
from aiinfra_study.ui.page.plots import mastery_bars, score_dots, sign
from aiinfra_study.ui.page.svg import figure, legend
from aiinfra_study.ui.page.values import ONE_LINE, Chapter
from aiinfra_study.ui.summary import gain_lines

WEAKEST = 5  # questions of a section; `progress SECTION` has more
BELIEFS = 12  # misconceptions of a course
STEM = 130  # cells of a question
MASTERY = (
    "Mastery is the mean chance to recall a question of the section today, and after 30 days without review. Questions "
    "never met count as unknown."
)


def chapter_section(chapter: Chapter, name: str) -> Html:
    """The section of a course; `name` is its anchor."""
    begun = [row for row in chapter.begun if row.figures.questions]
    fresh = [row.figures for row in chapter.rows if not row.figures.done and row.figures.questions]
    parts: list[Child] = [el("h2", chapter.title), el("p", _where(chapter), class_="dim")]
    if begun:
        parts += [_mastery(begun, name), _scores(chapter, begun, name), _beliefs(chapter, begun), _weak(chapter, begun)]
    if fresh:
        told = ", ".join(f"{row.section.title} ({row.questions})" for row in fresh)
        parts += [el("h3", "Not begun"), el("p", f"Still to come, with the number of questions: {told}.")]
    return el("section", *parts, id=name)


def _where(chapter: Chapter) -> str:
    questions, seen = (sum(getattr(row.figures, name) for row in chapter.rows) for name in ("questions", "seen"))
    return f"{seen} of {questions} questions met, {chapter.due} due."


def _mastery(rows: Sequence[Row], name: str) -> Html:
    told = [row.figures for row in rows]
    weakest = min(told, key=lambda row: row.memory.now or 0.0)
    caption = f"Weakest now: {weakest.section.title}, {percent(weakest.memory.now or 0.0)}."
    if len(told) == 1:
        now, later = (percent(share or 0.0) for share in told[0].memory)
        caption = f"Of {told[0].section.title} {now} would be recalled now, {later} in 30 days."
    cells: list[tuple[Child, ...]] = [
        (
            row.figures.section.title,
            percent(row.figures.memory.now or 0.0),
            percent(row.figures.memory.later or 0.0),
            f"{row.figures.seen} of {row.figures.questions}",
            row.due,
        )
        for row in rows
    ]
    header = ("section", "now", "in 30 days", "questions met", "due")
    return joined(
        el("h3", "Mastery now and in 30 days"),
        figure(
            caption,
            mastery_bars(name, told),
            legend((sign("bar"), "still there in 30 days"), (sign("outline"), "faded by then without review")),
            table(header, cells, "Mastery by section"),
        ),
        el("p", MASTERY, class_="note"),
    )


def _scores(chapter: Chapter, rows: Sequence[Row], name: str) -> Html:
    """Pre, post and what stayed, and the gain in words."""
    told = [row.figures for row in rows if row.figures.pre or row.figures.post or row.figures.stayed]
    title = el("h3", "What was gained, and what stayed")
    if not told:
        return joined(title, el("p", "No pre- or post-quiz is finished yet, so there is nothing to compare."))
    header = ("section", "pre", "post", "stayed", "gain", "without guessing")
    cells: list[tuple[Child, ...]] = [
        (
            row.section.title,
            _of(row.pre.score if row.pre else None),
            _of(row.post.score if row.post else None),
            _of(row.stayed),
            gain_words(row.gain) if row.gain and row.gain.repeated else "–",
            f"{percent(row.corrected.pre)} → {percent(row.corrected.post)}" if row.corrected else "–",
        )
        for row in told
    ]
    return joined(
        title,
        el("p", _pooled(chapter)),
        figure(
            "Each mark is a score and each line its 90 % interval: the fewer questions, the longer the line.",
            score_dots(name, told),
            legend(
                (sign("open"), "before (pre-quiz)"),
                (sign("full"), "after (post-quiz)"),
                (sign("diamond"), "stayed: right one to four weeks later"),
            ),
            table(header, cells, "Scores by section with 90 % intervals"),
        ),
    )


def _pooled(chapter: Chapter) -> str:
    """What stayed comes first, as it is what counts; then the gain over all sections."""
    figures, parts = chapter.figures, []
    if figures.stayed is not None:
        share = share_words(figures.stayed)
        parts.append(f"What stayed: {share} of {figures.stayed.of} questions right one to four weeks after.")
    if figures.gain is not None:
        parts.append(" ".join(plain(line) for line in gain_lines(figures.gain, ONE_LINE)))
    return " ".join(parts) or "No section has both a pre- and a post-quiz finished yet."


def _of(share: Share | None) -> str:
    return "–" if share is None else f"{share_words(share)} of {share.of}"


def _beliefs(chapter: Chapter, rows: Sequence[Row]) -> Html:
    """Misconceptions held, the most chosen first, each with what puts it right."""
    found: dict[tuple[str, str], int] = {}
    for near in _near(chapter, rows):
        found |= {(belief, contrast): chosen for belief, contrast, chosen in near.held}
    title = el("h3", "Mixed up")
    if not found:
        return joined(title, el("p", "No misconception was chosen twice and is still open."))
    ranked = sorted(found.items(), key=lambda pair: -pair[1])
    made = [
        el("li", el("p", el("q", prose(belief)), " ", el("small", f"chosen {n} times")), el("p", prose(contrast)))
        for (belief, contrast), n in ranked[:BELIEFS]
    ]
    more = len(ranked) - len(made)
    rest = el("p", f"And {more} more, none chosen more often.", class_="dim") if more else None
    return joined(title, el("ul", *made, class_="beliefs"), rest)


def _near(chapter: Chapter, rows: Sequence[Row]) -> list[Near]:
    return [chapter.near[row.figures.section.address] for row in rows if row.figures.section.address in chapter.near]


def _weak(chapter: Chapter, rows: Sequence[Row]) -> Html:
    """The weakest questions by section, those sure and wrong first."""
    told = [_section(chapter, row.figures) for row in rows]
    title = el("h3", "To look at again")
    if not any(told):
        return joined(title, el("p", "Nothing that was met is missed or about to be forgotten."))
    lead = el("p", "Sure and wrong comes first, then what was missed, then what fades most.", class_="note")
    return joined(title, lead, *told)


def _section(chapter: Chapter, figures: SectionFigures) -> Html:
    section = figures.section
    near = chapter.near.get(section.address)
    if near is None or not near.weak:
        return Html()
    wrong = chapter.wrong.get(section.address, 0)
    shown = near.weak[:WEAKEST]
    states = [objective.state for objective in near.objectives]
    standing = ", ".join(f"{n} {state}" for state in ("solid", "shaky", "new") if (n := states.count(state)))
    made = [
        el("li", el("p", prose(shortened(weak.stem, STEM))), el("small", f"{weak.why} · {weak.address}"))
        for weak in shown
    ]
    told = f" – {wrong} sure and wrong" if wrong else ""
    head = el("summary", section.title, el("small", f"{told} · objectives: {standing}" if standing else told))
    return el("details", head, el("ul", *made, class_="weak"))
