"""One worksheet of an existing workbook: its cells are read where they stand, and set one by one.

Whatever is not set stays as the program that saved the file wrote it.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_left
from datetime import date, timedelta
from functools import lru_cache
from typing import TYPE_CHECKING

from lxml import etree
from openpyxl.formula.tokenizer import TokenizerError
from openpyxl.formula.translate import Translator
from openpyxl.utils.cell import get_column_letter

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
ROWS = 1_048_576
"""How many rows a sheet has."""
_SPACE = "{http://www.w3.org/XML/1998/namespace}space"
_ROW, _CELL, _FORMULA, _VALUE, _INLINE, _TEXT, _RUN = (f"{MAIN}{tag}" for tag in ("row", "c", "f", "v", "is", "t", "r"))
_REFERENCE = re.compile(r"([A-Z]{1,3})(\d+)")
# Spreadsheets write what XML cannot hold as _x000D_, and a text that looks so with its underscore as _x005F_.
_ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")
_NOT_CHARACTERS = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


class Formula(str):
    """What a cell computes, with its ``=``; the result that was computed last is not trusted."""

    __slots__ = ()


Value = str | float | bool | Formula | None
"""What stands in a cell: text, a number (a day is one, too), true or false, a formula, nothing."""


class Sheet:
    """The cells of a worksheet, by row and column, both counted from 1.

    Raises :class:`ValueError`, :class:`KeyError` or :class:`IndexError` when the part is no worksheet.
    """

    def __init__(self, title: str, part: str, root: etree._Element, strings: Sequence[str], first_day: date) -> None:
        self.title, self.part, self.root = title, part, root
        self.changed = False
        """Whether the part has to be written anew."""
        self._strings, self._first_day = strings, first_day
        data = root.find(f"{MAIN}sheetData")
        if data is None:
            raise ValueError("it has no sheetData")
        self.data = data
        self._rows: dict[int, etree._Element] = {}
        self._cells: dict[int, dict[int, etree._Element]] = {}
        self._shared: dict[str, tuple[str, str]] = {}
        self._values: dict[int, dict[int, Value]] = {}
        self._read()
        self._order = sorted(self._rows)
        self._column_styles = [
            (int(span.get("min", "1")), int(span.get("max", "1")), span.get("style"))
            for span in root.iterfind(f"{MAIN}cols/{MAIN}col")
        ]
        for number, cells in self._cells.items():
            values = {column: self._read_value(cell) for column, cell in cells.items()}
            self._values[number] = {column: value for column, value in values.items() if value is not None}

    def _read(self) -> None:
        """Number rows and cells; what leaves its place out stands behind the one before."""
        number = 0
        for row in self.data.iterchildren(_ROW):
            number = int(row.get("r") or number + 1)
            if not 0 < number <= ROWS:
                raise ValueError(f"there is no row {number}")
            row.set("r", str(number))
            self._rows.setdefault(number, row)
            cells = self._cells.setdefault(number, {})
            column = 0
            for cell in row.iterchildren(_CELL):
                reference = cell.get("r")
                column = place(reference)[1] if reference else column + 1
                cell.set("r", f"{get_column_letter(column)}{number}")
                cells[column] = cell
                formula = cell.find(_FORMULA)
                if formula is not None and formula.get("t") == "shared" and formula.text:
                    self._shared[formula.get("si", "")] = (f"={formula.text}", cell.get("r", ""))

    def rows(self) -> Iterator[int]:
        """Give the numbers of the rows that hold a value, from the top."""
        yield from sorted(number for number, values in self._values.items() if values)

    def columns(self, row: int) -> list[int]:
        """Give the columns in which a row holds a value."""
        return sorted(self._values.get(row, {}))

    def value(self, row: int, column: int) -> Value:
        """Give what stands in a cell."""
        return self._values.get(row, {}).get(column)

    def _read_value(self, cell: etree._Element) -> Value:
        if len(cell) == 0:
            return None
        formula = cell.find(_FORMULA)
        if formula is not None:
            return self._formula(formula, cell.get("r", ""))
        kind = cell.get("t", "n")
        if kind == "inlineStr":
            inline = cell.find(_INLINE)
            return (string_text(inline) or None) if inline is not None else None
        written = cell.findtext(_VALUE) or ""
        if not written:
            return None
        match kind:
            case "s":
                return self._strings[int(written)] or None
            case "b":
                return written.strip() in ("1", "true")
            case "n":
                return float(written)
            case _:  # a formula's text that lost its formula, a day in ISO 8601, an error
                return _unescaped(written)

    def _formula(self, formula: etree._Element, reference: str) -> Formula:
        if formula.text:
            return Formula(f"={formula.text}")
        shared, origin = self._shared.get(formula.get("si", ""), ("=", reference))
        try:
            return Formula(Translator(shared, origin).translate_formula(reference))
        except TokenizerError:  # not understood, and nobody's but the clerk's
            return Formula(shared)

    def is_array(self, row: int, column: int) -> bool:
        """Whether a cell's formula is one for several cells at once."""
        formula = self._cells[row][column].find(_FORMULA)
        return formula is not None and formula.get("t") in ("array", "dataTable")

    def day(self, value: Value) -> date | None:
        """Give the day that a cell's number or text says; ``None`` when it says none.

        People type days as text, too: ``20/8/2022``, ``20-08-2022``, ``2022-08-20``.
        """
        if isinstance(value, float) and value.is_integer():
            try:
                return self._first_day + timedelta(days=value)
            except OverflowError:
                return None
        return written_day(value) if isinstance(value, str) and not isinstance(value, Formula) else None

    def style(self, row: int, column: int) -> str | None:
        """Give the index of a cell's format: its own, its row's, its column's."""
        cell = self._cells.get(row, {}).get(column)
        if cell is not None:
            return cell.get("s", "0")
        if row in self._rows and self._rows[row].get("customFormat") in ("1", "true"):
            return self._rows[row].get("s")
        return next((style for first, last, style in self._column_styles if first <= column <= last), None)

    def set(self, row: int, column: int, value: str | float | date | None, *, style: str | None = None) -> None:
        """Put a value into a cell; ``None`` empties it. Its format stays, unless ``style`` is given."""
        if style is None and not self._has(row, column):
            style = self.style(row, column)
        cell = self._cell(row, column)
        self.changed = True
        for child in list(cell):
            cell.remove(child)
        for attribute in ("t", "cm", "vm"):  # kind, and metadata of what the cell computed
            cell.attrib.pop(attribute, None)
        if style is not None:
            cell.set("s", style)
        match value:
            case None:
                pass
            case Formula():
                etree.SubElement(cell, _FORMULA).text = _writable(value.removeprefix("="))
            case str():
                cell.set("t", "inlineStr")
                text = etree.SubElement(etree.SubElement(cell, _INLINE), _TEXT)
                text.set(_SPACE, "preserve")
                text.text = _ESCAPED.sub(r"_x005F_x\1_", _writable(value))
            case date():
                etree.SubElement(cell, _VALUE).text = str((value - self._first_day).days)
            case _:
                etree.SubElement(cell, _VALUE).text = f"{value:.15g}"
        self._values.setdefault(row, {})[column] = self._read_value(cell)
        if value is None:
            del self._values[row][column]

    def styles(self, row: int) -> dict[int, str]:
        """Give the formats of a row's cells, by column."""
        return {column: cell.get("s", "0") for column, cell in self._cells.get(row, {}).items()}

    def lay(self, row: int, styles: Mapping[int, str]) -> None:
        """Format the cells of a new row; those that are there already keep their formats."""
        self.changed = True
        for column, style in styles.items():
            if not self._has(row, column):
                self._cell(row, column).set("s", style)

    def fit(self, row: int, height: float) -> None:
        """Make a row so many points high at least, unless somebody has chosen its height."""
        element = self._row(row)
        if element.get("customHeight") not in ("1", "true") and float(element.get("ht") or 0) < height:
            element.set("ht", f"{height:g}")
            self.changed = True

    def _has(self, row: int, column: int) -> bool:
        return column in self._cells.get(row, {})

    def _row(self, number: int) -> etree._Element:
        if number not in self._rows:
            at = bisect_left(self._order, number)
            made = etree.Element(_ROW, {"r": str(number)})
            if at == len(self._order):
                self.data.append(made)
            else:
                self._rows[self._order[at]].addprevious(made)
            self._order.insert(at, number)
            self._rows[number], self._cells[number] = made, {}
        return self._rows[number]

    def _cell(self, row: int, column: int) -> etree._Element:
        parent, cells = self._row(row), self._cells[row]
        if column not in cells:
            made = etree.Element(_CELL, {"r": f"{get_column_letter(column)}{row}"})
            behind = min((other for other in cells if other > column), default=None)
            if behind is None:
                parent.append(made)
            else:
                cells[behind].addprevious(made)
            cells[column] = made
            parent.attrib.pop("spans", None)  # a hint for readers, and no longer true
        return cells[column]


def string_text(element: etree._Element) -> str:
    """Give the text of a string item, formatted runs joined, without the readings of East Asian signs."""
    parts = [child.text or "" for child in element.iterchildren(_TEXT)]
    parts += [text.text or "" for run in element.iterchildren(_RUN) for text in run.iterchildren(_TEXT)]
    return _unescaped("".join(parts))


@lru_cache(maxsize=1 << 16)
def place(reference: str) -> tuple[int, int]:
    """Give row and column of a cell's name.

    >>> place("AB12"), place("$C$4")
    ((12, 28), (4, 3))
    """
    found = _REFERENCE.fullmatch(reference.replace("$", "").upper())
    if found is None:
        raise ValueError(f"{reference!r} is no cell")
    column = 0
    for letter in found[1]:
        column = column * 26 + ord(letter) - 64
    return int(found[2]), column


_WRITTEN = re.compile(r"\s*(?:(\d{1,2})\s*[/.-]\s*(\d{1,2})\s*[/.-]\s*(\d{4})|(\d{4})-(\d\d)-(\d\d)(?:T.*)?)\s*")


def written_day(text: str) -> date | None:
    """Give the day that a text is.

    >>> written_day("20/8/2022"), written_day("2022-08-20"), written_day("20/8")
    (datetime.date(2022, 8, 20), datetime.date(2022, 8, 20), None)
    """
    found = _WRITTEN.fullmatch(text)
    if found is None:
        return None
    day, month, year = found.group(1, 2, 3) if found[1] else found.group(6, 5, 4)
    try:
        return date(int(year), int(month), int(day))
    except ValueError:
        return None


def same_text(text: str) -> str:
    r"""Give the text as two programs that save the same cell agree on it: composed, line ends alike.

    >>> same_text("a\r\nb ") == same_text("a\nb")
    True
    """
    lines = unicodedata.normalize("NFC", text).replace("\r\n", "\n").replace("\r", "\n").split("\n")
    return "\n".join(line.rstrip() for line in lines).rstrip()


def _writable(text: str) -> str:
    return _NOT_CHARACTERS.sub("", text)


def _unescaped(text: str) -> str:
    return _ESCAPED.sub(lambda found: chr(int(found[1], 16)), text) if "_x" in text else text
