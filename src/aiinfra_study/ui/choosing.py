"""Options to choose from: one of them, or several ticked; and what all lists on the screen share."""

from collections.abc import Iterable

from aiinfra_study.core.interaction import Choice
from aiinfra_study.ui.layout import Line, inline, wrap
from aiinfra_study.ui.show import option_line


def digit(key: str, count: int) -> int:
    """The place a digit names, or -1."""
    return int(key) - 1 if len(key) == 1 and key in "123456789" and int(key) <= count else -1


def moved(at: int, key: str, count: int) -> int | None:
    """Where a mark goes from its place (-1: nowhere yet) by a key that moves it; None by any other."""
    if key in ("up", "k"):
        return count - 1 if at < 0 else (at - 1) % count
    return (at + 1) % count if key in ("down", "j", "tab") else None


def stacked(parts: Iterable[list[Line]], at: int) -> tuple[list[Line], range]:
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
        step = moved(self.at, key, count)
        place = digit(key, count) if step is None else step
        self.at = place if place >= 0 else self.at

    def body(self, width: int) -> tuple[list[Line], range]:
        return stacked((self._option(number, width) for number in range(len(self.choice.order))), self.at)

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

    @property
    def help(self) -> str:
        """The keys; and where the stem says how many, how far that is."""
        so_far = f"{len(self.ticked)} of {self.choice.wanted} ticked · " if self.choice.wanted else ""
        return f"{so_far}1–{len(self.choice.order)} or Space toggle · ↑↓ move"

    @property
    def response(self) -> tuple[int, ...] | None:
        if not self.ticked:
            self.message = "Tick every option that is right first: digits or Space."
            return None
        return tuple(self.choice.order[number] for number in sorted(self.ticked))

    def press(self, key: str) -> None:
        count = len(self.choice.order)
        step = moved(self.at, key, count)
        if step is not None:
            self.at = step
            return
        place = self.at if key == " " else digit(key, count)
        if place >= 0:
            self.at = place
            self.ticked ^= {place}

    def body(self, width: int) -> tuple[list[Line], range]:
        return stacked((self._option(number, width) for number in range(len(self.choice.order))), self.at)

    def _option(self, number: int, width: int) -> list[Line]:
        on = number in self.ticked
        first = f"{'›' if number == self.at else ' '} {number + 1}) [{'x' if on else ' '}] "
        style = "chosen" if on else ""
        text = inline(self.choice.options[self.choice.order[number]], style)
        return wrap(text, width, [(first, style or "dim")], " " * len(first))
