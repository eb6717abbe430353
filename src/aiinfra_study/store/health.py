"""What doctor looks at: every line of the log, the snapshot, and every bank."""

from collections import Counter
from pathlib import Path
from typing import NamedTuple

from aiinfra_study.core.text import clean
from aiinfra_study.store.banks import CourseFolder, Unreadable, read_bytes, read_course_file, read_section_file
from aiinfra_study.store.log import VERSION, split_lines, unseal
from aiinfra_study.store.places import log_beside
from aiinfra_study.store.snapshot import Damaged, NewerSchema, load

SHOWN = 5


class Finding(NamedTuple):
    """Something that is wrong, and what to do about it."""

    message: str
    hint: str


def check_log(snapshot: Path) -> list[Finding]:
    """Damage of the log and the snapshot, with line numbers; conflicted copies of a synced folder."""
    log = log_beside(snapshot)
    findings = []
    data = log.read_bytes() if log.exists() else b""
    bad, newer = [], 0
    for number, line in enumerate(split_lines(data), 1):
        event = unseal(line)
        if event is None:
            bad += [number] if line else []
        elif int(event.get("v", 0)) > VERSION:
            newer += 1
    if bad:
        numbers = ", ".join(map(str, bad[:SHOWN])) + (" …" if len(bad) > SHOWN else "")
        findings.append(
            Finding(
                f"{log}: {len(bad)} damaged or torn lines ({numbers}); they are skipped", "aiinfra doctor --restore"
            )
        )
    if newer:
        findings.append(Finding(f"{log}: {newer} events of a newer aiinfra", "Upgrade aiinfra."))
    try:
        if snapshot.exists() and load(snapshot.read_bytes()).covered > len(data):
            findings.append(Finding(f"{log} is shorter than it was when last used", "aiinfra doctor --restore"))
    except Damaged:
        findings.append(Finding(f"{snapshot} is damaged", "It is rebuilt from the log by the next quiz."))
    except NewerSchema:
        findings.append(Finding(f"{snapshot} is from a newer aiinfra", "Upgrade aiinfra."))
    if log.parent.is_dir():
        findings += [
            Finding(f"{clean(path.name)} looks like a copy that a sync made", "Keep one of the two logs.")
            for path in log.parent.iterdir()
            if "conflict" in path.name.lower() and path.suffix == ".jsonl"
        ]
    return findings


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
                problems = read_course_file(path, found[0])[1]
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
            findings.append(Finding(f"{course.id}: two sections use the id {', '.join(twice[:SHOWN])}", "Rename one."))
    return findings
