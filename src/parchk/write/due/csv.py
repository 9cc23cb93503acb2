"""CSV: one row a line under one header row; the columns ``status`` and ``done_on`` may be filled in and read back."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from parchk.wording import mine_phrase, one_line, units, word
from parchk.write.csv import lines
from parchk.write.due.words import BUCKET, document_cell, left_cell
from parchk.write.rows import safe

if TYPE_CHECKING:
    from parchk.due import Row, Schedule
    from parchk.wording import Lang
    from parchk.write.due import DueStyle

HEADINGS: Final[dict[str, dict[Lang, str]]] = {
    "bucket": {"vi": "Nhóm", "en": "bucket"},
    "day": {"vi": "Hạn", "en": "day"},
    "time": {"vi": "Giờ", "en": "time"},
    "last_day": {"vi": "Ngày cuối", "en": "last_day"},
    "left": {"vi": "Còn lại", "en": "days_left"},
    "task": {"vi": word("task", "vi"), "en": "task"},
    "deadline_text": {"vi": word("deadline_text", "vi"), "en": "deadline_text"},
    "lead": {"vi": word("lead", "vi"), "en": "lead"},
    "coordinate": {"vi": word("coordinate", "vi"), "en": "coordinate"},
    "report_to": {"vi": word("report_to", "vi"), "en": "report_to"},
    "report_via": {"vi": word("report_via", "vi"), "en": "report_via"},
    "document": {"vi": word("document_number", "vi"), "en": "document_number"},
    "issued_on": {"vi": word("issued_on", "vi"), "en": "issued_on"},
    "issuer": {"vi": word("issuer", "vi"), "en": "issuer"},
    "section": {"vi": word("section", "vi"), "en": "section"},
    "status": {"vi": "Trạng thái", "en": "status"},
    "done_on": {"vi": "Ngày hoàn thành", "en": "done_on"},
    "state": {"vi": "Tình trạng", "en": "state"},
    "also_in": {"vi": "Cũng tại", "en": "also_in"},
    "history": {"vi": "Diễn biến", "en": "history"},
    "source": {"vi": word("source", "vi"), "en": "source"},
    "id": {"vi": word("id", "vi"), "en": "id"},
    "mine": {"vi": word("mine", "vi"), "en": "mine"},
}
"""The columns in their order, and what is written above them; the last only for an office."""


def write(schedule: Schedule, style: DueStyle) -> bytes:
    """By RFC 4180; for Excel with byte-order mark and semicolon."""
    columns = [column for column in HEADINGS if column != "mine" or schedule.office is not None]
    rows = [[HEADINGS[column][style.lang] for column in columns]]
    for row in schedule.listed(with_closed=style.with_closed):
        cells = _cells(row, style.lang)
        # A number of days below 0 is a number, no formula.
        rows.append([cells[column] if column == "left" else safe(one_line(cells[column])) for column in columns])
    return b"".join(lines(rows, ";" if style.excel else ",", "\r\n", excel=style.excel))


def _cells(row: Row, lang: Lang) -> dict[str, str]:
    item, days = row.item, row.days
    result, task, given = item.result, item.task, row.said
    return {
        "bucket": BUCKET[row.bucket][lang] if lang == "vi" else row.bucket,
        "day": days.day.isoformat() if days else "",
        "time": days.clock if days else "",
        "last_day": days.last.isoformat() if days else "",
        "left": left_cell(row, lang) if lang == "vi" else "" if row.left is None else str(row.left),
        "task": task.text,
        "deadline_text": row.deadline.text if row.deadline else "",
        **{role: "; ".join(units(task, role)) for role in ("lead", "coordinate", "report_to", "report_via")},
        "document": result.document.number or "",
        "issued_on": result.document.issued_on or "",
        "issuer": result.document.issuer.name if result.document.issuer else "",
        "section": task.section,
        "status": given.words if given else "",
        "done_on": given.done_on.isoformat() if given and given.done_on else "",
        "state": row.state,
        "also_in": "; ".join(document_cell(copy.directive, copy.task, lang) for copy in item.copies),
        "history": item.history.said(lang) if item.history else "",
        "source": result.source.name,
        "id": task.id,
        "mine": mine_phrase(task.mine, lang),
    }
