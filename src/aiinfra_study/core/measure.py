"""The formulas of figures: intervals, guess correction, calibration. docs/measures.md has each with its source."""

from collections.abc import Iterable, Mapping, Sequence
from math import sqrt
from typing import NamedTuple

Z90 = 1.6448536269514722  # of the standard normal distribution: 90 % lie between -z and z
# what a word of confidence says as a probability: the middle of the band in which it earns most marks
# (Gardner-Medwin 1995: above 0.80, 0.67 to 0.80, below)
STATED = {"sure": 0.90, "unsure": 0.735, "guess": 0.335}
BRIER_FROM = 20  # responses below which a Brier score says nothing


class Share(NamedTuple):
    """A share (0-1) of `of` cases, with its 90 % interval."""

    share: float
    of: int
    low: float
    high: float


def share_of(hits: float, count: int) -> Share | None:
    """A share with the score interval of Wilson (1927) at 90 %; None of no cases. `hits` may be a sum of credits."""
    if count <= 0:
        return None
    share = min(max(hits / count, 0.0), 1.0)
    squared = Z90 * Z90
    centre = (share + squared / (2 * count)) / (1 + squared / count)
    half = Z90 / (1 + squared / count) * sqrt(share * (1 - share) / count + squared / (4 * count * count))
    return Share(share, count, max(min(centre - half, share), 0.0), min(max(centre + half, share), 1.0))


def without_guessing(scores: Sequence[tuple[float, float, int]]) -> float | None:
    """The mean of (credit, chance, points) corrected for guessing, (credit - chance) / (1 - chance) each, weighted by
    points (Thurstone 1919; Diamond & Evans 1973), not below 0; None of none."""
    counted = [row for row in scores if row[1] < 1]
    weight = sum(points for *_, points in counted)
    if not weight:
        return None
    return max(sum(points * (credit - chance) / (1 - chance) for credit, chance, points in counted) / weight, 0.0)


def brier(said: Mapping[str, tuple[int, int]]) -> float | None:
    """The mean squared distance between what a word of confidence states and what came (Brier 1950), 0 best; `said`
    holds (count, right) by word. None under 20 responses."""
    count = sum(count for count, _ in said.values())
    if count < BRIER_FROM:
        return None
    missed = sum(
        right * (1 - STATED[word]) ** 2 + (count - right) * STATED[word] ** 2 for word, (count, right) in said.items()
    )
    return missed / count


def mean(numbers: Iterable[float]) -> float | None:
    """None of none."""
    listed = list(numbers)
    return sum(listed) / len(listed) if listed else None
