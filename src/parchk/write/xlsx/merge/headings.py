"""Columns that their headings do not tell: renamed, or one of two with the same heading."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from parchk.write.xlsx.columns import TASKS
from parchk.write.xlsx.rows import REMEMBERED

if TYPE_CHECKING:
    from parchk.write.xlsx.merge.base import Base
    from parchk.write.xlsx.merge.tables import Table

# For a column with another heading to be parchk's: how many of its cells must say what parchk wrote there, of those
# that say something and of those that parchk had filled; and how many at least, where there are so many rows.
_MOST, _FEWEST = 0.6, 2


def find_columns(table: Table, base: Base) -> None:
    """Find columns of a sheet of tasks by what stands in them: what parchk wrote there last."""
    taken = {*table.columns.values(), *(column for twins in table.twins.values() for column in twins)}
    others = [column for column in table.sheet.columns(table.heading) if column not in taken]
    for wanted in TASKS:
        if wanted.key not in (*REMEMBERED["tasks"], "change"):
            continue
        twins = table.twins.get(wanted.key)
        possible = twins or ([] if wanted.key in table.columns else others)
        if not possible:
            continue
        agreeing: Counter[int] = Counter()
        filled: Counter[int] = Counter()
        known = 0
        for key, row in table.rows.items():
            wrote = base[key].get(wanted.key)
            filled.update(column for column in possible if table.sheet.value(row, column) is not None)
            if wrote:
                known += 1
                agreeing.update(column for column in possible if table.says(row, column, wanted.kind) == wrote)
        column = max(possible, key=lambda column: agreeing[column])
        if twins:
            table.columns[wanted.key] = column
        elif agreeing[column] >= max(min(_FEWEST, len(table.rows)), _MOST * known, _MOST * filled[column]):
            table.columns[wanted.key] = column
            others.remove(column)
