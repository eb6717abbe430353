"""Post against pre of one section, told honestly: flips, an exact test in words, repeated and fresh questions apart."""

from collections.abc import Mapping
from math import comb
from typing import NamedTuple

LUCK = 0.05
POOLED_FROM = 20


class Gain(NamedTuple):
    """Scores 0-1 on the questions asked both times, how many flipped, and what luck alone would do.

    Where no question was asked both times, `pre` and `post` are None. `p` is the one-sided exact sign test on the flips
    (McNemar 1947; exact form: Siegel 1956): the chance of at least this many gains among the flips if gains and losses
    were equally likely. `change` is the normalised change of Marx & Cummings (2007), given only over 20 questions or
    more; `fresh` counts questions not seen at pre.
    """

    pre: float | None
    post: float | None
    repeated: int
    gained: int
    lost: int
    p: float
    fresh: int
    fresh_score: float | None
    once: int = 0  # questions of the pre-quiz that did not come again

    @property
    def verdict(self) -> str:
        return "unlikely-luck" if self.p < LUCK else "could-be-luck"

    @property
    def change(self) -> float | None:
        if self.pre is None or self.post is None or self.repeated < POOLED_FROM:
            return None
        return normalised_change(self.pre, self.post)


class Flips(NamedTuple):
    """Addresses of questions that became right, and of those that are no longer right."""

    gained: tuple[str, ...]
    lost: tuple[str, ...]


def sign_test(gained: int, lost: int) -> float:
    """One-sided exact p of `gained` or more successes among gained + lost fair coin throws; 1 without flips."""
    flips = gained + lost
    return float(sum(comb(flips, k) for k in range(gained, flips + 1)) / 2**flips)


def normalised_change(pre: float, post: float) -> float | None:
    """(post - pre) / (1 - pre) for a gain, (post - pre) / pre for a loss; None where both are 0 or both are 1."""
    if pre == post:
        return None if pre in (0, 1) else 0.0
    return (post - pre) / (1 - pre) if post > pre else (post - pre) / pre


def measure(pre: Mapping[str, float], post: Mapping[str, float], points: Mapping[str, int]) -> Gain:
    """Gain from the credits (0-1) by question address; `points` weighs them (1 where missing)."""
    repeated = [address for address in post if address in pre]
    fresh = {address: credit for address, credit in post.items() if address not in pre}
    flips = flipped(pre, post)
    return Gain(
        pre=weighted_mean({address: pre[address] for address in repeated}, points),
        post=weighted_mean({address: post[address] for address in repeated}, points),
        repeated=len(repeated),
        gained=len(flips.gained),
        lost=len(flips.lost),
        p=sign_test(len(flips.gained), len(flips.lost)),
        fresh=len(fresh),
        fresh_score=weighted_mean(fresh, points),
        once=len(pre) - len(repeated),
    )


def flipped(pre: Mapping[str, float], post: Mapping[str, float]) -> Flips:
    """The questions asked both times that are wholly right now and were not, and the reverse, in the order of now."""
    return Flips(
        tuple(address for address, credit in post.items() if address in pre and pre[address] < 1 <= credit),
        tuple(address for address, credit in post.items() if address in pre and credit < 1 <= pre[address]),
    )


def weighted_mean(credits: Mapping[str, float], points: Mapping[str, int]) -> float | None:
    """The mean credit weighted by points; None of nothing."""
    weight = sum(points.get(address, 1) for address in credits)
    return sum(credit * points.get(address, 1) for address, credit in credits.items()) / weight if weight else None
