"""A section or a question by what somebody typed, or the nearest to it; the section that comes next."""

from aiinfra_study.cli.desk import Desk
from aiinfra_study.cli.pasted import whole_command
from aiinfra_study.core.course import section_id
from aiinfra_study.core.errors import DataError, UsageError
from aiinfra_study.core.question import Question
from aiinfra_study.core.text import nearest
from aiinfra_study.store.banks import Bank, CourseFolder

MAX_DIGITS = 10  # of what is typed for the number of a section
MOST_NEAR = 5  # questions or sections named for one that is not there


def find_bank(desk: Desk, name: str) -> Bank:
    """A section by id, number, unique part of its title, or `course/section`."""
    course_name, slash, rest = name.rpartition("/")
    course = desk.current_course  # who set one that is gone is told so, also where another is named
    if slash:
        course = desk.course(course_name)
    wanted = rest.strip()
    numbered = section_id(f"section-{wanted}" if wanted.isascii() and wanted.isdigit() else wanted)
    for identity in dict.fromkeys((wanted, numbered)):
        bank = course.find(identity)
        if bank is not None:
            return bank
    titled = [bank for bank in course.banks if wanted and wanted.casefold() in bank.section.title.casefold()]
    if len(titled) == 1:
        return titled[0]
    if titled:
        found = ", ".join(f"{bank.section.id} ({bank.section.title})" for bank in titled)
        raise UsageError("ambiguous-section", f'"{name}" is part of several titles', f"Name one: {found}.")
    named = next((one for one in desk.courses if one.id == wanted), None)
    if named is not None:
        found = ", ".join(f"{wanted}/{bank.section.id}" for bank in named.banks[:MOST_NEAR])
        raise UsageError("unknown-section", f'"{name}" is a course, not a section', f"Name one of it: {found}.")
    near = _near(desk, wanted, course, bool(slash))
    raise UsageError("unknown-section", f'there is no section "{name}" in {course.id}', near)


def _near(desk: Desk, wanted: str, course: CourseFolder, named: bool) -> str:
    """The sections nearest by id or title, nearest first: ids of the current course, `course/section` of others."""
    from difflib import SequenceMatcher

    def closeness(bank: Bank) -> float:
        number = bank.section.id.rpartition("-")[2]
        if all(text.isascii() and text.isdecimal() and len(text) < MAX_DIGITS for text in (wanted, number)):
            return -abs(int(wanted) - int(number)) + (bank.section.course == course.id) / 2
        said = wanted[:80].casefold()
        words = (bank.section.id, bank.section.title.casefold(), *bank.section.title.casefold().split())
        return max(SequenceMatcher(None, said, word).ratio() for word in words)

    ranked: list[tuple[float, str]] = []
    for one in [course, *(other for other in desk.courses if other is not course)]:
        prefix = "" if one is desk.current_course else f"{one.id}/"
        first = named and one is course
        ranked += [(-closeness(bank) - first, prefix + bank.section.id) for bank in one.banks]
    near = [name for _, name in sorted(ranked, key=lambda pair: pair[0])[:MOST_NEAR]]
    listing = whole_command(desk, "sections")
    return f"Nearest: {', '.join(near)}. All: {listing}" if near else f"Run: {listing}"


def find_question(desk: Desk, name: str) -> tuple[Bank, Question]:
    """A question by id or `course/id`, anywhere in the banks."""
    course_name, slash, identity = name.rpartition("/")
    courses = desk.courses
    if slash:
        courses = [desk.course(course_name)]
    elif desk.options.course is not None:
        courses = [desk.current_course]
    ids = [(outline.id, bank) for course in courses for bank in course.banks for outline in bank.section.outlines]
    found = [bank for known, bank in ids if known == identity]
    if len({bank.section.course for bank in found}) > 1:
        addresses = ", ".join(f"{bank.section.course}/{identity}" for bank in found)
        raise UsageError("ambiguous-question", f'"{identity}" is in several courses', f"Name one: {addresses}.")
    if not found:
        known_ids = list(dict.fromkeys(known for known, _ in ids))
        parts = [known for known in known_ids if identity and identity.casefold() in known]
        near = [*parts, *(known for known in nearest(identity, known_ids, MOST_NEAR, 0.4) if known not in parts)]
        hint = f"Nearest: {', '.join(near[:MOST_NEAR])}." if near else f"Run: {whole_command(desk, 'sections')}"
        if any(course.find(section_id(identity)) for course in courses):
            hint = f"That is a section. Run: {whole_command(desk, f'progress {name}')}"
        raise UsageError("unknown-question", f'there is no question "{name}"', hint)
    return found[0], found[0].question(identity)


def next_bank(desk: Desk) -> Bank:
    """The section that comes next: one with an unfinished attempt, else one between pre-quiz and post-quiz, the latest
    begun, else the first without a finished post-quiz."""
    course = desk.current_course
    banks = [bank for bank in course.banks if bank.section.outlines]
    if not banks:
        raise DataError("no-questions", f"{course.id} has no section that can be asked", "Run: aiinfra lint")
    progress = desk.store.progress
    for bank in banks:
        unfinished = progress.unfinished(bank.section.address)
        if unfinished is not None and unfinished.begun:
            return desk.usable(bank)
    todo = [bank for bank in banks if progress.last_finished(bank.section.address, "post") is None]
    read_next = {pre.id: b for b in todo if (pre := progress.last_finished(b.section.address, "pre"))}
    latest = next((read_next[attempt] for attempt in reversed(progress.attempts) if attempt in read_next), None)
    return desk.usable(latest or next(iter(todo), banks[0]))
