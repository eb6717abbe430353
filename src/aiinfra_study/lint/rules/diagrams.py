"""Diagrams in a reading: drawn in the terminal only where they can be read, and told in a sentence."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from aiinfra_study.lint.rule import rule

if TYPE_CHECKING:
    from aiinfra_study.core.blocks import Reading

Told = tuple[int, str, str]  # line in the reading, message, help


@rule("D701", "unreadable-diagram", "error", "page")
def unreadable_diagram(reading: "Reading") -> Iterator[Told]:
    """A Mermaid fence is beyond what the program draws.

    Known are `flowchart` (and `graph`) and `stateDiagram-v2`. Anything else is shown as its source, which no learner
    should have to read, and a web page may draw it differently from what was meant.

    Fails:
        # section-01.md
        ```mermaid
        pie
          accDescr: Half of the memory holds the weights, half the KV cache.
          "weights" : 50
          "KV cache" : 50
        ```

    Passes:
        # section-01.md
        ```mermaid
        flowchart LR
          accDescr: A prompt passes prefill, then decode.
          A[Prompt] --> B[Prefill] --> C[Decode]
        ```
    """
    from aiinfra_study.core.diagram import read_diagram
    from aiinfra_study.core.graph import DiagramError

    for fence in reading.diagrams():
        try:
            read_diagram(fence.text)
        except DiagramError as error:
            yield fence.line + error.line, error.message, error.help


@rule("D702", "undescribed-diagram", "warning", "page")
def undescribed_diagram(reading: "Reading") -> Iterator[Told]:
    """A diagram does not say in a sentence what it shows.

    A screen reader speaks the sentence before the steps, and on the web it is the text alternative (WCAG 2.2, 1.1.1).
    Mermaid's own way is a line `accDescr:`.

    Fails:
        # section-01.md
        ```mermaid
        flowchart LR
          A[Prompt] --> B[Prefill] --> C[Decode]
        ```

    Passes:
        # section-01.md
        ```mermaid
        flowchart LR
          accDescr: A prompt passes prefill, then decode.
          A[Prompt] --> B[Prefill] --> C[Decode]
        ```
    """
    from aiinfra_study.core.diagram import read_diagram
    from aiinfra_study.core.graph import DiagramError

    for fence in reading.diagrams():
        try:
            described = read_diagram(fence.text).description.strip()
        except DiagramError:
            continue
        if not described:
            yield fence.line, "the diagram has no description", "write accDescr: and one sentence below its first line"
