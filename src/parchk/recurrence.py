"""Recurring duties on a calendar: the rule with a day in it, and its first occurrence.

A rule such as ``FREQ=MONTHLY;INTERVAL=3`` (``hằng quý``) names no day. By RFC 5545 its day would be that of the first
occurrence, hence by chance that of the day of issue, and a 31st would leave out most months. A person who enters the
duty by hand takes the end of each cycle, and so does :func:`series`; what it has added is said in
:attr:`Series.completed`.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time
from typing import TYPE_CHECKING

import regex

from parchk.dates import VIETNAM, WEEKDAYS, ImpossibleDateError, WorkCalendar, shift

if TYPE_CHECKING:
    from collections.abc import Sequence

# What may stand in a rule beside its frequency. Rules of another shape were put together by hand, and libraries give up
# on some of them, or look for their first day for ever.
_PARTS = {
    "DAILY": {"INTERVAL"},
    "WEEKLY": {"INTERVAL", "BYDAY"},
    "MONTHLY": {"INTERVAL", "BYMONTH", "BYMONTHDAY", "BYDAY", "BYSETPOS"},
    "YEARLY": {"INTERVAL", "BYMONTH", "BYMONTHDAY", "BYDAY", "BYSETPOS"},
}
_VALUE = {
    "FREQ": r"[A-Z]+",
    "INTERVAL": r"[1-9][0-9]{0,3}",
    "BYMONTH": r"[1-9]|1[0-2]",
    "BYMONTHDAY": r"-?(?:[1-9]|[12][0-9]|3[01])",
    "BYDAY": rf"(?:-?[1-5])?(?:{'|'.join(WEEKDAYS)})",
    "BYSETPOS": r"-?[1-9][0-9]?",
}
_VALUES = {
    name: regex.compile(rf"(?:{value})(?:,(?:{value}))*" if name.startswith("BY") else value)
    for name, value in _VALUE.items()
}
# RFC 5545 leaves these out of account where an occurrence is a day.
_CLOCK = {"BYHOUR", "BYMINUTE", "BYSECOND"}
_SHORTEST_MONTHS = (31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)


@dataclass(frozen=True, slots=True)
class Series:
    """A recurring duty as days of a calendar."""

    rule: str
    """RFC 5545; with :attr:`first` as DTSTART it gives the duty's days and no others."""
    first: date
    """The first occurrence: the first that fits the rule on or after the beginning."""
    completed: bool = False
    """The document names no day (or not which month of a quarter): the end of each cycle was taken."""
    skipped: tuple[int, ...] = ()
    """Days of the month that some of the rule's months do not have every year: these months are left out."""


def series(rule: str, start: date | None, issued_on: date | None, calendar: WorkCalendar = VIETNAM) -> Series | None:
    """Place a recurrence rule on the calendar, from its ``start`` on, else from the day of issue on.

    ``None`` where a calendar cannot hold it: a cycle shorter than a day, no day to begin with, an unknown shape.

    >>> series("FREQ=MONTHLY;BYMONTHDAY=10", None, date(2022, 7, 15)).first
    datetime.date(2022, 8, 10)
    >>> quarterly = series("FREQ=MONTHLY;INTERVAL=3", None, date(2022, 7, 5))
    >>> quarterly.rule, quarterly.first
    ('FREQ=MONTHLY;INTERVAL=3;BYMONTHDAY=-1', datetime.date(2022, 9, 30))
    """
    begins = start or issued_on
    parts = _parts(rule)
    if begins is None or parts is None:
        return None
    named = dict(parts)
    if parts["FREQ"] == "WEEKLY" and "BYDAY" not in parts and start is None:
        parts["BYDAY"] = WEEKDAYS[max(set(range(7)) - calendar.weekend)]
    if parts["FREQ"] == "YEARLY" and parts.keys() <= {"FREQ", "INTERVAL"}:
        parts |= {"BYMONTH": "12", "BYMONTHDAY": "31"}
    if parts["FREQ"] in ("MONTHLY", "YEARLY") and not parts.keys() & {"BYMONTHDAY", "BYDAY"}:
        parts["BYMONTHDAY"] = "-1"
    in_some_month = parts["FREQ"] == "MONTHLY" and "INTERVAL" in parts and "BYMONTH" not in parts
    whole = ";".join(f"{name}={value}" for name, value in parts.items())
    try:
        first = _first(whole, _last_month(begins, int(parts["INTERVAL"])) if in_some_month else begins)
    except ImpossibleDateError:  # beyond the year 9999
        return None
    if first is None:
        return None
    return Series(whole, first, completed=in_some_month or parts != named, skipped=_skipped(parts))


def _parts(rule: str) -> dict[str, str] | None:
    """Give the parts of the rule that count for days; ``None`` for a rule of an unknown shape."""
    pairs = [part.partition("=") for part in rule.split(";")]
    parts = {name: value for name, _, value in pairs if name not in _CLOCK}
    known = _PARTS.get(parts.get("FREQ", ""))
    if known is None or not parts.keys() - {"FREQ"} <= known:
        return None
    if not all(_VALUES[name].fullmatch(value) for name, value in parts.items()):
        return None
    if parts.get("INTERVAL") == "1":
        del parts["INTERVAL"]
    return parts


def _last_month(begins: date, interval: int) -> date:
    """Find the last month of the cycle that ``begins`` lies in: quarters and half-years are those of the calendar."""
    gone = (begins.month - 1) % interval if 12 % interval == 0 else 0
    ahead = interval - 1 - gone
    return shift(begins.replace(day=1), ahead, "month") if ahead else begins


def _first(rule: str, begins: date) -> date | None:
    # Only calendars need the package, and loading it takes time.
    from dateutil.rrule import rrulestr  # noqa: PLC0415

    found = next(iter(rrulestr(rule, dtstart=datetime.combine(begins, time()))), None)
    return found.date() if found else None


def _skipped(parts: dict[str, str]) -> tuple[int, ...]:
    days = _numbers(parts.get("BYMONTHDAY", ""))
    months = _numbers(parts.get("BYMONTH", "")) or range(1, 13)
    return tuple(day for day in days if any(day > _SHORTEST_MONTHS[month - 1] for month in months))


def _numbers(values: str) -> Sequence[int]:
    return [int(value) for value in values.split(",") if value]
