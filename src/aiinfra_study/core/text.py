"""Text from outside: made safe to show once, folded to compare, and near misses found."""

import re
import unicodedata
from collections.abc import Iterator

# C0 except newline and tab, DEL, C1, soft hyphen, bidi controls, zero-width characters, line separators, tag
# characters: what can move the cursor, reorder or hide text on a terminal (CWE-150); and what YAML has no place for.
UNSAFE = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\xad\u061c\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb\ufffe\uffff"
    "\ud800-\udfff\U0001bca0-\U0001bca3\U0001d173-\U0001d17a\U000e0000-\U000e007f]"
)
LONG = 10_000  # characters
LONGEST_NAME = 200  # characters; what is longer, nobody meant to type
_EMOJI = "[\u2600-\u27bf\ufe0f\U0001f000-\U0001faff]"
_LOOSE_JOINER = f"(?<!{_EMOJI})\u200d|\u200d(?!{_EMOJI})"


def visible(match: re.Match[str]) -> str:
    """What is shown in the place of a character found by UNSAFE; the joiner inside an emoji stays."""
    character = match[0]
    code = ord(character)
    if character == "\u200d":
        around = match.string[max(match.start() - 1, 0) : match.end() + 1]
        if len(re.findall(_EMOJI, around)) == 2:
            return character
    if code < 0x20:
        return chr(0x2400 + code)
    return "␡" if code == 0x7F else f"<U+{code:04X}>"


def clean(text: str) -> str:
    """The text with every character that could act on a terminal made visible (`ESC` becomes `␛`)."""
    if UNSAFE.search(text) is None:
        return text
    if len(text) > LONG:  # two million of them in a tenth of a second
        signs = {ord(sign): shown for sign in set(text) if (match := UNSAFE.match(sign)) and (shown := visible(match))}
        signs.pop(0x200D, None)
        text = re.sub(_LOOSE_JOINER, "<U+200D>", text).translate(signs)
    return UNSAFE.sub(visible, text)


def unsafe(text: str) -> Iterator[re.Match[str]]:
    """The characters of a text that could act on a terminal."""
    return (match for match in UNSAFE.finditer(text) if visible(match) != match[0])


def fold(text: str) -> str:
    """What `match_as: text` compares: case, Unicode form, runs of space and edge punctuation do not count."""
    folded = " ".join(unicodedata.normalize("NFKC", text).casefold().split())
    return folded.strip(" .,;:!?'\"`()[]") or folded


def composed(text: str) -> str:
    """The text in composed Unicode form (NFC), as typed responses are kept."""
    return unicodedata.normalize("NFC", text)


def one_letter_off(got: str, want: str) -> bool:
    """Whether one folded text differs from another by one letter in one word of six letters or more."""
    ours, theirs = got.split(), want.split()
    if len(ours) != len(theirs):
        return False
    different = [(a, b) for a, b in zip(ours, theirs, strict=True) if a != b]
    if len(different) != 1:
        return False
    ((said, meant),) = different
    return sum(map(str.isalpha, meant)) >= 6 and _digits(said) == _digits(meant) and _one_edit(said, meant)


def _digits(word: str) -> list[str]:
    """The digits of a word; one more or another is another number, no slip of the pen."""
    return [character for character in word if character.isdigit()]


def _one_edit(a: str, b: str) -> bool:
    """Whether one insertion, deletion, substitution or swap of neighbours turns `a` into `b`."""
    if abs(len(a) - len(b)) > 1:
        return False
    start = 0
    while start < min(len(a), len(b)) and a[start] == b[start]:
        start += 1
    rest_a, rest_b = a[start:], b[start:]
    if len(a) == len(b):
        swapped = rest_a[1::-1] + rest_a[2:]
        return rest_a[1:] == rest_b[1:] or (len(rest_a) > 1 and swapped == rest_b)
    return rest_a[1:] == rest_b if len(a) > len(b) else rest_a == rest_b[1:]


def nearest(word: str, known: "list[str] | tuple[str, ...]", count: int = 3, cutoff: float = 0.5) -> list[str]:
    """The known words most like this one, nearest first; comparing takes time as the square of their length."""
    from difflib import get_close_matches

    return get_close_matches(word, [one for one in known if len(one) <= LONGEST_NAME], n=count, cutoff=cutoff)


def did_you_mean(word: str, known: "list[str] | tuple[str, ...]") -> str:
    """`Did you mean "x"?`, or nothing where no known word is near."""
    near = nearest(word, known, 1, 0.6)
    return f'Did you mean "{near[0]}"?' if near else ""
