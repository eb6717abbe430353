"""Diagrams on the screen: whatever their form, a reader gets every node, label, edge, group and note back."""

import os
import time
from collections import Counter
from io import BytesIO, TextIOWrapper
from pathlib import Path

import pytest

from aiinfra_study.core.diagram import read_diagram
from aiinfra_study.ui.diagram import draw
from aiinfra_study.ui.diagram.boxes import boxes
from aiinfra_study.ui.diagram.check import says
from aiinfra_study.ui.diagram.grid import TAKEN
from aiinfra_study.ui.diagram.measure import MAX_ROWS
from aiinfra_study.ui.diagram.outline import outline
from aiinfra_study.ui.diagram.words import sentences
from aiinfra_study.ui.layout import Line, line_width, plain
from aiinfra_study.ui.theme import Out

from .diagram_readers import Facts, Illegible, Screen, bare, find_boxes, read_boxes, read_outline, read_plain
from .diagrams import CASES, Case, doubled, expected
from .random_diagrams import random_case

WIDTHS = (120, 80, 40, 20)
BY_NAME = {case.name: case for case in CASES}
GOLDEN = Path(__file__).parents[1] / "golden"
WRITE = os.environ.get("AIINFRA_GOLDEN") == "write"
# no room in 80 columns and 60 rows, or labels that look like lines
OUTLINED = {"all-links", "arrows-in-labels"}
OUTLINED_AT_40 = OUTLINED | {"parallel", "lifecycle", "cluster", "shapes", "long-word", "complete"}

every_case = pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)


def rows(lines: list[Line]) -> list[str]:
    return [plain(line) for line in lines]


def without_notes(facts: Facts) -> Facts:
    return Counter({fact: count for fact, count in facts.items() if fact[0] != "note"})


def check(case: Case, width: int) -> None:
    """All three forms, as far as there are boxes, say what the case says."""
    diagram = read_diagram(case.source)
    want, same = expected(case), doubled(case)
    drawing = boxes(diagram, width)
    for lines, read, goal in (
        (outline(diagram, width), read_outline, want),
        (sentences(diagram, width), read_plain, want),
        (drawing, read_boxes, without_notes(want)),
    ):
        if lines is not None:
            assert all(line_width(line) <= width for line in lines)
            assert bare(read(rows(lines)), same) == goal, "\n".join(rows(lines))


@pytest.mark.parametrize("width", WIDTHS)
@every_case
def test_every_form_says_all_of_the_diagram_and_nothing_else(case: Case, width: int) -> None:
    check(case, width)


@pytest.mark.parametrize("seed", range(80))
def test_diagrams_made_by_chance_are_read_back_exactly(seed: int) -> None:
    case = random_case(seed)
    for width in WIDTHS:
        check(case, width)


@every_case
def test_most_diagrams_are_boxes(case: Case) -> None:
    """Which are not is listed, so that a change for the worse is seen."""
    diagram = read_diagram(case.source)
    assert (boxes(diagram, 80) is None) == (case.name in OUTLINED)
    assert (boxes(diagram, 40) is None) == (case.name in OUTLINED_AT_40)


@every_case
def test_the_drawing_shown_has_boxes_and_notes_or_the_outline(case: Case) -> None:
    diagram = read_diagram(case.source)._replace(title="", description="")
    for width in WIDTHS:
        shown = rows(draw(diagram, width))
        if boxes(diagram, width) is None:
            assert shown == rows(outline(diagram, width)) or shown == ["(an empty diagram)"]
        else:
            assert bare(read_boxes(shown), doubled(case)) == expected(case)
            assert len(shown) <= MAX_ROWS + 2 * len(case.notes) * (1 if width > 40 else 4)


@every_case
def test_words_that_fit_are_not_cut(case: Case) -> None:
    diagram = read_diagram(case.source)
    labels = " ".join([item.label for item in (*diagram.nodes, *diagram.edges, *diagram.groups)])
    for lines in (draw(diagram, 40), draw(diagram, 40, plain=True)):
        text = " ".join(rows(lines))
        assert [word for word in labels.split() if word.isascii() and len(word) < 16 and word not in text] == []


@every_case
def test_sentences_have_neither_arrows_nor_boxes(case: Case) -> None:
    diagram = read_diagram(case.source)
    labels = {character for item in (*diagram.nodes, *diagram.edges) for character in item.label}
    assert not (TAKEN - labels) & set("".join(rows(draw(diagram, 80, plain=True))))


@pytest.mark.parametrize("label", ["字" * 65_536, "é" * 65_536, "a word " * 9_362])
def test_a_label_of_any_length_is_shown_in_less_than_a_second_and_no_box_is_tried(label: str) -> None:
    begun = time.process_time()
    diagram = read_diagram(f"flowchart LR\n A[{label}] --> B[x]\n")
    assert boxes(diagram, 40) is None
    shown = "".join(rows(draw(diagram, 40)))
    assert time.process_time() - begun < 1
    assert shown.count(label[0]) >= label.count(label[0])


def test_a_description_opens_the_sentences_and_a_title_the_drawing() -> None:
    diagram = read_diagram("flowchart TD\n accTitle: Both\n accDescr: One leads to the other.\n A --> B")
    assert rows(draw(diagram, 80, plain=True))[:3] == ["Both", "One leads to the other.", "2 steps, 1 link."]
    assert rows(draw(diagram, 80))[0] == "Both"


def test_what_could_act_on_a_terminal_is_never_drawn() -> None:
    diagram = read_diagram(BY_NAME["escape"].source)
    for lines in (draw(diagram, 80), outline(diagram, 40), draw(diagram, 80, plain=True)):
        assert all(text.isprintable() for line in lines for text, _ in line)


@pytest.mark.parametrize("name", [name for name, case in BY_NAME.items() if case.source.isascii()])
def test_a_stream_without_unicode_gets_a_sign_of_one_cell_for_each(name: str) -> None:
    drawing = draw(read_diagram(BY_NAME[name].source), 80)
    stream = TextIOWrapper(BytesIO(), encoding="ascii")
    out = Out(stream, color=False, width=lambda: 80)
    encoded = [out.encoded(line) for line in drawing]
    assert [len(text) for text in encoded] == [line_width(line) for line in drawing]
    assert sum(text.count("?") for text in encoded) == sum(row.count("?") for row in rows(drawing))


@pytest.mark.parametrize("name", ["rag", "serving", "lifecycle", "nested", "few-links", "loops", "composite"])
def test_no_change_of_a_line_goes_unnoticed(name: str) -> None:
    """Every line cell and every head in turn is blanked or turned; both readers must say something else, or nothing."""
    case = BY_NAME[name]
    diagram = read_diagram(case.source)
    drawing = boxes(diagram, 80)
    assert drawing is not None
    good = rows(drawing)
    screen = Screen(good)
    list(find_boxes(screen))
    changed = 0
    for y, row in enumerate(good):
        for x, glyph in enumerate(row):
            if (x, y) in screen.owner and glyph not in "┬┴┼":
                continue  # a border; what it holds does not hang on one cell of it
            other = {"▼": "│", "▲": "│", "►": "─", "◄": "─", "┬": "─", "┴": "─", "┼": "│", "┘": "┐", "└": "┌"}.get(
                glyph
            )
            for new in filter(None, (other, " " if glyph in "▼▲►◄│─┆┄" else None)):
                bad = [*good[:y], row[:x] + new + row[x + 1 :], *good[y + 1 :]]
                changed += 1
                assert not says(bad, diagram), "\n".join(bad)
                assert not _reads_as(bad, case), "\n".join(bad)
    assert changed > 20


def test_arrows_that_change_places_are_noticed() -> None:
    diagram = read_diagram(BY_NAME["serving"].source)
    drawing = boxes(diagram, 80)
    assert drawing is not None
    text = "\n".join(rows(drawing))
    for old, new in (("yes", "no "), ("Batch: large", "Batch: small"), ("Streaming", "Edge")):
        assert old in text
        assert not says(text.replace(old, new, 1).split("\n"), diagram)


def _reads_as(bad: list[str], case: Case) -> bool:
    try:
        return bare(read_boxes(bad), doubled(case)) == without_notes(expected(case))
    except (Illegible, KeyError, IndexError):
        return False


def test_large_diagrams_become_outlines() -> None:
    lines = [f'n{i}["node {i}"] -- "edge {i}" --> n{(i * 7 + 3) % 500}' for i in range(500)]
    diagram = read_diagram("flowchart LR\n" + "\n".join(lines))
    facts = read_outline(rows(draw(diagram, 80)))
    assert sum(facts.values()) == 1000


@pytest.mark.parametrize(
    ("name", "width"),
    [("rag", 80), ("parallel", 80), ("serving", 80), ("lifecycle", 80), ("cluster", 80), ("nested", 40), ("notes", 80)],
)
def test_golden_pictures(name: str, width: int) -> None:
    text = "\n".join(rows(draw(read_diagram(BY_NAME[name].source), width))) + "\n"
    path = GOLDEN / f"diagram-{name}-{width}.txt"
    if WRITE:
        path.write_text(text, encoding="utf-8")
    assert path.read_text(encoding="utf-8") == text


@pytest.mark.parametrize("name", ["cluster", "lifecycle"])
def test_golden_outlines(name: str) -> None:
    diagram = read_diagram(BY_NAME[name].source)
    text = "\n".join([*rows(draw(diagram, 40)), "", *rows(draw(diagram, 40, plain=True))]) + "\n"
    path = GOLDEN / f"diagram-{name}-40.txt"
    if WRITE:
        path.write_text(text, encoding="utf-8")
    assert path.read_text(encoding="utf-8") == text
