"""The merge itself: a plan carried out on the sheets of tasks, document by document."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from parchk.write.xlsx.merge.cells import Difference, compare, decide, differences, mark
from parchk.write.xlsx.merge.tables import written
from parchk.write.xlsx.merge.words import MOVED
from parchk.write.xlsx.rows import REMEMBERED
from parchk.write.xlsx.words import GONE, NEW, NO_LEAD

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from parchk.write.xlsx.merge.base import Base
    from parchk.write.xlsx.merge.elsewhere import Elsewhere
    from parchk.write.xlsx.merge.lists import Lists
    from parchk.write.xlsx.merge.plan import Known, Part
    from parchk.write.xlsx.merge.result import Merged
    from parchk.write.xlsx.merge.rows import Writer
    from parchk.write.xlsx.merge.units import UnitSheets
    from parchk.write.xlsx.rows import TaskRow

_COLUMNS = REMEMBERED["tasks"]


@dataclass(slots=True)
class Fate:
    """What becomes of one task."""

    key: str
    """The key of its row from now on."""
    known: Known | None
    """What the workbook knew; ``None``: it is new."""
    task: TaskRow | None
    """What the document says; ``None``: it no longer says it."""
    old: Mapping[str, str]
    """What parchk wrote last."""
    differences: list[Difference] = field(default_factory=list)
    mark: str = ""
    moved: str = ""
    """The mark in the sheet of a unit that is no longer responsible."""
    is_marked: bool = False
    """Whether the marks have been written; else those of an earlier merge stay."""
    is_told: bool = False
    """Whether the clerk has been told that its row is missing."""

    @property
    def is_deleted(self) -> bool:
        """Whether the clerk has deleted the row."""
        return self.known is not None and self.known.row is None

    def had_mark(self, words: str) -> bool:
        """Whether the last mark began with these words."""
        return self.old.get("change", "").startswith(words)


class Merger:
    """Brings the rows of documents up to date, one document after the other."""

    def __init__(
        self, main: Writer, units: UnitSheets, elsewhere: Elsewhere, lists: Lists, base: Base, *, merged: Merged
    ) -> None:
        self._main, self._units, self._elsewhere, self._lists = main, units, elsewhere, lists
        self._base, self._merged = base, merged
        self._lang = main.table.lang

    def __call__(self, part: Part) -> None:
        """Merge one document."""
        fates = self._fates(part)
        for fate in fates:
            self._compare(fate, part.incoming.called)
        if any(self._is_news(fate) for fate in fates):
            self._mark(fates, part.incoming.called)
        self._base.put(
            {fate.key: self._entry(fate) for fate in fates},
            {fate.key: fate.known.key for fate in fates if fate.known and fate.known.key},
        )

    def _fates(self, part: Part) -> list[Fate]:
        """Say what becomes of every task, old or new; rows get the keys that their tasks have now."""
        fates = []
        for at, row in enumerate(part.incoming.tasks):
            known = part.paired.get(at)
            old = self._base[known.key] if known and known.key else {}
            fates.append(Fate(str(row.values["key"]), known, row, dict(old)))
        taken = {fate.key for fate in fates}
        for known in part.left:
            key = known.key or ""
            if part.known_as != part.incoming.key:
                key = f"{part.incoming.key} # {known.item.id}"
            key = _free(key, taken)
            taken.add(key)
            fates.append(Fate(key, known, None, dict(self._base[known.key or ""])))
        called = {fate.key: fate.known.key for fate in fates if fate.known and fate.known.key not in (None, fate.key)}
        for table in (self._main.table, *self._units.tables, *self._elsewhere.tables):
            table.rename({new: old for new, old in called.items() if old})
        for fate in fates:
            if fate.known and fate.known.key is None and fate.known.row:
                self._main.table.adopt(fate.known.row, fate.key)
        return fates

    def _compare(self, fate: Fate, document: str) -> None:
        """Write what is new into the row of a task; count."""
        lang, merged = self._lang, self._merged
        if fate.task is None:
            if fate.known and fate.known.row and not fate.had_mark(GONE[lang]):
                merged.vanished += 1
            fate.mark = GONE[lang]
        elif fate.known is None:
            merged.added += 1
            fate.mark = NEW[lang]
            self._main.append(fate.task.values)
        elif fate.is_deleted:
            self._miss(fate, fate.task, document)
        else:
            values = fate.task.values
            fate.differences = compare(self._main, fate.known.row or 0, _COLUMNS, fate.old, values)
            fate.mark = mark(self._main.table, fate.differences)
            merged.changed += bool(fate.differences)
            merged.returned += fate.had_mark(GONE[lang])
            self._lists.conflicts(document, fate.key, self._main.table, fate.differences)
        if fate.task is not None:
            self._compare_units(fate, fate.task, document)

    def _miss(self, fate: Fate, task: TaskRow, document: str) -> None:
        """Tell once that a task's row was deleted; what was moved to another sheet is the clerk's to change there."""
        fate.is_told = True
        there = self._elsewhere.find(fate.key, fate.old)
        if there:
            kept = [replace(one, decision="conflict") for one in differences(*there, _COLUMNS, fate.old, task.values)]
            self._lists.conflicts(document, fate.key, there[0], kept)
            return
        self._merged.deleted += 1
        if not fate.old.get("deleted"):
            self._lists.deleted(document, fate.key, written(task.values["task"]))

    def _compare_units(self, fate: Fate, task: TaskRow, document: str) -> None:
        """Bring a task's rows on the sheets of units up to date; a unit that is newly responsible gets one."""
        units = self._units
        responsible = units.of(task)
        for unit in responsible:
            if unit not in units.writers or fate.key not in units.writers[unit].table.rows:
                units.append(unit, task, was_there=fate.known is not None and unit in units.before(fate.old))
        for unit, writer in units.writers.items():
            row = writer.table.rows.get(fate.key)
            if row is None or fate.known is None:
                continue
            changed = compare(writer, row, _COLUMNS, fate.old, task.values)
            self._lists.conflicts(document, fate.key, writer.table, changed)
            if unit not in responsible:
                fate.moved = MOVED[self._lang].format(units=task.values["lead"] or NO_LEAD[self._lang])

    def _is_news(self, fate: Fate) -> bool:
        """Whether the marks of the document's rows are to be written anew for this."""
        if fate.is_deleted:
            return False
        if fate.task is None or fate.known is None:
            return fate.known is None or not fate.had_mark(GONE[self._lang])
        is_moved = fate.old.get("lead", "") != written(fate.task.values["lead"]) and "lead" in fate.old
        return bool(fate.differences) or is_moved or fate.had_mark(GONE[self._lang])

    def _mark(self, fates: list[Fate], document: str) -> None:
        """Write the marks of a document's rows, in place of those of an earlier merge."""
        for fate in fates:
            fate.is_marked = True
            self._mark_row(self._main, fate, fate.mark, document)
            for unit, writer in self._units.writers.items():
                is_moved = fate.task is not None and unit not in self._units.of(fate.task)
                self._mark_row(writer, fate, fate.moved if is_moved else fate.mark, document)

    def _mark_row(self, writer: Writer, fate: Fate, words: str, document: str) -> None:
        row = writer.table.rows.get(fate.key)
        if row is None:
            return
        current = writer.table.said(row, "change")
        base = next((fate.old[key] for key in ("change", "moved") if fate.old.get(key) == current), "")
        match decide(current, base, words):
            case "write":
                writer.put(row, "change", words or None)
                writer.fit(row, words)
            case "conflict" if words:
                self._lists.conflicts(document, fate.key, writer.table, [Difference("change", current, base, words)])

    def _entry(self, fate: Fate) -> dict[str, str]:
        """Give what is to be remembered of a task."""
        entry = {key: value for key, value in fate.old.items() if key in _COLUMNS}
        if fate.task is not None:
            entry = {key: written(fate.task.values[key]) for key in _COLUMNS}
        marks = {"change": fate.mark, "moved": fate.moved} if fate.is_marked else fate.old
        entry |= {key: marks[key] for key in ("change", "moved") if marks.get(key)}
        return entry | ({"deleted": "1"} if fate.is_told else {})


def _free(key: str, taken: Collection[str]) -> str:
    """Give the key of a task that is gone, another one when a task of the document has it now."""
    if key not in taken:
        return key
    return next(made for n in range(2, len(taken) + 3) if (made := f"{key} ~{n}") not in taken)
