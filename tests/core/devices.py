"""Machines on which somebody studies: each writes events as the program does, from what it knows of the log."""

from collections.abc import Iterable, Sequence
from datetime import UTC, date, datetime, timedelta
from typing import Any
from zlib import crc32

from hypothesis import strategies as st

from aiinfra_study.core.card import basis
from aiinfra_study.core.folding import may_rate
from aiinfra_study.core.interaction import Grade
from aiinfra_study.core.preset import Preset
from aiinfra_study.core.progress import Progress
from aiinfra_study.core.rating import RATING_STAGES, earned
from aiinfra_study.core.replay import replay
from aiinfra_study.core.schedule import Scheduler

Line = dict[str, Any]
START = datetime(2026, 11, 21, 9, tzinfo=UTC)
QUESTIONS = ("course/q1", "course/q2", "course/q3")
SECTIONS = {"course/q1": "course/section-1", "course/q2": "course/section-1", "course/q3": "course/section-2"}


class Device:
    """One machine: its name, its clock (so much ahead of the truth), and the lines its log holds."""

    def __init__(self, name: str = "dev", preset: Preset = Preset(), ahead: timedelta = timedelta()) -> None:  # noqa: B008
        self.name = name
        self.scheduler = Scheduler(preset)
        self.clock = START + ahead
        self.log: list[Line] = []
        self._number = 0

    @property
    def progress(self) -> Progress:
        return replay(self.log)

    @property
    def today(self) -> str:
        return self.clock.date().isoformat()

    def wait(self, hours: float = 0, days: float = 0) -> "Device":
        self.clock += timedelta(days=days, hours=hours)
        return self

    def add(self, event: str, **fields: Any) -> Line:
        self._number += 1
        at = self.clock.isoformat(timespec="milliseconds").replace("+00:00", "Z")
        identity = f"{self.name}-{self._number}"
        line = {"v": 1, "id": identity, "at": at, "day": self.today, "event": event, **fields}
        self.log.append({**line, "crc": f"{crc32(identity.encode()):08x}"})
        return self.log[-1]

    def respond(
        self,
        question: str = QUESTIONS[0],
        credit: float = 1,
        confidence: str | None = "sure",
        stage: str = "review",
        **fields: Any,
    ) -> Line:
        """A response as cli.keeping writes it."""
        known, before = self.progress, self.progress.cards.get(question)
        said = earned(Grade(credit, int(credit < 1)), confidence, hint=False) if stage != "pre" else None
        rates = stage in RATING_STAGES and may_rate(known, question, self.today)
        card = None
        if rates and said is not None:
            card = self.scheduler.review(question, before, said, date.fromisoformat(self.today))
        given: Line = {
            "question": question,
            "section": SECTIONS.get(question, "course/section-1"),
            "rev": 1,
            "key": "0f1e2d3c",
            "kind": "single",
            "stage": stage,
            "attempt": None,
            "response": "x",
            "confidence": confidence,
            "hint": False,
            "credit": credit,
            "earned": said,
            "rating": said if rates else None,
            "misconceptions": ["course/m"] if credit == 0 else [],
            "seconds": 1.5,
            "seed": 7,
            "scheduler": self.scheduler.preset.tag() if stage in RATING_STAGES else None,
            "before": basis(before) if rates else None,
            "card": card,
        }
        return self.add("response", **{**given, **fields})

    def undo(self, line: Line) -> Line:
        return self.add("undo", undoes=line["id"])

    def learn_of(self, others: "Iterable[Device]") -> None:
        """Unite the logs: what others wrote is known here from now on."""
        known = {line["id"] for line in self.log}
        for other in others:
            self.log += [line for line in other.log if line["id"] not in known]
            known |= {line["id"] for line in other.log}


# what may happen: which device, what it does, how many hours later
_actions = st.one_of(
    st.tuples(
        st.just("respond"),
        st.sampled_from(QUESTIONS),
        st.sampled_from([0, 0.5, 1]),
        st.sampled_from(["sure", "unsure", "guess", None]),
        st.sampled_from(["review", "review", "practice", "post", "pre", "cram", "ahead"]),
    ),
    st.tuples(st.just("undo"), st.integers(0, 30)),
    st.tuples(st.just("learn")),
    st.tuples(st.just("reset"), st.sampled_from(["course/section-1", "course/section-2"])),
    st.tuples(st.just("spread"), st.integers(0, 9)),
    st.tuples(st.just("suspend"), st.sampled_from(QUESTIONS)),
    st.tuples(st.just("unsuspend"), st.sampled_from(QUESTIONS)),
    st.tuples(st.just("quiz"), st.sampled_from(["pre", "post"])),
)
_gaps = st.sampled_from([0, 0, 0.1, 2, 20, 24, 50, 200])


@st.composite
def studied(draw: st.DrawFn, devices: int = 3, most: int = 12, skew: bool = True) -> list[Line]:
    """The union of the logs of some devices whose clocks differ by up to days, and run backwards now and then."""
    skews = st.sampled_from([0, 0, -30, 1, 50]) if skew else st.just(0)
    machines = [Device(name, ahead=timedelta(hours=draw(skews))) for name in "abc"[:devices]]
    for _ in range(draw(st.integers(0, most))):
        machine = draw(st.sampled_from(machines))
        gap = draw(_gaps if not skew else _gaps | st.sampled_from([-1, -30]))
        for other in machines if gap >= 0 else [machine]:
            other.wait(hours=gap)
        act(machine, machines, draw(_actions))
    return union(machines)


def act(machine: Device, machines: Sequence[Device], action: tuple[Any, ...]) -> None:
    match action:
        case ("respond", question, credit, confidence, stage):
            machine.respond(question, credit, confidence, stage)
        case ("undo", at):
            if machine.log:
                machine.undo(machine.log[at % len(machine.log)])
        case ("learn",):
            machine.learn_of(machines)
        case ("reset", section):
            machine.add("reset", sections=[section])
        case ("spread", days):
            due = (machine.clock + timedelta(days=days)).date().isoformat()
            machine.add("spread", due=dict.fromkeys(machine.progress.cards, due))
        case ("quiz", stage):
            name = f"{machine.name}{len(machine.log)}"
            machine.add("begin", attempt=name, section="course/section-1", stage=stage, seed=1, questions=QUESTIONS[:2])
            for question in QUESTIONS[:2]:
                machine.respond(question, 1, "sure", stage, attempt=name)
            machine.add("end", attempt=name, score=1)
        case (mark, question):
            machine.add(mark, question=question)


def union(machines: Iterable[Device]) -> list[Line]:
    """The lines of all devices, each once."""
    return list({line["id"]: line for machine in machines for line in machine.log}.values())


def by_rule(lines: Iterable[Line], preset: Preset = Preset()) -> dict[str, dict[str, Any]]:  # noqa: B008
    """The cards as the rules say, from nothing but what was responded, when, and what was taken back.

    Only for logs of responses and undos, and of undos that are not themselves taken back.
    """
    listed = list(lines)
    gone = {line["undoes"] for line in listed if line["event"] == "undo"}
    clocks: dict[str, str] = {}
    keyed = []
    for line in sorted(listed, key=lambda line: _origin(line)):
        device, number = _origin(line)
        clocks[device] = max(line["at"], clocks.get(device, ""))
        keyed.append((clocks[device], device, number, line))
    scheduler, cards = Scheduler(preset), dict[str, dict[str, Any]]()
    for *_, line in sorted(keyed, key=lambda found: found[:3]):
        if line["event"] != "response" or line["id"] in gone or line["stage"] not in RATING_STAGES:
            continue
        card = cards.get(line["question"])
        if card is not None and card["last"] >= line["day"]:
            continue
        said = earned(Grade(line["credit"], int(line["credit"] < 1)), line["confidence"], hint=line["hint"])
        after = scheduler.review(line["question"], card, said, date.fromisoformat(line["day"]))
        cards[line["question"]] = {**after, "last": line["day"], "key": line["key"], "rev": line["rev"]}
    return cards


def _origin(line: Line) -> tuple[str, int]:
    device, _, number = line["id"].rpartition("-")
    return device, int(number)
