"""The real program on a pseudo-terminal: what a learner sees, presses, and finds again."""

import os
import re
import shutil
import signal
import sys
from collections.abc import Mapping

import pytest

from aiinfra_study.core.interaction import Arrange, Blanks, Choice, Pair
from aiinfra_study.ui.layout import code, plain

from .laboratory import IDS, LONG_OPTIONS, posed
from .laboratory_log import events, responses
from .pseudo_terminal import DOWN, END_OF_INPUT, INTERRUPT, UP, Session, answered, asking

mark = pytest.mark
pytestmark = [
    mark.skipif(os.name == "nt", reason="Windows has no pseudo-terminals"),
    pytest.mark.filterwarnings("ignore:.*fork.*:DeprecationWarning"),  # pexpect forks, pytest-xdist has threads
]
SEED = 7
QUIZ = ["quiz", "section-1", "--post", "--no-shuffle", "--seed", str(SEED), "-n", "20"]
AGAIN = ["quiz", "section-1"]
COLOR = re.compile(rb"\x1b\[[0-9;]*m")


def digits(identity: str) -> str:
    """The keys that choose the right response."""
    question = posed(identity, SEED)
    match question.interaction:
        case Choice(options=options, order=order):
            return "".join(str(at + 1) for at, place in enumerate(order) if options[place] in question.body.key_lines)
        case Arrange(order=order):
            return "".join(str(order.index(place) + 1) for place in range(len(order)))
        case Pair(left_order=left, right_order=right):
            return "".join(str(right.index(place) + 1) for place in left)
    raise ValueError(identity)


def squeezed(text: str) -> str:
    return "".join(text.replace("`", "").replace("**", "").split())


def options_of(session: Session) -> list[str]:
    """The first lines of the options of the question on the screen."""
    question = re.split(r" \d/9 \w+\n", session.text)[-1]
    return [line for line in question.split("\n") if re.match(r"[ ›] \d\) ", line)]


def pages(session: Session) -> list[str]:
    """All that can be seen of a question with the arrow down."""
    found: list[str] = []
    while session.text not in found:
        assert asking(session)
        assert session.widest <= session.columns
        found.append(session.text)
        session.press(DOWN, asking)
    return found


def assert_readable(identity: str, found: list[str], columns: int) -> None:
    """Every word of the stem and of every option stands whole in the pages."""
    question = posed(identity, SEED)
    words = {word for page in found for word in page.split()}
    texts = [question.ask, getattr(question.body, "claim", "")]
    match question.interaction:
        case Choice(options=options):
            texts += options
            for option in options:
                assert any(squeezed(option) in squeezed(page) for page in found), option
        case Arrange(items=items):
            texts += items
        case Pair(left=left, right=right):
            texts += [*left, *right]
        case Blanks(parts=parts):
            texts += [part.strip(" ,.") for part in parts]
    for word in " ".join(texts).replace("**", "").split():
        assert word in words or not word.isascii(), word
    if question.code:
        lines = {line for page in found for line in page.split("\n")}
        assert {plain(line) for line in code(question.code, columns)} <= lines


@pytest.mark.parametrize(("columns", "rows"), [(80, 24), (40, 24), (120, 30)])
def test_every_word_can_be_read_and_no_row_is_too_wide(environment: dict[str, str], columns: int, rows: int) -> None:
    with Session(QUIZ, environment, columns, rows) as session:
        for number, identity in enumerate(IDS, 1):
            session.until(f" {number}/9 post").until(asking)
            assert_readable(identity, pages(session), columns)
            if "Enter ends it" in session.text:
                session.press("\x1b", "Esc type")
            session.press("s", answered)
            assert session.widest <= columns
            assert "✗ Skipped" in session.text
            session.child.send("\r")
        assert session.end() == 0
        assert session.widest <= columns
        assert "0 of 9 right" in session.text
        assert session.stty() == session.modes
    assert [response for _, response, _ in responses(environment)] == [None] * 9


def test_a_resize_in_mid_question_draws_it_anew_and_loses_nothing(environment: dict[str, str]) -> None:
    with Session(QUIZ, environment, 80, 24) as session:
        session.until("1/9 post").until(asking).press("2", "› 2) ")
        for columns, rows in ((50, 40), (90, 30), (40, 50)):
            session.resize(columns, rows)
            session.until(lambda session: session.widest <= session.columns and asking(session))
            session.until(lambda session: any(len(line) > session.columns - 12 for line in session.lines))
            text = squeezed(session.text)
            assert [option for option in LONG_OPTIONS if squeezed(option) not in text] == []
            assert session.marked("› 2) ")
            assert session.text.count("1/9 post") == 1
        session.press("\r", answered)
        session.resize(80, 24)
        session.press("\r", "2/9 post").until(asking).press("q", "Resume:")
        assert session.end() == 0
    place = posed("long-single", SEED).interaction.order[1]  # type: ignore[union-attr]
    assert responses(environment) == [("long-single", LONG_OPTIONS[place], "sure")]


def test_a_resize_leaves_what_stands_above_the_question(environment: dict[str, str]) -> None:
    """Nothing of it where the screen becomes larger; a narrower one that wraps nothing anew, as this, keeps its top."""
    with Session(QUIZ, environment, 80, 60) as session:
        session.until("1/9 post").until(asking).press("s", answered).press("\r", "2/9 post").until(asking)
        above = session.text.partition("2/9 post")[0].rpartition("\n")[0]
        assert "✗ Skipped" in above
        for columns, rows in ((100, 60), (120, 70)):
            session.resize(columns, rows)
            session.until(lambda session: session.text.count("2/9 post") == 1 and asking(session))
            assert session.text.startswith(above)
        session.resize(60, 70)
        session.until(lambda session: session.widest <= 60 or "2/9 post" in session.text).until(asking)
        assert session.text.startswith(above[:200].rpartition("\n")[0].split("\n")[0][:60])
        session.press("q", "Resume:")
        assert session.end() == 0


def test_a_whole_conversation_by_keys(environment: dict[str, str]) -> None:
    """Hint, confidence, flag, reading, undo from feedback and question, skip, typed text, and stop."""
    with Session(QUIZ, environment) as session:
        session.until("1/9 post").until(asking)
        session.press("\r", "Select an option first")
        session.press("?", "Hint: Think of what travels.")
        session.press(digits("long-single"), f"› {digits('long-single')}) ").press("g", answered)
        assert "✓ Right (a guess)" in session.text
        session.press("f", "Flagged for attention.").press("r", "This section").until(answered)
        session.press("\r", "2/9 post").until(asking)
        session.press("u", "Tick every option")
        session.press(digits("wide-multiple"), lambda s: s.text.count("[x]") == 2).press("u", answered)
        assert "✓ Right (you were unsure)" in session.text
        session.press("z", "Taken back: here is the question again.").until(asking)
        assert "[x]" not in session.last_line
        session.press("z", "Taken back").until("1/9 post").until(asking)
        session.press("s", "✗ Skipped").until(answered)
        session.press("\r", "2/9 post").until(asking).press("s", answered).press("\r", "3/9 post").until(asking)
        session.press(DOWN, "› 1) True").press("j", "› 2) False").press(UP, "› 1) True").press("\r", answered)
        assert "✗ Wrong (and you were sure)" in session.text
        session.press("\r", "4/9 post").until(asking)
        session.press("q?z", "> q?z▏").press("\r", "is not a number").until("s skip, q stop")
        session.press("\x7f\x7f\x7f14 GB", "> 14 GB▏").press("\r", "Backspace edit").press("\x7f", "> 14 GB▏")
        session.press("\r", "Backspace edit").press("\r", answered).press("\r", "5/9 post").until(asking)
        session.press("\x1b[200~kubectl\rcordon gpu-1\r\x1b[201~", "> kubectl cordon gpu-1▏")
        session.press("\r", "Backspace edit").press("u", answered)
        assert "✓ Right" in session.text
        session.press("q", "Resume: aiinfra quiz section-1")
        assert session.end() == 0
        assert "Stopped with 4 questions left; everything so far is kept." in session.text
        assert session.stty() == session.modes
        assert session.raw.rstrip().rfind(b"\x1b[?25h") > session.raw.rfind(b"\x1b[?25l")
    said = responses(environment)
    assert [(identity, sure) for identity, _, sure in said] == [
        ("long-single", "guess"),
        ("wide-multiple", "unsure"),
        ("long-single", None),
        ("wide-multiple", None),
        ("plain-claim", "sure"),
        ("number-of-bytes", "sure"),
        ("short-command", "unsure"),
    ]
    assert [event["hint"] for event in events(environment, "response")] == [True] + [False] * 6
    assert len(events(environment, "undo")) == 2
    assert [event["question"] for event in events(environment, "flag")] == ["lab/long-single"]


def test_ordering_matching_gaps_and_output_by_keys(environment: dict[str, str]) -> None:
    with Session([*QUIZ, "--no-confidence"], environment, 80, 40) as session:
        for number in range(1, 6):
            session.until(f"{number}/9 post").until(asking)
            if number > 3:
                session.press("\r", "Nothing typed yet").press("\x1b", "Enter ends it").press("\x1b", "Esc type")
            session.press("s", answered).press("\r", f"{number + 1}/9 post")
        session.until(asking).press("a\\nb\\ndone\r", "Enter say it").press("u", asking).press("\r", answered)
        assert "✓ Right" in session.text
        session.press("\r", "7/9 post").until(asking).press("MIG\r", "› 2: ▏").press("time-slicing\r", "Enter say it")
        session.press("\r", answered)
        assert "✓ Right" in session.text
        for number, identity in ((8, "order-of-drain"), (9, "pairs-of-scalers")):
            session.press("\r", f"{number}/9 post").until(asking).press("\r", "items have no")
            session.press(digits(identity), asking).press("\r", answered)
            assert "✓ Right" in session.text
        session.press("\r", "4 of 9 right")
        assert session.end() == 0
    assert {sure for _, _, sure in responses(environment)} == {None}


def begun(environment: Mapping[str, str], number: int, arguments: list[str] = AGAIN) -> Session:
    """A session that stands at a question."""
    session = Session(arguments, environment)
    session.until(f"{number}/9 post").until(asking)
    return session


def stopped(session: Session, key: str) -> None:
    """Interrupt or end the input: exit 130, with a summary, and the terminal as it was."""
    with session:
        session.press(key, "Resume: aiinfra quiz section-1")
        assert session.end() == 130
        assert session.stty() == session.modes
        assert "Traceback" not in session.text


def test_ctrl_c_and_ctrl_d_at_every_prompt_keep_all_and_the_same_command_goes_on(environment: dict[str, str]) -> None:
    stopped(begun(environment, 1, QUIZ), INTERRUPT)
    assert responses(environment) == []
    session = begun(environment, 1)
    options = options_of(session)
    assert len(options) == 4
    stopped(session.press("2", "› 2) "), END_OF_INPUT)
    for key, number in ((INTERRUPT, 1), (END_OF_INPUT, 2)):  # after feedback
        session = begun(environment, number)
        if number == 1:
            assert options_of(session) == options
        stopped(session.press("1\r", answered), key)
        assert len(responses(environment)) == number
    session = begun(environment, 3)
    session.press("1\r", answered).press("\r", "4/9 post").until(asking)
    for key in (INTERRUPT, END_OF_INPUT):  # while typing, and when typed
        stopped(session.press("12", "> 12▏"), key)
        session = begun(environment, 4)
    stopped(session.press("12\r", "Backspace edit"), END_OF_INPUT)
    assert len(responses(environment)) == 3
    assert len(events(environment, "begin")) == 1
    assert events(environment, "end") == []


def test_ctrl_d_after_the_last_feedback_is_an_end_like_any_other(environment: dict[str, str]) -> None:
    with Session([*QUIZ[:-1], "1"], environment) as session:
        session.until("1/1 post").until(asking).press("1\r", answered).press(END_OF_INPUT, "of 1 right")
        assert session.end() == 0
    assert len(events(environment, "end")) == 1


def test_a_program_that_is_killed_loses_nothing_it_acknowledged(environment: dict[str, str]) -> None:
    session = begun(environment, 1, QUIZ)
    with session:
        session.press("1\r", answered).press("\r", "2/9 post").until(asking)
        options = options_of(session)
        session.press("1", "[x]")
        assert session.kill() == -signal.SIGKILL
    assert [identity for identity, _, _ in responses(environment)] == ["long-single"]
    with begun(environment, 2) as session:
        assert "Resumed: 1 of 9 done." in session.text
        assert [line[2:] for line in options_of(session)] == [line[2:] for line in options]
        session.press("q", "Resume:")
        assert session.end() == 0


def test_a_request_to_end_is_an_interruption_too(environment: dict[str, str]) -> None:
    with begun(environment, 1, QUIZ) as session:
        os.kill(session.child.pid, signal.SIGTERM)
        session.until("Resume:")
        assert session.end() == 130
        assert session.stty() == session.modes


def test_no_color_leaves_no_colour_code_and_the_same_words(environment: dict[str, str]) -> None:
    texts = []
    for changes in ({}, {"NO_COLOR": "1"}):
        arguments = QUIZ if not changes else AGAIN
        with begun(environment | changes, 1, arguments) as session:
            session.press("2", "› 2) ")
            texts.append(session.text.replace("`", "").replace("**", "").split("\n\n", 1)[1])
            session.press(INTERRUPT, "Resume:")
            session.end()
            assert bool(COLOR.search(session.raw)) is not bool(changes)
    assert squeezed(texts[0]) == squeezed(texts[1])


def prompted(session: Session) -> bool:
    return session.last_line == ">"


@pytest.mark.parametrize("changes", [{"TERM": "dumb"}, {"AIINFRA_PLAIN": "1"}])
def test_a_dumb_terminal_and_plain_get_lines_and_no_escape_code(
    environment: dict[str, str], changes: dict[str, str]
) -> None:
    with Session(QUIZ, environment | changes, 40, 30) as session:
        session.until("1/9\n").until(prompted)
        for wrong in "9876":  # a person is asked again as often as needed
            session.press(f"{wrong}\r", f'"{wrong}" is none of 1 to 4. (type the').until(prompted)
        session.press("1 ??\r", "2/9\n").until(prompted)
        assert session.widest <= 40
        session.press(END_OF_INPUT, "Resume:")
        assert session.end() == 130
        assert b"\x1b" not in session.raw
    assert [sure for _, _, sure in responses(environment)] == ["guess"]


@mark.skipif(not shutil.which("bash"), reason="needs a shell with job control")
def test_ctrl_z_gives_the_terminal_back_and_the_question_comes_again(environment: dict[str, str]) -> None:
    script = f'set -m; "{sys.executable}" -m aiinfra_study quiz section-1 --no-shuffle; echo stopped; read; fg'
    with Session(["-c", script], environment, 80, 30, command="bash") as session:
        session.until("1/9 pre").until(asking).press("2", "› 2) ").press("\x1a", "stopped")
        assert session.stty()[3] == session.modes[3]
        assert session.raw.rfind(b"\x1b[?25h") > session.raw.rfind(b"\x1b[?25l")
        before = len(session.raw)
        session.press("\r", lambda session: b"\x1b[?25l" in session.raw[before:] and asking(session))
        assert session.marked("› 2) ")
        session.press("q", "Resume:")
        assert session.end() == 0
        assert session.stty() == session.modes


def test_without_a_section_a_list_offers_them(environment: dict[str, str]) -> None:
    with Session(["quiz", "--no-shuffle"], environment | {"PROMPT_TOOLKIT_NO_CPR": "1"}) as session:
        session.until("The laboratory of long questions").press(INTERRUPT, "")
        assert session.end() == 130
        assert session.stty() == session.modes
    with Session(["quiz", "--no-shuffle"], environment | {"PROMPT_TOOLKIT_NO_CPR": "1"}) as session:
        session.until("The laboratory of long questions").press("\r", "1/9 pre").until(asking).press("q", "Resume:")
        assert session.end() == 0
        assert "Traceback" not in session.text
