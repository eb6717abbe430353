"""What the reader says of fields: unknown, missing, of the wrong type, of two kinds at once, the same twice."""

from aiinfra_study.lint.rule import rule


@rule("S201", "unknown-field", "error", "reading")
def unknown_field() -> None:
    """A field is not one that the format has.

    A misspelt field would be silently ignored, and the lesson or the source would be missing without a word. The
    message names the nearest field of that kind of question.

    Fails:
        - id: decode-bound
          ask: What limits decoding at batch size 1?
          right: Memory bandwidth
          wrong: [Arithmetic throughput, Disk bandwidth]
          becuase: Each token reads all weights and does two operations with each.

    Passes:
        - id: decode-bound
          ask: What limits decoding at batch size 1?
          right: Memory bandwidth
          wrong: [Arithmetic throughput, Disk bandwidth]
          because: Each token reads all weights and does two operations with each.
    """


@rule("S202", "missing-key", "error", "reading")
def missing_key() -> None:
    """Something required is missing.

    A section file needs `format` and `questions`, a question its stem and what is right, an option its text, a cloze
    a gap. A question that lacks one of them cannot be asked or cannot be marked, so it is left out.

    Fails:
        - id: pending-pod
          ask: Which component gives a pending pod its node?
          wrong: [The kubelet, The device plugin]

    Passes:
        - id: pending-pod
          ask: Which component gives a pending pod its node?
          right: The scheduler
          wrong: [The kubelet, The device plugin]
    """


@rule("S203", "wrong-type", "error", "reading")
def wrong_type() -> None:
    """A value has the wrong type or lies out of range.

    Values stay the text that was written, and the field decides what it means; so `1.30`, `no` and `12:30` are safe as
    options, and a field that wants a number, one of a few words or a list says so here.

    Fails:
        - id: mig-isolates
          claim: MIG gives each instance memory of its own.
          truth: yes
          because: Each instance has its own slices of memory, cache and compute.

    Passes:
        - id: mig-isolates
          claim: MIG gives each instance memory of its own.
          truth: true
          because: Each instance has its own slices of memory, cache and compute.
    """


@rule("S204", "ambiguous-type", "error", "reading")
def ambiguous_type() -> None:
    """One question has fields of two kinds.

    The field that says what is right makes the kind. With two of them nobody can know how to ask and how to mark, so
    the question is left out.

    Fails:
        - id: bytes-per-parameter
          ask: How many bytes does a BF16 parameter take?
          right: Two
          wrong: [One, Four]
          number: 2

    Passes:
        - id: bytes-per-parameter
          ask: How many bytes does a BF16 parameter take?
          right: Two
          wrong: [One, Four]
    """


@rule("S209", "identical-options", "error", "reading")
def identical_options() -> None:
    """Two options, items or partners are the same, or one is both right and wrong.

    Compared exactly but for runs of space. Of 6,861 LinkedIn questions 59 had this defect, of the Rust Book's 103 none;
    folding case and punctuation as well would have reported 971 pairs, mostly code that differs by one sign, so nothing
    more is folded.

    Fails:
        - id: sum-on-all-ranks
          ask: Which collective leaves the sum of all buffers on each rank?
          right: All-reduce
          wrong: [All-gather, All-reduce, Broadcast]

    Passes:
        - id: sum-on-all-ranks
          ask: Which collective leaves the sum of all buffers on each rank?
          right: All-reduce
          wrong: [All-gather, Reduce-scatter, Broadcast]
    """
