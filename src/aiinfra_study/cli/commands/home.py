"""aiinfra alone: what is due, where you are, the one best next step."""

from aiinfra_study.cli.commands.status import today_figures
from aiinfra_study.cli.desk import Desk
from aiinfra_study.cli.glance import words
from aiinfra_study.cli.guidance import next_step
from aiinfra_study.cli.pasted import whole_command
from aiinfra_study.core.days import on_day
from aiinfra_study.ui.layout import Line, wrap


def home(desk: Desk) -> int:
    """Print a few lines and one command."""
    course, progress = desk.current_course, desk.store.progress
    step, width = next_step(desk), desk.out.width
    done = sum(progress.last_finished(b.section.address, "post") is not None for b in course.banks)
    lines: list[Line] = []
    if not progress.days:
        welcome = " Quizzes before and after reading, a short review each day."
        lines += wrap([("Welcome to aiinfra.", "title"), (welcome, "")], width)
    else:
        facts = today_figures(desk)
        lines += wrap([(words(facts["due"], facts["new"]), "title")], width)
    if desk.plan is not None:
        from aiinfra_study.cli.planning import Planning

        planning = Planning(desk, desk.plan)
        when, (_, left) = on_day(desk.plan.by, desk.today()), planning.asked_today
        lines += wrap([(f"Plan for {when}: {left} of {planning.new_a_day} new left today.", "")], width)
    if not progress.days and len(desk.courses) > 1:
        others = f"Other courses: {whole_command(desk, 'sections')}"
        lines += wrap([(f"{course.title}, {len(course.banks)} sections. {others}", "")], width)
    else:
        lines += wrap([(f"{course.title}: {done} of {len(course.banks)} sections finished.", "")], width)
    lines += wrap([(f"Next: {step.why}.", "")], width)
    lines += [[], [(f"  {step.command}", "title")]]
    desk.out.lines(lines)
    desk.lead = step.command
    return 0
