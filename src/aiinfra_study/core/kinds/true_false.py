"""true-false: a claim to accept or reject."""

from aiinfra_study.core.dice import Dice
from aiinfra_study.core.fields import Fields
from aiinfra_study.core.interaction import Choice, Grade, Remark, Response, places
from aiinfra_study.core.question import Body
from aiinfra_study.core.schema_parts import needed, word

_WORDS = ("True", "False")


class Kind(Body):
    """Option 0 is True, option 1 False, in that order on the screen."""

    SCHEMA = {
        "claim": needed("A sentence that is true or false."),
        "truth": word(("true", "false"), "Whether the claim is true."),
    }
    EXAMPLE = """\
# true-false: a claim to judge
id: hpa-adds-pods
objective: run-gpu-pods
level: remember
use: both
claim: The Horizontal Pod Autoscaler adds nodes when pods no longer fit.
truth: false
because: It changes the number of replicas. The Cluster Autoscaler adds nodes for pods that stay pending.
refs: ["Kubernetes documentation: Horizontal Pod Autoscaling"]
"""
    STEM = "claim"
    kind = "true-false"

    def __init__(self, claim: str, truth: bool) -> None:
        self.claim = claim
        self.truth = truth

    @property
    def key_lines(self) -> tuple[str, ...]:
        return (_WORDS[0 if self.truth else 1],)

    @property
    def identity(self) -> tuple[str, ...]:
        return (self.claim, str(self.truth))

    @property
    def chance(self) -> float:
        return 0.5

    @classmethod
    def read(cls, fields: Fields) -> "Kind":
        claim = fields.text("claim", required="write claim: a sentence that is true or false")
        if "truth" not in fields.tree:
            fields.missing("truth", "write truth: true, or truth: false")
        truth = fields.one_of("truth", ("true", "false"), "true")
        return cls(claim, truth == "true")

    def interaction(self, dice: Dice) -> Choice:  # noqa: ARG002
        return Choice(_WORDS, (0, 1), truth=True)

    def grade(self, response: Response) -> Grade:
        said = places(response)[0] == 0
        right = said == self.truth
        return Grade(float(right), 0 if right else 1, False, (Remark(_WORDS[places(response)[0]], "", right),))

    def record(self, response: Response) -> bool:
        return places(response)[0] == 0
