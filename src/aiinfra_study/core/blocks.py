"""What a reading is made of: headings, paragraphs, code, tables, lists, quotations, each with its line."""

from collections.abc import Iterator, Sequence
from typing import NamedTuple, TypeAlias

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
