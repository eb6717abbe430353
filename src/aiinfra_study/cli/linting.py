"""The files of a lint run: which they are, what they say, what the settings beside them want."""

import os
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from aiinfra_study.core.course import natural
from aiinfra_study.core.errors import DataError, UsageError
from aiinfra_study.core.problem import SEVERITIES, Problem
from aiinfra_study.core.text import did_you_mean, nearest
from aiinfra_study.lint import Wanted, folder_of
from aiinfra_study.lint.rule import catalogue
from aiinfra_study.store.banks import courses_in
from aiinfra_study.store.files import Unreadable, read_bytes

STDIN = "<stdin>"
FAIL_ON = ("error", "warning", "never")
SETTINGS = ("select", "ignore", "extend-select", "fail-on", "baseline")
MAX_SETTINGS = 8 * 1024  # bytes of aiinfra.toml
MAX_NAMES = 2000  # looked through for the nearest


class Folder(NamedTuple):
    """A course folder, and which of its files findings are told of."""

    path: Path | None
    asked: frozenset[Path]
    whole: bool


def label(path: Path) -> str:
    """A path as findings name it: from the working folder where it lies below it, else in full; `/` on every system."""
    here, spelled = Path.cwd(), _in_full(path)
    for one in (spelled, Path(os.path.realpath(spelled.parent), spelled.name)):
        if one.is_relative_to(here):
            return one.relative_to(here).as_posix()
    return spelled.as_posix()


def _in_full(path: Path) -> Path:
    """A path from the root and without `..`; links keep their names unless a `..` leads out of one."""
    full = path.absolute()
    if full.name == "..":
        return Path(os.path.realpath(full))
    return Path(os.path.realpath(full.parent), full.name) if ".." in full.parts else full


def folders(paths: Sequence[Path]) -> list[Folder]:
    """The course folders of some paths, each once; UsageError for a path that is not there, or if none holds a bank."""
    found: dict[str, Folder] = {}
    empty: list[Path] = []
    for path in paths:
        _check_there(path)
        if not os.path.isdir(path):
            place = _place(found, path.parent)
            found[os.path.realpath(path.parent)] = place._replace(
                asked=place.asked | {(place.path or path.parent) / path.name}
            )
            continue
        courses = _courses(path)
        if not courses:
            empty.append(path)
        for course in courses:
            found[os.path.realpath(course)] = _place(found, course)._replace(whole=True)
    if not found:
        where = f"{empty[0]} holds no bank" if empty else "there is no bank to lint"
        raise UsageError("no-banks", where, "Name a folder with section files (*.yaml).")
    return list(found.values())


def _place(found: dict[str, Folder], folder: Path) -> Folder:
    """The folder as it was named first, however many ways lead there."""
    return found.get(os.path.realpath(folder), Folder(folder, frozenset(), False))


def _check_there(path: Path) -> None:
    """Raises UsageError for a path that is not there; one that may not be looked at is there."""
    try:
        os.lstat(path)
    except PermissionError:
        return
    except (OSError, ValueError):
        if str(path) == "-":
            hint = "Name - or files, not both."
            raise UsageError("usage", "- is one bank on stdin and stands alone", hint) from None
        hint = _near(path) or "Name a bank, a course folder, or a folder of courses."
        raise UsageError("no-file", f"there is no {path}", hint) from None


def _near(path: Path) -> str:
    """What may have been meant by a path that is not there, nearest first."""
    while not os.path.isdir(path.parent) and path.parent != path:
        path = path.parent
    try:
        names = [name for name in os.listdir(path.parent)[:MAX_NAMES] if not name.startswith(".")]
    except (OSError, ValueError):
        return ""
    near = [f'"{path.parent / name}"' for name in nearest(path.name, names, 3, 0.6)]
    return f"Did you mean {' or '.join(near)}?" if near else ""


def _courses(folder: Path) -> list[Path]:
    """The course folders at or directly below a folder; a course.yaml alone makes one too."""
    if os.path.lexists(folder / "course.yaml"):
        return [folder]
    return sorted(courses_in(folder), key=lambda path: natural(path.name))


# settings


def settings_beside(places: Sequence[Folder]) -> dict[str, Any]:
    """What aiinfra.toml says of the run as a whole: `fail-on`, the strictest of several courses, and every `baseline`.

    Which rules run is asked course by course, so that what one ignores stays told in the others.
    """
    tables = [_of_course(place) for place in places]
    baselines = list(dict.fromkeys(table["baseline"] for table in tables if "baseline" in table))
    found: dict[str, Any] = {"baseline": baselines} if baselines else {}
    if any("fail-on" in table for table in tables):
        strictness = ("warning", "error", "never")
        found["fail-on"] = min((table.get("fail-on", "error") for table in tables), key=strictness.index)
    return found


def wanted_beside(places: Sequence[Folder]) -> Iterator[tuple[str, Wanted]]:
    """The rules that aiinfra.toml wants for each course."""
    for place in places:
        table = _of_course(place)
        select, ignore, extend = (prefixes(table.get(key, ()), key) for key in ("select", "ignore", "extend-select"))
        name = STDIN if place.path is None else label(place.path / "course.yaml")
        yield folder_of(name), Wanted(select, ignore, extend)


def _of_course(place: Folder) -> dict[str, Any]:
    """The `[lint]` tables beside a course: that of its bank folder and its own, which wins."""
    if place.path is None:
        return {}
    folder = _in_full(place.path)
    return _table(folder.parent / "aiinfra.toml") | _table(folder / "aiinfra.toml")


def _table(path: Path) -> dict[str, Any]:
    if not path.exists():
        return {}
    import tomllib

    name = label(path)
    found = read_bytes(path)
    if isinstance(found, Unreadable):
        what = found.problem.message.partition(" ")[2]
        raise DataError("config-unreadable", f"{name} {what}", "Make it a readable file.")
    if len(found[0]) > MAX_SETTINGS:  # (tomllib takes a minute for one key of 30,000 parts)
        raise UsageError("bad-setting", f"{name} is larger than {MAX_SETTINGS // 1024} KiB", "Shorten it.")
    try:
        whole = tomllib.loads(found[0].decode("utf-8-sig"))
    except (ValueError, RecursionError) as error:
        raise UsageError("bad-setting", f"{name}: {error}", "Mend the line.") from None
    unknown = next((key for key in whole if key != "lint"), None)
    if unknown is not None:
        raise UsageError("unknown-setting", f'{name}: there is no table "{unknown}"', "Known: [lint].")
    table = whole.get("lint", {})
    if not isinstance(table, dict):
        raise UsageError("bad-setting", f"{name}: [lint] is no table", 'Write [lint] and below it ignore = ["I302"].')
    for key, value in table.items():
        _check_setting(name, key, value)
    if "baseline" in table:
        table["baseline"] = str(path.parent / table["baseline"])
    return table


def _check_setting(name: str, key: str, value: object) -> None:
    if key not in SETTINGS:
        hint = did_you_mean(key, list(SETTINGS)) or f"Known: {', '.join(SETTINGS)}."
        raise UsageError("unknown-setting", f'{name}: there is no setting "{key}" in [lint]', hint)
    if key == "baseline":
        if not isinstance(value, str) or not value:
            raise UsageError("bad-setting", f"{name}: baseline is a path", 'Write baseline = "lint-baseline.json".')
    elif key == "fail-on":
        if value not in FAIL_ON:
            raise UsageError("bad-setting", f"{name}: fail-on is one of {', '.join(FAIL_ON)}", "Write one of them.")
    elif not isinstance(value, list) or not all(isinstance(one, str) for one in value):
        raise UsageError("bad-setting", f"{name}: {key} is a list of codes", f'Write {key} = ["I302"].')
    else:
        prefixes(value, f"{name}, {key}")


def prefixes(words: Sequence[str], origin: str) -> tuple[str, ...]:
    """Codes or prefixes of codes, checked against the rules; `ALL` is every one."""
    rules = catalogue()
    found = []
    for word in (part.strip() for text in words for part in text.split(",")):
        code = word.upper()
        if code == "ALL":
            found.append("")
        elif code and any(known.startswith(code) for known in rules):
            found.append(code)
        elif code:
            named = next((f'Did you mean "{rule.code}"?' for rule in rules.values() if rule.name == word.lower()), "")
            hint = named or did_you_mean(code, list(rules)) or "All: aiinfra lint --rules"
            raise UsageError("unknown-rule", f'{origin}: no rule is called "{word}"', hint)
    if words and not found:
        raise UsageError("unknown-rule", f"{origin} names no rule", "All: aiinfra lint --rules")
    return tuple(found)


def fails(problems: Sequence[Problem], fail_on: str) -> bool:
    """Whether a finding is at or above a level."""
    if fail_on == "never":
        return False
    bad = SEVERITIES[: SEVERITIES.index(fail_on) + 1]
    return any(problem.level in bad for problem in problems)
