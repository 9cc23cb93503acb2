"""What people have written into a workbook beside its tasks: which are closed, since when, and other last days."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from parchk.wording import word
from parchk.write.due.said import day_of, said_of
from parchk.write.xlsx.merge.base import Base
from parchk.write.xlsx.merge.elsewhere import Elsewhere
from parchk.write.xlsx.merge.headings import find_columns
from parchk.write.xlsx.merge.merging import task_tables
from parchk.write.xlsx.merge.pairing import words
from parchk.write.xlsx.merge.plan import plan
from parchk.write.xlsx.merge.tables import tables
from parchk.write.xlsx.merge.workbook import Workbook

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from parchk.due import Place, Said
    from parchk.models import Directive
    from parchk.write.xlsx.merge.plan import Known
    from parchk.write.xlsx.merge.tables import Table
    from parchk.write.xlsx.rows import TaskRow
# What a 0 in the column of the day is read as, by workbooks that count from 1900 and from 1904.
_NO_DAY = ("0", "1899-12-30", "1904-01-01")


def statuses(data: bytes, results: Sequence[Directive], label: str) -> dict[Place, tuple[Said, ...]]:
    """Read what the clerk says of the tasks of ``results``; rows are recognised as in a merge, nothing is written.

    A row is closed as its colours have it: with a state that is one, or with something in the column of the day. Rows
    with nothing in them are there, too.
    ``label`` names the workbook in an :class:`~parchk.errors.InputError`.
    """
    book = Workbook(data, label)
    found = list(tables(book.sheets))
    main, _, others = task_tables(book, found, label)
    base = Base(book, label)
    for table in (main, *others):
        find_columns(table, base)
    documents = next((table for table in found if table.sort == "documents"), None)
    files = {key: documents.said(row, "source") for key, row in documents.rows.items()} if documents else {}
    elsewhere = Elsewhere(others)

    def row_of(known: Known) -> tuple[Table, int, str] | None:
        if known.row is not None:
            return main, known.row, known.key or ""
        there = elsewhere.find(known.key, base[known.key]) if known.key else None
        return (*there, known.key or "") if there else None

    parts = plan(results, main, base, files, has_keys="key" in main.columns)
    places = {
        (at, number): there
        for at, part in enumerate(parts)
        for number, known in part.paired.items()
        if _is_sure(known, part.incoming.tasks[number]) and (there := row_of(known)) is not None
    }
    return {place: (_said(table, row, base[key]),) for place, (table, row, key) in places.items()}


def _is_sure(known: Known, task: TaskRow) -> bool:
    """Whether a row is this task also when the workbook is that of one unit, which has not the tasks of the others."""
    is_same_lead = known.item.lead == str(task.values["lead"] or "")
    return is_same_lead or words(known.item.text) == words(str(task.values["task"] or ""))


def _said(table: Table, row: int, wrote: Mapping[str, str]) -> Said:
    status, done_on = table.said(row, "status"), _day(table, row, "done_on")
    # What a formula computes is not known.
    status, done_on = ("" if said.startswith("=") else said for said in (status, done_on))
    return said_of(status, "" if done_on in _NO_DAY else done_on, _due(table, row, wrote))


def _day(table: Table, row: int, key: str) -> str:
    """What a cell of days says; its time of day does not count."""
    column = table.columns.get(key)
    value = table.sheet.value(row, column) if column else None
    if isinstance(value, float) and (day := table.sheet.day(value // 1)):
        return day.isoformat()
    return table.said(row, key)


def _due(table: Table, row: int, wrote: Mapping[str, str]) -> str:
    """The last day, where the clerk has put another one than parchk wrote.

    It is meant as it stands there, whatever the document's own word was; the day before, where the clerk wrote
    ``trước`` beside it.
    """
    due, bound = _day(table, row, "due"), table.said(row, "bound").split(";")[0]
    if not wrote or due in ("", wrote.get("due", "")) or due.startswith("="):
        return ""
    is_own_word = bound != wrote.get("bound", "").split(";")[0]
    day = day_of(due)
    if day is not None and is_own_word and bound == word("before", table.lang):
        day -= timedelta(days=1)
    return due if day is None else day.isoformat()
