"""Our store behind the small contract that every store under test keeps."""

import contextlib
import zlib
from pathlib import Path

from aiinfra_study.core.errors import DataError
from aiinfra_study.core.preset import Preset
from aiinfra_study.core.replay import replay
from aiinfra_study.core.schedule import scheduler_for
from aiinfra_study.store.log import Log, split_lines, unseal
from aiinfra_study.store.progress import ProgressStore


class Right:
    """`append` returns an id when a text is kept and raises OSError when it is not; `read` gives what is kept.

    Whatever else `read` raises makes the store unreadable.
    """

    LOG = "events.jsonl"

    def __init__(self, folder: Path) -> None:
        self.store = ProgressStore(folder / "progress.json")
        self.store.writable()
        scheduler_for(Preset())  # as a session does while the first question is read

    def append(self, text: str) -> str:
        try:
            return str(self.store.append(response(text))["id"])
        except DataError as error:
            raise OSError(error.message) from error

    def fold(self) -> None:
        self.store.fold()

    def close(self) -> None:
        self.store.close()

    @staticmethod
    def read(folder: Path) -> dict[str, str]:
        store = ProgressStore(folder / "progress.json")
        events = list(store.events())
        counters = store.progress.counters
        if store.progress != replay(events):
            raise ValueError("the snapshot and what follows it are not what the log says")
        ids = [str(event["id"]) for event in events]
        if len(set(ids)) < len(ids):
            raise ValueError("an id was given twice")
        if any(int(number) > counters[device] for device, _, number in (i.rpartition("-") for i in ids)):
            raise ValueError("a number could be given again")
        return {str(event["id"]): str(event["response"]) for event in events}

    @staticmethod
    def lines(folder: Path) -> list[bytes]:
        """Every line of the log that can be read, and nothing else looked at."""
        with contextlib.closing(Log(folder / Right.LOG)) as log:
            return [line for line in split_lines(log.read()) if unseal(line) is not None]


def response(text: str) -> dict[str, object]:
    """A response as a quiz keeps it."""
    return {
        "at": "2026-11-21T09:00:00.000Z",
        "day": "2026-11-21",
        "event": "response",
        "question": f"faults/q{zlib.crc32(text.encode()) % 50}",
        "section": "faults/section-1",
        "rev": 1,
        "key": "0f1e2d3c",
        "stage": "practice",
        "attempt": None,
        "response": text,
        "confidence": "sure",
        "hint": False,
        "credit": 1,
        "rating": None,
        "seconds": 1.5,
        "seed": 7,
        "scheduler": None,
        "card": None,
    }
