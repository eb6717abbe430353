"""What the log of a run holds."""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any


def events(environment: Mapping[str, str], kind: str = "") -> list[dict[str, Any]]:
    """The events of one kind, or all, in order."""
    path = Path(environment["AIINFRA_HOME"]) / "events.jsonl"
    listed = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()] if path.exists() else []
    return [event for event in listed if kind in ("", event["event"])]


def responses(environment: Mapping[str, str]) -> list[tuple[str, Any, str | None]]:
    """Question, response and confidence of each response."""
    return [
        (event["question"].partition("/")[2], event["response"], event["confidence"])
        for event in events(environment, "response")
    ]
