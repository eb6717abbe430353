"""Options that combine numbered statements."""

from aiinfra_study.lint.item import Item
from aiinfra_study.lint.patterns import pattern
from aiinfra_study.lint.rule import Findings, Found, rule

LONGEST = 40  # characters: a combination of labels is short
COMBINED_FROM = 2  # options
_LABEL = r"\(?(?:[1-9]|i{1,3}|iv|vi{0,3}|[a-h])\)?"
_JOIN = r"(?:, ?(?:and |or )?| and | or | nor | ?[&+] ?)"
_LEAD = r"(?:(?:only|both|neither|either|all of|statements?|claims?|items?|points?|numbers?) )*"
_END = r"(?: only| alone| are (?:both )?(?:correct|right|true)|,? but not .{1,6})?\.?"
_COMBINED = pattern(rf"{_LEAD}{_LABEL}(?:{_JOIN}{_LABEL})+{_END}")
_SINGLE = pattern(rf"{_LEAD}{_LABEL}{_END}")
_SAYS_SO = pattern(r"\b(?:only|alone|both|neither|statements?|claims?|but not|are (?:correct|right|true))\b")
_FIRST = pattern(r"(?:^|[\s(])[*_]*(?:1|i|a)[.):]")
_SECOND = pattern(r"(?:^|[\s(])[*_]*(?:2|ii|b)[.):]")


@rule("I319", "complex-k-type", "warning")
def complex_k_type(item: Item) -> Findings:
    """Options are combinations of numbered statements, such as "1 and 3 only".

    Such items (K-type) take long to read and reward test-taking: who knows one statement rules out half of the options.
    Reported where two options are labels, one of them a combination, and the stem lists the labels or an option says
    "only" or the like; pairs of bare numbers are values. Source: Haladyna, Downing & Rodriguez (2002), guideline 9.

    Fails:
        - id: ttft-parts
          ask: "What adds to the time to first token? 1. Waiting in the queue 2. Prefill 3. Decoding the second token"
          right: 1 and 2 only
          wrong: [2 and 3 only, "1, 2 and 3"]

    Passes:
        - id: ttft-parts
          ask: Which two add to the time to first token?
          right: [Waiting in the queue, Prefill]
          wrong: [Decoding the second token, Closing the stream]
    """
    short = [offer for offer in item.written if len(offer.plain) <= LONGEST]
    if len(short) < COMBINED_FROM:
        return
    combined = [offer for offer in short if _COMBINED.fullmatch(offer.folded)]
    if not combined:
        return
    labelled = combined + [offer for offer in short if offer not in combined and _SINGLE.fullmatch(offer.folded)]
    if len(labelled) < COMBINED_FROM:
        return
    asked = item.question.ask.casefold()
    if any(_SAYS_SO.search(offer.folded) for offer in labelled) or (_FIRST.search(asked) and _SECOND.search(asked)):
        message = f'{len(labelled)} of {len(item.offers)} options combine statements, such as "{combined[0].plain}"'
        yield Found(combined[0].place, message, "offer the statements themselves: right: [one, another] takes several")
