"""Mermaid text → a diagram: the part of flowchart and stateDiagram-v2 that the terminal can draw, without loss."""

import re

from aiinfra_study.core.diagram_text import label_of
from aiinfra_study.core.graph import DIRECTIONS, Diagram, DiagramError

MAX_SOURCE = 200_000  # characters
_FRONT = re.compile(r"\s*---[ \t]*\n(.*?)\n[ \t]*---[ \t]*(?:\n|$)", re.DOTALL)
_TITLE = re.compile(r"^[ \t]*title[ \t]*:[ \t]*(\S.*)$", re.MULTILINE)
_DIRECTIVE = re.compile(r"%%\{(?:(?!%%\{).)*?\}%%", re.DOTALL)
_COMMENT = re.compile(r"^[ \t]*%%.*$", re.MULTILINE)
_WORDS = re.compile(r"^[ \t]*acc(Title|Descr)[ \t]*(?::[ \t]*(.*)|\{([^{}]*)\}[ \t]*)$", re.MULTILINE)
_HEAD = re.compile(r"\s*([A-Za-z][\w-]*)(?:[ \t]+(\w+|[<>^]))?[ \t]*(;|(?=\n)|$)?")
_FLOW = ("flowchart", "graph", "flowchart-elk")
_STATE = ("stateDiagram-v2", "stateDiagram")
_DIRECTIONS = DIRECTIONS | {"v": "TD", "^": "BT", ">": "LR", "<": "RL"}


def read_diagram(source: str) -> Diagram:
    """The diagram of a fence. Raises DiagramError, and nothing else, for what is outside the subset."""
    if len(source) > MAX_SOURCE:
        raise DiagramError(1, f"The diagram is longer than {MAX_SOURCE} characters", "Draw a part of it.")
    words = {"Title": "", "Descr": ""}

    def keep(match: re.Match[str]) -> str:
        words[match[1]] = label_of(match[2] if match[2] is not None else match[3])
        return _blank(match)

    text = "\n".join(source.replace("\r\n", "\n").replace("\r", "\n").split("\n"))
    front = _FRONT.match(text)
    if front:
        title = _TITLE.search(front[1])
        words["Title"] = label_of(title[1].rstrip().strip("'")) if title else ""
        text = _blank(front) + text[front.end() :]
    text = _WORDS.sub(keep, _COMMENT.sub(_blank, _DIRECTIVE.sub(_blank, text)))
    return _read(text, words["Title"], words["Descr"])


def _read(text: str, title: str, description: str) -> Diagram:
    """The diagram of a text in which only header and statements are left."""
    from aiinfra_study.core.flowchart import Flowchart
    from aiinfra_study.core.state_diagram import StateDiagram

    if not text.strip():
        raise DiagramError(1, "The diagram is empty", "Begin with `flowchart TD` or `stateDiagram-v2`.")
    head = _HEAD.match(text)
    word = head[1] if head else ""
    line = 1 + text[: len(text) - len(text.lstrip())].count("\n")
    if head is None or word not in (*_FLOW, *_STATE):
        shown = label_of(text.strip().split("\n")[0])[:40]
        raise DiagramError(line, f'"{shown}" begins no diagram that is drawn here', _known(word))
    direction = head[2] or ("TD" if word in _FLOW or head[3] is not None else "?")
    if word in _STATE and head[2]:
        raise DiagramError(line, f'"{head[2]}" stands behind {word}', "Write `direction LR` on a line of its own.")
    if direction not in _DIRECTIONS or head[3] is None:
        raise DiagramError(line, f"The first line is not `{word} DIRECTION`", "Directions are TD, BT, LR and RL.")
    reader = Flowchart if word in _FLOW else StateDiagram
    sketch = reader(text, head.end(), _DIRECTIONS[direction]).read()
    return sketch.finished(title, description)


def _blank(match: re.Match[str]) -> str:
    """As many line breaks as a text had, so that the lines after it keep their numbers."""
    return "\n" * match[0].count("\n")


def _known(word: str) -> str:
    from aiinfra_study.core.text import did_you_mean

    near = did_you_mean(word[:40], [*_FLOW[:2], _STATE[0]])
    return near or "Known are `flowchart`, `graph` and `stateDiagram-v2`."
