"""Values of a bank and their places."""

import pytest

from aiinfra_study.core.fields import MAX_MESSAGE, MAX_TOLD, Fields
from aiinfra_study.core.problem import Mark, Noted
from aiinfra_study.core.source import Source
from aiinfra_study.store.yaml_document import read_yaml

TEXT = """\
# a comment
one: first
two:
  - a
  - [b, {three: c}]
  - - d
"four": {five: "sechs", six: [], seven: e}
grün: ü after an umlaut
"""


def place(*path: str | int) -> tuple[int, int]:
    """Line and column of the value at a path."""
    document = read_yaml(TEXT.encode(), "f.yaml")
    tree = document.tree
    for step in path[:-1]:
        tree = tree[step]  # type: ignore[index]
    mark = document.source.mark((tree, path[-1]))  # type: ignore[arg-type]
    return mark.line, mark.column


@pytest.mark.parametrize(
    ("path", "where"),
    [
        (("one",), (2, 6)),
        (("two",), (4, 3)),
        (("two", 0), (4, 5)),
        (("two", 1), (5, 5)),
        (("two", 1, 0), (5, 6)),
        (("two", 1, 1), (5, 9)),
        (("two", 1, 1, "three"), (5, 17)),
        (("two", 2, 0), (6, 7)),
        (("four", "five"), (7, 16)),
        (("four", "six"), (7, 30)),
        (("four", "seven"), (7, 41)),
        (("grün",), (8, 7)),
    ],
)
def test_every_value_knows_its_line_and_column(path: tuple[str | int, ...], where: tuple[int, int]) -> None:
    """Columns count characters, not bytes."""
    assert place(*path) == where


def test_a_key_has_a_place_of_its_own() -> None:
    document = read_yaml(TEXT.encode(), "f.yaml")
    assert isinstance(document.tree, dict)
    assert document.source.mark(document.source.place_of_key(document.tree, "four")) == ("f.yaml", 7, 1)


def test_a_place_that_nobody_knows_is_the_beginning() -> None:
    assert str(Mark("f.yaml")) == "f.yaml:1:1"


def test_a_tree_without_places_stands_at_the_beginning() -> None:
    tree = {"draw": "many"}
    fields = Fields(tree, Source("f.json"), [])  # type: ignore[arg-type]
    fields.whole("draw", 0)
    assert str(fields.problems[0].mark) == "f.json:1:1"


@pytest.mark.parametrize("text", ["0", "6", "-1", "1.0", "many", "", "٣", "1" * 5000, "0" * 12 + "9" * 5000, "²"])
def test_a_whole_number_out_of_bounds_or_of_another_kind_is_refused(text: str) -> None:
    fields = Fields({"n": text}, Source("f"), [])
    assert fields.whole("n", 3, 1, 5) == 3
    assert [problem.rule for problem in fields.problems] == ["S203"]


@pytest.mark.parametrize(("text", "number"), [("1", 1), ("5", 5), ("05", 5)])
def test_a_whole_number_within_bounds_is_taken(text: str, number: int) -> None:
    fields = Fields({"n": text}, Source("f"), [])
    assert fields.whole("n", 3, 1, 5) == number
    assert not fields.problems


def test_a_whole_number_without_bounds_is_from_one_to_a_million() -> None:
    fields = Fields({"a": "1", "b": "1000000", "c": "0", "d": "1000001"}, Source("f"), [])
    assert [fields.whole(name, 7) for name in "abcd"] == [1, 1_000_000, 7, 7]
    assert len(fields.problems) == 2


def test_absent_fields_have_their_default() -> None:
    fields = Fields({}, Source("f"), [])
    assert fields.text("a") == ""
    assert fields.one_of("a", ("x",), "x") == "x"
    assert fields.texts("a") == ()
    assert fields.sub("a") is None
    assert list(fields.items("a")) == []
    assert not fields.problems


def test_the_help_names_every_word() -> None:
    fields = Fields({"a": "zzzz"}, Source("f"), [])
    assert fields.one_of("a", ("on", "off", "auto"), "on") == "on"
    assert fields.problems[0].help == "write a: on, off or auto"


def test_of_each_rule_so_many_are_told_and_the_rest_is_counted() -> None:
    fields = Fields({"a": "x"}, Source("f"), problems := Noted())
    for number in range(MAX_TOLD + 3):
        fields.wrong("a", "S203", f"problem {number}")
    fields.wrong("a", "S201", "another")
    for _ in range(MAX_TOLD + 2):
        fields.wrong("a", "S205", "an id")
    problems.tell_rest()
    told = [problem.message for problem in problems if problem.rule == "S203"]
    assert told == [
        *(f"problem {number}" for number in range(MAX_TOLD)),
        "and 3 more problems of this kind in this file",
    ]
    assert [problem.message for problem in problems if problem.rule == "S201"] == ["another"]
    assert sum(problem.rule == "S205" for problem in problems) == MAX_TOLD + 2, "--fix mends each of them"
    before = list(problems)
    problems.tell_rest()
    assert list(problems) == before, "the rest is told once"


def test_exactly_as_many_as_are_told_leave_no_rest() -> None:
    fields = Fields({"a": "x"}, Source("f"), problems := Noted())
    for _ in range(MAX_TOLD):
        fields.wrong("a", "S203", "x")
    problems.tell_rest()
    assert [problem.message for problem in problems] == ["x"] * MAX_TOLD


def test_problems_taken_over_count_together_with_those_there() -> None:
    some, others = Noted(), Noted()
    for problems, count in ((some, MAX_TOLD - 1), (others, MAX_TOLD + 5)):
        fields = Fields({"a": "x"}, Source("f"), problems)
        for _ in range(count):
            fields.wrong("a", "S203", "x")
    some.note_all(others)
    some.tell_rest()
    assert len(some) == MAX_TOLD + 1
    assert some[-1].message == f"and {MAX_TOLD + 4} more problems of this kind in this file"


def test_a_message_is_cut_at_its_greatest_length() -> None:
    fields = Fields({"a": "x"}, Source("f"), [])
    for length in (MAX_MESSAGE, MAX_MESSAGE + 1):
        fields.wrong("a", "S203", "x" * length)
    assert [problem.message for problem in fields.problems] == ["x" * MAX_MESSAGE, "x" * (MAX_MESSAGE - 1) + "…"]


def test_where_the_values_of_an_item_begin_and_end() -> None:
    document = read_yaml(TEXT.encode(), "f.yaml")
    listed = document.tree["two"]  # type: ignore[index]
    spans = [document.source.span(listed, at) for at in range(3)]
    assert [((a.line, a.column), (b.line, b.column)) for a, b in spans] == [
        ((4, 5), (4, 5)),
        ((5, 5), (5, 17)),
        ((6, 5), (6, 7)),
    ]
    assert document.source.span(["x"], 0) == (document.source.mark(0), document.source.mark(0))
