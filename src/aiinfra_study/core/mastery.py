"""Mastery: what a learner would still recall of some questions now, and the word for how well a part is known."""

from collections.abc import Collection, Mapping
from typing import Any

from aiinfra_study.core.history import SPACED
from aiinfra_study.core.measure import share_of

LIKELY = 0.5  # what the lower end of the interval of the share right must reach


def mastery(recalls: Collection[float | None]) -> float | None:
    """The mean chance to recall, questions without a card counted as unknown (None for no questions)."""
    return sum(recall or 0.0 for recall in recalls) / len(recalls) if recalls else None


def standing(rows: Collection[Mapping[str, Any] | None]) -> str:
    """`new` without a response; `solid` when right on three study days or more, and the lower end of the Wilson 90 %
    interval of the first responses of a day is a half or more; else `shaky`. `rows` are those of `core.history`, None
    for questions never met. Successive relearning: Rawson & Dunlosky (2011)."""
    met = [row for row in rows if row is not None]
    if not met:
        return "new"
    days = {day for row in met for day in row.get("days", ())}
    right = share_of(sum(row.get("right", 0) for row in met), sum(row.get("asked", 0) for row in met))
    return "solid" if len(days) >= SPACED and right is not None and right.low >= LIKELY else "shaky"
