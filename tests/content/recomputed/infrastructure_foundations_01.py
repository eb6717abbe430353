"""The numbers of sections 1 and 2 of infrastructure-foundations, worked out a second time from the stems alone."""

from collections.abc import Callable
from math import ceil, exp, isqrt

BITS = 8  # of a byte
DAY = 24 * 60 * 60

NUMBERS: dict[str, Callable[..., float]] = {
    # section 1
    "tokens-within-a-gpu-grant": lambda gpus, days, params: (
        gpus * days * DAY * 0.4 * 989e12 / (6 * params * 1e9) / 1e12
    ),
    "line-for-a-nightly-window": lambda tb, hours: tb * 1e12 * BITS / (hours * 60 * 60) / 0.7 / 1e9,
    "one-pool-for-independent-teams": lambda teams, sd: 32 * teams + 2 * isqrt(teams) * sd,
    "load-for-a-bounded-queue": lambda k: 100 * (1 - 1 / (1 + k)),
    "injection-rate-of-a-training-cluster": lambda nodes: nodes * 8 * 400e9 / BITS / 1e12,
    "a100-hours-become-h100-hours": lambda hours: hours * (0.45 * 312) / (0.40 * 989),
    "slow-pages-behind-many-shards": lambda n: 100 * at_least_one(0.01, n),
    # section 2
    "ceiling-from-one-measurement": lambda s: 1 / serial_share(s, 64),
    "mtbf-of-gpus-and-hosts": lambda nodes: 1 / (8 * nodes / 50_000 + nodes / 30_000),
    "share-of-time-lost-to-checkpoints": lambda w: 100 * (60 / (w * 60) + (w / 2 + 10) / (4 * 60)),
    "rate-behind-async-checkpoints": lambda p: p * 1e9 * (2 + 4 + 4 + 4) / (10 * 60 / 2) / 1e9,
    "accumulation-after-losing-ranks": lambda left: 96 * 2 * 4 / (left * 2),
    "milliseconds-saved-by-fusion": lambda gb, ops: (ops * 2 * gb - 2 * gb) * 1e9 / 3.35e12 * 1000,
    "decode-workers-of-a-node": lambda img: ceil(8 * img / 110),
    "seconds-into-one-parameter-server": lambda w: w * 10e9 / 50e9,
    "chance-of-an-undisturbed-run": lambda t: 100 * exp(-t / 12),
    "reserve-of-one-domain": lambda total: 100 / (total / 72),
    "gpus-left-without-a-spare": lambda tp, pp: (256 - 1) // (tp * pp) * (tp * pp),
    "gpu-hours-of-one-evicted-pod": lambda n: n * (18 / 60 + 12 / 60),
}

PROGRAMS = {
    "backlog-of-a-monday-burst": "python",
}


def at_least_one(chance: float, among: int) -> float:
    """The probability that at least one of so many independent events happens."""
    none = 1.0
    for _ in range(among):
        none *= 1 - chance
    return 1 - none


def serial_share(speedup: float, gpus: int) -> float:
    """The share s with speed-up = 1 ÷ (s + (1 − s) ÷ N)."""
    return (1 / speedup - 1 / gpus) / (1 - 1 / gpus)
