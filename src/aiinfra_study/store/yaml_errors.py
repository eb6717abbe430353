"""Where the syntax of a YAML file is broken: the error in an author's words, and the question it is in."""

import re
from bisect import bisect_right
from collections.abc import Iterable
from itertools import pairwise
from operator import itemgetter
from typing import Any

from aiinfra_study.core.problem import Mark, Problem
from aiinfra_study.core.source import Source

_ITEM = re.compile(r"^questions:[^\n]*\n(?:[ \t]*(?:#[^\n]*)?\n)*( *)-(?=[ \n])", re.MULTILINE)
_GOES_ON = re.compile(r"""(['"])[ \t]*[^'"]\Z""")
_FIELD = re.compile(r"( *(?:- +)*)\w+")


def explain(error: Exception, source: Source) -> tuple[int, Problem]:
    """A syntax error in an author's words, and the line of the question it is in."""
    message, context = (str(getattr(error, name, None) or "") for name in ("problem", "context"))
    mark: Any = getattr(error, "problem_mark", None)
    origin: Any = getattr(error, "context_mark", None)
    line, column = (mark.line + 1, mark.column + 1) if mark else (1, 1)
    if "escape" in message or "hexdecimal" in message:
        message, help = (
            "a backslash that begins no escape YAML knows",
            "double the backslash, or put the text in single quotes",
        )
    elif origin is not None and "quoted scalar" in context:
        line, column = origin.line + 1, origin.column + 1
        message, help = (
            "a quotation mark is not closed",
            "close it on the same line, or double it inside the text",
        )
    elif "tab character" in message or _before(source.text, line, column + 1).endswith("\t"):
        message, help = "a tab cannot indent", "use spaces"
    elif _is_indented_otherwise(source.text, line, column, message):
        message = "this line is indented differently from the fields before it"
        help = "give all fields of a question the same indentation"
    elif "mapping values are not allowed" in message:
        message, help = 'a ": " inside unquoted text', 'put the whole text in quotes: "one: two"'
    elif "cannot start any token" in message or "alias" in context or "anchor" in context or "tag" in context:
        message, help = "unquoted text begins with a special character", "put the whole text in quotes"
    elif "expected" in message and (goes_on := _GOES_ON.search(_before(source.text, line, column + 1))):
        single = goes_on[1] == "'"
        message = "text goes on after the closing quotation mark"
        help = f"put the whole text in {'double' if single else 'single'} quotes"
    else:
        message, help = (
            f"the YAML cannot be parsed: {context} {message}".replace("  ", " "),
            "check indentation and quotes",
        )
    lines = source.text.count("\n") + 1
    return line, Problem(Mark(source.file, min(line, lines), column), "Y101", "error", message, help)


def _before(text: str, line: int, column: int) -> str:
    """What stands in a line before a column."""
    return text.split("\n", line)[line - 1][: column - 1] if line <= text.count("\n") + 1 else ""


def _is_indented_otherwise(text: str, line: int, column: int, message: str) -> bool:
    """Whether a line that YAML cannot place begins in another column than those before it."""
    before = _before(text, line, column)
    if "mapping values" not in message:
        return "expected" in message and "','" not in message and before.isspace()
    field = _FIELD.fullmatch(before)
    above = next((one for one in reversed(text.split("\n")[: line - 1]) if one.strip()), "")
    return field is not None and len(field[1]) > len(above) - len(above.lstrip(" -"))


def questions_of(text: str) -> list[tuple[int, int]]:
    """The lines of each question: from the one at which it begins to that of the next."""
    first = _ITEM.search(text)
    if first is None:
        return []
    dash = first[1] + "- "
    lines = text.split("\n")
    begin = text.count("\n", 0, first.end())
    starts = [at for at in range(begin, len(lines)) if f"{lines[at]} ".startswith(dash)]
    return list(pairwise([*starts, len(lines)]))


def without_question(text: str, line: int) -> str | None:
    """The text with the question around a line (from 1) made blank, or None where the line is in no question."""
    questions = questions_of(text)
    here = bisect_right(questions, min(line - 1, text.count("\n")), key=itemgetter(0))
    return without_lines(text, [questions[here - 1]]) if here else None


def without_lines(text: str, spans: Iterable[tuple[int, int]]) -> str:
    """The text with some lines made spaces, so that what stands after them stays where it is."""
    lines = text.split("\n")
    for begin, end in spans:
        lines[begin:end] = [" " * len(line) for line in lines[begin:end]]
    return "\n".join(lines)
