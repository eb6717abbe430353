"""Logs that were cut or changed on the disk: what of them is still believed."""

import random
from pathlib import Path
from typing import Any

from .crash import Tally


def write_some(store: Any, folder: Path, count: int) -> dict[str, str]:
    """A store with some texts; what it acknowledged."""
    folder.mkdir(parents=True, exist_ok=True)
    writer = store(folder)
    texts = [f"text {number}" for number in range(count)]
    kept = {writer.append(text): text for text in texts}
    writer.close()
    return kept


def cut_everywhere(store: Any, folder: Path, last: int = 700) -> Tally:
    """Cut the file at each of its last bytes: what ended before the cut stays, and nothing else is ever read."""
    tally = Tally()
    kept = write_some(store, folder / "whole", 12)
    data = (folder / "whole" / store.LOG).read_bytes()
    ends = [at + 1 for at, byte in enumerate(data) if byte == 10]
    torn = folder / "torn"
    torn.mkdir()
    for at in range(len(data) - min(last, len(data)), len(data) + 1):
        (torn / store.LOG).write_bytes(data[:at])
        tally.rounds += 1
        below = dict(list(kept.items())[: sum(end <= at for end in ends)])
        tally.acknowledged += len(below)
        tally.compare(store, torn, below)
        if tally.known - below.keys() - {list(kept)[len(below)] if len(below) < len(kept) else ""}:
            tally.different += 1
            tally.why.add("something was read that the cut had taken")
        tally.known.clear()
    return tally


def flip_bits(store: Any, folder: Path, flips: int = 300, seed: int = 1) -> Tally:
    """Change one bit of the file at a time: no other text is ever read, and only the lines touched are gone."""
    chance = random.Random(seed)
    tally = Tally()
    kept = write_some(store, folder / "whole", 40)
    data = (folder / "whole" / store.LOG).read_bytes()
    changed = folder / "changed"
    changed.mkdir()
    for _ in range(flips):
        at = chance.randrange(len(data))
        line = data.count(b"\n", 0, at)
        touched = set(list(kept)[line : line + 2 if data[at] == 10 else line + 1])
        (changed / store.LOG).write_bytes(data[:at] + bytes([data[at] ^ 1 << chance.randrange(8)]) + data[at + 1 :])
        tally.rounds += 1
        tally.acknowledged += len(kept)
        tally.known.clear()
        untouched = {key: text for key, text in kept.items() if key not in touched}
        tally.compare(store, changed, untouched)
        strange = tally.known - kept.keys()
        if strange:
            tally.different += len(strange)
            tally.why.add("an event was read that nobody wrote")
        try:
            found = store.read(changed)
        except Exception:
            continue
        tally.different += sum(found[key] != kept[key] for key in touched & found.keys())
    return tally
