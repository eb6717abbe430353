"""Rows of what authors and readers wait for: lint, and a reading on the screen."""

import os
import subprocess
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from material import write_bank
from timing import Case, Compared, Milliseconds, compare, parse_events, process, timed

if TYPE_CHECKING:
    from run import Bench

Row = tuple[str, str, float, Callable[[], Compared]]
SECTION = 1000  # questions of a file
MEMORY = """
import sys
from pathlib import Path
from aiinfra_study.cli.lint_run import Run
from aiinfra_study.cli.linting import folders
from aiinfra_study.lint import Wanted
def peak():
    return next(int(line.split()[1]) * 1024 for line in open('/proc/self/status') if line.startswith('VmHWM'))
Run(folders([Path(sys.argv[1])]), Wanted()).problems()
before = peak()
Run(folders([Path(sys.argv[2])]), Wanted()).problems()
print((peak() - before) / sum(path.stat().st_size for path in Path(sys.argv[2]).rglob('*.yaml')))
"""
READING = """# A section

{parts}
"""
PART = """## Part {number}

{prose}

| name | value |
|---|---|
| memory | 80 GB |
| bandwidth | 3.35 TB/s |

```python
def tokens(seconds: float) -> float:
    return 3.35e12 / 140e9 * seconds
```
"""


def rows(bench: "Bench") -> Iterator[Row]:
    """Name, floor, goal and measurement."""
    yield "lint, 300 questions, with start-up", "python -c pass", 12.0, lambda: _started(bench)
    for questions in (1_000, 10_000, 50_000):
        few = max(3, bench.rounds * 1_000 // questions)
        yield f"lint, {questions:,} questions", "libyaml parse only", 8.0, lambda n=questions, r=few: _lint(bench, n, r)  # type: ignore[misc]
    yield "memory to lint 10,000 (MiB)", "file size", 8.0, lambda: _memory(bench)
    yield "lint --watch, one file of ten saved", "read that file", Milliseconds(100), lambda: _again(bench)
    yield "study to its first screen", "python -c pass", 14.0, lambda: _study(bench)
    yield "page of 10,000 words laid out", "read the file", Milliseconds(300), lambda: _laid_out(bench)
    for nodes, goal in ((50, 50), (500, 1000)):
        yield f"diagram of {nodes} nodes", "read its source", Milliseconds(goal), lambda n=nodes: _drawn(bench, n)  # type: ignore[misc]


def _course(bench: "Bench", questions: int, section: int = SECTION) -> Path:
    folder = bench.root / f"lint-{questions}-{section}" / "bench"
    if not folder.exists():
        for first in range(0, questions, section):
            write_bank(folder / f"section-{first // section + 1:02d}.yaml", min(section, questions), first)
    return folder


def _started(bench: "Bench") -> Compared:
    folder = _course(bench, 300)
    return compare(bench.bare, process(bench.program("lint", str(folder)), bench.environment("none")), bench.rounds)


def _lint(bench: "Bench", questions: int, rounds: int) -> Compared:
    from aiinfra_study.cli.lint_run import Run
    from aiinfra_study.cli.linting import folders
    from aiinfra_study.lint import Wanted

    folder = _course(bench, questions)
    texts = [path.read_bytes() for path in sorted(folder.iterdir())]
    ours = timed(lambda: Run(folders([folder]), Wanted()).problems())

    def floor() -> None:
        for text in texts:
            parse_events(text)

    return compare(timed(floor), ours, rounds)


def _memory(bench: "Bench") -> Compared:
    few, many = _course(bench, 300), _course(bench, 10_000)
    command = [bench.python, "-c", MEMORY, str(few), str(many)]
    growth = sorted(float(subprocess.check_output(command, env=bench.environment("none"))) for _ in range(3))
    size = sum(path.stat().st_size for path in many.iterdir()) / 2**20
    return Compared(size, size * growth[1], growth[1], growth[2] - growth[0])


def _again(bench: "Bench") -> Compared:
    from aiinfra_study.cli.lint_run import Memory, Run
    from aiinfra_study.cli.linting import folders
    from aiinfra_study.lint import Wanted

    folder = _course(bench, 1_000, 100)
    saved = folder / "section-05.yaml"
    memory, places = Memory(), folders([folder])

    def ours() -> float:
        os.utime(saved)
        start = time.perf_counter()
        Run(places, Wanted(), memory).problems()
        return time.perf_counter() - start

    ours()
    return compare(timed(saved.read_bytes), ours, bench.rounds)


def _study(bench: "Bench") -> Compared:
    from timing import shown

    environment = bench.environment("none")
    del environment["AIINFRA_BANKS"]  # a reading of ours: the first there is
    case = shown(bench.program("study", "ai-fundamentals/section-1"), environment, b"heading")
    case()
    return compare(bench.bare, case, bench.rounds)


def _laid_out(bench: "Bench") -> Compared:
    from aiinfra_study.core.reading import read_reading
    from aiinfra_study.ui.highlight import coloured
    from aiinfra_study.ui.reading import Manner, lay_out

    prose = "\n\n".join("Bandwidth **limits** decoding, and `batch` hides it. " * 10 for _ in range(4))
    path = bench.root / "reading.md"
    path.write_text(READING.format(parts="\n".join(PART.format(number=n, prose=prose) for n in range(30))))

    def ours() -> None:
        lay_out(read_reading("reading.md", path.read_text()), 80, Manner(False, lambda _, __: [], coloured))

    ours()
    return compare(timed(path.read_text), timed(ours), bench.rounds)


def _drawn(bench: "Bench", nodes: int) -> Compared:
    from aiinfra_study.core.diagram import read_diagram
    from aiinfra_study.ui.diagram import draw

    edges = "\n".join(f"  n{place // 2}[Step {place // 2}] --> n{place}[Step {place}]" for place in range(1, nodes))
    source = f"flowchart TD\n  accDescr: A tree.\n{edges}\n"
    ours: Case = timed(lambda: draw(read_diagram(source), 80))
    return compare(timed(lambda: read_diagram(source)), ours, max(3, bench.rounds * 10 // nodes))
