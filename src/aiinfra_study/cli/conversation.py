"""The loop of questions over a front end: pose, grade, keep, tell; and what is done in between."""

import time
from collections.abc import Callable
from typing import Any

from aiinfra_study.cli.attempt import Quiz
from aiinfra_study.core.errors import AiinfraError
from aiinfra_study.core.interaction import Grade
from aiinfra_study.core.question import Posed
from aiinfra_study.ui.ask import Act, FrontEnd, Place, Reply, Said
from aiinfra_study.ui.show import feedback_lines
from aiinfra_study.ui.theme import Out


class Conversation:
    """The loop of questions over a front end."""

    def __init__(self, quiz: Quiz, front: FrontEnd, out: Out) -> None:
        self.quiz = quiz
        self.front = front
        self.out = out
        self.notice = ""
        self.hinted = False
        self.seconds = 0.0

    def hold(self) -> None:
        """Pose what is left. Raises EndOfInput or KeyboardInterrupt when stopped."""
        posed: Posed | None = None
        while self.quiz.left:
            address = self.quiz.left[0]
            if posed is None or posed.question.address != address:
                posed = self.quiz.question(address).posed(self.quiz.attempt.seed)
                self.hinted, self.seconds = False, 0.0
            if self._one(posed) == "quit":
                return

    def _one(self, posed: Posed) -> str:
        """Pose a question once; returns "quit" to stop."""
        attempt = self.quiz.attempt
        done = len(attempt.responses) + 1
        place = Place(done, done + len(self.quiz.left) - 1, attempt.stage)
        begun = time.monotonic()
        notice, self.notice = self.notice, ""
        reply = self.front.pose(
            posed, place, confidence=self.quiz.confidence and posed.question.confidence, notice=notice
        )
        self.seconds += time.monotonic() - begun
        if isinstance(reply, Act) and reply.name != "skip":
            return self._act(reply.name, posed)
        said = reply if isinstance(reply, Said) else None
        grade = posed.body.grade(said.response) if said else None
        if not self._kept(lambda: self.quiz.respond(posed, said, grade, self.hinted, self.seconds)):
            return ""
        self.front.result(posed, place, reply)
        if attempt.stage == "pre":
            return ""
        return self._feedback(posed, grade, reply)

    def _feedback(self, posed: Posed, grade: Grade | None, reply: Reply) -> str:
        confidence = reply.confidence if isinstance(reply, Said) else None
        self.out.lines(feedback_lines(posed, grade, confidence, self.out.width, self.out.glyphs))
        while True:
            act = self.front.go_on()
            if act is None:
                return ""
            if act.name in ("quit", "undo"):
                return self._act(act.name, posed)
            self._act(act.name, posed)
            self.out.say(self.notice, "dim")
            self.notice = ""

    def _act(self, name: str, posed: Posed) -> str:
        """Do what is not a response; what there is to say comes with the next question."""
        match name:
            case "quit":
                return "quit"
            case "hint":
                self.hinted = self.hinted or bool(posed.hint)
                self.notice = f"Hint: {posed.hint}" if posed.hint else "No hint for this question."
            case "undo":
                if not self._kept(self._take_back):
                    return ""
            case "flag":
                self._kept(lambda: self._say(self.quiz.flag(posed.question.address)))
            case "read":
                self.notice = "This section has no reading yet; the feedback names its sources."
        return ""

    def _take_back(self) -> None:
        self._say("Taken back: here is the question again." if self.quiz.take_back() else "Nothing to take back here.")

    def _say(self, notice: str) -> None:
        self.notice = notice

    def _kept(self, act: Callable[[], Any]) -> bool:
        """Whether something could be kept; when not, say so and let the learner go on."""
        try:
            act()
        except AiinfraError as error:
            if error.code != "not-saved":
                raise
            self.notice = f"{error.message[0].upper()}{error.message[1:]}. {error.hint}"
            return False
        return True
