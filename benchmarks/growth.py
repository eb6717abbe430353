"""How times grow with the number of questions, cards and events, and the exponent of that growth.

Run: python benchmarks/growth.py [--python PATH] [--most N] [--events N]   (all of it takes about half an hour)
The exponent is the slope between the two largest sizes on logarithmic scales: 0 does not grow, 1 is linear. Sizes are
100 to 100,000 questions and 1,000 to 1,000,000 events; `--most` and `--events` end earlier.
"""

import argparse
import shutil
import statistics
import sys
import tempfile
from collections.abc import Sequence
from math import log
from pathlib import Path

from material import response, write_store
from run import DUE, Bench
from timing import Case, process, shown, timed

from aiinfra_study.store.progress import ProgressStore

QUESTIONS = (100, 1_000, 10_000, 100_000)
EVENTS = (1_000, 10_000, 100_000, 1_000_000)
ROUNDS = 5
SLOW = 5  # seconds from which a case is timed once
COMMANDS = {
    name: name.split() for name in ("status", "sections", "progress", "stats", "lint --fail-on never --course bench")
}
SHOWN = {
    "quiz to the first question": ("1/10", "quiz", "section-1", "--practice"),
    "review to the first question": (" 1/{} ", "review"),
}


def median(case: Case) -> float:
    """Seconds, after one run that does not count; of what takes long, those of its only run."""
    first = case()
    return first if first > SLOW else statistics.median(case() for _ in range(ROUNDS))


def measured(name: str, size: int, case: Case) -> float:
    """The seconds of a case, told on the way: all sizes together take long."""
    seconds = median(case)
    print(f"{name} at {size:,}: {1000 * seconds:.2f} ms", file=sys.stderr, flush=True)
    return seconds


def told(name: str, sizes: Sequence[int], seconds: Sequence[float]) -> None:
    """A row: milliseconds at each size, and the exponent between the last two."""
    slope = log(seconds[-1] / seconds[-2]) / log(sizes[-1] / sizes[-2]) if len(sizes) > 1 else float("nan")
    print(f"{name:34}" + "".join(f"{1000 * each:12.2f}" for each in seconds) + f"{slope:10.2f}", flush=True)


def of_questions(bench: Bench, sizes: Sequence[int]) -> None:
    """Commands of a learner with so many questions and cards."""
    seconds: dict[str, list[float]] = {name: [] for name in (*COMMANDS, *SHOWN)}
    for size in sizes:
        environment = bench.learner("grown", size, min(DUE, size))
        for name, words in COMMANDS.items():
            seconds[name].append(measured(name, size, process(bench.program(*words), environment)))
        for name, (wanted, *words) in SHOWN.items():
            first = wanted.format(min(DUE, size)).encode()
            seconds[name].append(measured(name, size, shown(bench.program(*words), environment, first)))
    print(f"{'questions and cards':34}" + "".join(f"{size:12,}" for size in sizes) + f"{'exponent':>10}")
    for name, found in seconds.items():
        told(name, sizes, found)


def of_events(bench: Bench, sizes: Sequence[int]) -> None:
    """The store with a log of so many events, of 1,000 cards."""
    seconds: dict[str, list[float]] = {"open": [], "one durable response": [], "rebuild from the log": []}
    for size in sizes:
        home = bench.root / f"log-{size}"
        path = write_store(home, size, 1000)
        seconds["open"].append(measured("open", size, timed(lambda path=path: ProgressStore(path))))
        store = ProgressStore(path)
        append = timed(lambda store=store: store.append(response(1, 1)))
        seconds["one durable response"].append(measured("one durable response", size, append))
        store.close()

        def rebuilt(path: Path = path) -> None:
            path.unlink()
            found = ProgressStore(path)
            found.fold()
            found.close()

        seconds["rebuild from the log"].append(measured("rebuild from the log", size, timed(rebuilt)))
        shutil.rmtree(home)
    print(f"{'events':34}" + "".join(f"{size:12,}" for size in sizes) + f"{'exponent':>10}")
    for name, found in seconds.items():
        told(name, sizes, found)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--python", default=sys.executable)
    parser.add_argument("--most", type=int, default=QUESTIONS[-1], metavar="N")
    parser.add_argument("--events", type=int, default=EVENTS[-1], metavar="N")
    options = parser.parse_args()
    print(f"Python {sys.version.split()[0]}; milliseconds, medians of {ROUNDS}, above {SLOW} s of one run")
    with tempfile.TemporaryDirectory(prefix="aiinfra-growth-") as folder:
        bench = Bench(Path(folder), options.python, "", ROUNDS)
        of_questions(bench, [size for size in QUESTIONS if size <= options.most])
        of_events(bench, [size for size in EVENTS if size <= options.events])


if __name__ == "__main__":
    main()
