"""Progress: what replaying the events gives. Values in, values out; replaying parses and never recomputes a card."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import suppress
from typing import Any

Event = Mapping[str, Any]
STAGES = ("pre", "post", "practice")
MAX_DIGITS = 18


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


_FACTS = ("cards", "questions", "attempts", "flagged", "suspended", "days", "counters", "events")


class Progress:
    """Everything the log says, folded. The fields are what the snapshot keeps."""

    def __init__(self) -> None:
        self.cards: dict[str, dict[str, Any]] = {}
        self.questions: dict[str, dict[str, Any]] = {}
        self.attempts: dict[str, Attempt] = {}
        self.flagged: dict[str, str] = {}
        self.suspended: dict[str, str] = {}
        self.days: dict[str, int] = {}
        self.counters: dict[str, int] = {}
        self.events = 0

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Progress) and all(getattr(self, f) == getattr(other, f) for f in _FACTS)

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

    def reached(self, section: str) -> str:
        """The last stage finished, as `sections` tells it: new, pre or post."""
        return next((stage for stage in ("post", "pre") if self.last_finished(section, stage) is not None), "new")


def apply(progress: Progress, event: Event) -> None:
    """Fold one event in. Unknown or unusable events count and change nothing; an undo is settled by `replay`."""
    progress.events += 1
    device, _, counter = str(event.get("id", "")).rpartition("-")
    if counter.isascii() and counter.isdigit() and len(counter) <= MAX_DIGITS:
        progress.counters[device] = max(progress.counters.get(device, 0), int(counter))
    handler = _HANDLERS.get(str(event.get("event")))
    if handler is not None:
        with suppress(KeyError, TypeError, ValueError, AttributeError):
            handler(progress, event)


# A handler reads all it needs of an event before it changes anything: an event it cannot use leaves no trace.


def _begin(progress: Progress, event: Event) -> None:
    begun = Attempt(
        event["attempt"],
        event["section"],
        event["stage"],
        event["seed"],
        list(event["questions"]),
        event["at"],
    )
    dropped = [
        attempt.id
        for attempt in progress.attempts.values()
        if attempt.section == begun.section and attempt.stage == begun.stage and attempt.finished is None
    ]
    progress.attempts[begun.id] = begun
    for identity in dropped:  # begun anew with --restart
        if identity != begun.id:
            del progress.attempts[identity]


def _end(progress: Progress, event: Event) -> None:
    attempt = progress.attempts.get(event["attempt"])
    finished, score = event["at"], event["score"]
    if attempt is None:
        return
    for other in progress.attempts.values():  # details are kept of the latest finished attempt only
        same = other.section == attempt.section and other.stage == attempt.stage
        if same and other.finished is not None and other is not attempt:
            other.responses = {}
    attempt.finished = finished
    attempt.score = score


def _response(progress: Progress, event: Event) -> None:
    address, day, section, credit = event["question"], event["day"], event["section"], event["credit"]
    if not 0 <= credit <= 1:
        raise ValueError(credit)
    card = None if event.get("card") is None else dict(event["card"])
    attempt = progress.attempts.get(event.get("attempt") or "")
    known = progress.questions.get(address)
    times = (known["responses"] if known else 0) + 1
    progress.days[day] = progress.days.get(day, 0) + 1
    progress.questions[address] = {"section": section, "responses": times, "credit": credit, "day": day}
    if card is not None:
        progress.cards[address] = card
    if attempt is not None:
        attempt.responses.pop(address, None)
        attempt.responses[address] = {key: event.get(key) for key in _KEPT}


# what an attempt keeps of a response: enough to resume, to undo, and to tell its result
_KEPT = ("id", "at", "response", "confidence", "hint", "credit", "rating", "seconds")


def _reset(progress: Progress, event: Event) -> None:
    gone = set(event["sections"])
    progress.attempts = {key: attempt for key, attempt in progress.attempts.items() if attempt.section not in gone}
    for address in [address for address, known in progress.questions.items() if known["section"] in gone]:
        del progress.questions[address]
        progress.cards.pop(address, None)


_HANDLERS: dict[str, Callable[[Progress, Event], object]] = {
    "begin": _begin,
    "end": _end,
    "response": _response,
    "reset": _reset,
    "flag": lambda progress, event: progress.flagged.__setitem__(event["question"], event["at"]),
    "unflag": lambda progress, event: progress.flagged.pop(event["question"], None),
    "suspend": lambda progress, event: progress.suspended.__setitem__(event["question"], event["at"]),
    "unsuspend": lambda progress, event: progress.suspended.pop(event["question"], None),
}


def undone(events: Sequence[Event]) -> dict[str, int]:
    """The ids of the events that were taken back, and where in the log; an undo that was itself taken back is none."""
    taken: dict[str, int] = {}
    for at in reversed(range(len(events))):
        event = events[at]
        if event.get("event") == "undo" and str(event.get("id", "")) not in taken:
            taken[str(event.get("undoes", ""))] = at
    taken.pop("", None)
    return taken


def replay(events: Iterable[Event]) -> Progress:
    """Progress from a whole log: what was taken back is left out, and an attempt it leaves incomplete is open again."""
    listed = list(events)
    taken = undone(listed)
    progress = Progress()
    gaps: dict[tuple[str, str], int] = {}  # attempt and question of each missing response: where it was taken back
    for at, event in enumerate(listed):
        spot = (str(event.get("attempt")), str(event.get("question")))
        identity = str(event.get("id", ""))
        gone = identity in taken
        if event.get("event") == "response" and gone:
            gaps[spot] = taken[identity]
        elif event.get("event") == "response":
            gaps.pop(spot, None)
        elif event.get("event") == "end":  # one that came after the undo knew of the gap
            gone = gone or any(attempt == spot[0] and at < undo for (attempt, _), undo in gaps.items())
        apply(progress, {"event": "gone", "id": event.get("id", "")} if gone else event)
    return progress
