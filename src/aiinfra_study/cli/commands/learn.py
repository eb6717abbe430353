"""aiinfra learn: pre-quiz, reading and post-quiz of a section in one sitting."""

import typer

from aiinfra_study.cli.arguments import Section
from aiinfra_study.cli.learning import learn as lead
from aiinfra_study.cli.outcome import guarded

EXAMPLES = {"learn": ["aiinfra learn section-2", "aiinfra learn linux", "aiinfra learn"]}


def learn(
    ctx: typer.Context,
    section: Section = None,
) -> None:
    """Learn a section: pre-quiz, reading, post-quiz, and what you gained.

    Stop wherever you like: the same command goes on there. Steps that are done are skipped.
    """
    raise typer.Exit(guarded(lambda desk: lead(desk, section), ctx.obj))
