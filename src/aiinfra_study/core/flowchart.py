"""Mermaid flowcharts: chains of nodes and links, subgraphs; what only styles is passed over."""

import re

from aiinfra_study.core.diagram_text import label_of
from aiinfra_study.core.graph import DiagramError, Edge, Sketch

_LINK_HELP = "Links are -->, ---, -.->, ==>, -->|text| and -- text -->."
# what opens a shape: what may close it, and the shape's name
_SHAPES = {
    "(((": {")))": "double-circle"},
    "([": {"])": "stadium"},
    "((": {"))": "circle"},
    "(-": {"-)": "ellipse"},
    "(": {")": "round"},
    "[[": {"]]": "subroutine"},
    "[(": {")]": "cylinder"},
    "[/": {"/]": "lean-right", "\\]": "trapezoid"},
    "[\\": {"\\]": "lean-left", "/]": "inverted-trapezoid"},
    "[": {"]": "rect"},
    "{{": {"}}": "hexagon"},
    "{": {"}": "diamond"},
    ">": {"]": "flag"},
}
_OPENERS = tuple(sorted(_SHAPES, key=len, reverse=True))
# names of `id@{ shape: … }` that say the same as brackets; the others are drawn as they are called
_NAMED = {
    **dict.fromkeys(("rect", "proc", "process", "rectangle"), "rect"),
    **dict.fromkeys(("rounded", "event"), "round"),
    **dict.fromkeys(("stadium", "pill", "terminal"), "stadium"),
    **dict.fromkeys(("diam", "diamond", "decision", "question"), "diamond"),
    **dict.fromkeys(("cyl", "cylinder", "database", "db"), "cylinder"),
    **dict.fromkeys(("hex", "hexagon", "prepare"), "hexagon"),
    **dict.fromkeys(("fr-rect", "subproc", "subprocess", "subroutine"), "subroutine"),
    **dict.fromkeys(("circ", "circle"), "circle"),
    **dict.fromkeys(("dbl-circ", "double-circle"), "double-circle"),
}
_MARKS = {"<": "arrow", ">": "arrow", "x": "cross", "o": "circle"}
_LINES = {"a": "solid", "b": "thick", "c": "dotted"}  # by the group of a link's pattern that matched

_SPACE = re.compile(r"[ \t]*")
_BETWEEN = re.compile(r"(?:[ \t\n;]|%%[^\n]*)*")
_REST = re.compile(r"[^\n;]*")
# quotes and entities may hold what would end it
_TITLE = re.compile(r'(?:"[^"\n]*"|#\w{1,32};|&(?:#\w{1,32}|amp|lt|gt|quot|apos|nbsp);|[^\n;"])*')
_AND = re.compile(r"[ \t]+&[ \t]+")
_ID = re.compile(r"\w+(?:[-.]\w+)*")
_EDGE_ID = re.compile(r"\w+@(?=[<xo]?[-=~])")
_INVISIBLE = re.compile(r"~~~+")
_LINK = re.compile(r"([<xo]?)(?:--+(?P<a>[-xo>])|==+(?P<b>[=xo>])|-?\.+-(?P<c>[xo>]?))")
_TEXT_LINK = re.compile(r"([<xo]?)(--|==|-\.)")
_TEXT_END = {
    "--": re.compile(r"--+(?P<a>[-xo>])"),
    "==": re.compile(r"==+(?P<b>[=xo>])"),
    "-.": re.compile(r"\.+-(?P<c>[xo>]?)"),
}
_PIPE = re.compile(r"[ \t]*\|([^|\n]*)\|")
_QUOTED = re.compile(r'[ \t]*("[^"]*")[ \t]*')
_BARE = re.compile(r'[^\n"()\[\]{}|]*')
_AT = re.compile(r'@\{((?:[^{}"]|"[^"]*")*)\}')
_FIELD = re.compile(r'(?<!\w)(\w+)\s*:\s*("[^"]*"|[^,\n]*)')
_CLASS = re.compile(r":::[\w,-]+")
_KEYWORD = re.compile(r"(subgraph|end|direction|classDef|class|style|linkStyle|click)(?![\w-]|[ \t]*(?:-[-.]|==))")
_TITLED = re.compile(r'(?:([^\s"\[\]]+)[ \t]*)?\[(.*)\]$|([^"\[\]]+)$|("[^"]*")$')


class Flowchart:
    """Reads statements from a place in the text to its end."""

    def __init__(self, text: str, at: int, direction: str) -> None:
        self.text = text
        self.at = at
        self.sketch = Sketch("flowchart", direction)
        self._seen = (0, 1)  # a place and its line: lines are counted once
        self._edge_ids: set[str] = set()

    @property
    def line(self) -> int:
        at, line = self._seen
        self._seen = (self.at, line + self.text.count("\n", at, self.at))
        return self._seen[1]

    def read(self) -> Sketch:
        while True:
            self._take(_BETWEEN)
            if self.at >= len(self.text):
                break
            keyword = self._maybe(_KEYWORD)
            if keyword:
                self._statement(keyword[1])
            else:
                self._chain()
        if len(self.sketch.frames) > 1:
            raise DiagramError(self.sketch.frames[-1].line, "This subgraph has no `end`", "Write `end` after it.")
        self.sketch.leave()
        return self.sketch

    def _statement(self, keyword: str) -> None:
        sketch, line = self.sketch, self.line
        if keyword == "end":
            if len(sketch.frames) == 1:
                raise DiagramError(line, "`end` ends no subgraph", "Remove it; a node may not be called `end`.")
            sketch.leave()
            self._finish()
        elif keyword == "subgraph":
            self._subgraph(self._take(_TITLE)[0].strip(), line)
        else:
            rest = self._take(_REST)[0].strip()
            if keyword == "direction":
                sketch.turn(rest, line)

    def _subgraph(self, rest: str, line: int) -> None:
        count = f"subgraph {len(self.sketch.groups) + 1}"
        match = _TITLED.match(rest)
        if not rest:
            self.sketch.begin(count, "", line)
        elif match is None:
            raise DiagramError(line, "The title of this subgraph cannot be read", 'Write `subgraph id["Title"]`.')
        elif match[3]:
            title = match[3].strip()
            self.sketch.begin(title if " " not in title else count, label_of(title), line)
        elif match[4]:
            self.sketch.begin(count, label_of(match[4]), line)
        else:
            self.sketch.begin(match[1] or count, label_of(match[2]), line)

    def _chain(self) -> None:
        """`A & B --> C -- text --> D`"""
        sources = self._nodes()
        while True:
            self._take(_SPACE)
            start = self.line
            link = self._link()
            if link is None:
                break
            self._take(_BETWEEN)
            targets = self._nodes()
            for source in sources if link.line != "none" else ():
                for target in targets:
                    self.sketch.link(link._replace(source=source, target=target), start)
            sources = targets
        self._finish()

    def _finish(self) -> None:
        """A statement is over: so must its line be, or a semicolon follows."""
        self._take(_SPACE)
        if self.at < len(self.text) and self.text[self.at] not in "\n;" and not self.text.startswith("%%", self.at):
            shown = label_of(self._take(_REST)[0])[:30]
            raise DiagramError(self.line, f'"{shown}" is neither a link nor the end of the statement', _LINK_HELP)

    def _nodes(self) -> list[str]:
        found = [self._node()]
        while self._maybe(_AND):
            found.append(self._node())
        return found

    def _node(self) -> str:
        match = self._maybe(_ID)
        if match is None:
            shown = label_of(self._take(_REST)[0])[:30]
            help = 'An id is a word; what is to be read goes into brackets: A["Read the prompt"].'
            raise DiagramError(self.line, f'"{shown}" is no node' if shown else "A node is missing here", help)
        id = match[0]
        if id == "end":
            raise DiagramError(self.line, "A node may not be called `end`", "Mermaid ends a subgraph there.")
        if id in self._edge_ids and self.text.startswith("@{", self.at):
            self._take(_AT)
            return id
        at = self._maybe(_AT)
        if at:
            fields = dict(_FIELD.findall(at[1]))
            shape = fields.get("shape", "").strip().strip('"')
            label = label_of(fields["label"]) if "label" in fields else None
            self.sketch.name(id, self.line, label, _NAMED.get(shape, "rect") if shape else None)
        else:
            self.sketch.name(id, self.line, *self._shape())
        self._maybe(_CLASS)
        return id

    def _shape(self) -> tuple[str | None, str | None]:
        """Label and shape of a node, where brackets follow its id."""
        opener = next((each for each in _OPENERS if self.text.startswith(each, self.at)), "")
        if not opener:
            return None, None
        line = self.line
        self.at += len(opener)
        quoted = _QUOTED.match(self.text, self.at)
        match = quoted or _BARE.match(self.text, self.at)
        assert match is not None
        raw = match[1] if quoted else match[0]
        end = match.end()
        for closer, shape in _SHAPES[opener].items():
            if self.text.startswith(closer, end):
                self.at = end + len(closer)
                return label_of(raw), shape
            if not quoted and raw.endswith(closer[0]) and self.text.startswith(closer[1:], end) and closer[1:]:
                self.at = end + len(closer) - 1  # the slash of [/text/], the dash of (-text-)
                return label_of(raw[:-1]), shape
        closers = " or ".join(_SHAPES[opener])
        help = f'Close it with {closers}; put a label with brackets or quotes in quotes: A["f(x)"].'
        raise DiagramError(line, f'The label behind "{opener}" is not closed, or has brackets in it', help)

    def _link(self) -> Edge | None:
        """The link that begins here, without its ends."""
        name = self._maybe(_EDGE_ID)
        if name:
            self._edge_ids.add(name[0][:-1])
        if self._maybe(_INVISIBLE):
            return Edge("", "", line="none")
        match = self._maybe(_LINK)
        if match:
            pipe = self._maybe(_PIPE)
            return self._edge(match[1], match, label_of(pipe[1]) if pipe else "")
        start = _TEXT_LINK.match(self.text, self.at)
        return self._texted(start) if start else None

    def _texted(self, start: re.Match[str]) -> Edge:
        """`-- text -->`: the end of the link is looked for on its line."""
        quoted = _QUOTED.match(self.text, start.end())
        begin = quoted.end() if quoted else start.end()
        stop = self.text.find("\n", start.end())
        end = _TEXT_END[start[2]].search(self.text, begin, len(self.text) if stop < 0 else stop)
        between = self.text[begin : end.start()] if end else ""
        if end is None or (quoted and between.strip()):
            raise DiagramError(self.line, f'The text of the link "{start[0]}" has no end', _LINK_HELP)
        self.at = end.end()
        return self._edge(start[1], end, label_of(quoted[1] if quoted else between))

    def _edge(self, tail: str, link: re.Match[str], label: str) -> Edge:
        kind, head = next((name, sign) for name, sign in link.groupdict().items() if sign is not None)
        return Edge("", "", label, _MARKS.get(head, ""), _MARKS.get(tail, ""), _LINES[kind])

    def _maybe(self, pattern: re.Pattern[str]) -> re.Match[str] | None:
        """Pass over what fits here, if something does."""
        match = pattern.match(self.text, self.at)
        if match:
            self.at = match.end()
        return match

    def _take(self, pattern: re.Pattern[str]) -> re.Match[str]:
        match = self._maybe(pattern)
        if match is None:
            raise DiagramError(self.line, "This cannot be read", _LINK_HELP)
        return match
