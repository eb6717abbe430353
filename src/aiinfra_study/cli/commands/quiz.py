"""aiinfra quiz: one quiz of a section."""

from typing import Annotated

import typer

from aiinfra_study.cli.arguments import NoConfidence, Section
from aiinfra_study.cli.attempt import QuizRequest, with_stage
from aiinfra_study.cli.outcome import guarded
from aiinfra_study.cli.sitting import sit

EXAMPLES = {
    "quiz": [
        "aiinfra quiz section-2",
        "aiinfra quiz linux --practice -n 5",
        "aiinfra quiz 2 --seed 7 --json < responses.txt",
    ]
}


def quiz(
    ctx: typer.Context,
    section: Section = None,
    pre: Annotated[bool, typer.Option("--pre", help="The quiz before reading.")] = False,
    post: Annotated[bool, typer.Option("--post", help="The quiz after reading: shows the gain.")] = False,
    practice: Annotated[bool, typer.Option("--practice", help="Any question, unseen and missed first.")] = False,
    count: Annotated[
        int | None, typer.Option("--count", "-n", metavar="N", min=1, max=5000, help="How many questions.")
    ] = None,
    seed: Annotated[int | None, typer.Option(metavar="N", help="Draw the same quiz again.")] = None,
    no_shuffle: Annotated[bool, typer.Option("--no-shuffle", help="Questions in the bank's order.")] = False,
    restart: Annotated[bool, typer.Option("--restart", help="Drop an unfinished attempt.")] = False,
    no_confidence: NoConfidence = False,
    passing: Annotated[
        float | None, typer.Option("--pass", metavar="N", min=0, max=100, help="Exit 1 when the score is below N %.")
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print the result as JSON on stdout.")] = False,
) -> None:
    """Ask the questions of a section.

    Without a stage it takes up the unfinished attempt, else the next stage: pre, then post, then practice.
    Without a section it offers a list at a terminal, and takes the next section elsewhere.
    """
    if passing is not None and not 0 <= passing <= 100:  # not a number
        raise typer.BadParameter("it is a percentage", param_hint="--pass")
    request = QuizRequest(section, None, count, seed, not no_shuffle, restart, not no_confidence, passing, as_json)
    stages = {"pre": pre, "post": post, "practice": practice}
    code = guarded(lambda desk: sit(desk, with_stage(request, stages)), ctx.obj, as_json=as_json)
    raise typer.Exit(code)
