"""What the learner wants of the schedule, and how the log names it (without `fsrs`, which is slow to load)."""

from collections.abc import Mapping
from typing import Any, NamedTuple

from aiinfra_study.core.days import is_day

ALGORITHM = "fsrs-6"  # whose cards the log and the snapshot hold, and with which of its parameter sets
PARAMETERS = "default"
RETENTION, DEFAULT_RETENTION = (0.70, 0.97), 0.90  # desired: what may be wanted
INTERVAL, DEFAULT_INTERVAL = (2, 36500), 365  # the longest, in days


class Preset(NamedTuple):
    """What the learner wants: desired retention (0.70-0.97), longest interval in days, spread or not, and the study day
    (YYYY-MM-DD) by which everything must have come back once more ("": none)."""

    retention: float = DEFAULT_RETENTION
    maximum_interval: int = DEFAULT_INTERVAL
    fuzz: bool = True
    until: str = ""

    def tag(self) -> dict[str, Any]:
        """How the log names this scheduler: algorithm, parameter set, and the preset."""
        told = self._asdict()
        if not self.until:
            del told["until"]
        return {"algo": ALGORITHM, "params": PARAMETERS, **told}


def preset_of(tag: object) -> Preset:
    """The preset a response was scheduled with, as its event tells; the usual one where it tells none that can be."""
    told = tag if isinstance(tag, Mapping) else {}
    usual, (low, high) = Preset(), RETENTION
    retention, maximum, fuzz, until = (told.get(name) for name in Preset._fields)
    return Preset(
        float(retention) if isinstance(retention, int | float) and low <= retention <= high else usual.retention,
        min(maximum, INTERVAL[1]) if isinstance(maximum, int) and maximum >= INTERVAL[0] else usual.maximum_interval,
        usual.fuzz if fuzz is None else bool(fuzz),
        until if is_day(until) else "",
    )
