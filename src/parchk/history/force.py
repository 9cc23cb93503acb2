"""The deadlines of a task after an amendment."""

from __future__ import annotations

from datetime import date

from parchk import regexp
from parchk.dates import VIETNAM, ImpossibleDateError, Unit, WorkCalendar, shift
from parchk.models import Amendment, Deadline

_DURATION = regexp.compile(r"P(?P<count>\d+)(?P<unit>[DWMY])")
_UNITS: dict[str, Unit] = {"D": "day", "W": "week", "M": "month", "Y": "year"}


def amended(
    deadlines: tuple[Deadline, ...], amendment: Amendment, place: int, calendar: WorkCalendar = VIETNAM
) -> tuple[Deadline, ...] | None:
    """The deadlines with the new time in the ``place`` of the former one; ``None`` where no day can be worked out.

    More time ("thêm 15 ngày") counts from the last day so far.
    """
    new = amendment.deadlines
    if amendment.kind == "extends" and new[0].kind == "relative" and new[0].due is None:
        later = _later(deadlines[place], new[0], calendar) if place < len(deadlines) else None
        if later is None:
            return None
        new = [later]
    return (*deadlines[:place], *new, *deadlines[place + 1 :])


def _later(deadline: Deadline, more: Deadline, calendar: WorkCalendar) -> Deadline | None:
    duration = _DURATION.fullmatch(more.duration or "")
    if deadline.due is None or duration is None:
        return None
    day, _, hour = deadline.due.partition("T")
    count = int(duration["count"])
    try:
        start = date.fromisoformat(day)
        if more.working_days:
            due = calendar.add_working_days(start, count)
        else:
            due = shift(start, count, _UNITS[duration["unit"]])
    except (ValueError, ImpossibleDateError):
        return None
    shown = due.isoformat() + (f"T{hour}" if hour else "")
    return Deadline(
        kind="by",
        text=more.text,
        due=shown,
        inclusive=deadline.inclusive,
        inferred=["due"],
        span=more.span,
        source=more.source,
    )
