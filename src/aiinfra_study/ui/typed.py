"""Dialogs to type in: one text, or the gaps of a text. While typing every character is text."""

from aiinfra_study.core.interaction import Blanks, TextEntry
from aiinfra_study.core.text import composed
from aiinfra_study.ui.layout import Line, prose, verbatim, wrap
from aiinfra_study.ui.show import gapped
from aiinfra_study.ui.terminal import PASTE

MAX_TYPED = 2000
CARET = "▏"


class Typed:
    """A text: every character is text until Enter, then the keys act again."""

    help = "Backspace types on"

    def __init__(self, entry: TextEntry) -> None:
        self.entry = entry
        self.text = ""
        self.message = ""
        self.typing = True

    @property
    def response(self) -> str | None:
        said = composed(self.text.strip())
        if self.entry.lines:
            said = said.replace("\\n", "\n")
        if not said.strip():
            self.message = "Nothing typed yet: Backspace, then type your response."
            return None
        problem = self.entry.unreadable(said)
        if problem:
            self.message = problem
            return None
        return said

    def press(self, key: str) -> None:
        if not self.typing:
            self.typing = key in ("backspace", "tab", "left", "up")
            return
        if key == "enter":
            self.typing = bool(self.text.strip()) and self.response is None
        else:
            self.text = edited(self.text, key, "\\n" if self.entry.lines else " ")

    def body(self, width: int) -> tuple[list[Line], range]:
        unit = f" {self.entry.unit}" if self.entry.unit else ""
        caret = CARET if self.typing else ""
        lines = verbatim(self.text + caret, width, "chosen", [("> ", "dim")], "  ")
        focus = range(len(lines) - 1, len(lines))
        note = (
            f"(in{unit}; a bare number counts so)" if unit else ("(\\n for a line break)" if self.entry.lines else "")
        )
        if note:
            lines += wrap([(note, "dim")], width)
        return lines, focus


class Gaps:
    """A text with gaps, filled one after the other."""

    help = "Backspace types on"

    def __init__(self, blanks: Blanks) -> None:
        self.parts = blanks.parts
        self.texts = [""] * (len(blanks.parts) - 1)
        self.at = 0
        self.message = ""
        self.typing = True

    @property
    def response(self) -> tuple[str, ...] | None:
        if not any(text.strip() for text in self.texts):
            self.message = "Nothing typed yet: Backspace, then fill the gaps."
            return None
        return tuple(composed(text.strip()) for text in self.texts)

    def press(self, key: str) -> None:
        if not self.typing:
            self.typing = key in ("backspace", "up", "left", "backtab")
            return
        if key in ("enter", "tab", "down"):
            last = len(self.texts) - 1
            self.typing = key != "enter" or self.at < last
            self.at = min(self.at + 1, last)
        elif key in ("up", "backtab") or (key == "backspace" and not self.texts[self.at]):
            self.at = max(self.at - 1, 0)
        else:
            self.texts[self.at] = edited(self.texts[self.at], key)

    def body(self, width: int) -> tuple[list[Line], range]:
        lines = prose(gapped(self.parts, self.texts), width) + [[]]
        focus = range(0)
        for number, text in enumerate(self.texts):
            here = self.typing and number == self.at
            first = f"{'›' if here else ' '} {number + 1}: "
            style, caret = ("chosen", CARET) if here else ("", "")
            lines += verbatim(text + caret, width, style, [(first, "dim")], " " * len(first))
            if number == self.at:
                focus = range(len(lines) - 1, len(lines))
        return lines, focus


def edited(text: str, key: str, newline: str = " ") -> str:
    """A typed text after one more key; a pasted line break becomes `newline`, what cannot be seen is left out."""
    if key.startswith(PASTE):
        lines = key.removeprefix(PASTE).strip("\r\n").splitlines()
        flat = newline.join(" ".join(line.expandtabs(4).split("\xa0")) for line in lines)
        return (text + "".join(character for character in flat if character.isprintable()))[:MAX_TYPED]
    if key == "backspace":
        return text[:-1]
    if key == "clear":
        return ""
    if key == "delete-word":
        return text.rstrip()[: len(text.rstrip()) - len(text.rstrip().split(" ")[-1])]
    return (text + key)[:MAX_TYPED] if len(key) == 1 and key.isprintable() else text
