"""What the shell completes: names of sections, questions, courses and settings. Never prints, never raises."""

import re
from collections import Counter
from collections.abc import Callable, Iterable
from pathlib import Path

import typer

from aiinfra_study.cli.desk import Desk, Globals

Completions = list[tuple[str, str]]

# The scripts of the shells evaluate what they are told, and a bank is text from outside.
_NAME = re.compile(r"[\w./-]+\Z")
_RISKY = re.compile(r"[^\w\s.,()/+%-]")


def _safely(ctx: typer.Context, names: Callable[[Desk], Iterable[tuple[str, str]]], incomplete: str) -> Completions:
    try:
        root = ctx.find_root().params
        progress, banks = root.get("progress"), root.get("banks") or ()
        desk = Desk(Globals(root.get("course"), Path(progress) if progress else None, tuple(map(Path, banks))))
        found = [(name, _RISKY.sub(" ", about)) for name, about in names(desk) if name.startswith(incomplete)]
        return [(name, about) for name, about in found if _NAME.match(name)]
    except Exception:
        return []


def courses(ctx: typer.Context, incomplete: str) -> Completions:
    return _safely(ctx, lambda desk: ((course.id, course.title) for course in desk.courses), incomplete)


def sections(ctx: typer.Context, incomplete: str) -> Completions:
    """Sections of the current course by id, those of others as `course/section`."""

    def names(desk: Desk) -> Iterable[tuple[str, str]]:
        current = desk.current_course
        for course in [current, *(course for course in desk.courses if course is not current)]:
            for bank in course.banks:
                prefix = "" if course is current else f"{course.id}/"
                yield prefix + bank.section.id, bank.section.title

    return _safely(ctx, names, incomplete)


def questions(ctx: typer.Context, incomplete: str) -> Completions:
    """Questions by id, those whose id two courses share as `course/id`."""

    def names(desk: Desk) -> Iterable[tuple[str, str]]:
        found = [
            (course.id, outline.id, bank.section.title)
            for course in desk.courses
            for bank in course.banks
            for outline in bank.section.outlines
        ]
        once = Counter(identity for _, identity, _ in found)
        for course, identity, title in found:
            yield identity if once[identity] == 1 else f"{course}/{identity}", title

    return _safely(ctx, names, incomplete)


def settings(incomplete: str) -> Completions:
    from aiinfra_study.store.settings import SETTINGS

    return [(key, _RISKY.sub(" ", one.about)) for key, one in SETTINGS.items() if key.startswith(incomplete)]
