"""The last word before anything is written: the merged workbook, read by another library, holds every cell of the old.

It knows nothing of what the merge did. A cell that is not as it was must be one that parchk had written itself and that
nobody had touched since: it must say exactly what the hidden sheet of the old workbook says that parchk wrote there.
"""

from __future__ import annotations

import io
import json
import warnings
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

import openpyxl
from openpyxl.utils.cell import get_column_letter
from openpyxl.utils.datetime import MAC_EPOCH, WINDOWS_EPOCH, from_excel

from parchk.errors import InputError
from parchk.write.xlsx.merge.result import MergeError
from parchk.write.xlsx.merge.sheet import written_day
from parchk.write.xlsx.merge.tables import written
from parchk.write.xlsx.rows import base_key
from parchk.write.xlsx.words import BASE_TITLE

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from parchk.write.xlsx.merge.tables import Sort

Cells = dict[int, Any]
_LAST_DAY = 2_000_000  # in the year 7375


@dataclass(frozen=True, slots=True)
class Claim:
    """What a merge takes a sheet for, before it writes: whose its columns are."""

    sort: Sort
    columns: Mapping[int, str]
    """The keys of parchk's columns by their place."""


def verify(old: bytes, new: bytes, claims: Mapping[str, Claim], label: str) -> None:
    """Compare two workbooks; ``claims`` gives parchk's sheets by title.

    Raises :class:`MergeError` for the first cell that was lost, :class:`~parchk.errors.InputError` when the old
    workbook cannot be checked.
    """
    try:
        before = _opened(old)
    except Exception as error:
        raise InputError(
            f"{label} holds something that cannot be checked after a merge ({type(error).__name__}: {error});"
            " open it in Excel or LibreOffice, save it again and merge into that"
        ) from error
    after = _opened(new)
    hidden = next((title for title, rows in before.items() if str(rows.get(1, {}).get(1)) == BASE_TITLE), None)
    base = _Base(before.get(hidden or "", {}))
    for title, rows in before.items():
        if title not in after:
            raise MergeError(f"the merge would have lost the sheet {title!r}; nothing was written, please report it")
        if title == hidden:
            continue
        claim = claims.get(title)
        for number, cells in rows.items():
            now = after[title].get(number, {})
            for column, value in cells.items():
                if _same(value, now.get(column)):
                    continue
                if claim is None or not base.explains(claim, cells, column):
                    raise MergeError(
                        f"the merge would have lost the cell {get_column_letter(column)}{number} of the sheet"
                        f" {title!r}; nothing was written, please report it"
                    )


def _opened(data: bytes) -> dict[str, dict[int, Cells]]:
    """Give the cells that hold something, by sheet, row and column."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # about styles and extensions, which are not looked at
        book = openpyxl.load_workbook(io.BytesIO(data), read_only=True, keep_links=False)
        return {sheet.title: dict(_rows(sheet)) for sheet in book.worksheets}


def _rows(sheet: Any) -> Iterator[tuple[int, Cells]]:
    sheet.reset_dimensions()  # what the file says of its size need not be true
    for row in sheet.iter_rows():
        cells = {cell.column: cell.value for cell in row if cell.value is not None}
        if cells:
            yield next(cell.row for cell in row if cell.value is not None), cells


class _Base:
    """What parchk wrote, by the key of a row; by number and text for rows that have lost theirs."""

    def __init__(self, rows: Mapping[int, Cells]) -> None:
        self._entries: dict[str, dict[str, str]] = {}
        self._by_text: dict[tuple[str, str], dict[str, str]] = {}
        for number, cells in rows.items():
            try:
                entry = json.loads("".join(str(cells[column]) for column in sorted(cells) if column > 1))
            except ValueError:
                continue
            if number > 1 and isinstance(entry, dict):
                said = {key: written(value) for key, value in entry.items()}
                self._entries.setdefault(str(cells.get(1)), said)
                self._by_text.setdefault((said.get("number", ""), said.get("task", "")), said)

    def explains(self, claim: Claim, cells: Cells, column: int) -> bool:
        """Whether a cell that has changed held what parchk wrote."""
        key = claim.columns.get(column)
        if key is None or str(cells[column]).startswith("="):
            return False
        value, days = _said(cells[column]), _days(cells[column])
        if key == "key":
            return True
        row = {name: _said(cells.get(at)) for at, name in claim.columns.items()}
        sheet = "tasks" if claim.sort == "reconciliation" else claim.sort
        entries = [
            self._entries.get(base_key(sheet, row.get("key", "").strip())),
            # The key may have got lost, or belong to another row since somebody sorted without the hidden column.
            self._by_text.get((row.get("number", ""), row.get("task", ""))),
        ]
        names = ("change", "moved") if key == "change" else (key,)
        wrote = {entry.get(name) for entry in entries if entry for name in names}
        return value in wrote or not days.isdisjoint(wrote)


def _said(value: Any) -> str:
    return value.date().isoformat() if isinstance(value, datetime) else written(value)


def _days(value: Any) -> set[str | None]:
    """The days that a cell may mean: typed as text, or a number that lost its format."""
    if isinstance(value, str):
        day = written_day(value)
        return {day.isoformat()} if day else set()
    if isinstance(value, int) and 0 < value < _LAST_DAY:
        return {from_excel(value, epoch).date().isoformat() for epoch in (WINDOWS_EPOCH, MAC_EPOCH)}
    return set()


def _same(one: Any, other: Any) -> bool:
    """Whether two cells say the same; formulas of several cells are objects without a comparison of their own."""
    if isinstance(one, str) and isinstance(other, str):
        return one == other
    return one == other or (type(one) is type(other) and getattr(one, "__dict__", 1) == getattr(other, "__dict__", 2))
