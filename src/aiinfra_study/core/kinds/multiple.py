"""multiple: several options, two or more of them right.

Net credit, (right ticks - wrong ticks) / keys and never below 0: a blind guesser then earns 0.20 with two right of
four, and one who ticks all of them 0 (our simulation); number-right scoring without negative totals follows Bar-Hillel,
Budescu & Attali (2005), "Scoring and keying multiple choice tests: a case study in irrationality".
"""

import re
from math import comb

from aiinfra_study.core.dice import Dice
from aiinfra_study.core.fields import Fields
from aiinfra_study.core.interaction import Choice, Grade, Remark, Response, places
from aiinfra_study.core.options import OPTIONS_SCHEMA, Option, held, read_keep_order, read_options, shown_order
from aiinfra_study.core.question import Body
from aiinfra_study.core.schema_parts import word

_WANTED = re.compile(r"\b(?:which|choose|select|pick|tick|mark|name)(?: the| any)? (two|three|four|[2-4])\b", re.I)
_NUMBERS = {"two": 2, "three": 3, "four": 4, "2": 2, "3": 3, "4": 4}


class Kind(Body):
    """The first `keys` options are right; `wanted` is their number where the stem tells it, else 0."""

    SCHEMA = OPTIONS_SCHEMA | {"partial": word(("net", "all"), "Credit: right minus wrong ticks, or all or nothing.")}
    EXAMPLE = """\
# multiple: two right options or more
id: checkpoint-for-adam
objective: size-memory
level: understand
use: both
ask: Which parts must a checkpoint hold so that a run with Adam goes on as if it had not stopped?
right:
  - text: The model weights
    why: They are what training has produced so far.
  - text: The optimizer moments
    why: Without them the first steps after the restart go astray.
wrong:
  - text: The layer activations
    why: They are computed anew for each batch.
  - text: The serving KV cache
    why: A training step keeps none.
because: Weights and both moments of Adam carry state from step to step; activations live for one step only.
refs: ["Adam: A Method for Stochastic Optimization (Kingma and Ba, 2015)"]
"""
    kind = "multiple"

    def __init__(
        self, options: tuple[Option, ...], keys: int, net: bool = True, kept: tuple[int, ...] = (), wanted: int = 0
    ) -> None:
        self.options = options
        self.keys = keys
        self.net = net
        self.kept = kept
        self.wanted = wanted

    @property
    def key_lines(self) -> tuple[str, ...]:
        return tuple(option.text for option in self.options[: self.keys])

    @property
    def identity(self) -> tuple[str, ...]:
        return (str(self.keys), *(option.text for option in self.options))

    @property
    def misconceptions(self) -> tuple[str, ...]:
        return held(self.options)

    @property
    def chance(self) -> float:
        """Over all ways to tick one option or more."""
        ways, wrongs = (1 << len(self.options)) - 1, len(self.options) - self.keys
        if not self.net:
            return 1 / ways
        earned = sum(
            comb(self.keys, right) * comb(wrongs, wrong) * (right - wrong)
            for right in range(self.keys + 1)
            for wrong in range(min(right, wrongs + 1))
        )
        return earned / self.keys / ways

    @classmethod
    def read(cls, fields: Fields) -> "Kind | None":
        right, wrong = read_options(fields)
        kept = read_keep_order(fields, len(right), len(wrong)) if right else ()
        net = fields.one_of("partial", ("net", "all"), "net") == "net"
        said = _WANTED.search(str(fields.tree.get("ask", "")))
        wanted = len(right) if said is not None and _NUMBERS[said[1].lower()] == len(right) else 0
        return cls(right + wrong, len(right), net, kept, wanted) if right else None

    def interaction(self, dice: Dice) -> Choice:
        texts = tuple(option.text for option in self.options)
        return Choice(texts, shown_order(self.kept, len(self.options), dice), several=True, wanted=self.wanted)

    def grade(self, response: Response) -> Grade:
        ticked = set(places(response))
        right = sum(place < self.keys for place in ticked)
        wrong = len(ticked) - right
        slips = self.keys - right + wrong
        credit = max(right - wrong, 0) / self.keys if self.net else float(slips == 0)
        remarks = [
            Remark(option.text, option.why, place < self.keys, option.misconception)
            for place, option in enumerate(self.options)
            if place in ticked
        ]
        return Grade(credit, slips, False, tuple(remarks))

    def record(self, response: Response) -> list[str]:
        return [self.options[place].text for place in sorted(places(response))]
