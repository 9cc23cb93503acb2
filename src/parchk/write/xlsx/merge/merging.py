"""From a workbook and results to the merged workbook."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from lxml import etree

from parchk.errors import InputError
from parchk.write.xlsx.columns import TASKS
from parchk.write.xlsx.merge.base import Base
from parchk.write.xlsx.merge.lists import Lists
from parchk.write.xlsx.merge.merger import Merger
from parchk.write.xlsx.merge.plan import Incoming, plan
from parchk.write.xlsx.merge.result import Merged
from parchk.write.xlsx.merge.rows import Writer
from parchk.write.xlsx.merge.sheet import MAIN
from parchk.write.xlsx.merge.tables import tables
from parchk.write.xlsx.merge.units import UnitSheets, is_of_unit
from parchk.write.xlsx.merge.verify import Claim, verify
from parchk.write.xlsx.merge.workbook import Workbook
from parchk.write.xlsx.rows import REMEMBERED
from parchk.write.xlsx.units import Units

if TYPE_CHECKING:
    from collections.abc import Iterable

    from parchk.models import Directive
    from parchk.write import Style
    from parchk.write.xlsx.merge.tables import Table

_MOST = 0.6  # of a column's cells that must say what parchk wrote, for a column with another heading to be parchk's


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
    main, of_units = _task_tables(found, label)
    base = Base(book, label)
    for table in (main, *of_units):
        _find_renamed(table, base)
    claims = {
        table.sheet.title: Claim(table.sort, {at: key for key, at in table.columns.items()})
        for table in (main, *of_units, *(table for table in found if table.sort != "tasks"))
    }
    has_keys = "key" in main.columns
    if not has_keys:
        _add_keys(main)
    documents = Incoming.all(results, main.lang)
    leads = Units(main.lang)
    for document in documents:
        for row in document.tasks:
            leads.of(row.task)
    merged = Merged()
    lists = Lists(book, found, base, main, merged)
    parts = plan(documents, main, base, lists.files, has_keys=has_keys)
    writer = Writer(book, main)
    units = UnitSheets(book, writer, of_units, base, leads, wanted=style.per_unit)
    merger = Merger(writer, units, lists, base, merged)
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


def _task_tables(found: list[Table], label: str) -> tuple[Table, list[Table]]:
    """Give the sheet of all tasks, and those of single units. Other sheets of tasks are copies that the clerk made."""
    tasks = [table for table in found if table.sort == "tasks"]
    if not tasks:
        raise InputError(
            f"{label} has no sheet with the columns of a workbook of parchk;"
            " merge into one that parchk wrote, or write a new one without --merge"
        )
    of_units = [table for table in tasks if is_of_unit(table)]
    whole = [table for table in tasks if table not in of_units] or tasks
    main = max(whole, key=lambda table: (len(table.rows), len(table.keyless)))
    return main, [table for table in of_units if table is not main]


def _find_renamed(table: Table, base: Base) -> None:
    """Find columns under another heading by what stands in them: what parchk wrote there last."""
    taken = set(table.columns.values())
    others = [column for column in table.sheet.columns(table.heading) if column not in taken]
    for wanted in TASKS:
        if wanted.key not in (*REMEMBERED["tasks"], "change") or wanted.key in table.columns or not others:
            continue
        agreeing: Counter[int] = Counter()
        known = 0
        for key, row in table.rows.items():
            wrote = base[key].get(wanted.key)
            if wrote:
                known += 1
                agreeing.update(column for column in others if table.says(row, column, wanted.kind) == wrote)
        column, count = max(agreeing.items(), key=lambda found: found[1], default=(0, 0))
        if count and count >= _MOST * known:
            table.columns[wanted.key] = column
            others.remove(column)


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
