"""--watch: lint again whenever a file that concerns it changes, until Ctrl-C."""

import gc
import os
import sys
import time
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

from aiinfra_study.cli.desk import Desk
from aiinfra_study.cli.front import fancy_terminal
from aiinfra_study.cli.lint_run import Memory
from aiinfra_study.cli.linted import LintRequest, Plan, lint_once, planned
from aiinfra_study.cli.outcome import report
from aiinfra_study.core.errors import AiinfraError, Exit, UsageError
from aiinfra_study.store.cache import Stamp

LOOK_EVERY = 0.05  # seconds; a look at 50 files takes a thousandth of one
_SUFFIXES = (".yaml", ".yml", ".md", ".toml")  # banks, their readings, settings


def watch(desk: Desk, request: LintRequest) -> int:
    """Lint again whenever one of the files changes, until Ctrl-C."""
    if "-" in request.paths:
        raise UsageError("usage", "--watch cannot look at stdin", "Name a bank or a folder.")
    memory = Memory()
    clears = sys.stdout.isatty() and not desk.plain and fancy_terminal()
    plan = planned(desk, request)

    def lint() -> None:
        nonlocal plan
        if clears:
            desk.out.write("\x1b[2J\x1b[H")
        plan = planned(desk, request)
        lint_once(desk, request, memory)

    _on_each_change(lint, lambda: desk.err.say("Watching; Ctrl-C ends it.", "dim"), lambda: _concerned(plan))
    return int(Exit.OK)


def _concerned(plan: Plan) -> Iterator[Path]:
    """The files and folders that a run depends on."""
    for root in plan.roots:
        yield from _with_subfolders(root) if root.is_dir() else [root]
    for place in plan.places:
        if place.path is not None:
            yield from (place.path, place.path.parent / "aiinfra.toml", *place.asked)
    yield from plan.baselines


def _on_each_change(lint: Callable[[], None], rest: Callable[[], None], places: Callable[[], Iterable[Path]]) -> None:
    """Lint, and again when something changes at the files and folders of `places`; `rest` says that it waits.

    What is wrong with the command line ends the first round, and with it all. Later settings may be broken for a
    moment, or a file away while an editor saves it.
    """
    before: dict[str, Stamp] | None = None
    while True:
        now = dict(_look(places()))
        if now != before:
            gc.disable()  # it would look through every bank read so far, while somebody waits
            try:
                lint()
            except AiinfraError as error:
                if before is None:
                    raise
                report(error, as_json=False)
            finally:
                gc.enable()
            before = now
            rest()
            gc.collect()
        time.sleep(LOOK_EVERY)


def _look(places: Iterable[Path]) -> Iterator[tuple[str, Stamp]]:
    """The files at some places, and how they look; what is not there has no look."""
    for place in dict.fromkeys(places):
        try:
            if place.is_dir():
                with os.scandir(place) as entries:
                    for entry in entries:
                        if entry.name.endswith(_SUFFIXES) and not entry.name.startswith("."):
                            yield from _stamped(entry.path)
            else:
                yield from _stamped(str(place))
        except OSError:
            continue


def _stamped(path: str) -> Iterator[tuple[str, Stamp]]:
    try:
        yield path, Stamp.of(os.stat(path))
    except OSError:  # gone since it was listed
        return


def _with_subfolders(folder: Path) -> Iterator[Path]:
    """A folder and the folders in it, in which a course may appear."""
    yield folder
    try:
        with os.scandir(folder) as entries:
            yield from (Path(entry.path) for entry in entries if entry.name[0] not in "._" and entry.is_dir())
    except OSError:
        return
