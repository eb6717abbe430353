"""The kinds of question, one file each, found by the field that only that kind has.

A new kind is a new file with a class `Kind` (a `core.question.Body`) and a line in `MARKERS`.
"""

from functools import cache
from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from aiinfra_study.core.question import Body

# the fields that mark a kind
MARKERS = {
    "right": "choice",
    "wrong": "choice",
    "claim": "true_false",
    "truth": "true_false",
    "number": "numeric",
    "answer": "short",
    "blanks": "cloze",
    "order": "ordering",
    "match": "matching",
    "output": "output",
}


def modules() -> list[str]:
    """The modules of all kinds: a choice is a single or a multiple."""
    marked = dict.fromkeys(MARKERS.values())
    return [name for kind in marked for name in (("single", "multiple") if kind == "choice" else (kind,))]


NAMES = tuple(module.replace("_", "-") for module in modules())


def by_kind() -> dict[str, list[str]]:
    """The fields that mark each kind."""
    found: dict[str, list[str]] = {}
    for mark, kind in MARKERS.items():
        found.setdefault(kind, []).append(mark)
    return found


def kind_name(marked: str, tree: dict[str, Any]) -> str:
    """One right option makes a single, two or more a multiple."""
    if marked != "choice":
        return marked
    right = tree.get("right")
    return "multiple" if isinstance(right, list) and len(right) > 1 else "single"


@cache
def body_class(name: str) -> "type[Body]":
    """The class of a kind, its module imported when the first such question is read."""
    body_type: type[Body] = import_module(f"{__name__}.{name}").Kind
    return body_type
