"""JSON: every row flat, in order; then the same rows counted by unit and grouped by receiver of reports.

docs/due.md describes the fields. A row is named by its place in ``due``, from 0.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from parchk.due import BUCKETS

if TYPE_CHECKING:
    from collections.abc import Iterable

    from parchk.due import Row, Schedule
    from parchk.duplicates import Copy
    from parchk.models import Directive, Task
    from parchk.write.due import DueStyle


def write(schedule: Schedule, style: DueStyle) -> bytes:
    """One JSON object over several lines."""
    rows = schedule.listed(with_closed=style.with_closed)
    at = {id(row): number for number, row in enumerate(rows)}
    content = {
        "as_of": schedule.as_of.isoformat(),
        "until": schedule.until.isoformat(),
        "office": schedule.office,
        "counts": _counts(schedule.counts) | {"this_month": schedule.this_month},
        "due": [_row(row, style) for row in rows],
        "units": [
            {"name": unit.name or None, "key": unit.key or None, **_counts(unit.counts)} for unit in schedule.units
        ],
        "reports": [
            {
                "receiver": group.receiver,
                "key": group.key,
                "from": group.monday.isoformat(),
                "to": group.sunday.isoformat(),
                "rows": [at[id(row)] for row in group.rows],
            }
            for group in schedule.reports
        ],
        "unplaced": [one.said(style.lang) for one in schedule.unplaced],
    }
    return json.dumps(content, ensure_ascii=False, indent=2).encode() + b"\n"


def _counts(counts: Any) -> dict[str, int]:
    return {bucket: counts[bucket] for bucket in BUCKETS}


def _row(row: Row, style: DueStyle) -> dict[str, object]:
    item, days, deadline = row.item, row.days, row.deadline
    task, given = item.task, row.said
    return {
        "bucket": row.bucket,
        "day": days.day.isoformat() if days else None,
        "time": days.clock or None if days else None,
        "last_day": days.last.isoformat() if days else None,
        "work_by": days.work_by.isoformat() if days else None,
        "days_left": row.left,
        "this_month": row.is_this_month,
        "state": row.state,
        "status": {
            "words": given.words,
            "closed": given.is_closed,
            "done_on": given.done_on.isoformat() if given.done_on else None,
            "last_day": given.last_day.isoformat() if given.last_day else None,
        }
        if given
        else None,
        "skipped_days": list(row.skipped),
        "deadline": deadline.model_dump(mode="json", exclude_unset=True) if deadline else None,
        "task": task.text,
        "kind": task.kind,
        **{role: [unit.name for unit in task.units if unit.role == role] for role in _ROLES},
        **_where(item.result, task),
        "also_in": _places(item.copies),
        "unlike": _places(item.unlike),
        "history": (item.history.said(style.lang) if item.history else "") or None,
        "mine": task.mine.model_dump(mode="json") if task.mine else None,
    }


_ROLES = ("lead", "coordinate", "report_to", "report_via")


def _where(result: Directive, task: Task) -> dict[str, object]:
    document = result.document
    return {
        "id": task.id,
        "section": task.section,
        "document": document.number,
        "issued_on": document.issued_on,
        "issuer": document.issuer.name if document.issuer else None,
        "source": result.source.name,
    }


def _places(copies: Iterable[Copy]) -> list[dict[str, object]]:
    return [_where(copy.directive, copy.task) for copy in copies]
