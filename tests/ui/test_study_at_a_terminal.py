"""Reading at a terminal: the pager on its own screen, the place kept whatever ends it, and learning step by step."""

import os
import shutil
import signal
import sys
from pathlib import Path

import pytest

from .laboratory import write_bank
from .laboratory_log import events
from .pseudo_terminal import END_OF_INPUT, INTERRUPT, Session, answered, asking

pytestmark = [
    pytest.mark.skipif(os.name == "nt", reason="Windows has no pseudo-terminals"),
    pytest.mark.filterwarnings("ignore:.*fork.*:DeprecationWarning"),  # pexpect forks, pytest-xdist has threads
]
READING = "# The laboratory\n\nBefore.\n\n" + "".join(
    f"## Part {number} {{#p{number}}}\n\n" + f"{' '.join(f'w{number}x{word}' for word in range(60))}\n\n" * 3
    for number in range(6)
)
STUDY = ["study", "section-1"]
OVER, BACK = b"\x1b[?1049h", b"\x1b[?1049l"


@pytest.fixture
def environment(environment: dict[str, str], tmp_path: Path) -> dict[str, str]:
    """Banks of this test's own, with a reading; one question refers to it."""
    course = write_bank(tmp_path / "banks")
    section = course / "section-1.yaml"
    section.write_text(section.read_text().replace("    hint: Think", '    refs: ["#p3"]\n    hint: Think'))
    (course / "section-1.md").write_text(READING)
    environment.pop("PAGER", None)
    return environment | {"AIINFRA_BANKS": str(tmp_path / "banks")}


def reads(environment: dict[str, str]) -> list[tuple[str, bool]]:
    return [(event["place"], event["finished"]) for event in events(environment, "read")]


def ended(session: Session, code: int) -> None:
    """Ended with a code, on the screen it began on, with the modes it had."""
    assert session.end() == code, session.text
    assert session.raw.rfind(BACK) > session.raw.rfind(OVER) > 0
    assert session.raw.rfind(b"\x1b[?25h") > session.raw.rfind(b"\x1b[?25l")
    assert session.stty() == session.modes
    assert "Traceback" not in session.text


def top(session: Session) -> str:
    return session.lines[0]


@pytest.mark.parametrize(("columns", "rows"), [(80, 24), (40, 12), (10, 5)])
def test_a_reading_is_paged_to_its_end(environment: dict[str, str], columns: int, rows: int) -> None:
    with Session(STUDY, environment, columns, rows) as session:
        session.until("%")
        assert top(session) == "The laboratory"[:columns].strip() or columns == 10
        if columns == 10:
            session.press("G", "End")
        for _ in range(60):
            assert session.widest <= columns
            if "End" in session.last_line:
                break
            seen = session.text
            session.press(" ", lambda session, seen=seen: session.text != seen)
        assert "w5x59" in session.text.replace("\n", "").replace("↪ ", "")
        session.press("\r", lambda session: "leaves." in " ".join(session.text.split()))
        session.press("x", "")
        ended(session, 0)
    assert reads(environment) == [("", True)]


def test_only_a_reading_read_to_its_end_leads_to_the_quiz(environment: dict[str, str]) -> None:
    with Session(STUDY, environment) as session:
        session.until("%").press("q", "The place is kept; to read on: aiinfra study section-1")
        assert "quiz" not in session.lines[-1]
        ended(session, 0)


def test_leaving_keeps_the_place_and_the_same_command_goes_on(environment: dict[str, str]) -> None:
    with Session(STUDY, environment) as session:
        session.until("%").press("nnn", lambda session: top(session) == "Part 2").press(
            "q", "to read on: aiinfra study section-1"
        )
        ended(session, 0)
    with Session(STUDY, environment) as session:
        session.until("Here you stopped last time.")
        assert top(session) == "Part 2"
        session.press("/Part 4\r", lambda session: top(session) == "Part 4").press("g", "Before.")
        session.press(END_OF_INPUT, "")
        ended(session, 0)
    assert reads(environment) == [("p2", False), ("the-laboratory", False)]


@pytest.mark.parametrize("how", ["ctrl-c", "sigterm"])
def test_an_interruption_keeps_the_place_and_gives_the_screen_back(environment: dict[str, str], how: str) -> None:
    with Session(STUDY, environment) as session:
        session.until("%").press("nn", lambda session: top(session) == "Part 1")
        if how == "ctrl-c":
            session.child.send(INTERRUPT)
        else:
            os.kill(session.child.pid, signal.SIGTERM)
        ended(session, 130)
    assert reads(environment) == [("p1", False)]


def test_a_resize_keeps_the_place(environment: dict[str, str]) -> None:
    with Session(STUDY, environment) as session:
        session.until("%").press("nnn", lambda session: top(session) == "Part 2")
        for columns, rows in ((40, 12), (100, 30), (20, 5), (80, 24)):
            session.resize(columns, rows)
            session.until(lambda session: "%" in session.lines[session.rows - 1] and session.widest <= session.columns)
            session.until(lambda session: top(session) == "Part 2")
        session.press("q", "to read on: aiinfra study section-1")
        ended(session, 0)


@pytest.mark.skipif(not shutil.which("bash"), reason="needs a shell with job control")
def test_ctrl_z_gives_the_screen_back_and_the_page_comes_again(environment: dict[str, str]) -> None:
    script = f'set -m; "{sys.executable}" -m aiinfra_study study section-1; echo stopped; read; fg'
    with Session(["-c", script], environment, command="bash") as session:
        session.until("%").press("nn", lambda session: top(session) == "Part 1").press("\x1a", "stopped")
        assert session.raw.rfind(BACK) > session.raw.rfind(OVER)
        assert session.stty()[3] == session.modes[3]
        before = len(session.raw)
        session.press("\r", lambda session: OVER in session.raw[before:] and "%" in session.last_line)
        assert top(session) == "Part 1"
        session.press("q", "to read on: aiinfra study section-1")
        ended(session, 0)


def test_a_short_reading_is_printed(environment: dict[str, str]) -> None:
    Path(environment["AIINFRA_BANKS"], "lab", "section-1.md").write_text("# Short\n\nWords.\n")
    with Session(STUDY, environment) as session:
        assert session.end() == 0
        assert OVER not in session.raw
        assert "Words." in session.text
    assert reads(environment) == [("", True)]


@pytest.mark.parametrize(
    ("changes", "arguments"),
    [({"TERM": "dumb"}, STUDY), ({"AIINFRA_PLAIN": "1"}, STUDY), ({}, [*STUDY, "--no-pager"])],
    ids=["dumb", "plain", "no-pager"],
)
def test_where_nothing_can_be_drawn_all_is_printed(
    environment: dict[str, str], changes: dict[str, str], arguments: list[str]
) -> None:
    with Session(arguments, environment | changes) as session:
        assert session.end() == 0
        assert OVER not in session.raw
        assert b"w5x59" in session.raw
        assert changes == {} or b"\x1b" not in session.raw
    assert reads(environment) == [("", True)]


@pytest.mark.parametrize(
    ("command", "told", "paged"),
    [
        ("cat", "", False),
        ("head -3", "", False),
        ("  ", "", True),
        ("nosuch-pager", "PAGER=nosuch-pager cannot be started", True),
        ("false", "PAGER=false ended with 1", True),
        ("'", "PAGER=' cannot be started", True),
    ],
)
def test_a_pager_that_is_named_is_used_if_it_can_be(
    environment: dict[str, str], command: str, told: str, paged: bool
) -> None:
    with Session(STUDY, environment | {"PAGER": command}) as session:
        if paged:
            session.until("%").press("q", "to read on: aiinfra study section-1")
            ended(session, 0)
        else:
            assert session.end() == 0
        assert told.encode() in session.raw
        assert (OVER in session.raw) is paged
    assert reads(environment) == [(("the-laboratory" if paged else ""), not paged)]


def test_r_after_feedback_opens_the_reading_and_comes_back_to_it(environment: dict[str, str]) -> None:
    quiz = ["quiz", "section-1", "--post", "--no-shuffle"]
    with Session(quiz, environment) as session:
        session.until("1/9 post").until(asking).press("1\r", answered)
        session.press("r", lambda session: top(session) == "Part 3").press("q", answered)
        assert session.raw.rfind(BACK) > session.raw.rfind(OVER)
        session.press("\r", "2/9 post").until(asking).press("s", answered)
        session.press("r", "The question names no part of the reading.").until(answered)
        session.press("q", "Resume:")
        ended(session, 0)
    assert reads(environment) == []


def test_ctrl_c_in_the_reading_of_a_question_stops_the_quiz_and_keeps_all(environment: dict[str, str]) -> None:
    with Session(["quiz", "section-1", "--post", "--no-shuffle"], environment) as session:
        session.until("1/9 post").until(asking).press("1\r", answered)
        session.press("r", lambda session: top(session) == "Part 3").press(INTERRUPT, "Resume:")
        ended(session, 130)
    assert len(events(environment, "response")) == 1


def test_learning_goes_from_step_to_step_and_can_be_left_between_them(environment: dict[str, str]) -> None:
    learn = ["learn", "section-1"]
    with Session(learn, environment) as session:
        session.until("Step 1 of 3").until("1/9 pre").until(asking)
        for number in range(1, 10):
            session.until(f"{number}/9 pre").until(asking)
            if session.last_line.startswith("type"):
                session.press("\x1b", "Esc type")
            session.child.send("s")
        session.until("Step 2 of 3: the reading").until("Enter go on · q stop here").press("q", "Go on with:")
        assert session.end() == 0
        assert "aiinfra learn section-1" in session.text
    with Session(learn, environment) as session:
        session.until("%").press("nn", lambda session: top(session) == "Part 1").press("q", "Go on with:")
        ended(session, 0)
    with Session(learn, environment) as session:
        session.until("Here you stopped").press("G", "Enter or q leaves").press("q", "Step 3 of 3: the post-quiz")
        session.until("Enter go on · q stop here").press("\r", "1/9 post").until(asking).press(INTERRUPT, "Resume:")
        assert "aiinfra learn section-1" in session.text
        ended(session, 130)
    with Session(learn, environment) as session:
        session.until("1/9 post").until(asking).press(INTERRUPT, "Resume:")
        assert session.end() == 130
    assert reads(environment) == [("p1", False), ("", True)]


@pytest.mark.parametrize("key", [INTERRUPT, END_OF_INPUT])
def test_an_interruption_of_the_reading_is_one_of_the_lesson(environment: dict[str, str], key: str) -> None:
    with Session(["quiz", "section-1", "--post", "--no-shuffle"], environment) as session:
        session.until("1/9 post").until(asking).press("q", "Resume:")
        session.end()
    with Session(["learn", "section-1"], environment) as session:
        session.until("%").press("n", lambda session: top(session) == "Part 0").press(key, "Go on with:")
        ended(session, 130)
    assert reads(environment) == [("p0", False)]
