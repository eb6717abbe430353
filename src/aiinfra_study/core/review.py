"""The queue of one review: what is due, what is new, in which order (cli.md, section 4; learning.md, sections 3 and 6).

Pure: cards and outlines in, addresses out.
"""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date, timedelta
from operator import itemgetter
from typing import Any, NamedTuple

from aiinfra_study.core.course import Outline
from aiinfra_study.core.progress import Progress
from aiinfra_study.core.replay import may_rate

CARDS_PER_NEW = 10  # so many due cards take the place of one new
MIXED = 200  # new questions of one rank put in order: more than a day brings
WINDOW = 12  # how far ahead to look for another objective


class Item(NamedTuple):
    """A question where it stands now: its section's address, and its outline."""

    section: str
    outline: Outline

    @property
    def course(self) -> str:
        return self.section.partition("/")[0]

    @property
    def family(self) -> str:
        return f"{self.course}/{self.outline.family}" if self.outline.family else ""


Catalogue = Mapping[str, Item]  # the questions in scope by address, in the order of the courses


class Day(NamedTuple):
    """What one study day asks for: due cards by lowest recall, cards whose question changed, new questions in order,
    what was missed in review today and is not yet right, and the due cards left out for a sibling."""

    due: list[str]
    changed: list[str]
    new: list[str]
    again: list[str]
    buried: list[str]


def of_day(progress: Progress, items: Catalogue, day: date, named: Collection[str] = ()) -> Day:
    """What a study day asks for. `named` are sections opened by being named."""
    today = day.isoformat()
    seen = {items[address].family for address in progress.drilled(today)["seen"] if address in items} - {""}
    usable = items.keys() - progress.suspended.keys() if progress.suspended else items.keys()
    due = by_recall(progress, [address for address in progress.due(today) if address in usable], day)
    due, buried = _one_a_family(due, items, seen)
    without, changed = progress.against(items)
    changed = [a for a in changed if a in usable and progress.cards[a]["due"] > today and may_rate(progress, a, today)]
    changed, _ = _one_a_family(changed, items, seen)
    opened = set(named) | _opened(items, without)
    fresh = [address for address in without if address in usable and items[address].section in opened]
    new, _ = _one_a_family(new_ones(progress, items, fresh), items, seen)
    again = [
        address
        for address, stage in progress.learning(today).items()
        if stage == "review" and address not in progress.suspended and address in items
    ]
    return Day(due, changed, new, again, buried)


def _opened(items: Catalogue, without: Sequence[str]) -> set[str]:
    """The sections in which some question has a card: those with more questions than have none."""
    left = Counter(items[address].section for address in without)
    every = Counter(map(itemgetter(0), items.values()))
    return {section for section, count in every.items() if count > left[section]}


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


def _one_a_family(addresses: Sequence[str], items: Catalogue, seen: set[str]) -> tuple[list[str], list[str]]:
    """The first of each family, and the siblings left out; `seen` grows by the families taken."""
    kept: list[str] = []
    buried: list[str] = []
    for address in addresses:
        if not items[address].outline.family:
            kept.append(address)
            continue
        family = items[address].family
        (buried if family in seen else kept).append(address)
        seen.add(family)
    return kept, buried


def new_ones(progress: Progress, items: Catalogue, fresh: Sequence[str]) -> list[str]:
    """Questions of open sections without a card in order: what the last pre-quiz missed first, "sure and wrong" before
    all. Those of a stage (`use: pre`, `use: post`) only once that stage is finished."""
    over: set[tuple[str, str]] = set()
    said: dict[str, Mapping[str, Any]] = {}
    for section in {items[address].section for address in fresh}:
        for stage in ("pre", "post"):
            attempt = progress.last_finished(section, stage)
            if attempt is not None:
                over.add((section, stage))
                said |= attempt.responses if stage == "pre" else {}
    ranks: list[list[str]] = [[], [], [], []]
    for address in fresh:
        use = items[address].outline.use
        if use not in ("pre", "post") or (items[address].section, use) in over:
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


def interleaved(addresses: Sequence[str], items: Catalogue) -> list[str]:
    """The same order, but another objective and another family after each where one of the next few has it."""
    waiting: list[str] = []
    ordered: list[str] = []
    objective: tuple[str, str] | None = None
    family = ""
    rest = iter(addresses)
    while True:
        for address in rest:
            waiting.append(address)
            if len(waiting) > WINDOW:
                break
        if not waiting:
            return ordered
        at, fits = 0, -1
        for place, address in enumerate(waiting):
            item = items[address]
            apart = not family or item.family != family
            if apart and (item.section, item.outline.objective) != objective:
                at = place
                break
            if apart and fits < 0:  # the same objective, but at least no sibling
                at = fits = place
        address = waiting.pop(at)
        item = items[address]
        objective, family = (item.section, item.outline.objective), item.family
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
    progress: Progress, items: Catalogue, missed: str, misconception: str, asked: Collection[str], today: str
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
