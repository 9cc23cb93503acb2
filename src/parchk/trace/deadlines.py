"""Whether a task has to be done earlier or later than the superior document says.

Days are compared as they are named: ``trước ngày 20/8`` and ``đến ngày 20/8`` name the same day.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date, datetime, time
from functools import lru_cache
from typing import NamedTuple

from parchk.models import Deadline
from parchk.recurrence import series
from parchk.trace.model import DeadlineChange

_A_YEAR = {
    "MINUTELY": 525600,
    "HOURLY": 8760,
    "DAILY": 365,
    "WEEKLY": 365 / 7,
    "MONTHLY": 12,
    "QUARTERLY": 4,
    "YEARLY": 1,
}
_UNITS = {
    "giờ": "HOURLY",
    "ngày": "DAILY",
    "tuần": "WEEKLY",
    "tháng": "MONTHLY",
    "quý": "QUARTERLY",
    "năm": "YEARLY",
}
_UNIT = re.compile("|".join(_UNITS), re.IGNORECASE)
_TIMES = re.compile(r"(?<![\w/])(?!một |0?1 )(\w+) ?lần(?!\w)", re.IGNORECASE)
_SAME_RATE = 0.01
_YEAR = date(2018, 1, 1), date(2018, 12, 31)
_YEAR_LENGTH = 365
_DURATION = re.compile(r"P(?:(?P<Y>\d+)Y)?(?:(?P<M>\d+)M)?(?:(?P<W>\d+)W)?(?:(?P<D>\d+)D)?(?:T(?:(?P<H>\d+)H)?.*)?")
_DAYS_OF = {"Y": 365, "M": 30, "W": 7, "D": 1, "H": 1 / 24}
_CLOCK = re.compile(r"(?<![\d/])(\d{1,2}) ?(?:giờ|[hg](?![^\W\d_]))(?: ?(\d{2}))?")


class Change(NamedTuple):
    """How a deadline was changed, by how many days, and the words on both sides."""

    kind: DeadlineChange | None
    days: int | None
    upper: str | None
    lower: str | None


def deadline_change(
    upper: Sequence[Deadline], lower: Sequence[Deadline], *, is_split: bool = False, is_merged: bool = False
) -> Change:
    """Compare the deadlines of a task with those of the task that carries it out.

    Of several, those that both have are set aside. Of the others the last day counts. A task that was split keeps one
    of several in each part, one that was merged with another has that one's as well.
    """
    words = _words(upper), _words(lower)
    if not upper or not lower:
        kind: DeadlineChange = "removed" if upper else "added" if lower else "same"
        return Change(kind, None, *words)
    ordered, kept = {_form(one) for one in upper}, {_form(one) for one in lower}
    left = [one for one in upper if _form(one) not in kept], [one for one in lower if _form(one) not in ordered]
    if not any(left) or (not left[0] and is_merged) or (not left[1] and is_split):
        return Change("same", 0, *words)
    if not all(left):
        return Change("removed" if left[0] else "added", None, *words)
    if all(one.rrule and not one.due for side in left for one in side):
        return Change(*_recurring(*left), *words)
    return Change(*_compared(_decisive(left[0]), _decisive(left[1])), *words)


def _words(deadlines: Sequence[Deadline]) -> str | None:
    return "; ".join(deadline.text for deadline in deadlines) or None


def _form(deadline: Deadline) -> tuple[object, ...]:
    """What the deadline says, whatever its words."""
    working = bool(deadline.working_days)
    return deadline.due, deadline.start, deadline.rrule, _times(deadline), deadline.duration, working, _clock(deadline)


def _decisive(deadlines: Sequence[Deadline]) -> Deadline:
    """The one with the last day; without days, the first."""
    dated = [deadline for deadline in deadlines if deadline.due]
    return max(dated, key=lambda deadline: deadline.due or "") if dated else deadlines[0]


def _compared(upper: Deadline, lower: Deadline) -> tuple[DeadlineChange | None, int | None]:
    if upper.due and lower.due:
        days = (_day(lower) - _day(upper)).days
        return _moved(days) if days else _by_the_clock(upper, lower)
    if upper.rrule and lower.rrule:
        return _recurring([upper], [lower])
    if upper.duration and lower.duration and bool(upper.working_days) == bool(lower.working_days):
        longer = _length(lower.duration) - _length(upper.duration)
        return _moved(round(longer)) if longer == round(longer) else (_direction(longer), None)
    return None, None


def _day(deadline: Deadline) -> date:
    return date.fromisoformat((deadline.due or "")[:10])


def _moved(days: int) -> tuple[DeadlineChange, int]:
    return _direction(days), abs(days)


def _direction(later: float) -> DeadlineChange:
    return "loosened" if later > 0 else "tightened" if later < 0 else "same"


def _recurring(upper: Sequence[Deadline], lower: Sequence[Deadline]) -> tuple[DeadlineChange | None, int | None]:
    """More often is tighter; as often, earlier days. A duty that names no day of its cycle is due at its end."""
    ordered_rate, kept_rate = _rate(upper), _rate(lower)
    if not ordered_rate or not kept_rate:
        return None, None
    rarer = ordered_rate - kept_rate
    if abs(rarer) > _SAME_RATE:
        return _direction(rarer), None
    days = [
        sorted(day for deadline in side for day in _days_of_a_year(deadline.rrule or "")) for side in (upper, lower)
    ]
    later = {(kept - ordered).days for ordered, kept in zip(*days, strict=False)}
    if later == {0}:
        return _by_the_clock(upper[0], lower[0])
    if not later or abs(len(days[0]) - len(days[1])) > 1 or min(later) * max(later) < 0:
        return None, None
    if kept_rate < _A_YEAR["MONTHLY"] and max(map(abs, later)) > _YEAR_LENGTH / kept_rate / 2:
        # The fifth of the month after a quarter is later than the 25th of its last one, or nearly a quarter earlier.
        return None, None
    return _moved(*later) if len(later) == 1 else (_direction(sum(later)), None)


def _rate(deadlines: Sequence[Deadline]) -> float | None:
    """How often a year duties come together; ``None`` where that of one is not known."""
    rates = [rate for deadline in deadlines if (rate := _times_a_year(deadline))]
    return sum(rates) if len(rates) == len(deadlines) else None


def _times_a_year(deadline: Deadline) -> float | None:
    """How often a duty comes; ``None`` where its words say it in a way that is not read."""
    parts = dict(part.split("=", 1) for part in (deadline.rrule or "").split(";"))
    rate = _A_YEAR.get(parts["FREQ"], 0) / int(parts.get("INTERVAL", "1"))
    if "BYMONTH" in parts:
        rate *= len(parts["BYMONTH"].split(",")) / (12 if parts["FREQ"] == "MONTHLY" else 1)
    for name in ("BYMONTHDAY", "BYDAY"):
        rate *= len(parts.get(name, "").split(","))
    times = _times(deadline)
    unit = _UNIT.search(deadline.text)
    if times == "1" or unit is None:
        return rate
    # A rule has no place for "twice a month"; that for "twice a year", every six months, has it in it.
    is_left_out = abs(rate - _A_YEAR[_UNITS[unit[0].lower()]]) < _SAME_RATE
    return rate if not is_left_out else rate * int(times) if times.isdecimal() else None


def _times(deadline: Deadline) -> str:
    """How many times ('lần') the words say, as a numeral or a word; '1' where they say nothing of it."""
    found = _TIMES.search(deadline.text) if deadline.rrule else None
    return found[1].lower().lstrip("0") if found else "1"


@lru_cache(maxsize=1024)
def _days_of_a_year(rule: str) -> tuple[date, ...]:
    """The days of a rule in a year that begins on a Monday; none for a rule that no calendar can hold."""
    from dateutil.rrule import rrulestr  # noqa: PLC0415 - slow to load, and seldom needed

    found = series(rule, None, _YEAR[0])
    if found is None:
        return ()
    first, begins, ends = (datetime.combine(day, time()) for day in (found.first, *_YEAR))
    return tuple(day.date() for day in rrulestr(found.rule, dtstart=first).between(begins, ends, inc=True))


def _by_the_clock(upper: Deadline, lower: Deadline) -> tuple[DeadlineChange, int]:
    """The day is the same: an hour that both name decides."""
    one, other = _clock(upper), _clock(lower)
    return _direction(other - one) if one is not None and other is not None else "same", 0


def _clock(deadline: Deadline) -> int | None:
    """Minutes since midnight of the hour that the value or, of a recurring duty, the words name."""
    if deadline.due:
        _, _, clock = deadline.due.partition("T")
        return int(clock[:2]) * 60 + int(clock[3:5]) if clock else None
    found = _CLOCK.search(deadline.text)
    return int(found[1]) * 60 + int(found[2] or 0) if found and not deadline.duration else None


def _length(duration: str) -> float:
    found = _DURATION.fullmatch(duration)
    return sum(int(value) * _DAYS_OF[unit] for unit, value in found.groupdict().items() if value) if found else 0
