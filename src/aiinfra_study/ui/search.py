"""Searching in a page: what is typed behind /, and the line where it is found. Pure."""

from aiinfra_study.ui.layout import Line, plain
from aiinfra_study.ui.terminal import PASTE


class Search:
    """What is sought in a page: typed, then found, line by line."""

    def __init__(self) -> None:
        self.typed: str | None = None  # what is being typed behind /
        self.found = ""
        self.at: int | None = None

    def press(self, key: str) -> bool:
        """Take a key while typing; True when something is to be found."""
        typed = self.typed or ""
        if key == "enter":
            self.found, self.typed = typed or self.found, None
            return True
        if key in ("escape", "clear") or (key == "backspace" and not typed):
            self.typed, self.found, self.at = None, "", None
        elif key == "backspace":
            self.typed = typed[:-1]
        elif key.startswith(PASTE) or len(key) == 1:
            self.typed = typed + key.removeprefix(PASTE).split("\n")[0]
        return False

    def next(self, lines: list[Line], top: int) -> int | None:
        """The next line that has the words, or begins them; from the beginning after the end."""
        wanted = " ".join(self.found.casefold().split())
        texts = [" ".join(plain(line).casefold().split()) for line in lines]
        begin = (top - 1 if self.at is None else self.at) + 1
        order = [*range(begin, len(lines)), *range(min(begin, len(lines)))]
        self.at = next((at for at in order if wanted and _begins(texts, at, wanted)), None)
        return self.at


def _begins(texts: list[str], at: int, wanted: str) -> bool:
    """Whether words begin in a line; they may go on in the next."""
    after = texts[at + 1] if at + 1 < len(texts) else ""
    return 0 <= f"{texts[at]} {after}".find(wanted) < max(len(texts[at]), 1)
