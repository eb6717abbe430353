"""What was kept, done and comes: retention, calibration, forecast, reviews, the hardest objectives."""

from collections.abc import Mapping
from datetime import date, timedelta

from aiinfra_study.core.days import DAYS, on_day, short
from aiinfra_study.core.measure import BRIER_FROM, STATED, share_of
from aiinfra_study.ui.charts import WEEK, percent, share_words
from aiinfra_study.ui.history import FEW, Charts
from aiinfra_study.ui.layout import Line, plain
from aiinfra_study.ui.page.history_plots import calibration_curve, forecast_columns, heat_map, retention_dots
from aiinfra_study.ui.page.markup import Child, Html, el, joined, table
from aiinfra_study.ui.page.plots import sign
from aiinfra_study.ui.page.svg import figure, legend
from aiinfra_study.ui.page.values import ONE_LINE, Report

SENTENCE = 2  # of a chart as `stats` prints it: a blank line, its title, its sentence
NO_LEGEND = Html()


def timeline_sections(report: Report) -> list[tuple[str, str, Html]]:
    """Anchor, title and content of each."""
    charts = Charts(report.today.isoformat(), ONE_LINE, plain=True)
    made = [
        ("retention", "Retention", _retention(report, charts)),
        ("calibration", "How sure is sure", _calibration(report, charts)),
        ("forecast", "What comes", _forecast(report, charts)),
        ("reviews", "What was done", _reviews(report, charts)),
        ("hardest", "Hardest objectives", _hardest(report)),
    ]
    return [(name, title, el("section", el("h2", title), body, id=name)) for name, title, body in made]


def _sentence(lines: list[Line]) -> str:
    """The sentence that `stats` says of a chart."""
    return plain(lines[SENTENCE])


def _retention(report: Report, charts: Charts) -> Html:
    history = report.history
    told = _sentence(charts.retention(history.retention, history.desired))
    kept = history.kept
    if not kept.shares:
        return el("p", told)
    cells: list[tuple[Child, ...]] = [
        (on_day(day, report.today), share_words(share), share.of) for day, share in kept.shares
    ]
    return joined(
        figure(
            told,
            retention_dots(kept, history.desired),
            legend(
                (sign("full"), f"a {kept.unit}, with its 90 % interval"),
                (sign("open"), f"fewer than {FEW} reviews: too few to tell"),
                (sign("dashed"), f"your goal, {percent(history.desired)}"),
            ),
            table((f"{kept.unit} from", "recalled", "of"), cells, f"Retention by {kept.unit}"),
        ),
        _note("The share of first reviews of a day that were not rated Again, of cards known before."),
    )


def _calibration(report: Report, charts: Charts) -> Html:
    said = {word: pair for word, pair in report.history.past.said.items() if pair[0]}
    told = _sentence(charts.calibration(report.history.past, report.history.brier))
    if not said:
        return el("p", told)
    if report.history.brier is None:
        told += f" Fewer than {BRIER_FROM} responses: too few to tell."
    cells: list[tuple[Child, ...]] = []
    for word, (count, right) in said.items():
        share = share_of(right, count)
        cells.append((word, percent(STATED[word]), share_words(share) if share else "–", f"{right} of {count}"))
    return joined(
        figure(
            told,
            calibration_curve(said),
            legend(
                (sign("full"), "right, with its 90 % interval"),
                (sign("open"), f"fewer than {FEW} responses"),
                (sign("dashed"), "as often right as said"),
            ),
            table(("said", "means about", "right", "responses"), cells, "Said against right"),
        ),
        _note("Up: how often you were right; across: what the word means. Above the line you know more than you say."),
    )


def _forecast(report: Report, charts: Charts) -> Html:
    counts = report.history.forecast
    told = _sentence(charts.forecast(counts, report.history.minutes_ahead))
    if not any(counts.values()):
        return el("p", told)
    days = [(date.fromisoformat(day), count) for day, count in counts.items()]
    cells: list[tuple[Child, ...]] = [(f"{DAYS[day.weekday()]} {short(day)}", count) for day, count in days if count]
    return joined(
        figure(told, forecast_columns(counts), NO_LEGEND, table(("day", "due"), cells, "Cards due by day")),
        _note(f"Cards due on each of the next {len(counts)} days. What reviews until then bring anew is not in it."),
    )


def _reviews(report: Report, charts: Charts) -> Html:
    history = report.history
    told = _sentence(charts.reviews(history.past.reviews, history.days))
    time = charts.time(history.past, history.days)
    spent = el("p", f"Time: {_sentence(time)}") if time else None
    if not history.past.reviews:
        return joined(el("p", told), spent)
    return joined(
        figure(
            told,
            heat_map(history.past.reviews, report.today),
            _note("Each square is a day, a column a week up to this one; the larger, the more reviews."),
            table(("week from", *DAYS), _weeks(history.past.reviews, report.today), "Reviews by day"),
        ),
        spent,
    )


def _weeks(counts: Mapping[str, int], today: date) -> list[tuple[Child, ...]]:
    """Weeks with a review, Monday to Sunday."""
    weeks: dict[date, list[int]] = {}
    for day, count in counts.items():
        then = date.fromisoformat(day)
        weeks.setdefault(then - timedelta(days=then.weekday()), [0] * WEEK)[then.weekday()] = count
    return [(on_day(monday, today), *(n or "" for n in weeks[monday])) for monday in sorted(weeks)]


def _hardest(report: Report) -> Html:
    found = report.history.hardest
    if not found:
        return el("p", "No objective has a missed question.")
    several = len({section.course for section, _ in found}) > 1
    made = []
    for section, objective in found:
        where = section.address if several else section.id
        share = share_of(objective.right, objective.asked)
        told = f"{objective.right} of {objective.asked} right, {share_words(share)}" if share else ""
        made.append(el("li", el("p", objective.text), el("small", f"{told} · {where}")))
    note = _note("By first responses of a day; those that are surest to be hard come first.")
    return joined(note, el("ul", *made, class_="weak"))


def _note(told: str) -> Html:
    return el("p", told, class_="note")
