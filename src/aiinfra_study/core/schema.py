"""JSON Schema (draft-07) of a bank and of course.yaml: which fields there are is what the decoder says.

A scalar is text to the decoder and typed to an editor, so a number, a boolean or a null (a field left empty, too) may
stand where text may. What the decoder takes is valid here; what it refuses is refused here as far as types and patterns
can tell.
"""

from collections.abc import Iterable
from typing import TypeAlias, Union

from aiinfra_study.core import bank, options, question
from aiinfra_study.core.expression import MAX_LENGTH
from aiinfra_study.core.fields import MAX_DIGITS
from aiinfra_study.core.kinds import body_class, by_kind
from aiinfra_study.core.kinds.numeric import MAX_CHOICES, MAX_NAMES, MAX_SLIPS
from aiinfra_study.core.kinds.short import MAX_ACCEPTED
from aiinfra_study.core.options import MAX_OPTIONS
from aiinfra_study.core.wording import MATCHERS

Json: TypeAlias = Union[str, int, bool, list["Json"], "Schema"]
Schema: TypeAlias = dict[str, Json]

DRAFT = "http://json-schema.org/draft-07/schema#"
_FILLED: list[Json] = ["string", "number", "boolean"]
_SCALAR: list[Json] = [*_FILLED, "null"]
_ID: Schema = {
    "type": ["string", "integer", "boolean"],
    "pattern": f"^{bank._ID.pattern.removesuffix(chr(92) + 'Z')}$",
    "patternErrorMessage": "Write a-z, 0-9 and single -, as in kv-cache-growth.",
    "minimum": 0,
}
_NOT_BLANK: Schema = {"type": _FILLED, "pattern": r"\S"}
# A numeral, as in `1,000`, `1e3` or `3/4`.
_NUMERAL = r"[-+−\s]*[0-9.][-+−0-9.,_eEx×*^/\s]*"
# Arithmetic has no words side by side, and no letter sticks to a number: `50 GB` and `0.8s` are none, `5%` neither.
_ARITHMETIC = r"^(?!.*[\w.)]\s+[\w.])(?!(.*[^\w.])?[0-9][0-9_.]*(?![eExXoObB])[A-Za-z])[\s\w.+*/%(),-]*[\w.)]\s*$"
_UNIT = r"^\s*([^\s0-9_.,±+\-(){}\[\]?!:;][^±+(){}\[\]?!:;,]*)?$"
_BELOW = r"^(?![/\\])(?!.*:)(?!(.*[/\\])?\.\.([/\\]|$)).*\S"
# No gap is empty, and there is one.
_GAPS = r"^(?![\s\S]*\[\[[\s|]*\]\])[\s\S]*\[\[[\s\S]*?\]\]"


def _text(words: str) -> Schema:
    return {"type": _SCALAR, "description": words}


def _saying(pattern: str, words: str) -> Schema:
    """A pattern, and what an editor (whose language server knows the word) says of a text that it does not match."""
    return {"pattern": pattern, "patternErrorMessage": words}


_EXPRESSION: Schema = {"maxLength": MAX_LENGTH} | _saying(
    _ARITHMETIC, "Write a number or arithmetic: 350, params * bits / 8. The unit has a field of its own."
)


def _needed(words: str) -> Schema:
    """A text that may not be blank."""
    return _NOT_BLANK | {"description": words}


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


def _number(words: str) -> Schema:
    """A number or an expression."""
    return _EXPRESSION | {"type": ["number", "string"], "description": words}


def _many(item: Schema, most: int, words: str, fewest: int = 1) -> Schema:
    """A list of mappings, or one that stands for a list of one."""
    alone = item["type"] if isinstance(item["type"], list) else [item["type"]]
    return item | {"type": [*alone, "array"], "items": item, "minItems": fewest, "maxItems": most, "description": words}


_OPTION = _mapping(
    sorted(options._FIELDS),
    {
        "text": _text("The option as the learner sees it.") | {"pattern": r"\S"},
        "why": _text("Why it is right or wrong."),
        "misconception": _text("The wrong belief behind a distractor: its id."),
    },
    ["text"],
) | {"type": [*_SCALAR, "object"], "pattern": r"\S"}
_SLIP = _mapping(
    ("number", "why", "misconception"),
    {
        "number": _number("The wrong number, or an expression."),
        "why": _needed("The step that leads there."),
        "misconception": _text("The wrong belief behind it: its id."),
    },
    ["number", "why"],
)
_NUMERALS: Schema = {"type": "array", "items": {"type": ["number", "string"], "pattern": f"^{_NUMERAL}$"}}
_NUMBERS = _NUMERALS | {"minItems": 1, "maxItems": MAX_CHOICES}
_DRAW: Schema = {
    "type": ["string", "number", "object"],
    **_EXPRESSION,
    "properties": {"choose": _NUMBERS, "range": _NUMBERS | {"minItems": 2, "maxItems": 3}},
    "additionalProperties": False,
    "minProperties": 1,
    "maxProperties": 1,
}

_PLACE: Schema = {"type": ["integer", "string"], "minimum": 1, "maximum": MAX_OPTIONS, "pattern": "^0{0,2}[1-9]$"}

# what each field of a question may hold, in the words of docs/bank-format.md
QUESTION: dict[str, Schema] = {
    "id": _id("Names the question for good, and is never used again.", question.MAX_ID),
    "ask": _text("The stem."),
    "code": _text("Shown below the stem, line by line as written."),
    "because": _text("The lesson, shown after every response."),
    "refs": _texts("Sources; #anchor and course/section-3#anchor name a place in a reading."),
    "hint": _text("Shown when the learner asks for it."),
    "as_of": _text("The month at which it was true.")
    | {
        "type": ["string", "null"],
        **_saying("^([0-9]{4}-(0[1-9]|1[0-2]))?$", "Write a month: 2026-11."),
    },
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
        {
            "path": _needed("The file, below the folder of the bank.")
            | _saying(_BELOW, "Write a path below the folder of the bank."),
            "alt": _needed("What it shows."),
        },
        ["path", "alt"],
    ),
    "author": _text("For people."),
    "source": _text("For people."),
    "license": _text("For people."),
    "right": _many(_OPTION, MAX_OPTIONS, "The right option, or a list of them."),
    "wrong": _many(_OPTION, MAX_OPTIONS - 1, "The distractors.", 0),
    "keep_order": _PLACE
    | {
        "type": ["integer", "string", "array"],
        "items": _PLACE,
        "uniqueItems": True,
        "description": "The place or the places of the key; the options are then not shuffled.",
    },
    "partial": _word(("net", "all"), "Credit: right minus wrong ticks, or all or nothing."),
    "claim": _needed("A sentence that is true or false."),
    "truth": _word(("true", "false"), "Whether the claim is true."),
    "number": _number("The right number, or an expression."),
    "unit": _text("The unit of the key.")
    | {"type": ["string", "boolean", "null"]}
    | _saying(_UNIT, "Write a unit: GB, ms, %, tokens/s."),
    "accept": _NUMERALS
    | {
        "type": ["string", "array"],
        **_saying(rf"^(exact|{_NUMERAL}%|(±|\+-){_NUMERAL})$", "Write 2%, ±0.5, exact, or [low, high]."),
        "minItems": 2,
        "maxItems": 2,
        "description": "2% (of the key), ±0.5 (in the unit), exact, or [low, high].",
    },
    "given": {
        "type": "object",
        "propertyNames": {"pattern": "^[a-z][a-z0-9_]*$"},
        "additionalProperties": _DRAW,
        "maxProperties": MAX_NAMES,
        "description": "Names drawn anew for each attempt: {choose: […]}, {range: [low, high, step]}, an expression.",
    },
    "slips": _many(_SLIP, MAX_SLIPS, "Wrong numbers to expect.", 0),
    "answer": _texts("The accepted texts, the one to show first.")
    | {"pattern": r"\S", "items": {"type": _SCALAR, "pattern": r"\S"}, "minItems": 1, "maxItems": MAX_ACCEPTED},
    "match_as": _word(MATCHERS, "How responses are compared."),
    "blanks": {
        "type": "string",
        **_saying(_GAPS, "Write each gap as [[key]] or [[key|another key]]."),
        "description": "A text with gaps: [[key]], or [[key|another key]].",
    },
    "order": {
        "type": "array",
        "items": {"type": _SCALAR, "pattern": r"\S"},
        "minItems": 2,
        "maxItems": MAX_OPTIONS,
        "description": "The items in their right order.",
    },
    "match": {
        "type": "object",
        "propertyNames": {"pattern": r"\S"},
        "additionalProperties": {"type": _SCALAR, "pattern": r"\S"},
        "minProperties": 2,
        "maxProperties": MAX_OPTIONS,
        "description": "Each item with its partner.",
    },
    "output": _text("What the program prints.") | {"pattern": r"\S"},
}
_ASK_THEMSELVES = ("claim", "blanks")
# what the number of keys asks of other fields: a multiple may do without distractors, a single may not
_COUNTS: dict[str, Schema] = {
    "single": {"wrong": {"minItems": 1}, "keep_order": {"maxItems": 1, "minItems": 1}},
    "multiple": {"keep_order": {"type": "array", "minItems": 2}},
}


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
        asked: dict[str, Json] = {} if set(marks) & set(_ASK_THEMSELVES) else {"ask": _NOT_BLANK}
        values: Schema = asked | _COUNTS.get(body.kind, {})
        rules.append(
            {"if": when, "then": {"required": [*marks, *asked], "propertyNames": {"enum": known}, "properties": values}}
        )
    marked: list[Json] = [{"required": [mark]} for marks in by_kind().values() for mark in marks]
    return _mapping(names, QUESTION, ["id"]) | {"anyOf": marked, "allOf": rules}


_OBJECTIVE = _mapping(
    ("text", "lectures"),
    {"text": _needed("What a learner can do afterwards."), "lectures": _texts("Numbers of lectures.")},
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
        "section": _id("The id of the section; default: the file name without leading zeros.")
        | {"type": [*_FILLED, "null"], "pattern": f"^({bank._ID.pattern.removesuffix(chr(92) + 'Z')})?$"},
        "title": _text("The title of the section."),
        "objectives": {
            "type": "object",
            "propertyNames": {"pattern": _ID["pattern"]},
            "additionalProperties": _OBJECTIVE,
            "maxProperties": bank.MAX_OBJECTIVES,
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
        "title": _needed("Its title."),
        "kind": _word(("lecture", "lab"), "Default: lecture."),
    },
    ["title"],
)
_SECTION = _mapping(
    ("id", "week", "lectures"),
    {
        "id": _needed("The id of a section."),
        "week": _whole(0, 1000, "The week of the course."),
        "lectures": _many(_LECTURE, 1000, "Its lectures.", 0),
    },
    ["id"],
) | {"type": [*_FILLED, "object"], "pattern": r"\S"}
_MISCONCEPTION = _mapping(
    ("belief", "contrast"),
    {"belief": _needed("What somebody wrongly holds."), "contrast": _needed("What holds instead.")},
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
