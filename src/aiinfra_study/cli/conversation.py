"""The loop of questions over a front end: pose, grade, keep, tell; and what is done in between."""

import time
from collections.abc import Callable
from typing import Protocol

from aiinfra_study.cli.desk import Desk
from aiinfra_study.cli.keeping import Given
from aiinfra_study.core.errors import AiinfraError
from aiinfra_study.core.question import Posed, Question
from aiinfra_study.store.banks import Bank
from aiinfra_study.ui.ask import HINT, Act, FrontEnd, Place, Said
from aiinfra_study.ui.show import feedback_lines
from aiinfra_study.ui.theme import Out


class Sitting(Protocol):
    """What a conversation is about: a quiz, or a review."""

    desk: Desk
    confidence: bool

    @property
    def teaches(self) -> bool:
        """Whether feedback comes at once."""

    def posed(self) -> Posed | None:
        """The question to ask now, the same object until it is passed; None at the end."""

    def place(self) -> Place:
        """Where in the sitting it stands."""

    def notice(self) -> str:
        """What to say with the question to ask now."""

    def respond(self, posed: Posed, given: Given) -> str:
        """Keep a response on the disk; returns what to say after the feedback."""

    def bank_of(self, address: str) -> Bank:
        """The section of a question."""

    def take_back(self) -> bool:
        """Undo the last response of this sitting; False when there is none."""


class Conversation:
    """The loop of questions over a front end."""

    def __init__(self, sitting: Sitting, front: FrontEnd, out: Out) -> None:
        self.sitting = sitting
        self.front = front
        self.out = out
        self.notice = ""
        self.hinted = False
        self.seconds = 0.0
        self.passed: Question | None = None  # the last question responded to or skipped

    def hold(self) -> None:
        """Pose what is left. Raises EndOfInput or KeyboardInterrupt when stopped."""
        before: Posed | None = None
        while (posed := self.sitting.posed()) is not None:
            if posed is not before:
                before, self.hinted, self.seconds = posed, False, 0.0
                self.notice = " ".join(filter(None, (self.notice, self.sitting.notice())))
            if self._one(posed) == "quit":
                return

    def _one(self, posed: Posed) -> str:
        """Pose a question once; returns "quit" to stop."""
        place = self.sitting.place()
        begun = time.monotonic()
        notice, self.notice = self.notice, ""
        confidence = self.sitting.confidence and posed.question.confidence
        reply = self.front.pose(posed, place, confidence=confidence, notice=notice)
        self.seconds += time.monotonic() - begun
        if isinstance(reply, Act) and reply.name != "skip":
            return self._act(reply.name, posed)
        said = reply if isinstance(reply, Said) else None
        grade = posed.body.grade(said.response) if said else None
        given = Given(said, grade, self.hinted, self.seconds)
        after = self._kept(lambda: self.sitting.respond(posed, given))
        if after is None:
            return ""
        self.passed = posed.question
        self.front.result(posed, place, reply)
        return self._feedback(posed, given, after) if self.sitting.teaches else ""

    def _feedback(self, posed: Posed, given: Given, after: str) -> str:
        out = self.out
        out.lines(feedback_lines(posed, given.grade, given.confidence, out.width, out.glyphs, after))
        while True:
            act = self.front.go_on()
            if act is None:
                return ""
            if act.name in ("quit", "undo"):
                return self._act(act.name, posed)
            self._act(act.name, posed)
            if self.notice:
                self.out.say(self.notice, "dim")
            self.notice = ""

    def _act(self, name: str, posed: Posed) -> str:
        """Do what is not a response; what there is to say comes with the next question."""
        match name:
            case "quit":
                return "quit"
            case "hint":
                self.hinted = self.hinted or bool(posed.hint)
                self.notice = HINT + posed.hint if posed.hint else "No hint for this question."
            case "undo":
                self.notice = self._kept(self._take_back) or self.notice
            case "flag":
                self.notice = self._kept(lambda: self._flag(posed.question.address)) or self.notice
            case "read":
                self.notice = self._read_on()
        return ""

    def _read_on(self) -> str:
        """Open the reading at what the last question refers to; returns what there is to say instead."""
        if not self.sitting.teaches:
            return "The reading comes after the pre-quiz."
        if self.passed is None:
            return "The reading opens at a question you have responded to."
        from aiinfra_study.cli.studying import look_up

        bank = self.sitting.bank_of(self.passed.address)
        return look_up(self.sitting.desk, bank, self.passed.refs, self.out, self.front.keyboard)

    def _take_back(self) -> str:
        taken = self.sitting.take_back()
        return "Taken back: here is the question again." if taken else "Nothing to take back here."

    def _flag(self, address: str) -> str:
        """Mark a question for attention, or take the mark away."""
        desk = self.sitting.desk
        flagged = address in desk.store.progress.flagged
        desk.commit("unflag" if flagged else "flag", question=address)
        return "No longer flagged." if flagged else "Flagged for attention."

    def _kept(self, act: Callable[[], str]) -> str | None:
        """What there is to say after something was kept; None where it could not be: the next notice says so, and the
        learner goes on."""
        try:
            return act()
        except AiinfraError as error:
            if error.code != "not-saved":
                raise
            self.notice = f"{error.message[0].upper()}{error.message[1:]}. {error.hint}"
            return None
