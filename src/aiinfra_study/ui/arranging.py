"""Items to arrange: in an order, or in pairs."""

from aiinfra_study.core.interaction import Arrange, Pair
from aiinfra_study.ui.choosing import digit, moved, stacked
from aiinfra_study.ui.layout import Line, inline, wrap
from aiinfra_study.ui.show import option_line


class Order:
    """Items in order: the digits in the order wanted."""

    typing = False

    def __init__(self, arrange: Arrange) -> None:
        self.arrange = arrange
        self.chosen: list[int] = []
        self.message = ""
        self.help = f"1–{len(arrange.order)} in the right order, again to take one out · Backspace takes back"

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
        place = digit(key, len(self.arrange.order))
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
        step = moved(self.at, key, count)
        place = digit(key, count)
        if step is not None:
            self.at = step
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
        lines, focus = stacked((self._item(number, width) for number in range(len(self.pair.left))), self.at)
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
