"""short: a text or a command to type, compared with the accepted ones as `match_as` says."""

from aiinfra_study.core.dice import Dice
from aiinfra_study.core.fields import Fields
from aiinfra_study.core.interaction import Grade, Remark, Response, TextEntry
from aiinfra_study.core.question import Body
from aiinfra_study.core.schema_parts import SCALAR, texts, word
from aiinfra_study.core.wording import MATCHERS, meant

MAX_ACCEPTED = 100
_WRITE = {"number": "write a number, such as 1e3, or match_as: text", "command": "close its quotation marks"}


class Kind(Body):
    """`accepted` are the texts that are right, the one to show first."""

    SCHEMA = {
        "answer": texts("The accepted texts, the one to show first.")
        | {"pattern": r"\S", "items": {"type": SCALAR, "pattern": r"\S"}, "minItems": 1, "maxItems": MAX_ACCEPTED},
        "match_as": word(MATCHERS, "How responses are compared."),
    }
    EXAMPLE = """\
# short: a text or a command to type
id: cordon-a-node
objective: run-gpu-pods
level: apply
use: both
ask: Which command keeps new pods off the node `gpu-1` and leaves its running pods alone?
answer: [kubectl cordon gpu-1, kubectl cordon node/gpu-1]
match_as: command
because: Cordon marks the node as unschedulable; draining would evict its pods as well.
refs: ["Kubernetes documentation: Safely Drain a Node"]
"""
    kind = "short"

    def __init__(self, accepted: tuple[str, ...], match_as: str = "text") -> None:
        self.accepted = accepted
        self.match_as = match_as

    @property
    def key_lines(self) -> tuple[str, ...]:
        return (self.accepted[0],)

    @property
    def identity(self) -> tuple[str, ...]:
        return (self.match_as, *self.accepted)

    @classmethod
    def read(cls, fields: Fields) -> "Kind | None":
        accepted = tuple(text.strip() for text in fields.texts("answer"))
        match_as = fields.one_of("match_as", tuple(MATCHERS), "text")
        if not fields.failed and (not accepted or not all(accepted)):
            fields.wrong(
                "answer",
                "S202",
                "no accepted text, or an empty one",
                "write answer: [the text, another way to say it]",
            )
        if len(accepted) > MAX_ACCEPTED:
            fields.wrong(
                "answer",
                "S203",
                f"{len(accepted)} accepted texts; there may be {MAX_ACCEPTED}",
                "case, space and punctuation need no text of their own",
            )
            return None
        for text in accepted if match_as in ("number", "command") else ():
            if MATCHERS[match_as](text, (text,)) < 1:
                fields.wrong("answer", "S203", f'"{text[:60]}" is not a {match_as}', _WRITE[match_as])
        return cls(accepted, match_as) if accepted else None

    def interaction(self, dice: Dice) -> TextEntry:  # noqa: ARG002
        return TextEntry()

    def grade(self, response: Response) -> Grade:
        credit = MATCHERS[self.match_as](str(response), self.accepted)
        remarks: tuple[Remark, ...] = ()
        if credit == 0.5:
            remarks = (Remark(str(response), f'check the spelling: "{meant(str(response), self.accepted)}".'),)
        return Grade(credit, 0 if credit == 1 else 1, credit == 0.5, remarks)

    def record(self, response: Response) -> str:
        return str(response)
