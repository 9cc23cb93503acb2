"""Whose workbook it is: the unit that leads in all of its tasks."""

from __future__ import annotations

from parchk.errors import InputError
from parchk.wording import Lang
from parchk.write.xlsx.merge.tables import tables
from parchk.write.xlsx.merge.workbook import Workbook
from parchk.write.xlsx.names import Names
from parchk.write.xlsx.words import NO_LEAD


def leads(data: bytes) -> set[str]:
    """Give the units that every task names, as a file can be called (:func:`parchk.write.xlsx.parts`).

    In a workbook for one unit that is this unit; in one for all units there is none, as a rule, and in a file that is
    no workbook of parchk's.
    """
    try:
        found = [table for table in tables(Workbook(data, "the workbook").sheets) if table.sort == "tasks"]
    except InputError:
        return set()
    units = [
        {_file_name(unit, table.lang) for unit in table.said(row, "lead").split("; ")}
        for table in found
        for row in table.rows.values()
    ]
    return set.intersection(*units) if units else set()


def _file_name(unit: str, lang: Lang) -> str:
    return Names.of_files()(unit or NO_LEAD[lang])
