"""What reaches down to the last row of a sheet has to reach to the rows that were added below it.

Filters, tables, lists to choose from, conditional formats, print areas. A range that ended above stays as it is.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from parchk.write.xlsx.merge.sheet import MAIN, place

if TYPE_CHECKING:
    from lxml import etree

    from parchk.write.xlsx.merge.sheet import Sheet
    from parchk.write.xlsx.merge.workbook import Workbook

_X14 = "{http://schemas.microsoft.com/office/spreadsheetml/2009/9/main}"
_XM = "{http://schemas.microsoft.com/office/excel/2006/main}sqref"
_AREAS = ("conditionalFormatting", "dataValidations/{0}dataValidation", "protectedRanges/{0}protectedRange")
_NAMES = {"_xlnm._FilterDatabase", "_xlnm.Print_Area"}
_RANGE = re.compile(r"(\$?[A-Z]{1,3}\$?)(\d+):(\$?[A-Z]{1,3}\$?)(\d+)")


def grow(book: Workbook, sheet: Sheet, *, last: int, now: int) -> None:
    """Let what reached to the row ``last`` reach to the row ``now``."""
    dimension = sheet.root.find(f"{MAIN}dimension")
    if dimension is not None:
        _grow(dimension, last, now, always=True)
    for path in _AREAS:
        for element in sheet.root.iterfind(f"{MAIN}{path.format(MAIN)}"):
            _grow(element, last, now, attribute="sqref")
    for element in sheet.root.iter(f"{_X14}conditionalFormatting", f"{_X14}dataValidation"):
        areas = element.find(_XM)
        if areas is not None and areas.text:
            areas.text = _grown(areas.text, last, now)
    for element in sheet.root.iterfind(f"{MAIN}autoFilter"):
        _grow(element, last, now, always=True)
    _grow_tables(book, sheet, last, now)
    _grow_names(book, sheet, last, now)


def _grow_tables(book: Workbook, sheet: Sheet, last: int, now: int) -> None:
    """A table with a row of totals stays as it is: the new rows stand below its totals."""
    for kind, _, part in book.relations(sheet.part):
        if kind != "table":
            continue
        table = book.xml(part)
        bottom = place(table.get("ref", "A1").rpartition(":")[2])[0]
        if bottom == last and table.get("totalsRowCount", "0") == "0":
            _grow(table, last, now, always=True)
            for element in table.iterfind(f"{MAIN}autoFilter"):
                _grow(element, last, now, always=True)
            book.touch(part)


def _grow_names(book: Workbook, sheet: Sheet, last: int, now: int) -> None:
    at = str(book.position(sheet))
    for name in book.xml(book.part).iterfind(f"{MAIN}definedNames/{MAIN}definedName"):
        if name.get("localSheetId") == at and name.get("name") in _NAMES and name.text:
            grown = _RANGE.sub(lambda found: _longer(found, last, now), name.text)
            if grown != name.text:
                name.text = grown
                book.touch(book.part)


def _grow(element: etree._Element, last: int, now: int, *, attribute: str = "ref", always: bool = False) -> None:
    areas = element.get(attribute, "")
    element.set(attribute, _grown(areas, last, now, always=always))


def _grown(areas: str, last: int, now: int, *, always: bool = False) -> str:
    """Stretch those of some areas that reach to a row; of one row only where there can be no other.

    >>> _grown("A2:B9 C2:C5 D9:D9 E2:E1048576", 9, 12)
    'A2:B12 C2:C5 D9:D9 E2:E1048576'
    """
    return " ".join(_RANGE.sub(lambda found: _longer(found, last, now, always=always), area) for area in areas.split())


def _longer(found: re.Match[str], last: int, now: int, *, always: bool = False) -> str:
    first, end = int(found[2]), int(found[4])
    if first <= last <= end < now and (always or first < end):
        return f"{found[1]}{first}:{found[3]}{now}"
    return found[0]
