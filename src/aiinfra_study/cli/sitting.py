"""One quiz from the first question to the summary."""

from aiinfra_study.cli.attempt import Quiz, QuizRequest
from aiinfra_study.cli.conversation import Conversation
from aiinfra_study.cli.desk import Desk
from aiinfra_study.cli.finding import next_bank
from aiinfra_study.cli.front import draws, front_end
from aiinfra_study.cli.keeping import weekly_word
from aiinfra_study.core.errors import Exit
from aiinfra_study.store.banks import Bank
from aiinfra_study.ui.ask import EndOfInput
from aiinfra_study.ui.machine import print_json
from aiinfra_study.ui.theme import Out


def sit(desk: Desk, request: QuizRequest) -> int:
    """Hold one quiz; returns the exit code."""
    out = desk.err if request.as_json else desk.out
    bank = desk.bank(request.section) if request.section is not None else choose_bank(desk, out)
    quiz = Quiz(desk, bank, request)
    out.color = out.color and draws(desk, out)  # plain lines carry no escape codes
    outcome = Exit.OK
    with front_end(desk, out) as front:
        if quiz.teaches:
            front.idle = desk.warm
        for text, style in quiz.opening():
            out.say(text, style)
        try:
            Conversation(quiz, front, out).hold()
        except EndOfInput:
            outcome = Exit.INTERRUPTED if quiz.left else Exit.OK
        except KeyboardInterrupt:
            outcome = Exit.INTERRUPTED
        if not quiz.left:
            quiz.end()
    desk.store.confirm()  # before anything is said to be kept
    result = quiz.result()
    from aiinfra_study.ui.summary import overconfidence_lines, summary_lines

    out.lines(summary_lines(result, bank.section, out.width, quiz.next_command(), to_read=quiz.reads_next))
    if quiz.teaches and result.responded:
        out.lines(overconfidence_lines(weekly_word(desk), out.width))
    if request.as_json:
        print_json(result.as_json())
    elif not request.lesson and result.attempt.finished is not None:
        desk.lead = quiz.next_command()
    if outcome is Exit.OK and result.passed is False:
        return int(Exit.FINDINGS)
    return int(outcome)


def choose_bank(desk: Desk, out: Out) -> Bank:
    """A section picked from a list at a terminal; the next one where nobody can pick, or stdout is for JSON."""
    bank = next_bank(desk)
    if out is not desk.out or not draws(desk, out):
        return bank
    from aiinfra_study.ui.menu import pick

    course = desk.current_course
    others = [other for other in course.banks if other.section.outlines and other is not bank]
    labels = {b.section.id: f"{b.section.id}  {b.section.title}" for b in (bank, *others)}
    chosen = pick("Which section?", labels, desk.out.width)
    return desk.bank(f"{course.id}/{chosen}")
