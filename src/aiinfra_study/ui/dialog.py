"""The question screen as a state: keys in, a reply or a new picture out. Pure; `keys` draws it and reads the keys."""

from collections.abc import Iterable
from typing import Protocol

from aiinfra_study.core.interaction import Arrange, Blanks, Choice, Interaction, Pair, Response, TextEntry
from aiinfra_study.ui.ask import ACTIONS, Act, Reply, Said
from aiinfra_study.ui.layout import Line, inline, wrap
from aiinfra_study.ui.show import option_line
from aiinfra_study.ui.typed import Gaps, Typed

WAYS = "hint, skip, stop"  # what the keys do that are not text
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


def _digit(key: str, count: int) -> int:
    """The place a digit names, or -1."""
    return int(key) - 1 if len(key) == 1 and key in "123456789" and int(key) <= count else -1


def _moved(at: int, key: str, count: int) -> int | None:
    """Where a mark goes from its place (-1: nowhere yet) by a key that moves it; None by any other."""
    if key in ("up", "k"):
        return count - 1 if at < 0 else (at - 1) % count
    return (at + 1) % count if key in ("down", "j", "tab") else None


def _stacked(parts: Iterable[list[Line]], at: int) -> tuple[list[Line], range]:
    """Parts below each other, and the lines of the marked one."""
    lines: list[Line] = []
    focus = range(0)
    for number, part in enumerate(parts):
        if number == at:
            focus = range(len(lines), len(lines) + len(part))
        lines += part
    return lines, focus


class Pick:
    """One option of several: a digit or the arrows select it."""

    typing = False

    def __init__(self, choice: Choice) -> None:
        self.choice = choice
        self.at = -1
        self.message = ""
        self.help = f"1–{len(choice.order)} or ↑↓ select"

    @property
    def response(self) -> tuple[int, ...] | None:
        if self.at < 0:
            self.message = f"Select an option first: 1 to {len(self.choice.order)}."
            return None
        return (self.choice.order[self.at],)

    def press(self, key: str) -> None:
        count = len(self.choice.order)
        moved = _moved(self.at, key, count)
        place = _digit(key, count) if moved is None else moved
        self.at = place if place >= 0 else self.at

    def body(self, width: int) -> tuple[list[Line], range]:
        return _stacked((self._option(number, width) for number in range(len(self.choice.order))), self.at)

    def _option(self, number: int, width: int) -> list[Line]:
        style, mark = ("chosen", "›") if number == self.at else ("", " ")
        return option_line(str(number + 1), self.choice.options[self.choice.order[number]], width, style, mark)


class Ticks:
    """Several options of several: a digit or Space toggles."""

    typing = False

    def __init__(self, choice: Choice) -> None:
        self.choice = choice
        self.at = 0
        self.ticked: set[int] = set()
        self.message = ""
        self.help = f"1–{len(choice.order)} or Space toggle · ↑↓ move"

    @property
    def response(self) -> tuple[int, ...] | None:
        if not self.ticked:
            self.message = "Tick every option that is right first: digits or Space."
            return None
        return tuple(self.choice.order[number] for number in sorted(self.ticked))

    def press(self, key: str) -> None:
        count = len(self.choice.order)
        moved = _moved(self.at, key, count)
        if moved is not None:
            self.at = moved
            return
        place = self.at if key == " " else _digit(key, count)
        if place >= 0:
            self.at = place
            self.ticked ^= {place}

    def body(self, width: int) -> tuple[list[Line], range]:
        return _stacked((self._option(number, width) for number in range(len(self.choice.order))), self.at)

    def _option(self, number: int, width: int) -> list[Line]:
        on = number in self.ticked
        first = f"{'›' if number == self.at else ' '} {number + 1}) [{'x' if on else ' '}] "
        style = "chosen" if on else ""
        text = inline(self.choice.options[self.choice.order[number]], style)
        return wrap(text, width, [(first, style or "dim")], " " * len(first))


class Order:
    """Items in order: the digits in the order wanted."""

    typing = False

    def __init__(self, arrange: Arrange) -> None:
        self.arrange = arrange
        self.chosen: list[int] = []
        self.message = ""
        self.help = f"1–{len(arrange.order)} in the right order · Backspace takes back"

    @property
    def response(self) -> tuple[int, ...] | None:
        missing = len(self.arrange.order) - len(self.chosen)
        if missing:
            self.message = (
                f"{missing} of {len(self.arrange.order)} items have no place yet: press their digits in order."
            )
            return None
        return tuple(self.arrange.order[number] for number in self.chosen)

    def press(self, key: str) -> None:
        place = _digit(key, len(self.arrange.order))
        if key == "backspace" and self.chosen:
            self.chosen.pop()
        elif place in self.chosen:
            if place != self.chosen[-1] or len(self.chosen) < len(self.arrange.order):
                self.chosen.remove(place)  # but for the last of all, which has its place already
        elif place >= 0:
            self.chosen.append(place)
            left = set(range(len(self.arrange.order))) - set(self.chosen)
            if len(left) == 1:  # the last one has only one place to go
                self.chosen.append(left.pop())

    def body(self, width: int) -> tuple[list[Line], range]:
        lines: list[Line] = []
        for number, place in enumerate(self.arrange.order):
            done = number in self.chosen
            style = "chosen" if done else ""
            text = inline(self.arrange.items[place], style)
            if done:
                text.append((f" ←\xa0{self.chosen.index(number) + 1}", style))
            first = f"  {number + 1}) "
            lines += wrap(text, width, [(first, style or "dim")], " " * len(first))
        order = " ".join(str(number + 1) for number in self.chosen) or "none yet"
        lines += [[], *wrap([(f"Your order: {order}", "")], width)]
        return lines, range(len(lines) - 1, len(lines))


class Pairs:
    """Left items, each given the digit of its partner."""

    typing = False

    def __init__(self, pair: Pair) -> None:
        self.pair = pair
        self.at = 0
        self.chosen: dict[int, int] = {}
        self.message = ""
        self.help = f"1–{len(pair.left)} gives the marked item its partner · ↑↓ move · Backspace takes back"

    @property
    def response(self) -> tuple[int, ...] | None:
        missing = len(self.pair.left) - len(self.chosen)
        if missing:
            self.message = f"{missing} of {len(self.pair.left)} items have no partner yet: press a digit for each."
            return None
        given = {self.pair.left_order[left]: self.pair.right_order[right] for left, right in self.chosen.items()}
        return tuple(given[place] for place in range(len(self.pair.left)))

    def press(self, key: str) -> None:
        count = len(self.pair.left)
        moved = _moved(self.at, key, count)
        place = _digit(key, count)
        if moved is not None:
            self.at = moved
        elif key == "backspace":
            if self.at not in self.chosen and self.chosen:
                self.at = list(self.chosen)[-1]
            self.chosen.pop(self.at, None)
        elif place >= 0:
            self._give(place)

    def _give(self, partner: int) -> None:
        """The marked item has this partner now, whoever had it; the mark goes on to the next item without one."""
        self.chosen = {left: right for left, right in self.chosen.items() if right != partner} | {self.at: partner}
        free = [left for left in range(len(self.pair.left)) if left not in self.chosen]
        self.at = next((left for left in free if left > self.at), free[0] if free else self.at)

    def body(self, width: int) -> tuple[list[Line], range]:
        lines, focus = _stacked((self._item(number, width) for number in range(len(self.pair.left))), self.at)
        lines.append([])
        for number, place in enumerate(self.pair.right_order):
            used = number in self.chosen.values()
            lines += option_line(str(number + 1), self.pair.right[place], width, "dim" if used else "")
        return lines, focus

    def _item(self, number: int, width: int) -> list[Line]:
        here = number == self.at
        partner = str(self.chosen[number] + 1) if number in self.chosen else "_"
        first = f"{'›' if here else ' '} [{partner}] "
        style = "chosen" if here else ""
        text = inline(self.pair.left[self.pair.left_order[number]], style)
        return wrap(text, width, [(first, style)], " " * len(first))
