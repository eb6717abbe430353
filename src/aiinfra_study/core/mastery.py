"""Mastery: what a learner would still recall now of some questions, and the word for it."""

from collections.abc import Collection

SOLID = 0.8  # mean recall from which a part counts as known


def mastery(recalls: Collection[float | None]) -> float | None:
    """The mean chance to recall, questions never met counted as unknown (None for no questions)."""
    return sum(recall or 0.0 for recall in recalls) / len(recalls) if recalls else None


def standing(recalls: Collection[float | None]) -> str:
    """`new` where no question was met, `solid` from a mastery of 0.8, else `shaky`."""
    if all(recall is None for recall in recalls):
        return "new"
    return "solid" if (mastery(recalls) or 0.0) >= SOLID else "shaky"
