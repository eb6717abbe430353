"""Errors: the exit codes that scripts rely on."""

from aiinfra_study.core.errors import AiinfraError, DataError, Exit, UsageError


def test_exit_codes_stay_the_same_for_ever() -> None:
    assert {code.name: int(code) for code in Exit} == {
        "OK": 0,
        "FINDINGS": 1,
        "USAGE": 2,
        "DATA": 3,
        "BUG": 70,
        "INTERRUPTED": 130,
    }


def test_an_error_has_a_name_a_sentence_and_the_next_move() -> None:
    error = DataError("progress-unreadable", "It cannot be read.", "Make it readable.")
    assert (error.code, error.message, error.hint, error.exit) == (
        "progress-unreadable",
        "It cannot be read.",
        "Make it readable.",
        Exit.DATA,
    )
    assert str(error) == "It cannot be read."
    assert (UsageError("a", "b").exit, UsageError("a", "b").hint, AiinfraError("a", "b").exit) == (2, "", 2)
