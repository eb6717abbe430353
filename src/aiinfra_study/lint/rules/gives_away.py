"""Questions whose stem gives the key of another one away."""

from collections import defaultdict
from collections.abc import Iterator
from itertools import islice

from aiinfra_study.lint.item import Item, LintBank
from aiinfra_study.lint.rule import Found, rule
from aiinfra_study.lint.rules.duplicates import are_kin
from aiinfra_study.lint.words import content, plain

WORDS_FROM = 4  # with a meaning: shorter keys stand in many stems by chance
MAX_COMPARED = 500  # stems with the rarest word of a key: bounds the time, however alike a bank is


@rule("B407", "gives-away", "info", "bank")
def gives_away(bank: LintBank) -> Iterator[tuple[Item | None, Found]]:
    """The stem of one question contains the key of another in the same section.

    A quiz may draw both, and who reads on finds the key. Keys of four content words or more count, if a stem has all
    of them, endings aside: shorter keys are terms that a section needs throughout. Questions of one family are let be:
    a quiz asks one of them. Source: Haladyna, Downing & Rodriguez (2002), on items that cue each other.

    Fails:
        format: 1
        questions:
          - id: why-canary
            ask: Why does a canary send a small share of live traffic to the new version first?
            right: So that few users meet a regression
            wrong: [So that caches warm up, So that logs are smaller]
          - id: what-is-canary
            ask: Which rollout hurts the fewest users when the new model is worse?
            right: Sending a small share of live traffic to the new version
            wrong: [Replacing every replica at once, Replaying stored requests offline]

    Passes:
        format: 1
        questions:
          - id: why-canary
            ask: Why does a canary come before the rollout to everyone?
            right: So that few users meet a regression
            wrong: [So that caches warm up, So that logs are smaller]
          - id: what-is-canary
            ask: Which rollout hurts the fewest users when the new model is worse?
            right: Sending a small share of live traffic to the new version
            wrong: [Replacing every replica at once, Replaying stored requests offline]
    """
    asked_with: dict[str, list[int]] = defaultdict(list)
    for place, item in enumerate(bank.items):
        for word in item.stem_content:
            asked_with[word].append(place)
    for place, item in enumerate(bank.items):
        for key in _keys(item):
            if len(key) >= WORDS_FROM and key <= asked_with.keys() and not key <= item.stem_content:
                rarest = min((asked_with[word] for word in key), key=len)
                others = islice(rarest, MAX_COMPARED)
                telling = (other for other in others if key <= bank.items[other].stem_content)
                asking = next((other for other in telling if not are_kin(item, bank.items[other])), None)
                if asking is not None:
                    yield _told(bank, place, asking)


def _keys(item: Item) -> list[set[str]]:
    """The content words of each key that is a phrase."""
    if item.keys:
        return [offer.content for offer in item.keys]
    return [content(plain(item.question.body.key_lines[0]))] if item.kind == "short" else []


def _told(bank: LintBank, keyed: int, asking: int) -> tuple[Item, Found]:
    """What is said on the later one of the question whose key is told and the one whose stem tells it."""
    item, other = bank.items[max(keyed, asking)], bank.items[min(keyed, asking)]
    if asking > keyed:
        message = f'this stem contains the key of "{other.question.id}"'
        return item, Found(item.place("ask", "claim"), message, "say it in the stem without naming that key")
    message = f'the stem of "{other.question.id}" contains this key'
    return item, Found(item.place("right", "answer"), message, "say it in that stem without naming this key")
