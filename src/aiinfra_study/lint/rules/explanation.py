"""What a learner reads after responding: the lesson, and why an option is wrong."""

from aiinfra_study.lint.item import Item
from aiinfra_study.lint.patterns import pattern
from aiinfra_study.lint.rule import Findings, Found, rule
from aiinfra_study.lint.words import content

LEAST_WORDS = 8
REPEATS = 0.8  # Jaccard overlap of the content words of lesson and key
LONG_ENOUGH = 40  # words that no repetition has
KEY_FROM = 3  # content words of a key: shorter ones stand in every lesson about them
_DIGIT = pattern(r"\d")


@rule("I321", "no-explanation", "warning")
def no_explanation(item: Item) -> Findings:
    """There is no `because`.

    Elaborated feedback has an effect of 0.49 on learning, naming the key 0.32, and a bare "right" or "wrong"
    0.05 (van der Kleij, Feskens & Eggen 2015, a meta-analysis of 40 studies). The lesson is shown after right
    responses too, as some of them were guesses.

    Fails:
        - id: rank-memory
          ask: Which way to train in parallel divides the optimizer state over the GPUs?
          right: Sharded data parallelism
          wrong: [Replicated data parallelism, Gradient accumulation]

    Passes:
        - id: rank-memory
          ask: Which way to train in parallel divides the optimizer state over the GPUs?
          right: Sharded data parallelism
          wrong: [Replicated data parallelism, Gradient accumulation]
          because: Each rank keeps one share of weights, gradients and moments, and gathers the rest when it is needed.
    """
    if not item.question.because.strip():
        yield Found(item.place("because"), "the question has no because", "write because: why the key is right")


@rule("I322", "thin-explanation", "warning")
def thin_explanation(item: Item) -> Findings:
    """The `because` has fewer than eight words, or only repeats the key.

    A lesson that names the key once more is the feedback with an effect of 0.32; one that says why has 0.49 (van der
    Kleij et al. 2015). Signs of a formula count as words. The key is repeated where 80 % of the content words of key
    and lesson together are shared (Jaccard overlap); words that the lesson takes from the stem do not count, keys of
    one or two content words are not looked at, and neither are lessons with a number or of more than 40 words.

    Fails:
        - id: taint-repels
          ask: A node carries the taint `gpu=true:NoSchedule`. Which pods can still be placed on it?
          right: Pods that tolerate the taint
          wrong: [Pods that request a GPU, Pods in a privileged namespace]
          because: Pods that tolerate the taint can be placed on it.

    Passes:
        - id: taint-repels
          ask: A node carries the taint `gpu=true:NoSchedule`. Which pods can still be placed on it?
          right: Pods that tolerate the taint
          wrong: [Pods that request a GPU, Pods in a privileged namespace]
          because: The scheduler filters a tainted node out for every pod without a matching toleration.
    """
    text = item.explanation
    if not text:
        return
    count = text.count(" ") + 1
    if count < LEAST_WORDS:
        message = f"the because has {count} word{'s' * (count != 1)}, fewer than {LEAST_WORDS}"
        yield Found(item.place("because"), message, "say why the key is right and what the mistake would be")
        return
    if count > LONG_ENOUGH or _DIGIT.search(text):
        return
    key = _key_content(item)
    if len(key) < KEY_FROM:
        return
    said = content(text) - (item.stem_content - key)
    shared = len(said & key)
    if shared >= REPEATS * len(said | key):
        message = f"the because repeats the key: besides the stem's words, {shared} of {len(said | key)} are shared"
        yield Found(item.place("because"), message, "say why the key is right, in words that the key does not have")


def _key_content(item: Item) -> set[str]:
    """What is right, as content words; of a true-false question its claim."""
    if item.keys:
        return set().union(*(offer.content for offer in item.keys))
    if item.kind == "true-false":
        return item.stem_content
    if item.kind == "numeric":
        return set()
    return content(" ".join(item.question.body.key_lines))


@rule("I323", "no-option-why", "info")
def no_option_why(item: Item) -> Findings:
    """No distractor says why it is wrong, or, with `rationale: all`, an option does not.

    A chosen distractor is remembered unless feedback says why it is wrong (Butler & Roediger 2008: without feedback,
    learned lures come back in the next test). The section's setting `rationale` says what is asked for: `all` a `why`
    for each option, `some` (the default) one distractor of each question at least, `none` nothing.

    Fails:
        - id: kv-cache-owner
          ask: What takes more GPU memory with each token of an open conversation?
          right: The KV cache
          wrong: [The weights, The optimizer state]

    Passes:
        - id: kv-cache-owner
          ask: What takes more GPU memory with each token of an open conversation?
          right: The KV cache
          wrong:
            - The weights
            - {text: The optimizer state, why: It exists in training only.}
    """
    wanted = item.bank.section.rationale
    if wanted == "none" or not item.offers:
        return
    if wanted == "all":
        for offer in item.offers:
            if not offer.why.strip():
                help = "write {text: …, why: …}, as the section says rationale: all"
                yield Found(offer.place, "this option has no why", help)
    elif not any(offer.why.strip() for offer in item.distractors):
        help = "write {text: …, why: …} for the most tempting one, or set rationale: none"
        yield Found(item.place("wrong"), "no distractor says why it is wrong", help)
