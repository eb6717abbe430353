"""What can stop a command: one sentence of what happened and one of what to do."""

from enum import IntEnum


class Exit(IntEnum):
    """Exit codes (docs/cli.md)."""

    OK = 0
    FINDINGS = 1
    USAGE = 2
    DATA = 3
    BUG = 70
    INTERRUPTED = 130


class AiinfraError(Exception):
    """An error in words; `code` is a stable kebab-case name, `hint` the next move."""

    exit = Exit.USAGE

    def __init__(self, code: str, message: str, hint: str = "") -> None:
        super().__init__(message)
        self.code = code
        self.message = message
        self.hint = hint


class UsageError(AiinfraError):
    """The command line names something that does not exist or is out of range (exit 2)."""


class DataError(AiinfraError):
    """A bank or the progress cannot be read or written (exit 3)."""

    exit = Exit.DATA
