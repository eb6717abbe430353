"""JSON Schema (draft-07) of a bank and of course.yaml: which fields there are is what the decoder says.

A scalar is text to the decoder and typed to an editor, so a number, a boolean or a null (a field left empty, too) may
stand where text may. What the decoder takes is valid here; what it refuses is refused here as far as types and patterns
can tell.
"""

from aiinfra_study.core import bank, course_file, question
from aiinfra_study.core.schema_parts import (
    FILLED,
    SCALAR,
    Schema,
    many,
    mapping,
    needed,
    text,
    texts,
    whole,
    word,
)
from aiinfra_study.core.schema_question import COMMON_SCHEMA, ID, identity, question_schema

DRAFT = "http://json-schema.org/draft-07/schema#"
_OBJECTIVE = mapping(
    ("text", "lectures"),
    {"text": needed("What a learner can do afterwards."), "lectures": texts("Numbers of lectures.")},
    ["text"],
) | {"type": [*SCALAR, "object"]}
_FORMAT: Schema = {"enum": [int(course_file.FORMAT), course_file.FORMAT], "description": "The version of the format."}


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
        "section": identity("The id of the section; default: the file name without leading zeros.")
        | {"type": [*FILLED, "null"], "pattern": f"^({question.ID.pattern.removesuffix(chr(92) + 'Z')})?$"},
        "title": text("The title of the section."),
        "objectives": {
            "type": "object",
            "propertyNames": {"pattern": ID["pattern"]},
            "additionalProperties": _OBJECTIVE,
            "maxProperties": bank.MAX_OBJECTIVES,
            "description": "What a learner can do afterwards: ids with texts.",
        },
        "draw": whole(1, bank.MAX_QUESTIONS, "Questions of one quiz."),
        "defaults": mapping(question.DEFAULTABLE, COMMON_SCHEMA)
        | {"description": "Values for all questions that do not say otherwise."},
        "rationale": word(bank.RATIONALES, "How many options carry a why."),
        "version": text("For people."),
        "license": text("For people."),
        "author": text("For people."),
        "source": text("For people."),
    }
    top = mapping(bank.SECTION_FIELDS, values, ["format", "questions"])
    return {"$schema": DRAFT, "title": "A bank: the questions of one section"} | top | {
        "definitions": {"question": question_schema()}
    }  # fmt: skip


_LECTURE = mapping(
    ("number", "title", "kind"),
    {
        "number": whole(1, 1_000_000, "Its number."),
        "title": needed("Its title."),
        "kind": word(("lecture", "lab"), "Default: lecture."),
    },
    ["title"],
)
_SECTION = mapping(
    ("id", "week", "lectures"),
    {
        "id": needed("The id of a section."),
        "week": whole(0, 1000, "The week of the course."),
        "lectures": many(_LECTURE, course_file.MAX_LISTED, "Its lectures.", 0),
    },
    ["id"],
) | {"type": [*FILLED, "object"], "pattern": r"\S"}
_MISCONCEPTION = mapping(
    ("belief", "contrast"),
    {"belief": needed("What somebody wrongly holds."), "contrast": needed("What holds instead.")},
    ["belief", "contrast"],
)


def course_schema() -> Schema:
    """The schema of course.yaml."""
    values: dict[str, Schema] = {
        "format": _FORMAT,
        "title": text("Default: the name of the folder."),
        "description": text("What the course is about."),
        "license": text("For people."),
        "sources": texts("For people."),
        "after": texts("Ids of courses that are better taken before."),
        "sections": many(_SECTION, course_file.MAX_LISTED, "The order of the sections.", 0),
        "misconceptions": {
            "type": "object",
            "additionalProperties": _MISCONCEPTION,
            "description": "Wrong beliefs by their ids, one sentence each.",
        },
    }
    return {"$schema": DRAFT, "title": "course.yaml"} | mapping(course_file.COURSE_FIELDS, values, ["format"])


SCHEMAS = {"bank": bank_schema, "course": course_schema}
