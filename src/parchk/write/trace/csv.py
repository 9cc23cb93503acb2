"""CSV: one link, dropped or added task a line under one header row."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from parchk.wording import one_line
from parchk.write.csv import lines
from parchk.write.rows import safe

if TYPE_CHECKING:
    from collections.abc import Iterator

    from parchk.trace.model import Link, TaskAt, Trace
    from parchk.wording import Lang
    from parchk.write.trace import TraceStyle

_HEADINGS: Final[dict[str, dict[Lang, str]]] = {
    "kind": {"vi": "Kết quả", "en": "kind"},
    "upper_document": {"vi": "Văn bản cấp trên", "en": "upper_document"},
    "upper_section": {"vi": "Mục (cấp trên)", "en": "upper_section"},
    "upper_task": {"vi": "Nhiệm vụ (cấp trên)", "en": "upper_task"},
    "lower_document": {"vi": "Văn bản cấp dưới", "en": "lower_document"},
    "lower_section": {"vi": "Mục (cấp dưới)", "en": "lower_section"},
    "lower_task": {"vi": "Nhiệm vụ (cấp dưới)", "en": "lower_task"},
    "similarity": {"vi": "Giống nhau", "en": "similarity"},
    "deadline_change": {"vi": "Thay đổi thời hạn", "en": "deadline_change"},
    "days": {"vi": "Số ngày", "en": "days"},
    "upper_deadline": {"vi": "Thời hạn (cấp trên)", "en": "upper_deadline"},
    "lower_deadline": {"vi": "Thời hạn (cấp dưới)", "en": "lower_deadline"},
    "unit_change": {"vi": "Thay đổi đơn vị", "en": "unit_change"},
    "upper_lead": {"vi": "Đơn vị chủ trì (cấp trên)", "en": "upper_lead"},
    "lower_lead": {"vi": "Đơn vị chủ trì (cấp dưới)", "en": "lower_lead"},
    "because": {"vi": "Căn cứ", "en": "because"},
    "upper_id": {"vi": "Mã nhiệm vụ (cấp trên)", "en": "upper_id"},
    "lower_id": {"vi": "Mã nhiệm vụ (cấp dưới)", "en": "lower_id"},
}
"""The columns in their order, and what is written above them. Values are the words of the JSON in both languages."""


def write(trace: Trace, style: TraceStyle) -> bytes:
    """By RFC 4180; for Excel with byte-order mark and semicolon."""
    rows = [[headings[style.lang] for headings in _HEADINGS.values()]]
    rows += [[safe(one_line(cells.get(column, ""))) for column in _HEADINGS] for cells in _all_cells(trace)]
    return b"".join(lines(rows, ";" if style.excel else ",", "\r\n", excel=style.excel))


def _all_cells(trace: Trace) -> Iterator[dict[str, str]]:
    for link in trace.links:
        yield _of_link(link)
    for dropped in trace.dropped:
        lead = {"upper_lead": "; ".join(dropped.lead)}
        yield {"kind": "dropped", **_of_task("upper", dropped), "lower_document": dropped.by, **lead}
    for added in trace.added:
        yield {"kind": "added", **_of_task("lower", added), "lower_lead": "; ".join(added.lead)}


def _of_link(link: Link) -> dict[str, str]:
    return {
        "kind": "link",
        **_of_task("upper", link.upper),
        **_of_task("lower", link.lower),
        "similarity": f"{link.similarity:.2f}",
        "deadline_change": link.deadline_change or "",
        "days": "" if link.days is None else str(link.days),
        "upper_deadline": link.deadlines.upper or "",
        "lower_deadline": link.deadlines.lower or "",
        "unit_change": link.unit_change.kind if link.unit_change else "",
        "upper_lead": "; ".join(link.units.upper),
        "lower_lead": "; ".join(link.units.lower),
        "because": "; ".join(link.because),
    }


def _of_task(side: str, task: TaskAt) -> dict[str, str]:
    return {
        f"{side}_document": task.document,
        f"{side}_section": task.section,
        f"{side}_task": task.text,
        f"{side}_id": task.id,
    }
