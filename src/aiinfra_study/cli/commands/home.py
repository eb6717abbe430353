"""aiinfra alone: what is due, where you are, the one best next step."""

from aiinfra_study.cli.attempt import stage_word
from aiinfra_study.cli.commands.status import gather
from aiinfra_study.cli.desk import Desk
from aiinfra_study.cli.glance import words
from aiinfra_study.ui.layout import Line, wrap


def home(desk: Desk) -> int:
    """Print a few lines and one command."""
    course, progress = desk.current_course, desk.store.progress
    bank = desk.next_bank()
    section, width = bank.section, desk.out.width
    done = sum(progress.last_finished(b.section.address, "post") is not None for b in course.banks)
    lines: list[Line] = []
    if not progress.days:
        lines += wrap(
            [("Welcome to aiinfra.", "title"), (" A quiz before and after each section shows what you gain.", "")],
            width,
        )
    else:
        facts = gather(desk.options)
        lines += wrap([(words(facts["due"], facts["new"]), "title")], width)
    lines += wrap([(f"{course.title}: {done} of {len(course.banks)} sections finished.", "")], width)
    stage = progress.next_stage(section.address)
    resumed = "go on with the " if progress.unfinished(section.address) else ""
    lines += wrap([(f"Next: {resumed}{stage_word(stage).lower()} of {section.title}.", "")], width)
    lines += [[], [(f"  {desk.quiz_command(section)}", "title")]]
    desk.out.lines(lines)
    return 0
