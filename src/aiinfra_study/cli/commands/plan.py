"""aiinfra plan: a target date, and what it takes."""

from datetime import date
from typing import Annotated, Any

import typer

from aiinfra_study.cli.arguments import Sections
from aiinfra_study.cli.desk import Desk
from aiinfra_study.cli.finding import next_bank
from aiinfra_study.cli.guidance import next_step
from aiinfra_study.cli.outcome import guarded
from aiinfra_study.cli.pasted import name_of, whole_command
from aiinfra_study.cli.planning import Planning
from aiinfra_study.core.days import is_day
from aiinfra_study.core.errors import UsageError
from aiinfra_study.core.plan import FARTHEST, Plan, plan_of
from aiinfra_study.store.banks import Bank
from aiinfra_study.ui.layout import wrap
from aiinfra_study.ui.machine import print_json
from aiinfra_study.ui.plan import Daily, PlanTold, empty_lines, over_lines, plan_lines
from aiinfra_study.ui.summary import command_lines

EXAMPLES = {
    "plan": [
        "aiinfra plan --by 2027-01-15",
        "aiinfra plan --by 2027-01-15 section-1 section-2",
        "aiinfra plan --clear",
    ]
}


def plan(
    ctx: typer.Context,
    section: Sections = None,
    by: Annotated[str | None, typer.Option(metavar="DATE", help="The day, as 2027-01-15.")] = None,
    clear: Annotated[bool, typer.Option("--clear", help="End the plan.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Print the plan as JSON.")] = False,
) -> None:
    """A target date: how ready you are, what it takes each day, in which order. Without --by the plan there is."""

    def command(desk: Desk) -> int:
        if by is None and section:
            raise UsageError("no-date", "a plan for sections needs a date", "Write: aiinfra plan --by DATE SECTION")
        if by is not None and clear:
            raise UsageError("two-modes", "--by and --clear exclude each other", "Name one of them.")
        if clear:
            return _clear(desk, as_json)
        return _tell(desk, as_json) if by is None else _make(desk, by, section or [], as_json)

    raise typer.Exit(guarded(command, ctx.obj, as_json=as_json))


def _make(desk: Desk, by: str, names: list[str], as_json: bool) -> int:
    """Check a plan, keep it, and tell it."""
    today = desk.today()
    banks = _banks(desk, names)
    made = Plan(_date(by, today), tuple(bank.section.address for bank in banks), today)
    planning = Planning(desk, made)
    planning.check()
    desk.commit("plan", by=made.by.isoformat(), sections=list(made.sections), new=planning.new_a_day)
    return _tell_plan(planning, as_json)


def _banks(desk: Desk, names: list[str]) -> list[Bank]:
    """The sections named, else all of the current course that have questions."""
    if names:
        return list({bank.section.address: bank for bank in map(desk.bank, names)}.values())
    next_bank(desk)  # a course without a question is an error of its own
    return [bank for bank in desk.current_course.banks if bank.section.outlines]


def _date(text: str, today: date) -> date:
    if not is_day(text):
        raise UsageError("bad-date", f'"{text}" is not a date', "Write it as year-month-day: 2027-01-15.")
    day = date.fromisoformat(text)
    if day <= today:
        raise UsageError("date-past", f"{text} is not after today ({today})", "Name a later day.")
    if (day - today).days > FARTHEST:
        raise UsageError("date-far", f"{text} is more than five years away", "Name a nearer day.")
    return day


def _clear(desk: Desk, as_json: bool) -> int:
    there = desk.store.progress.plan is not None
    if there:
        desk.commit("plan", by=None, sections=None, new=0)
    if as_json:
        return _print(_nothing())
    desk.out.say("The plan is ended; cards keep the days they have." if there else "There is no plan.")
    return 0


def _tell(desk: Desk, as_json: bool) -> int:
    found = plan_of(desk.store.progress)
    if found is None:
        if as_json:
            return _print(_nothing())
        lines = wrap([("There is no plan.", "")], desk.out.width)
        desk.out.lines([*lines, *command_lines("To make one: ", whole_command(desk, "plan --by DATE"), desk.out.width)])
        return 0
    return _tell_plan(Planning(desk, found), as_json)


def _tell_plan(planning: Planning, as_json: bool) -> int:
    desk, found = planning.desk, planning.plan
    running = found.days(planning.today) > 0
    if as_json:
        return _print(_as_json(planning, running))
    width, clear = desk.out.width, whole_command(desk, "plan --clear")
    if not planning.questions:
        desk.out.lines(empty_lines(found, planning.today, clear, width))
    elif running:
        desk.out.lines(plan_lines(_told(planning), width, plain=desk.plain))
    else:
        desk.out.lines(over_lines(found, planning.today, planning.outlook.now, clear, width))
    return 0


def _told(planning: Planning) -> PlanTold:
    desk, load = planning.desk, planning.load
    due, new_left = planning.asked_today
    daily = Daily(load.new, load.reviews, load.minutes, new_left, due)
    rows = [
        (name_of(desk, bank.section), bank.section.title, unseen, len(bank.section.outlines))
        for bank in planning.banks
        if (unseen := planning.unseen(bank))
    ]
    command = next_step(desk).command
    return PlanTold(planning.plan, planning.today, planning.title, planning.outlook, daily, rows, command)


def _as_json(planning: Planning, running: bool) -> dict[str, Any]:
    """The object of `plan --json` (docs/json.md)."""
    found, seen, load = planning.plan, planning.outlook, planning.load
    known = bool(planning.questions)
    return {
        "by": found.by.isoformat(),
        "made": found.made.isoformat(),
        "active": running,
        "days": max(found.days(planning.today), 0),
        "sections": [bank.section.address for bank in planning.banks],
        "questions": len(planning.questions),
        "unseen": sum(map(planning.unseen, planning.banks)),
        "ready": seen.now if known else None,
        "ready_then": seen.then if known and running else None,
        "ready_idle": seen.idle if known and running else None,
        "new_per_day": load.new if running else None,
        "reviews_per_day": round(load.reviews, 2) if running else None,
        "minutes_per_day": round(load.minutes, 2) if running else None,
        "new_today": planning.asked_today[1] if running else None,
    }


def _nothing() -> dict[str, Any]:
    return {"by": None}


def _print(body: dict[str, Any]) -> int:
    print_json({"schema": "aiinfra/plan/1", **body})
    return 0
