"""`slips`: the wrong numbers of a numeric question that are to be expected, each with the step that leads there."""

from typing import NamedTuple

from aiinfra_study.core.fields import Fields
from aiinfra_study.core.schema_parts import arithmetic, many, mapping, needed, text

MAX_SLIPS = 20
_SLIP = mapping(
    ("number", "why", "misconception"),
    {
        "number": arithmetic("The wrong number, or an expression."),
        "why": needed("The step that leads there."),
        "misconception": text("The wrong belief behind it: its id."),
    },
    ["number", "why"],
)
SLIPS = many(_SLIP, MAX_SLIPS, "Wrong numbers to expect.", 0)


class Slip(NamedTuple):
    """A wrong number a learner is likely to reach, and the step that leads there."""

    number: str
    why: str
    misconception: str = ""


def read_slips(fields: Fields) -> tuple[Slip, ...]:
    slips: list[Slip] = []
    listed = fields.tree.get("slips")
    if isinstance(listed, list) and len(listed) > MAX_SLIPS:
        fields.wrong("slips", "S203", f"{len(listed)} slips; there may be {MAX_SLIPS}", "keep the likely ones")
        return ()
    for value, place in fields.items("slips"):
        if not isinstance(value, dict):
            fields.report(place, "S203", "a slip should be a mapping", "write - {number: params * bits, why: …}")
            continue
        inner = fields.inside(value, place)
        inner.known(("number", "why", "misconception"))
        number = inner.text("number", required="write number: the wrong number")
        why = inner.text("why", required="write why: the step that leads there")
        slips.append(Slip(number, why, inner.text("misconception")))
    return tuple(slips)
