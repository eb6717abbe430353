"""The command: draws mutants, tries each in a copy of the checkout, prints what survived and the figures."""

import argparse
import json
import os
import random
import shutil
import subprocess
import sys
import tempfile
import threading
import tomllib
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from queue import Empty, SimpleQueue
from typing import Any

from tests.mutation.reach import Reached
from tests.mutation.sites import PACKAGE, ROOMS, Mutant, sample

ROOT = Path(__file__).parents[2]
REVIEWED = Path(__file__).with_name("reviewed.toml")
_COPIED = ("src", "tests", "docs", "question_banks", "benchmarks")
_FOLDERS = ("core", "lint", "store", "cli")  # whose tests may kill
Record = dict[str, Any]


def main() -> int:
    """Exit code 1 when a room is below the goal."""
    asked = _arguments()
    work = Path(asked.work or tempfile.mkdtemp(prefix="aiinfra-mutation-"))
    copies = [_copy(work / f"copy-{number}") for number in range(asked.processes)]
    reached = _reached(work, copies[0], asked.processes)
    mutants = _drawn(work, copies[0], asked) + _controls(copies[0], asked.controls)
    results = work / "results.jsonl"
    again = asked.survivors
    settled = (one for one in _records(results) if one["verdict"] or one["operator"] == "Control" or not again)
    done = set(map(_name, settled))
    random.Random(asked.seed).shuffle(mutants)  # a run that is ended early has tried some of every module
    left: SimpleQueue[Mutant] = SimpleQueue()
    for mutant in mutants:
        if _name(mutant._asdict()) not in done:
            left.put(mutant)
    print(f"{len(mutants)} mutants, {left.qsize()} to try; results in {results}", flush=True)
    hands = [threading.Thread(target=_try_all, args=(copy, left, reached, asked.budget, results)) for copy in copies]
    for hand in hands:
        hand.start()
    for hand in hands:
        hand.join()
    drawn = {_name(mutant._asdict()) for mutant in mutants}
    last = {_name(record): record for record in _records(results) if _name(record) in drawn}
    return _report(list(last.values()))


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.mutation", description=__doc__)
    parser.add_argument("--sample", type=int, default=900, help="about how many mutants")
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--only", default="", help="modules with this in their path: core/fields")
    parser.add_argument("--budget", type=float, default=25.0, help="seconds of tests at each distance")
    parser.add_argument("--survivors", action="store_true", help="try those again that survived")
    parser.add_argument("--processes", type=int, default=2)
    parser.add_argument("--controls", type=int, default=20, help="unchanged files, which must survive")
    parser.add_argument("--work", help="a folder to go on in: it keeps which tests reach what, and the results")
    return parser.parse_args()


def _copy(folder: Path) -> Path:
    """The checkout as it is, without what is not needed."""
    for name in _COPIED:
        shutil.copytree(
            ROOT / name, folder / name, dirs_exist_ok=True, ignore=shutil.ignore_patterns("__pycache__", ".*")
        )
    for path in ROOT.glob("*.*"):
        if path.is_file():
            shutil.copy2(path, folder)
    return folder


def _environment(copy: Path) -> dict[str, str]:
    return {**os.environ, "PYTHONPATH": f"{copy / 'src'}{os.pathsep}{copy}"}


def _reached(work: Path, copy: Path, processes: int) -> Reached:
    """Which tests reach which lines: one run of them all, if this folder has none yet."""
    folder = work / "reach"
    if not list(folder.glob("reach-*.json")):
        folder.mkdir(parents=True, exist_ok=True)
        tests = [f"tests/{name}" for name in _FOLDERS]
        command = [sys.executable, "-m", "pytest", "-p", "tests.mutation.reach", "-q", f"-n{processes}", *tests]
        environment = {**_environment(copy), "MUTATION_REACH": str(folder)}
        subprocess.run(command, cwd=copy, env=environment, check=False)
    return Reached(folder)


def _drawn(work: Path, copy: Path, asked: argparse.Namespace) -> list[Mutant]:
    """The sample; drawn once for a folder, as that takes its time."""
    file = work / f"drawn-{asked.sample}-{asked.seed}-{asked.only.replace('/', '-')}.json"
    if not file.exists():
        found = sample(copy, asked.sample, asked.seed, asked.only)
        file.write_text(json.dumps([mutant._asdict() for mutant in found]), encoding="utf-8")
    return [Mutant(**entry) for entry in json.loads(file.read_text(encoding="utf-8"))]


def _controls(root: Path, count: int) -> list[Mutant]:
    """Files with one comment more: what kills one of these kills without a reason."""
    paths = sorted(path for room in ROOMS for path in (root / PACKAGE / room).rglob("*.py"))
    chosen = paths[:: max(1, len(paths) // count)][:count] if count else []
    texts = [(path.relative_to(root / PACKAGE).as_posix(), path.read_text(encoding="utf-8")) for path in chosen]
    return [Mutant(module, 1, "Control", "", "# unchanged", f"{text}# unchanged\n") for module, text in texts]


def _try_all(copy: Path, left: SimpleQueue[Mutant], reached: Reached, budget: float, results: Path) -> None:
    """One copy takes mutants until none are left."""
    command = [sys.executable, "-m", "tests.mutation.trial"]
    with subprocess.Popen(
        command, cwd=copy, env=_environment(copy), stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as process:
        assert process.stdin
        assert process.stdout
        while True:
            try:
                mutant = left.get_nowait()
            except Empty:
                break
            tests = [_within(budget, names, reached.seconds) for names in _tests(mutant, reached)]
            trial = {"path": str(copy / PACKAGE / mutant.module), "text": mutant.text, "tests": tests}
            process.stdin.write(json.dumps(trial) + "\n")
            process.stdin.flush()
            record = {**mutant._asdict(), **json.loads(process.stdout.readline()), "tests": sum(map(len, tests))}
            del record["text"]
            with results.open("a", encoding="utf-8") as file:
                file.write(json.dumps(record) + "\n")
        process.stdin.close()


def _tests(mutant: Mutant, reached: Reached) -> list[list[str]]:
    """The tests that reach the line, by distance: of the module, its room, all others. The quick ones first."""
    lines = mutant.was.count("\n") + 1
    found = reached.tests_of(mutant.module, mutant.line, mutant.line + lines - 1)
    own = f"test_{Path(mutant.module).stem}.py"
    near = [name for name in found if own in name]
    room = [name for name in found if own not in name and name.startswith(f"tests/{mutant.room}/")]
    far = [name for name in found if own not in name and not name.startswith(f"tests/{mutant.room}/")]
    return [near, room, far]


def _within(budget: float, names: list[str], seconds: dict[str, float]) -> list[str]:
    chosen, spent = [], 0.0
    for name in names:
        spent += seconds[name]
        if spent > budget:
            break
        chosen.append(name)
    return chosen


def _records(results: Path) -> Iterator[Record]:
    if results.exists():
        for line in results.read_text(encoding="utf-8").splitlines():
            yield json.loads(line)


def _name(record: Record) -> tuple[str, int, str, str, str]:
    return record["module"], record["line"], record["operator"], record["was"], record["now"]


def _report(records: list[Record]) -> int:
    """Prints each survivor with what a review said of it, then the figures of each room."""
    reviewed = {_key(entry): entry for entry in tomllib.loads(REVIEWED.read_text(encoding="utf-8")).get("mutant", [])}
    figures = {room: Counter[str]() for room in ROOMS}
    false_kills = [record for record in records if record["operator"] == "Control" and record["verdict"]]
    for record in (record for record in records if record["operator"] != "Control"):
        kind = {"": "survived", "time": "timeout"}.get(record["verdict"], "killed")
        review = reviewed.get(_key(record))
        if kind == "survived":
            kind = review["verdict"] if review else kind
            print(f"{kind}: {record['module']}:{record['line']} {record['operator']}")
            print(f"  - {record['was']}\n  + {record['now']}" + (f"\n  {review['why']}" if review else ""))
        figures[record["module"].split("/")[0]][kind] += 1
    widths = {"killed": 8, "timeout": 9, "equivalent": 12, "elsewhere": 11, "survived": 10}
    print(
        f"\n{'room':8}{'tried':>7}"
        + "".join(f"{kind:>{width}}" for kind, width in widths.items())
        + f"{'killed %':>10}"
    )
    low = False
    for room, counts in [*figures.items(), ("all", sum(figures.values(), Counter[str]()))]:
        tried = sum(counts.values())
        told = tried - counts["equivalent"] - counts["elsewhere"]
        rate = 100 * (counts["killed"] + counts["timeout"]) / told if told else 100.0
        low |= rate < 85
        print(
            f"{room:8}{tried:7}"
            + "".join(f"{counts[kind]:{width}}" for kind, width in widths.items())
            + f"{rate:10.1f}"
        )
    controls = sum(record["operator"] == "Control" for record in records)
    print(f"controls: {controls}, killed without a reason: {len(false_kills)}")
    for record in false_kills:
        print(f"  {record['module']}: {record['verdict']}")
    return int(low)


def _key(entry: Record) -> tuple[str, str, str]:
    """What a review is known by: it stays the same while lines move."""
    return entry["module"], entry["was"], entry["now"]


if __name__ == "__main__":
    sys.exit(main())
