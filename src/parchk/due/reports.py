"""Reports to one receiver in one week: work that can be done together."""

from __future__ import annotations

from collections import defaultdict
from datetime import timedelta
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import date

    from parchk.due.rows import Row
    from parchk.models import Task


class Reports(NamedTuple):
    """What one receiver is to get in one week, from Monday to Sunday; of two tasks at least."""

    receiver: str
    key: str
    """The same for every spelling of the receiver."""
    monday: date
    rows: tuple[Row, ...]

    @property
    def sunday(self) -> date:
        """The last day of the week."""
        return self.monday + timedelta(days=6)


def reports(rows: Iterable[Row]) -> list[Reports]:
    """Group rows by receiver and week, weeks in their order; who forwards a report (``qua``) is who gets it."""
    weeks: defaultdict[tuple[date, str], list[Row]] = defaultdict(list)
    names: dict[str, str] = {}
    for row in rows:
        if row.days is None or row.state != "open":
            continue
        monday = row.days.day - timedelta(days=row.days.day.weekday())
        for key, name in _receivers(row.item.task):
            names.setdefault(key, name)
            weeks[monday, key].append(row)
    return [
        Reports(names[key], key, monday, tuple(there))
        for (monday, key), there in sorted(weeks.items(), key=lambda item: item[0])
        if len({id(row.item.task) for row in there}) > 1
    ]


def _receivers(task: Task) -> Iterator[tuple[str, str]]:
    role = "report_via" if any(unit.role == "report_via" for unit in task.units) else "report_to"
    return iter({unit.key: unit.name for unit in task.units if unit.role == role}.items())
