"""What a learner knows: progress against the courses as figures, one function for each (docs/measures.md)."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, timedelta
from functools import cached_property
from typing import Any, NamedTuple

from aiinfra_study.core.catalogue import addresses_of
from aiinfra_study.core.course import Outline, Section
from aiinfra_study.core.gain import Gain, measure
from aiinfra_study.core.mastery import mastery, standing
from aiinfra_study.core.measure import Share, share_of, without_guessing
from aiinfra_study.core.progress import Attempt, Progress
from aiinfra_study.core.schedule import Scheduler

LATER = 30  # days without review, after which mastery is told once more
WEAKEST = 10  # questions told
FORGOTTEN = 0.8  # recall below which a question that was right counts as weak
HELD = 2  # times a misconception was chosen, from which it is held

Rows = Mapping[str, Mapping[str, Any]]


class StageScore(NamedTuple):
    """The score (0-1) of a finished attempt with its 90 % interval, and when it ended."""

    score: Share
    finished: str


class Corrected(NamedTuple):
    """Scores on the questions asked both times, corrected for guessing."""

    pre: float
    post: float


class Memory(NamedTuple):
    """Mastery (0-1) now, and in 30 days without review."""

    now: float | None
    later: float | None


class SectionFigures(NamedTuple):
    """One section: how many questions, how many met; scores, gain, what stayed, what would be recalled."""

    section: Section
    questions: int
    seen: int
    pre: StageScore | None
    post: StageScore | None
    gain: Gain | None
    corrected: Corrected | None
    stayed: Share | None  # right 7 to 30 days after the post-quiz
    memory: Memory
    begun: bool  # an unfinished quiz waits

    @property
    def done(self) -> bool:
        """Whether anything was done in it."""
        return bool(self.seen or self.pre or self.post or self.begun)


class CourseFigures(NamedTuple):
    """The sections, and the course as a whole: gain and what stayed are pooled over all of them."""

    sections: tuple[SectionFigures, ...]
    memory: Memory
    gain: Gain | None
    stayed: Share | None


class ObjectiveFigures(NamedTuple):
    """An objective: `new`, `shaky` or `solid`, its questions, those met, first responses of a day and right ones."""

    id: str
    text: str
    state: str
    questions: int
    seen: int
    asked: int
    right: int


class Misheld(NamedTuple):
    """A misconception (course/id) chosen twice and not yet put right, and how often."""

    id: str
    chosen: int


class Figures:
    """Courses against a progress on a study day."""

    def __init__(self, progress: Progress, sections: Sequence[Section], scheduler: Scheduler, today: date) -> None:
        self.progress = progress
        self.sections = sections
        outlines = [(f"{section.course}/{o.id}", o) for section in sections for o in section.outlines]
        self.outlines: dict[str, Outline] = dict(outlines)
        self._scheduler, self._days = scheduler, (today, today + timedelta(days=LATER))

    @cached_property
    def rows(self) -> Rows:
        """What is known of the questions that were responded to."""
        return self.progress.rows("questions", self.outlines)

    @cached_property
    def recalls(self) -> dict[str, tuple[float, ...]]:
        """Of each question with a card, the chance to recall it now and in 30 days."""
        cards = self.progress.rows("cards", self.outlines)
        return dict(zip(cards, self._scheduler.recalls(cards.values(), self._days), strict=True))

    def course(self) -> CourseFigures:
        """All sections together."""
        sections = tuple(self.section(section) for section in self.sections)
        pairs = [pair for section in self.sections if (pair := self._pair(section))]
        before = {address: credit for pre, _ in pairs for address, credit in pre.items()}
        after = {address: credit for _, post in pairs for address, credit in post.items()}
        gain = measure(before, after, self._points(after)) if pairs else None
        return CourseFigures(sections, self._memory(self.outlines), gain, self._stayed(self.sections))

    def section(self, section: Section) -> SectionFigures:
        addresses = addresses_of(section)
        pair = self._pair(section)
        return SectionFigures(
            section,
            len(addresses),
            sum(address in self.progress.questions for address in addresses),
            self._score(section, "pre"),
            self._score(section, "post"),
            measure(*pair, self._points(pair[1])) if pair else None,
            self._corrected(*pair) if pair else None,
            self._stayed([section]),
            self._memory(addresses),
            self.progress.unfinished(section.address) is not None,
        )

    def _memory(self, addresses: Iterable[str]) -> Memory:
        found = [self.recalls.get(address, (None, None)) for address in addresses]
        return Memory(mastery([now for now, _ in found]), mastery([later for _, later in found]))

    def _score(self, section: Section, stage: str) -> StageScore | None:
        attempt = self.progress.last_finished(section.address, stage)
        if attempt is None or attempt.finished is None or not isinstance(attempt.score, int | float):
            return None
        count = len(attempt.responses)  # questions that left the bank in between were not asked
        score = share_of(attempt.score * count, count)
        return StageScore(score, attempt.finished) if score else None

    def _pair(self, section: Section) -> tuple[dict[str, float], dict[str, float]] | None:
        """Credits of the last finished pre-quiz and of the post-quiz that ended after it."""
        pre, post = (self.progress.last_finished(section.address, stage) for stage in ("pre", "post"))
        if pre is None or post is None or str(post.finished) < str(pre.finished):
            return None
        return pre.credits, post.credits

    def _points(self, addresses: Iterable[str]) -> dict[str, int]:
        return {address: self.outlines[address].points for address in addresses if address in self.outlines}

    def _corrected(self, pre: Mapping[str, float], post: Mapping[str, float]) -> Corrected | None:
        repeated = [address for address in post if address in pre and address in self.outlines]
        both = [
            without_guessing([(credits[a], self.outlines[a].chance, self.outlines[a].points) for a in repeated])
            for credits in (pre, post)
        ]
        return Corrected(both[0], both[1]) if both[0] is not None and both[1] is not None else None

    def _stayed(self, sections: Iterable[Section]) -> Share | None:
        posts = [self.progress.last_finished(section.address, "post") for section in sections]
        later = [credit for post in posts if post is not None for credit in post.later.values()]
        return share_of(sum(credit >= 1 for credit in later), len(later))

    # one section from near

    def objectives(self, section: Section) -> list[ObjectiveFigures]:
        """Every objective of a section, in the order of its bank."""
        grouped: dict[str, list[str]] = {identity: [] for identity in section.objectives}
        for outline in section.outlines:
            grouped.setdefault(outline.objective, []).append(f"{section.course}/{outline.id}")
        return [
            self._objective(identity, objective.text, grouped[identity])
            for identity, objective in section.objectives.items()
        ]

    def _objective(self, identity: str, text: str, addresses: Sequence[str]) -> ObjectiveFigures:
        rows = [self.rows.get(address) for address in addresses]
        met = [row for row in rows if row is not None]
        asked, right = (sum(row.get(name, 0) for row in met) for name in ("asked", "right"))
        return ObjectiveFigures(identity, text, standing(rows), len(rows), len(met), asked, right)

    def confident_errors(self, section: Section) -> list[str]:
        """Questions sure and wrong, and not put right since; the latest first."""
        wrong = [(address, self.rows[address]["wrong"]) for address in self._met(section) if self._is_wrong(address)]
        return [address for address, _ in sorted(wrong, key=lambda pair: pair[1], reverse=True)]

    def weakest(self, section: Section) -> list[str]:
        """Questions met and not known: confident errors first, then missed ones, then the least likely to be recalled,
        below 0.8."""
        first = self.confident_errors(section)
        rest = [address for address in self._met(section) if address not in first and self._is_weak(address)]
        rest.sort(key=lambda address: (self.rows[address]["credit"] >= 1, self._recall(address)))
        return [*first, *rest][:WEAKEST]

    def held(self, section: Section) -> list[Misheld]:
        """Misconceptions chosen twice or more, and not put right since, the most chosen first."""
        names = dict.fromkeys(name for address in self._met(section) for name in self.rows[address].get("held", ()))
        chosen = {name: self.progress.misconceptions.get(name, {}).get("chosen", 0) for name in names}
        found = [Misheld(name, count) for name, count in chosen.items() if count >= HELD]
        return sorted(found, key=lambda held: -held.chosen)

    def attempts(self, section: Section) -> list[Attempt]:
        """Every attempt of a section, finished or not, in the order begun."""
        return [attempt for attempt in self.progress.attempts.values() if attempt.section == section.address]

    def _met(self, section: Section) -> list[str]:
        return [address for address in addresses_of(section) if address in self.rows]

    def _is_wrong(self, address: str) -> bool:
        return bool(self.rows[address].get("wrong"))

    def _recall(self, address: str) -> float:
        return self.recalls.get(address, (0.0, 0.0))[0]

    def _is_weak(self, address: str) -> bool:
        return self.rows[address]["credit"] < 1 or self._recall(address) < FORGOTTEN

    def hardest(self) -> list[tuple[Section, ObjectiveFigures]]:
        """Objectives missed at least once, those that are surest to be hard first: by the upper end of the Wilson 90 %
        interval of the share right."""
        found = []
        for section in self.sections:
            for objective in self.objectives(section):
                right = share_of(objective.right, objective.asked)
                if right is not None and objective.right < objective.asked:
                    found.append((right.high, section, objective))
        found.sort(key=lambda row: row[0])
        return [(section, objective) for _, section, objective in found[:WEAKEST]]
