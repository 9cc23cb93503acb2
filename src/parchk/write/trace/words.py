"""Words of a trace, in both languages, and its cells as people read them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from parchk.wording import one_line

if TYPE_CHECKING:
    from parchk.trace.model import DocumentAt, Link, TaskAt, Trace, UnitChange
    from parchk.wording import Lang

_WORDS: Final[dict[str, dict[Lang, str]]] = {
    "title": {"vi": "Đối chiếu nhiệm vụ giữa các văn bản", "en": "Tasks from document to document"},
    "links": {"vi": "Được triển khai", "en": "Carried on"},
    "dropped": {"vi": "Không được triển khai", "en": "Dropped"},
    "added": {"vi": "Được bổ sung", "en": "Added"},
    "chains": {"vi": "Chuỗi qua nhiều cấp", "en": "Chains over several levels"},
    "unrelated": {"vi": "Văn bản không liên quan", "en": "Unrelated documents"},
    "nothing": {"vi": "Không có nhiệm vụ nào được triển khai.", "en": "No task is carried on."},
    "carries out": {"vi": "triển khai {documents}", "en": "carries out {documents}"},
    "not by": {"vi": "không có trong {document}", "en": "not in {document}"},
    "upper": {"vi": "Văn bản cấp trên", "en": "Upper"},
    "lower": {"vi": "Văn bản cấp dưới", "en": "Lower"},
    "lead": {"vi": "Đơn vị chủ trì", "en": "Lead"},
    "deadline": {"vi": "Thời hạn", "en": "Deadline"},
    "similarity": {"vi": "Giống nhau", "en": "Alike"},
    "same": {"vi": "giữ nguyên", "en": "same"},
    "tightened": {"vi": "rút ngắn", "en": "tightened"},
    "loosened": {"vi": "nới", "en": "loosened"},
    "days": {"vi": "{count} ngày", "en": "{count} days"},
    "day": {"vi": "{count} ngày", "en": "{count} day"},
    "deadline added": {"vi": "thêm thời hạn", "en": "deadline added"},
    "deadline removed": {"vi": "bỏ thời hạn", "en": "deadline left out"},
    "not comparable": {"vi": "không so được", "en": "cannot be compared"},
    "renamed": {"vi": "đổi theo cấp", "en": "the same office of another level"},
    "reassigned": {"vi": "giao đơn vị khác", "en": "reassigned"},
    "unit added": {"vi": "thêm đơn vị", "en": "unit added"},
    "unit removed": {"vi": "bớt đơn vị", "en": "unit left out"},
}


def said(key: str, lang: Lang, **values: object) -> str:
    """Give the words of this key, with the values in them."""
    return _WORDS[key][lang].format(**values)


def summary(trace: Trace, lang: Lang) -> str:
    """One line: how many tasks are carried on, dropped, added; which documents have nothing to do with the others."""
    counted = ", ".join(f"{said(key, lang)}: {len(getattr(trace, key))}" for key in ("links", "dropped", "added"))
    if not trace.unrelated:
        return counted
    return f"{counted}; {said('unrelated', lang)}: {', '.join(map(one_line, trace.unrelated))}"


def document_line(document: DocumentAt, lang: Lang) -> str:
    """A document, and what it carries out."""
    head = " · ".join(filter(None, (document.name, document.number, document.issuer, document.issued_on)))
    if not document.carries_out:
        return one_line(head)
    documents = ", ".join(one.document for one in document.carries_out)
    return one_line(f"{head}: {said('carries out', lang, documents=documents)}")


def change_cell(link: Link, lang: Lang) -> str:
    """What became of the deadline; empty where neither document has one."""
    change, days = link.deadline_change, link.days
    if change is None:
        return said("not comparable", lang)
    if change == "same":
        return said("same", lang) if link.deadlines.upper else ""
    if change in ("added", "removed"):
        return said(f"deadline {change}", lang)
    moved = said("day" if days == 1 else "days", lang, count=days) if days else ""
    return f"{said(change, lang)} {moved}".strip()


def unit_cell(change: UnitChange | None, lang: Lang) -> str:
    """What became of the responsible unit; empty where it is the same."""
    if change is None:
        return ""
    return said(f"unit {change.kind}" if change.kind in ("added", "removed") else change.kind, lang)


def place(task: TaskAt) -> str:
    """The document and the item in it."""
    return one_line(f"{task.document} {task.section}".strip())
