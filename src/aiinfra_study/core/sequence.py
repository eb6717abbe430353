"""The one order of events: by time, each device's in its own, the same for every union of the same logs."""

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from typing import Any

from aiinfra_study.core.progress import Progress

Event = Mapping[str, Any]
MAX_COUNTER = 18  # digits: a longer one is no number of ours


def origin(event: Event) -> tuple[str, int]:
    """The device that wrote an event, and its number there (0: none)."""
    device, _, counter = str(event.get("id", "")).rpartition("-")
    return device, int(counter) if counter.isascii() and counter.isdigit() and len(counter) <= MAX_COUNTER else 0


def instant_of(event: Event) -> str:
    """The instant that orders an event: its own, or the later one it was written after (`clock`)."""
    return max(str(event.get("at", "")), str(event.get("clock", "")))


def clock_after(progress: Progress, device: str, at: str) -> str:
    """The `clock` of an event that a device writes now: just after what others' clocks say, where they are ahead."""
    ahead = max((clock for other, clock in progress.clocks.items() if other != device), default="")
    if at > ahead:
        return ""
    try:
        later = datetime.fromisoformat(ahead) + timedelta(milliseconds=1)
        return later.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
    except (ValueError, OverflowError):  # no instant to count on from: what sorts just after it
        return f"{ahead}~"


def in_sequence(progress: Progress, event: Event) -> bool:
    """Whether an event comes after all that were folded: a new number of its device, and no device's clock is ahead."""
    device, counter = origin(event)
    if not counter:
        return False  # only a whole replay finds its place
    clocks, counters = progress.clocks, progress.counters
    if len(counters) == 1 and device in counters:  # the usual log: one device, one event after the other
        return counter > counters[device]
    here = (max(instant_of(event), clocks.get(device, "")), device, counter)
    return counter > counters.get(device, 0) and all((clocks[d], d, counters[d]) < here for d in counters)


def in_order(events: Sequence[Event]) -> list[int]:
    """The places of events in the one order that every union of the same logs has: by time, each device's in its own
    order, with a clock that was set back held still; each event only once."""
    clocks: dict[str, str] = {}
    keyed = []
    for device, counter, at, place, seal in sorted(
        (*origin(event), instant_of(event), place, str(event.get("crc", ""))) for place, event in enumerate(events)
    ):
        clock = clocks[device] = max(at, clocks.get(device, ""))
        keyed.append((clock, device, counter, seal, place))
    keyed.sort()
    twice = {
        after[-1]
        for before, after in pairwise(keyed)
        if before[:-1] == after[:-1] and events[before[-1]] == events[after[-1]]
    }
    return [place for *_, place in keyed if place not in twice]
