"""Comparing what was typed with what is right: text, exact, command and number (`match_as`)."""

import math
import shlex
from collections import Counter
from collections.abc import Callable, Sequence
from itertools import combinations

from aiinfra_study.core.text import composed, fold, one_letter_off

MAX_FLAGS = 8
Matcher = Callable[[str, Sequence[str]], float]


def match_text(said: str, accepted: Sequence[str]) -> float:
    """1 when equal after folding, 0.5 when one letter is off in a word of six or more, else 0."""
    folded = fold(said)
    wanted = [fold(text) for text in accepted]
    if folded in wanted:
        return 1.0
    return 0.5 if any(one_letter_off(folded, want) for want in wanted) else 0.0


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
    """Shell words, `--flag=value` taken apart and a leading `$` prompt dropped; None for an open quote."""
    try:
        words = shlex.split(command.strip().removeprefix("$ "))
    except ValueError:
        return None
    apart: list[str] = []
    for word in words:
        flag, equals, value = word.partition("=")
        apart += [flag, value] if equals and flag.startswith("--") else [word]
    return apart


def _same_command(said: str, want: str) -> bool:
    ours, theirs = _words(said), _words(want)
    if ours is None or theirs is None or ours[:1] != theirs[:1] or Counter(ours) != Counter(theirs):
        return False
    if ours == theirs:
        return True
    if "--" in theirs or "|" in theirs or ";" in theirs or "&&" in theirs:
        return False
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
