"""Progress: everything the events say; `folding` folds one in, `replay` a whole log."""

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
        day: str | None = None,
        later: dict[str, float] | None = None,
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
        self.day = day  # the study day on which it ended
        # of a post-quiz: credit of the first response with feedback to its questions, 7 to 30 days after it
        self.later = later if later is not None else {}

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Attempt) and vars(self) == vars(other)

    __hash__ = None  # type: ignore[assignment]  # it changes

    @property
    def left(self) -> list[str]:
        """Addresses of the questions not yet responded to."""
        return [address for address in self.questions if address not in self.responses]

    @property
    def begun(self) -> bool:
        """Whether something was responded and it was not ended: one that was only looked at is nothing to finish."""
        return self.finished is None and bool(self.responses)

    @property
    def last(self) -> dict[str, Any] | None:
        """The last response given."""
        return next(reversed(self.responses.values()), None)

    @property
    def credits(self) -> dict[str, float]:
        """The credit (0-1) of each response, by question address."""
        return {address: float(said["credit"]) for address, said in self.responses.items()}


class Standing:
    """Of each section and stage the attempt that was begun and not ended, and the latest that was ended."""

    def __init__(self, attempts: Iterable[Attempt]) -> None:
        self.begun: dict[tuple[str, str], Attempt] = {}
        self.ended: dict[tuple[str, str], Attempt] = {}
        for attempt in attempts:
            (self.begun if attempt.finished is None else self.ended)[attempt.section, attempt.stage] = attempt

    def begin(self, attempt: Attempt) -> Attempt | None:
        """An attempt begins; returns the unfinished one it takes the place of."""
        dropped = self.begun.pop((attempt.section, attempt.stage), None)
        self.begun[attempt.section, attempt.stage] = attempt
        return dropped

    def end(self, attempt: Attempt) -> Attempt | None:
        """An attempt ends; returns the one that was the latest."""
        self.begun.pop((attempt.section, attempt.stage), None)
        before = self.ended.get((attempt.section, attempt.stage))
        self.ended[attempt.section, attempt.stage] = attempt
        return before


class Progress:
    """Everything the log says, folded. The fields are what the snapshot keeps."""

    FIELDS = (
        *("counters", "clocks", "days", "flagged", "suspended", "drill", "missed", "misconceptions", "recent"),
        *("told", "paused", "readings", "tallies", "plan", "attempts", "questions", "cards"),
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
        self._seen: tuple[str, set[str]] = ("", set())  # a study day, and the same addresses to look one up in
        self.missed: dict[str, list[str]] = {}  # on those days and not right since: day and stage of the miss
        self.misconceptions: dict[str, dict[str, Any]] = {}  # by course/id: how often chosen, the last day
        self.recent: list[list[Any]] = []  # the last responses: instant, kind, seconds, confidence, credit
        self.told: dict[str, str] = {}  # what is said only now and then, and the day it was
        self.paused = ""  # no new cards up to this day: a backlog is being dealt out
        # by section: the anchor where reading stopped ("": at the end), and the instant it was first read to the end
        self.readings: dict[str, dict[str, Any]] = {}
        self.tallies: dict[str, dict[str, Any]] = {}  # by study day and course: what `core.history` sums up
        self.plan: dict[str, Any] | None = None  # the target date: by, sections (addresses), the day it was made
        self.attempts: dict[str, Attempt] = {}
        self._standing: Standing | None = None
        # rows are values: replaced, never changed in place
        self.questions: MutableMapping[str, dict[str, Any]] = {}
        self.cards: MutableMapping[str, dict[str, Any]] = {}

    def __eq__(self, other: object) -> bool:
        same = isinstance(other, Progress) and self.events == other.events
        return same and all(getattr(self, name) == getattr(other, name) for name in self.FIELDS)

    __hash__ = None  # type: ignore[assignment]  # it changes

    def unfinished(self, section: str, stage: str | None = None) -> Attempt | None:
        """The latest attempt of a section that was begun and not ended."""
        begun = reversed(self.standing.begun.values())
        return next((a for a in begun if a.section == section and stage in (None, a.stage)), None)

    def last_finished(self, section: str, stage: str) -> Attempt | None:
        """The latest finished attempt of a section in a stage."""
        return self.standing.ended.get((section, stage))

    @property
    def standing(self) -> "Standing":
        """The attempts that count, found once."""
        if self._standing is None:
            self._standing = Standing(self.attempts.values())
        return self._standing

    def attempts_went(self) -> None:
        """Attempts were taken out: which of the rest count is found out when somebody asks."""
        self._standing = None

    def next_stage(self, section: str) -> str:
        """The stage that comes next: that of the unfinished attempt, else pre, then post, then practice."""
        attempt = self.unfinished(section)
        if attempt is not None:
            return attempt.stage
        return next((stage for stage in ("pre", "post") if self.last_finished(section, stage) is None), "practice")

    def between_quizzes(self, section: str) -> bool:
        """Whether a pre-quiz of a section was responded to and no post-quiz is finished: no key is to be shown."""
        pre, post = (self.last_finished(section, stage) for stage in ("pre", "post"))
        waiting = self.unfinished(section, "pre")
        return (pre is not None and post is None) or (waiting is not None and waiting.begun)

    def rows(self, table: str, addresses: Iterable[str]) -> dict[str, dict[str, Any]]:
        """Those of some addresses that have a row in a table (cards or questions): a store may read many at once."""
        rows = getattr(self, table)
        return {address: rows[address] for address in addresses if address in rows}

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

    def see(self, address: str, day: str) -> None:
        """Review had a response to a question on a study day that it knows."""
        listed = self.drill[day]["seen"]
        if self._seen[0] != day or len(self._seen[1]) != len(listed):
            self._seen = day, set(listed)
        if address not in self._seen[1]:
            self._seen[1].add(address)
            listed.append(address)

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
