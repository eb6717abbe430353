"""`aiinfra lint --watch`: again on each save, whatever happens to the files meanwhile."""

import json
import os
import queue
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from conftest import PATIENCE, Run, environment  # type: ignore[import-not-found]

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="signals as POSIX has them")

QUESTION = """\
  - id: {id}
    ask: Which memory holds the weights of a served model?
    right: The HBM of the GPU
    wrong: [The DRAM of the host, The NVMe disk, The registers]
    because: Each token reads all weights once, which PCIe would slow to a crawl.
"""
CLEAN = "format: 1\nquestions:\n" + QUESTION.format(id="one")
BROKEN = CLEAN.replace("because", "becuase")
RESTS = "Watching; Ctrl-C ends it."


class Watching:
    """A running `aiinfra lint --watch`; each round is what it said before it rested."""

    def __init__(self, folder: Path, *arguments: str) -> None:
        command = [sys.executable, "-m", "aiinfra_study", "lint", "--watch", *arguments]
        self.process = subprocess.Popen(
            command, cwd=folder, env=environment(), stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
        )
        self.out: list[str] = []
        self._lines: queue.Queue[tuple[str, str]] = queue.Queue()
        for name in ("stdout", "stderr"):
            threading.Thread(target=self._read, args=(name,), daemon=True).start()

    def _read(self, name: str) -> None:
        for line in getattr(self.process, name):
            self._lines.put((name, line))

    def round(self, *wanted: str) -> str:
        """Everything said until it rests and every wanted word has been seen."""
        said, rests = "", False
        while not (rests and all(word in said for word in wanted)):
            name, line = self._lines.get(timeout=PATIENCE)
            rests = rests or RESTS in line
            said += f"{name}: {line}"
        return said

    def falls_silent(self) -> bool:
        """Whether nothing more is said for a while, before patience ends."""
        end = time.monotonic() + PATIENCE
        while time.monotonic() < end:
            try:
                self._lines.get(timeout=0.5)
            except queue.Empty:
                return True
        return False

    def end(self) -> int:
        self.process.send_signal(signal.SIGINT)
        return self.process.wait(PATIENCE)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    path = tmp_path / "bank"
    path.mkdir()
    (path.parent / "aiinfra.toml").write_text('[lint]\nselect = ["S", "Y"]\n', encoding="utf-8")
    (path / "section-01.yaml").write_text(CLEAN, encoding="utf-8")
    return path


@pytest.fixture
def watching(folder: Path) -> Iterator[Any]:
    started: list[Watching] = []

    def start(*arguments: str) -> Watching:
        started.append(Watching(folder.parent, *arguments))
        return started[-1]

    yield start
    for one in started:
        one.process.kill()
        one.process.wait()
        for stream in (one.process.stdout, one.process.stderr):
            assert stream is not None
            stream.close()


def save(path: Path, text: str) -> None:
    """As an editor does: another file in its place."""
    beside = path.with_name(f".{path.name}.swp")
    beside.write_text(text, encoding="utf-8")
    os.replace(beside, path)


def test_each_save_is_linted_whatever_happens_to_the_files(watching: Any, folder: Path) -> None:
    bank = folder / "section-01.yaml"
    one = watching("bank")
    assert "stdout: 1 file: nothing found.\n" in one.round("nothing found")
    save(bank, BROKEN)
    assert 'stdout: bank/section-01.yaml:7:5: error S201 unknown-field: unknown field "becuase"' in one.round("S201")
    save(bank, "format: [\n")
    one.round("Y101")
    (folder / "section-02.yaml").write_text(BROKEN.replace("id: one", "id: two"), encoding="utf-8")
    one.round("section-02.yaml:7:5: error S201", "2 files")
    (folder / "section-02.yaml").unlink()
    save(bank, CLEAN)
    one.round("1 file: nothing found")
    (folder / "aiinfra.toml").write_text("[lint\n", encoding="utf-8")
    one.round("aiinfra.toml")
    bank.unlink()
    one.round("stderr: Error: bank holds no bank")
    (folder / "aiinfra.toml").write_text('[lint]\nignore = ["S201"]\n', encoding="utf-8")
    save(bank, BROKEN)
    one.round("1 file: nothing found")
    (folder / "aiinfra.toml").unlink()
    one.round("S201")
    assert one.end() == 130


def test_in_a_pipe_there_are_no_escape_codes_and_notices_go_to_stderr(watching: Any, folder: Path) -> None:
    one = watching("bank", "--format", "json")
    said = one.round("stdout: []")
    assert "\x1b" not in said
    assert f"stderr: {RESTS}" in said
    save(folder / "section-01.yaml", BROKEN)
    said = one.round("S201", "stdout: ]")
    assert "\x1b" not in said
    assert one.end() == 130


def test_one_file_of_a_course_is_watched_with_the_others(watching: Any, folder: Path) -> None:
    other = folder / "section-02.yaml"
    other.write_text(CLEAN.replace("id: one", "id: two"), encoding="utf-8")
    one = watching("bank/section-01.yaml", "--format", "concise")
    one.round()
    save(other, CLEAN)
    one.round()
    save(folder / "section-01.yaml", BROKEN)
    assert "section-02" not in one.round("section-01.yaml:7:5: error S201")
    (folder / "section-01.yaml").unlink()
    one.round("there is no bank/section-01.yaml")
    save(folder / "section-01.yaml", BROKEN)
    one.round("section-01.yaml:7:5: error S201")


def test_findings_in_a_file_are_renewed_and_that_file_starts_no_round(watching: Any, folder: Path) -> None:
    found = folder / "found.yaml.json"
    one = watching("bank", "--format", "json", "--output-file", str(found))
    one.round()
    assert json.loads(found.read_text(encoding="utf-8")) == []
    save(folder / "section-01.yaml", BROKEN)
    one.round()
    assert [problem["code"] for problem in json.loads(found.read_text(encoding="utf-8"))] == ["S201"]
    with pytest.raises(queue.Empty):
        one._lines.get(timeout=0.5)
    assert one.end() == 130


def test_a_course_that_appears_in_the_folder_is_linted_too(watching: Any, folder: Path) -> None:
    one = watching(".")
    one.round("1 file")
    (folder.parent / "second").mkdir()
    (folder.parent / "second" / "section-01.yaml").write_text(BROKEN, encoding="utf-8")
    one.round("second/section-01.yaml:7:5", "2 files")


def test_watching_with_fix_comes_to_rest(watching: Any, folder: Path) -> None:
    one = watching("bank", "--fix")
    one.round("nothing found")
    save(folder / "section-01.yaml", CLEAN.replace("  - id: one\n    ask", "  - ask"))
    one.round("Mended bank/section-01.yaml.")
    assert "id: memory-holds" in (folder / "section-01.yaml").read_text(encoding="utf-8")
    assert one.falls_silent()


def test_stdin_cannot_be_watched(aiinfra: Run, refused: Any) -> None:
    refused(aiinfra("lint", "--watch", "-", input=CLEAN), 2, "--watch")


def test_a_wrong_command_line_ends_the_watch_before_it_begins(aiinfra: Run, refused: Any, folder: Path) -> None:
    refused(aiinfra("lint", "--watch", "none"), 2, "there is no none")
    refused(aiinfra("lint", "--watch", str(folder), "--select", "X9"), 2, "X9")
    refused(aiinfra("lint", "--watch", str(folder), "--baseline", "none"), 2, "there is no none")
