"""The charts of history: calibration, columns of what is due, retention over time, a heat map."""

from collections.abc import Mapping
from datetime import date, timedelta
from math import ceil, floor

from aiinfra_study.core.days import DAYS, MONTHS, on_day, short
from aiinfra_study.core.measure import STATED, share_of
from aiinfra_study.ui.charts import WEEK, WEEKS, percent
from aiinfra_study.ui.history import FEW
from aiinfra_study.ui.page.markup import Html, el, joined
from aiinfra_study.ui.page.svg import across, chart, level, shape, titled, words
from aiinfra_study.ui.page.values import Kept

HEIGHT, SQUARE = 150, 240  # pixels of a plot
TOP = 10  # above it
CELL, PITCH, HEAD = 12, 15, 20  # pixels of a day of the heat map, of a row of days, and of the months above
LEVELS = 4  # sizes of a day
LABEL = 14  # pixels a word of an axis takes


def calibration_curve(said: Mapping[str, tuple[int, int]]) -> Html:
    """How often a word of confidence was right over what it says; the dashed line is where both are the same."""

    def y(share: float) -> float:
        return TOP + SQUARE * (1 - share)

    drawn = [level(y(at), percent(at)) for at in (0.0, 0.25, 0.5, 0.75, 1.0)]
    drawn.append(shape("line", "q", x1=0, y1=y(0), x2=across(1), y2=y(1)))
    # anchor and distance of the words below, and of the share beside the point, so that no two meet
    places = {"guess": ("d m", 0, "e", -12), "unsure": ("d e", 14, "e", -12), "sure": ("d", -8, "", 12)}
    told = []
    for word, (count, right) in said.items():
        share = share_of(right, count)
        if share is None:
            continue
        x, (class_, dx, side, beside) = across(STATED[word]), places[word]
        drawn += [
            shape("line", "w", x1=x, x2=x, y1=y(share.low), y2=y(share.high)),
            shape("circle", "o" if count < FEW else "a", cx=x, cy=y(share.share), r=6),
            words(percent(share.share), y(share.share) + 4, side or None, x, beside),
            words(word, y(0) + 18, class_, x, dx),
            words(percent(STATED[word]), y(0) + 34, class_, x, dx),
        ]
        told.append(f"{word}: said {percent(STATED[word])}, right {percent(share.share)} of {count}")
    desc = f"{'; '.join(told)}."
    return chart("calibration-curve", "Said against right", desc, SQUARE + 52, joined(*drawn), "square")


def forecast_columns(counts: Mapping[str, int]) -> Html:
    """A column a day, the largest as high as the plot."""
    most, step, ground = max(counts.values()), 1 / len(counts), TOP + HEIGHT
    drawn = [level(TOP, str(most)), level(ground, "0", "z")]
    for place, (day, number) in enumerate(counts.items()):
        then, x, height = date.fromisoformat(day), across(place * step), HEIGHT * number / most
        if number:
            bar = shape("rect", "a", x=x, y=ground - height, width=across(step * 0.7), height=height)
            drawn.append(titled(bar, f"{number} due {DAYS[then.weekday()]} {short(then)}"))
        if place % WEEK == 0:
            drawn.append(words(short(then), ground + 16, "d wide" if place + WEEK > len(counts) else "d", x))
    desc = f"A column for each of {len(counts)} days; the highest is {most}."
    return chart("forecast-days", "Cards due by day", desc, HEIGHT + 34, joined(*drawn), "axis")


def retention_dots(kept: Kept, desired: float) -> Html:
    """A point for each week or month with its interval; the dashed line is the goal."""
    lowest = floor(10 * min([0.85, desired, *(share.low for _, share in kept.shares)])) / 10
    first, last = kept.shares[0][0], kept.shares[-1][0]
    days = (last - first).days

    def y(share: float) -> float:
        return TOP + HEIGHT * (1 - share) / (1 - lowest)

    goal = "goal" if y(desired) - y(1) >= LABEL else ""  # the legend tells it too
    drawn = [level(y(1), "100 %"), level(y(desired), goal, "q"), level(y(lowest), percent(lowest), "z")]
    for day, share in kept.shares:
        x = across(0.03 + 0.94 * (day - first).days / days if days else 0.5)
        point = shape("circle", "o" if share.of < FEW else "a", cx=x, cy=y(share.share), r=4.5)
        drawn += [
            shape("line", "w", x1=x, x2=x, y1=y(share.low), y2=y(share.high)),
            titled(point, f"{kept.unit} from {short(day)}: {percent(share.share)} of {share.of}"),
        ]
    drawn.append(words(short(first), TOP + HEIGHT + 16, *(("d", "0") if days else ("d m", "50%"))))
    if days:
        drawn.append(words(short(last), TOP + HEIGHT + 16, "d e", "100%"))
    points = "One point" if not days else f"{len(kept.shares)} points, one a {kept.unit},"
    desc = f"{points} against a goal of {percent(desired)}; the axis begins at {percent(lowest)}."
    return chart("retention-points", "Retention over time", desc, HEIGHT + 34, joined(*drawn), "axis")


def heat_map(counts: Mapping[str, int], today: date) -> Html:
    """A square a day, the larger the more reviews; a column a week, up to this one."""
    monday = today - timedelta(days=today.weekday() + WEEK * (WEEKS - 1))
    week, most = 1 / WEEKS, max(counts.values(), default=1)
    places = [shape("rect", "s", y=HEAD + PITCH * row, width=across(0.8 * week), height=CELL) for row in range(WEEK)]
    drawn = [el("defs", el("g", *places, id="week"), el("g", *places[: today.weekday() + 1], id="this-week"))]
    months = 0
    for place in range(WEEKS):
        first = monday + timedelta(days=WEEK * place)
        name = "#week" if place < WEEKS - 1 else "#this-week"
        drawn.append(el("use", href=name, x=across(place * week)))
        if first.day <= WEEK and place <= WEEKS - 3:
            drawn.append(words(MONTHS[first.month - 1], 12, "d wide" if months % 2 else "d", across(place * week)))
            months += 1
    for day, count in counts.items():
        when = date.fromisoformat(day)
        place, row = divmod((when - monday).days, WEEK)
        if monday <= when <= today:
            drawn.append(titled(_square(place * week, row, count / most), f"{count} on {on_day(when, today)}"))
    drawn += [words(DAYS[row], HEAD + 10 + PITCH * row, "d e", dx=-8) for row in range(0, WEEK, 2)]
    desc = f"A square for each day of {WEEKS} weeks; the largest stands for {most} reviews."
    return chart("review-days", "Reviews by day", desc, HEAD + PITCH * WEEK, joined(*drawn), "axis")


def _square(left: float, row: int, part: float) -> Html:
    """The square of a day, of four sizes whose areas grow with the part (0-1) of the most."""
    side = (min(ceil(part * LEVELS), LEVELS) / LEVELS) ** 0.5
    width, height = 0.8 / WEEKS, CELL * side
    y = HEAD + PITCH * row + (CELL - height) / 2
    x = across(left + width * (1 - side) / 2)
    return shape("rect", "a", x=x, y=y, width=across(width * side), height=height)
