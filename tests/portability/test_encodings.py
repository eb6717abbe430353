"""Streams that are not UTF-8: whatever is said comes out in characters they have, and what is typed is understood."""

import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from conftest import PATIENCE, environment, within
from ui.laboratory import IDS, right_line

SEED = 7
ENCODINGS = ("ascii", "cp1252", "cp932")
QUIZ = ["quiz", "section-1", "--post", "--no-shuffle", "--seed", str(SEED), "-n", "20"]
EVERY_KIND = "".join(f"{right_line(identity, SEED)} ?\n" for identity in IDS)
MOJIBAKE = ("Ã", "â€", "\ufffd", "Â\xb5", "ï»¿")
COMMANDS = [
    [], ["--help"], ["quiz", "--help"], ["status"], ["sections"], ["course"], ["course", "lab"], ["next"], ["config"],
    ["progress"], ["progress", "section-1"], ["stats"], ["plan", "--by", "2027-01-15"], ["plan"],
    ["study", "section-1"], ["study", "section-1", "--list"], ["show", "wide-multiple"], ["doctor"], ["undo", "--list"],
    ["flag", "plain-claim"],
    ["lint"], ["lint", "{banks}", "--format", "concise"], ["lint", "{banks}", "--statistics"], ["quizz"],
    ["quiz", "显存"], ["show", "µ"], ["lint", "--explain", "I301"], ["report", "{banks}/Bericht µ.html"],
]  # fmt: skip
AS_JSON = [
    ["status"], ["sections"], ["progress"], ["progress", "section-1"], ["stats"], ["plan"], ["next"], ["course"],
    ["quiz", "显存"], ["doctor"],
]  # fmt: skip


pytestmark = pytest.mark.usefixtures("few_banks")


class Said(NamedTuple):
    """What a command did, and wrote to streams of one encoding."""

    code: int
    out: bytes
    err: bytes


Ask = Callable[..., Said]


@pytest.fixture
def ask(banks: Path, monkeypatch: pytest.MonkeyPatch) -> Ask:
    """The program in this process, with streams of an encoding that are as strict as Python makes them."""

    def ask(encoding: str, *words: str, typed: bytes = b"", terminal: bool = False) -> Said:
        with monkeypatch.context() as patch:
            patch.setenv("COLUMNS", "80")
            if terminal:
                patch.setenv("FORCE_COLOR", "1")
            return Said(*within((word.replace("{banks}", str(banks)) for word in words), typed, encoding))

    return ask


def read(said: Said, encoding: str) -> str:
    """Both streams, decoded strictly; nothing in them is a defect, and nothing was decoded as what it is not."""
    text = said.out.decode(encoding) + said.err.decode(encoding)
    assert "Traceback" not in text
    assert said.code != 70, text
    assert "\\u" not in text, text
    assert "\\x" not in text, text
    assert [sign for sign in MOJIBAKE if sign in text] == []
    return text


@pytest.mark.parametrize("encoding", ENCODINGS)
def test_every_command_speaks_in_the_characters_of_the_stream(ask: Ask, encoding: str) -> None:
    asked = read(ask(encoding, *QUIZ, typed=EVERY_KIND.encode(encoding)), encoding)
    assert "9 of 9 right" in asked
    assert "+ Right" in asked
    for words in COMMANDS:
        assert read(ask(encoding, *words, terminal=encoding == "ascii"), encoding), words


@pytest.mark.parametrize("encoding", ENCODINGS)
def test_a_review_takes_responses_in_any_encoding(ask: Ask, encoding: str, monkeypatch: pytest.MonkeyPatch) -> None:
    ask(encoding, *QUIZ, typed=EVERY_KIND.encode(encoding))
    monkeypatch.setenv("AIINFRA_NOW", "2036-01-01T12:00:00Z")
    said = read(ask(encoding, "review", typed=b"1\n/skip\n/hint\n/read\n/flag\n" * 9), encoding)
    assert "eview" in said


def test_signs_have_twins_of_ascii(ask: Ask) -> None:
    shown = read(ask("ascii", "study", "section-1"), "ascii")
    assert '"u x -> +"' in shown
    assert "5 us +- 1" in shown
    assert "<= 80 GB" in shown
    assert "Done ... the end." in shown
    assert "Prefill x1" in shown
    helped = read(ask("ascii", "--help"), "ascii")
    assert "?" not in helped.replace("?]", ""), helped


@pytest.mark.parametrize("encoding", ENCODINGS)
@pytest.mark.parametrize("words", AS_JSON, ids=" ".join)
def test_json_is_ascii_or_utf_8_and_loses_nothing(ask: Ask, words: list[str], encoding: str) -> None:
    said = ask(encoding, *words, "--json")
    assert said.out.isascii()
    same = ask("utf-8", *words, "--json")
    assert _steady(json.loads(said.out)) == _steady(json.loads(same.out.decode()))


def _steady(body: Any) -> Any:
    """An object without what is told of the streams themselves."""
    return {key: value for key, value in body.items() if key != "facts"}


@pytest.mark.parametrize("form", ["json", "sarif", "gitlab", "junit", "github"])
def test_findings_for_programs_are_utf_8_everywhere(ask: Ask, form: str) -> None:
    said = [ask(encoding, "lint", "{banks}", "--format", form) for encoding in (*ENCODINGS, "utf-8")]
    assert said[-1].out
    assert {each.out for each in said} == {said[-1].out}
    said[-1].out.decode("utf-8")


@pytest.mark.parametrize(
    ("encoding", "typed"),
    [
        ("cp1252", "14 µm".encode("cp1252")),
        ("cp1252", b"7 \x81\x8d\x8f"),  # bytes that this encoding has not
        ("latin-1", "2 × 7 GB".encode("latin-1")),
        ("ascii", "14 µGB".encode()),
        ("ascii", b"\xff\xfe\xb5"),
        ("utf-8", b"\xff\xfe\xb5"),
        ("utf-8", "\ufeff14 GB".encode()),
        ("cp932", b"\x81"),
    ],
)
def test_no_bytes_that_are_typed_are_a_traceback(ask: Ask, encoding: str, typed: bytes) -> None:
    said = ask(encoding, *QUIZ, typed=b"/skip\n" * 3 + typed + b"\n" + typed + b"\r\n" + typed + b"\n/quit\n")
    assert said.code == 0
    assert b"4/9" in said.out
    assert said.err == b""


@pytest.mark.parametrize("encoding", ["cp1252", "latin-1", "ascii", "utf-8"])
def test_signs_that_are_typed_in_the_encoding_of_the_stream_are_understood(
    ask: Ask, encoding: str, tmp_path: Path
) -> None:
    """Where the stream has only ASCII they are UTF-8."""
    typed = "5 µs × 2 é\n".encode("utf-8" if encoding == "ascii" else encoding)
    ask(encoding, *QUIZ, typed=b"/skip\n" * 4 + typed + b"/quit\n")
    log = [json.loads(line) for line in (tmp_path / "home" / "events.jsonl").read_text("utf-8").splitlines()]
    said = [event["response"] for event in log if event["event"] == "response" and event["response"]]
    assert said == ["5 µs × 2 é"]


def test_a_byte_order_mark_before_the_first_line_is_no_part_of_it(ask: Ask) -> None:
    """PowerShell sends one into a pipe."""
    said = ask("utf-8", *QUIZ, typed=("\ufeff" + EVERY_KIND).encode())
    assert "9 of 9 right" in said.out.decode()


def test_a_bank_with_a_byte_order_mark_and_ends_of_lines_of_windows_is_a_bank(ask: Ask, banks: Path) -> None:
    for path in (banks / "lab").iterdir():
        text = path.read_text(encoding="utf-8")
        path.write_bytes(b"\xef\xbb\xbf" + text.replace("\n", "\r\n").encode())
    said = ask("utf-8", *QUIZ, typed=EVERY_KIND.replace("\n", "\r\n").encode())
    assert "9 of 9 right" in said.out.decode()
    assert "5 µs" in ask("utf-8", "study", "section-1").out.decode()
    assert ask("utf-8", "doctor").code == 0


def in_locale(words: list[str], typed: bytes = b"", **variables: str | None) -> "subprocess.CompletedProcess[bytes]":
    """The program in a process of its own whose locale is C, and nothing makes it UTF-8."""
    plain: dict[str, str | None] = {"LC_ALL": "C", "LANG": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"}
    return subprocess.run(
        [sys.executable, "-m", "aiinfra_study", *words],
        input=typed,
        capture_output=True,
        env=environment({**plain, "PYTHONIOENCODING": None, **variables}),
        timeout=PATIENCE,
        check=False,
    )


@pytest.mark.skipif(sys.platform == "win32", reason="locales as POSIX has them")
@pytest.mark.parametrize("variables", [{}, {"PYTHONIOENCODING": "cp1252"}], ids=["locale C", "cp1252"])
def test_the_program_runs_where_the_locale_is_c(banks: Path, variables: dict[str, str]) -> None:
    encoding = variables.get("PYTHONIOENCODING", "ascii")
    done = in_locale(QUIZ, EVERY_KIND.encode(encoding), **variables)
    assert "9 of 9 right" in read(Said(done.returncode, done.stdout, done.stderr), encoding)
    for words in (["study", "section-1"], ["progress", "--json"], ["lint", str(banks)], ["--help"]):
        done = in_locale(words, **variables)
        assert done.returncode in (0, 1), done
        assert read(Said(done.returncode, done.stdout, done.stderr), encoding)


@pytest.mark.skipif(os.name == "nt", reason="Windows has no pseudo-terminals")
@pytest.mark.filterwarnings("ignore:.*fork.*:DeprecationWarning")
@pytest.mark.parametrize("encoding", ["ascii", "cp1252"])
@pytest.mark.usefixtures("banks")
def test_a_terminal_that_is_not_utf_8_shows_and_sends_what_it_has(encoding: str) -> None:
    from ui.pseudo_terminal import INTERRUPT, Session, answered, asking

    variables = environment({"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"})
    with Session(QUIZ, variables | {"PYTHONIOENCODING": encoding, "TERM": "xterm"}, 80, 40) as session:
        for number in range(1, 4):
            session.until(f"{number}/9 post").until(asking).press("s", answered).child.send("\r")
        session.until("4/9 post").until(asking)
        session.child.send("µ".encode("utf-8" if encoding == "ascii" else encoding))
        session.until("> u_").press(INTERRUPT, "Resume:")
        assert session.end() == 130
        text = session.raw.decode(encoding)
    assert "Traceback" not in text
    assert [sign for sign in MOJIBAKE if sign in text] == []
