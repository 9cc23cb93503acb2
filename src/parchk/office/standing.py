"""Where an office stands: its kind, its level, the places that it lies in, who is above it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import Enum, auto

from parchk.office.places import is_above


class Agreement(Enum):
    """Whether an office lies in places that a document speaks of."""

    SAME = auto()
    OTHER = auto()
    FORMER = auto()
    """In a province that has become a part of the office's."""
    UNKNOWN = auto()


@dataclass(frozen=True, slots=True)
class Standing:
    """Where one office stands: the one that asks, or the one that issues a document."""

    bodies: frozenset[str]
    """As in :class:`~parchk.office.names.Name`."""
    kind: str | None = None
    groups: frozenset[str] = frozenset()
    level: str | None = None
    noun: str = ""
    """Of its own place: ``xã``."""
    places: Mapping[str, str] = field(default_factory=dict)
    """Names in small letters by level: its own place, and those that this lies in."""
    former: Mapping[str, str] = field(default_factory=dict)
    """The provinces that have become a part of its own, and the first day on which they were."""
    is_of_place: bool = False
    """Whether all offices of its place are below it."""
    superiors: frozenset[str] = frozenset()
    """The office above it, where that is not the one of a place: ``sở y tế``."""
    is_part: bool = False
    """Whether it is a part of the office above it: a division, a ward."""
    is_apart: bool = False
    """Whether it has such an office above it, but is none: a hospital of the Sở."""
    rule: str = "name"
    """How it is known: by its name, by an alias."""
    succession: tuple[str, ...] = ()
    """By which successions the tasks of this one have come to the office that asks."""
    until: str | None = None
    """The first day on which they had."""

    @property
    def place(self) -> str | None:
        """The name of its own place."""
        return self.places.get(self.level or "")

    def places_above(self, level: str | None, *, own: bool = False) -> dict[str, str]:
        """Its places above this level; with ``own``, the one of the level itself as well."""
        return {
            of: name
            for of, name in self.places.items()
            if level is None or is_above(of, level) or (own and of == level)
        }

    def agreement(self, places: Mapping[str, str], day: str | None) -> Agreement:
        """Whether it lies in these places of a document of this day, as far as both are known."""
        found = Agreement.UNKNOWN
        for level, name in places.items():
            mine = self.places.get(level)
            if mine is None:
                continue
            if mine == name:
                found = Agreement.SAME if found is Agreement.UNKNOWN else found
            elif level == "province" and (since := self.former.get(name)) is not None:
                # Afterwards, "tỉnh Vĩnh Phúc (cũ)" is a part of the province in which it may lie.
                found = Agreement.FORMER if day is None or day < since else found
            else:
                return Agreement.OTHER
        return found

    def is_the_same_as(self, other: Standing) -> bool:
        """Whether both are one office, as far as can be told."""
        same_place = self.agreement(other.places, None) is Agreement.SAME or not (self.places or other.places)
        return bool(self.bodies & other.bodies) and self.level == other.level and same_place
