"""A diagram as lines for the terminal: boxes where they can be drawn and read back without loss, else an outline."""

from aiinfra_study.core.graph import Diagram
from aiinfra_study.ui.diagram.boxes import boxes
from aiinfra_study.ui.diagram.outline import notes, outline
from aiinfra_study.ui.diagram.words import sentences
from aiinfra_study.ui.layout import Line, wrap


def draw(diagram: Diagram, width: int, *, plain: bool = False) -> list[Line]:
    """The diagram in the room it has; `plain` gives sentences, for screen readers."""
    if plain:
        return [*_sentence(diagram, width), *sentences(diagram, width)]
    title = wrap([(diagram.title, "title")], width) if diagram.title else []
    if not diagram.nodes and not diagram.groups:
        return [*title, *wrap([("(an empty diagram)", "dim")], width)]
    drawing = boxes(diagram, width)
    if drawing is None:
        return [*title, *outline(diagram, width)]
    return [*title, *drawing, *notes(diagram, width)]


def _sentence(diagram: Diagram, width: int) -> list[Line]:
    texts = filter(None, (diagram.title, diagram.description))
    return [line for text in texts for line in wrap([(text, "")], width)]
