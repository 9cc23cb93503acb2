"""Numbers and bullets of the lists of an OpenDocument text (ODF 1.3, 5.3, 16.30, 19.880)."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from parchk.read.layout.bullets import shown_bullet
from parchk.read.layout.numerals import numeral, whole
from parchk.read.opendocument.styles import tag

if TYPE_CHECKING:
    from lxml import etree

    from parchk.read.opendocument.styles import Styles

_LEVELS = 10
_FORMATS = {"1": "decimal", "a": "letter", "A": "LETTER", "i": "roman", "I": "ROMAN"}
_PLACE = re.compile(r"%(\d{1,2})%", re.ASCII)


class Counters:
    """How far the items of one list have been counted, by level."""

    def __init__(self) -> None:
        self._values: list[int | None] = [None] * _LEVELS

    def count(self, level: int, levels: dict[int, etree._Element], start: int | None) -> list[int]:
        """Count an item; the values of its level and those above it. A level above without an item counts as begun."""
        for above in range(level):
            if self._values[above] is None:
                self._values[above] = _start(levels.get(above))
        value = self._values[level]
        if start is not None:
            self._values[level] = start
        else:
            self._values[level] = _start(levels.get(level)) if value is None else value + 1
        self._values[level + 1 :] = [None] * (_LEVELS - level - 1)
        return [value or 0 for value in self._values[: level + 1]]


class Numbering:
    """The list styles of a document as the marks of their items."""

    def __init__(self, styles: Styles) -> None:
        self._styles = styles
        self._levels: dict[str, dict[int, etree._Element]] = {}
        self._outline = _by_level(styles.outline)
        self._headings = Counters()

    def mark(self, style: str, counters: Counters, level: int, start: int | None) -> str:
        """The mark of the next item of a list at a level, from 0; empty where its style shows none."""
        if style not in self._levels:
            self._levels[style] = _by_level(self._styles.lists.get(style))
        return self._shown(self._levels[style], counters, level, start)

    def heading(self, level: int, start: int | None) -> str:
        """The number of a heading that stands in no list."""
        return self._shown(self._outline, self._headings, level, start)

    def _shown(self, levels: dict[int, etree._Element], counters: Counters, level: int, start: int | None) -> str:
        level = min(level, _LEVELS - 1)
        values = counters.count(level, levels, start)
        found = levels.get(level)
        if found is None:
            return ""
        if found.tag == tag("text:list-level-style-image"):
            return "•"
        if found.tag == tag("text:list-level-style-bullet"):
            return shown_bullet(found.get(tag("text:bullet-char")) or "", self._styles.own_font(found))
        return _number(levels, level, values)


def _number(levels: dict[int, etree._Element], level: int, values: list[int]) -> str:
    style = levels[level]
    pattern = style.get(tag("style:num-list-format")) or style.get(tag("loext:num-list-format"))
    if pattern is not None:
        return _PLACE.sub(lambda place: _written(levels, values, int(place[1]) - 1), pattern).strip()
    if not style.get(tag("style:num-format")):
        return ""
    shown = whole(style.get(tag("text:display-levels"))) or 1
    numbers = [_written(levels, values, above) for above in range(max(level - shown + 1, 0), level + 1)]
    before, after = style.get(tag("style:num-prefix")) or "", style.get(tag("style:num-suffix")) or ""
    return (before + ".".join(number for number in numbers if number) + after).strip()


def _written(levels: dict[int, etree._Element], values: list[int], level: int) -> str:
    """The number of one level in its own style."""
    if not 0 <= level < len(values) or level not in levels:
        return ""
    style = levels[level].get(tag("style:num-format")) or ""
    if not style:
        return ""
    # Formats beyond those of ODF are examples of themselves: "01, 02, 03, ...".
    return numeral(values[level], "zero" if style.startswith("01") else _FORMATS.get(style, "decimal"))


def _by_level(style: etree._Element | None) -> dict[int, etree._Element]:
    """The styles of the levels of a list style, from 0."""
    if style is None:
        return {}
    return {(whole(level.get(tag("text:level"))) or 1) - 1: level for level in style.iterchildren("{*}*")}


def _start(style: etree._Element | None) -> int:
    start = None if style is None else whole(style.get(tag("text:start-value")))
    return 1 if start is None else start
