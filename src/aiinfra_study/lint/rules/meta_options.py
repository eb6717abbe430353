"""Options that speak of other options: all of them, none of them, or some by their letters."""

from aiinfra_study.lint.item import Item, Offer
from aiinfra_study.lint.patterns import pattern
from aiinfra_study.lint.rule import Findings, Found, rule
from aiinfra_study.lint.words import MASK, listed, words

LONGEST = 60  # characters: an option that only points at others is short
_PLACES = listed("above below previous preceding foregoing")
_OPTIONS = listed("option options choice choices alternative alternatives these those mentioned listed")
_TRUE = listed("correct right true valid apply applies")
_FILL = _PLACES | _OPTIONS | _TRUE
_FILL |= listed(
    "of the are is it they them other others two three four five six answer answers response responses statement"
    " statements claim claims reason reasons one ones given here and that all any either"
)
_ALL = listed("all each every everything any")
_NONE = listed("none no not nothing")
_PAIR = {"both": _ALL, "either": _ALL, "neither": _NONE}


def _means(offer: Offer, quantity: frozenset[str]) -> bool:
    """Whether the option says no more than `all` or `none` of the options beside it.

    Its first word is the quantity, the rest only points: at places, at options, or at what is correct. "Both are true"
    and "all of them" may speak of things in the stem and do not count.
    """
    head = offer.head
    if head not in quantity and _PAIR.get(head) is not quantity:
        return False
    if len(offer.plain) > LONGEST or MASK in offer.plain:
        return False
    rest = frozenset(words(offer.plain)[1:])
    points = rest & (_PLACES | _OPTIONS) or (head not in _PAIR and rest & _TRUE)
    return rest <= _FILL and bool(points)


def means_all(offer: Offer) -> bool:
    """Whether the option is "all of the above" or "both of these", in whatever words."""
    return _means(offer, _ALL)


def means_none(offer: Offer) -> bool:
    """Whether the option is "none of the above" or "neither of these", in whatever words."""
    return _means(offer, _NONE)


@rule("I307", "all-of-the-above", "warning")
def all_of_the_above(item: Item) -> Findings:
    """An option stands for all of the others.

    Where "all of the above" appears it is the key 69.5 % of the time (LinkedIn, 6,861 questions; chance would be 25 %),
    and knowing that one option is wrong rules it out, knowing that two are right proves it. Where options are shuffled
    it is an error if it points upwards, because nothing need stand above. Source: Haladyna, Downing & Rodriguez (2002),
    guideline 26.

    Fails:
        - id: gpu-idle
          ask: What leaves a GPU idle during training?
          right: All of the above
          wrong: [Slow data loading, Waiting for gradients of other workers, Writing checkpoints]

    Passes:
        - id: gpu-idle
          ask: Which three leave a GPU idle during training?
          right: [Slow data loading, Waiting for gradients of other workers, Writing checkpoints synchronously]
          wrong: [Mixed precision, A larger batch]
    """
    for offer in item.offers:
        if means_all(offer):
            above = item.shuffled and not _PLACES.isdisjoint(words(offer.plain))
            message = f'"{offer.plain}" is the key 69.5 % of the times it is offered' + (
                ", and shuffling can put it first" if above else ""
            )
            help = "name what is right: right: [one, another] asks for several"
            yield Found(offer.place, message, help, "error" if above else "")


@rule("I308", "none-of-the-above", "warning")
def none_of_the_above(item: Item) -> Findings:
    """An option stands for none of the others.

    As a distractor it is known to be one: it is the key in 5.3 % of the questions that offer it (LinkedIn; chance would
    be 25 %). As the key it is an error, because who picks it has shown no knowledge of what is right, and keeps the
    distractors in memory. Sources: Odegard & Koen (2007); Jang et al. (2014); Blendermann et al. (2020).

    Fails:
        - id: mig-isolation
          ask: What does MIG partition?
          right: The memory and the compute units of a GPU
          wrong: [The time of a GPU that two pods share, None of the above]

    Passes:
        - id: mig-isolation
          ask: What does MIG partition?
          right: The memory and the compute units of a GPU
          wrong: [The time of a GPU that two pods share, The network between the GPUs]
    """
    for offer in item.offers:
        if means_none(offer):
            if offer.key:
                message = f'the key is "{offer.plain}": who finds it has not shown what is right'
                yield Found(offer.place, message, "make what is right the key", "error")
            else:
                message = f'"{offer.plain}" is the key 5.3 % of the times it is offered, so it is easily discarded'
                yield Found(offer.place, message, "write a belief that somebody really holds, or drop it")


_JOIN = r"(?:, (?:and |or )?| and | or | nor | & )"
_LEAD = r"(?:(?:both|either|neither|only|all of|options?|answers?|choices?) )*"
_END = r"(?: only| alone| above| are (?:both )?(?:correct|right|true))?\.?"
_LETTERS = pattern(rf"(?i:{_LEAD})\(?[A-I]\)?(?:{_JOIN}\(?[A-I]\)?)+{_END}")
_NAMED = pattern(r"\b(?:[Oo]ption|[Aa]nswer|[Cc]hoice)s? \(?[B-I]\)?(?![\w'’-])")
_NUMBERED = pattern(rf"(?:(?:both|only|same as) )?options? [1-9](?:{_JOIN}[1-9])*{_END}")
_NTH = r"(?:the )?(?:first|second|third|fourth|last|previous|preceding)"
_ORDINAL = pattern(
    rf"(?:(?:both|all|only|either|neither)(?: of)? )?{_NTH}(?:{_JOIN}{_NTH})*(?: (?:two|three|four))?"
    rf" (?:options?|answers?|choices?){_END}"
    rf"|(?:both|all|either|neither)(?: of)? the (?:first|last|previous|preceding) (?:two|three|four){_END}"
)
_LETTER = pattern(r"(?<!\w)[A-I](?!\w)")
_HEADS_OF_LETTERS = listed(
    "a b c d e f g h i both either neither only all option options answer answers choice choices"
)
_POINTERS = ("option", "answer", "choice", "first", "last", "previous", "preceding")


@rule("I309", "letters-in-option", "error")
def letters_in_option(item: Item) -> Findings:
    """An option names other options by letter or place, but options are shuffled.

    After shuffling "A and C" points anywhere. Even where it points well it is a puzzle of its own: options of the form
    "both of these" are the key 43 % of the time (LinkedIn, 6,861 questions). Letters that the stem uses for things of
    its own (nodes A, B and C) are no letters of options. With `keep_order` nothing is shuffled and nothing reported.

    Fails:
        - id: keep-pods-off
          ask: What keeps other pods off a GPU node?
          right: A and B
          wrong: [A taint on the node, A pod without a toleration, A label on the node]

    Passes:
        - id: shared-switch
          ask: Nodes A and B hang on one switch, node C on another. Which nodes talk over a single hop?
          right: A and B
          wrong: [A and C, B and C]
    """
    if not item.shuffled:
        return
    named = any(word in item.options_folded for word in _POINTERS)
    for offer in item.offers:
        if len(offer.plain) <= LONGEST and (_points_by_letter(offer, item) or (named and _points_by_word(offer, item))):
            message = f'"{offer.plain}" names options by letter or place, but options are shuffled'
            yield Found(offer.place, message, "write out what it stands for, or list several right options")


def _points_by_letter(offer: Offer, item: Item) -> bool:
    """Whether an option is letters of others; if the stem uses letters (A and I are words) they may be its own."""
    if offer.head.strip("(),") not in _HEADS_OF_LETTERS or not _LETTERS.fullmatch(offer.plain):
        return False
    if max(_LETTER.findall(offer.plain)) > "ABCDEFGHI"[len(item.offers) - 1]:
        return False
    return not {*_LETTER.findall(item.question.ask)} - {"A", "I"}


def _points_by_word(offer: Offer, item: Item) -> bool:
    if named := _NAMED.search(offer.plain):
        return named[0].casefold() not in item.stem_folded
    return bool(_NUMBERED.fullmatch(offer.folded) or _ORDINAL.fullmatch(offer.folded))
