"""What a reader of the task list should know: how the text was come by, and what could not be read for certain."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import date

from parchk.check.manuscript import Found, Manuscript
from parchk.text import Repair


def of_the_file(manuscript: Manuscript) -> Iterator[Found]:
    """What reading the file found out, and words that were read otherwise than they stand."""
    for note in manuscript.notes:
        yield Found(note.code, words={"detail": note.detail})
    yield from _repairs(manuscript.repairs)


def of_the_list(manuscript: Manuscript) -> Iterator[Found]:
    """What the list of tasks leaves open."""
    if not manuscript.source.strip():
        yield Found("empty-document")
    if not manuscript.tasks:
        yield Found("no-tasks")
    else:
        yield from _issued(manuscript.issued_on, manuscript.document.issued_on_source)
    for span in manuscript.undecided:
        yield Found("undecided-sentences", span)


def _issued(issued_on: date | None, source: str | None) -> Iterator[Found]:
    if issued_on is None:
        yield Found("issue-date-missing")
    elif source == "signature-stamp":
        yield Found("issue-date-from-stamp", words={"issued": issued_on.isoformat()})


def _repairs(repairs: Sequence[Repair]) -> Iterator[Found]:
    """One for all places where the same words are read in the same way, at the first of them."""
    counted = Counter((repair.was, repair.reads) for repair in repairs)
    for repair in repairs:
        count = counted.pop((repair.was, repair.reads), 0)
        if count:
            words = {"was": repair.was, "reads": repair.reads, "count": str(count)}
            yield Found("repaired-words", repair.span, words=words)
