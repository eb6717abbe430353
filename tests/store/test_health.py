"""What doctor finds in the files of a learner and of a bank."""

from pathlib import Path

import pytest

from aiinfra_study.store.backups import daily
from aiinfra_study.store.banks import find_courses
from aiinfra_study.store.cache import Cache
from aiinfra_study.store.health import check_banks, check_log
from aiinfra_study.store.migrations import VERSION

from .events import add_lines, response, store_at


def healthy(folder: Path) -> Path:
    store = store_at(folder)
    for number in range(4):
        store.append(response(f"c/q{number}"))
    daily(store.log_path, "2026-11-21")
    store.fold()
    return store.path


def messages(snapshot: Path) -> str:
    return "\n".join(f"{finding.message} | {finding.hint}" for finding in check_log(snapshot))


def test_nothing_is_found_where_nothing_is_wrong_or_nothing_is(tmp_path: Path) -> None:
    assert check_log(tmp_path / "progress.json") == []
    assert check_log(healthy(tmp_path)) == []


def test_damaged_lines_are_numbered(tmp_path: Path) -> None:
    snapshot = healthy(tmp_path)
    log = tmp_path / "events.jsonl"
    lines = log.read_bytes().splitlines(keepends=True)
    log.write_bytes(lines[0] + lines[1].replace(b"1", b"2") + b"\n" + lines[2] + b"torn\n" + lines[3])
    found = messages(snapshot)
    assert "2 damaged or torn lines (2, 5)" in found
    assert "events-2026-11-21.jsonl has 1 event that is not in events.jsonl | aiinfra doctor --restore 2026" in found


def test_a_log_that_shrank_is_found_though_the_snapshot_was_rebuilt(tmp_path: Path) -> None:
    snapshot = healthy(tmp_path)
    log = tmp_path / "events.jsonl"
    log.write_bytes(log.read_bytes()[:-20])
    assert "shorter than it was" in messages(snapshot)
    store_at(tmp_path).fold()
    assert "has 1 event that is not in events.jsonl" in messages(snapshot)


def test_newer_and_damaged_files_and_copies_of_a_sync_are_found(tmp_path: Path) -> None:
    snapshot = healthy(tmp_path)
    add_lines(tmp_path, {"v": VERSION + 1, "event": "x"}, {"v": "odd", "event": "x"})
    (tmp_path / "events (conflicted copy).jsonl").touch()
    snapshot.write_bytes(snapshot.read_bytes().replace(b'"schema":1', b'"schema":7'))
    found = messages(snapshot)
    assert ": 1 event of a newer aiinfra" in found
    assert "is from a newer aiinfra" in found
    assert "conflicted copy" in found
    snapshot.write_bytes(b"{")
    assert "progress.json is damaged" in messages(snapshot)


def test_what_cannot_be_read_is_found_not_raised(tmp_path: Path) -> None:
    (tmp_path / "events.jsonl").mkdir()
    assert "cannot be read" in messages(tmp_path / "progress.json")


def test_broken_banks_are_found(tmp_path: Path) -> None:
    course = tmp_path / "banks" / "mine"
    course.mkdir(parents=True)
    question = "  - id: q\n    ask: why?\n    right: a\n    wrong: [b, c]\n    because: so\n"
    (course / "section-01.yaml").write_text(f"format: 1\ntitle: A\nobjectives: {{o: x}}\nquestions:\n{question}")
    (course / "section-02.yaml").write_text(f"format: 1\ntitle: B\nobjectives: {{o: x}}\nquestions:\n{question}")
    (course / "section-03.yaml").mkdir()
    (course / "course.yaml").write_text("format: 7\n")
    found = [str(finding) for finding in check_banks(find_courses([tmp_path / "banks"], Cache(tmp_path / "cache")))]
    assert any("not a regular file" in finding for finding in found)
    assert any("format 1" in finding for finding in found)
    assert any("two sections use the id q" in finding for finding in found)


@pytest.mark.parametrize(("errors", "more"), [(1, ""), (2, "1 more)"), (3, "2 more)")])
def test_of_a_bank_the_first_error_is_told_and_how_many_more_there_are(tmp_path: Path, errors: int, more: str) -> None:
    questions = "".join(f"  - id: q{number}\n    ask: [\n" for number in range(errors))
    (tmp_path / "section-01.yaml").write_text(f"format: 1\ntitle: A\nobjectives: {{o: x}}\nquestions:\n{questions}")
    (found,) = check_banks(find_courses([tmp_path], Cache(tmp_path / "cache")))
    assert found.message.partition(" (and ")[2] == more
