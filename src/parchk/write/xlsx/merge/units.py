"""The sheets of single units: which sheet is whose, the clerk's columns that look into the first sheet, new sheets."""

from __future__ import annotations

import copy
from collections import Counter
from typing import TYPE_CHECKING

from openpyxl.utils.cell import get_column_letter, quote_sheetname

from parchk.wording import one_line
from parchk.write.xlsx.columns import TASKS
from parchk.write.xlsx.merge.rows import Writer
from parchk.write.xlsx.merge.sheet import MAIN, Formula, place
from parchk.write.xlsx.merge.tables import Table
from parchk.write.xlsx.names import Names
from parchk.write.xlsx.units import NOBODY
from parchk.write.xlsx.words import NO_LEAD, SHEETS

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from lxml import etree

    from parchk.write.xlsx.merge.base import Base
    from parchk.write.xlsx.merge.workbook import Workbook
    from parchk.write.xlsx.rows import TaskRow
    from parchk.write.xlsx.units import Units

_PRINT_TITLES = "_xlnm.Print_Titles"
# What a sheet refers to in other parts, or is there once: not for a second sheet made like it.
_NOT_COPIED = (
    "drawing", "legacyDrawing", "legacyDrawingHF", "picture", "oleObjects", "controls", "tableParts", "hyperlinks",
    "extLst", "customSheetViews", "rowBreaks", "scenarios", "dimension", "sheetProtection", "protectedRanges",
    "webPublishItems", "customProperties", "cellWatches",
)  # fmt: skip
_IDENTITIES = {
    f"{{http://schemas.microsoft.com/office/spreadsheetml/{year}/revision{number}}}uid"
    for year, number in (("2014", ""), ("2015", "2"), ("2016", "3"))
}
_CLERKS = [column.key for column in TASKS if column.owner == "clerk"]


def is_of_unit(table: Table) -> bool:
    """Whether a sheet of tasks shows one unit's part of another one: its clerk's columns look rows up by their keys."""
    if "key" not in table.columns:
        return False
    letter = get_column_letter(table.columns["key"])
    return any(
        isinstance(value, Formula) and f"MATCH({letter}{row}," in value.upper().replace("$", "").replace(" ", "")
        for row in table.rows.values()
        for key in _CLERKS
        if key in table.columns and (value := table.sheet.value(row, table.columns[key]))
    )


def unit_of(table: Table, base: Base, keys: Mapping[str, str]) -> str:
    """Give the key of a sheet's unit: by its name, else by the unit that leads in most of its tasks.

    ``keys`` gives the keys of units by name; a unit that is not among them goes by its name.
    """
    leads: Counter[str] = Counter()
    for key, row in table.rows.items():
        lead = base[key].get("lead", table.said(row, "lead"))
        leads.update(lead.split("; ") if lead else [NO_LEAD[table.lang]])
    names = [*leads, *(name for name in keys if name not in leads)]
    titled = (name for name in names if Names.of_sheets([])(name).casefold() == table.sheet.title.casefold())
    name = next(titled, None) or max(leads, key=lambda name: leads[name], default=table.sheet.title)
    return NOBODY if name == NO_LEAD[table.lang] else keys.get(name, name)


class UnitSheets:
    """The sheets of units. There are none in a workbook that has none, unless they are asked for."""

    def __init__(
        self, book: Workbook, main: Writer, tables: list[Table], base: Base, leads: Units, *, wanted: bool
    ) -> None:
        self._book, self._main, self._leads = book, main, leads
        self._names = dict(leads.sorted())
        self._keys = {name: key for key, name in self._names.items()}
        self.writers: dict[str, Writer] = {}
        """By key of the unit."""
        for table in tables:
            self.writers.setdefault(unit_of(table, base, self._keys), Writer(book, table))
        self._all_are_new = not self.writers
        self._wanted = wanted or bool(self.writers)

    @property
    def tables(self) -> list[Table]:
        """The sheets."""
        return [writer.table for writer in self.writers.values()]

    def of(self, task: TaskRow) -> list[str]:
        """Keys of the units that lead in a task."""
        return self._leads.of(task.task)

    def before(self, old: Mapping[str, str]) -> list[str]:
        """Keys of the units that led in a task as parchk wrote it last."""
        if "lead" not in old:
            return []
        return [self._keys.get(name, name) for name in old["lead"].split("; ")] if old["lead"] else [NOBODY]

    def append(self, unit: str, task: TaskRow, *, was_there: bool) -> None:
        """Add a task to a unit's sheet; not where it ``was_there`` and the clerk has removed it."""
        if not self._wanted or (was_there and not self._all_are_new):
            return
        if unit not in self.writers:
            model = next(iter(self.tables), self._main.table)
            self.writers[unit] = Writer(self._book, add_unit_sheet(self._book, model, self._names[unit]))
        writer = self.writers[unit]
        row = writer.append({**task.values, "no": self._main.number(str(task.values["key"]))})
        for key, formula in looked_up(writer.table, self._main.table, row).items():
            writer.fill(row, key, formula)

    def finish(self) -> None:
        """Let filters, lists and formats reach to the rows that were added."""
        for writer in self.writers.values():
            writer.finish()


def looked_up(table: Table, main: Table, row: int) -> dict[str, Formula]:
    """Give the clerk's cells of a row: what stands in those of the same task on the sheet of all tasks."""
    if "key" not in table.columns or "key" not in main.columns:
        return {}
    sheet = quote_sheetname(main.sheet.title)
    here, there = (get_column_letter(one.columns["key"]) for one in (table, main))
    made = {}
    for column in TASKS:
        if column.owner == "clerk" and column.key in main.columns:
            letter = get_column_letter(main.columns[column.key])
            found = f"INDEX({sheet}!${letter}:${letter},MATCH(${here}{row},{sheet}!${there}:${there},0))"
            words = f'{found}&""' if column.kind == "text" else f'IF({found}="","",{found})'
            made[column.key] = Formula(f'=IFERROR({words},"")')
    return made


def add_unit_sheet(book: Workbook, model: Table, name: str) -> Table:
    """Add a sheet for a unit behind all others, made like another one, without its rows."""
    reserved = [names[model.lang] for names in SHEETS.values()]
    title = Names.of_sheets([*book.titles, *reserved])(one_line(name))
    root = copy.deepcopy(model.sheet.root)
    _empty(root, model.heading)
    sheet = book.add_sheet(title, root)
    _repeat_heading(book, model, title, book.position(sheet))
    return Table(sheet, "tasks", model.lang, model.heading, dict(model.columns))


def _empty(root: etree._Element, heading: int) -> None:
    for row in list(root.iterfind(f"{MAIN}sheetData/{MAIN}row")):
        if int(row.get("r", "0")) > heading:
            row.getparent().remove(row)  # type: ignore[union-attr]  # it was found below its parent
    for name in _NOT_COPIED:
        for element in root.findall(f"{MAIN}{name}"):
            root.remove(element)
    for element in root.iter():
        for attribute in [name for name in element.attrib if name in _IDENTITIES]:
            del element.attrib[attribute]
    for properties in root.iterfind(f"{MAIN}sheetPr"):
        properties.attrib.pop("codeName", None)  # of a macro's module
    for view in root.iter(f"{MAIN}sheetView"):
        view.attrib.pop("tabSelected", None)
    for setup in root.iterfind(f"{MAIN}pageSetup"):
        for attribute in [name for name in setup.attrib if str(name).startswith("{")]:  # a printer's own settings
            del setup.attrib[attribute]
    for merged in root.findall(f"{MAIN}mergeCells"):
        if any(place(cell.get("ref", "A1").rpartition(":")[2])[0] > heading for cell in merged):
            root.remove(merged)
    for filtered in root.iterfind(f"{MAIN}autoFilter"):
        for condition in list(filtered):
            filtered.remove(condition)
        first, _, end = filtered.get("ref", "A1").partition(":")
        filtered.set("ref", f"{first}:{get_column_letter(place(end or first)[1])}{heading}")


def _repeat_heading(book: Workbook, model: Table, title: str, at: int) -> None:
    """Let the heading be printed on each page, as that of the model is."""
    names = book.xml(book.part).find(f"{MAIN}definedNames")
    source = str(book.position(model.sheet))
    for name in list(_print_titles(names, source)):
        if names is not None and name.text and "," not in name.text:
            made = copy.deepcopy(name)
            made.set("localSheetId", str(at))
            made.text = f"{quote_sheetname(title)}!{name.text.rpartition('!')[2]}"
            names.append(made)


def _print_titles(names: etree._Element | None, at: str) -> Iterator[etree._Element]:
    for name in names if names is not None else ():
        if name.get("name") == _PRINT_TITLES and name.get("localSheetId") == at:
            yield name
