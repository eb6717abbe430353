"""Options of a question: what stands under `right:` and `wrong:`, shared by the kinds that choose."""

from collections.abc import Iterable
from typing import NamedTuple

from aiinfra_study.core.dice import Dice
from aiinfra_study.core.fields import Fields, kind_of
from aiinfra_study.core.schema_parts import SCALAR, Schema, many, mapping, text
from aiinfra_study.core.source import Place, Tree

MAX_OPTIONS = 9
OPTION_FIELDS = {"text", "why", "misconception"}
_FOREIGN = dict.fromkeys(("explanation", "because"), "write why:")
_OPTION = mapping(
    sorted(OPTION_FIELDS),
    {
        "text": text("The option as the learner sees it.") | {"pattern": r"\S"},
        "why": text("Why it is right or wrong."),
        "misconception": text("The wrong belief behind a distractor: its id."),
    },
    ["text"],
) | {"type": [*SCALAR, "object"], "pattern": r"\S"}
_PLACE: Schema = {"type": ["integer", "string"], "minimum": 1, "maximum": MAX_OPTIONS, "pattern": "^0{0,2}[1-9]$"}
OPTIONS_SCHEMA = {
    "right": many(_OPTION, MAX_OPTIONS, "The right option, or a list of them."),
    "wrong": many(_OPTION, MAX_OPTIONS - 1, "The distractors.", 0),
    "keep_order": _PLACE
    | {
        "type": ["integer", "string", "array"],
        "items": _PLACE,
        "uniqueItems": True,
        "description": "The place or the places of the key; the options are then not shuffled.",
    },
}


class Option(NamedTuple):
    """One offered choice, why it is right or wrong, and the misconception a distractor stands for."""

    text: str
    why: str = ""
    misconception: str = ""


def held(options: Iterable[Option]) -> tuple[str, ...]:
    """The misconceptions that some options stand for, each once."""
    return tuple(dict.fromkeys(option.misconception for option in options if option.misconception))


def read_option(fields: Fields, value: Tree, place: Place) -> Option | None:
    """An option is a text, or a mapping of text, why and misconception."""
    if isinstance(value, str):
        if value.strip():
            return Option(value)
        fields.report(place, "S202", "an option has no text", "write the text of the option")
        return None
    if isinstance(value, dict):
        text, why, misconception = value.get("text"), value.get("why", ""), value.get("misconception", "")
        if (  # the usual case, without the cost of checking field by field
            isinstance(text, str)
            and isinstance(why, str)
            and isinstance(misconception, str)
            and text.strip()
            and value.keys() <= OPTION_FIELDS
        ):
            return Option(text, why, misconception)
        unquoted = _unquoted(fields, value)
        if unquoted:
            key = next(iter(value))
            where = fields.source.place_of_key(value, key)
            fields.report(where, "S201", f'unknown field "{key[:60]}"', f"put the option in quotes: {unquoted}")
            return None
        inner = fields.inside(value, place)
        inner.known(OPTION_FIELDS, _FOREIGN)
        text = inner.text("text", required="write text: the option as the learner sees it")
        return Option(text, inner.text("why"), inner.text("misconception"))
    fields.report(
        place,
        "S203",
        f"an option should be text or a mapping, not {kind_of(value)}",
        "write - {text: …, why: …}",
    )
    return None


def _unquoted(fields: Fields, value: dict[str, Tree]) -> str:
    """The option in quotes, where a colon and a space in its text have made a field of its first words."""
    (key, text), *more = [*value.items()] or [("text", "")]
    if more or not isinstance(text, str) or key in {*OPTION_FIELDS, *_FOREIGN} or "\0" in key:
        return ""
    if fields.nearest("S201", key, OPTION_FIELDS):
        return ""
    whole = " ".join(f"{key}: {text}".split())[:200]
    return f'"{whole}"' if '"' not in whole and "\\" not in whole else "'" + whole.replace("'", "''") + "'"


def read_options(fields: Fields) -> tuple[tuple[Option, ...], tuple[Option, ...]]:
    """The right and the wrong options, checked: 2 to 9 in all, none twice, none both right and wrong."""
    sides: list[tuple[Option, ...]] = []
    seen: dict[str, str] = {}
    for key in ("right", "wrong"):
        side = []
        for value, place in fields.items(key):
            option = read_option(fields, value, place)
            if option is None:
                continue
            folded = " ".join(option.text.split())
            if folded in seen:
                both = "is both right and wrong" if seen[folded] != key else "stands here twice"
                fields.report(place, "S209", f'the option "{folded[:60]}" {both}', "make the options different")
            seen[folded] = key
            side.append(option)
        sides.append(tuple(side))
    right, wrong = sides
    count = len(right) + len(wrong)
    if "wrong" not in fields.tree:
        fields.missing("wrong", "write wrong: [one or more distractors]")
    if "right" not in fields.tree or not (right or fields.failed):
        fields.missing("right", "write right: the option that is true")
    elif not fields.failed and not 2 <= count <= MAX_OPTIONS:
        fields.wrong(
            "wrong",
            "S203",
            f"{count} option{'s' * (count != 1)}; there must be 2 to {MAX_OPTIONS}",
            "add or drop distractors",
        )
    return right, wrong


def read_keep_order(fields: Fields, right: int, wrong: int) -> tuple[int, ...]:
    """`keep_order`: the place or places of the key among the options as shown, counted from 1.

    Returns the order to show the options in (right ones first in our numbering), or () to shuffle.
    """
    if "keep_order" not in fields.tree:
        return ()
    places = fields.texts("keep_order")
    total = right + wrong
    numbers = [int(p) for p in places if p.isascii() and p.isdigit() and len(p) <= 3 and 1 <= int(p) <= total]
    if not len(set(numbers)) == len(places) == right:
        fields.wrong(
            "keep_order",
            "S203",
            f'"keep_order" should name the place of each right option, from 1 to {total}',
            f"write keep_order: {1 if right == 1 else list(range(1, right + 1))}",
        )
        return ()
    keys, others = iter(range(right)), iter(range(right, total))
    return tuple(next(keys) if place in numbers else next(others) for place in range(1, total + 1))


def shown_order(kept: tuple[int, ...], count: int, dice: Dice) -> tuple[int, ...]:
    """The order to show options in: as the author fixed it, or shuffled."""
    return kept or tuple(dice.shuffled(range(count)))
