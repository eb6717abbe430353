"""Labels of diagrams as a reader sees them: entities, marks and breaks resolved, nothing that acts on a terminal."""

import re

from aiinfra_study.core.text import clean

_BREAK = re.compile(r"<br\s*/?>|\\n", re.IGNORECASE)
_TAG = re.compile(r"</?(?:b|i|u|s|strong|em|code|sub|sup|small|big|span|font|p|div|center)(?:\s[^<>]{0,200})?/?>", re.I)
_ENTITY = re.compile(r"[#&](#?\w{1,32});")
_EMPHASIS = re.compile(r"(\*\*|__|\*)(?=\S)([^*_]+?)(?<=\S)\1")


def label_of(raw: str) -> str:
    """The words of a label; quotes around it, tags, entities and Markdown marks inside a backtick string resolved."""
    text = raw.strip()
    if len(text) >= 2 and text[0] == text[-1] == '"':
        text = text[1:-1].strip()
    if len(text) >= 2 and text[0] == text[-1] == "`":
        text = _EMPHASIS.sub(r"\2", text[1:-1])
    text = _TAG.sub("", _BREAK.sub(" ", text))
    return clean(" ".join(_ENTITY.sub(_character, text).split()))


def _character(match: re.Match[str]) -> str:
    """`#quot;`, `#35;` and `&amp;`, as characters; what is no entity stays as it is."""
    from html import unescape

    name = match[1]
    if name.isdecimal():
        name = f"#{name}"
    found = unescape(f"&{name};")
    return match[0] if found == f"&{name};" and name != "amp" else found
