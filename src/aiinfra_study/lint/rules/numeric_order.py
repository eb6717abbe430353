"""Numbers among the options."""

import re

from aiinfra_study.lint.item import Item
from aiinfra_study.lint.patterns import pattern
from aiinfra_study.lint.rule import Findings, Found, rule

FROM = 3  # options: two always rise or fall
_ABOUT = pattern(r"^(?:about|around|approximately|roughly|nearly|~|≈)\s*", re.IGNORECASE)
MAX_SHOWN = 60


@rule("I325", "numeric-options-unsorted", "info")
def numeric_options_unsorted(item: Item) -> Findings:
    """All options are numbers, their order is fixed, and they neither rise nor fall.

    Sorted numbers can be compared at a glance, and the place of the key says nothing about it (Haladyna, Downing &
    Rodriguez 2002, guideline 21: options in logical or numerical order). Of 58 LinkedIn questions with numbers alone,
    44 were out of order. Options that are shuffled are not looked at.

    Fails:
        - id: gpus-for-the-weights
          ask: Weights take 140 GB. How many GPUs of 80 GB hold them, if nothing else needs memory?
          right: 2
          wrong: [4, 1]
          keep_order: 3

    Passes:
        - id: gpus-for-the-weights
          ask: Weights take 140 GB. How many GPUs of 80 GB hold them, if nothing else needs memory?
          right: 2
          wrong: [1, 4]
          keep_order: 2
    """
    kept = item.kept
    if len(kept) < FROM:
        return
    from aiinfra_study.core.quantity import Quantity, parse

    numbers: list[Quantity] = []
    for offer in item.offers:
        text = _ABOUT.sub("", offer.text.strip("` \n"))
        if len(text) > MAX_SHOWN:
            return
        try:
            numbers.append(parse(text))
        except ValueError:
            return
    if len({number.dimension for number in numbers}) > 1:
        return
    values = [numbers[place].value for place in kept]
    if values in (sorted(values), sorted(values, reverse=True)):
        return
    shown = ", ".join(item.offers[place].plain or item.offers[place].text for place in kept)
    in_order = sorted(range(len(numbers)), key=lambda place: numbers[place].value)
    keys = [place + 1 for place, option in enumerate(in_order) if item.offers[option].key]
    rest = ", ".join(item.offers[option].text for option in in_order if not item.offers[option].key)
    help = f"write wrong: [{rest}] and keep_order: {keys[0] if len(keys) == 1 else keys}"
    yield Found(item.place("keep_order"), f"the options are shown as {shown}", help)
