"""Tables as Word keeps them (.rtf, .doc): rows of cells with right edges; merged cells point at their neighbours."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from parchk.read.layout.grid import Grid, spans_by_edges

if TYPE_CHECKING:
    from collections.abc import Sequence

    from parchk.limits import Limits


@dataclass(slots=True)
class CellShape:
    """What the definition of a row says of one cell."""

    edge: int = 0
    """Where its right side lies, in twips."""
    bordered: bool = False
    across: bool = False
    """It is a part of the cell before it."""
    down: bool = False
    """It is a part of the cell above it."""


@dataclass(slots=True)
class Row:
    """One row: the texts of its cells, and their shapes (which may be fewer)."""

    texts: list[str]
    shapes: list[CellShape]


@dataclass(slots=True)
class _Cell:
    text: str
    column: int
    columns: int
    bordered: bool
    down: bool
    rows: int = 1


def word_table_lines(rows: Sequence[Row], label: str, limits: Limits) -> list[str]:
    """A table as lines (:func:`parchk.read.layout.rows.table_lines`)."""
    grid = Grid(label, limits)
    for row in _with_rows(_placed(rows)):
        grid.row()
        for cell in row:
            if not cell.down:
                grid.cell(cell.text, columns=cell.columns, rows=cell.rows, bordered=cell.bordered)
    return grid.lines()


def _placed(rows: Sequence[Row]) -> list[list[_Cell]]:
    """The cells at their columns; those that are merged into the cell before them are gone."""
    shapes = [_shapes(row) for row in rows]
    spans = spans_by_edges([[shape.edge for shape in row] for row in shapes])
    placed = []
    for row, row_shapes, row_spans in zip(rows, shapes, spans, strict=True):
        cells: list[_Cell] = []
        column = 0
        for text, shape, columns in zip(row.texts, row_shapes, row_spans, strict=True):
            if shape.across and cells and not text:
                cells[-1].columns += columns
            else:
                cells.append(_Cell(text, column, columns, shape.bordered, down=shape.down and not text))
            column += columns
        placed.append(cells)
    return placed


def _shapes(row: Row) -> list[CellShape]:
    """A shape for every text; cells without one get room behind the last edge."""
    shapes = row.shapes[: len(row.texts)]
    last = max((shape.edge for shape in shapes), default=0)
    return shapes + [CellShape(last + 1000 * place) for place in range(1, len(row.texts) - len(shapes) + 1)]


def _with_rows(rows: list[list[_Cell]]) -> list[list[_Cell]]:
    """Count how many rows each cell spans, from the last row up."""
    below: dict[int, int] = {}
    for row in reversed(rows):
        continued: dict[int, int] = {}
        for cell in row:
            cell.rows = 1 + below.get(cell.column, 0)
            if cell.down:
                continued[cell.column] = cell.rows
        below = continued
    for cell in rows[0] if rows else ():
        cell.down = False  # there is nothing above
    return rows
