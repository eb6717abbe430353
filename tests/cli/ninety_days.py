"""Ninety days of somebody who really learns, through the real program: the log and the banks it leaves.

The learner reads what is printed, thinks for some seconds, and types. What is right is known more surely with each
repetition and less surely with each day; what is said about confidence is honest about every second time. All chance
has one seed, and the clock stands where the learner puts it, so every run leaves the same log (but for the names of
attempts and of the device, which are random and ordered by nothing).
"""

import io
import json
import math
import os
import random
import re
import sys
import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path
from types import SimpleNamespace
from typing import Any, NamedTuple

import pytest
import yaml

from cli.recomputed import Recomputed
from conftest import at_home_in, put_in_scope

SEED = 9
DAYS = 90
FIRST = datetime(2026, 8, 24, 18, 0, tzinfo=UTC)
LAST = FIRST + timedelta(days=DAYS - 1)
NOW = "2026-11-21T20:30:00Z"  # when all is looked at: the evening of the last day
TODAY = "2026-11-21"
COURSE, OTHER = "workshop", "garden"
BUNDLED = ("zero-to-hero", "ai-fundamentals")  # hidden behind courses of one question, to spare reading them each time
AWAY = range(52, 58)  # days without the program, after which much is due
EXACT_FROM = 30  # the day from which intervals are not spread, so that due days can be computed by hand
STUBBORN, STUBBORN_FROM = ("oil-cures-all", "first-is-best"), 80  # beliefs the learner falls into, from that day on
KINDS = ("single", "multiple", "truth", "numeric", "short", "cloze", "ordering", "matching", "output")
BELIEFS = {
    "bigger-is-stronger": ("A bigger part is always stronger.", "Strength depends on the load path, not on size."),
    "oil-cures-all": ("Oil cures every noise.", "Oil helps friction only; a loose part stays loose."),
    "first-is-best": ("The first tool at hand is the best.", "The right tool is the one that fits the part."),
    "heat-means-work": ("What gets hot works well.", "Heat is work that was lost."),
}

Question = dict[str, Any]


# the banks


class Bank(NamedTuple):
    """A section to be written: the prefix of its ids, how many questions, objectives, and the size of a quiz."""

    course: str
    number: int
    title: str
    prefix: str
    size: int
    objectives: tuple[str, ...]
    draw: int
    reading: bool


BANKS = (
    Bank(COURSE, 1, "Pumps and the water they lift", "pump", 28, ("name-pump", "size-pump", "mend-pump"), 20, True),
    Bank(COURSE, 2, "Gears that change speed", "gear", 16, ("name-gear", "count-teeth"), 8, True),
    Bank(COURSE, 3, "Valves", "valve", 14, ("name-valve", "choose-valve"), 8, False),
    Bank(COURSE, 4, "Belts", "belt", 12, ("name-belt",), 6, True),
    Bank(COURSE, 5, "Lamps, not begun by anybody", "lamp", 6, ("name-lamp",), 6, False),
    Bank(OTHER, 1, "Beds and rows", "bed", 12, ("lay-bed", "turn-bed"), 6, True),
    Bank(OTHER, 2, "Tools for the soil", "soil", 8, ("name-tool",), 5, False),
)


def question(bank: Bank, number: int) -> Question:
    """One question as its bank has it; kinds, uses, families, points and misconceptions take turns."""
    identity = f"{bank.prefix}-{number:02}"
    kind = KINDS[(number + bank.number) % len(KINDS)]
    head: Question = {"id": identity, "objective": bank.objectives[number % len(bank.objectives)]}
    use = {0: "both", 1: "both", 2: "both", 3: "post", 5: "pre", 8: "review"}.get(number % 9)
    if use:
        head["use"] = use
    if number % 7 in (1, 2):  # two of each family
        head["family"] = f"{bank.prefix}-twins-{number // 7}"
    if number % 5 == 4:
        head["points"] = 2 + number % 3
    if number % 11 == 6:
        head["confidence"] = "off"
    if number % 4 == 1:
        head["hint"] = "Think of what moves."
    return {**head, **_key(kind, identity, number), "because": f"So it is with {identity}."}


def _key(kind: str, identity: str, number: int) -> Question:
    belief = list(BELIEFS)[number % len(BELIEFS)]
    lure = {"text": "the large one", "why": "Size says little.", "misconception": belief}
    match kind:
        case "single":
            rest = ["the loose one", "the spare one"][: 1 + number % 2]
            return {"ask": f"{identity}: which part comes first?", "right": "the fixed one", "wrong": [lure, *rest]}
        case "multiple":
            more = {"partial": "all"} if number % 2 else {}
            right, wrong = ["the ring", "the seal"], [lure, "the paint"]
            return {"ask": f"{identity}: which two keep water in?", "right": right, "wrong": wrong, **more}
        case "truth":
            return {"claim": f"{identity}: a dry seal leaks.", "truth": number % 2 == 0}
        case "numeric":
            slips = [{"number": "turns + 3", "why": "That adds.", "misconception": belief}]
            stem = f"{identity}: how many are {{turns}} turns of 3 each?"
            drawn = {"turns": {"choose": [4, 7, 12]}}
            return {"ask": stem, "given": drawn, "number": "turns * 3", "accept": "exact", "slips": slips}
        case "short":
            return {"ask": f"{identity}: what holds two plates?", "answer": ["a rivet", "rivet"]}
        case "cloze":
            return {"blanks": f"{identity}: a [[piston]] moves in a [[cylinder]]."}
        case "ordering":
            return {"ask": f"{identity}: in which order?", "order": ["drain it", "open it", "clean it", "close it"]}
        case "matching":
            return {"ask": f"{identity}: what goes with what?", "match": {"bolt": "nut", "key": "lock", "pen": "ink"}}
    return {"ask": f"{identity}: what does it print?", "code": "echo one", "output": "one"}


def questions_of(bank: Bank) -> list[Question]:
    return [question(bank, number) for number in range(1, bank.size + 1)]


def write_banks(folder: Path, banks: Iterable[Bank] = BANKS) -> None:
    """Two courses: one with a head, and one of bare files."""
    for bank in banks:
        target = folder / bank.course
        target.mkdir(parents=True, exist_ok=True)
        write_bank(folder, bank, questions_of(bank))
        if bank.reading:
            text = f"# {bank.title}\n\n## How it works\n\nWater runs down.\n\n## What breaks\n\nSeals do.\n"
            (target / f"section-{bank.number:02}.md").write_text(text, encoding="utf-8")
    for name in BUNDLED:
        (folder / name).mkdir()
        _write(folder / name / "section-01.yaml", {"format": 1, "questions": [{"id": "x", "ask": "?", "answer": "y"}]})
    beliefs = {name: {"belief": belief, "contrast": contrast} for name, (belief, contrast) in BELIEFS.items()}
    head = {"format": 1, "title": "The workshop", "sections": [f"section-{n}" for n in (1, 2, 4, 3, 5)]}
    _write(folder / COURSE / "course.yaml", {**head, "misconceptions": beliefs})


def write_bank(folder: Path, bank: Bank, questions: Sequence[Question]) -> None:
    objectives = {name: f"{name.replace('-', ' ').capitalize()} without a book" for name in bank.objectives}
    head = {"format": 1, "title": bank.title, "draw": bank.draw, "objectives": objectives}
    _write(folder / bank.course / f"section-{bank.number:02}.yaml", {**head, "questions": list(questions)})


def _write(path: Path, body: Mapping[str, Any]) -> None:
    path.write_text(yaml.safe_dump(body, sort_keys=False, allow_unicode=True, width=100), encoding="utf-8")


def revised(folder: Path) -> None:
    """Authors change their banks: a key, a question that goes, and one that moves to another section."""
    gears, belts, valves = BANKS[1], BANKS[3], BANKS[2]
    moved = next(q for q in questions_of(gears) if q["id"] == "gear-04")
    kept = [q for q in questions_of(gears) if q["id"] not in ("gear-03", "gear-04")]
    changed = next(q for q in kept if "answer" in q)
    changed["answer"] = ["a rivet", "rivet", "a bolt"]
    write_bank(folder, gears, kept)
    write_bank(folder, belts, [*questions_of(belts), {**moved, "objective": belts.objectives[0]}])
    raised = questions_of(valves)
    raised[0]["rev"] = 2
    write_bank(folder, valves, raised)


# the learner


class Screen(NamedTuple):
    """A question as it is printed: its id, its stem, and what stands behind each number or letter."""

    identity: str
    text: str
    options: dict[str, str]


def seen(text: str) -> Screen | None:
    """The last question in what was printed."""
    heads = list(re.finditer(r"^\d+/\d+$", text, re.MULTILINE))
    if not heads:
        return None
    shown = text[heads[-1].end() :]
    named = re.search(r"\b([a-z]+-\d\d):", shown)
    assert named, shown
    options = dict(re.findall(r"^  ([1-9a-i])\) (.*)$", shown, re.MULTILINE))
    return Screen(named[1], " ".join(shown.split()), options)


class Memory:
    """What somebody knows: of each question the day it was last understood, and how often."""

    def __init__(self, dice: random.Random, known: Mapping[str, Question]) -> None:
        self.dice = dice
        self.known = known
        self.learned: dict[str, tuple[int, int]] = {}
        self.corrected: dict[str, int] = {}

    def chance(self, identity: str, day: int) -> float:
        """Of knowing a question: up with repetitions, down with days."""
        last, times = self.learned.get(identity, (day, 0))
        strength = math.exp(-(day - last) / (4 * 2.2**times)) * min(times + 1, 3) / 3 if times else 0.0
        return 0.12 + 0.84 * strength

    def take_in(self, identity: str, day: int, *, right: bool) -> None:
        _, times = self.learned.get(identity, (day, 0))
        self.learned[identity] = (day, times + 1 if right else max(times, 1))

    def line(self, screen: Screen, day: int) -> tuple[str, bool]:
        """What is typed, and whether it was known."""
        dice, said = self.dice, self.known[screen.identity]
        if day >= STUBBORN_FROM and _lure(said) in STUBBORN:  # the feedback helps until the next day
            told, self.corrected[screen.identity] = self.corrected.get(screen.identity), day
            return (right_line(screen, said), True) if told == day else (stubborn_line(screen, said), False)
        knows = dice.random() < self.chance(screen.identity, day)
        if not knows and dice.random() < 0.06:
            return "/skip", False
        text = right_line(screen, said) if knows else wrong_line(screen, said, dice)
        weights = (85, 12, 3) if knows else (30, 30, 40)
        mark = dice.choices(("", " ?", " ??"), weights)[0]
        return text if said.get("confidence") == "off" else text + mark, knows


def right_line(screen: Screen, said: Question) -> str:
    """The line that is right for a question as it stands on the screen."""
    places = {text: number for number, text in screen.options.items()}
    if "right" in said:
        wanted = said["right"] if isinstance(said["right"], list) else [said["right"]]
        return " ".join(places[text] for text in wanted)
    if "claim" in said:
        return "1" if said["truth"] else "2"
    if "number" in said:
        return str(_turns(screen) * 3)
    if "answer" in said:
        return str(said["answer"][0])
    if "blanks" in said:
        return " | ".join(re.findall(r"\[\[(\w+)", said["blanks"]))
    if "order" in said:
        return " ".join(places[item] for item in said["order"])
    if "match" in said:
        return " ".join(f"{places[left]}{places[right]}" for left, right in said["match"].items())
    return str(said["output"])


def wrong_line(screen: Screen, said: Question, dice: random.Random) -> str:
    """A line that somebody types who does not know: a lure, a slip, something near, or a lucky guess."""
    places = {text: number for number, text in screen.options.items()}
    if "right" in said and not isinstance(said["right"], list):
        return places["the large one"] if dice.random() < 0.55 else dice.choice(sorted(places.values()))
    if "right" in said:
        return " ".join(sorted(dice.sample(sorted(places.values()), dice.randint(1, 3))))
    if "claim" in said:
        return dice.choice("12")
    if "number" in said:
        return str(_turns(screen) + 3) if dice.random() < 0.6 else "5"
    if "blanks" in said:
        return dice.choice(("piston | tube", "rod | tube", "pistan | cylinder"))
    if "order" in said:
        return " ".join(dice.sample("1234", 4))
    if "match" in said:
        return " ".join(f"{number}{letter}" for number, letter in zip("123", dice.sample("abc", 3), strict=True))
    return dice.choice(("a nail", "nothing", "two"))


def stubborn_line(screen: Screen, said: Question) -> str:
    """What a firm wrong belief leads to, said with certainty."""
    if "number" in said:
        return str(_turns(screen) + 3)
    return next(number for number, text in screen.options.items() if text == "the large one")


def _lure(said: Question) -> str:
    """The misconception that a question offers."""
    lures = said.get("slips") or said.get("wrong") or [{}]
    return str(lures[0].get("misconception", ""))


def _turns(screen: Screen) -> int:
    found = re.search(r"are (\d+) turns", screen.text)
    assert found, screen
    return int(found[1])


class Person:
    """Somebody at a pipe: what the program reads its lines from, and the clock that runs meanwhile."""

    def __init__(self, memory: Memory) -> None:
        self.memory, self.dice = memory, memory.dice
        self.day = 0
        self.clock = FIRST
        self.elapsed = 0.0
        self.out = io.TextIOWrapper(io.BytesIO(), "utf-8")
        self.screen: Screen | None = None
        self.read_to = self.looked = 0
        self.sitting = ""
        self.plan: list[str] = []  # what is typed before anything else
        self.left = -1  # responses until /quit; below 0 never
        self.since_undo = 9

    def at(self, day: int, hours: float) -> None:
        """Put the clock: hours after midnight, more than 24 in the night that follows."""
        self.day = day
        self.clock = FIRST.replace(hour=0) + timedelta(days=day, hours=hours)
        self.tell_time()

    def wait(self, seconds: float) -> None:
        self.elapsed += seconds
        self.clock += timedelta(seconds=seconds)
        self.tell_time()

    def tell_time(self) -> None:
        os.environ["AIINFRA_NOW"] = self.clock.isoformat(timespec="milliseconds")

    # as a stream

    def isatty(self) -> bool:
        return False

    def readline(self) -> str:
        text = _printed(self.out)
        found = seen(text[self.read_to :])
        self.read_to = len(text)
        if found is not None:
            self.screen, self.looked = found, 0
        assert self.screen is not None, text
        line = self._line(self.screen)
        self.wait(round(min(self.dice.lognormvariate(2.3, 0.8), 400), 2))
        return f"{line}\n"

    def _line(self, screen: Screen) -> str:
        if self.plan:
            return self.plan.pop(0)
        if self.left == 0:
            return "/quit"
        chance = self.dice.random()
        self.looked += 1
        if chance < 0.05 and self.looked == 1 and self.sitting != "pre":
            return "/hint"
        if chance < 0.06 and self.looked == 1:
            return "/flag"
        if 0.06 < chance < 0.085 and self.since_undo > 2:
            self.since_undo = 0
            return "/undo"
        self.since_undo += 1
        self.left -= self.left > 0
        line, knew = self.memory.line(screen, self.day)
        if self.sitting != "pre":
            self.memory.take_in(screen.identity, self.day, right=knew)
        return line

    # commands

    def do(self, *arguments: str, plan: Sequence[str] = (), left: int = -1, sitting: str = "review") -> str:
        """Run a command to its end; returns what it printed."""
        self.out = io.TextIOWrapper(io.BytesIO(), "utf-8", write_through=True)
        self.read_to, self.screen, self.plan = 0, None, list(plan)
        self.left, self.sitting, self.since_undo = left, sitting, 0
        errors = io.TextIOWrapper(io.BytesIO(), "utf-8", write_through=True)
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(sys, "stdin", self)
            patch.setattr(sys, "stdout", self.out)
            patch.setattr(sys, "stderr", errors)
            from aiinfra_study.cli.fast import run

            code = run(list(arguments))
        assert code == 0, (arguments, code, _printed(self.out), _printed(errors))
        return _printed(self.out)


def _printed(stream: io.TextIOWrapper) -> str:
    return stream.buffer.getvalue().decode("utf-8")  # type: ignore[attr-defined, no-any-return]


# the ninety days


class Kept(NamedTuple):
    """What ninety days leave: the folder of the log, and the banks."""

    home: Path
    banks: Path


def ninety_days(folder: Path, days: int = DAYS) -> Kept:
    """Live them, or the first of them, in a folder of their own."""
    home, banks = folder / "home", folder / "banks"
    write_banks(banks)
    known = {q["id"]: q for bank in BANKS for q in questions_of(bank)}
    person = Person(Memory(random.Random(SEED), known))
    with _places(folder, person):
        for day in range(days):
            _a_day(person, day, banks, home)
    return Kept(home, banks)


@contextmanager
def _places(folder: Path, person: Person) -> Iterator[None]:
    """The environment of the learner, with a clock that moves while they think."""
    from aiinfra_study.cli import conversation

    with at_home_in(folder, AIINFRA_NOW=NOW, COLUMNS="100", TERM="xterm") as patch:
        put_in_scope(patch, folder / "banks", COURSE, folder / "cache")
        for name in ("fsync", "fdatasync"):  # what outlives a crash is proved elsewhere
            patch.setattr(os, name, lambda _: None, raising=False)
        patch.setattr(conversation, "time", SimpleNamespace(monotonic=lambda: person.elapsed))
        yield


# by day: commands in order; `review` is held on most days without being named
PLANNED: dict[int, list[tuple[str, ...]]] = {
    0: [("quiz", "section-1", "--pre")],
    1: [("study", "section-1")],
    2: [("quiz", "section-1", "--post")],
    9: [("quiz", "section-2", "--pre")],
    10: [("study", "section-2"), ("quiz", "section-2", "--post")],
    15: [("quiz", "garden/section-1", "--pre"), ("study", "garden/section-1"), ("quiz", "garden/section-1", "--post")],
    24: [("quiz", "section-3", "--pre"), ("quiz", "section-3", "--post")],
    33: [("quiz", "section-4", "--pre")],
    36: [("quiz", "section-4", "--post")],
    41: [("quiz", "garden/section-2", "--practice")],
    47: [("quiz", "section-2", "--practice")],
    61: [("quiz", "section-2", "--pre", "--restart"), ("quiz", "section-2", "--post")],
    75: [("quiz", "section-1", "--practice", "-n", "12")],
    80: [("quiz", "garden/section-1", "--pre")],  # no post-quiz after it: no gain of this pair
    86: [("quiz", "garden/section-2", "--pre")],
    87: [("quiz", "section-2", "--practice", "-n", "14")],
    88: [("quiz", "section-1", "--practice", "-n", "20")],
}


def _a_day(person: Person, day: int, banks: Path, home: Path) -> None:
    dice = person.dice
    late = dice.random() < 0.12 and day not in PLANNED  # after midnight: still the study day before
    person.at(day, 25.4 if late else 17.5 + 2 * dice.random())
    if day == EXACT_FROM:
        person.do("config", "fuzz", "false")
    if day == 57:
        revised(banks)
        gears = yaml.safe_load((banks / COURSE / "section-02.yaml").read_text("utf-8"))["questions"]
        person.memory.known = {**person.memory.known, **{q["id"]: q for q in gears}}
    for number, command in enumerate(PLANNED.get(day, ())):
        _planned(person, day, number, command)
    _extras(person, day, home)
    if day not in AWAY and (dice.random() < 0.82 or day == DAYS - 1):
        stops = 1 if day == DAYS - 1 else dice.randint(3, 9) if dice.random() < 0.08 else -1
        person.do("review", "--limit", str(dice.choice((12, 20, 30))), left=stops)
    if day == 88:
        person.do("quiz", "garden/section-2", "--post", "--seed", "88", left=2, sitting="post")


def _planned(person: Person, day: int, number: int, command: tuple[str, ...]) -> None:
    if command[0] == "study":
        person.do(*command, "--no-pager")
        for bank in BANKS:
            if command[1] in (f"section-{bank.number}", f"{bank.course}/section-{bank.number}"):
                for said in 2 * questions_of(bank):  # read with care
                    person.memory.take_in(said["id"], day, right=True)
        return
    stage = next(word[2:] for word in command if word in ("--pre", "--post", "--practice"))
    seed = ("--seed", str(100 * day + number))
    if day in (2, 24) and stage == "post":  # begun, left, and begun anew; begun, left, and gone on with
        person.do(*command, *seed, left=4, sitting=stage)
        person.wait(300)
        command = (*command, "--restart", *seed) if day == 2 else command
        person.do(*command, sitting=stage)
        return
    person.do(*command, *seed, sitting=stage)


def _extras(person: Person, day: int, home: Path) -> None:
    """What happens now and then beside quizzes and drills."""
    match day:
        case 5:
            person.do("suspend", "pump-09", "pump-10")
        case 12:
            person.do("unsuspend", "pump-10")
        case 20 | 51:
            person.do("review", "--cram", "--limit", "6", sitting="cram")
        case 28 | 64:
            person.do("review", "--ahead", "3", sitting="ahead")
        case 44:
            person.do("reset", "garden/section-1", "--yes")
            person.do("undo", "--yes")
        case 58:
            person.do("review", "--spread", "3")
        case 66:
            person.do("undo", _long_ago(home), "--yes")
        case 69:
            person.do("reset", "section-3", "--yes")
        case 71:
            person.do("quiz", "section-3", "--pre", "--seed", "71", sitting="pre")
        case 78:
            person.do("undo", "--yes")
        case 89:
            person.do("suspend", "gear-02", "bed-03")


def _long_ago(home: Path) -> str:
    """The id of a response that rated its card a good while ago, on a day without spread, with ratings after it."""
    events = [json.loads(line) for line in (home / "events.jsonl").read_text("utf-8").splitlines()]
    gone = {event["undoes"] for event in events if event["event"] == "undo"}
    rated = [e for e in events if e["event"] == "response" and e["rating"] and e["id"] not in gone]
    for event in rated:
        after = [e for e in rated if e["question"] == event["question"] and e["day"] > event["day"]]
        if event["rating"] == "good" and not event["scheduler"]["fuzz"] and len(after) > 1:
            return str(event["id"])
    raise AssertionError("nothing was rated twice")


def lived_once(basetemp: Path) -> Kept:
    """The ninety days, lived by the first who asks in this run of the tests, whichever process it is."""
    shared = basetemp.parent if "PYTEST_XDIST_WORKER" in os.environ else basetemp
    folder = shared / "ninety-days"
    done = folder / "done"
    try:
        folder.mkdir()
    except FileExistsError:
        until = time.monotonic() + 120
        while not done.exists() and time.monotonic() < until:
            time.sleep(0.05)
        assert done.exists(), "whoever lives the ninety days did not come to their end"
    else:
        ninety_days(folder)
        done.touch()
    return Kept(folder / "home", folder / "banks")


Aiinfra = Callable[..., Any]


class Looking(NamedTuple):
    """Somebody who looks at what the ninety days left, and at the same recomputed."""

    aiinfra: Aiinfra
    kept: Kept

    def __call__(self, *arguments: str, columns: int = 80, now: str = NOW, **env: str) -> Any:
        """A command, on the evening of the last day."""
        done = self.aiinfra(*arguments, env={"AIINFRA_NOW": now, "COLUMNS": str(columns), **env})
        assert (done.code, done.err) == (0, ""), done
        return done

    def json(self, *arguments: str, now: str = NOW) -> dict[str, Any]:
        """The object of a command, read strictly: no NaN, no key twice."""
        body: dict[str, Any] = strict(self(*arguments, "--json", now=now).out)
        return body

    @property
    def recomputed(self) -> Recomputed:
        return _recomputed(self.kept)


def looking(aiinfra: Aiinfra, patch: pytest.MonkeyPatch, kept: Kept) -> Looking:
    """Put the places of the ninety days in the environment."""
    patch.setenv("AIINFRA_HOME", str(kept.home))
    put_in_scope(patch, kept.banks, COURSE, kept.home.parent / "cache")
    return Looking(aiinfra, kept)


@cache
def _recomputed(kept: Kept) -> Recomputed:
    return Recomputed(kept.home / "events.jsonl", [kept.banks / name for name in (COURSE, OTHER)], TODAY, COURSE)


def strict(text: str) -> Any:
    """JSON as it should be: one line, no NaN and no Infinity, no key twice."""

    def refused(constant: str) -> Any:
        raise ValueError(constant)

    def once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        assert len({key for key, _ in pairs}) == len(pairs), pairs
        return dict(pairs)

    assert text.endswith("\n")
    assert text.count("\n") == 1, text
    return json.loads(text, parse_constant=refused, object_pairs_hook=once)


def differences(mine: Any, theirs: Any, path: str = "", *, near: float = 1e-9) -> list[str]:
    """Where two values of JSON differ; numbers count as equal when they are `near`."""
    if isinstance(mine, dict) and isinstance(theirs, dict):
        missing = [f"{path}/{key}: only on one side" for key in mine.keys() ^ theirs.keys()]
        both = [key for key in mine if key in theirs]
        return missing + [d for key in both for d in differences(mine[key], theirs[key], f"{path}/{key}", near=near)]
    if isinstance(mine, list) and isinstance(theirs, list) and len(mine) == len(theirs):
        pairs = enumerate(zip(mine, theirs, strict=True))
        return [d for place, pair in pairs for d in differences(*pair, f"{path}[{place}]", near=near)]
    if isinstance(mine, float | int) and isinstance(theirs, float | int) and not isinstance(mine, bool):
        return [] if abs(mine - theirs) <= near * max(1, abs(mine)) else [f"{path}: {mine} is not {theirs}"]
    return [] if mine == theirs else [f"{path}: {mine!r} is not {theirs!r}"]
