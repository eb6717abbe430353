"""Progress of the courses of a desk, or of one section from near: as lines, or as JSON."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from aiinfra_study.cli.desk import Desk
from aiinfra_study.cli.figures import Board, next_command
from aiinfra_study.cli.shelf import Shelf
from aiinfra_study.core.catalogue import addresses_of
from aiinfra_study.core.days import on_day, study_day
from aiinfra_study.core.gain import Gain
from aiinfra_study.core.measure import Share
from aiinfra_study.core.progress import Attempt
from aiinfra_study.core.report import CourseFigures, Figures, StageScore
from aiinfra_study.core.result import gain_json
from aiinfra_study.store.banks import Bank, CourseFolder
from aiinfra_study.ui.charts import percent
from aiinfra_study.ui.dashboard import Near, Row, Weak, course_lines, range_lines, section_lines
from aiinfra_study.ui.layout import Line
from aiinfra_study.ui.machine import print_json
from aiinfra_study.ui.show import heading, stage_word

HISTORY = 12  # attempts told on the screen


def tell_progress(desk: Desk, name: str | None = None, *, as_json: bool = False) -> int:
    """Print it; returns the exit code."""
    board = Board(desk)
    bank = desk.bank(name) if name is not None else None
    courses = [desk.course_of(bank)] if bank else board.courses()
    told = [Dashboard(board, course, bank) for course in courses]
    if as_json:
        body = {"today": board.today.isoformat(), "courses": [course.as_json() for course in told]}
        print_json({"schema": "aiinfra/progress/1", **body})
        return 0
    for number, course in enumerate(told):
        desk.out.lines(([[]] if number else []) + course.lines())
    ranges = range_lines([row for course in told for row in course.rows], desk.out.width) if bank is None else []
    desk.out.lines([[], *ranges] if ranges else [])
    return 0


class Dashboard:
    """A course, or one section of it."""

    def __init__(self, board: Board, course: CourseFolder, only: Bank | None) -> None:
        self.desk, self.course, self.only = board.desk, course, only
        self.figures: Figures = board.figures(course.banks)
        self.total: CourseFigures = self.figures.course()
        due = Shelf(board.desk, course.banks).due_by_section()
        missed = board.progress.learning(board.today.isoformat())
        self.rows = [
            Row(
                figures,
                due[bank.section.address],
                next_command(self.desk, bank, due[bank.section.address]),
                sum(address in missed for address in addresses_of(bank.section)),
            )
            for bank, figures in zip(course.banks, self.total.sections, strict=True)
        ]

    # as lines

    def lines(self) -> list[Line]:
        width, plain = self.desk.out.width, self.desk.plain
        if self.only is None:
            return course_lines(self.course.title, self.total, self.rows, width, plain=plain)
        row = next(row for row in self.rows if row.figures.section is self.only.section)
        return section_lines(row, self.near(self.only), width, plain=plain)

    def near(self, bank: Bank) -> Near:
        section, figures = bank.section, self.figures
        beliefs = self.course.head.misconceptions
        held = [
            (beliefs[name].belief, beliefs[name].contrast, found.chosen)
            for found in figures.held(section)
            if (name := found.id.partition("/")[2]) in beliefs
        ]
        wrong = set(figures.confident_errors(section))
        between = self.desk.store.progress.between_quizzes(section.address)
        listed = () if between else figures.weakest(section)
        weak = [self._weak(bank, address, address in wrong) for address in listed]
        return Near(figures.objectives(section), weak, [] if between else held, self._history(bank))

    def _weak(self, bank: Bank, address: str, wrong: bool) -> Weak:
        question = bank.question(address.partition("/")[2])
        recall = self.figures.recalls.get(address)
        missed = self.figures.rows[address]["credit"] < 1
        known = f"recall {percent(recall[0])}" if recall else "asked in the pre-quiz only"
        why = "sure and wrong" if wrong else "missed last time" if missed else known
        posed = question.posed(0)
        varies = ", with other numbers each time" * (posed.ask != question.ask)
        return Weak(question.id, " ".join(heading(posed).split()), why + varies)

    def _history(self, bank: Bank) -> list[tuple[str, str, str]]:
        """Attempts and the reading, the latest last."""
        rows = [(attempt.finished or attempt.started, *_attempt_words(attempt)) for attempt in self._attempts(bank)]
        read = self.desk.read_at(bank)
        rows += [(read, "read to the end", "")] if read else []
        rows.sort(key=lambda row: row[0])
        return [(self._when(instant), what, score) for instant, what, score in rows[-HISTORY:]]

    def _when(self, instant: str) -> str:
        try:
            day = study_day(datetime.fromisoformat(instant).astimezone(), self.desk.settings.get("day_start"))
        except (ValueError, OverflowError):
            return instant[:10]
        return on_day(day, self.desk.today())

    def _attempts(self, bank: Bank) -> Sequence[Attempt]:
        return self.figures.attempts(bank.section)

    # as JSON

    def as_json(self) -> dict[str, Any]:
        """One course of `progress --json` (docs/json.md)."""
        rows = [row for row in self.rows if self.only is None or row.figures.section is self.only.section]
        return {
            "id": self.course.id,
            "title": self.course.title,
            "mastery": self.total.memory.now,
            "mastery_30_days": self.total.memory.later,
            "due": sum(row.due for row in self.rows),
            "gain": _gain(self.total.gain),
            "stayed": _share(self.total.stayed),
            "sections": [self._section(row) for row in rows],
        }

    def _section(self, row: Row) -> dict[str, Any]:
        figures = row.figures
        corrected = figures.corrected
        body = {
            "id": figures.section.id,
            "title": figures.section.title,
            "questions": figures.questions,
            "seen": figures.seen,
            "pre": _score(figures.pre),
            "post": _score(figures.post),
            "gain": _gain(figures.gain),
            "corrected": corrected._asdict() if corrected else None,
            "stayed": _share(figures.stayed),
            "mastery": figures.memory.now,
            "mastery_30_days": figures.memory.later,
            "due": row.due,
            "next": row.command,
        }
        return body if self.only is None else body | self._closely(self.only)

    def _closely(self, bank: Bank) -> dict[str, Any]:
        section, figures = bank.section, self.figures
        beliefs = self.course.head.misconceptions
        objectives = [
            {"id": o.id, "text": o.text, "state": o.state, "questions": o.questions, "seen": o.seen}
            for o in figures.objectives(section)
        ]
        held = []
        for found in figures.held(section):
            name = found.id.partition("/")[2]
            belief, contrast = (beliefs[name].belief, beliefs[name].contrast) if name in beliefs else (None, None)
            held.append({"id": name, "belief": belief, "contrast": contrast, "chosen": found.chosen})
        return {
            "objectives": objectives,
            "weakest": figures.weakest(section),
            "confident_errors": figures.confident_errors(section),
            "misconceptions": held,
            "attempts": [_attempt(attempt) for attempt in self._attempts(bank)],
            "read": self.desk.read_at(bank),
        }


def _attempt_words(attempt: Attempt) -> tuple[str, str]:
    word = stage_word(attempt.stage).lower()
    if attempt.finished is None:
        return f"{word}, unfinished", f"{len(attempt.left)} left"
    score = percent(attempt.score) if isinstance(attempt.score, int | float) else ""
    return word, f"{score} of {len(attempt.questions)}" if score else ""


def _attempt(attempt: Attempt) -> dict[str, Any]:
    return {
        "attempt": attempt.id,
        "stage": attempt.stage,
        "started": attempt.started,
        "finished": attempt.finished,
        "score": attempt.score,
        "count": len(attempt.questions),
    }


def _gain(gain: Gain | None) -> dict[str, Any] | None:
    return gain_json(gain) if gain else None


def _share(share: Share | None) -> dict[str, Any] | None:
    return {"share": share.share, "count": share.of, "low": share.low, "high": share.high} if share else None


def _score(found: StageScore | None) -> dict[str, Any] | None:
    if found is None:
        return None
    score = found.score
    numbers = {"score": score.share, "count": score.of, "low": score.low, "high": score.high}
    return {**numbers, "finished": found.finished}
