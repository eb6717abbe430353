"""A plan as lines: how ready one is, what each day brings, in which order."""

from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

from aiinfra_study.core.days import on_day
from aiinfra_study.core.plan import Outlook, Plan
from aiinfra_study.ui.charts import bar, percent
from aiinfra_study.ui.layout import Line, wrap
from aiinfra_study.ui.summary import command_lines, spent_minutes
from aiinfra_study.ui.tables import table

BAR = 24
BARS_FROM = 60  # columns


class Daily(NamedTuple):
    """What a day brings: new questions, reviews, minutes; and what today still brings."""

    new: int
    reviews: float
    minutes: float
    new_left: int
    due: int


class PlanTold(NamedTuple):
    """A plan against today. `rows`: section, title, questions without a card, of how many."""

    plan: Plan
    today: date
    title: str
    outlook: Outlook
    daily: Daily
    rows: Sequence[tuple[str, str, int, int]]
    command: str


def plan_lines(told: PlanTold, width: int, *, plain: bool) -> list[Line]:
    """Readiness today and on the day, what it takes, the order, the next step."""
    plan, daily, seen = told.plan, told.daily, told.outlook
    days = plan.days(told.today)
    left = f"in {days} days" if days > 1 else "tomorrow"
    lines = wrap([("Plan: ", "title"), (f"{told.title}, by {on_day(plan.by, told.today)}, {left}.", "")], width)
    lines += _ready(seen, width, plain=plain)
    lines += wrap([(f"{_each_day(plan, daily, told.today)}", "")], width)
    if plan.new and daily.new > plan.new:
        lines += wrap([(f"It was {plan.new} new a day when the plan was made on {_made(told)}.", "")], width)
    lines += wrap([(f"Today: {daily.due} due, {daily.new_left} new left.", "")], width)
    if told.rows:
        lines += [[], [("In this order", "title")]]
        rows = [(name, title, f"{unseen} of {every}") for name, title, unseen, every in told.rows]
        spoken = [(f"{name} {title}", f"{count} questions to begin") for name, title, count in rows] if plain else None
        lines += table(("section", "title", "to begin"), rows, width, spoken=spoken)
    return [*lines, [], *command_lines("Next: ", told.command, width)]


def _made(told: PlanTold) -> str:
    return on_day(told.plan.made, told.today)


def _ready(seen: Outlook, width: int, *, plain: bool) -> list[Line]:
    """Three readinesses: as bars where there is room."""
    rows = (("today", seen.now), ("on the day, if you keep to it", seen.then), ("if nothing is done", seen.idle))
    if plain or width < BARS_FROM:
        told = ", ".join(f"{percent(share)} {when}" for when, share in rows)
        return wrap([(f"Ready: {told}.", "")], width)
    lines: list[Line] = [[("Ready", "title")]]
    for when, share in rows:
        lines.append([("  ", ""), *bar(share, BAR), (f" {percent(share):>5}  {when}", "")])
    return lines


def _each_day(plan: Plan, daily: Daily, today: date) -> str:
    """New questions, reviews and time a day."""
    if not daily.new and not daily.reviews:
        return "Nothing has to be done for it until then."
    time = spent_minutes(daily.minutes)
    rest = plan.days(today) - plan.learning_days(today)
    last = "the last day brings" if rest == 1 else f"the last {rest} days bring"
    quiet = f"; {last} no new ones" if rest and daily.new else ""
    return f"Each day: {daily.new} new and {_reviews(daily.reviews)}, {time}{quiet}."


def _reviews(a_day: float) -> str:
    whole = round(a_day)
    return f"about {whole} review{'s' * (whole != 1)}" if whole else "less than one review"


def empty_lines(plan: Plan, today: date, command: str, width: int) -> list[Line]:
    """A plan of which no question is left: its sections are gone, or all is suspended."""
    text = f"The plan for {on_day(plan.by, today)} has no question left: its sections are gone, or all is suspended."
    return [*wrap([(text, "")], width), *command_lines("To end it: ", command, width)]


def over_lines(plan: Plan, today: date, ready: float, command: str, width: int) -> list[Line]:
    """A plan whose date has come."""
    text = f"The plan for {on_day(plan.by, today)} is over: {percent(ready)} ready today."
    return [*wrap([(text, "")], width), *command_lines("To end it: ", command, width)]
