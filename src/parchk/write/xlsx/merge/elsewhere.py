"""Rows of tasks that the clerk has moved to a sheet of her own: not deleted, and not parchk's to change."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

    from parchk.write.xlsx.merge.tables import Table


@dataclass(slots=True)
class Elsewhere:
    """The clerk's own sheets of tasks. A row is found by its key; one without by its document's number and its text."""

    tables: list[Table]
    _keyless: dict[tuple[str, str], tuple[Table, int]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for table in self.tables:
            for row in table.keyless:
                self._keyless.setdefault((table.said(row, "number"), table.said(row, "task")), (table, row))

    def find(self, key: str, old: Mapping[str, str]) -> tuple[Table, int] | None:
        """Give the sheet and the row of a task; ``old`` is what parchk wrote into it."""
        there = ((table, table.rows[key]) for table in self.tables if key in table.rows)
        return next(there, None) or self._keyless.get((old.get("number", ""), old.get("task", "")))
