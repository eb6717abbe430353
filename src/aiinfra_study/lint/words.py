"""Text as a reader of questions sees it: code masked, Markdown gone, words and their stems."""

import re

from aiinfra_study.lint.patterns import pattern

_CODE = pattern(r"(?<!`)(`++)(?:.+?)(?<!`)\1(?!`)", re.DOTALL)  # (runs of one length: 64 KiB of ` in linear time)
_EMPHASIS = pattern(r"(\*\*|__|\*|(?<![\w])_|_(?![\w]))")
_LINK = pattern(r"\[([^\[\]]*)\]\([^()]*(?:\([^()]*\)[^()]*)*+\)")
_WORD = pattern(r"[^\W\d_]+(?:['’-][^\W\d_]+)*")
_LOOSE_SIGN = pattern(r"[-'](?![a-z])|[-'](?<![a-z].)")  # a hyphen or an apostrophe beside no letter
_LETTERS_ONLY = bytes(code if chr(code).isalpha() or chr(code) in "-'" else 32 for code in range(256))
_SENTENCE = pattern(r"(?<=[.!?:])\s+")
MASK = "\u25a1"  # stands for a span of code
MOST_WORDS = 65536  # whose stems are kept


def listed(text: str) -> frozenset[str]:
    """The words of a list."""
    return frozenset(text.split())


STOPWORDS = listed(
    "a about above after again all also an and any are as at be because been before being below between both but by "
    "can cannot could did do does doing done down during each either else ever every few for from further had has "
    "have having he her here him his how i if in into is it its itself just may me might more most much must my "
    "neither no nor not now of off on once one only or other our out over own per same she should since so some "
    "still such than that the their them then there these they this those through to too under until up upon us "
    "very was we were what when where whether which while who whom whose why will with within without would you "
    "your"
)

ABSOLUTES = listed("all always cannot completely entirely every must never only")


def plain(text: str) -> str:
    """Text without Markdown, each span of code as one sign."""
    if "`" in text:
        text = _CODE.sub(MASK, text)
    if "](" in text:
        text = _LINK.sub(r"\1", text)
    if "*" in text or "_" in text:
        text = _EMPHASIS.sub("", text)
    return " ".join(text.split())


def masked(text: str) -> str:
    """Text with every sign of its code masked, so that places in it hold."""
    return _CODE.sub(lambda match: MASK * len(match[0]), text)


def words(text: str) -> list[str]:
    """The words of a plain text, folded."""
    folded = text.casefold()
    loose = ("-" in folded or "'" in folded) and _LOOSE_SIGN.search(folded)
    if folded.isascii() and not loose:  # (the same six times as fast)
        return folded.encode().translate(_LETTERS_ONLY).decode().split()
    return _WORD.findall(folded)


def content(text: str) -> set[str]:
    """The stems of the words that carry meaning."""
    found = set(map(_MEANINGS.__getitem__, words(text)))
    found.discard("")
    return found


class _Meanings(dict[str, str]):
    """The stem of each word that carries meaning, else nothing; found when first asked for."""

    def __missing__(self, word: str) -> str:
        if len(self) >= MOST_WORDS:
            self.clear()
        meaning = self[word] = stem(word) if len(word) > 2 and word not in STOPWORDS else ""
        return meaning


_MEANINGS = _Meanings()

# endings, and how many letters a word has at least without them
_LONG = {"ization": 3, "ations": 4, "ation": 4, "ings": 4, "ing": 4, "ies": 3, "ied": 3}
_SHORT = {"edly": 4, "ly": 4, "ed": 3, "es": 3, "s": 3, "e": 3}
_ANY_LONG, _ANY_SHORT = tuple(_LONG), tuple(_SHORT)


def stem(word: str) -> str:
    """A word without its usual English endings, so that `scales`, `scaled` and `scaling` are one."""
    if word.endswith(_ANY_LONG):
        for ending, least in _LONG.items():
            if word.endswith(ending) and len(word) - len(ending) >= least:
                root = word[: -len(ending)]
                return root + "y" if ending in ("ies", "ied") else _undoubled(root)
    if word.endswith(_ANY_SHORT) and not word.endswith("ss"):
        for ending, least in _SHORT.items():
            if word.endswith(ending) and len(word) - len(ending) >= least:
                return _undoubled(word[: -len(ending)])
    return word


def _undoubled(root: str) -> str:
    if len(root) > 3 and root[-1] == root[-2] and root[-1] not in "lsz":
        return root[:-1]
    return root.removesuffix("e")


def lead_in(text: str) -> str:
    """The sentence of a stem that asks: the last one with a question mark, else the last."""
    sentences = [sentence for sentence in _SENTENCE.split(text) if sentence.strip()]
    asking = [sentence for sentence in sentences if sentence.rstrip().endswith("?")]
    return (asking or sentences or [""])[-1].strip()
