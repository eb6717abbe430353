"""The commands in help order, imported when called; command lines to exit codes."""

import os
import sys
from importlib import import_module
from pathlib import Path
from typing import Annotated, Any

import typer
import typer.core
import typer.main

from aiinfra_study.cli.desk import Globals, plain_by_environment
from aiinfra_study.cli.outcome import bug, guarded, report
from aiinfra_study.cli.usage import in_words, unknown_command
from aiinfra_study.core.errors import AiinfraError, Exit
from aiinfra_study.ui.theme import prepare_streams, terminal_width

# name: what it does (the first line of its help); its module is the name in cli/commands
COMMANDS = {
    "quiz": "Ask the questions of a section: pre, post, practice.",
    "study": "The reading of a section.",
    "learn": "Pre-quiz, reading and post-quiz in one sitting.",
    "review": "Today's drill: what is due, then new questions.",
    "progress": "What you know now, and what comes next.",
    "stats": "What was done, what is kept, what comes.",
    "report": "The same figures as one HTML page.",
    "plan": "A target date, and what it takes.",
    "next": "The best next step, and why.",
    "status": "One line for a shell prompt: what is due.",
    "sections": "Courses and sections, with their state.",
    "course": "Show or switch the current course.",
    "show": "One question with its key, reasons and history.",
    "undo": "Take back the last response.",
    "reset": "Start sections over; the log keeps everything.",
    "suspend": "Leave questions out of review.",
    "unsuspend": "Take questions into review again.",
    "flag": "Mark questions for attention.",
    "unflag": "Take marks away.",
    "config": "Settings, with where they come from.",
    "lint": "Look for mistakes in question banks.",
    "bank": "Write a bank to start from.",
    "schema": "The JSON Schema of banks, for editors.",
    "doctor": "Check paths, progress and banks; say what to do.",
}
_MODULES = dict.fromkeys(("flag", "unflag", "suspend", "unsuspend"), "mark")
# Typer carries its own Click since 0.26; this is its base class of what a command line can do wrong
_CLICK_ERROR: Any = typer.BadParameter.__mro__[2]
_GLOBAL_FLAGS = {"--plain", "--no-color", "--yes", "-y", "--version", "-V"}
_GLOBAL_OPTIONS = {"--course", "-c", "--progress", "--banks"}
_GLOBAL_WITH_VALUE = ("--course=", "--progress=", "--banks=")
_BOXES_FROM = 60  # columns; below, boxes cut names of options


class LazyGroup(typer.core.TyperGroup):
    """Imports a command when it runs; help and completion of the group need names and first lines only."""

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        return super().parse_args(ctx, hoist(args))

    def list_commands(self, ctx: Any) -> list[str]:  # noqa: ARG002
        return list(COMMANDS)

    def get_command(self, ctx: Any, cmd_name: str) -> Any:  # noqa: ARG002
        return typer.core.TyperCommand(cmd_name, short_help=COMMANDS[cmd_name]) if cmd_name in COMMANDS else None

    def resolve_command(self, ctx: Any, args: list[str]) -> Any:
        if args[0] in COMMANDS:
            return args[0], dressed(load(args[0]), ctx.params.get("plain")), args[1:]
        if ctx.resilient_parsing or args[0].startswith("-"):
            return super().resolve_command(ctx, args)
        raise unknown_command(args[0], COMMANDS)


def load(name: str) -> Any:
    """The command of a name, from its module."""
    module = import_module(f"aiinfra_study.cli.commands.{_MODULES.get(name, name)}")
    app = typer.Typer(add_completion=False, rich_markup_mode="markdown")
    function = getattr(module, name)
    epilog = "\n\n".join(["Examples:", *(f"`{line}`" for line in module.EXAMPLES[name])])
    app.command(name, epilog=epilog, context_settings={"help_option_names": ["-h", "--help"]})(function)
    return typer.main.get_command(app)


def dressed(command: Any, plain: object = False) -> Any:
    """A command whose help has boxes where there is room for them, and linear text elsewhere."""
    width = terminal_width(sys.stdout)
    if plain or plain_by_environment() or os.environ.get("TERM") == "dumb" or width < _BOXES_FROM:
        command.rich_markup_mode = None
        command.context_settings = {**command.context_settings, "terminal_width": max(min(width, 80), 20)}
        command.epilog = command.epilog.replace("`", "")
    return command


app = typer.Typer(
    name="aiinfra",
    cls=LazyGroup,
    invoke_without_command=True,
    rich_markup_mode="markdown",
    context_settings={"help_option_names": ["-h", "--help"]},
    epilog="Examples:\n\n`aiinfra quiz section-2`\n\n`aiinfra review`\n\n`aiinfra next`",
)


def _complete_course(ctx: typer.Context, incomplete: str) -> list[tuple[str, str]]:
    from aiinfra_study.cli.complete import courses

    return courses(ctx, incomplete)


@app.callback()
def home(
    ctx: typer.Context,
    course: Annotated[
        str | None,
        typer.Option("--course", "-c", metavar="NAME", help="The course to work in.", autocompletion=_complete_course),
    ] = None,
    progress: Annotated[
        Path | None, typer.Option(metavar="FILE", help="Another progress file.", dir_okay=False)
    ] = None,
    banks: Annotated[list[Path] | None, typer.Option(metavar="DIR", help="A further bank folder (repeatable).")] = None,
    plain: Annotated[bool, typer.Option("--plain", help="Plain lines, for screen readers and scripts.")] = False,
    no_color: Annotated[bool, typer.Option("--no-color", help="No colour.")] = False,
    yes: Annotated[bool, typer.Option("--yes", "-y", help="Answer yes to confirmations.")] = False,
    version: Annotated[bool, typer.Option("--version", "-V", help="Show the version.", is_eager=True)] = False,
) -> None:
    """Study AI infrastructure in a terminal: quizzes before and after reading, and a daily review that keeps it."""
    if version:
        from aiinfra_study import __version__

        print(f"aiinfra {__version__}")
        raise typer.Exit
    if progress is not None and not progress.name:
        raise typer.BadParameter("it names no file", param_hint="--progress")
    ctx.obj = Globals(course, progress, tuple(banks or ()), plain, no_color, yes)
    if ctx.invoked_subcommand is None:
        from aiinfra_study.cli.commands.home import home as show_home

        finish(guarded(show_home, ctx.obj))


def finish(code: int) -> None:
    """End a command with an exit code."""
    raise typer.Exit(code)


def hoist(arguments: list[str]) -> list[str]:
    """Global options may stand after the command too: move them to the front, where they are declared."""
    front: list[str] = []
    rest: list[str] = []
    words = iter(arguments)
    for word in words:
        if word == "--":
            rest += [word, *words]
        elif word in _GLOBAL_FLAGS or word.startswith(_GLOBAL_WITH_VALUE):
            front.append(word)
        elif word in _GLOBAL_OPTIONS:
            value = next(words, None)
            if value is None:
                return [*front, word]  # what it lacks is said before anything else runs
            front += [word, value]
        elif word.startswith("-c") and word[2:]:
            front.append(word)
        else:
            rest.append(word)
    return front + rest


def run(arguments: list[str]) -> int:
    """Run a command line through Typer; returns the exit code."""
    as_json = "--json" in arguments
    prepare_streams()
    try:
        command = dressed(typer.main.get_command(app), "--plain" in arguments)
        code = command.main(args=arguments, prog_name="aiinfra", standalone_mode=False)
        return code if isinstance(code, int) else int(Exit.OK)
    except typer.Exit as done:
        return int(done.exit_code)
    except typer.Abort:
        sys.stderr.write("\n")
        return int(Exit.INTERRUPTED)
    except _CLICK_ERROR as error:
        report(in_words(error), as_json=as_json)
        return int(Exit.USAGE)
    except AiinfraError as error:
        report(error, as_json=as_json)
        return int(error.exit)
    except Exception:
        return bug(as_json=as_json)
