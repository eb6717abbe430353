"""short: a text or a command to type."""

import pytest

from aiinfra_study.core.kinds.short import MAX_ACCEPTED, Kind

from ..reading import bank, question, read, refused

CORDON = "answer: [kubectl cordon gpu-1, kubectl cordon node/gpu-1]\nmatch_as: command"


def test_an_accepted_text_earns_all_a_near_miss_half_and_another_nothing() -> None:
    body = question("answer: [toleration, pod toleration]").body
    said = ("Toleration", "pod toleration", "tolaration", "taint")
    assert [body.grade(text).credit for text in said] == [1, 1, 0.5, 0]
    near = body.grade("tolaration")
    assert (near.slips, near.near, near.correct) == (1, True, False)
    assert near.remarks[0].why == 'check the spelling: "toleration".'


def test_a_near_miss_names_the_text_that_was_meant() -> None:
    near = question("answer: [architecture, compute capability]").body.grade("compute capabilty")
    assert near.remarks[0].why == 'check the spelling: "compute capability".'


@pytest.mark.parametrize(
    ("match_as", "said", "credit"),
    [
        ("text", "KUBECTL CORDON", 1),
        ("exact", "KUBECTL CORDON", 0),
        ("exact", "kubectl  cordon", 0),
        ("command", "kubectl  cordon", 1),
        ("command", "kubectl cordom", 0),
    ],
)
def test_match_as_says_how_to_compare(match_as: str, said: str, credit: float) -> None:
    assert question(f"answer: kubectl cordon\nmatch_as: {match_as}").body.grade(said).credit == credit


def test_the_record_is_the_typed_text_and_the_key_the_first_accepted() -> None:
    body = question(CORDON).body
    assert body.record(" kubectl cordon x ") == " kubectl cordon x "
    assert body.key_lines == ("kubectl cordon gpu-1",)


def test_a_text_that_is_none_of_its_kind_is_quoted_as_far_as_it_is_short() -> None:
    (problem,) = read(bank(f"id: q\nask: x\nanswer: {'x' * 61}\nmatch_as: number")).problems
    assert problem.message == f'"{"x" * 60}" is not a number'


def test_so_many_texts_may_be_accepted() -> None:
    listed = ", ".join(f"a{number}" for number in range(MAX_ACCEPTED))
    assert question(f"answer: [{listed}]").body.grade(f"a{MAX_ACCEPTED - 1}").correct


def test_an_answer_of_digits_or_yes_is_text() -> None:
    assert question("answer: 017").body.key_lines == ("017",)
    assert question("answer: no").body.key_lines == ("no",)


@pytest.mark.parametrize(
    "lines",
    [
        "id: q\nask: x\nanswer: ⟦S202⟧[]",
        "id: q\nask: x\nanswer: ⟦S202⟧''",
        "id: q\nask: x\nanswer: ⟦S202⟧[a, ' ']",
        "id: q\nask: x\nanswer: ⟦S203⟧{a: b}",
        "id: q\nask: x\nanswer: ⟦S203⟧[a, [b]]",
        "id: q\nask: x\nanswer: a\nmatch_as: ⟦S203⟧regex",
        "id: q\nask: x\nanswer: ⟦S203⟧a thousand\nmatch_as: number",
        "id: q\nask: x\nanswer: ⟦S203⟧[" + ", ".join(f"a{n}" for n in range(MAX_ACCEPTED + 1)) + "]",
        "id: q\nask: x\nanswer: ⟦S203⟧echo 'open\nmatch_as: command",
    ],
)
def test_what_nobody_could_get_right_is_left_out_with_its_place(lines: str) -> None:
    refused(lines)


def test_a_text_is_typed_on_one_line() -> None:
    assert not question(CORDON).posed(1).interaction.lines  # type: ignore[union-attr]


def test_an_editor_takes_a_list_of_one_text_as_the_reader_does() -> None:
    assert question("answer: [taint]").body == question("answer: taint").body
    checker = pytest.importorskip("jsonschema").Draft7Validator(Kind.SCHEMA["answer"])
    assert [checker.is_valid(answer) for answer in ("taint", ["taint"], [], [" "])] == [True, True, False, False]
