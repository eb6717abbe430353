"""What the questions of a section ask for, and whether there are enough of them."""

from collections.abc import Iterator

from aiinfra_study.core.quiz import ASKED_IN
from aiinfra_study.lint.item import Item, LintBank
from aiinfra_study.lint.rule import Found, rule

LEVELLED_FROM = 5  # questions
REMEMBER_ABOVE = 0.70
QUIZ_FROM = 8
_RECALL = ("remember", "understand")


@rule("B408", "level-mix", "info", "bank")
def level_mix(bank: LintBank) -> Iterator[tuple[Item | None, Found]]:
    """Almost all questions ask for facts, or none asks to use what is known.

    What a section teaches is rarely a list of facts, and conceptual questions tell learners apart better than those on
    details (Crichton & Krishnamurthi 2024, the Rust Book). Reported from five questions with a `level` on: where more
    than 70 % are at `remember`, or none at `apply`, `analyze`, `evaluate` or `create`.

    Fails:
        format: 1
        defaults: {level: remember}
        questions:
          - {id: a, claim: The HPA adds pods., truth: true}
          - {id: b, claim: The HPA adds nodes., truth: false}
          - {id: c, claim: A taint repels pods., truth: true}
          - {id: d, claim: A label repels pods., truth: false}
          - {id: e, claim: MIG isolates memory., truth: true}

    Passes:
        format: 1
        defaults: {level: remember}
        questions:
          - {id: a, claim: The HPA adds pods., truth: true}
          - {id: b, claim: The HPA adds nodes., truth: false}
          - {id: c, claim: A taint repels pods., truth: true}
          - {id: d, claim: A BF16 model of 7 billion parameters takes 14 GB., truth: true, level: apply}
          - {id: e, claim: A BF16 model of 70 billion fits one GPU of 80 GB., truth: false, level: apply}
    """
    levels = [item.question.level for item in bank.items if item.question.level]
    n = len(levels)
    if n < LEVELLED_FROM:
        return
    facts, recall = levels.count("remember"), sum(map(levels.count, _RECALL))
    if facts > REMEMBER_ABOVE * n:
        message = f"{facts} of {n} questions ({facts / n:.0%}) are at level remember"
    elif recall == n:
        message = f"none of {n} questions is at level apply or above"
    else:
        return
    yield None, Found(bank.start, message, "add cases: a situation, and what to do or to expect in it")


@rule("B409", "thin-section", "warning", "bank")
def thin_section(bank: LintBank) -> Iterator[tuple[Item | None, Found]]:
    """A section has fewer than eight questions for its pre-quiz or for its post-quiz.

    A short quiz measures luck: with five questions, blind guessing before and after looks like a medium gain (0.3 of
    what could be gained) 15.6 % of the time, with twenty 2.9 % (simulated). Counted are the questions that may be asked
    in a stage: `use: both`, the stage itself, or none; of a `family` a quiz asks one. Questions that cannot be read yet
    count too.

    Fails:
        format: 1
        questions:
          - {id: a, claim: The HPA adds pods., truth: true}

    Passes:
        format: 1
        questions:
          - {id: a, claim: The HPA adds pods., truth: true}
          - {id: b, claim: The HPA adds nodes., truth: false}
          - {id: c, claim: A taint repels pods., truth: true}
          - {id: d, claim: A label repels pods., truth: false}
          - {id: e, claim: MIG isolates memory., truth: true}
          - {id: f, claim: A quota attracts pods., truth: false}
          - {id: g, claim: The VPA sets requests., truth: true}
          - {id: h, claim: A probe adds nodes., truth: false}
    """
    counts = {stage: _askable(bank, uses) + bank.section.left_out for stage, uses in ASKED_IN.items()}
    thin = [f"{count} for the {stage}-quiz" for stage, count in counts.items() if count < QUIZ_FROM]
    if thin and bank.items:
        message = f"too few questions: {' and '.join(thin)}, {QUIZ_FROM} are wanted"
        yield None, Found(bank.start, message, "write more: below, a gain is mostly luck")


def _askable(bank: LintBank, uses: tuple[str, ...]) -> int:
    """How many questions one quiz of a stage can ask."""
    asked = [item.question for item in bank.items if item.question.use in uses]
    return sum(not question.family for question in asked) + len({q.family for q in asked if q.family})
