"""Objectives and the questions that test them."""

from collections import Counter
from collections.abc import Iterator

from aiinfra_study.lint.item import Item, LintBank
from aiinfra_study.lint.rule import Findings, Found, rule

ENOUGH = 2  # questions of an objective: one response cannot tell knowing from guessing
SHOWN = 4


@rule("S207", "unused-objective", "info", "bank")
def unused_objective(bank: LintBank) -> Iterator[tuple[Item | None, Found]]:
    """An objective is declared, and fewer than two questions test it.

    The blueprint of a test plans questions for each objective. One that nobody asks is a promise not kept, and one
    question says little: a blind guess among four options is right one time in four.

    Fails:
        format: 1
        objectives:
          size-kv-cache: Estimate the memory that a KV cache takes
          choose-split: Choose how to split a model over GPUs
        questions:
          - id: kv-cache-growth
            objective: size-kv-cache
            ask: What grows in GPU memory with each token of a conversation?
            right: The KV cache
            wrong: [The weights, The optimizer state]

    Passes:
        format: 1
        objectives:
          size-kv-cache: Estimate the memory that a KV cache takes
        questions:
          - id: kv-cache-growth
            objective: size-kv-cache
            ask: What grows in GPU memory with each token of a conversation?
            right: The KV cache
            wrong: [The weights, The optimizer state]
          - id: kv-cache-heads
            objective: size-kv-cache
            claim: Grouped-query attention shrinks the KV cache.
            truth: true
    """
    declared, listed = bank.tree.get("objectives"), bank.tree.get("questions")
    if not isinstance(declared, dict):
        return
    named = (tree.get("objective") for tree in (listed if isinstance(listed, list) else ()) if isinstance(tree, dict))
    used = Counter(name for name in named if isinstance(name, str))  # (questions that are still broken count)
    for name in bank.section.objectives:
        if used[name] < ENOUGH:
            count = f"only {used[name]} question" if used[name] else "no question"
            place = bank.source.place_of_key(declared, name)
            help = f"write {ENOUGH - used[name]} more, or drop the objective"
            yield None, Found(place, f'the objective "{name[:80]}" has {count}', help)


@rule("S208", "no-objective", "warning")
def no_objective(item: Item) -> Findings:
    """A question names no objective, in a bank that declares some.

    Each question should test content that was chosen on purpose (Haladyna, Downing & Rodriguez 2002, guidelines 1 to
    3). A quiz spreads its questions over the objectives and counts right responses for each, and one without falls out
    of both.

    Fails:
        format: 1
        objectives: {choose-split: Choose how to split a model over GPUs}
        questions:
          - id: lower-weight-memory
            ask: Which way to split a model lowers the weights that one GPU holds?
            right: Tensor parallelism
            wrong: [Replicated data parallelism, Gradient accumulation]

    Passes:
        format: 1
        objectives: {choose-split: Choose how to split a model over GPUs}
        questions:
          - id: lower-weight-memory
            objective: choose-split
            ask: Which way to split a model lowers the weights that one GPU holds?
            right: Tensor parallelism
            wrong: [Replicated data parallelism, Gradient accumulation]
    """
    declared = item.bank.section.objectives
    if declared and not item.question.objective:
        some = ", ".join(list(declared)[:SHOWN]) + (", …" if len(declared) > SHOWN else "")
        yield Found(item.place("objective"), "the question names no objective", f"write objective: one of {some}")
