"""A bank with every kind of question and long, wide and marked-up texts, for the tests of the terminal room."""

from functools import cache
from pathlib import Path

from aiinfra_study.core.interaction import Arrange, Choice, Pair
from aiinfra_study.core.question import Posed, Question
from aiinfra_study.store.files import read_section_file

# four options of exactly 120 characters, to be read to their last word at 40 columns
LONG_OPTIONS = (
    "Data parallelism, because every worker keeps a whole copy of the model and only gradients travel along "
    "the network wires",
    "Tensor parallelism, because each layer is cut into slices that live on several accelerators and swap "
    "activations a lot..",
    "Pipeline parallelism, because consecutive layers sit on different accelerators and micro-batches flow "
    "through them all..",
    "Expert parallelism, because a router sends each token to few experts, which may live on accelerators "
    "in distant machines",
)
WIDE_OPTIONS = (
    "梯度检查点只保存部分激活值，其余在反向传播时重新计算（gradient checkpointing）",
    "优化器状态分片把动量和方差分散到各个加速器上，需要额外通信",
    "混合精度训练以半精度保存权重，而以单精度累加梯度",
    "把批量减半再累积梯度，激活值随之减半，结果保持不变",
)
# one line of 76 columns
CODE = 'printf "%s\\n" "$(kubectl get nodes --selector=accelerator=h100 --no-header)"'

BANK = f"""\
format: 1
title: The laboratory of long questions
questions:
  - id: long-single
    ask: >-
      A training job of seventy billion parameters runs on sixty-four accelerators and `all-reduce` takes **half** of
      each step. Which kind of parallelism is described rightly?
    right: {{text: "{LONG_OPTIONS[0]}", why: Only the gradients are averaged.}}
    wrong:
      - {{text: "{LONG_OPTIONS[1]}", why: It swaps them in every layer.}}
      - {{text: "{LONG_OPTIONS[2]}", why: It says nothing of gradients.}}
      - {{text: "{LONG_OPTIONS[3]}", why: Nothing here routes tokens.}}
    hint: Think of what travels.
    because: Replicas compute gradients on their own data and average them.
  - id: wide-multiple
    ask: 显存不足时，下列哪些做法可以直接减少激活值占用的显存？
    right:
      - {WIDE_OPTIONS[0]}
      - {WIDE_OPTIONS[3]}
    wrong:
      - {WIDE_OPTIONS[1]}
      - {WIDE_OPTIONS[2]}
    because: 激活值随批量增长，检查点以计算换显存。
  - id: plain-claim
    claim: A readiness probe restarts a container that fails it.
    truth: false
    because: It takes the pod out of the service; a liveness probe restarts.
  - id: number-of-bytes
    ask: How much memory do the weights of a model with 7 billion parameters take at 16 bits each?
    number: "14"
    unit: GB
    accept: 2%
    because: Two bytes for each of 7 billion parameters.
  - id: short-command
    ask: Which command marks node `gpu-1` unschedulable?
    answer: [kubectl cordon gpu-1]
    match_as: command
    because: Cordon leaves running pods alone.
  - id: code-output
    ask: There are two nodes, `a` and `b`. What does this print?
    code: |
      {CODE}
      echo done
    output: |
      a
      b
      done
    because: A line for each node, then the last one.
  - id: two-gaps
    blanks: A GPU is cut into hardware slices with [[MIG|multi-instance GPU]], and shared in time with [[time-slicing]].
    because: MIG isolates memory, time-slicing does not.
  - id: order-of-drain
    ask: Put the steps of a node drain in order.
    order:
      - Cordon the node so that the scheduler places no further pod on it
      - Evict the pods one after the other, as disruption budgets allow
      - Reboot the node and wait until its kubelet reports it as ready
      - Uncordon the node
    because: Cordon first, or evicted pods may come straight back.
  - id: pairs-of-scalers
    ask: Match each scaler with what it changes.
    match:
      Horizontal pod autoscaler: the number of pods that run behind one and the same service
      Vertical pod autoscaler: the requests of each container, which may restart it
      Cluster autoscaler: the number of nodes, up to what the cloud provider allows
    because: Three control loops, three different knobs.
"""
# in the order of the bank
IDS = (
    "long-single", "wide-multiple", "plain-claim", "number-of-bytes", "short-command", "code-output", "two-gaps",
    "order-of-drain", "pairs-of-scalers",
)  # fmt: skip


@cache
def questions() -> dict[str, Question]:
    """The questions of the bank by their ids."""
    read = read_section_file(Path("section-1.yaml"), BANK.encode(), "lab")
    assert not read.problems
    assert tuple(question.id for question in read.questions) == IDS
    return {question.id: question for question in read.questions}


def posed(identity: str, seed: int = 7) -> Posed:
    return questions()[identity].posed(seed)


def right_line(identity: str, seed: int = 7) -> str:
    """The line that responds rightly, in the order of the draw."""
    question = posed(identity, seed)
    match question.interaction:
        case Choice(order=order, several=several):
            keys = set(question.body.key_lines)
            options = question.interaction.options
            numbers = [str(at + 1) for at, place in enumerate(order) if options[place] in keys]
            assert several or len(numbers) == 1
            return ",".join(numbers)
        case Arrange(order=order):
            return " ".join(str(order.index(place) + 1) for place in range(len(order)))
        case Pair(left_order=left, right_order=right):
            return " ".join(f"{at + 1}{'abcdefghi'[right.index(place)]}" for at, place in enumerate(left))
        case _:
            return {"two-gaps": "MIG | time-slicing", "code-output": "a\\nb\\ndone"}.get(
                identity, question.body.key_lines[0]
            )


def write_bank(folder: Path) -> Path:
    """The bank on disk; returns the folder of the course, to be named with --banks."""
    course = folder / "lab"
    course.mkdir(parents=True)
    (course / "section-1.yaml").write_text(BANK, encoding="utf-8")
    return course
