"""Ids for questions that have none: which words they are made of, and where they are written."""

import pytest

from aiinfra_study.core.bank import read_section
from aiinfra_study.lint.ids import LONGEST, NEAR, ids_in, slug_of, unused, with_ids
from aiinfra_study.store.yaml_document import read_yaml


def named(questions: str, elsewhere: tuple[str, ...] = ()) -> str:
    """A bank after every edit that writes an id."""
    text = f"format: 1\nquestions:\n{questions}"
    document = read_yaml(text.encode(), "section-01.yaml")
    read = read_section(document.tree, document.source, document.problems, "course", "section-1")
    edits = [problem.edit for problem in with_ids(read.problems, document.source, elsewhere) if problem.edit]
    for edit in sorted(edits, reverse=True):
        text = text[: edit.start] + edit.text + text[edit.end :]
    return text.partition("questions:\n")[2]


@pytest.mark.parametrize(
    ("stem", "slug"),
    [
        ("Why GPUs?", "gpus"),
        ("Which link joins two GPUs of one node fastest, and why?", "link-joins-two-gpus-node"),
        ("Größe of cafés?", "grosse-cafes"),
        ("質問", "question"),
        ("", "question"),
        ("a" * LONGEST, "a" * LONGEST),
        ("a" * (LONGEST + 1), "a" * LONGEST),
        ("a" * (LONGEST - 1) + " bcd", "a" * (LONGEST - 1)),
    ],
)
def test_a_slug_is_made_of_the_first_words_that_carry_meaning(stem: str, slug: str) -> None:
    assert slug_of(stem) == slug


def test_a_slug_that_is_taken_gets_the_next_number() -> None:
    numbers: dict[str, int] = {}
    taken = {"gpus", "gpus-2"}
    assert unused("links", taken, numbers) == "links"
    for name in ("gpus-3", "gpus-4"):
        assert unused("gpus", taken, numbers) == name
        taken.add(name)


def test_ids_that_stand_in_a_file_are_found_however_they_are_written() -> None:
    assert ids_in("- id: a\n- {id: 'b-1', x: y}\n- {x: y, id: \"c\"}\n- grid: d\n- id:\n") == {"a", "b-1", "c"}


REST = "right: a\n    wrong: [b, c]\n"


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("  - ask: Why GPUs?\n    {}", "  - id: gpus\n    ask: Why GPUs?\n    {}"),
        ("  - {{ask: Why GPUs?, right: a, wrong: b}}\n", "  - {{id: gpus, ask: Why GPUs?, right: a, wrong: b}}\n"),
        ("  - {{ ask: Why GPUs?, right: a, wrong: b}}\n", "  - {{ id: gpus, ask: Why GPUs?, right: a, wrong: b}}\n"),
        ("  - ask: Why GPUs?\n    id:\n    {}", "  - ask: Why GPUs?\n    id: gpus\n    {}"),
        ("  - ask: Why GPUs?\n    id: ''  # later\n    {}", "  - ask: Why GPUs?\n    id: gpus  # later\n    {}"),
        ("  - ask: Why GPUs?\n\n    # so\n    id:\n    {}", "  - ask: Why GPUs?\n\n    # so\n    id: gpus\n    {}"),
        ("  - ask: Why GPUs?\n  # so\n    id:\n    {}", "  - ask: Why GPUs?\n  # so\n    id: gpus\n    {}"),
        (
            "  - ask: Why GPUs?\n    media:\n      path: a.png\n      alt: b\n    {}"
            "  - id:\n    ask: Why links?\n    {}",
            "  - id: gpus\n    ask: Why GPUs?\n    media:\n      path: a.png\n      alt: b\n    {}"
            "  - id: links\n    ask: Why links?\n    {}",
        ),
        ("  - ask: |\n      Why GPUs?\n    {}", "  - id: gpus\n    ask: |\n      Why GPUs?\n    {}"),
        ("  - claim: GPUs help.\n    truth: true\n", "  - id: gpus-help\n    claim: GPUs help.\n    truth: true\n"),
        (
            "  - right: a\n    wrong: b\n    ask: Why GPUs?\n",
            "  - id: gpus\n    right: a\n    wrong: b\n    ask: Why GPUs?\n",
        ),
    ],
)  # fmt: skip
def test_an_id_is_written_before_the_first_field_or_in_the_place_of_an_empty_one(before: str, after: str) -> None:
    assert named(before.format(REST, REST)) == after.format(REST, REST)


def test_no_id_is_written_twice_in_a_file_nor_one_that_stands_elsewhere() -> None:
    asked = f"  - ask: Why GPUs?\n    {REST}"
    text = named(asked * 3 + f"  - id: gpus-3\n    ask: x\n    {REST}", ("gpus",))
    assert [line.partition("id: ")[2] for line in text.splitlines() if "id: " in line] == [
        "gpus-2",
        "gpus-4",
        "gpus-5",
        "gpus-3",
    ]


def test_a_stem_far_from_the_beginning_of_its_question_names_nothing() -> None:
    far = "x" * NEAR
    assert "id: question\n" in named(f"  - right: {far}\n    wrong: b\n    ask: Why GPUs?\n")
