"""`accept`: which numbers count as the key of a numeric question."""

from typing import NamedTuple

from aiinfra_study.core.fields import Fields
from aiinfra_study.core.given import ROUNDING, bare_number
from aiinfra_study.core.schema_parts import NUMERAL, NUMERALS, Schema, saying

ACCEPT: Schema = NUMERALS | {
    "type": ["string", "array"],
    **saying(rf"^(exact|{NUMERAL}%|(±|\+-){NUMERAL})$", "Write 2%, ±0.5, exact, or [low, high]."),
    "minItems": 2,
    "maxItems": 2,
    "description": "2% (of the key), ±0.5 (in the unit), exact, or [low, high].",
}


class Accept(NamedTuple):
    """Which numbers are right: within a share of the key, a distance, or from `low` to `high` (question's unit)."""

    share: float = 0.0
    distance: float = 0.0
    low: float | None = None
    high: float | None = None

    def takes(self, got: float, want: float) -> bool:
        if self.low is not None and self.high is not None:
            rounding = ROUNDING * max(abs(self.low), abs(self.high))
            return self.low - rounding <= got <= self.high + rounding
        return abs(got - want) <= max(self.share * abs(want), self.distance) + ROUNDING * abs(want)

    def same(self, got: float, number: float) -> bool:
        """Whether a number is as near to another as to count as that one; a range says nothing about it."""
        return self._replace(low=None, high=None).takes(got, number)


def read_accept(fields: Fields) -> Accept:
    value = fields.tree.get("accept", "exact")
    try:
        if isinstance(value, list):
            low, high = (bare_number(item) for item in value)
            if low <= high:
                return Accept(low=low, high=high)
        elif isinstance(value, str) and value == "exact":
            return Accept()
        elif isinstance(value, str) and value.endswith("%"):
            if (share := bare_number(value[:-1])) >= 0:
                return Accept(share=share / 100)
        elif isinstance(value, str) and value.startswith(("±", "+-")):
            return Accept(distance=bare_number(value.lstrip("±+-")))
    except ValueError:
        pass
    fields.wrong(
        "accept",
        "S203",
        '"accept" says which numbers are right',
        "write accept: 2%, ±0.5, exact or [low, high]",
    )
    return Accept()
