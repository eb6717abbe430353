"""The statistics of rules on a whole bank: in closed form, without tables and without chance."""

from collections.abc import Sequence
from math import comb, erfc, exp, lgamma, log, sqrt


def binomial_tail(hits: int, n: int, chance: float) -> float:
    """P(X >= hits) of n trials with one chance: the exact one-sided binomial test."""
    if hits <= 0 or chance >= 1:
        return 1.0
    if chance <= 0:
        return 0.0
    yes, no, ways = log(chance), log(1 - chance), lgamma(n + 1)
    terms = (exp(ways - lgamma(k + 1) - lgamma(n - k + 1) + k * yes + (n - k) * no) for k in range(hits, n + 1))
    return min(sum(terms), 1.0)


def fisher_tail(a: int, b: int, c: int, d: int) -> float:
    """One-sided Fisher's exact test on [[a, b], [c, d]]: the chance of so many in `a` or more, margins fixed."""
    row, column, n = a + b, a + c, a + b + c + d
    ways = sum(comb(row, k) * comb(n - row, column - k) for k in range(a, min(row, column) + 1))
    return ways / comb(n, column)


def odds_ratio(a: int, b: int, c: int, d: int) -> float:
    """(a/b) / (c/d), with a half added to each where one is none (Haldane 1940, Anscombe 1956)."""
    half = 0.0 if a and b and c and d else 0.5
    return (a + half) * (d + half) / ((b + half) * (c + half))


def chi_square(observed: Sequence[float], expected: Sequence[float]) -> float:
    """Pearson's statistic."""
    return sum((seen - wanted) ** 2 / wanted for seen, wanted in zip(observed, expected, strict=True))


def chi_square_tail(statistic: float, df: int) -> float:
    """P(chi2 >= statistic), a finite sum for whole df (Abramowitz & Stegun 1964, 26.4.4 and 26.4.5)."""
    half = statistic / 2
    if half <= 0:
        return 1.0
    powers = [place + df % 2 / 2 for place in range(df // 2)]
    whole = sum(exp(power * log(half) - half - lgamma(power + 1)) for power in powers)
    return whole + (erfc(sqrt(half)) if df % 2 else 0.0)


def cramers_v(statistic: float, n: int, cells: int) -> float:
    """Effect size of a one-way table, 0 to 1: sqrt(chi2 / (n (cells - 1)))."""
    return sqrt(statistic / (n * (cells - 1)))
