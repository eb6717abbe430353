"""The figures of a learner once more, from the log and the banks alone, as docs/progress-format.md, docs/review.md and
docs/measures.md say them. Nothing of the program is imported: where the two differ, one of them is wrong."""

import json
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime, timedelta
from itertools import combinations, pairwise, permutations
from math import comb, exp, factorial, sqrt
from pathlib import Path
from typing import Any, NamedTuple
from zlib import crc32

import yaml

Event = dict[str, Any]
Numbers = dict[str, Any]
WITH_FEEDBACK = ("post", "practice", "review")
STATED = {"sure": 0.90, "unsure": 0.735, "guess": 0.335}
DESIRED, NEW_A_DAY = 0.90, 10


# the banks


class Asked(NamedTuple):
    """What the figures need of a question."""

    address: str
    section: str
    objective: str
    use: str
    family: str
    points: int
    chance: float
    rev: int
    stem: str


class Part(NamedTuple):
    """A section: its questions and objectives in order, and whether it has a reading."""

    course: str
    id: str
    title: str
    objectives: dict[str, str]
    questions: list[Asked]
    reading: bool

    @property
    def address(self) -> str:
        return f"{self.course}/{self.id}"


class Course(NamedTuple):
    """A course folder."""

    id: str
    title: str
    parts: list[Part]
    beliefs: dict[str, dict[str, str]]


def read_course(folder: Path) -> Course:
    """A folder of section files; course.yaml gives title, order and beliefs."""
    head = folder / "course.yaml"
    said = yaml.safe_load(head.read_text("utf-8")) if head.exists() else {}
    parts = {}
    for path in sorted(folder.glob("section-*.yaml")):
        part = _read_part(folder.name, path)
        parts[part.id] = part
    order = [name for name in said.get("sections", []) if name in parts]
    listed = [parts[name] for name in [*order, *(name for name in parts if name not in order)]]
    return Course(folder.name, said.get("title", folder.name), listed, said.get("misconceptions", {}))


def _read_part(course: str, path: Path) -> Part:
    body = yaml.safe_load(path.read_text("utf-8"))
    identity = f"section-{int(path.stem.partition('-')[2])}"
    questions = [
        Asked(
            f"{course}/{said['id']}",
            f"{course}/{identity}",
            said.get("objective", ""),
            said.get("use", ""),
            said.get("family", ""),
            said.get("points", 1),
            chance_of(said),
            said.get("rev", 1),
            said.get("ask") or said.get("claim") or said["blanks"],
        )
        for said in body["questions"]
    ]
    title = body.get("title", identity)
    return Part(course, identity, title, body.get("objectives", {}), questions, path.with_suffix(".md").exists())


def chance_of(said: Mapping[str, Any]) -> float:
    """The credit that a blind guess may expect: over all ways to respond, each as likely as another."""
    if "claim" in said:
        return 0.5
    if "match" in said:
        return 1 / len(said["match"])
    if "order" in said:
        places = range(len(said["order"]))
        return sum((rising(order) - 1) / (len(places) - 1) for order in permutations(places)) / factorial(len(places))
    if "wrong" not in said:
        return 0.0
    right = said["right"] if isinstance(said["right"], list) else [said["right"]]
    options = len(right) + len(said["wrong"])
    if len(right) == 1:
        return 1 / options
    ticks = [set(t) for size in range(1, options + 1) for t in combinations(range(options), size)]
    keys = set(range(len(right)))
    if said.get("partial") == "all":
        return sum(tick == keys for tick in ticks) / len(ticks)
    return sum(max(len(tick & keys) - len(tick - keys), 0) / len(keys) for tick in ticks) / len(ticks)


def rising(order: Sequence[int]) -> int:
    """How many items of an order stand in their right relative order, at most."""
    best: list[int] = []
    for place, item in enumerate(order):
        best.append(1 + max((best[i] for i in range(place) if order[i] < item), default=0))
    return max(best)


# the log


def read_log(path: Path) -> list[Event]:
    """Every line whose checksum fits, but what an undo took back, and the ends that this undoes."""
    events = []
    for line in path.read_bytes().splitlines():
        assert line[-10:-2] == b"%08x" % crc32(line[:-10]), line
        events.append(json.loads(line))
    gone = {event["undoes"]: at for at, event in enumerate(events) if event["event"] == "undo"}
    kept = []
    for at, event in enumerate(events):
        if event["id"] in gone or event["event"] == "undo":
            continue
        if event["event"] == "end" and _is_void(events[:at], event["attempt"], gone, at):
            continue
        kept.append(event)
    return kept


def _is_void(before: Sequence[Event], attempt: str, gone: Mapping[str, int], at: int) -> bool:
    """Whether an attempt misses a response that was taken back after its end."""
    responses = [e for e in before if e["event"] == "response" and e["attempt"] == attempt]
    there = {e["question"] for e in responses if e["id"] not in gone}
    return any(gone[e["id"]] > at for e in responses if e["id"] in gone and e["question"] not in there)


# memory: FSRS-6 with its default parameters, in whole days

W = [
    *(0.212, 1.2931, 2.3065, 8.2956, 6.4133, 0.8334, 3.0194, 0.001, 1.8722, 0.1666, 0.796),
    *(1.4835, 0.0614, 0.2629, 1.6483, 0.6014, 1.8729, 0.5425, 0.0912, 0.0658, 0.1542),
]
FACTOR = 0.9 ** (1 / -W[20]) - 1
GRADES = {"again": 1, "hard": 2, "good": 3, "easy": 4}


def recall(stability: float, days: float) -> float:
    """The chance to recall a card so many days after its last rating."""
    return float((1 + FACTOR * max(days, 0) / stability) ** -W[20])


def _first_difficulty(grade: int) -> float:
    return W[4] - exp(W[5] * (grade - 1)) + 1


def rated(card: Numbers | None, rating: str, day: str) -> Numbers:
    """A card after a rating, with its exact interval."""
    grade = GRADES[rating]
    if card is None:
        stability, difficulty = W[grade - 1], _first_difficulty(grade)
    else:
        s, d = card["stability"], card["difficulty"]
        r = recall(s, _days(card["last"], day))
        if grade == 1:
            long = W[11] * d ** -W[12] * ((s + 1) ** W[13] - 1) * exp((1 - r) * W[14])
            stability = min(long, s / exp(W[17] * W[18]))
        else:
            extra = {2: W[15], 3: 1.0, 4: W[16]}[grade]
            stability = s * (1 + exp(W[8]) * (11 - d) * s ** -W[9] * (exp((1 - r) * W[10]) - 1) * extra)
        moved = d - W[6] * (grade - 3) * (10 - d) / 9
        difficulty = W[7] * _first_difficulty(4) + (1 - W[7]) * moved
    interval = min(max(round(stability / FACTOR * (DESIRED ** (1 / -W[20]) - 1)), 1), 365)
    return {
        "stability": round(max(stability, 0.001), 6),
        "difficulty": round(min(max(difficulty, 1.0), 10.0), 6),
        "due": _after(day, interval),
        "last": day,
    }


def _days(earlier: str, later: str) -> int:
    return (date.fromisoformat(later) - date.fromisoformat(earlier)).days


def _after(day: str, days: int) -> str:
    return (date.fromisoformat(day) + timedelta(days=days)).isoformat()


# formulas


def wilson(hits: float, count: int) -> tuple[float, float, float] | None:
    """A share with its 90 % interval: the two roots of (p - s)^2 = z^2 p (1 - p) / n."""
    if not count:
        return None
    z2 = 1.6448536269514722**2
    s = hits / count
    a, b, c = 1 + z2 / count, -(2 * s + z2 / count), s * s
    root = sqrt(max(b * b - 4 * a * c, 0.0))
    return s, max((-b - root) / (2 * a), 0.0), min((-b + root) / (2 * a), 1.0)


def share(found: tuple[float, float, float] | None, count: int) -> Numbers | None:
    return None if found is None else {"share": found[0], "count": count, "low": found[1], "high": found[2]}


# everything


class Attempt(NamedTuple):
    """An attempt that counts; `credits` are those of its responses, the last one to each question."""

    id: str
    section: str
    stage: str
    questions: list[str]
    started: str
    finished: str | None
    score: float | None
    day: str | None
    at: int
    credits: dict[str, float]


class Recomputed:
    """All figures on one study day."""

    def __init__(self, log: Path, courses: Iterable[Path], today: str, current: str) -> None:
        self.events = read_log(log)
        self.courses = [read_course(folder) for folder in courses]
        self.parts = {part.address: part for course in self.courses for part in course.parts}
        self.questions = {q.address: q for part in self.parts.values() for q in part.questions}
        self.today, self.current = today, current
        self.cards: dict[str, Numbers] = {}
        self.histories: dict[str, list[Event]] = defaultdict(list)  # of each question, since it was last reset
        self.responses: list[Event] = []  # every one that counts, with `known` and `rates`
        self.suspended: set[str] = set()
        self.readings: dict[str, str | None] = {}
        self.paused = ""
        self.odd: list[str] = []  # cards of the log that the formulas do not give
        self._go_through()
        self.attempts = self._attempts()

    def _go_through(self) -> None:
        for at, event in enumerate(self.events):
            match event["event"]:
                case "response":
                    self._response({**event, "at_": at})
                case "reset":
                    for address in [a for a, h in self.histories.items() if h[-1]["section"] in event["sections"]]:
                        del self.histories[address]
                        self.cards.pop(address, None)
                    for section in event["sections"]:
                        self.readings.pop(section, None)
                case "spread":
                    for address, day in event["due"].items():
                        if address in self.cards:
                            card = self.cards[address]
                            self.cards[address] = {**card, "due": day, "was": card.get("was", card["due"])}
                    self.paused = max(event["due"].values())
                case "read":
                    read = self.readings.get(event["section"])
                    self.readings[event["section"]] = read or (event["at"] if event["finished"] else None)
                case "suspend":
                    self.suspended.add(event["question"])
                case "unsuspend":
                    self.suspended.discard(event["question"])

    def _response(self, event: Event) -> None:
        address, day = event["question"], event["day"]
        card = self.cards.get(address)
        rates = event["stage"] in WITH_FEEDBACK and (card is None or card["last"] < day)
        was_due = card is not None and card["due"] <= day
        kept = {**event, "known": card is not None, "rates": rates, "was_due": was_due}
        self.responses.append(kept)
        self.histories[address].append(kept)
        if rates:
            self.cards[address] = self._card(address, card, event)

    def _card(self, address: str, card: Numbers | None, event: Event) -> Numbers:
        found = {**rated(card, event["earned"], event["day"]), "rev": event["rev"]}
        told, before = event["card"], event["before"]
        was = None if card is None else {"due": card.get("was", card["due"]), "stability": card["stability"]}
        if told is None or (before and {key: before[key] for key in ("due", "stability")}) != was:
            return found  # a response before it was taken back: the log knew another card
        near = all(abs(found[name] - told[name]) < 2e-6 * max(1, told[name]) for name in ("stability", "difficulty"))
        if not near or (not event["scheduler"]["fuzz"] and found["due"] != told["due"]):
            self.odd.append(f"{address} on {event['day']}: {found} is not {told}")
        return {**found, **{name: told[name] for name in ("stability", "difficulty", "due")}}

    def _attempts(self) -> list[Attempt]:
        begun: dict[str, tuple[int, Event]] = {}
        ended: dict[str, tuple[int, Event]] = {}
        for at, event in enumerate(self.events):
            if event["event"] == "begin":
                same = [
                    name
                    for name, (_, e) in begun.items()
                    if name not in ended and (e["section"], e["stage"]) == (event["section"], event["stage"])
                ]
                for name in same:
                    del begun[name]
                begun[event["attempt"]] = (at, event)
            elif event["event"] == "end" and event["attempt"] in begun:
                ended[event["attempt"]] = (at, event)
            elif event["event"] == "reset":
                begun = {name: pair for name, pair in begun.items() if pair[1]["section"] not in event["sections"]}
        found = []
        for name, (at, event) in begun.items():
            _, end = ended.get(name, (0, {}))
            credits: dict[str, float] = {}
            for said in self.responses:
                if said["attempt"] == name:
                    credits.pop(said["question"], None)
                    credits[said["question"]] = said["credit"]
            found.append(
                Attempt(
                    *(name, event["section"], event["stage"], event["questions"], event["at"]),
                    *(end.get("at"), end.get("score"), end.get("day"), at, credits),
                )
            )
        return found

    def finished(self, section: str, stage: str) -> Attempt | None:
        """The latest finished attempt."""
        found = [a for a in self.attempts if (a.section, a.stage) == (section, stage) and a.finished]
        return max(found, key=lambda a: str(a.finished), default=None)

    def unfinished(self, section: str) -> Attempt | None:
        found = [a for a in self.attempts if a.section == section and not a.finished]
        return found[-1] if found else None

    # what a study day asks

    def recall(self, address: str, ahead: int = 0) -> float:
        """0 without a card."""
        card = self.cards.get(address)
        return 0.0 if card is None else recall(card["stability"], _days(card["last"], self.today) + ahead)

    def _family(self, address: str) -> str:
        question = self.questions[address]
        return f"{address.partition('/')[0]}/{question.family}" if question.family else ""

    def _today(self, course: str | None) -> list[Event]:
        """Responses with feedback of today."""
        return [
            e
            for e in self.responses
            if e["day"] == self.today and e["stage"] in WITH_FEEDBACK and (course is None or _in(e, course))
        ]

    def day(self, course: str | None = None) -> tuple[list[str], list[str], int]:
        """Due cards, due cards left for a sibling, and how many new questions there are."""
        usable = [
            a for a in self.questions if a not in self.suspended and (course is None or a.startswith(course + "/"))
        ]
        taken = {self._family(e["question"]) for e in self._today(None) if e["question"] in self.questions} - {""}
        waiting = [a for a in usable if a in self.cards and self.cards[a]["due"] <= self.today]
        waiting.sort(key=lambda a: (-_days(self.cards[a]["last"], self.today) / self.cards[a]["stability"], a))
        due, buried = self._one_of_each(waiting, taken)
        raised = [
            a
            for a in usable
            if a in self.cards and self.cards[a]["rev"] < self.questions[a].rev and self.cards[a]["due"] > self.today
        ]
        self._one_of_each([a for a in raised if self.cards[a]["last"] < self.today], taken)
        opened = {self.questions[a].section for a in self.cards if a in self.questions}
        over = {(a.section, a.stage) for a in self.attempts if a.finished}
        fresh = [
            a
            for a in usable
            if a not in self.cards
            and (q := self.questions[a]).section in opened
            and (q.use not in ("pre", "post") or (q.section, q.use) in over)
        ]
        return due, buried, len(self._one_of_each(fresh, taken)[0])

    def _one_of_each(self, addresses: Iterable[str], taken: set[str]) -> tuple[list[str], list[str]]:
        kept: list[str] = []
        left: list[str] = []
        for address in addresses:
            family = self._family(address)
            (left if family and family in taken else kept).append(address)
            taken.add(family)
        return kept, left

    def status(self) -> Numbers:
        due, buried, fresh = self.day()
        today = self._today(None)
        done = sum(e["rates"] and e["was_due"] for e in today)
        begun = sum(e["rates"] and not e["known"] and e["stage"] == "review" for e in today)
        allowed = 0 if self.today <= self.paused else max(NEW_A_DAY - (len(due) + done) // 10 - begun, 0)
        last = {e["question"]: e["earned"] for e in today}
        usable = [a for a in self.cards if a in self.questions and a not in self.suspended]
        later = [self.cards[a]["due"] for a in usable if self.cards[a]["due"] > self.today]
        later += [_after(self.today, 1)] if buried else []
        return {
            "due": len(due),
            "new": min(fresh, allowed),
            "learning": sum(last.get(a) == "again" for a in usable),
            "next_due": self.today if due else min(later, default=None),
            "streak": self._streak(),
            "current_course": self.current,
        }

    def _streak(self) -> int:
        days = {e["day"] for e in self.responses}
        run: list[bool] = []  # today first
        while True:
            day = _after(self.today, -len(run))
            run.append(day in days or not run)
            if run[-7:].count(False) > 2:
                return sum(_after(self.today, -back) in days for back in range(len(run)))

    # progress

    def told(self) -> list[Course]:
        """The current course, and every other with something done."""
        done = {a.partition("/")[0] for a in (*self.histories, *self.readings)} | {
            a.section.partition("/")[0] for a in self.attempts
        }
        here = [course for course in self.courses if course.id == self.current]
        return here + [course for course in self.courses if course.id in done and course not in here]

    def progress(self) -> Numbers:
        return {"today": self.today, "courses": [self.course(course) for course in self.told()]}

    def course(self, course: Course) -> Numbers:
        every = [q.address for part in course.parts for q in part.questions]
        sections = [self.section(part) for part in course.parts]
        return {
            "id": course.id,
            "title": course.title,
            "mastery": self.mastery(every),
            "mastery_30_days": self.mastery(every, 30),
            "due": sum(section["due"] for section in sections),
            "gain": self.gain(course.parts),
            "stayed": self.stayed(course.parts),
            "sections": sections,
        }

    def mastery(self, addresses: Sequence[str], ahead: int = 0) -> float | None:
        return sum(self.recall(a, ahead) for a in addresses) / len(addresses) if addresses else None

    def section(self, part: Part) -> Numbers:
        addresses = [q.address for q in part.questions]
        due = sum(self.questions[a].section == part.address for a in self.day(part.course)[0])
        return {
            "id": part.id,
            "title": part.title,
            "questions": len(addresses),
            "seen": sum(a in self.histories for a in addresses),
            "pre": self.score(part, "pre"),
            "post": self.score(part, "post"),
            "gain": self.gain([part]),
            "corrected": self.corrected(part),
            "stayed": self.stayed([part]),
            "mastery": self.mastery(addresses),
            "mastery_30_days": self.mastery(addresses, 30),
            "due": due,
            "next": self.next(part, due),
        }

    def score(self, part: Part, stage: str) -> Numbers | None:
        attempt = self.finished(part.address, stage)
        if attempt is None or attempt.score is None:
            return None
        count = len(attempt.credits)
        found = wilson(attempt.score * count, count)
        assert found is not None
        _, low, high = found
        return {"score": attempt.score, "count": count, "low": low, "high": high, "finished": attempt.finished}

    def pair(self, part: Part) -> tuple[dict[str, float], dict[str, float]] | None:
        pre, post = (self.finished(part.address, stage) for stage in ("pre", "post"))
        return None if pre is None or post is None or post.at < pre.at else (pre.credits, post.credits)

    def gain(self, parts: Sequence[Part]) -> Numbers | None:
        """Of one section, or pooled over several."""
        pairs = [pair for part in parts if (pair := self.pair(part))]
        if not pairs:
            return None
        both = [(before[a], after[a], self.points(a)) for before, after in pairs for a in after if a in before]
        fresh = [(after[a], self.points(a)) for before, after in pairs for a in after if a not in before]
        gained, lost = (
            sum(b < 1 <= a for b, a, _ in both),
            sum(a < 1 <= b for b, a, _ in both),
        )
        weight = sum(w for _, _, w in both)
        pre, post = (sum(row[i] * row[2] for row in both) / weight if both else None for i in (0, 1))
        flips = gained + lost
        p = sum(comb(flips, k) for k in range(gained, flips + 1)) / 2**flips
        change = None
        if pre is not None and post is not None and len(both) >= 20:
            room = 1 - pre if post > pre else pre
            change = (post - pre) / room if post != pre else None if pre in (0, 1) else 0.0
        return {
            "pre": pre,
            "post": post,
            "repeated": len(both),
            "gained": gained,
            "lost": lost,
            "p": p,
            "verdict": "unlikely-luck" if p < 0.05 else "could-be-luck",
            "fresh": len(fresh),
            "fresh_score": sum(c * w for c, w in fresh) / sum(w for _, w in fresh) if fresh else None,
            "change": change,
        }

    def only_before(self, parts: Sequence[Part]) -> int:
        """Questions of the pre-quizzes that their post-quizzes did not ask."""
        return sum(a not in after for part in parts for before, after in [self.pair(part) or ({}, {})] for a in before)

    def missed(self, parts: Sequence[Part]) -> int:
        """Questions missed today, and not right since."""
        last = {e["question"]: e["earned"] for e in self._today(None)}
        return sum(last.get(q.address) == "again" for part in parts for q in part.questions)

    def points(self, address: str) -> int:
        return self.questions[address].points if address in self.questions else 1

    def corrected(self, part: Part) -> Numbers | None:
        pair = self.pair(part)
        both = [a for a in pair[1] if a in pair[0] and a in self.questions] if pair else []
        if not pair or not both:
            return None
        found = []
        weight = sum(self.points(a) for a in both)
        for credits in pair:
            each = [self.points(a) * (credits[a] - (c := self.questions[a].chance)) / (1 - c) for a in both]
            found.append(max(sum(each) / weight, 0.0))
        return {"pre": found[0], "post": found[1]}

    def stayed(self, parts: Sequence[Part]) -> Numbers | None:
        """The first rated response to each question of the last post-quiz, 7 to 30 days after it."""
        right = count = 0
        for part in parts:
            post = self.finished(part.address, "post")
            for address in post.credits if post else ():
                later = [
                    e["credit"]
                    for e in self.histories[address]
                    if e["rates"]
                    and e["section"] == part.address
                    and 7 <= _days(str(post and post.day), e["day"]) <= 30
                ]
                count += bool(later)
                right += bool(later) and later[0] >= 1
        return share(wilson(right, count), count)

    def next(self, part: Part, due: int) -> str:
        name = part.id if part.course == self.current else part.address
        begun = self.unfinished(part.address)
        if due:
            return f"aiinfra review {name}"
        if begun:
            return f"aiinfra quiz {name} --{begun.stage}"
        if self.finished(part.address, "pre") is None:
            return f"aiinfra quiz {name}"
        if self.finished(part.address, "post") is None:
            to_read = part.reading and not self.readings.get(part.address)
            return f"aiinfra {'study' if to_read else 'quiz'} {name}"
        return f"aiinfra quiz {name} --practice"

    # one section from near

    def closely(self, part: Part) -> Numbers:
        confident, weak = self.confident_errors(part), self.weakest(part)
        beliefs = next(course.beliefs for course in self.courses if course.id == part.course)
        attempts = [
            {
                "attempt": a.id,
                "stage": a.stage,
                "started": a.started,
                "finished": a.finished,
                "score": a.score,
                "count": len(a.questions),
            }
            for a in self.attempts
            if a.section == part.address
        ]
        return {
            **self.section(part),
            "objectives": [
                {k: row[k] for k in ("id", "text", "state", "questions", "seen")} for row in self.objectives(part)
            ],
            "weakest": weak,
            "confident_errors": confident,
            "misconceptions": [
                {"id": name, **{k: beliefs.get(name, {}).get(k) for k in ("belief", "contrast")}, "chosen": chosen}
                for name, chosen in self.held(part)
            ],
            "attempts": attempts,
            "read": self.readings.get(part.address),
        }

    def objectives(self, part: Part) -> list[Numbers]:
        rows = []
        for identity, text in part.objectives.items():
            mine = [q.address for q in part.questions if q.objective == identity]
            met = [a for a in mine if a in self.histories]
            first = [e for a in met for e in self.histories[a] if e["rates"]]
            right = [e for e in first if _knew(e)]
            found = wilson(len(right), len(first))
            solid = len({e["day"] for e in right}) >= 3 and found is not None and found[1] >= 0.5
            state = "new" if not met else "solid" if solid else "shaky"
            numbers = {"questions": len(mine), "seen": len(met), "asked": len(first), "right": len(right)}
            rows.append({"id": identity, "text": text, "state": state, **numbers})
        return rows

    def _since_right(self, address: str) -> list[Event]:
        """The responses after the last that put the question right: one that rated, or on a later day than before."""
        history = self.histories.get(address, [])
        cleared = [
            at
            for at, e in enumerate(history)
            if _knew(e) and (e["rates"] or (at > 0 and history[at - 1]["day"] < e["day"]))
        ]
        return history[cleared[-1] + 1 :] if cleared else history

    def _wrong_on(self, address: str) -> str:
        """The day of the last response that was sure and wrong, since the question was right."""
        days = [e["day"] for e in self._since_right(address) if e["credit"] == 0 and e["confidence"] == "sure"]
        return str(days[-1]) if days else ""

    def confident_errors(self, part: Part) -> list[str]:
        found = [q.address for q in part.questions if self._wrong_on(q.address)]
        return sorted(found, key=self._wrong_on, reverse=True)

    def weakest(self, part: Part) -> list[str]:
        first = self.confident_errors(part)
        missed: dict[str, tuple[bool, float]] = {}
        for q in part.questions:
            if q.address in self.histories and q.address not in first:
                right, now = self.histories[q.address][-1]["credit"] >= 1, self.recall(q.address)
                if not right or now < 0.8:
                    missed[q.address] = (right, now)
        return [*first, *sorted(missed, key=missed.__getitem__)][:10]

    def held(self, part: Part) -> list[tuple[str, int]]:
        chosen = Counter(name for e in self.responses for name in e["misconceptions"])
        names: dict[str, None] = {}
        for q in part.questions:
            for e in self._since_right(q.address):
                names |= dict.fromkeys(e["misconceptions"] if e["credit"] < 1 else ())
        found = [(name.partition("/")[2], chosen[name]) for name in names if chosen[name] >= 2]
        return sorted(found, key=lambda pair: -pair[1])

    # stats

    def stats(self, days: int = 371, course: str | None = None) -> Numbers:
        since = _after(self.today, 1 - days)
        said = [e for e in self.responses if e["day"] >= since and (course is None or _in(e, course))]
        reviews = Counter(e["day"] for e in said if e["stage"] != "pre")
        second = [e["earned"] for e in said if e["rates"] and e["known"]]
        kept = sum(rating != "again" for rating in second)
        found = wilson(kept, len(second))
        by_word = {
            word: [e for e in said if e["confidence"] == word and (e["rates"] or e["stage"] == "pre")]
            for word in STATED
        }
        told = {
            word: {"count": len(rows), "right": sum(e["credit"] >= 1 for e in rows)} for word, rows in by_word.items()
        }
        each = [(float(e["credit"] >= 1) - STATED[word]) ** 2 for word, rows in by_word.items() for e in rows]
        forecast = self.forecast(course)
        return {
            "today": self.today,
            "days": days,
            "reviews": dict(sorted(reviews.items())),
            "forecast": forecast,
            "retention": {
                **dict(zip(("observed", "low", "high"), found or (None,) * 3, strict=True)),
                "count": len(second),
                "desired": DESIRED,
            },
            "calibration": {**told, "brier": sum(each) / len(each) if len(each) >= 20 else None},
            "seconds": sum(min(e["seconds"], 60) for e in said),
            "hardest": self.hardest(course),
            "minutes_ahead": sum(list(forecast.values())[:7]) * self.seconds_each() / 60,
        }

    def told_besides(self, days: int) -> tuple[int, int]:
        """What the screen of `stats` says and its JSON does not: responses sure and wrong; days with a response."""
        said = [e for e in self.responses if e["day"] >= _after(self.today, 1 - days)]
        asked = [e for e in said if e["rates"] or e["stage"] == "pre"]
        wrong = sum(e["confidence"] == "sure" and e["credit"] == 0 for e in asked)
        return wrong, len({e["day"] for e in said})

    def forecast(self, course: str | None = None) -> dict[str, int]:
        due, buried, _ = self.day(course)
        usable = {
            a
            for a in self.cards
            if a in self.questions and a not in self.suspended and (course is None or a.startswith(course + "/"))
        }
        found = {}
        for ahead in range(30):
            day = _after(self.today, ahead)
            found[day] = sum(self.cards[a]["due"] == day for a in usable) + (len(buried) if ahead == 1 else 0)
        found[self.today] = len(due)
        return found

    def hardest(self, course: str | None = None) -> list[Numbers]:
        found = []
        order = [c for c in self.courses if course in (None, c.id)]
        for part in (part for c in order for part in c.parts):
            for row in self.objectives(part):
                if 0 <= row["right"] < row["asked"]:
                    high = (wilson(row["right"], row["asked"]) or (0, 0, 0))[2]
                    names = {"course": part.course, "section": part.id, "objective": row["id"]}
                    found.append((high, {**names, "right": row["right"], "count": row["asked"]}))
        return [row for _, row in sorted(found, key=lambda pair: pair[0])[:10]]

    def seconds_each(self) -> float:
        """The median of the gaps between the last 200 responses, pauses left out."""
        last = self.responses[-200:]
        instants = [datetime.fromisoformat(e["at"]).timestamp() for e in last]
        gaps = [b - a for a, b in pairwise(instants)]
        near = [min(gap, 60.0) for gap in gaps if 0 < gap <= 600]
        if len(near) < 5:
            near = [min(e["seconds"], 60.0) for e in last]
        return max(sorted(near)[len(near) // 2], 1.0) if near else 25.0


def _knew(event: Event) -> bool:
    return bool(event["credit"] >= 1 and event["confidence"] != "guess")


def _in(event: Event, course: str) -> bool:
    return str(event["question"]).startswith(course + "/")


def gap_free(text: str) -> str:
    """A text with gaps as a screen names it: each gap with its number."""
    numbers = iter(range(1, 10))
    return re.sub(r"\[\[.*?\]\]", lambda _: f"[{next(numbers)}:____]", text)
