"""Words that the key shares: with the stem, or with the other options."""

import re
from collections import Counter

from aiinfra_study.lint.item import Item, Offer
from aiinfra_study.lint.rule import Findings, Found, rule
from aiinfra_study.lint.words import MASK, stem, words

MORE_SHARED = 2  # words that the key shares with the stem beyond any other option
LONG_KEY = 12  # characters that do not stand in a stem by chance
MORE_CONVERGENT = 3  # words that the key shares with the other options beyond any other
_EDGES = " .,;:!?\"'()[]…“”‘’"


@rule("I304", "stem-key-overlap", "warning")
def stem_key_overlap(item: Item) -> Findings:
    """The key repeats more words of the stem than any other option.

    A learner who understands neither picks the option that sounds like the question (NBME: clang association). Reported
    where the key shares two or more content words beyond every other option, endings and code aside: 1.9 % of
    LinkedIn's questions and of the Rust Book's. Sources: NBME item-writing guide; Casu (2019).

    Fails:
        - id: ring-traffic
          ask: How does a ring all-reduce keep the traffic of each GPU nearly constant as GPUs are added?
          right: Each GPU only passes chunks round the ring, so its traffic stays nearly constant
          wrong:
            - One node sums the gradients of all others and sends the result out
            - Switches add the numbers on their way up the tree of links

    Passes:
        - id: ring-traffic
          ask: How does a ring all-reduce keep the load of each link nearly constant as GPUs are added?
          right: Every worker sends only a share of the gradients to its neighbour at a time
          wrong: [One worker sums the gradients of all others and sends them out, Switches add them on their way]
    """
    if not item.distractors or not item.keys:
        return
    asked = item.stem_content
    if all(len(key.content & asked) < MORE_SHARED for key in item.keys):
        return
    ranked = sorted(((len(offer.content & asked), offer) for offer in item.offers), key=lambda pair: -pair[0])
    (most, offer), (second, _) = ranked[:2]
    if offer.key and most - second >= MORE_SHARED:
        shared = ", ".join(_words_of(offer, offer.content & asked))
        message = f"the key shares {most} words with the stem ({shared}), the next option {second}"
        yield Found(offer.place, message, "say it in other words, or let distractors use the same ones")


def _words_of(offer: Offer, stems: set[str]) -> list[str]:
    """The words of an option, as written there, that have these stems."""
    return list({stem(word): word for word in reversed(words(offer.plain)) if stem(word) in stems}.values())[::-1]


@rule("I305", "stem-contains-key", "warning")
def stem_contains_key(item: Item) -> Findings:
    """The stem spells out the key.

    Who reads carefully has the key before the options. Keys of 12 characters or more count, and only if no
    distractor stands in the stem too (a stem that names all candidates gives nothing away): 0.2 % of LinkedIn's
    questions. Code does not count: with it 3.9 % of the Rust Book's would be reported. Source: the content rules of
    fullmark.

    Fails:
        - id: adam-memory
          ask: Optimizer state takes most of the memory of a training run with Adam. What does ZeRO stage 1 shard?
          right: Optimizer state
          wrong: [Activations, Input batches]

    Passes:
        - id: adam-memory
          ask: A training run with Adam overflows its GPU. What does ZeRO stage 1 shard?
          right: Optimizer state
          wrong: [Activations, Input batches]
    """
    if not item.keys:
        return
    asked, keys = item.stem_folded, [_normal(key.folded) for key in item.keys]
    if not all(key in asked and len(key) >= LONG_KEY and MASK not in key for key in keys):
        return
    if not any(_is_word_of(_normal(offer.folded), asked) for offer in item.distractors):
        message = f'the key ({len(keys[0])} characters) stands in the stem: "{item.keys[0].plain[:60]}"'
        yield Found(item.keys[0].place, message, "describe it in the stem without naming it")


def _is_word_of(part: str, text: str) -> bool:
    return part in text and bool(re.search(rf"(?<!\w){re.escape(part)}(?!\w)", text))


def _normal(text: str) -> str:
    """Without the signs at its edges; a text of nothing else is itself."""
    return text.strip(_EDGES) or text


@rule("I316", "convergence", "info", default=False)
def convergence(item: Item) -> Findings:
    """The key shares the most words with the other options.

    Authors vary the key to make distractors, so the option that has most in common with the rest is suspected. Off
    unless selected, because it is a weak cue: the key converges most in 6 % of LinkedIn's questions and 8 % of the Rust
    Book's, less than chance. Reported where it leads by three words or more. Sources: NBME item-writing guide; the
    item-writing-flaw rubric of Moore et al. (2023).

    Fails:
        - id: hpa-signal
          ask: What should drive the autoscaling of this LLM server?
          right: The number of requests that wait in its queue
          wrong:
            - The number of tokens held in its cache
            - The mean age of its open requests
            - The length of its longest queue
            - The wait for a free CPU core

    Passes:
        - id: hpa-signal
          ask: What should drive the autoscaling of this LLM server?
          right: The number of waiting requests
          wrong: [The load of its CPUs, The memory that its GPUs hold]
    """
    if len(item.keys) != 1 or len(item.distractors) < 2:
        return
    frequency = Counter(word for offer in item.offers for word in offer.content)
    scores = [sum(frequency[word] - 1 for word in offer.content) for offer in item.offers]
    lead = scores[0] - max(scores[1:])
    if lead >= MORE_CONVERGENT:
        message = f"the key shares {scores[0]} words with the other options, the next one {max(scores[1:])}"
        yield Found(item.keys[0].place, message, "let the options vary in more than one respect")
