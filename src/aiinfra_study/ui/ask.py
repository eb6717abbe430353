"""What posing a question gives back, whichever front end asks."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from typing import NamedTuple, Protocol, TypeAlias

from aiinfra_study.core.interaction import Response
from aiinfra_study.core.question import Posed

ACTIONS = {"?": "hint", "s": "skip", "f": "flag", "z": "undo", "q": "quit"}
HINT = "Hint: "  # how a notice begins that stays until the question is responded to


class EndOfInput(Exception):
    """Nobody can respond any more: Ctrl-D, or the end of a pipe."""


class Said(NamedTuple):
    """A response, and how sure the learner was (None when not asked)."""

    response: Response
    confidence: str | None


class Act(NamedTuple):
    """An action instead of a response: hint, skip, flag, undo, quit or read."""

    name: str


Reply: TypeAlias = Said | Act


class Place(NamedTuple):
    """Where in a sitting a question stands."""

    number: int
    total: int
    stage: str = ""
    again: bool = False  # it was asked in this sitting before


class Keyboard(Protocol):
    """Where keys come from: characters and names such as `enter`."""

    @property
    def waiting(self) -> bool:
        """Whether another key was read already: what stands between the two need not be drawn."""

    def read(self, within: float | None = None) -> str:
        """The next key, waited for; "" when it did not come within so many seconds."""

    def own_screen(self) -> AbstractContextManager[None]:
        """A screen that is gone again afterwards."""


class FrontEnd(Protocol):
    """A way to hold the conversation."""

    @property
    def keyboard(self) -> Keyboard | None:
        """Where its keys come from; None where whole lines are read."""

    veiled: bool  # the options stay hidden until a key is pressed, where keys are read
    idle: Callable[[], None]  # done once, after the first question stands on the screen

    def pose(self, posed: Posed, place: Place, *, confidence: bool, notice: str = "") -> Reply:
        """Ask one question; raises EndOfInput or KeyboardInterrupt. `notice` is said with it (a hint, an error)."""

    def result(self, posed: Posed, place: Place, said: Reply) -> None:
        """Leave a record of the question and the response on the screen, where the front end needs one."""

    def proceed(self) -> bool:
        """Whether to go on to the next step, where there is somebody to ask."""

    def go_on(self) -> Act | None:
        """Wait until the learner has read the feedback, where there is somebody to wait for."""


def collect_again() -> None:
    """Turn garbage collection on, where the start left it off; what is there by now is not looked at any more."""
    import gc

    if not gc.isenabled():
        gc.freeze()
        gc.enable()
