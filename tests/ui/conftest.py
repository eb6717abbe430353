"""What the tests of the real program share: places of its own, with the laboratory's bank in scope."""

from pathlib import Path

import pytest

from cli.conftest import golden as golden
from conftest import environment as variables

from .laboratory import write_bank


@pytest.fixture(scope="module")
def banks(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("banks")
    write_bank(folder)
    return folder


@pytest.fixture
def environment(banks: Path) -> dict[str, str]:
    """The variables of a program at a terminal, which has a width of its own."""
    return variables(
        {
            "AIINFRA_BANKS": str(banks),
            "AIINFRA_COURSE": "lab",
            "XDG_CACHE_HOME": str(banks / "cache"),
            "PYTHONUTF8": "1",
            "PYTHONIOENCODING": None,
            "TERM": "xterm-256color",
            "COLUMNS": None,
        }
    )
