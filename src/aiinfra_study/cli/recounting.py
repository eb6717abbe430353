"""An event of the log in words, for lists of what was kept."""

from collections.abc import Mapping
from typing import Any

from aiinfra_study.cli import clock
from aiinfra_study.ui.charts import percent

_STAGES = {"pre": "pre-quiz", "post": "post-quiz"}


def when(event: Mapping[str, Any]) -> str:
    """The local day and minute of an event; what it says, where that is no instant (a line from elsewhere)."""
    return clock.minute(str(event.get("at")))


def told(event: Mapping[str, Any]) -> str:
    """What an event about a question says of it: a response by stage, confidence, outcome and rating."""
    if event.get("event") != "response":
        return str(event.get("event"))
    earned = event.get("credit")
    outcome = _outcome(earned) if isinstance(earned, int | float) else None
    stage = str(event.get("stage"))
    parts = (_STAGES.get(stage, stage), event.get("confidence"), outcome, event.get("rating"))
    return ", ".join(str(part) for part in parts if part)


def _outcome(credit: float) -> str:
    """As feedback calls it."""
    if credit >= 1:
        return "right"
    return "wrong" if credit <= 0 else f"partly right, {percent(credit)} credit"
