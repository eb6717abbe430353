"""Rows against other programs: the plain alternative in `naive/`, and the command line of HTTPie."""

import json
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from material import write_bank
from timing import Case, Compared, Terminal, beside, compare, pressing, process, shown, timed

if TYPE_CHECKING:
    from run import Bench

NAIVE = Path(__file__).parent / "naive" / "quiz.py"
Row = tuple[str, str, float, Callable[[], Compared]]


def rows(bench: "Bench") -> Iterator[Row]:
    yield "quiz to the first question, 1,000 questions", "naive program", 0.5, lambda: _first(bench)
    yield "status, 10,000 cards", "naive program", 0.5, lambda: _status(bench)
    yield "key to next question, 10,000 cards", "naive program", 0.4, lambda: _key(bench)
    yield "one durable response, 10,000 cards", "naive json.dump", 0.2, lambda: _kept(bench)
    if shutil.which("http"):
        yield "--version", "http --version", 0.5, lambda: _http(bench)


def _command(bench: "Bench", *words: str) -> list[str]:
    return [bench.python, str(NAIVE), *words]


def _bank(bench: "Bench") -> Path:
    path = bench.root / "naive" / "section-01.yaml"
    if not path.exists():
        write_bank(path, 1000)
    return path


def _progress(bench: "Bench", cards: int) -> Path:
    """The naive program's file after so many cards, each asked once."""
    path = bench.root / f"naive-{cards}.json"
    told = {f"synthetic-{number:06d}": {"due": "2027-01-01", "right": True} for number in range(cards)}
    said = [{"id": name, "said": "Shard optimizer gradient memory", "right": True, "took": 7.25} for name in told]
    path.write_text(json.dumps({"cards": told, "responses": said}), encoding="utf-8")
    return path


def _first(bench: "Bench") -> Compared:
    environment = {**bench.environment("none"), "PROMPT_TOOLKIT_NO_CPR": "1"}
    words = ("quiz", str(_bank(bench)), "--progress", str(bench.root / "naive-new.json"))
    theirs = shown(_command(bench, *words), environment, b"1/10")
    return compare(theirs, bench.first_question(1), bench.rounds)


def _status(bench: "Bench") -> Compared:
    progress = _progress(bench, 10_000)
    theirs = process(_command(bench, "status", "--progress", str(progress)), bench.environment("none"))
    return compare(theirs, bench.status_case(10_000), bench.rounds)


def _key(bench: "Bench") -> Compared:
    """From the key that picks to the next question: theirs shows it at once, ours after feedback and one more key."""
    words = ("quiz", str(_bank(bench)), "--progress", str(_progress(bench, 10_000)), "--count", "900")
    terminal = Terminal(_command(bench, *words), {**bench.environment("none"), "PROMPT_TOOLKIT_NO_CPR": "1"})
    terminal.until(b"1/900")
    terminal.drain(0.3)
    feedback, question = bench.key("feedback", "review"), bench.key("question", "review")
    try:
        return beside(pressing(terminal, "{}/900", 2), feedback.ours + question.ours, bench.rounds)
    finally:
        terminal.kill()


def _kept(bench: "Bench") -> Compared:
    """One response on the disk: their whole file written again, ours appended and synced."""
    path = _progress(bench, 10_000)
    state = json.loads(path.read_text("utf-8"))

    def theirs() -> None:
        with open(path, "w", encoding="utf-8") as file:
            json.dump(state, file)

    return compare(timed(theirs), bench.appending(10_000, "naive-append"), bench.rounds)


def _http(bench: "Bench") -> Compared:
    command = shutil.which("http")
    assert command
    theirs: Case = process([command, "--version"], bench.environment("none"))
    return compare(theirs, process(bench.program("--version"), bench.environment("none")), bench.rounds)
