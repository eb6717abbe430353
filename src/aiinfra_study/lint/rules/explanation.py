"""What a learner reads after responding: the lesson, and why an option is wrong."""

import re
from collections.abc import Iterator

from aiinfra_study.core.fields import Place
from aiinfra_study.lint.item import Item
from aiinfra_study.lint.rule import Findings, Found, rule
from aiinfra_study.lint.words import content

LEAST_WORDS = 8
REPEATS = 0.8  # Jaccard overlap of the content words of lesson and key
LONG_ENOUGH = 40  # words that no repetition has
KEY_FROM = 3  # content words of a key: shorter ones stand in every lesson about them
_DIGIT = re.compile(r"\d")


@rule("I321", "no-explanation", "warning")
def no_explanation(item: Item) -> Findings:
    """There is no `because`.

    Elaborated feedback has an effect of 0.49 on learning, naming the right answer 0.32, and a bare "right" or "wrong"
    0.05 (van der Kleij, Feskens & Eggen 2015, a meta-analysis of 40 studies). The lesson is shown after right
    responses too, as some of them were guesses.

    Fails:
        - id: rank-memory
          ask: Which way to train in parallel divides the optimizer state over the GPUs?
          right: Sharded data parallelism
          wrong: [Replicated data parallelism, Gradient accumulation]

    Passes:
        - id: rank-memory
          ask: Which way to train in parallel divides the optimizer state over the GPUs?
          right: Sharded data parallelism
          wrong: [Replicated data parallelism, Gradient accumulation]
          because: Each rank keeps one share of weights, gradients and moments, and gathers the rest when it is needed.
    """
    if not item.question.because.strip():
        yield Found(item.place("because"), "the question has no because", "write because: why the key is right")


@rule("I322", "thin-explanation", "warning")
def thin_explanation(item: Item) -> Findings:
    """The `because` has fewer than eight words, or only repeats the key.

    A lesson that names the key once more is the feedback with an effect of 0.32; one that says why has 0.49 (van der
    Kleij et al. 2015). Signs of a formula count as words. The key is repeated where 80 % of the content words of key
    and lesson together are shared (Jaccard overlap); words that the lesson takes from the stem do not count, keys of
    one or two content words are not looked at, and neither are lessons with a number or of more than 40 words.

    Fails:
        - id: taint-repels
          ask: A node carries the taint `gpu=true:NoSchedule`. Which pods can still be placed on it?
          right: Pods that tolerate the taint
          wrong: [Pods that request a GPU, Pods in a privileged namespace]
          because: Pods that tolerate the taint can be placed on it.

    Passes:
        - id: taint-repels
          ask: A node carries the taint `gpu=true:NoSchedule`. Which pods can still be placed on it?
          right: Pods that tolerate the taint
          wrong: [Pods that request a GPU, Pods in a privileged namespace]
          because: The scheduler filters a tainted node out for every pod without a matching toleration.
    """
    text = item.explanation
    if not text:
        return
    count = text.count(" ") + 1
    if count < LEAST_WORDS:
        message = f"the because has {count} word{'s' * (count != 1)}, fewer than {LEAST_WORDS}"
        yield Found(item.place("because"), message, "say why the key is right and what the mistake would be")
        return
    if count > LONG_ENOUGH or _DIGIT.search(text):
        return
    key = _key_content(item)
    if len(key) < KEY_FROM:
        return
    said = content(text) - (item.stem_content - key)
    shared = len(said & key)
    if shared >= REPEATS * len(said | key):
        message = f"the because repeats the key: besides the stem's words, {shared} of {len(said | key)} are shared"
        yield Found(item.place("because"), message, "say why the key is right, in words that the key does not have")


def _key_content(item: Item) -> set[str]:
    """What is right, as content words; of a true-false question its claim."""
    if item.keys:
        return set().union(*(offer.content for offer in item.keys))
    if item.kind == "true-false":
        return item.stem_content
    if item.kind == "numeric":
        return set()
    return content(" ".join(item.question.body.key_lines))


@rule("I323", "no-option-why", "info")
def no_option_why(item: Item) -> Findings:
    """No distractor says why it is wrong, or, with `rationale: all`, an option does not.

    A chosen distractor is remembered unless feedback says why it is wrong (Butler & Roediger 2008: without feedback,
    learned lures come back in the next test). The section's setting `rationale` says what is asked for: `all` a `why`
    for each option, `some` (the default) one distractor of each question at least, `none` nothing.

    Fails:
        - id: kv-cache-owner
          ask: What takes more GPU memory with each token of an open conversation?
          right: The KV cache
          wrong: [The weights, The optimizer state]

    Passes:
        - id: kv-cache-owner
          ask: What takes more GPU memory with each token of an open conversation?
          right: The KV cache
          wrong:
            - The weights
            - {text: The optimizer state, why: It exists in training only.}
    """
    wanted = item.bank.section.rationale
    if wanted == "none" or not item.offers:
        return
    if wanted == "all":
        for offer in item.offers:
            if not offer.why.strip():
                help = "write {text: …, why: …}, as the section says rationale: all"
                yield Found(offer.place, "this option has no why", help)
    elif not any(offer.why.strip() for offer in item.distractors):
        help = "write {text: …, why: …} for the most tempting one, or set rationale: none"
        yield Found(item.place("wrong"), "no distractor says why it is wrong", help)


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
    return re.compile(rf"{head}(?:\([a-i]\)|\(?[A-H]\)?(?![\w'’+#/-]){number})")


_NAMED = {name[1:]: _after_name(name) for name in _NAMES}
_BARE = {word: re.compile(rf"{word}\b(?:(?<=\b[A-H] is {word})|(?<=\b[A-H] are {word}))") for word in _JUDGED}
_SUBJECT = re.compile(
    r"(?:^|[.;:,!?(—–]\s*|\b(?:and|or|so|but|while|since|because|as|that|which|why)\s+)"
    r"([A-H](?:(?:,| and| or) [A-H])* (?:is|are) \w+)\Z"
)
MAX_SUBJECT = 60  # characters in which the letters before a verdict stand
_ORDINAL = re.compile(
    r"\bthe (?:first|second|third|fourth|fifth|last)\s+(?:option|choice|alternative|distractor)\b", re.IGNORECASE
)
_COUNTED = re.compile(r"\b(?:two|three|four|several|both) (?:options|choices|alternatives)\b", re.IGNORECASE)


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
    for needle, pattern in _NAMED.items():
        if needle in text:
            if match := pattern.search(text):
                return " ".join(text[match.start() - 1 : match.end()].split())
            if needle != "nswer" and (match := _ORDINAL.search(text)) and not _COUNTED.search(text):
                return " ".join(match[0].split())
    for needle, pattern in _BARE.items():
        for match in pattern.finditer(text) if needle in text else ():
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
    name = label.casefold().partition(" is ")[0].partition(" are ")[0]
    parts = (item.question.ask, item.question.code, *(offer.text for offer in item.offers))
    texts = " ".join("\n".join(parts).casefold().split())
    return re.search(rf"(?<!\w){re.escape(name)}(?!\w)", texts) is not None
