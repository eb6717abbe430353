"""Texts read after shuffling that name an option by its letter or place."""

import re
from collections.abc import Iterator

from aiinfra_study.core.source import Place
from aiinfra_study.lint.item import Item
from aiinfra_study.lint.patterns import pattern
from aiinfra_study.lint.rule import Findings, Found, rule

_NAMES = ("option", "choice", "alternative", "distractor", "answer")
_VERBS = (
    "is|are|was|were|has|have|had|does|do|did|would|will|can|cannot|could|may|might|must|should|fails|names|describes|"
    "confuses|ignores|mixes|counts|uses|leaves|forgets"
)
_NUMBER = rf"(?:(?:no\.?|number)\s*|#)?[1-9](?=\s*(?:[,;:)?!]|\.(?!\d)|$)|\s+(?:and|or|{_VERBS})\b)"
_JUDGED = ("right", "wrong", "correct", "incorrect", "true", "false")


def _after_name(name: str) -> re.Pattern[str]:
    """A name of options with a letter or a number (which an answer may count); it begins with a literal, for speed."""
    number = "" if name == "answer" else f"|{_NUMBER}"
    head = f"{name[1:]}(?<=\\b[{name[0].upper()}{name[0]}]{name[1:]})s?\\s+"
    return pattern(rf"{head}(?:\([a-i]\)|\(?[A-H]\)?(?![\w'’+#/-]){number})")


_NAMED = {name[1:]: _after_name(name) for name in _NAMES}
_BARE = {word: pattern(rf"{word}\b(?:(?<=\b[A-H] is {word})|(?<=\b[A-H] are {word}))") for word in _JUDGED}
_SUBJECT = pattern(
    r"(?:^|[.;:,!?(—–]\s*|\b(?:and|or|so|but|while|since|because|as|that|which|why)\s+)"
    r"([A-H](?:(?:,| and| or) [A-H])* (?:is|are) \w+)\Z"
)
MAX_SUBJECT = 60  # characters in which the letters before a verdict stand
_ORDINAL = pattern(
    r"\bthe (?:first|second|third|fourth|fifth|last)\s+(?:option|choice|alternative|distractor)\b", re.IGNORECASE
)
_COUNTED = pattern(r"\b(?:two|three|four|several|both) (?:options|choices|alternatives)\b", re.IGNORECASE)


@rule("I324", "explanation-names-letter", "error")
def explanation_names_letter(item: Item) -> Findings:
    """A text that is read after shuffling names an option by its letter or place.

    Options stand in another order each time, so "option B" is another option for each learner, and a right lesson
    becomes a wrong one. "The first option" is a warning, as it may mean a choice that the text itself lists. With
    `keep_order` nothing is reported, nor where stem or options use the same name ("Option A costs $2 an hour").

    Fails:
        - id: spot-or-reserved
          ask: A fault-tolerant batch job may run at any hour. Which capacity costs least?
          right: Interruptible capacity
          wrong: [Reserved capacity, On-demand capacity]
          because: Option B is paid for even while nothing runs, and on-demand capacity has the highest price.

    Passes:
        - id: spot-or-reserved
          ask: A fault-tolerant batch job may run at any hour. Which capacity costs least?
          right: Interruptible capacity
          wrong: [Reserved capacity, On-demand capacity]
          because: Reserved capacity is paid for even while nothing runs, and on-demand capacity has the highest price.
    """
    if not item.offers or not item.shuffled:
        return
    question = item.question
    if not _label("\n".join((question.because, question.hint, *[offer.why for offer in item.offers]))):
        return
    for place, text in _shown(item):
        label = _label(text)
        if label and not _is_named(label, item):
            level = "warning" if _ORDINAL.match(label) else ""
            message = f'"{label}" names an option by its place, and options are shuffled'
            yield Found(place, message, "say what the option says, or keep_order its place", level)


def _label(text: str) -> str:
    """The first thing in a text that names an option by letter or place."""
    for needle, named in _NAMED.items():
        if needle in text:
            if match := named.search(text):
                return " ".join(text[match.start() - 1 : match.end()].split())
            if needle != "nswer" and (match := _ORDINAL.search(text)) and not _COUNTED.search(text):
                return " ".join(match[0].split())
    for needle, judged in _BARE.items():
        for match in judged.finditer(text) if needle in text else ():
            if subject := _SUBJECT.search(text[max(0, match.end() - MAX_SUBJECT) : match.end()]):
                return subject[1]
    return ""


def _shown(item: Item) -> Iterator[tuple[Place, str]]:
    """What is read after a response, or as a hint before it, with its places."""
    yield item.place("because"), item.question.because
    yield item.place("hint"), item.question.hint
    for side in ("right", "wrong"):
        value = item.tree.get(side)
        for option in value if isinstance(value, list) else [value]:
            if isinstance(option, dict) and isinstance(why := option.get("why"), str):
                yield (option, "why"), why


def _is_named(label: str, item: Item) -> bool:
    """Whether stem or options use the same name for something else."""
    parts = (item.question.ask, item.question.code, *(offer.text for offer in item.offers))
    name = label.partition(" is ")[0].partition(" are ")[0]
    if name[1:2].isalpha():  # "option B"
        texts = " ".join("\n".join(parts).casefold().split())
        return re.search(rf"(?<!\w){re.escape(name.casefold())}(?!\w)", texts) is not None
    # a letter alone, in its case; before a small letter at the head of a sentence "A" may be the article, unless there
    # is a B
    alone = r"(?<!\w)A(?!\w| [a-z])|(?<=[\w,] )A(?!\w)|(?<!\w)B(?!\w)" if name == "A" else rf"(?<!\w){name}(?!\w)"
    return any(re.search(alone, " ".join(part.split())) for part in parts)
