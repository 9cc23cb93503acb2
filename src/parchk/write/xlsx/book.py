"""A workbook from results: its sheets in their order, filled in one pass over the results."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import IO, TYPE_CHECKING, Final, Literal

from xlsxwriter import Workbook

from parchk.write.xlsx.columns import DOCUMENTS, FINDINGS, RECONCILIATION, TASKS
from parchk.write.xlsx.names import Names
from parchk.write.xlsx.rows import Row, base, document_row, finding_rows, keyed, task_rows
from parchk.write.xlsx.sheet import FONT, Looks, Page, Sheet
from parchk.write.xlsx.tracking import look_up, track
from parchk.write.xlsx.units import Units
from parchk.write.xlsx.words import BASE_TITLE, SHEETS, TITLE

if TYPE_CHECKING:
    from collections.abc import Iterable

    from parchk.models import Directive, Task
    from parchk.wording import Lang
    from parchk.write.xlsx.columns import Column

Behind = Literal["findings", "documents", "base"]

_FROZEN = [column.key for column in TASKS].index("task") + 1
_BEHIND: Final[dict[Literal["findings", "documents", "reconciliation"], tuple[Column, ...]]] = {
    "findings": FINDINGS,
    "documents": DOCUMENTS,
    "reconciliation": RECONCILIATION,
}
_LONG_AGO = date(2000, 1, 1)


def write_book(file: IO[bytes], folder: str, results: Iterable[Directive], lang: Lang, *, per_unit: bool) -> None:
    """Write a workbook to ``file``, with temporary files in ``folder``; rows do not stay in memory.

    With ``per_unit`` they do: the units' sheets stand before others, and which there are is known at the end.
    """
    book = Workbook(
        file,
        {
            "constant_memory": True,
            "tmpdir": folder,
            "default_format_properties": FONT,
            "strings_to_formulas": False,
            "strings_to_urls": False,
            "strings_to_numbers": False,
        },
    )
    sheets = _Sheets(book, lang, per_unit=per_unit)
    newest = ""
    for document, directive in keyed(results):
        rows = list(task_rows(directive, document, lang))
        for task, row in rows:
            sheets.add_task(task, row)
        for row in finding_rows(directive, document, rows, lang):
            sheets.add("findings", row)
        sheets.add("documents", document_row(directive, document, lang))
        newest = max(newest, directive.document.issued_on or "")
    sheets.finish()
    book.set_properties({"title": TITLE[lang], "created": _made_on(newest)})
    book.close()


class _Sheets:
    """The sheets of a workbook. With ``per_unit``, rows for sheets behind those of the units wait until the end."""

    def __init__(self, book: Workbook, lang: Lang, *, per_unit: bool) -> None:
        self._book, self._lang = book, lang
        self._looks = Looks(book)
        self._tasks = self._task_sheet(SHEETS["tasks"][lang])
        self._units = Units(lang)
        self._of_unit: dict[str, list[Row]] = {}
        self._waiting: list[tuple[Behind, Row]] = []
        self._per_unit = per_unit
        if not per_unit:
            self._open_behind()

    def add_task(self, task: Task, row: Row) -> None:
        """Add a task to the sheets where it belongs."""
        numbered: Row = {"no": self._tasks.rows + 1, **row}
        self._tasks.append(numbered)
        self.add("base", row)
        if self._per_unit:
            for unit in self._units.of(task):
                self._of_unit.setdefault(unit, []).append(numbered)

    def add(self, sheet: Behind, row: Row) -> None:
        """Add a row to one of the sheets behind the tasks."""
        if self._per_unit:
            self._waiting.append((sheet, row))
        else:
            self._put(sheet, row)

    def finish(self) -> None:
        """Write what had to wait, and what depends on how many rows there are."""
        if self._per_unit:
            named = Names.of_sheets(name[self._lang] for name in SHEETS.values())
            for unit, name in self._units.sorted():
                self._fill_unit(self._task_sheet(named(name), looked_up=True), self._of_unit[unit])
            self._open_behind()
            for sheet, row in self._waiting:
                self._put(sheet, row)
        for finished in (self._tasks, *self._behind.values()):
            finished.finish()
        self._tasks.page.activate()

    def _fill_unit(self, sheet: Sheet, rows: list[Row]) -> None:
        first = SHEETS["tasks"][self._lang]
        for at, row in enumerate(rows, 2):
            sheet.append({**row, **look_up(first, at)})
        sheet.finish()

    def _put(self, sheet: Behind, row: Row) -> None:
        if sheet == "base":
            self._remember(base(row))
        else:
            self._behind[sheet].append({"no": self._behind[sheet].rows + 1, **row})
            self._remember(base(row, sheet))

    def _remember(self, cells: list[str]) -> None:
        self._base_rows += 1
        for at, words in enumerate(cells):
            self._base.write_string(self._base_rows, at, words)

    def _task_sheet(self, name: str, *, looked_up: bool = False) -> Sheet:
        page = self._book.add_worksheet(name, Page)
        sheet = Sheet(page, TASKS, self._looks, self._lang, frozen=_FROZEN, looked_up=looked_up)
        track(self._book, page, self._lang)
        return sheet

    def _open_behind(self) -> None:
        self._behind = {
            key: Sheet(self._book.add_worksheet(SHEETS[key][self._lang], Page), columns, self._looks, self._lang)
            for key, columns in _BEHIND.items()
        }
        self._base = self._book.add_worksheet(SHEETS["base"][self._lang])
        self._base.very_hidden()
        self._base.write_string(0, 0, BASE_TITLE)
        self._base_rows = 0


def _made_on(newest: str) -> datetime:
    """The time in the workbook's properties: no clock, the day of the newest document."""
    try:
        day = max(date.fromisoformat(newest), _LONG_AGO)
    except ValueError:
        day = _LONG_AGO
    return datetime(day.year, day.month, day.day, tzinfo=UTC)
