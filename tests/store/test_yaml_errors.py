"""Syntax errors of YAML: told where the author looks, and no other question is lost."""

import pytest

from aiinfra_study.store.yaml_errors import questions_of, without_lines, without_question
from aiinfra_study.store.yaml_events import read_yaml

BANK = "format: 1\nquestions:\n  - id: a\n    ask: [Why?\n  - id: b\n    ask: How?\n  - id: c\n    ask: Who?"


@pytest.mark.parametrize("end", ["", "\n", "\n\n# the end\n"])
def test_an_error_at_the_end_of_a_question_is_told_in_that_question(end: str) -> None:
    found = read_yaml((BANK + end).encode(), "bank.yaml")
    assert [(problem.rule, problem.mark.line) for problem in found.problems] == [("Y101", 4)]
    assert isinstance(found.tree, dict)
    assert found.tree["questions"] == [{"id": "b", "ask": "How?"}, {"id": "c", "ask": "Who?"}]


def test_a_question_goes_from_its_dash_to_the_next() -> None:
    assert questions_of(BANK) == [(2, 4), (4, 6), (6, 8)]
    assert questions_of("questions: []\n") == []


@pytest.mark.parametrize(("line", "blank"), [(3, (2, 4)), (4, (2, 4)), (5, (4, 6)), (8, (6, 8)), (99, (6, 8))])
def test_the_question_around_a_line_is_made_blank_and_the_rest_stays_where_it_is(
    line: int, blank: tuple[int, int]
) -> None:
    after = without_question(BANK, line)
    assert after == without_lines(BANK, [blank])
    assert after is not None
    assert [len(each) for each in after.split("\n")] == [len(each) for each in BANK.split("\n")]


@pytest.mark.parametrize("line", [1, 2])
def test_before_the_first_question_there_is_none(line: int) -> None:
    assert without_question(BANK, line) is None
