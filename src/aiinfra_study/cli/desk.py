"""Desk: courses, progress, settings, clock and streams of one command, each opened when it is first asked for."""

import os
import sys
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple, TextIO

from aiinfra_study.cli import clock
from aiinfra_study.core.errors import AiinfraError, DataError, UsageError
from aiinfra_study.core.text import nearest
from aiinfra_study.store import places
from aiinfra_study.store.settings import Settings
from aiinfra_study.ui.theme import Out, terminal_width, wants_color

if TYPE_CHECKING:  # imported when something asks for them; scheduling when a response comes
    from aiinfra_study.core.plan import Plan
    from aiinfra_study.core.preset import Preset
    from aiinfra_study.core.question import Question
    from aiinfra_study.core.schedule import Scheduler
    from aiinfra_study.store.banks import Bank, CourseFolder
    from aiinfra_study.store.progress import ProgressStore

DEFAULT_COURSE = "zero-to-hero"


class Globals(NamedTuple):
    """Options that stand before or after any command."""

    course: str | None = None
    progress: Path | None = None
    banks: tuple[Path, ...] = ()
    plain: bool = False
    no_color: bool = False
    yes: bool = False


class Desk:
    """Everything a command works with."""

    def __init__(self, options: Globals | None = None) -> None:
        self.options = options or Globals()
        self.lead = ""  # the command that comes next, offered at a terminal
        self.told: set[Path] = set()
        clock.now()  # a wrong AIINFRA_NOW stops a command before anything is asked

    @cached_property
    def settings(self) -> Settings:
        return Settings(places.home() / "config.toml")

    @cached_property
    def plain(self) -> bool:
        named = plain_by_environment()
        try:
            return self.options.plain or bool(self.settings.get("plain") if named is None else named)
        except AiinfraError:  # whoever needs the settings says so; doctor must be able to speak
            return False

    def out_on(self, stream: TextIO) -> Out:
        color = wants_color(stream, plain=self.plain, no_color=self.options.no_color)
        out = Out(stream, color=color, width=lambda: terminal_width(stream))
        if self.plain and stream.isatty():
            out.speak()
        return out

    @cached_property
    def out(self) -> Out:
        return self.out_on(sys.stdout)

    @cached_property
    def err(self) -> Out:
        return self.out_on(sys.stderr)

    # courses

    @cached_property
    def courses(self) -> "list[CourseFolder]":
        from aiinfra_study.store.banks import find_courses
        from aiinfra_study.store.cache import Cache

        folders = places.bank_folders(self.options.banks, self.settings.get("banks"))
        found = find_courses(folders, Cache(places.cache_dir() / "banks"))
        if not found:
            raise DataError("no-courses", "there is no course in the bank folders", "Name a folder with --banks.")
        return found

    def course(self, name: str, origin: str = "") -> "CourseFolder":
        """A course by its id; a miss says who named it, and the nearest."""
        for course in self.courses:
            if course.id == name:
                return course
        ids = [course.id for course in self.courses]
        near = nearest(name, ids, len(ids), 0.0)
        named = f", which {origin} names" if origin else ""
        raise UsageError("unknown-course", f'there is no course "{name}"{named}', f"Courses: {', '.join(near)}.")

    @property
    def opened_courses(self) -> "list[CourseFolder]":
        """The courses, where this command has asked for them; none before."""
        found: list[CourseFolder] = self.__dict__.get("courses", [])
        return found

    @property
    def opened_banks(self) -> "list[Bank]":
        """The banks this command has read so far."""
        return [bank for course in self.opened_courses for bank in course.opened]

    @property
    def all_banks_open(self) -> bool:
        """Whether it has read those of every course."""
        return bool(self.opened_courses) and all(course.whole for course in self.opened_courses)

    @cached_property
    def current_course(self) -> "CourseFolder":
        """--course, AIINFRA_COURSE, the setting, zero-to-hero, or the first there is."""
        if self.options.course is not None:
            return self.course(self.options.course)
        named = os.environ.get("AIINFRA_COURSE")
        if named:
            return self.course(named, "AIINFRA_COURSE")
        chosen = self.settings.get("course")
        if chosen:
            return self.course(chosen, str(self.settings.path))
        return next((course for course in self.courses if course.id == DEFAULT_COURSE), self.courses[0])

    def bank(self, name: str, *, to_read: bool = False) -> "Bank":
        """A section by id, number, unique part of its title, or `course/section`; `to_read` takes one without
        questions too."""
        from aiinfra_study.cli.finding import find_bank

        bank = find_bank(self, name)
        return bank if to_read else self.usable(bank)

    def course_of(self, bank: "Bank") -> "CourseFolder":
        """The course a section belongs to."""
        return self.course(bank.section.course)

    def is_read(self, bank: "Bank") -> bool:
        """Whether the reading of a section was read to its end."""
        return self.read_at(bank) is not None

    def read_at(self, bank: "Bank") -> str | None:
        """The instant at which the reading of a section was first read to its end."""
        found: str | None = self.store.progress.readings.get(bank.section.address, {}).get("read")
        return found

    def is_to_read(self, bank: "Bank") -> bool:
        """Whether a section has a reading that was not read to its end."""
        from aiinfra_study.store.files import reading_path

        return not self.is_read(bank) and reading_path(bank.path).exists()

    def usable(self, bank: "Bank") -> "Bank":
        """A bank to ask from: raises DataError without a question; says once what was left out as broken."""
        from aiinfra_study.cli.pasted import lint_command

        if not bank.section.outlines:
            message = bank.error or f"{bank.section.address} has no question that can be asked"
            raise DataError("no-questions", message, f"Run: {lint_command(bank.path)}")
        if bank.section.left_out and bank.path not in self.told:
            self.told.add(bank.path)
            what = left_out_words(bank.section.left_out)
            notice = f"{what} of {bank.section.address} as broken. Run: {lint_command(bank.path)}"
            self.err.lines([[(notice, "")]])  # one line: a path is not wrapped
        return bank

    def question(self, name: str) -> "tuple[Bank, Question]":
        """A question by id or `course/id`, anywhere in the banks."""
        from aiinfra_study.cli.finding import find_question

        return find_question(self, name)

    # progress

    @cached_property
    def preset(self) -> "Preset":
        """What the settings ask of the schedule."""
        from aiinfra_study.core.preset import Preset

        settings = self.settings
        return Preset(settings.get("retention"), settings.get("maximum_interval"), settings.get("fuzz"))

    @property
    def plan(self) -> "Plan | None":
        """The plan whose date is still to come; None without one."""
        if self.store.progress.plan is None:
            return None
        from aiinfra_study.core.plan import plan_of

        plan = plan_of(self.store.progress)
        return plan if plan is not None and plan.days(self.today()) > 0 else None

    def scheduler_of(self, section: str) -> "Scheduler":
        """The scheduler of a section (its address): its intervals end before the date of a plan that has it."""
        from aiinfra_study.core.schedule import scheduler_for

        plan = self.plan
        if plan is None or section not in plan.sections:
            return self.scheduler
        return scheduler_for(self.preset._replace(until=plan.by.isoformat()))

    def warm(self) -> None:
        """Import what the first response will need, while the learner reads the question."""
        _ = self.scheduler

    @property
    def scheduler(self) -> "Scheduler":
        from aiinfra_study.core.schedule import scheduler_for

        return scheduler_for(self.preset)

    @cached_property
    def store(self) -> "ProgressStore":
        from aiinfra_study.store.progress import ProgressStore

        return ProgressStore(self.options.progress or places.home() / "progress.json")

    def now(self) -> str:
        return clock.instant(clock.now())

    def today(self) -> date:
        return clock.today(self.settings.get("day_start"))

    def commit(self, event: str, **fields: Any) -> dict[str, Any]:
        """Make an event durable; when this returns, it is kept."""
        return self.store.append({"at": self.now(), "day": self.today().isoformat(), "event": event, **fields})

    def close(self) -> None:
        """Complete the snapshot, keep the day's backup, say what there is to say."""
        yaml_events = sys.modules.get("aiinfra_study.store.yaml_events")
        if yaml_events is not None and not yaml_events.FAST:
            self.err.say("libyaml is missing: banks are read in pure Python, which is slow but right.")
        if "store" not in self.__dict__:
            return
        if self.store.writing:
            from aiinfra_study.cli.shelf import for_status
            from aiinfra_study.store.backups import daily

            self.store.status.update(for_status(self))
            self.store.fold()
            daily(self.store.log_path, self.today().isoformat())
        for notice in self.store.notices:
            self.err.say(notice)
        self.store.notices.clear()
        self.store.close()


def plain_by_environment() -> bool | None:
    """What AIINFRA_PLAIN says: 0 is no, anything else yes; None where it is not set."""
    named = os.environ.get("AIINFRA_PLAIN")
    return named != "0" if named else None


def left_out_words(count: int) -> str:
    """That so many questions were left out, in words."""
    return f"{'1 question was' if count == 1 else f'{count} questions were'} left out"
