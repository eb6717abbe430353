"""Words in options that say too much (always, only) or too little (often, some)."""

from aiinfra_study.lint.item import Item
from aiinfra_study.lint.patterns import pattern
from aiinfra_study.lint.rule import Findings, Found, rule
from aiinfra_study.lint.rules.meta_options import means_all
from aiinfra_study.lint.words import ABSOLUTES

PAIR = 2  # distractors
# all-reduce and read-only are names
_ABSOLUTE = pattern(rf"(?<![\w-])(?:{'|'.join(sorted(ABSOLUTES))})(?![\w-])")
_QUANTITIES = (
    *("some", "often", "usually", "many", "several", "frequently", "generally", "typically", "rarely", "mostly"),
    *("sometimes", "seldom", "occasionally"),
)
# "more often" and "as many as" compare, "least frequently used" is a name
_VAGUE = pattern(
    r"(?<![\w-])(?<!more )(?<!less )(?<!as )(?<!too )(?<!how )(?<!so )(?<!most )(?<!least )(?<!that )"
    rf"(?:{'|'.join(_QUANTITIES)})(?![\w-])(?! asked)"
)


@rule("I311", "absolutes-pair", "info")
def absolutes_pair(item: Item) -> Findings:
    """Two or more distractors speak in absolutes, and the key does not.

    Always, never, only, all, every, must, completely, entirely and cannot are rarely true, and test-wise learners know
    it. One such distractor is nothing; two beside a careful key are a pattern: 2.7 % of LinkedIn's questions, 3.9 % of
    the Rust Book's, 33 % of the chapter that this project began with. In good banks the words are no cue (odds 0.86 in
    the Rust Book), so this is a hint; B403 judges the whole bank. Source: Haladyna, Downing & Rodriguez (2002),
    guideline 28a.

    Fails:
        - id: quantised-weights
          ask: What does it change to quantise 16-bit weights to 8 bits?
          right: Memory falls by half, and accuracy has to be measured again
          wrong:
            - Every answer becomes worse by about the same amount
            - Only training gets faster, while serving stays as it was

    Passes:
        - id: quantised-weights
          ask: What does it change to quantise 16-bit weights to 8 bits?
          right: Memory falls by half, and accuracy has to be measured again
          wrong:
            - Answers become shorter by about half, and memory stays as it was
            - Only training gets faster, while serving stays as it was
    """
    if len(item.distractors) < PAIR or not any(word in item.options_folded for word in ABSOLUTES):
        return
    if any(_ABSOLUTE.search(key.folded) for key in item.keys):
        return
    found = [(offer, said) for offer in item.written if not offer.key and (said := _ABSOLUTE.search(offer.folded))]
    found = [(offer, said) for offer, said in found if not means_all(offer)]
    if len(found) >= PAIR:
        said_so = ", ".join(dict.fromkeys(match[0] for _, match in found))
        message = (
            f"{len(found)} of {len(item.distractors)} distractors speak in absolutes ({said_so}), the key does not"
        )
        yield Found(found[1][0].place, message, "say when or how much instead, or make the key as definite")


@rule("I312", "vague-quantity", "info")
def vague_quantity(item: Item) -> Findings:
    """An option names a quantity as vague as often, usually, some or many.

    Readers differ in how many times "often" is, so whether the option is true depends on the reader. Stems are not
    looked at: "most likely" and "best" are good English there, and matching them would report most questions.
    Comparisons ("more often", "as many as") say enough. Source: NBME item-writing guide (vague terms).

    Fails:
        - id: spot-nodes
          ask: How does a spot node end?
          right: It is often taken back
          wrong: [It runs until its lease ends, It is sold to the highest bidder each night]

    Passes:
        - id: spot-nodes
          ask: How does a spot node usually end?
          right: It is taken back at two minutes' notice
          wrong: [It runs until its lease ends, It is sold to the highest bidder each night]
    """
    if not any(word in item.options_folded for word in _QUANTITIES):
        return
    found = [(offer, said) for offer in item.written if (said := _VAGUE.search(offer.folded))]
    if found:
        said_so = ", ".join(dict.fromkeys(match[0] for _, match in found))
        message = f"{len(found)} of {len(item.offers)} options name a vague quantity ({said_so})"
        yield Found(found[0][0].place, message, "give a number or a condition, or leave the word out")
