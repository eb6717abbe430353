"""The numbers of sections 1 to 3 of compute-for-ai, worked out a second time from the stems alone."""

from collections.abc import Callable
from math import ceil

BITS = 8  # of a byte
DAY = 24 * 60 * 60

NUMBERS: dict[str, Callable[..., float]] = {
    # section 1
    "gpus-for-a-deadline": lambda params, tokens, days: ceil(
        6 * params * 1e9 * tokens * 1e12 / (989e12 * 40 / 100 * 90 / 100) / (days * DAY)
    ),
    "bytes-of-a-token-corpus": lambda tokens: tokens * 1e12 * bytes_of_an_id(50_000) / 1e12,
    "replicas-under-two-limits": lambda rate, w: ceil(rate * w / min(64, 48)),
    "extra-cost-of-idle-share": lambda idle: 100 * (1 / (1 - idle / 100) - 1),
    "days-after-doubling-gpus": lambda days, mfu: days * (256 * 42) / (512 * mfu),
    "wait-for-the-visible-token": lambda hidden: 0.5 + ((hidden + 1) - 1) * 15 / 1000,
    "images-per-second-of-the-cpus": lambda ms: min(8 * 4000, (96 - 8) / (ms / 1000)),
    "fleet-with-headroom-and-spare": lambda base: ceil(base / (75 / 100)) + 1,
    # section 2
    "time-share-of-scalar-lanes": lambda pct: 100 / (1 + (100 - pct) / pct * 67 / 989),
    "batch-where-compute-binds": lambda bits, tf: tf * 1e12 / 2.5e12 * (bits / BITS) / 2,
    "cache-beside-seventy-billion": lambda mem: (2 * mem * 1e9 * (1 - 10 / 100) - 70e9 * 2) / 0.328e6,
    "cpu-decode-ceiling": lambda mts, gb: 12 * mts * 1e6 * 8 / (gb * 1e9),
    "fleet-cost-with-a-spare": lambda price, rate: 4 * price / 3600 / rate * 1e6,
    "chips-without-hbm": lambda params, sram: ceil(params * 10**9 / (sram * 10**6)),
    # section 3
    "cache-per-gpu-of-eight": lambda params: (8 * (80 - 8) - params) / 8,
    "vms-left-in-the-quota": lambda up, off: (960 - 96 * (up + off)) // 96,
    "checkpoint-through-the-vm-limit": lambda size: size * 1e9 / min(4 * 900e6, 612e6) / 60,
}

PROGRAMS = {
    "print-loader-and-trainer": "python",
}


def bytes_of_an_id(vocabulary: int) -> int:
    """The size of the smallest unsigned integer type that counts up to the last id."""
    return next(size for size in (1, 2, 4, 8) if vocabulary <= 2 ** (BITS * size))
