"""The days of a deadline: the one day of most, the days of a recurring duty within a horizon.

A deadline that falls on a day off:

* A single one stays where the document has it; beside it stands the last working day on which it can be met.
* The days of a recurring duty are moved to the last working day before. So none leaves its month for the next one, and
  nobody is late who keeps it. It is overdue only when the day itself has passed. A Sunday that the document names
  (``vào Chủ nhật hằng tuần``) is meant, and stays.
"""

from __future__ import annotations

import re
from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING, NamedTuple

from dateutil.rrule import rrulestr

from parchk.dates import ImpossibleDateError
from parchk.deadline_days import day_or_time, just_day, last_day
from parchk.recurrence import series

if TYPE_CHECKING:
    from collections.abc import Iterator

    from parchk.dates import WorkCalendar
    from parchk.models import Deadline

# Of a recurring duty the result does not say whether its day is the first that is too late; the document's words do.
# Before an hour ("trước 16 giờ thứ Năm hằng tuần") the day itself is in time.
_BEFORE = re.compile(r"(?<!\w)trước\s+(?:ngày|thứ)(?!\w)", re.IGNORECASE)
_EVERY_DAY = "FREQ=DAILY"


class Days(NamedTuple):
    """A deadline on the calendar, or one occurrence of a recurring one."""

    day: date
    """The day under which it is listed."""
    last: date
    """The last day on which it is kept; on the next one it is overdue."""
    work_by: date
    """The last working day up to :attr:`last`."""
    clock: str = ""
    """The time of day on :attr:`last`, ``17:00``, where the document gives one."""


class Horizon(NamedTuple):
    """What part of a recurring duty is wanted: seen from one day up to another, and what is done of it."""

    as_of: date
    until: date
    done_on: date | None = None


class Occurrences(NamedTuple):
    """The occurrences of a recurring duty, each in the order of its days."""

    done: list[Days]
    """The one that was done last; none when nobody said so."""
    to_do: list[Days]
    """The last that was missed, those up to the end of the horizon, the next one beyond it when there is no other."""


def single(deadline: Deadline, issued_on: date | None, calendar: WorkCalendar) -> Days | None:
    """Find the days of a deadline that does not recur; ``None`` where no last day is known."""
    last, due = last_day(deadline), day_or_time(deadline.due)
    if last is None:
        return None
    return on(last, issued_on, calendar, f"{due:%H:%M}" if isinstance(due, datetime) else "")


def on(last: date, issued_on: date | None, calendar: WorkCalendar, clock: str = "") -> Days:
    """Give the days of what has to be done by ``last``, and not before the day of issue."""
    return Days(last, last, _working_day(last, issued_on, calendar), clock)


def occurrences(
    deadline: Deadline, issued_on: date | None, calendar: WorkCalendar, horizon: Horizon
) -> Occurrences | None:
    """Find the occurrences of a recurring deadline; ``None`` where no calendar can hold it.

    A duty of every day is due once: on the next working day. Of any other, a day on which somebody said it was done
    stands for the occurrence nearest to it, and for all before.
    """
    start = day_or_time(deadline.start)
    begins = just_day(start) if start else None
    duty = series(deadline.rrule or "", begins, issued_on, calendar)
    if duty is None:
        return None
    if duty.rule == _EVERY_DAY:
        return _every_day(duty.first, calendar, horizon)
    is_before = deadline.inclusive is False or bool(_BEFORE.search(deadline.text))
    done: list[Days] = []
    missed: list[Days] = []
    coming: dict[date, Days] = {}
    for named in _named(duty.rule, duty.first):
        last = named - timedelta(days=1) if is_before and named > date.min else named
        work_by = _working_day(last, begins or issued_on, calendar)
        is_meant = "BYDAY=" in duty.rule and last.weekday() in calendar.weekend
        now = Days(last if is_meant else work_by, last, work_by)
        if horizon.done_on is not None and _is_nearest(now, done, horizon.done_on):
            done = [now]
        elif last < horizon.as_of:
            missed = [now]
        elif now.day <= horizon.until or not coming:
            coming[now.day] = now  # the 29th and the 30th, both of a weekend, are moved to one Friday: one entry
        if last > horizon.until and coming:
            break
    return Occurrences(done, [*missed, *coming.values()])


def _is_nearest(now: Days, done: list[Days], done_on: date) -> bool:
    """Whether ``now`` is what was done on this day, rather than the occurrence before it."""
    return not done or abs(now.last - done_on) < abs(done[0].last - done_on)


def _every_day(first: date, calendar: WorkCalendar, horizon: Horizon) -> Occurrences:
    since = max(first, horizon.as_of)
    done_on = horizon.done_on
    if done_on is not None and done_on >= since:
        since = done_on + timedelta(days=1)
    day = since if calendar.is_working_day(since) else calendar.add_working_days(since, 1)
    done = [Days(done_on, done_on, done_on)] if done_on is not None else []
    return Occurrences(done, [Days(day, day, day)])


def _named(rule: str, first: date) -> Iterator[date]:
    """Give the days that the rule names, from the first on."""
    for moment in rrulestr(rule, dtstart=datetime.combine(first, time())):
        yield moment.date()


def _working_day(last: date, begins: date | None, calendar: WorkCalendar) -> date:
    """Find the last working day up to ``last``; ``last`` itself where there is none since the beginning."""
    if calendar.is_working_day(last):
        return last
    try:
        found = calendar.working_day_before(last)
    except ImpossibleDateError:  # the first days that there are
        return last
    return last if begins is not None and found < begins else found
