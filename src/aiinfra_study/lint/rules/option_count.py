"""How many options there are."""

from aiinfra_study.lint.item import Item
from aiinfra_study.lint.rule import Findings, Found, rule

FEWEST = 3
MOST = 6


@rule("I313", "option-count", "warning")
def option_count(item: Item) -> Findings:
    """There are only two options, or more than six.

    Of two options half of the blind guesses are right, and a true-false question (`claim:` with `truth:`) says the same
    plainly. Beyond five, distractors are read by all and chosen by nobody: three options do as well as four or five in
    80 years of studies. Source: Rodriguez (2005), "Three options are optimal for multiple-choice items".

    Fails:
        - id: hpa-adds
          ask: What does the HPA add?
          right: Pods
          wrong: [Nodes]

    Passes:
        - id: hpa-adds
          ask: What does the HPA add?
          right: Pods
          wrong: [Nodes, GPUs to a pod]
    """
    count = len(item.offers)
    if 0 < count < FEWEST:
        help = "add a distractor that somebody believes, or write claim: and truth:"
        yield Found(item.place("wrong"), f"{count} options, so a blind guess is right half of the time", help)
    elif count > MOST:
        message = f"{count} options; three to five do as well and take less reading"
        yield Found(item.place("wrong"), message, "drop the distractors that nobody would choose")
