"""Events as the program writes them, random ones, and a look at what lies on the disk."""

import json
from pathlib import Path
from typing import Any

from hypothesis import strategies as st

from aiinfra_study.core.progress import Progress
from aiinfra_study.core.replay import replay
from aiinfra_study.store.log import seal, split_lines, unseal
from aiinfra_study.store.progress import ProgressStore

AT = {"at": "2026-11-21T09:00:00.000Z", "day": "2026-11-21"}
SECTIONS = ("c/section-1", "c/section-2")
QUESTIONS = tuple(f"c/q{number}" for number in range(6))


def response(question: str = "c/q0", *, due: str | None = None, **more: Any) -> dict[str, Any]:
    card = {"due": due, "stability": 3.2, "difficulty": 5.1, "reps": 1, "lapses": 0} if due else None
    return {
        **AT,
        "event": "response",
        "question": question,
        "section": SECTIONS[0],
        "rev": 1,
        "key": "0f1e2d3c",
        "stage": "practice",
        "attempt": None,
        "response": "the second",
        "confidence": "sure",
        "hint": False,
        "credit": 1,
        "rating": "good" if due else None,
        "seconds": 1.5,
        "seed": 7,
        "scheduler": "fsrs-6" if due else None,
        "card": card,
        **more,
    }


def begin(name: str, section: str = SECTIONS[0], stage: str = "pre") -> dict[str, Any]:
    return {
        **AT,
        "event": "begin",
        "attempt": name,
        "section": section,
        "stage": stage,
        "seed": 7,
        "questions": list(QUESTIONS[:3]),
    }


def store_at(folder: Path) -> ProgressStore:
    return ProgressStore(folder / "progress.json")


def filled(folder: Path, count: int = 5) -> Path:
    """A folder with a log and the snapshot of it."""
    folder.mkdir(parents=True, exist_ok=True)
    store = store_at(folder)
    store.append(begin("a1"))
    for number in range(count - 1):
        store.append(response(QUESTIONS[number % 6], due=f"2026-11-{25 - number}", attempt="a1"))
    store.fold()
    store.close()
    return folder


def logged(folder: Path) -> list[dict[str, Any]]:
    """The readable events of the log, straight from the disk."""
    found = (unseal(line) for line in split_lines((folder / "events.jsonl").read_bytes()))
    return [event for event in found if event is not None]


def replayed(folder: Path) -> Progress:
    return replay(logged(folder))


def add_lines(folder: Path, *events: dict[str, Any]) -> None:
    """Lines of another writer."""
    with open(folder / "events.jsonl", "ab") as log:
        log.writelines(seal({"v": 1, "id": f"other-{number}", **AT, **event}) for number, event in enumerate(events, 1))


def snapshot_of(folder: Path) -> dict[str, Any]:
    found: dict[str, Any] = json.loads((folder / "progress.json").read_bytes())
    return found


def stamps(folder: Path) -> dict[str, tuple[int, bytes]]:
    """Every file with its time of change and its bytes."""
    return {
        str(path.relative_to(folder)): (path.stat().st_mtime_ns, path.read_bytes())
        for path in folder.rglob("*")
        if path.is_file()
    }


days = st.integers(1, 28).map(lambda day: f"2026-11-{day:02}")
_question = st.sampled_from(QUESTIONS)
_section = st.sampled_from(SECTIONS)
_attempt = st.sampled_from(["a1", "a2", "a3", "a4"])
_stage = st.sampled_from(["pre", "post", "practice"])

# one step of a life: an event, or a word for something that is not an event of its own
steps = st.one_of(
    st.builds(begin, _attempt, _section, _stage),
    st.builds(
        response,
        _question,
        due=st.none() | days,
        attempt=st.none() | _attempt,
        section=_section,
        credit=st.sampled_from([0, 0.5, 1]),
        day=days,
        response=st.text(max_size=5) | st.none() | st.lists(st.text(max_size=3), max_size=2),
    ),
    st.builds(lambda name, score: {**AT, "event": "end", "attempt": name, "score": score}, _attempt, st.just(0.5)),
    st.builds(lambda back: {"undo": back}, st.integers(0, 8)),
    st.builds(
        lambda word, question: {**AT, "event": word, "question": question},
        st.sampled_from(["flag", "unflag", "suspend", "unsuspend"]),
        _question,
    ),
    st.builds(lambda section: {**AT, "event": "reset", "sections": [section]}, _section),
    st.builds(lambda word, value: {**AT, "event": word, "what": value}, st.text(max_size=8), st.integers()),
    st.sampled_from(["fold", "reopen", "kill", "other hand", "torn"]),
)
