"""What guessers without any knowledge would score."""

from collections.abc import Callable, Mapping, Sequence
from math import comb
from typing import NamedTuple

from aiinfra_study.lint.item import Item, LintBank
from aiinfra_study.lint.rule import rule
from aiinfra_study.lint.rules.absolutes_contrast import speaks_absolutely


class BlindScore(NamedTuple):
    """The mean credit of a guesser over the n questions with options of a bank, and that of a guess by lot (0 to 1)."""

    guesser: str
    score: float
    chance: float
    n: int


def _first(item: Item) -> list[float]:
    """The first one shown; where options are shuffled, none is the first."""
    return [-item.kept.index(place) if item.kept else 0 for place in range(len(item.offers))]


GUESSERS: Mapping[str, Callable[[Item], Sequence[float]]] = {  # how much each option appeals
    "longest": lambda item: [len(offer.shown) for offer in item.offers],
    "most overlap with the stem": lambda item: [len(offer.content & item.stem_content) for offer in item.offers],
    "no absolutes": lambda item: [-speaks_absolutely(offer) for offer in item.offers],
    "first as written": _first,
}


@rule("B405", "blind-score", "info", "report")
def blind_score(bank: LintBank) -> tuple[BlindScore, ...]:
    """What learners who know nothing would score in this bank.

    Four guessers take the longest option, the one with most words of the stem, one without absolutes, and the first
    one shown. Each takes as many options as are right and gets the credit of the quiz; options that appeal alike are
    drawn by lot, so they share the point. A bank is sound where all four are near chance. In the chapter that this
    project began with "longest" scores 93 %, chance is 25 %. It is a report and no finding: B401 to B403 judge it.

    Fails: none. A score well above chance says where to look: "longest" at B401, "no absolutes" at B403.

    Passes: every bank.
    """
    asked = [item for item in bank.items if item.offers]
    n = len(asked)
    if not n:
        return ()
    chance = sum(_credit(item, [0] * len(item.offers)) for item in asked) / n
    return tuple(
        BlindScore(guesser, sum(_credit(item, appeal(item)) for item in asked) / n, chance, n)
        for guesser, appeal in GUESSERS.items()
    )


def _credit(item: Item, appeal: Sequence[float]) -> float:
    """The expected credit of taking as many options as are right, those that appeal most, ties drawn by lot."""
    takes = len(item.keys)
    if takes == 1:
        return (appeal[0] == max(appeal)) / appeal.count(max(appeal))
    least = sorted(appeal, reverse=True)[takes - 1]
    sure = [offer.key for offer, much in zip(item.offers, appeal, strict=True) if much > least]
    tied = [offer.key for offer, much in zip(item.offers, appeal, strict=True) if much == least]
    left, keys = takes - len(sure), sum(tied)
    credit = sum(
        comb(keys, drawn) * comb(len(tied) - keys, left - drawn) * _earned(item, sum(sure) + drawn)
        for drawn in range(left + 1)
    )
    return credit / comb(len(tied), left)


def _earned(item: Item, right: int) -> float:
    """The credit of as many ticks as there are keys, some of them right (core.kinds.multiple)."""
    keys = len(item.keys)
    if not getattr(item.question.body, "net", True):
        return float(right == keys)
    return max(2 * right - keys, 0) / keys
