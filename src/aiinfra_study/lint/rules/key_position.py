"""Where the key stands among options that are not shuffled, over a whole bank."""

from collections.abc import Iterator

from aiinfra_study.lint.item import Item, LintBank
from aiinfra_study.lint.rule import Found, rule
from aiinfra_study.lint.stats import chi_square, chi_square_tail, cramers_v

QUESTIONS_FROM = 12
P_BELOW = 0.01
V_FROM = 0.20  # Cramér's V: in a large bank a trifle is significant too


@rule("B402", "key-position", "warning", "bank")
def key_position(bank: LintBank) -> Iterator[tuple[Item | None, Found]]:
    """With `keep_order`, the key stands at one place far more often than at others.

    Authors hide keys in the middle, and test-wise learners know it (Attali & Bar-Hillel 2003). In the chapter that this
    project began with "pick B" scores 12 of 15; 15 of 89 LinkedIn banks are reported. Looked at are only the questions
    with one key whose order is fixed: shuffled options have no place. Places are compared by a chi-square test; it
    reports about 1 % of fair banks, from 12 questions on (at most 1.1 % of 400,000 simulated ones for 3 to 6 options,
    less where the numbers of options differ), so no simulation is needed. Do not balance the places by hand: randomise
    (Bar-Hillel, Budescu & Attali 2005).

    Fails:
        format: 1
        questions:
          - {id: a, keep_order: 2, ask: How many bytes has FP64?, right: 8, wrong: [4, 16]}
          - {id: b, keep_order: 2, ask: How many bytes has FP32?, right: 4, wrong: [2, 8]}
          - {id: c, keep_order: 2, ask: How many bytes has BF16?, right: 2, wrong: [1, 4]}
          - {id: d, keep_order: 2, ask: How many bytes has FP16?, right: 2, wrong: [1, 4]}
          - {id: e, keep_order: 2, ask: How many bits has TF32?, right: 19, wrong: [16, 32]}
          - {id: f, keep_order: 2, ask: How many bits has BF16?, right: 16, wrong: [8, 32]}
          - {id: g, keep_order: 2, ask: How many bits has FP8?, right: 8, wrong: [4, 16]}
          - {id: h, keep_order: 2, ask: How many bits has INT4?, right: 4, wrong: [2, 8]}
          - {id: i, keep_order: 2, ask: How many bits has the exponent of BF16?, right: 8, wrong: [5, 11]}
          - {id: j, keep_order: 2, ask: How many bits has the exponent of TF32?, right: 8, wrong: [5, 11]}
          - {id: k, keep_order: 1, ask: How many bits has the exponent of FP16?, right: 5, wrong: [8, 11]}
          - {id: l, keep_order: 3, ask: How many bits has the exponent of FP64?, right: 11, wrong: [5, 8]}

    Passes:
        format: 1
        questions:
          - {id: a, keep_order: 2, ask: How many bytes has FP64?, right: 8, wrong: [4, 16]}
          - {id: b, keep_order: 1, ask: How many bytes has FP32?, right: 4, wrong: [8, 16]}
          - {id: c, keep_order: 3, ask: How many bytes has BF16?, right: 2, wrong: [0.5, 1]}
          - {id: d, keep_order: 2, ask: How many bytes has FP16?, right: 2, wrong: [1, 4]}
          - {id: e, keep_order: 1, ask: How many bits has TF32?, right: 19, wrong: [24, 32]}
          - {id: f, keep_order: 1, ask: How many bits has BF16?, right: 16, wrong: [24, 32]}
          - {id: g, keep_order: 2, ask: How many bits has FP8?, right: 8, wrong: [4, 16]}
          - {id: h, keep_order: 3, ask: How many bits has INT4?, right: 4, wrong: [1, 2]}
          - {id: i, keep_order: 2, ask: How many bits has the exponent of BF16?, right: 8, wrong: [5, 11]}
          - {id: j, keep_order: 2, ask: How many bits has the exponent of TF32?, right: 8, wrong: [5, 11]}
          - {id: k, keep_order: 1, ask: How many bits has the exponent of FP16?, right: 5, wrong: [8, 11]}
          - {id: l, keep_order: 3, ask: How many bits has the exponent of FP64?, right: 11, wrong: [5, 8]}
    """
    kept = [order for item in bank.items if item.kind == "single" and (order := item.kept)]
    n = len(kept)
    if n < QUESTIONS_FROM:
        return
    places = range(max(map(len, kept)))
    observed = [sum(order.index(0) == place for order in kept) for place in places]
    expected = [sum(1 / len(order) for order in kept if place < len(order)) for place in places]
    statistic, cells = chi_square(observed, expected), len(places)
    p, v = chi_square_tail(statistic, cells - 1), cramers_v(statistic, n, cells)
    if p < P_BELOW and v >= V_FROM:
        top = max(places, key=lambda place: observed[place] - expected[place])
        counts = ", ".join(map(str, observed))
        message = (
            f"of {n} keys with keep_order {observed[top]} ({observed[top] / n:.0%}) stand at place {top + 1} (by place:"
            f" {counts}; chi² = {statistic:.1f}, p = {p:.2g}, V = {v:.2f})"
        )
        yield None, Found(bank.start, message, "drop keep_order where the order tells nothing, and draw places by lot")
