"""The parts of charts: a frame with its text alternative, shapes, marks and axes.

Nothing is scaled: a chart is as wide as its place by percentages, so that its words have one size on every screen.
"""

from aiinfra_study.core.measure import Share
from aiinfra_study.ui.cells import shortened
from aiinfra_study.ui.page.markup import Html, Value, el, joined, text

NARROW, WIDE = 36, 84  # cells of a label that fit on a phone, and on a page of full width
LINE = 17  # pixels of a line of a chart


def chart(name: str, title: str, desc: str, height: float, drawn: Html, class_: str) -> Html:
    """An image made of shapes, with a name and a description for those who do not see it; `name` is unique."""
    names = (f"{name}-title", f"{name}-desc")
    told = joined(el("title", title, id=names[0]), el("desc", desc, id=names[1]))
    return el("svg", told, drawn, role="img", aria_labelledby=" ".join(names), height=height, class_=class_)


def shape(name: str, class_: str, /, **attributes: Value) -> Html:
    """A shape without content."""
    return Html(el(name, class_=class_, **attributes).replace(f"></{name}>", "/>"))


def titled(drawn: Html, told: str) -> Html:
    """A shape that says what it stands for when pointed at."""
    name = drawn[1 : drawn.index(" ")]
    return Html(f"{drawn.removesuffix('/>')}>{el('title', told)}</{name}>")


def across(share: float) -> str:
    """A place or a width from 0 to 1 as a part of the chart's width."""
    return f"{100 * min(max(share, 0.0), 1.0):.2f}".rstrip("0").rstrip(".") + "%"


def words(content: str, y: float, class_: str | None = None, x: "str | int | None" = None, dx: int = 0) -> Html:
    return el("text", content, class_=class_, x=x, dx=dx or None, y=y)


def label(content: str, y: float, x: int = 0) -> Html:
    """A label over the whole width, shortened where it is too long for the screen."""
    long, short = shortened(content, WIDE), shortened(content, NARROW)
    if long == short:
        return words(long, y, x=x)
    return joined(words(short, y, "narrow", x), words(long, y, "wide", x))


def dot(share: Share, y: float, mark: str) -> Html:
    """A share with its interval on a line from 0 to 1; `mark`: open, full or diamond."""
    line = shape("line", "w", x1=across(share.low), x2=across(share.high), y1=y, y2=y)
    if mark == "diamond":
        path = shape("path", "a", d="M-6 0L0-6 6 0 0 6z")  # in an image of its own, as a path knows no percentages
        return joined(line, el("svg", path, x=across(share.share), y=y, class_="at"))
    return joined(line, shape("circle", "o" if mark == "open" else "a", cx=across(share.share), cy=y, r=5))


def scale(top: float, bottom: float) -> Html:
    """Lines at the quarters of a share, with words above and below."""
    lines = [shape("line", "g", x1=across(at), x2=across(at), y1=top, y2=bottom) for at in (0, 0.25, 0.5, 0.75, 1)]
    ticks = [words(f"{100 * at:.0f} %", y, "d m", across(at)) for y in (top - 6, bottom + 15) for at in (0.0, 0.5, 1.0)]
    return joined(*lines, *ticks)


def level(y: float, told: str, class_: str = "g") -> Html:
    """A line across the chart at a height, with its words to the left of it."""
    return joined(shape("line", class_, x2="100%", y1=y, y2=y), words(told, y + 4, "d e", dx=-8))


def legend(*entries: tuple[Html, str]) -> Html:
    """What the signs of a chart mean; a sign is drawn in 28 by 14 pixels."""
    made = [el("li", el("svg", sign, aria_hidden="true", width=28, height=14), text(told)) for sign, told in entries]
    return el("ul", *made, class_="key")


def figure(caption: str, drawn: Html, key: Html, numbers: Html) -> Html:
    """A chart with one sentence, its legend, and a table of the same numbers."""
    told = el("details", el("summary", "The numbers"), numbers)
    return el("figure", el("figcaption", caption), drawn, key, told)
