"""An event of the log in words, for lists of what was kept."""

from collections.abc import Mapping
from typing import Any

from aiinfra_study.cli import clock
from aiinfra_study.ui.charts import percent
from aiinfra_study.ui.show import stage_word


def when(event: Mapping[str, Any]) -> str:
    """The local day and minute of an event; what it says, where that is no instant (a line from elsewhere)."""
    return clock.minute(str(event.get("at")))


def told(event: Mapping[str, Any]) -> str:
    """What an event about a question says of it: a response by stage, confidence, outcome (not that of a pre-quiz,
    whose questions come again) and rating."""
    if event.get("event") != "response":
        return str(event.get("event"))
    earned, stage = event.get("credit"), str(event.get("stage"))
    outcome = _outcome(earned) if isinstance(earned, int | float) and stage != "pre" else None
    if event.get("response") is None:
        outcome = "skipped"
    parts = (
        stage_word(stage).lower() if stage in ("pre", "post") else stage,
        event.get("confidence"),
        outcome,
        event.get("rating"),
    )
    return ", ".join(str(part) for part in parts if part)


def _outcome(credit: float) -> str:
    """As feedback calls it."""
    if credit >= 1:
        return "right"
    return "wrong" if credit <= 0 else f"partly right, {percent(credit)} credit"
