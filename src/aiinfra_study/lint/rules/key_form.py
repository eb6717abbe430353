"""What gives the key away by its form: signs that only it has, and grammar that only it fits."""

from collections.abc import Callable, Iterator

from aiinfra_study.lint.item import Item, Offer
from aiinfra_study.lint.patterns import pattern
from aiinfra_study.lint.rule import Findings, Found, rule
from aiinfra_study.lint.words import STOPWORDS, listed

MANY_COMMAS = 2
DISTRACTORS_FROM = 2  # of two options each is alone in its form
_GLOSS = pattern(r"[^\s\d](?: (?:--?|[–—]) |—)(?=[^\s\d])")
_NUMBER = pattern(r"\d(?<![\w-]\d)")  # 8-bit and 40 %, but neither S3 nor GPT-4
_FORMS: tuple[tuple[str, Callable[[str], object]], ...] = (
    ("a dash with a gloss", lambda text: (" -" in text or "–" in text or "—" in text) and _GLOSS.search(text)),
    ("a parenthesis", lambda text: "(" in text),
    (f"{MANY_COMMAS} or more commas", lambda text: text.count(", ") >= MANY_COMMAS),
    ("digits", _NUMBER.search),
    ("a closing full stop", lambda text: text.endswith((".", "。")) and not text.endswith(("..", "etc."))),
)


@rule("I303", "key-alone-in-form", "warning")
def key_alone_in_form(item: Item) -> Findings:
    """Only the key has a gloss after a dash, a parenthesis, two commas, digits or a closing full stop.

    What only one option has catches the eye, and the option with the extra care is usually the true one. No question
    of the Rust Book does this, 3.8 % of LinkedIn's do, 20 % of the chapter that this project began with. With several
    keys it counts if all of them have the form and no distractor has. Code and digits within a name (S3, GPT-4) do not
    count. Source: Haladyna, Downing & Rodriguez (2002), guidelines 23 and 28d.

    Fails:
        - id: tail-latency
          ask: Which figure shows what the slowest users wait for?
          right: The 99th percentile of latency (p99)
          wrong: [The mean latency of all requests, The throughput of the busiest replica]

    Passes:
        - id: tail-latency
          ask: Which figure shows what the slowest users wait for?
          right: The 99th percentile of latency
          wrong: [The 50th percentile of latency, The mean latency of all requests]
    """
    distractors = item.distractors
    if len(distractors) < DISTRACTORS_FROM or not item.keys:
        return
    key = item.keys[0].plain
    alone = [form for form, has in _FORMS if has(key) and _only_keys(item, has)]
    if alone:
        subject = "key has" if len(item.keys) == 1 else "keys have"
        message = f"only the {subject} {' and '.join(alone)}, none of {len(distractors)} distractors"
        yield Found(item.keys[0].place, message, "write all options in one form; what explains the key belongs in why")


def _only_keys(item: Item, has: Callable[[str], object]) -> bool:
    return all(has(key.plain) for key in item.keys) and not any(has(offer.shown) for offer in item.distractors)


_BLANKS = ("__", "…", "...")
_END = 12  # characters: the last word of a stem, with a sign behind it
_ARTICLE = pattern(r" (an?)(?: ?(?:_{2,}|…|\.{3}|:)?$| (?:_{2,}|…))")
_VERB = pattern(r"\b(is|was|are|were) ?(?:_{2,}|…|\.{3}|:)?$")
_ONE = listed("a an each every")
_MANY = listed("many several these those")  # (numerals may be what is asked for)
_JOINED = pattern(r" and |,")
_SILENT_H = ("hour", "honest", "honour", "honor", "heir")
_LIKE_YOU = pattern(r"uni(?!n|m)|us[eau]|eu|ut[ei]|ubiq|one\b|once\b")
_DIGITS = pattern(r"[0-9]+")
_DETERMINERS = listed("a an the its their each all no")
# names that are written small even at the head of a line
_SMALL_NAMES = listed(
    "cgroup cgroups containerd crictl cron curl dmesg docker etcd git grep helm iptables jq kubeadm kubectl kubelet"
    " kustomize macvlan mpirun nginx npm nsys nvcc numpy pandas perf pip pytest rsync runc sed ssh sudo systemd tc"
    " tcpdump tmux torchrun vllm"
)


@rule("I306", "grammar-cue", "warning")
def grammar_cue(item: Item) -> Findings:
    """Grammar or capitals rule out options without any knowledge.

    A stem that ends in `an` fits only options with a vowel, one that ends in `are` only a plural, and a key with the
    only small first letter was visibly written apart from the rest. None of LinkedIn's 6,861 questions was reported.
    Options whose first word is code, a number, an abbreviation or a name decide nothing. Source: NBME item-writing
    guide (grammatical cues).

    Fails:
        - id: index-kind
          ask: To find the nearest vectors among millions in milliseconds, build an
          right: approximate index
          wrong: [B-tree, sorted list]

    Passes:
        - id: index-kind
          ask: What finds the nearest vectors among millions in milliseconds?
          right: An approximate index
          wrong: [A B-tree, A sorted list]
    """
    if len(item.offers) > 1:
        yield from _article_cue(item)
        yield from _number_cue(item)
        yield from _capital_cue(item)


def _before_options(item: Item) -> str:
    """The words of the stem that an option continues: the last ones, or all where a blank may stand amid them."""
    ask = item.question.ask
    if any(blank in ask for blank in _BLANKS):
        return " ".join(ask.split())
    return ask.rstrip()[-_END:]


def _article_cue(item: Item) -> Iterator[Found]:
    """`a` or `an` before the options fits only some of them."""
    found = _ARTICLE.search(_before_options(item))
    if found is None:
        return
    takes = [_takes_an(offer) for offer in item.offers]
    fitting = sum(an is None or an == (found[1] == "an") for an in takes)
    if fitting < len(takes):
        message = f'"{found[1]}" in the stem fits {fitting} of {len(takes)} options'
        yield Found(item.place("ask"), message, "drop the article from the stem and write it in each option")


def _takes_an(offer: Offer) -> bool | None:
    """Whether `an` stands before the option; None where nobody can say (code, abbreviations, another article)."""
    first = offer.plain.partition(" ")[0].rstrip(".,;:")
    if number := _DIGITS.match(first):
        return number[0].startswith("8") or number[0] in ("11", "18")
    small = first.casefold()
    if not (first.isascii() and first[:1].isalpha() and first[1:] == small[1:]) or small in ("a", "an", "the"):
        return None
    if len(small) == 1 or not small.replace("-", "").isalpha():
        return None
    return small.startswith(_SILENT_H) or (small[0] in "aeiou" and not _LIKE_YOU.match(small))


def _number_cue(item: Item) -> Iterator[Found]:
    """The verb at the end of the stem has another number than some options."""
    found = _VERB.search(_before_options(item))
    if found is None:
        return
    misfits = sum(_differs(offer, found[1]) for offer in item.offers)
    if misfits:
        count = len(item.offers)
        message = f'"{found[1]}" at the end of the stem fits {count - misfits} of {count} options'
        yield Found(item.place("ask"), message, "ask a whole question, so that every option can follow it")


def _differs(offer: Offer, verb: str) -> bool:
    """Whether an option is surely of another number than the verb before it."""
    first = offer.head
    if verb in ("is", "was"):
        return first in _MANY
    return first in _ONE and not _JOINED.search(offer.plain)


def _capital_cue(item: Item) -> Iterator[Found]:
    """Only the key begins with a small letter, or only the key with a capital."""
    if len(item.keys) != 1 or len(item.distractors) < DISTRACTORS_FROM:
        return
    key = item.keys[0]
    small = key.plain[:1].islower()
    for offer in item.distractors:
        if not offer.plain[:1].isalpha() or offer.plain[0].islower() == small:
            return
    capitals = item.distractors if small else [key]
    if not any(map(_is_small_name, item.offers)) and any(_is_ordinary(offer, item) for offer in capitals):
        message = f"only the key begins with a {'small letter' if small else 'capital'}"
        yield Found(key.place, message, "begin all options alike")


def _is_small_name(offer: Offer) -> bool:
    """Whether an option begins with a name that is written small: etcd, eBPF."""
    first = offer.plain.partition(" ")[0]
    return first in _SMALL_NAMES or (first[:1].islower() and not first.islower())


def _is_ordinary(offer: Offer, item: Item) -> bool:
    """Whether a capital at the head of an option is that of a sentence, not of a name or an abbreviation."""
    first, _, rest = offer.plain.partition(" ")
    small = first.casefold()
    if not first.istitle():
        return False
    return small in STOPWORDS or rest.partition(" ")[0] in _DETERMINERS or f" {small} " in f" {item.stem} "
