"""What is in a workbook, for those who are about to write into it."""

from __future__ import annotations

from parchk.errors import InputError
from parchk.wording import Lang
from parchk.write.xlsx.columns import TASKS
from parchk.write.xlsx.merge.sheet import Formula
from parchk.write.xlsx.merge.tables import Table, tables
from parchk.write.xlsx.merge.workbook import Workbook
from parchk.write.xlsx.names import Names
from parchk.write.xlsx.words import NO_LEAD

_OF_THE_CLERK = [column.key for column in TASKS if column.owner == "clerk"]


def cells_by_hand(data: bytes) -> int:
    """Count the cells in the clerk's columns that say something; 0 in a file that is no workbook of parchk's."""
    return sum(
        table.said(row, key) != "" and not isinstance(table.sheet.value(row, table.columns[key]), Formula)
        for table in _of_tasks(data)
        for row in (*table.rows.values(), *table.keyless)
        for key in _OF_THE_CLERK
        if key in table.columns
    )


def leads(data: bytes) -> set[str]:
    """Give the units of which every task names at least this one, as a file can be called; for no unit, its name.

    In a workbook for one unit that is this unit; in one for all units there is none, as a rule.
    """
    units = [
        {_named(unit, table.lang) for unit in table.said(row, "lead").split("; ")}
        for table in _of_tasks(data)
        for row in table.rows.values()
    ]
    return set.intersection(*units) if units else set()


def _named(unit: str, lang: Lang) -> str:
    return Names.of_files()(unit or NO_LEAD[lang])


def _of_tasks(data: bytes) -> list[Table]:
    try:
        return [table for table in tables(Workbook(data, "the workbook").sheets) if table.sort == "tasks"]
    except InputError:
        return []
