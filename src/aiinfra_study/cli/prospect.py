"""The card of one question: why it is due when it is, recall now, and what each rating would do."""

from datetime import date
from typing import Any, NamedTuple

from aiinfra_study.cli.desk import Desk
from aiinfra_study.cli.pasted import whole_command
from aiinfra_study.cli.shelf import Shelf
from aiinfra_study.core.days import in_words
from aiinfra_study.core.progress import is_changed
from aiinfra_study.core.question import Question
from aiinfra_study.core.rating import RATINGS
from aiinfra_study.store.banks import Bank
from aiinfra_study.ui.layout import Line, wrap


class Forecast(NamedTuple):
    """What the schedule says of a card today; `held` by the date of a plan, "" without one."""

    recall: float
    ratings: dict[str, dict[str, Any]]
    held: str = ""


def forecast_of(desk: Desk, bank: Bank, address: str) -> Forecast | None:
    """Recall now, and what each rating would give; None without a card."""
    from aiinfra_study.core.schedule import interval_of

    card, today = desk.store.progress.cards.get(address), desk.today()
    if card is None:
        return None
    ratings = {}
    scheduler = desk.scheduler_of(bank.section.address)
    for rating in RATINGS:
        after = scheduler.review(address, card, rating, today)
        interval = interval_of({**after, "last": max(today.isoformat(), card["last"])})
        ratings[rating] = {"due": after["due"], "interval": interval}
    plan = desk.plan
    held = plan.by.isoformat() if plan is not None and bank.section.address in plan.sections else ""
    return Forecast(desk.scheduler.recall(card, today), ratings, held)


def why_due(desk: Desk, bank: Bank, question: Question) -> tuple[str, str]:
    """Why a question is due when it is, and the command that follows from it ("": none)."""
    from shlex import quote

    progress, today = desk.store.progress, desk.today()
    address = question.address
    card = progress.cards.get(address)
    if card is None:
        return "No card yet: the first response with feedback (post-quiz, practice or review) makes one.", ""
    if address in progress.suspended:
        command = whole_command(desk, f"unsuspend {quote(address)}")
        return "Suspended, left out of review; to take it in again: ", command
    last = in_words(card["last"], today)
    missed = ", missed today" if address in progress.learning(today.isoformat()) else ""
    said = f"Rated {_times(card['reps'])}, forgotten {_times(card['lapses'])}{missed}; last rated {last}."
    goal = f"{100 * desk.preset.retention:.0f} %"
    crossing = desk.scheduler.crossing(card)
    falls = "fell" if crossing < today.isoformat() else "falls"
    words = f"{said} Recall {falls} to {goal} {in_words(crossing, today)}; due {in_words(card['due'], today)}"
    if "was" in card:
        words += f", dealt out from {in_words(card['was'], today)}"
    if is_changed(card, question.outline):
        words += "; changed since you learned it, so the next review asks it once"
    elif card["due"] <= today.isoformat() and address in Shelf(desk, desk.course_of(bank).banks).day().buried:
        words += "; left out today, as one of its family was asked"
    return f"{words}.", ""


def _times(count: int) -> str:
    return {0: "never", 1: "once", 2: "twice"}.get(count, f"{count} times")


def forecast_lines(forecast: Forecast | None, today: date, width: int, *, free: bool) -> list[Line]:
    if forecast is None:
        return []
    each = [f"{rating} {in_words(told['due'], today)}" for rating, told in forecast.ratings.items()]
    lines = wrap([(f"Recall now: {100 * forecast.recall:.0f} %.", "")], width)
    if not free:
        return lines + wrap([("Rated today already; the next review that counts is tomorrow's.", "dim")], width)
    held = f" (before {in_words(forecast.held, today)}, the date of your plan)" if forecast.held else ""
    return lines + wrap([(f"A review today would bring it back: {'; '.join(each)}{held}.", "dim")], width)
