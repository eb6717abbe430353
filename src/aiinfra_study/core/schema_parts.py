"""The parts that schemas are made of: texts, words, numbers, lists and mappings as JSON Schema."""

from collections.abc import Iterable
from typing import TypeAlias

from aiinfra_study.core.expression import MAX_LENGTH
from aiinfra_study.core.fields import MAX_DIGITS

Json: TypeAlias = "str | int | bool | list[Json] | Schema"
Schema: TypeAlias = dict[str, Json]

FILLED: list[Json] = ["string", "number", "boolean"]
SCALAR: list[Json] = [*FILLED, "null"]
NOT_BLANK: Schema = {"type": FILLED, "pattern": r"\S"}


def text(words: str) -> Schema:
    return {"type": SCALAR, "description": words}


def saying(pattern: str, words: str) -> Schema:
    """A pattern, and what an editor (whose language server knows the word) says of a text that it does not match."""
    return {"pattern": pattern, "patternErrorMessage": words}


def needed(words: str) -> Schema:
    """A text that may not be blank."""
    return NOT_BLANK | {"description": words}


def texts(words: str) -> Schema:
    """A text or a list of texts."""
    return {"type": [*SCALAR, "array"], "items": {"type": SCALAR}, "description": words}


def word(listed: Iterable[str], words: str) -> Schema:
    """One of a few words; those that YAML may take for a boolean count as such too."""
    typed = {"true": True, "false": False, "on": True, "off": False}
    found: list[Json] = list(listed)
    return {"enum": found + [typed[word] for word in listed if word in typed], "description": words}


def whole(low: int, high: int, words: str) -> Schema:
    digits = f"^[0-9]{{1,{MAX_DIGITS}}}$"
    return {"type": ["integer", "string"], "minimum": low, "maximum": high, "pattern": digits, "description": words}


def mapping(known: Iterable[str], values: dict[str, Schema], required: Iterable[str] = ()) -> Schema:
    """A mapping of the fields that the decoder knows: each must have its values here."""
    fields: Schema = {name: values[name] for name in known}
    return {"type": "object", "properties": fields, "required": list(required), "additionalProperties": False}


def many(item: Schema, most: int, words: str, fewest: int = 1) -> Schema:
    """A list of mappings, or one that stands for a list of one."""
    alone = item["type"] if isinstance(item["type"], list) else [item["type"]]
    return item | {"type": [*alone, "array"], "items": item, "minItems": fewest, "maxItems": most, "description": words}


# A numeral, as in `1,000`, `1e3` or `3/4`.
NUMERAL = r"[-+−\s]*[0-9.][-+−0-9.,_eEx×*^/\s]*"
NUMERALS: Schema = {"type": "array", "items": {"type": ["number", "string"], "pattern": f"^{NUMERAL}$"}}
# Arithmetic has no words side by side, and no letter sticks to a number: `50 GB` and `0.8s` are none, `5%` neither.
_ARITHMETIC = r"^(?!.*[\w.)]\s+[\w.])(?!(.*[^\w.])?[0-9][0-9_.]*(?![eExXoObB])[A-Za-z])[\s\w.+*/%(),-]*[\w.)]\s*$"
EXPRESSION: Schema = {"maxLength": MAX_LENGTH} | saying(
    _ARITHMETIC, "Write a number or arithmetic: 350, params * bits / 8. The unit has a field of its own."
)


def arithmetic(words: str) -> Schema:
    """A number or an expression."""
    return EXPRESSION | {"type": ["number", "string"], "description": words}
