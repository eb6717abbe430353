"""Questions that a course asks twice."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Set
from itertools import chain, islice
from math import ceil

from aiinfra_study.lint.item import Item, LintBank, LintCourse
from aiinfra_study.lint.rule import Found, rule
from aiinfra_study.lint.words import content, plain

ALIKE = 0.8  # of the words of both stems
WORDS_FROM = 4  # with a meaning: shorter stems ("What does this print?") say too little
MAX_COMPARED = 500  # earlier questions that share a rare word: bounds the time, however alike a bank is
_CODE = re.compile(r"`[^`]+`")
_NUMBER = re.compile(r"\d+(?:[.,]\d+)*")


@rule("B406", "duplicate-question", "warning", "course")
def duplicate_question(course: LintCourse) -> Iterator[tuple[LintBank, Item | None, Found]]:
    """Two questions of a course ask the same.

    A quiz that draws both asks one thing twice, and in review the second is known from the first, so the figures of
    both are wrong. The same stem with the same key is an error. Stems that share 80 % of their words are a warning
    (Jaccard overlap, between questions of one kind, from four content words on). A span of code counts as a word, and
    other `code` makes another question. Numbers count too, except in numeric questions, where other numbers make a
    parallel form. Parallel forms are wanted, so that a post-quiz need not repeat the pre-quiz: give them a common
    `family`, and they are let be. One bank of LinkedIn's holds 29,676 pairs of identical items. Candidates are found by
    prefix filtering (Chaudhuri, Ganti & Kaushik 2006; Xiao et al. 2008).

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


def _are_kin(one: Item, other: Item) -> bool:
    """Whether two questions are parallel forms."""
    return bool(one.question.family) and one.question.family == other.question.family


def _asked(item: Item) -> str:
    """Everything that poses the question but its code."""
    parts: tuple[str, ...] = getattr(item.question.body, "parts", ())
    return " ".join((item.question.ask, getattr(item.question.body, "claim", ""), *parts))


def _identical(course: LintCourse) -> Iterator[tuple[Item, tuple[Item, str]]]:
    """Questions with the stem and the key of an earlier one."""
    seen: dict[tuple[str, ...], list[Item]] = {}
    for item in _items(course):
        key = tuple(sorted(offer.text for offer in item.keys)) or item.question.body.identity
        earlier = seen.setdefault((item.kind, " ".join(_asked(item).split()), item.question.code, *key), [])
        twin = next((other for other in earlier if not _are_kin(other, item)), None)
        if twin is not None:
            yield item, (twin, "error")
        if len(earlier) < 2 and not (earlier and _are_kin(earlier[0], item)):  # two strangers are kin to no third
            earlier.append(item)


def _alike(course: LintCourse) -> Iterator[tuple[Item, Item]]:
    """Questions with nearly the words of an earlier one of their kind.

    Of two sets that overlap by a share t, the first |x| - ceil(t |x|) + 1 words of each have one in common, in
    whatever order; the rarest words first leave the fewest candidates.
    """
    asked = [(item, words) for item in _items(course) if (words := _words(item))]
    often = Counter(word for _, words in asked for word in words)
    index: dict[tuple[str, str, str], list[tuple[Item, Set[str]]]] = defaultdict(list)
    for item, words in asked:
        ranked = sorted(words, key=lambda word: (often[word], word))
        rarest = ranked[: len(words) - ceil(ALIKE * len(words)) + 1]
        prefix = [index[item.kind, item.question.code, word] for word in rarest]
        twin = _first_alike(item, words, islice(chain.from_iterable(prefix), MAX_COMPARED))
        if twin is not None:
            yield item, twin
        for listed in prefix:
            listed.append((item, words))


def _first_alike(item: Item, words: Set[str], candidates: Iterable[tuple[Item, Set[str]]]) -> Item | None:
    size = len(words)
    least, most = ALIKE * size, size / ALIKE
    for other, theirs in candidates:
        if least <= len(theirs) <= most:
            shared = len(words & theirs)
            if shared >= ALIKE * (size + len(theirs) - shared) and not _are_kin(item, other):
                return other
    return None


def _words(item: Item) -> Set[str]:
    """The content words of what is asked (none where they are few), and what counts as a word beside them."""
    parts: tuple[str, ...] = getattr(item.question.body, "parts", ())
    found = item.stem_content | content(plain(" ".join(parts))) if parts else item.stem_content
    if len(found) < WORDS_FROM:
        return set()
    asked = _asked(item)
    more = _CODE.findall(asked) if "`" in asked else []
    if item.kind != "numeric":
        more += _NUMBER.findall(asked)
    return found.union(more) if more else found
