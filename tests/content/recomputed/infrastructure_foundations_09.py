"""The numbers of sections 9 and 10 of infrastructure-foundations, worked out a second time from the stems alone."""

from collections.abc import Callable
from math import floor

BITS = 8  # of a byte
KIB = 1024

NUMBERS: dict[str, Callable[..., float]] = {
    # section 9
    "cost-of-a-finished-model": lambda good, lost: with_losses(50_000 * 100 / good * 3, lost),
    "largest-gang-for-an-hour": lambda evict: max(n for n in range(1, 100) if (1 - evict / 100) ** n >= 0.5),
    "price-of-an-hour-of-progress": lambda mtbi: 0.35 * (60 + 60 / 20 * 2 + (20 / 2 + 10) / mtbi) / 60 * 100,
    "gpus-worth-committing": lambda: sum(20 for busy in (100, 80, 55, 15) if busy > 100 - 35),
    "cache-then-router": lambda hit, small: (100 - hit) / 100 * (small * 0.1 + (100 - small) * 1),
    "month-of-training-energy": lambda gpus, pue: gpus * 700 * 1.45 * (30 * 24) * pue / 1e6,
    "three-short-commitments": lambda fall: sum(0.8 * price for price in list_prices(100, fall, 3)),
    "keys-and-values-stay-wide": lambda kv: (40 + kv) / (40 / 2 + kv),
    "usage-that-is-forgotten": lambda used, days: used / 2 ** (days / 7),
    "straight-line-per-hour": lambda years, busy: (300_000 - 30_000) / years / (8 * 8760) / (busy / 100),
    "tokens-that-fill-a-replica": lambda hour, api: hour * 24 / api,
    "half-empty-nodes-switched-off": lambda n: fleet_kw(10, 10 * 0.2) - fleet_kw(n, 10 * 0.2),
    # section 10
    "headline-figure-in-bf16": lambda peak: peak / 2 / (16 / 4),
    "optics-power-of-a-fabric": lambda ports: ports * 1000 * (30 - 9) / 1000,
    "weights-in-a-memory-pool": lambda w: 64 / w,
    "cache-handed-to-decode": lambda tokens, link: tokens * 320 * KIB * BITS / (link * 1e9) * 1000,
    "line-between-training-sites": lambda p, h: p * 1e9 * 2 * BITS / (h * 4) / 1e9,
    "litres-for-a-rack": lambda kw, dt: 0.85 * kw / 4.18 / dt,
    "coherent-link-against-nvlink": lambda lanes: 3.6e12 / 2 / (lanes * 128e9 / BITS),
    "sequences-beside-the-weights": lambda hbm: floor((hbm * 0.9 - 70) / 2.5),
    "step-with-faster-products": lambda share: 100 / ((100 - share) + share / 2),
    "trays-to-spare": lambda job: (72 - job) // 4,
    "decode-pool-for-reasoning": lambda out: (out / 1500) / (2000 / 20_000),
    "same-busbar-higher-voltage": lambda volts: (1 / 54) ** 2 / (1 / volts) ** 2,
}

PROGRAMS = {
    "jobs-that-fit-the-gap": "python",
}


def with_losses(final: float, lost: float) -> float:
    """The cost of a final run and of those that led nowhere, in percent of it."""
    return final + final * lost / 100


def list_prices(first: float, fall: float, years: int) -> list[float]:
    """The list price of each year, if it falls by so many percent at the end of each."""
    prices = [first]
    while len(prices) < years:
        prices.append(prices[-1] * (100 - fall) / 100)
    return prices


def fleet_kw(nodes: int, work: float) -> float:
    """The draw of nodes that share this work, in full nodes: 3 kW idle, 10 kW full, linear between."""
    load = work / nodes
    return nodes * (3 + load * (10 - 3))
