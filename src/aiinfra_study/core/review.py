"""The queue of one review: what is due, what is new, in which order (docs/review.md).

Pure: cards and outlines in, addresses out.
"""

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from datetime import date, timedelta
from typing import Any, NamedTuple

from aiinfra_study.core.catalogue import Item, Traits, sections_of, traits_of
from aiinfra_study.core.folding import may_rate
from aiinfra_study.core.progress import Progress

CARDS_PER_NEW = 10  # so many due cards take the place of one new
MIXED = 200  # new questions of one rank put in order: more than a day brings
WINDOW = 12  # how far ahead to look for another objective


Items = Mapping[str, Item]  # the questions in scope by address, in the order of the courses
TraitsOf = Callable[[str], Traits]
Kin = tuple[str, str]  # a course, and a family in it


class Day(NamedTuple):
    """What one study day asks for: due cards by lowest recall, cards whose question changed, new questions in order,
    what was missed in review today and is not yet right, and the due cards left out for a sibling."""

    due: list[str]
    changed: list[str]
    new: list[str]
    again: list[str]
    buried: list[str]


def of_day(progress: Progress, items: Items, day: date, named: Collection[str] = ()) -> Day:
    """What a study day asks for. `named` are sections opened by being named."""
    today = day.isoformat()
    traits = traits_of(items)
    seen = {_kin(address, traits(address)[1]) for address in progress.drilled(today)["seen"] if address in items}
    suspended = progress.suspended
    due = [address for address in progress.due(today) if address in items and address not in suspended]
    due = by_recall(progress, due, day)
    due, buried = _one_a_family(due, traits, seen)
    without, changed = progress.against(items)
    changed = [a for a in changed if a not in suspended and progress.cards[a]["due"] > today]
    changed = [address for address in changed if may_rate(progress, address, today)]
    changed, _ = _one_a_family(changed, traits, seen)
    sections = sections_of(items)
    opened = set(named) | _opened(sections, without)
    fresh = [address for address in without if address not in suspended and sections[address] in opened]
    new, _ = _one_a_family(new_ones(progress, items, fresh), traits, seen)
    again = [
        address
        for address, stage in progress.learning(today).items()
        if stage == "review" and address not in progress.suspended and address in items
    ]
    return Day(due, changed, new, again, buried)


def _opened(sections: Mapping[str, str], without: Sequence[str]) -> set[str]:
    """The sections in which some question has a card: those with more questions than have none."""
    left = Counter(sections[address] for address in without)
    return {section for section, count in Counter(sections.values()).items() if count > left[section]}


def by_recall(progress: Progress, addresses: Iterable[str], day: date) -> list[str]:
    """Cards with the lowest retrievability first. It falls with elapsed time over stability alone."""
    addresses = list(addresses)
    today, cards = day.toordinal(), progress.rows("cards", addresses)
    ordinals: dict[str, int] = {}

    def forgetting(address: str) -> tuple[float, str]:
        card = cards[address]
        last = card["last"]
        if last not in ordinals:
            ordinals[last] = date.fromisoformat(last).toordinal()
        return (ordinals[last] - today) / card["stability"], address

    return sorted(addresses, key=forgetting)


def _one_a_family(addresses: Sequence[str], traits: TraitsOf, seen: set[Kin]) -> tuple[list[str], list[str]]:
    """The first of each family, and the siblings left out; `seen` grows by the families taken."""
    kept: list[str] = []
    buried: list[str] = []
    for address in addresses:
        _, family, _ = traits(address)
        if not family:
            kept.append(address)
            continue
        kin = _kin(address, family)
        (buried if kin in seen else kept).append(address)
        seen.add(kin)
    return kept, buried


def _kin(address: str, family: str) -> Kin:
    """A family of a course; siblings may stand in several sections of it."""
    return address.partition("/")[0], family


def new_ones(progress: Progress, items: Items, fresh: Sequence[str]) -> list[str]:
    """Questions of open sections without a card in order: what the last pre-quiz missed first, "sure and wrong" before
    all. Those of a stage (`use: pre`, `use: post`) only once that stage is finished."""
    sections, traits = sections_of(items), traits_of(items)
    over: set[tuple[str, str]] = set()
    said: dict[str, Mapping[str, Any]] = {}
    for section in {sections[address] for address in fresh}:
        for stage in ("pre", "post"):
            attempt = progress.last_finished(section, stage)
            if attempt is not None:
                over.add((section, stage))
                said |= attempt.responses if stage == "pre" else {}
    ranks: list[list[str]] = [[], [], [], []]
    for address in fresh:
        _, _, use = traits(address)
        if use not in ("pre", "post") or (sections[address], use) in over:
            ranks[_rank(said.get(address))].append(address)
    mixed = [[*interleaved(rank[:MIXED], items), *rank[MIXED:]] for rank in ranks]
    return [address for rank in mixed for address in rank]


def _rank(said: Mapping[str, Any] | None) -> int:
    """Sure and wrong, missed, never seen, right."""
    if said is None:
        return 2
    if said["credit"] >= 1:
        return 3
    return 0 if said["confidence"] == "sure" else 1


def interleaved(addresses: Sequence[str], items: Items) -> list[str]:
    """The same order, but another objective and another family after each where one of the next few has it."""
    sections, traits = sections_of(items), traits_of(items)
    waiting: list[tuple[str, tuple[str, str], Kin | None]] = []
    ordered: list[str] = []
    aim: tuple[str, str] | None = None
    kin: Kin | None = None
    rest = iter(addresses)
    while True:
        for address in rest:
            objective, family, _ = traits(address)
            waiting.append((address, (sections[address], objective), _kin(address, family) if family else None))
            if len(waiting) > WINDOW:
                break
        if not waiting:
            return ordered
        at, fits = 0, -1
        for place, (_, other, others) in enumerate(waiting):
            apart = kin is None or others != kin
            if apart and other != aim:
                at = place
                break
            if apart and fits < 0:  # the same objective, but at least no sibling
                at = fits = place
        address, aim, kin = waiting.pop(at)
        ordered.append(address)


def allowance(progress: Progress, day: date, due: int, new_per_day: int) -> int:
    """New cards a study day still brings with so many due: one fewer for every ten, none while a backlog is dealt."""
    today = day.isoformat()
    if today <= progress.paused:
        return 0
    drilled = progress.drilled(today)
    left: int = new_per_day - (due + drilled["due"]) // CARDS_PER_NEW - drilled["new"]
    return max(0, left)


def dealt(addresses: Sequence[str], day: date, days: int) -> dict[str, str]:
    """A backlog dealt out evenly over so many study days from today, in the order given."""
    count = len(addresses)
    return {a: (day + timedelta(days=place * days // count)).isoformat() for place, a in enumerate(addresses)}


def contrasting(
    progress: Progress, items: Items, missed: str, misconception: str, asked: Collection[str], today: str
) -> str | None:
    """Another question of the course with an option of a misconception (its id in the course): one not responded to
    today first, then one with a card; of open sections, and not asked in this sitting."""
    course, family = items[missed].course, items[missed].family
    opened = {items[address].section for address in progress.cards if address in items}
    seen = set(progress.drilled(today)["seen"])
    found = [
        address
        for address, item in items.items()
        if misconception in item.outline.misconceptions
        and item.course == course
        and item.section in opened
        and address not in (missed, *asked)
        and address not in progress.suspended
        and not (family and item.family == family)
        and item.outline.use not in ("pre", "post")
    ]
    return min(found, key=lambda address: (address in seen, address not in progress.cards), default=None)
