"""The numbers of sections 7 and 8 of infrastructure-foundations, worked out a second time from the stems alone."""

from collections.abc import Callable

BITS = 8  # of a byte
WEEK = 7 * 24  # hours

NUMBERS: dict[str, Callable[..., float]] = {
    # section 7
    "kept-share-of-a-week": lambda start, redo, pause: 100 * (1 - (start + redo + pause) / WEEK),
    "step-with-one-slower-rank": lambda comp, comm, p: longer(comp + comm, comp * (1 + p / 100) + comm),
    "threshold-from-budget-share": lambda c, w: (c / 100) / (w / (30 * 24)),
    "gap-in-true-positive-rates": lambda k: 100 * (150 / 200 - k / 80),
    "series-from-a-job-label": lambda gpus, jobs, days: gpus * 50 * (jobs * days),
    "break-even-of-preflight-tests": lambda t, h: 100 * (t / 60) / h,
    # section 8
    "hours-lost-node-by-node": lambda n, k, r: n * (r / 60 + k / 60 / 2),
    "rate-for-a-recovery-time": lambda tb, h, s: tb * 1e12 * BITS / ((h * 60 - s) * 60) / 1e9,
    "training-lost-with-a-site": lambda h, c, k: k + h * 60 + c,
    "shortfall-of-a-matrix-product": lambda t: 100 * (700e12 - 2 * 8192**3 / (t / 1000)) / 700e12,
}


def longer(before: float, after: float) -> float:
    """By what percentage a duration grows."""
    return 100 * (after - before) / before
