"""What a merge gives back: the new workbook, and what has become of its rows."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from parchk.errors import InputError, ParchkError

if TYPE_CHECKING:
    from pathlib import Path


class MergeError(ParchkError):
    """A merge would have lost something that a person typed; nothing is written. It is a mistake in parchk."""


class OpenElsewhereError(InputError):
    """A program has the workbook open, and would write over what is merged into it."""


@dataclass(frozen=True, slots=True)
class Conflict:
    """A cell that the clerk and the document have both changed; the clerk's value stays."""

    document: str
    task: str
    sheet: str
    column: str
    """Its heading."""
    ours: str
    """What stands in the workbook, and stays."""
    base: str | None
    """What parchk wrote last; ``None`` when the workbook does not know."""
    theirs: str
    """What the document says now."""


@dataclass(slots=True)
class Merged:
    """The merged workbook. Counts are of rows on the sheet of all tasks."""

    data: bytes = b""
    """The very bytes that were given when there is nothing new."""
    added: int = 0
    changed: int = 0
    """Rows of tasks in which the document says something else than before."""
    vanished: int = 0
    """Rows of tasks that the document no longer has; they stay, and are marked."""
    returned: int = 0
    """Rows of tasks that had vanished."""
    deleted: int = 0
    """Tasks whose rows the clerk has deleted; they are not written again."""
    conflicts: list[Conflict] = field(default_factory=list)
    backup: Path | None = None
    """Where the workbook as it was has been kept; ``None`` when it was not written."""
