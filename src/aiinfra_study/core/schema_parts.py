"""The parts that schemas are made of: texts, words, numbers, lists and mappings as JSON Schema."""

from collections.abc import Iterable
from typing import TypeAlias

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
