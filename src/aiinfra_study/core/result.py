"""The result of an attempt: what the summary says and --json prints."""

from collections.abc import Mapping
from typing import Any, NamedTuple

from aiinfra_study.core.course import Section
from aiinfra_study.core.gain import Flips, Gain, flipped, measure, weighted_mean
from aiinfra_study.core.pace import capped
from aiinfra_study.core.progress import Attempt
from aiinfra_study.core.question import Question


class ObjectiveScore(NamedTuple):
    """How many questions of an objective were right."""

    text: str
    right: int
    asked: int


class Result(NamedTuple):
    """Figures of one attempt; scores are 0-1, weighted by points, None when nothing was responded."""

    attempt: Attempt
    course: str
    section: str
    drawn: int
    score: float | None
    credit: float
    right: int
    seconds: float
    objectives: tuple[ObjectiveScore, ...]
    sure_and_wrong: tuple[Question, ...]
    questions: Mapping[str, Question]
    passed: bool | None = None
    gain: Gain | None = None
    gained: tuple[Question, ...] = ()
    lost: tuple[Question, ...] = ()

    @property
    def responded(self) -> int:
        return len(self.attempt.responses)

    def as_json(self) -> dict[str, Any]:
        """The object of `quiz --json` (docs/json.md)."""
        return {
            "schema": "aiinfra/quiz/1",
            "course": self.course,
            "section": self.section,
            "stage": self.attempt.stage,
            "attempt": self.attempt.id,
            "seed": self.attempt.seed,
            "started": self.attempt.started,
            "finished": self.attempt.finished,
            "count": self.drawn,
            "responded": self.responded,
            "score": self.score,
            "credit": self.credit,
            "passed": self.passed,
            "questions": [
                {
                    "id": address.partition("/")[2],
                    "kind": self.questions[address].kind if address in self.questions else None,
                    "response": said["response"],
                    "confidence": said["confidence"],
                    "credit": said["credit"],
                    "correct": said["credit"] >= 1,
                    "rating": said["rating"],
                    "seconds": said["seconds"],
                }
                for address, said in self.attempt.responses.items()
            ],
            "gain": gain_json(self.gain) if self.gain else None,
        }


def gain_json(gain: Gain) -> dict[str, Any]:
    return {
        "pre": gain.pre,
        "post": gain.post,
        "repeated": gain.repeated,
        "gained": gain.gained,
        "lost": gain.lost,
        "p": gain.p,
        "verdict": gain.verdict,
        "fresh": gain.fresh,
        "fresh_score": gain.fresh_score,
        "change": gain.change,
    }


def result_of(
    attempt: Attempt,
    questions: Mapping[str, Question],
    section: Section,
    before: Attempt | None,
    passing: float | None,
) -> Result:
    """Figures of an attempt. `questions` are those still in the bank, `passing` the score in per cent that passes."""
    credits = attempt.credits
    points = {address: question.points for address, question in questions.items()}
    score = weighted_mean(credits, points)
    finished = attempt.finished is not None
    gain, flips = None, Flips((), ())
    if attempt.stage == "post" and finished and before is not None:
        earlier = before.credits
        gain, flips = measure(earlier, credits, points), flipped(earlier, credits)
    return Result(
        attempt=attempt,
        course=section.course,
        section=section.id,
        drawn=len(attempt.questions),
        score=score,
        credit=sum(credit * points.get(address, 1) for address, credit in credits.items()),
        right=sum(credit >= 1 for credit in credits.values()),
        seconds=sum(capped(said["seconds"]) for said in attempt.responses.values()),
        objectives=_objectives(credits, questions, section),
        sure_and_wrong=tuple(
            questions[address]
            for address, said in attempt.responses.items()
            if said["confidence"] == "sure" and said["credit"] == 0 and address in questions
        ),
        questions=questions,
        passed=None if passing is None or not finished else 100 * (score or 0) >= passing - 1e-9,
        gain=gain,
        gained=tuple(questions[address] for address in flips.gained if address in questions),
        lost=tuple(questions[address] for address in flips.lost if address in questions),
    )


def _objectives(
    credits: Mapping[str, float], questions: Mapping[str, Question], section: Section
) -> tuple[ObjectiveScore, ...]:
    tally: dict[str, list[float]] = {}
    for address, credit in credits.items():
        if address in questions:
            tally.setdefault(questions[address].objective, []).append(credit)
    return tuple(
        ObjectiveScore(objective.text, sum(credit >= 1 for credit in tally[identity]), len(tally[identity]))
        for identity, objective in section.objectives.items()
        if identity in tally
    )
