"""The reading of a section for its learner: found, laid out with how well its questions are known, its place kept."""

import os
from collections.abc import Iterator, Mapping
from functools import cached_property
from typing import Any

from aiinfra_study.cli.desk import Desk
from aiinfra_study.cli.pasted import lint_command, section_command
from aiinfra_study.core.blocks import Heading, Reading, words
from aiinfra_study.core.errors import DataError, UsageError
from aiinfra_study.core.reading import read_reading
from aiinfra_study.core.text import clean
from aiinfra_study.store.banks import Bank
from aiinfra_study.store.files import Unreadable, read_text, reading_path
from aiinfra_study.ui.layout import Line, wrap
from aiinfra_study.ui.reading import CodeLine, Manner, Page, lay_out, source_lines
from aiinfra_study.ui.theme import Out

WIDEST = 120  # columns of a page; prose is narrower still
WORDS_A_MINUTE = 200  # silent reading of non-fiction is 238 (Brysbaert 2019); tables and sums take longer


class Study:
    """The reading of one section, for one learner."""

    def __init__(self, desk: Desk, bank: Bank, out: Out, *, state: bool = True, width: int | None = None) -> None:
        self.desk = desk
        self.bank = bank
        self.state = state
        self.widest = WIDEST if width is None else width
        self.out = out if width is None else Out(out.stream, color=out.color, width=lambda: width)

    @cached_property
    def reading(self) -> Reading:
        """Raises DataError where there is none, or none that can be read."""
        section, path = self.bank.section, reading_path(self.bank.path)
        if not os.path.lexists(path):
            hint = f"Its questions teach too: {section_command(self.desk, 'quiz', section)}"
            raise DataError("no-reading", f"{section.address} has no reading ({path} is not there)", hint)
        text = read_text(path)
        if isinstance(text, Unreadable):
            what = text.problem.message.removeprefix(clean(path.name))
            raise DataError("reading-unreadable", f"{path}{what}", f"Run: {lint_command(path.parent)}")
        return read_reading(str(path), text)

    def tell_problems(self) -> None:
        """Say on stderr that something is wrong with the reading, and where; its rest is shown."""
        path, reading = reading_path(self.bank.path), self.reading
        found = [(problem.mark.line, problem.message) for problem in reading.problems]
        found += [(line, f'there is no heading "#{anchor}"') for line, anchor in reading.dangling]
        told = [f"{path}:{line}: {message}" for line, message in sorted(found)]
        for address, anchors in self._asked:
            missing = (anchor for anchor in anchors if anchor not in reading.anchors)
            told += [
                f'{self.bank.path}: {address} refers to "#{anchor}", which {path.name} lacks' for anchor in missing
            ]
        if told:
            more = f" ({len(told) - 1} more)" if len(told) > 1 else ""
            self.desk.err.lines([[(f"{told[0]}{more}; all else is shown. Run: {lint_command(path.parent)}", "")]])

    @property
    def minutes(self) -> int:
        """How long reading takes, at 200 words a minute."""
        return max(1, round(words(self.reading.blocks) / WORDS_A_MINUTE))

    @property
    def place(self) -> str:
        """The anchor where reading stopped last time; "" at the beginning or the end."""
        place = self.desk.store.progress.readings.get(self.bank.section.address, {}).get("place", "")
        return place if place in self.reading.anchors else ""

    def heading(self, name: str) -> Heading:
        """The heading that a word means; raises UsageError with the nearest."""
        found = self.reading.named(name)
        if len(found) == 1:
            return found[0]
        title = self.bank.section.address
        if found:
            hint = f"Name one: {', '.join(heading.anchor for heading in found[:9])}."
            raise UsageError("ambiguous-part", f'"{name}" is part of several headings of {title}', hint)
        near = ", ".join(self.reading.near(name))
        hint = f"Nearest: {near}." if near else "It has no headings."
        raise UsageError("unknown-part", f'the reading of {title} has no heading "{name}"', hint)

    @cached_property
    def below(self) -> Mapping[str, Line]:
        """What stands under each heading: how many questions it has, and how well they are known."""
        if not self.state:
            return {}
        from aiinfra_study.core.mastery import standing

        rows = self.desk.store.progress.questions
        found: dict[str, list[Mapping[str, Any] | None]] = {}
        for address, anchors in self._asked:
            for anchor in anchors:
                found.setdefault(anchor, []).append(rows.get(address))
        return {anchor: [self._state(len(those), standing(those))] for anchor, those in found.items()}

    def _state(self, count: int, word: str) -> tuple[str, str]:
        glyphs = {"new": "·", "shaky": self.out.glyphs["half"], "solid": self.out.glyphs["right"]}
        sign = "" if self.desk.plain or self.out.spoken else f"{glyphs[word]} "
        style = {"new": "dim", "shaky": "half", "solid": "good"}[word]
        return f"{sign}{count} question{'s' * (count > 1)}, {word}", style

    @cached_property
    def _asked(self) -> list[tuple[str, list[str]]]:
        """The questions of the section, each with the anchors that it refers to here."""
        found = []
        for question in self.bank.questions():
            here = (ref.removeprefix(self.bank.section.address) for ref in question.refs)
            found.append((question.address, list(dict.fromkeys(ref[1:] for ref in here if ref.startswith("#")))))
        return found

    def page(self, width: int, part: str | None = None, enough: int | None = None) -> Page:
        """The reading, or one part of it, laid out; only its beginning where so many lines are `enough`."""
        reading = self.reading if part is None else self.reading.part(part)
        return lay_out(reading, min(width, self.widest), self._manner, enough)

    @cached_property
    def _manner(self) -> Manner:
        from aiinfra_study.ui.highlight import coloured, uncoloured

        return Manner(self.desk.plain, self._drawn, coloured if self.out.color else uncoloured, self.below)

    def _drawn(self, source: str, width: int) -> list[Line]:
        """A diagram; its source where it is beyond what can be drawn."""
        from aiinfra_study.core.diagram import read_diagram
        from aiinfra_study.core.graph import DiagramError
        from aiinfra_study.ui.diagram import draw

        try:
            diagram = read_diagram(source)
        except DiagramError as error:
            note = f"This diagram cannot be drawn here (its line {error.line}: {error.message}). Its source:"
            return [*wrap([(note, "dim")], min(width, 88)), *source_lines(source)]
        if self.desk.plain or not self.out.utf:  # boxes are drawn with signs that ASCII lacks
            return draw(diagram, width, plain=True)
        told = wrap([(diagram.description, "dim")], min(width, 88)) if diagram.description else []
        return [*draw(diagram, width), *told]

    def texts(self, lines: list[Line]) -> Iterator[str]:
        """Lines as they go to the stream; those of code as long as they are, with their tabs."""
        for line in lines:
            if isinstance(line, CodeLine):
                yield "".join(
                    "\t".join(map(self._encoded, text.split("\t"), [style] * len(text))) for text, style in line
                )
            else:
                yield from map(self.out.encoded, self.out.fitted([line]))

    def _encoded(self, text: str, style: str) -> str:
        return self.out.encoded([(text, style)]) if text else ""

    def print(self, lines: list[Line]) -> None:
        self.out.write("".join(f"{text}\n" for text in self.texts(lines)))

    def keep_place(self, place: str, *, finished: bool) -> None:
        self.desk.commit("read", section=self.bank.section.address, place=place, finished=finished)
