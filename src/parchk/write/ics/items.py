"""What a calendar has entries for: every deadline of every task."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from parchk.deadline_days import Place, day_of_issue, place
from parchk.text import canonical_spelling

if TYPE_CHECKING:
    from collections.abc import Iterator

    from parchk.dates import WorkCalendar
    from parchk.models import Deadline, Directive, Task

_FIGURES = re.compile(r"\d+")


@dataclass(frozen=True, slots=True)
class Item:
    """A deadline of a task and its place; of a task without any, the task alone."""

    result: Directive
    task: Task
    number: int
    """Which deadline of the task it is, from 0."""
    words: str
    """What tells the task from the document's others, wherever it stands: its text without figures, so that a date may
    be put right; and the how manieth such text it is."""
    deadline: Deadline | None
    at: Place


def items(result: Directive, calendar: WorkCalendar) -> Iterator[Item]:
    """Give the items in the order of the document."""
    issued_on = day_of_issue(result.document)
    seen: Counter[str] = Counter()
    for task in result.tasks:
        text = _FIGURES.sub("#", " ".join(canonical_spelling(task.text).casefold().split()))
        seen[text] += 1
        words = f"{text} ({seen[text]})"
        for number, deadline in enumerate(task.deadlines):
            yield Item(result, task, number, words, deadline, place(deadline, issued_on, calendar))
        if not task.deadlines:
            yield Item(result, task, 0, words, None, Place())
