"""What hostile input has found: each was a failure once."""

import json
import sys
import time
from math import inf, isfinite
from pathlib import Path
from typing import Any
from zlib import crc32

import pytest

from aiinfra_study.core.errors import DataError
from aiinfra_study.core.folding import apply
from aiinfra_study.core.progress import Attempt, Progress
from aiinfra_study.core.quantity import parse
from aiinfra_study.core.reading import read_reading
from aiinfra_study.core.result import result_of
from aiinfra_study.core.sequence import clock_after, in_sequence
from aiinfra_study.store.log import seal, unseal
from aiinfra_study.store.settings import Settings

from .harness import controls
from .logs import SECTIONS

EVENT: dict[str, Any] = {"v": 1, "id": "dev-1", "at": "2026-11-21T09:00:00.000Z", "event": "end", "attempt": "a1"}


@pytest.mark.parametrize("typed", ["1e300 GB", "-1e300GB", "1e300/3TFLOPS", "1e299 EiB"])
def test_a_number_whose_unit_makes_it_infinite_has_no_value(typed: str) -> None:
    with pytest.raises(ValueError, match="has no value"):
        parse(typed)
    assert isfinite(parse("1e280 GB").value)


@pytest.mark.parametrize("number", ["NaN", "Infinity", "-Infinity", "1e999", "-1e999", f"{'9' * 400}.0"])
def test_a_line_with_a_number_that_json_does_not_have_is_damaged(number: str) -> None:
    """It would stand in the snapshot, which no other program could read then."""
    data = json.dumps({**EVENT, "score": "HERE"}, separators=(",", ":")).replace('"HERE"', number)[:-1] + ',"crc":"'
    line = f'{data}{crc32(data.encode()):08x}"}}'.encode()
    assert unseal(line) is None
    assert unseal(seal({**EVENT, "score": 1e308}).rstrip(b"\n")) is not None


@pytest.mark.parametrize("clock", ["9999-12-31T23:59:59.999Z", "~", "tomorrow", "\U0010ffff"])
def test_an_event_comes_after_any_clock_that_another_machine_claims(clock: str) -> None:
    """Else the attempt just begun would be replaced by one that is older: a quiz ended in a traceback."""
    progress = Progress()
    apply(progress, {**EVENT, "id": "other-1", "clock": clock})
    mine = {**EVENT, "id": "dev-1"}
    mine["clock"] = clock_after(progress, "dev", mine["at"])
    assert mine["clock"] > clock
    assert in_sequence(progress, mine)
    apply(progress, mine)
    assert len(clock_after(progress, "dev", mine["at"])) == len(mine["clock"])  # it does not grow


@pytest.mark.parametrize("sign", ["\x85", "\u2028", "\u2029"])
def test_a_line_of_settings_ends_where_toml_says(sign: str, tmp_path: Path) -> None:
    """A comment with such a sign was cut in two, and the file could not be read any more."""
    path = tmp_path / "config.toml"
    text = f"# before{sign}course = 'y'\neasy = true # now{sign}then\n"
    path.write_text(text, encoding="utf-8")
    Settings(path).set("course", "x")
    assert path.read_text(encoding="utf-8") == f'{text}course = "x"\n'
    assert Settings(path).values == {"easy": True, "course": "x"}


def test_a_number_of_settings_too_long_to_be_shown_is_refused_in_words(tmp_path: Path) -> None:
    path = tmp_path / "config.toml"
    path.write_text(f"day_start = 0x{'9' * 5000}\n", encoding="utf-8")
    with pytest.raises(DataError, match="a number is too long"):
        Settings(path)


@pytest.mark.parametrize("seconds", [{}, [], "x", None, 10**400, -3, True])
def test_a_response_may_claim_any_time(seconds: object) -> None:
    said = {"credit": 1, "confidence": None, "seconds": seconds}
    attempt = Attempt("a1", "course/section-1", "pre", 7, ["course/q10"], EVENT["at"], {"course/q10": said})
    assert 0 <= result_of(attempt, {}, SECTIONS[0], None, None).seconds <= 60


def test_infinity_is_no_json() -> None:
    with pytest.raises(ValueError, match="not JSON compliant"):
        seal({**EVENT, "score": inf})


@pytest.mark.parametrize("score", [10**400, -1, 2, "x", [], {}])
def test_the_end_of_an_attempt_with_a_score_that_is_none_is_passed_over(score: object) -> None:
    """The figures could not be computed."""
    progress = Progress()
    begun = {"event": "begin", "section": "course/section-1", "stage": "pre", "seed": 7, "questions": ["course/q10"]}
    for event in ({**EVENT, **begun}, {**EVENT, "id": "dev-2", "score": score}):
        apply(progress, event)
    assert progress.attempts["a1"].finished is None
    apply(progress, {**EVENT, "id": "dev-3", "score": 0.5})
    assert progress.attempts["a1"].score == 0.5


def test_near_misses_of_an_endless_heading_are_found_at_once() -> None:
    reading = read_reading("a.md", f"# {'ab' * 30_000}\n\n# {'ba ' * 20_000}\n\n# Here\n")
    begun = time.process_time()
    assert reading.near("her" * 40) == ["here"]
    assert time.process_time() - begun < 1


# found and not yet mended


@pytest.mark.skipif(sys.platform == "win32", reason="words of a command line are bytes on Unix only")
def test_a_word_that_is_no_utf8_is_a_usage_error_in_json_too(run: Any) -> None:
    done = run("status", "--json", "\udcff")
    assert (done.code, done.json["error"]["code"]) == (2, "usage")


def test_an_empty_name_of_an_event_is_none_that_there_is(aiinfra: Any) -> None:
    done = aiinfra("undo", "")
    assert (done.code, "can be taken back" in done.err) == (2, True)


def test_an_error_in_json_holds_no_character_that_acts_on_a_terminal(aiinfra: Any) -> None:
    done = aiinfra("quiz", "\x9b31m\u202e", "--json")
    assert "\x9b31m\u202e" in done.json["error"]["message"]
    assert not list(controls(done.out))
