"""The one place where errors become words and exit codes: ours, Ctrl-C, and bugs."""

import contextlib
import os
import re
import sys
from collections.abc import Callable

from aiinfra_study.cli.desk import Desk, Globals
from aiinfra_study.cli.fast import reader_gone, to_nowhere
from aiinfra_study.core.errors import AiinfraError, DataError, Exit
from aiinfra_study.core.text import clean
from aiinfra_study.ui.machine import print_json
from aiinfra_study.ui.theme import prepare_streams, terminal_width


def guarded(command: Callable[[Desk], int], options: Globals | None = None, *, as_json: bool = False) -> int:
    """Run a command at a desk; returns the exit code, whatever happens."""
    prepare_streams()
    try:
        desk = Desk(options)
        try:
            code = command(desk)
        finally:
            with contextlib.suppress(AiinfraError):
                desk.close()
        return _led_on(desk) if desk.lead and code == Exit.OK else code
    except AiinfraError as error:
        report(error, as_json=as_json)
        return int(error.exit)
    except KeyboardInterrupt:
        sys.stderr.write("\n")
        return int(Exit.INTERRUPTED)
    except EOFError:
        return int(Exit.INTERRUPTED)
    except OSError as error:  # a fact of the outside world, not a bug; what had to be kept was said by the store
        if reader_gone(error):
            with contextlib.suppress(OSError):
                to_nowhere()
            return int(Exit.OK)
        what = f"{error.strerror or error}" + (f": {error.filename}" if error.filename else "")
        report(DataError("io-error", what, "Check the disk and its permissions."), as_json=as_json)
        return int(Exit.DATA)
    except Exception:
        return bug(as_json=as_json)


def _led_on(desk: Desk) -> int:
    """Offer the command that comes next, and run it where it is accepted."""
    from aiinfra_study.cli.leading import accepted, follow

    arguments = accepted(desk)
    return int(Exit.OK) if arguments is None else follow(arguments)


def report(error: AiinfraError, *, as_json: bool) -> None:
    """One line of what happened, one of what to do; with --json also an object."""
    for text in filter(None, (f"Error: {error.message}", error.hint)):
        sys.stderr.write(_filled(clean(text).replace("\n", " ")) + "\n")
    if as_json:
        body = {"code": error.code, "message": error.message, "hint": error.hint}
        with contextlib.suppress(OSError):  # stdout itself may be what fails
            print_json({"schema": "aiinfra/error/1", "error": body})


def _filled(text: str) -> str:
    """As it is where nobody looks at it; at a terminal no word is cut, and a command stays whole to be pasted."""
    if not sys.stderr.isatty():
        return text
    from aiinfra_study.ui.cells import width_of

    width = terminal_width(sys.stderr)
    lines = [""]
    for word in re.findall(r"aiinfra .*|\S+", text):
        if lines[-1] and width_of(lines[-1]) + 1 + width_of(word) > width:
            lines.append("")
        lines[-1] += f" {word}" if lines[-1] else word
    return "\n".join(lines)


def bug(*, as_json: bool = False) -> int:
    """A defect of the program, in an except block: say so, and where the traceback went."""
    import traceback

    place = None if os.environ.get("AIINFRA_DEBUG") else _kept(traceback.format_exc())
    if place is None:
        traceback.print_exc()
    where = f"; the traceback is in {place}" if place else ""
    hint = "What you responded is kept. Please report it; AIINFRA_DEBUG=1 shows the traceback in place."
    report(AiinfraError("bug", f"a bug in aiinfra{where}", hint), as_json=as_json)
    return int(Exit.BUG)


def _kept(text: str) -> str | None:
    """The file a traceback was written to; None where none can be."""
    import tempfile

    with contextlib.suppress(OSError):
        with tempfile.NamedTemporaryFile(
            "w", encoding="utf-8", errors="backslashreplace", prefix="aiinfra-bug-", suffix=".txt", delete=False
        ) as file:
            file.write(text)
        return file.name
    return None
