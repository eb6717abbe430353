"""Many questions without their texts: the outlines of a section as columns, and the questions in scope by address."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from itertools import chain
from typing import NamedTuple, overload

from aiinfra_study.core.course import Outline, Section

_ROW, _FIELD, _BELIEF = "\x7f", "\x9f", "\x9e"  # what stands between them: clean text has none of these
RAISED = "raised"  # in the place of a fingerprint


Traits = tuple[str, str, str]  # what puts questions in order: objective, family and use


class Outlines(Sequence[Outline]):
    """Outlines as a few long texts, which are parsed in a tenth of the time of many short ones, and of which most are
    never asked for. Raises ValueError for texts that do not fit each other."""

    def __init__(self, ids: str, prints: str, objectives: str, families: str, uses: str, rows: str) -> None:
        self.texts = (ids, prints, objectives, families, uses, rows)
        self.ids = ids.split(_ROW) if ids else []
        if any(text.count(_ROW) != max(len(self.ids) - 1, 0) for text in self.texts) or bool(ids) != bool(rows):
            raise ValueError("texts of outlines that do not fit each other")

    @classmethod
    def of(cls, outlines: Sequence[Outline]) -> "Outlines":
        prints = [outline.key if outline.rev == 1 else RAISED for outline in outlines]
        rows = [
            _FIELD.join((o.key, str(o.rev), _BELIEF.join(o.misconceptions), str(o.points), repr(o.chance)))
            for o in outlines
        ]
        names = ([getattr(o, name) for o in outlines] for name in ("objective", "family", "use"))
        return cls(*map(_ROW.join, ([o.id for o in outlines], prints, *names, rows)))

    @property
    def prints(self) -> list[str]:
        """The fingerprint of each; RAISED where the author raised its revision."""
        return self._column(1)

    @property
    def traits(self) -> list[Traits]:
        """Those of each."""
        return list(zip(self._column(2), self._column(3), self._column(4), strict=True))

    @property
    def families(self) -> bool:
        """Whether some have siblings."""
        return bool(self.texts[3].strip(_ROW))

    def _column(self, place: int) -> list[str]:
        return self.texts[place].split(_ROW) if self.ids else []

    @cached_property
    def _rows(self) -> list[tuple[Traits, str]]:
        return list(zip(self.traits, self._column(5), strict=True))

    @cached_property
    def _places(self) -> dict[str, int]:
        return {identity: place for place, identity in enumerate(self.ids)}

    def named(self, identity: str) -> Outline:
        """The outline of an id; KeyError where there is none."""
        return self[self._places[identity]]

    @overload
    def __getitem__(self, place: int) -> Outline: ...
    @overload
    def __getitem__(self, place: slice) -> Sequence[Outline]: ...
    def __getitem__(self, place: int | slice) -> Outline | Sequence[Outline]:
        if isinstance(place, slice):
            return tuple(self)[place]
        identity = self.ids[place]
        (objective, family, use), row = self._rows[place]
        key, rev, beliefs, points, chance = row.split(_FIELD)
        misconceptions = tuple(beliefs.split(_BELIEF)) if beliefs else ()
        return Outline(identity, objective, use, family, key, int(rev), misconceptions, int(points), float(chance))

    @cached_property
    def _made(self) -> tuple[Outline, ...]:
        return tuple(map(self.__getitem__, range(len(self.ids))))

    def __iter__(self) -> Iterator[Outline]:
        return iter(self._made)

    def __len__(self) -> int:
        return len(self.ids)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Outlines | tuple) and self._made == tuple(other)

    __hash__ = None  # type: ignore[assignment]  # as a list


def outlines_of(section: Section) -> Outlines:
    """The outlines of a section, whatever they are kept as."""
    return section.outlines if isinstance(section.outlines, Outlines) else Outlines.of(section.outlines)


def addresses_of(section: Section) -> list[str]:
    """The questions of a section."""
    prefix = section.question_address("")
    return [prefix + identity for identity in outlines_of(section).ids]


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


class Catalogue(Mapping[str, Item]):
    """The questions of some sections by address, in the order of the courses. An item is made when it is asked for."""

    def __init__(self, sections: Iterable[Section]) -> None:
        self.sections: dict[str, str] = {}  # of each question
        self._outlines: dict[str, Outlines] = {}
        self._addresses: dict[str, list[str]] = {}
        self._traits: dict[str, dict[str, Traits]] = {}  # by section
        self._made: dict[str, Item] = {}
        for section in sections:
            self._outlines[section.address] = outlines_of(section)
            addresses = self._addresses[section.address] = addresses_of(section)
            self.sections |= dict.fromkeys(addresses, section.address)

    def __getitem__(self, address: str) -> Item:
        item = self._made.get(address)
        if item is None:
            section = self.sections[address]
            item = Item(section, self._outlines[section].named(address.partition("/")[2]))
            self._made[address] = item
        return item

    def __contains__(self, address: object) -> bool:
        return address in self.sections

    def __iter__(self) -> Iterator[str]:
        return iter(self.sections)

    def __len__(self) -> int:
        return len(self.sections)

    def traits(self, address: str) -> Traits:
        """Of a question; found for its whole section at once."""
        section = self.sections[address]
        if section not in self._traits:
            self._traits[section] = dict(zip(self._addresses[section], self._outlines[section].traits, strict=True))
        return self._traits[section][address]

    def prints(self) -> Iterable[tuple[str, str]]:
        """Each question with its fingerprint; with RAISED where its author raised its revision."""
        pairs = chain.from_iterable(
            zip(addresses, self._outlines[section].prints, strict=False)  # (a section without questions has no text)
            for section, addresses in self._addresses.items()
        )
        once = sum(map(len, self._addresses.values())) == len(self.sections)
        return pairs if once else dict(pairs).items()  # of two questions with one address the later counts

    def in_families(self) -> list[str]:
        """Questions that have siblings."""
        found = [self._addresses[section] for section, outlines in self._outlines.items() if outlines.families]
        return [address for addresses in found for address in addresses if self.traits(address)[1]]

    def take(self, address: str, other: "Catalogue") -> None:
        """Take in a question of another catalogue."""
        item = self._made[address] = other[address]
        self._traits.setdefault(item.section, {})[address] = other.traits(address)
        self.sections[address] = item.section


def sections_of(items: Mapping[str, Item]) -> Mapping[str, str]:
    """The section of each question."""
    if isinstance(items, Catalogue):
        return items.sections
    return {address: item.section for address, item in items.items()}


def traits_of(items: Mapping[str, Item]) -> Callable[[str], Traits]:
    """What tells the traits of a question."""
    if isinstance(items, Catalogue):
        return items.traits

    def told(address: str) -> Traits:
        outline = items[address].outline
        return outline.objective, outline.family, outline.use

    return told


def prints_of(items: Mapping[str, Item]) -> Iterable[tuple[str, str]]:
    """Each question with its fingerprint; with RAISED where its author raised its revision."""
    if isinstance(items, Catalogue):
        return items.prints()
    outlines = ((address, item.outline) for address, item in items.items())
    return ((address, outline.key if outline.rev == 1 else RAISED) for address, outline in outlines)
