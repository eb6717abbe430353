"""The one best next step: an overdue drill, an unfinished attempt, new questions, the weakest section, the next one."""

from typing import TYPE_CHECKING, NamedTuple

from aiinfra_study.cli.desk import Desk
from aiinfra_study.cli.finding import next_bank
from aiinfra_study.cli.pasted import name_of, review_command, section_command
from aiinfra_study.cli.shelf import Shelf
from aiinfra_study.core.days import in_words, on_day
from aiinfra_study.core.pace import minutes, seconds_each
from aiinfra_study.core.review import Day
from aiinfra_study.store.banks import Bank
from aiinfra_study.ui.show import stage_word

if TYPE_CHECKING:  # most learners have none
    from aiinfra_study.core.plan import Plan

WEAK = 0.6  # share right, at the last response to each question, below which a finished section is practised first


class Step(NamedTuple):
    """A command that can be pasted, and why it is the best thing to do now."""

    command: str
    why: str


def next_step(desk: Desk) -> Step:
    """What helps most now."""
    shelf = Shelf.of(desk)
    day = shelf.day()
    return _due(desk, day) or _unfinished(desk) or _new(desk, shelf, day) or _weakest(desk) or _next_section(desk)


def _due(desk: Desk, day: Day) -> Step | None:
    progress, today = desk.store.progress, desk.today()
    if not day.due and day.changed:
        return Step(review_command(desk), f"{_questions(day.changed)} changed since learned")
    if not day.due and day.again:
        return Step(review_command(desk), f"{_questions(day.again)} missed today and not right since")
    if not day.due:
        return None
    oldest = min(progress.cards[address]["due"] for address in day.due)
    since = f", the oldest was due {in_words(oldest, today)}" if oldest < today.isoformat() else ""
    about = minutes(len(day.due), seconds_each(progress.recent))
    return Step(review_command(desk), f"{_cards(len(day.due))} due{since}; about {about}")


def _questions(found: list[str]) -> str:
    return "1 question" if len(found) == 1 else f"{len(found)} questions"


def _cards(count: int) -> str:
    return "1 card is" if count == 1 else f"{count} cards are"


def _unfinished(desk: Desk) -> Step | None:
    """The latest attempt that was begun and not ended; its section must still be there."""
    within = [desk.current_course] if desk.options.course is not None else desk.courses
    here = {bank.section.address: bank for course in within for bank in course.banks if bank.section.outlines}
    for attempt in reversed(desk.store.progress.attempts.values()):
        if attempt.begun and attempt.section in here:
            section = here[attempt.section].section
            left = f"{len(attempt.left)} of {len(attempt.questions)} left"
            why = f"the {stage_word(attempt.stage).lower()} of {name_of(desk, section)} is unfinished, {left}"
            return Step(f"{section_command(desk, 'quiz', section)} --{attempt.stage}", why)
    return None


def _new(desk: Desk, shelf: Shelf, day: Day) -> Step | None:
    fresh = shelf.new_today(day)
    if not fresh:
        return None
    if desk.plan is not None:
        return _planned(desk, desk.plan, shelf.banks[shelf.items[day.new[0]].section], fresh)
    what = "1 new question is" if fresh == 1 else f"{fresh} new questions are"
    return Step(review_command(desk), f"nothing is due, and {what} for today, of the sections you have opened")


def _planned(desk: Desk, plan: "Plan", bank: Bank, fresh: int) -> Step:
    """What a plan asks for today: a section from its pre-quiz on, or some of its new questions."""
    section, when = bank.section, on_day(plan.by, desk.today())
    cards = desk.store.progress.cards
    begun = any(section.question_address(outline.id) in cards for outline in section.outlines)
    if not begun and desk.store.progress.next_stage(section.address) != "practice":
        return Step(section_command(desk, "learn", section), f"your plan for {when} comes to {section.title}")
    what = "1 more new question" if fresh == 1 else f"{fresh} more new questions"
    return Step(review_command(desk), f"your plan for {when} asks for {what} today")


def _weakest(desk: Desk) -> Step | None:
    """The finished section of which least was right last time, unless it was practised today."""
    progress, today = desk.store.progress, desk.today().isoformat()
    found: list[tuple[float, int, Bank]] = []
    for place, bank in enumerate(desk.current_course.banks):
        section = bank.section
        if not section.outlines:
            continue
        rows = [row for row in progress.questions.values() if row["section"] == section.address]
        if progress.last_finished(section.address, "post") is None or not rows or any(r["day"] == today for r in rows):
            continue
        share = sum(row["credit"] for row in rows) / len(rows)
        if share < WEAK:
            found.append((share, place, bank))
    if not found:
        return None
    share, _, bank = min(found)
    why = f"{bank.section.title} is your weakest section: {100 * share:.0f} % right at the last try"
    return Step(f"{section_command(desk, 'quiz', bank.section)} --practice", why)


def _next_section(desk: Desk) -> Step:
    bank = _next_planned(desk) or next_bank(desk)
    section = bank.section
    stage = desk.store.progress.next_stage(section.address)
    if stage == "practice":
        why = f"every section of {desk.current_course.title} is done and nothing is due: practice keeps it fresh"
        return Step(f"{section_command(desk, 'quiz', section)} --practice", why)
    why = f"the pre-quiz of {section.title}"
    if stage == "post" and desk.is_to_read(bank):
        return Step(section_command(desk, "study", section), f"the reading of {section.title}, then the post-quiz")
    if stage == "post":
        why = f"the post-quiz of {section.title} shows what you gained"
    return Step(section_command(desk, "quiz", section), why)


def _next_planned(desk: Desk) -> Bank | None:
    """The first section of the plan whose post-quiz is not finished."""
    if desk.plan is None:
        return None
    from aiinfra_study.cli.planning import Planning

    banks = [bank for bank in Planning(desk, desk.plan).banks if bank.section.outlines]
    return next((b for b in banks if desk.store.progress.last_finished(b.section.address, "post") is None), None)
