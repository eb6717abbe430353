"""What doctor looks at: every line of the log, the snapshot, and every bank."""

import contextlib
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from aiinfra_study.core.text import clean
from aiinfra_study.store.backups import listed
from aiinfra_study.store.banks import CourseFolder
from aiinfra_study.store.files import Unreadable, read_bytes, read_course_file, read_section_file
from aiinfra_study.store.log import is_newer, split_lines, unseal
from aiinfra_study.store.places import log_beside
from aiinfra_study.store.snapshot import Damaged, NewerSchema, Outdated, load

SHOWN = 5


class Finding(NamedTuple):
    """Something that is wrong, and what to do about it."""

    message: str
    hint: str


def check_log(snapshot: Path) -> list[Finding]:
    """Damage of the log and the snapshot, with line numbers; what only a backup has; copies made by a sync."""
    log = log_beside(snapshot)
    try:
        data = log.read_bytes() if log.exists() else b""
        head = snapshot.read_bytes() if snapshot.exists() else b""
    except OSError as error:
        return [Finding(f"{error.filename} cannot be read ({error.strerror})", "Make it readable.")]
    return [*_check_lines(log, data), *_check_snapshot(snapshot, head, log, data), *_check_folder(log, data)]


def _check_lines(log: Path, data: bytes) -> Iterator[Finding]:
    bad, newer = [], 0
    for number, line in enumerate(split_lines(data), 1):
        event = unseal(line)
        if event is None:
            bad += [number] if line.strip() else []
        else:
            newer += bool(is_newer(event))
    if bad:
        numbers = ", ".join(map(str, bad[:SHOWN])) + (" …" if len(bad) > SHOWN else "")
        what = "1 damaged or torn line" if len(bad) == 1 else f"{len(bad)} damaged or torn lines"
        yield Finding(f"{log}: {what} ({numbers}), skipped", "aiinfra doctor --restore")
    if newer:
        yield Finding(f"{log}: {newer} event{'s' * (newer != 1)} of a newer aiinfra", "Upgrade aiinfra.")


def _check_snapshot(snapshot: Path, head: bytes, log: Path, data: bytes) -> Iterator[Finding]:
    try:
        if head and load(head).covered > len(data):
            yield Finding(f"{log} is shorter than it was when last used", "aiinfra doctor --restore")
    except Outdated:
        pass  # made anew by the next command that keeps something
    except Damaged:
        yield Finding(f"{snapshot} is damaged", "It is rebuilt from the log by the next quiz.")
    except NewerSchema:
        yield Finding(f"{snapshot} is from a newer aiinfra", "Upgrade aiinfra.")


def _check_folder(log: Path, data: bytes) -> Iterator[Finding]:
    ours = set(split_lines(data))
    for backup in listed(log):
        with contextlib.suppress(OSError):
            only = sum(line not in ours and unseal(line) is not None for line in split_lines(backup.read_bytes()))
            if only:
                what = "1 event that is" if only == 1 else f"{only} events that are"
                yield Finding(
                    f"{backup.name} has {what} not in {log.name}", f"aiinfra doctor --restore {backup.stem[-10:]}"
                )
                break
    for path in log.parent.iterdir() if log.parent.is_dir() else ():
        if "conflict" in path.name.lower() and path.suffix == ".jsonl":
            yield Finding(f"{clean(path.name)} looks like a copy that a sync made", "Keep one of the two logs.")


def check_banks(courses: list[CourseFolder]) -> list[Finding]:
    """One finding for each file with errors, and ids that two sections of a course share."""
    findings = []
    for course in courses:
        ids: Counter[str] = Counter()
        heads = [course.folder / "course.yaml"] if (course.folder / "course.yaml").exists() else []
        for path in (*heads, *course.files):
            found = read_bytes(path)
            if isinstance(found, Unreadable):
                findings.append(Finding(str(found.problem), f"aiinfra lint {path}"))
                continue
            if path in heads:
                problems = read_course_file(path, found[0]).problems
            else:
                read = read_section_file(path, found[0], course.id)
                problems = read.problems
                ids.update(question.id for question in read.questions)
            errors = [problem for problem in problems if problem.level == "error"]
            if errors:
                more = f" (and {len(errors) - 1} more)" if len(errors) > 1 else ""
                findings.append(Finding(f"{errors[0]}{more}", f"aiinfra lint {path}"))
        twice = [identity for identity, count in ids.items() if count > 1]
        if twice:
            ids_ = "id" if len(twice) == 1 else "ids"
            more = " …" if len(twice) > SHOWN else ""
            what = f"{course.id}: two sections use the {ids_} {', '.join(twice[:SHOWN])}{more}"
            findings.append(Finding(what, "Give the newer question another id."))
    return findings
