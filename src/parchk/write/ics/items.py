"""What a calendar has entries for: every deadline of every task."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from parchk.write.ics.place import Place, day_or_time, just_day, place

if TYPE_CHECKING:
    from collections.abc import Iterator

    from parchk.dates import WorkCalendar
    from parchk.models import Deadline, Directive, Document, Task


@dataclass(frozen=True, slots=True)
class Item:
    """A deadline of a task and its place; of a task without any, the task alone."""

    result: Directive
    task: Task
    number: int
    """Which deadline of the task it is, from 0."""
    deadline: Deadline | None
    at: Place


def items(result: Directive, calendar: WorkCalendar) -> Iterator[Item]:
    """Give the items in the order of the document."""
    issued_on = day_of_issue(result.document)
    for task in result.tasks:
        for number, deadline in enumerate(task.deadlines):
            yield Item(result, task, number, deadline, place(deadline, issued_on, calendar))
        if not task.deadlines:
            yield Item(result, task, 0, None, Place())


def day_of_issue(document: Document) -> date | None:
    """Read the day of issue."""
    found = day_or_time(document.issued_on)
    return just_day(found) if found else None
