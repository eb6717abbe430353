"""How many cells of the terminal a text takes, and where a script without spaces may be broken. Pure."""

from functools import lru_cache
from unicodedata import east_asian_width

# One cell each, known without Rich, whose import takes longer than a question may: Latin letters; punctuation; super-
# scripts and currencies; arrows and mathematics; lines, blocks and arrow heads
_ONE_CELL = (
    *(("\0", "\u02ff"), ("\u2010", "\u2027"), ("\u2030", "\u205e"), ("\u2070", "\u20cf"), ("\u2190", "\u22ff")),
    ("\u2500", "\u25fc"),
)
# beside a character of two cells: what does not begin a line, what does not end one (the common part of JIS X 4051)
_CLOSING = frozenset("。，、．：；！？）］｝」』】》〉”’…,.:;!?)]}%")
_OPENING = frozenset("（［｛「『【《〈“‘([{")
_JOINER, _AS_EMOJI = "\u200d", "\ufe0f"  # what changes the cells of the characters beside it


def width_of(text: str) -> int:
    """Terminal cells a text takes, which are those of Rich."""
    if text.isascii():
        return len(text)
    return _of_rich(text) if _JOINER in text or _AS_EMOJI in text else sum(map(cell, text))


@lru_cache(maxsize=8192)
def cell(character: str) -> int:
    """Terminal cells of one character: 0, 1 or 2."""
    return 1 if any(low <= character <= high for low, high in _ONE_CELL) else _of_rich(character)


def _of_rich(text: str) -> int:
    from rich.cells import cell_len

    return cell_len(text)


@lru_cache(maxsize=8192)
def is_wide(character: str) -> bool:
    """Whether a character takes two cells: such scripts write no spaces and may break between any two."""
    return not character.isascii() and east_asian_width(character) in "WF"


def may_break(before: str, after: str) -> bool:
    """Whether a line may end between two characters without a space between them."""
    if not (is_wide(before) or is_wide(after)) or before == _JOINER:
        return False
    return before not in _OPENING and after not in _CLOSING and cell(after) > 0


def fitting(text: str, room: int) -> int:
    """How many characters of a text fit in so many cells."""
    if text.isascii():
        return min(len(text), room)
    used = 0
    for place, character in enumerate(text):
        used += cell(character)
        if used > room:
            return place
    return len(text)


def rows_of(text: str, columns: int) -> int:
    """Rows a terminal of so many columns makes of a text that it wraps itself."""
    rows = 1
    while width_of(text) > columns:
        text = text[max(fitting(text, columns), 1) :]
        rows += 1
    return rows


def shortened(text: str, width: int) -> str:
    """A text that fits, with … where something was left out: behind a word, unless that leaves less than half."""
    if width_of(text) <= width:
        return text
    cut = text[: fitting(text, max(width - 1, 1))]
    end = len(cut) if text[len(cut) :][:1] in ("", " ") else cut.rfind(" ")
    return f"{cut[:end] if 2 * end > len(cut) else cut}…"
