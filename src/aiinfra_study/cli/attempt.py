"""One quiz as it goes: drawn or resumed, and every response kept through the desk's log."""

import os
from typing import TYPE_CHECKING, NamedTuple

from aiinfra_study.cli.desk import Desk
from aiinfra_study.cli.keeping import Asked, Given, coming_back, early_words, keep
from aiinfra_study.cli.pasted import review_command, section_command
from aiinfra_study.core.errors import DataError, UsageError
from aiinfra_study.core.progress import Attempt
from aiinfra_study.core.question import Posed, Question
from aiinfra_study.core.quiz import draw
from aiinfra_study.store.banks import Bank
from aiinfra_study.ui.ask import Place
from aiinfra_study.ui.show import stage_word

if TYPE_CHECKING:  # figures are for the end
    from aiinfra_study.core.result import Result


class QuizRequest(NamedTuple):
    """What the command line asked for; None and False mean the default."""

    section: str | None = None
    stage: str | None = None
    asked: int | None = None
    seed: int | None = None
    shuffle: bool = True
    restart: bool = False
    confidence: bool = True
    passing: float | None = None
    as_json: bool = False
    lesson: bool = False  # a step of `learn`, which leads on itself


def with_stage(request: QuizRequest, stages: dict[str, bool]) -> QuizRequest:
    """The request with the one stage that was named; two of them are a contradiction."""
    named = [stage for stage, wanted in stages.items() if wanted]
    if len(named) > 1:
        raise UsageError("two-stages", f"--{named[0]} and --{named[1]} exclude each other", "Name one stage.")
    return request._replace(stage=named[0] if named else None)


class Quiz:
    """One attempt and its bank. Every change goes through the desk's log."""

    def __init__(self, desk: Desk, bank: Bank, request: QuizRequest) -> None:
        self.desk = desk
        self.bank = bank
        self.section = bank.section
        self.request = request
        self.confidence = request.confidence and bool(desk.settings.get("confidence"))
        self._questions: dict[str, Question] = {}
        self._posed: Posed | None = None
        self.resumed = False
        self.attempt_id = self._resume() or self._begin()
        known = {self.section.question_address(outline.id) for outline in self.section.outlines}
        self.gone = [address for address in self.attempt.questions if address not in known]
        self.before = desk.store.progress.last_finished(self.section.address, "pre")

    @property
    def attempt(self) -> Attempt:
        found = self.desk.store.progress.attempts.get(self.attempt_id)
        if found is None:
            raise DataError(
                "attempt-dropped",
                f"this quiz of {self.section.id} was begun anew elsewhere, or its section was reset",
                f"What you responded is kept. Go on with: {section_command(self.desk, 'quiz', self.section)}",
            )
        return found

    @property
    def left(self) -> list[str]:
        """Questions still to be asked."""
        return [address for address in self.attempt.left if address not in self.gone]

    def bank_of(self, address: str) -> Bank:  # noqa: ARG002 - there is one
        return self.bank

    def question(self, address: str) -> Question:
        if address not in self._questions:
            self._questions[address] = self.bank.question(address.partition("/")[2])
        return self._questions[address]

    def _resume(self) -> str | None:
        """The unfinished attempt of this section and stage, unless it is to be dropped."""
        attempt = self.desk.store.progress.unfinished(self.section.address, self.request.stage)
        if attempt is None or self.request.restart:
            return None
        if self.request.asked is not None or self.request.seed is not None:
            raise UsageError(
                "unfinished-attempt",
                f"a {attempt.stage}-quiz of {self.section.address} is unfinished; --count and --seed are for a new one",
                "Add --restart to drop it, or run the same command without them to resume.",
            )
        self.desk.store.writable()
        self.resumed = True
        return attempt.id

    def _begin(self) -> str:
        """Draw a new attempt and keep that it began."""
        progress = self.desk.store.progress
        address = self.section.address
        stage = self.request.stage or progress.next_stage(address)
        seed = _seed() if self.request.seed is None else self.request.seed
        count = self.section.draw or int(self.desk.settings.get("quiz_count"))
        ids = draw(
            self.section, progress, stage, seed, count, asked=self.request.asked or 0, shuffle=self.request.shuffle
        )
        if not ids:
            raise DataError(
                "no-questions", f"{address} has no question for a {stage}-quiz", "Add some, or use --practice."
            )
        name = os.urandom(6).hex()  # one that no other attempt has
        questions = [self.section.question_address(identity) for identity in ids]
        self.desk.commit("begin", attempt=name, section=address, stage=stage, seed=seed, questions=questions)
        return name

    def opening(self) -> list[tuple[str, str]]:
        """What is asked, and that it goes on where it stopped."""
        attempt = self.attempt
        done = len(attempt.questions) - len(attempt.left)
        title = f"{stage_word(attempt.stage)} of {self.section.id}: {self.section.title}"
        lines = [(title, "title")]
        if self.resumed:
            lines.append((f"Resumed: {done} of {len(attempt.questions)} done.", "dim"))
        elif self.request.stage is None:
            lines.append((_WHY_STAGE[attempt.stage], "dim"))
        if attempt.stage == "practice":
            lines += [(text, "dim") for text in early_words(self.desk, [self.section.address])]
        if self.gone:
            names = ", ".join(address.partition("/")[2] for address in self.gone)
            lines.append((f"Broken or no longer in the bank, left out: {names}.", "half"))
        return lines

    def posed(self) -> Posed | None:
        """The question to ask now: the same object until it is passed."""
        left = self.left
        if not left:
            return None
        if self._posed is None or self._posed.question.address != left[0]:
            self._posed = self.question(left[0]).posed(self.attempt.seed)
        return self._posed

    def place(self) -> Place:
        done = len(self.attempt.responses) + 1
        return Place(done, done + len(self.left) - 1, self.attempt.stage)

    def notice(self) -> str:
        return ""

    @property
    def teaches(self) -> bool:
        """Whether feedback comes at once; a pre-quiz gives none, so that the post-quiz measures what was read."""
        return self.attempt.stage != "pre"

    def respond(self, posed: Posed, given: Given) -> str:
        """Keep one response; returns when the question comes back. When this returns the response is on the disk."""
        attempt = self.attempt
        asked = Asked(posed, self.section.address, attempt.stage, attempt.seed, attempt.id)
        return coming_back(keep(self.desk, asked, given), given, attempt.stage)

    def take_back(self) -> bool:
        """Undo the last response of this attempt; False when there is none."""
        last = self.attempt.last
        if last is None:
            return False
        self.desk.commit("undo", undoes=last["id"])
        self._posed = None
        return True

    def end(self) -> None:
        """Keep that the attempt is complete, with its score."""
        if self.attempt.finished is None:
            self.desk.commit("end", attempt=self.attempt_id, score=self.result().score)

    def result(self) -> "Result":
        from aiinfra_study.core.result import result_of

        attempt = self.attempt
        kept = [address for address in attempt.questions if address not in self.gone]
        questions = {address: self._as_asked(address) for address in kept}
        return result_of(attempt, questions, self.section, self.before, self.request.passing)

    def _as_asked(self, address: str) -> Question:
        """A question with what this draw asked as its stem, for the summary to quote."""
        from aiinfra_study.ui.show import heading

        question = self.question(address)
        return question._replace(ask=heading(question.posed(self.attempt.seed)))

    def next_command(self) -> str:
        """The command that leads on; "" in a lesson, which leads on itself."""
        attempt = self.attempt
        if self.request.lesson:
            return section_command(self.desk, "learn", self.section) if attempt.finished is None else ""
        command = section_command(self.desk, "quiz", self.section)
        if attempt.finished is None:
            return command
        if attempt.stage == "post":
            return review_command(self.desk)
        if self.reads_next:
            return section_command(self.desk, "study", self.section)
        return f"{command} --post" if attempt.stage == "pre" else f"{command} --practice"

    @property
    def reads_next(self) -> bool:
        """Whether the reading comes next: after a pre-quiz, where there is one that was not read."""
        return self.attempt.stage == "pre" and self.desk.is_to_read(self.bank)


_WHY_STAGE = {
    "pre": "First time here: a pre-quiz shows what you already know. Corrections come with the post-quiz.",
    "post": "The pre-quiz is done: this post-quiz shows what was gained.",
    "practice": "Pre and post are done: this is practice, what you missed first.",
}


def _seed() -> int:
    """A seed nobody chose."""
    return int.from_bytes(os.urandom(4), "big") >> 1
