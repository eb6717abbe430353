# ruff: noqa: SIM905
"""What is measured on: synthetic banks of about 1.7 kB a question, and stores with cards."""

import random
from collections.abc import Iterable
from datetime import date, timedelta
from itertools import accumulate
from pathlib import Path
from typing import Any

from aiinfra_study.core.course import Outline, Section
from aiinfra_study.core.progress import Progress
from aiinfra_study.store.banks import Bank
from aiinfra_study.store.log import seal
from aiinfra_study.store.progress import ProgressStore
from aiinfra_study.store.snapshot import Snapshot, dump

TODAY = date(2026, 11, 21)  # the study day of every review, NOW its clock
NOW = f"{TODAY}T09:00:00Z"
WORDS = (
    "gpu kernel tensor pipeline parallel shard optimizer gradient memory bandwidth latency throughput cache attention "
    "batch token scheduler node fabric collective reduce gather checkpoint precision quantize decode prefill cluster "
    "request queue replica failure the a of in to with when which because while under during between across each"
).split()


SYLLABLES = "ba ce di fo gu ha je ki lo mu na pe qui ro su ta ve wi xo yu".split()
# words come up as in running text, the n-th at 1/n of the first (Zipf): a bank of 10,000 questions has thousands
VOCABULARY = [*WORDS, *(a + b + c for a in SYLLABLES for b in SYLLABLES for c in SYLLABLES[:8])]
WEIGHTS = list(accumulate(1 / (10 + rank) for rank in range(len(VOCABULARY))))


def _words(dice: random.Random, low: int, high: int) -> str:
    text = " ".join(dice.choices(VOCABULARY, cum_weights=WEIGHTS, k=dice.randint(low, high)))
    return text[0].upper() + text[1:]


def write_bank(path: Path, questions: int, first: int = 0) -> None:
    """A section of single-choice questions, always the same for the same numbers."""
    dice = random.Random(first)
    lines = ["format: 1", "title: Synthetic", "objectives:"]
    lines += [f"  objective-{i}: Do the thing number {i}" for i in range(8)]
    lines.append("questions:")
    for number in range(first, first + questions):
        lines += [
            f"  - id: synthetic-{number:06d}",
            f"    objective: objective-{number % 8}",
            "    level: apply",
            f"    tags: [{dice.choice(WORDS)}, week-{number % 12}]",
            f"    ask: >-\n      {_words(dice, 14, 24)}\n      {_words(dice, 10, 18)}?",
            f'    right:\n      text: "{number} {_words(dice, 5, 12)}"\n      why: {_words(dice, 12, 24)}.',
            "    wrong:",
        ]
        for option in range(3):
            lines.append(f'      - text: "{option} {_words(dice, 5, 12)}."\n        why: {_words(dice, 12, 24)}.')
            lines.append(f"        misconception: belief-{option}")
        lines.append(f"    because: |\n      {_words(dice, 18, 30)}.\n      {_words(dice, 18, 30)}.")
        lines.append(f'    refs: ["Source number {number % 97}"]')
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")


def response(number: int, question: int, course: str = "bench") -> dict[str, Any]:
    """A response event as a review would write it."""
    due = date(2026, 11, 1) + timedelta(days=question * 7919 % 90)
    return {
        "at": "2026-11-01T10:00:00.000Z",
        "day": "2026-11-01",
        "event": "response",
        "question": f"{course}/synthetic-{question:06d}",
        "section": f"{course}/section-{question // 1000 + 1}",
        "rev": 1,
        "key": "0badcafe",
        "stage": "practice",
        "attempt": None,
        "response": f"{number} Shard optimizer gradient memory bandwidth",
        "confidence": "sure",
        "hint": False,
        "credit": 1.0,
        "rating": "good",
        "seconds": 7.25,
        "seed": 7,
        "scheduler": "fsrs-6",
        "card": {"stability": 2.3065, "difficulty": 2.1181, "due": due.isoformat(), "reps": 1, "lapses": 0},
    }


def write_store(home: Path, events: int, cards: int) -> Path:
    """A store with so many events over so many cards, its snapshot folded; returns the snapshot's path. What a row
    appends comes an hour after them: an event before those of another device would have the log replayed."""
    earlier = {"at": "2026-11-01T09:00:00.000Z"}
    return _folded(home, ({**response(number, number % cards), **earlier} for number in range(events)))


def write_cards(home: Path, banks: Iterable[Bank], due: int, earlier: int = 0) -> Path:
    """A store with a card for every question of some banks, learned in the last 60 days; so many of them are due today,
    spread over all sections. Before that, each was practised on so many `earlier` days."""
    outlines = [(bank.section, outline) for bank in banks for outline in bank.section.outlines]
    events = []
    for back in range(earlier, 0, -1):
        day = (TODAY - timedelta(days=60 + 15 * back)).isoformat()
        for number, (section, outline) in enumerate(outlines):
            told = {"day": day, "at": f"{day}T10:00:00.000Z", "section": section.address, "key": outline.key}
            given = {"question": section.question_address(outline.id), "stage": "cram", "card": None, "rating": None}
            events.append({**response(number, number), **told, **given, "credit": float(number % 3 > 0)})
    for number, (section, outline) in enumerate(outlines):
        day = (TODAY - timedelta(days=60 - 60 * number // len(outlines))).isoformat()
        told = {"day": day, "at": f"{day}T10:00:00.000Z", "section": section.address, "key": outline.key}
        state = {"stability": 1 + number * 31 % 200, "difficulty": 5.0, "reps": 1, "lapses": 0}
        card = {"due": _due(number, len(outlines) // due), **state}
        address = section.question_address(outline.id)
        events.append({**response(number, number), **told, "question": address, "card": card})
    return _folded(home, events)


def _due(number: int, every: int) -> str:
    """Today for one card in so many, else one of the next 90 days."""
    return (TODAY + timedelta(days=0 if number % every == 0 else 1 + number * 7919 % 90)).isoformat()


def _folded(home: Path, events: Iterable[dict[str, Any]]) -> Path:
    home.mkdir(parents=True, exist_ok=True)
    with open(home / "events.jsonl", "wb") as log:
        for number, event in enumerate(events):
            log.write(seal({"v": 1, "id": f"bench-{number + 1}", **event}))
    store = ProgressStore(home / "progress.json")
    store.writable()
    store.status.update(day=f"{TODAY}", new=0, pool=0, new_per_day=10, paused="", buried=0, siblings=0, learning=0)
    store.status.update(sections={}, gone=[], day_start=4, streak=0, current_course="bench")
    store.fold()
    store.close()
    return home / "progress.json"


def many_cards(count: int, every: int) -> tuple[bytes, list[Section]]:
    """A snapshot of so many cards, one in `every` of them due, and the sections of their questions: 50 in each, with
    eight objectives, a sibling for one question in ten, one question in ten without a card."""
    progress, outlines = Progress(), []
    for number in range(count + count // 9):
        family = f"family-{number // 10}" if number % 10 < 2 else ""
        outlines.append(Outline(f"q{number}", f"objective-{number % 8}", "", family, "0badcafe"))
        if number % 10 < 9:
            last = (TODAY - timedelta(days=1 + number * 7919 % 90)).isoformat()
            state = {"due": _due(number, every), "stability": 1 + number * 31 % 200, "difficulty": 5.0}
            card = {**state, "reps": 3, "lapses": 0, "last": last, "key": "0badcafe", "rev": 1}
            progress.cards[f"course/q{number}"] = card
    starts = range(0, len(outlines), 50)
    sections = [Section("course", f"section-{at // 50}", "", {}, outlines[at : at + 50]) for at in starts]
    return dump(Snapshot(progress)), sections
