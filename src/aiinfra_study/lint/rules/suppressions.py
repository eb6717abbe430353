"""Comments that silence rules. The runner keeps these two itself: it alone knows what a comment silenced."""

from aiinfra_study.lint.rule import rule


@rule("L901", "unused-suppression", "warning", "reading")
def unused_suppression() -> None:
    """A comment silences a rule that finds nothing here.

    What it once silenced has been mended, or the comment stands on the wrong line: it belongs on the line of the field
    that is reported, or on the first line of the question. Left behind, it hides the next mistake of the same sort
    (ruff reports the same as RUF100).

    Fails:
        - id: who-places-pods  # aiinfra: ignore[I321] the lesson is in the reading
          ask: Which component gives a pending pod its node?
          right: The scheduler
          wrong: [The kubelet, The device plugin]
          because: The scheduler scores the nodes that fit and binds the pod to the best of them.

    Passes:
        - id: who-places-pods
          ask: Which component gives a pending pod its node?
          right: The scheduler
          wrong: [The kubelet, The device plugin]
          because: The scheduler scores the nodes that fit and binds the pod to the best of them.
    """


@rule("L902", "suppression-without-reason", "warning", "reading")
def suppression_without_reason() -> None:
    """A comment silences a rule and does not say why.

    The next reader cannot tell a decision from a way out. So a comment without a reason silences nothing: what it
    meant to hide is reported, and so is the comment.

    Fails:
        - id: who-places-pods  # aiinfra: ignore[I321]
          ask: Which component gives a pending pod its node?
          right: The scheduler
          wrong: [The kubelet, The device plugin]

    Passes:
        - id: who-places-pods  # aiinfra: ignore[I321] the whole reading explains it
          ask: Which component gives a pending pod its node?
          right: The scheduler
          wrong: [The kubelet, The device plugin]
    """
