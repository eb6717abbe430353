"""The formats of findings by name."""

from collections.abc import Sequence

from aiinfra_study.ui import problems as tell
from aiinfra_study.ui.layout import plain

FORMATS = ("auto", "text", "concise", "json", "github", "sarif", "junit", "gitlab")


def render(form: str, report: tell.Report, rules: Sequence[tuple[str, str, str]], files: Sequence[str]) -> str:
    """The findings in a format, as a text. `rules` (code, name, summary) and `files` are those that took part."""
    from aiinfra_study import __version__

    match form:
        case "concise":
            return tell.concise(report)
        case "json":
            return tell.as_json(report)
        case "github":
            return tell.github(report)
        case "sarif":
            return tell.sarif(report, __version__, rules)
        case "junit":
            return tell.junit(report, files)
        case "gitlab":
            return tell.gitlab(report)
        case _:
            return "".join(f"{plain(line)}\n" for line in tell.text_lines(report, grouped=False))
