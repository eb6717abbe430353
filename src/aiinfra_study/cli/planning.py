"""The plan of a desk: which questions it is about, what today asks for, what it leads to."""

from datetime import date, timedelta
from functools import cached_property
from math import ceil
from typing import NamedTuple

from aiinfra_study.cli.desk import Desk
from aiinfra_study.cli.pasted import name_of
from aiinfra_study.cli.shelf import Shelf
from aiinfra_study.core.errors import UsageError
from aiinfra_study.core.measure import share_of
from aiinfra_study.core.pace import seconds_each
from aiinfra_study.core.plan import FARTHEST, FIRST_RIGHT, Course, Outlook, Plan, outlook
from aiinfra_study.core.schedule import scheduler_for
from aiinfra_study.store.banks import Bank

MOST_MINUTES = 240  # a day: more is no plan
FEW = 20  # first responses below which a learner's own share says little


class Load(NamedTuple):
    """New questions and reviews a day, and the minutes they take."""

    new: int
    reviews: float
    minutes: float


class Planning:
    """One plan against the progress of today."""

    def __init__(self, desk: Desk, plan: Plan) -> None:
        self.desk, self.plan = desk, plan
        self.today = desk.today()
        self.progress = desk.store.progress

    @cached_property
    def banks(self) -> list[Bank]:
        """Its sections that are still there, in its order."""
        found: dict[str, Bank] = {}
        courses = {address.partition("/")[0] for address in self.plan.sections}
        for course in self.desk.courses:
            if course.id in courses:
                found |= {bank.section.address: bank for bank in course.banks}
        return [found[address] for address in self.plan.sections if address in found]

    @cached_property
    def questions(self) -> list[str]:
        """Addresses of all that it is about, in order; suspended ones are left out."""
        every = (bank.section.question_address(o.id) for bank in self.banks for o in bank.section.outlines)
        return [address for address in every if address not in self.progress.suspended]

    def unseen(self, bank: Bank) -> int:
        """Questions of a section that have no card yet."""
        section = bank.section
        addresses = (section.question_address(outline.id) for outline in section.outlines)
        return sum(a not in self.progress.cards and a not in self.progress.suspended for a in addresses)

    @cached_property
    def title(self) -> str:
        """The course, or its sections where there are few."""
        courses = {bank.section.course for bank in self.banks}
        if len(courses) == 1:
            course = self.desk.course(next(iter(courses)))
            if len(self.banks) == sum(bool(bank.section.outlines) for bank in course.banks):
                return course.title
        named = ", ".join(name_of(self.desk, bank.section) for bank in self.banks[:3])
        more = f" and {len(self.banks) - 3} more" if len(self.banks) > 3 else ""
        return (named or "sections that are gone") + more

    @cached_property
    def asked_today(self) -> tuple[int, int]:
        """Cards of its sections due now, and the new questions of them that today's drill still brings."""
        shelf = Shelf(self.desk, self.banks)
        day = shelf.day()
        return len(day.due), shelf.new_today(day)

    @cached_property
    def new_a_day(self) -> int:
        unseen = sum(address not in self.progress.cards for address in self.questions)
        return self.plan.new_a_day(self.today, unseen, self.begun_today)

    @property
    def begun_today(self) -> int:
        """New questions that review brought today."""
        begun: int = self.progress.drilled(self.today.isoformat())["new"]
        return begun

    @property
    def left_today(self) -> int:
        """New questions that today still brings; none while a backlog is dealt out."""
        return 0 if self.today.isoformat() <= self.progress.paused else max(self.new_a_day - self.begun_today, 0)

    @cached_property
    def outlook(self) -> Outlook:
        cards = self.progress.rows("cards", self.questions)
        preset = self.desk.preset._replace(until=self.plan.by.isoformat())
        course = Course(scheduler_for(preset), self.today, self.plan.by, self.new_a_day, self._first_right())
        return outlook(self.questions, cards, course)

    def _first_right(self) -> float:
        """The share of the last responses that was right, where there are enough of them."""
        recent = self.progress.recent
        found = share_of(sum(row[4] >= 1 for row in recent), len(recent))
        return found.share if found is not None and found.of >= FEW else FIRST_RIGHT

    @cached_property
    def load(self) -> Load:
        reviews = self.outlook.reviews
        new = min(self.new_a_day, len(self.questions))
        return Load(new, reviews, (new + reviews) * seconds_each(self.progress.recent) / 60)

    def check(self) -> None:
        """Raise UsageError where it would take more than four hours a day, and say what is possible."""
        load = self.load
        if load.minutes <= MOST_MINUTES or not load.new:
            return
        a_day = max(int(load.new * MOST_MINUTES / load.minutes), 1)
        fits, later = self._fitting(a_day * self.plan.learning_days(self.today)), self._later()
        possible = [f"by then {fits}"] * bool(fits) + [f"all of it by {later}"] * bool(later)
        hours = ceil(load.minutes / 6) / 10  # never "4 hours" for what is more
        raise UsageError(
            "plan-impossible",
            f"{self.plan.by} would take {load.new} new questions and {hours:g} hours a day",
            f"Possible in 4 hours a day: {'; '.join(possible) or 'fewer sections'}.",
        )

    def _later(self) -> date | None:
        """A day by which all of it takes four hours a day or less: longer by what the one before took too much, until
        it fits."""
        plan, load = self.plan, self.load
        while load.minutes > MOST_MINUTES:
            days = max(ceil(plan.days(self.today) * load.minutes / MOST_MINUTES), plan.days(self.today) + 1)
            if days > FARTHEST:
                return None
            plan = plan._replace(by=self.today + timedelta(days=days))
            load = Planning(self.desk, plan).load
        return plan.by

    def _fitting(self, room: int) -> str:
        """The sections that so many new questions reach; "" for none."""
        names = []
        for bank in self.banks:
            room -= self.unseen(bank)
            if room < 0:
                break
            names.append(name_of(self.desk, bank.section))
        if not names:
            return ""
        return names[0] if len(names) == 1 else f"{names[0]} to {names[-1]}"
