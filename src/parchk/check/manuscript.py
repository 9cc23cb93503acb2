"""What the checks look at: one document with its structure, what was recognised in it, and its tasks."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from datetime import date
from typing import NamedTuple, Protocol

from msgspec import Struct

from parchk.models import Deadline, Document, Span, Task
from parchk.spans import Block, CitationMention, DeadlineMention, Header, Section, Zone
from parchk.text import NormalisedText, Note, Repair


class Found(NamedTuple):
    """Something that was found; ``checks.toml`` has its wording and severity."""

    code: str
    span: Span | None = None
    """In the text as read; ``None`` speaks of the whole document."""
    task: str | None = None
    words: dict[str, str] = {}  # noqa: RUF012 - never changed: the wording is filled from it
    """What fills the placeholders of the wording."""


class Manuscript(Struct, frozen=True):
    """One document as the checks see it. Positions count in ``text`` unless they are called spans."""

    source: str
    """The text as read."""
    text: NormalisedText
    """One line a paragraph, with its map back."""
    blocks: Sequence[Block]
    sections: Sequence[Section]
    header: Header
    citations: Sequence[CitationMention]
    deadlines: Sequence[DeadlineMention]
    document: Document
    tasks: Sequence[Task]
    issued_on: date | None
    """The day that times count from, however it is known."""
    notes: Sequence[Note]
    """What reading the file found out."""
    repairs: Sequence[Repair]
    """The words that were read otherwise than they stand."""
    undecided: Sequence[Span]
    """Sentences that are neither tasks nor anything else for certain."""
    quoted: Callable[[int, int], tuple[str, Span]]
    """The words at ``text[start:end]`` as they stand, and their span."""

    def span(self, start: int, end: int) -> Span:
        """The span of ``text[start:end]`` in the text as read."""
        return self.quoted(start, end)[1]

    def body(self, part: int | None = None) -> Iterator[Block]:
        """The paragraphs of the body, of one part or of all."""
        return (block for block in self.blocks if block.zone is Zone.BODY and part in (None, block.part))

    def task_at(self, span: Span) -> str | None:
        """The id of the task that a span lies in."""
        return next((task.id for task in self.tasks if task.span[0] <= span[0] < task.span[1]), None)


class Check(Protocol):
    """One family of checks: made once, asked of many documents."""

    def __call__(self, manuscript: Manuscript) -> Iterator[Found]:
        """What it finds, in no particular order."""
        ...


def is_missed(deadline: Deadline, issued_on: date) -> bool:
    """The last day lies before the day of issue, or was the day before it (``trước ngày`` of that very day)."""
    due, issued = (deadline.due or "")[:10], issued_on.isoformat()
    if not due:
        return False
    return due < issued or (due == issued and deadline.inclusive is False and "T" not in (deadline.due or ""))
