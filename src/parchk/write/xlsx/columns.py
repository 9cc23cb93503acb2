"""The columns of each sheet, in their order: what they are called, how wide they are, whose they are."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from parchk.wording import Lang

Kind = Literal["text", "date", "number"]
Owner = Literal["parchk", "clerk", "merge"]


@dataclass(frozen=True, slots=True)
class Column:
    """One column of a sheet.

    >>> TASKS[1].heading("vi"), TASKS[1].kind, TASKS[1].owner
    ('STT', 'number', 'parchk')
    """

    key: str
    vi: str
    en: str
    width: float
    """In digits of the workbook's font."""
    kind: Kind = "text"
    owner: Owner = "parchk"
    """Who writes the cells: parchk from the document, the clerk by hand, or a merge to tell what it did."""
    centred: bool = False
    shown: Literal["yes", "folded", "no"] = "yes"
    """``folded``: behind a ``+`` above the sheet, opened with a click."""

    def heading(self, lang: Lang) -> str:
        """The words in the first row."""
        return self.vi if lang == "vi" else self.en


_KEY = Column("key", "Khóa (parchk)", "Key (parchk)", 10, shown="no")

TASKS = (
    _KEY,
    Column("no", "STT", "No.", 5, "number", centred=True),
    Column("number", "Số, ký hiệu", "Document number", 14, centred=True),
    Column("issued_on", "Ngày văn bản", "Issued on", 10.5, "date", centred=True),
    Column("issuer", "Cơ quan ban hành", "Issuer", 18, shown="folded"),
    Column("section", "Mục", "Section", 10, centred=True),
    Column("task", "Nội dung nhiệm vụ", "Task", 48),
    Column("lead", "Đơn vị chủ trì", "Lead", 18),
    Column("coordinate", "Đơn vị phối hợp", "Coordinates", 17),
    Column("report_to", "Nơi nhận báo cáo", "Report to", 14),
    Column("due", "Thời hạn", "Due", 10.5, "date", centred=True),
    Column("bound", "Loại hạn", "Bound", 9, centred=True),
    Column("deadline_text", "Thời hạn (nguyên văn)", "Deadline (as written)", 16),
    Column("deliverables", "Sản phẩm", "Deliverables", 12),
    Column("targets", "Chỉ tiêu", "Targets", 11),
    Column("kind", "Loại nhiệm vụ", "Kind", 11, shown="folded"),
    Column("officer", "Cán bộ phụ trách", "Officer", 12, owner="clerk"),
    Column("status", "Trạng thái", "Status", 11, owner="clerk", centred=True),
    Column("done_on", "Ngày hoàn thành", "Done on", 10.5, "date", owner="clerk", centred=True),
    Column("result", "Văn bản kết quả", "Resulting document", 13, owner="clerk"),
    Column("note", "Ghi chú", "Note", 14, owner="clerk"),
    Column("change", "Thay đổi", "Change", 14, owner="merge"),
)

FINDINGS = (
    _KEY,
    Column("no", "STT", "No.", 5, "number", centred=True),
    Column("document", "Văn bản", "Document", 18),
    Column("section", "Mục", "Section", 8, centred=True),
    Column("task", "Mã nhiệm vụ", "Task id", 22, shown="folded"),
    Column("severity", "Mức độ", "Severity", 10, centred=True),
    Column("message", "Nội dung cần xem lại", "What to look at", 60),
    Column("words", "Tại chỗ", "At", 50),
)

DOCUMENTS = (
    _KEY,
    Column("no", "STT", "No.", 5, "number", centred=True),
    Column("source", "Tệp nguồn", "File", 18),
    Column("number", "Số, ký hiệu", "Number", 13, centred=True),
    Column("type", "Loại", "Type", 6, centred=True),
    Column("issuer", "Cơ quan ban hành", "Issuer", 18),
    Column("issued_on", "Ngày văn bản", "Issued on", 10.5, "date", centred=True),
    Column("place", "Địa danh", "Place", 11),
    Column("subject", "Trích yếu", "Subject", 36),
    Column("addressees", "Kính gửi", "Addressees", 24),
    Column("recipients", "Nơi nhận", "Recipients", 28),
    Column("signer", "Người ký", "Signer", 18),
    Column("urgency", "Độ khẩn", "Urgency", 9, centred=True),
    Column("tasks", "Số nhiệm vụ", "Tasks", 8, "number", centred=True),
    Column("dated", "Có thời hạn", "With a deadline", 8, "number", centred=True),
    Column("without_lead", "Không nêu đơn vị chủ trì", "Without a lead", 10, "number", centred=True),
    Column("findings", "Điểm cần xem lại", "Findings", 8, "number", centred=True),
    Column("other", "Câu không phải nhiệm vụ", "Sentences that are no task", 11, "number", centred=True),
    Column("undecided", "Câu chưa rõ", "Undecided", 10, "number", centred=True),
)

RECONCILIATION = (
    Column("document", "Văn bản", "Document", 18),
    Column("task", "Mã nhiệm vụ", "Task id", 22),
    Column("column", "Cột", "Column", 18),
    Column("ours", "Giá trị trong bảng", "Value in the workbook", 34),
    Column("base", "Giá trị trước", "Value before", 34),
    Column("theirs", "Giá trị mới", "New value", 34),
    Column("outcome", "Đã làm gì", "What was done", 30),
)
