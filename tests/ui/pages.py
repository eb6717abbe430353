"""A learner of two months as a log, and the report of what they did: what the tests of the page look at."""

from datetime import date, timedelta
from pathlib import Path
from typing import Any

from aiinfra_study.core.course import Objective, Outline, Section
from aiinfra_study.core.folding import apply
from aiinfra_study.core.history import past
from aiinfra_study.core.measure import brier, share_of
from aiinfra_study.core.preset import Preset
from aiinfra_study.core.progress import Progress
from aiinfra_study.core.report import Figures
from aiinfra_study.core.schedule import Scheduler
from aiinfra_study.store.log import seal
from aiinfra_study.ui.dashboard import Near, Row, Weak
from aiinfra_study.ui.page.values import Chapter, History, Kept, Report

TODAY = date(2026, 11, 21)
HOSTILE = "<script>alert(1)</script> ]]> \"q\" & 'a' \x1b[31m\x00\u202e</svg></style><img src=x onerror=alert(2)>"
LONG = "Orientation: what the infrastructure of artificial intelligence is, and how one studies it with profit"
WIDE = "梯度检查点只保存部分激活值，其余在反向传播时重新计算；优化器状态分片把动量和方差分散到各个加速器上"
TITLES = (HOSTILE, LONG, WIDE, "GPUs")

QUESTIONS = 12


def section(number: int, title: str, count: int = QUESTIONS, course: str = "course") -> Section:
    outlines = tuple(Outline(f"q{number}-{n}", f"o{n % 3}", chance=0.25) for n in range(count))
    objectives = {f"o{n}": Objective(f"o{n}", f"{title} {n}") for n in range(3)}
    return Section(course, f"section-{number}", title, objectives, outlines)


class Log:
    """Responses of a learner who is right by a pattern, folded as they come."""

    def __init__(self) -> None:
        self.progress, self.scheduler, self.number = Progress(), Scheduler(Preset()), 0
        self.lines: list[bytes] = []
        self.belief = HOSTILE  # the misconception behind everything wrong
        self.bad_days = 3  # the last ones, on which little was right

    def add(self, day: date, event: str, **fields: object) -> None:
        self.number += 1
        stamp = {"v": 1, "id": f"dev-{self.number}", "at": f"{day}T10:00:00.{self.number % 1000:03}Z"}
        said: dict[str, Any] = {**stamp, "day": day.isoformat(), "event": event, **fields}
        apply(self.progress, said)
        self.lines.append(seal(said))

    def write(self, home: Path) -> None:
        """The log as a store has it."""
        home.mkdir(parents=True)
        (home / "events.jsonl").write_bytes(b"".join(self.lines))

    def respond(self, day: date, of: Section, question: str, stage: str, attempt: str | None, right: bool) -> None:
        before = self.progress.cards.get(question)
        rates = stage != "pre" and (before is None or before["last"] < day.isoformat())
        rating = "good" if right else "again"
        self.add(
            day,
            "response",
            question=question,
            section=of.address,
            stage=stage,
            attempt=attempt,
            kind="single",
            confidence=("sure", "unsure", "sure", "guess")[self.number % 4],
            credit=float(right),
            earned=rating,
            rating=rating if rates else None,
            card=self.scheduler.review(question, before, rating, day) if rates else None,
            misconceptions=[] if right else [f"{of.course}/{self.belief}"],
            seconds=9.5,
        )

    def quiz(self, day: date, of: Section, stage: str, right: int) -> None:
        questions = [of.question_address(outline.id) for outline in of.outlines]
        name = f"{of.address}-{stage}"
        self.add(day, "begin", attempt=name, section=of.address, stage=stage, seed=1, questions=questions)
        for place, question in enumerate(questions):
            self.respond(day, of, question, stage, name, place < right)
        self.add(day, "end", attempt=name, score=right / len(questions))

    def live(self, sections: list[Section], days: int = 60) -> None:
        """Both quizzes of every section, of the last only the pre-quiz, then so many days of review, today excluded."""
        begun = TODAY - timedelta(days=days)
        for of in sections:
            size = len(of.outlines)
            self.quiz(begun, of, "pre", size // 4)
            if of is not sections[-1]:
                self.quiz(begun, of, "post", 3 * size // 4)
        self.review(days - 1, sections)

    def review(self, days: int, sections: list[Section]) -> None:
        homes = {of.question_address(o.id): of for of in sections for o in of.outlines}
        for back in range(days, 0, -1):
            day = TODAY - timedelta(days=back)
            for question in self.progress.due(day.isoformat()):
                lucky = self.number % 5 == 0
                self.respond(day, homes[question], question, "review", None, lucky == (back <= self.bad_days))


def studied(titles: tuple[str, ...] = TITLES) -> Report:
    """A report on a course of these sections; of the last only the pre-quiz was done."""
    sections = [section(number, title) for number, title in enumerate(titles, 1)]
    log = Log()
    log.live(sections)
    return told(log, [*sections, section(9, HOSTILE)])


def told(log: Log, sections: list[Section]) -> Report:
    progress = log.progress
    figures = Figures(progress, sections, log.scheduler, TODAY)
    rows = [Row(figures.section(of), 3, "aiinfra review") for of in sections]
    near = {of.address: near_of(figures, of) for of in sections}
    wrong = {of.address: len(figures.confident_errors(of)) for of in sections}
    chapter = Chapter(HOSTILE, figures.course(), rows, near, wrong)
    found = past(progress.tallies, "", "9999")
    weeks = [(TODAY - timedelta(weeks=back), share_of(9 * back, 10 * back)) for back in range(9, 0, -1)]
    forecast = {(TODAY + timedelta(days=ahead)).isoformat(): ahead * 7 % 11 for ahead in range(30)}
    history = History(
        371,
        found,
        forecast,
        40.0,
        share_of(found.kept, found.known),
        0.9,
        Kept("week", [(day, share) for day, share in weeks if share is not None]),
        brier(found.said),
        figures.hardest(),
        12,
    )
    return Report(TODAY, [chapter], history, ("aiinfra review", HOSTILE))


def near_of(figures: Figures, of: Section) -> Near:
    weak = [Weak(address, f"`{HOSTILE}` **{HOSTILE}** {HOSTILE}", "sure and wrong") for address in figures.weakest(of)]
    return Near(figures.objectives(of), weak, [(HOSTILE, f"`{HOSTILE}` {WIDE}", 3)], [])


def blank() -> Report:
    """Of somebody who has done nothing."""
    return told(Log(), [section(1, "GPUs")])._replace(step=("aiinfra quiz section-1", "the pre-quiz of GPUs"))
