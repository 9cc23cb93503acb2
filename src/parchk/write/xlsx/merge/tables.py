"""The sheets of a workbook that parchk knows, found by the headings of their columns, whatever they are called now."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import cache
from typing import TYPE_CHECKING, Literal

from parchk.text import canonical_spelling
from parchk.wording import day
from parchk.write.xlsx.columns import DOCUMENTS, FINDINGS, RECONCILIATION, TASKS
from parchk.write.xlsx.merge.sheet import Formula, same_text

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from parchk.wording import Lang
    from parchk.write.xlsx.columns import Column
    from parchk.write.xlsx.merge.sheet import Sheet, Value
    from parchk.write.xlsx.rows import Value as NewValue

Sort = Literal["tasks", "findings", "documents", "reconciliation"]
COLUMNS: dict[Sort, tuple[Column, ...]] = {
    "tasks": TASKS,
    "findings": FINDINGS,
    "documents": DOCUMENTS,
    "reconciliation": RECONCILIATION,
}
# What each sheet has and no other one: without the first of them, two others must be there and the key.
_OWN: dict[Sort, str] = {
    "tasks": "task",
    "findings": "message",
    "documents": "source",
    "reconciliation": "outcome",
}
FILLED_DOWN = {"no", *(column.key for column in TASKS if column.owner == "clerk")}
"""Columns in which people have a formula in every row, often filled down beyond the last one."""
_LANGUAGES: tuple[Lang, Lang] = ("vi", "en")
_HEADING_WITHIN, _FEWEST = 30, 3
_SIGNS = re.compile(r"[\W_]+")


@dataclass(slots=True)
class Table:
    """A sheet of parchk's: where its columns are now, and which row has which key."""

    sheet: Sheet
    sort: Sort
    lang: Lang
    heading: int
    """The row of the headings."""
    columns: dict[str, int]
    """Where a column stands, by its key; those that the clerk removed are missing."""
    twins: dict[str, list[int]] = field(default_factory=dict)
    """All the columns under a heading that several have, in their order."""
    rows: dict[str, int] = field(default_factory=dict)
    """The row of a key. Of rows with the same key the first counts."""
    copies: dict[str, list[int]] = field(default_factory=dict)
    """The other rows with a key: copies that the clerk made."""
    keyless: list[int] = field(default_factory=list)
    """Rows with a value in one of the columns, but without a key. Formulas filled down in advance are no value."""

    def __post_init__(self) -> None:
        at = self.columns.get("key")
        for row in self.sheet.rows():
            if row <= self.heading:
                continue
            key = self.sheet.value(row, at) if at else None
            if isinstance(key, str) and not isinstance(key, Formula) and key.strip():
                if self.rows.setdefault(key.strip(), row) != row:
                    self.copies.setdefault(key.strip(), []).append(row)
            elif any(self._says_something(row, name, column) for name, column in self.columns.items()):
                self.keyless.append(row)

    def _says_something(self, row: int, name: str, column: int) -> bool:
        value = self.sheet.value(row, column)
        return value is not None and not (name in FILLED_DOWN and isinstance(value, Formula))

    def said(self, row: int, key: str) -> str:
        """What a cell says, in the one form in which values are compared: :func:`written`."""
        column = self.columns.get(key)
        return self.says(row, column, self.kinds[key]) if column else ""

    def says(self, row: int, column: int, kind: str) -> str:
        """What a cell of any column says, as one that holds values of this kind."""
        value = self.sheet.value(row, column)
        if kind == "date" and (found := self.sheet.day(value)):
            return found.isoformat()
        return written(value)

    def adopt(self, row: int, key: str) -> None:
        """Give a row its key."""
        self.rows[key] = row
        if "key" in self.columns:
            self.sheet.set(row, self.columns["key"], key)

    def rename(self, called: Mapping[str, str]) -> None:
        """Give rows other keys, and the clerk's copies of them; ``called`` gives the old key by the new one."""
        rows = {new: self.rows[old] for new, old in called.items() if old in self.rows}
        copies = {new: self.copies[old] for new, old in called.items() if old in self.copies}
        for old in called.values():
            self.rows.pop(old, None)
            self.copies.pop(old, None)
        self.copies |= copies
        for new, row in rows.items():
            for copy in copies.get(new, ()):
                self.adopt(copy, new)
            self.adopt(row, new)

    @property
    def kinds(self) -> Mapping[str, str]:
        """What stands in a column, by its key: text, date or number."""
        return _kinds(self.sort)

    def called(self, key: str) -> str:
        """The heading of a column, as it is now."""
        column = self.columns.get(key)
        now = self.sheet.value(self.heading, column) if column else None
        if isinstance(now, str) and now.strip():
            return same_text(now)
        return next(column.heading(self.lang) for column in COLUMNS[self.sort] if column.key == key)


@cache
def _kinds(sort: Sort) -> dict[str, str]:
    return {column.key: column.kind for column in COLUMNS[sort]}


def written(value: Value | NewValue) -> str:
    r"""Give a value in the form in which values are compared, and kept in the hidden sheet.

    >>> written(None), written(12.0), written(" a\r\nb ")
    ('', '12', ' a\nb')
    """
    match value:
        case None:
            return ""
        case bool():
            return str(value).lower()
        case float() | int():
            return f"{value:.15g}"
        case str():
            return same_text(value)
        case _:
            return value.isoformat()


def shown(said: str, kind: str, lang: Lang) -> str:
    """Give a compared value as people read it.

    >>> shown("2022-08-05", "date", "vi")
    '05/8/2022'
    """
    return day(said, lang) if kind == "date" else said


def tables(sheets: list[Sheet]) -> Iterator[Table]:
    """Give the sheets that are parchk's, in the order of their tabs."""
    for sheet in sheets:
        found = _recognised(sheet)
        if found is not None:
            yield found


def _recognised(sheet: Sheet) -> Table | None:
    """Find the row that has the most of one sheet's headings."""
    best: tuple[Sort, Lang, int, dict[str, list[int]]] | None = None
    for row in sheet.rows():
        if row > _HEADING_WITHIN:
            break
        headings = _headings(sheet, row)
        for sort in COLUMNS:
            for lang in _LANGUAGES:
                columns = {key: headings[said] for said, key in _known(sort, lang).items() if said in headings}
                enough = len(columns) >= _FEWEST and (_OWN[sort] in columns or "key" in columns)
                if enough and (best is None or len(columns) > len(best[3])):
                    best = sort, lang, row, columns
    if best is None:
        return None
    sort, lang, row, columns = best
    first = {key: there[0] for key, there in columns.items()}
    return Table(sheet, sort, lang, row, first, {key: there for key, there in columns.items() if len(there) > 1})


def _headings(sheet: Sheet, row: int) -> dict[str, list[int]]:
    """What stands in a row, and where."""
    found: dict[str, list[int]] = {}
    for column in sheet.columns(row):
        value = sheet.value(row, column)
        if isinstance(value, str):
            found.setdefault(_bare(value), []).append(column)
    return found


@cache
def _known(sort: Sort, lang: Lang) -> dict[str, str]:
    return {_bare(column.heading(lang)): column.key for column in COLUMNS[sort]}


def _bare(heading: str) -> str:
    """Letters and digits only: blanks, line ends, capitals and the place of a tone mark do not count."""
    return _SIGNS.sub("", canonical_spelling(heading).casefold())
