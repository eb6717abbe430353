"""Mermaid text becomes a diagram or an error with its line; nothing else ever comes of it."""

from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aiinfra_study.core.diagram import read_diagram
from aiinfra_study.core.graph import MAX_DEPTH, MAX_NODES, Diagram, DiagramError, Edge, Group, Node, Note
from aiinfra_study.core.text import clean


def flow(*lines: str) -> Diagram:
    return read_diagram("flowchart TD\n" + "\n".join(lines))


def outcome(source: str) -> tuple[Diagram | None, DiagramError | None]:
    try:
        return read_diagram(source), None
    except DiagramError as error:
        return None, error


def state(*lines: str) -> Diagram:
    return read_diagram("stateDiagram-v2\n" + "\n".join(lines))


@pytest.mark.parametrize(
    ("text", "shape"),
    [
        ("[a b]", "rect"),
        ("(a b)", "round"),
        ("([a b])", "stadium"),
        ("[[a b]]", "subroutine"),
        ("[(a b)]", "cylinder"),
        ("((a b))", "circle"),
        ("(((a b)))", "double-circle"),
        (">a b]", "flag"),
        ("{a b}", "diamond"),
        ("{{a b}}", "hexagon"),
        ("[/a b/]", "lean-right"),
        ("[\\a b\\]", "lean-left"),
        ("[/a b\\]", "trapezoid"),
        ("[\\a b/]", "inverted-trapezoid"),
        ("(-a b-)", "ellipse"),
        ('["a b"]', "rect"),
        ('{{"a b"}}', "hexagon"),
        ('[/"a b"/]', "lean-right"),
        ('@{ shape: diam, label: "a b" }', "diamond"),
        ("@{ label: a b, shape: nobody-knows }", "rect"),
    ],
)
def test_every_shape_has_its_name(text: str, shape: str) -> None:
    assert flow(f"x{text} --> y").nodes == (Node("x", "a b", shape), Node("y", "y"))


@pytest.mark.parametrize(
    ("link", "edge"),
    [
        ("-->", Edge("a", "b")),
        ("----->", Edge("a", "b")),
        ("---", Edge("a", "b", head="")),
        ("-.->", Edge("a", "b", line="dotted")),
        ("-..->", Edge("a", "b", line="dotted")),
        ("-.-", Edge("a", "b", head="", line="dotted")),
        ("==>", Edge("a", "b", line="thick")),
        ("===", Edge("a", "b", head="", line="thick")),
        ("--x", Edge("a", "b", head="cross")),
        ("--o", Edge("a", "b", head="circle")),
        ("<-->", Edge("a", "b", tail="arrow")),
        ("x--x", Edge("a", "b", head="cross", tail="cross")),
        ("o--o", Edge("a", "b", head="circle", tail="circle")),
        ("<==>", Edge("a", "b", tail="arrow", line="thick")),
        ("<-.->", Edge("a", "b", tail="arrow", line="dotted")),
        ("-->|yes, now|", Edge("a", "b", "yes, now")),
        ("--> |yes|", Edge("a", "b", "yes")),
        ("-- yes -->", Edge("a", "b", "yes")),
        ("--yes-->", Edge("a", "b", "yes")),
        ('-- "a --> b" -->', Edge("a", "b", "a --> b")),
        ("-- yes ---", Edge("a", "b", "yes", head="")),
        ("-. yes .->", Edge("a", "b", "yes", line="dotted")),
        ("== yes ==>", Edge("a", "b", "yes", line="thick")),
        ("<-- yes -->", Edge("a", "b", "yes", tail="arrow")),
        ("e1@-->", Edge("a", "b")),
    ],
)
def test_every_link_has_its_line_and_marks(link: str, edge: Edge) -> None:
    assert flow(f"a {link} b").edges == (edge,)
    assert flow(f"a[one] {link} b[two]").edges == (edge,)


def test_chains_and_lists_give_every_edge() -> None:
    edges = flow("a & b --> c --> d & e; e-->f").edges
    assert [edge.source + edge.target for edge in edges] == ["ac", "bc", "cd", "ce", "ef"]


def test_an_invisible_link_names_its_nodes_and_is_no_edge() -> None:
    diagram = flow("a ~~~ b")
    assert [node.id for node in diagram.nodes] == ["a", "b"]
    assert diagram.edges == ()


def test_a_later_label_wins_and_the_order_is_that_of_naming() -> None:
    assert flow("b --> a", "b[Bee]", "a[Ay]").nodes == (Node("b", "Bee"), Node("a", "Ay"))


@pytest.mark.parametrize(
    ("raw", "label"),
    [
        ('"say #quot;hi#quot;"', 'say "hi"'),
        ('"#35;1 #amp; 2 &lt;3"', "#1 & 2 <3"),
        ('"one<br/>two<BR>three\\nfour"', "one two three four"),
        ('"`**bold** and *soft*`"', "bold and soft"),
        ('"<b>bold</b> x &gt; y"', "bold x > y"),
        ('"a < b and c > d"', "a < b and c > d"),
        ('"two\nlines"', "two lines"),
        ('"#nosuch; &x"', "#nosuch; &x"),
        ('"red \x1b[31m"', "red ␛[31m"),
        ('"#27;x#8203;"', "x<U+200B>"),
        ('" "', "(blank)"),
        ("plain, with: signs; and = more", "plain, with: signs; and = more"),
        ('"`kubectl` runs"', "`kubectl` runs"),
    ],
)
def test_labels_are_words_that_cannot_act(raw: str, label: str) -> None:
    assert flow(f"a[{raw}]").nodes == (Node("a", label),)


def test_groups_hold_what_they_name_first() -> None:
    diagram = flow(
        "a --> b", 'subgraph one["The first"]', "a", "subgraph two [Inner]", "direction LR", "c", "end", "end",
        "subgraph three", "c --> d", "end", 'subgraph "With a title"', "e", "end", "a --> one",
    )  # fmt: skip
    assert {node.id: node.group for node in diagram.nodes} == {
        "a": "one", "b": "", "c": "two", "d": "three", "e": "subgraph 4",
    }  # fmt: skip
    assert diagram.groups == (
        Group("one", "The first"),
        Group("two", "Inner", "one", "LR"),
        Group("three", "three"),
        Group("subgraph 4", "With a title"),
    )
    assert diagram.edges[-1] == Edge("a", "one")


@pytest.mark.parametrize("title", ["one[A #amp; B]", "one [A &amp; B]", "one[A #38; B]", 'one["A & B"]'])
def test_an_entity_does_not_end_the_title_of_a_group(title: str) -> None:
    diagram = flow(f"subgraph {title}; a; end; b")
    assert diagram.groups == (Group("one", "A & B"),)
    assert {node.id: node.group for node in diagram.nodes} == {"a": "one", "b": ""}


def test_an_ampersand_that_begins_no_entity_ends_as_any_letter() -> None:
    assert flow("subgraph R&D; a; end").groups == (Group("R&D", "R&D"),)


@pytest.mark.parametrize(
    ("lines", "groups"),
    [
        ("subgraph one; two --> a; end; subgraph two; b; end", {"one": "", "two": "one"}),
        ("subgraph two; b; end; subgraph one; two; end", {"two": "one", "one": ""}),
        ("subgraph one; one; a; end", {"one": ""}),
        ("subgraph one; two; end; subgraph two; one; end", {"one": "two", "two": ""}),
        ("subgraph one; two; end; subgraph three; one; end; subgraph two; three; end",
         {"one": "three", "three": "two", "two": ""}),
        ("subgraph one; subgraph two; a; end; end; subgraph three; two; end", {"one": "", "two": "one", "three": ""}),
        ("subgraph; a; end; subgraph; b; end", {"subgraph 1": "", "subgraph 2": ""}),
        ("subgraph [A title]; a; end", {"subgraph 1": ""}),
        ("subgraph A title; a; end", {"subgraph 1": ""}),
    ],
)  # fmt: skip
def test_a_group_is_held_by_the_one_that_names_it_unless_in_a_circle(lines: str, groups: dict[str, str]) -> None:
    assert {group.id: group.parent for group in flow(lines).groups} == groups


def test_a_direction_outside_of_groups_is_that_of_the_diagram() -> None:
    assert flow("direction RL", "a").direction == "RL"
    diagram = flow("subgraph x", "direction BT", "a", "end")
    assert (diagram.direction, diagram.groups[0].direction) == ("TD", "BT")
    inner = state("state A {", "direction RL", "b", "}")
    assert (inner.direction, inner.groups[0].direction) == ("TD", "RL")


def test_what_is_said_of_a_link_by_its_id_is_passed_over() -> None:
    diagram = flow("a e1@--> b", "e1@{ animate: true }", "e2@{ shape: diam }")
    assert [node.id for node in diagram.nodes] == ["a", "b", "e2"]
    assert diagram.edges == (Edge("a", "b"),)


def test_a_diagram_has_so_many_nodes_and_no_more() -> None:
    lines = [f"n{number}" for number in range(MAX_NODES)]
    assert len(flow(*lines, "n0 --> n1").nodes) == MAX_NODES
    with pytest.raises(DiagramError, match="more than 5000 nodes") as caught:
        flow(*lines, "n0 --> one-more")
    assert caught.value.line == MAX_NODES + 2


def test_groups_are_nested_twenty_deep_and_no_deeper() -> None:
    opened = [f"subgraph g{depth}" for depth in range(MAX_DEPTH)]
    assert len(flow(*opened, "a", *["end"] * MAX_DEPTH).groups) == MAX_DEPTH


def test_what_only_styles_is_passed_over() -> None:
    diagram = flow(
        "%% nothing",
        '%%{init: {"theme":',
        '"dark"}}%%',
        "a:::hot --> b %% why",
        "classDef hot fill:#f00,stroke:#333",
        "class a,b hot",
        "style a fill:red",
        "linkStyle 0 stroke:red",
        'click a "https://x.org" _blank',
        "style --> end1",
    )
    assert [node.id for node in diagram.nodes] == ["a", "b", "style", "end1"]


def test_title_and_description() -> None:
    diagram = read_diagram("---\ntitle: Front\n---\ngraph LR\n accDescr {\n Two lines\n of it.\n }\n a --> b")
    assert (diagram.title, diagram.description, diagram.direction) == ("Front", "Two lines of it.", "LR")
    assert flow("accTitle: T: 1", "accDescr: D.", "a")[6:] == ("T: 1", "D.")


@pytest.mark.parametrize("word", ["TD", "TB", "BT", "LR", "RL", ">", "<", "^", "v"])
def test_directions(word: str) -> None:
    names = {"TB": "TD", "v": "TD", "^": "BT", ">": "LR", "<": "RL"}
    assert read_diagram(f"graph {word}; a-->b").direction == names.get(word, word)


def test_states_have_descriptions_starts_and_ends() -> None:
    diagram = state(
        "[*] --> A", "A : first", "A : and more", 'state "The long name" as B', "A --> B : go: now", "B --> [*]"
    )
    assert [node.label for node in diagram.nodes] == ["start", "first and more", "The long name", "end"]
    assert [node.shape for node in diagram.nodes] == ["start", "rect", "rect", "end"]
    assert diagram.edges[1] == Edge("A", "B", "go: now")


def test_a_description_is_added_to_one_before_and_never_to_an_id() -> None:
    diagram = state("A :", "A : one", "B : x", "state C {", "d", "}", "C : outer", "C : and more", "B :", "B : y")
    assert [(node.id, node.label) for node in diagram.nodes] == [("A", "one"), ("B", "x y"), ("d", "d")]
    assert [group.label for group in diagram.groups] == ["outer and more"]


@pytest.mark.parametrize(
    ("raw", "label"),
    [
        ("x #quot;y#quot;", 'x "y"'),
        ("x #quot;y#quot;;", 'x "y"'),
        ("x &lt;#35;", "x <#"),
        ("R&D;", "R&D"),
        ("x;", "x"),
        ("x ;;", "x"),
    ],
)
def test_an_entity_at_the_end_of_a_statement_keeps_its_semicolon(raw: str, label: str) -> None:
    diagram = state(f"A : {raw}", f"A --> B : {raw}")
    assert diagram.nodes[0].label == diagram.edges[0].label == label


def test_composite_states_are_groups_with_starts_of_their_own() -> None:
    diagram = state("[*] --> A", "state A {", "[*] --> b", "state C {", "d", "}", "}", "A: Outer")
    assert diagram.groups == (Group("A", "Outer"), Group("C", "C", "A"))
    assert [(node.label, node.group) for node in diagram.nodes] == [
        ("start", ""),
        ("start", "A"),
        ("b", "A"),
        ("d", "C"),
    ]


def test_regions_of_a_state_are_groups() -> None:
    diagram = state("state A {", "b --> c", "--", "d", "--", "e", "}", "f")
    assert [(group.label, group.parent) for group in diagram.groups] == [
        ("A", ""), ("region 1", "A"), ("region 2", "A"), ("region 3", "A"),
    ]  # fmt: skip
    assert [node.group for node in diagram.nodes] == [*["A region 1"] * 2, "A region 2", "A region 3", ""]


def test_a_state_within_a_region_is_held_by_the_region() -> None:
    diagram = state("state A {", "state B {", "c", "}", "d", "--", "state E {", "f", "}", "}", "state G {", "h", "}")
    assert {group.id: group.parent for group in diagram.groups} == {
        "A": "", "B": "A region 1", "A region 1": "A", "A region 2": "A", "E": "A region 2", "G": "",
    }  # fmt: skip
    assert {node.id: node.group for node in diagram.nodes} == {"c": "B", "d": "A region 1", "f": "E", "h": "G"}


def test_notes_forks_and_choices() -> None:
    diagram = state(
        "state f <<fork>>",
        "state c <<choice>>",
        "f --> c",
        "note right of f : one",
        "note left of c",
        " two",
        " lines",
        "end note",
        "direction LR",
    )
    assert diagram.notes == (Note("f", "one"), Note("c", "two lines"))
    assert [node.shape for node in diagram.nodes] == ["fork", "choice"]
    assert diagram.direction == "LR"


MANY = "&".join(f" a{i} " for i in range(200))


@pytest.mark.parametrize(
    ("source", "line", "words"),
    [
        ("", 1, "empty"),
        ("\n\n  \n", 1, "empty"),
        ("\npie title Pets", 2, '"pie title Pets"'),
        ("pie\ntitle Pets", 1, '"pie" begins no diagram'),
        ("flowchrt TD\na", 1, "begins no diagram"),
        ("flowchart XY\na", 1, "flowchart DIRECTION"),
        ("flowchart TD\na --> b\nc[open", 3, "not closed"),
        ("flowchart TD\na[f(x)]", 2, "not closed, or has brackets"),
        ('flowchart TD\na["open]\nb', 2, "not closed"),
        ("flowchart TD\n\na -->", 3, "missing"),
        ("flowchart TD\na b", 2, "neither a link"),
        ("flowchart TD\na -- text\nb", 2, "has no end"),
        ("flowchart TD\nsubgraph x\na", 2, "no `end`"),
        ("flowchart TD\na\nsubgraph b [c\nend", 3, "title of this subgraph"),
        ("flowchart TD\na x@--> b\nx@{ open", 3, "cannot be read"),
        ("stateDiagram-v2\na\n[*] : x", 3, "is described"),
        ("stateDiagram-v2\ndirection sideways", 2, '"sideways" is no direction'),
        ("flowchart TD\na\nend", 3, "ends no subgraph"),
        ("flowchart TD\na --> end", 2, "called `end`"),
        ("flowchart TD\nsubgraph a\nend\nsubgraph a\nend", 4, "two groups"),
        ("flowchart TD\ndirection sideways", 2, "no direction"),
        ("flowchart TD\n" + "subgraph x\n" * 3, 3, "two groups"),
        ("flowchart TD\n" + "".join(f"subgraph x{i}\n" for i in range(30)), 22, "nested"),
        (f"flowchart TD\n{MANY}-->{MANY}", 2, "edges"),
        ("stateDiagram-v2\na --> b\nwhat is this", 3, "no statement"),
        ("stateDiagram-v2\nstate a {\nb", 2, "no closing brace"),
        ("stateDiagram-v2\n}", 2, "closes no state"),
        ("stateDiagram-v2\n--", 2, "outside"),
        ("stateDiagram-v2\nnote right of a\nb", 2, "end note"),
        ("stateDiagram-v2\nstate a <<history>>", 2, "no kind of state"),
        ("stateDiagram-v2 LR\na", 1, "stands behind"),
        ("graph TD\n" + "x" * 300_000, 1, "longer than"),
    ],
)  # fmt: skip
def test_what_is_no_diagram_is_an_error_with_its_line(source: str, line: int, words: str) -> None:
    with pytest.raises(DiagramError, match=words.replace("[", r"\[")) as caught:
        read_diagram(source)
    assert caught.value.line == line
    assert caught.value.help
    assert str(caught.value) == f"line {line}: {caught.value.message}"


@pytest.mark.parametrize(
    ("word", "help"),
    [
        ("flowchrt", 'Did you mean "flowchart"?'),
        ("grap", 'Did you mean "graph"?'),
        ("stateDiagramm", 'Did you mean "stateDiagram-v2"?'),
        ("flowchart-el", 'Did you mean "flowchart"?'),
        ("pie", "Known are `flowchart`, `graph` and `stateDiagram-v2`."),
    ],
)
def test_a_word_that_begins_no_diagram_is_met_with_the_one_that_does(word: str, help: str) -> None:
    _, error = outcome(f"{word} TD\na")
    assert error
    assert error.help == help


PIECES = [
    "flowchart TD\n",
    "graph LR;",
    "stateDiagram-v2\n",
    "\n",
    " ",
    ";",
    "a",
    "b1",
    "end",
    "subgraph ",
    "[",
    "]",
    "(",
    ")",
    "{",
    "}",
    '"',
    "`",
    "|",
    "-->",
    "---",
    "--",
    "-.",
    ".->",
    "==",
    "==>",
    "<--",
    "--x",
    "~~~",
    "&",
    " & ",
    ":::",
    "@{",
    "e@",
    "%%",
    "%%{",
    "}%%",
    "direction LR",
    "accDescr",
    ":",
    "accTitle: x",
    "style ",
    "[*]",
    "state ",
    "note right of a",
    "end note",
    "<<fork>>",
    "#quot;",
    "&#27;",
    "<br/>",
    "\x1b",
    "\u202e",
    "模型",
    "---\ntitle: x\n---\n",
    ">",
    "/",
    "\\",
    "\t",
    "\r\n",
]


@given(st.lists(st.sampled_from(PIECES) | st.text(max_size=2), max_size=24).map("".join), st.sampled_from(PIECES[:3]))
def test_any_text_is_a_diagram_or_an_error(text: str, head: str) -> None:
    for source in (text, head + text):
        diagram, error = outcome(source)
        if error:
            assert 1 <= error.line <= source.count("\n") + source.count("\r") + 1
            assert error.message == clean(error.message)
        elif diagram:
            known = {item.id for item in (*diagram.nodes, *diagram.groups)}
            assert all(edge.source in known and edge.target in known for edge in diagram.edges)
            assert all(node.group in known or not node.group for node in diagram.nodes)
            assert all(item.label == clean(item.label) != "" for item in (*diagram.nodes, *diagram.groups))


@pytest.mark.parametrize(
    "piece",
    [
        "a -- ",
        "[",
        '"',
        "%%{",
        "a & ",
        "accDescr {",
        "a@{",
        "a --> ",
        "<b ",
        "**",
        "a|",
        "#",
        "---\n",
        "~~~ ",
        "{{",
        "`",
        "a-",
    ],
)
@pytest.mark.parametrize(
    "head", ["", "flowchart TD\n", "flowchart TD\na[", 'flowchart TD\na["', "stateDiagram-v2\n", "---\n"]
)
def test_no_text_takes_long(head: str, piece: str) -> None:
    """A parser that looks twice at what it has read would need minutes for these."""
    _, error = outcome(head + piece * (150_000 // len(piece)))
    assert error is None or len(error.message) < 200


@pytest.mark.parametrize(
    "source",
    [
        f"---\ntitle: a{' ' * 180_000}b\n---\nflowchart TD\na-->b",
        f"flowchart TD\na@{{ {'b' * 180_000} }}",
        f"flowchart TD\nsubgraph a{' ' * 180_000}b\nend",
        f"stateDiagram-v2\na{' ' * 180_000}--> b",
    ],
    ids=lambda source: source[:20].replace("\n", " "),
)
def test_a_source_made_to_be_slow_is_read(source: str) -> None:
    """The first two took minutes: each place of a long run was tried as its beginning."""
    with suppress(DiagramError):
        read_diagram(source)
