"""Whatever is typed: an exit code of the contract, errors in two lines, never a traceback."""

from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

pytestmark = pytest.mark.usefixtures("bench")

WORDS = (
    *("quiz", "status", "sections", "course", "show", "undo", "flag", "unflag", "config", "doctor", "section-4", "4"),
    *("bench", "other", "other/1", "bench/both-1", "both-1", "disk-1", "storage", "new_per_day", "day_start", "course"),
    *("--pre", "--post", "--practice", "-n", "--count", "--count=2", "-n3", "--seed", "--no-shuffle", "--restart"),
    *("--no-confidence", "--pass", "--json", "--list", "--unset", "--path", "--restore", "--preview", "--course", "-c"),
    *("--course=other", "-cother", "--plain", "--no-color", "--yes", "-y", "-yV", "--version", "-h", "--help", "--"),
    *("--progress", "--banks", "-", "--=", "-1", "0", "5", "0.9", "nan", "true", "", " ", "/", ".", "a:b", "ä", "\x1b"),
)
LINES = st.lists(st.sampled_from(WORDS) | st.text(st.characters(exclude_characters="\0"), max_size=8), max_size=6)


@given(line=LINES, typed=st.lists(st.sampled_from(["yes", "no ?", "/skip", "/undo", "/flag", "/quit", "", "?"])))
@settings(
    max_examples=250,
    deadline=None,
    derandomize=True,
    database=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
def test_no_line_is_a_bug(line: list[str], typed: list[str], aiinfra: Any, tmp_path: Any) -> None:
    done = aiinfra(*line, input="".join(f"{one}\n" for one in typed), cwd=tmp_path)
    assert done.code in (0, 1, 2, 3, 130), done
    assert "Traceback" not in done.out + done.err
    if done.code in (2, 3):
        told = done.err[done.err.index("Error: ") :].splitlines()
        assert len(told) == 2, done.err
    if "--json" in line and done.out and done.code != 0:
        assert done.json["schema"].startswith("aiinfra/")
