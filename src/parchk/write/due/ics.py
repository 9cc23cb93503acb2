"""iCalendar: what is open, each row as an entry of its own, recurring duties on their moved days.

The entries of single deadlines have the UIDs of ``parchk extract --format ics``: they take the place of those.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from parchk.deadline_days import Place, day_of_issue, place
from parchk.write import Style
from parchk.write.due.words import said
from parchk.write.ics import calendar
from parchk.write.ics.items import Item, items

if TYPE_CHECKING:
    from collections.abc import Iterator

    from parchk.due import Schedule
    from parchk.write.due import DueStyle


def write(schedule: Schedule, style: DueStyle) -> bytes:
    """One calendar; a row without a day is a to-do without a date, and no event."""
    looks = Style(lang=style.lang, events=style.events, alarm=style.alarm)
    return b"".join(calendar(_items(schedule), said("calendar", style.lang), looks, style.lang))


def _items(schedule: Schedule) -> Iterator[Item]:
    known: dict[int, Item] = {}
    for row in schedule.listed(with_closed=False):
        result, task = row.item.result, row.item.task
        if id(task) not in known:
            known |= {id(item.task): item for item in items(result, schedule.calendar)}
        item = replace(known[id(task)], number=row.number, deadline=row.deadline)
        if row.days is not None and (row.deadline is None or row.is_put):
            # What the document says of the day no longer holds.
            yield replace(item, deadline=None, at=Place(due=row.days.day))
        elif row.deadline is None:
            yield item
        elif row.deadline.kind == "recurring" and row.days is not None:
            day = row.days.day
            once = row.deadline.model_copy(
                update={"kind": "by", "start": None, "due": day.isoformat(), "inclusive": True, "rrule": None}
            )
            # Each occurrence is told from the others by the day that the document gives it.
            words = f"{item.words} @ {row.days.last.isoformat()}"
            yield replace(item, words=words, deadline=once, at=Place(due=day, skipped=row.skipped))
        else:
            yield replace(item, at=place(row.deadline, day_of_issue(result.document), schedule.calendar))
