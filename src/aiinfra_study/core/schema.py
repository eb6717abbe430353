"""JSON Schema (draft-07) of a bank and of course.yaml: which fields there are is what the decoder says.

A scalar is text to the decoder and typed to an editor, so a number or a boolean may stand where text may.
"""

from collections.abc import Iterable
from typing import TypeAlias, Union

from aiinfra_study.core import bank, options, question
from aiinfra_study.core.fields import MAX_DIGITS
from aiinfra_study.core.kinds import body_class, by_kind
from aiinfra_study.core.kinds.numeric import MAX_CHOICES
from aiinfra_study.core.options import MAX_OPTIONS
from aiinfra_study.core.wording import MATCHERS

Json: TypeAlias = Union[str, int, bool, list["Json"], "Schema"]
Schema: TypeAlias = dict[str, Json]

DRAFT = "http://json-schema.org/draft-07/schema#"
_SCALAR: list[Json] = ["string", "number", "boolean"]
_ID: Schema = {"type": ["string", "integer"], "pattern": f"^{bank._ID.pattern.removesuffix(chr(92) + 'Z')}$"}


def _text(words: str) -> Schema:
    return {"type": _SCALAR, "description": words}


def _texts(words: str) -> Schema:
    """A text or a list of texts."""
    return {"type": [*_SCALAR, "array"], "items": {"type": _SCALAR}, "description": words}


def _id(words: str, most: int = 0) -> Schema:
    return _ID | ({"maxLength": most} if most else {}) | {"description": words}


def _word(listed: Iterable[str], words: str) -> Schema:
    """One of a few words; those that YAML may take for a boolean count as such too."""
    typed = {"true": True, "false": False, "on": True, "off": False}
    found: list[Json] = list(listed)
    return {"enum": found + [typed[word] for word in listed if word in typed], "description": words}


def _whole(low: int, high: int, words: str) -> Schema:
    digits = f"^[0-9]{{1,{MAX_DIGITS}}}$"
    return {"type": ["integer", "string"], "minimum": low, "maximum": high, "pattern": digits, "description": words}


def _mapping(known: Iterable[str], values: dict[str, Schema], required: Iterable[str] = ()) -> Schema:
    """A mapping of the fields that the decoder knows: each must have its values here."""
    fields: Schema = {name: values[name] for name in known}
    return {"type": "object", "properties": fields, "required": list(required), "additionalProperties": False}


def _many(item: Schema, most: int, words: str, fewest: int = 1) -> Schema:
    """A list of mappings, or one that stands for a list of one."""
    alone = item["type"] if isinstance(item["type"], list) else [item["type"]]
    return item | {"type": [*alone, "array"], "items": item, "minItems": fewest, "maxItems": most, "description": words}


_OPTION = _mapping(
    sorted(options._FIELDS),
    {
        "text": {"type": _SCALAR, "pattern": r"\S", "description": "The option as the learner sees it."},
        "why": _text("Why it is right or wrong."),
        "misconception": _text("The wrong belief behind a distractor: its id."),
    },
    ["text"],
) | {"type": [*_SCALAR, "object"], "pattern": r"\S"}
_SLIP = _mapping(
    ("number", "why", "misconception"),
    {
        "number": _text("The wrong number, or an expression."),
        "why": _text("The step that leads there."),
        "misconception": _text("The wrong belief behind it: its id."),
    },
    ["number", "why"],
)
_NUMBERS: Schema = {"type": "array", "items": {"type": ["number", "string"]}, "minItems": 1, "maxItems": MAX_CHOICES}
_DRAW: Schema = {
    "type": ["string", "number", "object"],
    "properties": {"choose": _NUMBERS, "range": _NUMBERS | {"minItems": 2, "maxItems": 3}},
    "additionalProperties": False,
    "minProperties": 1,
    "maxProperties": 1,
}

# what each field of a question may hold, in the words of docs/bank-format.md
QUESTION: dict[str, Schema] = {
    "id": _id("Names the question for good, and is never used again.", question.MAX_ID),
    "ask": _text("The stem."),
    "code": _text("Shown below the stem, line by line as written."),
    "because": _text("The lesson, shown after every response."),
    "refs": _texts("Sources; #anchor and course/section-3#anchor name a place in a reading."),
    "hint": _text("Shown when the learner asks for it."),
    "as_of": _text("The month at which it was true.") | {"pattern": "^([0-9]{4}-(0[1-9]|1[0-2]))?$"},
    "objective": _text("The id of an objective."),
    "lectures": _texts("Numbers of lectures; default: those of the objective."),
    "level": _word(question.LEVELS, "What it asks of a learner."),
    "tags": _texts("Words to find it by."),
    "family": _text("Questions of one family are parallel forms of one thing."),
    "use": _word(question.USES, "Who asks it."),
    "rev": _whole(1, 1_000_000, "Raise it when the meaning or the key changes."),
    "points": _whole(1, 100, "Its weight in a score."),
    "confidence": _word(("on", "off"), "Whether the learner is asked how sure they are."),
    "media": _mapping(
        ("path", "alt"),
        {"path": _text("The file, below the folder of the bank."), "alt": _text("What it shows.")},
        ["path", "alt"],
    ),
    "author": _text("For people."),
    "source": _text("For people."),
    "license": _text("For people."),
    "right": _many(_OPTION, MAX_OPTIONS - 1, "The right option, or a list of them."),
    "wrong": _many(_OPTION, MAX_OPTIONS - 1, "The distractors."),
    "keep_order": _texts("The place or the places of the key; the options are then not shuffled."),
    "partial": _word(("net", "all"), "Credit: right minus wrong ticks, or all or nothing."),
    "claim": _text("A sentence that is true or false.") | {"pattern": r"\S"},
    "truth": _word(("true", "false"), "Whether the claim is true."),
    "number": _text("The right number, or an expression.") | {"type": ["string", "number"]},
    "unit": _text("The unit of the key."),
    "accept": {
        "type": ["string", "array"],
        "pattern": "^(exact|.*%|(±|\\+-).*)$",
        "items": {"type": ["number", "string"]},
        "minItems": 2,
        "maxItems": 2,
        "description": "2% (of the key), ±0.5 (in the unit), exact, or [low, high].",
    },
    "given": {
        "type": "object",
        "propertyNames": {"pattern": "^[a-z][a-z0-9_]*$"},
        "additionalProperties": _DRAW,
        "description": "Names drawn anew for each attempt: {choose: […]}, {range: [low, high, step]}, an expression.",
    },
    "slips": _many(_SLIP, 1000, "Wrong numbers to expect.", 0),
    "answer": _texts("The accepted texts, the one to show first.") | {"minItems": 1},
    "match_as": _word(MATCHERS, "How responses are compared."),
    "blanks": {
        "type": "string",
        "pattern": r"\[\[",
        "description": "A text with gaps: [[key]], or [[key|another key]].",
    },
    "order": {
        "type": "array",
        "items": {"type": _SCALAR},
        "minItems": 2,
        "maxItems": MAX_OPTIONS,
        "uniqueItems": True,
        "description": "The items in their right order.",
    },
    "match": {
        "type": "object",
        "additionalProperties": {"type": _SCALAR},
        "minProperties": 2,
        "maxProperties": MAX_OPTIONS,
        "description": "Each item with its partner.",
    },
    "output": _text("What the program prints."),
}
_ASK_THEMSELVES = ("claim", "blanks")


def _kinds() -> list[tuple[list[str], type[question.Body], Schema]]:
    """The kinds: the fields that mark one, its class, and when it is this one."""
    found: list[tuple[list[str], type[question.Body], Schema]] = []
    for module, marks in by_kind().items():
        marked: Schema = {"anyOf": [{"required": [mark]} for mark in marks]}
        if module != "choice":
            found.append((marks, body_class(module), marked))
            continue
        several: Schema = {"required": ["right"], "properties": {"right": {"type": "array", "minItems": 2}}}
        found.append((marks, body_class("multiple"), several))
        found.append((marks, body_class("single"), {"allOf": [marked, {"not": several}]}))
    return found


def _question() -> Schema:
    names = [*question.COMMON]
    rules: list[Json] = []
    for marks, body, when in _kinds():
        names += [name for name in body.FIELDS if name not in names]
        known: list[Json] = [*question.COMMON, *body.FIELDS]
        needed: list[Json] = [*marks, *([] if set(marks) & set(_ASK_THEMSELVES) else ["ask"])]
        rules.append({"if": when, "then": {"required": needed, "propertyNames": {"enum": known}}})
    marked: list[Json] = [{"required": [mark]} for marks in by_kind().values() for mark in marks]
    return _mapping(names, QUESTION, ["id"]) | {"anyOf": marked, "allOf": rules}


_OBJECTIVE = _mapping(
    ("text", "lectures"),
    {"text": _text("What a learner can do afterwards."), "lectures": _texts("Numbers of lectures.")},
    ["text"],
) | {"type": [*_SCALAR, "object"]}
_FORMAT: Schema = {"enum": [int(bank.FORMAT), bank.FORMAT], "description": "The version of the format."}


def bank_schema() -> Schema:
    """The schema of a section file."""
    values: dict[str, Schema] = {
        "format": _FORMAT,
        "questions": {
            "type": "array",
            "items": {"$ref": "#/definitions/question"},
            "minItems": 1,
            "maxItems": bank.MAX_QUESTIONS,
        },
        "section": _id("The id of the section; default: the file name without leading zeros."),
        "title": _text("The title of the section."),
        "objectives": {
            "type": "object",
            "propertyNames": {"pattern": _ID["pattern"]},
            "additionalProperties": _OBJECTIVE,
            "description": "What a learner can do afterwards: ids with texts.",
        },
        "draw": _whole(1, bank.MAX_QUESTIONS, "Questions of one quiz."),
        "defaults": _mapping(question.DEFAULTABLE, QUESTION)
        | {"description": "Values for all questions that do not say otherwise."},
        "rationale": _word(bank.RATIONALES, "How many options carry a why."),
        "version": _text("For people."),
        "license": _text("For people."),
        "author": _text("For people."),
        "source": _text("For people."),
    }
    top = _mapping(bank._SECTION_FIELDS, values, ["format", "questions"])
    return {"$schema": DRAFT, "title": "A bank: the questions of one section"} | top | {
        "definitions": {"question": _question()}
    }  # fmt: skip


_LECTURE = _mapping(
    ("number", "title", "kind"),
    {
        "number": _whole(1, 1_000_000, "Its number."),
        "title": _text("Its title."),
        "kind": _word(("lecture", "lab"), "Default: lecture."),
    },
    ["title"],
)
_SECTION = _mapping(
    ("id", "week", "lectures"),
    {
        "id": _text("The id of a section."),
        "week": _whole(0, 1000, "The week of the course."),
        "lectures": _many(_LECTURE, 1000, "Its lectures.", 0),
    },
    ["id"],
) | {"type": ["string", "object"]}
_MISCONCEPTION = _mapping(
    ("belief", "contrast"),
    {"belief": _text("What somebody wrongly holds."), "contrast": _text("What holds instead.")},
    ["belief", "contrast"],
)


def course_schema() -> Schema:
    """The schema of course.yaml."""
    values: dict[str, Schema] = {
        "format": _FORMAT,
        "title": _text("Default: the name of the folder."),
        "description": _text("What the course is about."),
        "license": _text("For people."),
        "sources": _texts("For people."),
        "after": _texts("Ids of courses that are better taken before."),
        "sections": _many(_SECTION, 1000, "The order of the sections.", 0),
        "misconceptions": {
            "type": "object",
            "additionalProperties": _MISCONCEPTION,
            "description": "Wrong beliefs by their ids, one sentence each.",
        },
    }
    return {"$schema": DRAFT, "title": "course.yaml"} | _mapping(bank._COURSE_FIELDS, values, ["format"])


SCHEMAS = {"bank": bank_schema, "course": course_schema}
