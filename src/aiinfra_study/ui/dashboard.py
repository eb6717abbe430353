"""Progress as lines: the sections of a course grouped by what is to be done, and one section from near."""

from collections.abc import Sequence
from typing import NamedTuple

from aiinfra_study.core.gain import Gain
from aiinfra_study.core.measure import Share
from aiinfra_study.core.report import Corrected, CourseFigures, Memory, ObjectiveFigures, SectionFigures
from aiinfra_study.ui.cells import shortened
from aiinfra_study.ui.charts import bar, percent, share_words
from aiinfra_study.ui.layout import Line, inline, line_width, wrap
from aiinfra_study.ui.summary import command_lines, gain_lines
from aiinfra_study.ui.tables import table

BAR = 12  # cells of a bar of mastery
BARS_FROM = 60  # columns
FOLDED_FROM = 5  # sections not begun: more are told in one sentence
STYLES = {"solid": "good", "shaky": "half", "new": "dim"}


RANGES = "In brackets: where the true share lies, with 90 % certainty; few questions leave it wide."


class Row(NamedTuple):
    """A section on the dashboard: its figures, cards due, and the command that helps it on."""

    figures: SectionFigures
    due: int
    command: str
    missed: int = 0  # questions missed today and not right since


class Weak(NamedTuple):
    """A question to look at: its address, its stem, what is wrong with it."""

    address: str
    stem: str
    why: str


class Near(NamedTuple):
    """What is told of one section only."""

    objectives: Sequence[ObjectiveFigures]
    weak: Sequence[Weak]
    held: Sequence[tuple[str, str, int]]  # belief, contrast, how often chosen
    history: Sequence[tuple[str, str, str]]  # when, what, with which score


def course_lines(title: str, figures: CourseFigures, rows: Sequence[Row], width: int, *, plain: bool) -> list[Line]:
    """A course: its total, then its sections by what is to be done, the least known first."""
    lines = wrap([(title, "title")], width)
    questions, seen = (sum(getattr(row.figures, name) for row in rows) for name in ("questions", "seen"))
    due = sum(row.due for row in rows)
    lines += wrap([(f"{_memory(figures.memory)}; {seen} of {questions} questions met, {due} due.", "")], width)
    lines += _missed(sum(row.missed for row in rows), width)
    if figures.stayed is not None:
        lines += wrap([(_stayed(figures.stayed), "")], width)
    if figures.gain is not None and figures.gain.repeated and sum(row.figures.gain is not None for row in rows) > 1:
        lines += gain_lines(figures.gain, width, "Gain over all sections: ")
    begun = sorted((row for row in rows if row.figures.done), key=lambda row: row.figures.memory.now or 0.0)
    for name, group in (
        ("Due now", [row for row in begun if row.due]),
        ("Begun", [row for row in begun if not row.due]),
    ):
        if group:
            lines += [[], [(name, "title")]]
            for row in group:
                lines += _row(row, width, plain=plain)
    fresh = [row for row in rows if not row.figures.done]
    if (begun or plain) and len(fresh) > FOLDED_FROM:  # they would push what is begun off the screen
        count = sum(row.figures.questions for row in fresh)
        first, last = fresh[0].figures.section.id, fresh[-1].figures.section.id
        text = f"{len(fresh)} sections with {count} questions, {first} to {last}; aiinfra sections lists them."
        lines += [[], *wrap([("Not begun: ", "title"), (text, "")], width)]
    elif fresh:
        lines += [[], [("Not begun", "title")]]
        told = [(row.figures.section.id, row.figures.section.title, str(row.figures.questions)) for row in fresh]
        spoken = [(f"{name} {title}", f"{count} question{'s' * (count != '1')}") for name, title, count in told]
        lines += table(("section", "title", "questions"), told, width, spoken=spoken if plain else None)
    return lines if begun or not fresh else lines + command_lines("  Next: ", fresh[0].command, width)


def _row(row: Row, width: int, *, plain: bool) -> list[Line]:
    """Three lines where there is room: the section and what is due; what is known; the gain and what to do."""
    figures = row.figures
    lines = _row_head(row, width, plain=plain)
    now, later = (percent(share or 0.0) for share in figures.memory)
    known = f"{'Mastery ' * plain}{now} now, {later} in 30 days"
    shown: Line = [] if plain or width < BARS_FROM else [*bar(figures.memory.now or 0.0, BAR), (" ", "")]
    stages = (("pre", figures.pre), ("post", figures.post))
    scores = ", ".join(f"{name} {share_words(score.score)}" for name, score in stages if score)
    lines += wrap([*shown, (" · ".join(filter(None, (known, scores))), "")], width, [("    ", "")], "    ")
    if figures.stayed is not None:
        lines += wrap([(_stayed(figures.stayed), "")], width, [("    ", "")], "    ")
    if figures.gain is not None and figures.gain.repeated:
        lines += wrap([(f"{gain_words(figures.gain)}.", "")], width, [("    ", "")], "    ")
    return lines + command_lines("    Next: ", row.command, width)


def _row_head(row: Row, width: int, *, plain: bool) -> list[Line]:
    """The section, and at the right edge what is due; behind the section where somebody listens."""
    section = row.figures.section
    due = f"{row.due} due" if row.due else ""
    title = f" {section.title}"
    if plain and due:
        title += f": {due} question{'s' * (row.due != 1)}"
    lines = wrap([(section.id, "strong"), (title, "")], width, [("  ", "")], "    ")
    room = width - line_width(lines[-1]) - len(due)
    if due and not plain:
        lines += [] if room > 1 else [[("    ", "")]]
        lines[-1] += [(" " * room if room > 1 else "", ""), (due, "")]
    return lines


def range_lines(rows: Sequence[Row], width: int) -> list[Line]:
    """What the brackets behind a share say; nothing where there are none."""
    shares = (share for row in rows for share in (row.figures.pre, row.figures.post, row.figures.stayed))
    return wrap([(RANGES, "dim")], width) if any(shares) else []


def _memory(memory: Memory) -> str:
    if memory.now is None or memory.later is None:
        return "No questions"
    if not memory.now:  # no card yet
        return "Mastery counts from the post-quiz on"
    return f"Mastery {percent(memory.now)} now, {percent(memory.later)} in 30 days without review"


def _missed(count: int, width: int) -> list[Line]:
    """Of a card rated today recall is 1, also of one that was missed: that is told where it is counted."""
    if not count:
        return []
    what = "1 question missed today counts" if count == 1 else f"{count} questions missed today count"
    return wrap([(f"{what} as known here until tomorrow, as the key was just seen.", "dim")], width)


def _stayed(stayed: Share) -> str:
    return f"What stayed: {share_words(stayed)} of {stayed.of} questions right one to four weeks after the post-quiz."


def gain_words(gain: Gain) -> str:
    """Flips, and whether luck would do."""
    luck = "unlikely to be luck" if gain.verdict == "unlikely-luck" else "could be luck"
    asked = "question" if gain.repeated == 1 else "questions"
    return f"{gain.gained} gained, {gain.lost} lost on {gain.repeated} {asked} asked twice: {luck}"


def section_lines(row: Row, near: Near, width: int, *, plain: bool) -> list[Line]:
    """One section from near."""
    figures = row.figures
    lines = wrap([(figures.section.title, "title"), ("" if plain else f"  {figures.section.address}", "dim")], width)
    lines += wrap([(figures.section.address, "")], width) if plain else []
    due = f", {row.due} due" if row.due else ""
    met = f"{figures.seen} of {figures.questions} questions met{due}."
    lines += wrap([(f"{_memory(figures.memory)}; {met}", "")], width)
    lines += _missed(row.missed, width)
    for name, score in (("Pre-quiz", figures.pre), ("Post-quiz", figures.post)):
        if score is not None:
            lines += wrap([(f"{name}: {share_words(score.score)} of {score.score.of} questions.", "")], width)
    if figures.stayed is not None:
        lines += wrap([(_stayed(figures.stayed), "")], width)
    lines += range_lines([row], width)
    if figures.gain is not None:
        lines += gain_lines(figures.gain, width)
        lines += _footnote(figures.corrected, width)
    lines += _objectives(near.objectives, width, plain=plain)
    lines += _weak(near.weak, width)
    if near.held:
        lines += [[], [("Mixed up", "title")]]
        for belief, contrast, chosen in near.held:
            text = f'"{belief}" {contrast}'
            lines += wrap([*inline(text), (f" (chosen {chosen} times)", "dim")], width, [("  - ", "dim")], "    ")
    if near.history:
        lines += [[], [("History", "title")]]
        spoken = [(when, f"{what} {score}") for when, what, score in near.history] if plain else None
        lines += table(("when", "what", "score"), near.history, width, spoken=spoken)
    return [*lines, [], *command_lines("Next: ", row.command, width)]


def _footnote(corrected: Corrected | None, width: int) -> list[Line]:
    if corrected is None:
        return []
    text = f"Corrected for guessing: {percent(corrected.pre)} before, {percent(corrected.post)} after."
    return wrap([(text, "dim")], width)


def _objectives(objectives: Sequence[ObjectiveFigures], width: int, *, plain: bool) -> list[Line]:
    """Each objective with its state, and its first responses of a day."""
    if not objectives:
        return []
    lines: list[Line] = [
        [],
        *wrap([("Objectives", "title"), (" (solid: mostly right, on three days or more)", "dim")], width),
    ]
    signs = {"solid": "✓", "shaky": "◐", "new": "·"}
    for objective in objectives:
        sign = "" if plain else f"{signs[objective.state]} "
        state = objective.state + ":" if plain else f"{objective.state:<5}"
        right = f" ({objective.right} of {objective.asked} right)" if objective.asked else ""
        if not objective.asked and objective.seen:
            right = " (met in the pre-quiz only)"
        first: Line = [(f"  {sign}{state} ", STYLES[objective.state])]
        lines += wrap([(objective.text, ""), (right, "dim")], width, first, " " * (4 if plain else 10))
    return lines


def _weak(weak: Sequence[Weak], width: int) -> list[Line]:
    if not weak:
        return []
    lines: list[Line] = [[], [("Weakest questions", "title")]]
    for question in weak:
        lines += wrap(inline(shortened(question.stem, 2 * width)), width, [("  - ", "dim")], "    ")
        lines += wrap([(f"{question.why}: {question.address}", "dim")], width, [("    ", "")], "    ")
    return lines
