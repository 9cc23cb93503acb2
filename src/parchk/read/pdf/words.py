"""From the characters of a PDF page to words: blanks are where they are written, or where a gap is as wide as one."""

from __future__ import annotations

import unicodedata
from itertools import pairwise
from statistics import median
from typing import TYPE_CHECKING, NamedTuple

from parchk.read.encodings.old import from_font
from parchk.read.layout.bullets import shown_bullet

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

# All in parts of the type size.
_BLANK = 0.13
"""A gap that is a blank, in addition to what letters of the same stretch stand apart."""
_AWAY = 2.0
"""A gap that no stretch of letters spans."""
_SHIFTED = 0.12
"""A baseline that far from another is not the same one."""
_SAME_PLACE = 0.12
"""A letter that is drawn again within this distance is one that was made bold by that."""
_RESIZED = 1.15
_SHORTEST_SPACED = 4
SOFT_HYPHEN = "\u00ad"
LINE_HYPHEN = "\x02"
"""What PDFium makes of a hyphen, soft or not, at the end of a line."""
_INVISIBLE = frozenset("\u200b\u200c\u200d\u200e\u200f\u2060\ufeff")


class Glyph(NamedTuple):
    """A character as drawn: from ``x0`` to ``x1`` on the baseline ``y``."""

    sign: str
    x0: float
    x1: float
    y: float
    size: float
    font: str


class Word(NamedTuple):
    """Characters without a blank between them."""

    text: str
    x0: float
    x1: float
    y: float
    size: float
    parted: bool = False
    """A blank stands before it; else the gap to the word on its left tells."""


def words_of(glyphs: Iterable[Glyph]) -> list[Word]:
    """The words, baseline by baseline and from left to right.

    The order of drawing does not tell: letters that one font lacks are drawn from another one later.

    >>> [word.text for word in words_of(Glyph(sign, 5 * n, 5 * n + 5, 0, 10, "Arial") for n, sign in enumerate("Số 1"))]
    ['Số', '1']
    """
    return [word for baseline in _baselines(glyphs) for stretch in _stretches(baseline) for word in _split(stretch)]


def _baselines(glyphs: Iterable[Glyph]) -> Iterator[list[Glyph]]:
    """Characters of about one size on one baseline."""
    baseline: list[Glyph] = []
    for glyph in sorted(glyphs, key=lambda glyph: (-glyph.y, glyph.size)):
        if baseline and baseline[0].y - glyph.y > _SHIFTED * max(baseline[0].size, glyph.size):
            yield from _by_size(baseline)
            baseline = []
        baseline.append(glyph)
    yield from _by_size(baseline)


def _by_size(baseline: Iterable[Glyph]) -> Iterator[list[Glyph]]:
    alike: list[Glyph] = []
    for glyph in sorted(baseline, key=lambda glyph: glyph.size):
        if alike and glyph.size > _RESIZED * alike[0].size:
            yield alike
            alike = []
        alike.append(glyph)
    if alike:
        yield alike


def _stretches(baseline: Iterable[Glyph]) -> Iterator[list[Glyph]]:
    """Characters with no wide gap between them; what is drawn twice at one place, once."""
    stretch: list[Glyph] = []
    for glyph in sorted(baseline, key=lambda glyph: glyph.x0):
        near = _SAME_PLACE * glyph.size
        if any(glyph.sign == other.sign and glyph.x0 - other.x0 <= near for other in stretch[-3:]):
            continue
        if stretch and glyph.x0 - stretch[-1].x1 > _AWAY * glyph.size:
            yield stretch
            stretch = []
        stretch.append(glyph)
    if stretch:
        yield stretch


def _split(stretch: Sequence[Glyph]) -> Iterator[Word]:
    gaps = [
        after.x0 - before.x1
        for before, after in pairwise(stretch)
        if not before.sign.isspace() and not after.sign.isspace()
    ]
    spaced = max(median(gaps), 0.0) if len(gaps) >= _SHORTEST_SPACED else 0.0
    word: list[Glyph] = []
    parted = False
    for glyph in stretch:
        if glyph.sign.isspace() or (word and glyph.x0 - word[-1].x1 > spaced + _BLANK * glyph.size):
            yield from _word(word, parted=parted)
            word, parted = [], True
        if not glyph.sign.isspace():
            word.append(glyph)
    yield from _word(word, parted=parted)


def _word(glyphs: Sequence[Glyph], *, parted: bool) -> Iterator[Word]:
    """The word of some characters, unless nothing of it shows."""
    pieces: list[tuple[str, list[Glyph]]] = []
    for glyph in glyphs:
        if not pieces or pieces[-1][0] != glyph.font:
            pieces.append((glyph.font, []))
        pieces[-1][1].append(glyph)
    text = "".join(_shown(piece, font) for font, piece in pieces)
    if text:
        yield Word(text, glyphs[0].x0, max(glyph.x1 for glyph in glyphs), glyphs[0].y, glyphs[0].size, parted)


def _shown(glyphs: Sequence[Glyph], font: str) -> str:
    """Characters of one font as text: letters of old fonts, signs of symbol fonts, ligatures as what they look like."""
    drawn = "".join(glyph.sign for glyph in glyphs if glyph.sign != SOFT_HYPHEN or glyph.x1 > glyph.x0)
    if LINE_HYPHEN in drawn:
        # In one of the old encodings the soft hyphen is a small letter, which follows small letters.
        letter = from_font(SOFT_HYPHEN, font) != SOFT_HYPHEN and drawn[:1] != LINE_HYPHEN and drawn[-2:-1].islower()
        drawn = drawn.replace(LINE_HYPHEN, SOFT_HYPHEN if letter else "-")
    text = shown_bullet(from_font(drawn, font), font)
    return "".join(_plain(sign) for sign in text)


def _plain(sign: str) -> str:
    if sign == SOFT_HYPHEN:
        return "-"  # it takes room: it is seen
    if "\ufb00" <= sign <= "\ufb06":
        return unicodedata.normalize("NFKC", sign)
    return "" if sign in _INVISIBLE or unicodedata.category(sign) == "Cc" else sign
