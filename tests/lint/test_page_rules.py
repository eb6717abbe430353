"""Rules on readings: what they find, and on which line of the page."""

from textwrap import dedent

import pytest

from aiinfra_study.core.problem import Problem
from aiinfra_study.lint import Wanted, lint

from .banks import bank, course_of

QUESTION = "- {id: one, ask: Which link is the faster?, right: NVLink, wrong: [PCIe, Ethernet]}"
BROKEN = "```mermaid\npie\n  accDescr: Halves.\n```"
BARE = "```mermaid\nflowchart LR\n  A --> B\n```"
TOLD = "```mermaid\nflowchart LR\n  accDescr: A leads to B.\n  A --> B\n```"


def page(*parts: str, codes: tuple[str, ...]) -> list[Problem]:
    text = "# A page\n\n" + "\n\n".join(map(dedent, parts)) + "\n"
    opened, files = course_of([bank(QUESTION)], readings={"section-01.md": text})
    return lint(opened, files, Wanted(select=codes))


def places(*parts: str, code: str) -> list[tuple[str, int]]:
    return [(problem.mark.file, problem.mark.line) for problem in page(*parts, codes=(code,))]


@pytest.mark.parametrize(
    ("parts", "lines"),
    [
        ((TOLD,), []),
        ((BROKEN,), [4]),
        ((TOLD, BROKEN, BROKEN), [10, 15]),
        (("```mermaid\nflowchart LR\n  accDescr: A leads.\n  A --> B\n  C[open\n```",), [7]),
    ],
)
def test_a_diagram_that_cannot_be_drawn_is_reported_where_it_breaks(parts: tuple[str, ...], lines: list[int]) -> None:
    found = page(*parts, codes=("D701",))
    assert [problem.mark.line for problem in found] == lines
    assert all(problem.level == "error" and problem.help and problem.mark.column == 1 for problem in found)


@pytest.mark.parametrize(
    ("parts", "lines"),
    [((TOLD,), []), ((BARE,), [3]), ((BROKEN, BARE), [8]), ((BARE, TOLD, BARE), [3, 14])],
)
def test_a_diagram_without_a_sentence_is_reported_whatever_stands_before_it(
    parts: tuple[str, ...], lines: list[int]
) -> None:
    assert places(*parts, code="D702") == [("section-01.md", line) for line in lines]


@pytest.mark.parametrize(("width", "lines"), [(76, []), (77, [5])])
def test_code_is_76_columns_wide_and_no_more(width: int, lines: list[int]) -> None:
    fence = f"```sh\nls\n{'x' * width}\n```"
    assert places(fence, code="D706") == [("section-01.md", line) for line in lines]
    if lines:
        (problem,) = page(fence, codes=("D706",))
        assert problem.message == "this line of code takes 77 columns, 76 fit"


def test_columns_are_those_of_a_terminal() -> None:
    assert places(f"```sh\n{'模' * 39}\n```", code="D706") == [("section-01.md", 4)]
    assert places(f"```sh\n{'模' * 38}\n```", code="D706") == []
