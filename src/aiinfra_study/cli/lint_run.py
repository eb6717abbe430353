"""A lint run: the files of some folders, read and looked at by the rules; what earlier runs know is not read again."""

import os
from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property
from pathlib import Path
from typing import NamedTuple

from aiinfra_study.cli.lint_files import Opened, files_of, opened
from aiinfra_study.cli.linting import STDIN, Folder, label, wanted_beside
from aiinfra_study.core.course import CourseHead
from aiinfra_study.core.problem import Problem
from aiinfra_study.lint import File, Wanted, in_order, lint, of_file
from aiinfra_study.lint.item import LintBank, LintCourse
from aiinfra_study.lint.rule import Rule, catalogue
from aiinfra_study.store.cache import Stamp
from aiinfra_study.store.comments import ignored
from aiinfra_study.store.files import reading_path
from aiinfra_study.ui.layout import Line


class Known(NamedTuple):
    """A file as it was read (`stamp` None: as a draft), and as rules see it, with what those on it alone say."""

    stamp: Stamp | None
    opened: Opened
    seen: File


class Memory:
    """What earlier runs have read."""

    def __init__(self) -> None:
        self.wanted: Wanted | None = None
        self.files: dict[str, Known] = {}

    def for_rules(self, wanted: Wanted) -> "Memory":
        """The same, or an empty one where other rules are wanted."""
        if wanted != self.wanted:
            self.wanted, self.files = wanted, {}
        return self


class Run:
    """One lint run over some folders, or over stdin; `drafts` are bytes that count in the place of a file's own."""

    def __init__(
        self,
        places: Sequence[Folder],
        wanted: Wanted,
        memory: Memory | None = None,
        drafts: Mapping[str, bytes] | None = None,
    ) -> None:
        self.places = places
        self.wanted = wanted._replace(beside=(*wanted.beside, *wanted_beside(places)))
        self.memory = (memory or Memory()).for_rules(self.wanted)
        self.drafts = drafts or {}
        self.opened: dict[str, Opened] = {}
        self.banks: list[LintBank] = []
        self._lines: dict[str, list[str]] = {}

    @cached_property
    def rules(self) -> dict[str, Rule]:
        return catalogue()

    def problems(self) -> list[Problem]:
        """Every finding on the files asked for."""
        found: list[Problem] = []
        for place in self.places:
            files = [self._known(path, place) for path in files_of(place)]
            asked = _asked(place, [file.opened for file in files])
            self.opened |= {opened.name: opened for opened in asked}
            told = {opened.name for opened in asked}
            found += [problem for problem in self._of_course(place, files) if problem.mark.file in told]
        return in_order(found)

    def _known(self, path: Path | None, place: Folder) -> Known:
        name = STDIN if path is None else label(path)
        draft = self.drafts.get(name)
        stamp = _stamp(path) if draft is None else None
        known = self.memory.files.get(name)
        if known is None or stamp is None or known.stamp != stamp:
            known = self._read(path, place.path, draft, stamp)
            self.memory.files[name] = known
        return known

    def _read(self, path: Path | None, folder: Path | None, draft: bytes | None, stamp: Stamp | None) -> Known:
        found = opened(path, folder, draft)
        bank = LintBank(found.section) if found.section is not None else None
        silenced = ignored(found.source) if found.source is not None and found.reading is None else ()
        seen = File(found.name, found.problems, bank, silenced, found.reading)
        return Known(stamp, found, seen._replace(known=of_file(seen, self.wanted)))

    def _of_course(self, place: Folder, files: Sequence[Known]) -> list[Problem]:
        banks = tuple(file.seen.bank for file in files if file.seen.bank is not None)
        self.banks += banks
        head = next((file.opened.head for file in files if file.opened.head is not None), CourseHead())
        name = place.path.resolve().name if place.path is not None else "stdin"
        course = LintCourse(name, head, banks, _anchors(files) if place.path is not None else None)
        return lint(course, [file.seen for file in files], self.wanted)

    def blind_scores(self) -> Iterator[Line]:
        """Per bank, what guessers without knowledge would score against chance (B405)."""
        if "B405" not in self.rules or not self.wanted.takes(self.rules["B405"]):
            return
        for bank in self.banks:
            if bank.source.file in self.opened:
                yield from _scores(bank)

    def line(self, file: str, number: int) -> str:
        """A line of a file; none where there is none."""
        if file not in self._lines:
            source = self.opened[file].source if file in self.opened else None
            self._lines[file] = source.shown.split("\n") if source is not None else []
        lines = self._lines[file]
        return lines[number - 1] if 0 < number <= len(lines) else ""


def _asked(place: Folder, files: Sequence[Opened]) -> list[Opened]:
    """The files that findings are told of; the reading of a section that was asked for is one of them."""
    wanted = {None, *place.asked, *map(reading_path, place.asked)}
    return [file for file in files if place.whole or file.path in wanted]


def _anchors(files: Sequence[Known]) -> dict[str, frozenset[str]]:
    """The anchors of each section's reading."""
    readings = {file.opened.path: file.opened.reading for file in files if file.opened.reading is not None}
    return {
        file.seen.bank.section.id: readings[reading_path(file.opened.path)].anchors
        for file in files
        if file.seen.bank is not None and file.opened.path is not None and reading_path(file.opened.path) in readings
    }


def _scores(bank: LintBank) -> Iterator[Line]:
    from aiinfra_study.lint.rules.blind_score import blind_score

    scores = bank.kept(blind_score)
    if scores:
        told = ", ".join(f"{score.guesser} {100 * score.score:.0f} %" for score in scores)
        chance = f"(chance {100 * scores[0].chance:.0f} %, n = {scores[0].n})"
        yield [(f"{bank.section.address}: blind guessers score {told} {chance}", "dim")]


def _stamp(path: Path | None) -> Stamp | None:
    try:
        return Stamp.of(os.stat(path)) if path is not None else None
    except OSError:
        return None
