"""From a profile or a document to where an office stands, its predecessors included."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING

from parchk.errors import RuleError, UsageError
from parchk.office.meaning import Context
from parchk.office.names import COMMITTEE
from parchk.office.places import LEVELS
from parchk.office.standing import Standing
from parchk.text import canonical_spelling

if TYPE_CHECKING:
    from parchk.models import Document
    from parchk.office.names import Name, NameReader
    from parchk.office.profile import Profile
    from parchk.ruleset import Ruleset
    from parchk.ruleset.schema import SuccessionRule

_GOVERNMENT = "government"
PROFILE = "profile"
"""The succession that a profile tells of."""


class Standings:
    """Works out by one rule set where offices stand."""

    def __init__(self, rules: Ruleset, names: NameReader) -> None:
        self._names = names
        self._together = frozenset(rules.words("office", "together"))
        self._parts, self._apart = (frozenset(rules.words("office", name)) for name in ("parts", "apart"))
        self._kinds = {rule.id: rule for rule in rules.of_kind("office", "office")}
        self._offices = rules.of_kind("successions", "office")
        self._provinces = rules.of_kind("successions", "place")
        for rule in self._provinces:
            if not all(self._names(place).areas for place in (rule.after, *rule.before)):
                problem = "a place is written with its noun, like 'tỉnh Lâm Đồng'"
                raise RuleError("successions.toml", problem, rule=rule.id, key="before")
        self._since = [rule.since for rule in rules.rules("successions")]
        self._ended = {level: rule.since for rule in rules.of_kind("successions", "level") for level in rule.before}

    def of_profile(self, profile: Profile) -> list[Standing]:
        """The office by its name, by its aliases, and its predecessors."""
        if profile.kind is not None and profile.kind not in self._kinds:
            raise UsageError(f"there is no kind of office {profile.kind!r}; these exist: {', '.join(self._kinds)}")
        if profile.level is not None and profile.level not in LEVELS:
            raise UsageError(f"there is no level {profile.level!r}; these exist: {', '.join(LEVELS)}")
        if not profile.name.strip():
            raise UsageError("the office has no name; write it as documents do, like 'UBND xã Tân Lập'")
        self._refuse_unknown(profile)
        base = self._standing(self._names(profile.name), profile)
        own = [base]
        for alias in profile.aliases:
            name = self._names(alias)
            places = {**base.places, **self._standing(name).places}
            own.append(replace(base, bodies=name.bodies, places=places, rule="alias"))
        return [*own, *self._before(base), *self._named_before(profile)]

    def _refuse_unknown(self, profile: Profile) -> None:
        """What would be nobody, without a word, is refused."""
        for written in filter(None, (profile.name, profile.superior, *profile.aliases, *profile.predecessors)):
            name = self._names(written)
            if name.is_plural:
                raise UsageError(f"{written!r} names several offices; write the name of one, like 'UBND xã Tân Lập'")
            is_alias = written in profile.aliases
            is_told = is_alias or (written == profile.name and profile.kind is not None)
            is_place = name.areas and name.bodies == {COMMITTEE}  # "xã Tân Lập"
            if name.kind is None and not is_told and not is_place:
                problem = "write it as documents do, like 'Sở Nội vụ tỉnh Phú Thọ'"
                if written == profile.name:
                    problem += f", or give its kind in [office] of parchk.toml: {', '.join(self._kinds)}"
                raise UsageError(f"{written!r} is no kind of office that is known; {problem}")
        name = self._names(profile.name)
        above = self._standing(self._names(profile.superior)).places if profile.superior else {}
        for area in name.areas:
            if not area.name and area.level not in above:
                problem = "say which, like 'UBND xã Tân Lập', or give its superior in [office] of parchk.toml"
                raise UsageError(f"{profile.name!r} does not say of which {area.noun or 'place'} it is; {problem}")
        rule = self._kinds.get(profile.kind or name.kind or "")
        told = {"the name": next((area.level for area in name.areas), None), "the kind": rule.level if rule else None}
        told["the level"] = profile.level
        known = {who: level for who, level in told.items() if level}
        if len(set(known.values())) > 1:
            said = ", ".join(f"{who} says {level}" for who, level in known.items())
            raise UsageError(f"the office {profile.name!r} contradicts itself: {said}; leave out what is wrong")

    def of_document(self, document: Document) -> Context:
        """The issuer, the day and the levels on that day."""
        issuer = None
        if document.issuer is not None:
            issuer = self._standing(self._names(document.issuer.name))
            level = issuer.level
            if level in LEVELS[1:] and level not in issuer.places and document.place:
                # An office without a place in its name is of the place that it dates from.
                areas = self._names(document.place).areas
                place = areas[0].name if areas else canonical_spelling(document.place).lower()
                issuer = replace(issuer, places={**issuer.places, level: place})
        day = document.issued_on or self._about(document.issued_year)
        towns = frozenset(
            name for name, since in self._names.cities.items() if since is not None and day is not None and day < since
        )
        return Context(issuer, day, {level: self._below(level, day) for level in LEVELS}, towns)

    def _about(self, year: int | None) -> str | None:
        """A day of this year, unless it makes a difference which one."""
        if year is None:
            return None
        first, last = f"{year}-01-01", f"{year}-12-31"
        return last if not any(first < since <= last for since in self._since) else None

    def _below(self, level: str, day: str | None) -> frozenset[str]:
        """The level right below this one on that day; where the day is not known, those that it may be."""
        found = set()
        for lower in LEVELS[LEVELS.index(level) + 1 :]:
            ended = self._ended.get(lower)
            if ended is None or day is None or day < ended:
                found.add(lower)
            if ended is None or (found and day is not None):
                break
        return frozenset(found)

    def _standing(self, name: Name, profile: Profile | None = None) -> Standing:
        """Where the office of this name stands; what the profile says of it counts more."""
        kind = profile.kind if profile is not None and profile.kind is not None else name.kind
        rule = self._kinds.get(kind or "")
        superior = self._standing(self._names(profile.superior)) if profile is not None and profile.superior else None
        area = name.areas[0] if len(name.areas) == 1 else None
        level = (profile.level if profile is not None else None) or (area.level if area is not None else None)
        level = (
            level or (rule.level if rule is not None else None) or (superior.level if superior is not None else None)
        )
        places = dict(superior.places) if superior is not None else {}
        if area is not None and area.name:
            places |= dict(area.above) | {level or area.level: area.name}
        is_office = superior is not None and not superior.is_of_place
        groups = frozenset(rule.groups if rule is not None else ())
        return Standing(
            bodies=name.bodies,
            kind=kind,
            groups=groups,
            level=level,
            noun=area.noun if area is not None else "",
            places=places,
            former=dict(self._former(places.get("province"))),
            is_of_place=kind == _GOVERNMENT or not self._together.isdisjoint(name.bodies),
            superiors=superior.bodies if superior is not None and is_office else frozenset(),
            is_part=is_office and not self._parts.isdisjoint(groups),
            is_apart=is_office and not self._apart.isdisjoint(groups),
        )

    def _former(self, province: str | None) -> Iterator[tuple[str, str]]:
        for rule in self._provinces:
            if self._province(rule.after) == province:
                yield from ((self._province(before), rule.since) for before in rule.before)

    def _province(self, written: str) -> str:
        return self._names(written).areas[0].name

    def _before(self, standing: Standing) -> Iterator[Standing]:
        """Those whose tasks it has by rule: offices that were put together in it, its own kind in merged provinces."""
        offices = [standing]
        for rule in self._offices:
            if self._names(rule.after).bodies & standing.bodies:
                names = map(self._names, rule.before)
                offices += [_predecessor(standing, rule, bodies=name.bodies) for name in names]
        yield from offices[1:]
        provinces = self._provinces if standing.level == "province" else ()
        for rule in provinces:
            if self._province(rule.after) == standing.places.get("province"):
                for area in (self._names(before).areas[0] for before in rule.before):
                    for office in offices:
                        places = {**office.places, "province": area.name}
                        yield _predecessor(office, rule, places=places, noun=area.noun)

    def _named_before(self, profile: Profile) -> Iterator[Standing]:
        until = max(self._ended.values(), default=None)
        for predecessor in profile.predecessors:
            standing = self._standing(self._names(predecessor))
            yield replace(standing, succession=(PROFILE,), until=until)


def _predecessor(
    standing: Standing,
    rule: SuccessionRule,
    *,
    bodies: frozenset[str] | None = None,
    places: Mapping[str, str] | None = None,
    noun: str | None = None,
) -> Standing:
    """The office that had the tasks before this one had them by the rule."""
    return replace(
        standing,
        bodies=standing.bodies if bodies is None else bodies,
        places=standing.places if places is None else places,
        noun=standing.noun if noun is None else noun,
        former={},
        succession=(*standing.succession, rule.id),
        until=rule.since if standing.until is None else min(rule.since, standing.until),
    )
