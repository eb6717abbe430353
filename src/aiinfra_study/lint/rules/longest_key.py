"""How often the key is the longest option, over a whole bank."""

from collections.abc import Iterator

from aiinfra_study.lint.item import Item, LintBank
from aiinfra_study.lint.rule import Found, rule
from aiinfra_study.lint.stats import binomial_tail

QUESTIONS_FROM = 8
JUDGED = ((0.75, 0.001, "error"), (0.50, 0.01, "warning"), (0.40, 0.05, "info"))  # share from, p below, level


@rule("B401", "longest-key-share", "warning", "bank")
def longest_key_share(bank: LintBank) -> Iterator[tuple[Item | None, Found]]:
    """The key is the longest option far more often than chance.

    No single question need look wrong: in the chapter that this project began with no key is twice as long as its
    distractors, and yet "pick the longest" scores 14 of 15. Experts' keys are the strictly longest option in 23 % of
    the Rust Book's questions (chance 26 %), those of LinkedIn's in 33 %. Counted over the questions with one key, code
    as long as it is shown, against the mean of 1 ÷ number of options: an error from a share of 75 % with p < 0.001, a
    warning from 50 % with p < 0.01, info from 40 % with p < 0.05 (one-sided binomial test; on the safe side where the
    numbers of options differ, Hoeffding 1956). Of 15 questions drawn from the Rust Book's 0.05 % are warned of, of 89
    LinkedIn banks 8. Source: Haladyna, Downing & Rodriguez (2002), guideline 24.

    Fails:
        format: 1
        questions:
          - {id: a, ask: What adds pods?, right: The HPA in the cluster, wrong: [A taint, A label]}
          - {id: b, ask: What adds nodes?, right: The cluster autoscaler, wrong: [The HPA, The VPA]}
          - {id: c, ask: What limits decoding?, right: The memory bandwidth, wrong: [The disk, The CPU]}
          - {id: d, ask: What limits prefill?, right: The tensor throughput, wrong: [The disk, The CPU]}
          - {id: e, ask: What grows with context?, right: The KV cache in memory, wrong: [The weights, The code]}
          - {id: f, ask: What cuts a GPU in slices?, right: MIG in its hardware, wrong: [A taint, NCCL]}
          - {id: g, ask: What sums gradients?, right: An all-reduce of them, wrong: [A barrier, A gather]}
          - {id: h, ask: What repels pods?, right: A taint of the node, wrong: [A label, A quota]}

    Passes:
        format: 1
        questions:
          - {id: a, ask: What adds pods?, right: The HPA, wrong: [A taint, A label of the node]}
          - {id: b, ask: What adds nodes?, right: The cluster autoscaler, wrong: [The pod autoscaler, The VPA]}
          - {id: c, ask: What limits decoding?, right: Memory bandwidth, wrong: [Tensor throughput, The disk]}
          - {id: d, ask: What limits prefill?, right: Tensor throughput, wrong: [The disk, The CPU]}
          - {id: e, ask: What grows with context?, right: The KV cache, wrong: [The weights, The optimizer]}
          - {id: f, ask: What cuts a GPU in slices?, right: MIG, wrong: [A taint of its node, NCCL]}
          - {id: g, ask: What sums gradients?, right: An all-reduce, wrong: [A barrier, An all-gather]}
          - {id: h, ask: What repels pods?, right: A taint, wrong: [A label, A quota]}
    """
    asked = [item for item in bank.items if item.kind == "single"]
    n = len(asked)
    if n < QUESTIONS_FROM:
        return
    hits = sum(map(_key_is_longest, asked))
    chance = sum(1 / len(item.offers) for item in asked) / n
    share, p = hits / n, binomial_tail(hits, n, chance)
    level = next((level for least, below, level in JUDGED if share >= least and p < below), None)
    if level is not None:
        figures = f"{share:.0%}, chance {chance:.0%}, p = {p:.2g}"
        message = f"the key is the longest option in {hits} of {n} questions ({figures})"
        help = "give distractors the detail of the key, and move what explains the key to its why"
        yield None, Found(bank.start, message, help, level)


def _key_is_longest(item: Item) -> bool:
    return len(item.keys[0].shown) > max(len(offer.shown) for offer in item.distractors)
