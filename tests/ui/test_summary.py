"""The summary of a quiz: what it says of the gain."""

from aiinfra_study.core.gain import measure
from aiinfra_study.ui.layout import plain
from aiinfra_study.ui.summary import gain_lines


def told(pre: dict[str, float], post: dict[str, float]) -> str:
    return "\n".join(map(plain, gain_lines(measure(pre, post, {}), 200)))


def test_without_a_repeated_question_the_gain_is_said_to_be_unknown() -> None:
    assert told({"a": 1}, {"b": 1}) == (
        "Gain: no question of the pre-quiz was asked again.\n"
        "100 % on 1 question not asked before: this shows what carries over."
    )


def test_the_gain_is_told_on_the_questions_asked_both_times() -> None:
    assert told({"a": 0, "b": 1}, {"a": 1, "b": 1}).startswith(
        "Gain: 50 % before, 100 % now, on the 2 questions asked both times: 1 gained, 0 lost.\nThat could be luck"
    )
    assert "on the 1 question asked both times" in told({"a": 0}, {"a": 1})
