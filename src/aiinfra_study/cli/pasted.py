"""Commands to be pasted: they find again what this one worked with."""

from pathlib import Path

from aiinfra_study.cli.desk import Desk
from aiinfra_study.core.course import Section


def whole_command(desk: Desk, words: str) -> str:
    """A command with the folders and the progress that were named."""
    from shlex import quote

    named = [("--banks", folder) for folder in desk.options.banks]
    if desk.options.progress is not None:
        named.append(("--progress", desk.options.progress))
    options = "".join(f"{option} {quote(str(path))} " for option, path in named)
    return f"aiinfra {options}{words}"


def review_command(desk: Desk, words: str = "review") -> str:
    """A command that works on everything in scope."""
    from shlex import quote

    course = desk.options.course
    return whole_command(desk, words if course is None else f"{words} --course {quote(course)}")


def section_command(desk: Desk, word: str, section: Section) -> str:
    """A command for a section: `quiz`, `study` or `learn`."""
    from shlex import quote

    return whole_command(desk, f"{word} {quote(name_of(desk, section))}")


def name_of(desk: Desk, section: Section) -> str:
    """What finds a section when typed without options: its id in the usual course, else `course/section`."""
    usual = desk.options.course is None and section.course == desk.current_course.id
    return section.id if usual else section.address


def lint_command(path: Path) -> str:
    """The command that says what is wrong with a file or a folder."""
    from shlex import quote

    return f"aiinfra lint {quote(str(path))}"
