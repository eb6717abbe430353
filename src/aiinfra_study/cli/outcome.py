"""The one place where errors become words and exit codes: ours, Ctrl-C, and bugs."""

import contextlib
import json
import os
import sys
from collections.abc import Callable

from aiinfra_study.cli.desk import Desk, Globals
from aiinfra_study.core.errors import AiinfraError, Exit
from aiinfra_study.core.text import clean
from aiinfra_study.ui.theme import prepare_streams


def guarded(command: Callable[[Desk], int], options: Globals | None = None, *, as_json: bool = False) -> int:
    """Run a command at a desk; returns the exit code, whatever happens."""
    prepare_streams()
    try:
        desk = Desk(options)
        try:
            return command(desk)
        finally:
            with contextlib.suppress(AiinfraError):
                desk.close()
    except AiinfraError as error:
        report(error, as_json=as_json)
        return int(error.exit)
    except KeyboardInterrupt:
        sys.stderr.write("\n")
        return int(Exit.INTERRUPTED)
    except EOFError:
        return int(Exit.INTERRUPTED)
    except BrokenPipeError:
        with contextlib.suppress(OSError):
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return int(Exit.OK)
    except Exception:
        return bug()


def report(error: AiinfraError, *, as_json: bool) -> None:
    """One line of what happened, one of what to do; with --json also an object."""
    for text in filter(None, (f"Error: {error.message}", error.hint)):
        sys.stderr.write(clean(text).replace("\n", " ") + "\n")
    if as_json:
        body = {"code": error.code, "message": error.message, "hint": error.hint}
        print(json.dumps({"schema": "aiinfra/error/1", "error": body}, ensure_ascii=False))


def bug() -> int:
    """A defect of the program: say so, and where the traceback went."""
    import tempfile
    import traceback

    if os.environ.get("AIINFRA_DEBUG"):
        traceback.print_exc()
        return int(Exit.BUG)
    with tempfile.NamedTemporaryFile("w", encoding="utf-8", prefix="aiinfra-bug-", suffix=".txt", delete=False) as file:
        traceback.print_exc(file=file)
    sys.stderr.write(f"Error: a bug in aiinfra; the traceback is in {file.name}\n")
    sys.stderr.write("What you responded is kept. Please report it; AIINFRA_DEBUG=1 shows the traceback in place.\n")
    return int(Exit.BUG)
