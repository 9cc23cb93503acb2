"""Words that only a merge says, in both languages."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, Literal

if TYPE_CHECKING:
    from parchk.wording import Lang

Outcome = Literal["kept", "deleted"]

MOVED: Final[dict[Lang, str]] = {"vi": "chuyển sang {units}", "en": "moved to {units}"}
"""Mark of a task in the sheet of a unit that is no longer responsible."""

SETTLED: Final[dict[Lang, str]] = {"vi": "không còn", "en": "settled"}
"""Severity of a finding that a document no longer has."""

KEPT: Final[dict[Lang, str]] = {
    "vi": "giữ giá trị của người theo dõi: {columns}; xem trang {sheet}",
    "en": "kept as the clerk has it: {columns}; see sheet {sheet}",
}
"""Part of a mark: columns in which both sides have changed."""

OUTCOMES: Final[dict[Outcome, dict[Lang, str]]] = {
    "kept": {
        "vi": "giữ giá trị trong bảng (trang {sheet})",
        "en": "the workbook's value is kept (sheet {sheet})",
    },
    "deleted": {
        "vi": "hàng đã bị xóa khỏi bảng nên không ghi lại",
        "en": "the row was deleted from the workbook and is not written again",
    },
}
