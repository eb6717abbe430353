"""The schema of a question: what each of its fields may hold, and which of them go together."""

from aiinfra_study.core import question
from aiinfra_study.core.expression import MAX_LENGTH
from aiinfra_study.core.given import MAX_CHOICES, MAX_NAMES
from aiinfra_study.core.kinds import body_class, by_kind
from aiinfra_study.core.kinds.numeric import MAX_SLIPS
from aiinfra_study.core.kinds.short import MAX_ACCEPTED
from aiinfra_study.core.options import MAX_OPTIONS, OPTION_FIELDS
from aiinfra_study.core.schema_parts import (
    NOT_BLANK,
    SCALAR,
    Json,
    Schema,
    identity,
    many,
    mapping,
    needed,
    saying,
    text,
    texts,
    whole,
    word,
)
from aiinfra_study.core.wording import MATCHERS

# A numeral, as in `1,000`, `1e3` or `3/4`.
_NUMERAL = r"[-+−\s]*[0-9.][-+−0-9.,_eEx×*^/\s]*"
# Arithmetic has no words side by side, and no letter sticks to a number: `50 GB` and `0.8s` are none, `5%` neither.
_ARITHMETIC = r"^(?!.*[\w.)]\s+[\w.])(?!(.*[^\w.])?[0-9][0-9_.]*(?![eExXoObB])[A-Za-z])[\s\w.+*/%(),-]*[\w.)]\s*$"
_UNIT = r"^\s*([^\s0-9_.,±+\-(){}\[\]?!:;][^±+(){}\[\]?!:;,]*)?$"
_BELOW = r"^(?![/\\])(?!.*:)(?!(.*[/\\])?\.\.([/\\]|$)).*\S"
# No gap is empty, and there is one.
_GAPS = r"^(?![\s\S]*\[\[[\s|]*\]\])[\s\S]*\[\[[\s\S]*?\]\]"


_EXPRESSION: Schema = {"maxLength": MAX_LENGTH} | saying(
    _ARITHMETIC, "Write a number or arithmetic: 350, params * bits / 8. The unit has a field of its own."
)


def _number(words: str) -> Schema:
    """A number or an expression."""
    return _EXPRESSION | {"type": ["number", "string"], "description": words}


_OPTION = mapping(
    sorted(OPTION_FIELDS),
    {
        "text": text("The option as the learner sees it.") | {"pattern": r"\S"},
        "why": text("Why it is right or wrong."),
        "misconception": text("The wrong belief behind a distractor: its id."),
    },
    ["text"],
) | {"type": [*SCALAR, "object"], "pattern": r"\S"}
_SLIP = mapping(
    ("number", "why", "misconception"),
    {
        "number": _number("The wrong number, or an expression."),
        "why": needed("The step that leads there."),
        "misconception": text("The wrong belief behind it: its id."),
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
    "id": identity("Names the question for good, and is never used again.", question.MAX_ID),
    "ask": text("The stem."),
    "code": text("Shown below the stem, line by line as written."),
    "because": text("The lesson, shown after every response."),
    "refs": texts("Sources; #anchor and course/section-3#anchor name a place in a reading."),
    "hint": text("Shown when the learner asks for it."),
    "as_of": text("The month at which it was true.")
    | {
        "type": ["string", "null"],
        **saying("^([0-9]{4}-(0[1-9]|1[0-2]))?$", "Write a month: 2026-11."),
    },
    "objective": text("The id of an objective."),
    "lectures": texts("Numbers of lectures; default: those of the objective."),
    "level": word(question.LEVELS, "What it asks of a learner."),
    "tags": texts("Words to find it by."),
    "family": text("Questions of one family are parallel forms of one thing."),
    "use": word(question.USES, "Who asks it."),
    "rev": whole(1, 1_000_000, "Raise it when the meaning or the key changes."),
    "points": whole(1, 100, "Its weight in a score."),
    "confidence": word(("on", "off"), "Whether the learner is asked how sure they are."),
    "media": mapping(
        ("path", "alt"),
        {
            "path": needed("The file, below the folder of the bank.")
            | saying(_BELOW, "Write a path below the folder of the bank."),
            "alt": needed("What it shows."),
        },
        ["path", "alt"],
    ),
    "author": text("For people."),
    "source": text("For people."),
    "license": text("For people."),
    "right": many(_OPTION, MAX_OPTIONS, "The right option, or a list of them."),
    "wrong": many(_OPTION, MAX_OPTIONS - 1, "The distractors.", 0),
    "keep_order": _PLACE
    | {
        "type": ["integer", "string", "array"],
        "items": _PLACE,
        "uniqueItems": True,
        "description": "The place or the places of the key; the options are then not shuffled.",
    },
    "partial": word(("net", "all"), "Credit: right minus wrong ticks, or all or nothing."),
    "claim": needed("A sentence that is true or false."),
    "truth": word(("true", "false"), "Whether the claim is true."),
    "number": _number("The right number, or an expression."),
    "unit": text("The unit of the key.")
    | {"type": ["string", "boolean", "null"]}
    | saying(_UNIT, "Write a unit: GB, ms, %, tokens/s."),
    "accept": _NUMERALS
    | {
        "type": ["string", "array"],
        **saying(rf"^(exact|{_NUMERAL}%|(±|\+-){_NUMERAL})$", "Write 2%, ±0.5, exact, or [low, high]."),
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
    "slips": many(_SLIP, MAX_SLIPS, "Wrong numbers to expect.", 0),
    "answer": texts("The accepted texts, the one to show first.")
    | {"pattern": r"\S", "items": {"type": SCALAR, "pattern": r"\S"}, "minItems": 1, "maxItems": MAX_ACCEPTED},
    "match_as": word(MATCHERS, "How responses are compared."),
    "blanks": {
        "type": "string",
        **saying(_GAPS, "Write each gap as [[key]] or [[key|another key]]."),
        "description": "A text with gaps: [[key]], or [[key|another key]].",
    },
    "order": {
        "type": "array",
        "items": {"type": SCALAR, "pattern": r"\S"},
        "minItems": 2,
        "maxItems": MAX_OPTIONS,
        "description": "The items in their right order.",
    },
    "match": {
        "type": "object",
        "propertyNames": {"pattern": r"\S"},
        "additionalProperties": {"type": SCALAR, "pattern": r"\S"},
        "minProperties": 2,
        "maxProperties": MAX_OPTIONS,
        "description": "Each item with its partner.",
    },
    "output": text("What the program prints.") | {"pattern": r"\S"},
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


def question_schema() -> Schema:
    names = [*question.COMMON]
    rules: list[Json] = []
    for marks, body, when in _kinds():
        names += [name for name in body.FIELDS if name not in names]
        known: list[Json] = [*question.COMMON, *body.FIELDS]
        asked: dict[str, Json] = {} if set(marks) & set(_ASK_THEMSELVES) else {"ask": NOT_BLANK}
        values: Schema = asked | _COUNTS.get(body.kind, {})
        rules.append(
            {"if": when, "then": {"required": [*marks, *asked], "propertyNames": {"enum": known}, "properties": values}}
        )
    marked: list[Json] = [{"required": [mark]} for marks in by_kind().values() for mark in marks]
    return mapping(names, QUESTION, ["id"]) | {"anyOf": marked, "allOf": rules}
