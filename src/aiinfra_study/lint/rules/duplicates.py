"""Questions that a course asks twice."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from functools import reduce
from itertools import chain, combinations, islice
from math import ceil
from operator import or_
from typing import NamedTuple, TypeAlias

from aiinfra_study.core.options import Option
from aiinfra_study.lint.item import Item, LintBank, LintCourse
from aiinfra_study.lint.patterns import pattern
from aiinfra_study.lint.rule import Found, rule
from aiinfra_study.lint.words import content, plain

ALIKE = 0.8  # of the words of both stems
WORDS_FROM = 4  # with a meaning: shorter stems ("What does this print?") say too little
MAX_COMPARED = 400  # earlier questions with a sign in common: bounds the time, however alike a bank is
RARE = 50  # questions: a word of more of them is looked for in pairs only
BITS = 128  # of a question's words: enough that few share one
_CODE = pattern(r"`[^`]+`")
_NUMBER = pattern(r"\d+(?:[.,]\d+)*")


_Worded: TypeAlias = tuple[Item, tuple[str, ...]]  # its words in order


def _worded(bank: LintBank) -> list[_Worded]:
    """The questions of a bank that have enough words, with them."""
    return [(item, words) for item in bank.items if (words := _words(item))]


def _words(item: Item) -> tuple[str, ...]:
    """The content words of what is asked (none where they are few), and what counts as a word beside them."""
    asked = _asked(item)
    found = set(item.stem_content) if item.kind != "cloze" else content(plain(asked))
    if len(found) < WORDS_FROM:
        return ()
    if "`" in asked:
        found.update(_CODE.findall(asked))
    if item.kind != "numeric":
        found.update(_NUMBER.findall(asked))
    return tuple(sorted(found))


def _asked(item: Item) -> str:
    """Everything that poses the question but its code."""
    parts: tuple[str, ...] = getattr(item.question.body, "parts", ())
    return " ".join((item.question.ask, getattr(item.question.body, "claim", ""), *parts))


@rule("B406", "duplicate-question", "warning", "course", keeps=_worded)
def duplicate_question(course: LintCourse) -> Iterator[tuple[LintBank, Item | None, Found]]:
    """Two questions of a course ask the same.

    A quiz that draws both asks one thing twice, and in review the second is known from the first, so the figures of
    both are wrong. The same stem with the same key is an error. Stems that share 80 % of their words are a warning
    (Jaccard overlap, between questions of one kind, from four content words on). A span of code counts as a word, and
    other `code` makes another question. Numbers count too, except in numeric questions, where other numbers make a
    parallel form. Parallel forms are wanted, so that a post-quiz need not repeat the pre-quiz: give them a common
    `family`, and they are let be. One bank of LinkedIn's holds 29,676 pairs of identical items. Candidates are found by
    prefix filtering, by rare words and pairs of words (Chaudhuri, Ganti & Kaushik 2006; Wang, Li & Feng 2012).

    Fails:
        format: 1
        questions:
          - id: kv-cache-growth
            ask: What grows in the memory of a GPU with each token of a conversation?
            right: The KV cache
            wrong: [The weights, The optimizer state]
          - id: kv-cache-growth-again
            ask: With each token of a conversation, what grows in the memory of a GPU?
            right: Keys and values of attention
            wrong: [The vocabulary, The gradients]

    Passes:
        format: 1
        questions:
          - id: kv-cache-growth
            ask: What grows in the memory of a GPU with each token of a conversation?
            right: The KV cache
            wrong: [The weights, The optimizer state]
          - id: weights-stay
            ask: What stays the same in the memory of a GPU, however long a conversation gets?
            right: The weights
            wrong: [The KV cache, The activations]
    """
    found = dict(_identical(course))
    for later, earlier in _alike(course):
        found.setdefault(later, (earlier, ""))
    for bank in course.banks:
        for item in bank.items:
            if item in found:
                earlier, level = found[item]
                where = "" if earlier.bank is bank else f" of {earlier.bank.section.id}"
                same = "has the same stem and key as" if level else "asks nearly the same as"
                message = f'{same} "{earlier.question.id}"{where}'
                help = "drop one, or write family: with one name in both, if they are parallel forms"
                yield bank, item, Found(item.place("ask", "claim", "blanks"), message, help, level)


def _items(course: LintCourse) -> Iterator[Item]:
    return (item for bank in course.banks for item in bank.items)


def are_kin(one: Item, other: Item) -> bool:
    """Whether two questions are parallel forms."""
    return bool(one.question.family) and one.question.family == other.question.family


def _key_texts(item: Item) -> tuple[str, ...]:
    """The right options, in no order; none where there is nothing to choose from."""
    body = item.question.body
    options: tuple[Option, ...] = getattr(body, "options", ())
    return tuple(sorted(option.text for option in options[: getattr(body, "keys", 1)])) if options else ()


def _identical(course: LintCourse) -> Iterator[tuple[Item, tuple[Item, str]]]:
    """Questions with the stem and the key of an earlier one."""
    seen: dict[tuple[str, ...], list[Item]] = {}
    for item in _items(course):
        key = _key_texts(item) or item.question.body.identity
        earlier = seen.setdefault((item.kind, " ".join(_asked(item).split()), item.question.code, *key), [])
        twin = next((other for other in earlier if not are_kin(other, item)), None)
        if twin is not None:
            yield item, (twin, "error")
        if len(earlier) < 2 and not (earlier and are_kin(earlier[0], item)):  # two strangers are kin to no third
            earlier.append(item)


class _Asked(NamedTuple):
    """A question as the words it asks with; `bits` has a bit set for each word, several words may share one."""

    item: Item
    words: tuple[str, ...]
    bits: int


def _alike(course: LintCourse) -> Iterator[tuple[Item, Item]]:
    """Questions with nearly the words of an earlier one that asks in the same way."""
    alike: dict[tuple[str, str], list[_Worded]] = defaultdict(list)
    for bank in course.banks:
        for item, words in bank.kept(_worded):
            alike[item.kind, item.question.code].append((item, words))
    for worded in alike.values():
        yield from _alike_among(worded)


def _alike_among(worded: Sequence[_Worded]) -> Iterator[tuple[Item, Item]]:
    """Of two sets that overlap by a share t, the first |x| - ceil(t |x|) + 2 words of each have two in common, in
    whatever order; the rarest words first leave the fewest candidates. One rare word in common is enough of a sign,
    of the others it takes a pair."""
    often = Counter(chain.from_iterable(words for _, words in worded))
    bit = {word: 1 << place % BITS for place, word in enumerate(often)}
    index: dict[str | tuple[str, str], list[_Asked]] = defaultdict(list)
    for item, words in worded:
        asked = _Asked(item, words, reduce(or_, map(bit.__getitem__, words)))
        rarest = sorted(words, key=often.__getitem__)[: len(words) - ceil(ALIKE * len(words)) + 2]
        rare = [word for word in rarest if 1 < often[word] <= RARE]
        common = [word for word in rarest if often[word] > RARE]
        signs: list[str | tuple[str, str]] = [*rare, *combinations(common, 2)]
        earlier = [index[sign] for sign in signs]
        twin = _first_alike(asked, islice(chain.from_iterable(earlier), MAX_COMPARED))
        if twin is not None:
            yield item, twin
        for listed in earlier:
            listed.append(asked)


def _first_alike(asked: _Asked, candidates: Iterable[_Asked]) -> Item | None:
    """The first candidate with enough of the words.

    Sets that overlap by t differ in at most (1 / t - 1) |x| words, and bits that differ are words that differ (the
    bitmap filter of Sandes, Teodoro & Melo 2020).
    """
    size, bits = len(asked.words), asked.bits
    most = size / ALIKE - size + 1e-9  # rounding
    for other in [candidate for candidate in candidates if (bits ^ candidate[2]).bit_count() <= most]:
        shared = len(set(asked.words).intersection(other.words))
        if shared >= ALIKE * (size + len(other.words) - shared) and not are_kin(asked.item, other.item):
            return other.item
    return None
