"""A small reading, and a section whose questions refer to it."""

from cli.banks import question
from cli.learner import Learner

READING = """\
# Clusters in short

What a cluster is made of, and *why*.

## Data drift {#drift}

Inputs move. See [the parts](#parts).

| Part | What it does |
|---|---|
| GPU | computes |
| Switch | forwards packets |

> [!TIP]
> Measure first.

## Parts of a cluster {#parts}

- nodes
- links between them

```py
def f(x):
\treturn x  # a line that is longer than eighty columns, which is shown as it stands in the file, whole
```

```mermaid
flowchart LR
  accDescr: A node sends to a link.
  A["Node"] -- "sends" --> B["Link"]
```

### Concept drift

The last words.
"""


def referring(identity: str, *refs: str) -> str:
    """A question that names places of a reading."""
    return question(identity) + f"    refs: [{', '.join(repr(ref) for ref in refs)}]\n"


QUESTIONS = [
    referring("a", "#drift", "A book (2026)"),
    referring("b", "#drift", "#parts"),
    referring("c", "small/section-1#parts"),
    question("d"),
]


def with_reading(learner: Learner, text: str | bytes = READING, number: int = 1) -> Learner:
    """A learner whose course has a section with a reading."""
    learner.write(number, QUESTIONS if number == 1 else [question(f"s{number}-{n}") for n in range(4)])
    data = text.encode() if isinstance(text, str) else text
    (learner.banks / "small" / f"section-{number:02}.md").write_bytes(data)
    return learner
