"""Mending a bank by edits of its text: every other value stays as it was, or nothing is written."""

from collections.abc import Iterator, Sequence
from pathlib import Path

from aiinfra_study.core.fields import Tree
from aiinfra_study.core.problem import Edit
from aiinfra_study.store.durable import replace_durably
from aiinfra_study.store.yaml_events import read_yaml

Leaf = tuple[tuple[str | int, ...], str]


def mended(text: str, edits: Sequence[Edit]) -> str:
    """The text with those edits that change one value each, and no other; the rest are left out."""
    before = _leaves(text)
    if before is None:
        return text
    good: list[Edit] = []
    for edit in sorted(set(edits)):
        if good and edit.start < good[-1].end:  # two on one spot: the next run has the second
            continue
        if _changes_one_value(before, _leaves(_applied(text, [edit]))):
            good.append(edit)
    together = _applied(text, good)
    return together if _leaves(together) is not None else text


def as_read(path: Path, text: str) -> bool:
    """Whether a file holds what was read of it: not so where something had to be blanked or made visible."""
    data = path.read_bytes().removeprefix(b"\xef\xbb\xbf").replace(b"\r\n", b"\n")
    return data == text.encode("utf-8", "surrogatepass")


def write(path: Path, text: str) -> None:
    """Replace a file by a new text at once: a crash leaves the old or the new one."""
    data = path.read_bytes()
    crlf = b"\r\n" in data
    mark = b"\xef\xbb\xbf" if data.startswith(b"\xef\xbb\xbf") else b""
    replace_durably(path, mark + (text.replace("\n", "\r\n") if crlf else text).encode("utf-8"))


def _applied(text: str, edits: Sequence[Edit]) -> str:
    for edit in sorted(edits, reverse=True):
        text = text[: edit.start] + edit.text + text[edit.end :]
    return text


def _leaves(text: str) -> set[Leaf] | None:
    """Every text of a file with the way to it; None where the file cannot be read."""
    document = read_yaml(text.encode("utf-8"), "")
    broken = any(problem.rule in ("Y101", "Y102", "Y103") for problem in document.problems)
    return None if document.tree is None or broken else set(_walk(document.tree, ()))


def _walk(tree: Tree, way: tuple[str | int, ...]) -> Iterator[Leaf]:
    if isinstance(tree, dict):
        for key, value in tree.items():
            yield from _walk(value, (*way, key))
    elif isinstance(tree, list):
        for index, value in enumerate(tree):
            yield from _walk(value, (*way, index))
    else:
        yield way, tree


def _changes_one_value(before: set[Leaf], after: set[Leaf] | None) -> bool:
    """Whether at most one value differs, or the order of one list of texts."""
    if after is None:
        return False
    ways = {way for way, _ in before ^ after}
    if len(ways) <= 1:
        return True
    parents = {way[:-1] for way in ways}
    same = sorted(text for _, text in before - after) == sorted(text for _, text in after - before)
    return len(parents) == 1 and same
