"""Automatic numbers of Word paragraphs, as Word shows them (ECMA-376 part 1, 17.9).

A paragraph names an instance (``w:num``) and a level, directly or through its style; the instance stands on an abstract
definition, of which it may replace levels. The running counts belong to the abstract definition: instances of one
definition count on together, unless an instance says where it starts (``w:startOverride``).
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from parchk.read.layout.bullets import is_symbol_font, shown_bullet
from parchk.read.layout.numerals import numeral
from parchk.read.word.markup import ALTERNATES, LARGEST, W, font_of, is_on, value_of, whole

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from lxml import etree

_LEVELS = 9
_MOST_LINKS = 10
_LONGEST_PATTERN = 100  # characters; all nine levels and their dots are 27
_PLACE = re.compile(r"%([1-9])")
_SUFFIX = {"nothing": "", "space": " ", "tab": " "}
_STYLES = {
    "decimalZero": "zero",
    "lowerRoman": "roman",
    "upperRoman": "ROMAN",
    "lowerLetter": "letter",
    "upperLetter": "LETTER",
}
_AROUND = {
    "numberInDash": "- {} -",
    "decimalEnclosedParen": "({})",
    "decimalEnclosedFullstop": "{}.",
}
_CIRCLES = 20
_WORDS = ("", "một", "hai", "ba", "bốn", "năm", "sáu", "bảy", "tám", "chín")


class Label(NamedTuple):
    """The number or bullet in front of a paragraph."""

    text: str
    font: str
    """Its own font; empty where it has that of the paragraph."""
    suffix: str
    """What stands between it and the paragraph: a blank, or nothing."""


class _Level(NamedTuple):
    """One level of a list (``w:lvl``)."""

    start: int
    style: str
    pattern: str
    suffix: str
    restart: int | None
    legal: bool
    paragraph_style: str | None
    font: str
    hidden: bool


class _Abstract:
    """An abstract definition with its running counts; a count is None until its level is used."""

    def __init__(self, levels: dict[int, _Level]) -> None:
        self.levels = levels
        self.counts: list[int | None] = [None] * _LEVELS


class _Instance(NamedTuple):
    """One ``w:num``: its levels with the replaced ones, and the starts that its first use sets."""

    abstract: _Abstract
    levels: dict[int, _Level]
    starts: dict[int, int]
    used: set[int]


class Numbering:
    """The lists of one document. :meth:`of` has to be asked for every paragraph, in their order.

    ``chain`` gives a style and those that it is based on, nearest first.
    """

    def __init__(self, root: etree._Element | None, chain: Callable[[str], Sequence[etree._Element]]) -> None:
        self._chain = chain
        self._abstract_elements = _by_id(root, "abstractNum", "abstractNumId")
        self._num_elements = _by_id(root, "num", "numId")
        self._abstracts: dict[str, _Abstract] = {}
        self._instances: dict[str, _Instance | None] = {}
        self._styled: dict[str, tuple[_Instance, int] | None] = {}

    def of(self, properties: etree._Element | None, style: str) -> Label | None:
        """Count a paragraph with these properties (``w:pPr``) and style; its label, or None where none is shown."""
        place = self._place(properties, style)
        if place is None:
            return None
        instance, depth = place
        _count(instance, depth)
        level = instance.levels.get(depth)
        return None if level is None or level.hidden else _label(level, instance)

    def _place(self, properties: etree._Element | None, style: str) -> tuple[_Instance, int] | None:
        """The instance and level of a paragraph. Either part may come from another place of the chain."""
        number = depth = None
        direct = None if properties is None else properties.find(f"{W}numPr")
        if direct is not None:
            number, depth = value_of(direct, "numId"), value_of(direct, "ilvl")
        if number is not None:
            instance = self._instance(number)
            return None if instance is None else (instance, _depth(depth))
        if style not in self._styled:
            self._styled[style] = self._of_style(style)
        styled = self._styled[style]
        return (styled[0], _depth(depth)) if styled and depth is not None else styled

    def _of_style(self, style: str) -> tuple[_Instance, int] | None:
        """The instance and level that a style gives. A level that names the style goes before one that it names."""
        number = depth = None
        chain = self._chain(style)
        for element in chain:
            numbered = element.find(f"{W}pPr/{W}numPr")
            if numbered is not None:
                number = number or value_of(numbered, "numId")
                depth = depth or value_of(numbered, "ilvl")
        instance = self._instance(number) if number else None
        if instance is None:
            return None
        linked = {level.paragraph_style: place for place, level in instance.levels.items() if level.paragraph_style}
        names = [element.get(f"{W}styleId") for element in chain]
        return instance, next((linked[name] for name in names if name in linked), _depth(depth))

    def _instance(self, number: str) -> _Instance | None:
        """The instance of a ``w:numId``; none for 0, which switches numbers off, and where it is not defined."""
        if number not in self._instances:
            element = self._num_elements.get(number) if number != "0" else None
            self._instances[number] = None if element is None else self._built(element)
        return self._instances[number]

    def _built(self, element: etree._Element) -> _Instance | None:
        abstract = self._abstract(value_of(element, "abstractNumId"))
        if abstract is None:
            return None
        levels, starts = dict(abstract.levels), {}
        for override in element.iterchildren(f"{W}lvlOverride"):
            depth = _depth(override.get(f"{W}ilvl"))
            replaced = override.find(f"{W}lvl")
            if replaced is not None:
                levels[depth] = _level(replaced)
            start = value_of(override, "startOverride")
            if start is not None:
                starts[depth] = whole(start, 1)
                if depth in levels:
                    levels[depth] = levels[depth]._replace(start=starts[depth])
        return _Instance(abstract, levels, starts, set())

    def _abstract(self, name: str | None) -> _Abstract | None:
        """An abstract definition; one that only links to a numbering style is the definition of that style."""
        for _ in range(_MOST_LINKS):
            element = None if name is None else self._abstract_elements.get(name)
            if name is None or element is None:
                return None
            link = value_of(element, "numStyleLink")
            if link is None:
                if name not in self._abstracts:
                    levels = {_depth(level.get(f"{W}ilvl")): _level(level) for level in element.iterchildren(f"{W}lvl")}
                    self._abstracts[name] = _Abstract(levels)
                return self._abstracts[name]
            name = self._linked(link)
        return None

    def _linked(self, style: str) -> str | None:
        for element in self._chain(style):
            numbered = element.find(f"{W}pPr/{W}numPr")
            number = None if numbered is None else value_of(numbered, "numId")
            if number in self._num_elements:
                return value_of(self._num_elements[number], "abstractNumId")
        return None


def _by_id(root: etree._Element | None, name: str, key: str) -> dict[str, etree._Element]:
    found: dict[str, etree._Element] = {}
    for element in () if root is None else root.iterchildren(f"{W}{name}"):
        found.setdefault(element.get(f"{W}{key}", ""), element)
    return found


def _depth(written: str | None) -> int:
    return min(whole(written, 0), _LEVELS - 1)


def _level(element: etree._Element) -> _Level:
    style, pattern = _style(element), (value_of(element, "lvlText") or "")[:_LONGEST_PATTERN]
    own = element.find(f"{W}rPr")
    font = font_of(own) or ""
    if style == "bullet":
        # The letter o of a typewriter font is Word's own round bullet of the second level.
        pattern = shown_bullet(pattern, font)
        font = "" if is_symbol_font(font) else font
    restart = value_of(element, "lvlRestart")
    return _Level(
        start=whole(value_of(element, "start"), 0),
        style=style,
        pattern=pattern,
        suffix=_SUFFIX.get(value_of(element, "suff") or "tab", " "),
        restart=None if restart is None else whole(restart, 0),
        legal=is_on(element, "isLgl") is True,
        paragraph_style=value_of(element, "pStyle"),
        font=font,
        hidden=own is not None and is_on(own, "vanish") is True,
    )


def _style(element: etree._Element) -> str:
    """The number format; a custom one (``001, 002, …``, Word 2010) as its first number."""
    found = element.find(f"{W}numFmt")
    if found is None:
        found = element.find(f"{ALTERNATES}/*/{W}numFmt")
    if found is None:
        return "decimal"
    style = found.get(f"{W}val", "decimal")
    return found.get(f"{W}format", "").partition(",")[0].strip() if style == "custom" else style


def _count(instance: _Instance, depth: int) -> None:
    """Let a paragraph of a level count: its own level goes on, deeper ones begin again."""
    abstract, counts = instance.abstract, instance.abstract.counts
    for level in range(depth):
        # A level that was skipped counts as if it had stood there.
        if counts[level] is None:
            counts[level] = _start(instance, level)
    if depth in instance.starts and depth not in instance.used:
        counts[depth] = instance.starts[depth]
    else:
        before = counts[depth]
        counts[depth] = _start(instance, depth) if before is None else min(before + 1, LARGEST)
    instance.used.add(depth)
    for level in range(depth + 1, _LEVELS):
        definition = instance.levels.get(level) or abstract.levels.get(level)
        restart = None if definition is None else definition.restart
        # Left out, or not of a higher level: any higher level restarts; 0: none does.
        if restart is None or restart > level or depth < restart:
            counts[level] = None


def _start(instance: _Instance, depth: int) -> int:
    level = instance.levels.get(depth)
    return 1 if level is None else level.start


def _label(level: _Level, instance: _Instance) -> Label | None:
    if level.style == "bullet":
        text = level.pattern
    else:
        counts = instance.abstract.counts

        def written(match: re.Match[str]) -> str:
            depth = int(match[1]) - 1
            count = counts[depth]
            source = instance.levels.get(depth)
            if count is None or source is None:
                return ""
            legal = level.legal and source.style not in ("none", "decimalZero")
            return _number(count, "decimal" if legal else source.style)

        text = _PLACE.sub(written, level.pattern)
    text = text.strip()
    return Label(text, level.font, level.suffix) if text else None


def _number(count: int, style: str) -> str:
    """A count in a number format (``ST_NumberFormat``, 17.18.59); digits for those of other scripts."""
    if style in ("none", "bullet"):
        return ""
    if style == "ordinal":
        return f"{count}{_ordinal_ending(count)}"
    if style == "vietnameseCounting":
        return _in_words(count)
    if style == "decimalEnclosedCircle" and 0 < count <= _CIRCLES:
        return chr(ord("①") + count - 1)
    if style.isdigit():
        return str(count).zfill(min(len(style), _LEVELS))
    return _AROUND.get(style, "{}").format(numeral(count, _STYLES.get(style, "decimal")))


def _ordinal_ending(count: int) -> str:
    if count // 10 % 10 == 1:
        return "th"
    return {1: "st", 2: "nd", 3: "rd"}.get(count % 10, "th")


def _in_words(count: int) -> str:
    """``vietnameseCounting``: numbers below a hundred in words, others in digits."""
    tens, ones = divmod(count, 10)
    if not 0 < count < 100:
        return str(count)
    word = _WORDS[ones]
    if tens and ones == 5:
        word = "lăm"
    if tens > 1 and ones == 1:
        word = "mốt"
    ten = "" if not tens else "mười" if tens == 1 else f"{_WORDS[tens]} mươi"
    return f"{ten} {word}".strip()
