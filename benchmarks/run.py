"""Floor, ours and ratio of every measured row, in one run.

Run: python benchmarks/run.py [--rounds 15] [--python PATH] [--anki PATH] [ROW ...]
`--python` is the interpreter of an environment with an installed wheel (default: this one), `--anki` that of one with
Anki's backend (`pip install anki`).
"""

import argparse
import os
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

import authoring
import peers
from material import NOW, TODAY, many_cards, response, write_bank, write_cards, write_store
from timing import (
    Case,
    Compared,
    Milliseconds,
    Terminal,
    beside,
    compare,
    parse_events,
    pressing,
    process,
    shown,
    timed,
)

from aiinfra_study.core.catalogue import Catalogue, Outlines, outlines_of
from aiinfra_study.core.review import interleaved, of_day
from aiinfra_study.store.banks import find_courses
from aiinfra_study.store.cache import Cache
from aiinfra_study.store.durable import replace_durably
from aiinfra_study.store.log import seal
from aiinfra_study.store.progress import ProgressStore
from aiinfra_study.store.snapshot import dump, load

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

ANKI_MAKE = """
import sys
from anki.collection import AddNoteRequest, Collection
path, count, every = sys.argv[1], int(sys.argv[2]), int(sys.argv[3])
collection = Collection(path)
kind, deck = collection.models.by_name('Basic'), collection.decks.id('Default')
notes = []
for number in range(count):
    note = collection.new_note(kind)
    note['Front'], note['Back'] = f'{number}: which of these?', f'{number}: this one, because'
    notes.append(AddNoteRequest(note, deck))
collection.add_notes(notes)
today = collection.sched.today
rows = [
    (today if number % every == 0 else today + 1 + number * 7919 % 90, card)
    for number, card in enumerate(collection.find_cards(''))
]
collection.db.executemany('update cards set type=2, queue=2, ivl=20, factor=2500, due=? where id=?', rows)
collection.close()
"""
ANKI_FIRST = """
import sys
from anki.collection import Collection
collection = Collection(sys.argv[1])
queued = collection.sched.get_queued_cards()
print('first of', queued.review_count, queued.cards[0].card.id)
"""
SECTION = 100  # questions
DUE = 100  # cards


class Bench:
    """The folders and programs that the rows work with."""

    def __init__(self, root: Path, python: str, anki: str, rounds: int) -> None:
        self.root = root
        self.python = python
        self.anki = anki
        self.rounds = rounds
        self.bare = process([python, "-c", "pass"], self.environment("none"))

    def environment(self, home: str) -> dict[str, str]:
        kept = {name: os.environ[name] for name in ("PATH", "HOME", "LANG") if name in os.environ}
        place = {"AIINFRA_HOME": str(self.root / home), "XDG_CACHE_HOME": str(self.root / "cache")}
        return {**kept, **place, "TERM": "xterm-256color", "AIINFRA_BANKS": str(self.root / "banks")}

    def program(self, *words: str) -> list[str]:
        return [self.python, "-c", LAUNCH, *words]

    def status(self, cards: int) -> Compared:
        return compare(self.bare, self.status_case(cards), self.rounds)

    def status_case(self, cards: int) -> Case:
        home = f"status-{cards}"
        write_store(self.root / home, cards, cards)
        environment = self.environment(home)
        del environment["AIINFRA_BANKS"]  # as a learner with the bundled banks has it
        return process(self.program("status"), environment)

    def version(self) -> Compared:
        return compare(self.bare, process(self.program("--version"), self.environment("none")), self.rounds)

    def first_question(self, sections: int) -> Case:
        course = f"course-{sections}"
        for section in range(sections):
            path = self.root / "banks" / course / f"section-{section + 1:02d}.yaml"
            write_bank(path, 1000, section * 1000)
        write_store(self.root / course, 1000 * sections, 1000 * sections)
        self.settle()
        case = shown(self.program("quiz", f"{course}/section-1"), self.environment(course), b"1/10")
        case()  # compiles the bank
        return case

    def settle(self) -> None:
        """What is compiled within two seconds of its last change is hashed at each use: not what a learner has."""
        time.sleep(2.1)

    def learner(self, name: str, questions: int, due: int, earlier: int = 0) -> dict[str, str]:
        """The environment of a learner with a card for each of so many questions, practised on so many earlier days."""
        folder = self.root / f"{name}-{questions}-{due}"
        place = {"AIINFRA_BANKS": str(folder / "banks"), "AIINFRA_NOW": NOW, "AIINFRA_COURSE": "bench"}
        if not folder.exists():
            for section in range(questions // SECTION):
                path = folder / "banks" / "bench" / f"section-{section + 1:04d}.yaml"
                write_bank(path, SECTION, section * SECTION)
            self.settle()
            courses = find_courses([folder / "banks"], Cache(self.root / "cache" / "aiinfra" / "banks"))
            write_cards(folder / "home", courses[0].banks, due, earlier)
        return {**self.environment(f"{folder.name}/home"), **place}

    def reviewer(self, questions: int, due: int = DUE) -> dict[str, str]:
        return self.learner("review", questions, due)

    def figures(self, word: str, questions: int, responses: int) -> Compared:
        """`progress` or `stats` of a learner with so many cards and responses."""
        environment = self.learner("figures", questions, DUE, responses // questions - 1)
        return compare(self.bare, process(self.program(word), environment), self.rounds)

    def first_drilled(self, questions: int) -> Case:
        case = shown(self.program("review"), self.reviewer(questions), f" 1/{DUE} ".encode())
        case()
        return case

    def against_anki(self, cards: int) -> Compared:
        path = self.root / f"anki-{cards}.anki2"
        made = [self.anki, "-c", ANKI_MAKE, str(path), str(cards), str(cards // DUE)]
        subprocess.run(made, env=self.environment("none"), check=True)
        theirs = shown([self.anki, "-c", ANKI_FIRST, str(path)], self.environment("none"), b"first of")
        return compare(theirs, self.first_drilled(cards), self.rounds)

    def queue(self, cards: int, every: int) -> Compared:
        """The questions of a review from the cards of a snapshot just opened, one in `every` due, and from outlines as
        the compiled banks have them."""
        data, sections = many_cards(cards, every)
        texts = [(section, outlines_of(section).texts) for section in sections]
        today = TODAY.isoformat()
        known = list(load(data).progress.cards.items())

        def floor() -> list[tuple[str, str]]:
            return sorted((card["due"], address) for address, card in known if card["due"] <= today)

        def pick() -> float:
            progress = load(data).progress
            assert len(progress.cards) == cards  # reading them is part of the rows in a terminal
            items = Catalogue([section._replace(outlines=Outlines(*columns)) for section, columns in texts])
            start = time.perf_counter()
            day = of_day(progress, items, TODAY)
            _ = [*interleaved(day.due, items), *day.changed, *day.new[:10]]
            return time.perf_counter() - start

        return compare(timed(floor), pick, self.rounds)

    def print_line(self) -> Case:
        return shown([self.python, "-c", "print('1/10')"], self.environment("none"), b"1/10")

    def against_typer(self, ours: list[str], minimal: list[str]) -> Compared:
        environment = self.environment("none")
        del environment["AIINFRA_BANKS"]  # those of other rows, or none
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

    def key(self, wanted: str, command: str = "quiz") -> Compared:
        """From the key that says a response to the feedback, or from Enter to the next question."""
        if command == "quiz":
            self.first_question(1)
            words = ["quiz", "course-1/section-1", "--practice", "--count", "900", "--restart"]
            terminal = Terminal(self.program(*words), self.environment("course-1"))
        else:
            terminal = Terminal(self.program("review"), self.reviewer(1000, 1000))
        terminal.until(b" 1/")
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
            # in a review a question that comes back keeps its number
            asked = terminal.until(f" {number + 1}/".encode() if command == "quiz" else b" left, about")
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

    def against_questionary(self) -> Compared:
        """From the key that picks in questionary.select to the next list shown."""
        script = (
            "import questionary\n"
            "for n in range(10**6): questionary.select(f'Question <{n}>', choices=list('abcd')).ask()"
        )
        quiet = {**self.environment("none"), "PROMPT_TOOLKIT_NO_CPR": "1"}  # nobody here answers where the cursor is
        terminal = Terminal([self.python, "-c", script], quiet)
        terminal.until(b"<0>")
        terminal.drain(0.3)
        try:
            return beside(pressing(terminal, "<{}>", 1), self.key("feedback").ours, self.rounds)
        finally:
            terminal.kill()


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
    yield (
        *("review to the first question, 1,000 questions", "python printing a line", 6.0),
        lambda: compare(bench.print_line(), bench.first_drilled(1_000), rounds),
    )
    yield (
        *("review, 10,000 questions and cards", "1,000 questions and cards", 1.3),
        lambda: compare(bench.first_drilled(1_000), bench.first_drilled(10_000), rounds),
    )
    for cards in (1_000, 10_000) if bench.anki else ():
        yield (
            *(f"review to the first card, {cards:,} cards", "Anki's backend", 0.35),
            partial(bench.against_anki, cards),
        )
    for cards, goal in ((10_000, Milliseconds(5)), (100_000, Milliseconds(60))):
        for every, share in ((50, "2 % due"), (1, "all due")):
            yield (
                *(f"queue from {cards:,} cards, {share}", "filter and sort by day", goal),
                partial(bench.queue, cards, every),
            )
    for word in ("progress", "stats"):
        yield (
            *(f"{word}, 10,000 cards, 200,000 responses", "python -c pass", 20.0),
            partial(bench.figures, word, 10_000, 200_000),
        )
    yield "sections", "minimal Typer app", 1.2, lambda: bench.against_typer(["sections"], [])
    yield "config", "minimal Typer app", 1.2, lambda: bench.against_typer(["config"], [])
    yield "--help", "minimal app's --help", 1.2, lambda: bench.against_typer(["--help"], ["--help"])
    yield "YAML to checked section", "libyaml parse only", 1.8, lambda: bench.reading(parse_events)
    yield "YAML to checked section", "CSafeLoader", 0.6, lambda: bench.reading(load_with_pyyaml)
    yield "memory to load a bank (MiB)", "file size", 5.0, bench.memory
    yield from authoring.rows(bench)
    yield from peers.rows(bench)
    yield "one durable response", "append + fdatasync", 1.6, lambda: bench.append(bench.raw_append())
    yield "one durable response", "sqlite WAL full", 1.0, lambda: bench.append(bench.sqlite(), home="append-2")
    yield (
        *("the same, log of 200,000", "log of 5,000", 1.25),
        lambda: bench.append(bench.appending(5_000, "short"), 200_000, "long"),
    )
    yield "open, log of 200,000", "log of 5,000", 1.3, bench.opening
    yield "end of session, 10,000 cards", "durable replace", 12.0, bench.folding
    soon = Milliseconds(10)
    yield "key to feedback, response durable", "raw echo", soon, lambda: bench.key("feedback")
    yield "key to next question", "raw echo", soon, lambda: bench.key("question")
    yield "key to feedback in review, card computed", "raw echo", soon, lambda: bench.key("feedback", "review")
    yield "key to next question in review", "raw echo", soon, lambda: bench.key("question", "review")
    yield "key to feedback, response durable", "questionary.select", 0.4, bench.against_questionary


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument(
        "names", nargs="*", metavar="ROW", help="part of the name of a row or its floor; all rows without"
    )
    parser.add_argument("--rounds", type=int, default=15)
    parser.add_argument("--python", default=sys.executable)
    parser.add_argument("--anki", default="", metavar="PYTHON")
    options = parser.parse_args()
    print(f"Python {sys.version.split()[0]}, {os.cpu_count()} cores, {options.rounds} rounds; medians, paired ratios")
    print(f"{'row':45} {'floor':27} {'floor':>8} {'ours':>8} {'ratio':>6} {'iqr':>5} {'goal':>5}")
    with tempfile.TemporaryDirectory(prefix="aiinfra-bench-") as folder:
        bench = Bench(Path(folder), options.python, options.anki, options.rounds)
        for name, floor, goal, measure in rows(bench):
            if options.names and not any(part in f"{name}, {floor}" for part in options.names):
                continue
            found = measure()
            absolute = isinstance(goal, Milliseconds)
            good = (found.ours if absolute else found.ratio) <= goal
            print(
                f"{name:45} {floor:27} {found.floor:8.2f} {found.ours:8.2f} {found.ratio:6.2f} {found.spread:5.2f} "
                f"{f'{goal:g} ms' if absolute else f'{goal:.2f}':>5} {'ok' if good else 'MISSED'}",
                flush=True,
            )
    if not options.anki:
        print("Rows against Anki left out: name an interpreter that has its backend with --anki.")


if __name__ == "__main__":
    main()
