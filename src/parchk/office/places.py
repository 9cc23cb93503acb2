"""The places that a name speaks of: ``xã Tân Lập, huyện Mai Sơn``, ``các huyện, thị xã``, ``các tỉnh: A, B``."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from parchk import regexp
from parchk.ruleset import Ruleset
from parchk.text import canonical_spelling

LEVELS = ("central", "province", "district", "commune", "village")
"""From the centre down."""
_PROPER = r"(?:\p{Lu}[\p{L}\p{M}']*|\d{1,3})(?!\w)"
PROPER_NAME = rf"{_PROPER}(?:(?: [-–] |[-–]| ){_PROPER})*"
"""The pattern of the name of a place, which capitals tell."""
_NAME = regexp.compile(PROPER_NAME)
_HYPHEN = regexp.compile(r" ?[-–] ?")
_SEPARATOR = regexp.compile(r" ?(?:[,;/:]| và | hoặc ) ?")


class Area(NamedTuple):
    """A place, or with no name each of its level: ``các xã``, ``cấp xã``."""

    level: str
    """One of :data:`LEVELS`; empty for a city without a name, which may be of two."""
    noun: str
    """``xã``, ``phường``; empty where any of the level is meant: ``cấp xã``, names behind several nouns."""
    name: str = ""
    """In small letters; empty where the place is not named."""
    above: tuple[tuple[str, str], ...] = ()
    """Levels and names of the places that it lies in, as far as they stand behind it."""


@dataclass(slots=True)
class _Piece:
    """What stands between two commas: a noun, a name, or both."""

    noun: str
    name: str
    level: str = ""


class Places(NamedTuple):
    """The places of a name."""

    areas: tuple[Area, ...] = ()
    are_some: bool = False
    """Words narrow them down to some that cannot be known: ``các xã ven biển``."""


class PlaceReader:
    """Reads places by one rule set.

    >>> from parchk.ruleset import load
    >>> reader = PlaceReader(load())
    >>> reader.places("xã Tân Lập, huyện Mai Sơn").areas
    (Area(level='commune', noun='xã', name='tân lập', above=(('district', 'mai sơn'),)),)
    >>> [(area.noun, area.name) for area in reader.places("phường Tân An, Hòa Khê và xã Bình Sơn").areas]
    [('phường', 'tân an'), ('phường', 'hòa khê'), ('xã', 'bình sơn')]
    """

    def __init__(self, rules: Ruleset) -> None:
        levels = rules.of_kind("office", "level")
        self.noun = rules.any_of("office", [rule.id for rule in levels])
        """Matches the noun of a place."""
        self._level_of = {rule.id.replace("-", "_"): rule.value for rule in levels}
        cities = rules.of_kind("office", "city")
        self.cities = {canonical_spelling(word).lower(): rule.since for rule in cities for word in rule.words}
        """The cities of the level province, and since when they are, if they have not always been."""
        self._city_nouns = frozenset(rules.words("office", "city"))
        self._central = rules.any_of("office", [rule.id for rule in rules.of_kind("office", "central")])
        quantifiers = rules.alternation(rules.words("office", "quantifiers"))
        of_level = rules.alternation(rules.words("office", "of_level"))
        self._before_noun = regexp.compile(rf"^(?:{quantifiers} )?(?P<level>{of_level} )?", regexp.IGNORECASE)

    def places(self, words: str, *, is_cased: bool = True, is_level: bool = False) -> Places:
        """The places of words that begin with the noun of one.

        Without ``is_cased`` capitals do not tell names; with ``is_level``, ``cấp`` stands before the words.
        """
        pieces, are_some = self._pieces(words, is_cased=is_cased, is_level=is_level)
        pieces = self._shared(pieces)
        is_central = self._central.search(words) is not None or any(piece.level == "province" for piece in pieces)
        for piece in pieces:
            if piece.noun in self._city_nouns:
                of_province = piece.name in self.cities if piece.name else is_central
                piece.level = "province" if of_province else "district" if piece.name or len(pieces) > 1 else ""
        return Places(_stacked(pieces), are_some)

    def _pieces(self, words: str, *, is_cased: bool, is_level: bool) -> tuple[list[_Piece], bool]:
        pieces: list[_Piece] = []
        are_some = False
        waiting = list(reversed(_SEPARATOR.split(words)))
        while waiting:
            piece = waiting.pop().strip()
            before = self._before_noun.match(piece)
            if before is not None and before.end():
                is_level = before["level"] is not None
                piece = piece[before.end() :]
            noun = self.noun.match(piece)
            rest = piece[noun.end() :].lstrip() if noun is not None else piece
            following = self.noun.search(rest)
            if is_cased:
                found = _NAME.match(rest)
                name, rest = (found[0], rest[found.end() :].strip()) if found is not None else ("", rest)
            else:
                end = following.start() if following is not None else len(rest)
                name, rest = self._central.sub("", rest[:end]).strip(), rest[end:]
            if noun is None and not name:
                are_some |= bool(rest)
                continue
            level = self._level_of[noun.alternative or ""] if noun is not None else ""
            pieces.append(
                _Piece("" if noun is None or (is_level and not name) else noun[0].lower(), _spelled(name), level)
            )
            rest = self._central.sub("", rest).strip()
            if rest and self.noun.match(rest):
                waiting.append(rest)
            else:
                are_some |= bool(rest)
        return pieces, are_some

    def _shared(self, pieces: Sequence[_Piece]) -> list[_Piece]:
        """Names without a noun of their own get that of the names before them, or of the nouns that head the list.

        ``các xã, phường A, B``: the names are of communes and wards, and no other commune is meant.
        """
        shared: list[_Piece] = []
        at = 0
        while at < len(pieces):
            named = _end(pieces, at, lambda piece: bool(piece.noun or piece.level) and not piece.name)
            bare = named + (named < len(pieces) and bool(pieces[named].level))
            end = _end(pieces, bare, lambda piece: not piece.level)
            heads, names = pieces[at:named], pieces[named:end]
            if end > bare:
                nouns = [*heads, *pieces[named:bare]]
                levels = [piece.level for piece in nouns if piece.noun not in self._city_nouns] or [
                    piece.level for piece in nouns
                ]
                noun = nouns[0].noun if len(nouns) == 1 else ""
                shared += [_Piece(noun, piece.name, levels[0]) for piece in names if levels]
            else:
                shared += [*heads, *names]
            at = end
        return shared


def _spelled(name: str) -> str:
    """In small letters, ``Bà Rịa-Vũng Tàu`` as ``Bà Rịa - Vũng Tàu``."""
    return _HYPHEN.sub(" - ", name.lower())


def _stacked(pieces: Sequence[_Piece]) -> tuple[Area, ...]:
    """A place that is named behind smaller ones is where these are."""
    areas: list[Area] = []
    for piece in pieces:
        if piece.name and areas and all(area.name and is_above(piece.level, area.level) for area in areas):
            areas = [area._replace(above=(*area.above, (piece.level, piece.name))) for area in areas]
        else:
            areas.append(Area(piece.level, piece.noun, piece.name))
    return tuple(areas)


def _end(pieces: Sequence[_Piece], at: int, belongs: Callable[[_Piece], bool]) -> int:
    while at < len(pieces) and belongs(pieces[at]):
        at += 1
    return at


def is_above(level: str, other: str) -> bool:
    """Whether a level is nearer to the centre than the other one."""
    return LEVELS.index(level) < LEVELS.index(other)
