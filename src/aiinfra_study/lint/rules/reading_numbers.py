"""What a number needs so that it can be drawn and marked: expressions, draws, tolerance."""

from aiinfra_study.lint.item import Item
from aiinfra_study.lint.rule import Findings, rule


@rule("N501", "bad-expression", "error", "reading")
def bad_expression() -> None:
    """An expression or a drawn name is not allowed.

    Known are numbers, names given before, `+ - * / // % **` and ten functions, in at most 200 characters and 100
    parts; nothing in a bank is ever run as code. With a general evaluator one line of a bank can cost seconds:
    `'%1000000000d' % 1` took simpleeval 1.0.8 3.9 s and built a text of 1 GB (measured).

    Fails:
        - id: weights-memory
          given: {params: {choose: [7, 13, 70]}}
          ask: How much memory do {params} billion parameters in BF16 take?
          number: parameters * 2
          unit: GB

    Passes:
        - id: weights-memory
          given: {params: {choose: [7, 13, 70]}}
          ask: How much memory do {params} billion parameters in BF16 take?
          number: params * 2
          unit: GB
    """


@rule("N502", "not-total", "error", "reading")
def not_total() -> None:
    """Some draw has no key, a key outside its own range, or a slip that equals the key.

    Every draw is tried while the bank is read (200 of them, by a fixed seed, where there are more): one that divides
    by zero would stop a quiz, and one in which a listed mistake is also the right number would call it both.

    Fails:
        - id: pipeline-bubble
          given: {stages: {choose: [1, 4, 8]}}
          ask: What share of a GPipe step does a pipeline of {stages} stages idle with 8 micro-batches?
          number: (stages - 1) / (stages + 7)
          accept: 1%
          slips: [{number: (stages - 1) / 8, why: "The filling itself takes steps too."}]

    Passes:
        - id: pipeline-bubble
          given: {stages: {choose: [2, 4, 8]}}
          ask: What share of a GPipe step does a pipeline of {stages} stages idle with 8 micro-batches?
          number: (stages - 1) / (stages + 7)
          accept: 1%
          slips: [{number: (stages - 1) / 8, why: "The filling itself takes steps too."}]
    """


@rule("N503", "tolerance", "error")
def tolerance(item: Item) -> Findings:
    """The tolerance is too narrow to type the key, or so wide that it reaches towards a slip.

    Without `accept` a number has to be equal. 8/3 cannot be typed so: even 2.667, as the program itself shows the key,
    would be wrong. And where the tolerance is half the distance to a slip or more, one typed number fits both, and
    a known mistake passes as right. Five draws are tried, from the first to the last. A broken number such as 2.5,
    which four digits can show, needs no tolerance.

    Fails:
        - id: checkpoint-time
          ask: A checkpoint of 80 GB is written at 30 GB/s. How long does that take?
          number: 80 / 30
          unit: s

        - id: all-reduce-volume
          ask: Eight GPUs sum 1 GB with a ring all-reduce. How much does each send?
          number: 2 * 7 / 8
          unit: GB
          accept: 10%
          slips: [{number: 2, why: "Twice the buffer is the limit for many GPUs."}]

    Passes:
        - id: checkpoint-time
          ask: A checkpoint of 80 GB is written at 30 GB/s. How long does that take?
          number: 80 / 30
          unit: s
          accept: 2%

        - id: all-reduce-volume
          ask: Eight GPUs sum 1 GB with a ring all-reduce. How much does each send?
          number: 2 * 7 / 8
          unit: GB
          accept: 2%
          slips: [{number: 2, why: "Twice the buffer is the limit for many GPUs."}]
    """
    if item.kind == "numeric":
        from aiinfra_study.lint.tolerances import misfits

        yield from misfits(item)
