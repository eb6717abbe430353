"""Text that a ` #` cuts off."""

from bisect import bisect_right
from collections.abc import Container, Iterator
from typing import NamedTuple

from aiinfra_study.core.problem import Edit
from aiinfra_study.core.source import Map, Source, Tree
from aiinfra_study.lint.item import Item, LintBank
from aiinfra_study.lint.patterns import pattern
from aiinfra_study.lint.rule import Found, rule
from aiinfra_study.lint.words import listed

# fields that hold a name, a number or a word of the format: behind them a # begins a comment
NOT_TEXT = listed(
    "format section draw rationale version license id objective lectures level tags family use rev points partial"
    " confidence as_of keep_order truth number unit accept given match_as misconception path"
)
_STYLED = ('"', "'", "|", ">")  # how a text begins that no # can cut
_REMARK = pattern(r"\s*(?:aiinfra:|(?:TODO|FIXME|XXX|HACK|TBD|NOTE|NB|noqa|nosec|yamllint|prettier|cspell|vale)\b)")
_ENDS = (".", "?", "!")


class _Hash(NamedTuple):
    """A ` #` behind unquoted text: where the text and the sign stand, and where the text would end
    without it."""

    start: int
    at: int
    end: int


@rule("Y104", "text-cut-by-hash", "warning", "bank")
def text_cut_by_hash(bank: LintBank) -> Iterator[tuple[Item | None, Found]]:
    """Unquoted text is cut off at a space and a #.

    To YAML a # behind a space begins a comment, so `C # x` is read as `C`, and nobody is told (PyYAML, measured). What
    is lost cannot be told from a comment for certain, so this rule looks at fields of prose only, and takes the rest of
    the line for a comment where authors mark one: two spaces or a tab before the # (yamllint asks for two spaces), a
    space behind it after a complete sentence, TODO and its like, and `# aiinfra: ignore[...]`. `lint --fix` puts the
    whole text in quotes.

    Fails:
        - id: nccl-hang
          ask: A job hangs in its first all-reduce. Which rank do you look at, going by issue #1 of the run book?
          right: The rank that logs last
          wrong: [Rank 0, The rank that logs first]

    Passes:
        - id: nccl-hang
          ask: "A job hangs in its first all-reduce. Which rank do you look at, going by issue #1 of the run book?"
          right: The rank that logs last  # or the one that never logs
          wrong: [Rank 0, The rank that logs first]
    """
    tree = bank.tree
    if not isinstance(tree, Map):
        return
    hashes = _hashes(bank.source)
    if not hashes:
        return
    text = bank.source.text
    walk = _Walk(bank, hashes)
    walk.into(tree, tree.at - 1, prose=True)
    for found in walk.found:
        one = hashes[found.cell]
        if found.value and " ".join(text[one.start : one.at].split()) == " ".join(found.value.split()):
            lost, kept = _short(text[one.at : one.end]), _short(found.value, tail=True)
            message = f'YAML takes "{lost}" for a comment: the text ends in "{kept}"'
            help = "put the whole text in quotes; if a comment is meant, write two spaces before the #"
            yield found.item, Found(one.at, message, help, edit=None if found.in_flow else _quoting(text, one))


def _hashes(source: Source) -> dict[int, _Hash]:
    """The first # that seems to cut each unquoted text, by the cell of the text."""
    text, cells = source.text, source.cells
    found: dict[int, _Hash] = {}
    at = text.find(" #") + 1
    while at > 0:
        cell = bisect_right(cells, at) - 1
        start = cells[cell] if cell >= 0 else 0
        if cell >= 0 and text[start : start + 1] in _STYLED:  # nothing is cut before the next value
            end = cells[cell + 1] if cell + 1 < len(cells) else len(text)
        else:
            end = text.find("\n", at)
            end = len(text) if end < 0 else end
            if cell >= 0 and cell not in found and _cuts(text, at, end):
                found[cell] = _Hash(start, at, _text_end(text, at, end))
        at = text.find(" #", end) + 1
    return found


def _cuts(text: str, at: int, end: int) -> bool:
    """Whether a # and what stands behind it seem to belong to the text before it."""
    before = text[text.rfind("\n", 0, at) + 1 : at]
    if not before.strip() or before[-2:].isspace() or _REMARK.match(text, at + 1, end):
        return False
    spaced = text[at + 1 : at + 2] == " "
    return not (spaced and before.rstrip().endswith(_ENDS))


def _text_end(text: str, at: int, end: int) -> int:
    """Where the text ends that goes on at a #: at the end of the line, or before the first # that is a comment."""
    later = text.find(" #", at, end) + 1
    while later > 0 and _cuts(text, later, end):
        later = text.find(" #", later, end) + 1
    return at + len(text[at : later or end].rstrip())


class _Text(NamedTuple):
    """A value that is prose: its cell, its question, and whether it stands in brackets."""

    cell: int
    value: str
    item: Item | None
    in_flow: bool


class _Walk:
    """A walk over the values of a bank that counts their cells and keeps the wanted ones that are prose."""

    def __init__(self, bank: LintBank, wanted: Container[int]) -> None:
        self.text = bank.source.text
        self.cells = bank.source.cells
        self.items = {id(item.tree): item for item in bank.items}
        self.wanted = wanted
        self.found: list[_Text] = []

    def into(self, value: Tree, cell: int, item: Item | None = None, *, in_flow: bool = False, prose: bool) -> int:
        """Look at a value that begins at a cell; returns the cell after it."""
        if isinstance(value, str):
            if prose and cell in self.wanted:
                self.found.append(_Text(cell, value, item, in_flow))
            return cell + 1
        item = self.items.get(id(value), item)
        in_flow = in_flow or self.text[self.cells[cell] : self.cells[cell] + 1] in ("[", "{")
        cell += 1
        if isinstance(value, dict):
            for key, inner in value.items():
                cell = self.into(inner, cell + 1, item, in_flow=in_flow, prose=prose and key not in NOT_TEXT)
        else:
            for inner in value:
                cell = self.into(inner, cell, item, in_flow=in_flow, prose=prose)
        return cell


def _quoting(text: str, one: _Hash) -> Edit:
    """The whole text in quotes."""
    whole = text[one.start : one.end]
    if '"' in whole or "\\" in whole:
        return Edit(one.start, one.end, "'" + whole.replace("'", "''") + "'")
    return Edit(one.start, one.end, f'"{whole}"')


def _short(text: str, *, tail: bool = False) -> str:
    text = " ".join(text.split())
    if len(text) <= 40:
        return text
    return f"…{text[-39:]}" if tail else f"{text[:39]}…"
