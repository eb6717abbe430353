"""Every fault in one campaign: python -m tests.faults.campaign [--rounds N] [--seed S] [PART…]

One line for each part: rounds, acknowledged, lost, unreadable, different, tracebacks, seconds. Exit 1 when one of
these counts from `lost` on is not 0. Without --rounds each part has the number of its long form. Ctrl-C or SIGTERM ends
the part and prints what it found so far.
"""

import argparse
import signal
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

from . import clocks, crash, damage, disk, homes, killed, killed_once, million, versions
from .crash import Tally
from .right_store import Right


class Part(NamedTuple):
    """A harness, its rounds in the long form and in the suite (0: tests of its own have it), and what a round is."""

    run: Callable[[Path, int, int], Tally]
    rounds: int
    short: int
    about: str
    chunk: int = 0  # rounds after which it begins afresh, with the next seed; 0: never


def _spread(rounds: int, lowest: int, highest: int) -> list[int]:
    """So many sizes between two."""
    return [lowest + number * (highest - lowest) // rounds for number in range(rounds)]


PARTS: dict[str, Part] = {
    "quiz": Part(killed.quiz, 500, 3, "quiz at a terminal, killed at a random moment", 10),
    "review": Part(killed.review, 500, 3, "review at a terminal, killed", 10),
    "terminals": Part(killed.terminals, 100, 1, "a quiz and a review at two terminals on one home, both killed", 10),
    "study": Part(killed_once.study, 100, 1, "a reading that is left, killed", 10),
    "plan": Part(killed_once.plan, 100, 2, "plan --by, killed", 10),
    "fold": Part(killed_once.fold, 200, 2, "flag with 2,000 cards to be folded, killed", 10),
    "lint-fix": Part(killed_once.lint, 100, 1, "lint --fix on four banks, killed", 10),
    "restore": Part(killed_once.restore, 100, 1, "doctor --restore of a damaged log, killed", 10),
    "writer": Part(lambda folder, n, seed: crash.crash(Right, folder, n, seed=seed), 500, 0, "a writer killed"),
    "two-writers": Part(
        lambda folder, n, seed: crash.crash(Right, folder, n, writers=2, seed=seed), 500, 0, "two writers killed"
    ),
    "four-writers": Part(
        lambda folder, n, seed: crash.crash(Right, folder, n, writers=4, seed=seed), 200, 2, "four writers killed"
    ),
    "together": Part(
        lambda folder, n, _: crash.together(Right, folder, writers=4, count=n), 1000, 30, "four writers, none killed"
    ),
    "full-disk": Part(
        lambda folder, n, _: disk.full_disk(Right, folder, _spread(n, 0, 1700)), 1700, 0, "ENOSPC within a line"
    ),
    "file-limit": Part(
        lambda folder, n, _: disk.limited_file(Right, folder, _spread(n, 600, 6000)), 100, 0, "the kernel's EFBIG"
    ),
    "full-home": Part(disk.full_home, 200, 2, "a quiz on a small tmpfs that fills up, and goes on"),
    "sick-disk": Part(lambda folder, n, _: disk.sick_disk(Right, folder, n), 300, 0, "EIO from fdatasync"),
    "sick-fold": Part(lambda folder, n, _: disk.sick_fold(Right, folder, n), 300, 10, "EIO from fsync of a snapshot"),
    "short-writes": Part(
        lambda folder, n, seed: disk.short_writes(Right, folder, n, seed), 1000, 30, "writes that take a few bytes"
    ),
    "cut": Part(lambda folder, n, _: damage.cut_everywhere(Right, folder, n), 2048, 0, "the log cut at a byte"),
    "cut-go-on": Part(
        lambda folder, n, _: damage.go_on_after_cut(Right, folder, n), 2048, 0, "the same, and two responses after it"
    ),
    "flip-log": Part(lambda folder, n, seed: damage.flip_bits(Right, folder, n, seed), 1000, 0, "a bit of the log"),
    "flip-snapshot": Part(damage.flip_snapshot, 1000, 0, "a bit of the snapshot"),
    "flip-status": Part(damage.flip_status, 1000, 0, "a bit of the snapshot, and the status line"),
    "flip-cache": Part(damage.flip_cache, 1000, 0, "a bit of a compiled bank"),
    "flip-config": Part(damage.flip_config, 1000, 0, "a bit of config.toml"),
    "clocks": Part(clocks.clocks, 300, 6, "six sessions while clock and zone jump"),
    "older": Part(versions.older, 300, 12, "a home of version 0"),
    "newer": Part(versions.newer, 400, 12, "a command at a home of a later version"),
    "read-only": Part(homes.read_only, 200, 12, "a command at a home that may not be written"),
    "taken-away": Part(homes.taken_away, 400, 12, "a quiz whose home goes, and perhaps comes back"),
    "million": Part(million.million, 1_000_000, 0, "a log of so many events"),
}


def line(name: str, tally: Tally, seconds: float) -> str:
    """What the campaign prints of a part."""
    figures = ("rounds", "acknowledged", "lost", "unreadable", "different", "tracebacks")
    told = ", ".join(f"{key} {getattr(tally, key):,}" for key in figures)
    note = f"; {tally.note}" if tally.note else ""
    reasons = "".join(f"\n  {reason}" for reason in sorted(tally.why))
    return f"{name:<15} {told}, {seconds:.0f} s{note}{reasons}"


def _stop(*_: object) -> None:
    raise KeyboardInterrupt


def run(part: Part, rounds: int, seed: int) -> tuple[Tally, bool]:
    """A part, many rounds in chunks so that little is lost of what was found; whether it was interrupted."""
    tally = Tally()
    size = part.chunk or rounds
    for number, begun in enumerate(range(0, rounds, size)):
        # programs that are killed sync in earnest; what happens in this process need not wait for the disk
        with tempfile.TemporaryDirectory(prefix="aiinfra-faults-") as folder, killed_once.unsynced():
            try:
                tally.add(part.run(Path(folder), min(size, rounds - begun), seed + number))
            except KeyboardInterrupt:
                return tally, True
    return tally, False


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rounds", type=int, help="of each part named")
    parser.add_argument("--seed", type=int, default=1)
    parts = "; ".join(f"{name}: {part.about}" for name, part in PARTS.items())
    parser.add_argument("part", nargs="*", metavar="PART", help=f"default: all. {parts}")
    options = parser.parse_args()
    unknown = [name for name in options.part if name not in PARTS]
    if unknown:
        parser.error(f"there is no part {unknown[0]}; parts: {' '.join(PARTS)}")
    signal.signal(signal.SIGTERM, _stop)
    clean = True
    for name in options.part or PARTS:
        begun = time.monotonic()
        tally, interrupted = run(PARTS[name], options.rounds or PARTS[name].rounds, options.seed)
        print(line(name, tally, time.monotonic() - begun), flush=True)
        clean = clean and tally.clean
        if interrupted:
            return 130
    return 0 if clean else 1


if __name__ == "__main__":
    sys.exit(main())
