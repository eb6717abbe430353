"""The clock of a command: AIINFRA_NOW where it is set, else now; study days in the local zone."""

import os
from datetime import UTC, date, datetime

from aiinfra_study.core.days import study_day
from aiinfra_study.core.errors import UsageError

_FIRST_YEAR, _LAST_YEAR = 1970, 9000


def now() -> datetime:
    """The present instant in UTC. AIINFRA_NOW without an offset is local time."""
    named = os.environ.get("AIINFRA_NOW")
    if not named:
        return datetime.now(UTC)
    try:
        said = datetime.fromisoformat(named)
        if _FIRST_YEAR <= said.year <= _LAST_YEAR:  # beyond, zones and study days would leave the calendar
            return said.astimezone(UTC)
        raise ValueError(named)
    except ValueError:
        raise UsageError("bad-now", f'AIINFRA_NOW="{named}" is not an instant', "Write 2026-11-21T09:00:00Z.") from None


def instant(moment: datetime) -> str:
    """An instant as events and JSON write it: UTC, milliseconds, Z."""
    return moment.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def minute(instant: str) -> str:
    """An instant in the local zone, to the minute: 2026-11-21 09:00; a text that is none as it is."""
    try:
        return datetime.fromisoformat(instant).astimezone().strftime("%Y-%m-%d %H:%M")
    except (ValueError, OverflowError):
        return instant


def today(day_start: int) -> date:
    """The study day it is now."""
    return study_day(now().astimezone(), day_start)
