"""Whether a task has to be done earlier or later than the superior document says.

Days are compared as they are named: ``trước ngày 20/8`` and ``đến ngày 20/8`` name the same day.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

from parchk.models import Deadline
from parchk.trace.model import DeadlineChange

_DAYS = {"DAILY": 1, "WEEKLY": 7, "MONTHLY": 30, "YEARLY": 365}
_WEEKDAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
_DURATION = re.compile(r"P(?:(?P<Y>\d+)Y)?(?:(?P<M>\d+)M)?(?:(?P<W>\d+)W)?(?:(?P<D>\d+)D)?(?:T(?:(?P<H>\d+)H)?.*)?")
_DAYS_OF = {"Y": 365, "M": 30, "W": 7, "D": 1, "H": 1 / 24}
_CLOCK = re.compile(r"(\d{1,2}) ?(?:giờ|h|g)(?: ?(\d{2}))?")


class Change(NamedTuple):
    """How a deadline was changed, by how many days, and the words on both sides."""

    kind: DeadlineChange | None
    days: int | None
    upper: str | None
    lower: str | None


def deadline_change(upper: Sequence[Deadline], lower: Sequence[Deadline]) -> Change:
    """Compare the deadlines of a task with those of the task that carries it out.

    Of several, those that both have are set aside. Of the others the last day counts.
    """
    words = _words(upper), _words(lower)
    if not upper or not lower:
        kind: DeadlineChange = "removed" if upper else "added" if lower else "same"
        return Change(kind, None, *words)
    ordered, kept = {_form(one) for one in upper}, {_form(one) for one in lower}
    left = [one for one in upper if _form(one) not in kept], [one for one in lower if _form(one) not in ordered]
    if not all(left) and ordered & kept:
        # A task that was split keeps one of several times in each part.
        return Change("same", 0, *words)
    return Change(*_compared(_decisive(left[0] or upper), _decisive(left[1] or lower)), *words)


def _words(deadlines: Sequence[Deadline]) -> str | None:
    return "; ".join(deadline.text for deadline in deadlines) or None


def _form(deadline: Deadline) -> tuple[object, ...]:
    """What the deadline says, whatever its words."""
    return deadline.due, deadline.start, deadline.rrule, deadline.duration, _clock(deadline)


def _decisive(deadlines: Sequence[Deadline]) -> Deadline:
    """The one with the last day; without days, the first."""
    dated = [deadline for deadline in deadlines if deadline.due]
    return max(dated, key=lambda deadline: deadline.due or "") if dated else deadlines[0]


def _compared(upper: Deadline, lower: Deadline) -> tuple[DeadlineChange | None, int | None]:
    if upper.due and lower.due:
        days = (_day(lower) - _day(upper)).days
        return _moved(days) if days else _by_the_clock(upper, lower)
    if upper.rrule and lower.rrule:
        return _recurring(upper, lower)
    if upper.duration and lower.duration and upper.working_days == lower.working_days:
        longer = _length(lower.duration) - _length(upper.duration)
        return _moved(round(longer)) if longer == round(longer) else (_direction(longer), None)
    return None, None


def _day(deadline: Deadline) -> date:
    return date.fromisoformat((deadline.due or "")[:10])


def _moved(days: int) -> tuple[DeadlineChange, int]:
    return _direction(days), abs(days)


def _direction(later: float) -> DeadlineChange:
    return "loosened" if later > 0 else "tightened" if later < 0 else "same"


def _recurring(upper: Deadline, lower: Deadline) -> tuple[DeadlineChange | None, int | None]:
    """More often is tighter; as often, an earlier day of the month or week."""
    one, other = _parts(upper), _parts(lower)
    rarer = _interval(other) - _interval(one)
    if rarer:
        return _direction(rarer), None
    if upper.rrule == lower.rrule:
        return _by_the_clock(upper, lower)
    if one.keys() != other.keys():
        return None, None
    differing = [key for key in one if one[key] != other[key]]
    if differing == ["BYMONTHDAY"] and one["BYMONTHDAY"].isdecimal() and other["BYMONTHDAY"].isdecimal():
        return _moved(int(other["BYMONTHDAY"]) - int(one["BYMONTHDAY"]))
    if differing == ["BYDAY"] and one["BYDAY"] in _WEEKDAYS and other["BYDAY"] in _WEEKDAYS:
        return _moved(_WEEKDAYS.index(other["BYDAY"]) - _WEEKDAYS.index(one["BYDAY"]))
    return None, None


def _parts(deadline: Deadline) -> dict[str, str]:
    return dict(part.split("=", 1) for part in (deadline.rrule or "").split(";"))


def _interval(parts: dict[str, str]) -> int:
    return _DAYS.get(parts["FREQ"], 0) * int(parts.get("INTERVAL", "1"))


def _by_the_clock(upper: Deadline, lower: Deadline) -> tuple[DeadlineChange, int]:
    """The day is the same: an hour that both name decides."""
    one, other = _clock(upper), _clock(lower)
    return _direction(other - one) if one is not None and other is not None else "same", 0


def _clock(deadline: Deadline) -> int | None:
    """Minutes since midnight of the hour that the words name."""
    found = _CLOCK.search(deadline.text)
    return int(found[1]) * 60 + int(found[2] or 0) if found and not deadline.duration else None


def _length(duration: str) -> float:
    found = _DURATION.fullmatch(duration)
    return sum(int(value) * _DAYS_OF[unit] for unit, value in found.groupdict().items() if value) if found else 0
