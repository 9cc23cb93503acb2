"""Numbers and bullets of the lists of an old Word document ([MS-DOC] 2.9.131 LFO, 2.9.147 LSTF, 2.9.150 LVLF)."""

from __future__ import annotations

import struct
from typing import TYPE_CHECKING, NamedTuple

from parchk.read.layout.bullets import shown_bullet
from parchk.read.layout.numerals import numeral
from parchk.read.old_word.formats import FONT, number, properties

if TYPE_CHECKING:
    from collections.abc import Sequence

_LEVELS = 9
_LIST_SIZE, _LEVEL_SIZE, _OVERRIDE_SIZE = 28, 28, 16
_BULLET, _NONE = 23, 0xFF
_STYLES = {0: "decimal", 1: "ROMAN", 2: "roman", 3: "LETTER", 4: "letter", 22: "zero"}
_LEGAL = 0x04  # numbers of the levels above in digits
_START_GIVEN, _LEVEL_GIVEN = 0x10, 0x20


class _Level(NamedTuple):
    start: int
    style: int
    legal: bool
    text: str
    font: int | None


class _Override(NamedTuple):
    """One use of a list, with what it changes."""

    key: int
    starts: dict[int, int]
    levels: dict[int, _Level]


class Lists:
    """The lists of a document; paragraphs ask for their marks in their order."""

    def __init__(self, lists: bytes, overrides: bytes, fonts: Sequence[str]) -> None:
        """``lists`` begins at PlfLst and goes on to the end of the stream; ``overrides`` is PlfLfo."""
        self._fonts = fonts
        self._levels = _levels(lists) if lists else {}
        self._overrides = _overrides(overrides) if overrides else []
        self._counters: dict[int, list[int | None]] = {}
        self._begun: set[int] = set()

    def mark(self, use: int, level: int) -> str:
        """The mark of the next paragraph of a list, numbered from 1 in the file; empty where it shows none."""
        if not 0 < use <= len(self._overrides) or not 0 <= level < _LEVELS:
            return ""
        override = self._overrides[use - 1]
        levels = self._levels.get(override.key, []) + [_PLAIN] * _LEVELS
        levels = [override.levels.get(place, own) for place, own in enumerate(levels[:_LEVELS])]
        values = self._count(use, override, levels, level)
        found = levels[level]
        if found.style == _BULLET:
            font = self._fonts[found.font] if found.font is not None and found.font < len(self._fonts) else ""
            return shown_bullet(found.text, font).strip()
        return "".join(_written(sign, levels, values, legal=found.legal) for sign in found.text).strip()

    def _count(self, use: int, override: _Override, levels: list[_Level], level: int) -> list[int]:
        counters = self._counters.setdefault(override.key, [None] * _LEVELS)
        if use not in self._begun:
            self._begun.add(use)
            for place, start in override.starts.items():
                counters[place] = start - 1
        for above in range(level):
            if counters[above] is None:
                counters[above] = levels[above].start
        value = counters[level]
        counters[level] = levels[level].start if value is None else value + 1
        counters[level + 1 :] = [None] * (_LEVELS - level - 1)
        return [value or 0 for value in counters[: level + 1]]


def _written(sign: str, levels: list[_Level], values: list[int], *, legal: bool) -> str:
    """A sign of the text of a level; the first nine stand for the numbers of the levels."""
    place = ord(sign)
    if place >= _LEVELS:
        return sign
    if place >= len(values) or levels[place].style == _NONE:
        return ""
    return numeral(values[place], "decimal" if legal else _STYLES.get(levels[place].style, "decimal"))


_PLAIN = _Level(1, _NONE, legal=False, text="", font=None)


def _levels(data: bytes) -> dict[int, list[_Level]]:
    """The levels of each list by its identity. They stand behind all lists, in the same order."""
    count = struct.unpack_from("<H", data)[0]
    at = 2 + count * _LIST_SIZE
    found: dict[int, list[_Level]] = {}
    for place in range(count):
        head = 2 + place * _LIST_SIZE
        key = struct.unpack_from("<i", data, head)[0]
        simple = data[head + 26] & 1
        levels = []
        for _ in range(1 if simple else _LEVELS):
            level, at = _level(data, at)
            levels.append(level)
        found[key] = levels
    return found


def _level(data: bytes, at: int) -> tuple[_Level, int]:
    start, style, flags = struct.unpack_from("<iBB", data, at)
    for_characters, for_paragraphs = data[at + 24], data[at + 25]
    at += _LEVEL_SIZE + for_paragraphs
    found = properties(data[at : at + for_characters])
    at += for_characters
    length = struct.unpack_from("<H", data, at)[0]
    text = data[at + 2 : at + 2 + 2 * length].decode("utf-16-le", "replace")
    return _Level(start, style, bool(flags & _LEGAL), text, number(found, FONT)), at + 2 + 2 * length


def _overrides(data: bytes) -> list[_Override]:
    count = struct.unpack_from("<I", data)[0]
    at = 4 + count * _OVERRIDE_SIZE
    found = []
    for place in range(count):
        key = struct.unpack_from("<i", data, 4 + place * _OVERRIDE_SIZE)[0]
        changes = data[4 + place * _OVERRIDE_SIZE + 12]
        override = _Override(key, {}, {})
        at += 4
        for _ in range(changes):
            start, flags = struct.unpack_from("<ii", data, at)
            at += 8
            level = flags & 0xF
            if flags & _LEVEL_GIVEN:
                override.levels[level], at = _level(data, at)
                start = override.levels[level].start
            if flags & _START_GIVEN and level < _LEVELS:
                override.starts[level] = start
        found.append(override)
    return found
