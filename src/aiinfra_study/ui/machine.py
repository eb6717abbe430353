"""JSON for programs, on stdout: one object on one line, UTF-8 or ASCII, with no character that acts on a terminal."""

import json
import sys
from typing import Any

from aiinfra_study.core.text import UNSAFE


def print_json(body: dict[str, Any], *, indent: int | None = None) -> None:
    """Write an object. What could act on a terminal, or a stream that is not UTF-8 lacks, is escaped: the same JSON."""
    utf = (getattr(sys.stdout, "encoding", None) or "utf-8").lower().startswith("utf")
    text = json.dumps(body, ensure_ascii=not utf, allow_nan=False, indent=indent)
    sys.stdout.write(UNSAFE.sub(lambda match: json.dumps(match[0])[1:-1], text) + "\n")
    sys.stdout.flush()
