"""What only the real program in a process of its own can show: streams, imports, no network."""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from aiinfra_study.__main__ import main
from conftest import PATIENCE, environment

pytestmark = pytest.mark.usefixtures("bench")

# what is imported when the first question waits for a response, and at the end
LOOK = """
import sys
class Waiting:
    encoding = "utf-8"
    def isatty(self): return False
    def readline(self):
        if not told: tell("first")
        return typed.readline()
told = []
def tell(when):
    told.append(when)
    with open(sys.argv[0] + when, "w") as file: file.write("\\n".join(sys.modules))
arguments = sys.argv[2:]
sys.argv[0] = sys.argv[1]
typed, sys.stdin = sys.stdin, Waiting()
from aiinfra_study.cli.fast import run
code = run(arguments)
tell("last")
sys.exit(code)
"""
NO_NETWORK = """
import os, sys
def hook(event, _):
    if event.startswith(("socket.", "urllib.", "http.", "ftplib.", "smtplib.")):
        os.write(2, b"NETWORK: " + event.encode())
        os._exit(99)
sys.addaudithook(hook)
from aiinfra_study.cli.fast import run
sys.exit(run(sys.argv[1:]))
"""


def python(code: str, *arguments: str, **options: Any) -> subprocess.CompletedProcess[bytes]:
    options = {"input": b"", "capture_output": True, "env": environment(), **options}
    return subprocess.run([sys.executable, "-c", code, *arguments], timeout=PATIENCE, check=False, **options)


def imported(tmp_path: Path, when: str, *arguments: str, typed: str = "", **env: str | None) -> set[str]:
    """The modules a command line has imported, and the packages they are in."""
    done = python(LOOK, str(tmp_path / "seen-"), *arguments, env=environment(env), input=typed.encode())
    assert b"Traceback" not in done.stderr, done.stderr
    found = (tmp_path / f"seen-{when}").read_text().splitlines()
    return {*found, *(name.partition(".")[0] for name in found)}


@pytest.mark.shipped
def test_both_ways_to_run_it_in_a_test_agree(run: Any, aiinfra: Any, bench: Path) -> None:
    for line in (["sections"], ["show", "k-single"], ["quizz"], ["status", "--json"], ["course"]):
        assert run(*line) == aiinfra(*line)
    for program, learner in ((run, "a"), (aiinfra, "b")):
        line = ["quiz", "section-4", "--seed", "1", "--progress", str(bench / f"{learner}.json")]
        assert program(*line, input="yes\r\n" * 4).code == 0


def test_the_script_is_the_same_as_the_module(run: Any) -> None:
    script = Path(sys.executable).with_name("aiinfra" + (".exe" if os.name == "nt" else ""))
    if not script.exists():
        pytest.skip("the program is not installed here, only to be imported")
    done = subprocess.run([script, "--version"], capture_output=True, env=environment(), check=True)
    assert done.stdout.decode() == run("--version").out


def test_version_and_status_import_nothing_they_do_not_need(run: Any, tmp_path: Path) -> None:
    """Not even `collections`: a shell prompt waits for them."""
    run("quiz", "section-4", input="yes\n" * 4)
    bare = {*python("import sys; print(*sys.modules)").stdout.decode().split(), "aiinfra_study", "time", "zlib"}
    ours = {f"aiinfra_study.{name}" for name in ("cli", "cli.fast", "cli.glance")}
    for line in (["--version"], ["-V"], ["status"]):
        found = imported(tmp_path, "last", *line, AIINFRA_BANKS=None, AIINFRA_COURSE=None)
        assert found - bare <= ours, line


@pytest.mark.parametrize("words", [["review"], ["progress"], ["stats"]])
def test_what_is_run_every_day_loads_no_large_library(words: list[str], run: Any, tmp_path: Path) -> None:
    run("sections")  # compiles the banks
    heavy = {"typer", "rich", "yaml", "questionary", "prompt_toolkit", "pygments", "markdown_it"}
    assert imported(tmp_path, "last", *words) & heavy == set()


def test_a_quiz_that_rates_nothing_loads_no_scheduler(tmp_path: Path) -> None:
    """A pre-quiz to its end; a post-quiz, which makes cards, shows that it would be noticed."""
    assert "fsrs" not in imported(tmp_path, "last", "quiz", "section-4", "--pre", typed="yes\n" * 4)
    assert "fsrs" in imported(tmp_path, "last", "quiz", "section-4", "--post", typed="yes\n")


@pytest.mark.parametrize("section", ["section-3", "other/section-1", "3", ""])
def test_a_bare_quiz_shows_its_first_question_without_a_library(section: str, run: Any, tmp_path: Path) -> None:
    run("sections")  # compiles the banks
    heavy = {"typer", "rich", "yaml", "questionary", "prompt_toolkit", "dataclasses", "platformdirs"}
    line = ["quiz", *([section] if section else [])]
    assert imported(tmp_path, "first", *line) & heavy == set()
    assert imported(tmp_path, "last", *line) & heavy == set(), "nor in the summary"


def test_the_list_of_sections_needs_no_library_and_reads_no_question(run: Any, tmp_path: Path) -> None:
    run("sections")  # compiles the banks
    heavy = {"typer", "rich", "yaml", "questionary", "platformdirs", "fsrs", "aiinfra_study.core.question_fields"}
    assert not imported(tmp_path, "last", "sections") & heavy


def test_help_of_the_program_imports_no_command(tmp_path: Path) -> None:
    done = python(LOOK, str(tmp_path / "seen-"), "--help")
    assert done.returncode == 0
    modules = (tmp_path / "seen-last").read_text().splitlines()
    assert not [name for name in modules if name.startswith(("aiinfra_study.cli.commands.", "yaml", "questionary"))]


@pytest.mark.parametrize(
    "line",
    [["quiz", "section-4"], ["sections"], ["doctor"], ["status"], ["show", "k-single"], ["--help"], ["--version"], []],
    ids=lambda line: " ".join(line),
)
def test_nothing_goes_to_the_network(line: list[str]) -> None:
    done = python(NO_NETWORK, *line, input=b"yes\n" * 4)
    assert (done.returncode, done.stderr) == (0, b"")


def test_the_guard_against_the_network_would_notice() -> None:
    code = NO_NETWORK.partition("from aiinfra")[0] + "import socket; socket.socket()"
    assert python(code).returncode == 99


@pytest.mark.parametrize(
    "line",
    [
        *(["sections"], ["sections", "--json"], ["status"], ["status", "--json"], ["--version"], ["config"]),
        *(["show", "k-single"], ["quiz", "section-1"], ["quiz", "section-1", "--json"], ["doctor"], ["course"], []),
    ],
    ids=lambda line: " ".join(line),
)
def test_a_reader_that_went_away_is_no_error(line: list[str]) -> None:
    """As in `aiinfra sections | head -1`: no message, no traceback."""
    reading, writing = os.pipe()
    os.close(reading)
    done = subprocess.run(
        [sys.executable, "-m", "aiinfra_study", *line],
        input=b"/skip\n" * 9,
        stdout=writing,
        stderr=subprocess.PIPE,
        env=environment(),
        timeout=PATIENCE,
        check=False,
    )
    os.close(writing)
    conversation = done.stderr if "quiz" in line and "--json" in line else b""
    assert (done.returncode, done.stderr) == (0, conversation)


@pytest.mark.parametrize("line", [["--version"], ["sections", "--json"], ["quizz", "--json"], ["quiz", "--help"]])
def test_nor_is_it_where_nothing_is_buffered(line: list[str]) -> None:
    """With PYTHONUNBUFFERED every print fails by itself, not only the last one."""
    reading, writing = os.pipe()
    os.close(reading)
    program = [sys.executable, "-u", "-m", "aiinfra_study", *line]
    done = subprocess.run(
        program, stdout=writing, stderr=subprocess.PIPE, env=environment(), timeout=PATIENCE, check=False
    )
    os.close(writing)
    assert b"roken pipe" not in done.stderr
    assert len(done.stderr.splitlines()) == (2 if "quizz" in line else 0)


def test_ctrl_c_while_the_program_is_being_loaded_ends_it_with_130(monkeypatch: Any, capsys: Any) -> None:
    def interrupted(_: list[str]) -> int:
        raise KeyboardInterrupt

    monkeypatch.setattr("aiinfra_study.cli.fast.run", interrupted)
    with pytest.raises((SystemExit, KeyboardInterrupt)) as ended:
        main()
    assert (ended.type, ended.value.args) == (SystemExit, (130,))
    assert capsys.readouterr() == ("", "\n")


def test_every_encoding_of_the_terminal_will_do(run: Any) -> None:
    for encoding in ("ascii", "cp1252", "latin-1"):
        done = run("quiz", "section-1", "--post", input="2\n" * 40, env={"PYTHONIOENCODING": encoding})
        assert "Traceback" not in done.err
        assert "? Wrong" not in done.out
        assert done.code in (0, 130)


def test_two_programs_keep_their_responses_in_one_log(home: Path) -> None:
    """Started together on two sections; none waits for the other, nothing is lost."""
    running = [
        subprocess.Popen(
            [sys.executable, "-m", "aiinfra_study", "quiz", name],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            env=environment(),
        )
        for name in ("section-3", "section-4")
    ]
    for program in running:
        out, err = program.communicate(b"yes\n" * 10, timeout=PATIENCE)
        assert program.returncode == 0, err
        assert b"right, score 100 %" in out
    lines = (home / "events.jsonl").read_text(encoding="utf-8").splitlines()
    events = [json.loads(line) for line in lines]
    assert len(events) == 2 + 10 + 4 + 2
    assert len({event["id"] for event in events}) == len(events)
