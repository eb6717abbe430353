"""The questions in scope, of all courses or of some sections, and what a study day asks of them."""

from collections import Counter
from collections.abc import Collection, Sequence
from contextlib import suppress
from datetime import date, timedelta
from functools import cached_property
from typing import Any

from aiinfra_study.cli.desk import Desk, left_out_words
from aiinfra_study.cli.pasted import lint_command
from aiinfra_study.core.catalogue import Catalogue, outlines_of
from aiinfra_study.core.days import streak
from aiinfra_study.core.errors import AiinfraError
from aiinfra_study.core.question import Question
from aiinfra_study.core.review import Day, allowance, of_day
from aiinfra_study.store.banks import Bank


class Shelf:
    """Every question of some banks by its address."""

    def __init__(self, desk: Desk, banks: Sequence[Bank], named: Collection[str] = ()) -> None:
        self.desk = desk
        self.named = named  # sections opened by being named
        self.items = Catalogue(bank.section for bank in banks)
        self.banks: dict[str, Bank] = {bank.section.address: bank for bank in banks}

    @classmethod
    def of(cls, desk: Desk, sections: Sequence[str] = ()) -> "Shelf":
        """The sections named, else the course named, else all courses."""
        if sections:
            banks = [desk.bank(name) for name in dict.fromkeys(sections)]
            return cls(desk, banks, [bank.section.address for bank in banks])
        courses = [desk.current_course] if desk.options.course is not None else desk.courses
        return cls(desk, [bank for course in courses for bank in course.banks])

    def tell_left_out(self) -> None:
        """One line on stderr when questions had to be left out as broken."""
        broken = [bank for bank in self.banks.values() if bank.section.left_out]
        count = sum(bank.section.left_out for bank in broken)
        if count:
            command = lint_command(broken[0].path) if len(broken) == 1 else "aiinfra lint"
            self.desk.told.update(bank.path for bank in broken)
            self.desk.err.lines([[(f"{left_out_words(count)} as broken. Run: {command}", "")]])

    def due_by_section(self) -> Counter[str]:
        """Cards due now, by the address of their section."""
        return Counter(self.items.sections[address] for address in self.day().due)

    def day(self, today: date | None = None) -> Day:
        """What a study day asks for; the sections of a plan are open, and its new questions come first, in its
        order."""
        plan = self.desk.plan
        order = {section: place for place, section in enumerate(plan.sections)} if plan else {}
        named = {*self.named, *order}
        day = of_day(self.desk.store.progress, self.items, today or self.desk.today(), named)
        if not order:
            return day
        sections = self.items.sections
        new = [address for address in day.new if sections[address] in named]
        return day._replace(new=sorted(new, key=lambda address: order.get(sections[address], len(order))))

    def new_today(self, day: Day) -> int:
        """How many of the new questions today's drill still brings."""
        return min(len(day.new), allowed(self.desk, len(day.due)))

    def next_due(self, day: Day) -> str | None:
        """The earliest study day from today on with a card due: a sibling left out today comes tomorrow."""
        progress, today = self.desk.store.progress, self.desk.today()
        if day.due:
            return today.isoformat()
        usable = (a for a in progress.cards if a in self.items and a not in progress.suspended)
        later = [due for address in usable if (due := progress.cards[address]["due"]) > today.isoformat()]
        return min([*later, *([(today + timedelta(days=1)).isoformat()] if day.buried else [])], default=None)

    def question(self, address: str) -> Question:
        return self.banks[self.items.sections[address]].question(address.partition("/")[2])

    def widened(self, course: str) -> "Shelf":
        """A shelf of a whole course."""
        return Shelf(self.desk, self.desk.course(course).banks) if self.named else self

    def take(self, address: str, other: "Shelf") -> None:
        """Put a question of another shelf on this one."""
        self.items.take(address, other.items)
        section = self.items.sections[address]
        self.banks[section] = other.banks[section]

    @cached_property
    def beliefs(self) -> dict[str, tuple[str, str]]:
        """Each misconception (course/id) of the courses: the belief, and the sentence that puts it right."""
        found: dict[str, tuple[str, str]] = {}
        for course in {bank.section.course for bank in self.banks.values()}:
            head = self.desk.course(course).head
            found |= {f"{course}/{key}": (m.belief, m.contrast) for key, m in head.misconceptions.items()}
        return found


def allowed(desk: Desk, due: int) -> int:
    """New cards that this study day still brings, with so many cards due: the plan's number where there is a plan."""
    if desk.plan is None:
        return allowance(desk.store.progress, desk.today(), due, desk.settings.get("new_per_day"))
    from aiinfra_study.cli.planning import Planning

    return Planning(desk, desk.plan).left_today


def headline(desk: Desk) -> dict[str, Any]:
    """What the status line needs to know beyond the cards: of the banks this command opened, and as it was of others.

    `sections` holds, of each section, its new questions and the due cards left out today for a sibling.
    """
    progress, today = desk.store.progress, desk.today()
    before = desk.store.status
    same_day = before.get("day") == today.isoformat()
    known: dict[str, list[int]] = before.get("sections") or {}
    sections = {name: [new, buried if same_day else 0] for name, (new, buried) in known.items()}
    gone, siblings = list(before.get("gone", ())), bool(before.get("siblings"))
    banks = desk.opened_banks
    if not banks and known:  # an undo, a reset of a section that is gone: what is new may have changed
        banks = [bank for course in desk.courses for bank in course.banks]
    if siblings or progress.plan is not None or any(outlines_of(bank.section).families for bank in banks):
        banks = [bank for course in desk.courses for bank in course.banks]  # a family may live in several sections
    if banks:
        shelf = Shelf(desk, banks)
        day = shelf.day()
        fresh, buried = (Counter(map(shelf.items.sections.get, found)) for found in (day.new, day.buried))
        sections |= {name: [fresh[name], buried[name]] for name in shelf.banks}
        siblings = siblings or any(map(progress.cards.__contains__, shelf.items.in_families()))
        if desk.all_banks_open:
            sections = {name: facts for name, facts in sections.items() if name in shelf.banks}
            gone = sorted(address for address in progress.cards if address not in shelf.items)
    pool = sum(new for new, _ in sections.values())
    passed_over = {*gone, *progress.suspended}
    due = sum(address not in passed_over for address in progress.due(today.isoformat()))
    hidden = sum(buried for _, buried in sections.values())
    return {
        "day": today.isoformat(),
        "new": min(pool, allowed(desk, due - hidden)),
        "pool": pool,
        "new_per_day": desk.settings.get("new_per_day"),
        "planned": int(progress.plan is not None),
        "paused": progress.paused,
        "buried": hidden,
        "siblings": int(siblings),
        "learning": len(progress.learning(today.isoformat())),
        "sections": sections,
        "gone": gone,
    }


def for_status(desk: Desk) -> dict[str, Any]:
    """All that the status line needs; of what cannot be read, a bank or a setting, what was known before."""
    before = desk.store.status
    course = before.get("current_course")
    if desk.opened_courses:
        with suppress(AiinfraError):
            course = desk.current_course.id
    try:
        known = headline(desk)
    except AiinfraError:
        known = before
    return {
        **known,
        "day_start": desk.settings.get("day_start"),
        "streak": streak(desk.store.progress.days, desk.today()),
        "current_course": course,
    }
