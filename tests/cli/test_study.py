"""`aiinfra study`: the reading in a pipe, its parts, its state, its place, and every way in which it can be broken."""

import json
import os
import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from aiinfra_study.store.progress import ProgressStore
from cli.learner import Learner
from cli.readings import QUESTIONS, READING, referring, with_reading
from conftest import environment

Refused = Callable[..., None]
Golden = Callable[[str, str], None]


@pytest.fixture
def reader(learner: Learner) -> Learner:
    return with_reading(learner)


def path_of(learner: Learner) -> Path:
    return learner.banks / "small" / "section-01.md"


# what is shown


@pytest.mark.parametrize("columns", [80, 40])
@pytest.mark.parametrize("plain", [False, True], ids=["", "plain"])
def test_a_reading_at_any_width_and_spoken(reader: Learner, golden: Golden, columns: int, plain: bool) -> None:
    done = reader(*["--plain"] * plain, "study", "1", env={"COLUMNS": str(columns)})
    assert (done.code, done.err) == (0, "")
    golden(f"study-{columns}{'-plain' * plain}", done.out)
    listed = reader(*["--plain"] * plain, "study", "1", "--list", env={"COLUMNS": str(columns)})
    golden(f"study-list-{columns}{'-plain' * plain}", listed.out)


@pytest.mark.parametrize("width", [20, 40, 61, 120, 500])
def test_every_word_is_there_and_only_code_is_wider(reader: Learner, width: int) -> None:
    done = reader("study", "1", "--width", str(width))
    code = [line for line in done.out.split("\n") if "longer than eighty" in line]
    assert code == [line.replace("\t", "    \t") for line in READING.split("\n") if "longer than eighty" in line]
    assert all(len(line) <= width for line in done.out.split("\n") if line not in code)
    words = set(re.findall(r"\w+", done.out))
    expected = "Clusters short cluster drift Inputs parts GPU computes Switch packets Tip Measure nodes links last"
    assert set(expected.split()) <= words
    assert reader("study", "1", env={"COLUMNS": str(width)}).out == done.out or width == 500


@pytest.mark.parametrize("width", ["19", "501", "x"])
def test_a_width_that_is_none_is_refused(reader: Learner, width: str) -> None:
    assert reader("study", "1", "--width", width).code == 2


def test_the_list_has_every_heading_its_anchor_and_its_state(reader: Learner) -> None:
    lines = reader("study", "section-1", "--list").out.splitlines()
    assert lines == [
        *("Clusters in short #clusters-in-short", "  Data drift #drift", "    · 2 questions, new"),
        *("  Parts of a cluster #parts", "    · 2 questions, new", "    Concept drift #concept-drift"),
    ]


@pytest.mark.parametrize("name", ["drift", "#drift", "Data drift", "data DRIFT", "ata dri"])
def test_a_part_is_found_by_anchor_title_or_a_piece_of_it(reader: Learner, name: str) -> None:
    done = reader("study", "1", "--part", name)
    assert (done.code, done.err) == (0, "")
    assert done.out.startswith("Data drift\n")
    assert "Measure first." in done.out
    assert "Parts of a cluster" not in done.out


def test_a_part_that_is_unknown_or_ambiguous_names_the_nearest(reader: Learner, refused: Refused) -> None:
    refused(reader("study", "1", "--part", "drfit"), 2, 'no heading "drfit"', "Nearest: drift")
    refused(reader("study", "1", "--part", "cluster"), 2, "several headings", "clusters-in-short, parts")
    refused(reader("study", "1", "--part", ""), 2, "Nearest:")
    path_of(reader).write_text("words only")
    refused(reader("study", "1", "--part", "x"), 2, "It has no headings.")


def test_the_state_says_how_well_each_part_is_known_and_can_be_hidden(reader: Learner) -> None:
    assert "· 2 questions, new" in reader("study", "1").out
    for day, line in ((0, "yes\nyes\nyes\nyes\n"), (3, "yes\nno\nno\nyes\n")):
        reader.on(day)
        reader("quiz", "1", "--practice", "--no-shuffle", "--restart", input=line)
    told = reader("study", "1", "--list").out
    assert re.search(r"drift\n +[◐✓] 2 questions, (shaky|solid)", told)
    assert "questions, new" not in told
    reader.on(300)
    assert "◐ 2 questions, shaky" in reader("study", "1", "--list").out
    assert "questions," not in reader("study", "1", "--no-state").out
    assert "  2 questions, shaky" in reader("--plain", "study", "1", "--list").out


def test_without_a_section_the_next_one_is_read(reader: Learner) -> None:
    assert reader("study").out.startswith("Clusters in short")
    assert reader("study", "--no-pager", "--no-state").out.startswith("Clusters in short")


@pytest.mark.parametrize("name", ["section-1", "1", "section-01", "number 1", "small/section-1"])
def test_a_section_is_named_as_everywhere(reader: Learner, name: str) -> None:
    assert reader("study", name, "--list").code == 0


def test_a_section_without_questions_can_be_read(reader: Learner) -> None:
    (reader.banks / "small" / "section-01.yaml").write_text("format: 1\ntitle: Empty\nquestions: []\n")
    done = reader("study", "1")
    assert (done.code, done.out[:8]) == (0, "Clusters")


# the place


def reads(learner: Learner) -> list[tuple[str, str, bool]]:
    return [(event["section"], event["place"], event["finished"]) for event in learner.events("read")]


def test_reading_is_an_event_and_the_snapshot_knows_it(reader: Learner) -> None:
    reader("study", "1", "--part", "parts")
    assert reader.snapshot["readings"] == {"small/section-1": {"place": "parts", "read": None}}
    reader.on(1)("study", "1")
    finished = reader.snapshot["readings"]["small/section-1"]
    assert finished["place"] == ""
    reader.on(2)("study", "1", "--part", "drift")
    assert reader.snapshot["readings"]["small/section-1"] == {"place": "drift", "read": finished["read"]}
    assert finished["read"].startswith("2026-11-22T09:00:00")
    assert reads(reader) == [
        *(("small/section-1", "parts", False), ("small/section-1", "", True), ("small/section-1", "drift", False)),
    ]
    (event, *_) = reader.events("read")
    assert set(event) == {"v", "id", "at", "day", "event", "section", "place", "finished", "crc"}
    reader("study", "1", "--list")
    assert len(reads(reader)) == 3


def test_the_snapshot_is_rebuilt_from_the_log_and_from_an_older_one(reader: Learner) -> None:
    reader("study", "1")
    kept = reader.snapshot["readings"]
    reader.file.unlink()
    assert ProgressStore(reader.file).progress.readings == kept
    reader("study", "1", "--part", "drift")
    text = re.sub(r'"readings":.*?\}\},?\n', "", reader.file.read_text(), count=1)
    assert '"readings"' not in text
    reader.file.write_text(text)
    assert ProgressStore(reader.file).progress.readings["small/section-1"]["place"] == "drift"


def test_a_section_started_over_is_unread(reader: Learner) -> None:
    reader("quiz", "1", "--practice", input="yes\n")
    reader("study", "1")
    reader("reset", "1", "--yes")
    assert reader.snapshot["readings"] == {}
    reader("undo", "--yes")
    assert reader.snapshot["readings"]["small/section-1"]["read"]


def test_what_comes_next_leads_to_the_reading_and_on(reader: Learner) -> None:
    reader("quiz", "1", "--pre", input="yes\n" * 4)
    assert reader.json("next")["command"] == "aiinfra study section-1"
    reader("study", "1")
    assert reader.json("next")["command"] == "aiinfra quiz section-1"


# what is broken


def test_no_reading_is_a_fact_with_a_way_on(learner: Learner, refused: Refused) -> None:
    learner.write(1, QUESTIONS)
    refused(learner("study", "1"), 3, "small/section-1 has no reading", "aiinfra quiz section-1")
    refused(learner("study", "9"), 2, "Nearest: section-1, ")


def made_unreadable(path: Path, how: str) -> None:
    path.unlink()
    match how:
        case "directory":
            path.mkdir()
        case "fifo":
            os.mkfifo(path)
        case "outside":
            outside = path.parents[2] / "outside.md"
            outside.write_text("secret")
            path.symlink_to(outside)
        case "dangling":
            path.symlink_to("nowhere.md")
        case "large":
            path.write_bytes(b"word " * 110_000)
        case "huge":
            path.write_bytes(b"word " * 500_000)


@pytest.mark.skipif(sys.platform == "win32", reason="links and pipes of POSIX")
@pytest.mark.parametrize(
    ("how", "what"),
    [
        ("directory", "is not a regular file"),
        ("fifo", "is not a regular file"),
        ("outside", "leads out of its bank folder"),
        ("dangling", "cannot be read"),
        ("large", "is larger than 512 KiB"),
        ("huge", "is larger than 2 MiB"),
    ],
)
def test_a_file_that_is_no_reading_is_refused_with_its_place(
    reader: Learner, refused: Refused, how: str, what: str
) -> None:
    made_unreadable(path_of(reader), how)
    refused(reader("study", "1"), 3, what, str(path_of(reader)), "aiinfra lint")


@pytest.mark.skipif(sys.platform == "win32", reason="links of POSIX")
def test_a_link_within_the_bank_folder_is_read(reader: Learner) -> None:
    path_of(reader).rename(reader.banks / "shared.md")
    path_of(reader).symlink_to("../shared.md")
    assert reader("study", "1").code == 0


@pytest.mark.parametrize(
    ("text", "line", "told", "shown"),
    [
        ("# A\n\n```\nb\n", 3, "this fence is not closed", "    b"),
        ("# A\n\n|a|b|\n|-|\n|c|\n", 3, "this is no table", "|a|b|"),
        ("# A\n\n|a|\n|-|\n|b|c|\n", 5, "this row has 2 cells", "b"),
        ("# A\n\n[b](#nope)\n", 3, 'there is no heading "#nope"', "b"),
        ("# A {#a}\n\n# B {#a}\n", 3, 'the anchor "a" is there twice', "B"),
        ("# A\n\n\x1b[31mb\n", 3, "the character U+001B acts on a terminal", "␛[31mb"),
        ("# A\n\nb\x00c\n", 3, "the character U+0000 acts on a terminal", "b␀c"),
    ],
)
def test_what_is_broken_is_told_in_one_line_and_the_rest_shown(
    reader: Learner, text: str, line: int, told: str, shown: str
) -> None:
    path_of(reader).write_text(text + "\n## D {#drift}\n## P {#parts}\n")
    done = reader("study", "1")
    assert done.code == 0
    assert done.err.startswith(f"{path_of(reader)}:{line}: {told}")
    assert done.err.count("\n") == 1
    assert shown in done.out
    assert "\x1b" not in done.out


def test_a_question_that_refers_to_nothing_is_told(learner: Learner) -> None:
    with_reading(learner, "# A\n")
    learner.write(1, [referring("a", "#gone"), referring("b", "#a")])
    done = learner("study", "1")
    assert 'small/a refers to "#gone", which section-01.md lacks' in done.err
    assert "1 question, new" in done.out


@pytest.mark.parametrize(
    "data", [b"\xef\xbb\xbf# A\r\n\r\nb\r\n", b"# A\r\rb\r", b"# A\n\nb"], ids=["BOM and CRLF", "CR", "no end"]
)
def test_lines_may_end_in_any_way(reader: Learner, data: bytes) -> None:
    path_of(reader).write_bytes(data)
    assert reader("study", "1", "--no-state").out == "A\n━\n\nb\n"


def test_bytes_that_are_no_utf_8_are_replaced_and_an_empty_file_is_an_empty_page(reader: Learner) -> None:
    path_of(reader).write_bytes(b"caf\xe9 au lait")
    assert reader("study", "1").out == "caf\ufffd au lait\n"
    path_of(reader).write_bytes(b"")
    assert (reader("study", "1").out, reader("study", "1", "--list").out) == ("", "")


def test_a_diagram_beyond_what_can_be_drawn_is_shown_as_its_source(reader: Learner) -> None:
    path_of(reader).write_text("# A\n\n```mermaid\npie title Pets\n```\n\nAfter.\n")
    out = reader("study", "1", "--no-state").out
    assert "This diagram cannot be drawn here" in out
    assert "    pie title Pets" in out
    assert out.endswith("After.\n")


# streams


@pytest.mark.usefixtures("reader")
@pytest.mark.parametrize("encoding", ["ascii", "cp1252"])
def test_a_stream_without_our_signs_gets_others(encoding: str) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "aiinfra_study", "study", "1"],
        capture_output=True,
        env=environment({"PYTHONIOENCODING": encoding, "COLUMNS": "60"}),
        check=False,
    )
    text = done.stdout.decode(encoding)
    assert done.returncode == 0
    assert "?" not in text
    assert "sends" in text
    assert all(len(line) <= 60 for line in text.splitlines() if "eighty" not in line)


@pytest.mark.usefixtures("reader")
def test_a_stream_closed_early_is_no_error_and_nothing_is_counted_as_read(home: Path) -> None:
    program = subprocess.Popen(
        [sys.executable, "-m", "aiinfra_study", "study", "1"],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env=environment(),
    )
    assert program.stdout is not None
    program.stdout.close()
    _, err = program.communicate()
    assert (program.returncode, err) == (0, b"")
    assert not (home / "events.jsonl").exists()


def test_colour_is_for_terminals_or_on_demand(reader: Learner) -> None:
    assert "\x1b" not in reader("study", "1").out
    forced = reader("study", "1", env={"FORCE_COLOR": "1"}).out
    assert "\x1b[1mClusters in short\x1b[0m" in forced
    assert "\x1b" not in reader("study", "1", env={"FORCE_COLOR": "1", "NO_COLOR": "1"}).out
    assert re.sub(r"\x1b\[[\d;]*m", "", forced).split() == reader("study", "1").out.replace("`", "").split()


# r and /read


def test_read_in_lines_prints_the_part_and_poses_the_question_again(reader: Learner) -> None:
    done = reader("quiz", "1", "--practice", "--no-shuffle", input="/read\nno\n/read\nyes\n/quit\n")
    assert "The reading opens at a question you have responded to." in done.out
    after = done.out.split("2/4", 1)[1]
    assert "Data drift\n──────────\n\nInputs move." in after
    assert "Parts of a cluster" not in after.split("2/4")[0]
    assert after.count("Is b right?") == 2
    assert [event["question"] for event in reader.events()] == ["small/a", "small/b"]


def test_read_works_in_post_and_review_and_not_in_pre(reader: Learner) -> None:
    pre = reader("quiz", "1", "--pre", "--no-shuffle", input="no\n/read\n" + "no\n" * 3)
    assert "The reading comes after the pre-quiz." in pre.out
    assert "Inputs move." not in pre.out
    post = reader("quiz", "1", "--post", "--no-shuffle", input="no\n/read\n" + "no\n" * 3)
    assert "Inputs move." in post.out
    review = reader.on(2)("review", input="no\n/read\n/read\n/quit\n")
    assert re.search("Inputs move|between them|names no part", review.out)


def test_read_follows_a_reference_to_its_own_or_another_section(reader: Learner) -> None:
    with_reading(reader, "# Two\n\n## Cold {#cold}\n\nWait.\n", 2)
    refs = [referring("a", "small/section-1#parts"), referring("b", "A book", "small/section-2#cold")]
    reader.write(1, [*refs, referring("c", "#gone"), *QUESTIONS[3:]])
    done = reader("quiz", "1", "--practice", "--no-shuffle", input="no\n/read\nno\n/read\nno\n/read\n/quit\n")
    assert "links between them" in done.out
    assert "Cold\n────\n\nWait.\n" in done.out
    assert "The question names no part of the reading. All of it: aiinfra study section-1" in done.out


def test_read_without_a_reading_says_so(learner: Learner) -> None:
    learner.write(1, QUESTIONS)
    done = learner("quiz", "1", "--practice", "--no-shuffle", input="no\n/read\n/quit\n")
    assert "This section has no reading; the feedback names the sources" in done.out
    assert done.code == 0


def test_json_stays_one_object_when_the_reading_is_opened(reader: Learner) -> None:
    done = reader("quiz", "1", "--practice", "--no-shuffle", "--json", input="no\n/read\n/quit\n")
    assert json.loads(done.out)["responded"] == 1
    assert "Inputs move." in done.err


@pytest.mark.shipped
def test_the_bundled_readings_have_no_problem(aiinfra: Any) -> None:
    for number in (1, 2, 3):
        done = aiinfra("--course", "ai-fundamentals", "study", str(number))
        assert (done.code, done.err) == (0, "")
