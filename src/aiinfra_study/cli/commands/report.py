"""aiinfra report: what `progress` and `stats` tell, as one page to look at, keep and print."""

from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from pathlib import Path
from typing import Annotated, Any

import typer

from aiinfra_study.cli.dashboard import Dashboard
from aiinfra_study.cli.desk import Desk
from aiinfra_study.cli.figures import Board
from aiinfra_study.cli.guidance import next_step
from aiinfra_study.cli.outcome import guarded
from aiinfra_study.cli.statistics import DAYS
from aiinfra_study.core.days import streak
from aiinfra_study.core.errors import DataError, UsageError
from aiinfra_study.core.history import past
from aiinfra_study.core.measure import Share, share_of
from aiinfra_study.store.durable import replace_durably
from aiinfra_study.ui.page import page
from aiinfra_study.ui.page.values import Chapter, History, Kept, Report

EXAMPLES = {"report": ["aiinfra report", "aiinfra report ~/progress.html --course zero-to-hero"]}
FILE = Path("aiinfra-report.html")
SUFFIXES = (".html", ".htm")
WEEK = 7
MOST_POINTS = 26  # weeks of retention; above, months


def report(
    ctx: typer.Context,
    file: Annotated[
        Path, typer.Argument(metavar="[FILE.html]", help="The page to write.", show_default=str(FILE))
    ] = FILE,
) -> None:
    """One HTML page with everything `progress` and `stats` tell, and charts: no script, no network."""
    raise typer.Exit(guarded(lambda desk: _write(desk, file), ctx.obj))


def _write(desk: Desk, file: Path) -> int:
    path = _checked(file)
    data = page(_report(desk)).encode()
    try:
        replace_durably(path.resolve(), data)
    except OSError as error:
        what = f"{path} cannot be written ({error.strerror})"
        raise DataError("io-error", what, "Name a file in a folder you may write to.") from None
    desk.out.raw_lines([[(str(path.absolute()), "")]])
    return 0


def _checked(file: Path) -> Path:
    """A path that a page can have; raises UsageError. The suffix keeps a slip from replacing a bank or the log."""
    try:
        path = file.expanduser()
    except RuntimeError:
        path = file
    if path.suffix.lower() not in SUFFIXES:
        raise UsageError("bad-file", f'"{file}" does not end in .html', f"Name a page, such as {FILE}.")
    if not path.parent.is_dir():
        raise UsageError("no-folder", f"there is no folder {path.parent}", "Make it, or name another one.")
    if path.exists() and not path.is_file():
        raise UsageError("bad-file", f"{path} is not a file", "Name another one.")
    return path


def _report(desk: Desk) -> Report:
    board = Board(desk)
    step = next_step(desk)
    chapters = [CoursePart(board, course, None).chapter() for course in board.courses()]
    return Report(board.today, chapters, _history(board), (step.command, step.why))


class CoursePart(Dashboard):
    """A course as `progress` finds it, with every section that was begun from near."""

    def chapter(self) -> Chapter:
        begun = [bank for bank, row in zip(self.course.banks, self.rows, strict=True) if row.figures.done]
        near = {bank.section.address: self.near(bank) for bank in begun}
        wrong = {bank.section.address: len(self.figures.confident_errors(bank.section)) for bank in begun}
        return Chapter(self.course.title, self.total, self.rows, near, wrong)


def _history(board: Board) -> History:
    found, progress = board.stats(DAYS), board.progress
    since = board.since(DAYS)
    tallies = {day: tally for day, tally in progress.tallies.items() if day >= since}
    return History(
        DAYS,
        found.past,
        found.forecast,
        found.minutes_ahead,
        found.retention,
        found.desired,
        kept_over_time(tallies, board.desk.options.course),
        found.brier,
        found.hardest,
        streak(progress.days, board.today),
    )


def kept_over_time(tallies: Mapping[str, Mapping[str, Any]], course: str | None) -> Kept:
    """True retention by week, from Monday on; by month where that were too many points."""
    for unit in ("week", "month"):
        shares = list(_shares(tallies, course, unit))
        if not shares or (shares[-1][0] - shares[0][0]).days <= WEEK * (MOST_POINTS - 1):
            break
    return Kept(unit, shares)


def _shares(tallies: Mapping[str, Mapping[str, Any]], course: str | None, unit: str) -> Iterator[tuple[date, Share]]:
    """The share of each week or month that had a review, by its first day."""
    grouped: dict[date, dict[str, Mapping[str, Any]]] = {}
    for day, tally in tallies.items():
        then = date.fromisoformat(day)
        first = then.replace(day=1) if unit == "month" else then - timedelta(days=then.weekday())
        grouped.setdefault(first, {})[day] = tally
    for first in sorted(grouped):
        found = past(grouped[first], "", "9999", course)
        share = share_of(found.kept, found.known)
        if share is not None:
            yield first, share
