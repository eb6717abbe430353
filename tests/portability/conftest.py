"""What the tests of other systems and other encodings share: the laboratory's bank, with a reading, in scope."""

from pathlib import Path

import pytest

from conftest import put_in_scope
from ui.laboratory import write_bank

READING = """# Wörter und Zeichen – “µ × → ✓”

```mermaid
flowchart LR
    accDescr: Prefill leads to decode.
    P[Prefill ×1] --> D[Decode → µs]
```

| Größe | Wert |
|---|---|
| Zeit | 5 µs ± 1 |
| 显存 | ≤ 80 GB |

Done … the end.
"""


@pytest.fixture(scope="session")
def compiled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Compiled forms of the bundled banks, made once."""
    return tmp_path_factory.mktemp("cache")


@pytest.fixture
def banks(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, compiled: Path) -> Path:
    """The laboratory in a folder whose name is not ASCII."""
    folder = tmp_path / "Bänke µ 题"
    course = write_bank(folder)
    (course / "section-1.md").write_text(READING, encoding="utf-8")
    put_in_scope(monkeypatch, folder, "lab", compiled)
    return folder
