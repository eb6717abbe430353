"""The summary of a review: what is known, what was mixed up, what comes tomorrow."""

from aiinfra_study.core.pace import minutes
from aiinfra_study.core.reviewed import Reviewed, Showing
from aiinfra_study.ui.charts import percent
from aiinfra_study.ui.layout import Line, inline, wrap
from aiinfra_study.ui.show import heading
from aiinfra_study.ui.summary import command_lines, overconfidence_lines, spent

_MEANT = {"again": " (missed)", "hard": " (right in part, or unsure)"}
ENOUGH = 10  # reviews from which a share says something


def review_lines(result: Reviewed, width: int, command: str) -> list[Line]:
    """Retention, confident errors with their reasons once more, what comes back, and the run of days."""
    name = {"review": "Review", "cram": "Cram", "ahead": "Ahead of time"}[result.mode]
    if not result.showings:
        text = " Nothing is lost." if result.left else " Nothing was asked."
        return [
            [],
            *wrap([(f"{name}: nothing responded.", "title"), (text, "")], width),
            *_next(result, width, command),
        ]
    asked = len({showing.posed.question.address for showing in result.showings})
    count = f"{asked} question{'s' * (asked != 1)}"
    if len(result.showings) > asked:
        count += f", {len(result.showings)} responses"
    lines: list[Line] = [[], *wrap([(f"{name}: ", "title"), (f"{count}, {spent(result.seconds)}.", "")], width)]
    lines += _retention(result, width)
    lines += _sure_and_wrong(result.sure_and_wrong, width)
    for held in result.held:
        lines += wrap([("Mixed up more than once: ", "title"), *inline(f'"{held.belief}" {held.contrast}')], width)
    lines += _leeches(result, width)
    lines += overconfidence_lines(result.overconfidence, width)
    return [*lines, *_next(result, width, command)]


def _retention(result: Reviewed, width: int) -> list[Line]:
    if result.mode != "review":
        right = sum(showing.event["credit"] >= 1 for showing in result.showings)
        return wrap([(f"{right} of {len(result.showings)} right. The schedule was not touched.", "")], width)
    if not sum(result.ratings.values()):
        return wrap([("All of these had been rated today already: practice.", "")], width)
    kept, known = result.today
    lines: list[Line] = []
    if known:
        share = f"{percent(kept / known)}, " if known >= ENOUGH else ""
        text = f"{share}{kept} of {known} recalled; your goal is {percent(result.desired)}."
        lines += wrap([("Retention today: ", "title"), (text, "")], width)
    given = ", ".join(f"{count} {rating}{_MEANT.get(rating, '')}" for rating, count in result.ratings.items() if count)
    return [*lines, *wrap([(f"Rated: {given}.", "dim")], width)]


def _sure_and_wrong(showings: list[Showing], width: int) -> list[Line]:
    """Confident errors once more: they are put right best while they surprise, and come back when left alone."""
    if not showings:
        return []
    lines = wrap([(f"Sure and wrong: {len(showings)}.", "title")], width)
    for showing in showings:
        posed = showing.posed
        stem = heading(posed)
        lines += wrap(inline(" ".join(stem.split())), width, [("  - ", "dim")], "    ")
        for text in (*showing.reasons, f"Right: {'; '.join(posed.body.key_lines)}"):
            lines += wrap(inline(" ".join(text.split()), "dim"), width, [("    ", "")], "    ")
    return lines


def _leeches(result: Reviewed, width: int) -> list[Line]:
    lines: list[Line] = []
    for leech in result.leeches:
        text = f"forgotten {leech.lapses} times. Read {leech.section} again, see its contrast, or leave it out:"
        lines += wrap([("Hard to keep: ", "title"), (text, "")], width)
        lines += [[("  ", ""), (leech.show, "")], [("  ", ""), (leech.suspend, "")]]
    return lines


def _next(result: Reviewed, width: int, command: str) -> list[Line]:
    ahead = result.ahead
    lines: list[Line] = []
    if ahead.due_tomorrow:
        about = minutes(ahead.due_tomorrow, ahead.seconds_each)
        left = ", with what is left of today" if ahead.left and result.mode == "review" else ""
        lines += wrap([(f"Tomorrow: {ahead.due_tomorrow} due{left}, about {about}.", "")], width)
    else:
        lines += wrap([("Tomorrow: nothing due.", "")], width)
    if ahead.streak > 1:
        days = f"{ahead.streak} days in this run; two days off in a week are fine."
        lines += wrap([(days, "dim")], width)
    if ahead.left:
        for_today = " for today" if result.mode == "review" else ""
        lines += [[], *command_lines(f"Still {ahead.left}{for_today}: ", command, width)]
    return lines
