"""Comments that silence lint rules. The event stream has no comments, so they are found in the text."""

import re
from bisect import bisect_right

from aiinfra_study.core.problem import Ignored
from aiinfra_study.core.source import Source
from aiinfra_study.store.yaml_events import text_spans

_COMMENT = re.compile(r"#[ \t]*aiinfra:[ \t]*ignore\b(?:[ \t]*\[([^\]\n]*)\])?([^\n]*)")


def ignored(source: Source) -> list[Ignored]:
    """The silencing comments of a file, those inside texts left out."""
    if b"aiinfra:" not in source.data:
        return []
    texts = texts_of(source.text)
    found = []
    for match in _COMMENT.finditer(source.text):
        at = bisect_right(texts, (match.start(), len(source.text))) - 1
        if at >= 0 and match.start() < texts[at][1]:
            continue
        codes = tuple(code.upper() for code in re.split(r"[,\s]+", match[1] or "") if code)
        found.append(Ignored(source.mark(match.start()), codes, match[2].strip(" \t:-")))
    return found


def texts_of(text: str) -> list[tuple[int, int]]:
    """Where texts stand, from which nothing can be taken; of a block (`|`, `>`) the lines below its sign."""
    spans = []
    for start, end in text_spans(text):
        block = text[start : start + 1] in ("|", ">")
        spans.append((text.find("\n", start, end) if block and "\n" in text[start:end] else start, end))
    return spans
