"""How many cards come due on each of the next study days."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date, timedelta
from typing import NamedTuple

from aiinfra_study.core.progress import Progress


class Load(NamedTuple):
    """Cards due today, and those left out today for a sibling: they come tomorrow."""

    due: int
    buried: int


def forecast(progress: Progress, usable: Iterable[str], load: Load, today: date, days: int) -> dict[str, int]:
    """Cards due on each of so many study days from today on. What reviews bring anew is not in it."""
    counts: dict[str, int] = defaultdict(int)
    wanted = set(usable)
    for address, day in progress.dues():
        if address in wanted:
            counts[day] += 1
    coming = [(today + timedelta(days=ahead)).isoformat() for ahead in range(days)]
    later = {day: counts[day] + (load.buried if ahead == 1 else 0) for ahead, day in enumerate(coming) if ahead}
    return {coming[0]: load.due, **later}
