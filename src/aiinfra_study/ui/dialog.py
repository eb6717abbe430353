"""The question screen as a state: keys in, a reply or a new picture out. Pure; `keys` draws it and reads the keys."""

from typing import Protocol

from aiinfra_study.core.interaction import Arrange, Blanks, Choice, Interaction, Pair, Response, TextEntry
from aiinfra_study.ui.arranging import Order, Pairs
from aiinfra_study.ui.ask import ACTIONS, Act, Reply, Said
from aiinfra_study.ui.choosing import Pick, Ticks
from aiinfra_study.ui.layout import Line, wrap
from aiinfra_study.ui.typed import Gaps, Typed

WAYS = "? hint, s skip, q stop"  # keys that act while none is text
SUBMIT = {"enter": "sure", "u": "unsure", "g": "guess"}


class Dialog(Protocol):
    """One interaction on the screen."""

    message: str

    @property
    def typing(self) -> bool:
        """Whether characters are text now, not actions."""

    @property
    def help(self) -> str:
        """The keys that change the response, for the last line."""

    @property
    def response(self) -> Response | None:
        """What would be said now; None when there is nothing to say yet."""

    def press(self, key: str) -> None:
        """Take a key that is neither an action nor a submission."""

    def body(self, width: int) -> tuple[list[Line], range]:
        """The options or the text, and the lines to keep in view."""


def dialog_for(interaction: Interaction, ways: str = WAYS) -> Dialog:
    match interaction:
        case Choice(several=True):
            return Ticks(interaction)
        case Choice():
            return Pick(interaction)
        case Arrange():
            return Order(interaction)
        case Pair():
            return Pairs(interaction)
        case TextEntry():
            return Typed(interaction, ways)
        case Blanks():
            return Gaps(interaction, ways)


def hides(interaction: Interaction) -> bool:
    """Whether there are options to hide while the learner recalls: of a true-false there are none."""
    return isinstance(interaction, Arrange | Pair) or (isinstance(interaction, Choice) and not interaction.truth)


class Veil:
    """A dialog whose options stay hidden while the learner recalls; any key that is no action lifts it."""

    typing = False
    response = None
    help = "recall it, then any key shows the options"

    def __init__(self, inner: Dialog) -> None:
        self.inner = inner
        self.message = ""

    def press(self, key: str) -> None:
        """Nothing to change: whoever reads the keys takes the inner dialog."""

    def body(self, width: int) -> tuple[list[Line], range]:
        return wrap([("(the options are hidden)", "dim")], width, [("  ", "")]), range(0)


def reply_to(dialog: Dialog, key: str, *, confidence: bool) -> Reply | None:
    """What a key means: a reply that ends the question, or a change of the dialog."""
    dialog.message = ""
    if dialog.typing:
        dialog.press(key)
        return None
    if key in SUBMIT:
        if not confidence and key != "enter":
            return None
        response = dialog.response
        if response is not None:
            return Said(response, SUBMIT[key] if confidence else None)
        dialog.message = dialog.message or "Nothing chosen yet."
        dialog.press("enter")  # where it is to be typed, typing goes on
        return None
    if key in ACTIONS:
        return Act(ACTIONS[key])
    dialog.press(key)
    return None
