"""A question from its fields: those of its kind by the kind, those all kinds share here; every problem reported."""

import re
from collections.abc import Collection
from functools import cache
from typing import cast

from aiinfra_study.core.fields import Fields
from aiinfra_study.core.kinds import MARKERS, body_class, by_kind, kind_name, modules
from aiinfra_study.core.question import COMMON, LEVELS, MAX_ID, NO_ID, USES, Body, Question, is_id

# names that other formats of questions use, and what to write here
FOREIGN = {
    **dict.fromkeys(("options", "choices"), "write right: and wrong:"),
    **dict.fromkeys(("question", "prompt", "stem"), "write ask:"),
    "correct": "write right:",
    "answers": "write answer:",
    "explanation": "write because:",
    "tolerance": "write accept:",
    "difficulty": "write level:",
    "type": "leave it out: the field with the key says the kind",
}


def read_question(fields: Fields, defaults: Fields, course: str) -> Question | None:
    """One question from its mapping, or None (with problems reported) when it cannot be asked."""
    identity = _read_id(fields)
    fields.question = f"{course}/{identity}" if identity else None
    kinds = sorted({MARKERS[key] for key in fields.tree if key in MARKERS})
    if len(kinds) != 1:
        _report_kinds(fields, kinds)
        fields.known(_all_fields(), FOREIGN)
        several = {body_class(kind_name(kind, fields.tree)).STEM for kind in kinds}
        _read_common(fields, defaults, None, identity, course, several)
        return None
    body_type = body_class(kind_name(kinds[0], fields.tree))
    fields.known(_known_fields(body_type), FOREIGN)
    failed, fields.failed = fields.failed, False  # a kind may stop at its own problems, not at others
    body = body_type.read(fields)
    question = _read_common(fields, defaults, body, identity, course, (body_type.STEM,))
    return None if body is None or failed or fields.failed else question


@cache
def _known_fields(body_type: type[Body]) -> frozenset[str]:
    """Every field that a question of a kind may have."""
    return frozenset((*COMMON, *body_type.SCHEMA))


@cache
def _all_fields() -> frozenset[str]:
    """Every field that a question of some kind may have."""
    return frozenset((*COMMON, *(name for module in modules() for name in body_class(module).SCHEMA)))


def _read_id(fields: Fields) -> str:
    identity = fields.text("id")
    if not identity:
        if isinstance(fields.tree.get("id", ""), str):
            fields.report(fields.place, "S205", NO_ID, "aiinfra lint --fix writes one")
    elif not is_id(identity):
        fields.wrong(
            "id",
            "S205",
            f'"{identity[:80]}" is not an id',
            f"use a-z, 0-9 and -, at most {MAX_ID} characters",
        )
    return identity


def _report_kinds(fields: Fields, kinds: list[str]) -> None:
    ways = ", ".join(" + ".join(marks) for marks in by_kind().values())
    if kinds:
        marks = ", ".join(key for key in fields.tree if key in MARKERS)
        fields.report(fields.place, "S204", f"more than one kind in one question: {marks}", f"keep one of {ways}")
    else:
        fields.report(fields.place, "S202", "nothing says what is right", f"write one of {ways}")


def _read_common(
    fields: Fields, defaults: Fields, body: Body | None, identity: str, course: str, stems: Collection[str]
) -> Question:
    """The question, with every problem of its common fields reported; it counts only when it has a body.

    One of the fields `stems` says what is asked.
    """
    tree = fields.tree
    asked = any(stem in tree for stem in stems if stem != "ask")
    ask = fields.text("ask", required="" if asked else "write ask: what is asked")

    def either(key: str) -> Fields:
        return fields if key in tree or key not in defaults.tree else defaults

    for key in ("author", "source", "license"):
        fields.text(key)  # kept for those who read the file; only checked here
    return Question(
        address=f"{course}/{identity}",
        body=cast("Body", body),
        ask=ask,
        code=fields.text("code"),
        because=fields.text("because"),
        refs=either("refs").texts("refs"),
        hint=fields.text("hint"),
        objective=fields.text("objective"),
        lectures=fields.texts("lectures"),
        level=either("level").one_of("level", LEVELS, "") if "level" in either("level").tree else "",
        tags=either("tags").texts("tags"),
        family=fields.text("family"),
        use=fields.one_of("use", USES, "") if "use" in tree else "",
        rev=fields.whole("rev", 1),
        points=fields.whole("points", 1, 1, 100),
        confidence=fields.one_of("confidence", ("on", "off"), "on") == "on",
        as_of=_read_month(either("as_of")),
        media=_read_media(fields),
    )


def _read_month(fields: Fields) -> str:
    value = fields.text("as_of")
    if value and not re.fullmatch(r"\d{4}-(0[1-9]|1[0-2])", value):
        fields.wrong("as_of", "S203", f'"{value[:20]}" is not a month', "write as_of: 2026-11", fatal=False)
    return value


def _read_media(fields: Fields) -> str:
    """A picture cannot be shown in a terminal: its description is, with the path."""
    inner = fields.sub("media")
    if inner is None:
        return ""
    inner.known(("path", "alt"))
    path = inner.text("path", required="write path: of the file")
    alt = inner.text("alt", required="write alt: what it shows")
    if path.startswith(("/", "\\")) or ".." in path.replace("\\", "/").split("/") or ":" in path:
        inner.wrong("path", "S206", "the path leaves the bank folder", "use a path below the bank's folder")
    return f"{alt} ({path})"
