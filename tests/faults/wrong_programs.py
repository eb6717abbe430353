"""Patches that run when the program starts and give it one defect. A harness that finds nothing then proves nothing."""

from .quiz_crash import LATE

__all__ = ["LATE", "NEVER", "TORN", "TORN_LOG", "TORN_MENDING"]

# An event is acknowledged, and never written.
NEVER = """
import os
from aiinfra_study.core.folding import apply
from aiinfra_study.store.progress import ProgressStore

def append(self, event):
    self.writable()
    sealed = {"v": 1, "id": f"{os.getpid()}-{self.progress.events + 1}", **event}
    apply(self.progress, sealed)
    return sealed

ProgressStore.append = append
"""

_SLOWLY = """
import time

def slowly(path, *data):
    with open(path, "wb") as file:
        for at in range(60):
            piece = len(data[-1]) // 60 + 1
            file.write(data[-1][at * piece : (at + 1) * piece])
            file.flush()
            time.sleep(0.01)
"""

_TORN = f"""{_SLOWLY}
from aiinfra_study.store import durable
whole = durable.replace_durably
durable.replace_durably = lambda path, data: (slowly if path.name == NAME else whole)(path, data)
"""

# The snapshot, or the log when it is restored, is replaced by writing over it.
TORN = _TORN.replace("NAME", "'progress.json'")
TORN_LOG = _TORN.replace("NAME", "'events.jsonl'")

# A bank is mended by writing over it.
TORN_MENDING = f"""{_SLOWLY}
from aiinfra_study.store import mending
mending.write = slowly
"""
