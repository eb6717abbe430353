"""Layout of a bank that says nothing: spaces at the ends of lines, and the order of tags."""

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence

from aiinfra_study.core.problem import Edit
from aiinfra_study.store.comments import texts_of

_SPACES = re.compile(r"[ \t]+$", re.MULTILINE)
_TAGS = re.compile(r"""\btags:[ \t]*\[([^\[\]{}#"'\n]*)\]""")


def tidying(text: str) -> list[Edit]:
    """The edits that take spaces from the ends of lines, outside of texts, and sort tags written as [a, b]."""
    spaces, tags = _SPACES.search(text), _TAGS.search(text)
    texts = texts_of(text) if spaces or tags else []
    return [*(_spaces(text, texts) if spaces else ()), *(_tags(text, texts) if tags else ())]


def _spaces(text: str, texts: Sequence[tuple[int, int]]) -> Iterator[Edit]:
    for found in _SPACES.finditer(text):
        if not _inside(texts, found.start()):
            yield Edit(found.start(), found.end(), "")


def _tags(text: str, texts: Sequence[tuple[int, int]]) -> Iterator[Edit]:
    keys = {start for start, _ in texts}
    for found in _TAGS.finditer(text):
        tags = [tag.strip() for tag in found[1].split(",")]
        if found.start() in keys and all(tags) and tags != sorted(tags):
            yield Edit(found.start(1), found.end(1), ", ".join(sorted(tags)))


def _inside(texts: Sequence[tuple[int, int]], at: int) -> bool:
    """Whether a place is in a text (and not right behind it)."""
    before = bisect_right(texts, at, key=lambda span: span[0]) - 1
    return before >= 0 and at < texts[before][1]
