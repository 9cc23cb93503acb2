"""Whether a name in a document means an office: by its own name, or as one of many."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Literal, NamedTuple

from parchk.office.places import is_above
from parchk.office.standing import Agreement

if TYPE_CHECKING:
    from parchk.models import Caveat
    from parchk.office.names import Name, Noun
    from parchk.office.places import Area
    from parchk.office.standing import Standing

# Of collectives of these, a Sở that writes to "các sở, ngành" means its peers, not its own.
_PEERS = frozenset(
    {"bo", "ngang-bo", "thuoc-chinh-phu", "so", "nganh", "chinh-quyen", "cap-uy", "to-chuc-dang", "doan-the"}
)
_PEOPLE_COMMITTEE = "people-committee"
# Of "các đơn vị" of a place, those that have another office above them are perhaps none.
_UNITS = ("don-vi",)


class Meaning(NamedTuple):
    """That a name means an office."""

    is_one: bool
    """The office by itself; else one of many."""
    rule: str
    caveat: Caveat | None = None


class Context(NamedTuple):
    """What a document says of those whom it does not name in full."""

    issuer: Standing | None
    day: str | None
    """Of issue."""
    below: Mapping[str, frozenset[str]]
    """The levels right below each level on that day."""
    towns: frozenset[str]
    """Cities of the level province that were of the level district on that day."""


def meaning(mine: Standing, name: Name, context: Context) -> Meaning | None:
    """How ``name`` means the office; ``None`` when it does not."""
    found = [*_by_body(mine, name, context), *_by_nouns(mine, name, context)]
    return min(found, key=lambda one: (not one.is_one, one.caveat is not None), default=None)


def _by_body(mine: Standing, name: Name, context: Context) -> Iterator[Meaning]:
    if not mine.bodies & name.bodies:
        own = mine.places.get(mine.level or "")
        if own is not None and any(f"{body} {own}" in name.bodies for body in mine.bodies):
            yield Meaning(is_one=True, rule=mine.rule)  # "Sở Y tế Sơn La"
    elif mine.level == "central" and not mine.superiors:
        yield Meaning(is_one=True, rule=mine.rule)
    elif not name.areas:
        yield from _without_area(mine, name, context)
    else:
        for written in name.areas:
            area = _on_that_day(written, context)
            if _level(mine, area) == mine.level:
                yield from (_named_area if area.name else _each_area)(mine, name, area, context)


def _without_area(mine: Standing, name: Name, context: Context) -> Iterator[Meaning]:
    """``Phòng Nội vụ``, ``UBND``: the one of the place, or in the office, that the document is from."""
    issuer = context.issuer
    places = _named(name.scope)
    if issuer is not None:
        is_related = issuer.bodies & (mine.superiors | mine.bodies)
        if mine.superiors and not is_related and (mine.is_part or not issuer.is_of_place):
            return
        is_below = issuer.level is not None and mine.level is not None and is_above(issuer.level, mine.level)
        if is_below and not name.is_plural:
            return
        places = places or issuer.places_above(mine.level, own=True)
    rule = mine.kind or mine.rule if name.is_plural else mine.rule
    is_known = issuer is not None and bool(mine.superiors)
    yield from _in_places(mine, name, places, context, is_one=not name.is_plural, rule=rule, is_known=is_known)


def _named_area(mine: Standing, name: Name, area: Area, context: Context) -> Iterator[Meaning]:
    """``UBND xã Tân Lập``."""
    own = mine.places.get(area.level)
    if own is None:
        yield Meaning(is_one=True, rule=mine.rule, caveat="superior-unknown")
    elif own == area.name and (_is_same_noun(mine, area) or area.level == "province"):
        around = dict(area.above) or _named(name.scope)
        if not around and context.issuer is not None:
            around = context.issuer.places_above(area.level)
        if mine.agreement(around, context.day) is not Agreement.OTHER:
            yield Meaning(is_one=True, rule=mine.rule)


def _each_area(mine: Standing, name: Name, area: Area, context: Context) -> Iterator[Meaning]:
    """``UBND các xã``; ``UBND xã`` in a document of that xã."""
    if not _is_same_noun(mine, area):
        return
    issuer, around = context.issuer, dict(area.above) or _named(name.scope)
    is_one, is_known = not name.is_plural, False
    if issuer is not None and issuer.level is not None:
        level = _level(mine, area)
        is_below = is_above(issuer.level, level)
        if name.is_plural and not is_below:
            return  # the neighbours of the one that writes, or those above it
        is_one = not is_below
        is_known = issuer.level == "central"
        around = around or issuer.places_above(level, own=is_one)
    rule = mine.rule if is_one else mine.kind or mine.rule
    is_unreadable = bool(name.scope_body) and not name.scope and name.scope_kind is None
    for found in _in_places(mine, name, around, context, is_one=is_one, rule=rule, is_known=is_known):
        yield found._replace(caveat=found.caveat or "if-concerned") if is_unreadable else found


def _by_nouns(mine: Standing, name: Name, context: Context) -> Iterator[Meaning]:
    """``các cơ quan, đơn vị``: of the place that is spoken of, else of the one that the document is from."""
    issuer = context.issuer
    if issuer is not None and issuer.is_the_same_as(mine):
        return  # nobody means himself
    spoken = name.scope or name.areas
    level = _level(mine, spoken[0]) if spoken else issuer.level if issuer is not None else None
    for noun in name.nouns:
        inside = _inside(mine, noun, name, issuer)
        if inside is None or not mine.groups.intersection(noun.groups) or not _is_at(mine, noun, level, context):
            continue
        places = _named(spoken) or (issuer.places_above(level, own=True) if issuer is not None else {})
        is_known = inside == "office" or level == "central"
        for found in _in_places(mine, name, places, context, is_one=False, rule=noun.rule, is_known=is_known):
            yield found._replace(caveat=found.caveat or "if-concerned") if inside == "perhaps" else found


def _is_at(mine: Standing, noun: Noun, level: str | None, context: Context) -> bool:
    """Whether the office is at the level that the collective is of."""
    if level is None or mine.level is None:
        return True
    if noun.at == "below":
        return mine.level in context.below.get(level, ())
    return mine.level == level or (noun.at == "any" and is_above(level, mine.level))


def _inside(
    mine: Standing, noun: Noun, name: Name, issuer: Standing | None
) -> Literal["office", "place", "perhaps"] | None:
    """Whether those who are meant are all of a place, or those that belong to the one that writes or is spoken of."""
    body = name.scope_body
    if body and not name.scope and not _is_short_for(body, issuer):
        return "office" if body in mine.superiors else None
    if name.scope and name.scope_kind not in (None, _PEOPLE_COMMITTEE) and not (issuer and body in issuer.bodies):
        return "office" if body in mine.superiors else None  # "của Tỉnh ủy"
    if issuer is not None and issuer.bodies & mine.superiors:
        return "office"
    if mine.is_part:
        return None
    if name.scope or issuer is None or issuer.is_of_place or _PEERS.intersection(noun.groups):
        return "perhaps" if mine.is_apart and noun.groups == _UNITS else "place"
    return None if mine.superiors else "perhaps"


def _is_short_for(body: str, issuer: Standing | None) -> bool:
    """Whether ``thuộc Sở`` is said by a Sở of itself."""
    return issuer is not None and any(f"{full} ".startswith(f"{body} ") for full in issuer.bodies)


def _in_places(
    mine: Standing,
    name: Name,
    places: Mapping[str, str],
    context: Context,
    *,
    is_one: bool,
    rule: str,
    is_known: bool,
) -> Iterator[Meaning]:
    """That it is meant, if it lies in these places; with ``is_known`` it does where nothing speaks against it."""
    agreement = mine.agreement(places, context.day)
    if agreement in (Agreement.SAME, Agreement.UNKNOWN):
        caveat: Caveat | None = None
        if name.is_concerned:
            caveat = "if-concerned"
        elif agreement is Agreement.UNKNOWN and not is_known:
            caveat = "superior-unknown"
        yield Meaning(is_one=is_one, rule=rule, caveat=caveat)


def _level(mine: Standing, area: Area) -> str:
    """The level of a place; of a city without a name, that of the office where it is one, or in one."""
    if area.level:
        return area.level
    return mine.level if mine.level in ("province", "district") and mine.noun in ("", area.noun) else "district"


def _on_that_day(area: Area, context: Context) -> Area:
    """Of the level that the place was of on the day of the document."""
    return area._replace(level="district") if area.level == "province" and area.name in context.towns else area


def _is_same_noun(mine: Standing, area: Area) -> bool:
    return not area.noun or not mine.noun or area.noun == mine.noun


def _named(areas: tuple[Area, ...]) -> dict[str, str]:
    """The places that are named among these, with those that they lie in."""
    return {level: place for area in areas if area.name for level, place in ((area.level, area.name), *area.above)}
