"""The numbers of sections 5 and 6 of infrastructure-foundations, worked out a second time from the stems alone."""

from collections import Counter
from collections.abc import Callable
from math import exp

BITS = 8  # of a byte
MONTH = 30 * 24 * 60  # minutes

NUMBERS: dict[str, Callable[..., float]] = {
    # section 5
    "downtime-with-imperfect-failover": lambda p, c: MONTH * (1 - either(p / 100, p / 100 * c / 100)),
    "uplink-for-doubtful-frames": lambda sites, share: sites * 5 * share / 100 * 200e3 * BITS / 1e6,
    "hours-to-ship-a-delta": lambda n, size, delta: n * size * 1e9 * delta / 100 * BITS / 1e9 / 3600,
    "rate-of-rare-synchronisation": lambda params, h: params * 1e9 * 2 * BITS / (h * 4) / 1e9,
    "shared-login-under-two-regions": lambda shared, p: MONTH * (1 - shared / 100 * either(p / 100, p / 100)),
    "gpus-to-take-back": lambda job, used: max(0, job - (3 * 64 - 104 - used - 64)),
    "hours-until-a-move-pays": lambda tb, egress, saving: tb * 1e12 / 1e9 * egress / saving,
    # section 6
    "smallest-group-of-a-table": lambda: min(Counter(row[:3] for row in PATIENTS).values()),
    "belief-after-a-private-release": lambda eps: 100 / (1 + exp(-eps)),
    "replicas-held-by-one-key": lambda r, t: r / 60 * t * 1000 / 40_000,
    "days-to-collect-answers": lambda r, k: 2e6 / (r * 60 * 24 * k),
}

PATIENTS = [
    ("101**", "30-39", "m", "asthma"),
    ("101**", "30-39", "m", "asthma"),
    ("101**", "30-39", "m", "migraine"),
    ("101**", "30-39", "m", "diabetes"),
    ("204**", "40-49", "f", "asthma"),
    ("204**", "40-49", "f", "diabetes"),
    ("204**", "50-59", "f", "migraine"),
    ("204**", "50-59", "f", "migraine"),
    ("204**", "50-59", "f", "asthma"),
]


def either(first: float, second: float) -> float:
    """The probability that the first serves, or else the second, of two that are independent."""
    return first + (1 - first) * second
