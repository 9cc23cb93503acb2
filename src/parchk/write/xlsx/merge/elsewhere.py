"""Rows of tasks that the clerk has moved to a sheet of her own: not deleted, and not parchk's to change."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from parchk.write.xlsx.merge.base import Base
    from parchk.write.xlsx.merge.tables import Table


class Elsewhere:
    """The rows on the clerk's own sheets of tasks, by key; those without one by their document's number and text."""

    def __init__(self, tables: Iterable[Table], base: Base) -> None:
        self._base = base
        self._by_key: dict[str, tuple[Table, int]] = {}
        self._by_text: dict[tuple[str, str], tuple[Table, int]] = {}
        for table in tables:
            for key, row in table.rows.items():
                self._by_key.setdefault(key, (table, row))
            for row in table.keyless:
                self._by_text.setdefault((table.said(row, "number"), table.said(row, "task")), (table, row))

    def find(self, key: str) -> tuple[Table, int] | None:
        """Give the sheet and the row of a task that was on the sheet of all tasks under this key."""
        entry = self._base[key]
        return self._by_key.get(key) or self._by_text.get((entry.get("number", ""), entry.get("task", "")))
