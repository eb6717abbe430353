"""The numbers of ai-fundamentals, worked out a second time from the stems alone."""

from collections.abc import Callable
from math import ceil, log

BITS = 8  # of a byte

NUMBERS: dict[str, Callable[..., float]] = {
    # written first
    "zero3-state-per-gpu": lambda params, gpus: params * (2 + 2 + 4 + 4 + 4) / gpus,
    "whole-answer-time": lambda ttft, tpot, tokens: (ttft + (tokens - 1) * tpot) / 1000,
    "grid-search-trainings": lambda rates, depths, folds: rates * depths * folds + 1,
    "canary-minutes": lambda bad, share, rps: canary_requests(0.01, bad / 100) / (rps * share / 100) / 60,
    "four-bit-weights-with-scales": lambda params, group: params * (4 + 16 / group) / BITS,
    "hpa-desired-replicas": lambda current, load: replicas(current, load, 80),
    # section 1
    "vectors-into-memory": lambda n, d, m: n * 1e6 * (d * 4 + 2 * m * 4) / 1e9,
    "gpus-for-sharded-state": lambda params, room: ceil(params * (2 + 2 + 4 + 4 + 4) / room),
    "largest-model-for-a-ring": lambda n, port, t: t * port / BITS / (2 * (n - 1) / n) / 2,
    "micro-batches-for-a-limit": lambda p, x: fewest_micro_batches(p, x),
    "warm-before-the-opening": lambda base: ceil(8 * base / (40 * 0.7)) - ceil(base / (40 * 0.7)),
    "pretraining-against-tuning": lambda pre, tok, epochs: (6 * 8e9 * pre * 1e12) / (6 * 8e9 * tok * 1e6 * epochs),
    # section 2
    "three-bin-psi": lambda low: psi((0.2, 0.6, 0.2), (low / 100, 0.6, 0.4 - low / 100)),
    "nested-search-trainings": lambda outer, inner, settings: sum(settings * inner + 1 for _ in range(outer)),
    # section 3
    "one-metric-inside-tolerance": lambda n, cpu: max(proposal(n, 21, 20), proposal(n, cpu, 60)),
    "count-after-two-periods": lambda s: after_a_period(after_a_period(s)),
    "adapter-parameters": lambda layers, d, r: layers * 2 * (d * r + r * d) / 1e6,
}

PROGRAMS = {
    "rare-finding-agreement": "python",
    "two-gangs-eight-gpus": "python",
}


def fewest_micro_batches(stages: int, limit: int) -> int:
    """The smallest m with (p − 1)/(m + p − 1) at or below a limit in percent."""
    m = 1
    while 100 * (stages - 1) > limit * (m + stages - 1):
        m += 1
    return m


def psi(reference: tuple[float, ...], current: tuple[float, ...]) -> float:
    """The population stability index: Σ (c − r) ln(c / r)."""
    return sum((c - r) * log(c / r) for r, c in zip(reference, current, strict=True))


def proposal(ready: int, now: float, target: float) -> int:
    """What one metric proposes: the present count where the ratio is within 0.1 of 1."""
    return ready if abs(now / target - 1) <= 0.1 else ceil(ready * now / target)


def after_a_period(count: int, wanted: int = 60) -> int:
    """Default scale-up: double the count or add 4 pods, whichever is more, and no more than is wanted."""
    return min(wanted, max(2 * count, count + 4))


def replicas(ready: int, now: float, target: float) -> int:
    """What a HorizontalPodAutoscaler asks for: nothing new where the ratio is within 0.1 of 1."""
    return ready if abs(now / target - 1) <= 0.1 else ceil(ready * now / target)


def canary_requests(usual: float, risen: float) -> float:
    """n = 16 p (1 − p) / δ²."""
    mean, difference = (usual + risen) / 2, risen - usual
    return 16 * mean * (1 - mean) / difference**2
