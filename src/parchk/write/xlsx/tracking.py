"""What makes a sheet of tasks one to work with: the list of states, dates that are dates, colours by today's date.

All of it reaches down to the last row of the sheet, so that rows that are added have it too.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from xlsxwriter.utility import quote_sheetname, xl_col_to_name

from parchk.wording import word
from parchk.write.xlsx.columns import TASKS
from parchk.write.xlsx.sheet import LAST_ROW, Formula
from parchk.write.xlsx.words import CHANGED, CLOSED, GONE, HINTS, NEW, REFUSED, STATUSES

if TYPE_CHECKING:
    from collections.abc import Mapping

    from xlsxwriter import Workbook
    from xlsxwriter.worksheet import Worksheet

    from parchk.wording import Lang

DAYS_SOON = 7

_AT = {column.key: at for at, column in enumerate(TASKS)}
_COLUMN = {column.key: xl_col_to_name(at) for at, column in enumerate(TASKS)}
_OVERDUE = {"bold": True, "font_color": "#9C0006", "bg_color": "#FFC7CE"}
_SOON = {"bold": True, "italic": True, "font_color": "#7F6000", "bg_color": "#FFEB9C"}
_LATE = {"bold": True, "font_color": "#9C0006"}
_CLOSED = {"font_color": "#7F7F7F"}
_NEW = {"bold": True, "font_color": "#375623", "bg_color": "#E2EFDA"}
_CHANGED = {"bold": True, "font_color": "#1F4E79", "bg_color": "#DDEBF7"}
_GONE = {"font_color": "#7F7F7F", "font_strikeout": True}


def track(book: Workbook, page: Worksheet, lang: Lang) -> None:
    """Give a sheet with the columns of :data:`~parchk.write.xlsx.columns.TASKS` its lists and colours."""
    _validate(page, lang)
    due, bound, status, done, change = (f"${_COLUMN[key]}2" for key in ("due", "bound", "status", "done_on", "change"))
    # The first day that is too late: the due day itself for "trước" (alone, or the first of several), else, and with a
    # time of day ("trước 17:00"), the day behind it.
    before = word("before", lang)
    excludes = f'OR({bound}="{before}",LEFT({bound},{len(before) + 1})="{before};")'
    too_late = f"({due}+NOT({excludes}))"
    states = ",".join(f'{status}="{state}"' for state in CLOSED[lang])
    closed = f'OR({states},AND({done}<>"",{done}<>0))'
    is_open = f"ISNUMBER({due}),NOT({closed})"
    _colour(book, page, f"AND({is_open},{too_late}<=TODAY())", _OVERDUE, ("no", "no"), ("due", "bound"))
    soon = f"AND({is_open},{too_late}>TODAY(),{too_late}-1<=TODAY()+{DAYS_SOON})"
    _colour(book, page, soon, _SOON, ("no", "no"), ("due", "bound"))
    _colour(book, page, f"AND(ISNUMBER({due}),ISNUMBER({done}),{done}>={too_late})", _LATE, ("done_on", "done_on"))
    for words, look in ((NEW, _NEW), (CHANGED, _CHANGED), (GONE, _GONE)):
        mark = words[lang]
        _colour(book, page, f'LEFT({change},{len(mark)})="{mark}"', look, ("change", "change"))
    _colour(book, page, closed, _CLOSED, ("no", TASKS[-1].key))


def look_up(sheet: str, row: int) -> dict[str, Formula]:
    """Give the clerk's cells of row ``row`` (from 1): what stands in those of the same task on the sheet ``sheet``.

    A blank cell is shown blank. The task is found by its key, wherever the row has been sorted to.
    """
    place = quote_sheetname(sheet)
    key = f"MATCH($A{row},{place}!$A:$A,0)"
    made = {}
    for column in TASKS:
        if column.owner != "clerk":
            continue
        letter = _COLUMN[column.key]
        found = f"INDEX({place}!${letter}:${letter},{key})"
        if column.kind == "text":
            found += '&""'
        made[column.key] = Formula(f'=IFERROR({found},"")')
    return made


def _validate(page: Worksheet, lang: Lang) -> None:
    title, message = REFUSED["status"][lang]
    states = {"validate": "list", "source": list(STATUSES[lang]), "error_type": "warning"}
    page.data_validation(
        1, _AT["status"], LAST_ROW, _AT["status"], states | {"error_title": title, "error_message": message}
    )
    title, message = REFUSED["done_on"][lang]
    day = {"validate": "date", "criteria": ">=", "value": "=DATE(2000,1,1)"}
    page.data_validation(
        1, _AT["done_on"], LAST_ROW, _AT["done_on"], day | {"error_title": title, "error_message": message}
    )
    for key, said in HINTS.items():
        title, message = said[lang]
        page.data_validation(
            0, _AT[key], 0, _AT[key], {"validate": "any", "input_title": title, "input_message": message}
        )


def _colour(
    book: Workbook, page: Worksheet, condition: str, look: Mapping[str, object], *areas: tuple[str, str]
) -> None:
    """Give rows for which ``condition`` holds this look, from one column to another in each of ``areas``."""
    first, last = areas[0]
    ranges = " ".join(f"{_COLUMN[first]}2:{_COLUMN[last]}{LAST_ROW + 1}" for first, last in areas)
    rule = {"type": "formula", "criteria": f"={condition}", "format": book.add_format(look), "multi_range": ranges}
    page.conditional_format(1, _AT[first], LAST_ROW, _AT[last], rule)
