"""An id for a question that has none: the edit that writes a slug of its stem."""

import re
from collections.abc import Collection, Sequence
from unicodedata import normalize

from aiinfra_study.core.problem import Edit, Problem
from aiinfra_study.core.question import NO_ID
from aiinfra_study.core.source import Source
from aiinfra_study.lint.patterns import pattern
from aiinfra_study.lint.words import STOPWORDS

WORDS = 5  # of the stem, in a slug
LONGEST = 48
NEAR = 4000  # characters from the beginning of a question to its stem
_STEM = pattern(r"\b(?:ask|claim|blanks):[ \t]*(?:[>|][-+0-9]*[ \t]*\n\s*)?([^\n]+)")
_ID = pattern(r"(?:^|[{,\s])id:[ \t]*[\"']?([a-z0-9-]+)")
_EMPTY = pattern(r"id:[ \t]*(?:\"[ \t]*\"|'[ \t]*'|)(?=[ \t]*(?:#|$))", re.MULTILINE)
_LINE = pattern(r"^( *)([^\n]*)$", re.MULTILINE)
_NEXT = pattern(r",\s*\w+:|\}")  # of a mapping in braces
_WORD = pattern(r"[a-z0-9]+")
_MARKS = pattern("[\u0300-\u036f]")


def with_ids(problems: Sequence[Problem], source: Source, elsewhere: Collection[str] = ()) -> list[Problem]:
    """The findings of a file; those of a question without an id with the edit that writes one, which no question of
    the file has, nor one `elsewhere`."""
    taken: set[str] | None = None
    numbers: dict[str, int] = {}
    found = []
    for problem in problems:
        if problem.rule == "S205" and problem.message == NO_ID:
            taken = {*ids_in(source.text), *elsewhere} if taken is None else taken
            problem = problem._replace(edit=_edit(source.text, source.offset(problem.mark), taken, numbers))
        found.append(problem)
    return found


def ids_in(text: str) -> set[str]:
    """Every id that stands in a file, and maybe words that only look like one."""
    return set(_ID.findall(text))


def _edit(text: str, offset: int, taken: set[str], numbers: dict[str, int]) -> Edit:
    """The id before the first field of a question, or in the place of an empty one."""
    stem = _STEM.search(text, offset, offset + NEAR)
    in_flow = text.startswith("{", offset)
    words = stem[1] if stem else ""
    slug = unused(slug_of(_NEXT.split(words, maxsplit=1)[0] if in_flow else words), taken, numbers)
    taken.add(slug)
    indent = offset - text.rfind("\n", 0, offset) - 1
    if in_flow:
        first = offset + 1
        while text[first : first + 1].isspace():
            first += 1
        return Edit(first, first, f"id: {slug}, ")
    empty = _empty(text, offset, indent)
    if empty is not None:
        return Edit(*empty.span(), f"id: {slug}")
    return Edit(offset, offset, f"id: {slug}\n" + " " * indent)


def _empty(text: str, offset: int, indent: int) -> re.Match[str] | None:
    """The field `id` without a value among the fields of a question, which begin in one column."""
    found = _EMPTY.match(text, offset)
    below = text.find("\n", offset) + 1
    for line in _LINE.finditer(text, below) if not found and below else ():
        if line[2] and not line[2].startswith("#") and len(line[1]) <= indent:
            found = _EMPTY.match(text, line.start(2))
            if found or len(line[1]) < indent:
                return found if len(line[1]) == indent else None
    return found


def slug_of(stem: str) -> str:
    """The first words of a stem that carry meaning, in kebab case."""
    plain = _MARKS.sub("", normalize("NFKD", stem.casefold()))
    words = [word for word in _WORD.findall(plain) if word not in STOPWORDS]
    return "-".join(words[:WORDS])[:LONGEST].strip("-") or "question"


def unused(slug: str, taken: Collection[str], numbers: dict[str, int]) -> str:
    """The slug, or with a number behind it where it is taken; `numbers` holds the next to try of each slug."""
    name = slug
    while name in taken:
        number = numbers.get(slug, 2)
        name, numbers[slug] = f"{slug}-{number}", number + 1
    return name
