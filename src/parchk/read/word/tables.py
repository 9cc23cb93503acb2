"""Rows and cells of the tables of a Word document (ECMA-376 part 1, 17.4)."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from parchk.read.layout.rows import COLUMNS_OF_CONTENT
from parchk.read.word.markup import W, is_on, through, value_of, whole
from parchk.read.word.styles import visible_sides

if TYPE_CHECKING:
    from lxml import etree

    from parchk.read.word.styles import Styles

_MOST_COLUMNS = 63  # that Word can make
_INNER = {"top": "insideH", "bottom": "insideH", "left": "insideV", "right": "insideV"}


class Row(NamedTuple):
    """A row and its cells."""

    element: etree._Element
    cells: list[etree._Element]


def rows_of(table: etree._Element) -> list[Row]:
    """The rows of a table that are not deleted or hidden."""
    return [Row(row, _cells(row)) for row in through(table) if row.tag == f"{W}tr" and not _is_gone(row)]


def is_ruled(table: etree._Element, rows: list[Row], styles: Styles) -> bool:
    """Whether lines are seen between most cells: not those around the table, nor one under a heading.

    A table with a row of headings is one of content whatever its lines.
    """
    if len(rows) < 2 or all(len(row.cells) < 2 for row in rows):
        return False
    if len(rows[0].cells) >= COLUMNS_OF_CONTENT and rows[0].element.find(f"{W}trPr/{W}tblHeader") is not None:
        return True  # a row of headings, repeated on every page
    properties = table.find(f"{W}tblPr")
    sides: dict[str, bool] = {}
    if properties is not None:
        sides = styles.borders(value_of(properties, "tblStyle") or "")
        sides |= visible_sides(properties.find(f"{W}tblBorders"))
    lined = cells = 0
    for place, row in enumerate(rows):
        of_row = sides | visible_sides(row.element.find(f"{W}tblPrEx/{W}tblBorders"))
        for column, cell in enumerate(row.cells):
            own = visible_sides(cell.find(f"{W}tcPr/{W}tcBorders"))
            inner = {"top": place > 0, "bottom": place + 1 < len(rows)}
            inner |= {"left": column > 0, "right": column + 1 < len(row.cells)}
            lined += any(own.get(side, of_row.get(_INNER[side], False)) for side in inner if inner[side])
            cells += 1
    return lined * 2 > cells


def _cells(row: etree._Element) -> list[etree._Element]:
    return [cell for cell in through(row) if cell.tag == f"{W}tc" and cell.find(f"{W}tcPr/{W}cellDel") is None]


def _is_gone(row: etree._Element) -> bool:
    properties = row.find(f"{W}trPr")
    return properties is not None and (properties.find(f"{W}del") is not None or is_on(properties, "hidden") is True)


def columns(properties: etree._Element | None, name: str, default: int) -> int:
    """A count of columns, such as ``gridSpan``, within what Word can make."""
    count = default if properties is None else whole(value_of(properties, name), default)
    return max(default, min(count, _MOST_COLUMNS))
