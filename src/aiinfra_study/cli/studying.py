"""One reading from its beginning to the command that comes next; a part of it looked up from a question."""

import contextlib
import sys
from typing import NamedTuple

from aiinfra_study.cli.desk import Desk
from aiinfra_study.cli.paging import read
from aiinfra_study.cli.pasted import review_command, section_command
from aiinfra_study.cli.reading import Study
from aiinfra_study.core.errors import AiinfraError, DataError
from aiinfra_study.store.banks import Bank
from aiinfra_study.ui.ask import EndOfInput, Keyboard
from aiinfra_study.ui.reading import contents
from aiinfra_study.ui.theme import Out


class StudyRequest(NamedTuple):
    """What the command line asked for."""

    section: str | None = None
    listed: bool = False
    part: str | None = None
    pager: bool = True
    state: bool = True
    width: int | None = None


def study(desk: Desk, request: StudyRequest) -> int:
    """Show the reading of a section; returns the exit code."""
    from aiinfra_study.cli.sitting import choose_bank

    bank = desk.bank(request.section, to_read=True) if request.section is not None else choose_bank(desk, desk.out)
    session = Study(desk, bank, desk.out, state=request.state, width=request.width)
    if request.listed:
        session.print(contents(session.reading, session.out.width, session.below))
        _lead_to(desk, bank, "One of them: ", "PART")
        return 0
    if request.part is not None:
        anchor = session.heading(request.part).anchor
        session.print(session.page(session.out.width, anchor).lines)
        session.keep_place(anchor, finished=False)
        anchors = [heading.anchor for heading in session.reading.headings]
        if anchor != anchors[-1]:
            _lead_to(desk, bank, "Next part: ", anchors[anchors.index(anchor) + 1])
        return 0
    try:
        read(session, pager=request.pager and request.width is None)
    except EndOfInput:
        return 0
    finished = desk.is_read(bank)
    command = _after(desk, bank) if finished else section_command(desk, "study", bank.section)
    if sys.stdout.isatty() and command:
        from aiinfra_study.ui.summary import command_lines

        words = "Next: " if finished else "The place is kept; to read on: "
        desk.out.lines(command_lines(words, command, desk.out.width))
        desk.lead = command if finished else ""
    return 0


def _lead_to(desk: Desk, bank: Bank, words: str, part: str) -> None:
    """The command for a part of a reading, for whoever listens and cannot leaf."""
    from aiinfra_study.ui.summary import command_lines

    if desk.plain:
        command = f"{section_command(desk, 'study', bank.section)} --part {part}"
        desk.out.lines([[], *command_lines(words, command, desk.out.width)])


def _after(desk: Desk, bank: Bank) -> str:
    """The command that comes after a reading read to its end."""
    section = bank.section
    if not section.outlines:
        return ""
    stage = desk.store.progress.next_stage(section.address)
    quiz = section_command(desk, "quiz", section)
    return {"post": quiz, "pre": f"{quiz} --post"}.get(stage) or review_command(desk)


def look_up(desk: Desk, bank: Bank, refs: tuple[str, ...], out: Out, keyboard: Keyboard | None) -> str:
    """Show the part of a reading that a question refers to; returns what there is to say instead."""
    try:
        found = _part(desk, bank, refs, out)
    except DataError as error:
        what = "This section has no reading" if error.code == "no-reading" else error.message
        return f"{what}; the feedback names the sources of a question."
    if found is None:
        whole = section_command(desk, "study", bank.section)
        return f"The question names no part of the reading. All of it: {whole}"
    session, anchor = found
    if keyboard is None:
        session.print(session.page(out.width, anchor).lines)
        return ""
    from aiinfra_study.ui.pager import Pager, page_through

    page_through(out, keyboard, Pager(session.page, out.fitted), anchor)
    return ""


def _part(desk: Desk, bank: Bank, refs: tuple[str, ...], out: Out) -> tuple[Study, str] | None:
    """The first place of a reading that references name: in this section, or as course/section#anchor in another."""
    here = Study(desk, bank, out, state=False)
    _ = here.reading  # where there is none, that is what there is to say
    for ref in refs:
        section, sign, anchor = ref.rpartition("#")
        if sign and anchor in here.reading.anchors and section in ("", bank.section.address):
            return here, anchor
        with contextlib.suppress(AiinfraError):
            if sign and section and section != bank.section.address:
                there = Study(desk, desk.bank(section, to_read=True), out, state=False)
                return there, there.heading(anchor).anchor
    return None
