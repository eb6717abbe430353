"""Questions that ask for what is not so."""

import re
from typing import NamedTuple

from aiinfra_study.core.problem import Edit
from aiinfra_study.lint.item import Item
from aiinfra_study.lint.patterns import pattern
from aiinfra_study.lint.rule import Findings, Found, rule
from aiinfra_study.lint.words import masked

_OPENERS = "if|once|after|before|because|since|although|though|unless|until|till|whether|unlike|but|so that|given that"
_AUXILIARY = "is|are|was|were|do|does|did|can|could|would|will|should|shall|must|may|might|has|have|had|need"
_SCENARIO = pattern(
    rf"^(?:{_OPENERS}|(?:when|where)(?! (?:{_AUXILIARY})\b))\b[^,;?!]*"
    rf"|(?<=\S )(?:{_OPENERS}|when|whenever|while|where|who|whose|whom"
    r"|(?<!option )(?<!statement )(?<!claim )(?<!answer )(?<!choice )(?<!sentence )(?<!one )that)\b[^,;?!]*",
    re.IGNORECASE,
)
_ASKS = pattern(r"\b(?:which|what|who|whom|whose|where|when|why|how)\b", re.IGNORECASE)
_RELATIVE = pattern(r"(?<=\w )which\b[^,;?!]*", re.IGNORECASE)
_REASON = pattern(r"\b(?:why|how|reasons?|causes?|caused|explains?|explanations?)\b", re.IGNORECASE)
_UNTRUE = "false|untrue|incorrect|invalid"
_POOR = (
    "likely|probable|plausible|suitable|suited|appropriate|effective|efficient|useful|helpful|important|relevant"
    "|accurate|reliable|true|correct|desirable|preferable|advisable|beneficial|well"
)
_NEGATION = pattern(
    rf"\b(?:{_AUXILIARY})(?: (?!(?:and|or|but)\b)[\w\u25a1'’-]+){{0,4}} (not)\b(?! (?:only|to|yet|null)\b)"
    r"|\b(\w+n['’]t|cannot)\b"
    r"|\b(except)(?: for)?(?: one| two)?\W*$"
    rf"|\b(least) (?:{_POOR})\b|\b(?:applies|apply|fits|fit|suits|suit) (least)\b"
    rf"|\b(?:is|are|was|were|be) ({_UNTRUE})(?=\W*$|,| (?:about|for|regarding|of|in|here|given|as|and)\b)"
    rf"|\b({_UNTRUE}) (?:statements?|claims?|assertions?|conclusions?|answers?|descriptions?|options?|assumptions?)\b",
    re.IGNORECASE,
)
_HINTS = ("not", "n't", "n’t", "except", "least", "false", "untrue", "incorrect", "invalid")
_EMPHASIS = pattern(r"(\*\*|__|\*|_)(?=\S).{1,80}?(?<=\S)\1", re.DOTALL)


class _Denial(NamedTuple):
    """The word that turns a question round, and where it stands in the text of the author (None: unknown)."""

    word: str
    at: int | None


@rule("I310", "negative-lead-in", "warning")
def negative_lead_in(item: Item) -> Findings:
    """The question asks for what is not so.

    The word is easily overread, and who knows what is false need not know what is true; Schmucker & Moore (2025) count
    this among the more harmful flaws. Only the main clause of the sentence that asks is looked at, for not, except,
    least, false and invalid: a scenario in which something "cannot fit", a question after why or how, "at least" and
    "least work" are fine. (Matching the whole stem reports 8.9 % of LinkedIn's questions, and two of the chapter that
    this project began with, both falsely; matching the lead-in none of those.) An emphasised word (`**not**`, NOT) is
    info only. Source: Haladyna, Downing & Rodriguez (2002), guideline 17.

    Fails:
        - id: speeds-up-serving
          ask: Which of these does not shorten the time to first token?
          right: A longer prompt
          wrong: [A cache of prefixes, A faster prefill, A shorter queue]

    Passes:
        - id: does-not-fit
          ask: A model does not fit into the memory of one GPU. Which step makes room for its weights?
          right: Split the layers over two GPUs
          wrong: [Lower the batch size, Recompute the activations, Raise the clock]
    """
    if not item.offers or not any(hint in item.stem_folded for hint in _HINTS):
        return
    found = _negation(item.lead_in)
    if found is None:
        return
    denial = _in_ask(item, item.stem.rfind(item.lead_in) + found[0], found[1])
    if _is_emphasised(item.question.ask, denial):
        message = f'the question asks for what is not so ("{denial.word}", emphasised)'
        yield Found(item.place("ask"), message, "ask for what is so, where that says as much", "info")
        return
    message = f'"{denial.word}" turns the question round and is easily overread'
    help = f"ask for what is so, or emphasise the word: **{denial.word}**"
    yield Found(item.place("ask"), message, help, "", _edit(item, denial))


def _negation(lead_in: str) -> tuple[int, str] | None:
    """Where in the sentence that asks, outside of clauses that tell the scenario, a word turns it round; the word."""
    main = _SCENARIO.sub(_blank, lead_in)
    asks = _ASKS.search(main)
    start, end = asks.span() if asks else (0, len(main))
    main = main[:end] + _RELATIVE.sub(_blank, main[end:])
    found = _NEGATION.search(main, start)
    if found is None or _REASON.search(main, start, found.end()):
        return None
    group = found.lastindex or 0
    return found.start(group), found[group]


def _blank(clause: re.Match[str]) -> str:
    return " " * len(clause[0])


def _in_ask(item: Item, at: int, word: str) -> _Denial:
    """The word at a place of the plain stem, found again in the text of the author."""
    same = re.compile(rf"(?<!\w){re.escape(word)}(?!\w)")
    places = [match.start() for match in same.finditer(masked(item.question.ask))]
    before = sum(match.start() < at for match in same.finditer(item.stem))
    known = len(places) == sum(1 for _ in same.finditer(item.stem))
    return _Denial(word, places[before] if known and before < len(places) else None)


def _is_emphasised(ask: str, denial: _Denial) -> bool:
    if denial.word.isupper():
        return True
    at = denial.at
    return at is not None and any(span.start() < at < span.end() for span in _EMPHASIS.finditer(masked(ask)))


_HEAD = pattern(r"""(["']?)ask\1\s*:\s*(?:[|>][^\n]*\n\s*|(["'])|)""")


def _edit(item: Item, denial: _Denial) -> Edit | None:
    """Emphasis for the word, if its place in the file is beyond doubt."""
    source, before = item.bank.source, item.question.ask[: denial.at]
    key = source.place_of_key(item.tree, "ask") if "ask" in item.tree else None
    head = _HEAD.match(source.text, key) if isinstance(key, int) else None
    if denial.at is None or head is None or not before.strip():  # (a text must not begin with an asterisk)
        return None
    start = _after(source.text, head.end(), before, head[2] or "")
    end = start + len(denial.word)
    return Edit(start, end, f"**{denial.word}**", safe=False) if source.text[start:end] == denial.word else None


def _after(text: str, at: int, value: str, quote: str) -> int:
    """The offset behind the beginning of a value, as it is written in a file from an offset on; -1 if it is not."""
    for part in re.findall(r"\s+|\S+", value):
        if part.isspace():
            while text[at : at + 1].isspace():
                at += 1
            continue
        written = part.replace("'", "''") if quote == "'" else part
        if not text.startswith(written, at):
            return -1
        at += len(written)
    return at
