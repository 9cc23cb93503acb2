"""One sheet of the workbook: header, rows, filter, print set-up; the same look for all of them."""

from __future__ import annotations

from datetime import datetime
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from xlsxwriter.worksheet import Worksheet

from parchk.errors import OutputError
from parchk.write.xlsx.heights import row_height
from parchk.write.xlsx.words import PAGE, TITLE

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from xlsxwriter import Workbook
    from xlsxwriter.format import Format

    from parchk.wording import Lang
    from parchk.write.xlsx.columns import Column
    from parchk.write.xlsx.rows import Value

# The font of Decree 30/2020/NĐ-CP, in Excel and LibreOffice; of no scheme, or Excel takes that of the theme.
FONT = {"font_name": "Times New Roman", "font_size": 11, "font_family": 1, "font_scheme": False}
LAST_ROW = 1_048_575  # of a sheet, counted from 0: what holds for rows to come holds to here
_A4 = 9
_HEADER_HEIGHT = 45
_MARGIN = 0.4  # inches
_FILLS = {"parchk": "#DDEBF7", "clerk": "#FFF2CC", "merge": "#E7E6E6"}
_LINES = "#A6A6A6"
_DAY = "dd/mm/yyyy"


class Looks:
    """The formats of a workbook's cells, each made once."""

    def __init__(self, book: Workbook) -> None:
        self._book = book
        self.cell = lru_cache(maxsize=None)(self._cell)
        self.header = lru_cache(maxsize=None)(self._header)

    def _cell(self, column: Column, *, looked_up: bool = False) -> Format:
        """Of the cells of a column; ``looked_up`` when they hold formulas."""
        look: dict[str, object] = {"text_wrap": True, "valign": "top", "border": 1, "border_color": _LINES}
        if column.centred:
            look["align"] = "center"
        if column.kind == "date":
            look["num_format"] = f"{_DAY};;" if looked_up else _DAY  # a looked-up blank is 0: not shown
        elif column.owner == "clerk" and not looked_up:
            look["num_format"] = "@"  # so that "12/8" typed in a note stays what it is
        elif column.kind == "text":
            look["quote_prefix"] = True  # so that "=1+1" and "1/2" stay texts when somebody edits the cell
        return self._book.add_format(look)

    def _header(self, owner: str) -> Format:
        look = {"bold": True, "text_wrap": True, "align": "center", "valign": "vcenter", "border": 1}
        return self._book.add_format(look | {"bg_color": _FILLS[owner]})


class Page(Worksheet):
    """A worksheet whose row heights are first guesses, which a program may replace."""

    def _xml_start_tag_unencoded(self, tag: str, attributes: Sequence[tuple[str, object]] = ()) -> None:
        # XlsxWriter says of every height but the default that a person has set it: the row would never grow again.
        if tag == "row" and attributes[0] != ("r", 1):
            attributes = [attribute for attribute in attributes if attribute[0] != "customHeight"]
        super()._xml_start_tag_unencoded(tag, attributes)

    def _prepare_formula(self, formula: str, expand_future_functions: bool = False) -> str:  # noqa: FBT001, FBT002, ARG002 - XlsxWriter's own
        # XlsxWriter looks for thirty functions that came after Excel 2007: half of the time of the units' sheets.
        return formula.removeprefix("=")


class Formula(NamedTuple):
    """A cell that is computed."""

    words: str


class Sheet:
    """A sheet with these columns; rows are added one by one, from the second row on."""

    def __init__(
        self,
        page: Worksheet,
        columns: Sequence[Column],
        looks: Looks,
        lang: Lang,
        *,
        frozen: int = 0,
        looked_up: bool = False,
    ) -> None:
        self.page, self.columns = page, columns
        self.rows = 0
        self._formats = [looks.cell(column, looked_up=looked_up) for column in columns]
        for at, (column, cell) in enumerate(zip(columns, self._formats, strict=True)):
            options = {"level": int(column.shown == "folded"), "hidden": column.shown != "yes"}
            if at and columns[at - 1].shown == "folded":
                options["collapsed"] = True
            page.set_column(at, at, column.width, cell, options)
            page.write_string(0, at, column.heading(lang), looks.header(column.owner))
        page.set_row(0, _HEADER_HEIGHT)
        page.freeze_panes(1, frozen)
        self._set_up_print(lang)

    def append(self, values: Mapping[str, Value | Formula]) -> None:
        """Add a row; columns that ``values`` does not name stay blank."""
        if self.rows == LAST_ROW:
            raise OutputError("a workbook holds 1,048,575 tasks at most; write several, or CSV")
        self.rows += 1
        page, row = self.page, self.rows
        page.set_row(row, row_height(self.columns, values))
        for at, (column, cell) in enumerate(zip(self.columns, self._formats, strict=True)):
            value = values.get(column.key)
            if value is None:  # the cell has the format of its column
                continue
            if isinstance(value, str):
                page.write_string(row, at, value, cell)
            elif isinstance(value, int):
                page.write_number(row, at, value, cell)
            elif isinstance(value, Formula):
                page.write_formula(row, at, value.words, cell, "")
            else:
                page.write_datetime(row, at, datetime(value.year, value.month, value.day), cell)  # noqa: DTZ001 - a day

    def finish(self) -> None:
        """Put the filter over all rows; the hidden columns, too, so that sorting keeps rows together."""
        self.page.autofilter(0, 0, max(self.rows, 1), len(self.columns) - 1)

    def _set_up_print(self, lang: Lang) -> None:
        page = self.page
        page.set_landscape()
        page.set_paper(_A4)
        page.fit_to_pages(1, 0)
        page.repeat_rows(0)
        page.set_margins(left=_MARGIN, right=_MARGIN, top=0.75, bottom=0.6)
        page.center_horizontally()
        font = f'&"{FONT["font_name"]}'
        page.set_header(f'&C{font},Bold"&14{TITLE[lang]} – &A')
        page.set_footer(f'&L{font},Regular"&10&F&R{font},Regular"&10{PAGE[lang]}')
