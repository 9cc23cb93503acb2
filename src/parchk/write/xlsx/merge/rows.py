"""New rows below those of a table: where they go, how they look, what is computed in them."""

from __future__ import annotations

from collections import Counter, defaultdict
from datetime import date
from functools import cached_property
from typing import TYPE_CHECKING

from lxml import etree
from openpyxl.formula.tokenizer import TokenizerError
from openpyxl.formula.translate import Translator
from openpyxl.utils.cell import get_column_letter

from parchk.errors import InputError
from parchk.write.xlsx.heights import row_height
from parchk.write.xlsx.merge.growth import grow
from parchk.write.xlsx.merge.sheet import MAIN, ROWS, Formula, place
from parchk.write.xlsx.merge.tables import COLUMNS, FILLED_DOWN

if TYPE_CHECKING:
    from collections.abc import Mapping

    from parchk.write.xlsx.merge.tables import Table
    from parchk.write.xlsx.merge.workbook import Workbook
    from parchk.write.xlsx.rows import Value

_DATES = {*range(14, 23), *range(27, 37), *range(45, 48), *range(50, 59)}  # built-in formats of days and times
_DAY_FORMAT = "14"


class Writer:
    """Writes rows and cells of one table. New rows stand below everything that is on the sheet, so that nothing moves.

    Rows in which somebody has only filled formulas down in advance are taken as what they are: room for tasks.
    """

    def __init__(self, book: Workbook, table: Table) -> None:
        self._book, self.table = book, table
        self._bottom = max([*table.rows.values(), *table.keyless], default=table.heading)
        self._last = max(table.rows.values(), default=self._bottom)
        self._free = self._first_free()
        self._until = self._free - 1
        self._number = max((self.number(key) or 0 for key in table.rows), default=0) or len(table.rows)

    def put(self, row: int, key: str, value: Value) -> None:
        """Put a value into a column, if the clerk has left it there."""
        column = self.table.columns.get(key)
        if column is None:
            return
        sheet = self.table.sheet
        style = None
        if isinstance(value, date):
            style = day_style(self._book, sheet.style(row, column) or "0")
        sheet.set(row, column, value, style=style)

    def fill(self, row: int, key: str, value: Value) -> None:
        """Put a value where nothing stands: no formula that was filled down."""
        if value is not None and self._at(row, key) is None:
            self.put(row, key, value)

    def number(self, key: str) -> int | None:
        """Give the number (STT) of a task."""
        row = self.table.rows.get(key)
        number = self._at(row, "no") if row else None
        return int(number) if isinstance(number, float) and number.is_integer() else None

    def fit(self, row: int, words: str) -> None:
        """Make a row high enough for its mark."""
        self.table.sheet.fit(row, row_height(COLUMNS[self.table.sort], {"change": words}))

    def append(self, values: Mapping[str, Value]) -> int:
        """Add a row with the next number, looking as most rows do; gives its place."""
        sheet, row = self.table.sheet, self._free
        if row > ROWS:
            raise InputError(
                f"the sheet {sheet.title!r} has no room below its last row; empty that row and merge again"
            )
        if self._last > self.table.heading:
            sheet.lay(row, self._looks)
            self._fill_down(row)
        self._number += 1
        numbered: dict[str, Value] = {"no": self._number, **values}
        for name, value in numbered.items():
            self.fill(row, name, value)
        sheet.fit(row, row_height(COLUMNS[self.table.sort], numbered))
        self._free += 1
        key = values.get("key")
        if isinstance(key, str):
            self.table.rows[key] = row
        return row

    def finish(self) -> None:
        """Let filters, lists and formats reach to the rows that were added."""
        if self._free - 1 > self._until:
            grow(self._book, self.table.sheet, last=self._bottom, now=self._free - 1)
            self.table.sheet.changed = True

    @cached_property
    def _looks(self) -> dict[int, str]:
        """The formats that most rows have, by column: one that somebody has coloured is no model for new ones."""
        counts: defaultdict[int, Counter[str]] = defaultdict(Counter)
        rows = [*self.table.rows.values()] or self.table.keyless
        for row in rows:
            for column, style in self.table.sheet.styles(row).items():
                counts[column][style] += 1
        common = (column for column in sorted(counts) if 2 * counts[column].total() >= len(rows))
        return {column: counts[column].most_common(1)[0][0] for column in common}

    @cached_property
    def _own(self) -> set[int]:
        """The columns in which a formula is no rule for new rows."""
        return {column for key, column in self.table.columns.items() if key not in FILLED_DOWN}

    def _at(self, row: int, key: str) -> object:
        column = self.table.columns.get(key)
        return self.table.sheet.value(row, column) if column else None

    def _first_free(self) -> int:
        sheet, last = self.table.sheet, self._last
        for row in sheet.rows():
            if row > last and not self._is_filled_down(row):
                last = row
        for merged in sheet.root.iterfind(f"{MAIN}mergeCells/{MAIN}mergeCell"):
            last = max(last, place(merged.get("ref", "A1").rpartition(":")[2])[0])
        return last + 1

    def _is_filled_down(self, row: int) -> bool:
        """Whether all that a row holds is the last task's formulas, as they would be here."""
        sheet, own = self.table.sheet, self._own
        return self._last > self.table.heading and all(
            column not in own
            and isinstance(sheet.value(row, column), Formula)
            and sheet.value(row, column) == self._translated(self._last, row, column)
            for column in sheet.columns(row)
        )

    def _fill_down(self, row: int) -> None:
        """Continue the formulas that the last rows have both, but where parchk has something to say."""
        sheet, own = self.table.sheet, self._own
        above = self._last - 1
        for column in sheet.columns(self._last):
            if column in own or sheet.value(row, column) is not None:
                continue
            formula = self._translated(self._last, row, column)
            alone = above <= self.table.heading
            if formula and (alone or self._translated(self._last, above, column) == sheet.value(above, column)):
                sheet.set(row, column, formula)

    def _translated(self, source: int, target: int, column: int) -> Formula | None:
        """Give a formula as copying it to another row would write it; ``None`` when there is none to copy."""
        formula = self.table.sheet.value(source, column)
        if not isinstance(formula, Formula) or self.table.sheet.is_array(source, column):
            return None
        letter = get_column_letter(column)
        try:
            return Formula(Translator(formula, f"{letter}{source}").translate_formula(f"{letter}{target}"))
        except TokenizerError:
            return None


def day_style(book: Workbook, style: str) -> str:
    """Give the format itself where it shows days, else one like it that does, made when it is needed."""
    part = book.styles
    formats = book.xml(part).find(f"{MAIN}cellXfs") if part else None
    if part is None or formats is None or int(style) >= len(formats):
        return style
    wanted = formats[int(style)]
    if _shows_days(book.xml(part), wanted):
        return style
    made = {**wanted.attrib, "numFmtId": _DAY_FORMAT, "applyNumberFormat": "1"}
    for at, existing in enumerate(formats):
        if dict(existing.attrib) == made and len(existing) == len(wanted):
            return str(at)
    added = etree.SubElement(formats, f"{MAIN}xf", made)
    for child in wanted:
        added.append(etree.fromstring(etree.tostring(child)))
    formats.set("count", str(len(formats)))
    book.touch(part)
    return str(len(formats) - 1)


def _shows_days(styles: etree._Element, style: etree._Element) -> bool:
    number = int(style.get("numFmtId", "0"))
    if number in _DATES:
        return True
    for own in styles.iterfind(f"{MAIN}numFmts/{MAIN}numFmt"):
        if own.get("numFmtId") == str(number):
            code = own.get("formatCode", "").lower().partition(";")[0]
            return "d" in code and "y" in code
    return False
