"""What a command loads before it answers: most of its time is loading, and one import can bring a dozen."""

import os
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

SCRIPT = """
import atexit, sys
before = set(sys.modules)
atexit.register(lambda: print(*sorted(set(sys.modules) - before), file=sys.stderr))
from aiinfra_study.__main__ import main
main()
"""
LARGE = {"typer", "rich", "yaml", "questionary", "prompt_toolkit", "pygments", "markdown_it"}


def loaded(environment: Mapping[str, str], *words: str) -> set[str]:
    """The modules beyond those of a bare interpreter that a command loads."""
    command = [sys.executable, "-c", SCRIPT, *words]
    done = subprocess.run(command, env=dict(environment), capture_output=True, text=True, input="", check=False)
    return set(done.stderr.splitlines()[-1].split())


@pytest.mark.usefixtures("bench")
def test_status_loads_two_modules_and_the_checksum(aiinfra: Any, home: Path) -> None:
    assert aiinfra("quiz", "section-4", input="yes\n" * 4, env={"AIINFRA_HOME": str(home)}).code == 0
    bare = {name: value for name, value in os.environ.items() if not name.startswith("AIINFRA_")}
    ours = {"aiinfra_study", *(f"aiinfra_study.{name}" for name in ("__main__", "cli", "cli.fast", "cli.glance"))}
    assert loaded({**bare, "AIINFRA_HOME": str(home)}, "status") - {"zlib", "time"} == ours


@pytest.mark.usefixtures("bench")
@pytest.mark.parametrize("words", [("quiz", "section-4"), ("review",), ("sections",), ("progress",), ("stats",)])
def test_what_is_run_every_day_loads_no_large_library(aiinfra: Any, home: Path, words: tuple[str, ...]) -> None:
    aiinfra("sections", env={"AIINFRA_HOME": str(home)})  # compiles the banks
    found = loaded({**os.environ, "AIINFRA_HOME": str(home)}, *words)
    assert "aiinfra_study.cli.outcome" in found
    assert found & LARGE == set()
