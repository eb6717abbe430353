"""The files of a lint run: which they are, what they say, what the settings beside them want."""

import sys
from collections.abc import Iterator, Sequence
from functools import cached_property
from pathlib import Path
from typing import Any, NamedTuple

from aiinfra_study.core.bank import SectionFile
from aiinfra_study.core.course import CourseHead
from aiinfra_study.core.errors import DataError, UsageError
from aiinfra_study.core.fields import Source
from aiinfra_study.core.problem import Ignored, Problem
from aiinfra_study.core.text import did_you_mean
from aiinfra_study.lint import LEVELS, File, Wanted, in_order, lint
from aiinfra_study.lint.ids import with_ids
from aiinfra_study.lint.item import LintBank, LintCourse
from aiinfra_study.lint.rule import Rule, catalogue
from aiinfra_study.store.comments import ignored
from aiinfra_study.store.files import Unreadable, read_bytes, read_course_file, read_section_file, section_files
from aiinfra_study.ui.layout import Line

STDIN = "<stdin>"
FAIL_ON = ("error", "warning", "never")
SETTINGS = ("select", "ignore", "extend-select", "fail-on", "baseline")


class Opened(NamedTuple):
    """A file of a run: its path (None: stdin), its name in findings, and what was read of it."""

    path: Path | None
    name: str
    problems: Sequence[Problem]
    section: SectionFile | None = None
    source: Source | None = None
    head: CourseHead | None = None


class Folder(NamedTuple):
    """A course folder, and which of its files findings are told of."""

    path: Path | None
    asked: frozenset[Path]
    whole: bool


def label(path: Path) -> str:
    """A path as findings name it: from the working folder where it lies below it, else in full; `/` on every system."""
    try:
        return path.absolute().relative_to(Path.cwd()).as_posix()
    except ValueError:
        return path.absolute().as_posix()


def folders(paths: Sequence[Path]) -> list[Folder]:
    """The course folders of some paths; UsageError for one that is not there or holds no bank."""
    asked: dict[Path, set[Path]] = {}
    whole: set[Path] = set()
    for path in paths:
        if not path.exists() and not path.is_symlink():
            raise UsageError("no-file", f"there is no {path}", "Name a bank, a course folder, or a folder of courses.")
        for course in [path] if not path.is_dir() else list(_courses(path)):
            if course.is_dir():
                whole.add(course)
                asked.setdefault(course, set())
            else:
                asked.setdefault(course.parent, set()).add(course)
    return [Folder(folder, frozenset(files), folder in whole) for folder, files in asked.items()]


def _courses(folder: Path) -> Iterator[Path]:
    """The course folders at or directly below a folder."""
    if section_files(folder) or (folder / "course.yaml").exists():
        yield folder
        return
    below = [path for path in sorted(folder.iterdir()) if not path.name.startswith((".", "_"))]
    found = [path for path in below if path.is_dir() and section_files(path)]
    if not found:
        raise UsageError("no-banks", f"{folder} holds no bank", "Name a folder with section files (*.yaml).")
    yield from found


class Run:
    """One lint run over some folders, or over stdin."""

    def __init__(self, places: Sequence[Folder], wanted: Wanted) -> None:
        self.places = places
        self.wanted = wanted
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
            files = [_read(path, place.path) for path in _files_of(place)]
            told = {file.name for file in files if place.whole or file.path in place.asked or file.path is None}
            self.opened |= {file.name: file for file in files if file.name in told}
            found += [p for p in _lint(place, files, self.wanted, self.banks) if p.mark.file in told]
        return in_order(found)

    def blind_scores(self) -> Iterator[Line]:
        """Per bank, what guessers without knowledge would score against chance (B405)."""
        from aiinfra_study.lint.rules.blind_score import blind_score

        if "B405" not in self.rules or not self.wanted.takes(self.rules["B405"]):
            return
        asked = [bank for bank in self.banks if bank.source.file in self.opened]
        for bank in asked:
            scores = blind_score(bank)
            if scores:
                told = ", ".join(f"{score.guesser} {100 * score.score:.0f} %" for score in scores)
                chance = f"(chance {100 * scores[0].chance:.0f} %, n = {scores[0].n})"
                yield [(f"{bank.section.address}: blind guessers score {told} {chance}", "dim")]

    def line(self, file: str, number: int) -> str:
        """A line of a file; none where there is none."""
        if file not in self._lines:
            source = self.opened[file].source if file in self.opened else None
            self._lines[file] = source.text.split("\n") if source is not None else []
        lines = self._lines[file]
        return lines[number - 1] if 0 < number <= len(lines) else ""


def _files_of(place: Folder) -> list[Path | None]:
    """The files of a course folder, those asked for too (a draft whose name begins with `_`)."""
    if place.path is None:
        return [None]
    head = place.path / "course.yaml"
    files = section_files(place.path) + ([head] if head.exists() else [])
    return [*files, *sorted(path for path in place.asked if path not in files)]


def _read(path: Path | None, folder: Path | None) -> Opened:
    if path is None:
        data = sys.stdin.buffer.read()
        return _section(None, STDIN, data, "stdin")
    name = label(path)
    found = read_bytes(path)
    if isinstance(found, Unreadable):
        problem = found.problem
        return Opened(path, name, [problem._replace(mark=problem.mark._replace(file=name))])
    if path.name == "course.yaml":
        return _course(path, name, found[0])
    return _section(path, name, found[0], (folder or path.parent).resolve().name)


def _section(path: Path | None, name: str, data: bytes, course: str) -> Opened:
    read = read_section_file(Path(name), data, course, "" if path is not None else "section-1")
    return Opened(path, name, with_ids(read.problems, read.source), read, read.source)


def _course(path: Path, name: str, data: bytes) -> Opened:
    read = read_course_file(Path(name), data)
    return Opened(path, name, read.problems, None, read.source, read.head)


def _lint(place: Folder, files: Sequence[Opened], wanted: Wanted, banks: list[LintBank]) -> list[Problem]:
    listed = []
    for file in files:
        bank = LintBank(file.section) if file.section is not None else None
        silenced: Sequence[Ignored] = ignored(file.source) if file.source is not None else ()
        listed.append(File(file.name, file.problems, bank, silenced))
    head = next((file.head for file in files if file.head is not None), CourseHead())
    here = [file.bank for file in listed if file.bank is not None]
    banks += here
    name = place.path.resolve().name if place.path is not None else "stdin"
    return lint(LintCourse(name, head, tuple(here)), listed, wanted)


# settings


def settings_beside(places: Sequence[Folder]) -> dict[str, Any]:
    """The `[lint]` tables of aiinfra.toml in the bank folder and in the course folder; that of the course wins."""
    found: dict[str, Any] = {}
    for place in places:
        if place.path is not None:
            for folder in (place.path.parent, place.path):
                found |= _table(folder / "aiinfra.toml")
    return found


def _table(path: Path) -> dict[str, Any]:
    import tomllib

    try:
        table = tomllib.loads(path.read_text(encoding="utf-8-sig")).get("lint", {})
    except FileNotFoundError:
        return {}
    except OSError as error:
        raise DataError("config-unreadable", f"{path} cannot be read ({error.strerror})", "Make it readable.") from None
    except (ValueError, RecursionError) as error:
        raise UsageError("bad-setting", f"{path}: {error}", "Mend the line.") from None
    if not isinstance(table, dict):
        raise UsageError("bad-setting", f"{path}: [lint] is no table", 'Write [lint] and below it ignore = ["I302"].')
    for key, value in table.items():
        if key not in SETTINGS:
            hint = did_you_mean(key, list(SETTINGS)) or f"Known: {', '.join(SETTINGS)}."
            raise UsageError("unknown-setting", f'{path}: there is no setting "{key}" in [lint]', hint)
        text = key in ("fail-on", "baseline")
        if not (isinstance(value, str) if text else isinstance(value, list) and all(isinstance(v, str) for v in value)):
            raise UsageError("bad-setting", f"{path}: {key} is {'a text' if text else 'a list of codes'}", "Mend it.")
    if "baseline" in table:
        table["baseline"] = str(path.parent / table["baseline"])
    return table


def prefixes(words: Sequence[str], origin: str) -> tuple[str, ...]:
    """Codes or prefixes of codes, checked against the rules; `ALL` is every one."""
    codes = catalogue()
    found = []
    for word in (part.strip().upper() for text in words for part in text.split(",")):
        if word == "ALL":
            found.append("")
        elif word and any(code.startswith(word) for code in codes):
            found.append(word)
        elif word:
            hint = did_you_mean(word, list(codes)) or "All: aiinfra lint --rules"
            raise UsageError("unknown-rule", f'{origin}: no rule is called "{word}"', hint)
    return tuple(found)


def fails(problems: Sequence[Problem], fail_on: str) -> bool:
    """Whether a finding is at or above a level."""
    if fail_on == "never":
        return False
    bad = LEVELS[: LEVELS.index(fail_on) + 1]
    return any(problem.level in bad for problem in problems)
