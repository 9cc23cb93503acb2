"""What people have written into a workbook beside its tasks: which are closed, since when, and other last days."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

from parchk.wording import word
from parchk.write.due.said import said_of
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


def statuses(data: bytes, results: Sequence[Directive], label: str) -> dict[Place, Said]:
    """Read what the clerk says of the tasks of ``results``; rows are recognised as in a merge, nothing is written.

    A row is closed as its colours have it: with a state that is one, or with something in the column of the day.
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
    read = {place: _said(table, row, base[key]) for place, (table, row, key) in places.items()}
    return {place: said for place, said in read.items() if said is not None}


def _is_sure(known: Known, task: TaskRow) -> bool:
    """Whether a row is this task also when the workbook is that of one unit, which has not the tasks of the others."""
    is_same_lead = known.item.lead == str(task.values["lead"] or "")
    return is_same_lead or words(known.item.text) == words(str(task.values["task"] or ""))


def _said(table: Table, row: int, wrote: Mapping[str, str]) -> Said | None:
    # What a formula computes is not known.
    status, done_on = ("" if (said := table.said(row, key)).startswith("=") else said for key in ("status", "done_on"))
    return said_of(status, "" if done_on in _NO_DAY else done_on, _last_day(table, row, wrote))


def _last_day(table: Table, row: int, wrote: Mapping[str, str]) -> date | None:
    """The last day, where the clerk has put another one than parchk wrote; the day before for ``trước``."""
    due = table.said(row, "due")
    if not wrote or due == wrote.get("due", ""):
        return None
    try:
        day = date.fromisoformat(due)
    except ValueError:
        return None
    is_before = table.said(row, "bound").split(";")[0] == word("before", table.lang)
    return day - timedelta(days=1) if is_before else day
