"""What people have written into a workbook, for those who are about to write over it."""

from __future__ import annotations

from parchk.errors import InputError
from parchk.write.xlsx.columns import TASKS
from parchk.write.xlsx.merge.sheet import Formula
from parchk.write.xlsx.merge.tables import tables
from parchk.write.xlsx.merge.workbook import Workbook

_OF_THE_CLERK = [column.key for column in TASKS if column.owner == "clerk"]


def cells_by_hand(data: bytes) -> int:
    """Count the cells in the clerk's columns that say something; 0 in a file that is no workbook of parchk's."""
    try:
        found = list(tables(Workbook(data, "the workbook").sheets))
    except InputError:
        return 0
    return sum(
        table.said(row, key) != "" and not isinstance(table.sheet.value(row, table.columns[key]), Formula)
        for table in found
        if table.sort == "tasks"
        for row in (*table.rows.values(), *table.keyless)
        for key in _OF_THE_CLERK
        if key in table.columns
    )
