"""Floor, ours and ratio of every measured row, in one run.

Run: python benchmarks/run.py [--rounds 15] [--python PATH] [ROW ...]
`--python` is the interpreter of an environment with an installed wheel (default: this one).
"""

import argparse
import os
import sqlite3
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

from material import response, write_bank, write_store
from timing import Case, Compared, Terminal, compare, process, shown, timed

from aiinfra_study.store.durable import replace_durably
from aiinfra_study.store.log import seal
from aiinfra_study.store.progress import ProgressStore
from aiinfra_study.store.snapshot import dump

LAUNCH = "from aiinfra_study.__main__ import main; main()"
MINIMAL = "import typer\napp = typer.Typer()\n@app.command()\ndef main(): print('x')\napp(prog_name='minimal')"
MEMORY = """
import sys
from pathlib import Path
from aiinfra_study.store.files import read_section_file
def peak():
    return next(int(line.split()[1]) * 1024 for line in open('/proc/self/status') if line.startswith('VmHWM'))
path = Path(sys.argv[1])
read_section_file(path, b'format: 1\\nquestions: [{id: a, ask: b, right: c, wrong: d}]', 'x')
before = peak()
found = read_section_file(path, path.read_bytes(), 'x')
print((peak() - before) / path.stat().st_size)
"""


class Bench:
    """The folders and programs that the rows work with."""

    def __init__(self, root: Path, python: str, rounds: int) -> None:
        self.root = root
        self.python = python
        self.rounds = rounds
        self.bare = process([python, "-c", "pass"], self.environment("none"))

    def environment(self, home: str) -> dict[str, str]:
        kept = {name: os.environ[name] for name in ("PATH", "HOME", "LANG") if name in os.environ}
        place = {"AIINFRA_HOME": str(self.root / home), "XDG_CACHE_HOME": str(self.root / "cache")}
        return {**kept, **place, "TERM": "xterm-256color", "AIINFRA_BANKS": str(self.root / "banks")}

    def program(self, *words: str) -> list[str]:
        return [self.python, "-c", LAUNCH, *words]

    def status(self, cards: int) -> Compared:
        home = f"status-{cards}"
        write_store(self.root / home, cards, cards)
        environment = self.environment(home)
        del environment["AIINFRA_BANKS"]  # as a learner with the bundled banks has it
        return compare(self.bare, process(self.program("status"), environment), self.rounds)

    def version(self) -> Compared:
        return compare(self.bare, process(self.program("--version"), self.environment("none")), self.rounds)

    def first_question(self, sections: int) -> Case:
        course = f"course-{sections}"
        for section in range(sections):
            path = self.root / "banks" / course / f"section-{section + 1:02d}.yaml"
            write_bank(path, 1000, section * 1000)
        write_store(self.root / course, 1000 * sections, 1000 * sections)
        case = shown(self.program("quiz", f"{course}/section-1"), self.environment(course), b"1/10")
        case()  # compiles the bank
        return case

    def print_line(self) -> Case:
        return shown([self.python, "-c", "print('1/10')"], self.environment("none"), b"1/10")

    def against_typer(self, ours: list[str], minimal: list[str]) -> Compared:
        environment = self.environment("none")
        (self.root / "none").mkdir(exist_ok=True)
        floor = process([self.python, "-c", MINIMAL, *minimal], environment)
        return compare(floor, process(self.program(*ours), environment), self.rounds)

    def bank(self) -> tuple[Path, bytes]:
        path = self.root / "one" / "section-01.yaml"
        write_bank(path, 1000)
        return path, path.read_bytes()

    def reading(self, floor: Callable[[bytes], object]) -> Compared:
        from aiinfra_study.store.files import read_section_file

        path, data = self.bank()
        ours = timed(lambda: read_section_file(path, data, "one"))
        return compare(timed(lambda: floor(data)), ours, self.rounds)

    def memory(self) -> Compared:
        path, _ = self.bank()
        command = [self.python, "-c", MEMORY, str(path)]
        growth = sorted(float(subprocess.check_output(command, env=self.environment("none"))) for _ in range(5))
        size = path.stat().st_size / 2**20
        return Compared(size, size * growth[2], growth[2], growth[4] - growth[0])

    def append(self, floor: Case, events: int = 5000, home: str = "append") -> Compared:
        return compare(floor, self.appending(events, home), self.rounds * 20)

    def appending(self, events: int, home: str) -> Case:
        store = ProgressStore(write_store(self.root / home, events, 1000))
        numbers = iter(range(10**9))
        return timed(lambda: store.append(response(next(numbers), 1)))

    def raw_append(self) -> Case:
        line = seal({"v": 1, "id": "bench-1", **response(1, 1)})
        descriptor = os.open(self.root / "raw.log", os.O_WRONLY | os.O_CREAT | os.O_APPEND)

        def write() -> None:
            os.write(descriptor, line)
            os.fdatasync(descriptor)

        return timed(write)

    def sqlite(self) -> Case:
        base = sqlite3.connect(self.root / "floor.db", isolation_level=None)
        base.executescript(
            "pragma journal_mode=wal; pragma synchronous=full;"
            "create table log (id integer primary key, line blob); create table card (id text primary key, state text)"
        )
        line = seal({"v": 1, "id": "bench-1", **response(1, 1)})

        def write() -> None:
            base.execute("begin")
            base.execute("insert into log (line) values (?)", (line,))
            base.execute("insert or replace into card values ('q', '2.3 2.1')")
            base.execute("commit")

        return timed(write)

    def opening(self) -> Compared:
        few = write_store(self.root / "few", 5_000, 1000)
        many = write_store(self.root / "many", 200_000, 1000)
        return compare(timed(lambda: ProgressStore(few)), timed(lambda: ProgressStore(many)), self.rounds * 5)

    def folding(self) -> Compared:
        path = write_store(self.root / "fold", 10_000, 10_000)
        store = ProgressStore(path)
        store.writable()
        data = dump(store._snapshot)

        def fold() -> None:
            store.append(response(1, 1))
            store.fold()

        return compare(timed(lambda: replace_durably(self.root / "floor.json", data)), timed(fold), self.rounds)

    def key(self, wanted: str) -> Compared:
        """From the key that says a response to the feedback, or from Enter to the next question."""
        self.first_question(1)
        terminal = Terminal(
            self.program("quiz", "course-1/section-1", "--practice", "--count", "900", "--restart"),
            self.environment("course-1"),
        )
        terminal.until(b"1/900")
        terminal.drain()
        echo = Terminal([self.python, "-c", "import sys; sys.stdin.read()"], self.environment("none"))
        echo.drain(0.3)
        number = 0

        def ours() -> float:
            nonlocal number
            number += 1
            terminal.press(b"1")
            terminal.drain(0.03)
            terminal.press(b"\r")
            said = terminal.until(b"Enter go on")
            terminal.drain(0.03)
            terminal.press(b"\r")
            asked = terminal.until(f" {number + 1}/900".encode())
            terminal.drain(0.03)
            return said if wanted == "feedback" else asked

        def floor() -> float:
            echo.press(b"x")
            return echo.until(b"x")

        try:
            return compare(floor, ours, self.rounds)
        finally:
            terminal.kill()
            echo.kill()

    def questionary(self) -> Case:
        """From the key that picks in questionary.select to the next list shown."""
        script = (
            "import questionary\n"
            "for n in range(10**6): questionary.select(f'Question <{n}>', choices=list('abcd')).ask()"
        )
        quiet = {**self.environment("none"), "PROMPT_TOOLKIT_NO_CPR": "1"}  # nobody here answers where the cursor is
        terminal = Terminal([self.python, "-c", script], quiet)
        terminal.until(b"<0>")
        terminal.drain(0.3)
        number = 0

        def case() -> float:
            nonlocal number
            number += 1
            terminal.press(b"\r")
            seconds = terminal.until(f"<{number}>".encode())
            terminal.drain(0.05)
            return seconds

        return case


def parse_events(data: bytes) -> None:
    """libyaml's parse only: every event made and thrown away."""
    from yaml.cyaml import CParser  # type: ignore[attr-defined]
    from yaml.events import StreamEndEvent

    next_event = CParser(data).get_event
    while type(next_event()) is not StreamEndEvent:
        pass


def load_with_pyyaml(data: bytes) -> None:
    import yaml

    yaml.load(data, yaml.CSafeLoader)


def rows(bench: Bench) -> Iterator[tuple[str, str, float, Callable[[], Compared]]]:
    """Name, floor, goal and measurement of every row."""
    rounds = bench.rounds
    yield "status, 1,000 cards", "python -c pass", 1.3, lambda: bench.status(1_000)
    yield "status, 10,000 cards", "python -c pass", 1.45, lambda: bench.status(10_000)
    yield "--version", "python -c pass", 1.3, bench.version
    yield (
        *("quiz to the first question, 1,000 questions", "python printing a line", 6.0),
        lambda: compare(bench.print_line(), bench.first_question(1), rounds),
    )
    yield (
        *("the same, 10,000 questions and cards", "1,000 questions and cards", 1.3),
        lambda: compare(bench.first_question(1), bench.first_question(10), rounds),
    )
    yield "sections", "minimal Typer app", 1.2, lambda: bench.against_typer(["sections"], [])
    yield "config", "minimal Typer app", 1.2, lambda: bench.against_typer(["config"], [])
    yield "--help", "minimal app's --help", 1.2, lambda: bench.against_typer(["--help"], ["--help"])
    yield "YAML to checked section", "libyaml parse only", 1.8, lambda: bench.reading(parse_events)
    yield "YAML to checked section", "CSafeLoader", 0.6, lambda: bench.reading(load_with_pyyaml)
    yield "memory to load a bank (MiB)", "file size", 5.0, bench.memory
    yield "one durable response", "append + fdatasync", 1.6, lambda: bench.append(bench.raw_append())
    yield "one durable response", "sqlite WAL full", 1.0, lambda: bench.append(bench.sqlite(), home="append-2")
    yield (
        *("the same, log of 200,000", "log of 5,000", 1.25),
        lambda: bench.append(bench.appending(5_000, "short"), 200_000, "long"),
    )
    yield "open, log of 200,000", "log of 5,000", 1.3, bench.opening
    yield "end of session, 10,000 cards", "durable replace", 12.0, bench.folding
    yield "key to feedback, response durable", "raw echo (goal: 10 ms)", 0.0, lambda: bench.key("feedback")
    yield "key to next question", "raw echo (goal: 10 ms)", 0.0, lambda: bench.key("question")
    yield (
        *("key to feedback, response durable", "questionary.select", 0.4),
        lambda: _against_questionary(bench),
    )


def _against_questionary(bench: Bench) -> Compared:
    case = bench.questionary()
    theirs = sorted(case() for _ in range(bench.rounds))
    ours = bench.key("feedback")
    median = 1000 * theirs[len(theirs) // 2]
    return Compared(median, ours.ours, ours.ours / median, 0.0)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("names", nargs="*", metavar="ROW", help="part of a row's name; all rows without")
    parser.add_argument("--rounds", type=int, default=15)
    parser.add_argument("--python", default=sys.executable)
    options = parser.parse_args()
    print(f"Python {sys.version.split()[0]}, {os.cpu_count()} cores, {options.rounds} rounds; medians, paired ratios")
    print(f"{'row':45} {'floor':27} {'floor':>8} {'ours':>8} {'ratio':>6} {'iqr':>5} {'goal':>5}")
    with tempfile.TemporaryDirectory(prefix="aiinfra-bench-") as folder:
        bench = Bench(Path(folder), options.python, options.rounds)
        for name, floor, goal, measure in rows(bench):
            if options.names and not any(part in name for part in options.names):
                continue
            found = measure()
            good = found.ratio <= goal if goal else found.ours <= 10
            print(
                f"{name:45} {floor:27} {found.floor:8.2f} {found.ours:8.2f} {found.ratio:6.2f} {found.spread:5.2f} "
                f"{goal or 10:5.2f} {'ok' if good else 'MISSED'}",
                flush=True,
            )


if __name__ == "__main__":
    main()
