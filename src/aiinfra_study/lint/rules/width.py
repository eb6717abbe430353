"""What does not fit a terminal, or could be taken for its markup."""

from collections.abc import Iterator
from unicodedata import category, east_asian_width

from aiinfra_study.core.source import Place, Tree
from aiinfra_study.lint.item import Item
from aiinfra_study.lint.patterns import pattern
from aiinfra_study.lint.rule import Findings, Found, rule

COLUMNS = 76  # of a line of code: 80 less its indentation on the screen
OPTION = 240  # characters: three lines of 80 columns
TAB = 4  # columns, as the screen shows it
_MARKUP = pattern(r"(\\*)\[([a-z#/@][^\[\]]*)\]")  # rich.markup, RE_TAGS
_SHOWN = ("ask", "claim", "code", "because", "hint", "right", "wrong", "order", "match", "answer", "output", "slips")


@rule("T602", "markup-looks-real", "info", default=False)
def markup_looks_real(item: Item) -> Findings:
    """A text holds brackets that Rich would take for markup.

    `[batch, seq]` is eaten by a renderer in markup mode, `[/v1/chat]` makes it raise an exception, and `[link=...]`
    becomes a link (rich, measured). This program never shows bank text in that mode, so the rule is off; select it for
    banks that other programs show.

    Fails:
        - id: shape-of-logits
          ask: What shape have the logits of a language model?
          right: "[batch, seq, vocabulary]"
          wrong: ["[batch, vocabulary]", "[seq, hidden]"]

    Passes:
        - id: shape-of-logits
          ask: What shape have the logits of a language model?
          right: batch × seq × vocabulary
          wrong: [batch × vocabulary, seq × hidden]
    """
    for place, text in _texts(item.tree):
        if "[" in text and (match := next((m for m in _MARKUP.finditer(text) if len(m[1]) % 2 == 0), None)):
            message = f'"{match[0][-60:]}" looks like markup of Rich'
            yield Found(place, message, "write it without brackets, or put a backslash before the first")


def _texts(tree: dict[str, Tree]) -> Iterator[tuple[Place, str]]:
    """Every text of a question that a learner may see, with its place."""
    for key in _SHOWN:
        if key in tree:
            yield from _inside((tree, key), tree[key])


def _inside(place: Place, value: Tree) -> Iterator[tuple[Place, str]]:
    if isinstance(value, str):
        yield place, value
    elif isinstance(value, dict):
        for key, inner in value.items():
            yield from _inside((value, key), inner)
    else:
        for index, inner in enumerate(value):
            yield from _inside((value, index), inner)


@rule("T603", "too-wide", "warning")
def too_wide(item: Item) -> Findings:
    """A line of code is wider than 76 columns, or an option is longer than 240 characters.

    A terminal is 80 columns wide, and code that wraps loses the indentation that carries its meaning. An option of
    more than three such lines pushes the others off the screen, and they can no longer be compared. Wide characters
    count two columns, a tab up to four.

    Fails:
        - id: print-the-bubble
          ask: What does this print?
          code: |
            print(f"{(int(sum([4, 0])) - 1) / (8 + int(sum([4, 0])) - 1):.2f}", end="\\n", flush=True)
          output: "0.27"

    Passes:
        - id: print-the-bubble
          ask: What does this print?
          code: |
            stages, batches = 4, 8
            print(f"{(stages - 1) / (batches + stages - 1):.2f}")
          output: "0.27"
    """
    tree, question = item.tree, item.question
    for offer in item.offers:
        if len(offer.text) > OPTION and (length := len(offer.plain)) > OPTION:
            message = f"the option has {length} characters, more than {OPTION}"
            yield Found(offer.place, message, "keep what sets it apart, and move the rest to its why")
    if question.code:
        yield from _wide((tree, "code"), question.code)
    for key, text in (("ask", question.ask), ("because", question.because), ("hint", question.hint)):
        if "```" in text or "~~~" in text:
            yield from _wide((tree, key), "\n".join(_fenced(text)))


def _fenced(text: str) -> Iterator[str]:
    """The lines of fenced code, those outside as empty ones."""
    fence = ""
    for line in text.split("\n"):
        stripped = line.strip()
        edge = stripped[:3] if stripped.startswith(("```", "~~~")) else ""
        yield line if fence and edge != fence else ""
        if edge and edge == (fence or edge):
            fence = "" if fence else edge


def _wide(place: Place, code: str) -> Findings:
    """The widest line, where it is too wide."""
    if len(code) <= COLUMNS // TAB:  # a tab takes the most
        return
    widest, number = max((cells(line), -number) for number, line in enumerate(code.split("\n"), 1))
    if widest > COLUMNS:
        message = f"line {-number} of the code has {widest} columns, more than {COLUMNS}"
        yield Found(place, message, "break the line, or shorten its names")


def cells(line: str) -> int:
    """The columns that a line takes on a terminal."""
    line = line.expandtabs(TAB)
    if line.isascii():
        return len(line)
    return sum(map(_cells_of, line))


def _cells_of(character: str) -> int:
    if character < "\u0300":
        return 1
    if category(character) in ("Mn", "Me", "Cf"):
        return 0
    return 2 if east_asian_width(character) in ("W", "F") else 1
