"""output: what does this program print?"""

import pytest

from aiinfra_study.core.interaction import TextEntry

from ..reading import question, refused

LOOP = 'code: seq 3\noutput: "1\\n2\\n3"'


@pytest.mark.parametrize("said", ["1\n2\n3", "1\n2\n3\n", "\n1\n2\n3\n\n", "1  \n2\t\n3 ", "1\r\n2\r\n3"])
def test_space_at_the_ends_of_lines_and_text_does_not_count(said: str) -> None:
    assert question(LOOP).body.grade(said).credit == 1


@pytest.mark.parametrize("said", ["1 2 3", "1\n3\n2", "1\n2", "1\n\n2\n3", "1\n 2\n3", ""])
def test_other_output_earns_nothing(said: str) -> None:
    grade = question(LOOP).body.grade(said)
    assert (grade.credit, grade.slips, grade.near) == (0, 1, False)


def test_the_first_line_that_differs_is_named() -> None:
    body = question(LOOP).body
    assert body.grade("1\n3\n3").remarks[0][:2] == ("3", 'line 2 is the first that differs: it prints "2".')
    assert body.grade("1").remarks[0][:2] == ("1 line", "it prints 3 lines.")


def test_case_counts() -> None:
    assert question("output: True").body.grade("true").credit == 0


def test_lines_are_typed_recorded_and_shown_as_lines() -> None:
    posed = question(LOOP).posed(1)
    assert isinstance(posed.interaction, TextEntry)
    assert posed.interaction.lines
    assert posed.code == "seq 3"
    assert posed.body.record("1\n2") == "1\n2"
    assert posed.body.key_lines == ("1", "2", "3")


@pytest.mark.parametrize(
    "lines",
    ["id: q\nask: x\noutput: ⟦S202⟧''", "id: q\nask: x\noutput: ⟦S202⟧' '", "id: q\nask: x\noutput: ⟦S203⟧[a]"],
)
def test_what_cannot_be_asked_is_left_out_with_its_place(lines: str) -> None:
    refused(lines)
