"""How long the key and the distractors are beside each other."""

from aiinfra_study.lint.item import Item
from aiinfra_study.lint.rule import Findings, Found, rule

KEY_FROM = 40  # characters: below, a word more or less is no cue
MUCH_LONGER = 1.5  # times the longest distractor
STUB_BELOW = 0.4  # of the mean length of the options
MEAN_FROM = 30  # characters: among short options a short one does not stand out


@rule("I301", "key-much-longer", "warning")
def key_much_longer(item: Item) -> Findings:
    """The key is much longer than every distractor.

    Authors qualify what is true and cut short what is false, so a learner without knowledge picks the longest option.
    Of the Rust Book's 103 expert questions 1.0 % do this, of 6,861 LinkedIn questions 7.6 %, of the chapter that this
    project began with 26.7 %. Code in the key does not count. Sources: Haladyna, Downing & Rodriguez (2002),
    guideline 24; NBME item-writing guide; Casu (2019).

    Fails:
        - id: rag-freshness
          ask: Policies change weekly. What keeps a chatbot accurate?
          right: Retrieve the current documents from an index that is refreshed whenever one of them changes
          wrong: [Retrain the base model every week, Answer from a cache of similar questions]

    Passes:
        - id: rag-freshness
          ask: Policies change weekly. What keeps a chatbot accurate?
          right: Retrieve the current documents for each question
          wrong: [Train the base model on them each week, Answer from a cache of similar questions]
    """
    if len(item.keys) != 1 or not item.distractors:
        return
    key = item.keys[0]
    length = len(key.plain)
    if length < KEY_FROM:
        return
    longest = max(len(offer.shown) for offer in item.distractors)
    if length >= MUCH_LONGER * longest:
        message = f"the key has {length} characters, the longest distractor {longest}"
        yield Found(key.place, message, "shorten the key, or give the distractors the same detail")


@rule("I302", "stub-distractor", "info")
def stub_distractor(item: Item) -> Findings:
    """A distractor is so short beside the other options that it looks thrown in.

    A distractor that nobody chooses only makes guessing easier, and a stub is the distractor that learners discard
    first. Reported below 0.4 of the mean length of all options, where that mean is 30 characters or more: 1.3 % of
    LinkedIn's questions, 2.9 % of the Rust Book's. Code in a distractor counts as the learner sees it. Source: the
    item-writing-flaw rubric of Moore et al. (2023), implausible distractors.

    Fails:
        - id: pending-pod
          ask: A pod that asks for two GPUs stays pending. What do you look at first?
          right: The events of the pod, for the reason the scheduler gives
          wrong: [The logs of the container that the pod would run, The weather]

    Passes:
        - id: pending-pod
          ask: A pod that asks for two GPUs stays pending. What do you look at first?
          right: The events of the pod, for the reason the scheduler gives
          wrong: [The logs of the container that the pod would run, The GPU metrics of the node that it would run on]
    """
    offers = item.offers
    if not offers:
        return
    mean = sum([len(offer.plain) for offer in offers]) / len(offers)
    if mean < MEAN_FROM:
        return
    for offer in item.distractors:
        length = len(offer.plain)
        if length < STUB_BELOW * mean and len(offer.shown) < STUB_BELOW * mean:
            message = f"this distractor has {length} characters, the options have {mean:.0f} on average"
            yield Found(offer.place, message, "write out a belief that somebody really holds, or drop the distractor")
