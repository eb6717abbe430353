"""Commands that must answer at once: `--version`, `status` and a bare `quiz` never load Typer."""

import os


def run(arguments: list[str]) -> int:
    """Run a command line; returns the exit code."""
    if "_AIINFRA_COMPLETE" not in os.environ:
        if arguments in (["--version"], ["-V"]):
            from aiinfra_study import __version__

            print(f"aiinfra {__version__}")
            return 0
        if arguments == ["status"]:
            from aiinfra_study.cli.glance import glance

            line = glance()
            if line is not None:
                print(line)
                return 0
        if arguments[:1] == ["quiz"] and len(arguments) < 3 and not "".join(arguments[1:]).startswith("-"):
            from aiinfra_study.cli.outcome import guarded
            from aiinfra_study.cli.sitting import QuizRequest, sit

            section = arguments[1] if len(arguments) == 2 else None
            return guarded(lambda desk: sit(desk, QuizRequest(section)))
    from aiinfra_study.cli.app import run as run_app

    return run_app(arguments)
