"""The numbers of sections 3 and 4 of infrastructure-foundations, worked out a second time from the stems alone."""

from collections.abc import Callable
from math import ceil, floor

BITS = 8  # of a byte
DAYS = 365  # of a year

NUMBERS: dict[str, Callable[..., float]] = {
    # section 3
    "step-compute-with-recomputation": lambda fwd: fwd + fwd + 2 * fwd,
    "random-reads-of-a-vector-index": lambda kb: min(50_000 * kb * 1e3, 4e9) / 1e9,
    "range-requests-in-flight": lambda ms: 4e9 / 8e6 * ms * 1e-3,
    "bandwidth-for-a-stall-budget": lambda tb, every: tb * 1e12 / (2 / 100 * every * 60) / 1e9,
    "switches-of-a-two-tier-clos": lambda n: clos_switches(n, 64),
    "rate-of-a-gradient-exchange": lambda params, step: ring_bytes(64, params * 1e9 * 2) / step / 1e9,
    "gpus-in-a-rail-group": lambda k: k // 2 * 8,
    "storage-units-by-two-limits": lambda cap, bw: next(n for n in range(1, 99) if n * 300 >= cap and n * 8 >= bw),
    # section 4
    "nodes-for-a-monthly-demand": lambda demand: ceil(demand * 1000 / (8 * 730 * 0.97 * 0.85 * 0.92)),
    "wait-with-variable-jobs": lambda rho, cs2: 2 * (rho / 100) / (1 - rho / 100) * (1 + cs2) / 2,
    "checkpoint-space-of-a-portfolio": lambda tb, runs: runs * 10 * tb / (1 - 20 / 100),
    "storage-network-per-node": lambda load: max(2e12 / 40 / 64, 140e9 / load) * BITS / 1e9,
    "facility-power-of-a-cluster": lambda n, pue: n * 10.2e3 * pue / 1e6,
    "cost-of-an-owned-useful-hour": lambda capex, used: (capex + 60 * 4) * 1000 / (4 * 8760 * 8 * used / 100),
    "nodes-in-repair-on-average": lambda n, days: n * 1 / DAYS * days,
    "systems-per-air-cooled-rack": lambda limit: floor((limit - 1) / 10.2),
}


def ring_bytes(ranks: int, size: float) -> float:
    """What one rank sends in a ring all-reduce: a reduce-scatter, then an all-gather."""
    return 2 * (ranks - 1) * size / ranks


def clos_switches(hosts: int, ports: int) -> int:
    """Leaves with as many links up as down, and the spines in which the links up end."""
    leaves = ceil(hosts / (ports // 2))
    return leaves + ceil(leaves * (ports // 2) / ports)
