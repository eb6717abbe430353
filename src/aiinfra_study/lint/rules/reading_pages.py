"""What the Markdown of a reading must hold to: closed fences, whole tables, anchors of their own, lines that fit."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from aiinfra_study.lint.rule import rule
from aiinfra_study.lint.rules.width import COLUMNS, cells

if TYPE_CHECKING:
    from aiinfra_study.core.blocks import Reading


@rule("D703", "unclosed-fence", "error", "reading")
def unclosed_fence() -> None:
    """A fence of code is opened and never closed.

    Markdown then takes all that follows as code, to the end of the reading, headings and anchors too.

    Fails:
        # section-01.md
        ```bash
        nvidia-smi

        ## What the columns mean

    Passes:
        # section-01.md
        ```bash
        nvidia-smi
        ```

        ## What the columns mean
    """


@rule("D704", "broken-table", "error", "reading")
def broken_table() -> None:
    """Lines between bars that are no table.

    The line of hyphens below the head must have as many cells as the head, else Markdown shows bars and hyphens as
    running text.

    Fails:
        # section-01.md
        | GPU | memory | bandwidth |
        |---|---|
        | H100 SXM | 80 GB | 3.35 TB/s |

    Passes:
        # section-01.md
        | GPU | memory | bandwidth |
        |---|---|---|
        | H100 SXM | 80 GB | 3.35 TB/s |
    """


@rule("D705", "anchor-twice", "error", "reading")
def anchor_twice() -> None:
    """Two headings of a reading have one anchor.

    A reference finds the first of them only.

    Fails:
        # section-01.md
        ## Data drift {#drift}

        ## Concept drift {#drift}

    Passes:
        # section-01.md
        ## Data drift {#data-drift}

        ## Concept drift {#concept-drift}
    """


@rule("D706", "wide-code", "warning", "page")
def wide_code(reading: "Reading") -> Iterator[tuple[int, str, str]]:
    """A line of code in a reading is wider than 76 columns.

    Code is shown as it stands, so that it can be copied; on a terminal of 80 columns a longer line runs over the
    edge (it stands 4 columns in).

    Fails:
        # section-01.md
        ```bash
        kubectl get pods --all-namespaces --field-selector spec.nodeName=gpu-node-1 --output wide
        ```

    Passes:
        # section-01.md
        ```bash
        kubectl get pods --all-namespaces --output wide \\
          --field-selector spec.nodeName=gpu-node-1
        ```
    """
    for fence in reading.code():
        for number, line in enumerate(fence.text.split("\n"), 1):
            if (width := cells(line)) > COLUMNS:
                help = "break it, in a shell with a backslash"
                yield fence.line + number, f"this line of code takes {width} columns, {COLUMNS} fit", help
