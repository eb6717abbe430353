"""The command that comes next, offered at a terminal: Enter runs it, anything else leaves."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from .laboratory_log import events
from .pseudo_terminal import Session, asking

pytestmark = [
    pytest.mark.skipif(os.name == "nt", reason="Windows has no pseudo-terminals"),
    pytest.mark.filterwarnings("ignore:.*fork.*:DeprecationWarning"),  # pexpect forks, pytest-xdist has threads
]
SEED = "5"  # draws a question whose options are chosen
PRE = ["quiz", "section-1", "--pre", "--seed", SEED, "-n", "1"]
OFFER = 'Enter runs it; or type "aiinfra …"; any other key leaves.'


def pre_quiz_done(session: Session) -> Session:
    session.until(asking)
    return session.press("s", OFFER)


def test_enter_after_a_pre_quiz_runs_the_post_quiz(environment: dict[str, str]) -> None:
    with Session(PRE, environment) as session:
        pre_quiz_done(session).press("\r", "Post-quiz of section-1")
        session.until(asking).press("\x03", "Resume:")
        assert session.end() == 130
    assert [event["stage"] for event in events(environment, "begin")] == ["pre", "post"]


def test_any_other_key_leaves_with_the_command_on_the_screen(environment: dict[str, str]) -> None:
    with Session(PRE, environment) as session:
        pre_quiz_done(session).press("x", "")
        assert session.end() == 0
        assert "aiinfra quiz section-1 --post" in session.text
        assert session.stty() == session.modes
    assert [event["stage"] for event in events(environment, "begin")] == ["pre"]


def test_the_next_command_may_be_typed_at_the_offer(environment: dict[str, str]) -> None:
    """By somebody who does not look up: its first letter is read before it is known what comes."""
    with Session(PRE, environment) as session:
        pre_quiz_done(session).press("aiinfra stauts\x7f\x7f\x7ftus", "> aiinfra status").press("\r", "due")
        assert session.end() == 0
        assert "0 new" in session.text
    with Session(["next"], environment) as session:
        session.until(OFFER).press("apt install\r", "That was typed here, not at the shell, and did nothing.")
        assert session.end() == 0
        assert session.stty() == session.modes


def test_the_program_alone_typed_at_the_offer_is_home(environment: dict[str, str]) -> None:
    with Session(["next"], environment) as session:
        session.until(OFFER).press("aiinfra\r", "Welcome to aiinfra.").until(OFFER).press("x", "")
        assert session.end() == 0


def test_ctrl_c_at_the_offer_is_an_interruption_and_what_was_done_is_kept(environment: dict[str, str]) -> None:
    with Session(PRE, environment) as session:
        pre_quiz_done(session).press("\x03", "")
        assert session.end() == 130
        assert "Traceback" not in session.text
    assert len(events(environment, "end")) == 1


def test_an_offer_nobody_answers_is_withdrawn(environment: dict[str, str], tmp_path: Path) -> None:
    hasty = "from aiinfra_study.cli import leading\nleading.WAIT /= 20\n"
    (tmp_path / "sitecustomize.py").write_text(hasty, encoding="utf-8")
    with Session([], environment | {"PYTHONPATH": str(tmp_path)}) as session:
        session.until(OFFER)
        assert session.end(patient=True) == 0
        assert "aiinfra quiz section-1" in session.text


def test_home_leads_to_the_first_quiz(environment: dict[str, str]) -> None:
    with Session([], environment) as session:
        session.until(OFFER).press("\r", "Pre-quiz of section-1")
        session.until(asking).press("\x03", "Resume:")
        assert session.end() == 130


def test_a_quiz_that_was_stopped_offers_nothing(environment: dict[str, str]) -> None:
    with Session([*PRE[:-1], "2"], environment) as session:
        session.until(asking).press("\x03", "Resume:")
        assert session.end() == 130
        assert OFFER not in session.text


@pytest.mark.parametrize("arguments", [[], ["next"]])
def test_nothing_is_offered_in_a_pipe(environment: dict[str, str], arguments: list[str]) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "aiinfra_study", *arguments],
        env=environment,
        capture_output=True,
        check=True,
        timeout=60,
    )
    assert b"Enter" not in done.stdout + done.stderr


# the list of sections


@pytest.mark.parametrize("columns", [80, 40])
def test_a_search_that_finds_nothing_takes_nothing(environment: dict[str, str], columns: int) -> None:
    with Session(["quiz", "--course", "zero-to-hero"], environment, columns, 24) as session:
        session.until("section-2  ").press("zzz", "zzz...").press("\r", "").press("x", "zzzx...")
        assert not events(environment, "begin")
        session.press("\x03", "")
        assert session.end() == 130


def test_at_a_narrow_terminal_titles_have_the_whole_line(environment: dict[str, str]) -> None:
    with Session(["quiz", "--course", "zero-to-hero"], environment, 40, 24) as session:
        session.until("section-4  ")
        assert max(len(line.rstrip()) for line in session.lines if "section-" in line) > 32
        session.press("\x03", "")
        assert session.end() == 130


# errors


def test_at_a_terminal_no_word_of_an_error_is_cut_and_a_command_stays_whole(environment: dict[str, str]) -> None:
    with Session(["quiz", "nothing-like-it-anywhere"], environment, 40, 24) as session:
        assert session.end() == 2
        rows = [line.rstrip() for line in session.lines if line.strip()]
        assert rows[0] == "Error: there is no section"
        assert rows[1].startswith('"nothing-like-it-anywhere" in')
        assert rows[-1].endswith("All: aiinfra sections") or rows[-1] == "aiinfra sections"
