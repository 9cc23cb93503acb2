"""What parchk wrote into a workbook last, in its hidden sheet: the third side of every comparison.

A row an entry: the key of the row that it speaks of, and a JSON object of values by column, in pieces that fit into
cells. Besides the columns it may hold ``change``, the mark of the last merge, ``moved``, the mark in the sheet of
a unit that is no longer responsible, and ``deleted``: that the clerk was told that the row is missing.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from lxml import etree

from parchk.errors import InputError
from parchk.write.xlsx.merge.sheet import MAIN
from parchk.write.xlsx.merge.tables import written
from parchk.write.xlsx.words import BASE_TITLE, SHEETS

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from parchk.write.xlsx.merge.sheet import Sheet
    from parchk.write.xlsx.merge.workbook import Workbook

_TITLE = BASE_TITLE.rpartition(" ")[0]
_PIECE = 16_000  # of code points: at most 32,000 of the 32,767 UTF-16 units of a cell


class Base:
    """The entries by key. A workbook that lost the sheet has none, and gets a new one with the first :meth:`put`."""

    def __init__(self, book: Workbook, label: str) -> None:
        self._book = book
        self._sheet: Sheet | None = None
        self._entries: dict[str, dict[str, str]] = {}
        self._rows: dict[str, int] = {}
        self._last = 1
        for sheet in book.sheets:
            title = sheet.value(1, 1)
            if isinstance(title, str) and title.startswith(_TITLE):
                if title != BASE_TITLE:
                    raise InputError(
                        f"{label} was written by a newer parchk ({title!r}); update parchk and merge again"
                    )
                self._sheet = sheet
                self._read(sheet)
                break

    def _read(self, sheet: Sheet) -> None:
        for row in sheet.rows():
            key = sheet.value(row, 1)
            self._last = row
            if row == 1 or not isinstance(key, str):
                continue
            pieces = (sheet.value(row, column) for column in sheet.columns(row) if column > 1)
            try:
                entry = json.loads("".join(piece for piece in pieces if isinstance(piece, str)))
            except ValueError:  # somebody typed in it: as if it were not there
                continue
            if isinstance(entry, dict) and key not in self._entries:
                self._entries[key] = {str(name): written(value) for name, value in entry.items()}
                self._rows[key] = row

    def __contains__(self, key: str) -> bool:
        return key in self._entries

    def __iter__(self) -> Iterator[str]:
        return iter(self._entries)

    def __getitem__(self, key: str) -> Mapping[str, str]:
        return self._entries.get(key, {})

    def put(self, entries: Mapping[str, Mapping[str, str]], called: Mapping[str, str] | None = None) -> None:
        """Remember entries by key; ``called`` gives the keys that some of them had until now."""
        called = called or {}
        rows = {key: self._rows.get(called.get(key, key)) for key in entries}
        before = {key: self._entries.get(called.get(key, key)) for key in entries}
        for key in entries:
            self._rows.pop(called.get(key, key), None)
            self._entries.pop(called.get(key, key), None)
        for key, entry in entries.items():
            row = rows[key]
            if row is None:
                row = self._last = self._last + 1
            if before[key] != entry or called.get(key, key) != key:
                self._write(row, key, entry)
            self._entries[key], self._rows[key] = dict(entry), row

    def _write(self, row: int, key: str, entry: Mapping[str, str]) -> None:
        sheet = self._sheet or self._made()
        # Excel takes "_x0041_" in a text for a character's number; escaped, it is none.
        text = json.dumps(entry, ensure_ascii=False).replace("_x", "\\u005fx")
        pieces = [text[start : start + _PIECE] for start in range(0, len(text), _PIECE)]
        for column in sheet.columns(row):
            if column > 1 + len(pieces):
                sheet.set(row, column, None)
        for column, piece in enumerate([key, *pieces], 1):
            sheet.set(row, column, piece)

    def _made(self) -> Sheet:
        root = etree.Element(f"{MAIN}worksheet", nsmap={None: MAIN.strip("{}")})
        etree.SubElement(root, f"{MAIN}sheetData")
        taken = {sheet.title.casefold() for sheet in self._book.sheets}
        name = SHEETS["base"]["vi"]
        title = next(title for title in (name, *(f"{name} ({n})" for n in range(2, 99))) if title not in taken)
        self._sheet = self._book.add_sheet(title, root, hidden=True)
        self._sheet.set(1, 1, BASE_TITLE)
        return self._sheet
