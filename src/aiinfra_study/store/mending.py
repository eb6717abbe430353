"""Mending a bank by edits of its text: every other value stays as it was, or nothing is written."""

import contextlib
import os
from bisect import bisect_left
from collections.abc import Callable, Iterator, Sequence
from glob import escape as glob_escape
from pathlib import Path
from typing import NamedTuple

from aiinfra_study.core.problem import Edit
from aiinfra_study.core.source import Tree
from aiinfra_study.store.durable import replace, replace_durably, sync_folder
from aiinfra_study.store.yaml_document import read_yaml

BOM = b"\xef\xbb\xbf"
MAX_CHECKS = 100  # readings of one file to find the edits among many that do harm
Way = tuple[str | int, ...]


class ChangedMeanwhile(Exception):
    """A file is not what was read any more."""


class _Leaf(NamedTuple):
    """A text of a file, where it begins, and where the next value does."""

    text: str
    start: int
    end: int


def mended(data: bytes, text: str, edits: Sequence[Edit]) -> bytes | None:
    """The bytes of a file with those edits that change one value each, and no other; the rest are left out.

    The edits are of the text as it was read. None where the bytes are not that text, because something had to be
    blanked or made visible.
    """
    mark = BOM if data.startswith(BOM) else b""
    body = data.removeprefix(BOM)
    if body.replace(b"\r\n", b"\n").replace(b"\r", b"\n") != text.encode("utf-8", "surrogatepass"):
        return None
    good = _harmless(text, edits)
    return mark + _on_lines_as_they_end(body.decode("utf-8"), good).encode("utf-8")


def write(path: Path, before: bytes, after: bytes) -> None:
    """Replace a file by new bytes at once: a crash leaves the old or the new ones. A link stays one, and the mode.

    Raises OSError where it may not be written, ChangedMeanwhile where it does not hold `before` any more.
    """
    target = path.resolve(strict=True)
    with open(target, "r+b") as file:  # replacing it asks its folder only
        if file.read() != before:
            raise ChangedMeanwhile
        found = os.fstat(file.fileno())
    temporary = target.with_name(f".{target.name}.{os.getpid()}.mended")
    _sweep(target)
    try:
        replace_durably(temporary, after)
        if hasattr(os, "chown"):
            with contextlib.suppress(OSError):
                os.chown(temporary, found.st_uid, found.st_gid)
        os.chmod(temporary, found.st_mode & 0o7777)
        replace(temporary, target)
    except BaseException:
        with contextlib.suppress(OSError):
            temporary.unlink()
        raise
    sync_folder(target.parent)


def _sweep(target: Path) -> None:
    """Delete what killed writers of a file left beside it; a process that lives may still be at it."""
    for left in target.parent.glob(f".{glob_escape(target.name)}.*.mended*"):
        number = left.name.removeprefix(f".{target.name}.").partition(".")[0]
        if number.isdigit() and not _lives(int(number)):
            with contextlib.suppress(OSError):
                left.unlink()


def _lives(process: int) -> bool:
    if os.name == "nt":  # there it could be ended by asking
        return True
    try:
        os.kill(process, 0)
    except (ProcessLookupError, OverflowError):
        return False
    except OSError:
        return True
    return True


def _applied(text: str, edits: Sequence[Edit]) -> str:
    parts, at = [], 0
    for edit in edits:
        parts += [text[at : edit.start], edit.text]
        at = edit.end
    return "".join([*parts, text[at:]])


def _on_lines_as_they_end(raw: str, edits: Sequence[Edit]) -> str:
    """A text whose lines end as they please, with edits of the same text whose lines end in a newline."""
    if "\r" not in raw:
        return _applied(raw, edits)
    ends: list[int] = []  # of lines that end in two characters, counted as one
    at = raw.find("\r\n")
    while at >= 0:
        ends.append(at - len(ends))
        at = raw.find("\r\n", at + 2)
    moved = []
    for edit in edits:
        start, end = (place + bisect_left(ends, place) for place in (edit.start, edit.end))
        newline = raw.find("\n", end)
        newline = raw.rfind("\n") if newline < 0 else newline
        ending = "\r" if newline < 0 else "\r\n" if raw[newline - 1 : newline] == "\r" else "\n"
        moved.append(Edit(start, end, edit.text.replace("\n", ending)))
    return _applied(raw, moved)


# what an edit may change


def _harmless(text: str, edits: Sequence[Edit]) -> list[Edit]:
    """Of the edits that do not overlap those that change one value each, in order."""
    apart: list[Edit] = []
    for edit in sorted(set(edits)):
        if not apart or edit.start > apart[-1].end or apart[-1].end == edit.start > apart[-1].start:
            apart.append(edit)  # of two on one spot the second is found again when the first is done
    before = _leaves(text) if apart else None
    left = MAX_CHECKS

    def good(group: list[Edit]) -> list[Edit]:
        nonlocal left
        left -= 1
        if not group or left < 0 or before is None:
            return []
        after = _leaves(_applied(text, group))
        if after is not None and _each_changes_one(before, after, group):
            return group
        half = len(group) // 2
        return together(good(group[:half]), good(group[half:])) if half else []

    def together(first: list[Edit], second: list[Edit]) -> list[Edit]:
        both = [*first, *second]
        if not first or not second or before is None:
            return both
        after = _leaves(_applied(text, both))
        return both if after is not None and _each_changes_one(before, after, both) else first

    return good(apart)


def _leaves(text: str) -> dict[Way, _Leaf] | None:
    """Every text of a file by the way to it; None where the file cannot be read."""
    document = read_yaml(text.encode("utf-8"), "")
    broken = any(problem.rule in ("Y101", "Y102", "Y103") for problem in document.problems)
    if document.tree is None or broken:
        return None
    cells = [*document.source.cells, len(text), len(text)]  # an empty file has no cell at all
    leaves: dict[Way, _Leaf] = {}
    walk(document.tree, lambda way, value, cell: leaves.update({way: _Leaf(value, cells[cell], cells[cell + 1])}))
    return leaves


def walk(tree: Tree, see: Callable[[Way, str, int], None], way: Way = (), cell: int = 0) -> int:
    """See every text of a tree with the way to it and its cell; returns the cell behind it."""
    if isinstance(tree, str):
        see(way, tree, cell)
        return cell + 1
    if not tree:
        see(way, repr(tree), cell)
    cell += 1
    for key, value, own in _inner(tree):
        cell = walk(value, see, (*way, key), cell + own)
    return cell


def _inner(tree: dict[str, Tree] | list[Tree]) -> Iterator[tuple[str | int, Tree, int]]:
    """What is in a container, and how many cells its key takes."""
    if isinstance(tree, dict):
        yield from ((key, value, 1) for key, value in tree.items())
    else:
        yield from ((index, value, 0) for index, value in enumerate(tree))


def _each_changes_one(before: dict[Way, _Leaf], after: dict[Way, _Leaf], edits: Sequence[Edit]) -> bool:
    """Whether each edit changes at most one value, or the order of a list of texts, and nothing else has changed."""
    if before.keys() - after.keys():
        return False
    zones, moved = [], 0
    for edit in edits:
        zones.append((edit.start + moved, edit.start + moved + len(edit.text)))
        moved += len(edit.text) - (edit.end - edit.start)
    changed: dict[int, list[Way]] = {}
    for way, leaf in after.items():
        if way in before and before[way].text == leaf.text:
            continue
        at = bisect_left(zones, leaf.start, key=lambda zone: zone[1])
        if at == len(zones) or zones[at][0] >= leaf.end:
            return False
        changed.setdefault(at, []).append(way)
    return all(len(ways) == 1 or _only_order(before, after, ways) for ways in changed.values())


def _only_order(before: dict[Way, _Leaf], after: dict[Way, _Leaf], ways: Sequence[Way]) -> bool:
    """Whether some values are those of one list in another order."""
    if len({way[:-1] for way in ways}) > 1 or any(way not in before for way in ways):
        return False
    return sorted(before[way].text for way in ways) == sorted(after[way].text for way in ways)
