"""Three readers that get a diagram back from what is on the screen: by following lines, by indentation, by sentences.

They share nothing with the code that draws. Each gives the facts of a diagram, as `facts` counts them.
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from unicodedata import combining, east_asian_width

Fact = tuple[object, ...]
Facts = Counter[Fact]


class Illegible(Exception):
    """Somebody who follows the lines gets lost."""


def squeezed(text: str) -> str:
    """A text without blanks: where a line was broken is not part of a label."""
    return "".join(text.split())


def edge(one: tuple[str, str], other: tuple[str, str], label: str, line: str) -> Fact:
    """An edge by its two ends, each a name and the mark there; which of them is the source follows from the marks."""
    ends = tuple(sorted((squeezed(name), mark) for name, mark in (one, other)))
    return "edge", ends, squeezed(label), line


def bare(facts: Facts, doubled: Iterable[str]) -> Facts:
    """The facts without the numbers that tell labels apart which several nodes have."""
    twice = {squeezed(label) for label in doubled}

    def unnumbered(name: str) -> str:
        match = re.fullmatch(r"(.+)\(\d+\)", name)
        return match[1] if match and match[1] in twice else name

    def cleared(value: object) -> object:
        if isinstance(value, tuple):
            return tuple(cleared(part) for part in value)
        return unnumbered(value) if isinstance(value, str) else value

    found: Facts = Counter()
    for fact, count in facts.items():
        new = cleared(fact)
        assert isinstance(new, tuple)
        if new[0] == "edge":
            new = ("edge", tuple(sorted(new[1])), *new[2:])
        found[new] += count
    return found


# --- boxes: a finger on the screen ------------------------------------------------------------------------------------

STEP = {"up": (0, -1), "down": (0, 1), "left": (-1, 0), "right": (1, 0)}
OPPOSITE = {"up": "down", "down": "up", "left": "right", "right": "left"}
OPEN = {
    "│": "up down", "┆": "up down", "║": "up down", "─": "left right", "┄": "left right", "═": "left right",
    "┌": "down right", "┐": "down left", "└": "up right", "┘": "up left",
    "╔": "down right", "╗": "down left", "╚": "up right", "╝": "up left",
    "├": "up down right", "┤": "up down left", "┬": "left right down", "┴": "left right up",
    "╠": "up down right", "╣": "up down left", "╦": "left right down", "╩": "left right up",
}  # fmt: skip
HEADS = {"▲": "up", "▼": "down", "◄": "left", "►": "right"}
LEAVES = {"┬": "down", "╤": "down", "┴": "up", "╧": "up", "├": "right", "╟": "right", "┤": "left", "╢": "left"}
STYLE = {"┆": "dotted", "┄": "dotted", "║": "thick", "═": "thick"}
TOP = re.compile(r"[┌╭╱╒╓╔][^┐╮╲╕╖╗]*[┐╮╲╕╖╗]")


class Screen:
    def __init__(self, rows: list[str]) -> None:
        self.rows: list[list[str]] = []
        for row in rows:
            cells: list[str] = []
            for character in row:
                if combining(character) and cells:
                    cells[-1] += character
                    continue
                cells.append(character)
                if east_asian_width(character) in "WF":
                    cells.append("")
            self.rows.append(cells)
        self.owner: dict[tuple[int, int], str] = {}  # border cells of nodes and frames
        self.framed: set[tuple[int, int]] = set()
        self.covered: set[tuple[int, int]] = set()  # all cells of nodes, titles of frames

    def at(self, x: int, y: int) -> str:
        return self.rows[y][x] if 0 <= y < len(self.rows) and 0 <= x < len(self.rows[y]) else " "


def read_boxes(rows: list[str]) -> Facts:
    """Follow every line from every end, cell by cell."""
    below = next((at for at, row in enumerate(rows) if row.startswith("Note on ")), len(rows))
    screen = Screen(rows[:below])
    facts: Facts = Counter(find_boxes(screen))
    facts.update(_note(text) for _, _, text in _entries(rows[below:], set()))
    journeys: Facts = Counter()
    for x, y, way, name, mark in list(_starts(screen)):
        ends = list(_walk(screen, x, y, way, "", "solid", 0))
        for end, end_mark, label, style in ends:
            if len(ends) == 1 or bool(mark) != bool(end_mark):
                if "\n" in label:
                    raise Illegible("two labels on one edge")
                journeys[edge((name, mark), (end, end_mark), label, style)] += 1
    for fact, count in journeys.items():
        if count % 2:
            raise Illegible("a line that leads there, and not back")
        facts[fact] += count // 2
    return facts


def find_boxes(screen: Screen) -> Iterator[Fact]:
    boxes = []
    for y, row in enumerate(screen.rows):
        for x, cell in enumerate(row):
            if cell in list("┌╭╱╒╓╔"):
                right = _right_end(screen, x, y)
                bottom = _bottom(screen, x, right, y) if right else 0
                if bottom:
                    boxes.append((x, y, right, bottom))
    boxes.sort(key=lambda box: -(box[2] - box[0]) * (box[3] - box[1]))
    frames: list[tuple[int, int, int, int, str]] = []
    for x, y, right, bottom in boxes:
        top = "".join(screen.at(c, y) for c in range(x + 1, right))
        title = re.search(r" (\S.*\S|\S) ", top)
        around = [frame for frame in frames if frame[0] < x and frame[1] < y and frame[2] > right and frame[3] > bottom]
        holder = around[-1][4] if around else ""
        name = title[1] if title else ""
        border = {(c, r) for c in range(x, right + 1) for r in (y, bottom)}
        border |= {(c, r) for r in range(y, bottom + 1) for c in (x, right)}
        if title:
            frames.append((x, y, right, bottom, name))
            screen.framed |= border
            start = x + 1 + len("".join(screen.at(c, y) or "" for c in range(x + 1, right))[: title.start()])
            screen.covered |= {(c, y) for c in range(start, right) if screen.at(c, y) not in list("─┼┬┴┐")}
            yield "group", squeezed(name), squeezed(holder)
        else:
            inner = ("".join(screen.at(c, r) for c in range(x + 1, right)) for r in range(y + 1, bottom))
            name = " ".join(inner)
            screen.covered |= {(c, r) for c in range(x, right + 1) for r in range(y, bottom + 1)}
            yield "node", squeezed(name), squeezed(holder)
        screen.owner.update(dict.fromkeys(border, name))


def _right_end(screen: Screen, x: int, y: int) -> int:
    """Where the upper border that begins here ends: at the next corner of its kind, whatever title stands in it."""
    corner = dict(zip("┌╭╱╒╓╔", "┐╮╲╕╖╗", strict=True))[screen.at(x, y)]
    for c in range(x + 1, len(screen.rows[y])):
        cell = screen.at(c, y)
        if cell == corner:
            return c
        if cell in list("┌│└┘╭╮╯╰▲▼◄►"):
            return 0
    return 0


def _bottom(screen: Screen, x: int, right: int, y: int) -> int:
    """Where both sides that begin in these corners end together, with a border between them."""
    for r in range(y + 1, len(screen.rows)):
        left, other = screen.at(x, r), screen.at(right, r)
        if left in list("└╰╲╘╙╚") and other in list("┘╯╱╛╜╝"):
            border = all(screen.at(c, r) in list("─═┬┴┼╤╧") for c in range(x + 1, right))
            return r if border and r > y + 1 else 0
        if left not in list("│║├┤┼╟╢") or other not in list("│║├┤┼╟╢"):
            return 0
    return 0


def _starts(screen: Screen) -> Iterator[tuple[int, int, str, str, str]]:
    """Every place where a line begins at a box: the first cell of the line, its way, the box and the mark there."""
    for (x, y), name in screen.owner.items():
        way = LEAVES.get(screen.at(x, y))
        if way and ((x, y) not in screen.framed or screen.at(x, y) in list("┬┴├┤")):
            yield x + STEP[way][0], y + STEP[way][1], way, name, ""
        for side, (dx, dy) in STEP.items():
            cell = screen.at(x + dx, y + dy)
            outside = (x + dx, y + dy) not in screen.covered and (x + dx, y + dy) not in screen.owner
            if outside and HEADS.get(cell) == OPPOSITE[side]:
                yield x + 2 * dx, y + 2 * dy, side, name, "arrow"
            elif outside and cell in ("×", "○") and _is_line(screen, x + 2 * dx, y + 2 * dy, side):
                yield x + 2 * dx, y + 2 * dy, side, name, {"×": "cross", "○": "circle"}[cell]


def _is_line(screen: Screen, x: int, y: int, way: str) -> bool:
    if (x, y) in screen.owner and screen.at(x, y) != "┼":
        return LEAVES.get(screen.at(x, y)) == OPPOSITE[way]
    return OPPOSITE[way] in OPEN.get(screen.at(x, y), "").split() or screen.at(x, y) == "┼"


def _walk(
    screen: Screen, x: int, y: int, way: str, label: str, style: str, steps: int
) -> Iterator[tuple[str, str, str, str]]:
    """All ends of a line that is entered at a cell: box, mark, the label met on the way, the kind of line."""
    if steps > 400:
        raise Illegible("a line without end")
    dx, dy = STEP[way]
    cell = screen.at(x, y)
    if (x, y) in screen.owner and not ((x, y) in screen.framed and cell == "┼"):
        if LEAVES.get(cell) != OPPOSITE[way]:
            raise Illegible(f"a line runs into {screen.owner[x, y]}")
        yield screen.owner[x, y], "", label, style
        return
    if cell == "┼":
        yield from _walk(screen, x + dx, y + dy, way, label, style, steps + 1)
    elif HEADS.get(cell) == way or cell in ("×", "○"):
        if (x + dx, y + dy) not in screen.owner:
            raise Illegible("a mark at nothing")
        mark = {"×": "cross", "○": "circle"}.get(cell, "arrow")
        yield screen.owner[x + dx, y + dy], mark, label, style
    elif cell in OPEN:
        ways = OPEN[cell].split()
        if OPPOSITE[way] not in ways:
            raise Illegible(f"a line that goes {way} meets {cell}")
        for onward in ways:
            if onward != OPPOSITE[way]:
                ax, ay = STEP[onward]
                yield from _walk(screen, x + ax, y + ay, onward, label, STYLE.get(cell, style), steps + 1)
    else:
        yield from _through_label(screen, x, y, way, label, style, steps)


def _through_label(
    screen: Screen, x: int, y: int, way: str, label: str, style: str, steps: int
) -> Iterator[tuple[str, str, str, str]]:
    """A line comes to words: they are its label, and it goes on behind them."""
    before = f"{label}\n" if label else ""  # on the way from one leg of a fork to another
    if way in ("left", "right"):
        dx = STEP[way][0]
        if screen.at(x, y) != " " or screen.at(x + dx, y) == " ":
            raise Illegible("a line breaks off")
        words = []
        x += dx
        while not (screen.at(x, y) == " " and (screen.at(x + dx, y) in OPEN or screen.at(x + dx, y) in HEADS)):
            words.append(screen.at(x, y))
            x += dx
            if len(words) > 300:
                raise Illegible("a label without end")
        text = "".join(words if dx > 0 else reversed(words))
        block = _rows_of_label(screen, x - dx, y)
        words_of = block if len(block) > len(squeezed(text)) else squeezed(text)
        yield from _walk(screen, x + dx, y, way, before + words_of, style, steps + 1)
        return
    block = _rows_of_label(screen, x, y)
    dy = STEP[way][1]
    while _in_words(screen, x, y):
        y += dy
    yield from _walk(screen, x, y, way, before + block, style, steps + 1)


def _in_words(screen: Screen, x: int, y: int) -> bool:
    """Whether a cell lies in a run of words: not between two blanks, nor on a line or a box."""

    def word(c: int) -> bool:
        cell = screen.at(c, y)
        return (cell != " " and cell not in OPEN and cell not in HEADS and cell not in "┼×○") or cell == ""

    if (x, y) in screen.covered or (x, y) in screen.owner:
        return False
    return word(x) or (screen.at(x, y) == " " and word(x - 1) and word(x + 1))


def _rows_of_label(screen: Screen, x: int, y: int) -> str:
    """The words of all rows of a label, found from one cell in it."""
    runs = {}
    for way in (-1, 1):
        r, low, high = y, x, x
        while True:
            spot = next((c for c in range(low, high + 1) if _in_words(screen, c, r)), None)
            if spot is None:
                break
            low = high = spot
            while _in_words(screen, low - 1, r):
                low -= 1
            while _in_words(screen, high + 1, r):
                high += 1
            runs[r] = "".join(screen.at(c, r) for c in range(low, high + 1))
            r += way
    return squeezed("".join(runs[r] for r in sorted(runs)))


# --- outline: indentation ---------------------------------------------------------------------------------------------

MARK = {"►": "arrow", "◄": "arrow", "×": "cross", "○": "circle", "": ""}
KIND = {"─": "solid", "┄": "dotted", "═": "thick"}
TEXT = r"(“(?:[^”]|””)*”|[^“”]*?)"
EDGE = re.compile(rf"([◄×○]?)([─┄═])(?: {TEXT} \2)?(►|×|○|\2) {TEXT}( ↺)?")


def unquoted(text: str) -> str:
    return text[1:-1].replace("””", "”") if text.startswith("“") and text.endswith("”") else text


def read_outline(rows: list[str]) -> Facts:
    """Indentation says what holds what and which edge leaves which node."""
    facts: Facts = Counter()
    scopes: list[tuple[int, str]] = [(0, "")]  # where the nodes of an open group begin, and its name
    stack: list[tuple[int, str]] = []  # connectors: their column and the name that stands there
    nodes: list[tuple[str, str]] = []
    groups: list[tuple[str, str]] = []
    ends: list[tuple[tuple[str, str], tuple[str, str], str, str]] = []
    pads = {0}
    for column, sign, text in _entries(rows, pads):
        if sign == "Note":
            facts[_note(text)] += 1
            continue
        if sign == "[":
            match = re.fullmatch(rf"\[{TEXT}\](?: in \[{TEXT}\])?", text)
            if not match:
                raise Illegible(text)
            while len(scopes) > 1 and (scopes[-1][0] > column if not match[2] else scopes[-1][1] != unquoted(match[2])):
                scopes.pop()
            groups.append((unquoted(match[1]), scopes[-1][1]))
            inner = column if match[2] else column + 2
            scopes.append((inner, unquoted(match[1])))
            stack = [(inner, unquoted(match[1]))]
            continue
        if sign == "•":
            nodes.append((unquoted(text), scopes[-1][1]))
            stack = [(column + 2, unquoted(text))]
            continue
        match = EDGE.fullmatch(text)
        if not match:
            raise Illegible(text)
        tail, line, label, head, target = match[1], match[2], match[3], match[4], unquoted(match[5])
        while stack and stack[-1][0] > column:
            stack.pop()
        if not stack or stack[-1][0] != column:
            raise Illegible(f"an edge of nothing: {text}")
        source = stack[-1][1]
        mark = "" if head == line else MARK[head]
        ends.append(((source, MARK[tail]), (target, mark), unquoted(label or ""), KIND[line]))
        if not match[6]:
            nodes.append((target, scopes[-1][1]))
        stack.append((column + 2, target))
    _place(facts, nodes, groups)
    for one, other, label, line in ends:
        facts[edge(one, other, label, line)] += 1
    return facts


def _place(facts: Facts, nodes: list[tuple[str, str]], groups: list[tuple[str, str]]) -> None:
    """Each node once, where it stands without ↺."""
    for name, holder in groups:
        facts["group", squeezed(name), squeezed(holder)] += 1
    for name, holder in {(squeezed(name), squeezed(holder)) for name, holder in nodes}:
        facts["node", name, holder] += 1


def _note(text: str) -> Fact:
    match = re.fullmatch(rf"{TEXT}: (.*)", text)
    assert match, text
    return "note", squeezed(unquoted(match[1])), squeezed(unquoted(match[2]))


def _entries(rows: list[str], pads: set[int]) -> list[tuple[int, str, str]]:
    """Rows joined into entries: the column of the sign, the sign, the text."""
    found: list[tuple[int, str, str]] = []
    for row in rows:
        match = re.match(r"([ │]*)(├|└|• |\[|Note on )?(.*)", row)
        assert match
        column, sign = len(match[1]), match[2]
        fits = sign in ("├", "└") or (sign and " │" and "│" not in match[1] and column in pads)
        if sign == "Note on ":
            fits = column == 0
        if not fits or (not sign and found):
            if not found:
                raise Illegible(row)
            last = found[-1]
            found[-1] = last[0], last[1], f"{last[2]} {row.lstrip(' │')}"
            continue
        text = match[3]
        if sign == "[":
            text = "[" + text
            pads.add(column + 2)
        found.append((column, sign.strip().split()[0], text))
    return found


# --- plain: sentences -------------------------------------------------------------------------------------------------

VERBS = {"leads to": ("arrow", ""), "is linked with": ("", ""), "goes both ways with": ("arrow", "arrow")}
NAMED = {"an arrow": "arrow", "a cross": "cross", "a circle": "circle", "nothing": ""}
VERB = re.compile(
    rf"{TEXT} (leads to|is linked with|goes both ways with"
    r"|(?:begins with (?P<tail>[a-z ]+?) and )?ends with (?P<head>[a-z ]+?) at): (?P<rest>.*)\."
)
ITEM = re.compile(rf"{TEXT}(?:, labelled {TEXT})?(?:, (dotted|thick))?$")


def read_plain(rows: list[str]) -> Facts:
    """Every line that is not indented begins a sentence."""
    facts: Facts = Counter()
    names: set[str] = set()
    groups: set[str] = set()
    holders: dict[str, str] = {}
    for sentence in re.sub(r"\n  ", " ", "\n".join(rows)).split("\n"):
        if match := re.fullmatch(rf"Group {TEXT} holds: (.*)\.", sentence):
            name = squeezed(unquoted(match[1]))
            groups.add(name)
            for item in [] if match[2] == "nothing" else _items(match[2]):
                held = squeezed(unquoted(item.removeprefix("group ")))
                holders[held] = name
                names.add(held)
        elif match := re.fullmatch(r"Alone: (.*)\.", sentence):
            names |= {squeezed(unquoted(item)) for item in _items(match[1])}
        elif match := re.match(rf"Note on {TEXT}: (.*)", sentence):
            facts[_note(sentence.removeprefix("Note on "))] += 1
        elif match := VERB.fullmatch(sentence):
            head, tail = VERBS.get(match[2], ("", ""))
            if match["head"]:
                head, tail = NAMED[match["head"]], NAMED[match["tail"] or "nothing"]
            for item in _items(match["rest"]):
                found = ITEM.match(item)
                assert found, item
                target, label, line = unquoted(found[1]), unquoted(found[2] or ""), found[3] or "solid"
                facts[edge((unquoted(match[1]), tail), (target, head), label, line)] += 1
                names |= {squeezed(unquoted(match[1])), squeezed(target)}
        elif sentence != "The diagram is empty." and not re.fullmatch(r"(?:\d+ [a-z]+(?:, )?)+\.", sentence):
            raise Illegible(sentence)
    for name in names | groups:
        facts["group" if name in groups else "node", squeezed(name), squeezed(holders.get(name, ""))] += 1
    return facts


def _items(text: str) -> list[str]:
    """What semicolons part, but not those inside quotes."""
    return re.findall(r"(?:“(?:[^”]|””)*”|[^;“])+", text.replace("; ", ";"))
