"""Tasks and their days, seen from one day: overdue, this week, the next two weeks, later, without a day.

Weeks begin on Monday. Every deadline is one row; of a recurring duty, each occurrence is
(:func:`parchk.due.days.occurrences`); a task without a deadline is one row, too. The deadline is that in force, and a
task that several documents give is one task.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property
from typing import TYPE_CHECKING, Final, Literal, NamedTuple

from parchk.dates import month_length
from parchk.deadline_days import day_of_issue
from parchk.due.days import Days, Horizon, occurrences, on, single
from parchk.due.reports import Reports, reports

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from parchk.dates import WorkCalendar
    from parchk.duplicates import Copy, Duplicate
    from parchk.history import Histories, History, Unplaced
    from parchk.models import Deadline, Directive, Task

Bucket = Literal["overdue", "this_week", "next_two_weeks", "later", "undated", "closed"]
BUCKETS: Final[tuple[Bucket, ...]] = ("overdue", "this_week", "next_two_weeks", "later", "undated", "closed")

State = Literal["open", "closed", "ended", "annulled", "replaced", "amends"]
"""``closed``: somebody said so. ``ended``: a prohibition whose time is over. ``annulled``, ``replaced``: by a later
document. ``amends``: the sentence only gives another task its time."""

Place = tuple[int, int]
"""A task by its place: that of its result, and its own in the result, both from 0."""

_TWO_WEEKS = 14


@dataclass(frozen=True, slots=True)
class Said:
    """What somebody has said of a task."""

    words: str
    """The status as it was written; may be empty beside a day."""
    is_closed: bool = False
    done_on: date | None = None
    last_day: date | None = None
    """The last day as somebody has put it, in the place of the document's nearest."""


class Item(NamedTuple):
    """A task, and what is known of it besides its document."""

    result: Directive
    task: Task
    copies: tuple[Copy, ...] = ()
    """Where else it stands: the same task in other documents."""
    unlike: tuple[Copy, ...] = ()
    """Where it stands with another deadline; these are rows of their own."""
    history: History | None = None
    """What later documents did to it; ``None`` when nobody has looked."""
    said: Said | None = None


@dataclass(frozen=True, slots=True)
class Row:
    """One deadline of a task, or one occurrence of a recurring one; of a task without any, the task alone."""

    bucket: Bucket
    item: Item
    number: int
    """Which deadline of the task it is, from 0."""
    deadline: Deadline | None
    """That in force."""
    days: Days | None
    """``None`` where no day is known."""
    left: int | None
    """Days that are left: 0 today, below 0 when it is overdue; ``None`` without a day, and for what is closed."""
    state: State
    is_this_month: bool
    """Open and due from now to the end of the calendar month."""


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
    return max(end_of_month, as_of + timedelta(days=_to_sunday(as_of) + _TWO_WEEKS))


def schedule(
    results: Sequence[Directive],
    *,
    as_of: date,
    until: date,
    calendar: WorkCalendar,
    said: Mapping[Place, Said] | None = None,
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
    rows = [
        row
        for item in _items(results, said or {}, histories, duplicates)
        if office is None or _is_mine(item, with_informed=with_informed)
        for row in _rows(item, calendar, as_of, until)
    ]
    rows.sort(key=_order)  # stable: the order of the documents stays
    return Schedule(as_of, until, calendar, tuple(rows), tuple(histories.unplaced) if histories else (), office)


def _is_mine(item: Item, *, with_informed: bool) -> bool:
    marks = [task.mine for task in (item.task, *(copy.task for copy in item.copies))]
    return any(mine is not None and (with_informed or mine.why != "info") for mine in marks)


def _items(
    results: Sequence[Directive],
    said: Mapping[Place, Said],
    histories: Histories | None,
    duplicates: Sequence[Duplicate],
) -> Iterator[Item]:
    """Give every task once, in the order of the documents."""
    every = [(at, number) for at, result in enumerate(results) for number in range(len(result.tasks))]
    places = {(id(results[at]), id(results[at].tasks[number])): (at, number) for at, number in every}
    known = dict(zip(every, histories.tasks, strict=True)) if histories else {}

    def place(copy: Copy) -> Place:
        return places[id(copy.directive), id(copy.task)]

    same = {place(copy): duplicate for duplicate in duplicates for copy in duplicate.copies}
    for here in every:
        duplicate = same.get(here)
        if duplicate is None:
            result = results[here[0]]
            yield Item(result, result.tasks[here[1]], history=known.get(here), said=said.get(here))
            continue
        there = [place(copy) for copy in duplicate.copies]
        if here != min(there):
            continue

        def weight(copy: Copy) -> tuple[bool, bool, bool]:
            """One that is in force tells when, of several the one that was amended, else one that names a deadline."""
            history = known.get(place(copy))
            is_amended = history is not None and history.changed_by is not None
            return _over(history) is not None, not is_amended, not copy.task.deadlines

        chosen = min(duplicate.copies, key=weight)
        # Where any is said to be done, the task is.
        words = [said[one] for one in there if one in said]
        yield Item(
            chosen.directive,
            chosen.task,
            copies=tuple(copy for copy in duplicate.copies if copy is not chosen),
            unlike=duplicate.unlike,
            history=known.get(place(chosen)),
            said=next((one for one in words if one.is_closed), words[0] if words else None),
        )


def _rows(item: Item, calendar: WorkCalendar, as_of: date, until: date) -> Iterator[Row]:
    """Give the rows of one task."""
    task, said, history = item.task, item.said, item.history
    issued_on = day_of_issue(item.result.document)
    over = _over(history)

    def row(number: int, deadline: Deadline | None, days: Days | None, *, is_closed: bool) -> Row:
        is_over = task.kind == "prohibition" and days is not None and days.last < as_of
        state: State = "closed" if is_closed else "ended" if is_over else "open"
        if state == "open" and over is not None:
            state = over
        left = _left(days, as_of) if days is not None and state == "open" else None
        bucket = "closed" if state != "open" else _bucket(left, as_of)
        is_this_month = days is not None and left is not None and left >= 0 and _is_same_month(days, as_of)
        return Row(bucket, item, number, deadline, days, left, state, is_this_month)

    is_closed = said is not None and said.is_closed
    done_on = said.done_on if said else None
    deadlines = history.deadlines if history else task.deadlines
    days_of = {
        number: single(deadline, issued_on, calendar)
        for number, deadline in enumerate(deadlines)
        if deadline.kind != "recurring"
    }
    if said is not None and said.last_day is not None and (days_of or not deadlines):
        nearest = min(days_of, key=lambda number: _last(days_of[number]), default=0)
        days_of[nearest] = on(said.last_day, issued_on, calendar)
    if not deadlines:
        yield row(0, None, days_of.get(0), is_closed=is_closed)
    for number, deadline in enumerate(deadlines):
        if number in days_of:
            yield row(number, deadline, days_of[number], is_closed=is_closed)
            continue
        found = occurrences(deadline, issued_on, calendar, Horizon(as_of, until, done_on))
        if found is None or over is not None or (is_closed and done_on is None):
            # No calendar holds it, or nothing of it will come any more.
            yield row(number, deadline, None, is_closed=is_closed)
            continue
        for days in found.done:
            yield row(number, deadline, days, is_closed=True)
        for days in found.to_do:
            yield row(number, deadline, days, is_closed=False)


def _last(days: Days | None) -> date:
    return days.last if days else date.max


def _over(history: History | None) -> State | None:
    """Why nothing of a task is to be done any more, by its history."""
    if history is None:
        return None
    if history.is_amendment:
        return "amends"
    return None if history.status == "in force" else history.status


def _effective(days: Days, as_of: date) -> date:
    """The day that counts now: once the day of the list is over, what is left is the time up to the last one."""
    return days.day if days.day >= as_of else days.last


def _is_same_month(days: Days, as_of: date) -> bool:
    day = _effective(days, as_of)
    return (day.year, day.month) == (as_of.year, as_of.month)


def _left(days: Days, as_of: date) -> int:
    return (_effective(days, as_of) - as_of).days


def _bucket(left: int | None, as_of: date) -> Bucket:
    if left is None:
        return "undated"
    if left < 0:
        return "overdue"
    if left <= _to_sunday(as_of):
        return "this_week"
    return "next_two_weeks" if left <= _to_sunday(as_of) + _TWO_WEEKS else "later"


def _to_sunday(day: date) -> int:
    return 6 - day.weekday()


def _order(row: Row) -> tuple[int, date, str]:
    """By bucket, day, and time of day; what is due at any time of a day comes behind."""
    day = row.days.day if row.days else date.max
    return BUCKETS.index(row.bucket), day, (row.days.clock if row.days else "") or "24:00"
