"""The sections of the courses with their state, as lines or JSON."""

from collections import Counter
from collections.abc import Sequence
from typing import Any

from aiinfra_study.cli.desk import Desk
from aiinfra_study.cli.shelf import Shelf
from aiinfra_study.core.catalogue import addresses_of
from aiinfra_study.core.course import in_order
from aiinfra_study.store.banks import Bank, CourseFolder
from aiinfra_study.ui.layout import Line, wrap
from aiinfra_study.ui.tables import table


def tell_sections(desk: Desk, *, as_json: bool = False) -> int:
    """Print the courses; returns the exit code."""
    current = desk.current_course
    shown = [current] if desk.options.course else desk.courses
    due = Shelf(desk, [bank for course in shown for bank in course.banks]).due_by_section()
    facts = [_course(desk, course, due) for course in shown]
    order = in_order({course.id: course.head.after for course in shown})
    if as_json:
        from aiinfra_study.ui.machine import print_json

        body = {"schema": "aiinfra/sections/1", "current_course": current.id, "courses": facts, "order": order}
        print_json(body)
        return 0
    lines: list[Line] = []
    for course in sorted(facts, key=lambda course: order.index(course["id"])):
        lines += ([[]] if lines else []) + _lines(course, course["id"] == current.id, desk.out.width, plain=desk.plain)
    desk.out.lines(lines + _suggested(desk, shown, order))
    return 0


def _suggested(desk: Desk, courses: Sequence[CourseFolder], order: Sequence[str]) -> list[Line]:
    """In which order to take several courses, and why, where they say what they build on."""
    before = {
        course.id: [name for name in order if name in course.head.after and name != course.id] for course in courses
    }
    if not any(before.values()):
        return []
    rows = [(name, f"builds on {', '.join(before[name])}" if before[name] else "to begin with") for name in order]
    return [
        [],
        [("Suggested order", "title")],
        *table(("course", "why"), rows, desk.out.width, spoken=rows if desk.plain else None),
    ]


def _course(desk: Desk, course: CourseFolder, due: Counter[str]) -> dict[str, Any]:
    return {
        "id": course.id,
        "title": course.title,
        "folder": str(course.folder),
        "bundled": course.bundled,
        "replaces": course.replaces,
        "sections": [_section(desk, bank, due) for bank in course.banks],
        "after": list(course.head.after),
    }


def _section(desk: Desk, bank: Bank, due: Counter[str]) -> dict[str, Any]:
    section, progress = bank.section, desk.store.progress
    cards = sum(address in progress.cards for address in addresses_of(section))
    unfinished = progress.unfinished(section.address)
    return {
        "id": section.id,
        "title": section.title,
        "questions": len(section.outlines),
        "left_out": section.left_out,
        "cards": cards,
        "due": due[section.address],
        "state": progress.reached(section.address),
        "unfinished": unfinished.stage if unfinished else None,
        "error": bank.error or None,
    }


_STATES = {"new": "new", "pre": "pre done", "post": "post done"}


def _lines(course: dict[str, Any], current: bool, width: int, *, plain: bool) -> list[Line]:
    name = course["id"]
    aside = f" ({name}, current)" if plain and current else f" ({name})" if plain else f"  {name}"
    lines = wrap([(course["title"], "title"), (aside + " (current)" * (current and not plain), "dim")], width)
    if course["replaces"]:
        lines += wrap([(f"from {course['folder']}; hides {course['replaces']}", "dim")], width)
    rows = []
    for section in course["sections"]:
        state = _STATES[section["state"]]
        if section["unfinished"]:
            state += f", {section['unfinished']} begun"
        if section["due"]:
            state += f", {section['due']} due"
        if section["left_out"]:
            state += f", {section['left_out']} left out"
        rows.append((section["id"], section["title"], str(section["questions"]), section["error"] or state))
    spoken = [
        (f"{name}: {title}", f"{count} question{'s' * (count != '1')}, {state}") for name, title, count, state in rows
    ]
    columns = ("section", "title", "questions", "state")
    return lines + table(columns, rows, width, spoken=spoken if plain else None)
