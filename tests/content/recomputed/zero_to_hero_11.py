"""The numbers of sections 11 to 15 of zero-to-hero, worked out a second time, from the stems alone."""

from collections.abc import Callable
from math import ceil, factorial, sqrt

BITS = 8  # of a byte
VXLAN = 14 + 8 + 8 + 20  # bytes: inner Ethernet, VXLAN, UDP and outer IPv4 headers

NUMBERS: dict[str, Callable[..., float]] = {
    # section 11
    "margin-of-a-test-accuracy": lambda pct, n: 1.96 * sqrt(pct * (100 - pct) / n),
    "impact-ratio-of-two-groups": lambda chosen: (chosen / 180) / (150 / 300),
    "bound-after-clean-requests": lambda n: 100 * 3 / n,
    "precision-of-a-rare-alarm": lambda prev: 100 * 0.9 * prev / (0.9 * prev + 0.01 * (100 - prev)),
    "clean-requests-for-a-target": lambda target: 3 / (target / 100),
    "f1-from-three-counts": lambda tp, fp, fn: 2 / ((tp + fp) / tp + (tp + fn) / tp),
    "share-by-relative-weights": lambda stable: 100 * 1 / (stable + 1),
    "minutes-to-fill-a-canary-arm": lambda rate, share: (
        16 * 0.015 * (1 - 0.015) / (0.02 - 0.01) ** 2 / (rate * share / 100) / 60
    ),
    # section 12
    "units-under-time-slicing": lambda nodes, replicas: nodes * 8 * replicas,
    "world-size-after-conversion": lambda workers, gpus: (1 + workers) * gpus,
    "hours-of-a-parallel-search": lambda trials, par, hours: ceil(trials / par) * hours,
    "pods-changed-by-a-partition": lambda total, part: sum(ordinal >= part for ordinal in range(int(total))),
    "gigabytes-after-scaling-down": lambda n: n * (200 + 50),
    # section 13
    "commitment-break-even-use": lambda commit: 100 * commit / 4,
    "zone-crossing-of-training-data": lambda tb: tb * 1000 * (0.01 + 0.01),
    "saving-left-by-spot": lambda disc, over: 100 - (100 - disc) * (1 + over / 100),
    "gpus-stranded-by-cpu-requests": lambda cpu: 8 - min(8, 96 // cpu),
    "share-of-idle-pool-cost": lambda a: 12_000 * a / (a + 20),
    "saving-of-two-measures": lambda cut: 100 - (100 - cut) * (0.5 + 0.5 * (1 - 0.6)),
    "spot-replicas-with-one-pool-gone": lambda pools: pools * ceil((12 - 4) / (pools - 1)),
    "token-cost-at-partial-load": lambda price, load: price / (3000 * load / 100 * 3600) * 1e6,
    "compute-factor-at-fixed-ratio": lambda k: (6 * k * 20 * k) / (6 * 20),
    "tokens-until-small-model-pays": lambda t: (6 * 8 * t - 6 * 12 * 0.24) / (2 * 12 - 2 * 8),
    "hours-lost-on-a-spot-fleet": lambda nodes: 100 / (160 / nodes) * (30 / 2 + 15) / 60,
    "replicas-by-littles-law": lambda rate: ceil(rate * 2.5 / 16),
    "cold-class-for-read-data": lambda tb, reads: tb * 1000 * (0.0125 + reads * 0.01 - 0.023),
    # section 14
    "leaf-oversubscription": lambda up: 48 * 100 / (up * 400),
    "time-through-the-narrow-slot": lambda size: size / min(63, 800 / BITS),
    "inner-mtu-of-vxlan": lambda outer: outer - VXLAN,
    "grace-period-for-streams": lambda pre, stream: pre + stream,
    "rate-per-host-in-a-collective": lambda up: min(400, up * 800 / 32),
    "hosts-of-a-two-tier-clos": lambda k: k * (k // 2),
    "chance-of-no-collision": lambda n: 100 * factorial(int(n)) / n**n,
    "underlay-for-jumbo-pods": lambda inner: inner + VXLAN,
    "traffic-class-of-nccl": lambda dscp: dscp * 2**2,
    "reduction-in-the-switch": lambda n: 2 * (n - 1) / n,
    "retries-at-three-layers": lambda tries: tries**3,
    # section 15
    "artifact-sheds-optimizer-state": lambda params: params * (4 + 8),
    "bit-rate-of-base64-uploads": lambda n, mb: n * mb * 4 / 3 * BITS,
    "serving-replicas-and-a-spare": lambda rate, lat: ceil(rate * lat / 8) + 1,
    "images-in-one-grpc-message": lambda side: (4_194_304 - 300) // (3 * side * side * 4),
    "latency-of-a-lone-request": lambda micros, inf: micros / 1000 + inf,
    "memory-of-uvicorn-workers": lambda w, model: w * (model + 0.5),
    "last-of-the-pooled-calls": lambda n, s: ceil(n / 40) * s,
    "scale-up-through-one-bucket": lambda pods, bw: 140 / (bw / pods),
}

# what runs the program of a question
PROGRAMS = {
    "print-two-savings": "python",
    "print-turns-and-least-work": "python",
}
