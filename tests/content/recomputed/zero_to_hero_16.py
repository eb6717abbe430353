"""The numbers of sections 16 to 20 of zero-to-hero, worked out a second time from the stems alone."""

from collections.abc import Callable
from math import ceil, log, sqrt

BITS = 8  # of a byte
DAY = 24 * 60 * 60

NUMBERS: dict[str, Callable[..., float]] = {
    # section 16
    "gain-of-a-larger-batch": lambda b, t: (b / t) / (1 / 8),
    "gpu-hours-of-waiting-online": lambda m: m * 1e6 / 50 / 3600,
    "idle-slots-of-a-static-batch": lambda long: 100 * 7 * (long - 50) / (8 * long),
    "cache-of-one-long-request": lambda layers, ctx: 2 * layers * 8 * 128 * 2 * ctx / 2**30,
    "mean-latency-with-a-cache": lambda h: h / 100 * 5 + (1 - h / 100) * 800,
    "days-until-both-arms-are-full": lambda p: ceil(16 * p / 100 * (1 - p / 100) / 0.005**2 / (8000 / 2)),
    "time-in-system-near-saturation": lambda s, u: s / (1 - u / 100),
    "batch-size-from-two-counters": lambda inf, exe: inf / exe,
    "requests-in-the-free-memory": lambda free, ctx: free * 2**30 // (ctx * 128 * 2**10),
    "memory-saved-by-adapters": lambda n: n * 16 - (16 + n * 0.084),
    # section 17
    "budget-share-of-an-outage": lambda minutes, allowed: 100 * minutes / (30 * 24 * 60 * allowed / 100),
    "samples-per-second": lambda nodes, metrics, interval: nodes * 8 * metrics / interval,
    "days-until-the-budget-is-gone": lambda err, allowed: 30 * allowed / err,
    "ttft-share-from-buckets": lambda: 100 * 9380 / 10_000,
    "availability-of-a-chain": lambda a, b, c: 100 * (a / 100) * (b / 100) * (c / 100),
    "disk-for-a-retention": lambda thousands, days: thousands * 1000 * days * DAY * 2 / 1e9,
    # section 18
    "price-of-silent-decay": lambda points, volume, days: volume * 1000 * points / 100 * days * 4.0,
    "psi-of-three-bins": lambda low: psi((0.25, 0.5, 0.25), (low / 100, 0.5, 0.5 - low / 100)),
    "smallest-gap-that-counts": lambda n: 1.36 * sqrt((n + n) / (n * n)),
    "false-alarms-a-week": lambda features, alpha: features * alpha / 100 * 7,
    "hours-of-review": lambda thousands, share, minutes: thousands * 1000 * share / 100 * minutes / 60,
    "kappa-of-two-reviewers": lambda agree, rate: kappa(agree / 100, rate / 100),
    "true-risk-after-undersampling": lambda s, raw: at_odds(raw / (1 - raw) * s),
    "accuracy-hides-one-region": lambda share, drop: share / 100 * drop,
    "psi-of-pure-noise": lambda m: (10 - 1) * (1 / 10_000 + 1 / m),
    "count-drifted-columns": lambda: (
        sum(p < 0.05 for p in (0.31, 0.004, 0.7)) + sum(d >= 0.1 for d in (0.04, 0.22, 0.06))
    ),
    "one-alarm-among-many": lambda k: 100 * (1 - (1 - 0.05) ** k),
    "labels-for-a-half-width": lambda w: 1.96**2 * 0.1 * (1 - 0.1) / (w / 100) ** 2,
    "odds-under-a-new-prior": lambda p: at_odds(p / (1 - p) * (0.15 / 0.85) / (0.05 / 0.95)),
    # section 19
    "minutes-to-carry-weights-out": lambda params, link: params * 2 * BITS / link / 60,
    "largest-gdpr-fine": lambda turnover: max(20, turnover * 4 / 100),
    "poison-in-a-random-sample": lambda docs: 10_000 * 250 / (docs * 1e6),
    "exposure-of-a-stolen-credential": lambda days: (days * 24 / 2) / (1 / 2),
    "kms-calls-per-epoch": lambda objects, quota: objects * 1e6 / quota / 60,
    "renewals-of-public-certificates": lambda life: 60 * 365 / (life * 2 / 3),
    # section 20
    "hours-saved-by-soft-failure": lambda a, n: 8760 * ((a / 100) ** (n - 1) - (a / 100) ** n),
    "calls-at-the-deepest-layer": lambda tries, layers: tries**layers,
    "longest-useful-queue": lambda limit, rate: (limit - 1) * rate,
    "capacity-after-two-gpu-faults": lambda nodes: 100 * (nodes - 2) / nodes,
    "seconds-to-fail-over-by-dns": lambda interval, fails, ttl: interval * fails + ttl,
    "replicas-with-one-spare": lambda peak: ceil(peak / 70) + 1,
    "evictions-by-percentage": lambda replicas: replicas - ceil(replicas * 60 / 100),
    "seconds-from-node-loss-to-ready": lambda tol, load: 50 + tol + load,
    "three-of-four-must-work": lambda p: 100 * ((p / 100) ** 4 + 4 * (p / 100) ** 3 * (1 - p / 100)),
    "two-sites-in-parallel": lambda p: 100 * (1 - (1 - p / 100) ** 2),
    "mean-wait-under-full-jitter": lambda base, n: min(20, base * 2**n) / 2,
    "prefill-surge-on-survivors": lambda conv: conv * 6000 / (4 * 20_000),
    "load-limit-of-active-sites": lambda sites: 100 * (sites - 1) / sites,
    "replicas-to-survive-a-zone": lambda need: 3 * ceil(need / 2),
    "error-share-of-a-node-stop": lambda secs: 100 * secs / (10 * 60) / 3,
}

PROGRAMS = {
    "one-fgsm-step": "python",
}


def psi(reference: tuple[float, ...], current: tuple[float, ...]) -> float:
    """The population stability index: Σ (c − r) ln(c / r)."""
    return sum((c - r) * log(c / r) for r, c in zip(reference, current, strict=True))


def kappa(agreed: float, rate: float) -> float:
    """Cohen's kappa of two who both say yes at this rate."""
    chance = rate**2 + (1 - rate) ** 2
    return (agreed - chance) / (1 - chance)


def at_odds(odds: float) -> float:
    """The probability that has these odds."""
    return odds / (1 + odds)
