"""Whatever lies in a bank folder, `aiinfra lint` tells it in words with exit 1, soon, and lints the other files."""

import json
import os
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from aiinfra_study.core.bank import MAX_QUESTIONS
from aiinfra_study.core.fields import MAX_TOLD
from aiinfra_study.store.files import MAX_BYTES, read_section_file
from hostile.harness import patience

FORMATS = ("text", "concise", "json", "github", "sarif", "junit", "gitlab")
HANG = 30  # seconds; each of these takes less than one
GOOD = """\
format: 1
questions:
  - id: weights
    ask: Which memory holds the weights of a served model?
    right: The HBM of the GPU
    wrong: [The DRAM of the host, The NVMe disk, The registers]
"""
HEAD = "format: 1\nquestions:\n"


def question(number: int, *lines: str) -> str:
    text = f"  - id: q{number}\n    ask: What is number {number}?\n    right: a\n    wrong: [b, c]\n"
    return text + "".join(f"    {line}\n" for line in lines)


def number(given: str, expression: str) -> str:
    return f"{HEAD}  - {{id: n, ask: How much is it?, given: {{x: {given}}}, number: {json.dumps(expression)}}}\n"


def alias_bomb() -> str:
    rows = [f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 9)}]\n" for n in range(1, 30)]
    return "a0: &a0 [x, x]\n" + "".join(rows)


TEXTS: dict[str, tuple[str | bytes, str]] = {
    "empty": (b"", "S202"),
    "binary": (bytes(range(256)) * 99, "Y100"),
    "zeros": (bytes(100_000), "T601"),
    "latin-1": ("format: 1\ntitle: Größe\n".encode("latin-1"), "Y100"),
    "utf-16": (GOOD.encode("utf-16"), "Y100"),
    "too large": (b"#" * (MAX_BYTES + 1), "Y100"),
    "a million brackets": (b"[" * 1_000_000, "Y103"),
    "a million braces": (b"{" * 1_000_000, "Y103"),
    "a million brackets and a comment": (b"# aiinfra: ignore[I301] so\n" + b"[" * 1_000_000, "Y103"),
    "a million dashes": (b"- " * 1_000_000, "Y103"),
    "alias bomb": (alias_bomb(), "Y103"),
    "python tag": (HEAD + "  - !!python/object/apply:os.system [id]\n", "Y103"),
    "tag directives": ("".join(f"%TAG !{n}! x\n" for n in range(100_000)) + "---\na: 1\n", "Y103"),
    "documents": ("---\na: 1\n" * 9, "Y103"),
    "escape characters": (GOOD.replace("weights of", "weights \x1b[2J\u202e of"), "T601"),
    "escaped escape characters": (HEAD + question(1, 'hint: "\\e[2J\\x9b\\u202E"'), "T601"),
    "a character YAML has no place for": (GOOD.replace("weights of", "weights \uffff of"), "T601"),
    "too many questions": (HEAD + "".join(f"  - {{id: q{n}}}\n" for n in range(MAX_QUESTIONS + 1)), "S203"),
    "a text of 65 KiB": (HEAD + question(1, "hint: " + "x" * 65 * 1024), "Y103"),
    "400,000 values": ("[" * 2 + "x," * 400_000, "Y103"),
    "10,000 unknown keys": (GOOD + "".join(f"k{n}: 1\n" for n in range(10_000)), "S201"),
    "every key twice": ("a: 1\n" * 20_000, "Y102"),
    "every question refused": (HEAD + "".join(question(n, "rev: 0", "use: x", "lvl: 1") for n in range(1500)), "S203"),
    "anchors everywhere": (HEAD + "".join(question(n, "hint: &a x", "code: &b y") for n in range(1500)), "Y103"),
    "every question broken": (HEAD + "".join(question(n, "hint: one: two") for n in range(1500)), "Y101"),
    "quotation marks open": (HEAD + "".join(question(n, 'hint: "one') for n in range(1500)), "Y101"),
    "no objective declared": (
        HEAD.replace("questions", "objectives:\n" + "".join(f"  o-{n}: x\n" for n in range(1200)) + "questions")
        + "".join(question(n, f"objective: p-{n}") for n in range(1200)),
        "S203",
    ),
    "20,000 options": (HEAD + question(1).replace("[b, c]", f"[{', '.join('b' * 20_000)}]"), "S209"),
    "20,000 gaps that stay open": (HEAD + f"  - {{id: q, blanks: '{'[[' * 20_000}'}}\n", "S202"),
    "100,000 accepted commands": (
        HEAD + f"  - {{id: q, ask: Which?, match_as: command, answer: [{'ls -l,' * 100_000}]}}\n",
        "S203",
    ),
    "a deep expression": (number("1", "-" * 190 + "1"), "N501"),
    "a tower of powers": (number("1", "9**9**9**9"), "N502"),
    "a huge exponent": (number("{choose: [1e999999999]}", "x"), "N501"),
    "a long range": (number("{range: [1, 1e300]}", "x"), "N501"),
}


@pytest.fixture
def course(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A course of one good bank in a bank folder, which is the working folder."""
    folder = tmp_path / "banks" / "course"
    folder.mkdir(parents=True)
    (folder / "section-02.yaml").write_text(GOOD, encoding="utf-8")
    monkeypatch.chdir(folder.parent)
    return folder


@pytest.fixture
def lint(aiinfra: Any, course: Path) -> Callable[..., list[dict[str, Any]]]:  # noqa: ARG001
    """The findings of a run that ends with exit 1, in time, and without a word on stderr."""

    def lint(*arguments: str) -> list[dict[str, Any]]:
        with patience(HANG):
            done = aiinfra("lint", "--format", "json", *arguments)
        assert (done.code, done.err) == (1, "")
        assert "\x1b" not in done.out
        found: list[dict[str, Any]] = json.loads(done.out)
        return found

    return lint


Lint = Callable[..., list[dict[str, Any]]]


def codes(found: list[dict[str, Any]], name: str) -> set[str]:
    return {one["code"] for one in found if one["file"] == f"course/{name}"}


@pytest.mark.parametrize("what", TEXTS)
def test_a_bad_bank_is_a_finding_and_the_others_are_linted(what: str, course: Path, lint: Lint) -> None:
    text, code = TEXTS[what]
    (course / "section-01.yaml").write_bytes(text if isinstance(text, bytes) else text.encode())
    found = lint("course")
    assert code in codes(found, "section-01.yaml")
    assert "I321" in codes(found, "section-02.yaml")
    assert all(one["line"] >= 1 and one["column"] >= 1 and len(one["message"]) < 1000 for one in found)


COURSE_TEXTS = [what for what, (_, code) in TEXTS.items() if code.startswith("Y") and "ever" not in what]


@pytest.mark.parametrize("what", COURSE_TEXTS)
def test_a_bad_course_file_is_a_finding_and_the_banks_are_linted(what: str, course: Path, lint: Lint) -> None:
    text, code = TEXTS[what]
    (course / "course.yaml").write_bytes(text if isinstance(text, bytes) else text.encode())
    found = lint("course")
    assert codes(found, "course.yaml") & {code, "Y101"}  # (which questions are broken does not matter here)
    assert "I321" in codes(found, "section-02.yaml")


# files that are none


def fifo(path: Path) -> None:
    os.mkfifo(path)


def device(path: Path) -> None:
    path.symlink_to("/dev/zero")


def directory(path: Path) -> None:
    path.mkdir()


def loop(path: Path) -> None:
    path.symlink_to(path.name)


def dangling(path: Path) -> None:
    path.symlink_to("nowhere")


def folder_above(path: Path) -> None:
    path.symlink_to("..")


def unreadable(path: Path) -> None:
    """A regular file that fails while it is read, whoever reads it."""
    if not Path("/proc/self/mem").exists():
        pytest.skip("nothing here is unreadable to everybody")
    path.symlink_to("/proc/self/mem")


STRANGE = (fifo, device, directory, loop, dangling, folder_above, unreadable) if os.name != "nt" else (directory,)


@pytest.mark.parametrize("name", ["section-01.yaml", "course.yaml"])
@pytest.mark.parametrize("make", STRANGE, ids=lambda make: make.__name__)
def test_what_is_no_file_is_one_finding_and_the_others_are_linted(
    make: Callable[[Path], None], name: str, course: Path, lint: Lint
) -> None:
    make(course / name)
    found = lint("course")
    assert [one["code"] for one in found if one["file"] == f"course/{name}"] == ["Y100"]
    assert "I321" in codes(found, "section-02.yaml")
    if not (course / name).is_dir():
        assert codes(lint(f"course/{name}"), name) == {"Y100"}  # named alone, too


@pytest.mark.skipif(os.name == "nt", reason="links need a right of their own")
def test_links_that_lead_in_a_circle_end(course: Path, aiinfra: Any) -> None:
    """A folder in itself, a course in a course, a bank folder in a course."""
    (course / "again").symlink_to(".")
    (course / "above").symlink_to("..")
    (course.parent / "again").symlink_to(".")
    (course.parent / "self").symlink_to("self")
    with patience(HANG):
        done = aiinfra("lint", ".", "--format", "concise")
    assert (done.code, done.err) == (0, "")
    assert "course/section-02.yaml:4:" in done.out or "course/section-02.yaml:3:" in done.out


def test_a_file_that_comes_and_goes_is_told_or_not(course: Path, aiinfra: Any) -> None:
    """Gone when it is read it is one finding (Y100), gone before it is none."""
    over = threading.Event()

    def come_and_go() -> None:
        while not over.is_set():
            (course / "section-01.yaml").write_text(GOOD.replace("weights", "other"), encoding="utf-8")
            (course / "section-01.yaml").unlink()

    thread = threading.Thread(target=come_and_go)
    thread.start()
    try:
        done = [aiinfra("lint", "course", "--format", "json") for _ in range(10)]
    finally:
        over.set()
        thread.join()
    for one in done:
        assert one.code in (0, 1)
        assert one.err == ""
        assert "I321" in codes(json.loads(one.out), "section-02.yaml")


# what is in a file


def test_a_byte_order_mark_and_crlf_change_nothing(course: Path, aiinfra: Any) -> None:
    plain = aiinfra("lint", "course", "--format", "json")
    for text in (
        b"\xef\xbb\xbf" + GOOD.encode(),
        GOOD.replace("\n", "\r\n").encode(),
        GOOD.replace("\n", "\r").encode(),
    ):
        (course / "section-02.yaml").write_bytes(text)
        assert aiinfra("lint", "course", "--format", "json") == plain


def test_of_very_many_findings_of_a_rule_the_rest_is_counted(course: Path, lint: Lint) -> None:
    keys = "".join(f"key-{n}: x\n" for n in range(MAX_TOLD + 234))
    (course / "section-01.yaml").write_text(GOOD + keys, encoding="utf-8")
    told = [one["message"] for one in lint("course/section-01.yaml") if one["code"] == "S201"]
    assert len(told) == MAX_TOLD + 1
    assert told[0] == 'unknown field "key-0"'
    assert told[-1] == "and 234 more problems of this kind in this file"


def test_a_wrong_default_is_told_once_and_counted_once(course: Path, lint: Lint) -> None:
    """Each question meets it."""
    text = HEAD.replace("questions", "defaults: {level: none, tags: {a: b}}\nquestions")
    (course / "section-01.yaml").write_text(text + "".join(map(question, range(MAX_TOLD + 9))), encoding="utf-8")
    told = [one["message"] for one in lint("course/section-01.yaml") if one["code"] == "S203"]
    assert told == [
        '"level" should be one of remember, understand, apply, analyze, evaluate, create',
        '"tags" should be a text or a list of texts',
    ]


def test_every_broken_question_is_told_and_the_good_ones_are_linted(course: Path, lint: Lint) -> None:
    broken = ("hint: one: two", 'hint: "one', "hint: `one`", "hint: [one", "- hint", 'hint: "C:\\path"')
    rows = [question(n, line) for n, line in enumerate(broken * 9)]
    good = GOOD.removeprefix(HEAD)
    (course / "section-01.yaml").write_text(HEAD + "".join([*rows, good]), encoding="utf-8")
    found = lint("course/section-01.yaml")
    assert len([one for one in found if one["code"] == "Y101"]) == len(rows)
    assert [one["question"] for one in found if one["code"] == "I321"] == ["course/weights"]


def test_what_had_to_be_blanked_is_still_there_to_be_shown() -> None:
    """Places in the text as written are those in the text as read."""
    text = HEAD + question(1, "hint: one: zwölf") + question(2, "rev: 0")
    read = read_section_file(Path("section-01.yaml"), text.encode(), "course")
    lines = read.source.shown.split("\n")
    assert read.source.shown == text != read.source.text
    told = [(problem.rule, lines[problem.mark.line - 1][problem.mark.column - 1 :]) for problem in read.problems]
    assert told == [("Y101", ": zwölf"), ("S203", "0")]


def test_a_backslash_that_is_no_escape_is_called_that(course: Path, lint: Lint) -> None:
    (course / "section-01.yaml").write_text(HEAD + question(1, 'hint: "C:\\path"'), encoding="utf-8")
    (one,) = [one for one in lint("course/section-01.yaml") if one["code"] == "Y101"]
    assert (one["line"], one["message"]) == (7, "a backslash that begins no escape YAML knows")


def test_a_key_written_twice_is_told_by_its_name(course: Path, lint: Lint) -> None:
    """Wherever it stands; what it is kept apart with is never shown."""
    head = "format: 1\nobjectives: {a: Do it, a: Do it}\ndefaults: {level: apply, level: apply}\nquestions:\n"
    extra = "    match: {a: b, a: c}\n    media: {path: a, path: a, alt: b}\n"
    numeric = "  - {id: n, ask: How much?, number: x, given: {x: 1, x: 2}}\n"
    (course / "section-01.yaml").write_text(head + question(1) + extra + numeric, encoding="utf-8")
    (course / "course.yaml").write_text("format: 1\nmisconceptions: {a: {}, a: {}}\n", encoding="utf-8")
    found = lint("course")
    assert not [one for one in found if "\0" in one["message"] or "\u2400" in one["message"]]
    assert [one["message"] for one in found if one["code"] == "Y102"] == [
        '"a" is written twice',
        *('"a" is written twice', '"level" is written twice', '"a" is written twice', '"path" is written twice'),
        '"x" is written twice',
    ]


# control characters


SIGNS = "\x1b[2J\x9b\u202e\u2066"


@pytest.mark.parametrize("form", FORMATS)
def test_no_control_character_reaches_an_output(form: str, course: Path, aiinfra: Any) -> None:
    """From texts, keys, ids, comments, course.yaml and names of files."""
    escaped = '"\\e[2J\\x9b\\u202E\\u2066"'
    raw = f"# aiinfra: ignore[{SIGNS}] {SIGNS}\n{GOOD}{SIGNS}: {SIGNS}\n"
    named = f"{GOOD.replace('weights', escaped, 1)}{escaped}: {escaped}\ntitle: {escaped}\nsection: {escaped}\n"
    (course / "section-01.yaml").write_text(raw, encoding="utf-8")
    (course / "section-03.yaml").write_text(named, encoding="utf-8")
    (course / "course.yaml").write_text(f"title: {escaped}\nsections: [{escaped}]\n{escaped}: 1\n", encoding="utf-8")
    (course / f"section-04{SIGNS}.yaml").write_text(GOOD.replace("right", "rihgt"), encoding="utf-8")
    (course / f"section-05{SIGNS}.yaml").mkdir()
    for more in ([], ["--statistics"], ["--diff"]):
        done = aiinfra("lint", "course", "--format", form, *more)
        refused = "--statistics" in more and form in ("github", "sarif", "junit", "gitlab")
        assert done.code == (2 if refused else "--diff" not in more)
        assert not set(SIGNS[0]) & set(done.out + done.err)
        if form in ("text", "concise", "github"):
            assert not set("\x9b\u202e\u2066") & set(done.out + done.err)


@pytest.mark.parametrize(
    "text", [f"[lint]\n'{SIGNS}' = 1\n", f"[lint]\nignore = ['{SIGNS}']\n", SIGNS, '[lint]\nignore = ["\\u001b[2J"]\n']
)
def test_settings_with_control_characters_are_refused_without_them(text: str, course: Path, aiinfra: Any) -> None:
    (course / "aiinfra.toml").write_text(text, encoding="utf-8")
    done = aiinfra("lint", "course")
    assert (done.code, done.out) == (2, "")
    assert len(done.err.splitlines()) == 2
    assert not set(SIGNS[0]) & set(done.err)


def test_stdin_is_held_to_the_same_limit(aiinfra: Any) -> None:
    done = aiinfra("lint", "-", "--format", "concise", input="#" * (MAX_BYTES + 1))
    assert (done.code, done.err) == (1, "")
    assert "Y100" in done.out
