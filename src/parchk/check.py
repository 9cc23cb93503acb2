"""Findings: what a person should look at before relying on the list."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import date
from typing import Literal

from parchk.models import Deadline, Document, Finding, Task
from parchk.ruleset import Ruleset
from parchk.spans import DeadlineMention
from parchk.text import Note, Repair


class Checker:
    """Finds what is missing or contradictory in one document; wording and severity stand in ``checks.toml``."""

    def __init__(self, rules: Ruleset, lang: Literal["vi", "en"]) -> None:
        self._rules = {rule.id: rule for rule in rules.rules("checks")}
        self._lang = lang

    def __call__(
        self,
        document: Document,
        tasks: Sequence[Task],
        *,
        empty: bool,
        issued_on: date | None,
        impossible: Sequence[tuple[DeadlineMention, str, tuple[int, int]]],
        notes: Sequence[Note],
        repairs: Sequence[Repair],
        undecided: Sequence[tuple[int, int]],
    ) -> list[Finding]:
        """The findings of one document, document-wide ones first, then by position.

        ``impossible`` are times that name no day (with their words and spans in the text as read); ``notes`` what
        reading the file found out; ``repairs`` the words that were read otherwise than they stand; ``undecided`` the
        spans of sentences that are neither tasks nor anything else for certain.
        """
        found = [finding for note in notes for finding in self._make(note.code, detail=note.detail)]
        found += self._document(document, tasks, empty=empty, issued_on=issued_on)
        placed = [*self._tasks(tasks, issued_on)]
        for _, text, span in impossible:
            owner = next((task.id for task in tasks if task.span[0] <= span[0] < task.span[1]), None)
            placed.extend(self._make("impossible-date", span=span, task=owner, text=text))
        placed.extend(self._repairs(repairs))
        for span in undecided:
            placed.extend(self._make("undecided-sentences", span=span))
        placed.sort(key=lambda finding: (finding.span or (0, 0), finding.code))
        return [*found, *placed]

    def _make(
        self, code: str, *, task: str | None = None, span: tuple[int, int] | None = None, **words: str
    ) -> Iterator[Finding]:
        rule = self._rules.get(code)
        if rule is not None:  # an own rule folder may have switched it off
            messages: dict[Literal["vi", "en"], str] = {"vi": rule.vi.format(**words), "en": rule.en.format(**words)}
            yield Finding(
                code=code, severity=rule.severity, message=messages[self._lang], messages=messages, task=task, span=span
            )

    def _repairs(self, repairs: Sequence[Repair]) -> Iterator[Finding]:
        """One finding for all places where the same words are read in the same way, at the first of them."""
        counted = Counter((repair.was, repair.reads) for repair in repairs)
        for repair in repairs:
            count = counted.pop((repair.was, repair.reads), 0)
            if count:
                yield from self._make(
                    "repaired-words", span=repair.span, was=repair.was, reads=repair.reads, count=str(count)
                )

    def _document(
        self, document: Document, tasks: Sequence[Task], *, empty: bool, issued_on: date | None
    ) -> Iterator[Finding]:
        if empty:
            yield from self._make("empty-document")
        if not tasks:
            yield from self._make("no-tasks")
        elif issued_on is None:
            yield from self._make("issue-date-missing")
        elif document.issued_on_source == "signature-stamp":
            yield from self._make("issue-date-from-stamp", issued=issued_on.isoformat())

    def _tasks(self, tasks: Sequence[Task], issued_on: date | None) -> Iterator[Finding]:
        for task in tasks:
            if not any(unit.role == "lead" for unit in task.units):
                yield from self._make("no-lead", task=task.id, span=task.span)
            for deadline in task.deadlines:
                if issued_on and deadline.due and _is_missed(deadline, issued_on.isoformat()):
                    yield from self._make(
                        "deadline-before-issue",
                        task=task.id,
                        span=deadline.span,
                        due=deadline.due,
                        issued=issued_on.isoformat(),
                    )


def _is_missed(deadline: Deadline, issued_on: str) -> bool:
    """The last day lies before the day of issue, or was the day before it (``trước ngày`` of that very day)."""
    due = (deadline.due or "")[:10]
    return due < issued_on or (due == issued_on and deadline.inclusive is False and "T" not in (deadline.due or ""))
