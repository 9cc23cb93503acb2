"""Words of the workbook that are no column's heading: names of sheets, states of a task, marks of a merge.

A workbook is in one language. Who reads one (the merge) finds either.
"""

from __future__ import annotations

from typing import Final, Literal

from parchk.wording import Lang

Sheet = Literal["tasks", "findings", "documents", "reconciliation", "base"]

SHEETS: Final[dict[Sheet, dict[Lang, str]]] = {
    "tasks": {"vi": "Nhiệm vụ", "en": "Tasks"},
    "findings": {"vi": "Cần xem lại", "en": "Findings"},
    "documents": {"vi": "Văn bản", "en": "Documents"},
    "reconciliation": {"vi": "Đối chiếu", "en": "Reconciliation"},
    "base": {"vi": "_parchk", "en": "_parchk"},
}

BASE_TITLE: Final = "parchk workbook 1"
"""Cell A1 of the sheet ``base``: that the workbook is parchk's, and the version of its layout."""

NO_LEAD: Final[dict[Lang, str]] = {"vi": "(không nêu)", "en": "(none named)"}
"""Name of the sheet, or file, of the tasks for which no unit is responsible."""

STATUSES: Final[dict[Lang, tuple[str, ...]]] = {
    "vi": ("Chưa thực hiện", "Đang thực hiện", "Hoàn thành", "Tạm dừng", "Không thực hiện"),
    "en": ("Not started", "In progress", "Done", "Paused", "Dropped"),
}
CLOSED: Final[dict[Lang, tuple[str, ...]]] = {"vi": ("Hoàn thành", "Không thực hiện"), "en": ("Done", "Dropped")}
"""The states in which a task is no longer watched: never overdue."""

NEW: Final[dict[Lang, str]] = {"vi": "mới", "en": "new"}
CHANGED: Final[dict[Lang, str]] = {"vi": "đã sửa", "en": "changed"}
GONE: Final[dict[Lang, str]] = {"vi": "không còn trong văn bản", "en": "no longer in the document"}
"""How the marks begin that a merge puts into the column ``change``."""

CUT: Final[dict[Lang, str]] = {"vi": "… [cắt bớt]", "en": "… [cut]"}
"""How a text ends that is longer than a cell may be."""

TITLE: Final[dict[Lang, str]] = {"vi": "Theo dõi thực hiện nhiệm vụ", "en": "Tasks to follow up"}
PAGE: Final[dict[Lang, str]] = {"vi": "Trang &P/&N", "en": "Page &P of &N"}

HINTS: Final[dict[str, dict[Lang, tuple[str, str]]]] = {
    "due": {
        "vi": (
            "Màu của thời hạn",
            "Nền đỏ, chữ đậm: đã quá hạn.\nNền vàng, chữ đậm nghiêng: còn không quá 7 ngày.\nChữ xám: đã xong.",
        ),
        "en": (
            "Colours of due days",
            "Red and bold: overdue.\nYellow, bold and italic: 7 days or less.\nGrey letters: closed.",
        ),
    },
    "status": {
        "vi": ("Trạng thái", "Chọn trong danh sách (Alt + ↓)."),
        "en": ("Status", "Choose from the list (Alt + ↓)."),
    },
    "change": {
        "vi": ("Thay đổi", "parchk ghi ở đây khi nhập thêm kết quả vào sổ này (--merge)."),
        "en": ("Change", "Written by parchk when results are merged into this workbook (--merge)."),
    },
}
"""Title and text that are shown when the heading of a column is selected."""

REFUSED: Final[dict[str, dict[Lang, tuple[str, str]]]] = {
    "status": {
        "vi": ("Ngoài danh sách", "Trạng thái này không có trong danh sách. Vẫn ghi?"),
        "en": ("Not in the list", "This status is not in the list. Write it all the same?"),
    },
    "done_on": {
        "vi": ("Không phải ngày", "Ghi ngày theo dạng ngày/tháng/năm, ví dụ 20/8/2026."),
        "en": ("Not a date", "Write a date, for example 20/8/2026."),
    },
}
"""What is said when a cell of the clerk's gets something else."""

CUT_FINDING: Final[dict[Lang, str]] = {
    "vi": "Ô “{column}” dài quá giới hạn của Excel (32.767 ký tự) nên đã bị cắt bớt; đọc toàn văn trong văn bản.",
    "en": "The cell “{column}” is longer than Excel allows (32,767 characters) and was cut; read the document.",
}
