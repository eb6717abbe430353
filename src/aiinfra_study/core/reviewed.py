"""The result of a review: what its summary says and --json prints."""

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from aiinfra_study.core.pace import Overconfidence, capped
from aiinfra_study.core.question import Posed
from aiinfra_study.core.rating import RATINGS


class Showing(NamedTuple):
    """One response of a review: the question as asked, the event, when it is due now, and why what was chosen is
    wrong."""

    posed: Posed
    event: Mapping[str, Any]
    due: str | None
    reasons: tuple[str, ...]


class Ahead(NamedTuple):
    """What comes: left of today's drill, due tomorrow with what is left, seconds a question, the run of days."""

    left: int
    due_tomorrow: int
    seconds_each: float
    streak: int


class Held(NamedTuple):
    """A misconception in words, and the sentence that puts it right."""

    belief: str
    contrast: str


class Leech(NamedTuple):
    """A question missed again and again: the commands that show it and that leave it out, how often, its section."""

    show: str
    suspend: str
    lapses: int
    section: str


class Reviewed(NamedTuple):
    """Figures of one sitting of review."""

    mode: str
    started: str
    finished: str | None
    planned: int
    left: int
    showings: Sequence[Showing]
    ahead: Ahead
    desired: float
    today: tuple[int, int] = (0, 0)  # of the known cards rated on this study day: not Again, and all
    held: Sequence[Held] = ()
    leeches: Sequence[Leech] = ()
    overconfidence: Overconfidence | None = None

    @property
    def ratings(self) -> dict[str, int]:
        given = [showing.event["rating"] for showing in self.showings]
        return {rating: given.count(rating) for rating in RATINGS}

    @property
    def recalled(self) -> tuple[int, int]:
        """Of the reviews of cards known before: how many were not rated Again, and of how many. What was never learned
        could not be kept or lost."""
        known = [s.event["rating"] for s in self.showings if s.event["rating"] and s.event["before"]]
        return sum(rating != "again" for rating in known), len(known)

    @property
    def retention(self) -> float | None:
        """The share of the reviews of cards known before that were not rated Again; None of none."""
        kept, known = self.recalled
        return kept / known if known else None

    @property
    def seconds(self) -> float:
        return sum(capped(showing.event["seconds"]) for showing in self.showings)

    @property
    def sure_and_wrong(self) -> list[Showing]:
        """Confident errors, each question once, the last time it happened."""
        found = {
            showing.posed.question.address: showing
            for showing in self.showings
            if showing.event["confidence"] == "sure" and showing.event["credit"] == 0
        }
        return list(found.values())

    def as_json(self) -> dict[str, Any]:
        """The object of `review --json` (docs/json.md)."""
        return {
            "schema": "aiinfra/review/1",
            "mode": self.mode,
            "started": self.started,
            "finished": self.finished,
            "count": self.planned,
            "responded": len(self.showings),
            "ratings": self.ratings,
            "retention": self.retention,
            "left": self.ahead.left,
            "due_tomorrow": self.ahead.due_tomorrow,
            "streak": self.ahead.streak,
            "questions": [
                {
                    "question": showing.posed.question.address,
                    "kind": showing.posed.question.kind,
                    "response": showing.event["response"],
                    "confidence": showing.event["confidence"],
                    "credit": showing.event["credit"],
                    "correct": showing.event["credit"] >= 1,
                    "rating": showing.event["rating"],
                    "due": showing.due,
                    "seconds": showing.event["seconds"],
                }
                for showing in self.showings
            ],
        }
