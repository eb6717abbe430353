"""Signals, closed streams, a full disk and a terminal that asks: POSIX only (see conftest)."""

import contextlib
import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import IO, Any

import pexpect
import pytest

from conftest import PATIENCE, environment

pytestmark = pytest.mark.usefixtures("bench")

PROGRAM = [sys.executable, "-m", "aiinfra_study"]


def read_until(stream: IO[bytes], mark: bytes) -> bytes:
    """What a program wrote, to the mark; it must come without an end of line."""
    seen = b""
    while not seen.endswith(mark):
        more = os.read(stream.fileno(), 1)
        assert more, f"ended with {seen!r}"
        seen += more
    return seen


@pytest.mark.parametrize("as_json", [False, True], ids=["lines", "json"])
def test_ctrl_c_keeps_what_was_responded_and_exits_130(as_json: bool, run: Any, home: Path) -> None:
    program = subprocess.Popen(
        [*PROGRAM, "quiz", "section-4", *(["--json"] if as_json else [])],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env=environment(),
    )
    assert program.stdin is not None
    conversation = program.stderr if as_json else program.stdout
    assert conversation is not None
    read_until(conversation, b"> ")
    program.stdin.write(b"yes\n")
    program.stdin.flush()
    read_until(conversation, b"> ")
    assert (home / "events.jsonl").read_bytes().count(b'"event":"response"') == 1, "on the disk before the next"
    program.send_signal(signal.SIGINT)
    out, err = program.communicate(timeout=PATIENCE)
    assert program.returncode == 130
    assert b"Traceback" not in out + err
    if as_json:
        body = json.loads(out)
        assert (body["finished"], body["responded"], body["count"]) == (None, 1, 4)
    else:
        assert b"Resume: aiinfra quiz section-4" in out
    assert "Resumed: 1 of 4 done." in run("quiz", "section-4").out


class Talk:
    """A review in another process, spoken with line by line."""

    def __init__(self, *arguments: str) -> None:
        self.program = subprocess.Popen(
            [*PROGRAM, "review", *arguments],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            env=environment(),
        )
        assert self.program.stdin is not None
        assert self.program.stdout is not None
        self._lines, self._told = self.program.stdin, self.program.stdout
        read_until(self._told, b"> ")

    def __enter__(self) -> "Talk":
        return self

    def __exit__(self, *_: object) -> None:
        if self.program.poll() is None:
            self.program.kill()
        with contextlib.suppress(ValueError):  # it has been read to its end already
            self.program.communicate()

    def say(self, line: str) -> bytes:
        """Say a line that is not the last; what it led to."""
        self._lines.write(f"{line}\n".encode())
        self._lines.flush()
        return read_until(self._told, b"> ")

    def end(self, line: str = "") -> tuple[int, bytes, bytes]:
        """Say the last line; exit code and what was written since."""
        out, err = self.program.communicate(f"{line}\n".encode() if line else None, timeout=PATIENCE)
        return self.program.returncode, out, err


def test_ctrl_c_in_a_review_keeps_what_was_responded(home: Path, run: Any) -> None:
    with Talk("section-4") as talk:
        talk.say("no")
        assert (home / "events.jsonl").read_bytes().count(b'"event":"response"') == 1, "on the disk before the next"
        talk.program.send_signal(signal.SIGINT)
        code, out, err = talk.end()
    assert code == 130
    assert b"Traceback" not in out + err
    assert b"Review: 1 question" in out
    assert run("review", "--json", input="yes\n" * 9).json["left"] == 0


@pytest.mark.parametrize("action", ["/hint", "/flag"])
def test_an_action_after_the_minutes_does_not_cut_the_running_question_off(action: str) -> None:
    """`--minutes` finishes the running question (docs/cli.md)."""
    with Talk("section-4", "--minutes", "0.02") as talk:
        assert b"Is cache-2 right?" in talk.say("yes")
        time.sleep(1.3)
        talk.say(action)
        code, out, _ = talk.end("yes")
    assert code == 0
    assert "✓ Right".encode() in out


def test_a_section_started_over_in_another_terminal_does_not_break_a_review(run: Any) -> None:
    run("config", "leech_lapses", "1")
    run("review", "section-4", input="yes\n" * 4, env={"AIINFRA_NOW": "2001-11-01T09:00:00Z"})
    with Talk("section-4") as talk:
        talk.say("no")
        assert run("reset", "section-4", "--yes").code == 0
        talk.say("yes")
        code, out, err = talk.end("/quit")
    assert (code, err) == (0, b"")
    assert b"Review: 2 questions" in out


def test_a_response_taken_back_in_another_terminal_is_no_harm(run: Any, home: Path) -> None:
    with Talk("section-4") as talk:
        talk.say("no")
        assert run("undo", "--yes").code == 0
        talk.say("/undo")
        talk.say("yes")
        assert talk.end("/quit")[0] == 0
    assert json.loads((home / "progress.json").read_bytes())["cards"]["bench/cache-1"]["reps"] == 1


@pytest.mark.parametrize("redirection", [">&-", "2>&-", "<&-", ">&- 2>&- <&-"])
@pytest.mark.parametrize("line", ["status", "quiz section-4", "quizz", "--help"])
def test_streams_may_be_closed(redirection: str, line: str) -> None:
    done = subprocess.run(
        f"{sys.executable} -m aiinfra_study {line} {redirection}",
        shell=True,
        input=b"yes\n" * 4,
        capture_output=True,
        env=environment(),
        timeout=PATIENCE,
        check=False,
    )
    assert b"Traceback" not in done.stderr
    expected = {"quizz": 2, "quiz section-4": 130 if "<&-" in redirection else 0}.get(line, 0)
    assert done.returncode == expected, done.stderr


@pytest.mark.parametrize("line", [["sections"], ["sections", "--json"], ["--version"]])
def test_a_full_disk_behind_stdout_exits_3(line: list[str]) -> None:
    if not Path("/dev/full").exists():
        return
    with open("/dev/full", "wb") as full:
        done = subprocess.run(
            [*PROGRAM, *line], stdout=full, stderr=subprocess.PIPE, env=environment(), timeout=60, check=False
        )
    assert done.returncode == 3
    assert len(done.stderr.splitlines()) == 2, done.stderr


def test_a_reader_that_takes_one_line_gets_it() -> None:
    """`aiinfra COMMAND | head -1`, by the shell."""
    for line, first in (("sections", "Bench of small banks"), ("quiz section-1", "Pre-quiz"), ("config", "setting")):
        shell = f"yes | {sys.executable} -m aiinfra_study {line} | head -1"
        done = subprocess.run(shell, shell=True, capture_output=True, env=environment(), timeout=60, check=False)
        assert done.stdout.decode().startswith(first)
        assert done.stderr == b""


@pytest.mark.parametrize("how", [["--plain"], []], ids=["plain", "dumb terminal"])
def test_at_a_plain_terminal_undo_asks_in_a_line(how: list[str], run: Any, home: Path) -> None:
    run("quiz", "section-4", input="yes\n" * 2)
    env = environment({"TERM": "xterm" if how else "dumb"})
    for said, told in (("n", "Nothing was changed."), ("", "Nothing was changed."), ("y", "Taken back")):
        child = pexpect.spawn(PROGRAM[0], [*PROGRAM[1:], "undo", *how], env=env, timeout=PATIENCE, encoding="utf-8")
        child.expect_exact("[y/N] ")
        child.sendline(said)
        child.expect_exact(told)
        assert "\x1b" not in child.before
        child.expect(pexpect.EOF)
        child.close()
        assert child.exitstatus == 0
    events = [json.loads(line)["event"] for line in (home / "events.jsonl").read_text().splitlines()]
    assert events.count("undo") == 1


def test_ctrl_c_at_a_confirmation_exits_130(run: Any, home: Path) -> None:
    run("quiz", "section-4", input="yes\n")
    log = (home / "events.jsonl").read_bytes()
    child = pexpect.spawn(PROGRAM[0], [*PROGRAM[1:], "undo", "--plain"], env=environment(), timeout=PATIENCE)
    child.expect_exact("[y/N] ")
    child.sendintr()
    child.expect(pexpect.EOF)
    child.close()
    assert child.exitstatus == 130
    assert (home / "events.jsonl").read_bytes() == log
