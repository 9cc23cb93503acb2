"""The rows of one task: each of its deadlines, of a recurring one each occurrence, in their buckets."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import TYPE_CHECKING, Final, Literal, NamedTuple

from parchk.deadline_days import day_of_issue
from parchk.due.days import Days, Duty, Seen, Stretch, is_about, on, on_calendar, single
from parchk.due.said import About, Said
from parchk.due.stretches import stretches
from parchk.text import canonical_spelling

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from parchk.due.items import Item
    from parchk.models import Deadline

Bucket = Literal["overdue", "this_week", "next_two_weeks", "later", "undated", "closed"]
BUCKETS: Final[tuple[Bucket, ...]] = ("overdue", "this_week", "next_two_weeks", "later", "undated", "closed")

State = Literal["open", "closed", "ended", "annulled", "replaced", "amends"]
"""``closed``: somebody said so. ``ended``: a prohibition, or a daily duty, whose time is over. ``annulled``,
``replaced``: by a later document. ``amends``: the sentence only gives another task its time."""

Reason = Literal["no day of issue", "done far off", "done unread", "due unread", "due recurring", "due amended"]

TWO_WEEKS = 14
_FARTHEST = timedelta(days=5 * 366)


@dataclass(frozen=True, slots=True)
class Row:
    """One deadline of a task, or one occurrence of a recurring one; of a task without any, the task alone."""

    bucket: Bucket
    item: Item
    number: int
    """Which deadline of the task it is, from 0."""
    deadline: Deadline | None
    """That in force."""
    days: Days | None
    """``None`` where no day is known."""
    left: int | None
    """Days that are left: 0 today, below 0 when it is overdue; ``None`` without a day, and for what is closed."""
    state: State
    is_this_month: bool
    """Open and due from now to the end of the calendar month."""
    said: Said | None = None
    """What somebody said of it; what was said of other rows of the task is with those."""
    is_put: bool = False
    """The day is one that somebody has put in the place of the document's."""
    skipped: tuple[int, ...] = ()
    """Of a recurring duty: days that some months do not have, so that these months are left out."""


class Note(NamedTuple):
    """Something that could not be used, and that people should know."""

    reason: Reason
    item: Item
    words: str = ""
    """What was written."""


def rows_of(item: Item, seen: Seen) -> tuple[list[Row], list[Note]]:
    """Give the rows of one task, and what could not be used for them."""
    task = _Task(item, seen)
    return list(task.rows()), task.notes


class _Task:
    """One task with its deadlines on the calendar, and what was said of each."""

    def __init__(self, item: Item, seen: Seen) -> None:
        self.item, self.seen = item, seen
        self.notes: list[Note] = []
        self.issued_on = day_of_issue(item.result.document)
        self.over = _over(item)
        self.deadlines = item.history.deadlines if item.history else tuple(item.task.deadlines)
        self.whole = next((one for one in item.said if one.about is None), Said(""))
        self.duties: dict[int, Duty | None] = {}
        bounding: set[int] = set()
        bounds = stretches(item.task, self.deadlines)
        for number, deadline in enumerate(self.deadlines):
            if deadline.kind == "recurring":
                self.duties[number], is_bound = self._duty(deadline, bounds.get(number, {}).values())
                bounding |= bounds[number].keys() if is_bound else set()
        self.days = {
            number: single(deadline, self.issued_on, seen.calendar)
            for number, deadline in enumerate(self.deadlines)
            if deadline.kind != "recurring" and number not in bounding
        }
        self.put_at = self._put_day()
        self.about = self._by_deadline()

    def _duty(self, deadline: Deadline, bounds: Iterable[Stretch]) -> tuple[Duty | None, bool]:
        """A recurring duty in its time, where that leaves something of it; and whether it has such a time."""
        said = [self.whole.done_on, *(one.about.last for one in self.item.said if one.about)]
        latest = self.seen.as_of + _FARTHEST  # a year that was mistyped is no reason to go there
        said_up_to = min(max(filter(None, said), default=date.min), latest)
        for applies in bounds:
            found = on_calendar(deadline, self.issued_on, self.seen, said_up_to, applies)
            if found is not None and (found.days or found.is_daily):
                return found, True
        found = on_calendar(deadline, self.issued_on, self.seen, said_up_to, Stretch())
        if found is None and self.issued_on is None and deadline.start is None:
            self._note("no day of issue", deadline.text)
        return found, False

    def _put_day(self) -> int | None:
        """Put the day that the clerk gave in the place of the nearest; which it was."""
        last_day = self.whole.last_day
        if self.whole.due_words:
            self._note("due unread", self.whole.due_words)
        if last_day is None:
            return None
        if self.item.history is not None and self.item.history.changed_by is not None:
            # Nobody can tell which of the two is the later word; a letter is there for all to read.
            self._note("due amended", last_day.isoformat())
            return None
        if not self.days and self.deadlines:
            self._note("due recurring", last_day.isoformat())
            return None
        nearest = min(self.days, key=lambda number: _last(self.days[number]), default=0)
        self.days[nearest] = on(last_day, self.issued_on, self.seen.calendar)
        return nearest

    def _by_deadline(self) -> dict[int, list[Said]]:
        """What was said of rows, by the deadline that each was of: that of its words, else the nearest."""
        made: defaultdict[int, list[Said]] = defaultdict(list)
        for one in self.item.said:
            if (about := one.about) is not None:

                def distance(number: int, about: About = about) -> tuple[bool, timedelta]:
                    there = self.days.get(number)
                    apart = abs(there.last - about.last) if there and about.last else timedelta.max
                    return _spelled(self.deadlines[number].text) != _spelled(about.words), apart

                known = [*self.days, *self.duties] if self.deadlines else [0]
                made[min(known, key=distance) if len(known) > 1 else known[0]].append(one)
        return made

    def rows(self) -> Iterator[Row]:
        """Give the rows in the order of the deadlines."""
        near = self._near()
        if not self.deadlines:
            yield self._single(0, None)
        for number, deadline in enumerate(self.deadlines):
            if number in self.days:
                is_other = self.whole.done_on is not None and self.duties and number not in near
                yield self._single(number, deadline, is_other=bool(is_other))
            elif number in self.duties:
                yield from self._recurring(number, deadline, near.get(number))

    def _near(self) -> dict[int, Days]:
        """Find what was done on the day that was given for the whole task: the nearest there is, of all deadlines."""
        done_on = self.whole.done_on
        if done_on is None:
            return {}
        found = {number: days for number, days in self.days.items() if days is not None}
        for number, duty in self.duties.items():
            if duty is not None and (days := duty.nearest(done_on)) is not None:
                found[number] = days
        if not found:
            if any(self.duties.values()):
                self._note("done far off", done_on.isoformat())
            return {}
        apart = min(abs(days.last - done_on) for days in found.values())
        return {number: days for number, days in found.items() if abs(days.last - done_on) == apart}

    def _single(self, number: int, deadline: Deadline | None, *, is_other: bool = False) -> Row:
        """``is_other``: the day that was given is that of another deadline of the task."""
        said = _still_open(self.whole) if is_other else self.whole
        for one in self.about[number]:
            said = one.over(said)
        if number != self.put_at:
            said = replace(said, last_day=None)
        return self._row(number, deadline, self.days.get(number), said)

    def _recurring(self, number: int, deadline: Deadline, done: Days | None) -> Iterator[Row]:
        duty, whole, about = self.duties[number], replace(self.whole, last_day=None), self.about[number]
        if whole.done_words:
            self._note("done unread", whole.done_words)
        is_over = whole.is_closed and whole.done_on is None and not whole.done_words
        if duty is None or self.over is not None or is_over:
            # No calendar holds it, or nothing of it will come any more.
            yield self._row(number, deadline, None, next((one for one in about if one.is_closed), whole))
            return
        closed = [(days, one) for one in about if one.is_closed and one.about for days in duty.known(one.about)]
        if done is not None:
            yield self._row(number, deadline, done, whole)
        for days, one in {days.day: (days, one) for days, one in closed}.values():  # as they were listed
            yield self._row(number, deadline, days, one)
        listed = [one.about for one in about if one.about]
        to_do = duty.to_do(done, listed, [days for days, _ in closed], self.seen)
        for days in to_do:
            said = _still_open(whole)
            for one in about:
                if one.about and is_about(one.about, days):
                    said = one.over(said)
            yield self._row(number, deadline, days, said)
        if not (done or closed or to_do):
            yield self._row(number, deadline, None, _still_open(whole), is_ended=True)

    def _row(
        self, number: int, deadline: Deadline | None, days: Days | None, said: Said, *, is_ended: bool = False
    ) -> Row:
        as_of = self.seen.as_of
        is_ended = is_ended or (self.item.task.kind == "prohibition" and days is not None and days.last < as_of)
        state: State = "closed" if said.is_closed else "ended" if is_ended else self.over or "open"
        left = _left(days, as_of) if days is not None and state == "open" else None
        bucket = "closed" if state != "open" else _bucket(left, as_of)
        is_this_month = days is not None and left is not None and left >= 0 and _is_same_month(days, as_of)
        shown, is_put = None if said.is_empty else said, self.put_at == number
        duty = self.duties.get(number)
        skipped = duty.skipped if duty else ()
        return Row(bucket, self.item, number, deadline, days, left, state, is_this_month, shown, is_put, skipped)

    def _note(self, reason: Reason, words: str) -> None:
        note = Note(reason, self.item, words)
        if note not in self.notes:
            self.notes.append(note)


def to_sunday(day: date) -> int:
    """Tell how many days of the week are left behind this one."""
    return 6 - day.weekday()


def _still_open(said: Said) -> Said:
    """What was said of a task, but for what closes another of its rows."""
    if not said.is_closed:
        return said
    return Said("", last_day=said.last_day, due_words=said.due_words)


def _spelled(words: str) -> str:
    return " ".join(canonical_spelling(words).casefold().split())


def _last(days: Days | None) -> date:
    return days.last if days else date.max


def _over(item: Item) -> State | None:
    """Why nothing of a task is to be done any more, by its history."""
    if item.history is None:
        return None
    if item.history.is_amendment:
        return "amends"
    return None if item.history.status == "in force" else item.history.status


def _effective(days: Days, as_of: date) -> date:
    """The day that counts now: once the day of the list is over, what is left is the time up to the last one."""
    return days.day if days.day >= as_of else days.last


def _is_same_month(days: Days, as_of: date) -> bool:
    day = _effective(days, as_of)
    return (day.year, day.month) == (as_of.year, as_of.month)


def _left(days: Days, as_of: date) -> int:
    return (_effective(days, as_of) - as_of).days


def _bucket(left: int | None, as_of: date) -> Bucket:
    if left is None:
        return "undated"
    if left < 0:
        return "overdue"
    if left <= to_sunday(as_of):
        return "this_week"
    return "next_two_weeks" if left <= to_sunday(as_of) + TWO_WEEKS else "later"
