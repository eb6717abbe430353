"""Values of a bank and their places."""

import pytest

from aiinfra_study.core.fields import Fields, Source
from aiinfra_study.store.yaml_events import read_yaml

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
