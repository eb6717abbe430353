"""`aiinfra lint --fix` and `--diff`: what is mended, what stays, and what happens where it cannot be."""

import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from conftest import Run  # type: ignore[import-not-found]

BANK = """\
# a bank
format: 1
questions:
  - ask: Which memory holds the weights of a served model?  # by us
    tags: [serving, gpu]   # unsorted
    right: The HBM of the GPU, see issue #1 of the book  # aiinfra: ignore[I3] it is a test
    wrong: [The DRAM of the host, The NVMe disk, The registers]   
    because: |
      Two spaces  
      stay.
  - id: cold-start
    ask: Which of these does not shorten the time to first token?
    right: A longer prompt
    wrong: [A cache of prefixes, A faster prefill, A shorter queue]
"""  # noqa: W291
MENDED = (
    BANK.replace("  - ask", "  - id: memory-holds-weights-served-model\n    ask")
    .replace("[serving, gpu]   #", "[gpu, serving]   #")
    .replace("The HBM of the GPU, see issue #1 of the book", '"The HBM of the GPU, see issue #1 of the book"')
    .replace("registers]   \n", "registers]\n")
)
EMPHASISED = MENDED.replace("does not shorten", "does **not** shorten")


@pytest.fixture
def bank(tmp_path: Path) -> Path:
    """A bank with one of everything that can be mended."""
    path = tmp_path / "work" / "bank" / "section-01.yaml"
    path.parent.mkdir(parents=True)
    path.write_bytes(BANK.encode())
    return path


@pytest.fixture
def lint(aiinfra: Run, bank: Path) -> Run:
    def lint(*arguments: str, **more: Any) -> Any:
        return aiinfra("lint", *arguments, **{"cwd": bank.parent.parent, **more})

    return lint


def test_what_needs_no_decision_is_mended_and_comments_stay(lint: Run, bank: Path) -> None:
    done = lint("bank", "--fix", "--format", "json")
    assert done.err == "Mended bank/section-01.yaml.\n"
    assert bank.read_text(encoding="utf-8") == MENDED
    told = {one["code"] for one in json.loads(done.out)}
    assert told & {"S205", "Y104"} == set()
    assert "I310" in told


def test_words_of_the_author_change_only_when_unsafe_is_said(lint: Run, bank: Path) -> None:
    assert "1 more can be mended by --fix --unsafe." in lint("bank").out
    lint("bank", "--fix", "--unsafe")
    assert bank.read_text(encoding="utf-8") == EMPHASISED


def test_the_second_time_there_is_nothing_to_mend(lint: Run, bank: Path) -> None:
    lint("bank", "--fix", "--unsafe")
    assert "Mended" not in lint("bank", "--fix", "--unsafe").err
    assert bank.read_text(encoding="utf-8") == EMPHASISED
    diff = lint("bank", "--diff", "--unsafe")
    assert (diff.code, diff.out) == (0, "")


def test_only_selected_rules_mend(lint: Run, bank: Path) -> None:
    lint("bank", "--fix", "--select", "S205")
    assert bank.read_text(encoding="utf-8") == BANK.replace(
        "  - ask", "  - id: memory-holds-weights-served-model\n    ask"
    )


def test_the_exit_code_is_that_of_what_is_left(lint: Run) -> None:
    assert lint("bank").code == 1  # an id is missing
    assert lint("bank", "--fix").code == 0
    assert lint("bank", "--fix", "--fail-on", "warning").code == 1


# ids


@pytest.mark.parametrize(
    ("question", "mended"),
    [
        ("- ask: Größe of cafés?\n  x", "- id: grosse-cafes\n  ask: Größe of cafés?\n  x"),
        ("-\n  ask: Why GPUs?\n  x", "-\n  id: gpus\n  ask: Why GPUs?\n  x"),
        ("- {ask: Why GPUs?, x", "- {id: gpus, ask: Why GPUs?, x"),
        ("- {\n  ask: Why GPUs?, x", "- {\n  id: gpus, ask: Why GPUs?, x"),
        ('- id: ""  # later\n  ask: Why GPUs?\n  x', "- id: gpus  # later\n  ask: Why GPUs?\n  x"),
        ("- ask: Why GPUs?\n  # so\n\n  id:\n  x", "- ask: Why GPUs?\n  # so\n\n  id: gpus\n  x"),
        ("- x: {id: y}\n  ask: 質問\n  x2", "- id: question\n  x: {id: y}\n  ask: 質問\n  x2"),
        ('- ask: >-\n    Why\n    GPUs?\n  x', "- id: why\n  ask: >-\n    Why\n    GPUs?\n  x"),
    ],
)  # fmt: skip
def test_an_id_is_written_in_the_style_of_the_question(lint: Run, bank: Path, question: str, mended: str) -> None:
    end = ": y}" if question.startswith("- {") else ": y"
    bank.write_text(f"format: 1\nquestions:\n{question}{end}\n", encoding="utf-8")
    lint("bank", "--fix")
    text = bank.read_text(encoding="utf-8")
    assert text == f"format: 1\nquestions:\n{mended}{end}\n".replace("id: why\n", _slug(text))


def _slug(text: str) -> str:
    """The line of the id that was written, where the words in it do not matter."""
    found = re.search(r"id: [a-z-]+\n", text)
    return found[0] if found else ""


def test_an_id_is_new_in_the_whole_course(lint: Run, bank: Path) -> None:
    question = "  - ask: Why GPUs?\n    right: a\n    wrong: [b, c]\n"
    for number in (1, 2):
        (bank.parent / f"section-0{number}.yaml").write_text(f"format: 1\nquestions:\n{question * 2}", encoding="utf-8")
    lint("bank", "--fix")
    texts = [path.read_text(encoding="utf-8") for path in sorted(bank.parent.iterdir())]
    assert re.findall("id: (.*)", "".join(texts)) == ["gpus", "gpus-2", "gpus-3", "gpus-4"]


@pytest.mark.parametrize("head", ["section: Bad Id\n", "objectives:\n  Bad Id:\n    text: Know it\n"])
def test_ids_that_are_no_question_s_get_none(lint: Run, bank: Path, head: str) -> None:
    text = f"format: 1\n{head}questions:\n  - id: one\n    ask: Why GPUs?\n    right: a\n    wrong: [b, c]\n"
    bank.write_text(text, encoding="utf-8")
    done = lint("bank", "--fix", "--select", "S205", "--format", "json")
    assert bank.read_text(encoding="utf-8") == text
    assert not any(one["fixable"] for one in json.loads(done.out))


def test_a_hundred_questions_get_their_ids_at_once(lint: Run, bank: Path) -> None:
    question = "  - ask: Why GPUs?\n    right: a\n    wrong: [b, c]\n"
    bank.write_text("format: 1\nquestions:\n" + question * 100, encoding="utf-8")
    lint("bank", "--fix", "--select", "S")
    assert len(set(re.findall("id: (.*)", bank.read_text(encoding="utf-8")))) == 100


# bytes


@pytest.mark.parametrize("mark", [b"", b"\xef\xbb\xbf"])
@pytest.mark.parametrize("end", [b"\n", b"\r\n"])
@pytest.mark.parametrize("last", [True, False])
def test_bytes_that_say_nothing_stay(lint: Run, bank: Path, mark: bytes, end: bytes, last: bool) -> None:
    def written(text: str) -> bytes:
        return mark + (text if last else text.rstrip("\n")).encode().replace(b"\n", end)

    bank.write_bytes(written(BANK))
    lint("bank", "--fix")
    assert bank.read_bytes() == written(MENDED)


@pytest.mark.skipif(sys.platform == "win32", reason="modes and links as POSIX has them")
def test_mode_and_link_stay(lint: Run, bank: Path, tmp_path: Path) -> None:
    target = tmp_path / "target.yaml"
    bank.rename(target)
    target.chmod(0o640)
    bank.symlink_to(target)
    lint("bank", "--fix")
    assert bank.is_symlink()
    assert target.read_text(encoding="utf-8") == MENDED
    assert target.stat().st_mode & 0o777 == 0o640
    assert [path.name for path in bank.parent.iterdir()] == [bank.name]


def test_a_file_with_parts_that_cannot_be_read_is_left_alone_and_that_is_said(lint: Run, bank: Path) -> None:
    broken = BANK + "  - id: broken\n    ask: one: two\n"
    bank.write_text(broken, encoding="utf-8")
    done = lint("bank", "--fix")
    assert bank.read_text(encoding="utf-8") == broken
    assert done.err == "bank/section-01.yaml is not mended: parts of it cannot be read.\n"
    assert done.code == 1


@pytest.mark.skipif(sys.platform == "win32", reason="permissions as POSIX has them")
def test_a_file_that_may_not_be_written_is_an_error_and_the_others_are_mended(lint: Run) -> None:
    lint("bank", "--diff")  # imports what it needs while root may still read it
    folder = Path(tempfile.mkdtemp(prefix="aiinfra-test-"))
    for number, mode in (1, 0o444), (2, 0o666):
        path = folder / f"section-0{number}.yaml"
        path.write_text(BANK.replace("cold-start", f"cold-start-{number}"), encoding="utf-8")
        path.chmod(mode)
    folder.chmod(0o777)
    nobody = os.geteuid() == 0
    try:
        os.seteuid(65534 if nobody else os.geteuid())
        done = lint(str(folder), "--fix", cwd=folder)
    finally:
        os.seteuid(0 if nobody else os.geteuid())
        texts = [path.read_text(encoding="utf-8") for path in sorted(folder.iterdir())]
        shutil.rmtree(folder)
    assert done.code == 3
    assert done.err.splitlines() == [
        "Mended section-02.yaml.",
        "Error: section-01.yaml cannot be written (Permission denied)",
        "Make the file and its folder writable.",
    ]
    assert [text.count("  - id: memory-holds") for text in texts] == [0, 1]


# --diff


@pytest.mark.skipif(not shutil.which("patch"), reason="needs patch")
@pytest.mark.parametrize("end", ["\n", "\r\n"])
@pytest.mark.parametrize("last", ["\n", ""])
def test_patch_takes_the_diff(bank: Path, end: str, last: str) -> None:
    data = (BANK.rstrip("\n") + last).replace("\n", end).encode()
    bank.write_bytes(data)
    folder = bank.parent.parent
    done = subprocess.run(
        [sys.executable, "-m", "aiinfra_study", "lint", "bank", "--diff"], cwd=folder, capture_output=True, check=False
    )
    assert done.returncode == 1
    assert bank.read_bytes() == data
    subprocess.run(["patch", "-p1", "--binary", "-s"], cwd=folder, input=done.stdout, check=True)
    assert bank.read_bytes() == (MENDED.rstrip("\n") + last).replace("\n", end).encode()


def test_a_diff_is_unified_and_names_the_file(lint: Run) -> None:
    lines = lint("bank", "--diff", "--fix").out.splitlines()
    assert lines[:2] == ["--- a/bank/section-01.yaml", "+++ b/bank/section-01.yaml"]
    assert lines[2].startswith("@@ -1,")


# stdin


def test_a_bank_on_stdin_comes_out_mended_and_findings_go_to_stderr(lint: Run) -> None:
    done = lint("-", "--fix", input=BANK)
    assert done.out == MENDED
    assert "<stdin>:" in done.err
    assert done.code == 0
    again = lint("-", "--fix", input=MENDED)
    assert again.out == MENDED


def test_a_bank_on_stdin_that_cannot_be_read_comes_out_as_it_came(lint: Run) -> None:
    done = lint("-", "--fix", input="a: [\n")
    assert (done.code, done.out) == (1, "a: [\n")
    assert "Y101" in done.err


def test_a_diff_of_stdin_goes_to_stdout(lint: Run) -> None:
    done = lint("-", "--diff", input=BANK)
    assert (done.code, done.err) == (1, "")
    assert "+  - id: memory-holds-weights-served-model\n" in done.out


# whatever the bank

TEXTS = [
    "Which is not so?", "GPU #1 of two", "a # b # c", "'q' # r", 'say "x" # y', "a\\b # c", "x  # comment",
    "[p, q # r]",
    "not true # 1", "\n    folded #1\n    text", "|\n      not #1  \n      b", '"Which is not here?"', "質問 #1 は",
    "{",
]  # fmt: skip


@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.lists(st.tuples(st.booleans(), *[st.sampled_from(TEXTS)] * 3, st.sampled_from(["", "  ", " \t"])), max_size=4),
    st.sampled_from(["\n", "\r\n"]),
)
def test_mending_twice_is_mending_once(lint: Run, questions: list[tuple[Any, ...]], end: str) -> None:
    text = "format: 1\nquestions:\n"
    for number, (named, ask, right, because, spaces) in enumerate(questions):
        text += f"  - id: q{number}\n    ask: {ask}\n" if named else f"  - ask: {ask}\n"
        text += f"    tags: [b, a]{spaces}\n    right: {right}{spaces}\n    wrong: [b, c]\n    because: {because}\n"
    once = lint("-", "--fix", "--unsafe", input=text.replace("\n", end))
    assert once.code in (0, 1)
    twice = lint("-", "--fix", "--unsafe", input=once.out.replace("\n", end))
    assert twice.out == once.out
