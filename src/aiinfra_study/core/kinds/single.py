"""single: several options, one of them right."""

from aiinfra_study.core.dice import Dice
from aiinfra_study.core.fields import Fields
from aiinfra_study.core.interaction import Choice, Grade, Remark, Response, places
from aiinfra_study.core.options import OPTIONS_SCHEMA, Option, held, read_keep_order, read_options, shown_order
from aiinfra_study.core.question import Body


class Kind(Body):
    """The key is option 0; distractors follow."""

    SCHEMA = OPTIONS_SCHEMA
    EXAMPLE = """\
# single: one right option. `why` says what is right or wrong about an option.
id: decode-limit
objective: size-memory
# remember, understand, apply, analyze, evaluate or create
level: understand
# both: asked before and after the reading
use: both
ask: One user chats with a model on one GPU, and tokens come slowly. Which resource limits their rate?
right:
  text: The bandwidth of GPU memory
  why: Each token reads all weights and does about two operations with each of them.
wrong:
  - text: The arithmetic of tensor cores
    why: At batch size one they wait for the weights most of the time.
    # a named wrong belief; give it to two questions or more
    misconception: decoding-is-compute-bound
  - text: The bandwidth of local disks
    why: Disks are read while the model loads, and weights then stay in memory.
# the lesson, shown after each response
because: Decoding at a small batch moves every weight through the memory bus once a token, so bytes a second decide.
refs: ["Efficient Memory Management for LLM Serving (Kwon et al., 2023)"]
hint: How often is each weight read for one token?
"""
    kind = "single"

    def __init__(self, options: tuple[Option, ...], kept: tuple[int, ...] = ()) -> None:
        self.options = options
        self.kept = kept

    @property
    def key_lines(self) -> tuple[str, ...]:
        return (self.options[0].text,)

    @property
    def identity(self) -> tuple[str, ...]:
        return tuple(option.text for option in self.options)

    @property
    def misconceptions(self) -> tuple[str, ...]:
        return held(self.options)

    @property
    def chance(self) -> float:
        return 1 / len(self.options)

    @classmethod
    def read(cls, fields: Fields) -> "Kind | None":
        right, wrong = read_options(fields)
        kept = read_keep_order(fields, len(right), len(wrong)) if right else ()
        return cls(right + wrong, kept) if right else None

    def interaction(self, dice: Dice) -> Choice:
        return Choice(self.identity, shown_order(self.kept, len(self.options), dice))

    def grade(self, response: Response) -> Grade:
        place = places(response)[0]
        option = self.options[place]
        right = place == 0
        return Grade(
            float(right),
            0 if right else 1,
            False,
            (Remark(option.text, option.why, right, option.misconception),),
        )

    def record(self, response: Response) -> str:
        return self.options[places(response)[0]].text
