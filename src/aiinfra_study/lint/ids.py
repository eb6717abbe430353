"""An id for a question that has none: the edit that writes a slug of its stem."""

import re
from collections.abc import Sequence

from aiinfra_study.core.fields import Source
from aiinfra_study.core.problem import Edit, Problem
from aiinfra_study.lint.words import STOPWORDS

WORDS = 5  # of the stem, in a slug
LONGEST = 48
_STEM = re.compile(r"\b(?:ask|claim|blanks):[ \t]*(?:[>|][-+0-9]*[ \t]*\n\s*)?([^\n]+)")
_ID = re.compile(r"^[ \t]*(?:- )?\{?[ \t]*id:[ \t]*[\"']?([a-z0-9-]+)", re.MULTILINE)
_WORD = re.compile(r"[a-z0-9]+")


def with_ids(problems: Sequence[Problem], source: Source) -> list[Problem]:
    """The findings of a file; those of a question without an id with the edit that writes one."""
    taken = set(_ID.findall(source.text))
    found = []
    for problem in problems:
        if problem.rule == "S205" and problem.question is None and problem.edit is None:
            found.append(problem._replace(edit=_edit(source, source.offset(problem.mark), taken)))
        else:
            found.append(problem)
    return found


def _edit(source: Source, offset: int, taken: set[str]) -> Edit:
    stem = _STEM.search(source.text, offset)
    slug = unused(slug_of(stem[1] if stem else ""), taken)
    taken.add(slug)
    start = source.text.rfind("\n", 0, offset) + 1
    inside_braces = source.text[start:offset].rstrip().endswith("{")
    end = ", " if inside_braces else "\n" + " " * (offset - start)
    return Edit(offset, offset, f"id: {slug}{end}")


def slug_of(stem: str) -> str:
    """The first words of a stem that carry meaning, in kebab case."""
    words = [word for word in _WORD.findall(stem.casefold()) if word not in STOPWORDS]
    return "-".join(words[:WORDS])[:LONGEST].strip("-") or "question"


def unused(slug: str, taken: set[str]) -> str:
    """The slug, or with a number behind it where it is taken."""
    number, name = 2, slug
    while name in taken:
        name, number = f"{slug}-{number}", number + 1
    return name
