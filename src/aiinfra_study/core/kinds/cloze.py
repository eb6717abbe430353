"""cloze: a text with gaps, `[[key|another accepted key]]`. Credit is the share of gaps filled right."""

from collections.abc import Iterator
from typing import ClassVar

from aiinfra_study.core.dice import Dice
from aiinfra_study.core.fields import Fields
from aiinfra_study.core.interaction import Blanks, Grade, Remark, Response
from aiinfra_study.core.options import MAX_OPTIONS
from aiinfra_study.core.question import Body
from aiinfra_study.core.schema_parts import Schema, saying
from aiinfra_study.core.wording import match_text, meant

_GAPS = r"^(?![\s\S]*\[\[[\s|]*\]\])[\s\S]*\[\[[\s\S]*?\]\]"  # no gap is empty, and there is one


def _pieces(text: str) -> Iterator[str]:
    """Text and gaps in turn. (The regular expression for it takes a second for 20,000 gaps that are not closed.)"""
    at = 0
    while (opened := text.find("[[", at)) >= 0 and (closed := text.find("]]", opened + 2)) >= 0:
        yield text[at:opened]
        yield text[opened + 2 : closed]
        at = closed + 2
    yield text[at:]


class Kind(Body):
    """`parts` is the text around the gaps; `keys` are the accepted texts of each gap, the one to show first."""

    SCHEMA: ClassVar[dict[str, Schema]] = {
        "blanks": {
            "type": "string",
            **saying(_GAPS, "Write each gap as [[key]] or [[key|another key]]."),
            "description": "A text with gaps: [[key]], or [[key|another key]].",
        }
    }
    EXAMPLE = """\
# cloze: gaps to fill, [[key|another key]]
id: share-one-gpu
objective: run-gpu-pods
level: remember
blanks: A GPU is cut into isolated slices by [[MIG|multi-instance GPU]], used in turns by [[time-slicing|time slicing]].
because: Slices have memory and compute of their own; taking turns isolates neither of them.
refs: ["NVIDIA Multi-Instance GPU User Guide"]
"""
    STEM = "blanks"
    kind = "cloze"

    def __init__(self, parts: tuple[str, ...], keys: tuple[tuple[str, ...], ...]) -> None:
        self.parts = parts
        self.keys = keys

    @property
    def key_lines(self) -> tuple[str, ...]:
        return tuple(accepted[0] for accepted in self.keys)

    @property
    def identity(self) -> tuple[str, ...]:
        return tuple("|".join(accepted) for accepted in self.keys)

    @classmethod
    def read(cls, fields: Fields) -> "Kind | None":
        text = fields.text("blanks", required="write blanks: a text with [[gaps]]")
        if not text.strip():
            return None
        pieces = list(_pieces(text))
        keys = tuple(tuple(key.strip() for key in gap.split("|") if key.strip()) for gap in pieces[1::2])
        if not keys or not all(keys):
            fields.wrong("blanks", "S202", "no gap to fill, or an empty one", "write the key in the text as [[key]]")
        elif len(keys) > MAX_OPTIONS:
            fields.wrong("blanks", "S203", f"{len(keys)} gaps; there may be {MAX_OPTIONS}", "split the question")
        return cls(tuple(pieces[::2]), keys)

    def interaction(self, dice: Dice) -> Blanks:  # noqa: ARG002
        return Blanks(self.parts)

    def grade(self, response: Response) -> Grade:
        credits, remarks, near = [], [], False
        for gap, (accepted, said) in enumerate(zip(self.keys, map(str, response), strict=True), 1):
            credit = match_text(said, accepted)
            credits.append(credit)
            if credit == 0.5:
                near = True
                remarks.append(Remark(said, f'check the spelling: "{meant(said, accepted)}".'))
            elif not credit:
                remarks.append(Remark(said or "(empty)", f'gap {gap} is "{accepted[0]}".'))
        slips = sum(credit < 1 for credit in credits)
        return Grade(sum(credits) / len(credits), slips, near and slips == 1, tuple(remarks))

    def record(self, response: Response) -> list[str]:
        return [str(text) for text in response]
