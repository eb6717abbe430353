"""The stem: how long it is, and whether it asks something."""

import re

from aiinfra_study.lint.item import Item
from aiinfra_study.lint.patterns import pattern
from aiinfra_study.lint.rule import Findings, Found, rule
from aiinfra_study.lint.words import MASK, listed
from aiinfra_study.lint.words import stem as stem_of

LONG = 60  # words of a stem
LONG_BEFORE_QUESTION = 45  # words before its question mark
SHORT = 4  # words: with fewer a lead-in says what is asked only if something else sets the scene
SCENE = 4  # words before the lead-in that set one
ENOUGH = 100  # characters of a stem that says enough whatever they are
QUESTION_MARKS = ("?", "？", "؟")
_UNSPACED = "\u0e00"  # from here on scripts write words without spaces
_BLANK = pattern(r"(?:\\?_){3,}|…|\.\.\.|\[\s*\]")
# how a sentence ends that the options complete, a form that is as good as a question
_COMPLETED = pattern(
    r"(?:[:—–]|\b(?:a|an|the|to|of|is|are|was|be|by|with|for|from|in|on|at|as|into|that|than|because|when|if|means|has|have))"
    r"\Z",
    re.IGNORECASE,
)
# Verbs that tell a learner what to do. Where a sentence or a part of one begins with one of them, it is an order.
_ORDERS = (
    "add answer apply arrange assign assume balance build calculate categorize check choose cite classify combine"
    " compare complete compute configure connect consider convert correct count create debug decide define"
    " demonstrate derive describe design determine diagnose differentiate discuss distinguish divide draw enter"
    " estimate evaluate examine explain express extend fill find fix follow format generate give group guess"
    " identify implement imagine indicate infer insert interpret join judge justify label let link list locate mark"
    " match measure modify move multiply name note number order outline pair pick place plan point predict prove"
    " provide put rank rate read recall recommend replace reduce report rewrite round run say select separate set"
    " show simplify simulate size sketch solve sort specify split spot state suggest suppose tell tick trace"
    " transform translate type use verify work write"
)
_ORDER = pattern(
    rf"(?:^|[.!?:;,—–]\s+)(?:(?:please|then|now|first|next|and|or|briefly)\s+)*(?:{'|'.join(_ORDERS.split())})\b",
    re.IGNORECASE,
)
# words that ask nothing by themselves: what is left without them is what the question is about
_EMPTY = "following statement statements true false correct incorrect right wrong best answer answers option options"
_EMPTY_STEMS = frozenset(map(stem_of, listed(_EMPTY)))
_ASKING = listed("what which who whom whose where when why how is are do does did can could may must should will")
_WORD = pattern(r"\w")


@rule("I317", "long-stem", "info")
def long_stem(item: Item) -> Findings:
    """The stem is long.

    More than 60 words, or more than 45 before its question mark; code is not counted. Reading is then part of what is
    tested, and a learner meets the stem again at each review (Haladyna, Downing & Rodriguez 2002: minimise reading).
    Of 6,861 LinkedIn stems 0.5 % are that long (95 % have at most 36 words, 99 % at most 53); of the Rust Book's 26 %
    would be if their code were counted.

    Fails:
        - id: restart-after-loss
          ask: >-
            A team trains a language model on 64 GPUs in a cluster that it shares with three other teams of the same
            company. The run has been going for nine days, writes a checkpoint every two hours to shared storage,
            and was started by an engineer who has left since. Last night one GPU failed with a memory error. How
            much work is lost at most?
          right: Two hours
          wrong: [Nine days, None]

    Passes:
        - id: restart-after-loss
          ask: A run on 64 GPUs writes a checkpoint every two hours. One GPU fails. How much work is lost at most?
          right: Two hours
          wrong: [Nine days, None]
    """
    stem = item.stem
    if stem.count(" ") < LONG_BEFORE_QUESTION:
        return
    whole = _count(stem)
    before = _count(stem[: stem.find("?")]) if "?" in stem else 0
    if whole > LONG or before > LONG_BEFORE_QUESTION:
        message = f"the stem has {whole} words" + (f", {before} of them before its question mark" if before else "")
        help = f"keep what the key depends on: at most {LONG_BEFORE_QUESTION} words before the question mark"
        yield Found(item.place("ask", "claim"), message, help)


@rule("I318", "unfocused-stem", "warning")
def unfocused_stem(item: Item) -> Findings:
    """The stem does not ask anything by itself.

    With the options covered, one should be able to say what is asked, and mostly to answer it (NBME item-writing
    guide; "unfocused stem" of the item-writing-flaw rubrics). Reported are stems without question mark, gap or order
    (name, choose, put ...) that are no sentence for the options to complete either; lead-ins of fewer than four words
    with nothing before them that sets a scene ("What is MIG?" is a whole question and passes); and lead-ins such as
    "Which of the following is true?" that name no subject. Of 6,861 LinkedIn stems 0.6 % have fewer than four words, of
    the Rust Book's none. The rule knows English.

    Fails:
        - id: about-taints
          ask: A taint on a GPU node
          right: Repels pods that do not tolerate it
          wrong: [Attracts pods that tolerate it, Evicts pods that request no GPU]

        - id: true-of-taints
          ask: Which of the following is true?
          right: A taint repels pods that do not tolerate it
          wrong: [A taint attracts pods that tolerate it, A taint evicts pods that request no GPU]

    Passes:
        - id: about-taints
          ask: What does a taint on a GPU node do?
          right: It repels pods that do not tolerate it
          wrong: [It attracts pods that tolerate it, It evicts pods that request no GPU]
    """
    if item.kind in ("true-false", "cloze", "ordering", "matching"):  # their fields say what to do
        return
    stem, tree = item.stem, item.tree
    if not any(mark in stem for mark in QUESTION_MARKS) and not _BLANK.search(item.question.ask):
        if not _ORDER.search(stem) and not (_COMPLETED.search(stem) and _count(stem) >= SHORT):
            message = "the stem has no question mark, no gap and no order such as name or choose"
            yield Found(item.place("ask"), message, "make it a question that can be answered with the options covered")
        return
    if not 0 < len(stem) <= ENOUGH or "code" in tree or "media" in tree or max(stem) >= _UNSPACED:
        return
    lead_in = item.lead_in
    asked = _count(lead_in)
    if _count(stem) - asked >= SCENE:
        return
    if asked < SHORT and not _asks(lead_in):
        message = f'the lead-in "{lead_in}" has {asked} word{"s" * (asked != 1)}'
        yield Found(
            item.place("ask"), message, "say what is asked, so that it can be answered with the options covered"
        )
    elif not item.stem_content - _EMPTY_STEMS and MASK not in stem:
        yield Found(item.place("ask"), f'"{stem}" names no subject', "ask about one thing that each option can answer")


def _asks(lead_in: str) -> bool:
    """Whether so few words are a whole question, as in "What is MIG?" (in other languages, who knows)."""
    words = lead_in.casefold().split()
    return len(words) == SHORT - 1 and (words[0] in _ASKING or not lead_in.isascii())


def _count(text: str) -> int:
    """Words, numbers and signs between spaces that hold a letter or a digit."""
    return sum(1 for word in text.split() if _WORD.search(word))
