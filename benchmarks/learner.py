"""A simulated learner drills for half a year through the real commands: is as much remembered as was wanted?

Run: python benchmarks/learner.py [--days 180] [--seed 1] [KIND ...]

The learner's true memory follows FSRS-6 with its usual parameters, kept apart from the program's cards and fed with
what really happened: recalled or not, repeats of the same day too. A lucky guess is a failure followed by feedback.
What differs from the cards is what the program cannot see: luck, guesses not admitted, slips of the finger, repeats.
"""

import argparse
import contextlib
import os
import random
import statistics
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path
from typing import NamedTuple

from fsrs import Card, Rating, Scheduler, State

from aiinfra_study.cli import drilling, sitting
from aiinfra_study.cli.attempt import QuizRequest
from aiinfra_study.cli.desk import Desk
from aiinfra_study.cli.outcome import guarded
from aiinfra_study.cli.reviewing import ReviewRequest
from aiinfra_study.core.folding import may_rate
from aiinfra_study.core.interaction import Choice
from aiinfra_study.core.question import Posed
from aiinfra_study.ui.ask import Act, Place, Reply, Said
from aiinfra_study.ui.theme import Out

FIRST_DAY = datetime(2027, 1, 4, 18, tzinfo=UTC)
SECONDS_EACH = 25  # from one question to the next
SECTION = 50  # questions
KNOWN = 0.35  # share of the questions that are known when first seen
SLIP = 0.02  # share of what is recalled that is responded to wrongly all the same
WARM = 60  # days until the load is looked at
DESIRED, WITHIN = 0.90, 0.02
SMOOTH = 2.5  # 95th percentile of the responses a day over their median
MONTH = 30


class Kind(NamedTuple):
    """A kind of question and of learner: `admits` is the share of guesses that are called guesses. With 10 new ones a
    day at most, 600 questions are all begun after some 85 days, 1,300 last for 180."""

    name: str
    options: int
    questions: int = 600
    admits: float = 1.0


KINDS = (
    Kind("four options", 4),
    Kind("true-false", 2),
    Kind("four options, new all along", 4, 1300),
    Kind("true-false, new all along", 2, 1300),
    Kind("four options, admits half", 4, admits=0.5),
    Kind("true-false, admits half", 2, admits=0.5),
)


class Asked(NamedTuple):
    """A due card as it was asked: its true recall then, what the program thought it was, and what came of it."""

    day: int
    recall: float
    thought: float
    recalled: bool
    right: bool


class Memory:
    """What is really remembered, by the address of a question."""

    def __init__(self) -> None:
        self._law = Scheduler(learning_steps=(), relearning_steps=(), enable_fuzzing=False)
        self._cards: dict[str, Card] = {}

    def __contains__(self, address: str) -> bool:
        return address in self._cards

    def recall(self, address: str, now: datetime) -> float:
        return float(self._law.get_card_retrievability(self._cards[address], now))

    def change(self, address: str, now: datetime, *, recalled: bool) -> None:
        """Recalled, or told after a failure."""
        card = self._cards.get(address) or Card(card_id=1, state=State.Learning)
        self._cards[address] = self._law.review_card(card, Rating.Good if recalled else Rating.Again, now)[0]


class Learner:
    """Sits in the place of the terminal and responds from memory."""

    veiled = False
    idle: Callable[[], None] = staticmethod(lambda: None)

    def __init__(self, kind: Kind, seed: int) -> None:
        self.kind = kind
        self.dice = random.Random(f"{seed} {kind.name}")
        self.memory = Memory()
        self.known: dict[str, bool] = {}
        self.asked: list[Asked] = []
        self.responses: Counter[int] = Counter()  # by day
        self.desk: Desk
        self._day = 0
        self._now = FIRST_DAY

    @contextlib.contextmanager
    def at(self, desk: Desk, _: Out) -> Iterator["Learner"]:
        """In place of `front.front_end`."""
        self.desk = desk
        yield self

    def wake(self, day: int) -> None:
        """A new day, at the same hour."""
        self._day, self._now = day, FIRST_DAY + timedelta(days=day)
        self._wait(0)

    def _wait(self, seconds: int) -> None:
        self._now += timedelta(seconds=seconds)
        os.environ["AIINFRA_NOW"] = self._now.isoformat()

    def pose(self, posed: Posed, place: Place, *, confidence: bool, notice: str = "") -> Reply:  # noqa: ARG002
        self._wait(SECONDS_EACH)
        address, teaches = posed.question.address, place.stage != "pre"
        noon = FIRST_DAY + timedelta(days=self._day)  # memory counts whole days, as FSRS was fitted to
        first = address not in self.memory
        if first and address not in self.known:
            self.known[address] = self.dice.random() < KNOWN
        recall = float(self.known[address]) if first else self.memory.recall(address, noon)
        recalled = self.dice.random() < recall
        wrong = self.dice.random() < SLIP if recalled else self.dice.random() >= 1 / self.kind.options
        admitted = not recalled and self.dice.random() < self.kind.admits
        if teaches:
            self._note(address, recall, recalled, right=not wrong)
            self.memory.change(address, noon, recalled=recalled)
        return Said((self._place(posed, wrong=wrong),), "guess" if admitted else "sure")

    def _note(self, address: str, recall: float, recalled: bool, *, right: bool) -> None:
        self.responses[self._day] += 1
        progress, today = self.desk.store.progress, self.desk.today()
        card = progress.cards.get(address)
        if card is not None and card["due"] <= (day := today.isoformat()) and may_rate(progress, address, day):
            thought = self.desk.scheduler.recall(card, today)
            self.asked.append(Asked(self._day, recall, thought, recalled, right))

    def _place(self, posed: Posed, *, wrong: bool) -> int:
        """The option to pick, right or one of the wrong ones."""
        assert isinstance(posed.interaction, Choice)
        places = range(len(posed.interaction.options))
        fitting = [place for place in places if posed.body.grade((place,)).correct is not wrong]
        return self.dice.choice(fitting)

    def result(self, posed: Posed, place: Place, said: Reply) -> None:
        """Nothing to draw."""

    def go_on(self) -> Act | None:
        return None


def write_course(folder: Path, questions: int, options: int) -> list[str]:
    """A course of questions of one kind: eight objectives a section, every tenth question with a sibling, each
    misconception held by the options of one or two questions. Returns the ids of its sections."""
    folder.mkdir(parents=True)
    names = []
    for section in range(1, -(-questions // SECTION) + 1):
        names.append(f"section-{section}")
        lines = ["format: 1", f"title: Section {section}", "objectives:"]
        lines += [f"  objective-{number}: Do the thing number {number}" for number in range(8)]
        lines.append("questions:")
        for number in range(SECTION):
            lines += [f"  - id: s{section}-q{number}", f"    objective: objective-{number % 8}"]
            lines += [f"    family: f{section}-{number // 10}"] if number % 10 < 2 else []
            if options == 2:
                lines += [f"    claim: Section {section} says {number}.", f"    truth: {str(number % 3 > 0).lower()}"]
                lines.append("    because: So it is.")
                continue
            lines += [f"    ask: What does {number} in section {section} say?"]
            lines += ["    right: {text: This, why: So it is.}", "    wrong:"]
            for option in range(1, options):
                belief = f"b{section}-{(number * 3 + option) % 100}"
                lines.append(f"      - {{text: Not {option}, why: It is not., misconception: {belief}}}")
        (folder / f"section-{section:02d}.yaml").write_text("\n".join(lines) + "\n")
    return names


def command(run: Callable[[Desk], int]) -> None:
    """A command of the program, its words thrown away."""
    with open(os.devnull, "w") as nowhere, contextlib.redirect_stdout(nowhere):
        code = guarded(run)
    if code:
        raise SystemExit(f"a command ended with exit code {code}")


def live(kind: Kind, root: Path, days: int, seed: int) -> Learner:
    """Review every day; when no open section has a new question any more, pre-quiz and post-quiz the next one."""
    sections = iter(write_course(root / "banks" / "course", kind.questions, kind.options))
    places = {"AIINFRA_HOME": "home", "AIINFRA_BANKS": "banks", "XDG_CACHE_HOME": "cache"}
    os.environ |= {name: str(root / folder) for name, folder in places.items()}
    os.environ |= {"AIINFRA_COURSE": "course", "TZ": "UTC"}
    time.tzset()
    learner = Learner(kind, seed)
    vars(drilling)["front_end"] = vars(sitting)["front_end"] = learner.at
    pool = 0
    for day in range(days):
        learner.wake(day)
        if not pool and (section := next(sections, None)) is not None:
            for stage in ("pre", "post"):
                command(partial(sitting.sit, request=QuizRequest(section, stage, seed=seed)))
        command(partial(drilling.drill, request=ReviewRequest()))
        pool = learner.desk.store.status["pool"]
    return learner


def told(learner: Learner, days: int, seconds: float) -> str:
    """The figures of one learner in a line."""
    asked = learner.asked
    recall, thought, recalled, right = (statistics.fmean(column) for column in list(zip(*asked, strict=True))[1:])
    loads = [learner.responses[day] for day in range(WARM, days)]
    months = [_ratio(loads[first : first + MONTH]) for first in range(len(loads) - MONTH + 1)]
    remembered = "ok" if abs(recall - DESIRED) <= WITHIN else "MISSED"
    smooth = "ok" if _ratio(loads) <= SMOOTH else "MISSED"
    return (
        f"{learner.kind.name:27} {recall:6.3f} {thought:7.3f} {recalled:8.3f} {right:6.3f} {remembered:6} "
        f"{statistics.median(loads):6.0f} {_high(loads):4} {_ratio(loads):5.2f} {max(months):6.2f} {smooth:6} "
        f"{learner.responses.total():6} {len(asked):6} {seconds:4.0f}"
    )


def _high(loads: list[int]) -> int:
    """The 95th percentile."""
    return sorted(loads)[-(-len(loads) * 95 // 100) - 1]


def _ratio(loads: list[int]) -> float:
    return _high(loads) / statistics.median(loads)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("kinds", nargs="*", metavar="KIND", help="part of a kind's name; all kinds without")
    parser.add_argument("--days", type=int, default=180, help=f"at least {WARM + MONTH}")
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    print(f"{options.days} days, seed {options.seed}")
    print(f"cards when due: true recall (wanted {DESIRED} within {WITHIN}), what the program thought, recalled, right")
    print(f"responses a day from day {WARM} on: median, p95, ratio (wanted <= {SMOOTH}), largest of any {MONTH} days")
    print(f"{'':27} {'recall':>6} {'thought':>7} {'recalled':>8} {'right':>6} {'':6}", end=" ")
    print(f"{'median':>6} {'p95':>4} {'ratio':>5} {'month':>6} {'':6} {'in all':>6} {'due':>6} {'s':>4}")
    for kind in KINDS:
        if options.kinds and not any(part in kind.name for part in options.kinds):
            continue
        with tempfile.TemporaryDirectory(prefix="aiinfra-learner-") as folder:
            begun = time.perf_counter()
            learner = live(kind, Path(folder), options.days, options.seed)
            print(told(learner, options.days, time.perf_counter() - begun), flush=True)


if __name__ == "__main__":
    main()
