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

from material import response, write_bank, write_cards, write_store
from run import DUE, NOW, SECTION, Bench
from timing import Case, process, shown, timed

from aiinfra_study.store.banks import find_courses
from aiinfra_study.store.cache import Cache
from aiinfra_study.store.progress import ProgressStore

QUESTIONS = (100, 1_000, 10_000, 100_000)
EVENTS = (1_000, 10_000, 100_000, 1_000_000)
ROUNDS = 5
LARGE = 50_000  # from which a case is timed once
COMMANDS = {
    name: name.split() for name in ("status", "sections", "progress", "stats", "lint --fail-on never --course bench")
}
SHOWN = {
    "quiz to the first question": ("1/10", "quiz", "section-1", "--practice"),
    "review to the first question": (" 1/{} ", "review"),
}


class Learner:
    """A course of so many questions, a card for each."""

    def __init__(self, bench: Bench, questions: int) -> None:
        self.bench = bench
        self.folder = bench.root / f"grown-{questions}"
        self.course = self.folder / "banks" / "bench"
        for section in range(questions // SECTION):
            write_bank(self.course / f"section-{section + 1:04d}.yaml", SECTION, section * SECTION)
        bench.settle()
        courses = find_courses([self.folder / "banks"], Cache(bench.root / "cache" / "aiinfra" / "banks"))
        write_cards(self.folder / "home", courses[0].banks, min(DUE, questions))
        place = {"AIINFRA_BANKS": str(self.folder / "banks"), "AIINFRA_NOW": NOW, "AIINFRA_COURSE": "bench"}
        self.environment = {**bench.environment(f"{self.folder.name}/home"), **place}

    def run(self, *words: str) -> Case:
        return process(self.bench.program(*words), self.environment)

    def seen(self, wanted: str, *words: str) -> Case:
        return shown(self.bench.program(*words), self.environment, wanted.encode())


def median(case: Case, size: int) -> float:
    """Seconds, after one run that does not count."""
    case()
    return statistics.median(case() for _ in range(1 if size >= LARGE else ROUNDS))


def told(name: str, sizes: Sequence[int], seconds: Sequence[float]) -> None:
    """A row: milliseconds at each size, and the exponent between the last two."""
    slope = log(seconds[-1] / seconds[-2]) / log(sizes[-1] / sizes[-2]) if len(sizes) > 1 else float("nan")
    print(f"{name:34}" + "".join(f"{1000 * each:12.2f}" for each in seconds) + f"{slope:10.2f}", flush=True)


def of_questions(bench: Bench, sizes: Sequence[int]) -> None:
    """Commands of a learner with so many questions and cards."""
    seconds: dict[str, list[float]] = {name: [] for name in COMMANDS}
    for size in sizes:
        learner = Learner(bench, size)
        learner.run("sections")()  # compiles the banks
        for name, words in COMMANDS.items():
            seconds[name].append(median(learner.run(*words), size))
        for name, (wanted, *words) in SHOWN.items():
            wanted = wanted.format(min(DUE, size))
            seconds.setdefault(name, []).append(median(learner.seen(wanted, *words), size))
        shutil.rmtree(learner.folder)
    print(f"{'questions and cards':34}" + "".join(f"{size:12,}" for size in sizes) + f"{'exponent':>10}")
    for name, found in seconds.items():
        told(name, sizes, found)


def of_events(bench: Bench, sizes: Sequence[int]) -> None:
    """The store with a log of so many events, of 1,000 cards."""
    seconds: dict[str, list[float]] = {"open": [], "one durable response": [], "rebuild from the log": []}
    for size in sizes:
        home = bench.root / f"log-{size}"
        path = write_store(home, size, 1000)
        seconds["open"].append(median(timed(lambda path=path: ProgressStore(path)), size))
        store = ProgressStore(path)
        seconds["one durable response"].append(median(timed(lambda store=store: store.append(response(1, 1))), 0))
        store.close()

        def rebuilt(path: Path = path) -> None:
            path.unlink()
            found = ProgressStore(path)
            found.fold()
            found.close()

        seconds["rebuild from the log"].append(median(timed(rebuilt), size))
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
    print(f"Python {sys.version.split()[0]}; milliseconds, medians of {ROUNDS} (one from {LARGE:,} on)")
    with tempfile.TemporaryDirectory(prefix="aiinfra-growth-") as folder:
        bench = Bench(Path(folder), options.python, "", ROUNDS)
        of_questions(bench, [size for size in QUESTIONS if size <= options.most])
        of_events(bench, [size for size in EVENTS if size <= options.events])


if __name__ == "__main__":
    main()
