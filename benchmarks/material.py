# ruff: noqa: SIM905
"""What is measured on: synthetic banks of about 1.7 kB a question, and stores with cards."""

import random
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from aiinfra_study.store.log import seal
from aiinfra_study.store.progress import ProgressStore

WORDS = (
    "gpu kernel tensor pipeline parallel shard optimizer gradient memory bandwidth latency throughput cache attention "
    "batch token scheduler node fabric collective reduce gather checkpoint precision quantize decode prefill cluster "
    "request queue replica failure the a of in to with when which because while under during between across each"
).split()


def _words(dice: random.Random, low: int, high: int) -> str:
    text = " ".join(dice.choice(WORDS) for _ in range(dice.randint(low, high)))
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
    """A store with so many events over so many cards, its snapshot folded; returns the snapshot's path."""
    home.mkdir(parents=True, exist_ok=True)
    with open(home / "events.jsonl", "wb") as log:
        for number in range(events):
            log.write(seal({"v": 1, "id": f"bench-{number + 1}", **response(number, number % cards)}))
    store = ProgressStore(home / "progress.json")
    store.writable()
    store.status.update(new=0, learning=0, day_start=4, streak=0, current_course="bench")
    store.fold()
    store.close()
    return home / "progress.json"
