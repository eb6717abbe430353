"""A whole log replayed: its events folded in order, what was taken back left out."""

from collections.abc import Iterable, Mapping, Sequence

from aiinfra_study.core.folding import apply
from aiinfra_study.core.progress import Progress
from aiinfra_study.core.sequence import Event, in_order, in_sequence, instant_of


def undone(events: Iterable[Event]) -> dict[str, frozenset[str]]:
    """The ids of the events that were taken back, with those of the undos that did it; an undo that was itself taken
    back is none. Other events than undos say nothing here."""
    undos: dict[str, set[str]] = {}
    for event in events:
        if event.get("event") == "undo":
            undos.setdefault(str(event.get("undoes", "")), set()).add(str(event.get("id", "")))
    undos.pop("", None)
    taken: dict[str, frozenset[str]] = {}
    for name in undos:
        _settle(name, undos, taken)
    return {name: by for name, by in taken.items() if by}


def _settle(name: str, undos: Mapping[str, set[str]], taken: dict[str, frozenset[str]]) -> None:
    """Find out whether an event was taken back: by an undo, wherever it stands, that was not taken back itself."""
    waiting = [name]
    while waiting:
        current = waiting[-1]
        open_questions = [undo for undo in undos.get(current, ()) if undo in undos and undo not in taken]
        if open_questions and len(waiting) <= len(undos):  # (more would be a ring of undos: only by forgery)
            waiting += open_questions
            continue
        taken[current] = frozenset(undo for undo in undos.get(current, ()) if not taken.get(undo))
        waiting.pop()


class _Replay:
    """Events folded one by one, where it is known which of them are taken back, also later on."""

    def __init__(self, taken: Mapping[str, frozenset[str]]) -> None:
        self.progress = Progress()
        self._taken = taken
        self._passed: set[str] = set()  # undos met so far
        # attempt and question of each missing response, with the undos that took it back
        self._gaps: dict[tuple[str, str], frozenset[str]] = {}

    def fold(self, event: Event) -> None:
        if not self._taken:
            apply(self.progress, event)
            return
        identity, word = str(event.get("id", "")), event.get("event")
        undos = self._taken.get(identity)
        gone = undos is not None
        if word == "response" and (undos or self._gaps):
            spot = (str(event.get("attempt")), str(event.get("question")))
            self._gaps.pop(spot, None)
            if undos:
                self._gaps[spot] = undos
        elif word == "end":  # one that came after the undo knew of the gap
            ended = str(event.get("attempt"))
            gone = gone or any(spot[0] == ended and not by <= self._passed for spot, by in self._gaps.items())
        elif word == "undo":
            self._passed.add(identity)
        apply(self.progress, {"event": "gone", "id": identity, "at": instant_of(event)} if gone else event)


def replay(events: Sequence[Event], undos: Iterable[Event] | None = None) -> Progress:
    """Progress from a whole log: what was taken back is left out, and an attempt it leaves incomplete is open again.

    The events are gone through one by one and not kept, so that a log may be larger than memory; once, where they stand
    in order. `undos` are the undos among them, where somebody has found them already.
    """
    taken = undone(events if undos is None else undos)
    found = _Replay(taken)
    for event in events:
        if not in_sequence(found.progress, event):
            break
        found.fold(event)
    else:
        return found.progress
    found = _Replay(taken)
    for place in in_order(events):
        found.fold(events[place])
    return found.progress
