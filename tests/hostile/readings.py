"""Readings and diagrams: Markdown and Mermaid, damaged and invented, laid out at many widths."""

from collections.abc import Iterator
from functools import cache
from random import Random
from typing import NamedTuple

from aiinfra_study.core.blocks import words
from aiinfra_study.core.diagram import read_diagram
from aiinfra_study.core.graph import DiagramError
from aiinfra_study.core.reading import read_reading
from aiinfra_study.store.files import as_text
from aiinfra_study.store.places import bundled
from aiinfra_study.ui.diagram import draw
from aiinfra_study.ui.highlight import coloured, uncoloured
from aiinfra_study.ui.layout import Line, line_width, wrap
from aiinfra_study.ui.reading import CodeLine, Manner, contents, lay_out, source_lines

from .harness import Target, controls, printed
from .nasty import damaged, encoded, flipped, fragment, text

WIDTHS = (20, 21, 33, 40, 79, 80, 88, 120, 200)
LANGUAGES = ("python", "bash", "yaml", "mermaid", "mermaid", "console", "", "c++", "json", "../x", "x" * 99, "{.py}")


class Page(NamedTuple):
    """The bytes of a reading, and how it is shown."""

    data: bytes
    width: int
    plain: bool
    colour: bool


class Drawing(NamedTuple):
    """The source of a diagram, and how it is shown."""

    source: str
    width: int
    plain: bool


# readings


@cache
def _blocks() -> tuple[str, ...]:
    """The pieces of the shipped readings that stand between empty lines."""
    pages = sorted((bundled() / "ai-fundamentals").glob("section-*.md"))
    return tuple(block for path in pages for block in path.read_text(encoding="utf-8").split("\n\n"))


def _invented(chance: Random) -> str:
    """A block of Markdown with nasty words in it."""
    said = text(chance, ("token", "cache", "**bold**", "`code`", "[a](#b)", "![x](y)", "{#here}", "\\|", "a|b"), 5)
    flat = said.replace("\n", " ")
    match chance.randrange(10):
        case 0:
            return f"{'#' * chance.randint(1, 7)} {said}"
        case 1:
            return "\n".join(
                f"{'  ' * chance.randrange(9)}{chance.choice(('-', '*', '1.', '9999999999.'))} {said}" for _ in "ab"
            )
        case 2:
            columns = chance.choice((1, 2, 3, 40))
            rows = "\n".join("|" + "|".join(flat for _ in range(columns)) + "|" for _ in range(chance.randint(0, 4)))
            return f"|{'a|' * columns}\n|{chance.choice(('---', ':-:', '-', ''))}|{'---|' * (columns - 1)}\n{rows}"
        case 3:
            inner = diagram(chance) if chance.random() < 0.3 else said
            return f"{chance.choice(('```', '~~~', '````'))}{chance.choice(LANGUAGES)}\n{inner}\n```"
        case 4:
            return "\n".join(f"{'> ' * chance.choice((1, 2, 9))}{said}" for _ in range(2))
        case 5:
            return f"> [!{chance.choice(('NOTE', 'TIP', 'WARNING', 'X'))}]\n> {said}"
        case 6:
            return f"<{said}>\n\n<!-- {said} -->"
        case 7:
            return f"[x]: {said}\n\n[x] [{said}]({said}) ![{said}]({said}) <http://{said}>"
        case 8:
            return f"    {said}\n\n---\n\n{said}\n==="
        case _:
            return said


def page(chance: Random) -> bytes:
    """The bytes of a reading."""
    blocks = [
        _invented(chance) if chance.random() < 0.4 else chance.choice(_blocks()) for _ in range(chance.randint(1, 7))
    ]
    return flipped(encoded(damaged("\n\n".join(blocks), chance), chance), chance, 0.1)


def make_page(chance: Random) -> Page:
    return Page(page(chance), chance.choice(WIDTHS), chance.random() < 0.3, chance.random() < 0.5)


def look_page(shown: Page) -> Iterator[str]:
    """Read a page and lay it out as `study` does."""
    reading = read_reading("section-01.md", as_text(shown.data))
    for problem in reading.problems:
        yield from controls(problem.message, allowed="")

    def drawn(source: str, width: int) -> list[Line]:
        return _shown(Drawing(source, width, shown.plain))

    below: dict[str, Line] = {anchor: [("3 questions", "dim")] for anchor in reading.anchors}
    manner = Manner(shown.plain, drawn, coloured if shown.colour else uncoloured, below)
    found = lay_out(reading, shown.width, manner)
    if any(not 0 <= at < len(found.lines) for at in found.starts.values()):
        yield "a heading stands outside the page"
    code = [[(part, style) for text, style in line for part in text.split("\t")] for line in found.lines if _code(line)]
    yield from printed([*code, *(line for line in found.lines if not _code(line))], shown.width)
    yield from printed(contents(reading, shown.width, below), shown.width, encoding="ascii")
    words(reading.blocks)
    for anchor in list(reading.anchors)[:3]:
        reading.part(anchor)
        reading.near(anchor)


def _code(line: Line) -> bool:
    return isinstance(line, CodeLine)


# diagrams

WORDS = ("token", "cache", "GPU", "a", "end", "of", "(x)", "p99", "subgraph", "模型", "#quot;", "<br/>", "a;b", "[*]")
PLAIN = ("token", "cache", "GPU", "of", "p99", "模型", "数据", "prefill", "v1.2")
LINKS = (
    *(
        "-->",
        "---",
        "-.->",
        "==>",
        "--x",
        "--o",
        "<-->",
        "-.-",
        "--->",
        "-- x -->",
        "-->|x|",
        "~~~",
        "-->|",
        "-- ",
        "--",
    ),
    *("===", "x--x", "o--o", "<-.->", "-->|a b|", "@-->", "&"),
)
SHAPES = (
    *('["{}"]', "[{}]", "({})", '(["{}"])', "[[{}]]", "[({})]", "(({}))", ">{}]", "{{{}}}", "{{{{{}}}}}", "[/{}/]"),
    *("[\\{}\\]", "((({})))", "[{}", "{}]", '["{}]', "@{{ shape: {} }}", ":::{}", ""),
)
EXTRA = (
    *("classDef x fill:#f00", "style n0 fill:#fff,stroke:#333", "linkStyle 0 stroke:red", "click n0 href 'http://x'"),
    *("%% comment", "%%{init: {'theme':'dark'}}%%", "accTitle: t", "accDescr { a\nb }", "direction LR", "class n0 x"),
    *("---", "title: x", "note right of n0 : x", "note left of n1\nx\nend note", "state n0 <<fork>>", "end", "}", "--"),
)


def diagram(chance: Random) -> str:
    """A flowchart or a state diagram, now and then with something outside the subset."""
    return _states(chance) if chance.random() < 0.35 else _flow(chance)


def _word(chance: Random) -> str:
    """A label: mostly one that can be drawn."""
    if chance.random() < 0.04:
        return fragment(chance)
    return " ".join(chance.choices(WORDS if chance.random() < 0.1 else PLAIN, k=chance.choice((1, 1, 2, 6))))


def _flow(chance: Random) -> str:
    heads = ("flowchart TD", "flowchart LR", "graph BT", "graph RL", "flowchart", "graph TD;")
    lines, opened, groups = [chance.choice(heads) if chance.random() < 0.98 else "pie"], 0, 0
    names = [f"n{number}" for number in range(chance.choice((1, 2, 4, 7, 12, 30)))]
    for _ in range(chance.choice((1, 2, 5, 9, 20))):
        roll = chance.random()
        a, b = chance.choice(names), chance.choice(names)
        if roll < 0.5:
            lines.append(f"{a} {chance.choice(LINKS[:11] if chance.random() < 0.97 else LINKS)} {b}")
        elif roll < 0.75:
            shape = chance.choice(SHAPES[:6] if chance.random() < 0.95 else SHAPES)
            lines.append(a + shape.replace("{}", _word(chance), 1))
        elif roll < 0.85:
            opened, groups = opened + 1, groups + 1
            lines.append(f"subgraph g{groups}{chance.choice(('', '[x y]', f' [{_word(chance)}]'))}")
        elif roll < 0.93 and opened:
            opened -= 1
            lines.append("end")
        elif roll > 0.96:
            lines.append(chance.choice(EXTRA))
    return "\n".join([*lines, *["end"] * (opened if chance.random() < 0.95 else 0)])


def _states(chance: Random) -> str:
    lines, opened = [chance.choice((*("stateDiagram-v2", "stateDiagram") * 20, "stateDiagram-v2 LR"))], 0
    names = [*(f"s{number}" for number in range(chance.choice((1, 3, 6, 12)))), "[*]"]
    for _ in range(chance.choice((1, 2, 5, 9, 20))):
        roll = chance.random()
        a, b = chance.choice(names), chance.choice(names)
        if roll < 0.6:
            lines.append(f"{a} --> {b}{chance.choice(('', '', f' : {_word(chance)}'))}")
        elif roll < 0.75:
            named = chance.choice(names[:-1])
            lines.append(chance.choice((f"{named} : {_word(chance)}", f'state "{_word(chance)}" as {named}')))
        elif roll < 0.85:
            opened += 1
            lines.append(f"state t{len(lines)} {{")
        elif roll < 0.95 and opened:
            opened -= 1
            lines.append("}")
        else:
            lines.append(chance.choice(EXTRA))
    return "\n".join([*lines, *["}"] * opened])


def make_drawing(chance: Random) -> Drawing:
    source = damaged(diagram(chance), chance, (0, 0, 0, 1, 2, 5))
    return Drawing(source, chance.randint(20, 120), chance.random() < 0.2)


def _shown(drawing: Drawing) -> list[Line]:
    """A diagram as `study` shows it; its source where it is beyond what can be drawn."""
    try:
        found = read_diagram(drawing.source)
    except DiagramError as error:
        note = f"This diagram cannot be drawn here (its line {error.line}: {error.message}). Its source:"
        return [*wrap([(note, "dim")], min(drawing.width, 88)), *source_lines(drawing.source)]
    return draw(found, drawing.width, plain=drawing.plain)


def look_drawing(drawing: Drawing) -> Iterator[str]:
    lines = _shown(drawing)
    yield from printed(
        [[(part, style) for text, style in line for part in text.split("\t")] for line in lines], drawing.width
    )
    wide = next((line for line in lines if not _code(line) and line_width(line) > drawing.width), None)
    if wide is not None:
        yield f"wider than {drawing.width}: {wide}"


TARGETS = (
    Target("reading", 15, make_page, look_page),
    Target("diagram", 60, make_drawing, look_drawing),
)
