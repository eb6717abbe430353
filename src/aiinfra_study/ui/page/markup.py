"""HTML and SVG from values. What is not markup already is escaped, so no text can become a tag or an attribute."""

import re
from html import escape
from typing import TypeAlias

from aiinfra_study.core.text import clean
from aiinfra_study.ui.layout import MARK, inline

_PERCENT = re.compile(r"(?<=\d) %")
_TAGS = {"code": "code", "strong": "strong"}  # of the styles a paragraph may have


class Html(str):
    """Markup that is safe as it stands; made by the functions of this module only."""

    __slots__ = ()


Child: TypeAlias = "str | int | None"
Value: TypeAlias = "str | int | float | bool | None"


def text(value: Child) -> Html:
    """A text as markup; control characters, which HTML has no place for, are shown as signs. No line ends between a
    number and its %."""
    if value is None:
        return Html()
    return value if isinstance(value, Html) else Html(_PERCENT.sub("\xa0%", escape(clean(str(value)))))


def joined(*children: Child) -> Html:
    return Html("".join(map(text, children)))


def el(name: str, /, *children: Child, **attributes: Value) -> Html:
    """An element. An attribute loses a `_` at its end, others become `-`; None and False leave it out."""
    told = "".join(_attribute(key, value) for key, value in attributes.items())
    return Html(f"<{name}{told}>{joined(*children)}</{name}>")


def void(name: str, /, **attributes: Value) -> Html:
    """An HTML element that has no end, such as `meta`."""
    return Html(f"<{name}{''.join(_attribute(key, value) for key, value in attributes.items())}>")


def _attribute(key: str, value: Value) -> str:
    if value is None or value is False:
        return ""
    name = key.removesuffix("_").replace("_", "-")
    if value is True:
        return f" {name}"
    told = f"{value:.2f}".rstrip("0").rstrip(".") if isinstance(value, float) else str(value)
    return f' {name}="{escape(clean(told))}"'


def prose(value: str) -> Html:
    """A paragraph of a bank, with its `code` and **strong**."""
    spans = [(piece, _TAGS.get(style)) for piece, style in inline(value) if style != MARK]
    return joined(*(el(tag, Html(escape(clean(piece)))) if tag else piece for piece, tag in spans))


def table(header: tuple[str, ...], rows: "list[tuple[Child, ...]]", caption: str) -> Html:
    """A table whose first column names its rows; it scrolls within itself where a screen is narrow."""
    head = el("tr", *(el("th", name, scope="col") for name in header))
    body = [el("tr", el("th", row[0], scope="row"), *(el("td", cell) for cell in row[1:])) for row in rows]
    made = el("table", el("caption", caption), el("thead", head), el("tbody", *body))
    return el("div", made, class_="scroll", tabindex=0, role="region", aria_label=caption)
