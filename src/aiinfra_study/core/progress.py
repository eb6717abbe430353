"""Progress: everything the events say, folded; `replay` does the folding."""

from collections.abc import Iterable, Mapping, MutableMapping
from typing import Any

from aiinfra_study.core.course import Outline


class Attempt:
    """One sitting of one quiz. `responses` holds the response events by question address, in the order given."""

    def __init__(
        self,
        id: str,
        section: str,
        stage: str,
        seed: int,
        questions: list[str],
        started: str,
        responses: dict[str, dict[str, Any]] | None = None,
        finished: str | None = None,
        score: float | None = None,
    ) -> None:
        self.id = id
        self.section = section
        self.stage = stage
        self.seed = seed
        self.questions = questions
        self.started = started
        self.responses = responses if responses is not None else {}
        self.finished = finished
        self.score = score

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Attempt) and vars(self) == vars(other)

    __hash__ = None  # type: ignore[assignment]  # it changes

    @property
    def left(self) -> list[str]:
        """Addresses of the questions not yet responded to."""
        return [address for address in self.questions if address not in self.responses]

    @property
    def last(self) -> dict[str, Any] | None:
        """The last response given."""
        return next(reversed(self.responses.values()), None)


class Progress:
    """Everything the log says, folded. The fields are what the snapshot keeps."""

    FIELDS = (
        *("counters", "clocks", "days", "flagged", "suspended", "drill", "missed", "misconceptions", "recent"),
        *("told", "paused", "readings", "attempts", "questions", "cards"),
    )

    def __init__(self) -> None:
        self.events = 0
        # of each device: its last number and its clock, which never goes back
        self.counters: dict[str, int] = {}
        self.clocks: dict[str, str] = {}
        self.days: dict[str, int] = {}  # responses a study day
        self.flagged: dict[str, str] = {}
        self.suspended: dict[str, str] = {}
        # the last days of review: due cards rated, new ones begun, known ones rated and of these not Again, and the
        # addresses responded to with feedback
        self.drill: dict[str, dict[str, Any]] = {}
        self.missed: dict[str, list[str]] = {}  # on those days and not right since: day and stage of the miss
        self.misconceptions: dict[str, dict[str, Any]] = {}  # by course/id: how often chosen, the last day
        self.recent: list[list[Any]] = []  # the last responses: instant, kind, seconds, confidence, credit
        self.told: dict[str, str] = {}  # what is said only now and then, and the day it was
        self.paused = ""  # no new cards up to this day: a backlog is being dealt out
        # by section: the anchor where reading stopped ("": at the end), and the instant it was first read to the end
        self.readings: dict[str, dict[str, Any]] = {}
        self.attempts: dict[str, Attempt] = {}
        # rows are values: replaced, never changed in place
        self.questions: MutableMapping[str, dict[str, Any]] = {}
        self.cards: MutableMapping[str, dict[str, Any]] = {}

    def __eq__(self, other: object) -> bool:
        same = isinstance(other, Progress) and self.events == other.events
        return same and all(getattr(self, name) == getattr(other, name) for name in self.FIELDS)

    __hash__ = None  # type: ignore[assignment]  # it changes

    def unfinished(self, section: str, stage: str | None = None) -> Attempt | None:
        """The latest attempt of a section that was begun and not ended."""
        open_attempts = (
            attempt
            for attempt in reversed(self.attempts.values())
            if attempt.section == section and attempt.finished is None and stage in (None, attempt.stage)
        )
        return next(open_attempts, None)

    def last_finished(self, section: str, stage: str) -> Attempt | None:
        """The latest finished attempt of a section in a stage."""
        ended = (
            attempt
            for attempt in reversed(self.attempts.values())
            if attempt.section == section and attempt.stage == stage and attempt.finished is not None
        )
        return next(ended, None)

    def next_stage(self, section: str) -> str:
        """The stage that comes next: that of the unfinished attempt, else pre, then post, then practice."""
        attempt = self.unfinished(section)
        if attempt is not None:
            return attempt.stage
        return next((stage for stage in ("pre", "post") if self.last_finished(section, stage) is None), "practice")

    def fetch(self, addresses: Iterable[str]) -> None:
        """Cards about to be asked for one by one: a store may read many at once."""

    def dues(self) -> Iterable[tuple[str, str]]:
        """Address and due day of every card."""
        return ((address, card["due"]) for address, card in self.cards.items())

    def due(self, day: str) -> list[str]:
        """Cards due on a study day or earlier."""
        return [address for address, due in self.dues() if due <= day]

    def against(self, items: Mapping[str, Any]) -> tuple[list[str], list[str]]:
        """Which of some questions (`outline` has key and revision) have no card, and which have changed since theirs
        was last rated: other key or options, or a raised revision."""
        without, changed = [], []
        for address, item in items.items():
            card = self.cards.get(address)
            if card is None:
                without.append(address)
            elif is_changed(card, item.outline):
                changed.append(address)
        return without, changed

    def drilled(self, day: str) -> dict[str, Any]:
        """What review did on a study day."""
        return self.drill.get(day) or {"due": 0, "new": 0, "known": 0, "kept": 0, "seen": []}

    def learning(self, day: str) -> dict[str, str]:
        """Questions missed on a study day and not right since, with the stage of the miss."""
        return {address: stage for address, (missed_on, stage) in self.missed.items() if missed_on == day}

    def reached(self, section: str) -> str:
        """The last stage finished, as `sections` tells it: new, pre or post."""
        return next((stage for stage in ("post", "pre") if self.last_finished(section, stage) is not None), "new")


def is_changed(card: Mapping[str, Any], outline: Outline) -> bool:
    """Whether key, options or revision of a question changed since its card was last rated."""
    known, rev = card.get("key"), card.get("rev")
    return bool(known and outline.key and known != outline.key) or outline.rev > (rev or outline.rev)
