"""Where something stands in a file, and what is wrong with it."""

from typing import NamedTuple


class Mark(NamedTuple):
    """A place in a file; line and column (code points) count from 1."""

    file: str
    line: int = 1
    column: int = 1

    def __str__(self) -> str:
        return f"{self.file}:{self.line}:{self.column}"


class Edit(NamedTuple):
    """A change that mends a finding: these characters of the file (offsets, end excluded) become that text.

    One that is not `safe` changes words that a learner reads.
    """

    start: int
    end: int
    text: str
    safe: bool = True


class Ignored(NamedTuple):
    """A comment that silences rules on its line: `# aiinfra: ignore[I301, I303] reason`."""

    mark: Mark
    codes: tuple[str, ...]
    reason: str


class Problem(NamedTuple):
    """One finding on a bank: the rule's code, how bad it is, what is wrong and what to write instead."""

    mark: Mark
    rule: str
    level: str
    message: str
    help: str = ""
    question: str | None = None
    edit: Edit | None = None

    def __str__(self) -> str:
        return f"{self.mark}: {self.level} {self.rule}: {self.message}"
