"""Dialogs to type in: one text, or the gaps of a text. While typing every character is text."""

from abc import ABC, abstractmethod

from aiinfra_study.core.interaction import Blanks, Response, TextEntry
from aiinfra_study.core.text import composed
from aiinfra_study.ui.layout import Line, prose, verbatim, wrap
from aiinfra_study.ui.show import gapped
from aiinfra_study.ui.terminal import PASTE

MAX_TYPED = 2000
CARET = "▏"
_BACK = ("backspace", "enter", "left", "up", "tab", "backtab")


class Entry(ABC):
    """Texts typed one after the other until Enter or Esc; then the keys act, and one that is text types on."""

    newline = " "

    def __init__(self, count: int, ways: str) -> None:
        self.texts = [""] * count
        self.at = 0
        self.ways = ways
        self.message = ""
        self.typing = True
        self.ended = False  # by Enter, with a response: Esc only shows the keys

    @property
    def help(self) -> str:
        if self.typing:
            return f"type your response · Enter ends it · Esc, then {self.ways}"
        return "Esc type" if self.empty else "Backspace edit"

    @property
    def empty(self) -> bool:
        return not any(text.strip() for text in self.texts)

    @property
    @abstractmethod
    def response(self) -> Response | None: ...

    @abstractmethod
    def body(self, width: int) -> tuple[list[Line], range]: ...

    def _nothing(self) -> None:
        self.message = "Nothing typed yet. Esc goes between typing and the keys."

    def press(self, key: str) -> None:
        if key == "escape":
            self.typing = not self.typing
        elif self.typing:
            self._type(key)
        elif key in _BACK:
            self.typing = True
        else:
            self.typing = self._type_on(key)

    def _type(self, key: str) -> None:
        last = len(self.texts) - 1
        self.ended = False
        if key == "enter" and self.at == last:
            self.ended = self.response is not None
            self.typing = not self.ended and not self.empty  # what cannot be read is mended first
        elif key in ("enter", "tab", "down"):
            self.at = min(self.at + 1, last)
        elif key in ("up", "backtab") or (key == "backspace" and not self.texts[self.at]):
            self.at = max(self.at - 1, 0)
        else:
            self._edit(key)

    def _type_on(self, key: str) -> bool:
        """Whether typing goes on with this key, which is no action."""
        return self._edit(key)

    def _edit(self, key: str) -> bool:
        """Whether the key changed the text."""
        before = self.texts[self.at]
        self.texts[self.at] = edited(before, key, self.newline)
        return self.texts[self.at] != before


class Typed(Entry):
    """One text."""

    def __init__(self, entry: TextEntry, ways: str) -> None:
        super().__init__(1, ways)
        self.entry = entry
        self.newline = "\\n" if entry.lines else " "

    @property
    def text(self) -> str:
        return self.texts[0]

    def _type_on(self, key: str) -> bool:
        """What is typed after Enter is another line, where there may be several."""
        before = self.text
        if self.ended and self.entry.lines and not before.endswith(self.newline):
            self.texts[0] = before + self.newline
        if self._edit(key):
            return True
        self.texts[0] = before
        return False

    @property
    def response(self) -> str | None:
        said = composed(self.text.strip())
        if self.entry.lines:
            said = said.replace("\\n", "\n")
        if not said.strip():
            self._nothing()
            return None
        problem = self.entry.unreadable(said)
        if problem:
            self.message = problem
            return None
        return said

    def body(self, width: int) -> tuple[list[Line], range]:
        caret = CARET if self.typing else ""
        lines = verbatim(self.text + caret, width, "chosen", [("> ", "dim")], "  ")
        focus = range(len(lines) - 1, len(lines))
        if note := self._note():
            lines += wrap([(note, "dim")], width)
        return lines, focus

    def _note(self) -> str:
        """What to type, or what a calculation comes to so far."""
        entry = self.entry
        if entry.value:
            unit = f"in {entry.unit}: " if entry.unit else ""
            return entry.value(composed(self.text.strip())) or f"({unit}a number or a calculation)"
        if entry.lines:
            return "(one line of output after the other, \\n between them: 3\\n5)"
        return f"(in {entry.unit})" if entry.unit else ""


class Gaps(Entry):
    """A text with gaps, filled one after the other."""

    def __init__(self, blanks: Blanks, ways: str) -> None:
        super().__init__(len(blanks.parts) - 1, ways)
        self.parts = blanks.parts

    @property
    def response(self) -> tuple[str, ...] | None:
        if self.empty:
            self._nothing()
            return None
        return tuple(composed(text.strip()) for text in self.texts)

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
