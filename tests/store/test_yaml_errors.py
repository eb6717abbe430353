"""Syntax errors of YAML: told where the author looks, and no other question is lost."""

import pytest

from aiinfra_study.store import yaml_events
from aiinfra_study.store.yaml_document import read_yaml
from aiinfra_study.store.yaml_errors import questions_of, without_lines, without_question

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


def test_what_is_shown_is_as_it_was_written_though_nothing_can_be_read() -> None:
    text = BANK.replace("format: 1", "title: [a")
    found = read_yaml(text.encode(), "bank.yaml")
    assert found.tree is None
    assert found.source.text == without_lines(text, [(2, 4)])
    assert found.source.shown == text


@pytest.mark.parametrize("more", ["x, y, z", "x, [y]", "x, y, []"])
def test_a_file_of_too_many_values_is_refused_whatever_is_one_too_many(
    monkeypatch: pytest.MonkeyPatch, more: str
) -> None:
    monkeypatch.setattr(yaml_events, "MAX_CELLS", 2)
    assert [problem.rule for problem in read_yaml(f"[{more}]".encode(), "bank.yaml").problems] == ["Y103"]
