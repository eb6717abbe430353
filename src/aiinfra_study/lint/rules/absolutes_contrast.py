"""Whether absolutes (always, only, all) tell distractors from keys, over a whole bank."""

from collections.abc import Iterator

from aiinfra_study.lint.item import Item, LintBank, Offer
from aiinfra_study.lint.rule import Found, rule
from aiinfra_study.lint.rules.meta_options import means_all
from aiinfra_study.lint.stats import fisher_tail, odds_ratio
from aiinfra_study.lint.words import ABSOLUTES, words

QUESTIONS_FROM = 10
DISTRACTORS_FROM = 5  # with an absolute
ODDS_FROM = 3.0
P_BELOW = 0.05


def speaks_absolutely(offer: Offer) -> bool:
    """Whether an option has an absolute; all-reduce and read-only are names, "all of the above" is another rule's."""
    return not ABSOLUTES.isdisjoint(words(offer.plain)) and not means_all(offer)


@rule("B403", "absolutes-contrast", "warning", "bank")
def absolutes_contrast(bank: LintBank) -> Iterator[tuple[Item | None, Found]]:
    """Always, only, all and the like mark distractors throughout the bank.

    One absolute is good English. A bank in which distractors speak in absolutes and keys do not can be passed by
    striking them out: in the chapter that this project began with they stand in 33 % of the distractors and 7 % of the
    keys. In good banks they are no cue (odds ratio 0.86 in the Rust Book, 1.27 in LinkedIn's), so the contrast of the
    whole bank counts: five distractors at least, odds three times those of keys, and p < 0.05 in Fisher's exact test
    (one-sided), over 10 questions or more. 3 of 91 LinkedIn banks are reported, and of 15 questions drawn at random
    0.03 % of LinkedIn's and none of the Rust Book's. Source: Haladyna, Downing & Rodriguez (2002), guideline 28a.

    Fails:
        format: 1
        questions:
          - {id: a, ask: What adds pods?, right: The HPA, wrong: [A taint in every case, Labels only]}
          - {id: b, ask: What adds nodes?, right: The autoscaler, wrong: [The HPA in all cases, The VPA]}
          - {id: c, ask: What limits decoding?, right: Bandwidth, wrong: [Always the disk, The CPU]}
          - {id: d, ask: What limits prefill?, right: Throughput, wrong: [Only the disk, The CPU]}
          - {id: e, ask: What grows with context?, right: The KV cache, wrong: [All weights, The code]}
          - {id: f, ask: What cuts a GPU in slices?, right: MIG, wrong: [A taint, Never its driver]}
          - {id: g, ask: What sums gradients?, right: An all-reduce, wrong: [A barrier, A gather]}
          - {id: h, ask: What repels pods?, right: A taint, wrong: [A label, A quota]}
          - {id: i, ask: What marks a node?, right: A label, wrong: [A quota, A probe]}
          - {id: j, ask: What tells a pod is ready?, right: A probe, wrong: [A quota, A label]}

    Passes:
        format: 1
        questions:
          - {id: a, ask: What adds pods?, right: The HPA, wrong: [A taint in every case, Labels only]}
          - {id: b, ask: What adds nodes?, right: Only the autoscaler, wrong: [The HPA in all cases, The VPA]}
          - {id: c, ask: What limits decoding?, right: Bandwidth, wrong: [Always the disk, The CPU]}
          - {id: d, ask: What limits prefill?, right: Throughput, wrong: [Only the disk, The CPU]}
          - {id: e, ask: What grows with context?, right: Only the KV cache, wrong: [All weights, The code]}
          - {id: f, ask: What cuts a GPU in slices?, right: MIG, wrong: [A taint, Never its driver]}
          - {id: g, ask: What sums gradients?, right: An all-reduce, wrong: [A barrier, A gather]}
          - {id: h, ask: What repels pods?, right: A taint, wrong: [A label, A quota]}
          - {id: i, ask: What marks a node?, right: A label, wrong: [A quota, A probe]}
          - {id: j, ask: What tells a pod is ready?, right: A probe, wrong: [A quota, A label]}
    """
    asked = [item for item in bank.items if item.offers]
    if len(asked) < QUESTIONS_FROM:
        return
    keys = sum(len(item.keys) for item in asked)
    distractors = sum(len(item.distractors) for item in asked)
    spoken = [item for item in asked if any(word in item.options_folded for word in ABSOLUTES)]
    right = sum(speaks_absolutely(offer) for item in spoken for offer in item.keys)
    wrong = sum(speaks_absolutely(offer) for item in spoken for offer in item.distractors)
    if wrong < DISTRACTORS_FROM:
        return
    table = (wrong, distractors - wrong, right, keys - right)
    odds, p = odds_ratio(*table), fisher_tail(*table)
    if odds >= ODDS_FROM and p < P_BELOW:
        message = (
            f"absolutes stand in {wrong} of {distractors} distractors ({wrong / distractors:.0%}) and in {right} of "
            f"{keys} keys ({right / keys:.0%}) of {len(asked)} questions: odds ratio {odds:.1f}, p = {p:.2g}"
        )
        yield None, Found(bank.start, message, "say when or how much in place of always, only and all")
