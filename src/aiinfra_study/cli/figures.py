"""The figures of a desk: what `progress`, `stats`, `report` and `plan` tell, found once by the same functions."""

from collections.abc import Sequence
from datetime import timedelta
from functools import cached_property
from typing import NamedTuple

from aiinfra_study.cli.desk import Desk
from aiinfra_study.cli.pasted import lint_command, section_command
from aiinfra_study.cli.shelf import Shelf
from aiinfra_study.core.course import Section
from aiinfra_study.core.forecast import Load, forecast
from aiinfra_study.core.history import Past, past
from aiinfra_study.core.measure import Share, brier, share_of
from aiinfra_study.core.pace import seconds_each
from aiinfra_study.core.report import Figures, ObjectiveFigures
from aiinfra_study.core.review import Day
from aiinfra_study.store.banks import Bank, CourseFolder

FORECAST = 30  # days
WEEK = 7


class Stats(NamedTuple):
    """History and forecast. `minutes_ahead`: of the cards due in the next seven days."""

    today: str
    days: int
    past: Past
    forecast: dict[str, int]
    retention: Share | None
    desired: float
    brier: float | None
    hardest: Sequence[tuple[Section, ObjectiveFigures]]
    minutes_ahead: float


class Board:
    """Courses, cards and history of one learner on one day."""

    def __init__(self, desk: Desk) -> None:
        self.desk = desk
        self.progress = desk.store.progress
        self.today = desk.today()

    def figures(self, banks: Sequence[Bank]) -> Figures:
        sections = [bank.section for bank in banks]
        return Figures(self.progress, sections, self.desk.scheduler, self.today)

    def courses(self) -> list[CourseFolder]:
        """The current course, and every other with something done."""
        current = self.desk.current_course
        if self.desk.options.course is not None:
            return [current]
        begun = {address.partition("/")[0] for address in self.progress.questions}
        begun |= {attempt.section.partition("/")[0] for attempt in self.progress.attempts.values()}
        begun |= {address.partition("/")[0] for address in self.progress.readings}
        return [current, *(course for course in self.desk.courses if course.id in begun and course is not current)]

    # history and forecast

    @cached_property
    def shelf(self) -> Shelf:
        return Shelf.of(self.desk)

    @cached_property
    def day(self) -> Day:
        return self.shelf.day()

    def since(self, days: int) -> str:
        """The first of the last so many study days."""
        return (self.today - timedelta(days=min(days, self.today.toordinal()) - 1)).isoformat()

    def stats(self, days: int) -> Stats:
        """What the last so many days came to, and what the next bring."""
        found = past(self.progress.tallies, self.since(days), self.today.isoformat(), self.desk.options.course)
        coming = self.forecast()
        return Stats(
            self.today.isoformat(),
            days,
            found,
            coming,
            share_of(found.kept, found.known),
            self.desk.preset.retention,
            brier(found.said),
            self.figures(list(self.shelf.banks.values())).hardest(),
            sum(list(coming.values())[:WEEK]) * seconds_each(self.progress.recent) / 60,
        )

    def forecast(self) -> dict[str, int]:
        """Cards due on each of the next 30 study days; today's are those that `status` tells."""
        usable = self.shelf.items.keys() - self.progress.suspended.keys()
        load = Load(len(self.day.due), len(self.day.buried))
        return forecast(self.progress, usable, load, self.today, FORECAST)


def next_command(desk: Desk, bank: Bank, due: int) -> str:
    """The command that helps a section on: its drill, its unfinished quiz, its next quiz or reading, else practice."""
    section, progress = bank.section, desk.store.progress
    if not section.outlines:
        return lint_command(bank.path)
    unfinished = progress.unfinished(section.address)
    if due:
        return section_command(desk, "review", section)
    if unfinished is not None and unfinished.begun:
        return f"{section_command(desk, 'quiz', section)} --{unfinished.stage}"
    stage = progress.next_stage(section.address)
    if stage == "practice":
        return f"{section_command(desk, 'quiz', section)} --practice"
    return section_command(desk, "study" if stage == "post" and desk.is_to_read(bank) else "quiz", section)
