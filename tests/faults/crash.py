"""Kill writers at random moments, then look whether everything they acknowledged is there.

python -m tests.faults.crash --rounds 500 [--writers 2] [--seed 1]
"""

import argparse
import os
import random
import signal
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import fsrs

import aiinfra_study

from .right_store import Right

HERE = Path(__file__).parent
# where a child that skips `site` finds us and the scheduler
SOURCES = os.pathsep.join(str(Path(str(module.__file__)).parents[1]) for module in (aiinfra_study, fsrs))
ROUNDS_ON_ONE_STORE = 10
LONGEST = 0.06  # seconds from the first possible acknowledgement to the kill


@dataclass
class Tally:
    """What a harness found."""

    rounds: int = 0
    acknowledged: int = 0
    lost: int = 0
    unreadable: int = 0
    different: int = 0
    failed: int = 0
    surplus: int = 0
    tracebacks: int = 0
    note: str = ""
    why: set[str] = field(default_factory=set)
    known: set[str] = field(default_factory=set)

    @property
    def clean(self) -> bool:
        return self.lost == self.unreadable == self.different == self.tracebacks == 0

    def __str__(self) -> str:
        figures = ", ".join(f"{key} {value}" for key, value in vars(self).items() if isinstance(value, int))
        return f"{figures}{''.join(f'{chr(10)}  {reason}' for reason in sorted(self.why))}"

    def add(self, other: "Tally") -> None:
        """Take in what another run of the same harness found."""
        for key, value in vars(other).items():
            if isinstance(value, int):
                setattr(self, key, getattr(self, key) + value)
        self.why |= other.why
        self.note = "; ".join(filter(None, (self.note, other.note)))

    def compare(self, store: Any, folder: Path, acknowledged: dict[str, str]) -> None:
        """Read a store and count what is missing or other than it was acknowledged."""
        try:
            found = store.read(folder)
        except Exception as error:
            self.unreadable += 1
            self.why.add(f"{type(error).__name__}: {str(error)[:200]}")
            return
        self.lost += len(acknowledged.keys() - found.keys())
        self.different += sum(found.get(key, text) != text for key, text in acknowledged.items())
        self.surplus += len(found.keys() - acknowledged.keys() - self.known)
        self.known |= found.keys()


def command(store: Any, folder: Path, worker: str, *numbers: int) -> list[str]:
    name = f"{store.__module__.rpartition('.')[2]}:{store.__name__}"
    return [sys.executable, "-S", str(HERE / "child.py"), name, str(folder), worker, *map(str, numbers)]


def start(store: Any, folder: Path, worker: str, *numbers: int) -> "subprocess.Popen[bytes]":
    environment = {**os.environ, "PYTHONPATH": SOURCES}
    return subprocess.Popen(command(store, folder, worker, *numbers), stdout=subprocess.PIPE, env=environment)


def acknowledged_by(child: "subprocess.Popen[bytes]") -> tuple[dict[str, str], int]:
    """What a child said was kept (a line cut by its death does not count), and how often it said that it failed."""
    assert child.stdout is not None
    said = child.stdout.read().decode()
    child.stdout.close()
    lines = said[: said.rfind("\n") + 1].split("\n")
    kept = dict(line.split(" ", 1) for line in lines if " " in line)
    return kept, lines.count("failed")


def kill_at_random(children: "list[subprocess.Popen[bytes]]", chance: random.Random) -> None:
    """Wait until every child could acknowledge something (one time in ten not even that), then kill them in turn."""
    if chance.random() < 0.9:
        for child in children:
            assert child.stdout is not None
            os.read(child.stdout.fileno(), 6)  # "ready\n"
    time.sleep(chance.uniform(0, LONGEST))
    for child in children:
        child.send_signal(signal.SIGKILL)
        time.sleep(chance.uniform(0, 0.004))
    for child in children:
        child.wait()


def crash(store: Any, folder: Path, rounds: int, *, writers: int = 1, seed: int = 1) -> Tally:
    """Rounds of: start writers, kill them, open the store and compare. Some rounds go on with the last one's files."""
    chance = random.Random(seed)
    tally = Tally()
    acknowledged: dict[str, str] = {}
    place = folder
    for number in range(rounds):
        if number % ROUNDS_ON_ONE_STORE == 0:
            place = folder / f"{store.__name__}-{writers}-{number}"
            place.mkdir()
            acknowledged = {}
        children = [start(store, place, f"{number}{letter}", 0) for letter in "abcdef"[:writers]]
        kill_at_random(children, chance)
        for child in children:
            kept, _ = acknowledged_by(child)
            tally.acknowledged += len(kept)
            acknowledged |= kept
            if child.returncode != -signal.SIGKILL:
                tally.unreadable += 1
                tally.why.add(f"a writer ended by itself with {child.returncode}")
        tally.rounds += 1
        tally.compare(store, place, acknowledged)
    return tally


def together(store: Any, folder: Path, *, writers: int = 2, count: int = 100) -> Tally:
    """Several writers at once, nobody killed."""
    tally = Tally(rounds=1)
    children = [start(store, folder, letter, count) for letter in "abcdef"[:writers]]
    acknowledged: dict[str, str] = {}
    for child in children:
        kept, _ = acknowledged_by(child)
        acknowledged |= kept
        child.wait()
    tally.acknowledged = len(acknowledged)
    tally.compare(store, folder, acknowledged)
    return tally


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=500)
    parser.add_argument("--writers", type=int, default=1)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="aiinfra-crash-") as folder:
        tally = crash(Right, Path(folder), options.rounds, writers=options.writers, seed=options.seed)
    print(tally)
    return 0 if tally.clean else 1


if __name__ == "__main__":
    sys.exit(main())
