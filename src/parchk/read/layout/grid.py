"""The cells of one table at their places: spans of rows and columns, and whether rules stand between the cells."""

from __future__ import annotations

from bisect import bisect_left
from itertools import pairwise
from typing import TYPE_CHECKING

from parchk.read.layout.rows import table_lines
from parchk.read.reading import too_large

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from parchk.limits import Limits

_MOST_COLUMNS = 100
_A_CELL = 64  # what it takes in memory, in characters
_HAIR = 100  # twips: less than 2 mm


class Grid:
    """A table that is filled row by row, in reading order.

    What spans write over and over is counted against the limit of the file's size: a hostile table may span thousands
    of rows in each of its columns.
    """

    def __init__(self, label: str, limits: Limits) -> None:
        self._label, self._limits = label, limits
        self._rows: list[list[str]] = []
        self._repeats: list[tuple[int, int]] = []  # places that a cell of a row above covers
        # By column: rows still covered and the text, for the row being written and for the next one.
        self._hanging: dict[int, tuple[int, str]] = {}
        self._next: dict[int, tuple[int, str]] = {}
        self._written = 0
        self._cells = self._bordered = 0

    def row(self) -> None:
        """Begin a row."""
        self._end_row()
        self._hanging, self._next = self._next, {}
        self._rows.append([])

    def cell(self, text: str, *, columns: int = 1, rows: int = 1, bordered: bool = False) -> None:
        """Put a cell at the next free place of the row; ``bordered`` if a visible line runs along a side of it."""
        if not self._rows:
            self.row()
        self._cover()
        row = self._rows[-1]
        columns = min(max(columns, 1), _MOST_COLUMNS)
        for place in range(columns):
            shown = "" if place else text
            self._hanging.pop(len(row), None)  # cells that lie over each other: the later one shows
            if rows > 1:
                self._next[len(row)] = (rows - 1, shown)
            self._write(shown)
        self._cells += 1
        self._bordered += bordered

    def lines(self, *, ruled: bool = False) -> list[str]:
        """The table as lines (:func:`parchk.read.layout.rows.table_lines`).

        It is a table of content where most cells are bordered, or where the caller knows it (``ruled``).
        """
        self._end_row()
        ruled = ruled or self._bordered * 2 > self._cells
        if not ruled:
            for row, column in self._repeats:
                self._rows[row][column] = ""
        return table_lines(self._rows, ruled=ruled)

    def _end_row(self) -> None:
        if self._rows:
            self._cover()
            while self._hanging:  # behind a gap: the row has too few cells
                self._write("")
                self._cover()

    def _cover(self) -> None:
        """Fill the places that cells of the rows above cover, up to the next free one."""
        row = self._rows[-1]
        while (hanging := self._hanging.pop(len(row), None)) is not None:
            rows, text = hanging
            if rows > 1:
                self._next[len(row)] = (rows - 1, text)
            self._repeats.append((len(self._rows) - 1, len(row)))
            self._write(text)

    def _write(self, text: str) -> None:
        self._written += len(text) + _A_CELL
        if self._written > self._limits.size:
            too_large(self._label, self._limits)
        self._rows[-1].append(text)


def spans_by_edges(rows: Sequence[Sequence[int]]) -> list[list[int]]:
    """How many columns each cell spans, from the right edges of the cells (twips), row by row.

    Word writes a merged cell as one wide cell; edges that differ by less than a hair's breadth are one.

    >>> spans_by_edges([[2000, 4000, 6000], [4010, 6000]])
    [[1, 1, 1], [2, 1]]
    """
    columns = _distinct(edge for row in rows for edge in row)
    spans = []
    for row in rows:
        places = [bisect_left(columns, edge - _HAIR) for edge in row]
        spans.append([max(place - before, 1) for before, place in pairwise([-1, *places])])
    return spans


def _distinct(edges: Iterable[int]) -> list[int]:
    found: list[int] = []
    for edge in sorted(set(edges)):
        if not found or edge - found[-1] > _HAIR:
            found.append(edge)
    return found
