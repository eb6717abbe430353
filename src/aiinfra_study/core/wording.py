"""Comparing what was typed with what is right: text, exact, command and number (`match_as`)."""

import math
import re
import shlex
from collections import Counter
from collections.abc import Callable, Sequence
from itertools import combinations

from aiinfra_study.core.text import composed, fold, one_letter_off

MAX_FLAGS = 8  # 2 to that power readings of a command are tried
_OPERATOR = "\0"  # stands before what the shell would read as an operator, as shlex takes the quotes away
_OPERATORS = re.compile(
    r"""('[^']*'|"(?:\\.|[^"\\])*"|\\.)"""  # quoted: text
    r"""|((?:(?<!\S)\d+)?[<>]+[&|]?(?!\()|&>{1,2}|[|&;]+)""",
    re.DOTALL,
)
_SHORT, _NUMBER = re.compile(r"-[A-Za-z]"), re.compile(r"\d[\d.:,]*[A-Za-z]{0,2}")
_HERE = re.compile(r"\./[\w.]")  # (`./-rf` without the `./` would be an option)
# Their operands are files: `./x` is `x` for them, and a number behind an option may be a file.
_OF_FILES = frozenset(
    ("cat", "chgrp", "chmod", "chown", "cp", "diff", "du", "file", "gunzip", "gzip", "less", "ls", "mkdir", "mv")
    + ("python", "python3", "rm", "rmdir", "scp", "torchrun", "touch", "wc", "xz", "zip", "zstd")
)
Matcher = Callable[[str, Sequence[str]], float]


def match_text(said: str, accepted: Sequence[str]) -> float:
    """1 when equal after folding, 0.5 when one letter is off in a word of six or more, else 0."""
    folded = _unspaced(said)
    if any(_unspaced(text) == folded for text in accepted):
        return 1.0
    return 0.5 if meant(said, accepted) else 0.0


def meant(said: str, accepted: Sequence[str]) -> str:
    """The accepted text that is one letter off, or nothing."""
    folded = fold(said)
    return next((text for text in accepted if one_letter_off(folded, fold(text))), "")


def _unspaced(text: str) -> str:
    """A folded text without space after its commas."""
    return re.sub(r",\s+", ",", fold(text))


def match_exact(said: str, accepted: Sequence[str]) -> float:
    """1 when equal but for space at the ends."""
    return float(composed(said).strip() in [composed(text).strip() for text in accepted])


def match_number(said: str, accepted: Sequence[str]) -> float:
    """1 when both are the same number, however written (`1e3`, `1,000`, `3/4`); units count where both have one."""
    from aiinfra_study.core.quantity import Quantity, parse

    def same(ours: Quantity, theirs: Quantity) -> bool:
        if ours.unit and theirs.unit:
            return ours.dimension == theirs.dimension and math.isclose(ours.value, theirs.value)
        return ours.number == theirs.number

    try:
        number = parse(said)
        return float(any(same(number, parse(text)) for text in accepted))
    except ValueError:
        return 0.0


def match_command(said: str, accepted: Sequence[str]) -> float:
    """1 when the shell would see the same words: the program first, flags with their values anywhere behind it."""
    return float(any(_same_command(said, want) for want in accepted))


def _words(command: str) -> list[str] | None:
    """Shell words, `--flag=value` taken apart, a redirection one word with its file, a leading `$ ` prompt dropped;
    None for an open quote."""
    if _OPERATOR in command:
        return None
    try:
        words = shlex.split(_OPERATORS.sub(_marked, command.strip().removeprefix("$ ")))
    except ValueError:
        return None
    apart: list[str] = []
    for word in words:
        flag, equals, value = word.partition("=")
        if apart and _redirects(apart[-1]) and " " not in apart[-1]:
            apart[-1] += f" {_bare(word)}"
        else:
            apart += [flag, value] if equals and flag.startswith("--") else [word]
    return apart


def _marked(match: re.Match[str]) -> str:
    """A quoted text as it is, an operator as a word of its own."""
    return match[1] or f" {_OPERATOR}{match[2]} "


def _redirects(word: str) -> bool:
    return word.startswith(_OPERATOR) and any(sign in word.partition(" ")[0] for sign in "<>")


def _bare(path: str) -> str:
    """A path without a leading `./`."""
    return path[2:] if _HERE.match(path) else path


def _as_other(words: list[str], other: list[str]) -> list[str]:
    """The words of a command, `-r 3` as `-r3` where the other one has that, `./file` as `file`."""
    program = words[words[:1] == ["sudo"] :][:1]
    of_files = not _OF_FILES.isdisjoint(program) and "-m" not in words  # (`python -m pip install ./x` is not `x`)
    told = words[:1]
    for word in words[1:]:
        if not of_files and _SHORT.fullmatch(told[-1]) and _NUMBER.fullmatch(word) and told[-1] + word in other:
            told[-1] += word
        else:
            told.append(_bare(word) if of_files else word)
    return told


def _same_command(said: str, want: str) -> bool:
    ours, theirs = _words(said), _words(want)
    if ours is None or theirs is None:
        return False
    ordered = "--" in theirs or any(word.startswith(_OPERATOR) and not _redirects(word) for word in theirs)
    if not ordered:
        ours, theirs = _as_other(ours, theirs), _as_other(theirs, ours)
    if ours[:1] != theirs[:1] or Counter(ours) != Counter(theirs):
        return False
    if ours == theirs or ordered:
        return ours == theirs
    flags = sorted({word for word in theirs if word.startswith("-") and len(word) > 1})[:MAX_FLAGS]
    # A flag may or may not take the next word as its value; the commands agree when one reading fits both.
    readings = (set(chosen) for size in range(len(flags) + 1) for chosen in combinations(flags, size))
    return any(_parted(ours, valued) == _parted(theirs, valued) for valued in readings)


def _parted(words: list[str], valued: set[str]) -> tuple[list[str], Counter[tuple[str, ...]]]:
    """Words in order, and flags (with their values where they take one) in any order."""
    plain: list[str] = []
    flags: Counter[tuple[str, ...]] = Counter()
    rest = iter(words)
    for word in rest:
        if word in valued:
            flags[(word, next(rest, ""))] += 1
        elif word.startswith("-") and len(word) > 1:
            flags[(word,)] += 1
        else:
            plain.append(word)
    return plain, flags


MATCHERS: dict[str, Matcher] = {
    "text": match_text,
    "exact": match_exact,
    "command": match_command,
    "number": match_number,
}
