"""The real program where nobody sits at a terminal: a line a response, no escape codes, nothing lost."""

import json
import os
import re
import subprocess
import sys
from collections.abc import Mapping

import pytest

from aiinfra_study.ui.cells import width_of

from .laboratory import IDS, LONG_OPTIONS, WIDE_OPTIONS, right_line
from .laboratory_log import events, responses

mark = pytest.mark
SEED = 7
QUIZ = ["quiz", "section-1", "--post", "--no-shuffle", "--seed", str(SEED), "-n", "20"]


def aiinfra(
    environment: Mapping[str, str], *arguments: str, lines: str | None = "", encoding: str = "utf-8"
) -> subprocess.CompletedProcess[str]:
    """Run a command with these lines on stdin; None: stdin is the null device."""
    return subprocess.run(
        [sys.executable, "-m", "aiinfra_study", *arguments],
        env=environment,
        encoding=encoding,
        capture_output=True,
        check=False,
        **({"stdin": subprocess.DEVNULL} if lines is None else {"input": lines}),
    )


def test_every_kind_by_one_line_each(environment: dict[str, str]) -> None:
    marks = dict(zip(IDS, ("", " ?", " ??") * 3, strict=True))
    lines = "".join(f"{right_line(identity, SEED)}{marks[identity]}\n" for identity in IDS)
    done = aiinfra(environment, *QUIZ, lines=lines)
    assert (done.returncode, done.stderr) == (0, "")
    assert "\x1b" not in done.stdout
    assert "Post-quiz of section-1: 9 of 9 right, score 100 %" in done.stdout
    assert re.findall(r"^(\d/9)$", done.stdout, re.MULTILINE) == [f"{number}/9" for number in range(1, 10)]
    confidence = {"": "sure", " ?": "unsure", " ??": "guess"}
    said = responses(environment)
    assert [(identity, sure) for identity, _, sure in said] == [(i, confidence[marks[i]]) for i in IDS]
    recorded = {identity: response for identity, response, _ in said}
    assert recorded["long-single"] == LONG_OPTIONS[0]
    assert recorded["wide-multiple"] == [WIDE_OPTIONS[0], WIDE_OPTIONS[3]]
    assert recorded["plain-claim"] is False
    assert recorded["number-of-bytes"] == "14 GB"
    assert recorded["code-output"] == "a\nb\ndone"
    assert recorded["two-gaps"] == ["MIG", "time-slicing"]
    assert recorded["order-of-drain"][3] == "Uncordon the node"
    assert recorded["pairs-of-scalers"]["Cluster autoscaler"].startswith("the number of nodes")


def test_actions_an_unreadable_line_and_quit_then_the_same_command_goes_on(environment: dict[str, str]) -> None:
    start = "/hint\n2 ?\n/undo\n/undo\n1\n/flag\nx\n\nz\n/read\n/skip\n/quit\n"
    done = aiinfra(environment, *QUIZ, lines=start)
    assert (done.returncode, done.stderr) == (0, "")
    assert "Hint: Think of what travels." in done.stdout
    assert "Taken back: here is the question again." in done.stdout
    assert "Nothing to take back here." in done.stdout
    assert done.stdout.count("A training job of seventy billion") == 2
    assert "Skipped after 3 tries." in done.stdout
    assert "Stopped with 6 questions left; everything so far is kept." in done.stdout
    said = responses(environment)
    assert [(identity, sure) for identity, _, sure in said] == [
        ("long-single", "unsure"),
        ("long-single", "sure"),
        ("wide-multiple", None),
        ("plain-claim", None),
    ]
    assert [event["hint"] for event in events(environment, "response")] == [True, False, False, False]
    assert [event["question"] for event in events(environment, "flag")] == ["lab/wide-multiple"]
    assert len(events(environment, "undo")) == 1
    again = aiinfra(environment, "quiz", "section-1", lines="")
    assert again.returncode == 130
    assert "Resumed: 3 of 9 done." in again.stdout
    assert "4/9\nHow much memory do the weights" in again.stdout


@pytest.mark.parametrize("lines", [None, ""])
def test_no_input_at_all_is_an_interruption_without_a_traceback(environment: dict[str, str], lines: str | None) -> None:
    done = aiinfra(environment, *QUIZ, lines=lines)
    assert (done.returncode, done.stderr) == (130, "")
    assert "nothing responded yet" in done.stdout
    assert "Resume: aiinfra quiz section-1" in done.stdout


@mark.skipif(os.name == "nt", reason="a shell of Unix closes stdin")
def test_a_stdin_that_was_closed_is_one_without_lines(environment: dict[str, str]) -> None:
    done = subprocess.run(
        ["sh", "-c", 'exec "$0" -m aiinfra_study quiz section-1 --post <&-', sys.executable],
        env=environment,
        encoding="utf-8",
        capture_output=True,
        check=False,
    )
    assert (done.returncode, done.stderr) == (130, "")


def test_nothing_but_ascii_reaches_a_stream_without_unicode(environment: dict[str, str]) -> None:
    ascii_only = environment | {"PYTHONUTF8": "0", "PYTHONIOENCODING": "ascii", "COLUMNS": "60"}
    done = aiinfra(ascii_only, *QUIZ, lines="1\n1,2\n2\n14\n/quit\n", encoding="ascii")
    assert (done.returncode, done.stderr) == (0, "")
    assert "+ Right" in done.stdout
    assert all(len(line) <= 60 for line in done.stdout.split("\n"))


def test_at_forty_columns_no_line_is_wider_and_every_word_is_there(environment: dict[str, str]) -> None:
    done = aiinfra(environment | {"COLUMNS": "40"}, *QUIZ, lines="/skip\n" * 9)
    assert done.returncode == 0
    assert all(width_of(line) <= 40 for line in done.stdout.split("\n"))
    words = done.stdout.split()
    assert [word for option in LONG_OPTIONS for word in option.split() if word not in words] == []
    assert "".join(WIDE_OPTIONS[0].split()) in "".join(words)


def test_with_json_the_conversation_is_on_stderr(environment: dict[str, str]) -> None:
    done = aiinfra(environment, *QUIZ, "--json", lines="1\n")
    assert done.returncode == 130
    result = json.loads(done.stdout)
    assert (result["schema"], result["finished"], result["responded"]) == ("aiinfra/quiz/1", None, 1)
    assert "1/9" in done.stderr


def test_a_pre_quiz_gives_no_feedback_and_its_end_names_no_key(environment: dict[str, str]) -> None:
    wrong = "".join(f"{line}\n" for line in ("/skip", "/skip", "t", "3", "x", "x", "x | x", "1 2 3 4", "1a 2b 3c"))
    done = aiinfra(environment, "quiz", "section-1", "--no-shuffle", "--seed", str(SEED), lines=wrong)
    assert done.returncode == 0
    assert "Pre-quiz of section-1: " in done.stdout
    for word in ("Right:", "Wrong", "liveness", "cordon gpu-1", "Two bytes"):
        assert word not in done.stdout


def test_without_confidence_it_is_not_asked(environment: dict[str, str]) -> None:
    done = aiinfra(environment, *QUIZ, "--no-confidence", lines="1\n/quit\n")
    assert done.returncode == 0
    assert [sure for _, _, sure in responses(environment)] == [None]
