"""How high a row must be for its wrapped text.

Excel fits a row for which a file gives no height; LibreOffice does not. So a height is given, as a first guess that
both replace as soon as a cell of the row is edited.
"""

from __future__ import annotations

import unicodedata
from functools import lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from parchk.write.xlsx.columns import Column

_LINE = 15.0  # points that Excel gives to a line of the workbook's font
_HIGHEST = 409.0  # points, of any row
_DIGIT = 470  # thousandths of the font's size: what a column gives a digit, less what its edges take
_SHORT = 0.7  # letters a digit
# Widths of Times New Roman in thousandths of its size; marks above and below a letter do not widen it.
_WIDTHS = {
    letter: width
    for width, letters in {
        180: "'|",
        250: " .,",
        278: "ijlt:;/\\",
        333: "frI!()[]-`",
        389: "sJ",
        444: "acez?",
        556: "FPS",
        611: "ELTZ",
        667: "BCR",
        722: "wADGHKNOQUVXYĐ",
        778: "m&",
        889: "M%@",
        944: "W",
    }.items()
    for letter in letters
}


def row_height(columns: Sequence[Column], values: Mapping[str, object]) -> float:
    """Give the height in points at which the texts of a row are seen whole, as far as a row may be that high."""
    most = 1
    for column in columns:
        text = values.get(column.key)
        # A letter is hardly wider than a digit on average: what is this short has no more lines.
        if isinstance(text, str) and len(text) > most * column.width * _SHORT and column.shown == "yes":
            most = max(most, lines(text, column.width))
    return min(most * _LINE, _HIGHEST)


def lines(text: str, width: float) -> int:
    r"""Count the lines of a text in a column that is so many digits wide.

    >>> lines("Sở Tài chính", 18), lines("Ủy ban nhân dân các xã", 18), lines("a\nb", 18)
    (1, 2, 2)
    """
    room = int(width * _DIGIT)
    count = 0
    for line in text.split("\n"):
        count, at = count + 1, 0
        for word in line.split(" "):
            wide = _width(word)
            if at and at + wide > room:
                count, at = count + 1, 0
            broken, rest = divmod(wide, room)
            count, at = count + broken, at + rest + _WIDTHS[" "]
    return count


@lru_cache(maxsize=1 << 14)
def _width(word: str) -> int:
    """Of a word, in thousandths of the font's size."""
    bare = (letter for letter in unicodedata.normalize("NFD", word) if not unicodedata.combining(letter))
    return sum(
        _WIDTHS.get(letter) or (1000 if unicodedata.east_asian_width(letter) in "WF" else 500) for letter in bare
    )
