"""The sheets beside the tasks: what is to be looked at, the documents, and what the merge could not decide.

They are optional: one that the clerk has deleted stays deleted, until there is a conflict to be told.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from lxml import etree

from parchk.write.xlsx.columns import RECONCILIATION
from parchk.write.xlsx.merge.cells import Difference, compare
from parchk.write.xlsx.merge.result import Conflict
from parchk.write.xlsx.merge.rows import Writer
from parchk.write.xlsx.merge.sheet import MAIN
from parchk.write.xlsx.merge.tables import Table, shown, written
from parchk.write.xlsx.merge.words import OUTCOMES, SETTLED
from parchk.write.xlsx.rows import REMEMBERED, base_key
from parchk.write.xlsx.words import SHEETS

if TYPE_CHECKING:
    from collections.abc import Iterable

    from parchk.write.xlsx.merge.base import Base
    from parchk.write.xlsx.merge.plan import Part
    from parchk.write.xlsx.merge.result import Merged
    from parchk.write.xlsx.merge.workbook import Workbook
    from parchk.write.xlsx.rows import Row

_TOLD = [column.key for column in RECONCILIATION]


class Lists:
    """Writes the three sheets. What the clerk has typed in them stays, as on the sheet of tasks."""

    def __init__(self, book: Workbook, tables: Iterable[Table], base: Base, main: Table, merged: Merged) -> None:
        self._book, self._base, self._main, self._merged = book, base, main, merged
        self._lang = main.lang
        writers = {table.sort: Writer(book, table) for table in reversed(list(tables)) if table.sort != "tasks"}
        self._documents, self._findings = writers.get("documents"), writers.get("findings")
        self._told = writers.get("reconciliation")
        self._known_lines = set(self._lines(self._told.table)) if self._told else set()

    @property
    def files(self) -> dict[str, str]:
        """The name of each known document's file."""
        table = self._documents.table if self._documents else None
        return {key: table.said(row, "source") for key, row in table.rows.items()} if table else {}

    def __call__(self, part: Part) -> None:
        """Bring what is said of one document up to date."""
        if self._documents:
            self._update_document(self._documents, part)
        if self._findings:
            self._update_findings(self._findings, part)

    def _update_document(self, writer: Writer, part: Part) -> None:
        incoming, table = part.incoming, writer.table
        if part.known_as != incoming.key:
            table.rename({incoming.key: part.known_as})
        key, called = base_key("documents", incoming.key), base_key("documents", part.known_as)
        row = table.rows.get(incoming.key)
        old = dict(self._base[called])
        if row is not None:
            differences = compare(writer, row, REMEMBERED["documents"], old, incoming.row)
            self.conflicts(incoming.called, "", table, differences)
        elif not old:  # else the clerk has deleted the row
            writer.append(incoming.row)
        self._base.put({key: {name: written(incoming.row[name]) for name in REMEMBERED["documents"]}}, {key: called})

    def _update_findings(self, writer: Writer, part: Part) -> None:
        """Add new findings; those that are settled stay, and say so."""
        table, settled = writer.table, {"severity": SETTLED[self._lang]}
        found = {str(row["key"]): row for row in part.incoming.findings}
        entries = {}
        for key, row in table.rows.items():
            if key not in found and key.startswith(f"{part.known_as} # "):
                known = base_key("findings", key)
                compare(writer, row, settled, self._base[known], settled)
                entries[known] = {**self._base[known], **settled}
        for key, values in found.items():
            known = base_key("findings", key)
            old, at = self._base[known], table.rows.get(key)
            if at is not None:
                differences = compare(writer, at, REMEMBERED["findings"], old, values)
                self.conflicts(part.incoming.called, written(values["task"]), table, differences)
            elif not old:  # else the clerk has deleted the row
                writer.append(values)
            entries[known] = {name: written(values[name]) for name in REMEMBERED["findings"]}
        self._base.put(entries)

    def conflicts(self, document: str, key: str, table: Table, differences: Iterable[Difference]) -> None:
        """Tell where both sides have changed a cell; what has been told before is not told again."""
        for one in differences:
            if one.decision != "conflict":
                continue
            kind, lang = table.kinds[one.key], self._lang
            conflict = Conflict(
                document=document,
                task=key.rpartition(" # ")[2],
                sheet=table.sheet.title,
                column=table.called(one.key),
                ours=shown(one.current, kind, lang),
                base=None if one.base is None else shown(one.base, kind, lang),
                theirs=shown(one.new, kind, lang),
            )
            self._merged.conflicts.append(conflict)
            outcome = OUTCOMES["kept"][lang].format(sheet=conflict.sheet)
            self._tell(
                {
                    "document": document,
                    "task": conflict.task,
                    "column": conflict.column,
                    "ours": conflict.ours,
                    "base": conflict.base,
                    "theirs": conflict.theirs,
                    "outcome": outcome,
                }
            )

    def deleted(self, document: str, key: str, text: str) -> None:
        """Tell that a task is not written because its row was deleted."""
        self._tell(
            {
                "document": document,
                "task": key.rpartition(" # ")[2],
                "column": self._main.called("task"),
                "theirs": text,
                "outcome": OUTCOMES["deleted"][self._lang],
            }
        )

    def finish(self) -> None:
        """Let filters reach to the rows that were added."""
        for writer in (self._documents, self._findings, self._told):
            if writer:
                writer.finish()

    def _tell(self, line: Row) -> None:
        said = tuple(written(line.get(key)) for key in _TOLD)
        if said in self._known_lines:
            return
        self._known_lines.add(said)
        if self._told is None:
            self._told = Writer(self._book, _new_list(self._book, self._main))
        self._told.append(line)

    @staticmethod
    def _lines(table: Table) -> Iterable[tuple[str, ...]]:
        for row in table.keyless:
            yield tuple(table.said(row, key) for key in _TOLD)


def _new_list(book: Workbook, main: Table) -> Table:
    """Add the sheet of what the merge could not decide, with its headings."""
    root = etree.Element(f"{MAIN}worksheet", nsmap={None: MAIN.strip("{}")})
    columns = etree.SubElement(root, f"{MAIN}cols")
    for at, column in enumerate(RECONCILIATION, 1):
        etree.SubElement(
            columns, f"{MAIN}col", {"min": str(at), "max": str(at), "width": f"{column.width:g}", "customWidth": "1"}
        )
    etree.SubElement(root, f"{MAIN}sheetData")
    name = SHEETS["reconciliation"][main.lang]
    taken = {title.casefold() for title in book.titles}
    title = next(one for one in (name, *(f"{name} ({n})" for n in range(2, 99))) if one.casefold() not in taken)
    sheet = book.add_sheet(title, root)
    for at, column in enumerate(RECONCILIATION, 1):
        sheet.set(1, at, column.heading(main.lang))
    return Table(sheet, "reconciliation", main.lang, 1, {column.key: at for at, column in enumerate(RECONCILIATION, 1)})
