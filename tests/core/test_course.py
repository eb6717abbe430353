"""Courses: their order, their head file, and the ids that file names give."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aiinfra_study.core.course import CourseHead, in_order, natural, section_id
from aiinfra_study.core.course_file import MAX_LISTED, read_course
from aiinfra_study.core.problem import Problem
from aiinfra_study.store.yaml_document import read_yaml

from .reading import unmarked

COURSE = """\
format: 1
title: Zero to hero
description: All of it.
license: CC-BY-4.0
sources: [Rules of ML]
after: [linux-basics]
sections:
  - id: section-2
    week: 1
    lectures:
      - {number: 1, title: What an accelerator is}
      - {number: 2, title: First pods, kind: lab}
  - section-1
misconceptions:
  weights-decay: {belief: Weights change with use., contrast: Weights are stored constants.}
"""


def head(text: str | bytes) -> tuple[CourseHead, list[Problem]]:
    document = read_yaml(text if isinstance(text, bytes) else text.encode(), "course.yaml")
    return read_course(document.tree, document.source, document.problems), document.problems


def test_a_course_says_its_order_its_lectures_and_its_misconceptions() -> None:
    course, problems = head(COURSE)
    assert not problems
    assert (course.title, course.after) == ("Zero to hero", ("linux-basics",))
    assert course.order == ("section-2", "section-1")
    assert course.lectures["section-2"] == ((1, "What an accelerator is", "lecture"), (2, "First pods", "lab"))
    assert course.misconceptions["weights-decay"].contrast == "Weights are stored constants."


def test_everything_but_the_format_may_be_left_out() -> None:
    assert head("format: 1") == (CourseHead(), [])


@pytest.mark.parametrize(
    "text",
    [
        "⟦S202⟧",
        "⟦S202⟧title: x",
        "format: ⟦S203⟧2",
        "⟦S203⟧[format]",
        "format: 1\n⟦S201⟧tilte: x",
        "format: 1\nsections: [⟦S203⟧[x]]",
        "format: 1\nsections:⟦S203⟧\n",
        "format: 1\nsections: [a, ⟦S203⟧'']",
        "format: 1\nsections: [a, {id: ⟦S202⟧' '}]",
        "format: 1\nsections: [⟦S202⟧{week: 1}]",
        "format: 1\nsections: [{id: a, week: ⟦S203⟧soon}]",
        "format: 1\nsections: [{id: a, week: ⟦S203⟧" + "0" * 12 + "9" * 5000 + "}]",
        "format: 1\nsections: [{id: a, ⟦S201⟧weeks: 1}]",
        "format: 1\nsections: [{id: a, lectures: [⟦S203⟧x]}]",
        "format: 1\nsections: [{id: a, lectures: [⟦S202⟧{number: 1}]}]",
        "format: 1\nsections: [{id: a, lectures: [{number: ⟦S203⟧x, title: y}]}]",
        "format: 1\nsections: [{id: a, lectures: [{number: 1, title: y, kind: ⟦S203⟧talk}]}]",
        "format: 1\nmisconceptions: ⟦S203⟧[x]",
        "format: 1\nmisconceptions: {a: ⟦S203⟧x}",
        "format: 1\nmisconceptions: {a: ⟦S202⟧{belief: x}}",
        "format: 1\nmisconceptions: {a: ⟦S202⟧{contrast: x}}",
        "format: 1\ntitle: a\n⟦Y102⟧title: b",
    ],
)
def test_what_is_wrong_in_it_is_told_with_its_place(text: str) -> None:
    plain, expected = unmarked(text)
    _, problems = head(plain)
    assert sorted((p.mark.line, p.mark.column, p.rule) for p in problems) == expected


@pytest.mark.parametrize(
    ("head_of", "entry"),
    [("sections:", "section-{}"), ("sections:\n- id: a\n  lectures:", "{{number: {}, title: x}}")],
)
def test_so_many_sections_and_lectures_there_may_be(head_of: str, entry: str) -> None:
    def listed(count: int) -> tuple[CourseHead, list[Problem]]:
        return head(f"format: 1\n{head_of} [{', '.join(entry.format(n) for n in range(1, count + 1))}]")

    course, problems = listed(MAX_LISTED)
    assert not problems
    assert MAX_LISTED == 1000 == max(len(course.order), len(course.lectures.get("a", ())))
    course, (problem,) = listed(MAX_LISTED + 1)
    assert problem.rule == "S203"
    assert problem.message.startswith("more than 1000 ")
    assert not any((*course.lectures.values(), len(course.order) > 1))


def test_what_is_right_in_it_is_kept() -> None:
    course, problems = head(COURSE.replace("  - section-1", "  - [x]\n  - section-1").replace("week: 1", "week: one"))
    assert len(problems) == 2
    assert course.order == ("section-2", "section-1")
    assert course.lectures["section-2"]


@given(
    st.binary(max_size=80)
    | st.builds(
        lambda i, t: (COURSE[:i] + t + COURSE[i + 3 :]).encode(),
        st.integers(0, 400),
        st.text("x:[]{}\n -&*", max_size=3),
    )
)
def test_no_bytes_break_it(data: bytes) -> None:
    head(data)


@pytest.mark.parametrize(
    ("stem", "identity"),
    [("section-02", "section-2"), ("section-10", "section-10"), ("section-0", "section-0"), ("a-007-b-08", "a-7-b-8")],
)
def test_an_id_has_no_leading_zeros(stem: str, identity: str) -> None:
    assert section_id(stem) == identity


def test_names_are_ordered_as_people_order_them() -> None:
    names = ["section-10", "section-9", "section-2b", "section-2", "appendix", "section-2-10", "section-2-9", "1²", "²"]
    assert sorted(names, key=natural) == [
        "1²",
        "appendix",
        "section-2",
        "section-2-9",
        "section-2-10",
        "section-2b",
        "section-9",
        "section-10",
        "²",
    ]


@given(st.lists(st.text("ab-0123456789²٣") | st.text()))
def test_any_names_can_be_ordered(names: list[str]) -> None:
    assert [natural(name) for name in sorted(names, key=natural)] == sorted(map(natural, names))


@pytest.mark.parametrize(
    ("after", "ordered"),
    [
        ({}, []),
        ({"b": [], "a": []}, ["b", "a"]),
        ({"b": ["a"], "a": []}, ["a", "b"]),
        ({"d": ["b", "c"], "c": ["a"], "b": ["a"], "a": []}, ["a", "c", "b", "d"]),
        ({"b": ["elsewhere"], "a": ["b"]}, ["b", "a"]),
        ({"a": ["a"], "b": []}, ["a", "b"]),
        ({"b": ["a"], "a": ["b"], "c": ["a"]}, ["b", "a", "c"]),
    ],
)
def test_courses_come_behind_those_they_build_on(after: dict[str, list[str]], ordered: list[str]) -> None:
    """Else as given; what is not there, or the course itself, counts for nothing; a ring is broken at its beginning."""
    assert in_order(after) == ordered


names = st.sampled_from("abcdef")


@given(st.dictionaries(names, st.lists(names, max_size=3)))
def test_every_course_comes_once_and_late_enough_where_there_is_no_ring(after: dict[str, list[str]]) -> None:
    ordered = in_order(after)
    assert sorted(ordered) == sorted(after)

    def reaches(name: str, wanted: str, seen: tuple[str, ...] = ()) -> bool:
        steps = [before for before in after.get(name, ()) if before not in seen]
        return wanted in steps or any(reaches(before, wanted, (*seen, before)) for before in steps)

    for place, name in enumerate(ordered):
        for before in after[name]:
            if before in after and before != name and not any(reaches(one, one) for one in after):
                assert ordered.index(before) < place


def test_a_lecture_without_a_number_has_none() -> None:
    course, problems = head("format: 1\nsections: [{id: section-1, lectures: [{title: One}, {number: 2, title: Two}]}]")
    assert not problems
    assert [lecture.number for lecture in course.lectures["section-1"]] == [0, 2]


def test_a_lecture_that_is_none_hides_no_other() -> None:
    course, problems = head("format: 1\nsections: [{id: a, lectures: [x, {number: 2, title: Two}]}]")
    assert len(problems) == 1
    assert [lecture.number for lecture in course.lectures["a"]] == [2]
