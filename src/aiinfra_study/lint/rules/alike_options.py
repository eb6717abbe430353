"""Two options that are nearly one: the same words, or one the denial of the other."""

import re
from itertools import combinations

from aiinfra_study.lint.item import Item, Offer
from aiinfra_study.lint.patterns import pattern
from aiinfra_study.lint.rule import Findings, Found, rule
from aiinfra_study.lint.words import listed, stem, words

COMPARED_FROM = 25  # characters
COMPARED_TO = 500  # (an option has 240 at most, T603)
ALIKE = 0.92  # of the characters of both stand in the other, in the same order
COMPLEMENT_FROM = 3  # options; of two one always denies the other
_PROSE = pattern(r"(?:[^\W\d_]|[ ,.;:!?()'’“”\"-])+")


@rule("I314", "near-duplicate-options", "info")
def near_duplicate_options(item: Item) -> Findings:
    """Two options differ in a few letters only.

    Either one of them is a slip of the pen, or learners have to compare letters instead of ideas. Options of 25
    characters or more are compared, and reported from 92 % of equal letters on: 2.8 % of LinkedIn's questions, none of
    the Rust Book's. Options with code, digits or symbols are left out (with them 15.5 % of the Rust Book's would be
    reported: there one sign is the point), as are options that differ by punctuation alone.

    Fails:
        - id: taint-effect
          ask: What does the taint do to pods that run already?
          right: It evicts those without a toleration
          wrong: [It evicts those with a toleration, It restarts them]

    Passes:
        - id: taint-effect
          ask: What does the taint do to pods that run already?
          right: It evicts those that do not tolerate it
          wrong: [It leaves them where they are, It restarts them]
    """
    long = [offer for offer in item.written if COMPARED_FROM <= len(offer.plain) <= COMPARED_TO]
    if len(long) < 2:
        return
    for one, other in combinations(long, 2):
        if _may_be_alike(one, other) and (share := _alike(one.folded, other.folded)) >= ALIKE:
            message = f'{share:.0%} the same letters as "{one.plain[:60]}"'
            yield Found(other.place, message, "let the options differ in an idea, or drop one")


def _may_be_alike(one: Offer, other: Offer) -> bool:
    """What is seen at a glance: much the same length and half of the words, both prose, and not only other signs."""
    lengths = len(one.plain), len(other.plain)
    if 2 * min(lengths) < ALIKE * sum(lengths):
        return False
    if 2 * len(one.content & other.content) < max(len(one.content), len(other.content)):
        return False
    if not (_PROSE.fullmatch(one.plain) and _PROSE.fullmatch(other.plain)):
        return False
    return words(one.plain) != words(other.plain)


def _alike(one: str, other: str) -> float:
    """2 × the longest common subsequence ÷ both lengths, bit-parallel: Hyyrö (2004)."""
    masks: dict[str, int] = {}
    for place, sign in enumerate(one):
        masks[sign] = masks.get(sign, 0) | 1 << place
    full = (1 << len(one)) - 1
    row = full
    for sign in other:
        hits = row & masks.get(sign, 0)
        row = ((row + hits) | (row - hits)) & full
    return 2 * (len(one) - row.bit_count()) / (len(one) + len(other))


_DENIES = pattern(r"\b(?:not|never|no|cannot|without)\b|n['’]t\b")
_HINTS = ("not", "never", "no ", "without", "n't", "n’t")
_WITHOUT_NO = {"cannot": "can", "can't": "can", "can’t": "can", "won't": "will", "won’t": "will", "without": "with"}
_EMPTY = listed("not never no do does did a an the any always ever")


@rule("I315", "complementary-pair", "info")
def complementary_pair(item: Item) -> Findings:
    """Of two options one is the denial of the other, and one of them is the key.

    One of the two must be true, so the rest can be left unread and the question is one of true or false. Questions with
    two options only are I313's. Source: Haladyna, Downing & Rodriguez (2002), guideline 28e (pairs of options).

    Fails:
        - id: hpa-stabilises
          ask: What does the HPA do in the first five minutes after the load has dropped?
          right: It does not remove replicas
          wrong: [It removes replicas, It adds a node, It evicts pods of low priority]

    Passes:
        - id: hpa-stabilises
          ask: What does the HPA do in the first five minutes after the load has dropped?
          right: It keeps the number of replicas
          wrong: [It halves the number of replicas, It adds a node, It evicts pods of low priority]
    """
    if len(item.offers) < COMPLEMENT_FROM or not any(hint in item.options_folded for hint in _HINTS):
        return
    denied = {offer for offer in item.offers if _DENIES.search(offer.folded)}
    for one, other in combinations(item.written, 2):
        if one.key != other.key and (one in denied) != (other in denied) and _same_but_for_not(one, other):
            message = f'this and "{one.plain[:60]}" deny each other, so one of the two is right'
            yield Found(other.place, message, "replace the distractor of the two by another belief")


def _same_but_for_not(one: Offer, other: Offer) -> bool:
    if len(one.content ^ other.content) > 1:  # (don't and its kind may count as content)
        return False
    return _undenied(one) == _undenied(other) != ()


def _undenied(offer: Offer) -> tuple[str, ...]:
    """The stems of an option's words without what denies them."""
    plain = (_WITHOUT_NO.get(word) or re.sub(r"n['’]t$", "", word) for word in words(offer.plain))
    return tuple(stem(word) for word in plain if word not in _EMPTY)
