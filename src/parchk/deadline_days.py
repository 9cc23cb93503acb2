"""Where a deadline stands in a calendar: its day, its first day, its recurrence rule; and when it has passed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from parchk.dates import ImpossibleDateError
from parchk.recurrence import series

if TYPE_CHECKING:
    from parchk.dates import WorkCalendar
    from parchk.models import Deadline, Document

VIETNAM_TIME = ZoneInfo("Asia/Ho_Chi_Minh")


@dataclass(frozen=True, slots=True)
class Place:
    """A day is a ``date``; where the document gives a clock time, it is a ``datetime`` in the time of Vietnam."""

    start: date | None = None
    due: date | None = None
    rule: str | None = None
    """RFC 5545; :attr:`start` is its first occurrence."""
    moved: bool = False
    """The document says ``trước``: :attr:`due` is the last working day before the day that it names."""
    day_off: bool = False
    """Nobody works on the day, and there it stays: the document names it."""
    completed: bool = False
    """The document names no day of the cycle: its end was taken."""
    skipped: tuple[int, ...] = ()
    """Days that not every month has; the rule leaves these months out."""

    @property
    def day(self) -> date | None:
        """The one day or moment to mark: the last, or the first where there is no last."""
        return self.due if self.due is not None else self.start


def place(deadline: Deadline, issued_on: date | None, calendar: WorkCalendar) -> Place:
    """Find the place of a deadline; an empty one where the document gives no day."""
    if deadline.kind == "recurring":
        start = day_or_time(deadline.start)
        duty = series(deadline.rrule or "", just_day(start) if start else None, issued_on, calendar)
        if duty is None:
            # Every two hours: no calendar repeats that; the first time is all that it can show.
            return Place(start=start)
        return Place(start=duty.first, rule=duty.rule, completed=duty.completed, skipped=duty.skipped)
    start, due = day_or_time(deadline.start), day_or_time(deadline.due)
    if due is None:
        return Place(start=start)
    if is_day_late(deadline) and not isinstance(due, datetime):
        return Place(start=_below(start, due), due=_last_day_before(due, issued_on, calendar), moved=True)
    return Place(start=_below(start, due), due=due, day_off=not calendar.is_working_day(just_day(due)))


def day_or_time(written: str | None) -> date | None:
    """Read a day or moment as results write it; ``None`` for what is neither (results may be edited by hand).

    >>> day_or_time("2022-08-20"), day_or_time("2022-08-20T24:00"), day_or_time("20/8")
    (datetime.date(2022, 8, 20), datetime.date(2022, 8, 20), None)
    """
    if not written:
        return None
    day, _, hour = written.partition("T")
    try:
        # The end of a day is the day: midnight would be shown on the next one.
        if hour in ("", "24:00"):
            return date.fromisoformat(day)
        return datetime.fromisoformat(written).replace(tzinfo=VIETNAM_TIME)
    except ValueError:
        return None


def last_day(deadline: Deadline) -> date | None:
    """Find the last day on which a deadline is kept: the day before the one that ``trước`` names.

    ``None`` where no such day is known. The page and the workbook's colours count from the same day.

    >>> from parchk.models import Deadline
    >>> before = Deadline(kind="by", text="trước ngày 20/8/2022", due="2022-08-20", inclusive=False, span=None,
    ...     source="correction")
    >>> last_day(before)
    datetime.date(2022, 8, 19)
    """
    due = day_or_time(deadline.due)
    if due is None:
        return None
    day = just_day(due)
    return day - timedelta(days=1) if is_day_late(deadline) and day > date.min else day


def is_day_late(deadline: Deadline) -> bool:
    """Whether the day that ``trước`` names is itself too late: it is without an hour, and before its very first.

    >>> from parchk.models import Deadline
    >>> [
    ...     is_day_late(Deadline(kind="by", text="", due=due, inclusive=False, span=None, source="correction"))
    ...     for due in ("2022-08-20", "2022-08-20T00:00", "2022-08-20T16:00", "2022-08-20T24:00")
    ... ]
    [True, True, False, False]
    """
    return deadline.inclusive is False and (deadline.due or "").partition("T")[2] in ("", "00:00")


def day_of_issue(document: Document) -> date | None:
    """Read the day of issue."""
    found = day_or_time(document.issued_on)
    return just_day(found) if found else None


def just_day(day: date) -> date:
    """Give the day of a day or moment."""
    return day.date() if isinstance(day, datetime) else day


def _below(start: date | None, due: date) -> date | None:
    """Give the first day where it lies before the last: of a stretch of one day the last is enough."""
    return start if start is not None and just_day(start) < just_day(due) else None


def _last_day_before(due: date, issued_on: date | None, calendar: WorkCalendar) -> date:
    """Find the last working day before; the day before where that one lies before the day of issue."""
    try:
        found = calendar.working_day_before(due)
    except ImpossibleDateError:  # the first day that there is
        return due
    return due - timedelta(days=1) if issued_on is not None and found < issued_on else found
