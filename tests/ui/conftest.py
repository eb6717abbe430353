"""What the tests of the real program share: places of its own, with the laboratory's bank in scope."""

import os
from pathlib import Path

import pytest

from cli.conftest import golden as golden

from .laboratory import write_bank

_OUTSIDE = ("COLUMNS", "LINES", "NO_COLOR", "FORCE_COLOR", "PYTHONIOENCODING")


@pytest.fixture(scope="module")
def banks(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("banks")
    write_bank(folder)
    return folder


@pytest.fixture
def environment(tmp_path: Path, banks: Path) -> dict[str, str]:
    """An environment in which nothing is read from or written to the machine's own places."""
    kept = {
        name: value for name, value in os.environ.items() if name not in _OUTSIDE and not name.startswith("AIINFRA_")
    }
    return kept | {
        "AIINFRA_HOME": str(tmp_path / "home"),
        "AIINFRA_BANKS": str(banks),
        "AIINFRA_COURSE": "lab",
        "XDG_CACHE_HOME": str(banks / "cache"),
        "PYTHONUTF8": "1",
        "TERM": "xterm-256color",
    }
