"""From the words of a PDF page to its lines, top to bottom."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from parchk.read.pdf.words import Word
from parchk.read.reading import superscript

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

# All in parts of the type size.
_SAME_LINE = 0.4
_SMALL = 0.78
"""Words that are smaller than this beside others belong to a line of their own, or are raised marks."""
_RAISED, _HIGHEST = 0.15, 0.6
_NO_BLANK = 0.08
_LONGEST_MARK = 3


@dataclass(slots=True)
class Line:
    """Words on one height, from left to right."""

    words: list[Word]
    apart: bool = False
    """It stands in one of two columns: its end is no hard wrap that a margin could tell."""
    goes_on: bool = False
    """It is known to go on with the line above it."""
    x0: float = field(init=False)
    x1: float = field(init=False)
    y: float = field(init=False)
    size: float = field(init=False)

    def __post_init__(self) -> None:
        self.words.sort(key=lambda word: word.x0)
        self.x0 = self.words[0].x0
        self.x1 = max(word.x1 for word in self.words)
        main = max(self.words, key=lambda word: (round(word.size, 1), len(word.text)))
        self.y, self.size = main.y, main.size

    @property
    def text(self) -> str:
        """The words with a blank between them; raised figures as such.

        >>> Line([Word("tỉnh", 0, 30, 0, 14), Word("2", 30, 34, 5, 9), Word("này", 38, 60, 0, 14)]).text
        'tỉnh² này'
        """
        parts: list[str] = []
        end = self.x0
        for word in self.words:
            if parts and (word.parted or word.x0 - end > _NO_BLANK * self.size):
                parts.append(" ")
            parts.append(superscript(word.text) if self.is_mark(word) else word.text)
            end = max(end, word.x1)
        return "".join(parts)

    def is_mark(self, word: Word) -> bool:
        """Whether the word is the mark of a footnote: figures, small and raised."""
        return (
            word.size < _SMALL * self.size
            and word.y > self.y + _RAISED * self.size
            and len(word.text) <= _LONGEST_MARK
            and word.text.isdecimal()
        )


def lines_of(words: Iterable[Word]) -> list[Line]:
    """The lines of some words, top to bottom."""
    rows: list[list[Word]] = []
    sizes: list[float] = []
    heights: list[float] = []
    for word in sorted(words, key=lambda word: (-word.y, word.x0)):
        row = next(
            (
                index
                for index in range(len(rows) - 1, max(len(rows) - 3, -1), -1)
                if _belongs(word, heights[index], sizes[index])
            ),
            None,
        )
        if row is None:
            rows.append([word])
            sizes.append(word.size)
            heights.append(word.y)
            continue
        rows[row].append(word)
        if word.size > sizes[row] / _SMALL:
            sizes[row], heights[row] = word.size, word.y
    return sorted((Line(row) for row in rows), key=lambda line: -line.y)


def _belongs(word: Word, y: float, size: float) -> bool:
    larger, smaller = max(size, word.size), min(size, word.size)
    if smaller >= _SMALL * larger:
        return abs(word.y - y) <= _SAME_LINE * larger
    # Words are taken from the top: a mark comes before the larger words that it is raised above.
    return (y > word.y) == (size < word.size) and _RAISED < abs(word.y - y) / larger < _HIGHEST


def usual_size(lines: Sequence[Line]) -> float:
    """The type size of most characters."""
    weights: dict[float, int] = {}
    for line in lines:
        size = round(line.size * 2) / 2
        weights[size] = weights.get(size, 0) + sum(len(word.text) for word in line.words)
    return max(weights, key=weights.__getitem__, default=12.0)
