"""The time in which a recurring duty applies, where its own task gives one.

``Báo cáo hằng tuần đến hết ngày 31/3/2026`` has two deadlines by its words, and is one duty that ends.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from parchk.deadline_days import day_or_time, just_day
from parchk.due.days import Stretch
from parchk.text import canonical_spelling

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from parchk.models import Deadline, Task

_UP_TO = re.compile(r"(?:cho\s+)?(?:đến|tới)(?!\w)", re.IGNORECASE)
_FROM_TO = re.compile(r"(?:kể\s+)?từ(?!\w)|(?:trong\s+)?(?:thời\s+gian|giai\s+đoạn)(?!\w)", re.IGNORECASE)
# What may stand between the duty and the day up to which it applies; behind a verb of its own the day is another
# deadline ("hằng tuần, hoàn thành đến hết ngày 31/3").
_APPLIES = re.compile(r"(?:^|(?<!\w)(?:áp\s+dụng|duy\s+trì|kéo\s+dài|thực\s+hiện))[\s,(]*$", re.IGNORECASE)
_CLAUSE_ENDS = re.compile(r"[.;:]\s")


class _Said(NamedTuple):
    start: int
    end: int
    words: str


def stretches(task: Task, deadlines: Sequence[Deadline]) -> dict[int, dict[int, Stretch]]:
    """Find by recurring deadline the deadlines of its task that bound it, each with its time; all by their places.

    ``deadlines`` are those in force: an amended one is looked for where the task has the former one.
    """
    text = canonical_spelling(task.text)
    places = [_said(text, task, number, deadline) for number, deadline in enumerate(deadlines)]
    found: dict[int, dict[int, Stretch]] = {}
    for number, here in enumerate(places):
        if here is None or deadlines[number].kind != "recurring":
            continue
        bounds = dict(_bounds(text, here, deadlines, places))
        if bounds:
            found[number] = bounds
    return found


def _bounds(
    text: str, duty: _Said, deadlines: Sequence[Deadline], places: Sequence[_Said | None]
) -> Iterator[tuple[int, Stretch]]:
    for number, (deadline, there) in enumerate(zip(deadlines, places, strict=True)):
        due, start = day_or_time(deadline.due), day_or_time(deadline.start)
        if there is None or due is None:
            continue
        first, second = sorted((duty, there))
        between = text[first.end : second.start]
        is_up_to = deadline.kind == "by" and _UP_TO.match(there.words) and there > duty and _APPLIES.search(between)
        is_from_to = deadline.kind == "period" and _FROM_TO.match(there.words) and not _CLAUSE_ENDS.search(between)
        if is_up_to or is_from_to:
            yield number, Stretch(just_day(start) if start else None, just_day(due))


def _said(text: str, task: Task, number: int, deadline: Deadline) -> _Said | None:
    """Where the task says this deadline, or the one in whose place it has come."""
    for one in (deadline, *task.deadlines[number : number + 1]):
        words = canonical_spelling(one.text)
        at = text.find(words) if words else -1
        if at >= 0:
            return _Said(at, at + len(words), words)
    return None
