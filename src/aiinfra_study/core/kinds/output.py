"""output: what does this program print? Space at the ends of lines and of the text does not count."""

from aiinfra_study.core.dice import Dice
from aiinfra_study.core.fields import Fields
from aiinfra_study.core.interaction import Grade, Remark, Response, TextEntry
from aiinfra_study.core.question import Body
from aiinfra_study.core.schema_parts import text


def _lines(text: str) -> list[str]:
    return [line.rstrip() for line in text.strip().splitlines()]


class Kind(Body):
    """`expected` is the standard output."""

    SCHEMA = {"output": text("What the program prints.") | {"pattern": r"\S"}}
    EXAMPLE = """\
# output: what a program prints
id: gpus-of-a-cluster
objective: size-memory
level: apply
# post: asked after the reading only
use: post
ask: A script sizes two clusters of four nodes. What does it print?
code: |
  nodes=4
  for gpus in 4 8; do
    echo "$((nodes * gpus * 80)) GB"
  done
output: |
  1280 GB
  2560 GB
because: The loop runs twice, and each pass multiplies nodes, GPUs a node and 80 GB a GPU before it prints.
refs: ["Bash Reference Manual: Shell Arithmetic"]
"""
    kind = "output"

    def __init__(self, expected: str) -> None:
        self.expected = expected

    @property
    def key_lines(self) -> tuple[str, ...]:
        return tuple(_lines(self.expected))

    @property
    def identity(self) -> tuple[str, ...]:
        return (self.expected,)

    @classmethod
    def read(cls, fields: Fields) -> "Kind | None":
        expected = fields.text("output", required='write output: "what the program prints"')
        return cls(expected) if expected.strip() else None

    def interaction(self, dice: Dice) -> TextEntry:  # noqa: ARG002
        return TextEntry(lines=True)

    def grade(self, response: Response) -> Grade:
        said, want = _lines(str(response)), _lines(self.expected)
        if said == want:
            return Grade(1.0)
        remarks: tuple[Remark, ...] = ()
        if len(said) == len(want) > 1:
            line = next(i for i, pair in enumerate(zip(said, want, strict=True)) if pair[0] != pair[1])
            remarks = (Remark(said[line], f'line {line + 1} is the first that differs: it prints "{want[line]}".'),)
        elif len(want) > 1:
            remarks = (Remark(f"{len(said)} line{'s' * (len(said) != 1)}", f"it prints {len(want)} lines."),)
        return Grade(0.0, 1, False, remarks)

    def record(self, response: Response) -> str:
        return str(response)
