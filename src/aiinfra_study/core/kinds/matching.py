"""matching: left items, each with its own right item. Credit is the share of pairs that are right."""

from collections.abc import Sequence
from typing import ClassVar

from aiinfra_study.core.dice import Dice
from aiinfra_study.core.fields import Fields
from aiinfra_study.core.interaction import PAIRED, Grade, Pair, Remark, Response, places
from aiinfra_study.core.options import MAX_OPTIONS
from aiinfra_study.core.question import Body
from aiinfra_study.core.schema_parts import SCALAR, Schema


class Kind(Body):
    """Left item i belongs to right item i."""

    SCHEMA: ClassVar[dict[str, Schema]] = {
        "match": {
            "type": "object",
            "propertyNames": {"pattern": r"\S"},
            "additionalProperties": {"type": SCALAR, "pattern": r"\S"},
            "minProperties": 2,
            "maxProperties": MAX_OPTIONS,
            "description": "Each item with its partner.",
        }
    }
    EXAMPLE = """\
# matching: items and their partners
id: places-of-memory
objective: size-memory
level: remember
ask: Match each kind of memory with its place.
match: {HBM: on the GPU package, DRAM: beside the CPU, NVMe: behind PCIe}
because: Each step away from the compute units costs about one order of magnitude of bandwidth.
refs: ["NVIDIA H100 Tensor Core GPU Architecture"]
"""
    kind = "matching"

    def __init__(self, left: tuple[str, ...], right: tuple[str, ...]) -> None:
        self.left = left
        self.right = right

    @property
    def key_lines(self) -> tuple[str, ...]:
        return tuple(f"{left}{PAIRED}{right}" for left, right in zip(self.left, self.right, strict=True))

    @property
    def identity(self) -> tuple[str, ...]:
        return (*self.left, *self.right)

    @property
    def chance(self) -> float:
        return 1 / len(self.left)

    @classmethod
    def read(cls, fields: Fields) -> "Kind | None":
        pairs = fields.sub("match")
        if pairs is None:
            return None
        if not 2 <= len(pairs.tree) <= MAX_OPTIONS:
            fields.wrong(
                "match",
                "S203",
                f"{len(pairs.tree)} pairs; there must be 2 to {MAX_OPTIONS}",
                "write match: {item: its partner, …}",
            )
            return None
        left = tuple(" ".join(key.split()) for key in pairs.tree)
        right = tuple(" ".join(pairs.text(key).split()) for key in pairs.tree)
        if len(set(left)) < len(left) or len(set(right)) < len(right) or not all((*left, *right)):
            fields.wrong("match", "S209", "two items are the same, or one is empty", "make the items different")
        return cls(left, right)

    def interaction(self, dice: Dice) -> Pair:
        places = range(len(self.left))
        return Pair(self.left, self.right, tuple(dice.shuffled(places)), tuple(dice.shuffled(places)))

    def grade(self, response: Response) -> Grade:
        chosen = places(response)
        wrong = [i for i, place in enumerate(chosen) if i != place]
        remarks = tuple(
            Remark(f"{self.left[i]}{PAIRED}{self.right[chosen[i]]}", f'it goes with "{self.right[i]}".') for i in wrong
        )
        return Grade(1 - len(wrong) / len(chosen), _exchanges(chosen), False, remarks)

    def record(self, response: Response) -> dict[str, str]:
        return {self.left[i]: self.right[place] for i, place in enumerate(places(response))}


def _exchanges(chosen: Sequence[int]) -> int:
    """How many slips: the exchanges of two that put a permutation right, as no single pair can be wrong in one."""
    if len(set(chosen)) < len(chosen):
        return sum(i != place for i, place in enumerate(chosen))
    left = dict(enumerate(chosen))
    cycles = 0
    while left:
        cycles += 1
        at = next(iter(left))
        while at in left:
            at = left.pop(at)
    return len(chosen) - cycles
