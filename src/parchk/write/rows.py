"""Results as a table: one row a task, for CSV, TSV and spreadsheets.

Several values share a cell as ``a; b``. The cells ``start``, ``due``, ``bound``, ``rrule`` and ``deadline_text``
go together: the n-th entry of each belongs to the n-th deadline, and an entry may be empty. Days are ISO 8601 in
every language, so that no spreadsheet mistakes the month for the day.
"""

from __future__ import annotations

from itertools import chain
from typing import TYPE_CHECKING

from parchk.wording import bound, duration, mine_phrase, one_line, units, word

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from parchk.models import Deadline, Directive, Task
    from parchk.wording import Lang

COLUMNS = (
    "id",
    "section",
    "task",
    "lead",
    "coordinate",
    "report_to",
    "report_via",
    "start",
    "due",
    "bound",
    "rrule",
    "deadline_text",
    "deliverables",
    "targets",
    "citations",
    "kind",
    "confidence",
    "document_number",
    "issued_on",
    "source",
)

MINE = "mine"
"""A last column: why a task is the office's; only where the (first) result was read with the eyes of one."""

# Spreadsheets take a cell that begins so for a formula; the wide forms are taken so where they are typed.
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠")
_NEUTRAL = "'"


def rows(results: Iterable[Directive], lang: Lang | None) -> Iterator[list[str]]:
    """Give the header row, then one row a task.

    A result that was read for an office (``--me``) has one more column behind them.

    The header names the columns (:data:`COLUMNS`). In Vietnamese the table is made for a clerk: the first column
    counts the tasks (STT), and their ids stand in a last column of their own.
    """
    counted = lang == "vi"
    waiting = iter(results)
    first = next(waiting, None)
    is_marked = first is not None and first.office is not None
    header = [word(column, "vi") for column in ("no", *COLUMNS[1:], "id")] if counted else list(COLUMNS)
    yield [*header, word(MINE, "vi") if counted else MINE] if is_marked else header
    number = 0
    for result in chain([first] if first is not None else [], waiting):
        for task in result.tasks:
            number += 1
            row = list(cells(result, task, lang or "en").values())
            if counted:
                row = [str(number), *row[1:], row[0]]
            if is_marked:
                row.append(mine_phrase(task.mine, lang or "en"))
            yield [safe(cell) for cell in row]


def cells(result: Directive, task: Task, lang: Lang) -> dict[str, str]:
    """Give the cells of one task by column, in the order of :data:`COLUMNS`; one may look like a formula."""
    deadlines = task.deadlines
    return {
        "id": one_line(task.id),
        "section": one_line(task.section),
        "task": one_line(task.text),
        "lead": _joined(units(task, "lead")),
        "coordinate": _joined(units(task, "coordinate")),
        "report_to": _joined(units(task, "report_to")),
        "report_via": _joined(units(task, "report_via")),
        "start": _aligned(deadline.start for deadline in deadlines),
        "due": _aligned(deadline.due for deadline in deadlines),
        "bound": _aligned(_bound(deadline, lang) for deadline in deadlines),
        "rrule": _aligned(deadline.rrule for deadline in deadlines),
        "deadline_text": _aligned(deadline.text for deadline in deadlines),
        "deliverables": _joined(deliverable.text for deliverable in task.deliverables),
        "targets": _joined(target.text for target in task.targets),
        "citations": _joined(result.citations[index].number for index in task.citations),
        "kind": word(task.kind, lang),
        "confidence": f"{task.confidence:g}",
        "document_number": one_line(result.document.number or ""),
        "issued_on": result.document.issued_on or "",
        "source": one_line(result.source.name),
    }


def _bound(deadline: Deadline, lang: Lang) -> str:
    """Say what the days mean: ``before``, ``until``, ``within``, ``within 5 working days``, ``from``, ``recurring``."""
    length = duration(deadline, lang)
    if not length:
        return word(bound(deadline), lang)
    return f"trong {length}" if lang == "vi" else f"within {length}"


def _joined(values: Iterable[str]) -> str:
    return "; ".join(map(one_line, values))


def _aligned(values: Iterable[str | None]) -> str:
    """Join position by position. A RRULE's own ``;`` has no blank behind it, so the entries stay apart."""
    entries = [one_line(value).replace("; ", ", ") if value else "" for value in values]
    return "; ".join(entries) if any(entries) else ""


def safe(cell: str) -> str:
    """Put an apostrophe in front of what a spreadsheet would take for a formula.

    >>> safe("=1+1"), safe("Rà soát")
    ("'=1+1", 'Rà soát')
    """
    return _NEUTRAL + cell if cell.startswith(_FORMULA) else cell
