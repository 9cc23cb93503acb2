"""The days of a deadline: the one day of most, the days of a recurring duty.

A deadline that falls on a day off:

* A single one stays where the document has it; beside it stands the last working day on which it can be met.
* The days of a recurring duty are moved to the last working day before. So none leaves its month for the next one, and
  nobody is late who keeps it. It is overdue only when the day itself has passed. A Sunday that the document names
  (``vào Chủ nhật hằng tuần``) is meant, and stays.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING, NamedTuple

from dateutil.rrule import rrulestr

from parchk.dates import ImpossibleDateError
from parchk.deadline_days import day_or_time, just_day, last_day
from parchk.recurrence import series
from parchk.text import canonical_spelling

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from parchk.dates import WorkCalendar
    from parchk.due.said import About
    from parchk.models import Deadline

# Of a recurring duty the result does not say whether its day is the first that is too late; the document's words do.
# Before an hour ("trước 16 giờ thứ Năm hằng tuần") the day itself is in time, but for its very first hour.
_BEFORE = re.compile(
    r"(?<!\w)trước\s+(?:(?:ngày|thứ|mùng|mồng|chủ\s+nhật)(?!\w)|0?0\s*(?:giờ|h|g|:)|\d+(?!\w|\s*(?:(?:giờ|h|g|phút|ngày)(?!\w)|:)))",
    re.IGNORECASE,
)
_EVERY_DAY = "FREQ=DAILY"
# How many occurrences beyond those asked for: one may be done in advance, and the next one is always wanted.
_BEHIND = 2
_DAY = timedelta(days=1)


class Days(NamedTuple):
    """A deadline on the calendar, or one occurrence of a recurring one."""

    day: date
    """The day under which it is listed."""
    last: date
    """The last day on which it is kept; on the next one it is overdue."""
    work_by: date
    """The last working day up to :attr:`last`."""
    clock: str = ""
    """The time of day on :attr:`last`, ``17:00``, where the document gives one; never for a recurring duty."""


class Stretch(NamedTuple):
    """The time in which a recurring duty applies; ``None``: open on this side."""

    start: date | None = None
    end: date | None = None


class Seen(NamedTuple):
    """From where deadlines are seen."""

    as_of: date
    until: date
    """How far recurring duties are expanded."""
    calendar: WorkCalendar


@dataclass(frozen=True, slots=True)
class Duty:
    """A recurring duty on the calendar."""

    days: tuple[Days, ...]
    """Its occurrences from the beginning up to the horizon, two more behind it at most; of what is due every day, the
    working days to come. Empty where its time is over or holds none."""
    begins: date
    is_daily: bool
    skipped: tuple[int, ...]
    """Days of the month that some months do not have: these months are left out."""

    def nearest(self, done_on: date) -> Days | None:
        """Find the occurrence that was done on this day; ``None`` where the day lies nearer to one before the first."""
        if self.is_daily:
            return Days(done_on, done_on, done_on) if done_on >= self.begins else None
        if not self.days:
            return None
        found = min(self.days, key=lambda one: abs(one.last - done_on))
        if found is self.days[0] and len(self.days) > 1:
            cycle = self.days[1].last - found.last
            if done_on < found.last - cycle / 2:
                return None
        return found

    def known(self, about: About) -> list[Days]:
        """Find the occurrence that a row of a table was."""
        if self.is_daily and about.last is not None:
            return [Days(about.last, about.last, about.last)]
        return [one for one in self.days if is_about(about, one)]

    def to_do(self, done: Days | None, listed: Sequence[About], closed: Sequence[Days], seen: Seen) -> list[Days]:
        """Give the last that was missed, those up to the end of the horizon, the next one when there is no other.

        Not to do are ``done`` and all before, what is ``closed``, and what lies before the first of those ``listed``.
        """
        since = min((one.last for one in listed if one.last), default=date.min)
        missed: list[Days] = []
        coming: dict[date, Days] = {}
        for now in self.days:
            if (done is not None and now.last <= done.last) or now in closed or now.last < since:
                continue
            if now.last < seen.as_of:
                missed = [now]
            elif not coming or (now.day <= seen.until and not self.is_daily):
                coming[now.day] = now  # the 29th and the 30th, both of a weekend, are moved to one Friday: one entry
        return [*missed, *coming.values()]


def is_about(about: About, days: Days) -> bool:
    """Whether a row of a table was this occurrence."""
    return days.last == about.last or days.day == about.day


def single(deadline: Deadline, issued_on: date | None, calendar: WorkCalendar) -> Days | None:
    """Find the days of a deadline that does not recur; ``None`` where no last day is known."""
    last, due = last_day(deadline), day_or_time(deadline.due)
    if last is None:
        return None
    has_clock = isinstance(due, datetime) and due.date() == last
    return on(last, issued_on, calendar, f"{due:%H:%M}" if has_clock else "")


def on(last: date, issued_on: date | None, calendar: WorkCalendar, clock: str = "") -> Days:
    """Give the days of what has to be done by ``last``, and not before the day of issue."""
    return Days(last, last, _working_day(last, issued_on, calendar), clock)


def on_calendar(
    deadline: Deadline, issued_on: date | None, seen: Seen, said_up_to: date, applies: Stretch
) -> Duty | None:
    """Find the occurrences of a recurring deadline; ``None`` where no calendar can hold it.

    ``said_up_to`` is the last day of which somebody has said something.
    """
    start = day_or_time(deadline.start)
    named = just_day(start) if start else None
    begins = named or applies.start or issued_on
    duty = series(deadline.rrule or "", named, begins, seen.calendar)
    if duty is None or begins is None:
        return None
    is_daily = duty.rule == _EVERY_DAY
    if is_daily:
        every, up_to = _working_days(max(duty.first, seen.as_of), seen.calendar), max(seen.as_of, said_up_to)
    else:
        is_before = deadline.inclusive is False or bool(_BEFORE.search(canonical_spelling(deadline.text)))
        every = _occurrences(duty.rule, duty.first, begins, seen.calendar, is_before=is_before)
        up_to = max(seen.until, said_up_to)
    kept: list[Days] = []
    behind = 0
    for now in every:
        if (applies.end is not None and now.last > applies.end) or behind == _BEHIND:
            break
        kept.append(now)
        behind += now.last > up_to
    return Duty(tuple(kept), begins, is_daily, duty.skipped)


def _occurrences(rule: str, first: date, begins: date, calendar: WorkCalendar, *, is_before: bool) -> Iterator[Days]:
    """Give those that can be kept: on none is the time over before the duty begins."""
    for moment in rrulestr(rule, dtstart=datetime.combine(first, time())):
        named = moment.date()
        last = named - _DAY if is_before and named > date.min else named
        if last < begins:
            continue
        work_by = _working_day(last, begins, calendar)
        is_meant = "BYDAY=" in rule and last == named and last.weekday() in calendar.weekend
        yield Days(last if is_meant else work_by, last, work_by)


def _working_days(since: date, calendar: WorkCalendar) -> Iterator[Days]:
    day = since if calendar.is_working_day(since) else calendar.add_working_days(since, 1)
    while True:
        yield Days(day, day, day)
        day = calendar.add_working_days(day, 1)


def _working_day(last: date, begins: date | None, calendar: WorkCalendar) -> date:
    """Find the last working day up to ``last``; ``last`` itself where there is none since the beginning."""
    if calendar.is_working_day(last):
        return last
    try:
        found = calendar.working_day_before(last)
    except ImpossibleDateError:  # the first days that there are
        return last
    return last if begins is not None and found < begins else found
