"""python -m tests.hostile --inputs 1000000 [--seed 1] [--first 1] [--only NUMBER] [TARGET...]

The inputs are shared out among the targets named (all of them by default), most to those where an input costs least.
A failure is told with its target and number; `TARGET --only NUMBER` makes that input again and shows it.
"""

import argparse
import sys
import time

from . import targets
from .harness import Tally, Target, chance_of, run


def shared(inputs: int, chosen: list[Target]) -> dict[str, int]:
    """How many inputs each target gets, one at least."""
    whole = sum(target.share for target in chosen)
    return {target.name: max(-(-inputs * target.share // whole), 1) for target in chosen}


def main() -> int:
    known = {target.name: target for target in targets.ALL}
    parser = argparse.ArgumentParser(prog="python -m tests.hostile", description="Hostile input for every door.")
    parser.add_argument("target", nargs="*", help=f"one of {', '.join(known)} (default: all)")
    parser.add_argument("--inputs", type=int, default=10_000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--first", type=int, default=1, help="number of the first input")
    parser.add_argument("--only", type=int, help="show this one input and what becomes of it")
    options = parser.parse_args()
    chosen = [known[name] for name in options.target] or list(known.values())
    counts = shared(options.inputs, chosen)
    sys.stdout.reconfigure(errors="backslashreplace")  # type: ignore[union-attr]
    tallies = []
    begun = time.monotonic()
    for target in chosen:
        if options.only is not None:
            print(repr(target.make(chance_of(options.seed, target.name, options.only))))
            tally = run(target, 1, options.seed, options.only)
        else:
            tally = run(target, counts[target.name], options.seed, options.first)
        print(tally, flush=True)
        tallies.append(tally)
    _summary(tallies, time.monotonic() - begun)
    return 1 if any(tally.failed for tally in tallies) else 0


def _summary(tallies: list[Tally], seconds: float) -> None:
    inputs, failed = sum(tally.inputs for tally in tallies), sum(tally.failed for tally in tallies)
    slowest = max(tally.slowest for tally in tallies)
    worst = f"slowest input {1e3 * slowest:.0f} ms{_memory()}"
    print(f"{inputs:,} inputs, {failed} failures, {seconds / 60:.1f} minutes, {worst}")


def _memory() -> str:
    """The most memory that the process had, where the system tells it in KiB."""
    if sys.platform != "linux":
        return ""
    import resource

    return f", {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024} MiB at most"


if __name__ == "__main__":
    sys.exit(main())
