"""Numbering of items: which line openings are markers, and where in the tree they belong.

A marker is judged by its neighbours: the next one expected in an open level wins over a look-alike such as a
wrapped line that begins with ``2025.``; styles nest in the order in which the document uses them.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache

from msgspec import Struct, field

from parchk import regexp
from parchk.ruleset import Ruleset
from parchk.spans import Section

# The Vietnamese alphabet as điểm are lettered (Decree 30/2020/NĐ-CP); f, j, w, z occur in practice only.
_LETTERS = "abcdđeghiklmnopqrstuvxy"
_ROMAN = {"i": 1, "v": 5, "x": 10}
# Outer styles close inner ones that are open; styles of one rank nest as they come.
_RANK = {
    "part": 0, "chapter": 1, "division": 2, "article": 3, "upper": 4, "roman": 4, "number": 5, "decimal": 6,
    "paren": 7, "letter": 7, "ordinal": 7, "bullet-star": 8, "bullet-dash": 9, "bullet-dot": 9, "bullet-plus": 10,
}  # fmt: skip
_FIRST_SIGNS = 3
_SIGNS_KEPT = 4096
# Styles that begin with a word.
_SPELLED = frozenset({"part", "chapter", "division", "article"})


class Marker(Struct, gc=False):
    """The numbering that a line opens with, by its looks alone."""

    style: str
    text: str
    """As written, in normalised spelling."""
    label: str
    """Cleaned, as it stands in a path."""
    value: int
    prefix: tuple[int, ...] = ()
    """``(2,)`` of ``2.3``."""
    length: int = 0
    """Characters of the marker with the blanks behind it."""

    @property
    def is_bullet(self) -> bool:
        """Bullets have no value of their own; they are counted."""
        return self.style.startswith("bullet")


class _Level(Struct, gc=False):
    style: str
    value: int
    prefix: tuple[int, ...]
    section: Section
    char: str = ""


class Fit(Struct, gc=False):
    """How well a marker goes on from what is open: ``next``, ``first``, ``skip``, ``again`` or ``strange``."""

    kind: str
    level: int | None = None


def roman(text: str) -> int:
    """Value of a Roman number of I, V, X."""
    total = 0
    for sign, following in zip(text, [*text[1:], ""], strict=True):
        value = _ROMAN[sign]
        total += -value if following and _ROMAN[following] > value else value
    return total


class MarkerReader:
    """Reads the marker at the beginning of a line."""

    def __init__(self, rules: Ruleset) -> None:
        self._styles = [(rule.id, rules.pattern("structure", rule.id)) for rule in rules.of_kind("structure", "marker")]
        self._styles_of = lru_cache(_SIGNS_KEPT)(self._beginning_with)
        self._values = {
            word: number
            for number, words in enumerate(rules.words("structure", "values"), 1)
            for word in words.split("/")
        }

    def __call__(self, line: str) -> list[Marker]:
        """All readings of the line's opening, the outermost style first (``I.`` is Roman or a letter)."""
        found = []
        for style, pattern in self._styles_of(line[:_FIRST_SIGNS]):
            match = pattern.match(line)
            if match:
                found.append(_marker(style, match, line, self._values))
        return found

    def may_open(self, line: str) -> bool:
        """Whether any marker begins with the first characters of this line."""
        return bool(self._styles_of(line[:_FIRST_SIGNS]))

    def _beginning_with(self, signs: str) -> list[tuple[str, regexp.Pattern]]:
        """The styles whose markers may begin with these characters."""
        styles = self._styles_of(signs[:-1]) if len(signs) > 1 else self._styles
        return [(style, pattern) for style, pattern in styles if signs and pattern.may_begin(signs)]


def _marker(style: str, match: regexp.Match, line: str, values: Mapping[str, int]) -> Marker:
    low, high = match.span("v")
    end = match.end()
    shown, whole = line[low:high], line[:end]
    lowered = shown.lower()
    prefix: tuple[int, ...] = ()
    label = lowered
    if style == "letter":
        value = _LETTERS.find(lowered) + 1
    elif style == "upper":
        label, value = shown, ord(shown) - ord("A") + 1
    elif style == "decimal":
        numbers = tuple(int(part) for part in shown.split("."))
        prefix, value = numbers[:-1], numbers[-1]
    elif style == "ordinal":
        value = values[lowered]
        label = whole.lower().rstrip(" ,:")
    elif style.startswith("bullet"):
        value, label = 0, shown
    elif lowered.isdigit():
        value = int(lowered)
    elif lowered in values:
        value = values[lowered]
    else:
        value = roman(lowered)
        if style == "roman":
            label = shown
    if style in _SPELLED:
        # "Điều 3." -> "điều 3"; "Chương II" -> "chương II"; "Phần thứ nhất" -> "phần thứ nhất"
        words = whole.rstrip(" .:").split()
        label = " ".join([words[0].lower(), *(w if roman_like(w) else w.lower() for w in words[1:])])
    length = len(line) - len(line[end:].lstrip(" "))
    return Marker(style, whole.strip(), label, value, prefix, length)


def roman_like(word: str) -> bool:
    """Whether the word is written as a Roman number."""
    return all(sign in "IVX" for sign in word)


class Numbering(Struct):
    """The levels that are open, from the outermost in."""

    sections: list[Section] = field(default_factory=list)
    _levels: list[_Level] = field(default_factory=list)
    _bullets: dict[tuple[int, str], int] = field(default_factory=dict)

    def restart(self) -> None:
        """Close all levels: an attached plan or an appendix begins."""
        self._levels.clear()

    @property
    def current(self) -> Section | None:
        """The innermost open item."""
        return self._levels[-1].section if self._levels else None

    def fit(self, marker: Marker) -> Fit:
        """How the marker goes on from what is open."""
        if marker.is_bullet:
            for depth, level in enumerate(self._levels):
                if level.style == marker.style and level.char == marker.label:
                    return Fit("next", depth)
            return Fit("first")
        for depth in range(len(self._levels) - 1, -1, -1):
            level = self._levels[depth]
            if level.style != marker.style or len(level.prefix) != len(marker.prefix):
                continue
            if level.prefix != marker.prefix:
                break
            if self._follows(level, marker):
                return Fit("next", depth)
            if level.value < marker.value <= level.value + 4:
                return Fit("skip", depth)
            if marker.value == 1:
                return Fit("again", depth)
            return Fit("strange", depth)
        if marker.style == "decimal":
            return Fit("first" if self._prefix_is_open(marker.prefix) and marker.value == 1 else "strange")
        return Fit("first" if marker.value == 1 else "strange")

    @staticmethod
    def _follows(level: _Level, marker: Marker) -> bool:
        if marker.value == level.value + 1:
            return True
        # d) e) without đ), as in lists that follow the Latin alphabet
        return marker.style == "letter" and (level.value, marker.value) == (4, 6)

    def _prefix_is_open(self, prefix: tuple[int, ...]) -> bool:
        return any(
            (level.style == "number" and (level.value,) == prefix)
            or (level.style == "decimal" and (*level.prefix, level.value) == prefix)
            or (level.style in {"article", "roman"} and (level.value,) == prefix)
            for level in self._levels
        )

    def take(self, marker: Marker, start: int, *, introduced: bool = False) -> Section:
        """Open the item of this marker at ``start`` (its first character).

        ``introduced``: the paragraph above ends with a colon, so that a new style nests even below a bullet.
        """
        fit = self.fit(marker)
        if fit.level is not None:
            del self._levels[fit.level :]
        elif not introduced:
            self._make_room(marker)
        parent = self._levels[-1].section if self._levels else None
        label = marker.label
        if marker.is_bullet:
            key = (id(parent) if parent else 0, label)
            self._bullets[key] = count = self._bullets.get(key, 0) + 1
            label = f"{label}{count}"
        section = Section(
            path=f"{parent.path}/{label}" if parent else label,
            marker=marker.text,
            level=len(self._levels) + 1,
            parent=parent.path if parent else None,
            start=start,
            body=start + marker.length,
            style=marker.style,
            value=marker.value,
            prefix=marker.prefix,
        )
        self._levels.append(_Level(marker.style, marker.value, marker.prefix, section, marker.label))
        self.sections.append(section)
        return section

    def _make_room(self, marker: Marker) -> None:
        """Close the levels that cannot hold an item of a style that is not open yet."""
        rank = _RANK[marker.style]
        if marker.style == "decimal":
            while self._levels and not self._holds(self._levels[-1], marker.prefix):
                if _RANK[self._levels[-1].style] < rank and not self._prefix_is_open(marker.prefix):
                    break
                self._levels.pop()
            return
        while self._levels and (_RANK[self._levels[-1].style] > rank or self._goes_on_outside(marker)):
            self._levels.pop()

    def _goes_on_outside(self, marker: Marker) -> bool:
        """The innermost item is a bullet that interrupted the list to which this bullet belongs."""
        if not marker.is_bullet or len(self._levels) < 2 or not self._levels[-1].style.startswith("bullet"):
            return False
        return (id(self._levels[-2].section), marker.label) in self._bullets

    @staticmethod
    def _holds(level: _Level, prefix: tuple[int, ...]) -> bool:
        if level.style == "decimal":
            return (*level.prefix, level.value) == prefix
        return level.style in {"number", "article", "roman"} and (level.value,) == prefix
