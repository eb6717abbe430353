"""--fix and --diff: the edits of findings as drafts of files, until there is nothing left to mend; then written."""

import sys
from collections.abc import Callable, Collection, Iterator, Sequence
from typing import NamedTuple

from aiinfra_study.cli.desk import Desk
from aiinfra_study.cli.lint_files import Opened
from aiinfra_study.cli.lint_run import Run
from aiinfra_study.cli.linting import STDIN
from aiinfra_study.core.errors import DataError
from aiinfra_study.core.problem import Edit, Problem
from aiinfra_study.lint.ids import ids_in, with_ids
from aiinfra_study.store.mending import ChangedMeanwhile, mended, write
from aiinfra_study.store.tidy import tidying
from aiinfra_study.ui.layout import Line

ROUNDS = 10  # an edit may make way for another; each round ends in fewer findings or is the last


class Draft(NamedTuple):
    """A file that changes."""

    opened: Opened
    before: bytes
    after: bytes


class Mender:
    """Mends the files of a run in memory."""

    def __init__(self, desk: Desk, *, unsafe: bool, tidy: bool, stdin: bytes = b"") -> None:
        self.desk = desk
        self.unsafe = unsafe
        self.tidy = tidy
        self.stdin = stdin
        self.drafts: dict[str, Draft] = {}
        self._told: set[str] = set()

    @property
    def bytes(self) -> dict[str, bytes]:
        """The drafts by the names of their files."""
        return {name: draft.after for name, draft in self.drafts.items()}

    def mend(self, run: Run, problems: Sequence[Problem], again: Callable[[], tuple[Run, list[Problem]]]) -> None:
        """Draft until nothing changes; `again` lints the drafts."""
        for _ in range(ROUNDS):
            if not self._round(run, problems):
                return
            run, problems = again()

    def _round(self, run: Run, problems: Sequence[Problem]) -> bool:
        """Put the edits of findings into the drafts; whether any changed."""
        ids = {word for bank in run.banks for word in ids_in(bank.source.text)}
        changed = False
        for opened in run.opened.values():
            edits = self._edits(opened, [p for p in problems if p.mark.file == opened.name], ids)
            if not edits or opened.source is None:
                continue
            draft = self.drafts.get(opened.name) or self._untouched(opened)
            after = mended(draft.after, opened.source.text, edits)
            if after is None:
                self._say_once(f"{opened.name} is not mended: parts of it cannot be read.")
            elif after != draft.after:
                self.drafts[opened.name] = draft._replace(after=after)
                changed = True
        return changed

    def _edits(self, opened: Opened, problems: Sequence[Problem], ids: set[str]) -> list[Edit]:
        if opened.source is None or opened.reading is not None:
            return []
        edits = [problem.edit for problem in with_ids(problems, opened.source, ids) if problem.edit is not None]
        ids |= {word for edit in edits for word in ids_in(edit.text)}
        safe = [edit for edit in edits if edit.safe or self.unsafe]
        return safe + (tidying(opened.source.text) if self.tidy else [])

    def _untouched(self, opened: Opened) -> Draft:
        if opened.path is None:
            return Draft(opened, self.stdin, self.stdin)
        try:
            data = opened.path.read_bytes()
        except OSError:  # gone since it was read
            data = b"\0"
        return Draft(opened, data, data)

    def _say_once(self, text: str) -> None:
        if text not in self._told:
            self._told.add(text)
            self.desk.err.lines([[(text, "")]])

    def write(self) -> None:
        """Write every draft that can be written; raises DataError of the first that cannot."""
        failed: DataError | None = None
        for name, draft in self.drafts.items():
            try:
                if draft.opened.path is None:
                    _write_out(draft.after)
                    continue
                write(draft.opened.path, draft.before, draft.after)
                self.desk.err.lines([[(f"Mended {name}.", "")]])
            except ChangedMeanwhile:
                failed = failed or DataError(
                    "io-error", f"{name} has changed meanwhile; it is as it was", "Run it again."
                )
            except OSError as error:
                what = f"{name} cannot be written ({error.strerror})"
                failed = failed or DataError("io-error", what, "Make the file and its folder writable.")
        if failed is not None:
            raise failed

    def show(self) -> None:
        """Print what would change, as `patch -p1` takes it; in colour at a terminal."""
        for name, draft in self.drafts.items():
            lines = list(_diff(name, draft))
            if sys.stdout.isatty():
                self.desk.out.raw_lines([(_styled(line)) for line in lines])
            else:
                _write_out("".join(lines).encode("utf-8", "surrogateescape"))


def untouched_stdin(drafts: Collection[str], data: bytes) -> None:
    """A bank on stdin in which nothing was mended goes out as it came."""
    if STDIN not in drafts:
        _write_out(data)


def _write_out(data: bytes) -> None:
    sys.stdout.flush()
    sys.stdout.buffer.write(data)
    sys.stdout.buffer.flush()


def _diff(name: str, draft: Draft) -> Iterator[str]:
    """A unified diff with the ends of lines that the file has."""
    from difflib import unified_diff

    texts = (data.decode("utf-8").split("\n") for data in (draft.before, draft.after))
    before, after = ([f"{line}\n" for line in lines[:-1]] + lines[-1:] * bool(lines[-1]) for lines in texts)
    path = name.lstrip("/")
    for line in unified_diff(before, after, f"a/{path}", f"b/{path}"):
        yield line if line.endswith("\n") else f"{line}\n\\ No newline at end of file\n"


def _styled(line: str) -> Line:
    style = {"+": "good", "-": "bad", "@": "code"}.get(line[:1], "")
    return [(line.rstrip("\r\n"), "title" if line.startswith(("+++ ", "--- ")) else style)]
