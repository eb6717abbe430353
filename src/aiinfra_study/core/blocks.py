"""A reading, and what it is made of: headings, paragraphs, code, tables, lists, quotations, each with its line."""

from collections.abc import Iterator, Sequence
from functools import cached_property
from typing import NamedTuple, TypeAlias

from aiinfra_study.core.problem import Problem
from aiinfra_study.core.text import nearest

Span: TypeAlias = tuple[str, str]  # text; style: "", code, strong, emphasis, link or break
Spans: TypeAlias = tuple[Span, ...]
BREAK: Span = ("", "break")  # a line ends here, whatever the width
CALL_OUTS = ("note", "tip", "important", "warning", "caution")


def plain(spans: Spans) -> str:
    """The text of spans."""
    return "".join(" " if span == BREAK else span[0] for span in spans)


class Heading(NamedTuple):
    """A heading; `line` counts from 1, `level` too."""

    level: int
    spans: Spans
    anchor: str
    line: int

    @property
    def text(self) -> str:
        return plain(self.spans)


class Paragraph(NamedTuple):
    spans: Spans
    line: int


class Fence(NamedTuple):
    """Code as it stands, or the source of a diagram; `line` is that of its opening fence."""

    language: str
    text: str
    line: int

    @property
    def is_diagram(self) -> bool:
        return self.language == "mermaid"


class Table(NamedTuple):
    head: tuple[Spans, ...]
    rows: tuple[tuple[Spans, ...], ...]
    line: int


class Listing(NamedTuple):
    """A list; `start` numbers its first item, None where the items have no numbers."""

    items: tuple[tuple["Block", ...], ...]
    start: int | None
    line: int


class Quote(NamedTuple):
    """A quotation, or a call-out where `kind` is one of CALL_OUTS."""

    kind: str
    blocks: tuple["Block", ...]
    line: int


class Divider(NamedTuple):
    line: int


Block: TypeAlias = Heading | Paragraph | Fence | Table | Listing | Quote | Divider


def fences(blocks: Sequence[Block]) -> Iterator[Fence]:
    """Every piece of code and every diagram, in lists and quotations too."""
    for block in blocks:
        if isinstance(block, Fence):
            yield block
        elif isinstance(block, Quote):
            yield from fences(block.blocks)
        elif isinstance(block, Listing):
            for item in block.items:
                yield from fences(item)


def words(blocks: Sequence[Block]) -> int:
    """How many words there are to read; code and diagrams count line by line as ten."""
    return sum(_words(block) for block in blocks)


def _words(block: Block) -> int:
    match block:
        case Heading(spans=spans) | Paragraph(spans=spans):
            return len(plain(spans).split())
        case Fence(text=text):
            return 10 * (text.count("\n") + 1)
        case Table(head=head, rows=rows):
            return sum(len(plain(cell).split()) for row in (head, *rows) for cell in row)
        case Listing(items=items):
            return sum(map(words, items))
        case Quote(blocks=blocks):
            return words(blocks)
        case Divider():
            return 0


class Reading:
    """The blocks of a reading in order, and the problems found on the way; `dangling` are links to places that are
    not there, each with its line."""

    def __init__(
        self,
        file: str,
        blocks: Sequence[Block],
        problems: Sequence[Problem] = (),
        dangling: Sequence[tuple[int, str]] = (),
    ) -> None:
        self.file = file
        self.blocks = tuple(blocks)
        self.problems = tuple(problems)
        self.dangling = tuple(dangling)

    @cached_property
    def headings(self) -> tuple[Heading, ...]:
        return tuple(block for block in self.blocks if isinstance(block, Heading))

    @cached_property
    def anchors(self) -> frozenset[str]:
        return frozenset(heading.anchor for heading in self.headings)

    def diagrams(self) -> Iterator[Fence]:
        """Every diagram, in lists and quotations too."""
        return (fence for fence in fences(self.blocks) if fence.is_diagram)

    def code(self) -> Iterator[Fence]:
        """Every piece of code, in lists and quotations too."""
        return (fence for fence in fences(self.blocks) if not fence.is_diagram)

    def part(self, anchor: str) -> "Reading":
        """The heading of an anchor with all below it, up to the next heading as high. KeyError: no such anchor."""
        for start, block in enumerate(self.blocks):
            if isinstance(block, Heading) and block.anchor == anchor:
                rest = enumerate(self.blocks[start + 1 :], start + 1)
                ends = (at for at, other in rest if isinstance(other, Heading) and other.level <= block.level)
                return Reading(self.file, self.blocks[start : next(ends, len(self.blocks))])
        raise KeyError(anchor)

    def named(self, name: str) -> list[Heading]:
        """The headings that a word means: the one of an anchor (with or without #), those of a whole title, else all
        that have it in title or anchor."""
        wanted = " ".join(name.split()).removeprefix("#").casefold()
        names = [(heading, heading.anchor.casefold(), heading.text.casefold()) for heading in self.headings]
        return (
            [heading for heading, anchor, _ in names if anchor == wanted][:1]
            or [heading for heading, _, title in names if title == wanted]
            or [heading for heading, anchor, title in names if wanted and (wanted in title or wanted in anchor)]
        )

    def near(self, name: str) -> list[str]:
        """The anchors nearest to a name, nearest first."""
        wanted = name.strip().removeprefix("#").lower().replace(" ", "-")[:80]
        return nearest(wanted, [heading.anchor for heading in self.headings], 5, 0.0)
