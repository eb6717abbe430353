"""What the shell completes: names of sections, questions, courses and settings. Never prints, never raises."""

from collections.abc import Callable, Iterable

from aiinfra_study.cli.desk import Desk

Completions = list[tuple[str, str]]


def _safely(names: Callable[[Desk], Iterable[tuple[str, str]]], incomplete: str) -> Completions:
    try:
        return [(name, help) for name, help in names(Desk()) if name.startswith(incomplete)]
    except Exception:
        return []


def courses(incomplete: str) -> Completions:
    return _safely(lambda desk: ((course.id, course.title) for course in desk.courses), incomplete)


def sections(incomplete: str) -> Completions:
    """Sections of the current course by id, those of others as `course/section`."""

    def names(desk: Desk) -> Iterable[tuple[str, str]]:
        current = desk.current_course
        for course in [current, *(course for course in desk.courses if course is not current)]:
            for bank in course.banks:
                prefix = "" if course is current else f"{course.id}/"
                yield prefix + bank.section.id, bank.section.title

    return _safely(names, incomplete)


def questions(incomplete: str) -> Completions:
    def names(desk: Desk) -> Iterable[tuple[str, str]]:
        for course in desk.courses:
            for bank in course.banks:
                for outline in bank.section.outlines:
                    yield outline.id, bank.section.title

    return _safely(names, incomplete)


def settings(incomplete: str) -> Completions:
    from aiinfra_study.store.settings import SETTINGS

    return [(key, setting.about) for key, setting in SETTINGS.items() if key.startswith(incomplete)]
