"""Pre-quiz, reading, post-quiz: the three steps of a section, each left and taken up again as the learner likes."""

from aiinfra_study.cli.attempt import QuizRequest
from aiinfra_study.cli.desk import Desk
from aiinfra_study.cli.front import draws, front_end
from aiinfra_study.cli.paging import read
from aiinfra_study.cli.pasted import review_command, section_command
from aiinfra_study.cli.reading import Study
from aiinfra_study.cli.shelf import Shelf
from aiinfra_study.cli.sitting import choose_bank, sit
from aiinfra_study.core.errors import DataError, Exit
from aiinfra_study.core.pace import minutes, seconds_each
from aiinfra_study.core.quiz import FRESH
from aiinfra_study.store.banks import Bank
from aiinfra_study.ui.ask import EndOfInput
from aiinfra_study.ui.summary import command_lines

STEPS = {"pre": "the pre-quiz, without feedback", "read": "the reading", "post": "the post-quiz"}


def learn(desk: Desk, name: str | None) -> int:
    """Lead through a section; returns the exit code."""
    lesson = Lesson(desk, desk.bank(name) if name is not None else choose_bank(desk, desk.out))
    try:
        code = lesson.hold()
    except (EndOfInput, KeyboardInterrupt):
        lesson.tell_how_to_go_on()
        return int(Exit.INTERRUPTED)
    return lesson.close() if lesson.is_learned else code


class Lesson:
    """A section being learned."""

    def __init__(self, desk: Desk, bank: Bank) -> None:
        self.desk = desk
        self.bank = bank
        self.section = bank.section
        self.study = Study(desk, bank, desk.out)
        self.steps = [step for step in STEPS if step != "read" or self._has_reading()]

    def _has_reading(self) -> bool:
        try:
            return bool(self.study.reading)
        except DataError as error:
            self.desk.err.say(f"{error.message}; the quizzes are the steps.")
            return False

    @property
    def is_learned(self) -> bool:
        return all(map(self.is_done, self.steps))

    def hold(self) -> int:
        """Go through the steps that are left, until one is left undone; returns an exit code."""
        todo = [step for step in self.steps if not self.is_done(step)]
        if not todo:
            self.desk.out.say(f"{self.section.title} is learned: every step is done.")
        for step in todo:
            self._announce(step)
            if step != todo[0] and not self._goes_on():
                self.tell_how_to_go_on()
                return int(Exit.OK)
            code = self._take(step)
            if code or not self.is_done(step):
                return code
        return int(Exit.OK)

    def is_done(self, step: str) -> bool:
        """Whether a quiz was finished, or the reading read to its end. Once there is a post-quiz it is too late for
        the pre-quiz."""
        progress, address = self.desk.store.progress, self.section.address
        if step == "read":
            return self.desk.is_read(self.bank)
        post = (progress.unfinished(address, "post"), progress.last_finished(address, "post"))
        if step == "pre" and post != (None, None):
            return True
        return progress.unfinished(address, step) is None and progress.last_finished(address, step) is not None

    def _announce(self, step: str) -> None:
        """Which step it is, and how long it takes."""
        number = f"Step {self.steps.index(step) + 1} of {len(self.steps)}"
        self.desk.out.say(f"{number}: {STEPS[step]}, about {self._minutes(step)}", "title")

    def _minutes(self, step: str) -> str:
        if step == "read":
            return f"{self.study.minutes} min"
        progress = self.desk.store.progress
        attempt = progress.unfinished(self.section.address, step)
        count = self.section.draw or int(self.desk.settings.get("quiz_count"))
        count = len(attempt.left) if attempt is not None else count + (FRESH if step == "post" else 0)
        return minutes(min(count, len(self.section.outlines)), seconds_each(progress.recent))

    def _goes_on(self) -> bool:
        """Ask whether to go on, where somebody is there to be asked."""
        if not draws(self.desk, self.desk.out):
            return True
        with front_end(self.desk, self.desk.out) as front:
            return front.proceed()

    def _take(self, step: str) -> int:
        """Go through a step; returns an exit code."""
        if step == "read":
            read(self.study)
            if not self.is_done(step):
                self.tell_how_to_go_on()
            return int(Exit.OK)
        return sit(self.desk, QuizRequest(self.section.address, step, lesson=True))

    def tell_how_to_go_on(self) -> None:
        command = section_command(self.desk, "learn", self.section)
        self.desk.out.lines(command_lines("Go on with: ", command, self.desk.out.width))

    def close(self) -> int:
        """Everything is done: offer what keeps it."""
        desk, out = self.desk, self.desk.out
        shelf = Shelf.of(desk)
        day = shelf.day()
        waiting = len(day.due) + shelf.new_today(day)
        if not waiting:
            out.say("Review brings its questions back when they are due, day by day.")
            return int(Exit.OK)
        about = minutes(waiting, seconds_each(desk.store.progress.recent))
        wait = "1 question waits" if waiting == 1 else f"{waiting} questions wait"
        if draws(desk, out):
            from aiinfra_study.ui.menu import confirm

            if confirm(f"Review now? {wait}, about {about}.", out.width):
                from aiinfra_study.cli.drilling import drill
                from aiinfra_study.cli.reviewing import ReviewRequest

                return drill(desk, ReviewRequest())
        out.lines(command_lines(f"To keep it ({wait}, about {about}): ", review_command(desk), out.width))
        return int(Exit.OK)
