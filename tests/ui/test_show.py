"""Question and feedback as lines: never too wide, and the feedback says all it must."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from aiinfra_study.core.interaction import Grade, Remark, Response
from aiinfra_study.ui.layout import Line, line_width, plain
from aiinfra_study.ui.show import feedback_lines, question_lines

from .laboratory import IDS, LONG_OPTIONS, WIDE_OPTIONS, posed

GLYPHS = {"right": "✓", "wrong": "✗", "half": "◐"}
RESPONSES: dict[str, list[Response]] = {
    "long-single": [(0,), (2,)],
    "wide-multiple": [(0, 1), (0, 2), (2, 3)],
    "plain-claim": [(0,), (1,)],
    "number-of-bytes": ["14 GB", "112", "14 GiB"],
    "short-command": ["kubectl cordon gpu-1", "kubectl drain gpu-1 and a lot of other words that wrap"],
    "code-output": ["a\nb\ndone", "a\nb\nc", "a"],
    "two-gaps": [("MIG", "time-slicing"), ("", "slicing")],
    "order-of-drain": [(0, 1, 2, 3), (3, 2, 1, 0), (1, 0, 2, 3)],
    "pairs-of-scalers": [(0, 1, 2), (1, 0, 2)],
}
responses = st.sampled_from([(identity, response) for identity, given in RESPONSES.items() for response in given])


def texts(lines: list[Line]) -> list[str]:
    return [plain(line) for line in lines]


def feedback(identity: str, response: Response | None, confidence: str | None = "sure", width: int = 80) -> list[str]:
    question = posed(identity)
    grade = None if response is None else question.body.grade(response)
    return texts(feedback_lines(question, grade, confidence, width, GLYPHS))


@settings(deadline=None)
@given(st.sampled_from(IDS), st.integers(20, 120), st.booleans())
def test_a_question_is_never_too_wide(identity: str, width: int, spoken: bool) -> None:
    for line in question_lines(posed(identity), width, spoken=spoken):
        assert line_width(line) <= width


@settings(deadline=None)
@given(responses, st.sampled_from(["sure", "unsure", "guess", None]), st.integers(20, 120))
def test_feedback_is_never_too_wide_and_cuts_no_word(
    said: tuple[str, Response], confidence: str | None, width: int
) -> None:
    shown = feedback(*said, confidence, width)
    assert all(line_width([(line, "")]) <= width for line in shown)
    wide = feedback(*said, confidence, 1000)
    words = [word for line in wide for word in line.split() if len(word) <= 14 and word.isascii()]
    assert [word for word in words if word not in " ".join(shown).split()] == []


def test_options_are_numbered_in_the_order_of_the_draw() -> None:
    question = posed("long-single")
    shown = texts(question_lines(question, 200))
    order = question.interaction.order  # type: ignore[union-attr]
    assert shown[-4:] == [f"  {number}) {LONG_OPTIONS[place]}" for number, place in enumerate(order, 1)]


def test_a_claim_without_a_stem_is_asked_as_one() -> None:
    assert texts(question_lines(posed("plain-claim"), 80)) == [
        "True or false? A readiness probe restarts a container that fails it.",
        "  1) True",
        "  2) False",
    ]


def test_right_says_why_and_the_lesson_and_no_key() -> None:
    assert feedback("long-single", (0,)) == [
        "✓ Right",
        "  Why: Only the gradients are averaged.",
        "",
        "  Replicas compute gradients on their own data and average them.",
    ]


def test_wrong_says_why_the_chosen_option_is_and_the_key() -> None:
    shown = feedback("long-single", (3,), width=200)
    assert shown[:3] == [
        "✗ Wrong (and you were sure)",
        "  Why not: Nothing here routes tokens.",
        f"  Right: {LONG_OPTIONS[0]}",
    ]


@pytest.mark.parametrize(
    ("response", "confidence", "head"),
    [
        ((0,), "sure", "✗ Wrong (and you were sure)"),
        ((0,), "guess", "✗ Wrong (a guess)"),
        ((0,), None, "✗ Wrong"),
        ((1,), "sure", "✓ Right"),
        ((1,), "unsure", "✓ Right (you were unsure)"),
        ((1,), "guess", "✓ Right (a guess)"),
        (None, None, "✗ Skipped"),
    ],
)
def test_the_verdict_names_the_confidence_where_it_matters(
    response: Response | None, confidence: str | None, head: str
) -> None:
    assert feedback("plain-claim", response, confidence)[0] == head


def test_partly_right_says_how_much() -> None:
    shown = feedback("order-of-drain", (1, 0, 2, 3), "unsure", 40)
    assert shown[:2] == ["◐ Partly right, 67 % credit (you were", "  unsure)"]
    assert "  Right:" in shown
    assert "    4. Uncordon the node" in shown


def test_a_skip_shows_the_key_of_several() -> None:
    shown = feedback("wide-multiple", None, None, 200)
    assert shown[:4] == ["✗ Skipped", "  Right:", f"    {WIDE_OPTIONS[0]}", f"    {WIDE_OPTIONS[3]}"]


def test_each_part_of_a_response_has_its_reason_and_its_glyph() -> None:
    assert feedback("pairs-of-scalers", (1, 0, 2), None, 200)[:3] == [
        "◐ Partly right, 33 % credit",
        "  ✗ Horizontal pod autoscaler → the requests of each container, which may restart it: "
        'it goes with "the number of pods that run behind one and the same service".',
        "  ✗ Vertical pod autoscaler → the number of pods that run behind one and the same service: "
        'it goes with "the requests of each container, which may restart it".',
    ]


def test_code_in_what_was_chosen_is_styled_in_its_reason_too() -> None:
    remarks = (Remark("`kubectl top`", "It measures.", True), Remark("sudo", "No `root` there."))
    lines = feedback_lines(posed("wide-multiple"), Grade(0.5, 1, False, remarks), None, 80, GLYPHS)
    assert ("kubectl top", "code") in lines[1]
    assert ("root", "code") in lines[2]


SPOKEN = {"right": "Right:", "wrong": "Wrong:", "half": "Partly:"}


@pytest.mark.parametrize("identity", IDS)
def test_to_the_ear_right_is_the_verdict_and_the_key_has_words_of_its_own(identity: str) -> None:
    for response in (None, *RESPONSES[identity]):
        question = posed(identity)
        grade = None if response is None else question.body.grade(response)
        heard = texts(feedback_lines(question, grade, "sure", 80, SPOKEN))
        assert sum(line.strip() == "Right" or line.startswith("Right (") for line in heard) <= 1
        assert not any(line.strip().startswith("Right: ") and grade is None for line in heard)
        assert any("The right response:" in line for line in heard) is not (grade is not None and grade.correct)
        assert not any("→" in line for line in heard)


def test_what_was_chosen_is_heard_with_its_reason() -> None:
    question = posed("long-single")
    heard = " ".join(texts(feedback_lines(question, question.body.grade((2,)), "sure", 80, SPOKEN)))
    option = question.body.options[2].text  # type: ignore[attr-defined]
    assert f"Why not, {option}:" in " ".join(heard.split())
