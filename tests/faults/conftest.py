"""Where nothing can be killed, limited or made to fail as these harnesses do it, they have nothing to say."""

import os
import sys

import pytest

collect_ignore = ["test_crash.py"] if sys.platform == "win32" else []
if sys.platform == "darwin" or not hasattr(os, "fdatasync"):
    collect_ignore.append("test_disk.py")


@pytest.fixture(autouse=True)
def no_waiting(monkeypatch: pytest.MonkeyPatch) -> None:
    """The writers that are killed sync in earnest; what happens in this process need not wait for the disk."""
    for name in ("fsync", "fdatasync"):
        monkeypatch.setattr(os, name, lambda _: None, raising=False)
