"""ordering: items to put in the right order.

Credit is (length of the longest run of items in the right relative order - 1) / (n - 1): one misplaced item costs one
step wherever it went, and the reverse order earns 0. The run is found by patience sorting: Fredman (1975).
"""

from bisect import bisect_left
from math import factorial
from typing import ClassVar

from aiinfra_study.core.dice import Dice
from aiinfra_study.core.fields import Fields
from aiinfra_study.core.interaction import Arrange, Grade, Remark, Response, places
from aiinfra_study.core.options import MAX_OPTIONS
from aiinfra_study.core.question import Body
from aiinfra_study.core.schema_parts import SCALAR, Schema

# sum of the longest increasing runs over all permutations of n items (OEIS A003316)
_RUNS = {2: 3, 3: 12, 4: 58, 5: 335, 6: 2261, 7: 17465, 8: 152020, 9: 1473057}


class Kind(Body):
    """The items stand in their right order."""

    SCHEMA: ClassVar[dict[str, Schema]] = {
        "order": {
            "type": "array",
            "items": {"type": SCALAR, "pattern": r"\S"},
            "minItems": 2,
            "maxItems": MAX_OPTIONS,
            "description": "The items in their right order.",
        }
    }
    EXAMPLE = """\
# ordering: items in their right order
id: update-a-gpu-driver
objective: run-gpu-pods
level: apply
ask: Put the steps of updating the driver of a GPU node in order.
order: [Cordon the node, Evict its pods, Update the driver, Uncordon the node]
because: A node that still takes new pods would fill up again while it is emptied.
refs: ["Kubernetes documentation: Safely Drain a Node"]
"""
    kind = "ordering"

    def __init__(self, items: tuple[str, ...]) -> None:
        self.items = items

    @property
    def key_lines(self) -> tuple[str, ...]:
        return tuple(f"{number}. {item}" for number, item in enumerate(self.items, 1))

    @property
    def identity(self) -> tuple[str, ...]:
        return self.items

    @property
    def chance(self) -> float:
        """Of an order drawn blindly: its longest run is as long as that of a random permutation is on average."""
        n = len(self.items)
        return (_RUNS[n] / factorial(n) - 1) / (n - 1)

    @classmethod
    def read(cls, fields: Fields) -> "Kind | None":
        items = tuple(" ".join(item.split()) for item in fields.texts("order"))
        if fields.failed:
            return None
        if not 2 <= len(items) <= MAX_OPTIONS:
            fields.wrong(
                "order",
                "S203",
                f"{len(items)} items; there must be 2 to {MAX_OPTIONS}",
                "write order: [first, second, …]",
            )
        elif len(set(items)) < len(items) or not all(items):
            fields.wrong("order", "S209", "two items are the same, or one is empty", "make the items different")
        return cls(items)

    def interaction(self, dice: Dice) -> Arrange:
        order = dice.shuffled(range(len(self.items)))
        if order == sorted(order):  # shown in the right order it would answer itself
            order = order[1:] + order[:1]
        return Arrange(self.items, tuple(order))

    def grade(self, response: Response) -> Grade:
        order = places(response)
        tails: list[int] = []
        for place in order:
            at = bisect_left(tails, place)
            tails[at : at + 1] = [place]
        misplaced = len(order) - len(tails)
        credit = (len(tails) - 1) / (len(order) - 1)
        first_wrong = next((i for i, place in enumerate(order) if i != place), None)
        remarks: tuple[Remark, ...] = ()
        if first_wrong is not None:
            said, wanted = self.items[order[first_wrong]], self.items[first_wrong]
            remarks = (Remark(said, f'at place {first_wrong + 1} comes "{wanted}".'),)
        return Grade(credit, misplaced, False, remarks)

    def record(self, response: Response) -> list[str]:
        return [self.items[place] for place in places(response)]
