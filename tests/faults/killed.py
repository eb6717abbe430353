"""Real commands on a pseudo-terminal, killed at random moments: what the screen acknowledged is in the log."""

import random
import time
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NamedTuple

from aiinfra_study.core.replay import replay
from aiinfra_study.store.progress import ProgressStore

from .crash import Tally
from .program import Place, Terminal, is_bug
from .quiz_crash import acknowledged_in

ROUNDS_IN_ONE_HOME = 10
ASKED, TOLD = "s skip", "Enter go on"  # in the last line of a question, and of its feedback
SOON, FOLDING, STARTING = 0.03, 0.1, 0.4  # seconds within which it is killed after a key
NEXT = (
    *(["status"], ["sections"], ["next"], ["doctor"], ["show", "q1"], ["status", "--json"], ["progress"], ["stats"]),
    *(["plan"], ["course"], []),
)
QUIZ = ["quiz", "section-1", "--practice", "--restart", "-n", "40"]
REVIEW = ["review", "section-1"]
Seen = str | Callable[[], bool]  # words on the screen, or what is true by then


def places(folder: Path, rounds: int, patch: str = "") -> Iterator[tuple[int, Place]]:
    """A place for each round; some rounds go on with what the last one left. The clock stands, later a day ahead."""
    place = None
    for number in range(rounds):
        if number % ROUNDS_IN_ONE_HOME == 0:
            place = Place.make(folder / f"place-{number}", patch)
            place.home.mkdir()
            (place.home / "config.toml").write_text("new_per_day = 40\n", encoding="utf-8")
        assert place is not None
        day = 21 + number % ROUNDS_IN_ONE_HOME * 2 // ROUNDS_IN_ONE_HOME
        yield number, place.at(f"2026-11-{day}T09:00:00Z")


def kept_in(place: Place, tally: Tally) -> list[dict[str, object]]:
    """Every event that is kept; a log that cannot be opened, or says other things than the snapshot, is counted."""
    try:
        store = ProgressStore(place.snapshot)
        events = list(store.events())
        if store.progress != replay(events):
            raise ValueError("the snapshot and what follows it are not what the log says")
    except Exception as error:
        tally.unreadable += 1
        tally.why.add(f"{type(error).__name__}: {error}")
        return []
    return events


def goes_on(place: Place, chance: random.Random, tally: Tally) -> None:
    """The next command works."""
    words = chance.choice(NEXT)
    done = place.run(*words)
    if done.bug:
        tally.tracebacks += 1
        tally.why.add(f"aiinfra {' '.join(words)}: {(done.out + done.err)[-300:]}")
    elif done.code not in ((0, 1) if words == ["doctor"] else (0,)):
        tally.unreadable += 1
        tally.why.add(f"aiinfra {' '.join(words)} ended with {done.code}: {done.err[-300:]}")


def look_at(terminal: Terminal, tally: Tally) -> None:
    """A screen that tells of a defect."""
    if is_bug(terminal.said):
        tally.tracebacks += 1
        tally.why.add(terminal.said[-300:])


def sitting(folder: Path, rounds: int, seed: int, words: list[str], patch: str = "") -> Tally:
    """A sitting of responses by keys: killed while one is kept, while it starts, or while it ends."""
    chance, tally, before = random.Random(seed), Tally(), 0
    for number, place in places(folder, rounds, patch):
        before = 0 if number % ROUNDS_IN_ONE_HOME == 0 else before
        with Terminal(place, *words) as terminal:
            _respond(terminal, chance)
            look_at(terminal, tally)
            seen = acknowledged_in(terminal.screen)
        tally.rounds += 1
        tally.acknowledged += len(seen)
        goes_on(place, chance, tally)
        kept = [str(event["question"]) for event in kept_in(place, tally) if event["event"] == "response"]
        ours, before = kept[before:], len(kept)
        tally.lost += (Counter(seen) - Counter(ours)).total()
        tally.different += ours[: len(seen)] != seen
        tally.surplus += max(len(ours) - len(seen), 0)
        tally.different += len(ours) > len(seen) + 1  # at most the one that was being kept
    return tally


def _respond(terminal: Terminal, chance: random.Random) -> None:
    """Some responses, then a kill."""
    if chance.random() < 0.1:
        terminal.kill(chance.uniform(0, STARTING))
        return
    standing = terminal.until(ASKED)
    for _ in range(chance.randrange(5)):
        standing = standing and terminal.press(f"{chance.randint(1, 4)}\r", TOLD) and terminal.press("\r", ASKED)
    if chance.random() < 0.2:
        terminal.send("q")
        terminal.kill(chance.uniform(0, FOLDING))
    else:
        terminal.send("1\r")
        terminal.kill(chance.uniform(0, SOON))


def quiz(folder: Path, rounds: int, seed: int = 1, patch: str = "") -> Tally:
    return sitting(folder, rounds, seed, QUIZ, patch)


def review(folder: Path, rounds: int, seed: int = 1, patch: str = "") -> Tally:
    return sitting(folder, rounds, seed, REVIEW, patch)


def terminals(folder: Path, rounds: int, seed: int = 1, patch: str = "") -> Tally:
    """A quiz and a review at two terminals on one home, killed one after the other."""
    chance, tally, before = random.Random(seed), Tally(), Counter[str]()
    for number, place in places(folder, rounds, patch):
        before = Counter() if number % ROUNDS_IN_ONE_HOME == 0 else before
        with Terminal(place, *QUIZ) as one, Terminal(place, *REVIEW) as other:
            for terminal in (one, other):
                terminal.until(ASKED)
            for _ in range(chance.randrange(5)):
                terminal = chance.choice((one, other))
                _ = terminal.press("1\r", TOLD) and terminal.press("\r", ASKED)
            for terminal in (one, other):
                terminal.send("1\r")
            for terminal in (one, other):
                terminal.kill(chance.uniform(0, SOON))
                look_at(terminal, tally)
            seen = Counter(acknowledged_in(one.screen) + acknowledged_in(other.screen))
        tally.rounds += 1
        tally.acknowledged += seen.total()
        goes_on(place, chance, tally)
        kept = Counter(str(event["question"]) for event in kept_in(place, tally) if event["event"] == "response")
        tally.lost += (seen - (kept - before)).total()
        tally.surplus += ((kept - before) - seen).total()
        before = kept
    return tally


def killed_at(place: Place, words: list[str], after: float, since: Seen = "") -> str:
    """What a command said until it was killed, so many seconds after its start, or after something was seen."""
    with Terminal(place, *words) as terminal:
        terminal.until(since)
        terminal.kill(after)
        return terminal.said


class Life(NamedTuple):
    """How many seconds a command took that nobody killed, and how many until something was seen."""

    whole: float
    seen: float


def lifetime(place: Place, words: list[str], since: Seen) -> Life:
    begun = time.monotonic()
    with Terminal(place, *words) as terminal:
        terminal.until(since)
        seen = time.monotonic() - begun
        terminal.end()
    return Life(time.monotonic() - begun, seen)
