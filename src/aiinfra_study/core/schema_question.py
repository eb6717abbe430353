"""The schema of a question: what each of its fields may hold, and which of them go together."""

from aiinfra_study.core import question
from aiinfra_study.core.kinds import body_class, by_kind
from aiinfra_study.core.schema_parts import NOT_BLANK, Json, Schema, mapping, needed, saying, text, texts, whole, word

_BELOW = r"^(?![/\\])(?!.*:)(?!(.*[/\\])?\.\.([/\\]|$)).*\S"
ID: Schema = {
    "type": ["string", "integer", "boolean"],
    "pattern": f"^{question.ID.pattern.removesuffix(chr(92) + 'Z')}$",
    "patternErrorMessage": "Write a-z, 0-9 and single -, as in kv-cache-growth.",
    "minimum": 0,
}


def identity(words: str, most: int = 0) -> Schema:
    return ID | ({"maxLength": most} if most else {}) | {"description": words}


# what the fields that all kinds share may hold, in the words of docs/bank-format.md
COMMON_SCHEMA: dict[str, Schema] = {
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
}
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
    fields = dict(COMMON_SCHEMA)
    rules: list[Json] = []
    for marks, body, when in _kinds():
        fields |= body.SCHEMA
        known: list[Json] = [*COMMON_SCHEMA, *body.SCHEMA]
        asked: dict[str, Json] = {"ask": NOT_BLANK} if body.STEM == "ask" else {}
        values: Schema = asked | _COUNTS.get(body.kind, {})
        rules.append(
            {"if": when, "then": {"required": [*marks, *asked], "propertyNames": {"enum": known}, "properties": values}}
        )
    marked: list[Json] = [{"required": [mark]} for marks in by_kind().values() for mark in marks]
    return mapping(fields, fields, ["id"]) | {"anyOf": marked, "allOf": rules}
