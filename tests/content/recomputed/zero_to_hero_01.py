"""The numbers of sections 1 to 10 of zero-to-hero, worked out a second time from the stems alone."""

from collections.abc import Callable
from math import ceil, exp, floor, sqrt

BITS = 8  # of a byte
DAY = 24 * 60 * 60
H100 = 989e12  # dense BF16 peak, FLOP/s, as the stems say

NUMBERS: dict[str, Callable[..., float]] = {
    # section 1
    "time-to-the-last-token": lambda queue, prompt, out: queue / 1e3 + prompt / 1e4 + (out - 1) * 25e-3,
    "dataset-over-the-link": lambda tb, gbps: tb * 1e12 * BITS / (gbps * 1e9),
    "mfu-of-a-dense-run": lambda rate: 100 * 6 * 70e9 * rate / H100,
    "link-that-feeds-four-gpus": lambda rate: 4 * rate * 0.5e6 * BITS / 1e9,
    "mib-shown-by-nvidia-smi": lambda: 81_559 * 2**20 / 1e9,
    "downtime-of-a-month": lambda avail: 30 * 24 * 60 * (1 - avail / 100),
    # section 2
    "training-days-from-flop": lambda params, tokens, gpus: 6 * params * tokens * 1e21 / (gpus * 400e12) / DAY,
    "bytes-of-adam-training": lambda params: params * (2 + 2 + 4 + 4 + 4),
    "requests-in-flight-of-a-service": lambda rate, ms: rate * ms / 1000,
    "hours-between-node-failures": lambda mtbf, nodes: mtbf * 24 / nodes,
    "bill-share-of-faster-device": lambda ratio, speed: 100 * ratio / speed,
    "decode-limit-at-batch-one": lambda params: 3.35e12 / (params * 1e9 * 2),
    "shards-on-small-gpus": lambda params: ceil(params * 2 / (16 / 2)),
    "price-per-useful-gpu-hour": lambda price, good: price / (good / 100),
    "egress-of-leaving-a-provider": lambda tb, rate: tb * 1000 * rate,
    # section 3
    "loader-batches-in-shm": lambda workers, batch: workers * 2 * batch * (3 * 224 * 224) * 4 / 1e6,
    "files-until-inodes-run-out": lambda tib: tib * 2**40 / 16_384 / 1e6,
    "signal-from-exit-status": lambda code: code - 128,
    # section 4
    "spot-price-per-kept-work": lambda share, lost: share / (1 - lost / 100),
    "dataset-transfer-hours": lambda tb, gbps: tb * 1e12 * BITS / (gbps * 1e9 * 0.8) / 3600,
    "usable-addresses-on-aws": lambda prefix: 2 ** (32 - prefix) - 5,
    "network-against-nvlink-per-gpu": lambda total: 450 / (total / 8 / BITS),
    "vcpu-quota-for-p5": lambda n: n * 192,
    "price-of-a-useful-gpu-hour": lambda price, busy: price / 8 / (busy / 100),
    "camera-uplink-per-day": lambda cams, mbps: cams * mbps * 1e6 / BITS * DAY / 1e12,
    "embedding-cost-per-million": lambda price, rate: price / (rate * 3600) * 1e6,
    "checkpoint-interval-by-young": lambda write, mtbf: sqrt(2 * write * mtbf * 60),
    "checkpoint-from-baseline-gp3": lambda size: size * 1e9 / (125 * 2**20) / 60,
    # section 5
    "seconds-saved-by-smaller-image": lambda big, small, link: (big - small) * BITS / link,
    "rebuild-after-code-edit": lambda copy, install, check: copy + install + check,
    "cold-node-to-first-answer": lambda image, gbps, weights, disk: image * BITS / gbps + 1 + weights / disk,
    "last-of-blocked-requests": lambda n, ms: n * ms / 1000,
    "image-size-after-rm": lambda base, tool, art: base + tool + art,
    "image-size-of-last-stage": lambda runtime, art: runtime + art,
    # section 6
    "most-pods-during-rollout": lambda n: n + ceil(n / 4),
    "hpa-count-above-target": lambda n, now: min(40, replicas(n, now, 60)),
    "which-replica-value-wins": lambda: 5,
    "fewest-ready-pods-in-rollout": lambda n: n - floor(n / 4),
    "trainer-after-node-death": lambda: (9 * 60 + 40) % 60,
    "failures-an-even-etcd-survives": lambda n: n - (n // 2 + 1),
    "startup-probe-threshold": lambda load, period: ceil(load / period),
    "seconds-left-after-prestop": lambda grace, pre: grace - pre,
    "hpa-inside-tolerance": lambda: replicas(20, 54, 50),
    "hpa-with-two-metrics": lambda cpu, queue: min(40, max(replicas(6, cpu, 60), replicas(6, queue, 10))),
    "utilisation-of-the-request": lambda req, used: 100 * used / req,
    # section 7
    "prefixes-for-get-rate": lambda rate: ceil(rate / 5500),
    "image-read-rate": lambda gpus, rate, size: gpus * rate * size * 1e3 / 1e9,
    "backlog-drain-time": lambda backlog, arrival: backlog * 1e6 / (15_000 - arrival),
    "checkpoint-write-time": lambda params, rate: params * (2 + 4 + 4 + 4) / rate,
    "parquet-bytes-scanned": lambda tb, cols: tb * 1000 * (cols / 50) * (1 - 0.8),
    "coldline-early-delete": lambda days: 90 - days,
    "uneven-shards-idle-share": lambda shards: 100 * (1 - shards / (64 * ceil(shards / 64))),
    "commit-before-write-loss": lambda polled, written: polled - written,
    # section 8
    "divergent-warp-cycles": lambda a, b: a + b,
    "grid-for-n-elements": lambda n: ceil(n / 256),
    "stride-and-sectors": lambda stride: len({lane * stride * 4 // 32 for lane in range(32)}),
    "sharded-adam-state": lambda params, gpus: params * (2 + 2 + 4 + 8) / gpus,
    "allreduce-over-nvlink": lambda size: 2 * 7 / 8 * size / (900 / 2) * 1000,
    "occupancy-by-registers": lambda regs: 100 * min(64, 65_536 // (regs * 256) * (256 // 32)) / 64,
    "fsdp-bytes-per-step": lambda params, n: 3 * (n - 1) / n * params * 2,
    "busbw-from-algbw": lambda n, alg: alg * 2 * (n - 1) / n,
    "tiled-matmul-traffic": lambda n, t: 2 * n**3 * 4 / t / 1e9,
    "gemm-flop-per-byte": lambda n: 2 * n**3 / (3 * n**2 * 2),
    "sms-left-by-mig": lambda k: 108 - 2 * k * 14,
    "mfu-of-a-run": lambda params, tokens: 100 * 6 * params * 1e9 * tokens / (8 * H100),
    # section 9
    "pretrain-wall-clock-days": lambda params, tokens, gpus: 6 * params * tokens * 1e21 / (gpus * H100 * 0.4) / DAY,
    "ring-bytes-per-gpu": lambda size, gpus: 2 * (gpus - 1) / gpus * size,
    "young-checkpoint-interval": lambda cost, mtbf: sqrt(2 * cost * mtbf * 3600) / 60,
    "mfu-from-token-rate": lambda params, rate: 100 * 6 * params * 1e9 * rate / H100,
    "ring-time-over-nics": lambda nic, gpus: 2 * (gpus - 1) / gpus * 14e9 * BITS / (nic * 1e9) * 1000,
    "efficiency-of-eight-gpus": lambda one, total: 100 * total / (8 * one),
    "job-mtbf-at-scale": lambda gpus: 50_000 / gpus,
    "pipeline-bubble-share": lambda stages, micro: 100 * (stages - 1) / (micro + stages - 1),
    "zero-two-state-per-gpu": lambda params, gpus: params * (2 + (2 + 12) / gpus),
    "global-batch-with-model-parallelism": lambda gpus, micro, accum: gpus // (8 * 2) * micro * accum,
    "tf-batch-per-replica": lambda batch, workers: batch // (workers * 4),
    # section 10
    "perplexity-from-loss": lambda loss: exp(loss),
    "logging-load-of-a-run": lambda series, every: series * (500_000 // every),
    "disk-for-kept-checkpoints": lambda params, kept: params * 1e9 * 14 * kept / 1e12,
}

PROGRAMS = {
    "pipeline-status-with-pipefail": "bash",
    "errexit-inside-a-condition": "bash",
    "unit-cost-of-three-offers": "python",
    "decode-a-secret-value": "bash",
    "point-in-time-output": "python",
    "bank-conflict-output": "python",
    "sampler-pads-the-shards": "python",
    "print-two-reduction-orders": "python",
}


def replicas(ready: int, now: float, target: float) -> int:
    """What a HorizontalPodAutoscaler asks for: nothing new where the ratio is within 0.1 of 1."""
    return ready if abs(now / target - 1) <= 0.1 else ceil(ready * now / target)
