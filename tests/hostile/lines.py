"""Command lines: any words, any stdin, and homes whose files say anything; the program runs in this process."""

import gc
import io
import json
import os
import shutil
import sys
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from functools import cache
from pathlib import Path
from random import Random
from typing import Any, NamedTuple
from unittest.mock import patch

from aiinfra_study.cli.app import COMMANDS, run
from aiinfra_study.store import places
from aiinfra_study.store.settings import SETTINGS
from aiinfra_study.ui.theme import prepare_streams

from .banks import make_bank
from .guard import guarded
from .harness import Complaint, Target, controls
from .logs import SECTIONS, folder, make_config, make_events, make_log, make_snapshot, sealed
from .nasty import NASTY, fragment, text
from .readings import page

NOW = "2026-11-21T09:00:00Z"
CODES = (0, 1, 2, 3, 130)
OPTIONS = {
    "quiz": (
        "--pre",
        "--post",
        "--practice",
        "-n",
        "--count",
        "--seed",
        "--no-shuffle",
        "--restart",
        "--pass",
        "--json",
    ),
    "study": ("--list", "--part", "--no-pager", "--no-state", "--width"),
    "review": ("--limit", "--new", "--minutes", "--cram", "--ahead", "--spread", "--no-confidence", "--json"),
    "stats": ("--days", "--json"),
    "plan": ("--by", "--clear", "--json"),
    "next": ("--run", "--json"),
    "show": ("--preview", "--json"),
    "undo": ("--list", "--json"),
    "config": ("--unset", "--path"),
    "lint": ("--format", "--fix", "--unsafe", "--diff", "--rules", "--statistics", "--explain", "--select", "--ignore"),
    "doctor": ("--restore", "--json"),
}
GLOBAL = (
    "--plain",
    "--no-color",
    "--yes",
    "--course",
    "--progress",
    "--banks",
    "-h",
    "--help",
    "--version",
    "--",
    "--json",
)
WORDS = (
    *("section-1", "section-2", "1", "2", "course", "course/section-1", "q10", "course/q12", "dev-3", "new", "3", "0"),
    *("-1", "10", "2026-12-24", "2027-01-15", "x.html", "other.json", "banks", "banks/course/section-01.yaml", "."),
    *("banks/course/section-01.yaml:q10", "#here", "here", "json", "sarif", "github", "S201", "I3", "bank", "course"),
    *tuple(SETTINGS),
)
READING = """\
# One {#here}

Prose with **weight** and `code`, a [link](#here).

| a | b |
|---|---|
| 1 | 2 |

```mermaid
flowchart TD
  a[Queue] --> b[Worker]
```
"""


class Line(NamedTuple):
    """Words of a command line, what stands in the files of the home and the banks, what is typed, and the width."""

    words: tuple[str, ...]
    files: tuple[tuple[str, bytes], ...]
    typed: str
    width: int


def bank_text(number: int) -> str:
    """A section with the questions that the logs of this harness speak of."""
    kinds = (
        *("right: One\n    wrong: [Two, Three]", 'answer: ["yes"]', "number: 12\n    unit: GB\n    accept: 1%"),
        *("order: [One, Two, Three]", "match: {a: b, c: d}", "right: [One, Two]\n    wrong: [Three]"),
    )
    listed = (
        f"  - id: q{number}{n}\n    objective: {'name' if n % 2 else 'count'}\n    ask: What is {n}?\n    {kind}\n"
        '    refs: ["#here"]\n    because: It is so.\n'
        for n, kind in enumerate(kinds)
    )
    return (
        f"format: 1\ntitle: {SECTIONS[number - 1].title}\nobjectives: {{name: To name, count: To count}}\nquestions:\n"
        + "".join(listed)
    )


HEAD = """\
format: 1
title: A course
sections: [section-1, section-2]
misconceptions:
  m1: {belief: So, contrast: Not so}
"""


@cache
def _files() -> dict[str, bytes]:
    """What lies in the scratch folder before a command, by its path."""
    found = {f"banks/course/section-0{n}.yaml": bank_text(n) for n in (1, 2)}
    found |= {f"banks/course/section-0{n}.md": READING for n in (1, 2)}
    return {name: text.encode() for name, text in {**found, "banks/course/course.yaml": HEAD}.items()}


def make_line(chance: Random) -> Line:
    name = chance.choice(tuple(COMMANDS)) if chance.random() < 0.95 else fragment(chance)[:200]
    words = [name] if chance.random() < 0.98 else []
    for _ in range(chance.choice((0, 0, 1, 1, 2, 4))):
        roll = chance.random()
        known = OPTIONS.get(name, ())
        if roll < 0.35 and known:
            words.append(chance.choice(known))
        elif roll < 0.5:
            words.insert(chance.randint(0, len(words)), chance.choice(GLOBAL))
        elif roll < 0.8:
            words.append(chance.choice(WORDS))
        else:
            words.append(chance.choice(NASTY) if chance.random() < 0.7 else text(chance, WORDS, 3)[:4000])
    files: list[tuple[str, bytes]] = []
    if chance.random() < 0.8:
        log = b"".join(map(sealed, make_events(chance))) if chance.random() < 0.5 else make_log(chance)
        files.append(("home/events.jsonl", log))
    if chance.random() < 0.2:
        files.append(("home/progress.json", make_snapshot(chance)))
    if chance.random() < 0.2:
        files.append(("home/config.toml", make_config(chance).data))
    if chance.random() < 0.15:
        files.append(("banks/course/section-02.yaml", make_bank(chance).data))
    if chance.random() < 0.15:
        files.append(("banks/course/section-02.md", page(chance)))
    lines = (
        chance.choice(("1", "2 1", "yes", "12 GB", "1a 2b", "/skip", "/undo", "y", fragment(chance))) for _ in range(9)
    )
    typed = "\n".join(lines).replace("\0", "") if chance.random() < 0.7 else ""
    usable = tuple(_as_typed(word) for word in words if not word.startswith("--w") or word == "--width")
    return Line(
        (*usable, "--plain") if "--" not in usable else ("--plain", *usable),
        tuple(files),
        typed,
        chance.choice((20, 40, 80)),
    )


def _as_typed(word: str) -> str:
    """A word as a system can hand it over: no NUL, and of surrogates only those that stand for a byte."""
    return "".join("\udcff" if "\ud800" <= sign <= "\udfff" else sign for sign in word if sign != "\0")


@contextmanager
def places_of(line: Line) -> Iterator[Path]:
    """A scratch folder with home, banks and cache, in the place of the user's own."""
    scratch = folder() / "line"
    for name in ("home", "banks", "user"):
        shutil.rmtree(scratch / name, ignore_errors=True)
    for name in ("home", "banks/course", "cache", "user", "none"):
        (scratch / name).mkdir(parents=True, exist_ok=True)
    for name, data in {**_files(), **dict(line.files)}.items():
        (scratch / name).write_bytes(data)
    told = {"AIINFRA_HOME": "home", "AIINFRA_BANKS": "banks", "XDG_CACHE_HOME": "cache", "HOME": "user"}
    shown = {"COLUMNS": str(line.width), "AIINFRA_NOW": NOW, "AIINFRA_DEBUG": "1", "TZ": "UTC", "TERM": "xterm"}
    before = Path.cwd()
    environment = {**{name: str(scratch / where) for name, where in told.items()}, **shown}
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("AIINFRA_", "_AIINFRA", "XDG_"))}
    with ExitStack() as stack:
        stack.enter_context(patch.dict(os.environ, {**kept, **environment}, clear=True))
        stack.enter_context(patch.object(places, "bundled", lambda: scratch / "none"))
        for name in ("fsync", "fdatasync"):
            stack.enter_context(patch.object(os, name, lambda _: None))
        os.chdir(scratch)
        try:
            yield scratch
        finally:
            os.chdir(before)


def outcome(line: Line, scratch: Path) -> tuple[int, str, str]:
    """Exit code and both streams of a command line."""
    typed = io.TextIOWrapper(io.BytesIO(line.typed.encode("utf-8", "surrogatepass")), "utf-8")
    streams: list[Any] = [io.TextIOWrapper(io.BytesIO(), "utf-8", write_through=True) for _ in range(2)]
    with ExitStack() as stack:
        for name, stream in zip(("stdin", "stdout", "stderr"), (typed, *streams), strict=True):
            stack.enter_context(patch.object(sys, name, stream))
        trusted = any("/" in word or "~" in word or ".." in word for word in line.words)
        with guarded(scratch, named=trusted):
            try:
                prepare_streams()  # what a command does first
                code = run(list(line.words))
            except SystemExit as done:
                raise Complaint(f"left with {done.code}") from None
            finally:
                gc.enable()
                gc.unfreeze()
    out, err = (stream.buffer.getvalue().decode("utf-8") for stream in streams)
    return code, out, err


def look_line(line: Line) -> Iterator[str]:
    """An exit code of the contract, no traceback, nothing that acts on a terminal, JSON that is JSON, a log that only
    grows."""
    with places_of(line) as scratch:
        log = scratch / "home" / "events.jsonl"
        before = log.read_bytes() if log.exists() else b""
        code, out, err = outcome(line, scratch)
        after = log.read_bytes() if log.exists() else b""
    if code not in CODES or "Traceback" in err:
        yield f"exit code {code}: {err[-3000:]}"
    yield from controls(err)
    if out.startswith("{"):  # for programs: JSON escapes ESC and the rest of C0, and nothing else
        json.loads(out, parse_constant=_no_constant)
        yield from controls("".join(sign for sign in out if sign <= "\x7f"))
    else:
        yield from controls(out)
    if "doctor" not in line.words and not after.startswith(before):
        yield "the log was changed"
    if code in (2, 3) and "Error: " not in err:
        yield f"exit code {code} without a word: {out[-500:]} {err[-500:]}"


def _no_constant(name: str) -> None:
    raise Complaint(f"{name} in JSON")


TARGETS = (Target("line", 12, make_line, look_line),)
