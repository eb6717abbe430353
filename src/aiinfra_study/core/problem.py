"""Where something stands in a file, and what is wrong with it."""

from typing import NamedTuple

MAX_TOLD = 1000  # problems of one rule in one file
SEVERITIES = ("error", "warning", "info")  # worst first


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


class Noted(list[Problem]):
    """The problems of one file: so many of each rule are told, the rest are counted."""

    def __init__(self) -> None:
        super().__init__()
        self.counts: dict[str, int] = {}

    def take(self, rule: str) -> bool:
        """Count one more of a rule; whether it is still to be told. (Ids are, as --fix writes one for each.)"""
        self.counts[rule] = count = self.counts.get(rule, 0) + 1
        return count <= MAX_TOLD or rule == "S205"

    def note(self, problem: Problem) -> None:
        if self.take(problem.rule):
            self.append(problem)

    def note_all(self, others: "Noted") -> None:
        """Take over the problems of another list, and its counts."""
        told: dict[str, int] = {}
        for problem in others:
            self.note(problem)
            told[problem.rule] = told.get(problem.rule, 0) + 1
        for rule, count in others.counts.items():
            self.counts[rule] += count - told.get(rule, 0)

    def tell_rest(self) -> None:
        """Say how many there are beyond those told, at the last of these."""
        last = {problem.rule: problem for problem in self}
        for rule, problem in last.items():
            more = self.counts[rule] - MAX_TOLD
            if more > 0 and rule != "S205":
                message = f"and {more} more problems of this kind in this file"
                self.append(Problem(problem.mark, rule, problem.level, message, "mend those told first"))
                self.counts[rule] = MAX_TOLD
