"""Commands that must answer at once never load Typer: `--version`, `status`, and those of `_PLAIN` without options."""

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
    except OSError as error:
        to_nowhere()
        if reader_gone(error):
            return code
        if code != 3:  # not said yet
            sys.stderr.write(f"Error: the output cannot be written ({error.strerror})\nMake room where it goes.\n")
        code = 3
    return code


def reader_gone(error: OSError) -> bool:
    """Whether output failed as nobody reads it any more, which is no error (`| head -1`); Windows calls it EINVAL."""
    return isinstance(error, BrokenPipeError) or (os.name == "nt" and error.errno == 22 and error.filename is None)


def to_nowhere() -> None:
    """Keep the interpreter from trying again what could not be printed."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _collect_later() -> None:
    """No garbage collection before the first question stands (the front ends turn it on): a twentieth of the start. Nor
    at the end, where the interpreter would look through all that was read to free what ends with it."""
    import atexit
    import gc

    gc.disable()
    atexit.register(gc.freeze)


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
        word, words = "".join(arguments[:1]), arguments[1:]
        if word in _PLAIN and len(words) <= _PLAIN[word][0] and not any(each.startswith("-") for each in words):
            return _PLAIN[word][1](words)
        if word == "lint" and words and all(each[:1] not in ("", "-") for each in words):
            return _lint(words)
    from aiinfra_study.cli.app import run as run_app

    return run_app(arguments)


def _quiz(words: list[str]) -> int:
    from aiinfra_study.cli.attempt import QuizRequest
    from aiinfra_study.cli.outcome import guarded
    from aiinfra_study.cli.sitting import sit

    _collect_later()
    return guarded(lambda desk: sit(desk, QuizRequest(_only(words))))


def _study(words: list[str]) -> int:
    from aiinfra_study.cli.outcome import guarded
    from aiinfra_study.cli.studying import StudyRequest, study

    return guarded(lambda desk: study(desk, StudyRequest(_only(words))))


def _review(words: list[str]) -> int:
    _collect_later()
    from aiinfra_study.cli.drilling import drill
    from aiinfra_study.cli.outcome import guarded
    from aiinfra_study.cli.reviewing import ReviewRequest

    return guarded(lambda desk: drill(desk, ReviewRequest(tuple(words))))


def _progress(words: list[str]) -> int:
    from aiinfra_study.cli.dashboard import tell_progress
    from aiinfra_study.cli.outcome import guarded

    return guarded(lambda desk: tell_progress(desk, _only(words)))


def _stats(_: list[str]) -> int:
    from aiinfra_study.cli.outcome import guarded
    from aiinfra_study.cli.statistics import tell_stats

    return guarded(tell_stats)


def _sections(_: list[str]) -> int:
    from aiinfra_study.cli.listing import tell_sections
    from aiinfra_study.cli.outcome import guarded

    return guarded(tell_sections)


def _lint(words: list[str]) -> int:
    _collect_later()
    from aiinfra_study.cli.linted import LintRequest, lint_once
    from aiinfra_study.cli.outcome import guarded

    return guarded(lambda desk: lint_once(desk, LintRequest(tuple(words))))


def _only(words: list[str]) -> str | None:
    return words[0] if words else None


# commands without options: how many words they take at most, and what runs them (not annotated: Callable would have to
# be imported, which `status` waits for)
_PLAIN = {
    "quiz": (1, _quiz),
    "study": (1, _study),
    "review": (float("inf"), _review),
    "progress": (1, _progress),
    "stats": (0, _stats),
    "sections": (0, _sections),
}
