"""Tasks and their days, seen from one day: overdue, this week, the next two weeks, later, without a day.

Weeks begin on Monday. Every deadline is one row; of a recurring duty, each occurrence is
(:mod:`parchk.due.days`); a task without a deadline is one row, too. The deadline is that in force, and a
task that several documents give is one task.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple

from parchk.dates import month_length
from parchk.due.days import Seen
from parchk.due.items import items
from parchk.due.reports import Reports, reports
from parchk.due.rows import BUCKETS, TWO_WEEKS, rows_of, to_sunday

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from parchk.dates import WorkCalendar
    from parchk.due.items import Item, Place
    from parchk.due.rows import Bucket, Note, Row
    from parchk.due.said import Said
    from parchk.duplicates import Duplicate
    from parchk.history import Histories, Unplaced
    from parchk.models import Directive


class UnitCounts(NamedTuple):
    """How many rows a unit leads, by bucket."""

    name: str
    """Empty for rows without a lead."""
    key: str
    counts: Counter[Bucket]


@dataclass(frozen=True)
class Schedule:
    """All rows: by bucket, in it by day, then in the order of the documents."""

    as_of: date
    until: date
    """How far recurring duties are expanded."""
    calendar: WorkCalendar
    rows: tuple[Row, ...]
    unplaced: tuple[Unplaced, ...] = ()
    """Amendments of which it cannot be told which task they change."""
    office: str | None = None
    """Whose tasks these are; ``None``: everybody's."""
    notes: tuple[Note, ...] = ()
    """What could not be used."""

    def listed(self, *, with_closed: bool) -> list[Row]:
        """Give the rows, those that are closed only where they are asked for."""
        return [row for row in self.rows if with_closed or row.bucket != "closed"]

    def by_bucket(self, *, with_closed: bool) -> dict[Bucket, list[Row]]:
        """Give the rows of each bucket that has some."""
        made: dict[Bucket, list[Row]] = {}
        for row in self.listed(with_closed=with_closed):
            made.setdefault(row.bucket, []).append(row)
        return made

    @cached_property
    def counts(self) -> Counter[Bucket]:
        """How many rows each bucket has."""
        return Counter(row.bucket for row in self.rows)

    @cached_property
    def this_month(self) -> int:
        """How many rows are due from now to the end of the calendar month."""
        return sum(row.is_this_month for row in self.rows)

    @cached_property
    def units(self) -> list[UnitCounts]:
        """The rows of each lead, in the order in which units first come; a row with two leads counts for both."""
        names: dict[str, str] = {}
        counts: dict[str, Counter[Bucket]] = {}
        for row in self.rows:
            leads = {unit.key: unit.name for unit in row.item.task.units if unit.role == "lead"} or {"": ""}
            for key, name in leads.items():
                names.setdefault(key, name)
                counts.setdefault(key, Counter())[row.bucket] += 1
        return [UnitCounts(names[key], key, counts[key]) for key in counts]

    @cached_property
    def reports(self) -> list[Reports]:
        """Reports that go to the same receiver in the same week."""
        return reports(self.rows)


def usual_horizon(as_of: date) -> date:
    """Tell how far recurring duties are expanded by default: this week and two more, the whole month at least.

    >>> usual_horizon(date(2026, 3, 2)), usual_horizon(date(2026, 3, 28))
    (datetime.date(2026, 3, 31), datetime.date(2026, 4, 12))
    """
    end_of_month = as_of.replace(day=month_length(as_of.year, as_of.month))
    return max(end_of_month, as_of + timedelta(days=to_sunday(as_of) + TWO_WEEKS))


def schedule(
    results: Sequence[Directive],
    *,
    as_of: date,
    until: date,
    calendar: WorkCalendar,
    said: Mapping[Place, Sequence[Said]] | None = None,
    histories: Histories | None = None,
    duplicates: Sequence[Duplicate] = (),
    office: str | None = None,
    with_informed: bool = False,
) -> Schedule:
    """Put every deadline into its bucket, as seen on the morning of ``as_of``.

    ``until`` is how far recurring duties are expanded; single deadlines are all there, however late. ``said`` tells
    what is known of tasks: what is not in it is open. ``histories`` and ``duplicates`` are those of the very
    ``results``. With an ``office``, for which the tasks are marked, there are only its own; what it is merely informed
    of is there ``with_informed``.
    """
    rows: list[Row] = []
    notes: list[Note] = []
    for item in items(results, said or {}, histories, duplicates):
        if office is None or _is_mine(item, with_informed=with_informed):
            made, unused = rows_of(item, Seen(as_of, until, calendar))
            rows += made
            notes += unused
    rows.sort(key=_order)  # stable: the order of the documents stays
    unplaced = tuple(histories.unplaced) if histories else ()
    return Schedule(as_of, until, calendar, tuple(rows), unplaced, office, tuple(notes))


def _is_mine(item: Item, *, with_informed: bool) -> bool:
    marks = [task.mine for task in (item.task, *(copy.task for copy in item.copies))]
    return any(mine is not None and (with_informed or mine.why != "info") for mine in marks)


def _order(row: Row) -> tuple[int, date, str]:
    """By bucket, day, and time of day; what is due at any time of a day comes behind."""
    day = row.days.day if row.days else date.max
    return BUCKETS.index(row.bucket), day, (row.days.clock if row.days else "") or "24:00"
