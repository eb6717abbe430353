"""What the tests of the command line share: the bench, golden transcripts, and how an error looks."""

import os
import re
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from cli.banks import write_bench
from cli.learner import COURSE, Learner
from conftest import put_in_scope

GOLDEN = Path(__file__).parents[1] / "golden"
WRITE = os.environ.get("AIINFRA_GOLDEN") == "write"
NOW = "2026-11-21T09:00:00Z"

collect_ignore = ["test_posix.py"] if sys.platform == "win32" else []


@pytest.fixture(autouse=True)
def _few_banks(few_banks: None) -> None:
    """The banks of these tests are their own, mostly."""


@pytest.fixture(scope="session")
def warm_cache(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Compiled forms of the bundled banks, made once; those of a test's own banks lie in other files."""
    return tmp_path_factory.mktemp("cache")


@pytest.fixture
def bench(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, warm_cache: Path) -> Path:
    """The small banks, in scope by AIINFRA_BANKS, with the course `bench` as the current one."""
    folder = write_bench(tmp_path / "banks")
    put_in_scope(monkeypatch, folder, "bench", warm_cache)
    return folder


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """The learner's folder."""
    return tmp_path / "home"


@pytest.fixture
def learner(aiinfra: Callable[..., Any], tmp_path: Path, monkeypatch: pytest.MonkeyPatch, warm_cache: Path) -> Learner:
    """Somebody with a course of their own, `small`, still to be written."""
    learner = Learner(aiinfra, tmp_path)
    learner.banks.mkdir()
    put_in_scope(monkeypatch, learner.banks, COURSE, warm_cache)
    return learner


@pytest.fixture
def golden() -> Callable[[str, str], None]:
    """Holds a text to tests/golden/NAME.txt; AIINFRA_GOLDEN=write writes the file."""

    def check(name: str, text: str) -> None:
        path = GOLDEN / f"{name}.txt"
        told = "".join(f"{line.rstrip()}\n" for line in text.splitlines())
        if WRITE:
            path.write_text(told, encoding="utf-8")
        assert told == path.read_text(encoding="utf-8"), f"not as in {path.name}; AIINFRA_GOLDEN=write renews it"

    return check


@pytest.fixture
def transcript(golden: Callable[[str, str], None], tmp_path: Path) -> Callable[..., None]:
    """A golden transcript of commands, with what changes from run to run masked."""

    def check(name: str, *steps: tuple[str, Any]) -> None:
        text = ""
        for command, done in steps:
            text += f"$ {command}\n{done.out}"
            text += "".join(f"stderr: {line}\n" for line in done.err.splitlines())
            text += f"[exit {done.code}]\n\n"
        text = text.replace(str(tmp_path), "/tmp/test")
        text = re.sub(r'"attempt": "\w+"', '"attempt": "0a1b2c3d4e5f"', text)
        text = re.sub(r'"seconds": [\d.]+', '"seconds": 0.5', text)
        text = re.sub(r"\b[0-9a-f]{8}-(?=\d+ )", "1a2b3c4d-", text)
        golden(name, re.sub(r", \d+ s\.", ", 3 s.", text))

    return check


@pytest.fixture
def refused() -> Callable[..., None]:
    """An error is two lines on stderr, what and what to do, and nothing on stdout."""

    def check(done: Any, code: int, *words: str) -> None:
        assert done.code == code, done
        assert done.out == ""
        lines = done.err.splitlines()
        assert len(lines) == 2, done.err
        assert lines[0].startswith("Error: ")
        assert lines[1]
        assert "Traceback" not in done.err
        for word in words:
            assert word in done.err, done.err

    return check
