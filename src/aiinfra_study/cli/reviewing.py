"""One review as it goes: today's drill, or cards outside the schedule, every response kept through the desk's log."""

import time
from datetime import date, timedelta
from typing import NamedTuple

from aiinfra_study.cli.desk import Desk
from aiinfra_study.cli.keeping import Asked, Given, Kept, coming_back, keep
from aiinfra_study.cli.shelf import Shelf
from aiinfra_study.core.dice import seed_of
from aiinfra_study.core.drill import Drill
from aiinfra_study.core.pace import minutes, seconds_each
from aiinfra_study.core.progress import is_changed
from aiinfra_study.core.question import Posed
from aiinfra_study.core.review import Day, by_recall, contrasting, interleaved
from aiinfra_study.store.banks import Bank
from aiinfra_study.ui.ask import Place

TWICE = 2  # a misconception chosen so often is held, and contrasted


class ReviewRequest(NamedTuple):
    """What the command line asked for; None and False mean the default."""

    sections: tuple[str, ...] = ()
    limit: int | None = None
    new: int | None = None
    minutes: float | None = None
    cram: bool = False
    ahead: int | None = None
    spread: int | None = None
    confidence: bool = True
    as_json: bool = False

    @property
    def mode(self) -> str:
        return "cram" if self.cram else "ahead" if self.ahead is not None else "review"

    @property
    def words(self) -> str:
        """The command that goes on in the same way."""
        from shlex import quote

        words = ["review", *map(quote, self.sections)]
        words += ["--cram"] if self.cram else []
        words += [f"--ahead {self.ahead}"] if self.ahead is not None else []
        words += [f"--new {self.new}"] if self.new is not None else []
        return " ".join(words)


class Review:
    """One drill over the shelf."""

    def __init__(self, desk: Desk, shelf: Shelf, day: Day, request: ReviewRequest) -> None:
        self.desk = desk
        self.shelf = shelf
        self.request = request
        self.confidence = request.confidence and bool(desk.settings.get("confidence"))
        self.veiled = bool(desk.settings.get("recall_first"))
        self.started = desk.now()
        self.counts: dict[str, int] = {}
        self.drill = Drill(self._planned(day))
        self.kept: list[tuple[Posed, Given, Kept]] = []
        self.stopped = False
        self._clock = time.monotonic()
        self._posed: Posed | None = None
        self._contrasts: dict[str, str] = {}  # a question put in between, and the misconception it is for
        if self.drill.current is not None:
            desk.store.writable()

    @property
    def teaches(self) -> bool:
        return True

    def bank_of(self, address: str) -> Bank:
        return self.shelf.banks[self.shelf.items[address].section]

    def _planned(self, day: Day) -> list[str]:
        """The questions of this sitting, in order."""
        request, items, today = self.request, self.shelf.items, self.desk.today()
        if request.mode == "review":
            wanted = self.shelf.new_today(day) if request.new is None else request.new
            fresh = day.new[:wanted]
            again = [address for address in day.again if address not in (*day.due, *day.changed)]
            planned = [*interleaved(day.due, items), *day.changed, *again, *fresh]
            self.counts = {
                "due": len(day.due),
                "changed": len(day.changed),
                "missed today": len(again),
                "new": len(fresh),
            }
        else:
            progress = self.desk.store.progress
            last = "9999" if request.cram else _iso(today, request.ahead or 0)
            cards = [
                address
                for address, card in progress.cards.items()
                if address in items and address not in progress.suspended
                if request.cram or today.isoformat() < card["due"] <= last
            ]
            planned = interleaved(by_recall(progress, cards, today), items)
        return planned[: request.limit]

    def posed(self) -> Posed | None:
        """The question to ask now: the same object until it is passed, with new numbers each time it comes."""
        while (address := self.drill.current) is not None:
            if self._posed is None or self._posed.question.address != address:
                if self._time_is_up():
                    return None
                try:
                    self._posed = self.shelf.question(address).posed(self._seed(address))
                except (KeyError, ValueError, StopIteration):  # gone from the bank since the command began
                    self.drill.drop()
                    continue
            return self._posed
        return None

    def _seed(self, address: str) -> int:
        """Of the numbers and the order of options: from address and repetition, so each showing has its own."""
        card = self.desk.store.progress.cards.get(address)
        shown = sum(posed.question.address == address for posed, _, _ in self.kept)
        return seed_of("review", address, card["reps"] if card else 0, shown) >> 33

    def _time_is_up(self) -> bool:
        wanted = self.request.minutes
        return wanted is not None and self.drill.done > 0 and time.monotonic() - self._clock >= 60 * wanted

    def place(self) -> Place:
        """A question that comes back keeps the number it has come to: the goal does not run away."""
        left = len(self.drill.coming)
        pace = minutes(left, seconds_each(self.desk.store.progress.recent))
        asked = {posed.question.address for posed, _, _ in self.kept}
        back = self.drill.current in asked
        stage = f"{self.request.mode}{', once more' * back} · {left} left, about {pace}"
        return Place(len(asked) + (not back), len(self.drill.planned), stage, back)

    def notice(self) -> str:
        """Why this question comes, where that is not plain: it changed, or it contrasts two notions."""
        address = self.drill.current or ""
        if address in self._contrasts:
            belief, contrast = self.shelf.beliefs.get(self._contrasts[address], ("", ""))
            named = f': "{belief}" {contrast}' if belief else "."
            return f"The same mix-up again{named} This question tells the two apart."
        card = self.desk.store.progress.cards.get(address)
        if card is not None and is_changed(card, self.shelf.items[address].outline):
            return "Changed since you learned it."
        return ""

    def respond(self, posed: Posed, given: Given) -> str:
        """Keep one response; returns when the question comes back. When this returns the response is on the disk."""
        address = posed.question.address
        mode, seed = self.request.mode, self._seed(address)
        kept = keep(self.desk, Asked(posed, self.shelf.items[address].section, mode, seed), given)
        self.kept.append((posed, given, kept))
        again = kept.earned == "again"
        self.drill.pass_on(again=again, contrast=self._contrast(address, kept) if again else None)
        self._posed = None
        return coming_back(kept, given, mode, again=again)

    def _contrast(self, address: str, kept: Kept) -> str | None:
        """A question that contrasts the notions of a misconception now chosen for the second time."""
        progress, today = self.desk.store.progress, kept.today.isoformat()
        asked = [posed.question.address for posed, _, _ in self.kept]
        for name in kept.event["misconceptions"]:
            if progress.misconceptions[name]["chosen"] < TWICE:
                continue
            course, _, misconception = name.partition("/")
            wide = self.shelf.widened(course)
            found = contrasting(progress, wide.items, address, misconception, asked, today)
            if found is not None:
                self.shelf.take(found, wide)
                self._contrasts[found] = name
                return found
        return None

    def take_back(self) -> bool:
        """Undo the last response of this sitting; False when there is none."""
        if not self.kept:
            return False
        self.desk.commit("undo", undoes=self.kept[-1][2].event["id"])
        self.kept.pop()
        self.drill.take_back()
        self._posed = None
        return True


def _iso(today: date, days: int) -> str:
    return (today + timedelta(days=days)).isoformat()
