"""The numbers of sections 4 to 6 of compute-for-ai, worked out a second time from the stems alone."""

from collections.abc import Callable

HOURS_OF_A_WEEK = 7 * 24

NUMBERS: dict[str, Callable[..., float]] = {
    # section 4
    "minutes-of-cached-epochs": lambda size, epochs: (size / 0.5 + (epochs - 1) * size / 3) / 60,
    "ring-time-with-latency": lambda n, mb: 1e6 * (2 * (n - 1) * 5e-6 + 2 * (n - 1) / n * mb * 1e6 / 50e9),
    "worth-of-the-added-nodes": lambda before, after: 100 * ((after - before) / (64 - 32)) / 100,
    "gain-from-a-perfect-loader": lambda real, syn: (1 / syn) / (1 / real),
    "availability-of-a-sharded-replica": lambda n, a: 100 * (a / 100) ** n,
    "amdahl-speed-up-of-a-job": lambda pct, n: 100 / (pct + (100 - pct) / n),
    # section 5
    "vms-within-two-quotas": lambda fam, reg: min((48 - fam) // 4, (100 - reg) // 4),
    "rate-of-a-matrix-product": lambda n, ms: n * n * (n + n) / (ms / 1000) / 1e12,
    "hours-saved-by-deallocating": lambda h: HOURS_OF_A_WEEK - 5 * h,
    "surviving-a-spot-night": lambda pct, h: 100 * (1 - pct / 100) ** h,
    # section 6
    "activity-of-a-sliced-gpu": lambda a, b, c: a * 4 / 7 + b * 2 / 7 + c / 7,
    "wasted-weekend-of-a-notebook": lambda gpus, hours, used: gpus * hours - gpus * hours * used / 100,
    "burn-rate-of-slow-first-tokens": lambda slo, slow: (slow / 100) / (1 - slo / 100),
    "pods-within-a-gpu-quota": lambda used, per: min(8, (20 - used) // per),
}

PROGRAMS = {
    "output-of-two-timings": "python",
}
