"""Slips in times: deadlines that are past, impossible, on a day off, too short, without a year, at odds."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from itertools import pairwise

from parchk.check.manuscript import Found, Manuscript, is_missed
from parchk.dates import WorkCalendar
from parchk.models import Deadline, Task, read_at
from parchk.ruleset import Ruleset

_FILE = "drafting"
# Directives of these kinds are urgent by nature: a short time is meant.
_URGENT_TYPES = frozenset({"CĐ"})
# How much of the text before a deadline may say what is to be completed by then.
_LOOK_BACK = 120


class CertainTimes:
    """Deadlines before the day of issue, and days that no calendar has: also those who only read the list must know."""

    def __call__(self, manuscript: Manuscript) -> Iterator[Found]:
        """What it finds, in no particular order."""
        issued = manuscript.issued_on
        for task in manuscript.tasks:
            for deadline in task.deadlines:
                if issued and deadline.due and is_missed(deadline, issued):
                    words = {"due": deadline.due, "issued": issued.isoformat()}
                    yield Found("deadline-before-issue", read_at(deadline), task.id, words)
        for mention in manuscript.deadlines:
            if mention.problem == "impossible-date":
                text, span = manuscript.quoted(mention.start, mention.end)
                yield Found("impossible-date", span, manuscript.task_at(span), {"text": text})


class Times:
    """What a drafter should look at again in the times of a directive."""

    def __init__(self, rules: Ruleset, calendar: WorkCalendar, min_working_days: int) -> None:
        self._calendar, self._min_working_days = calendar, min_working_days
        self._full_date = rules.pattern(_FILE, "full-date")
        self._named_day = rules.pattern(_FILE, "named-day")
        self._day_and_month = rules.pattern(_FILE, "day-and-month")
        self._completion = rules.pattern(_FILE, "completion")
        self._nothing_between = rules.pattern(_FILE, "nothing-between")

    def __call__(self, manuscript: Manuscript) -> Iterator[Found]:
        """What it finds, in no particular order."""
        yield from self._impossible(manuscript)
        yield from self._cited_later(manuscript)
        seen: set[tuple[int, int]] = set()
        for task in manuscript.tasks:
            yield from self._contradiction(manuscript, task)
            for deadline in task.deadlines:
                if read_at(deadline) not in seen:  # one time of a label or a heading may be that of many tasks
                    seen.add(read_at(deadline))
                    yield from self._deadline(manuscript, task, deadline)

    def _impossible(self, manuscript: Manuscript) -> Iterator[Found]:
        """Complete dates outside deadlines: of cited documents, of events."""
        told = [(mention.start, mention.end) for mention in manuscript.deadlines if mention.problem]
        for match in self._full_date.finditer(manuscript.text.text):
            year, month, day = (int(match[name] or match[f"{name}2"]) for name in ("year", "month", "day"))
            try:
                date(year, month, day)
            except ValueError:
                if not any(start <= match.start() < end for start, end in told):
                    text, span = manuscript.quoted(*match.span())
                    yield Found("impossible-date", span, manuscript.task_at(span), {"text": text})

    @staticmethod
    def _cited_later(manuscript: Manuscript) -> Iterator[Found]:
        issued, year = manuscript.issued_on, manuscript.header.issued_year
        told: set[tuple[str, date]] = set()
        for mention in manuscript.citations:
            cited = mention.date
            if cited is None or (mention.number, cited) in told:
                continue
            if cited > issued if issued else year is not None and cited.year > year:
                told.add((mention.number, cited))
                span = manuscript.span(mention.start, mention.end)
                words = {
                    "number": mention.number,
                    "date": cited.isoformat(),
                    "issued": issued.isoformat() if issued else str(year),
                }
                yield Found("cited-after-issue", span, manuscript.task_at(span), words)

    def _deadline(self, manuscript: Manuscript, task: Task, deadline: Deadline) -> Iterator[Found]:
        issued = manuscript.issued_on
        yield from self._year(manuscript, task, deadline)
        due = date.fromisoformat(deadline.due[:10]) if deadline.due else None
        if due is None or deadline.kind != "by" or (issued and is_missed(deadline, issued)):
            return
        if self._is_urgent(manuscript) or (issued and due.year != issued.year and "year" in (deadline.inferred or ())):
            return  # no day is free in an emergency; and a year that is only guessed tells no day of the week
        yield from self._day_off(task, deadline, due)
        if issued is None:
            return
        last = due - timedelta(days=1) if deadline.inclusive is False and "T" not in (deadline.due or "") else due
        days = self._working_days(issued, last)
        if days < self._min_working_days:
            words = {"due": deadline.due or "", "days": str(days), "min": str(self._min_working_days)}
            yield Found("deadline-short-notice", read_at(deadline), task.id, words)

    @staticmethod
    def _is_urgent(manuscript: Manuscript) -> bool:
        return manuscript.document.urgency is not None or manuscript.document.type in _URGENT_TYPES

    def _working_days(self, issued: date, last: date) -> int:
        """The working days behind the day of issue, up to the last day; no more are counted than are asked for."""
        days, day = 0, issued
        while day < last and days < self._min_working_days:
            day += timedelta(days=1)
            days += self._calendar.is_working_day(day)
        return days

    def _day_off(self, task: Task, deadline: Deadline, due: date) -> Iterator[Found]:
        """The day that is written, not the end of a month or a quarter that is concluded, is no working day."""
        if self._calendar.is_working_day(due):
            return
        if not any(int(match["day"]) == due.day for match in self._named_day.finditer(deadline.text)):
            return
        before = due
        while not self._calendar.is_working_day(before):
            before -= timedelta(days=1)
        words = {"due": due.isoformat(), "before": before.isoformat()}
        code = "deadline-on-holiday" if self._calendar.is_holiday(due) else "deadline-on-weekend"
        yield Found(code, read_at(deadline), task.id, words)

    def _year(self, manuscript: Manuscript, task: Task, deadline: Deadline) -> Iterator[Found]:
        """A year that is not written and is not that of the issue: last year's or the next one's may be meant."""
        if deadline.kind == "recurring" or not self._day_and_month.search(deadline.text):
            return
        issued, read = manuscript.issued_on, deadline.due or deadline.start
        if read is None and issued is None:
            yield Found("year-not-known", read_at(deadline), task.id, {"text": deadline.text})
        elif read and issued and "year" in (deadline.inferred or ()) and int(read[:4]) != issued.year:
            words = {"text": deadline.text, "year": read[:4], "issued": issued.isoformat()}
            yield Found("year-not-written", read_at(deadline), task.id, words)

    def _contradiction(self, manuscript: Manuscript, task: Task) -> Iterator[Found]:
        """Two times by which the same is to be complete; a report later than the work is none."""
        final = [deadline for deadline in task.deadlines if deadline.kind == "by" and deadline.due]
        closing = [deadline for deadline in final if self._completes(manuscript, deadline)]
        joined = [
            (one, two)
            for one, two in pairwise(final)
            if self._nothing_between.match(manuscript.source[read_at(one)[1] : read_at(two)[0]])
        ]
        for first, second in joined or (pairwise(closing) if len(closing) == 2 else ()):
            if (first.due or "")[:10] != (second.due or "")[:10]:
                words = {"first": first.text, "second": second.text}
                yield Found("deadlines-contradict", read_at(second), task.id, words)
        for deadline in task.deadlines:
            if deadline.start and deadline.due and deadline.due[:10] < deadline.start[:10]:
                words = {"first": deadline.start, "second": deadline.due}
                yield Found("deadlines-contradict", read_at(deadline), task.id, words)

    def _completes(self, manuscript: Manuscript, deadline: Deadline) -> bool:
        start = read_at(deadline)[0]
        before = " ".join(manuscript.source[max(start - _LOOK_BACK, 0) : start].split())
        return deadline.source == "label" or self._completion.search(f"{before} ") is not None
