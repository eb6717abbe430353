"""Comments that silence lint rules. The event stream has no comments, so they are found in the text."""

import re

from aiinfra_study.core.fields import Source
from aiinfra_study.core.problem import Ignored
from aiinfra_study.store.yaml_events import text_spans

_COMMENT = re.compile(r"#[ \t]*aiinfra:[ \t]*ignore\b(?:\[([^\]\n]*)\])?([^\n]*)")


def ignored(source: Source) -> list[Ignored]:
    """The silencing comments of a file, those inside texts left out."""
    if b"aiinfra:" not in source.data:
        return []
    texts = text_spans(source.text)
    found = []
    for match in _COMMENT.finditer(source.text):
        if any(start <= match.start() < end for start, end in texts):
            continue
        codes = tuple(code.strip() for code in (match[1] or "").split(",") if code.strip())
        found.append(Ignored(source.mark(match.start()), codes, match[2].strip(" \t:-")))
    return found
