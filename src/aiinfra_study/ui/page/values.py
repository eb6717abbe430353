"""What the page tells, as found by the same functions as `progress` and `stats`."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import NamedTuple

from aiinfra_study.core.course import Section
from aiinfra_study.core.history import Past
from aiinfra_study.core.measure import Share
from aiinfra_study.core.report import CourseFigures, ObjectiveFigures
from aiinfra_study.ui.dashboard import Near, Row

ONE_LINE = 10_000  # columns: more than a sentence has


class Chapter(NamedTuple):
    """A course. `near` and `wrong` (questions sure and wrong) are by address of the sections begun."""

    title: str
    figures: CourseFigures
    rows: Sequence[Row]
    near: Mapping[str, Near]
    wrong: Mapping[str, int]

    @property
    def begun(self) -> list[Row]:
        return [row for row in self.rows if row.figures.done]

    @property
    def due(self) -> int:
        return sum(row.due for row in self.rows)


class Kept(NamedTuple):
    """True retention over time: a share for each `unit` (week or month) with a review, by its first day."""

    unit: str
    shares: Sequence[tuple[date, Share]]


class History(NamedTuple):
    """What so many days came to, and what the next bring."""

    days: int
    past: Past
    forecast: Mapping[str, int]
    minutes_ahead: float
    retention: Share | None
    desired: float
    kept: Kept
    brier: float | None
    hardest: Sequence[tuple[Section, ObjectiveFigures]]
    streak: int


class Report(NamedTuple):
    """The whole page. `step`: the command that helps most now, and why."""

    today: date
    chapters: Sequence[Chapter]
    history: History
    step: tuple[str, str]

    @property
    def blank(self) -> bool:
        """Whether nothing was done yet."""
        done = any(chapter.begun for chapter in self.chapters)
        return not (done or self.history.past.reviews or self.history.past.seconds)
