"""From a workbook and results to the merged workbook."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lxml import etree

from parchk.errors import InputError
from parchk.write.xlsx.columns import TASKS
from parchk.write.xlsx.merge.base import Base
from parchk.write.xlsx.merge.elsewhere import Elsewhere
from parchk.write.xlsx.merge.headings import find_columns
from parchk.write.xlsx.merge.lists import Lists
from parchk.write.xlsx.merge.merger import Merger
from parchk.write.xlsx.merge.plan import plan
from parchk.write.xlsx.merge.result import Merged
from parchk.write.xlsx.merge.rows import Writer
from parchk.write.xlsx.merge.sheet import MAIN
from parchk.write.xlsx.merge.tables import tables
from parchk.write.xlsx.merge.units import UnitSheets, is_of_unit
from parchk.write.xlsx.merge.verify import Claim, verify
from parchk.write.xlsx.merge.workbook import Workbook
from parchk.write.xlsx.units import Units
from parchk.write.xlsx.words import SHEETS

if TYPE_CHECKING:
    from collections.abc import Iterable

    from parchk.models import Directive
    from parchk.write import Style
    from parchk.write.xlsx.merge.tables import Table


def merge(existing: bytes, results: Iterable[Directive], style: Style, *, label: str = "the workbook") -> Merged:
    """Bring a workbook that parchk wrote up to date with results; what people did in it stays.

    New tasks become rows below the last one. In rows of known tasks the cells change in which the document says
    something else than before, unless the clerk has changed them; then the clerk's value stays and is a conflict. Tasks
    that a document no longer has are marked. Documents that are not among the results are left alone.

    The workbook's own language counts, not that of ``style``. ``label`` names the workbook in an
    :class:`~parchk.errors.InputError`, which is raised when it is none, is damaged, or is not parchk's.
    """
    book = Workbook(existing, label)
    found = list(tables(book.sheets))
    main, of_units, others = task_tables(book, found, label)
    base = Base(book, label)
    for table in (main, *of_units, *others):
        find_columns(table, base)
    claims = {
        table.sheet.title: Claim(table.sort, {at: key for key, at in table.columns.items()})
        for table in (main, *of_units, *(table for table in found if table.sort != "tasks"))
    } | {table.sheet.title: Claim("tasks", {table.columns.get("key", 0): "key"}) for table in others}
    has_keys = "key" in main.columns
    if not has_keys:
        _add_keys(main)
    merged = Merged()
    lists = Lists(book, found, base, main, merged)
    parts = plan(results, main, base, lists.files, has_keys=has_keys)
    leads = Units(main.lang)
    for part in parts:
        for row in part.incoming.tasks:
            leads.of(row.task)
    writer = Writer(book, main)
    units = UnitSheets(book, writer, of_units, base, leads, wanted=style.per_unit)
    merger = Merger(writer, units, Elsewhere(others), lists, base, merged=merged)
    for part in parts:
        merger(part)
        lists(part)
    for finished in (writer, units, lists):
        finished.finish()
    if any(sheet.changed for sheet in book.sheets):
        book.compute_when_opened()
    merged.data = book.data()
    if merged.data != existing:
        verify(existing, merged.data, claims, label)
    return merged


def task_tables(book: Workbook, found: list[Table], label: str) -> tuple[Table, list[Table], list[Table]]:
    """Give the sheet of all tasks, those of single units, and those that the clerk made: copies, of what is done.

    The sheet of all tasks is the one that still has its name, else the oldest one that has the hidden keys.
    """
    tasks = [table for table in found if table.sort == "tasks"]
    if not tasks:
        raise InputError(
            f"{label} has no sheet with the columns of a workbook of parchk;"
            " give one that parchk wrote, or write a new one without --merge"
        )
    names = {name.casefold() for name in SHEETS["tasks"].values()}
    main = max(
        tasks,
        key=lambda table: (
            table.sheet.title.casefold() in names,
            not is_of_unit(table),
            "key" in table.columns,
            -book.number(table.sheet),
        ),
    )
    others = [table for table in tasks if table is not main]
    return main, [table for table in others if is_of_unit(table)], [table for table in others if not is_of_unit(table)]


def _add_keys(table: Table) -> None:
    """Add the hidden column of keys behind all others; the one that parchk made got lost, in a copy perhaps."""
    sheet = table.sheet
    column = 1 + max(max(sheet.columns(row), default=0) for row in sheet.rows())
    columns = sheet.root.find(f"{MAIN}cols")
    if columns is None:
        columns = etree.Element(f"{MAIN}cols")
        sheet.data.addprevious(columns)
    for span in list(columns):
        if int(span.get("max", "1")) >= column:  # a format for all columns to the right: let it end here
            if int(span.get("min", "1")) >= column:
                columns.remove(span)
            else:
                span.set("max", str(column - 1))
    etree.SubElement(columns, f"{MAIN}col", {"min": str(column), "max": str(column), "width": "10", "hidden": "1"})
    table.columns["key"] = column
    sheet.set(table.heading, column, TASKS[0].heading(table.lang))
