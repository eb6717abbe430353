"""Commands that must answer at once never load Typer: `--version`, `status`, plain forms of `quiz`, `study`, `lint`."""

import os
import sys


def run(arguments: list[str]) -> int:
    """Run a command line; returns the exit code."""
    for name, mode in (("stdin", "r"), ("stdout", "w"), ("stderr", "w")):
        if getattr(sys, name) is None:  # closed by the caller, as in `>&-`
            setattr(sys, name, open(os.devnull, mode, encoding="utf-8"))  # noqa: SIM115
    code = 0
    try:
        code = _run(arguments)
        sys.stdout.flush()
    except BrokenPipeError:  # a reader that went away (`| head -1`) is no error
        _to_nowhere()
    except OSError as error:
        _to_nowhere()
        if code != 3:  # not said yet
            sys.stderr.write(f"Error: the output cannot be written ({error.strerror})\nMake room where it goes.\n")
        code = 3
    return code


def _to_nowhere() -> None:
    """Keep the interpreter from trying again what could not be printed."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _collect_later() -> None:
    """No garbage collection before the first question stands (the front ends turn it on): a twentieth of the start."""
    import gc

    gc.disable()


def _run(arguments: list[str]) -> int:
    if not os.environ.get("_AIINFRA_COMPLETE"):
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
            from aiinfra_study.cli.attempt import QuizRequest
            from aiinfra_study.cli.outcome import guarded
            from aiinfra_study.cli.sitting import sit

            _collect_later()
            section = arguments[1] if len(arguments) == 2 else None
            return guarded(lambda desk: sit(desk, QuizRequest(section)))
        if arguments[:1] == ["study"] and len(arguments) < 3 and not "".join(arguments[1:]).startswith("-"):
            from aiinfra_study.cli.outcome import guarded
            from aiinfra_study.cli.studying import StudyRequest, study

            section = arguments[1] if len(arguments) == 2 else None
            return guarded(lambda desk: study(desk, StudyRequest(section)))
        if arguments[:1] == ["progress"] and len(arguments) < 3 and not "".join(arguments[1:]).startswith("-"):
            from aiinfra_study.cli.dashboard import tell_progress
            from aiinfra_study.cli.outcome import guarded

            section = arguments[1] if len(arguments) == 2 else None
            return guarded(lambda desk: tell_progress(desk, section))
        if arguments == ["stats"]:
            from aiinfra_study.cli.outcome import guarded
            from aiinfra_study.cli.statistics import tell_stats

            return guarded(tell_stats)
        if len(arguments) > 1 and arguments[0] == "lint" and all(word[:1] not in ("", "-") for word in arguments):
            _collect_later()
            from aiinfra_study.cli.linted import LintRequest, lint_once
            from aiinfra_study.cli.outcome import guarded

            return guarded(lambda desk: lint_once(desk, LintRequest(tuple(arguments[1:]))))
        if arguments[:1] == ["review"] and not any(word.startswith("-") for word in arguments):
            _collect_later()
            from aiinfra_study.cli.drilling import drill
            from aiinfra_study.cli.outcome import guarded
            from aiinfra_study.cli.reviewing import ReviewRequest

            return guarded(lambda desk: drill(desk, ReviewRequest(tuple(arguments[1:]))))
    from aiinfra_study.cli.app import run as run_app

    return run_app(arguments)
