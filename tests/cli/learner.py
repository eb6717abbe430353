"""Someone who studies: the program with the clock standing where it is put, and what is kept of it."""

import json
from collections.abc import Callable, Iterable, Mapping
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from aiinfra_study.store.log import seal
from cli.banks import section, write_course

FIRST_DAY = "2026-11-21"
COURSE = "small"
STATE = ("cards", "questions", "days", "drill", "missed", "misconceptions", "suspended", "flagged", "paused")


class Learner:
    """One person, one course `small`, and a clock."""

    def __init__(self, aiinfra: Callable[..., Any], folder: Path, name: str = "progress") -> None:
        self._aiinfra = aiinfra
        self.folder = folder
        self.home = folder / "home"
        self.banks = folder / "banks"
        self.file = self.home / f"{name}.json"
        self.log = self.home / ("events.jsonl" if name == "progress" else f"{name}.events.jsonl")
        self._named = [] if name == "progress" else ["--progress", str(self.file)]
        self.now = f"{FIRST_DAY}T09:00:00Z"

    def twin(self, name: str = "twin") -> "Learner":
        """Another learner of the same course with the same settings, who has done nothing yet."""
        return Learner(self._aiinfra, self.folder, name)

    # the bank

    def write(self, number: int, questions: Iterable[str], head: str = "") -> None:
        """Write (again) a section of the course."""
        text = section(f"Section number {number}", questions, head)
        write_course(self.banks / COURSE, {f"section-{number:02}.yaml": text})

    def write_head(self, text: str) -> None:
        write_course(self.banks / COURSE, {"course.yaml": text})

    # the clock

    def on(self, day: int | str, time: str = "09:00:00Z") -> "Learner":
        """Put the clock on a day: so many after the first, or a date."""
        named = day if isinstance(day, str) else (date.fromisoformat(FIRST_DAY) + timedelta(day)).isoformat()
        self.now = f"{named}T{time}"
        return self

    # commands

    def __call__(self, *arguments: str, input: str = "", env: Mapping[str, str | None] | None = None) -> Any:
        return self._aiinfra(*arguments, *self._named, input=input, env={"AIINFRA_NOW": self.now, **(env or {})})

    def json(self, *arguments: str, input: str = "") -> dict[str, Any]:
        done = self(*arguments, "--json", input=input)
        assert done.code in (0, 130), done
        body: dict[str, Any] = done.json
        return body

    def review(self, *arguments: str, input: str = "") -> dict[str, Any]:
        return self.json("review", *arguments, input=input)

    def practice(self, number: int, input: str) -> dict[str, Any]:
        """A practice quiz with as many questions as there are lines, in the order of the bank."""
        line = [
            "quiz",
            f"section-{number}",
            "--practice",
            "--no-shuffle",
            "--restart",
            "--seed",
            "7",
            "-n",
            str(input.count("\n")),
        ]
        return self.json(*line, input=input)

    # what is kept

    @property
    def snapshot(self) -> dict[str, Any]:
        found: dict[str, Any] = json.loads(self.file.read_text(encoding="utf-8"))
        return found

    @property
    def cards(self) -> dict[str, dict[str, Any]]:
        """Cards by id."""
        return {address.partition("/")[2]: card for address, card in self.snapshot["cards"].items()}

    @property
    def state(self) -> dict[str, Any]:
        """What the snapshot says of what was learned, apart from which events said it and how long it took."""
        snapshot = self.snapshot
        return {name: snapshot[name] for name in STATE}

    def events(self, kind: str = "response") -> list[dict[str, Any]]:
        listed = map(json.loads, self.log.read_text(encoding="utf-8").splitlines())
        return [event for event in listed if kind in ("", event["event"])]

    def rewrite(self, change: Callable[[dict[str, Any]], dict[str, Any]]) -> None:
        """The same log with every event changed and sealed again, and no snapshot: as another version wrote it."""
        lines = [{key: value for key, value in event.items() if key != "crc"} for event in self.events("")]
        self.log.write_bytes(b"".join(seal(change(line)) for line in lines))
        self.file.unlink()


def asked(body: Mapping[str, Any]) -> list[str]:
    """The ids a review asked, in order."""
    return [said["question"].partition("/")[2] for said in body["questions"]]


def yes(identity: str, more: str = "") -> str:
    """A question to be answered with yes, as YAML."""
    return f'  - id: {identity}\n    ask: Is {identity} right?\n    answer: ["yes"]\n{more}'


def two_sections(learner: Learner) -> Learner:
    """A course without course.yaml: two sections of three questions, the first with an objective."""
    head = "objectives: {tell-apart: Tell the two apart}\n"
    learner.write(1, [yes(f"one-{n}", "    objective: tell-apart\n") for n in range(1, 4)], head)
    learner.write(2, [yes(f"two-{n}") for n in range(1, 4)])
    return learner
