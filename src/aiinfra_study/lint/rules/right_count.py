"""How many options are right where several are."""

from collections.abc import Iterator

from aiinfra_study.lint.item import Item, LintBank
from aiinfra_study.lint.rule import Found, rule

QUESTIONS_FROM = 8


@rule("B404", "fixed-right-count", "info", "bank")
def fixed_right_count(bank: LintBank) -> Iterator[tuple[Item | None, Found]]:
    """All questions with several keys have the same number of them.

    After a few questions the learner ticks that many without being told. A blind guesser who knows that two of four
    are right ticks both in one of 6 guesses; one who knows nothing in one of 15. Looked at from eight such questions
    on. Source: our own count.

    Fails:
        format: 1
        questions:
          - {id: a, ask: Which two add capacity?, right: [HPA, Cluster autoscaler], wrong: [Taint, Label]}
          - {id: b, ask: Which two repel pods?, right: [Taint, Cordon], wrong: [Label, Probe]}
          - {id: c, ask: Which two attract pods?, right: [Affinity, Node selector], wrong: [Taint, Probe]}
          - {id: d, ask: Which two shard the model?, right: [FSDP, Tensor parallelism], wrong: [DDP, Caching]}
          - {id: e, ask: Which two have 16 bits?, right: [BF16, FP16], wrong: [FP8, TF32]}
          - {id: f, ask: Which two are collectives?, right: [All-reduce, All-gather], wrong: [Probe, Taint]}
          - {id: g, ask: Which two share a GPU?, right: [MIG, Time-slicing], wrong: [NCCL, Cordon]}
          - {id: h, ask: Which two are probes?, right: [Liveness, Readiness], wrong: [Taint, Label]}

    Passes:
        format: 1
        questions:
          - {id: a, ask: Which add capacity?, right: [HPA, Cluster autoscaler], wrong: [Taint, Label]}
          - {id: b, ask: Which repel pods?, right: [Taint, Cordon], wrong: [Label, Probe]}
          - {id: c, ask: Which attract pods?, right: [Affinity, Node selector], wrong: [Taint, Probe]}
          - {id: d, ask: Which shard the model?, right: [FSDP, Tensor parallelism], wrong: [DDP, Caching]}
          - {id: e, ask: Which have 16 bits?, right: [BF16, FP16], wrong: [FP8, TF32]}
          - {id: f, ask: Which are collectives?, right: [All-reduce, All-gather], wrong: [Probe, Taint]}
          - {id: g, ask: Which share a GPU?, right: [MIG, Time-slicing, MPS], wrong: [NCCL, Cordon]}
          - {id: h, ask: Which are probes?, right: [Liveness, Readiness, Startup], wrong: [Taint, Label]}
    """
    counts = [len(item.keys) for item in bank.items if item.kind == "multiple"]
    if len(counts) >= QUESTIONS_FROM and len(set(counts)) == 1:
        message = f"all {len(counts)} questions with several keys have {counts[0]} of them"
        yield None, Found(bank.start, message, "vary how many are right: 2 of 4 here, 3 of 5 there")
