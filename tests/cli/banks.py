"""Small banks as text, and the lines that respond to their questions."""

from collections.abc import Iterable
from pathlib import Path

from aiinfra_study.core.interaction import Arrange, Blanks, Choice, Pair
from aiinfra_study.core.progress import Progress
from aiinfra_study.core.question import Posed
from aiinfra_study.core.quiz import draw
from aiinfra_study.store.files import read_section_file

EVERY_KIND = """\
format: 1
title: Every kind of question
objectives:
  name-parts: Name the parts of a training cluster
  calculate-memory: Calculate the memory that weights take
questions:
  - id: k-single
    objective: name-parts
    use: both
    ask: Which part holds the weights during training?
    right: {text: GPU memory, why: The kernels read them from there.}
    wrong:
      - {text: The network switch, why: A switch forwards packets and keeps none of them.}
      - {text: The login node, why: People log in there; jobs run elsewhere.}
    because: Weights live next to the arithmetic units that use them.
    refs: ["A handbook of clusters (2026)"]
  - id: k-multiple
    objective: name-parts
    use: both
    ask: Which of these split a model?
    right: [Tensor parallelism, Pipeline parallelism]
    wrong:
      - {text: Data parallelism, why: Each worker keeps a whole copy.}
      - Gradient clipping
    because: Tensors are cut within a layer, pipelines between layers.
  - id: k-true-false
    objective: name-parts
    use: both
    claim: A readiness probe restarts a container.
    truth: false
    because: It only takes the pod out of the service.
  - id: k-numeric
    objective: calculate-memory
    use: both
    ask: How much memory do {params} billion parameters take at 2 bytes each?
    given: {params: {choose: [7, 13]}}
    number: params * 2
    unit: GB
    accept: 1%
    slips:
      - {number: params * 4, why: Four bytes each would be full precision.}
    hint: Multiply the two numbers.
    because: "{params} billion times 2 bytes."
  - id: k-short
    objective: name-parts
    use: both
    ask: Which tool marks a node unschedulable?
    answer: [kubectl cordon, cordon]
    because: Cordon leaves running pods alone.
  - id: k-cloze
    objective: name-parts
    use: both
    blanks: A GPU is cut into slices with [[MIG]] and shared in time with [[time-slicing]].
    because: MIG isolates memory, time-slicing does not.
  - id: k-ordering
    objective: name-parts
    use: both
    ask: Put the steps of a node drain in order.
    order: [Cordon the node, Evict its pods, Reboot it, Uncordon it]
    because: Cordon first, or evicted pods come straight back.
  - id: k-matching
    objective: name-parts
    use: both
    ask: Match each scaler with what it changes.
    match: {HPA: replicas, VPA: requests, Cluster Autoscaler: nodes}
    because: Three loops, three knobs.
  - id: k-output
    objective: name-parts
    use: both
    ask: What does this print?
    code: |
      for name in a b; do echo $name; done
    output: |
      a
      b
    because: A line for each name.
  - id: k-fresh-1
    objective: name-parts
    use: post
    ask: Is this asked for the first time?
    answer: ["yes"]
  - id: k-fresh-2
    objective: calculate-memory
    use: post
    ask: Is this one new as well?
    answer: ["yes"]
"""
HEAD = """\
format: 1
title: Bench of small banks
sections: [section-1, section-2, section-3, section-4]
"""
# id, use, family: two of every use, and families with a member that only the post-quiz may ask
USES = (
    *((f"both-{n}", "both", "") for n in range(1, 6)),
    *((f"pre-{n}", "pre", "") for n in range(1, 3)),
    *((f"post-{n}", "post", "") for n in range(1, 6)),
    *((f"review-{n}", "review", "") for n in range(1, 3)),
    *((f"plain-{n}", "", "") for n in range(1, 3)),
    ("twin-a", "both", "twins"),
    ("twin-b", "post", "twins"),
)


def question(identity: str, use: str = "both", family: str = "", objective: str = "") -> str:
    """A question whose right response is `yes`."""
    extra = {"use": use, "family": family, "objective": objective}
    lines = [f"  - id: {identity}", f"    ask: Is {identity} right?", '    answer: ["yes"]']
    return "\n".join([*lines, *(f"    {key}: {value}" for key, value in extra.items() if value)]) + "\n"


def section(title: str, questions: Iterable[str], head: str = "") -> str:
    return f"format: 1\ntitle: {title}\n{head}questions:\n{''.join(questions)}"


def yes_section(title: str, prefix: str, count: int) -> str:
    return section(title, [question(f"{prefix}-{number}") for number in range(1, count + 1)])


def write_course(folder: Path, files: dict[str, str]) -> Path:
    """A course folder; the bank folder it lies in."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, text in files.items():
        (folder / name).write_text(text, encoding="utf-8")
    return folder.parent


def write_bench(folder: Path) -> Path:
    """The bank folder most tests use: courses `bench` and `other`."""
    write_course(
        folder / "bench",
        {
            "course.yaml": HEAD,
            "section-01.yaml": EVERY_KIND,
            "section-02.yaml": section("Uses and families", [question(*row) for row in USES]),
            "section-03.yaml": yes_section("Storage for training", "disk", 12),
            "section-04.yaml": yes_section("Storage for serving", "cache", 4),
        },
    )
    other = [question("disk-1"), question("link-1")]
    return write_course(folder / "other", {"section-01.yaml": section("Networks between nodes", other)})


def right_line(posed: Posed) -> str:
    """The line that is the right response to a question as it is posed."""
    interaction = posed.interaction
    keys = posed.body.key_lines
    match interaction:
        case Choice(options=options, order=order):
            return " ".join(str(order.index(options.index(key)) + 1) for key in keys)
        case Blanks():
            return " | ".join(keys)
        case Arrange(items=items, order=order):
            return " ".join(str(order.index(place) + 1) for place in range(len(items)))
        case Pair(left=left, left_order=lefts, right_order=rights):
            return " ".join(f"{lefts.index(i) + 1}{'abcdefghi'[rights.index(i)]}" for i in range(len(left)))
        case _:
            return "\\n".join(keys)


def drawn(path: Path, stage: str, seed: int, progress: Progress | None = None) -> list[Posed]:
    """The questions of a quiz as they will be posed, in their order."""
    read = read_section_file(path, path.read_bytes(), path.parent.name)
    questions = {question.id: question for question in read.questions}
    return [questions[name].posed(seed) for name in draw(read.section, progress or Progress(), stage, seed, 10)]
