"""Questions that are several true-false questions in one."""

import re

from aiinfra_study.lint.item import Item
from aiinfra_study.lint.patterns import pattern
from aiinfra_study.lint.rule import Findings, Found, rule

SENTENCES_FROM = 3
WORDS_FROM = 4
_WHICH = pattern(r"\b(?:which|what|select|choose|pick|mark|identify)\b", re.IGNORECASE)
_IS_TRUE = pattern(r"\b(?:true|correct|right|accurate|valid|holds?|false)\b", re.IGNORECASE)
_FINITE = pattern(
    r"\b(?:is|are|was|were|has|have|had|does|do|did|can|cannot|could|will|would|must|may|might|should|needs?|uses?|runs?"
    r"|keeps?|makes?|holds?|stores?|sends?|reads?|writes?|adds?|removes?|requires?|returns?|allows?|takes?|gives?)\b"
)


@rule("I320", "true-false-set", "info", default=False)
def true_false_set(item: Item) -> Findings:
    """The options are unrelated sentences, each to be judged true or false.

    Without the options nothing is asked, and one question tests several things at once. Off unless selected, because a
    set of sentences on one topic is often the honest form and many good questions would be reported. Source: the
    item-writing-flaw rubric of Moore et al. (2023), after the NBME guide.

    Fails:
        - id: about-gpus
          ask: Which of these statements is true?
          right: A GPU has its own memory.
          wrong: [A taint moves pods to another node., Object storage is faster than NVMe., DNS assigns addresses.]

    Passes:
        - id: gpu-memory
          ask: Where do the weights of a model stand while a GPU decodes?
          right: In the memory of the GPU
          wrong: [In the page cache of the host, In the object store, In the registers of the CPU]
    """
    if len(item.offers) < SENTENCES_FROM:
        return
    which = _WHICH.search(item.lead_in)
    if which is None or not _IS_TRUE.search(item.lead_in, which.end()):
        return
    sentences = sum(map(_is_sentence, (offer.plain for offer in item.offers)))
    if sentences >= SENTENCES_FROM:
        message = f"{sentences} of {len(item.offers)} options are whole sentences to be judged one by one"
        yield Found(item.place("ask"), message, "ask about one thing, or write a claim: with truth: for each")


def _is_sentence(text: str) -> bool:
    """Whether a text reads as an independent sentence: a capital, a few words, a full stop or a finite verb."""
    if not text[:1].isupper() or len(text.split()) < WORDS_FROM:
        return False
    return text.endswith(".") or bool(_FINITE.search(text))
