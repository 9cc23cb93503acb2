"""A task as a row of typed values: what CSV has as text, with days and numbers as such."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from parchk.wording import mine_phrase
from parchk.write.rows import MINE, cells

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from parchk.models import Directive
    from parchk.wording import Lang


def task_rows(result: Directive, lang: Lang | None) -> Iterator[dict[str, Any]]:
    """The rows of a document's tasks; a cell that is empty in CSV is ``None``, unless there must be something."""
    for task in result.tasks:
        row: dict[str, Any] = dict(cells(result, task, lang or "en"))
        row["starts"], row["dues"] = row["start"], row["due"]
        row["start"] = _earliest(deadline.start for deadline in task.deadlines)
        row["due"] = _earliest(deadline.due for deadline in task.deadlines)
        row["issued_on"] = _earliest([result.document.issued_on])
        row["confidence"] = task.confidence
        row[MINE] = mine_phrase(task.mine, lang or "en")
        yield {column: None if value == "" and column not in _TEXT else value for column, value in row.items()}


# Never null, if it be empty.
_TEXT = frozenset({"id", "section", "task", "kind", "source"})


def _earliest(days: Iterable[str | None]) -> date | None:
    return min((day for written in days if written and (day := _day(written)) is not None), default=None)


def _day(written: str) -> date | None:
    """The day without its clock time; ``None`` for what no calendar has (a result may have been edited)."""
    try:
        return date.fromisoformat(written[:10])
    except ValueError:
        return None
