"""The days of recurring duties, worked out once, so that the page can say what falls due this week."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from itertools import takewhile
from typing import TYPE_CHECKING

from dateutil.rrule import rrulestr

from parchk.recurrence import series

if TYPE_CHECKING:
    from collections.abc import Sequence

    from parchk.models import Directive

# A page is looked at for some years.
_YEARS = timedelta(days=5 * 366)


def occurrences(results: Sequence[Directive]) -> dict[str, list[str]]:
    """Give the ISO days of every recurring deadline by ``rule|first day|day of issue``, in order.

    Those that recur daily fall due every day, and have none.
    """
    found: dict[str, list[str]] = {}
    for result in results:
        issued_on = result.document.issued_on or ""
        for task in result.tasks:
            for deadline in task.deadlines:
                key = f"{deadline.rrule}|{deadline.start or ''}|{issued_on}"
                if deadline.rrule and key not in found:
                    found[key] = _days(deadline.rrule, deadline.start or "", issued_on)
    return found


def _days(rule: str, start: str, issued_on: str) -> list[str]:
    try:
        duty = series(rule, _day(start), _day(issued_on))
    except ValueError:  # a day that somebody wrote by hand
        return []
    if duty is None or duty.rule.startswith("FREQ=DAILY"):
        return []
    first = datetime.combine(duty.first, time())
    last = datetime.combine(min(duty.first, date.max - _YEARS) + _YEARS, time())
    return [day.date().isoformat() for day in takewhile(lambda day: day <= last, rrulestr(duty.rule, dtstart=first))]


def _day(iso: str) -> date | None:
    """The day, without its clock time."""
    return date.fromisoformat(iso[:10]) if iso else None
