"""Events of a log and the progress they give, for tests."""

from collections.abc import Mapping, Sequence
from itertools import count
from typing import Any

from aiinfra_study.core.folding import Event, apply
from aiinfra_study.core.progress import Progress

SECTION = "course/section-1"


class Logbook:
    """A log being written: each method appends one event and returns its id."""

    def __init__(self) -> None:
        self.events: list[Event] = []
        self._numbers = count(1)

    def add(self, event: str, **fields: Any) -> str:
        identity = f"dev-{next(self._numbers)}"
        self.events.append(
            {"v": 1, "id": identity, "at": f"t{identity}", "day": "2026-11-21", "event": event, **fields}
        )
        return identity

    def begin(self, attempt: str, questions: Sequence[str], stage: str = "pre", section: str = SECTION) -> str:
        addresses = [f"course/{identity}" for identity in questions]
        return self.add("begin", attempt=attempt, section=section, stage=stage, seed=7, questions=addresses)

    def respond(self, attempt: str | None, question: str, credit: float = 1, **fields: Any) -> str:
        given = {
            "section": SECTION,
            "response": "x",
            "confidence": "sure",
            "hint": False,
            "rating": None,
            "seconds": 1.5,
        }
        return self.add(
            "response",
            attempt=attempt,
            question=f"course/{question}",
            credit=credit,
            **{**given, "card": None, **fields},
        )

    def end(self, attempt: str, score: float = 1) -> str:
        return self.add("end", attempt=attempt, score=score)

    def undo(self, identity: str) -> str:
        return self.add("undo", undoes=identity)

    def sitting(self, attempt: str, credits: Mapping[str, float], stage: str = "pre", section: str = SECTION) -> None:
        """A whole finished quiz."""
        self.begin(attempt, list(credits), stage, section)
        for question, credit in credits.items():
            self.respond(attempt, question, credit, section=section)
        self.end(attempt)


def folded(events: Sequence[Event]) -> Progress:
    """The events applied one by one."""
    progress = Progress()
    for event in events:
        apply(progress, event)
    return progress
