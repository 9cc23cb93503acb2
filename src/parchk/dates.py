"""Arithmetic of the calendar: partial dates, month ends, quarters, working days, recurrence rules, durations.

Pure functions and small values; nothing here knows Vietnamese wording (that is ``rules/deadlines.toml``) and
nothing reads the clock. The rules for what is not written stand here, in one place:

* a year that is not written is the first that puts the stretch's last day on or after the day of issue;
* the day of signing is not counted: ten days from 12 August end on 22 August;
* working days leave out Saturdays, Sundays and the public holidays of Vietnam, unless an office's own calendar
  (:class:`WorkCalendar`) says otherwise.
"""

from __future__ import annotations

import calendar
from datetime import date, datetime, time, timedelta
from functools import lru_cache
from typing import Literal, NamedTuple

from msgspec import Struct

Unit = Literal["minute", "hour", "day", "week", "month", "quarter", "year"]

WEEKDAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")

#: How far a missing year is looked for: a 29 February lies at most eight years ahead (1896 to 1904).
_YEARS_AHEAD = 8

_MONTHS = {"month": 1, "quarter": 3, "year": 12}
_LENGTHS = (31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)


class ImpossibleDateError(ValueError):
    """The words name a day that no calendar has, such as 31 September."""


class Stretch(NamedTuple):
    """From a first to a last day, both included; ``inferred`` names what was concluded, not written."""

    first: date
    last: date
    inferred: tuple[str, ...] = ()


class Partial(NamedTuple):
    """A day or a stretch of days as written: year, month or day may be missing.

    ``last_day``, ``last_month``, ``last_year`` close the stretch where it is longer than its beginning. Days below
    zero count from the end of the month (``-1`` is its last day).

    >>> Partial(month=8, last_month=9).complete(date(2022, 8, 12))
    Stretch(first=datetime.date(2022, 8, 1), last=datetime.date(2022, 9, 30), inferred=('year',))
    """

    year: int | None = None
    month: int | None = None
    day: int | None = None
    last_day: int | None = None
    last_month: int | None = None
    last_year: int | None = None

    def in_year(self, year: int, month: int | None = None) -> Stretch:
        """Place the stretch in this year (and month); :class:`ImpossibleDateError` if there is no such day."""
        if 0 in (self.month, self.last_month):
            raise ImpossibleDateError("month 0")
        first_month = self.month or month or 1
        last_month = self.last_month or self.month or month or 12
        last_year = self.last_year or year
        if self.last_year is None and last_month < first_month:
            last_year += 1
        first = day_of(year, first_month, self.day if self.day is not None else 1)
        if self.last_day is not None:
            closing = self.last_day
        elif self.day is not None and self.last_month is None:
            closing = self.day
        else:
            closing = -1
        last = day_of(last_year, last_month, closing)
        if last < first:
            raise ImpossibleDateError(f"{first} to {last}")
        return Stretch(first, last)

    def complete(self, issued_on: date | None) -> Stretch | None:
        """Take what is missing from the day of issue; ``None`` when that is not known.

        Raises :class:`ImpossibleDateError` when no year makes a calendar day of it.
        """
        if self.year is not None:
            return self.in_year(self.year)
        if issued_on is None:
            self.check()
            return None
        if self.month is None and self.day is not None:
            return self._in_some_month(issued_on)
        start = issued_on.year - (1 if self.crosses_years else 0)
        for year in range(start, min(start + _YEARS_AHEAD + 1, date.max.year)):
            try:
                found = self.in_year(year)
            except ImpossibleDateError:
                continue
            if found.last >= issued_on:
                return found._replace(inferred=("year",))
        raise ImpossibleDateError(str(self))

    @property
    def crosses_years(self) -> bool:
        """It ends in the year after it begins (``tháng 12 đến tháng 2``)."""
        return self.month is not None and self.last_month is not None and self.last_month < self.month

    def check(self) -> None:
        """Raise :class:`ImpossibleDateError` when no year at all has these days."""
        self.in_year(self.year if self.year is not None else 2024, self.month or 1)  # 2024 has a 29 February

    def _in_some_month(self, issued_on: date) -> Stretch:
        """Find the first such day, its month not written, on or after the day of issue."""
        for ahead in range(13):
            month = shift(issued_on.replace(day=1), ahead, "month")
            try:
                found = self.in_year(month.year, month.month)
            except ImpossibleDateError:
                continue
            if found.last >= issued_on:
                return found._replace(inferred=("month", "year"))
        raise ImpossibleDateError(str(self))


def day_of(year: int, month: int, day: int) -> date:
    """Make the day; a negative ``day`` counts from the end of the month. Raises :class:`ImpossibleDateError`.

    >>> day_of(2024, 2, -1)
    datetime.date(2024, 2, 29)
    """
    if not (date.min.year <= year <= date.max.year and 1 <= month <= 12):
        raise ImpossibleDateError(f"{year}-{month}-{day}")
    length = month_length(year, month)
    wanted = length + 1 + day if day < 0 else day
    if not 1 <= wanted <= length:
        raise ImpossibleDateError(f"{year}-{month}-{day}")
    return date(year, month, wanted)


def month_length(year: int, month: int) -> int:
    """How many days the month has."""
    return _LENGTHS[month - 1] + (month == 2 and calendar.isleap(year))


def quarters(first: int, last: int | None = None, year: int | None = None) -> Partial:
    """One quarter, or from one to another."""
    last = first if last is None else last
    if not (1 <= first <= 4 and 1 <= last <= 4):
        raise ImpossibleDateError(f"quarter {first} to {last}")
    return Partial(year=year, month=3 * first - 2, last_month=3 * last)


def months_of_year(count: int, *, from_end: bool, year: int | None = None) -> Partial:
    """Make the first or the last ``count`` months of a year.

    >>> months_of_year(6, from_end=True, year=2022).in_year(2022).first
    datetime.date(2022, 7, 1)
    """
    if not 1 <= count <= 12:
        raise ImpossibleDateError(f"{count} months of a year")
    return Partial(year=year, month=13 - count if from_end else 1, last_month=12 if from_end else count)


def iso_week(year: int, week: int) -> Stretch:
    """Monday to Sunday of the numbered week (ISO 8601)."""
    try:
        monday = date.fromisocalendar(year, week, 1)
    except ValueError as error:
        raise ImpossibleDateError(f"{year}, week {week}") from error
    return Stretch(monday, monday + timedelta(days=6))


def around(unit: Unit, offset: int, issued_on: date) -> Stretch:
    """Find this (``offset`` 0), the next (1) … day, week, month, quarter or year, seen from the day of issue.

    >>> around("quarter", 1, date(2022, 11, 15)).last
    datetime.date(2023, 3, 31)
    """
    if unit == "day":
        day = shift(issued_on, offset, "day")
        return Stretch(day, day, ("date",))
    if unit == "week":
        monday = shift(issued_on, 7 * offset - issued_on.weekday(), "day")
        return Stretch(monday, shift(monday, 6, "day"), ("date",))
    length = _MONTHS[unit]
    first_month = (issued_on.month - 1) // length * length + 1
    first = shift(date(issued_on.year, first_month, 1), offset * length, "month")
    return Stretch(first, shift(first, length, "month") - timedelta(days=1), ("date",))


def shift(start: date, count: int, unit: Unit) -> date:
    """``count`` units later; a day that the month does not have becomes its last.

    >>> shift(date(2022, 8, 31), 1, "month")
    datetime.date(2022, 9, 30)
    """
    if unit in ("day", "week"):
        try:
            return start + timedelta(days=count * (7 if unit == "week" else 1))
        except OverflowError as error:
            raise ImpossibleDateError(f"{count} days after {start}") from error
    if unit not in _MONTHS:
        raise ValueError(f"a date cannot be moved by {unit}")
    months = start.year * 12 + start.month - 1 + count * _MONTHS[unit]
    year, month = divmod(months, 12)
    if not date.min.year <= year <= date.max.year:
        raise ImpossibleDateError(f"{count} {unit} after {start}")
    return date(year, month + 1, min(start.day, month_length(year, month + 1)))


def next_weekday(start: date, weekday: int) -> date:
    """Find the first such weekday (0 is Monday) on or after ``start``."""
    return shift(start, (weekday - start.weekday()) % 7, "day")


class WorkCalendar(Struct, frozen=True):
    """Which days are worked: the public holidays of Vietnam, with an office's own days laid over them.

    Days off and made-up days that the government announces year by year (hoán đổi) are as the ``holidays`` package
    knows them; what an office adds or takes back decides.

    >>> WorkCalendar(working_days=frozenset({date(2022, 8, 13)})).is_working_day(date(2022, 8, 13))
    True
    """

    days_off: frozenset[date] = frozenset()
    working_days: frozenset[date] = frozenset()
    """Days worked all the same, such as a Saturday made up for a bridge day."""
    weekend: frozenset[int] = frozenset({5, 6})
    """The days of each week that are not worked; 0 is Monday."""

    def is_working_day(self, day: date) -> bool:
        """Whether the day counts; a day that is named decides before the weekend and the public holidays do."""
        if day in self.working_days or day in self.days_off:
            return day in self.working_days
        holidays, made_up = _year(day.year)
        return day in made_up or (day.weekday() not in self.weekend and day not in holidays)

    def is_holiday(self, day: date) -> bool:
        """Whether the day is off by its name or by the law, not only as one of a weekend."""
        return day not in self.working_days and (day in self.days_off or day in _year(day.year)[0])

    def add_working_days(self, start: date, count: int) -> date:
        """Find the ``count``-th working day after ``start``, which is itself not counted."""
        day = start
        for _ in range(count):
            day = shift(day, 1, "day")
            while not self.is_working_day(day):
                day = shift(day, 1, "day")
        return day

    def working_day_before(self, day: date) -> date:
        """Find the last working day before ``day``.

        >>> VIETNAM.working_day_before(date(2022, 9, 5))  # a Monday after the weekend after the National Day
        datetime.date(2022, 8, 31)
        """
        before = shift(day, -1, "day")
        while not self.is_working_day(before):
            before = shift(before, -1, "day")
        return before


#: Saturdays, Sundays and the public holidays, no office's own days.
VIETNAM = WorkCalendar()


@lru_cache(maxsize=32)
def _year(year: int) -> tuple[frozenset[date], frozenset[date]]:
    """The public holidays of a year, and the days of its weekends that are worked in exchange for a bridge day."""
    # Only a deadline in working days needs the package, and loading it takes 0.1 s.
    from holidays import country_holidays  # noqa: PLC0415

    known = country_holidays("VN", years=year)
    return frozenset(known), frozenset(getattr(known, "weekend_workdays", ()))  # not in old releases


def duration(count: int, unit: Unit) -> str:
    """ISO 8601; quarters are written as months.

    >>> duration(10, "day"), duration(2, "quarter"), duration(24, "hour")
    ('P10D', 'P6M', 'PT24H')
    """
    if unit == "quarter":
        return f"P{3 * count}M"
    letter = {"minute": "TM", "hour": "TH", "day": "D", "week": "W", "month": "M", "year": "Y"}[unit]
    return f"PT{count}{letter[1]}" if letter[0] == "T" else f"P{count}{letter}"


def due_after(
    issued_on: date, count: int, unit: Unit, *, working_days: bool = False, calendar: WorkCalendar = VIETNAM
) -> date | None:
    """Find the last day of a duration from the day of issue on; ``None`` for hours: nobody knows the hour."""
    if unit in ("minute", "hour"):
        return None
    if working_days:
        days = count * (7 - len(calendar.weekend) if unit == "week" else 1)
        return calendar.add_working_days(issued_on, days) if count <= 1000 else None
    return shift(issued_on, count, unit)


def clock(hour: int, minute: int = 0) -> str:
    """``THH:MM``. 24:00 is the end of the day, as ISO 8601 has it; :class:`ImpossibleDateError` beyond."""
    if not (0 <= hour <= 23 and 0 <= minute <= 59) and (hour, minute) != (24, 0):
        raise ImpossibleDateError(f"{hour}:{minute}")
    return f"T{hour:02d}:{minute:02d}"


class Recurrence(Struct, frozen=True):
    """What is said of a recurring duty; :meth:`rrule` writes it as RFC 5545.

    >>> Recurrence("MONTHLY", months=(3, 6, 9, 12), days=(25,)).rrule()
    'FREQ=YEARLY;BYMONTH=3,6,9,12;BYMONTHDAY=25'
    """

    freq: str
    interval: int = 1
    months: tuple[int, ...] = ()
    days: tuple[int, ...] = ()
    weekdays: tuple[str, ...] = ()
    position: int | None = None
    """BYSETPOS: which of the days that the rest names (``-1`` the last)."""

    def rrule(self) -> str:
        """Write the rule, its parts in one fixed order. A rule that names months is a yearly one."""
        freq, interval = self.freq, self.interval
        if self.months:
            freq, interval = "YEARLY", interval if freq == "YEARLY" else 1
        parts = [f"FREQ={freq}"]
        if interval > 1:
            parts.append(f"INTERVAL={interval}")
        for name, values in (("BYMONTH", self.months), ("BYMONTHDAY", self.days), ("BYDAY", self.weekdays)):
            if values:
                parts.append(f"{name}={','.join(map(str, values))}")
        if self.position is not None:
            parts.append(f"BYSETPOS={self.position}")
        return ";".join(parts)


def every(count: int, unit: Unit) -> Recurrence:
    """State once in ``count`` units: quarters are three months, twelve months a year.

    >>> every(2, "quarter").rrule(), every(12, "month").rrule()
    ('FREQ=MONTHLY;INTERVAL=6', 'FREQ=YEARLY')
    """
    if unit in ("month", "quarter"):
        months = count * _MONTHS[unit]
        return Recurrence("YEARLY", months // 12) if months % 12 == 0 else Recurrence("MONTHLY", months)
    freq = {"minute": "MINUTELY", "hour": "HOURLY", "day": "DAILY", "week": "WEEKLY", "year": "YEARLY"}[unit]
    return Recurrence(freq, max(count, 1))


def times_per(times: int, count: int, unit: Unit) -> Recurrence:
    """State ``times`` in ``count`` units. Where the days between cannot be told evenly, the cycle alone is stated.

    >>> times_per(2, 1, "year").rrule(), times_per(3, 1, "week").rrule()
    ('FREQ=MONTHLY;INTERVAL=6', 'FREQ=WEEKLY')
    """
    months = count * _MONTHS.get(unit, 0)
    if times > 1 and months and months % times == 0:
        return every(months // times, "month")
    if times > 1 and unit == "day" and count % times == 0:
        return every(count // times, "day")
    return every(count, unit)


@lru_cache(maxsize=1024)
def read_abbreviated(text: str) -> date | None:
    """Read a complete date as office programs write it in Vietnamese (``15 thg 8, 2022``), or ``None``.

    dateparser knows these shapes from the Unicode locale data. It gets nothing else: days in words it does not
    know (``ngày mười lăm tháng Tám``), an incomplete date it would complete from today, and of an impossible one
    it cannot say that it is impossible; there our own arithmetic decides.
    """
    # Hardly any document has such a date, and loading the package takes 0.1 s.
    from dateparser import parse  # noqa: PLC0415

    found = parse(text, languages=["vi"], settings={"STRICT_PARSING": True, "DATE_ORDER": "DMY"})
    return found.date() if found else None


def moment(due: str) -> datetime:
    """Find the instant that a ``due`` means: the end of its day where no clock time is written, and for ``T24:00``.

    >>> moment("2022-08-20T24:00") == moment("2022-08-20")
    True
    """
    day, _, hour = due.partition("T")
    midnight = datetime.combine(date.fromisoformat(day), time())
    if not hour:
        return midnight + timedelta(days=1)
    hours, minutes = hour.split(":")[:2]
    return midnight + timedelta(hours=int(hours), minutes=int(minutes))
